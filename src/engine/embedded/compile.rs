//! A query tree as a query of Tantivy.

use super::filter::{Filters, term};
use super::known::Known;
use super::lexicon::Lexicons;
use super::text::TextQuery;
use crate::engine::plan::Plan;
use crate::engine::snippet::Sought;
use crate::error::{Error, QueryError, Result};
use crate::query::{Filter, Node};
use std::sync::Arc;
use tantivy::query::{BooleanQuery, BoostQuery, ConstScoreQuery, Occur, Query};

/// From a tag, or from nothing for any tag, to the articles that have it.
pub(super) type Tagged<'a> = dyn Fn(Option<&str>) -> Result<Box<dyn Query>> + 'a;

/// Compiles nodes, and keeps the text patterns it met for snippets and explanations.
pub(super) struct Compiler<'a> {
    pub(super) filters: Filters<'a>,
    pub(super) articles: u64,
    pub(super) lexicons: &'a Arc<Lexicons>,
    pub(super) known: &'a Known,
    /// The articles with a tag, or with any.
    pub(super) tagged: &'a Tagged<'a>,
    /// The patterns that may stand in a matching article (none under a NOT), to be shown in it.
    pub(super) sought: Vec<Sought>,
    /// The text patterns, each with its words as typed.
    pub(super) patterns: Vec<(Vec<String>, TextQuery)>,
}

impl Compiler<'_> {
    /// The query of a whole tree.
    ///
    /// # Errors
    /// If a part cannot be asked of this index (a wildcard that stands for too many words).
    pub(super) fn compile(&mut self, node: &Node) -> Result<Box<dyn Query>> {
        self.node(node, true)
    }

    fn node(&mut self, node: &Node, shown: bool) -> Result<Box<dyn Query>> {
        match node {
            Node::All => Ok(self.all()),
            Node::Text { scope, pattern } => {
                let filters = &self.filters;
                let plan = Plan::new(pattern, *scope, filters.meaning.stemmer, filters.query)?;
                let query = TextQuery::new(
                    plan.clone(),
                    filters.fields,
                    filters.searcher,
                    self.lexicons,
                    self.known,
                    self.articles,
                    filters.query,
                )
                .map_err(Error::from)??;
                let typed = plan.words.iter().map(|word| word.typed.clone());
                self.patterns.push((typed.collect(), query.clone()));
                if shown {
                    let weight = query.idf();
                    self.sought.push(Sought { plan, weight });
                }
                Ok(Box::new(query))
            }
            Node::Filter {
                filter: Filter::Tag(name),
                ..
            } => self.tagged(Some(name)),
            Node::Filter {
                filter: Filter::Exists("tag"),
                ..
            } => self.tagged(None),
            Node::Filter { filter, span } => {
                let query: Result<_, QueryError> = self.filters.compile(filter, span)?;
                Ok(Box::new(ConstScoreQuery::new(query?, 0.0)))
            }
            Node::And(nodes) => self.and(nodes, shown),
            Node::Or(nodes) => {
                let compile = |node| Ok((Occur::Should, self.node(node, shown)?));
                let clauses = nodes.iter().map(compile).collect::<Result<Vec<_>>>()?;
                Ok(Box::new(BooleanQuery::new(clauses)))
            }
            Node::Not(node) => {
                let not = self.node(node, !shown)?;
                let clauses = vec![(Occur::Must, self.all()), (Occur::MustNot, not)];
                Ok(Box::new(BooleanQuery::new(clauses)))
            }
            Node::Boost(node, factor) => {
                Ok(Box::new(BoostQuery::new(self.node(node, shown)?, *factor)))
            }
        }
    }

    /// Tags stand beside the index; they score nothing.
    fn tagged(&self, tag: Option<&str>) -> Result<Box<dyn Query>> {
        Ok(Box::new(ConstScoreQuery::new((self.tagged)(tag)?, 0.0)))
    }

    fn and(&mut self, nodes: &[Node], shown: bool) -> Result<Box<dyn Query>> {
        let mut clauses = Vec::new();
        for node in nodes {
            clauses.push(match node {
                Node::Not(node) => (Occur::MustNot, self.node(node, !shown)?),
                node => (Occur::Must, self.node(node, shown)?),
            });
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, self.all()));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    /// Every article; it adds nothing to a score.
    fn all(&self) -> Box<dyn Query> {
        let articles = term(self.filters.fields.kind, "article");
        Box::new(ConstScoreQuery::new(articles, 0.0))
    }
}
