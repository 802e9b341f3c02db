//! Why a query for an organisation found nothing: the names that hold the words that were typed.
//!
//! It is asked only when nothing was found, and reads only the articles of the names it answers with.

use super::asked::Asked;
use crate::engine::{Columns, NameField};
use crate::error::Result;
use crate::query::{Filter, Node, Query};
use crate::schema::key;
use std::cmp::Reverse;

/// A name that no article has, and those that hold its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unnamed {
    /// As typed.
    pub name: String,
    /// The others with the number of their articles, most articles first.
    pub others: Vec<(String, u64)>,
}

/// The organisations a query asks for that no article names, where longer names hold their words.
///
/// # Errors
/// From the engine.
pub fn unnamed(engine: &dyn Columns, asked: &Asked) -> Result<Vec<Unnamed>> {
    let mut names = Vec::new();
    collect(&asked.query.root, &mut names);
    let mut found = Vec::new();
    for name in names {
        if engine.count(&query(name, false), &asked.meaning)? > 0 {
            continue;
        }
        let others = others(engine, asked, name)?;
        if !others.is_empty() {
            let name = name.to_owned();
            found.push(Unnamed { name, others });
        }
    }
    Ok(found)
}

/// The organisations a query asks for; what it asks to be absent is not missed.
fn collect<'n>(node: &'n Node, names: &mut Vec<&'n str>) {
    match node {
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().for_each(|node| collect(node, names)),
        Node::Boost(node, _) => collect(node, names),
        Node::Filter {
            filter: Filter::Organisation { name, part: false },
            ..
        } => names.push(name),
        _ => {}
    }
}

fn query(name: &str, part: bool) -> Query {
    let name = name.to_owned();
    Query {
        typed: String::new(),
        root: Node::Filter {
            filter: Filter::Organisation { name, part },
            span: 0..0,
        },
    }
}

fn others(engine: &dyn Columns, asked: &Asked, name: &str) -> Result<Vec<(String, u64)>> {
    let field = if asked.meaning.given_only {
        NameField::GivenOrganisations
    } else {
        NameField::Organisations
    };
    let mut counts: Vec<u64> = Vec::new();
    let names = engine.values(&query(name, true), &asked.meaning, field, &mut |values| {
        for number in values.names {
            let number = *number as usize;
            if counts.len() <= number {
                counts.resize(number + 1, 0);
            }
            counts[number] += 1;
        }
    })?;
    let words = format!(" {} ", key(name));
    let mut others: Vec<_> = names
        .into_iter()
        .zip(counts)
        .filter(|(name, _)| format!(" {} ", name.key).contains(&words))
        .map(|(name, count)| (name.name, count))
        .collect();
    others.sort_by(|one, other| (Reverse(one.1), &one.0).cmp(&(Reverse(other.1), &other.0)));
    Ok(others)
}
