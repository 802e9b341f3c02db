//! [`Tally`] of an index on this machine, on all cores.
//!
//! Words are counted by walking their postings (`words`), pairs by laying the places of the chosen words out
//! as texts again (`neighbours`).

mod bits;
mod layout;
mod neighbours;
mod words;

use super::Embedded;
use crate::engine::{Held, Meaning, Tally};
use crate::error::Result;
use crate::query::Query;
use bits::Bits;
use std::path::PathBuf;
use std::sync::Arc;
use tantivy::postings::TermInfo;
use tantivy::termdict::TermDictionary;
use tantivy::{InvertedIndexReader, SegmentReader};

/// Reading a word of a text and looking it up costs about as much as passing over so many in postings.
const READING: u64 = 24;

/// The matching articles, and where their words are found.
pub(super) struct Counts<'a> {
    path: PathBuf,
    parts: Vec<Part<'a>>,
    sizes: (u64, u64),
    /// The words that were counted last.
    words: Vec<Word>,
}

/// One segment.
struct Part<'a> {
    segment: &'a SegmentReader,
    /// Of the headlines and of the bodies.
    indexes: [Arc<InvertedIndexReader>; 2],
    /// Of both, read whole.
    dictionaries: [TermDictionary; 2],
    matching: Bits,
    /// Articles that were not removed.
    alive: Bits,
}

/// A word with its terms.
#[derive(Debug)]
struct Word {
    text: String,
    matching: u64,
    all: u64,
    terms: Vec<Term>,
}

/// A spelling of a word in one field of one segment.
#[derive(Debug, Clone)]
struct Term {
    part: u32,
    /// Which of the indexes of the part.
    field: u32,
    info: TermInfo,
}

impl<'a> Counts<'a> {
    /// Finds the articles that match.
    pub(super) fn new(engine: &'a Embedded, query: &Query, meaning: &Meaning) -> Result<Self> {
        let compiled = engine.compile(query, meaning)?;
        let mut parts = Vec::new();
        let mut found = 0;
        let fields = [engine.fields.headline, engine.fields.body];
        for (ord, segment) in engine.searcher.segment_readers().iter().enumerate() {
            let mut matching = Bits::new(segment.max_doc());
            compiled.each(segment, &mut |document| {
                found += 1;
                matching.set(document);
            })?;
            let mut alive = Bits::new(segment.max_doc());
            segment
                .doc_ids_alive()
                .for_each(|document| alive.set(document));
            parts.push(Part {
                segment,
                indexes: [
                    segment.inverted_index(fields[0])?,
                    segment.inverted_index(fields[1])?,
                ],
                dictionaries: [
                    engine.lexicons.get(ord, fields[0])?.whole()?,
                    engine.lexicons.get(ord, fields[1])?.whole()?,
                ],
                matching,
                alive,
            });
        }
        Ok(Self {
            path: engine.path.clone(),
            parts,
            sizes: (found, engine.manifest.articles),
            words: Vec::new(),
        })
    }

    /// How many words the matching articles have, and how many all.
    fn lengths(&self) -> tantivy::Result<(u64, u64)> {
        let (mut matching, mut all) = (0, 0);
        for part in &self.parts {
            let words = part.words()?;
            for document in 0..part.segment.max_doc() {
                let here = words.first(document).unwrap_or(0);
                all += here;
                if part.matching.holds(document) {
                    matching += here;
                }
            }
        }
        Ok((matching, all))
    }
}

impl Part<'_> {
    /// How many words each article has.
    fn words(&self) -> tantivy::Result<tantivy::columnar::Column<u64>> {
        self.segment.fast_fields().u64("words")
    }
}

impl Tally for Counts<'_> {
    fn sizes(&self) -> (u64, u64) {
        self.sizes
    }

    fn pays(&self) -> bool {
        // What cannot be read is an error when it is counted.
        let lengths = self.lengths().unwrap_or_default();
        lengths.0.saturating_mul(READING) > lengths.1
    }

    fn words(&mut self, least: u64, most: u64) -> Result<Vec<Held<String>>> {
        self.words = self.counted_words(least, most)?;
        let held = |word: &Word| Held {
            what: word.text.clone(),
            matching: word.matching,
            all: word.all,
        };
        Ok(self.words.iter().map(held).collect())
    }

    fn neighbours(&self, chosen: &[u32], least: u64) -> Result<Vec<Held<(u32, u32)>>> {
        self.counted_neighbours(chosen, least)
    }
}
