//! How often a word stands in each article, its terms' frequencies added up by stretches of documents.
//!
//! A stemmed word is a dozen terms: its forms, each in several spellings. To ask all of them at every
//! document where they stand costs more than all else of a query with a common word. Where documents are
//! asked for one after the other, each list is read through a stretch at a time and adds to its counters;
//! where another part of the query leaps on, the lists leap with it.

use super::list::List;
use tantivy::{DocId, TERMINATED};

/// How many documents a stretch has.
const SPAN: usize = 2048;

/// Documents passed over in one go at which reading through costs as much as leaping.
const LEAP: DocId = 64;

/// The lists of a word's terms as one ascending list with frequencies and without positions; of terms in
/// several fields, with a frequency in each.
pub(super) struct Summed {
    lists: Vec<List>,
    /// Where each list stands.
    docs: Vec<DocId>,
    /// The number of the field of each list.
    fields: Vec<usize>,
    doc: DocId,
    stretch: Stretch,
    /// Whether the current document is in the stretch; else lists stand at it.
    within: bool,
}

/// Counters of documents that follow each other.
pub(super) struct Stretch {
    first: DocId,
    /// For each field.
    freqs: Vec<[u32; SPAN]>,
    /// The documents with any, a bit each.
    held: [u64; SPAN / 64],
}

impl Summed {
    /// Of the lists of each field.
    pub(super) fn new(of_fields: Vec<Vec<List>>) -> Self {
        let numbers = (0..).zip(&of_fields);
        let fields = numbers.flat_map(|(number, lists)| std::iter::repeat_n(number, lists.len()));
        let fields = fields.collect();
        let freqs = vec![[0; SPAN]; of_fields.len()];
        let lists: Vec<_> = of_fields.into_iter().flatten().collect();
        let docs: Vec<_> = lists.iter().map(List::doc).collect();
        Self {
            doc: least(&docs),
            lists,
            docs,
            fields,
            stretch: Stretch {
                first: 0,
                freqs,
                held: [0; SPAN / 64],
            },
            within: false,
        }
    }

    /// The current document, or [`TERMINATED`].
    pub(super) fn doc(&self) -> DocId {
        self.doc
    }

    /// How often the word stands in a field of it.
    pub(super) fn freq(&self, field: usize) -> u32 {
        if self.within {
            return self.stretch.freq(field, self.doc);
        }
        let lists = self.lists.iter().zip(&self.fields).zip(&self.docs);
        let here = lists.filter(|((_, of), doc)| **of == field && **doc == self.doc);
        here.map(|((list, _), _)| list.freq()).sum()
    }

    /// An upper bound of how many documents there are.
    pub(super) fn size(&self) -> u32 {
        let sizes = self.lists.iter().map(List::size);
        sizes.fold(0, u32::saturating_add)
    }

    /// Goes to the next document.
    pub(super) fn advance(&mut self) -> DocId {
        self.seek(self.doc.saturating_add(1))
    }

    /// The documents from the current one to the last of the stretch, and the frequencies of a document and
    /// those behind it in a field; `None` where lists stand at the documents.
    pub(super) fn stretch(&self) -> Option<&Stretch> {
        self.within.then_some(&self.stretch)
    }

    /// Goes to the first document that is not before `target`.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target || self.doc == TERMINATED {
            return self.doc;
        }
        if self.within
            && let Some(doc) = self.stretch.next(target)
        {
            self.doc = doc;
            return doc;
        }
        let leaps = target - self.doc > LEAP;
        for (list, doc) in self.lists.iter_mut().zip(&mut self.docs) {
            if *doc < target {
                *doc = list.seek(target);
            }
        }
        self.doc = least(&self.docs);
        self.within = !leaps && self.lists.len() > 1 && self.doc != TERMINATED;
        if self.within {
            let lists = self.lists.iter_mut().zip(&self.fields);
            self.stretch.fill(self.doc, lists.zip(&mut self.docs));
        }
        self.doc
    }
}

impl Stretch {
    /// How often the word stands in a field of one of its documents.
    #[inline]
    pub(super) fn freq(&self, field: usize, doc: DocId) -> u32 {
        self.freqs[field][(doc - self.first) as usize % SPAN]
    }

    /// The first document behind it.
    pub(super) fn end(&self) -> DocId {
        self.first.saturating_add(SPAN as DocId)
    }

    /// Hands out the documents from `doc` on.
    pub(super) fn each(&self, doc: DocId, mut each: impl FnMut(DocId)) {
        let place = (doc - self.first) as usize;
        for (word, held) in self.held.iter().enumerate().skip(place / 64) {
            let mut bits = *held;
            if word == place / 64 {
                bits = bits >> (place % 64) << (place % 64);
            }
            let first = self.first + (64 * word) as DocId;
            while bits != 0 {
                each(first + bits.trailing_zeros());
                bits &= bits - 1;
            }
        }
    }

    /// The first document from `target` on that has any.
    fn next(&self, target: DocId) -> Option<DocId> {
        let place = (target - self.first) as usize;
        let mut word = place / 64;
        let mut bits = self.held.get(word)? >> (place % 64) << (place % 64);
        while bits == 0 {
            word += 1;
            bits = *self.held.get(word)?;
        }
        Some(self.first + (64 * word) as DocId + bits.trailing_zeros())
    }

    /// Reads the lists, each of a field and with its document, from `first` to the end of the stretch.
    fn fill<'l>(
        &mut self,
        first: DocId,
        lists: impl Iterator<Item = ((&'l mut List, &'l usize), &'l mut DocId)>,
    ) {
        self.first = first;
        self.freqs.fill([0; SPAN]);
        self.held.fill(0);
        let end = self.end();
        for ((list, field), at) in lists {
            let (freqs, held) = (&mut self.freqs[*field], &mut self.held);
            list.read(end, |doc, freq| {
                let place = (doc - first) as usize % SPAN;
                freqs[place] = freqs[place].saturating_add(freq);
                held[place / 64] |= 1 << (place % 64);
            });
            *at = list.doc();
        }
    }
}

/// The first of where lists stand.
pub(super) fn least(docs: &[DocId]) -> DocId {
    docs.iter().copied().min().unwrap_or(TERMINATED)
}
