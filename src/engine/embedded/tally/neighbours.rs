//! How many articles hold two words side by side.
//!
//! A dictionary knows where each word stands, not what stands beside it. So the places of the chosen words are
//! laid out as the texts they came from (`layout`), some articles at a time, and these are read. First the
//! matching articles, then all of them, but there only for the pairs that were found often enough: few.

use super::Counts;
use super::layout::{Layout, Which, pair};
use crate::engine::Held;
use crate::engine::embedded::workers::on_all_cores;
use crate::error::{Error, Result};
use rustc_hash::FxHashMap;
use std::ops::RangeInclusive;

/// In one go pairs are counted of so many first words, taken by the articles they are in: that bounds how many
/// different pairs are kept at a time, to some hundred MB at worst.
const AT_A_TIME: u64 = 20_000_000;

/// Two words, by their places among the words that were counted.
type Pair = (u32, u32);

/// How many articles hold a pair, and the last of them.
type Pairs = FxHashMap<Pair, (u32, u32)>;

/// What one core has counted.
struct Counted {
    pairs: Pairs,
    layout: Layout,
    articles: u32,
}

impl Counts<'_> {
    /// See [`crate::engine::Tally::neighbours`].
    pub(super) fn counted_neighbours(&self, chosen: &[u32], least: u64) -> Result<Vec<Held<Pair>>> {
        let mut chosen = chosen.to_vec();
        chosen.sort_unstable();
        chosen.dedup();
        let mut found: FxHashMap<Pair, u64> = FxHashMap::default();
        for firsts in self.portions(&chosen) {
            let counted = self.count(
                Which::Matching,
                &chosen,
                &Pairs::default(),
                |pairs, pair| {
                    firsts
                        .contains(&pair.0)
                        .then(|| pairs.entry(pair).or_default())
                },
            )?;
            found.extend(
                counted
                    .into_iter()
                    .filter(|(_, articles)| *articles >= least),
            );
        }
        let mut words: Vec<u32> = found.keys().flat_map(|pair| [pair.0, pair.1]).collect();
        words.sort_unstable();
        words.dedup();
        let wanted: Pairs = found.keys().map(|pair| (*pair, (0, 0))).collect();
        let all = self.count(Which::All, &words, &wanted, |pairs, pair| {
            pairs.get_mut(&pair)
        })?;
        let held = |(what, matching): (Pair, u64)| Held {
            what,
            matching,
            all: all[&what],
        };
        let mut held: Vec<_> = found.into_iter().map(held).collect();
        held.sort_unstable();
        Ok(held)
    }

    /// The first words in portions whose pairs can be kept.
    fn portions(&self, chosen: &[u32]) -> Vec<RangeInclusive<u32>> {
        let mut portions = Vec::new();
        let (mut first, mut sum) = (None, 0);
        for (number, word) in chosen.iter().enumerate() {
            let from = *first.get_or_insert(*word);
            sum += self.words[*word as usize].matching;
            if sum >= AT_A_TIME || number + 1 == chosen.len() {
                portions.push(from..=*word);
                (first, sum) = (None, 0);
            }
        }
        portions
    }

    /// Counts the articles that hold each pair of chosen words, where `entry` gives the pair a place; the
    /// counting begins with `pairs`.
    fn count(
        &self,
        which: Which,
        chosen: &[u32],
        pairs: &Pairs,
        entry: impl for<'p> Fn(&'p mut Pairs, Pair) -> Option<&'p mut (u32, u32)> + Sync,
    ) -> Result<FxHashMap<Pair, u64>> {
        let chunks = match chosen {
            [] => Vec::new(),
            _ => self.chunks(which)?,
        };
        let begin = || Counted {
            pairs: pairs.clone(),
            layout: Layout::default(),
            articles: 0,
        };
        let counted = on_all_cores(chunks.len(), begin, |counted, piece| {
            counted.layout.lay(self, which, &chunks[piece], chosen)?;
            for text in counted.layout.texts() {
                counted.articles += 1;
                for two in text.windows(2) {
                    let Some(pair) = pair(two[0], two[1]) else {
                        continue;
                    };
                    if let Some((articles, last)) = entry(&mut counted.pairs, pair)
                        && *last != counted.articles
                    {
                        *last = counted.articles;
                        *articles += 1;
                    }
                }
            }
            Ok::<(), Error>(())
        })?;
        let mut sums: FxHashMap<Pair, u64> = FxHashMap::default();
        for (pair, (articles, _)) in counted.into_iter().flat_map(|one| one.pairs) {
            *sums.entry(pair).or_default() += u64::from(articles);
        }
        Ok(sums)
    }
}
