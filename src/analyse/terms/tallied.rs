//! Typical terms by counts over the dictionaries of the archive.
//!
//! Counting everything would cost more than the answer is worth. So first only what at least a hundredth of the
//! matching articles hold is counted. The last of the terms found so says in how many articles a term has to be
//! at least to stand before it; if that is less than a hundredth, what was passed over is counted too.

use super::best::Best;
use super::{Wanted, often};
use crate::analyse::Compared;
use crate::engine::{Held, Tally};
use crate::error::Result;

/// What fewer matching articles hold than one in so many is seldom among the most typical.
const SELDOM: u64 = 100;

/// The typical terms, the most typical first.
pub(super) fn tallied(tally: &mut dyn Tally, wanted: Wanted) -> Result<Vec<(String, Compared)>> {
    let (of_matching, of_all) = tally.sizes();
    let floor = wanted.least.max(1);
    let mut least = floor.max(of_matching / SELDOM);
    loop {
        let best = counted(tally, wanted, least)?;
        let needed = floor.max(best.least(of_matching, of_all));
        if least <= needed {
            return Ok(best.rows());
        }
        least = needed;
    }
}

/// The best of the terms that at least `least` matching articles hold.
fn counted(tally: &mut dyn Tally, wanted: Wanted, least: u64) -> Result<Best> {
    let (of_matching, of_all) = tally.sizes();
    let compared = |matching: u64, all: u64| Compared {
        matching,
        of_matching,
        all,
        of_all,
    };
    let words = tally.words(least, often(of_all))?;
    let lettered = |word: &Held<String>| word.what.chars().any(char::is_alphabetic);
    let lettered: Vec<_> = (0..)
        .zip(&words)
        .filter(|(_, word)| lettered(word))
        .collect();
    let mut best = Best::new(wanted.limit);
    if wanted.words {
        for (_, word) in &lettered {
            best.offer(compared(word.matching, word.all), || word.what.clone());
        }
    }
    if wanted.phrases {
        // A phrase is in no more articles than either of its words.
        let least = least.max(best.least(of_matching, of_all));
        let chosen = lettered.iter().filter(|(_, word)| word.matching >= least);
        let chosen: Vec<u32> = chosen.map(|(number, _)| *number).collect();
        for phrase in tally.neighbours(&chosen, least)? {
            let word = |number: u32| words[number as usize].what.as_str();
            let (first, second) = phrase.what;
            best.offer(compared(phrase.matching, phrase.all), || {
                format!("{} {}", word(first), word(second))
            });
        }
    }
    Ok(best)
}
