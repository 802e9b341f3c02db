//! What words stand for, kept from one query to the next.
//!
//! The queries of a batch share words, and what an index was opened with never changes: what was looked up
//! once stays true for as long as it is open.

use super::dictionary::{Expansion, terms};
use super::lexicon::Lexicons;
use crate::engine::matcher::{Matcher, Meant};
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tantivy::Searcher;
use tantivy::postings::TermInfo;
use tantivy::schema::Field;

/// So many words are kept, a few kilobytes each.
const KEPT: usize = 4096;

/// What a word stands for in one field.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Its terms in each segment.
    pub(super) terms: Vec<Vec<TermInfo>>,
    /// The folded words they are spellings of.
    pub(super) expansion: Expansion,
}

impl Found {
    /// How many articles hold the word: the sum over its terms, so an upper bound.
    pub(super) fn document_frequency(&self) -> u64 {
        let terms = self.terms.iter().flatten();
        terms.map(|info| u64::from(info.doc_freq)).sum()
    }
}

/// What was looked up before.
#[derive(Default)]
pub(super) struct Known {
    words: Mutex<FxHashMap<(Field, Meant), Arc<Found>>>,
    /// How many words all texts of a field have.
    lengths: Mutex<FxHashMap<Field, u64>>,
}

impl Known {
    /// How many words all texts of a field have.
    ///
    /// # Errors
    /// From opening its postings.
    pub(super) fn length(&self, field: Field, searcher: &Searcher) -> tantivy::Result<u64> {
        if let Some(known) = locked(&self.lengths).get(&field) {
            return Ok(*known);
        }
        let mut length = 0;
        for segment in searcher.segment_readers() {
            length += segment.inverted_index(field)?.total_num_tokens();
        }
        locked(&self.lengths).insert(field, length);
        Ok(length)
    }

    /// Looks a word up in the dictionaries of a field.
    ///
    /// # Errors
    /// From reading them.
    pub(super) fn find(
        &self,
        matcher: &Matcher,
        field: Field,
        lexicons: &Lexicons,
    ) -> tantivy::Result<Arc<Found>> {
        let key = matcher.meant().map(|meant| (field, meant));
        let known = |key| locked(&self.words).get(key).cloned();
        if let Some(known) = key.as_ref().and_then(known) {
            return Ok(known);
        }
        let mut found = Found::default();
        for segment in 0..lexicons.len() {
            let lexicon = lexicons.get(segment, field)?;
            let terms = terms(matcher, lexicon, &mut found.expansion)?;
            found.terms.push(terms);
        }
        let found = Arc::new(found);
        if let Some(key) = key {
            let mut words = locked(&self.words);
            if words.len() >= KEPT {
                words.clear();
            }
            words.insert(key, found.clone());
        }
        Ok(found)
    }
}

fn locked<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}
