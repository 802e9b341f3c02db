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
    positions: Vec<u32>,
}

/// The two words that stand side by side in a layout, the first of the text first.
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
                if !self.put(part, which, chunk, term, number + 1)? {
                    return Err(Error::Index {
                        path: counts.path.clone(),
                        reason: "an article has more words than it is said to have".into(),
                    });
                }
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
        Ok(())
    }

    /// Puts the word where the term stands; whether there was room for it.
    fn put(
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
                let text = &mut self.words[self.begins[number]..self.begins[number + 1]];
                for position in &self.positions {
                    let at = *position as usize;
                    if at >= text.len() {
                        return Ok(false);
                    }
                    if of_headline {
                        text[text.len() - 1 - at] = word | HEADLINE;
                    } else {
                        text[at] = word;
                    }
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
