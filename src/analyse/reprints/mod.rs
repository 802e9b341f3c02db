//! Which articles are the same story printed again.
//!
//! Three steps, each smaller and more exact than the one before: signatures say which pairs may be copies
//! (`candidates`), the texts of these are compared word by word (`alignment`), and similar articles become
//! clusters (`stars`). What is compared is the body, so a new headline makes no new story.

mod alignment;
mod candidates;
mod collapse;
mod stars;
mod table;

pub use alignment::Taken;
pub use collapse::collapsed;
pub use table::ClusterOrder;

use super::asked::Asked;
use crate::engine::{Place, Signatures, Signed};
use crate::error::Result;
use stars::{Edge, Star};
use std::collections::HashMap;

/// What counts as a reprint.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alike {
    /// The least similarity, from 0.7 to 1: the share of the words of the shorter text that stand in the
    /// longer one in the same order.
    pub least: f64,
    /// Copies are at most so many days apart; an undated article is then a copy of none.
    pub window: Option<u32>,
}

impl Default for Alike {
    /// 0.8: a text of a hundred words of which every tenth was changed at random keeps 0.9 ± 0.03 of them,
    /// and reports made from one form, which share two thirds of their wording, stay apart.
    fn default() -> Self {
        Self {
            least: 0.8,
            window: None,
        }
    }
}

/// The clusters among the articles that match.
#[derive(Debug, Clone, Default)]
pub struct Reprints {
    /// How many articles match.
    pub articles: u64,
    /// The clusters, in order of their first article; each article is in one at most.
    pub clusters: Vec<Cluster>,
    /// How many pairs were not compared, because too many articles look alike.
    pub left_out: u64,
}

/// A story and its copies, in order of time (undated first).
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// All of them, at least two.
    pub members: Vec<Copy>,
}

/// One printing of a story.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Copy {
    /// The article.
    pub place: Place,
    /// How similar it is to the centre of the cluster; the centre itself by 1.
    pub similarity: f64,
    /// Whether it is that centre, the article that most of the others are similar to.
    pub centre: bool,
    /// The first and the last day it covers.
    pub days: Option<(i64, i64)>,
}

impl Reprints {
    /// Finds the clusters among the articles that match.
    pub fn new(engine: &dyn Signatures, asked: &Asked, alike: Alike) -> Result<Self> {
        let mut articles = Vec::new();
        engine.signatures(&asked.query, &asked.meaning, &mut |signed| {
            articles.push(signed);
        })?;
        articles.sort_by_key(|article| (article.days, article.place));
        let near = |one: &Signed, other: &Signed| match alike.window {
            None => true,
            Some(most) => apart(one.days, other.days).is_some_and(|days| days <= i64::from(most)),
        };
        let found = candidates::candidates(&articles, alignment::bound(alike.least), near);
        let mut texts = Texts::new(engine, &articles);
        let mut edges = Vec::new();
        for (one, other) in found.pairs {
            if let Some(similarity) = texts.similar(one, other, alike.least)? {
                edges.push(Edge {
                    one,
                    other,
                    similarity,
                });
            }
        }
        let stars = stars::stars(&edges, |one, other| {
            if near(&articles[one as usize], &articles[other as usize]) {
                texts.similar(one, other, alike.least)
            } else {
                Ok(None)
            }
        })?;
        Ok(Self {
            articles: articles.len() as u64,
            clusters: stars.iter().map(|star| cluster(star, &articles)).collect(),
            left_out: found.left_out,
        })
    }

    /// How many articles are left when each cluster counts once.
    pub fn distinct(&self) -> u64 {
        let again = self
            .clusters
            .iter()
            .map(|cluster| cluster.members.len() - 1);
        self.articles - again.sum::<usize>() as u64
    }
}

impl Cluster {
    /// The days between the first and the last copy, if both are dated: at least so many have passed.
    pub fn days(&self) -> Option<i64> {
        let first = self
            .members
            .iter()
            .filter_map(|copy| copy.days)
            .map(|days| days.1)
            .min()?;
        let last = self
            .members
            .iter()
            .filter_map(|copy| copy.days)
            .map(|days| days.0)
            .max()?;
        Some((last - first).max(0))
    }

    /// The least similarity of a member to the centre.
    pub fn least(&self) -> f64 {
        self.members
            .iter()
            .map(|copy| copy.similarity)
            .fold(1.0, f64::min)
    }
}

/// How many days lie between two articles at least.
fn apart(one: Option<(i64, i64)>, other: Option<(i64, i64)>) -> Option<i64> {
    let (one, other) = one.zip(other)?;
    Some((other.0 - one.1).max(one.0 - other.1).max(0))
}

fn cluster(star: &Star, articles: &[Signed]) -> Cluster {
    let all = star.others.iter().copied().chain([(star.centre, 1.0)]);
    let mut all: Vec<_> = all.collect();
    // The articles are numbered in order of time.
    all.sort_by_key(|(number, _)| *number);
    let copy = |(number, similarity): (u32, f64)| {
        let article = &articles[number as usize];
        Copy {
            place: article.place,
            similarity,
            centre: number == star.centre,
            days: article.days,
        }
    };
    Cluster {
        members: all.into_iter().map(copy).collect(),
    }
}

/// So many texts are kept taken apart: about 200 MB of articles of usual length.
const KEPT: usize = 20_000;

/// The texts of articles, taken apart when they are first needed.
struct Texts<'a> {
    engine: &'a dyn Signatures,
    articles: &'a [Signed],
    kept: HashMap<u32, Taken>,
}

impl<'a> Texts<'a> {
    fn new(engine: &'a dyn Signatures, articles: &'a [Signed]) -> Self {
        Self {
            engine,
            articles,
            kept: HashMap::new(),
        }
    }

    fn similar(&mut self, one: u32, other: u32, least: f64) -> Result<Option<f64>> {
        if self.kept.len() >= KEPT {
            // Pairs come in order of time: what was needed long ago is hardly needed again.
            self.kept.clear();
        }
        for number in [one, other] {
            if !self.kept.contains_key(&number) {
                let text = self.engine.text(self.articles[number as usize].place)?;
                self.kept.insert(number, Taken::apart(&text));
            }
        }
        Ok(self.kept[&one].similar(&self.kept[&other], least))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_apart_are_counted_between_the_nearest_ends() {
        assert_eq!(apart(Some((1, 1)), Some((8, 8))), Some(7));
        assert_eq!(apart(Some((0, 30)), Some((8, 8))), Some(0));
        assert_eq!(apart(Some((40, 40)), Some((0, 30))), Some(10));
        assert_eq!(apart(None, Some((0, 30))), None);
    }
}
