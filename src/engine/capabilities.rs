//! In what engines differ: what a command must know before it asks one.

/// What an engine does, beside what every engine does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// What it is called by.
    pub name: &'static str,
    /// What scores are worked out from.
    pub scores: Scores,
    /// Whether a query can be widened by words of the articles that score best.
    pub feedback: bool,
}

/// What the statistics in a score are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scores {
    /// All articles: scores of any two can be compared.
    Archive,
    /// Those of one part of the archive, headline and body apart: the same article scores otherwise in another
    /// part, and the order by relevance is another than that of one index.
    Split,
}
