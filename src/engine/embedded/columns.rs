//! [`Columns`] of an index on this machine, read from Tantivy's columns.

use super::names::Names;
use super::tally::Counts;
use super::{Compiled, Embedded};
use crate::answer::Hit;
use crate::engine::columns::{Columns, Days, Name, NameField, Values};
use crate::engine::{Line, Meaning, Order, Tally};
use crate::error::Result;
use crate::query::Query;
use crate::schema::read_document;
use tantivy::columnar::Column;
use tantivy::schema::Value;
use tantivy::{DocAddress, DocId, SegmentReader, TantivyError};

/// The days of the articles of one segment.
pub(super) struct DayColumns {
    first: Column<i64>,
    last: Column<i64>,
}

impl DayColumns {
    pub(super) fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        Ok(Self {
            first: segment.fast_fields().i64("day_first")?,
            last: segment.fast_fields().i64("day_last")?,
        })
    }

    pub(super) fn get(&self, document: DocId) -> Option<(i64, i64)> {
        self.first.first(document).zip(self.last.first(document))
    }
}

impl Compiled {
    /// Hands out the matching documents of a segment, in order.
    pub(super) fn each(
        &self,
        segment: &SegmentReader,
        each: &mut dyn FnMut(DocId),
    ) -> tantivy::Result<()> {
        let alive = segment.alive_bitset();
        self.weight.for_each_no_score(segment, &mut |documents| {
            for document in documents {
                if alive.is_none_or(|alive| alive.is_alive(*document)) {
                    each(*document);
                }
            }
        })
    }

    /// The matching documents of a segment, in order.
    pub(super) fn documents(&self, segment: &SegmentReader) -> tantivy::Result<Vec<DocId>> {
        let mut documents = Vec::new();
        self.each(segment, &mut |document| documents.push(document))?;
        Ok(documents)
    }
}

impl NameField {
    fn column(self) -> &'static str {
        match self {
            Self::Organisations => "organisations",
            Self::GivenOrganisations => "organisations_given",
            Self::Publication => "publication",
            Self::Section => "section",
        }
    }
}

impl Columns for Embedded {
    fn days(&self, query: &Query, meaning: &Meaning) -> Result<Days> {
        let compiled = self.compile(query, meaning)?;
        let mut days = Days::default();
        for segment in self.searcher.segment_readers() {
            let columns = DayColumns::open(segment)?;
            compiled.each(segment, &mut |document| match columns.get(document) {
                Some(span) => *days.spans.entry(span).or_default() += 1,
                None => days.undated += 1,
            })?;
        }
        Ok(days)
    }

    fn values(
        &self,
        query: &Query,
        meaning: &Meaning,
        field: NameField,
        each: &mut dyn FnMut(Values),
    ) -> Result<Vec<Name>> {
        let compiled = self.compile(query, meaning)?;
        let mut names = Names::default();
        for segment in self.searcher.segment_readers() {
            let days = DayColumns::open(segment)?;
            let column = segment.fast_fields().str(field.column())?;
            let documents = compiled.documents(segment)?;
            let numbers = match &column {
                Some(column) => names.of_segment(column, &documents)?,
                None => Vec::new(),
            };
            let mut here = Vec::new();
            for document in documents {
                here.clear();
                let ords = column.iter().flat_map(|column| column.term_ords(document));
                here.extend(ords.map(|ord| numbers[ord as usize]));
                here.sort_unstable();
                here.dedup();
                each(Values {
                    names: &here,
                    days: days.get(document),
                });
            }
        }
        Ok(names.finish())
    }

    fn texts(
        &self,
        query: &Query,
        meaning: &Meaning,
        each: &mut dyn FnMut(&str, &str),
    ) -> Result<()> {
        let compiled = self.compile(query, meaning)?;
        let packing = self.packing()?;
        for segment in self.searcher.segment_readers() {
            // Documents come in the order in which they are stored: one block is enough.
            let store = segment.get_store_reader(1).map_err(TantivyError::from)?;
            for document in compiled.documents(segment)? {
                let document = read_document(&store, document)?;
                let document = packing.unpacked(&self.fields, document);
                let text = |field| document.get_first(field).and_then(|value| value.as_str());
                let (headline, body) = (text(self.fields.headline), text(self.fields.body));
                each(headline.unwrap_or_default(), body.unwrap_or_default());
            }
        }
        Ok(())
    }

    fn tally(&self, query: &Query, meaning: &Meaning) -> Result<Option<Box<dyn Tally + '_>>> {
        Ok(Some(Box::new(Counts::new(self, query, meaning)?)))
    }

    fn articles_with(&self, word: &str) -> Result<u64> {
        Ok(self.with_word(word)?)
    }

    fn articles(
        &self,
        query: &Query,
        meaning: &Meaning,
        each: &mut dyn FnMut(Hit) -> Result<()>,
    ) -> Result<()> {
        let compiled = self.compile(query, meaning)?;
        for (ord, segment) in (0..).zip(self.searcher.segment_readers()) {
            for document in compiled.documents(segment)? {
                each(self.hit(DocAddress::new(ord, document), None)?)?;
            }
        }
        Ok(())
    }

    fn concordance(
        &self,
        query: &Query,
        meaning: &Meaning,
        context: usize,
        order: Order,
        each: &mut dyn FnMut(Line) -> Result<()>,
    ) -> Result<()> {
        self.contexts(query, meaning, context, order, each)
    }
}
