//! What is said on stderr beside an answer: what may have been meant where a query for an organisation found
//! nothing or asks for a tag that there is not, and what an engine has to say of its answers.

use super::place::Place;
use crate::analyse::{Asked, Unnamed, unnamed};
use crate::engine::{Columns, Engine, Scores};
use crate::error::Result;
use crate::print::grouped;
use crate::query::{Filter, Node, Query, nearest};
use crate::tags::Tags;
use crate::terminal::safe;
use std::collections::BTreeSet;

/// So many names are told.
const TOLD: usize = 3;

/// Says which names hold the words of an organisation that no article names; whether there was one to say.
pub(super) fn unnamed_organisations(engine: &dyn Columns, asked: &Asked) -> Result<bool> {
    let unnamed = unnamed(engine, asked)?;
    for unnamed in &unnamed {
        eprintln!("morgue: {}", sentence(unnamed));
    }
    Ok(!unnamed.is_empty())
}

/// Says which of the tags that are asked for no article has. Where one is asked to be absent this changes an
/// answer without making it empty, so it is said with every answer.
///
/// # Errors
/// If the tags beside the index cannot be read.
pub(super) fn unknown_tags(asked: &BTreeSet<String>, place: &Place) -> Result<()> {
    // A cluster refuses tags.
    if asked.is_empty() || place.cluster()?.is_some() {
        return Ok(());
    }
    let all = Tags::read(&place.directory()?)?;
    let names = all.names();
    for tag in asked {
        if names.contains_key(tag.as_str()) {
            continue;
        }
        let near = nearest(tag, names.keys().copied());
        eprintln!("morgue: {}", unknown_tag(tag, near));
    }
    Ok(())
}

/// The tags that a query asks for.
pub(super) fn tags(query: &Query) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect_tags(&query.root, &mut found);
    found
}

fn collect_tags(node: &Node, found: &mut BTreeSet<String>) {
    match node {
        Node::And(nodes) | Node::Or(nodes) => {
            for node in nodes {
                collect_tags(node, found);
            }
        }
        Node::Not(node) | Node::Boost(node, _) => collect_tags(node, found),
        Node::Filter {
            filter: Filter::Tag(name),
            ..
        } => {
            found.insert(name.clone());
        }
        Node::Filter { .. } | Node::Text { .. } | Node::All => {}
    }
}

fn unknown_tag(tag: &str, near: Option<&str>) -> String {
    let tag = safe(tag);
    match near {
        Some(near) => format!(
            "no article has the tag `{tag}`; did you mean `{}`?",
            safe(near)
        ),
        None => format!("no article has the tag `{tag}`; `morgue tag` lists those there are"),
    }
}

/// Says what is to be known of the answers of an engine, and of their order if that is `ranked`.
pub(super) fn remark(engine: &dyn Engine, ranked: bool) {
    if ranked && engine.capabilities().scores == Scores::Split {
        eprintln!(
            "morgue: a cluster scores headline and body apart, by the statistics of each part of the archive: \
             the order is another than that of one index (`--sort newest` is the same)"
        );
    }
    for remark in engine.remarks() {
        eprintln!("morgue: {remark}");
    }
}

fn sentence(unnamed: &Unnamed) -> String {
    let told = unnamed.others.iter().take(TOLD);
    let names: Vec<_> = told
        .map(|(name, articles)| format!("`{}` ({})", safe(name), grouped(*articles)))
        .collect();
    let more = match unnamed.others.len().saturating_sub(TOLD) {
        0 => String::new(),
        more => format!(" and {} more", grouped(more as u64)),
    };
    let name = safe(&unnamed.name);
    format!(
        "no organisation is called `{name}`; with these words there are {}{more}: `org:~\"{}\"`",
        names.join(", "),
        name.to_lowercase()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_names_are_told_and_the_rest_counted() {
        let others = [
            ("A Union", 1200),
            ("B Union", 3),
            ("C Union", 2),
            ("D Union", 1),
        ];
        let unnamed = Unnamed {
            name: "Union".into(),
            others: others
                .map(|(name, count)| (name.to_owned(), count))
                .to_vec(),
        };
        assert_eq!(
            sentence(&unnamed),
            "no organisation is called `Union`; with these words there are `A Union` (1,200), \
             `B Union` (3), `C Union` (2) and 1 more: `org:~\"union\"`"
        );
    }
}
