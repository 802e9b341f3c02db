//! How a word looks: its shape, its first and its last letters, each as a hash.
//!
//! Almost every word of news is ASCII; those are told without a list of characters. Both ways give the same
//! hashes, which the model was trained with.

use xxhash_rust::xxh3::xxh3_64;

/// What a word looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    /// Hash of the shape, runs shortened: `Xx`, `X.X.`, `Xx-Xx`, `d`.
    pub(super) shape: u64,
    /// Hashes of the first two to four characters; 0 where the word has no more.
    pub(super) prefixes: [u64; 3],
    /// Hashes of the last one to four characters; 0 where the word has no more.
    pub(super) suffixes: [u64; 4],
}

/// Letters behind this many are not looked at.
const LONGEST: usize = 64;
/// Where the hash of letters begins (FNV-1a).
const SEED: u64 = 0xcbf2_9ce4_8422_2325;
/// Where a shape ends.
const SHAPE: usize = 16;

impl Look {
    /// How a word looks.
    pub(super) fn of(text: &str) -> Self {
        if text.is_ascii() {
            let bytes = text.as_bytes();
            let lower = |at: usize| u64::from(bytes[at].to_ascii_lowercase());
            return Self::new(bytes.len().min(LONGEST), lower, ascii_shape(bytes));
        }
        let lower = text.chars().flat_map(char::to_lowercase);
        let lower: Vec<char> = lower.take(LONGEST).collect();
        let letter = |at: usize| u64::from(lower[at]);
        Self::new(lower.len(), letter, xxh3_64(shape(text).as_bytes()))
    }

    /// The look of a word of so many letters in lower case.
    #[inline]
    fn new(count: usize, letter: impl Fn(usize) -> u64, shape: u64) -> Self {
        let more = |hash: u64, at: usize| (hash ^ letter(at)).wrapping_mul(0x0100_0000_01b3);
        let mut prefixes = [0; 3];
        let mut hash = SEED;
        for at in 0..count.saturating_sub(1).min(4) {
            hash = more(hash, at);
            if at > 0 {
                prefixes[at - 1] = hash;
            }
        }
        let mut suffixes = [0; 4];
        for (nth, suffix) in suffixes.iter_mut().enumerate() {
            if nth + 1 < count {
                *suffix = (count - nth - 1..count).fold(SEED, more);
            }
        }
        Self {
            shape,
            prefixes,
            suffixes,
        }
    }
}

/// The hash of the shape of an ASCII word.
fn ascii_shape(word: &[u8]) -> u64 {
    let mut shape = [0; SHAPE];
    let (mut length, mut last, mut run) = (0, b' ', 0);
    for byte in word {
        let class = match byte {
            b'A'..=b'Z' => b'X',
            b'a'..=b'z' => b'x',
            b'0'..=b'9' => b'd',
            sign => *sign,
        };
        run = if class == last { run + 1 } else { 1 };
        last = class;
        if run <= 2 {
            shape[length] = class;
            length += 1;
            if length == SHAPE {
                break;
            }
        }
    }
    xxh3_64(&shape[..length])
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
        if run <= 2 && shape.len() < SHAPE {
            shape.push(class);
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The look as it is defined, letter by letter.
    fn defined(text: &str) -> Look {
        let lower: Vec<char> = text.chars().flat_map(char::to_lowercase).take(64).collect();
        let letter = |at: usize| u64::from(lower[at]);
        Look::new(lower.len(), letter, xxh3_64(shape(text).as_bytes()))
    }

    #[test]
    fn shapes_are_short() {
        for (text, expected) in [
            ("McDonald", "XxXxx"),
            ("U.S.", "X.X."),
            ("Al-Jazeera", "Xx-Xxx"),
            ("1,987", "d,dd"),
            ("Élysée", "Xxx"),
        ] {
            assert_eq!(shape(text), expected);
        }
    }

    proptest::proptest! {
        #[test]
        fn ascii_and_other_words_are_told_alike(text in "[ -~]{0,80}", other in ".{0,20}") {
            proptest::prop_assert_eq!(Look::of(&text), defined(&text));
            proptest::prop_assert_eq!(Look::of(&other), defined(&other));
        }
    }
}
