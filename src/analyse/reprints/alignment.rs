//! How much of one text stands in another: an exact comparison, word by word.
//!
//! The similarity is the share of the words of the shorter text that stand in the longer one in the same
//! order, in stretches of two words or more (Myers' difference algorithm finds them). So a text cut at its
//! end is similar to the whole by 1, and one of which every tenth word was changed by about 0.9; words that
//! any two texts have in common ("the", "said") stand alone and do not count.
//!
//! A copy keeps its figures. Notices made from one form (dividends, interventions, slaughter estimates) may
//! share nine words of ten and yet be about something else each: what differs are the figures. So a text of
//! whose figures half or more, and at least two, are not in the other is no copy of it.

use crate::analysis::{RUN, word_number, words};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Texts shorter than this must also be about as long as each other: a short bulletin stands in many a long
/// story that is not a copy of it.
const SHORT: usize = 40;

/// And be nearly the same: of a few words even a tenth may be all that matters.
const LEAST_OF_SHORT: f64 = 0.9;

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
    /// The words of it that hold a digit, sorted.
    figures: Vec<u64>,
}

impl Taken {
    /// Takes a text apart.
    pub fn apart(text: &str) -> Self {
        let mut numbers = Vec::new();
        let mut figures = Vec::new();
        let mut reader = words(text);
        while reader.next().is_some() {
            let number = word_number(reader.folded());
            numbers.push(number);
            if reader.folded().bytes().any(|byte| byte.is_ascii_digit()) {
                figures.push(number);
            }
        }
        figures.sort_unstable();
        let mut pairs: Vec<_> = numbers.windows(2).map(pair).collect();
        pairs.sort_unstable();
        pairs.dedup();
        Self {
            words: numbers,
            pairs,
            figures,
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
        if shorter.other_figures(longer) {
            return None;
        }
        let least = if short {
            least.max(LEAST_OF_SHORT)
        } else {
            least
        };
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

    /// Whether half or more of the figures, and at least two, are not in the other text.
    fn other_figures(&self, other: &Self) -> bool {
        let (mut at, mut missing) = (0, 0);
        for figure in &self.figures {
            while other.figures.get(at).is_some_and(|there| there < figure) {
                at += 1;
            }
            if other.figures.get(at) == Some(figure) {
                at += 1;
            } else {
                missing += 1;
            }
        }
        missing >= 2 && 2 * missing >= self.figures.len()
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
    fn a_notice_from_the_same_form_with_other_figures_is_no_copy() {
        let notice = |payout: &str, pay: &str, record: &str| {
            Taken::apart(&format!(
                "The company said its board declared a regular quarterly dividend of {payout} cents a share on \
                 the common stock of the company, payable on April {pay} to holders of record at the close of \
                 business on March {record}, and that it expects to keep this rate for the rest of its year"
            ))
        };
        let one = notice("20", "1", "13");
        assert_eq!(one.similar(&notice("35", "10", "20"), 0.8), None);
        assert!(one.similar(&notice("20", "1", "14"), 0.8).is_some());
    }

    #[test]
    fn a_short_bulletin_inside_a_story_is_no_copy_of_it() {
        assert_eq!(text(0..30).similar(&text(0..90), 0.8), None);
        assert_eq!(text(0..30).similar(&text(0..33), 0.8), Some(1.0));
        assert_eq!(text(0..0).similar(&text(0..0), 0.8), None);
    }
}
