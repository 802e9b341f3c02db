//! One field of one segment under a pattern: which documents match there, and how often.

use super::lists::Lists;
use crate::analysis::{PARAGRAPH, SENTENCE};
use crate::engine::bm25::{length_factor, score};
use crate::engine::plan::{Region, Shape};
use crate::engine::spans::{Occurrences, places, starts};
use crate::query::Unit;
use std::sync::Arc;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::Explanation;
use tantivy::schema::Field;
use tantivy::{DocId, SegmentReader, TERMINATED};

/// The matches of a pattern in one field, walked in order of documents.
pub(super) struct Side {
    shape: Shape,
    words: Vec<Lists>,
    region: Region,
    sentences: Option<Lists>,
    paragraphs: Option<Lists>,
    lengths: Lengths,
    doc: DocId,
    freq: u32,
    scratch: Occurrences,
}

/// The lengths of a field's texts, by which frequencies are normalised.
pub(super) struct Lengths {
    norms: FieldNormReader,
    worths: Arc<Worths>,
}

/// What an occurrence in a field is worth, for each of the 256 coded lengths of its text.
pub(super) struct Worths {
    weight: f32,
    length_factors: [f32; 256],
    /// The weight divided by the length factor: a million times over, to multiply is cheaper.
    of_length: [f32; 256],
}

impl Worths {
    /// Of a field in which an occurrence weighs so much and texts have so many words on average.
    pub(super) fn new(weight: f32, average_length: f32) -> Self {
        let factor = |code: usize| {
            let length = FieldNormReader::id_to_fieldnorm(code as u8) as f32;
            length_factor(length, average_length)
        };
        let length_factors = std::array::from_fn(factor);
        Self {
            weight,
            length_factors,
            of_length: length_factors.map(|factor| weight / factor),
        }
    }
}

impl Lengths {
    /// Of a field of a segment.
    pub(super) fn new(
        segment: &SegmentReader,
        field: Field,
        worths: &Arc<Worths>,
    ) -> tantivy::Result<Self> {
        Ok(Self {
            norms: segment.get_fieldnorms_reader(field)?,
            worths: worths.clone(),
        })
    }

    /// A frequency in a document, weighted and normalised by the field's length.
    #[inline]
    pub(super) fn normalised(&self, doc: DocId, freq: u32) -> f32 {
        let code = self.norms.fieldnorm_id(doc);
        freq as f32 * self.worths.of_length[usize::from(code)]
    }

    /// How often a word must stand in this field at least, whatever the length of the text, for an article that
    /// holds it nowhere else to score so much.
    pub(super) fn least_freq(&self, idf: f32, least: f32) -> u32 {
        /// More than what is lost in rounding.
        const MORE: f32 = 1.0 + 1e-5;
        // In no text is it worth more than in the shortest.
        let most = self.worths.of_length[0];
        let reaches = |freq: &u32| MORE * score(idf, *freq as f32 * most) >= least;
        (1..=u8::MAX.into()).find(reaches).unwrap_or(u8::MAX.into())
    }

    /// Adds the parts of [`Lengths::normalised`].
    fn explain(&self, doc: DocId, freq: u32, explanation: &mut Explanation) {
        let code = self.norms.fieldnorm_id(doc);
        let mut part = Explanation::new(
            "frequency in the field, weighted and normalised by its length",
            self.normalised(doc, freq),
        );
        part.add_const("frequency", freq as f32);
        part.add_const("weight of the field", self.worths.weight);
        part.add_const("length in words (coded)", self.norms.fieldnorm(doc) as f32);
        let factor = self.worths.length_factors[usize::from(code)];
        part.add_const("length factor", factor);
        explanation.add_detail(part);
    }
}

impl Side {
    /// Stands before the first match; [`Side::seek`] goes there.
    pub(super) fn new(
        shape: &Shape,
        words: Vec<Lists>,
        region: Region,
        marks: impl Fn(&str) -> tantivy::Result<Lists>,
        lengths: Lengths,
    ) -> tantivy::Result<Self> {
        let marks = |needed: bool, mark: &str| needed.then(|| marks(mark)).transpose();
        let first = region == Region::FirstParagraph;
        Ok(Self {
            sentences: marks(shape.needs(Unit::Sentence), SENTENCE)?,
            paragraphs: marks(shape.needs(Unit::Paragraph) || first, PARAGRAPH)?,
            scratch: Occurrences {
                words: vec![Vec::new(); words.len()],
                ..Occurrences::default()
            },
            shape: shape.clone(),
            words,
            region,
            lengths,
            doc: 0,
            freq: 0,
        })
    }

    /// The current match, or [`TERMINATED`].
    pub(super) fn doc(&self) -> DocId {
        self.doc
    }

    /// How often the pattern stands in the field of the current match.
    pub(super) fn freq(&self) -> u32 {
        self.freq
    }

    /// An upper bound of the number of matches.
    pub(super) fn size(&self) -> u32 {
        bound(&self.shape, &self.words)
    }

    /// The weighted frequency, normalised by the field's length.
    pub(super) fn normalised(&self) -> f32 {
        self.lengths.normalised(self.doc, self.freq)
    }

    /// Adds the parts of [`Side::normalised`].
    pub(super) fn explain(&self, explanation: &mut Explanation) {
        self.lengths.explain(self.doc, self.freq, explanation);
    }

    /// Goes to the first match that is not before `target`.
    pub(super) fn seek(&mut self, target: DocId) {
        // A side that was never moved stands at document 0 with nothing counted.
        if self.doc >= target && self.freq > 0 || self.doc == TERMINATED {
            return;
        }
        let mut target = target;
        loop {
            self.doc = candidate(&self.shape, &mut self.words, target);
            if self.doc == TERMINATED {
                self.freq = 0;
                return;
            }
            self.freq = self.count();
            if self.freq > 0 {
                return;
            }
            target = self.doc + 1;
        }
    }

    /// How often the pattern stands in the current document.
    fn count(&mut self) -> u32 {
        if let (Shape::Word(word), Region::Whole) = (&self.shape, self.region) {
            return self.words[*word].freq();
        }
        self.gather();
        self.scratch.cut(self.region);
        starts(&places(&self.shape, &self.scratch))
    }

    fn gather(&mut self) {
        for (word, positions) in self.words.iter_mut().zip(&mut self.scratch.words) {
            word.seek(self.doc);
            if word.doc() == self.doc {
                word.positions(positions);
            } else {
                positions.clear();
            }
        }
        for (marks, positions) in [
            (&mut self.sentences, &mut self.scratch.sentences),
            (&mut self.paragraphs, &mut self.scratch.paragraphs),
        ] {
            let Some(marks) = marks else { continue };
            if marks.seek(self.doc) == self.doc {
                marks.positions(positions);
            } else {
                positions.clear();
            }
        }
    }
}

/// The first document not before `target` that holds the words the shape needs, wherever they stand.
fn candidate(shape: &Shape, words: &mut [Lists], target: DocId) -> DocId {
    match shape {
        Shape::Word(word) => words[*word].seek(target),
        Shape::Any(parts) => parts
            .iter()
            .map(|part| candidate(part, words, target))
            .min()
            .unwrap_or(TERMINATED),
        Shape::Phrase { parts, .. } | Shape::Within { parts, .. } => {
            together(&parts.iter().collect::<Vec<_>>(), words, target)
        }
        Shape::Near { left, right, .. } => together(&[left, right], words, target),
        Shape::AtLeast { pattern, .. } => candidate(pattern, words, target),
    }
}

fn together(parts: &[&Shape], words: &mut [Lists], mut target: DocId) -> DocId {
    loop {
        let begin = target;
        for part in parts {
            target = candidate(part, words, target);
        }
        if target == begin || target == TERMINATED {
            return target;
        }
    }
}

fn bound(shape: &Shape, words: &[Lists]) -> u32 {
    let all = |parts: &[Shape]| parts.iter().map(|p| bound(p, words)).min().unwrap_or(0);
    match shape {
        Shape::Word(word) => words[*word].size(),
        Shape::Any(parts) => parts.iter().map(|part| bound(part, words)).sum(),
        Shape::Phrase { parts, .. } | Shape::Within { parts, .. } => all(parts),
        Shape::Near { left, right, .. } => bound(left, words).min(bound(right, words)),
        Shape::AtLeast { pattern, .. } => bound(pattern, words),
    }
}
