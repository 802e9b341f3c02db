//! What the research commands read of the matching articles: whole columns instead of hits.
//!
//! A list of hits cannot say who is in ten thousand articles or when they appeared. [`Columns`] hands out
//! just the days, names, texts and signatures, in one pass over the matches, and stores none of them:
//! what is counted is the caller's business. Days are counted from 1970-01-01, as in the index.

use super::{Engine, Line, Meaning, Order, Tally};
use crate::answer::Hit;
use crate::error::Result;
use crate::query::Query;
use std::collections::{BTreeMap, HashMap};

/// An engine that hands out columns.
pub trait Columns: Engine {
    /// Which days the matching articles cover, and how many cover them.
    fn days(&self, query: &Query, meaning: &Meaning) -> Result<Days>;

    /// Hands out the values that each matching article has in `field`, in no particular order of the
    /// articles; the answer names the values by their numbers.
    fn values(
        &self,
        query: &Query,
        meaning: &Meaning,
        field: NameField,
        each: &mut dyn FnMut(Values),
    ) -> Result<Vec<Name>>;

    /// Counts the matching articles, and those among them that have each of some names, by their keys.
    ///
    /// What is read here of every article an engine may be able to count.
    fn name_counts(
        &self,
        query: &Query,
        meaning: &Meaning,
        field: NameField,
        keys: &[&str],
    ) -> Result<NameCounts> {
        let mut articles = 0;
        let mut counts: Vec<u64> = Vec::new();
        let names = self.values(query, meaning, field, &mut |values| {
            articles += 1;
            for &name in values.names {
                let name = name as usize;
                counts.resize(counts.len().max(name + 1), 0);
                counts[name] += 1;
            }
        })?;
        let counted = names.iter().map(|name| name.key.as_str()).zip(counts);
        let counted: HashMap<_, _> = counted.collect();
        let count = |key: &&str| counted.get(key).copied().unwrap_or(0);
        let with = keys.iter().map(count).collect();
        Ok(NameCounts { articles, with })
    }

    /// Hands out the headline and the body of each matching article.
    fn texts(
        &self,
        query: &Query,
        meaning: &Meaning,
        each: &mut dyn FnMut(&str, &str),
    ) -> Result<()>;

    /// Counts of the words of the matching articles, where they can be had without reading the texts.
    fn tally(&self, _query: &Query, _meaning: &Meaning) -> Result<Option<Box<dyn Tally + '_>>> {
        Ok(None)
    }

    /// How many articles hold a folded word, in any spelling, in headline or body.
    fn articles_with(&self, word: &str) -> Result<u64>;

    /// Hands out the matching articles whole, in the order in which the index holds them, until `each`
    /// fails.
    fn articles(
        &self,
        query: &Query,
        meaning: &Meaning,
        each: &mut dyn FnMut(Hit) -> Result<()>,
    ) -> Result<()>;

    /// Hands out each match with `context` words on either side, the articles in `order`.
    fn concordance(
        &self,
        query: &Query,
        meaning: &Meaning,
        context: usize,
        order: Order,
        each: &mut dyn FnMut(Line) -> Result<()>,
    ) -> Result<()>;
}

/// The days that articles cover.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Days {
    /// First and last day → articles. They differ where only a month or a year is known.
    pub spans: BTreeMap<(i64, i64), u64>,
    /// Articles without a date.
    pub undated: u64,
}

impl Days {
    /// All articles, dated or not.
    pub fn total(&self) -> u64 {
        self.spans.values().sum::<u64>() + self.undated
    }
}

/// How many articles there are, and how many have each of some names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameCounts {
    /// All of them.
    pub articles: u64,
    /// Those with each name, in the order asked for.
    pub with: Vec<u64>,
}

/// A field of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameField {
    /// The organisations, recognised or given.
    Organisations,
    /// Those that the source gave.
    GivenOrganisations,
    /// The newspaper, agency or site.
    Publication,
    /// The section or desk.
    Section,
}

/// What one article has in a field of names.
#[derive(Debug, Clone, Copy)]
pub struct Values<'a> {
    /// The numbers of its names, in order, each once.
    pub names: &'a [u32],
    /// The first and the last day it covers.
    pub days: Option<(i64, i64)>,
}

/// A name that articles have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The key under which its spellings are one.
    pub key: String,
    /// Its commonest spelling.
    pub name: String,
}
