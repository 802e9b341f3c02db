//! What it takes to find reprints: the signatures of the matching articles, and the texts of a few.
//!
//! An engine that keeps no signatures has none of this, and says so before it is asked.

use super::{Columns, Meaning, Request};
use crate::analysis::Signature;
use crate::answer::{Hit, Page};
use crate::error::Result;
use crate::query::Query;

/// An engine that hands out signatures.
pub trait Signatures: Columns {
    /// Hands out each matching article with what stands for its text.
    fn signatures(
        &self,
        query: &Query,
        meaning: &Meaning,
        each: &mut dyn FnMut(Signed),
    ) -> Result<()>;

    /// The text by which an article is compared with others: its body, or where it has none its headline.
    fn text(&self, place: Place) -> Result<String>;

    /// An article, whole.
    fn article(&self, place: Place) -> Result<Hit>;

    /// The hits of a request, in order, without those that `keep` refuses; the total is of all.
    fn search_some(&self, request: &Request, keep: &mut dyn FnMut(Place) -> bool) -> Result<Found>;
}

/// A page, and where its hits are.
#[derive(Debug, Clone)]
pub struct Found {
    /// The page.
    pub page: Page,
    /// Where each of its hits is.
    pub places: Vec<Place>,
    /// How many hits were kept in all.
    pub kept: u64,
}

/// Where an article is in one commit of the index; it means nothing in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The part of the index.
    pub segment: u32,
    /// The article in it.
    pub document: u32,
}

/// An article by what stands for its text.
#[derive(Debug, Clone)]
pub struct Signed {
    /// Which article.
    pub place: Place,
    /// How many words it has.
    pub words: u32,
    /// The first and the last day it covers.
    pub days: Option<(i64, i64)>,
    /// What stands for its text; none if that has fewer than three words.
    pub signature: Option<Signature>,
}
