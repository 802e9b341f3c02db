//! A text pattern made ready: its words analysed, its shape referring to them by number.

use super::matcher::Matcher;
use crate::analysis::Stemmer;
use crate::error::QueryError;
use crate::query::{Pattern, Scope, Unit};

/// A pattern whose words are analysed.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    /// The words, in order of the query.
    pub(super) words: Vec<Matcher>,
    /// How they must stand to each other.
    pub(super) shape: Shape,
    /// Where they are looked for.
    pub(super) scope: Scope,
}

/// The part of a field that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Region {
    /// All of it.
    Whole,
    /// Its first paragraph.
    FirstParagraph,
    /// Its first so many words.
    First(u32),
}

impl Region {
    /// The position behind its last word, `paragraphs` being where paragraphs begin.
    pub(super) fn end(self, paragraphs: &[u32]) -> u32 {
        match self {
            Self::Whole => u32::MAX,
            Self::First(words) => words,
            Self::FirstParagraph => paragraphs.get(1).copied().unwrap_or(u32::MAX),
        }
    }
}

/// [`Pattern`] over word numbers.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    /// The word with this number.
    Word(usize),
    /// One after the other.
    Phrase {
        /// The parts, in order, each of as many words wherever it stands ([`Shape::width`]).
        parts: Vec<Shape>,
        /// Words that may be passed over, in all.
        slop: u32,
    },
    /// Both within a distance.
    Near {
        /// One side.
        left: Box<Shape>,
        /// The other.
        right: Box<Shape>,
        /// The largest distance in words.
        distance: u32,
        /// Whether `left` must come first.
        ordered: bool,
    },
    /// All in one unit of text.
    Within {
        /// The parts.
        parts: Vec<Shape>,
        /// The unit.
        unit: Unit,
    },
    /// Any of them.
    Any(Vec<Shape>),
    /// So many times.
    AtLeast {
        /// How many.
        times: u32,
        /// Of what.
        pattern: Box<Shape>,
    },
}

impl Shape {
    /// Whether it is one word, wherever that stands: its frequency needs no positions.
    pub(super) fn is_word(&self) -> bool {
        matches!(self, Self::Word(_))
    }

    /// How many words each of its places has, for a part of a phrase: a word, what the analysis made of one,
    /// or a choice of words.
    pub(super) fn width(&self) -> u32 {
        match self {
            Self::Phrase { parts, .. } => parts.iter().map(Self::width).sum(),
            _ => 1,
        }
    }

    /// Whether the starts of sentences or paragraphs must be known.
    pub(super) fn needs(&self, wanted: Unit) -> bool {
        match self {
            Self::Word(_) => false,
            Self::Phrase { parts, .. } | Self::Any(parts) => parts.iter().any(|p| p.needs(wanted)),
            Self::Within { parts, unit } => {
                *unit == wanted || parts.iter().any(|p| p.needs(wanted))
            }
            Self::Near { left, right, .. } => left.needs(wanted) || right.needs(wanted),
            Self::AtLeast { pattern, .. } => pattern.needs(wanted),
        }
    }
}

impl Plan {
    /// Analyses the words of a pattern of the query text `query`.
    pub(super) fn new(
        pattern: &Pattern,
        scope: Scope,
        stemmer: Stemmer,
        query: &str,
    ) -> Result<Self, QueryError> {
        let mut words = Vec::new();
        let shape = shape(pattern, stemmer, query, &mut words)?;
        Ok(Self {
            words,
            shape,
            scope,
        })
    }

    /// What of a headline counts; `None` if it does not.
    pub(super) fn in_headline(&self) -> Option<Region> {
        match self.scope {
            Scope::Article | Scope::Headline | Scope::Lead => Some(Region::Whole),
            Scope::Body | Scope::First(_) => None,
        }
    }

    /// What of a body counts; `None` if it does not.
    pub(super) fn in_body(&self) -> Option<Region> {
        match self.scope {
            Scope::Article | Scope::Body => Some(Region::Whole),
            Scope::Lead => Some(Region::FirstParagraph),
            Scope::First(words) => Some(Region::First(words)),
            Scope::Headline => None,
        }
    }
}

fn shape(
    pattern: &Pattern,
    stemmer: Stemmer,
    query: &str,
    words: &mut Vec<Matcher>,
) -> Result<Shape, QueryError> {
    let all = |parts: &[Pattern], words: &mut Vec<Matcher>| {
        let part = |p| shape(p, stemmer, query, words);
        parts.iter().map(part).collect::<Result<Vec<_>, _>>()
    };
    Ok(match pattern {
        Pattern::Word(word) => {
            let first = words.len();
            words.extend(Matcher::of(word, stemmer, query)?);
            let mut parts: Vec<_> = (first..words.len()).map(Shape::Word).collect();
            if parts.len() == 1 {
                parts.remove(0)
            } else {
                Shape::Phrase { parts, slop: 0 }
            }
        }
        Pattern::Phrase { parts, slop } => Shape::Phrase {
            parts: all(parts, words)?,
            slop: *slop,
        },
        Pattern::Near {
            left,
            right,
            distance,
            ordered,
        } => Shape::Near {
            left: Box::new(shape(left, stemmer, query, words)?),
            right: Box::new(shape(right, stemmer, query, words)?),
            distance: *distance,
            ordered: *ordered,
        },
        Pattern::Within { parts, unit } => Shape::Within {
            parts: all(parts, words)?,
            unit: *unit,
        },
        Pattern::Any(parts) => Shape::Any(all(parts, words)?),
        Pattern::AtLeast { times, pattern } => Shape::AtLeast {
            times: *times,
            pattern: Box::new(shape(pattern, stemmer, query, words)?),
        },
    })
}
