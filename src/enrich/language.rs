//! Tells the language of a text, where that is certain.
//!
//! Short texts fool every detector ("Fed cuts rates" is Latin to most), so under `LEAST` characters
//! there is no answer, and none where the detector itself is in doubt.

use crate::article::Article;
use whatlang::Lang;

/// The least text, in characters, that a language can be told from.
const LEAST: usize = 200;
/// So much of a text is enough, in bytes: the detector takes 70 µs for it, and longer texts tell no more.
const ENOUGH: usize = 1 << 10;
/// Words that make up a large part of English text, and of no other language.
const FUNCTION_WORDS: [&str; 36] = [
    "about", "after", "and", "are", "at", "because", "been", "by", "could", "from", "had", "has",
    "have", "his", "it", "its", "more", "not", "of", "other", "said", "than", "that", "the",
    "their", "there", "they", "this", "to", "were", "where", "which", "while", "who", "with",
    "would",
];
/// The same as numbers, in order.
const FUNCTION_NUMBERS: [u64; 36] = {
    let mut numbers = [0; 36];
    let mut at = 0;
    while at < numbers.len() {
        numbers[at] = number(FUNCTION_WORDS[at].as_bytes());
        at += 1;
    }
    numbers
};
/// The share of [`FUNCTION_WORDS`] above which a text is English without asking the detector.
const PLAIN: f64 = 0.12;
/// So many different ones it must have: other languages have up to three of them.
const DIFFERENT: u32 = 5;

/// The first eight letters of a word as a number; the numbers are in the order of the words.
const fn number(word: &[u8]) -> u64 {
    let mut number = 0;
    let mut at = 0;
    while at < 8 {
        let letter = if at < word.len() { word[at] } else { 0 };
        number = number << 8 | letter as u64;
        at += 1;
    }
    number
}

/// Codes of three letters (ISO 639-3) and their tags of two (BCP 47); the others have no shorter tag.
const TAGS: &[(&str, &str)] = &[
    ("afr", "af"),
    ("aka", "ak"),
    ("amh", "am"),
    ("ara", "ar"),
    ("aze", "az"),
    ("bel", "be"),
    ("ben", "bn"),
    ("bul", "bg"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("cmn", "zh"),
    ("cym", "cy"),
    ("dan", "da"),
    ("deu", "de"),
    ("ell", "el"),
    ("eng", "en"),
    ("epo", "eo"),
    ("est", "et"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("guj", "gu"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("hye", "hy"),
    ("ind", "id"),
    ("ita", "it"),
    ("jav", "jv"),
    ("jpn", "ja"),
    ("kan", "kn"),
    ("kat", "ka"),
    ("khm", "km"),
    ("kor", "ko"),
    ("lat", "la"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("mal", "ml"),
    ("mar", "mr"),
    ("mkd", "mk"),
    ("mya", "my"),
    ("nep", "ne"),
    ("nld", "nl"),
    ("nob", "nb"),
    ("ori", "or"),
    ("pan", "pa"),
    ("pes", "fa"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("sin", "si"),
    ("slk", "sk"),
    ("slv", "sl"),
    ("sna", "sn"),
    ("spa", "es"),
    ("srp", "sr"),
    ("swe", "sv"),
    ("tam", "ta"),
    ("tel", "te"),
    ("tgl", "tl"),
    ("tha", "th"),
    ("tuk", "tk"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("urd", "ur"),
    ("uzb", "uz"),
    ("vie", "vi"),
    ("yid", "yi"),
    ("zul", "zu"),
];

/// The tag of the language of a text, if it is certain.
pub fn detect(text: &str) -> Option<&'static str> {
    let mut end = text.len().min(ENOUGH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = &text[..end];
    // A character has four bytes at most.
    if text.len() < 4 * LEAST && text.chars().take(LEAST).count() < LEAST {
        return None;
    }
    if is_plainly_english(text) {
        return Some("en");
    }
    let told = whatlang::detect(text).filter(whatlang::Info::is_reliable)?;
    Some(tag(told.lang()))
}

/// Most archives are English, and its function words tell it at a fraction of the detector's cost.
fn is_plainly_english(text: &str) -> bool {
    let (mut words, mut function, mut different) = (0u32, 0u32, 0u64);
    for word in text.split_ascii_whitespace() {
        words += 1;
        if word.len() < 8
            && let Ok(at) = FUNCTION_NUMBERS.binary_search(&number(word.as_bytes()))
        {
            function += 1;
            different |= 1 << at;
        }
    }
    different.count_ones() >= DIFFERENT && f64::from(function) > PLAIN * f64::from(words)
}

/// Fills the language of an article that has none.
pub fn fill(article: &mut Article) {
    if article.language.is_none() {
        article.language = detect(&article.body).map(str::to_owned);
    }
}

fn tag(language: Lang) -> &'static str {
    let code = language.code();
    TAGS.iter()
        .find(|(long, _)| *long == code)
        .map_or(code, |(_, short)| short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_tell_their_language_and_short_ones_do_not() {
        let german = "Der Stadtrat hat am Dienstag beschlossen, die Hafengebühren um ein Zehntel zu erhöhen. ";
        let english =
            "The city council decided on Tuesday to raise the harbour dues by a tenth this year. ";
        assert_eq!(detect(&german.repeat(3)), Some("de"));
        assert_eq!(detect(&english.repeat(3)), Some("en"));
        assert_eq!(detect(english), None);
        assert_eq!(detect(&"12 34 ".repeat(100)), None);
    }

    #[test]
    fn function_words_are_in_order() {
        assert!(FUNCTION_NUMBERS.is_sorted());
        assert!(FUNCTION_WORDS.iter().all(|word| word.len() < 8));
    }

    #[test]
    fn every_language_has_a_tag() {
        let long: Vec<_> = Lang::all()
            .iter()
            .copied()
            .filter(|lang| tag(*lang).len() != 2)
            .collect();
        assert_eq!(long, []);
    }
}
