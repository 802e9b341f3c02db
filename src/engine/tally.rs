//! How many articles hold each word and each two words side by side: of those that match, and of all.
//!
//! It is what makes a list of typical words exact over any number of articles: the dictionaries and the places
//! of the words are counted through, and no text is read. An engine that has no such dictionaries at hand has
//! no tally; then the texts themselves have to be read.

use crate::error::Result;

/// Counts over one query.
pub trait Tally {
    /// How many articles match, and how many there are.
    fn sizes(&self) -> (u64, u64);

    /// Whether counting here costs less than reading the texts of the matching articles.
    fn pays(&self) -> bool;

    /// The folded words that at least `least` matching articles hold and at most `most` of all, in order of
    /// their bytes. [`Tally::neighbours`] knows them by their places in this list.
    fn words(&mut self, least: u64, most: u64) -> Result<Vec<Held<String>>>;

    /// Of the `chosen` words each two of which at least `least` matching articles hold the second directly
    /// behind the first, in one text; in order.
    fn neighbours(&self, chosen: &[u32], least: u64) -> Result<Vec<Held<(u32, u32)>>>;
}

/// Something that articles hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Held<T> {
    /// What they hold.
    pub what: T,
    /// How many matching articles do.
    pub matching: u64,
    /// How many articles do, matching or not.
    pub all: u64,
}
