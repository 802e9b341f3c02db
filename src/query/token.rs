//! The pieces of a query, each with its place.

use super::fields::Field;
use super::tree::{Span, Unit};

/// A piece of a query.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// What it is.
    pub(super) kind: Kind,
    /// Where it stands, with its operators.
    pub(super) span: Span,
}

/// What a [`Token`] is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// `(`.
    Open,
    /// `)`.
    Close,
    /// `AND`.
    And,
    /// `OR`.
    Or,
    /// `NOT`.
    Not,
    /// `-` before something.
    Minus,
    /// `+` before something.
    Plus,
    /// `*` alone.
    Star,
    /// A word of running text.
    Word {
        /// The word without `=`.
        core: Span,
        /// Whether `=` stood before it.
        equals: bool,
    },
    /// Text in quotation marks.
    Phrase {
        /// What stands between the marks.
        core: Span,
        /// Whether `=` stood before it.
        equals: bool,
    },
    /// A regular expression.
    Regex {
        /// What stands between the slashes.
        core: Span,
    },
    /// A value of a field that is not running text.
    Value {
        /// The value without `~` and quotation marks.
        core: Span,
        /// Whether it stood in quotation marks.
        quoted: bool,
        /// Whether `~` stood before it.
        part: bool,
    },
    /// `name:`.
    Field(&'static Field),
    /// `SENTENCE` and its like, before a parenthesis.
    Function(Function),
    /// `NEAR/5`, `PRE/5`.
    Near {
        /// The largest distance.
        distance: u32,
        /// Whether the left side comes first.
        ordered: bool,
    },
    /// `w/s`, `w/p`.
    Within(Unit),
    /// `~2` after a word or phrase.
    Tilde(u32),
    /// `^2` after anything.
    Boost(f32),
}

/// An operator that is written like a function: `NAME(...)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    /// `SENTENCE(...)`, `PARAGRAPH(...)`.
    Within(Unit),
    /// `ATLEAST3(...)`.
    AtLeast(u32),
    /// `HLEAD(...)`.
    Lead,
    /// `FIRST/50(...)`.
    First(u32),
    /// `ALLCAPS(...)`.
    AllCaps,
    /// `NOCAPS(...)`.
    NoCaps,
}

/// The names of all functions, for suggestions.
pub(super) const FUNCTIONS: &[&str] = &[
    "SENTENCE",
    "PARAGRAPH",
    "ATLEAST",
    "HLEAD",
    "FIRST",
    "ALLCAPS",
    "NOCAPS",
];
