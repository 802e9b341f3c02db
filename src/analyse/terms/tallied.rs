//! Typical terms by counts over the dictionaries of the archive.
//!
//! Counting everything would cost more than the answer is worth, so what few of the matching articles hold is
//! passed over at first. The last of the terms found so says in how many articles a term has to be at least to
//! stand before it; if that is less than what was passed over, there is another round. Words come first, as they
//! are counted in no time, and say much of that for phrases, which are not.

use super::best::Best;
use super::{Wanted, often};
use crate::analyse::Compared;
use crate::engine::{Held, Tally};
use crate::error::Result;

/// A word that fewer matching articles hold than one in so many is seldom among the most typical.
const SELDOM: u64 = 2000;

/// The same of a phrase, where no words say more.
const SELDOM_PHRASE: u64 = 100;

/// The typical terms, the most typical first.
pub(super) fn tallied(tally: &mut dyn Tally, wanted: Wanted) -> Result<Vec<(String, Compared)>> {
    let (of_matching, of_all) = tally.sizes();
    let floor = wanted.least.max(1);
    let mut least = floor.max(of_matching / SELDOM);
    loop {
        let words = tally.words(least, often(of_all))?;
        let weighing = Weighing {
            tally,
            words: &words,
            limit: wanted.limit,
        };
        let mut best = weighing.words(wanted.words);
        if wanted.phrases {
            best = weighing.phrases(&best, least)?;
        }
        let needed = floor.max(best.least(of_matching, of_all));
        if least <= needed {
            return Ok(best.rows());
        }
        least = needed;
    }
}

/// One round.
struct Weighing<'a> {
    tally: &'a dyn Tally,
    words: &'a [Held<String>],
    limit: usize,
}

impl Weighing<'_> {
    fn compared<T>(&self, held: &Held<T>) -> Compared {
        let (of_matching, of_all) = self.tally.sizes();
        Compared {
            matching: held.matching,
            of_matching,
            all: held.all,
            of_all,
        }
    }

    /// The words that have a letter, with their places.
    fn lettered(&self) -> impl Iterator<Item = (u32, &Held<String>)> {
        let all = (0..).zip(self.words);
        all.filter(|(_, word)| word.what.chars().any(char::is_alphabetic))
    }

    /// The best words; none if they are not wanted.
    fn words(&self, wanted: bool) -> Best {
        let mut best = Best::new(self.limit);
        for (_, word) in self.lettered().filter(|_| wanted) {
            best.offer(self.compared(word), || word.what.clone());
        }
        best
    }

    /// The best of these words and of all phrases that at least `least` matching articles hold.
    fn phrases(&self, words: &Best, least: u64) -> Result<Best> {
        let (of_matching, of_all) = self.tally.sizes();
        let mut cut = least.max(words.least(of_matching, of_all));
        if !words.is_full() {
            cut = cut.max(of_matching / SELDOM_PHRASE);
        }
        loop {
            let mut best = words.clone();
            // A phrase is in no more articles than either of its words.
            let chosen = self.lettered().filter(|(_, word)| word.matching >= cut);
            let chosen: Vec<u32> = chosen.map(|(number, _)| number).collect();
            for phrase in self.tally.neighbours(&chosen, cut)? {
                let word = |number: u32| self.words[number as usize].what.as_str();
                let (first, second) = phrase.what;
                best.offer(self.compared(&phrase), || {
                    format!("{} {}", word(first), word(second))
                });
            }
            let needed = least.max(best.least(of_matching, of_all));
            if cut <= needed {
                return Ok(best);
            }
            cut = needed;
        }
    }
}
