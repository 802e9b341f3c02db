//! Terms: how a word stands in the index's dictionary.
//!
//! A term is the folded word, followed by its spelling where that is not the folded word itself:
//! `apple`, `apple\0C` (Apple), `apple\0A` (APPLE), `iphone\0=iPhone`, `cafe\0=café`, `us\0=U.S.`. All
//! spellings of a word are neighbours in the dictionary, so that one short range finds them, and folding
//! case costs no second posting. The separator sorts below every character of a word.
//!
//! Two terms are no words: they mark where the sentences and paragraphs of a text begin.

use std::borrow::Cow;

/// Stands at the first word of each sentence.
pub const SENTENCE: &str = "\u{0}s";
/// Stands at the first word of each paragraph.
pub const PARAGRAPH: &str = "\u{0}p";
/// A word is cut to so many bytes of UTF-8 (on a character boundary), in the index and in queries.
pub const MAX_WORD_BYTES: usize = 120;

const SEPARATOR: char = '\0';

/// How a word is spelled, beside its folded form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling<'a> {
    /// As folded.
    Folded,
    /// The first letter is a capital: `Apple`.
    Capitalised,
    /// All capitals, two letters or more: `NATO`.
    Capitals,
    /// In another way: `iPhone`, `café`, `U.S.`.
    Other(&'a str),
}

impl<'a> Spelling<'a> {
    /// How `raw` is spelled, given what it folds to.
    pub fn of(raw: &'a str, folded: &str) -> Self {
        // A word that was not folded is the same text.
        if std::ptr::eq(raw, folded) || raw == folded {
            return Self::Folded;
        }
        if raw.len() == folded.len() && raw.is_ascii() {
            let (raw_bytes, folded_bytes) = (raw.as_bytes(), folded.as_bytes());
            if raw_bytes[1..] == folded_bytes[1..] {
                return Self::Capitalised;
            }
            if !raw_bytes.iter().any(u8::is_ascii_lowercase) {
                return Self::Capitals;
            }
        }
        Self::Other(raw)
    }
}

/// Appends the term of a word to `out`.
pub fn push_term(raw: &str, folded: &str, out: &mut String) {
    let folded = cut_word(folded);
    out.push_str(folded);
    match Spelling::of(raw, folded) {
        Spelling::Folded => {}
        Spelling::Capitalised => out.push_str("\0C"),
        Spelling::Capitals => out.push_str("\0A"),
        Spelling::Other(raw) => {
            out.push_str("\0=");
            out.push_str(cut_word(raw));
        }
    }
}

/// The folded word of a term.
pub fn folded_part(term: &str) -> &str {
    term.split(SEPARATOR).next().unwrap_or(term)
}

/// The word of a term as it was spelled.
pub fn spelling(term: &str) -> Cow<'_, str> {
    let Some((folded, mark)) = term.split_once(SEPARATOR) else {
        return Cow::Borrowed(term);
    };
    match mark {
        "A" => Cow::Owned(folded.to_uppercase()),
        "C" => {
            let mut letters = folded.chars();
            let first = letters.next().map(|c| c.to_ascii_uppercase());
            Cow::Owned(first.into_iter().chain(letters).collect())
        }
        _ => Cow::Borrowed(mark.strip_prefix('=').unwrap_or(mark)),
    }
}

/// A word as far as the index holds it.
pub fn cut_word(word: &str) -> &str {
    if word.len() <= MAX_WORD_BYTES {
        return word;
    }
    &word[..word.floor_char_boundary(MAX_WORD_BYTES)]
}

#[cfg(test)]
mod tests {
    use super::super::fold;
    use super::*;

    #[test]
    fn a_term_gives_its_spelling_back() {
        for raw in [
            "apple", "Apple", "APPLE", "iPhone", "Café", "A", "U.S.", "2019",
        ] {
            let folded = fold(raw);
            let mut term = String::new();
            push_term(raw, &folded, &mut term);
            assert_eq!(spelling(&term), raw);
            assert_eq!(folded_part(&term), folded);
        }
    }
}
