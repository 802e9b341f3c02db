//! From pairs of similar articles to clusters, each a star around one article.
//!
//! Joining whatever is similar to anything in a cluster would string together articles that have nothing in
//! common. Here every article of a cluster is similar to its centre itself (Aslam, Pelekhov, Rus, "The Star
//! Clustering Algorithm for Static and Dynamic Information Organization", 2004): the article with most
//! similar ones takes them, then the next of those that are left. One whose similar articles were all taken
//! is compared with their centres, as no signature finds every pair.

use crate::error::Result;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Two articles and how similar they are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Edge {
    pub(super) one: u32,
    pub(super) other: u32,
    pub(super) similarity: f64,
}

/// A centre, and the others with their similarity to it, in order.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Star {
    pub(super) centre: u32,
    pub(super) others: Vec<(u32, f64)>,
}

/// The stars of a graph, in order of their first article; `compare` says how similar two articles are that
/// no edge joins, if they are.
pub(super) fn stars(
    edges: &[Edge],
    mut compare: impl FnMut(u32, u32) -> Result<Option<f64>>,
) -> Result<Vec<Star>> {
    let similar = neighbours(edges);
    // Of equals the first in time: it is the likelier original.
    let mut order: Vec<_> = similar.keys().copied().collect();
    order.sort_by_key(|article| (Reverse(similar[article].len()), *article));
    let mut centre_of: BTreeMap<u32, u32> = BTreeMap::new();
    let mut stars: BTreeMap<u32, Vec<(u32, f64)>> = BTreeMap::new();
    for article in &order {
        if centre_of.contains_key(article) {
            continue;
        }
        let free = |(other, _): &&(u32, f64)| !centre_of.contains_key(other);
        let others: Vec<_> = similar[article].iter().filter(free).copied().collect();
        if others.is_empty() {
            continue;
        }
        let all = others.iter().map(|(other, _)| *other).chain([*article]);
        centre_of.extend(all.map(|one| (one, *article)));
        stars.insert(*article, others);
    }
    for article in order.iter().filter(|one| !centre_of.contains_key(one)) {
        let centres = similar[article]
            .iter()
            .filter_map(|(other, _)| centre_of.get(other));
        for centre in centres.collect::<BTreeSet<_>>() {
            if let Some(similarity) = compare(*article, *centre)? {
                stars
                    .entry(*centre)
                    .or_default()
                    .push((*article, similarity));
                break;
            }
        }
    }
    let star = |(centre, mut others): (u32, Vec<(u32, f64)>)| {
        others.sort_by_key(|(other, _)| *other);
        Star { centre, others }
    };
    let mut stars: Vec<_> = stars.into_iter().map(star).collect();
    stars.sort_by_key(|star| star.others[0].0.min(star.centre));
    Ok(stars)
}

/// For each article those that are similar to it.
fn neighbours(edges: &[Edge]) -> BTreeMap<u32, Vec<(u32, f64)>> {
    let mut similar: BTreeMap<u32, Vec<(u32, f64)>> = BTreeMap::new();
    for edge in edges {
        let ends = [(edge.one, edge.other), (edge.other, edge.one)];
        for (from, to) in ends {
            similar.entry(from).or_default().push((to, edge.similarity));
        }
    }
    similar
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edges(pairs: &[(u32, u32)]) -> Vec<Edge> {
        let edge = |&(one, other): &(u32, u32)| Edge {
            one,
            other,
            similarity: 0.9,
        };
        pairs.iter().map(edge).collect()
    }

    fn shape(stars: &[Star]) -> Vec<(u32, Vec<u32>)> {
        let shape = |star: &Star| {
            (
                star.centre,
                star.others.iter().map(|(one, _)| *one).collect(),
            )
        };
        stars.iter().map(shape).collect()
    }

    #[test]
    fn a_chain_is_not_one_cluster() {
        let chain = edges(&[(0, 1), (1, 2), (2, 3), (3, 4)]);
        let found = stars(&chain, |_, _| Ok(None)).unwrap();
        assert_eq!(shape(&found), [(1, vec![0, 2]), (3, vec![4])]);
    }

    #[test]
    fn what_is_left_over_gets_a_second_look() {
        let graph = edges(&[(1, 2), (1, 3), (1, 4), (4, 5)]);
        let found = stars(&graph, |one, centre| {
            Ok((one == 5 && centre == 1).then_some(0.8))
        });
        assert_eq!(shape(&found.unwrap()), [(1, vec![2, 3, 4, 5])]);
        let found = stars(&graph, |_, _| Ok(None)).unwrap();
        assert_eq!(shape(&found), [(1, vec![2, 3, 4])]);
    }
}
