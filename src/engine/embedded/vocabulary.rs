//! How many articles hold a word, read from the dictionary and the postings alone.
//!
//! A query would answer it too; this is for asking it of a thousand words, so it opens no positions and
//! scores nothing.

use super::Embedded;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED};

impl Embedded {
    /// How many articles hold this folded word, in headline or body, in any spelling.
    pub(super) fn with_word(&self, word: &str) -> tantivy::Result<u64> {
        let mut articles = 0;
        for ord in 0..self.lexicons.len() {
            articles += self.in_segment(ord, word)?;
        }
        Ok(articles)
    }

    fn in_segment(&self, ord: usize, word: &str) -> tantivy::Result<u64> {
        let segment = self.searcher.segment_reader(ord as u32);
        let mut found = Vec::new();
        for field in [self.fields.headline, self.fields.body] {
            let lexicon = self.lexicons.get(ord, field)?;
            lexicon.spellings(word.as_bytes(), &mut |_, info| found.push((field, info)))?;
        }
        if let ([(_, info)], None) = (found.as_slice(), segment.alive_bitset()) {
            return Ok(u64::from(info.doc_freq));
        }
        // An article may hold several spellings: it counts once.
        let mut held = vec![0u64; segment.max_doc().div_ceil(64) as usize];
        for (field, info) in found {
            let index = segment.inverted_index(field)?;
            let mut postings =
                index.read_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
            while postings.doc() != TERMINATED {
                held[(postings.doc() / 64) as usize] |= 1 << (postings.doc() % 64);
                postings.advance();
            }
        }
        let Some(alive) = segment.alive_bitset() else {
            return Ok(held.iter().map(|bits| u64::from(bits.count_ones())).sum());
        };
        let held = |document: &u32| held[(document / 64) as usize] >> (document % 64) & 1 == 1;
        Ok(alive.iter_alive().filter(held).count() as u64)
    }
}
