//! What is added to an article after it was read: organisations recognised in the text, residue cut
//! away, the dateline read, a near-duplicate signature, the language.
//!
//! Each enricher is a pure function of the article; none knows the format it came from or the index it
//! goes to.

pub mod boilerplate;
pub mod dateline;
pub mod language;
pub mod organisations;
