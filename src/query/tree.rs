//! The tree of a query: what is asked, free of syntax.

use jiff::Timestamp;
use jiff::civil::Date;
use std::ops::Range;

/// Bytes of the query text, for carets under errors.
pub type Span = Range<usize>;

/// A parsed query.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// The text as it was typed.
    pub typed: String,
    /// What it means; never nested more than 64 deep.
    pub root: Node,
}

/// A condition on articles.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// Every article; adds nothing to a score, so `a (b OR *)` finds what `a` finds and prefers `b`.
    All,
    /// A pattern of words, looked for in a part of the article; it scores.
    Text {
        /// Where to look.
        scope: Scope,
        /// What to look for.
        pattern: Pattern,
    },
    /// A condition on a field that is true or not; it does not score.
    Filter {
        /// The condition.
        filter: Filter,
        /// Where it stands in the query.
        span: Span,
    },
    /// All of them (two or more).
    And(Vec<Node>),
    /// At least one of them (two or more).
    Or(Vec<Node>),
    /// Not this one.
    Not(Box<Node>),
    /// The same articles, the score multiplied.
    Boost(Box<Node>, f32),
}

/// The part of an article in which words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Headline or body.
    Article,
    /// The headline.
    Headline,
    /// The body.
    Body,
    /// The headline and the first paragraph: `HLEAD(...)`.
    Lead,
    /// The first so many words of the body: `FIRST/50(...)`.
    First(u32),
}

/// A pattern of words at places in one field (headline or body; never across both).
///
/// A pattern matches at intervals of word positions. A word has an interval of one word (or of as many
/// as the analysis makes of it, next to each other: `state-of-the-art`), every other pattern reaches
/// from the first word of its parts to the last. The parts of a phrase or proximity never share a word.
#[derive(Debug, Clone, PartialEq)]
pub enum Pattern {
    /// One word.
    Word(Word),
    /// The parts one after the other; with `slop`, up to so many other words between them in all.
    Phrase {
        /// The parts, in order: words, or choices of single words.
        parts: Vec<Pattern>,
        /// How many other words may stand between the first and the last, in all.
        slop: u32,
    },
    /// Both within `distance` words: `a NEAR/5 b` lets at most 4 words stand between them. Where a side
    /// is longer than a word, it is counted from the end of the earlier to the start of the later one.
    Near {
        /// The one side.
        left: Box<Pattern>,
        /// The other side.
        right: Box<Pattern>,
        /// The largest distance in words (1: next to each other).
        distance: u32,
        /// Whether `left` must come first (`PRE/5`).
        ordered: bool,
    },
    /// All parts in one sentence or paragraph.
    Within {
        /// The parts, in any order.
        parts: Vec<Pattern>,
        /// What they must share.
        unit: Unit,
    },
    /// Any of them.
    Any(Vec<Pattern>),
    /// The pattern at least so many times in the scope (headline and body together in
    /// [`Scope::Article`]), counted by the places it starts at: `ATLEAST3(word)`. Never inside another
    /// pattern; holds words, phrases and [`Pattern::Any`] of them.
    AtLeast {
        /// How many times.
        times: u32,
        /// What is counted.
        pattern: Box<Pattern>,
    },
}

/// What the parts of [`Pattern::Within`] must share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// One sentence.
    Sentence,
    /// One paragraph.
    Paragraph,
}

/// One word as typed, and how it is to be matched.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Word {
    /// The word without its operators (`=`, quotes, `~1`, slashes); wildcards are kept in it.
    pub text: String,
    /// How it is matched.
    pub form: Form,
    /// Where it stands in the query.
    pub span: Span,
}

/// How a word is matched. Case and accents are folded unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// Any form with the same stem: `bank` finds `banks`.
    Stem,
    /// This form only: a word in quotation marks, or `=banks`.
    Exact,
    /// This form in this very spelling, case and accents included: `=Apple`.
    Spelled,
    /// This form, in capitals only: `ALLCAPS(us)`.
    AllCaps,
    /// This form, without a capital in it: `NOCAPS(apple)`.
    NoCaps,
    /// With `*` (any run) and `?` (one character).
    Wildcard,
    /// Within so many edits (1 or 2).
    Fuzzy(u8),
    /// A regular expression that matches the whole word.
    Regex,
}

/// A field of short text that can be filtered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextField {
    /// The newspaper, agency or site.
    Publication,
    /// The section or desk.
    Section,
    /// Who wrote it.
    Byline,
    /// Its address.
    Url,
    /// Its language.
    Language,
    /// The format it was read from.
    Format,
    /// The name of the root it was found under.
    Root,
}

/// A condition that is true of an article or not.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// An organisation, by its canonical name or any alias; with `part`, by words of its name.
    Organisation {
        /// The name as typed.
        name: String,
        /// `org:~press`: any organisation whose name holds these words.
        part: bool,
    },
    /// Published in these days (both included); open ends are `None`.
    Date {
        /// The first day.
        since: Option<Date>,
        /// The last day.
        until: Option<Date>,
    },
    /// A short text field: equal but for case and accents; `*` and `?` are wildcards.
    Field {
        /// Which.
        field: TextField,
        /// The value as typed.
        value: String,
    },
    /// The path below the root, as a glob (`2025/**`); without wildcards a folder or a file.
    Path(String),
    /// The id.
    Id(String),
    /// A tag that a reader gave.
    Tag(String),
    /// How many words the article has.
    Words(Compare, u64),
    /// Entered the index in this time: since (included), until (excluded).
    Added {
        /// The first instant.
        since: Option<Timestamp>,
        /// The first instant after it.
        until: Option<Timestamp>,
    },
    /// Entered the index with the latest refresh.
    AddedLast,
    /// The field has a value: `date:*`. The name is one of `headline`, `body`, `org`, `date`,
    /// `publication`, `section`, `byline`, `url`, `language`, `tag`; every article has the others.
    Exists(&'static str),
}

/// How a number is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Compare {
    /// Less than.
    Less,
    /// At most.
    AtMost,
    /// Equal.
    Equal,
    /// At least.
    AtLeast,
    /// More than.
    More,
}
