//! How many matching articles have each value of a short text field.

use crate::schema::unkeyed;
use std::collections::{BTreeMap, HashMap};
use tantivy::Searcher;
use tantivy::query::Weight;

/// A value of a field and how many articles have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// The key under which its spellings are one.
    pub key: String,
    /// Its commonest spelling.
    pub name: String,
    /// How many articles have it.
    pub count: u64,
}

/// The values of the column `field` in the matching articles, most frequent first, then by name.
pub(super) fn facets(
    weight: &dyn Weight,
    searcher: &Searcher,
    field: &str,
) -> tantivy::Result<Vec<Facet>> {
    // key → spelling → articles
    let mut counts: HashMap<String, BTreeMap<String, u64>> = HashMap::new();
    for segment in searcher.segment_readers() {
        let Some(column) = segment.fast_fields().str(field)? else {
            continue;
        };
        let mut by_ord = vec![0u64; column.num_terms()];
        let alive = segment.alive_bitset();
        weight.for_each_no_score(segment, &mut |documents| {
            for document in documents {
                if alive.is_none_or(|alive| alive.is_alive(*document)) {
                    for ord in column.term_ords(*document) {
                        by_ord[ord as usize] += 1;
                    }
                }
            }
        })?;
        let mut term = String::new();
        for (ord, count) in (0..).zip(by_ord).filter(|(_, count)| *count > 0) {
            term.clear();
            column.ord_to_str(ord, &mut term)?;
            let (key, name) = unkeyed(&term);
            let names = counts.entry(key.to_owned()).or_default();
            *names.entry(name.into_owned()).or_default() += count;
        }
    }
    let mut facets: Vec<Facet> = counts.into_iter().map(facet).collect();
    facets.sort_by(|one, other| (other.count, &one.name).cmp(&(one.count, &other.name)));
    Ok(facets)
}

fn facet((key, names): (String, BTreeMap<String, u64>)) -> Facet {
    let count = names.values().sum();
    let commonest = names.into_iter().rev().max_by_key(|(_, count)| *count);
    Facet {
        name: commonest.map_or_else(|| key.clone(), |(name, _)| name),
        key,
        count,
    }
}
