//! A text pattern made ready: its words analysed, its shape referring to them by number.

use super::matcher::Matcher;
use crate::analysis::Stemmer;
use crate::error::QueryError;
use crate::query::{Pattern, Unit};

/// A pattern whose words are analysed.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The words, in order of the query.
    pub words: Vec<Matcher>,
    /// How they must stand to each other.
    pub shape: Shape,
}

/// [`Pattern`] over word numbers.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// The word with this number.
    Word(usize),
    /// One after the other.
    Phrase {
        /// The parts, in order.
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
    /// Whether an article matches as soon as it holds one of the words, wherever they stand.
    pub fn is_loose(&self) -> bool {
        match self {
            Self::Word(_) => true,
            Self::Any(parts) => parts.iter().all(Self::is_loose),
            _ => false,
        }
    }

    /// Whether the starts of sentences or paragraphs must be known.
    pub fn needs(&self, wanted: Unit) -> bool {
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
    pub fn new(pattern: &Pattern, stemmer: Stemmer, query: &str) -> Result<Self, QueryError> {
        let mut words = Vec::new();
        let shape = shape(pattern, stemmer, query, &mut words)?;
        Ok(Self { words, shape })
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
