//! What is known of each distinct word of a text, worked out once a word.
//!
//! A text repeats its words; everything later (features, names, rules) asks for numbers that were
//! computed here when the word was first met: hashes of its form and of its folded form, and the classes it
//! belongs to. Most words never stand beside a name; what only those are asked that do ([`Look`]) is worked
//! out when it is asked.
//!
//! What is known of a word is small, and every token gets a copy: whoever goes over the tokens of a text
//! reads one stretch of memory, and not a place far off for each.

use super::classes::{Classes, HEAD, Habit, LEGAL, habit};
use super::key::{LONG_NUMBER, fold_token, is_long_number};
use super::look::Look;
use hashbrown::HashTable;
use xxhash_rust::xxh3::xxh3_64;

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// No capital: `group`.
    Lower,
    /// A capital first: `Group`, `McDonald`.
    Capital,
    /// Capitals only, at least two: `NATO`, `U.S.`
    Upper,
    /// A capital inside only: `easyJet`.
    Inner,
    /// A number.
    Number,
    /// A sign.
    Sign,
}

/// It is neither a number nor a sign.
pub(super) const LETTERS: u8 = 1;
/// It is in capitals.
pub(super) const UPPER: u8 = 1 << 1;
/// It is so long that a title gives it a capital.
pub(super) const LONG: u8 = 1 << 2;
/// It is long and has one.
pub(super) const LONG_CAPITAL: u8 = 1 << 3;
/// It has a capital and mostly has none, unless it begins a sentence.
pub(super) const TELLING: u8 = 1 << 4;

/// A distinct word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    /// Its number among the distinct words.
    pub(super) number: u32,
    /// Hash of the form as written.
    pub(super) exact: u64,
    /// Hash of the folded form (see [`fold_token`]).
    pub(super) folded: u64,
    /// How it is written.
    pub(super) case: Case,
    /// What it says of the way its paragraph is written, as bits: [`LETTERS`] and so on.
    pub(super) signs: u8,
    /// The classes it belongs to, as bits of [`super::classes`].
    pub(super) classes: u32,
    /// How many characters it has, as far as a short number can say.
    pub(super) length: u16,
    /// Its first letter, lower case.
    pub(super) initial: char,
}

impl Word {
    /// Whether it could begin or end a name by the way it is written.
    pub(super) fn is_capitalised(&self) -> bool {
        matches!(self.case, Case::Capital | Case::Upper | Case::Inner)
    }

    /// Whether it belongs to one of the classes.
    pub(super) fn is(&self, classes: u32) -> bool {
        self.classes & classes != 0
    }

    /// The hash of a word as written.
    #[inline]
    pub(super) fn hash(text: &[u8]) -> u64 {
        // All long numbers are one word.
        if is_long_number(text) {
            xxh3_64(LONG_NUMBER.as_bytes())
        } else {
            xxh3_64(text)
        }
    }

    /// A word of which nothing is known yet but its hash.
    pub(super) fn unknown(exact: u64) -> Self {
        Self {
            number: 0,
            exact,
            folded: 0,
            case: Case::Sign,
            signs: 0,
            classes: 0,
            length: 0,
            initial: ' ',
        }
    }

    /// What is known of a word at once; `exact` is its hash.
    fn of(text: &str, exact: u64, number: u32, classes: &Classes) -> Self {
        let folded = fold_token(text);
        let folded = if *folded == *text {
            exact
        } else {
            xxh3_64(folded.as_bytes())
        };
        let length = if text.is_ascii() {
            text.len()
        } else {
            text.chars().count()
        };
        let first = text.chars().next();
        let mut word = Self {
            number,
            exact,
            folded,
            case: case_of(text),
            signs: 0,
            classes: classes.of_hash(folded),
            length: u16::try_from(length).unwrap_or(u16::MAX),
            initial: first
                .and_then(|first| first.to_lowercase().next())
                .unwrap_or(' '),
        };
        word.signs = word.signs();
        word
    }

    /// What it says of the way its paragraph is written.
    fn signs(&self) -> u8 {
        if matches!(self.case, Case::Sign | Case::Number) {
            return 0;
        }
        let (capital, long) = (self.is_capitalised(), self.length > 3);
        let telling = capital && habit(self.classes) == Habit::Lower && !self.is(HEAD | LEGAL);
        let sign = |has: bool, sign: u8| if has { sign } else { 0 };
        LETTERS
            | sign(self.case == Case::Upper, UPPER)
            | sign(long, LONG)
            | sign(long && capital, LONG_CAPITAL)
            | sign(telling, TELLING)
    }
}

/// How a word is written.
pub(super) fn case_of(text: &str) -> Case {
    if text.bytes().all(|b| b.is_ascii_lowercase()) && !text.is_empty() {
        return Case::Lower;
    }
    let (mut upper, mut lower, mut digits) = (0_u32, false, false);
    for c in text.chars() {
        match c {
            'a'..='z' => lower = true,
            'A'..='Z' => upper += 1,
            '0'..='9' => digits = true,
            '\0'..='\x7f' => {}
            _ => {
                upper += u32::from(c.is_uppercase());
                lower |= c.is_lowercase();
                digits |= c.is_numeric();
            }
        }
    }
    let first = text.chars().next().is_some_and(char::is_uppercase);
    match (upper, lower) {
        (0, false) if digits => Case::Number,
        // Letters without case (Arabic, Chinese) are no sign of a name.
        (0, false) => Case::Sign,
        (0, true) => Case::Lower,
        (2.., false) => Case::Upper,
        _ if first => Case::Capital,
        (_, false) => Case::Upper,
        _ => Case::Inner,
    }
}

/// Distinct words, numbered in the order they were met; kept from text to text, as texts share most.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// The words by their hashes.
    all: HashTable<Word>,
    /// The words one after the other, and where each ends.
    forms: String,
    ends: Vec<u32>,
}

impl Words {
    /// Forgets all of them, and keeps their room.
    pub(super) fn clear(&mut self) {
        self.all.clear();
        self.forms.clear();
        self.ends.clear();
    }

    /// What is known of a word, which is worked out when it is new.
    pub(super) fn intern(&mut self, text: &str, classes: &Classes) -> Word {
        self.of_hash(Word::hash(text.as_bytes()), text, classes)
    }

    /// The same of a word whose hash is known. A list of hashes is looked up several at a time, as no place in
    /// the table has to be waited for before the next is known.
    #[inline]
    pub(super) fn of_hash(&mut self, exact: u64, text: &str, classes: &Classes) -> Word {
        let known = self.all.find(exact, |word| word.exact == exact).copied();
        known.unwrap_or_else(|| self.add(text, exact, classes))
    }

    /// Works out what is known of a word that was not met yet; `exact` is its hash.
    #[cold]
    fn add(&mut self, text: &str, exact: u64, classes: &Classes) -> Word {
        let text = if is_long_number(text.as_bytes()) {
            LONG_NUMBER
        } else {
            text
        };
        self.forms.push_str(text);
        let number = self.ends.len() as u32;
        let end = u32::try_from(self.forms.len());
        self.ends
            .push(end.expect("the words of some texts are less than 4 GB"));
        let word = Word::of(text, exact, number, classes);
        self.all.insert_unique(exact, word, |word| word.exact);
        word
    }

    /// How the word of a number looks.
    pub(super) fn look(&self, number: u32) -> Look {
        let number = number as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        Look::of(&self.forms[start as usize..self.ends[number] as usize])
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_a_word_is_written_is_told() {
        for (text, case) in [
            ("group", Case::Lower),
            ("Group", Case::Capital),
            ("A", Case::Capital),
            ("NATO", Case::Upper),
            ("U.S.", Case::Upper),
            ("easyJet", Case::Inner),
            ("McDonald", Case::Capital),
            ("1987", Case::Number),
            ("—", Case::Sign),
            ("Élysée", Case::Capital),
            ("éCOLE", Case::Inner),
            ("ÉU", Case::Upper),
            ("x²", Case::Lower),
            ("北京", Case::Sign),
        ] {
            assert_eq!(case_of(text), case, "{text}");
        }
    }

    #[test]
    fn a_word_is_numbered_once() {
        let classes = Classes::embedded();
        let mut words = Words::default();
        let one = words.intern("Bank", &classes);
        let mut number = |text| words.intern(text, &classes).number;
        assert_ne!(one.number, number("bank"));
        assert_eq!(one.number, number("Bank"));
        assert_eq!(words.len(), 2);
        assert!(one.is_capitalised());
    }
}
