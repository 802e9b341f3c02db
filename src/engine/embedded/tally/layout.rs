//! The chosen words of some articles, laid out in the order of the texts.

use super::bits::Bits;
use super::{Counts, Part, Term};
use crate::error::{Error, Result};
use std::ops::Range;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet};

/// So many words are laid out at a time: 16 MB.
const WORDS: u64 = 4_000_000;

/// Words are gathered by the stretch of so many places (a power of two) in which they stand, and then put there
/// stretch by stretch: one by one each would wait for memory that is in no cache.
const STRETCH: u32 = 15;

/// Marks a word of a headline.
const HEADLINE: u32 = 1 << 31;

/// Which articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    Matching,
    All,
}

/// Some articles that follow one another in a segment.
#[derive(Debug)]
pub(super) struct Chunk {
    part: u32,
    documents: Range<DocId>,
}

/// The words. The body of an article is laid out forwards from its beginning and the headline backwards from its
/// end: only how many words both have together is known.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// Where each article begins, and where the last ends.
    begins: Vec<usize>,
    /// The word's place among those that were counted, and one; nothing where it is none of the chosen.
    words: Vec<u32>,
    /// Where words will stand, and which, stretch by stretch.
    gathered: Vec<Vec<(u32, u32)>>,
    positions: Vec<u32>,
}

/// The two words that stand side by side in a layout, the first of the text first.
#[inline]
pub(super) fn pair(one: u32, other: u32) -> Option<(u32, u32)> {
    if one == 0 || other == 0 || (one ^ other) & HEADLINE != 0 {
        return None;
    }
    Some(match one & HEADLINE {
        0 => (one - 1, other - 1),
        _ => ((other & !HEADLINE) - 1, (one & !HEADLINE) - 1),
    })
}

impl Part<'_> {
    fn set(&self, which: Which) -> &Bits {
        match which {
            Which::Matching => &self.matching,
            Which::All => &self.alive,
        }
    }
}

impl Counts<'_> {
    /// The articles in portions that can be laid out at a time.
    pub(super) fn chunks(&self, which: Which) -> Result<Vec<Chunk>> {
        let mut chunks = Vec::new();
        for (part, number) in self.parts.iter().zip(0..) {
            let lengths = part.words()?;
            let (mut from, mut sum) = (0, 0);
            let end = part.segment.max_doc();
            for document in 0..end {
                if part.set(which).holds(document) {
                    sum += lengths.first(document).unwrap_or(0);
                }
                if (sum >= WORDS || document + 1 == end) && sum > 0 {
                    chunks.push(Chunk {
                        part: number,
                        documents: from..document + 1,
                    });
                    (from, sum) = (document + 1, 0);
                }
            }
        }
        Ok(chunks)
    }
}

impl Layout {
    /// Lays out the chosen words of the articles of a chunk.
    pub(super) fn lay(
        &mut self,
        counts: &Counts,
        which: Which,
        chunk: &Chunk,
        chosen: &[u32],
    ) -> Result<()> {
        let part = &counts.parts[chunk.part as usize];
        self.measure(part, which, chunk)?;
        for number in chosen {
            let terms = counts.words[*number as usize].terms.iter();
            for term in terms.filter(|term| term.part == chunk.part) {
                if !self.gather(part, which, chunk, term, number + 1)? {
                    return Err(Error::Index {
                        path: counts.path.clone(),
                        reason: "an article has more words than it is said to have".into(),
                    });
                }
            }
        }
        for gathered in &mut self.gathered {
            for (place, word) in gathered.drain(..) {
                self.words[place as usize] = word;
            }
        }
        Ok(())
    }

    /// Makes room for the articles.
    fn measure(&mut self, part: &Part, which: Which, chunk: &Chunk) -> Result<()> {
        let lengths = part.words()?;
        self.begins.clear();
        let mut sum = 0;
        for document in chunk.documents.clone() {
            self.begins.push(sum);
            if part.set(which).holds(document) {
                sum += lengths.first(document).unwrap_or(0) as usize;
            }
        }
        self.begins.push(sum);
        self.words.clear();
        self.words.resize(sum, 0);
        self.gathered.resize((sum >> STRETCH) + 1, Vec::new());
        Ok(())
    }

    /// Gathers the word wherever the term stands; whether there is room for it.
    fn gather(
        &mut self,
        part: &Part,
        which: Which,
        chunk: &Chunk,
        term: &Term,
        word: u32,
    ) -> Result<bool> {
        let of_headline = term.field == 0;
        let index = &part.indexes[term.field as usize];
        let option = IndexRecordOption::WithFreqsAndPositions;
        let mut postings = index
            .read_postings_from_terminfo(&term.info, option)
            .map_err(tantivy::TantivyError::from)?;
        let Range { start, end } = chunk.documents;
        let mut document = postings.doc();
        if document < start {
            document = postings.seek(start);
        }
        let set = part.set(which);
        while document < end {
            if set.holds(document) {
                self.positions.clear();
                postings.append_positions_with_offset(0, &mut self.positions);
                let number = (document - start) as usize;
                let (begin, end) = (self.begins[number], self.begins[number + 1]);
                for position in &self.positions {
                    let at = *position as usize;
                    if at >= end - begin {
                        return Ok(false);
                    }
                    let (place, word) = if of_headline {
                        (end - 1 - at, word | HEADLINE)
                    } else {
                        (begin + at, word)
                    };
                    self.gathered[place >> STRETCH].push((place as u32, word));
                }
            }
            document = postings.advance();
        }
        Ok(true)
    }

    /// The articles.
    pub(super) fn texts(&self) -> impl Iterator<Item = &[u32]> {
        let ends = self.begins.windows(2);
        ends.map(|ends| &self.words[ends[0]..ends[1]])
    }
}

#[cfg(test)]
mod tests {
    use super::super::Counts;
    use crate::engine::sample::{archive, article, meaning, query};
    use crate::engine::{Held, Tally};

    #[test]
    fn pairs_stand_in_their_order_and_in_one_text() {
        let archive = archive(
            &[
                article(
                    "a",
                    "Grain ships wait",
                    "Ships wait. Ships sail, ships wait",
                ),
                article("b", "", "Wait for grain ships"),
                article("c", "Ships", "wait grain"),
                article("d", "ships wait", ""),
            ],
            3,
        );
        let mut counts = Counts::new(&archive.engine, &query("grain"), &meaning()).unwrap();
        assert_eq!(counts.sizes(), (3, 4));
        let words = counts.words(1, 4).unwrap();
        let all: Vec<u32> = (0..words.len() as u32).collect();
        let word = |number: u32| words[number as usize].what.as_str();
        let pairs = |least: u64| {
            let pairs = counts.neighbours(&all, least).unwrap();
            let pair = |held: &Held<(u32, u32)>| {
                let (one, other) = held.what;
                format!(
                    "{} {} {}/{}",
                    word(one),
                    word(other),
                    held.matching,
                    held.all
                )
            };
            pairs.iter().map(pair).collect::<Vec<_>>()
        };
        let expected = [
            "for grain 1/1",
            "grain ships 2/2",
            "sail ships 1/1",
            "ships sail 1/1",
            "ships wait 1/2",
            "wait for 1/1",
            "wait grain 1/1",
            "wait ships 1/1",
        ];
        assert_eq!(pairs(1), expected);
        assert_eq!(pairs(2), ["grain ships 2/2"]);
        assert!(counts.neighbours(&all[..1], 1).unwrap().is_empty());
    }
}
