//! How many articles hold each word, in any spelling, in headline or body.

use super::bits::Bits;
use super::{Counts, Term, Word};
use crate::analysis::folded_part;
use crate::engine::embedded::workers::on_all_cores;
use tantivy::DocId;
use tantivy::postings::TermInfo;
use tantivy::schema::IndexRecordOption;
use tantivy::termdict::TermMerger;

/// What one core has counted.
struct Counted {
    words: Vec<Word>,
    /// For each segment, the documents that hold the word that is counted; empty between two words.
    held: Vec<Bits>,
    /// The same as a list.
    documents: Vec<DocId>,
}

impl Counts<'_> {
    /// The words that at least `least` matching articles hold and at most `most` of all, in order of bytes.
    pub(super) fn counted_words(&self, least: u64, most: u64) -> tantivy::Result<Vec<Word>> {
        let empty = || {
            let parts = self.parts.iter();
            parts
                .map(|part| Bits::new(part.segment.max_doc()))
                .collect()
        };
        let begin = || Counted {
            words: Vec::new(),
            held: empty(),
            documents: Vec::new(),
        };
        // A piece is what begins with one byte. With NUL begin the marks of sentences and paragraphs.
        let counted = on_all_cores(255, begin, |counted, piece| {
            let first = piece as u8 + 1;
            self.each_word(first, &mut |text, terms| {
                if !self.can_be(terms, least, most) {
                    return Ok(());
                }
                let (matching, all) = self.holding(terms, counted)?;
                if matching >= least && all <= most {
                    counted.words.push(Word {
                        text: text.to_owned(),
                        matching,
                        all,
                        terms: terms.to_vec(),
                    });
                }
                Ok(())
            })
        })?;
        let mut words: Vec<_> = counted.into_iter().flat_map(|one| one.words).collect();
        words.sort_unstable_by(|one, other| one.text.cmp(&other.text));
        Ok(words)
    }

    /// Hands out each word that begins with a byte, with its terms in all segments.
    fn each_word(
        &self,
        first: u8,
        each: &mut dyn FnMut(&str, &[Term]) -> tantivy::Result<()>,
    ) -> tantivy::Result<()> {
        let mut streams = Vec::new();
        let mut places = Vec::new();
        for (number, part) in (0..).zip(&self.parts) {
            for (field, dictionary) in (0..).zip(&part.dictionaries) {
                let range = dictionary.range().ge([first]);
                let range = match first.checked_add(1) {
                    Some(next) => range.lt([next]),
                    None => range,
                };
                streams.push(range.into_stream()?);
                places.push((number, field));
            }
        }
        let mut merged = TermMerger::new(streams);
        let mut word = String::new();
        let mut terms: Vec<Term> = Vec::new();
        let mut give = |word: &str, terms: &mut Vec<Term>| {
            // Each spelling came with its segments.
            terms.sort_unstable_by_key(|term| term.part);
            let given = if terms.is_empty() {
                Ok(())
            } else {
                each(word, terms)
            };
            terms.clear();
            given
        };
        while merged.advance() {
            let Ok(term) = std::str::from_utf8(merged.key()) else {
                continue;
            };
            // Spellings of one word are neighbours.
            let folded = folded_part(term);
            if folded != word {
                give(&word, &mut terms)?;
                folded.clone_into(&mut word);
            }
            let here = merged.current_segment_ords_and_term_infos();
            terms.extend(here.map(|(stream, info)| {
                let (part, field) = places[stream];
                Term { part, field, info }
            }));
        }
        give(&word, &mut terms)
    }

    /// Whether a word may be one that is looked for, by what the dictionaries say of it: they count each
    /// spelling, and removed articles too.
    fn can_be(&self, terms: &[Term], least: u64, most: u64) -> bool {
        let frequency = |term: &Term| u64::from(term.info.doc_freq);
        if terms.iter().map(frequency).sum::<u64>() < least {
            return false;
        }
        let held = by_part(terms).map(|terms| {
            let removed = self.parts[terms[0].part as usize]
                .segment
                .num_deleted_docs();
            let held = terms.iter().map(frequency).max().unwrap_or(0);
            held.saturating_sub(u64::from(removed))
        });
        held.sum::<u64>() <= most
    }

    /// How many matching articles hold any of these terms, and how many articles.
    fn holding(&self, terms: &[Term], counted: &mut Counted) -> tantivy::Result<(u64, u64)> {
        let (mut matching, mut all) = (0, 0);
        for terms in by_part(terms) {
            let number = terms[0].part as usize;
            let part = &self.parts[number];
            let held = &mut counted.held[number];
            let documents = &mut counted.documents;
            documents.clear();
            for term in terms {
                let index = &part.indexes[term.field as usize];
                each_document(index, &term.info, |document| {
                    if !held.holds(document) && part.alive.holds(document) {
                        held.set(document);
                        documents.push(document);
                    }
                })?;
            }
            all += documents.len() as u64;
            for document in documents {
                matching += u64::from(part.matching.holds(*document));
                held.unset(*document);
            }
        }
        Ok((matching, all))
    }
}

/// The terms segment by segment, in which order they are.
fn by_part(terms: &[Term]) -> impl Iterator<Item = &[Term]> {
    terms.chunk_by(|one, other| one.part == other.part)
}

fn each_document(
    index: &tantivy::InvertedIndexReader,
    info: &TermInfo,
    mut each: impl FnMut(DocId),
) -> tantivy::Result<()> {
    let mut blocks = index.read_block_postings_from_terminfo(info, IndexRecordOption::Basic)?;
    while !blocks.docs().is_empty() {
        blocks.docs().iter().copied().for_each(&mut each);
        blocks.advance();
    }
    Ok(())
}
