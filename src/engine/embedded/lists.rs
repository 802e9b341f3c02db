//! The articles that hold a word in one field: the postings of all its terms as one list.
//!
//! A word stands for few terms (its forms and spellings) or, with a wildcard, for up to thousands. Few are
//! walked side by side, or, where only frequencies are needed, by stretches ([`Summed`]). Of many, frequencies
//! are added up in one pass, four bytes an article; where positions are needed they are walked through a
//! heap, so that memory grows with the terms and never with their postings.

use super::list::List;
use super::summed::{Summed, least};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, InvertedIndexReader, TERMINATED};

/// So many lists are walked side by side.
pub(super) const SIDE_BY_SIDE: usize = 24;

/// The postings of several terms as one ascending list.
pub(super) enum Lists {
    /// Each list where it is, the current document the least of `docs`.
    Few {
        lists: Vec<SegmentPostings>,
        docs: Vec<DocId>,
        doc: DocId,
    },
    /// Added up by stretches; no positions.
    Summed(Box<Summed>),
    /// Each list where it is, those that are not at the current document in a heap.
    Many(Many),
    /// The frequency in every document of the segment; no positions.
    Counted {
        freqs: Vec<u32>,
        doc: DocId,
        size: u32,
    },
}

impl Lists {
    /// Opens the lists of `terms` in a segment of `documents` documents; positions only where
    /// `with_positions`.
    pub(super) fn open(
        index: &InvertedIndexReader,
        terms: &[TermInfo],
        documents: DocId,
        with_positions: bool,
    ) -> tantivy::Result<Self> {
        let is_few = terms.len() <= SIDE_BY_SIDE;
        if with_positions {
            let option = IndexRecordOption::WithFreqsAndPositions;
            let open = |info| index.read_postings_from_terminfo(info, option);
            let lists = terms.iter().map(open).collect::<Result<Vec<_>, _>>()?;
            return Ok(if is_few {
                Self::few(lists)
            } else {
                Self::Many(Many::new(lists))
            });
        }
        let mut lists = unplaced(index, terms.iter());
        if is_few {
            let lists = lists.collect::<Result<_, _>>()?;
            return Ok(Self::Summed(Box::new(Summed::new(vec![lists]))));
        }
        let mut freqs = vec![0; documents as usize];
        lists.try_for_each(|list| list.map(|list| count(list, &mut freqs)))?;
        let size = freqs.iter().filter(|freq| **freq > 0).count() as u32;
        let doc = next_counted(&freqs, 0);
        Ok(Self::Counted { freqs, doc, size })
    }

    fn few(lists: Vec<SegmentPostings>) -> Self {
        let docs: Vec<_> = lists.iter().map(DocSet::doc).collect();
        let doc = least(&docs);
        Self::Few { lists, docs, doc }
    }

    /// The current document, or [`TERMINATED`].
    pub(super) fn doc(&self) -> DocId {
        match self {
            Self::Summed(summed) => summed.doc(),
            Self::Few { doc, .. } | Self::Counted { doc, .. } => *doc,
            Self::Many(many) => many.doc,
        }
    }

    /// Goes to the first document that is not before `target`.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() >= target {
            return self.doc();
        }
        match self {
            Self::Summed(summed) => return summed.seek(target),
            Self::Few { lists, docs, doc } => {
                leap(lists, docs, target);
                *doc = least(docs);
            }
            Self::Many(many) => many.seek(target),
            Self::Counted { freqs, doc, .. } => *doc = next_counted(freqs, target),
        }
        self.doc()
    }

    /// How often the word stands in the current document.
    pub(super) fn freq(&self) -> u32 {
        match self {
            Self::Summed(summed) => summed.freq(0),
            Self::Few { lists, docs, doc } => {
                let here = docs.iter().zip(lists).filter(|(at, _)| *at == doc);
                here.map(|(_, list)| list.term_freq()).sum()
            }
            Self::Many(many) => many.here.iter().map(|n| many.lists[*n].term_freq()).sum(),
            Self::Counted { freqs, doc, .. } => freqs[*doc as usize],
        }
    }

    /// Where it stands in the current document, ascending; nowhere if opened without positions.
    pub(super) fn positions(&mut self, positions: &mut Vec<u32>) {
        positions.clear();
        match self {
            Self::Few { lists, docs, doc } => {
                let here = docs.iter().zip(lists).filter(|(at, _)| *at == doc);
                for (_, list) in here {
                    list.append_positions_with_offset(0, positions);
                }
            }
            Self::Many(many) => {
                for number in &many.here {
                    many.lists[*number].append_positions_with_offset(0, positions);
                }
            }
            Self::Summed(_) | Self::Counted { .. } => {}
        }
        positions.sort_unstable();
    }

    /// An upper bound of how many documents there are.
    pub(super) fn size(&self) -> u32 {
        let sum = |lists: &[SegmentPostings]| {
            let sizes = lists.iter().map(DocSet::size_hint);
            sizes.fold(0, u32::saturating_add)
        };
        match self {
            Self::Few { lists, .. } => sum(lists),
            Self::Summed(summed) => summed.size(),
            Self::Many(many) => sum(&many.lists),
            Self::Counted { size, .. } => *size,
        }
    }
}

/// Many lists walked together.
pub(super) struct Many {
    lists: Vec<SegmentPostings>,
    /// Those at the current document.
    here: Vec<usize>,
    /// Those behind it, the nearest first.
    behind: BinaryHeap<Reverse<(DocId, usize)>>,
    doc: DocId,
}

impl Many {
    fn new(lists: Vec<SegmentPostings>) -> Self {
        let mut many = Self {
            behind: BinaryHeap::with_capacity(lists.len()),
            here: (0..lists.len()).collect(),
            lists,
            doc: 0,
        };
        many.seek(0);
        many
    }

    fn seek(&mut self, target: DocId) {
        while let Some(number) = self.here.pop() {
            self.go(number, target);
        }
        while let Some(&Reverse((doc, number))) = self.behind.peek() {
            if doc >= target {
                break;
            }
            self.behind.pop();
            self.go(number, target);
        }
        self.doc = self.behind.peek().map_or(TERMINATED, |nearest| nearest.0.0);
        while let Some(&Reverse((doc, number))) = self.behind.peek() {
            if doc != self.doc {
                break;
            }
            self.behind.pop();
            self.here.push(number);
        }
    }

    /// Moves one list that stands in neither place to `target` and into the heap.
    fn go(&mut self, number: usize, target: DocId) {
        let list = &mut self.lists[number];
        let doc = if list.doc() < target {
            list.seek(target)
        } else {
            list.doc()
        };
        if doc != TERMINATED {
            self.behind.push(Reverse((doc, number)));
        }
    }
}

/// The lists of terms without positions, each opened when it is asked for.
pub(super) fn unplaced<'t>(
    index: &'t InvertedIndexReader,
    terms: impl Iterator<Item = &'t TermInfo>,
) -> impl Iterator<Item = std::io::Result<List>> {
    let option = IndexRecordOption::WithFreqs;
    terms.map(move |info| {
        let blocks = index.read_block_postings_from_terminfo(info, option);
        blocks.map(List::new)
    })
}

/// Moves each list that is before `target` there.
fn leap(lists: &mut [SegmentPostings], docs: &mut [DocId], target: DocId) {
    for (list, doc) in lists.iter_mut().zip(docs) {
        if *doc < target {
            *doc = if *doc + 1 == target {
                list.advance()
            } else {
                list.seek(target)
            };
        }
    }
}

fn count(mut list: List, freqs: &mut [u32]) {
    list.read(TERMINATED, |doc, freq| {
        let all = &mut freqs[doc as usize];
        *all = all.saturating_add(freq);
    });
}

fn next_counted(freqs: &[u32], target: DocId) -> DocId {
    let rest = freqs.get(target as usize..).unwrap_or_default();
    let next = rest.iter().position(|freq| *freq > 0);
    next.map_or(TERMINATED, |ahead| target + ahead as DocId)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::sample::{Archive, archive, article};
    use proptest::prelude::*;
    use std::collections::BTreeMap;
    use tantivy_fst::automaton::AlwaysMatch;

    /// Document → positions, as one kind of lists gives them when only every `step`th document is asked for.
    fn walk(mut lists: Lists, step: DocId) -> BTreeMap<DocId, (u32, Vec<u32>)> {
        let mut found = BTreeMap::new();
        let mut positions = Vec::new();
        let mut doc = lists.doc();
        while doc != TERMINATED {
            lists.positions(&mut positions);
            found.insert(doc, (lists.freq(), positions.clone()));
            doc = lists.seek(doc + step);
        }
        found
    }

    /// The terms of bodies that begin so.
    fn terms(archive: &Archive, prefix: &str) -> Vec<TermInfo> {
        let (engine, mut terms) = (&archive.engine, Vec::new());
        let lexicon = engine.lexicons().get(0, engine.body()).unwrap();
        let each = &mut |_: &[u8], info| terms.push(info);
        lexicon.walk(prefix.as_bytes(), &AlwaysMatch, each).unwrap();
        terms
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]
        #[test]
        fn few_many_summed_and_counted_agree(
            bodies in prop::collection::vec(prop::collection::vec(0u8..60, 0..40), 1..40),
            step in 1u32..5,
        ) {
            let articles: Vec<_> = bodies.iter().enumerate().map(|(number, words)| {
                let words: Vec<_> = words.iter().map(|word| format!("w{word}")).collect();
                article(&format!("d{number}"), "", &words.join(" "))
            }).collect();
            let archive = archive(&articles, articles.len());
            let segment = archive.engine.segment(0);
            let index = segment.inverted_index(archive.engine.body()).unwrap();
            let terms = terms(&archive, "w");
            let open = || {
                let option = IndexRecordOption::WithFreqsAndPositions;
                let open = |info| index.read_postings_from_terminfo(info, option).unwrap();
                terms.iter().map(open).collect::<Vec<_>>()
            };
            let unplaced = || unplaced(&index, terms.iter()).map(Result::unwrap);
            let few = Lists::few(open());
            let many = Lists::Many(Many::new(open()));
            let mut freqs = vec![0; segment.max_doc() as usize];
            for list in unplaced() {
                count(list, &mut freqs);
            }
            let counted = Lists::Counted { doc: next_counted(&freqs, 0), size: 0, freqs };
            let few = walk(few, step);
            prop_assert_eq!(&few, &walk(many, step));
            let only_freqs = |found: &BTreeMap<DocId, (u32, Vec<u32>)>| {
                found.iter().map(|(doc, (freq, _))| (*doc, *freq)).collect::<Vec<_>>()
            };
            prop_assert_eq!(only_freqs(&few), only_freqs(&walk(counted, step)));
            let summed = || Lists::Summed(Box::new(Summed::new(vec![unplaced().collect()])));
            prop_assert_eq!(only_freqs(&few), only_freqs(&walk(summed(), step)));
            let mut expected = BTreeMap::new();
            for (doc, words) in bodies.iter().enumerate().filter(|(_, words)| !words.is_empty()) {
                expected.insert(doc as DocId, words.len() as u32);
            }
            if step == 1 {
                prop_assert_eq!(only_freqs(&few), expected.into_iter().collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn steps_and_leaps_reach_the_same_documents() {
        // More than two stretches, with a gap in which there is nothing.
        let holds = |doc: usize| !(1_000..3_500).contains(&doc) && !doc.is_multiple_of(7);
        let body = |doc: usize| match (holds(doc), doc % 3) {
            (false, _) => String::new(),
            (true, 0) => "bank".to_owned(),
            (true, 1) => "Bank bank".to_owned(),
            (true, _) => "BANK Bank Bank".to_owned(),
        };
        let articles: Vec<_> = (0..6_000)
            .map(|doc| article(&format!("d{doc}"), "", &body(doc)))
            .collect();
        let archive = archive(&articles, articles.len());
        let index = archive
            .engine
            .segment(0)
            .inverted_index(archive.engine.body())
            .unwrap();
        let open =
            |positions| Lists::open(&index, &terms(&archive, "bank"), 6_000, positions).unwrap();
        for steps in [
            &[1][..],
            &[1, 2, 70],
            &[3, 3_000, 1, 1],
            &[65],
            &[64, 1],
            &[2_048],
        ] {
            let (mut few, mut summed) = (open(true), open(false));
            assert!(matches!(
                (&few, &summed),
                (Lists::Few { .. }, Lists::Summed(_))
            ));
            for step in steps.iter().cycle() {
                assert_eq!(few.doc(), summed.doc());
                if few.doc() == TERMINATED {
                    break;
                }
                assert_eq!(few.freq(), summed.freq());
                let target = few.doc() + step;
                few.seek(target);
                summed.seek(target);
            }
        }
    }
}
