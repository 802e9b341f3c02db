//! The dictionary of a field of one segment, walked without reading it whole.
//!
//! It is a file of the engine: a finite state transducer from each term to its number, and for each number
//! where the postings of the term are ([`Infos`]). The engine's own reader looks at every byte when it opens one;
//! this one compares a block with its sum when the walk comes to it. Of a million articles a query needs a
//! hundredth of the dictionaries.

mod infos;
#[cfg(test)]
mod tests;

use crate::schema::{Dictionaries, Dictionary};
use infos::{Infos, number};
use std::io;
use std::sync::OnceLock;
use tantivy::directory::OwnedBytes;
use tantivy::index::SegmentId;
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::termdict::TermDictionary;
use tantivy::{DocAddress, DocSet, Searcher, SegmentReader, TERMINATED, TantivyError};
use tantivy_fst::Automaton;
use tantivy_fst::raw::{Fst, Node};

/// A node of the transducer ends at its address and takes at most so many bytes, if it has so many ways on: its
/// state, two lengths, an index of 256, and for each way its letter, its address and its output, with one more
/// output.
const fn largest_node(ways: usize) -> usize {
    3 + 256 + ways * (1 + 8 + 8) + 8
}

/// The engine's ending of a dictionary: how long the infos are, its version and its kind.
const ENDING: usize = 8 + 4 + 4;

/// How the file of a transducer begins, and how it ends: its version and type; its size and where its root is.
const EDGE: usize = 16;

/// What stands for no bytes: a node that ends a term and has no way on.
const NOWHERE: usize = 0;

/// A dictionary that was opened.
pub(super) struct Lexicon {
    dictionary: Dictionary,
    terms: Fst<OwnedBytes>,
    infos: Infos,
}

/// Who goes from node to node.
struct Walker<'w, A> {
    lexicon: &'w Lexicon,
    automaton: &'w A,
    /// The ways taken.
    term: Vec<u8>,
    each: &'w mut dyn FnMut(&[u8], TermInfo),
}

impl Lexicon {
    /// # Errors
    /// It is damaged, or of another version of the engine.
    fn open(dictionary: Dictionary) -> io::Result<Self> {
        let other = || {
            io::Error::new(
                io::ErrorKind::InvalidData,
                "a dictionary of another version",
            )
        };
        let end = dictionary
            .uncompared()
            .len()
            .checked_sub(ENDING)
            .ok_or_else(other)?;
        let ending = &mut dictionary.bytes(end..end + ENDING)?;
        let infos = number(ending, 8)?;
        if *ending != [1, 0, 0, 0, 1, 0, 0, 0] {
            return Err(other());
        }
        let terms = end.checked_sub(infos).ok_or_else(other)?;
        dictionary.compare(0..EDGE)?;
        // The root is the last node.
        dictionary.compare(terms.saturating_sub(largest_node(256) + EDGE)..terms)?;
        Ok(Self {
            terms: Fst::new(dictionary.uncompared().slice(0..terms)).map_err(|_| other())?,
            infos: Infos::new(&dictionary, terms..end)?,
            dictionary,
        })
    }

    fn node(&self, address: usize) -> io::Result<Node<'_>> {
        if address != NOWHERE {
            // Its state holds the number of ways on where that is from 1 to 63, and that of a single way bits above.
            let state = self.dictionary.bytes(address..address + 1)?[0];
            let ways = match state & 0b0011_1111 {
                _ if state & 0b1000_0000 != 0 => 1,
                0 => 256,
                ways => usize::from(ways),
            };
            let start = address.saturating_sub(largest_node(ways));
            self.dictionary.compare(start..address + 1)?;
        }
        Ok(self.terms.node(address))
    }

    /// Where a term is; `None` if it is not in the dictionary.
    ///
    /// # Errors
    /// What is read of it is damaged.
    pub(super) fn get(&self, term: &str) -> io::Result<Option<TermInfo>> {
        let Some((node, number)) = self.at(term.as_bytes())? else {
            return Ok(None);
        };
        let number = number + node.final_output().value();
        let info = || self.infos.get(&self.dictionary, number);
        node.is_final().then(info).transpose()
    }

    /// The node behind these bytes, and the number of terms before it.
    fn at(&self, prefix: &[u8]) -> io::Result<Option<(Node<'_>, u64)>> {
        let mut node = self.node(self.terms.root().addr())?;
        let mut number = 0;
        for byte in prefix {
            let Some(way) = node.find_input(*byte) else {
                return Ok(None);
            };
            let way = node.transition(way);
            number += way.out.value();
            node = self.node(way.addr)?;
        }
        Ok(Some((node, number)))
    }

    /// Hands out, in order of bytes, the terms that begin with `prefix` and match `automaton`.
    ///
    /// # Errors
    /// What is read of it is damaged.
    pub(super) fn walk<A: Automaton>(
        &self,
        prefix: &[u8],
        automaton: &A,
        each: &mut dyn FnMut(&[u8], TermInfo),
    ) -> io::Result<()> {
        let Some((node, number)) = self.at(prefix)? else {
            return Ok(());
        };
        let accept = |state, byte: &u8| automaton.accept(&state, *byte);
        let state = prefix.iter().fold(automaton.start(), accept);
        let mut walker = Walker {
            lexicon: self,
            automaton,
            term: prefix.to_vec(),
            each,
        };
        walker.go(node, number, &state)
    }

    /// Hands out the terms of all spellings of a folded word: they go on with NUL.
    ///
    /// # Errors
    /// What is read of it is damaged.
    pub(super) fn spellings(
        &self,
        word: &[u8],
        each: &mut dyn FnMut(&[u8], TermInfo),
    ) -> io::Result<()> {
        self.walk(word, &Spellings(word.len()), each)
    }

    /// The whole dictionary, as the engine opens it.
    ///
    /// # Errors
    /// Anything of it is damaged.
    pub(super) fn whole(&self) -> io::Result<TermDictionary> {
        TermDictionary::open(self.dictionary.file())
    }
}

impl<A: Automaton> Walker<'_, A> {
    /// Goes on from a node before which there are so many terms. It calls itself, at most as often as a term has
    /// bytes.
    fn go(&mut self, node: Node, number: u64, state: &A::State) -> io::Result<()> {
        let lexicon = self.lexicon;
        if node.is_final() && self.automaton.is_match(state) {
            let number = number + node.final_output().value();
            let info = lexicon.infos.get(&lexicon.dictionary, number)?;
            (self.each)(&self.term, info);
        }
        for way in node.transitions() {
            let state = self.automaton.accept(state, way.inp);
            if self.automaton.can_match(&state) {
                let next = lexicon.node(way.addr)?;
                self.term.push(way.inp);
                self.go(next, number + way.out.value(), &state)?;
                self.term.pop();
            }
        }
        Ok(())
    }
}

/// Takes a word of so many bytes, and what goes on with NUL behind it. Its state is how many bytes there were.
struct Spellings(usize);

impl Automaton for Spellings {
    type State = Option<usize>;

    fn start(&self) -> Self::State {
        Some(0)
    }

    fn is_match(&self, bytes: &Self::State) -> bool {
        bytes.is_some_and(|bytes| bytes >= self.0)
    }

    fn can_match(&self, bytes: &Self::State) -> bool {
        bytes.is_some()
    }

    fn accept(&self, bytes: &Self::State, byte: u8) -> Self::State {
        let goes_on = |bytes: &usize| *bytes != self.0 || byte == 0;
        bytes.filter(goes_on).map(|bytes| bytes + 1)
    }
}

/// The dictionaries of an archive, each opened when a query first needs it.
pub(super) struct Lexicons {
    dictionaries: Dictionaries,
    segments: Vec<SegmentId>,
    /// For each segment, those of its fields.
    opened: Vec<Vec<(Field, OnceLock<Lexicon>)>>,
}

impl Lexicons {
    /// Of an archive whose segments have been opened.
    pub(super) fn new(dictionaries: Dictionaries, searcher: &Searcher) -> Self {
        let segments = searcher.segment_readers().iter();
        let segments: Vec<_> = segments.map(SegmentReader::segment_id).collect();
        let of_segment = || Dictionaries::fields().map(|field| (field, OnceLock::new()));
        Self {
            dictionaries,
            opened: segments.iter().map(|_| of_segment().into()).collect(),
            segments,
        }
    }

    /// Of how many segments they are.
    pub(super) fn len(&self) -> usize {
        self.segments.len()
    }

    /// The dictionary of a field of [`Dictionaries::fields`] in a segment.
    ///
    /// # Errors
    /// It cannot be opened.
    pub(super) fn get(&self, segment: usize, field: Field) -> tantivy::Result<&Lexicon> {
        let missing = || TantivyError::InternalError("a field has no dictionary".into());
        let mut lexicons = self.opened[segment].iter();
        let (_, lexicon) = lexicons.find(|(of, _)| *of == field).ok_or_else(missing)?;
        if let Some(opened) = lexicon.get() {
            return Ok(opened);
        }
        let dictionary = self.dictionaries.of(self.segments[segment], field);
        let opened = Lexicon::open(dictionary.ok_or_else(missing)?)?;
        Ok(lexicon.get_or_init(|| opened))
    }

    /// How many articles have a term, those included that were removed.
    ///
    /// # Errors
    /// From reading dictionaries.
    pub(super) fn frequency(&self, field: Field, term: &str) -> tantivy::Result<u64> {
        let mut articles = 0;
        for segment in 0..self.len() {
            let info = self.get(segment, field)?.get(term)?;
            articles += info.map_or(0, |info| u64::from(info.doc_freq));
        }
        Ok(articles)
    }

    /// The articles with a term.
    ///
    /// # Errors
    /// From reading dictionaries and postings.
    pub(super) fn addresses(
        &self,
        searcher: &Searcher,
        field: Field,
        term: &str,
    ) -> tantivy::Result<Vec<DocAddress>> {
        let mut found = Vec::new();
        for (number, segment) in (0..).zip(searcher.segment_readers()) {
            let Some(info) = self.get(number as usize, field)?.get(term)? else {
                continue;
            };
            let index = segment.inverted_index(field)?;
            let mut postings =
                index.read_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
            let alive = segment.alive_bitset();
            while postings.doc() != TERMINATED {
                if alive.is_none_or(|alive| alive.is_alive(postings.doc())) {
                    found.push(DocAddress::new(number, postings.doc()));
                }
                postings.advance();
            }
        }
        Ok(found)
    }
}
