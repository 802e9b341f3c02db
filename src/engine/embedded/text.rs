//! A text pattern as a query of Tantivy: matching, counting and scoring from one evaluation.

use super::dictionary::{Expansion, bounded, joined};
use super::known::{Found, Known};
use super::lexicon::Lexicons;
use super::list::List;
use super::lists::{Lists, SIDE_BY_SIDE, unplaced};
use super::side::{Lengths, Side, Worths};
use super::summed::Summed;
use super::word::WordScorer;
use crate::engine::bm25::{BODY_WEIGHT, HEADLINE_WEIGHT, idf};
use crate::engine::plan::{Plan, Region, Shape};
use crate::error::QueryError;
use crate::schema::Fields;
use std::sync::Arc;
use tantivy::postings::TermInfo;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::Field;
use tantivy::{DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED};

/// A pattern with its words looked up in every segment.
#[derive(Clone)]
pub(super) struct TextQuery {
    inner: Arc<Inner>,
}

struct Inner {
    shape: Shape,
    /// How often the pattern must stand in the article.
    times: u32,
    idf: f32,
    fields: Vec<FieldPart>,
    /// For each word, a bound of how many articles hold it.
    frequencies: Vec<u64>,
}

/// What of the pattern concerns one field.
struct FieldPart {
    field: Field,
    region: Region,
    worths: Arc<Worths>,
    lexicons: Arc<Lexicons>,
    /// For each word, what it stands for.
    words: Vec<Arc<Found>>,
}

impl TextQuery {
    /// Looks the words of `plan` up. `articles` is the number of articles the statistics are of.
    pub(super) fn new(
        plan: Plan,
        fields: &Fields,
        searcher: &Searcher,
        lexicons: &Arc<Lexicons>,
        known: &Known,
        articles: u64,
        query: &str,
    ) -> tantivy::Result<Result<Self, QueryError>> {
        let mut frequencies = vec![0; plan.words.len()];
        let mut parts = Vec::new();
        for (field, region, weight) in regions(&plan, fields) {
            let average = known.length(field, searcher)? as f32 / articles.max(1) as f32;
            let mut part = FieldPart {
                field,
                region,
                worths: Arc::new(Worths::new(weight, average)),
                lexicons: lexicons.clone(),
                words: Vec::new(),
            };
            for (word, frequency) in plan.words.iter().zip(&mut frequencies) {
                let found = known.find(word, field, lexicons)?;
                *frequency = found.document_frequency().max(*frequency);
                part.words.push(found);
            }
            parts.push(part);
        }
        for (number, word) in plan.words.iter().enumerate() {
            let expansions = parts.iter().map(|part| &part.words[number].expansion);
            if let Err(error) = bounded(word, expansions, query) {
                return Ok(Err(error));
            }
        }
        let (times, shape) = match plan.shape {
            Shape::AtLeast { times, pattern } => (times, *pattern),
            shape => (1, shape),
        };
        let idf = shape_idf(&shape, &frequencies, articles);
        Ok(Ok(Self {
            inner: Arc::new(Inner {
                shape,
                times,
                idf,
                fields: parts,
                frequencies,
            }),
        }))
    }

    /// What the pattern weighs: its inverse document frequency.
    pub(super) fn idf(&self) -> f32 {
        self.inner.idf
    }

    /// Hands out the documents of a segment that may score what `each` gave back last, each with its score, and
    /// says how many others match. `None` if the pattern is not just a word.
    pub(super) fn prune(
        &self,
        segment: &SegmentReader,
        ord: u32,
        each: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<Option<u64>> {
        let scorer = self.inner.word_scorer(segment, ord as usize, 1.0)?;
        Ok(scorer.map(|mut scorer| scorer.prune(each)))
    }

    /// For each word of the pattern, how many articles hold it at most.
    pub(super) fn frequencies(&self) -> &[u64] {
        &self.inner.frequencies
    }

    /// The words each word of the pattern stands for, with their document frequencies.
    pub(super) fn expansions(&self) -> Vec<Expansion> {
        let words = 0..self.inner.frequencies.len();
        let fields = || self.inner.fields.iter();
        let merged = |word: usize| joined(fields().map(|part| &part.words[word].expansion));
        words.map(merged).collect()
    }
}

/// The fields a pattern is looked for in, what part of them, and what an occurrence there is worth.
fn regions(plan: &Plan, fields: &Fields) -> impl Iterator<Item = (Field, Region, f32)> {
    let headline = plan.in_headline();
    let headline = headline.map(|region| (fields.headline, region, HEADLINE_WEIGHT));
    let body = plan.in_body();
    let body = body.map(|region| (fields.body, region, BODY_WEIGHT));
    headline.into_iter().chain(body)
}

/// The weight of a pattern: what its words weigh together, a choice as much as its commonest.
fn shape_idf(shape: &Shape, frequencies: &[u64], articles: u64) -> f32 {
    let all = |parts: &[Shape]| {
        parts
            .iter()
            .map(|p| shape_idf(p, frequencies, articles))
            .sum()
    };
    match shape {
        Shape::Word(word) => idf(frequencies[*word], articles),
        Shape::Any(parts) => parts
            .iter()
            .map(|part| shape_idf(part, frequencies, articles))
            .fold(f32::INFINITY, f32::min),
        Shape::Phrase { parts, .. } | Shape::Within { parts, .. } => all(parts),
        Shape::Near { left, right, .. } => {
            shape_idf(left, frequencies, articles) + shape_idf(right, frequencies, articles)
        }
        Shape::AtLeast { pattern, .. } => shape_idf(pattern, frequencies, articles),
    }
}

impl FieldPart {
    /// The terms of all words in one segment.
    fn terms(&self, ord: usize) -> impl Iterator<Item = &TermInfo> {
        self.words.iter().flat_map(move |found| &found.terms[ord])
    }

    /// This field of one segment; `None` if the pattern cannot stand in it.
    fn side(
        &self,
        shape: &Shape,
        segment: &SegmentReader,
        ord: usize,
    ) -> tantivy::Result<Option<Side>> {
        if self.terms(ord).next().is_none() {
            return Ok(None);
        }
        let with_positions = !(shape.is_word() && self.region == Region::Whole);
        let index = segment.inverted_index(self.field)?;
        let open = |found: &Arc<Found>| {
            Lists::open(&index, &found.terms[ord], segment.max_doc(), with_positions)
        };
        let words = self.words.iter().map(open).collect::<Result<Vec<_>, _>>()?;
        let lengths = Lengths::new(segment, self.field, &self.worths)?;
        let marks = |mark: &str| {
            let info = self.lexicons.get(ord, self.field)?.get(mark)?;
            let infos: Vec<_> = info.into_iter().collect();
            Lists::open(&index, &infos, segment.max_doc(), true)
        };
        Side::new(shape, words, self.region, marks, lengths).map(Some)
    }

    /// The lists of the only word.
    fn lists(&self, segment: &SegmentReader, ord: usize) -> tantivy::Result<Vec<List>> {
        let index = segment.inverted_index(self.field)?;
        Ok(unplaced(&index, self.terms(ord)).collect::<Result<_, _>>()?)
    }
}

impl std::fmt::Debug for TextQuery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TextQuery({:?})", self.inner.shape)
    }
}

impl Query for TextQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let searcher = scoring.searcher().ok_or_else(|| {
            tantivy::TantivyError::InvalidArgument("a text query needs a searcher".into())
        })?;
        let segments = searcher.segment_readers();
        Ok(Box::new(TextWeight {
            inner: self.inner.clone(),
            segments: segments.iter().map(SegmentReader::segment_id).collect(),
        }))
    }
}

impl Inner {
    /// Walks the only word of the pattern, if there is but one with few terms and it counts wherever it stands.
    fn word_scorer(
        &self,
        segment: &SegmentReader,
        ord: usize,
        boost: Score,
    ) -> tantivy::Result<Option<WordScorer>> {
        let is_plain = |part: &FieldPart| {
            part.region == Region::Whole && part.terms(ord).count() <= SIDE_BY_SIDE
        };
        if !self.shape.is_word() || self.times > 1 || !self.fields.iter().all(is_plain) {
            return Ok(None);
        }
        let (mut lists, mut lengths) = (Vec::new(), Vec::new());
        for part in &self.fields {
            if part.terms(ord).next().is_some() {
                lists.push(part.lists(segment, ord)?);
                let of_field = Lengths::new(segment, part.field, &part.worths)?;
                lengths.push(of_field);
            }
        }
        let summed = Summed::new(lists);
        Ok(Some(WordScorer::new(summed, lengths, self.idf * boost)))
    }
}

struct TextWeight {
    inner: Arc<Inner>,
    segments: Vec<tantivy::index::SegmentId>,
}

impl TextWeight {
    fn ord(&self, segment: &SegmentReader) -> tantivy::Result<usize> {
        let id = segment.segment_id();
        self.segments.iter().position(|s| *s == id).ok_or_else(|| {
            tantivy::TantivyError::InternalError("the segment is not of this searcher".into())
        })
    }

    fn text_scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<TextScorer> {
        let ord = self.ord(segment)?;
        let inner = &self.inner;
        let mut sides = Vec::new();
        for part in &inner.fields {
            sides.extend(part.side(&inner.shape, segment, ord)?);
        }
        let mut scorer = TextScorer {
            sides,
            times: inner.times,
            idf: inner.idf * boost,
            doc: 0,
        };
        scorer.find(0);
        Ok(scorer)
    }
}

impl Weight for TextWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        if let Some(scorer) = self.inner.word_scorer(segment, self.ord(segment)?, boost)? {
            return Ok(Box::new(scorer));
        }
        Ok(Box::new(self.text_scorer(segment, boost)?))
    }

    /// As the engine does it, but a single word by stretches.
    fn for_each(
        &self,
        segment: &SegmentReader,
        each: &mut dyn FnMut(DocId, Score),
    ) -> tantivy::Result<()> {
        match self.inner.word_scorer(segment, self.ord(segment)?, 1.0)? {
            Some(mut scorer) => scorer.each(each),
            None => all_scored(self.text_scorer(segment, 1.0)?, each),
        }
        Ok(())
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.text_scorer(segment, 1.0)?;
        if scorer.seek(doc) != doc {
            return Err(tantivy::TantivyError::InvalidArgument(
                "the article does not match".into(),
            ));
        }
        Ok(scorer.explain())
    }
}

fn all_scored(mut scorer: impl Scorer, each: &mut dyn FnMut(DocId, Score)) {
    while scorer.doc() != TERMINATED {
        each(scorer.doc(), scorer.score());
        scorer.advance();
    }
}

/// Walks the matching documents of one segment.
struct TextScorer {
    sides: Vec<Side>,
    times: u32,
    idf: f32,
    doc: DocId,
}

impl TextScorer {
    /// Goes to the first match that is not before `target`.
    fn find(&mut self, mut target: DocId) -> DocId {
        loop {
            for side in &mut self.sides {
                side.seek(target);
            }
            self.doc = self.sides.iter().map(Side::doc).min().unwrap_or(TERMINATED);
            if self.doc == TERMINATED || self.times <= 1 {
                return self.doc;
            }
            let here = self.sides.iter().filter(|side| side.doc() == self.doc);
            if here.map(Side::freq).sum::<u32>() >= self.times {
                return self.doc;
            }
            target = self.doc + 1;
        }
    }

    fn explain(&self) -> Explanation {
        let here = || self.sides.iter().filter(|side| side.doc() == self.doc);
        let sum: f32 = here().map(Side::normalised).sum();
        let mut explanation = Explanation::new("BM25F", crate::engine::bm25::score(self.idf, sum));
        explanation.add_const("idf, summed over the words of the pattern", self.idf);
        for side in here() {
            side.explain(&mut explanation);
        }
        explanation
    }
}

impl DocSet for TextScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        self.find(self.doc + 1)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc {
            return self.doc;
        }
        self.find(target)
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.sides.iter().map(Side::size).sum()
    }
}

impl Scorer for TextScorer {
    fn score(&mut self) -> Score {
        let here = self.sides.iter().filter(|side| side.doc() == self.doc);
        crate::engine::bm25::score(self.idf, here.map(Side::normalised).sum())
    }
}
