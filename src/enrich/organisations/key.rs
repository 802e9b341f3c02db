//! The key of a name: what two spellings of one name have in common.
//!
//! A key folds case, accents, punctuation, British and American spelling, a leading article and
//! trailing legal forms: `The Acme Group, Inc.` and `ACME GROUP` share one. It knows no aliases; those
//! are the name table's. Keys are stable: the index stores them.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Trailing words that say what legal form a company has, and nothing else.
pub(super) const LEGAL_FORMS: &[&str] = &[
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "co",
    "ltd",
    "limited",
    "plc",
    "llc",
    "llp",
    "lp",
    "gmbh",
    "ag",
    "sa",
    "nv",
    "bv",
    "spa",
    "srl",
    "sarl",
    "sas",
    "se",
    "kg",
    "kgaa",
    "ab",
    "asa",
    "as",
    "oy",
    "oyj",
    "aps",
    "pty",
    "pte",
    "bhd",
    "sdn",
    "tbk",
    "pt",
    "kk",
    "kabushiki",
    "jsc",
    "ojsc",
    "pjsc",
    "ooo",
    "zao",
    "oao",
    "pao",
    "ltda",
    "cv",
    "sae",
    "saog",
    "pcl",
    "company",
    "companies",
    "group",
    "holding",
    "holdings",
];

/// Legal forms that are words of their own: they go only where two other words stay.
const WEAK_FORMS: &[&str] = &[
    "company",
    "companies",
    "group",
    "holding",
    "holdings",
    "as",
    "se",
    "pt",
    "corporation",
];

/// Pairs of British and American spelling; the second is the key's.
const SPELLINGS: &[(&str, &str)] = &[
    ("defence", "defense"),
    ("labour", "labor"),
    ("programme", "program"),
    ("centre", "center"),
    ("centres", "centers"),
    ("harbour", "harbor"),
    ("theatre", "theater"),
    ("licence", "license"),
    ("offence", "offense"),
    ("honour", "honor"),
    ("colour", "color"),
    ("aluminium", "aluminum"),
];

/// The key of a name: lower-case words separated by one space.
///
/// ```
/// use morgue::enrich::organisations::key;
/// assert_eq!(key("The Acme Motor Company, Inc."), key("ACME MOTOR CO"));
/// assert_eq!(key("World Health Organisation"), key("World Health Organization"));
/// ```
pub fn key(name: &str) -> String {
    let mut words = folded_words(name);
    while let Some(shorter) = shortened(&words) {
        words = shorter.to_vec();
    }
    if words.is_empty() {
        // A name of signs alone still differs from another one.
        return name.trim().to_lowercase();
    }
    words.join(" ")
}

/// The words without one that says nothing at their beginning or end; never without all.
fn shortened(words: &[String]) -> Option<&[String]> {
    let (first, rest) = words.split_first()?;
    let (last, front) = words.split_last()?;
    let (first, last) = (first.as_str(), last.as_str());
    if rest.is_empty() {
        return None;
    }
    if first == "the" {
        return Some(rest);
    }
    let weak = WEAK_FORMS.contains(&last) && words.len() < 3;
    let empty = matches!(last, "s" | "and") || (LEGAL_FORMS.contains(&last) && !weak);
    empty.then_some(front)
}

/// The words of a name, each folded.
pub(super) fn folded_words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    if name.is_ascii() {
        fold_chars(name.chars(), &mut word, &mut words);
    } else {
        let plain = name.nfkd().filter(|c| !is_combining_mark(*c));
        fold_chars(plain, &mut word, &mut words);
    }
    flush(&mut word, &mut words);
    words
}

fn fold_chars(chars: impl Iterator<Item = char>, word: &mut String, words: &mut Vec<String>) {
    for c in chars {
        match c {
            '.' | '\'' | '’' | 'ʼ' | '`' | '\u{ad}' => {}
            '&' => {
                flush(word, words);
                words.push("and".to_owned());
            }
            c if c.is_ascii_alphanumeric() => word.push(c.to_ascii_lowercase()),
            c if c.is_alphanumeric() => word.extend(c.to_lowercase()),
            _ => flush(word, words),
        }
    }
}

fn flush(word: &mut String, words: &mut Vec<String>) {
    if !word.is_empty() {
        words.push(spelling(std::mem::take(word)));
    }
}

/// American spelling of a lower-case word.
fn spelling(word: String) -> String {
    if let Some((_, american)) = SPELLINGS.iter().find(|(british, _)| *british == word) {
        return (*american).to_owned();
    }
    if word.len() > 7 && word.contains("isation") {
        return word.replace("isation", "ization");
    }
    word
}

/// What stands for every number of three digits or more: which one it is says nothing about a name, and
/// there is no end of them.
pub(super) const LONG_NUMBER: &str = "000";

/// Whether a token is such a number.
pub(super) fn is_long_number(token: &str) -> bool {
    let mut digits = 0;
    let number = token.bytes().all(|b| {
        digits += usize::from(b.is_ascii_digit());
        b.is_ascii_digit() || matches!(b, b'.' | b',')
    });
    number && digits > 2
}

/// One token folded for the name table: like a key's words, but always one word.
pub(super) fn fold_token(token: &str) -> String {
    if token.bytes().all(|b| b.is_ascii_lowercase()) {
        return spelling(token.to_owned());
    }
    if is_long_number(token) {
        return LONG_NUMBER.to_owned();
    }
    let folded: String = token
        .nfkd()
        .filter(|c| c.is_alphanumeric() || *c == '&' || *c == '+')
        .flat_map(char::to_lowercase)
        .collect();
    if folded == "&" {
        "and".to_owned()
    } else if folded.is_empty() {
        token.to_owned()
    } else {
        spelling(folded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_share_a_key() {
        for (one, other) in [
            ("The Guardian", "Guardian"),
            ("Nestlé S.A.", "NESTLE"),
            ("U.N.", "UN"),
            ("Ministry of Defence", "Ministry of Defense"),
            ("Marks & Spencer", "Marks and Spencer"),
            ("Acme Motor Company", "Acme Motor Co."),
            ("Procter  &  Gamble Co", "Procter & Gamble"),
            ("Tiffany & Co", "Tiffany"),
        ] {
            assert_eq!(key(one), key(other), "{one} and {other}");
        }
    }

    #[test]
    fn a_key_never_loses_its_last_word() {
        for (name, expected) in [
            ("The", "the"),
            ("Co", "co"),
            ("Ford Group", "ford group"),
            ("…", "…"),
            ("", ""),
        ] {
            assert_eq!(key(name), expected);
        }
    }
}
