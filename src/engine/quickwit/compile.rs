//! A query tree as a clause.

use super::Quickwit;
use super::clause::Clause;
use super::facts::Facts;
use super::words::Words;
use crate::engine::Meaning;
use crate::engine::bm25::{BODY_WEIGHT, HEADLINE_WEIGHT};
use crate::engine::matcher::Asked;
use crate::engine::plan::{Plan, Shape};
use crate::engine::snippet::Sought;
use crate::error::Result;
use crate::query::{Node, Query};
use serde_json::{Value as Json, json};

/// A query made ready for a cluster.
pub(super) struct Compiled {
    pub(super) clause: Clause,
    pub(super) sought: Vec<Sought>,
    /// A weight was asked for where a cluster takes none.
    pub(super) unweighted: bool,
}

struct Compiler<'a> {
    facts: Facts<'a>,
    stems: bool,
    sought: Vec<Sought>,
    unweighted: bool,
}

impl Quickwit {
    /// Compiles a query; sends nothing.
    ///
    /// # Errors
    /// If a part of it cannot be.
    pub(super) fn compile(&self, query: &Query, meaning: &Meaning) -> Result<Compiled> {
        let mut compiler = Compiler {
            facts: Facts {
                manifest: &self.ledger.manifest,
                meaning,
                resolve: &*self.resolve,
                query: &query.typed,
            },
            stems: self.has_stems_of(meaning.stemmer),
            sought: Vec::new(),
            unweighted: false,
        };
        let clause = compiler.node(&query.root, 1.0, true)?;
        Ok(Compiled {
            clause,
            sought: compiler.sought,
            unweighted: compiler.unweighted,
        })
    }

    /// The articles that count and that a clause matches.
    pub(super) fn question(&self, clause: &Clause) -> Json {
        let (filter, must_not) = self.ledger.counting("article");
        json!({"bool": {"must": [clause.json], "filter": filter, "must_not": must_not}})
    }
}

impl Compiler<'_> {
    fn node(&mut self, node: &Node, boost: f32, shown: bool) -> Result<Clause> {
        Ok(match node {
            Node::All => Clause::all(),
            Node::Text { scope, pattern } => {
                let meaning = self.facts.meaning;
                let plan = Plan::new(pattern, *scope, meaning.stemmer, self.facts.query)?;
                self.unweighted |=
                    (boost - 1.0).abs() > f32::EPSILON && !weighs(&plan, &plan.shape);
                let clause = self.text(&plan, boost);
                if shown {
                    self.sought.push(Sought { plan, weight: 1.0 });
                }
                clause
            }
            Node::Filter { filter, span } => self.facts.clause(filter, span)?.unscored(),
            Node::And(nodes) => self.and(nodes, boost, shown)?,
            Node::Or(nodes) => {
                let part = |node| self.node(node, boost, shown);
                Clause::any(nodes.iter().map(part).collect::<Result<_>>()?)
            }
            Node::Not(_) => self.and(std::slice::from_ref(node), boost, shown)?,
            Node::Boost(node, factor) => self.node(node, boost * factor, shown)?,
        })
    }

    fn and(&mut self, nodes: &[Node], boost: f32, shown: bool) -> Result<Clause> {
        let (mut must, mut must_not, mut exact) = (Vec::new(), Vec::new(), true);
        for node in nodes {
            if let Node::Not(node) = node {
                let not = self.node(node, boost, !shown)?;
                // What may match more than is meant must not be taken away.
                if not.exact {
                    must_not.push(not.json);
                } else {
                    exact = false;
                }
            } else {
                let part = self.node(node, boost, shown)?;
                exact &= part.exact;
                must.push(part.json);
            }
        }
        if must.is_empty() {
            must.push(Clause::all().json);
        }
        let json = json!({"bool": {"must": must, "must_not": must_not}});
        Ok(Clause { json, exact })
    }

    fn text(&self, plan: &Plan, boost: f32) -> Clause {
        let words = |field, weight| Words {
            field,
            plan,
            boost: boost * weight,
            stems: self.stems,
        };
        let headline = plan.in_headline();
        let headline = headline.map(|r| words("headline", HEADLINE_WEIGHT).clause(r));
        let body = plan.in_body().map(|r| words("body", BODY_WEIGHT).clause(r));
        Clause::any(headline.into_iter().chain(body).collect())
    }
}

/// Whether what a pattern scores can be weighed: words can, phrases and wildcards cannot. Other patterns are
/// not scored by the cluster at all.
fn weighs(plan: &Plan, shape: &Shape) -> bool {
    match shape {
        Shape::Word(word) => !matches!(plan.words[*word].asked(true), Asked::Wild(_)),
        Shape::Any(parts) => parts.iter().all(|part| weighs(plan, part)),
        Shape::Phrase { slop, .. } => *slop > 0,
        Shape::Near { .. } | Shape::Within { .. } | Shape::AtLeast { .. } => true,
    }
}
