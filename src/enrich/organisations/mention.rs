//! A place in an article where an organisation is named, and why it was taken for one.

use std::fmt;
use std::ops::Range;

/// Which part of an article a range is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The headline.
    Headline,
    /// The body.
    Body,
}

/// Why a span was taken for an organisation: the strongest reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The user's own file names it.
    User,
    /// The article defines it: a name with its acronym in brackets.
    Defined,
    /// The table of names has it.
    Table,
    /// A rule fits: a legal form, a head noun, a noun that introduces it.
    Rule,
    /// The model says so.
    Model,
    /// The same name was recognised elsewhere in the article.
    Repeated,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::User => "user",
            Self::Defined => "defined",
            Self::Table => "table",
            Self::Rule => "rule",
            Self::Model => "model",
            Self::Repeated => "repeated",
        })
    }
}

/// A mention of an organisation.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// The part of the article it is in.
    pub part: Part,
    /// Its bytes in that part, on character boundaries.
    pub range: Range<usize>,
    /// The form seen, with line breaks read as spaces.
    pub form: String,
    /// The canonical name.
    pub name: String,
    /// Why it was taken for an organisation.
    pub why: Why,
    /// How sure the recogniser is, 0 to 1.
    pub confidence: f32,
}
