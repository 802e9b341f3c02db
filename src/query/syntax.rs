//! What was written: the tree the parser builds, before it is known what it can mean.

use super::fields::Field;
use super::token::Function;
use super::tree::{Span, Unit};

/// A piece of a query as written.
#[derive(Debug)]
pub(super) struct Syntax {
    /// What it is.
    pub(super) kind: Kind,
    /// Where it stands, with its operators.
    pub(super) span: Span,
    /// Where it stands, with the parentheses around it.
    pub(super) outer: Span,
    /// How many pieces lie above each other in it.
    pub(super) height: usize,
}

impl Syntax {
    /// A piece; its height comes from its parts.
    pub(super) fn new(kind: Kind, span: Span) -> Self {
        let below = match &kind {
            Kind::Star
            | Kind::Word { .. }
            | Kind::Phrase { .. }
            | Kind::Regex { .. }
            | Kind::Value { .. } => 0,
            Kind::Sequence(parts) | Kind::And(parts) | Kind::Or(parts) | Kind::Within(parts, _) => {
                parts.iter().map(|part| part.height).max().unwrap_or(0)
            }
            Kind::Near { sides, .. } => sides[0].height.max(sides[1].height),
            Kind::Not(inside)
            | Kind::Required(inside)
            | Kind::Function(_, inside)
            | Kind::Field(_, inside)
            | Kind::Boost(inside, _) => inside.height,
        };
        Self {
            kind,
            outer: span.clone(),
            span,
            height: below + 1,
        }
    }

    /// Whether `+` stands before it; in parentheses it says nothing to what is outside.
    pub(super) fn has_plus(&self) -> bool {
        matches!(self.kind, Kind::Required(_)) && self.span == self.outer
    }

    /// Whether `-` or `NOT` stands before it, outside of parentheses.
    pub(super) fn has_minus(&self) -> bool {
        matches!(self.kind, Kind::Not(_)) && self.span == self.outer
    }
}

/// What a [`Syntax`] is.
#[derive(Debug)]
pub(super) enum Kind {
    /// `*`.
    Star,
    /// A word, perhaps with `=` before it or `~1` after it.
    Word {
        /// The word itself.
        core: Span,
        /// Whether `=` stood before it.
        equals: bool,
        /// The number after `~`.
        fuzzy: Option<u32>,
    },
    /// Text in quotation marks, perhaps with `=` before it or `~3` after it.
    Phrase {
        /// What stands between the marks.
        core: Span,
        /// Whether `=` stood before it.
        equals: bool,
        /// The number after `~`.
        slop: Option<u32>,
    },
    /// A regular expression.
    Regex {
        /// What stands between the slashes.
        core: Span,
    },
    /// A value of a field that is not running text.
    Value {
        /// The value itself.
        core: Span,
        /// Whether it stood in quotation marks.
        quoted: bool,
        /// Whether `~` stood before it.
        part: bool,
    },
    /// Things side by side without an operator (two or more).
    Sequence(Vec<Syntax>),
    /// Things joined by `AND` (two or more).
    And(Vec<Syntax>),
    /// Things joined by `OR` (two or more).
    Or(Vec<Syntax>),
    /// `NOT x`, `-x`.
    Not(Box<Syntax>),
    /// `+x`.
    Required(Box<Syntax>),
    /// `x NEAR/5 y`.
    Near {
        /// The two sides.
        sides: Box<[Syntax; 2]>,
        /// The largest distance.
        distance: u32,
        /// Whether the left side comes first.
        ordered: bool,
    },
    /// Things joined by `w/s` or `w/p` (two or more).
    Within(Vec<Syntax>, Unit),
    /// `SENTENCE(x)` and its like.
    Function(Function, Box<Syntax>),
    /// `field:x`.
    Field(&'static Field, Box<Syntax>),
    /// `x^2`.
    Boost(Box<Syntax>, f32),
}
