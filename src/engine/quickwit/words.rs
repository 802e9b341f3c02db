//! Patterns of words as clauses over the tokens of one field.

use super::clause::{Clause, literal, phrase, prefix, regexp, token};
use crate::engine::matcher::{Asked, Matcher};
use crate::engine::plan::{Plan, Region, Shape};

/// The words of one field, asked for with a weight.
pub(super) struct Words<'a> {
    pub(super) field: &'static str,
    pub(super) plan: &'a Plan,
    pub(super) boost: f32,
    /// Whether the stems of the archive are those of the query.
    pub(super) stems: bool,
}

impl Words<'_> {
    /// What an article must hold in this field for the pattern to stand in it.
    pub(super) fn clause(&self, region: Region) -> Clause {
        let clause = self.shape(&self.plan.shape);
        match region {
            Region::Whole => clause,
            Region::FirstParagraph | Region::First(_) => clause.loosely(),
        }
    }

    fn shape(&self, shape: &Shape) -> Clause {
        let all = |parts: &[Shape]| {
            parts
                .iter()
                .map(|part| self.shape(part))
                .collect::<Vec<_>>()
        };
        match shape {
            Shape::Word(word) => self.word(&self.plan.words[*word]),
            Shape::Any(parts) => Clause::any(all(parts)),
            Shape::Phrase { parts, slop: 0 } => self
                .tokens(parts)
                .unwrap_or_else(|| Clause::every(all(parts)).loosely()),
            Shape::Phrase { parts, .. } | Shape::Within { parts, .. } => {
                Clause::every(all(parts)).loosely()
            }
            Shape::Near { left, right, .. } => {
                Clause::every(vec![self.shape(left), self.shape(right)]).loosely()
            }
            Shape::AtLeast { pattern, .. } => self.shape(pattern).loosely(),
        }
    }

    fn field(&self, form: &str) -> String {
        format!("{}_{form}", self.field)
    }

    fn word(&self, word: &Matcher) -> Clause {
        match word.asked(self.stems) {
            Asked::Stem(stem) => Clause::exactly(token(&self.field("stems"), stem, self.boost)),
            Asked::Word(word) => Clause::exactly(token(&self.field("words"), word, self.boost)),
            Asked::Term(term) => Clause::exactly(token(&self.field("terms"), term, self.boost)),
            Asked::AmongSpellings(word) => {
                Clause::exactly(token(&self.field("words"), word, self.boost)).loosely()
            }
            Asked::Wild(wild) => {
                let parts: Vec<_> = wild.split('*').map(literal).collect();
                let field = self.field("words");
                Clause::exactly(match wild.split_once('*') {
                    Some((beginning, "")) => prefix(&field, beginning),
                    _ => regexp(&field, &parts.join(".*")),
                })
            }
            Asked::Beginnings(beginnings) => {
                let prefixes = beginnings.iter().map(|(beginning, whole)| {
                    Clause::exactly(match whole {
                        true => token(&self.field("words"), beginning, self.boost),
                        false => prefix(&self.field("words"), beginning),
                    })
                });
                Clause::any(prefixes.collect()).loosely()
            }
            Asked::Nothing => Clause::all().loosely(),
        }
    }

    /// A phrase of plain tokens of one form.
    fn tokens(&self, parts: &[Shape]) -> Option<Clause> {
        let words = parts.iter().map(|part| match part {
            Shape::Word(word) => Some(self.plan.words[*word].asked(self.stems)),
            _ => None,
        });
        let words: Vec<_> = words.collect::<Option<_>>()?;
        let stems = words.iter().map(|word| match word {
            Asked::Stem(stem) => Some(*stem),
            _ => None,
        });
        if let Some(stems) = stems.collect::<Option<Vec<_>>>() {
            return Some(Clause::exactly(phrase(&self.field("stems"), &stems)));
        }
        let plain = words.iter().map(|word| match word {
            Asked::Word(word) => Some(*word),
            _ => None,
        });
        let plain = plain.collect::<Option<Vec<_>>>()?;
        Some(Clause::exactly(phrase(&self.field("words"), &plain)))
    }
}
