//! The key of a name: what two spellings of one name have in common.
//!
//! A key folds case, accents, punctuation, British and American spelling, a leading article and
//! trailing legal forms: `The Acme Group, Inc.` and `ACME GROUP` share one. It knows no aliases; those
//! are the name table's. Keys are stable: the index stores them.

use std::borrow::Cow;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Trailing words that say what legal form a company has, and nothing else.
const LEGAL_FORMS: &[&str] = &[
    "ab",
    "ag",
    "aps",
    "as",
    "asa",
    "bhd",
    "bv",
    "co",
    "companies",
    "company",
    "corp",
    "corporation",
    "cv",
    "gmbh",
    "group",
    "holding",
    "holdings",
    "inc",
    "incorporated",
    "jsc",
    "kabushiki",
    "kg",
    "kgaa",
    "kk",
    "limited",
    "llc",
    "llp",
    "lp",
    "ltd",
    "ltda",
    "nv",
    "oao",
    "ojsc",
    "ooo",
    "oy",
    "oyj",
    "pao",
    "pcl",
    "pjsc",
    "plc",
    "pt",
    "pte",
    "pty",
    "sa",
    "sae",
    "saog",
    "sarl",
    "sas",
    "sdn",
    "se",
    "spa",
    "srl",
    "tbk",
    "zao",
];

/// Whether a word of a key is a legal form.
pub(super) fn is_legal_form(word: &str) -> bool {
    // Most words are longer, and told at once.
    let short = word.len() <= 5 || word.starts_with(['c', 'h', 'i', 'k', 'l']);
    short && LEGAL_FORMS.contains(&word)
}

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

/// The key of a name: lower-case words separated by one space.
///
/// ```
/// use morgue::enrich::organisations::key;
/// assert_eq!(key("The Acme Motor Company, Inc."), key("ACME MOTOR CO"));
/// assert_eq!(key("World Health Organisation"), key("World Health Organization"));
/// ```
pub fn key(name: &str) -> String {
    let mut words = folded_words(name);
    if words.is_empty() {
        // A name of signs alone still differs from another one.
        return name.trim().to_lowercase();
    }
    let telling = telling(&words);
    let (start, end) = (telling.start, telling.end);
    words.truncate(end);
    words.drain(..start);
    words
}

/// Where those of some words stand that are left without such as say nothing at the beginning or end;
/// at least one is.
fn telling(words: &str) -> Range<usize> {
    let (mut start, mut end) = (0, words.len());
    loop {
        let left = &words[start..end];
        let Some(blank) = left.bytes().rposition(|b| b == b' ') else {
            return start..end;
        };
        let (front, last) = (&left[..blank], &left[blank + 1..]);
        if left.starts_with("the ") {
            start += 4;
        } else if matches!(last, "s" | "and") || (is_legal_form(last) && !is_weak(front, last)) {
            end = start + blank;
        } else {
            return start..end;
        }
    }
}

/// Whether a legal form is a word of its own behind the words before it.
fn is_weak(front: &str, last: &str) -> bool {
    WEAK_FORMS.contains(&last) && !front.contains(' ')
}

/// The words of a name, each folded, with one blank between.
fn folded_words(name: &str) -> String {
    let mut words = Folding::default();
    words.folded.reserve(name.len() + 4);
    if name.is_ascii() {
        name.bytes().for_each(|b| words.push_ascii(b));
    } else {
        let plain = name.nfkd().filter(|c| !is_combining_mark(*c));
        plain.for_each(|c| words.push(c));
    }
    words.end();
    words.folded
}

/// Words being folded.
#[derive(Default)]
struct Folding {
    folded: String,
    /// Where the last word begins, or will.
    begun: usize,
}

impl Folding {
    #[inline]
    fn push(&mut self, c: char) {
        if c.is_ascii_alphanumeric() {
            self.letter(c.to_ascii_lowercase());
        } else if matches!(c, '.' | '\'' | '’' | 'ʼ' | '`' | '\u{ad}') {
            // Silent.
        } else if c == '&' {
            self.end();
            "and".chars().for_each(|c| self.letter(c));
            self.begun = self.folded.len();
        } else if c.is_alphanumeric() {
            c.to_lowercase().for_each(|c| self.letter(c));
        } else {
            self.end();
        }
    }

    /// The same as [`Self::push`] for what most names are made of.
    #[inline]
    fn push_ascii(&mut self, byte: u8) {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => {
                self.letter(char::from(byte.to_ascii_lowercase()));
            }
            b'.' | b'\'' | b'`' => {}
            b'&' => self.push('&'),
            _ => self.end(),
        }
    }

    #[inline]
    fn letter(&mut self, c: char) {
        if self.begun == self.folded.len() && self.begun > 0 {
            self.folded.push(' ');
            self.begun += 1;
        }
        self.folded.push(c);
    }

    /// Ends the last word, if one has begun.
    fn end(&mut self) {
        if let Some(american) = american(&self.folded[self.begun..]) {
            self.folded.replace_range(self.begun.., &american);
        }
        self.begun = self.folded.len();
    }
}

/// The American spelling of a lower-case word, where it has another one.
fn american(word: &str) -> Option<Cow<'static, str>> {
    if word.len() < 6 {
        return None;
    }
    let known = match word {
        "defence" => "defense",
        "labour" => "labor",
        "programme" => "program",
        "centre" => "center",
        "centres" => "centers",
        "harbour" => "harbor",
        "theatre" => "theater",
        "licence" => "license",
        "offence" => "offense",
        "honour" => "honor",
        "colour" => "color",
        "aluminium" => "aluminum",
        _ => return ized(word).map(Cow::Owned),
    };
    Some(Cow::Borrowed(known))
}

/// A word in `isation` with its z.
fn ized(word: &str) -> Option<String> {
    // Most words are told by one letter.
    let mut sevens = word.as_bytes().windows(7);
    let has = word.len() > 7 && sevens.any(|seven| seven[1] == b's' && seven == b"isation");
    has.then(|| word.replace("isation", "ization"))
}

/// What stands for every number of three digits or more: which one it is says nothing about a name, and
/// there is no end of them.
pub(super) const LONG_NUMBER: &str = "000";

/// Whether a token is such a number.
pub(super) fn is_long_number(token: &[u8]) -> bool {
    let mut digits = 0;
    let number = token.iter().all(|b| {
        digits += usize::from(b.is_ascii_digit());
        b.is_ascii_digit() || matches!(b, b'.' | b',')
    });
    number && digits > 2
}

/// One token folded for the name table: like a key's words, but always one word.
pub(super) fn fold_token(token: &str) -> Cow<'_, str> {
    if token.bytes().all(|b| b.is_ascii_lowercase()) {
        return american(token).unwrap_or(Cow::Borrowed(token));
    }
    if is_long_number(token.as_bytes()) {
        return Cow::Borrowed(LONG_NUMBER);
    }
    let folded = if token.is_ascii() {
        let mut folded = String::with_capacity(token.len());
        let kept = token.bytes();
        let kept = kept.filter(|b| b.is_ascii_alphanumeric() || matches!(b, b'&' | b'+'));
        kept.for_each(|b| folded.push(char::from(b.to_ascii_lowercase())));
        folded
    } else {
        let keeps = |c: &char| c.is_alphanumeric() || matches!(c, '&' | '+');
        let kept = token.nfkd().filter(keeps);
        kept.flat_map(char::to_lowercase).collect()
    };
    if folded == "&" {
        Cow::Borrowed("and")
    } else if folded.is_empty() {
        Cow::Borrowed(token)
    } else {
        american(&folded).unwrap_or(Cow::Owned(folded))
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
    fn every_legal_form_is_known() {
        assert!(LEGAL_FORMS.iter().all(|form| is_legal_form(form)));
        assert!(!is_legal_form("committee"));
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
