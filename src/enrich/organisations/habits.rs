//! How words are mostly written inside sentences: learned from running text, kept with the model.

use super::classes::{Classes, Habit};
use super::hashes::HashedMap;
use super::text::Text;
use super::words::{Case, Words};

/// Words met less often are not decided.
const LEAST: u32 = 3;

/// Counts of words in lower case and with a capital.
#[derive(Debug, Default)]
pub(super) struct Habits {
    counts: HashedMap<(u32, u32)>,
}

impl Habits {
    /// Counts the words of a text that do not begin a sentence.
    pub(super) fn count(&mut self, text: &str, classes: &Classes) {
        let mut text = Text::new(text, classes, Words::default());
        super::recase::mark(&mut text);
        for at in 0..text.tokens.len() {
            let token = text.tokens[at];
            let word = text.word(at);
            if token.first || token.recased || matches!(word.case, Case::Sign | Case::Number) {
                continue;
            }
            let (lower, capital) = self.counts.entry(word.folded & 0xffff_ffff).or_default();
            if word.case == Case::Lower {
                *lower += 1;
            } else {
                *capital += 1;
            }
        }
    }

    /// The habit of each word that was met often enough, sorted by hash.
    pub(super) fn decide(&self) -> Vec<(u32, Habit)> {
        let mut decided: Vec<(u32, Habit)> = self
            .counts
            .iter()
            .filter(|(_, (lower, capital))| lower + capital >= LEAST)
            .map(|(word, (lower, capital))| {
                let all = lower + capital;
                let habit = if lower * 100 >= all * 85 {
                    Habit::Lower
                } else if lower * 100 >= all * 25 {
                    Habit::Mixed
                } else {
                    Habit::Capital
                };
                (*word as u32, habit)
            })
            .collect();
        decided.sort_unstable_by_key(|(word, _)| *word);
        decided
    }
}
