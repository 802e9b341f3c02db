//! `--explain`: how a query was understood, what its words stand for, and how an article scores.

use crate::engine::{Explained, Part};
use crate::error::Result;
use crate::query::{Node, Query};
use crate::terminal::safe;
use std::io::Write;

/// So many words of an expansion are listed; the others are counted.
const LISTED: usize = 20;

/// The parsed tree, the words of the archive behind each word, and what RM3 added.
pub(super) fn query(explained: &Explained, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "query")?;
    tree(&explained.query.root, 1, out)?;
    // A word that RM3 adds, or that is typed twice, is explained once.
    let mut words = explained.words.clone();
    let mut seen = std::collections::BTreeSet::new();
    words.retain(|word| seen.insert(word.clone()));
    if !words.is_empty() {
        writeln!(out, "words, and how many articles hold each")?;
    }
    for (typed, expansion) in &words {
        let mut found: Vec<_> = expansion.iter().collect();
        found.sort_by(|one, other| other.1.cmp(one.1).then(one.0.cmp(other.0)));
        let listed = found.iter().take(LISTED);
        let mut line: Vec<_> = listed
            .map(|(word, count)| format!("{} {count}", safe(word)))
            .collect();
        if found.len() > LISTED {
            line.push(format!("and {} more", found.len() - LISTED));
        }
        let line = if line.is_empty() {
            "nothing".into()
        } else {
            line.join(", ")
        };
        writeln!(out, "  {} → {} ({line})", safe(typed), found.len())?;
    }
    if !explained.added.is_empty() {
        writeln!(out, "added by rm3, with their weights")?;
    }
    for weighted in &explained.added {
        writeln!(out, "  {} {:.4}", safe(&weighted.word), weighted.weight)?;
    }
    Ok(())
}

/// The tree, a level a step to the right; what has no branches in the query language.
fn tree(node: &Node, depth: usize, out: &mut dyn Write) -> Result<()> {
    let indent = "  ".repeat(depth);
    let branch = |name: &str, parts: &[Node], out: &mut dyn Write| -> Result<()> {
        writeln!(out, "{indent}{name}")?;
        parts.iter().try_for_each(|part| tree(part, depth + 1, out))
    };
    match node {
        Node::And(parts) => branch("AND", parts, out),
        Node::Or(parts) => branch("OR", parts, out),
        Node::Not(part) => branch("NOT", std::slice::from_ref(part), out),
        Node::Boost(part, factor) => branch(&format!("^{factor}"), std::slice::from_ref(part), out),
        leaf => {
            let typed = String::new();
            let leaf = Query {
                typed,
                root: leaf.clone(),
            };
            Ok(writeln!(out, "{indent}{}", safe(&leaf.to_string()))?)
        }
    }
}

/// A score and what it is made of.
pub(super) fn score(part: &Part, depth: usize, out: &mut dyn Write) -> Result<()> {
    let indent = "  ".repeat(depth);
    writeln!(out, "{indent}{:.4}  {}", part.value, safe(&part.about))?;
    part.parts
        .iter()
        .try_for_each(|part| score(part, depth + 1, out))
}
