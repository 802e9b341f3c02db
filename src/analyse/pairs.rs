//! Who appears with whom: how many matching articles name both of two organisations.
//!
//! Pairs grow with the square of the names, so only those among the most frequent organisations are
//! counted, and the answer says how many these are.

use super::asked::Asked;
use super::organisations::{Organisations, field};
use crate::answer::{Cell, Table};
use crate::engine::{Columns, Values};
use crate::error::Result;
use crate::print::Graph;
use std::cmp::Reverse;
use std::collections::HashMap;

/// Organisations and how many articles name two of them.
#[derive(Debug, Clone)]
pub struct Pairs {
    /// The organisations: name and articles, most first.
    pub nodes: Vec<(String, u64)>,
    /// Pairs of places in `nodes`, the more frequent first, and how many articles name both; most first.
    pub edges: Vec<(usize, usize, u64)>,
}

impl Pairs {
    /// Counts the pairs among the `most` most frequent organisations of the matching articles.
    pub fn new(engine: &dyn Columns, asked: &Asked, most: usize) -> Result<Self> {
        let mut rows = Organisations::new(engine, asked)?.rows;
        rows.sort_by_cached_key(|row| (Reverse(row.compared.matching), row.name.name.clone()));
        rows.truncate(most);
        // The numbers of names are the same in every pass over the same commit and query, but nothing
        // says so: keys are what names have in common.
        let places: HashMap<&str, usize> = rows
            .iter()
            .enumerate()
            .map(|(place, row)| (row.name.key.as_str(), place))
            .collect();
        let none = &mut |_: Values| {};
        let names = engine.values(&asked.query, &asked.meaning, field(asked), none)?;
        let place_of: Vec<Option<usize>> = names
            .iter()
            .map(|name| places.get(name.key.as_str()).copied())
            .collect();
        let mut counts: HashMap<(usize, usize), u64> = HashMap::new();
        let mut here = Vec::new();
        let count = &mut |values: Values| {
            here.clear();
            let place = |name: &u32| place_of.get(*name as usize).copied().flatten();
            here.extend(values.names.iter().filter_map(place));
            here.sort_unstable();
            for (at, one) in here.iter().enumerate() {
                for other in &here[at + 1..] {
                    *counts.entry((*one, *other)).or_default() += 1;
                }
            }
        };
        engine.values(&asked.query, &asked.meaning, field(asked), count)?;
        let mut edges: Vec<_> = counts.into_iter().map(|((a, b), n)| (a, b, n)).collect();
        edges.sort_unstable_by_key(|(one, other, articles)| (Reverse(*articles), *one, *other));
        let node = |row: super::organisations::Presence| (row.name.name, row.compared.matching);
        Ok(Self {
            nodes: rows.into_iter().map(node).collect(),
            edges,
        })
    }

    /// The first `limit` pairs, in the columns that Gephi reads as edges.
    pub fn table(&self, limit: usize) -> Table {
        let name = |place: usize| Cell::Text(self.nodes[place].0.clone());
        let row = |(one, other, articles): &(usize, usize, u64)| {
            let (of_one, of_other) = (self.nodes[*one].1, self.nodes[*other].1);
            let either = of_one + of_other - articles;
            vec![
                name(*one),
                name(*other),
                Cell::Count(*articles),
                Cell::Figure(*articles as f64 / either.max(1) as f64),
                Cell::Text("Undirected".into()),
            ]
        };
        Table {
            provenance: None,
            columns: ["Source", "Target", "Weight", "Jaccard", "Type"]
                .map(String::from)
                .to_vec(),
            rows: self.edges.iter().take(limit).map(row).collect(),
            total: self.edges.len() as u64,
        }
    }

    /// The pairs as a graph.
    pub fn graph(self) -> Graph {
        Graph {
            nodes: self.nodes,
            edges: self.edges,
        }
    }
}
