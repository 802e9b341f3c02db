//! How much of one text stands in another: an exact comparison, word by word.
//!
//! The similarity is the share of the words of the shorter text that stand in the longer one in the same
//! order, in stretches of two words or more (Myers' difference algorithm finds them). So a text cut at its
//! end is similar to the whole by 1, and one of which every tenth word was changed by about 0.9; words that
//! any two texts have in common ("the", "said") stand alone and do not count.

use crate::analysis::{RUN, word_number, words};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Texts shorter than this must also be about as long as each other: a short bulletin stands in many a long
/// story that is not a copy of it.
const SHORT: usize = 40;

/// The shorter text must have so much of the length of the longer, where both are long.
pub(super) const LEAST_PART: f64 = 0.2;

/// The same, where one of them is short.
const LEAST_PART_OF_SHORT: f64 = 0.8;

/// A text taken apart.
#[derive(Debug, Clone, Default)]
pub struct Taken {
    /// Its words, as numbers.
    words: Vec<u64>,
    /// Its pairs of neighbours, sorted, each once.
    pairs: Vec<u64>,
}

impl Taken {
    /// Takes a text apart.
    pub fn apart(text: &str) -> Self {
        let mut numbers = Vec::new();
        let mut reader = words(text);
        while reader.next().is_some() {
            numbers.push(word_number(reader.folded()));
        }
        let mut pairs: Vec<_> = numbers.windows(2).map(pair).collect();
        pairs.sort_unstable();
        pairs.dedup();
        Self {
            words: numbers,
            pairs,
        }
    }

    /// How similar two texts are, if at least `least`.
    pub fn similar(&self, other: &Self, least: f64) -> Option<f64> {
        let (shorter, longer) = if self.words.len() <= other.words.len() {
            (self, other)
        } else {
            (other, self)
        };
        let length = shorter.words.len() as f64;
        let short = shorter.words.len() < SHORT;
        let part = if short {
            LEAST_PART_OF_SHORT
        } else {
            LEAST_PART
        };
        if shorter.words.is_empty() || length < part * longer.words.len() as f64 {
            return None;
        }
        if shorter.words == longer.words {
            return Some(1.0);
        }
        // No more can be aligned than stands in a pair that both have, which is counted in no time.
        if (shorter.paired(longer) as f64) < least * length {
            return None;
        }
        Some(shorter.similarity(longer)).filter(|similarity| *similarity >= least)
    }

    /// How similar two texts are, whatever their lengths; two without a word by 0.
    pub fn similarity(&self, other: &Self) -> f64 {
        let length = self.words.len().min(other.words.len()).max(1);
        aligned(&self.words, &other.words) as f64 / length as f64
    }

    /// How many of the words stand beside one beside which they also stand in the other text.
    fn paired(&self, other: &Self) -> usize {
        let mut count = 0;
        let mut before = false;
        for neighbours in self.words.windows(2) {
            let here = other.pairs.binary_search(&pair(neighbours)).is_ok();
            count += usize::from(before || here);
            before = here;
        }
        count + usize::from(before)
    }
}

/// The number of two neighbours.
fn pair(words: &[u64]) -> u64 {
    words[0].rotate_left(17).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ words[1]
}

/// The least share of its runs that a text has in common with one that it is similar to by `least`: each
/// word that does not stand in the other breaks as many runs as a run has words, at most.
pub(super) fn bound(least: f64) -> f64 {
    (1.0 - RUN as f64 * (1.0 - least)).max(0.2)
}

/// How many words stand in both in one order, in stretches of two or more.
fn aligned(one: &[u64], other: &[u64]) -> usize {
    let operations = capture_diff_slices(Algorithm::Myers, one, other);
    let equal = operations.iter().map(|operation| match operation {
        DiffOp::Equal { len, .. } if *len > 1 => *len,
        _ => 0,
    });
    equal.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: impl Iterator<Item = u32>) -> Taken {
        let words: Vec<_> = words.map(|word| format!("w{word}")).collect();
        Taken::apart(&words.join(" "))
    }

    #[test]
    fn a_text_cut_at_its_end_is_all_there() {
        let (whole, cut) = (text(0..500), text(0..150));
        assert_eq!(cut.similar(&whole, 0.8), Some(1.0));
        assert_eq!(whole.similar(&cut, 0.8), Some(1.0));
        // Less than a fifth is an extract.
        assert_eq!(text(0..90).similar(&whole, 0.8), None);
    }

    #[test]
    fn every_tenth_word_changed_is_a_copy_and_every_third_is_not() {
        let changed = |every: u32| {
            let word = move |n: u32| {
                if n.is_multiple_of(every) {
                    n + 10_000
                } else {
                    n
                }
            };
            text((0..300).map(word))
        };
        let whole = text(0..300);
        let tenth = whole.similar(&changed(10), 0.8).unwrap();
        assert!((tenth - 0.9).abs() < 0.01, "{tenth}");
        assert_eq!(whole.similar(&changed(3), 0.8), None);
    }

    #[test]
    fn a_short_bulletin_inside_a_story_is_no_copy_of_it() {
        assert_eq!(text(0..30).similar(&text(0..90), 0.8), None);
        assert_eq!(text(0..30).similar(&text(0..33), 0.8), Some(1.0));
        assert_eq!(text(0..0).similar(&text(0..0), 0.8), None);
    }
}
