//! The articles that hold a word in one field: the postings of all its terms as one list.

use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, InvertedIndexReader, TERMINATED};

/// So many lists are walked side by side; more are read into one first.
const SIDE_BY_SIDE: usize = 24;

/// The postings of several terms as one ascending list.
pub(super) enum Lists {
    /// Each list where it is, the current document the least of them.
    Few {
        lists: Vec<SegmentPostings>,
        doc: DocId,
    },
    /// Read into memory: documents with frequency and (if asked for) positions.
    Merged { entries: Vec<Entry>, at: usize },
}

/// One document of a merged list.
pub(super) struct Entry {
    doc: DocId,
    freq: u32,
    positions: Vec<u32>,
}

impl Lists {
    /// Opens the lists of `terms`; positions only where `with_positions`.
    pub(super) fn open(
        index: &InvertedIndexReader,
        terms: &[TermInfo],
        with_positions: bool,
    ) -> tantivy::Result<Self> {
        let option = if with_positions {
            IndexRecordOption::WithFreqsAndPositions
        } else {
            IndexRecordOption::WithFreqs
        };
        let open = |info| index.read_postings_from_terminfo(info, option);
        if terms.len() <= SIDE_BY_SIDE {
            let lists = terms.iter().map(open).collect::<Result<Vec<_>, _>>()?;
            let doc = least(&lists);
            return Ok(Self::Few { lists, doc });
        }
        let mut entries = Vec::new();
        for info in terms {
            read_all(open(info)?, with_positions, &mut entries);
        }
        Ok(Self::Merged {
            entries: merge(entries),
            at: 0,
        })
    }

    /// The current document, or [`TERMINATED`].
    pub(super) fn doc(&self) -> DocId {
        match self {
            Self::Few { doc, .. } => *doc,
            Self::Merged { entries, at } => entries.get(*at).map_or(TERMINATED, |e| e.doc),
        }
    }

    /// Goes to the first document that is not before `target`.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Self::Few { lists, doc } => {
                if *doc < target {
                    for list in lists.iter_mut() {
                        if list.doc() < target {
                            list.seek(target);
                        }
                    }
                    *doc = least(lists);
                }
            }
            Self::Merged { entries, at } => {
                *at += entries[*at..].partition_point(|entry| entry.doc < target);
            }
        }
        self.doc()
    }

    /// How often the word stands in the current document.
    pub(super) fn freq(&self) -> u32 {
        match self {
            Self::Few { lists, doc } => lists
                .iter()
                .filter(|list| list.doc() == *doc)
                .map(Postings::term_freq)
                .sum(),
            Self::Merged { entries, at } => entries[*at].freq,
        }
    }

    /// Where it stands in the current document, ascending.
    pub(super) fn positions(&mut self, positions: &mut Vec<u32>) {
        positions.clear();
        match self {
            Self::Few { lists, doc } => {
                for list in lists.iter_mut().filter(|list| list.doc() == *doc) {
                    list.append_positions_with_offset(0, positions);
                }
                positions.sort_unstable();
            }
            Self::Merged { entries, at } => positions.extend_from_slice(&entries[*at].positions),
        }
    }

    /// An upper bound of how many documents there are.
    pub(super) fn size(&self) -> u32 {
        match self {
            Self::Few { lists, .. } => lists.iter().map(DocSet::size_hint).sum(),
            Self::Merged { entries, .. } => entries.len() as u32,
        }
    }
}

fn least(lists: &[SegmentPostings]) -> DocId {
    lists.iter().map(DocSet::doc).min().unwrap_or(TERMINATED)
}

fn read_all(mut list: SegmentPostings, with_positions: bool, entries: &mut Vec<Entry>) {
    while list.doc() != TERMINATED {
        let mut positions = Vec::new();
        if with_positions {
            list.positions(&mut positions);
        }
        entries.push(Entry {
            doc: list.doc(),
            freq: list.term_freq(),
            positions,
        });
        list.advance();
    }
}

fn merge(mut entries: Vec<Entry>) -> Vec<Entry> {
    entries.sort_by_key(|entry| entry.doc);
    entries.dedup_by(|next, kept| {
        let same = next.doc == kept.doc;
        if same {
            kept.freq += next.freq;
            kept.positions.append(&mut next.positions);
        }
        same
    });
    for entry in &mut entries {
        entry.positions.sort_unstable();
    }
    entries
}
