//! Who is in the coverage: the organisations of the matching articles, how often, when, how unusually.

use super::asked::Asked;
use super::calendar::span_label;
use super::keyness::Compared;
use crate::answer::{Cell, Table};
use crate::engine::{Columns, Name, NameField};
use crate::error::Result;
use std::cmp::Reverse;

/// Organisations of some articles, compared with those of more.
#[derive(Debug, Clone)]
pub struct Organisations {
    /// How many articles match.
    pub articles: u64,
    /// How many articles they are compared with, themselves included.
    pub archive: u64,
    /// Every organisation, in no order that means anything.
    pub rows: Vec<Presence>,
}

/// An organisation in the matching articles.
#[derive(Debug, Clone)]
pub struct Presence {
    /// Who.
    pub name: Name,
    /// How many articles name it, matching and in all.
    pub compared: Compared,
    /// The days of the first article.
    pub first: Option<(i64, i64)>,
    /// The days of the last article.
    pub last: Option<(i64, i64)>,
}

/// The order of a table of organisations; equals are ordered by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Most articles first.
    Articles,
    /// Most unusual first.
    Unusual,
    /// By the alphabet.
    Name,
}

/// What is counted of one name while articles pass by.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    articles: u64,
    first: Option<(i64, i64)>,
    last: Option<(i64, i64)>,
}

impl Tally {
    fn add(&mut self, days: Option<(i64, i64)>) {
        self.articles += 1;
        let Some(days) = days else { return };
        let later = |day: (i64, i64)| (day.1, day.0);
        self.first = Some(self.first.map_or(days, |first| first.min(days)));
        self.last = self
            .last
            .filter(|last| later(*last) >= later(days))
            .or(Some(days));
    }
}

impl Organisations {
    /// The organisations of the matching articles, compared with the whole archive.
    pub fn new(engine: &dyn Columns, asked: &Asked) -> Result<Self> {
        Self::compare(engine, asked, &asked.everything())
    }

    /// The organisations of the matching articles that also name `name`, compared with all that match.
    pub fn together(engine: &dyn Columns, asked: &Asked, name: &str) -> Result<Self> {
        Self::compare(engine, &asked.naming(name), asked)
    }

    fn compare(engine: &dyn Columns, asked: &Asked, all: &Asked) -> Result<Self> {
        let (articles, names, tallies) = tally(engine, asked)?;
        let keys: Vec<_> = names.iter().map(|name| name.key.as_str()).collect();
        let counted_in_all = engine.name_counts(&all.query, &all.meaning, field(asked), &keys)?;
        let counted = tallies.into_iter().zip(counted_in_all.with);
        let presence = |(name, (tally, in_all)): (Name, (Tally, u64))| Presence {
            compared: Compared {
                matching: tally.articles,
                of_matching: articles,
                all: in_all,
                of_all: counted_in_all.articles,
            },
            name,
            first: tally.first,
            last: tally.last,
        };
        Ok(Self {
            articles,
            archive: counted_in_all.articles,
            rows: names.into_iter().zip(counted).map(presence).collect(),
        })
    }

    /// The first `limit` organisations in an order. `all` names the column of what they are compared
    /// with.
    pub fn table(&self, by: By, limit: usize, all: &str) -> Table {
        let mut rows: Vec<_> = self.rows.iter().collect();
        rows.sort_by_cached_key(|row| {
            let name = row.name.name.clone();
            let figure = match by {
                By::Articles => row.compared.matching as f64,
                By::Unusual => row.compared.log_likelihood().unwrap_or(0.0),
                By::Name => 0.0,
            };
            (Reverse(ordered(figure)), name)
        });
        let total = rows.len() as u64;
        rows.truncate(limit);
        let day = |days: Option<(i64, i64)>| {
            days.map_or(Cell::Nothing, |(first, last)| {
                Cell::Text(span_label(first, last))
            })
        };
        let cells = |row: &Presence| {
            let g2 = row.compared.log_likelihood();
            vec![
                Cell::Text(row.name.name.clone()),
                Cell::Count(row.compared.matching),
                Cell::Figure(row.compared.share()),
                Cell::Count(row.compared.all),
                g2.map_or(Cell::Nothing, |g2| Cell::Figure(rounded(g2))),
                day(row.first),
                day(row.last),
            ]
        };
        Table {
            provenance: None,
            columns: [
                "organisation",
                "articles",
                "share",
                all,
                "G2",
                "first",
                "last",
            ]
            .map(String::from)
            .to_vec(),
            rows: rows.into_iter().map(cells).collect(),
            total,
        }
    }
}

/// A figure that can be compared; figures here are never NaN.
fn ordered(figure: f64) -> i64 {
    let bits = figure.to_bits() as i64;
    // The order of the bits is that of the numbers but for negative ones, where it is turned round.
    bits ^ (((bits >> 63) as u64) >> 1) as i64
}

/// To two decimals: more would claim a precision that no test of significance has.
fn rounded(figure: f64) -> f64 {
    (figure * 100.0).round() / 100.0
}

/// How many articles match, and which names they have.
fn tally(engine: &dyn Columns, asked: &Asked) -> Result<(u64, Vec<Name>, Vec<Tally>)> {
    let mut articles = 0;
    let mut tallies: Vec<Tally> = Vec::new();
    let each = &mut |values: crate::engine::Values| {
        articles += 1;
        for &name in values.names {
            let name = name as usize;
            if tallies.len() <= name {
                tallies.resize_with(name + 1, Tally::default);
            }
            tallies[name].add(values.days);
        }
    };
    let names = engine.values(&asked.query, &asked.meaning, field(asked), each)?;
    tallies.resize_with(names.len(), Tally::default);
    Ok((articles, names, tallies))
}

/// Which organisations are meant.
pub(super) fn field(asked: &Asked) -> NameField {
    if asked.meaning.given_only {
        NameField::GivenOrganisations
    } else {
        NameField::Organisations
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_keep_their_order() {
        let figures = [-1e9, -2.5, -0.5, 0.0, 0.25, 1.0, 3e12];
        assert!(figures.map(ordered).is_sorted());
    }

    #[test]
    fn the_first_is_the_earliest_and_the_last_the_latest_whatever_their_order() {
        let mut tally = Tally::default();
        for days in [None, Some((10, 10)), Some((3, 33)), Some((20, 20))] {
            tally.add(days);
        }
        assert_eq!(tally.articles, 4);
        assert_eq!((tally.first, tally.last), (Some((3, 33)), Some((3, 33))));
    }

    #[test]
    fn the_most_unusual_come_first_and_what_was_cut_is_counted() {
        let presence = |name: &str, matching, all| Presence {
            name: Name {
                key: name.into(),
                name: name.into(),
            },
            compared: Compared {
                matching,
                of_matching: 10,
                all,
                of_all: 100,
            },
            first: Some((0, 0)),
            last: None,
        };
        let organisations = Organisations {
            articles: 10,
            archive: 100,
            rows: vec![
                presence("Common", 9, 90),
                presence("Rare", 4, 4),
                presence("Absent", 1, 80),
            ],
        };
        let names = |by| {
            let table = organisations.table(by, 2, "archive");
            assert_eq!((table.total, table.rows.len()), (3, 2));
            assert!(
                table
                    .rows
                    .iter()
                    .all(|row| row.len() == table.columns.len())
            );
            table
                .rows
                .into_iter()
                .map(|mut row| row.remove(0))
                .collect()
        };
        let texts = |names: [&str; 2]| names.map(|name| Cell::Text(name.into())).to_vec();
        let unusual: Vec<_> = names(By::Unusual);
        assert_eq!(unusual, texts(["Rare", "Common"]));
        let frequent: Vec<_> = names(By::Articles);
        assert_eq!(frequent, texts(["Common", "Rare"]));
        let named: Vec<_> = names(By::Name);
        assert_eq!(named, texts(["Absent", "Common"]));
    }
}
