//! A query, and how it is meant: what every analysis starts from.

use crate::answer::Provenance;
use crate::engine::{Engine, Meaning};
use crate::query::{Filter, Node, Query};

/// A query, and how it is meant.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The query.
    pub query: Query,
    /// How it is meant.
    pub meaning: Meaning,
}

impl Asked {
    /// The whole archive, with the same meaning.
    #[must_use]
    pub fn everything(&self) -> Self {
        Self {
            query: Query {
                typed: "*".into(),
                root: Node::All,
            },
            meaning: self.meaning.clone(),
        }
    }

    /// Of the same articles those that name an organisation.
    #[must_use]
    pub fn naming(&self, name: &str) -> Self {
        let filter = Filter::Organisation {
            name: name.to_owned(),
            part: false,
        };
        self.and(Node::Filter { filter, span: 0..0 })
    }

    /// The articles that match and also pass `node`.
    #[must_use]
    pub fn and(&self, node: Node) -> Self {
        let root = match self.query.root.clone() {
            Node::All => node,
            Node::And(mut nodes) => {
                nodes.push(node);
                Node::And(nodes)
            }
            root => Node::And(vec![root, node]),
        };
        Self {
            query: Query {
                typed: self.query.typed.clone(),
                root,
            },
            meaning: self.meaning.clone(),
        }
    }

    /// Where figures about it come from.
    pub fn provenance(&self, engine: &dyn Engine) -> Provenance {
        let manifest = engine.manifest();
        Provenance {
            query: self.query.typed.clone(),
            parsed: self.query.to_string(),
            fingerprint: manifest.fingerprint.clone(),
            articles: manifest.articles,
            version: env!("CARGO_PKG_VERSION"),
        }
    }
}
