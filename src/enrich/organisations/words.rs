//! What is known of each distinct word of a text, worked out once a word.
//!
//! A text repeats its words; everything later (features, names, rules) asks for numbers that were
//! computed here when the word was first met: hashes of its form and of its folded form, and the classes it
//! belongs to. Most words never stand beside a name; what only those are asked that do ([`Look`]) is worked
//! out when it is asked.

use super::classes::Classes;
use super::key::{LONG_NUMBER, fold_token, is_long_number};
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

/// A distinct word.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// Hash of the form as written.
    pub(super) exact: u64,
    /// Hash of the folded form (see [`fold_token`]).
    pub(super) folded: u64,
    /// How it is written.
    pub(super) case: Case,
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

    /// What is known of a word at once; `exact` is its hash.
    fn of(text: &str, exact: u64, classes: &Classes) -> Self {
        let folded = fold_token(text);
        let same = *folded == *text;
        let folded_hash = if same {
            exact
        } else {
            xxh3_64(folded.as_bytes())
        };
        let plain = text.bytes().all(|b| b.is_ascii_lowercase());
        let mut lower = text.chars().flat_map(char::to_lowercase);
        Self {
            exact,
            folded: folded_hash,
            case: if plain { Case::Lower } else { case_of(text) },
            classes: classes.of_hash(folded_hash),
            length: u16::try_from(text.chars().count()).unwrap_or(u16::MAX),
            initial: lower.next().unwrap_or(' '),
        }
    }
}

/// What a word looks like.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    /// Hash of the shape, runs shortened: `Xx`, `X.X.`, `Xx-Xx`, `d`.
    pub(super) shape: u64,
    /// Hashes of the first two to four characters; 0 where the word has no more.
    pub(super) prefixes: [u64; 3],
    /// Hashes of the last one to four characters; 0 where the word has no more.
    pub(super) suffixes: [u64; 4],
}

impl Look {
    /// How a word looks.
    pub(super) fn of(text: &str) -> Self {
        let lower: Vec<char> = text.chars().flat_map(char::to_lowercase).take(64).collect();
        let hash = |chars: &[char]| {
            chars.iter().fold(0xcbf2_9ce4_8422_2325, |hash: u64, c| {
                (hash ^ u64::from(*c)).wrapping_mul(0x0100_0000_01b3)
            })
        };
        let count = lower.len();
        Self {
            shape: xxh3_64(shape(text).as_bytes()),
            prefixes: [2, 3, 4].map(|n| if n < count { hash(&lower[..n]) } else { 0 }),
            suffixes: [1, 2, 3, 4].map(|n| {
                if n < count {
                    hash(&lower[count - n..])
                } else {
                    0
                }
            }),
        }
    }
}

/// How a word is written.
pub(super) fn case_of(text: &str) -> Case {
    let (mut upper, mut lower, mut digits) = (0_u32, 0_u32, 0_u32);
    for c in text.chars() {
        upper += u32::from(c.is_uppercase());
        lower += u32::from(c.is_lowercase());
        digits += u32::from(c.is_numeric());
    }
    let first = text.chars().next().is_some_and(char::is_uppercase);
    match (upper, lower) {
        (0, 0) if digits > 0 => Case::Number,
        // Letters without case (Arabic, Chinese) are no sign of a name.
        (0, 0) => Case::Sign,
        (0, _) => Case::Lower,
        (2.., 0) => Case::Upper,
        _ if first => Case::Capital,
        (_, 0) => Case::Upper,
        _ => Case::Inner,
    }
}

/// The shape of a word with runs shortened.
fn shape(text: &str) -> String {
    let mut shape = String::new();
    let mut last = ' ';
    let mut run = 0;
    for c in text.chars() {
        let class = if c.is_uppercase() {
            'X'
        } else if c.is_alphabetic() {
            'x'
        } else if c.is_numeric() {
            'd'
        } else {
            c
        };
        run = if class == last { run + 1 } else { 1 };
        last = class;
        if run <= 2 && shape.len() < 16 {
            shape.push(class);
        }
    }
    shape
}

/// Distinct words, numbered in the order they were met; kept from text to text, as texts share most.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// The numbers by the hashes of the words.
    numbers: HashTable<u32>,
    all: Vec<Word>,
    /// The words one after the other, and where each ends.
    forms: String,
    ends: Vec<usize>,
}

impl Words {
    /// Forgets all of them, and keeps their room.
    pub(super) fn clear(&mut self) {
        self.numbers.clear();
        self.all.clear();
        self.forms.clear();
        self.ends.clear();
    }

    /// The number of a word, which is computed when it is new.
    pub(super) fn intern(&mut self, text: &str, classes: &Classes) -> u32 {
        let text = if is_long_number(text) {
            LONG_NUMBER
        } else {
            text
        };
        let exact = xxh3_64(text.as_bytes());
        let all = &self.all;
        let hash = |number: &u32| all[*number as usize].exact;
        if let Some(number) = self.numbers.find(exact, |number| hash(number) == exact) {
            return *number;
        }
        let next = u32::try_from(all.len()).expect("a text has fewer words than bytes");
        self.numbers.insert_unique(exact, next, hash);
        self.all.push(Word::of(text, exact, classes));
        self.forms.push_str(text);
        self.ends.push(self.forms.len());
        next
    }

    /// The word of a number.
    pub(super) fn get(&self, number: u32) -> &Word {
        &self.all[number as usize]
    }

    /// How the word of a number looks.
    pub(super) fn look(&self, number: u32) -> Look {
        let number = number as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        Look::of(&self.forms[start..self.ends[number]])
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.all.len()
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
        assert_ne!(one, words.intern("bank", &classes));
        assert_eq!(one, words.intern("Bank", &classes));
        assert_eq!(words.len(), 2);
        assert!(words.get(one).is_capitalised());
    }
}
