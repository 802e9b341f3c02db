//! The clusters of reprints as tables.

use super::collapse::reprint;
use super::{Cluster, Reprints};
use crate::answer::{Cell, Reprint, Table};
use crate::engine::Signatures;
use crate::error::Result;
use std::cmp::Reverse;

/// The order of the clusters; equals are in order of their first article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClusterOrder {
    /// Most copies first.
    Copies,
    /// The longest from the first copy to the last first.
    Days,
    /// By the first copy, oldest first.
    First,
}

impl Reprints {
    /// The first `limit` clusters in an order: a row each, or with `members` a row for each copy.
    pub fn table(
        &self,
        engine: &dyn Signatures,
        order: ClusterOrder,
        limit: usize,
        members: bool,
    ) -> Result<Table> {
        let mut clusters: Vec<&Cluster> = self.clusters.iter().collect();
        clusters.sort_by_key(|cluster| match order {
            ClusterOrder::Copies => Reverse(cluster.members.len() as i64),
            ClusterOrder::Days => Reverse(cluster.days().unwrap_or(-1)),
            ClusterOrder::First => Reverse(0),
        });
        let mut rows = Vec::new();
        for (number, cluster) in (1..).zip(clusters.into_iter().take(limit)) {
            let copies = cluster.members.iter();
            let copies = copies.map(|copy| reprint(engine, *copy, copy.similarity));
            let copies = copies.collect::<Result<Vec<_>>>()?;
            if members {
                rows.extend(copies.iter().map(|copy| member(number, copy)));
            } else {
                rows.push(story(number, cluster, &copies));
            }
        }
        let columns: &[&str] = if members { &MEMBER } else { &STORY };
        let copies = self.clusters.iter().map(|cluster| cluster.members.len());
        let total = if members {
            copies.sum()
        } else {
            self.clusters.len()
        };
        Ok(Table {
            provenance: None,
            columns: columns.iter().map(|name| (*name).to_owned()).collect(),
            rows,
            total: total as u64,
        })
    }
}

const STORY: [&str; 9] = [
    "story",
    "copies",
    "similarity",
    "first",
    "last",
    "days",
    "publications",
    "headline",
    "id",
];

const MEMBER: [&str; 6] = [
    "story",
    "similarity",
    "date",
    "publication",
    "headline",
    "id",
];

/// The row of a cluster: of its first copy the headline and the id, of all the rest.
fn story(number: u64, cluster: &Cluster, copies: &[Reprint]) -> Vec<Cell> {
    let mut publications: Vec<&str> = Vec::new();
    for publication in copies.iter().filter_map(|copy| copy.publication.as_deref()) {
        if !publications.contains(&publication) {
            publications.push(publication);
        }
    }
    let dated = || copies.iter().filter(|copy| copy.date.is_some());
    let first = copies.first();
    vec![
        Cell::Count(number),
        Cell::Count(copies.len() as u64),
        Cell::Figure(rounded(cluster.least())),
        dated().next().map_or(Cell::Nothing, day),
        dated().next_back().map_or(Cell::Nothing, day),
        cluster
            .days()
            .map_or(Cell::Nothing, |days| Cell::Count(days.unsigned_abs())),
        text(Some(publications.join("; ")).filter(|names| !names.is_empty())),
        text(first.map(|copy| copy.headline.clone())),
        text(first.map(|copy| copy.id.clone())),
    ]
}

fn member(number: u64, copy: &Reprint) -> Vec<Cell> {
    vec![
        Cell::Count(number),
        Cell::Figure(rounded(copy.similarity)),
        date(copy),
        text(copy.publication.clone()),
        text(Some(copy.headline.clone())),
        text(Some(copy.id.clone())),
    ]
}

/// Without the time: what counts of a story are its days.
fn day(copy: &Reprint) -> Cell {
    let day = copy.date.clone().map(|date| date.to_day().to_string());
    text(day)
}

fn date(copy: &Reprint) -> Cell {
    text(copy.date.as_ref().map(ToString::to_string))
}

fn text(text: Option<String>) -> Cell {
    text.map_or(Cell::Nothing, Cell::Text)
}

/// To three decimals: a text of a thousand words has no more.
fn rounded(similarity: f64) -> f64 {
    (similarity * 1000.0).round() / 1000.0
}
