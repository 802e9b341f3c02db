//! What a query would show of a text that is in no index.

use super::Meaning;
use super::plan::Plan;
use super::snippet::{SnippetOptions, Sought, headline_highlights, snippets};
use crate::answer::Snippet;
use crate::error::QueryError;
use crate::query::{Node, Query};
use std::ops::Range;

/// What is shown of one article.
#[derive(Debug, Clone, PartialEq)]
pub struct Passages {
    /// What of the headline matches, as bytes of it.
    pub headline: Vec<Range<usize>>,
    /// The best passages of the body.
    pub snippets: Vec<Snippet>,
}

/// The passages of an article for a query, and what of its headline matches. All words count the same, as
/// there is no archive to say which are rare.
///
/// # Errors
/// The query holds a word that cannot be looked for.
pub fn passages(
    query: &Query,
    meaning: &Meaning,
    headline: &str,
    body: &str,
    options: SnippetOptions,
) -> Result<Passages, QueryError> {
    let mut sought = Vec::new();
    collect(&query.root, true, meaning, &query.typed, &mut sought)?;
    Ok(Passages {
        headline: headline_highlights(headline, &sought),
        snippets: snippets(body, &sought, options),
    })
}

/// The patterns that may stand in a matching article: those under no NOT.
fn collect(
    node: &Node,
    shown: bool,
    meaning: &Meaning,
    typed: &str,
    sought: &mut Vec<Sought>,
) -> Result<(), QueryError> {
    match node {
        Node::Text { scope, pattern } if shown => {
            let plan = Plan::new(pattern, *scope, meaning.stemmer, typed)?;
            sought.push(Sought { plan, weight: 1.0 });
        }
        Node::And(nodes) | Node::Or(nodes) => {
            for node in nodes {
                collect(node, shown, meaning, typed, sought)?;
            }
        }
        Node::Not(node) => collect(node, !shown, meaning, typed, sought)?,
        Node::Boost(node, _) => collect(node, shown, meaning, typed, sought)?,
        Node::All | Node::Filter { .. } | Node::Text { .. } => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::sample::{meaning, query};

    #[test]
    fn a_text_is_shown_as_it_would_be_from_an_index() {
        let body = "Nobody came. The strike emptied the quay.";
        let query = query("strike -rail");
        let shown = passages(
            &query,
            &meaning(),
            "A strike",
            body,
            SnippetOptions::default(),
        );
        let shown = shown.unwrap();
        assert_eq!(shown.headline.first(), Some(&(2..8)));
        let snippet = &shown.snippets[0];
        let words = snippet
            .highlights
            .iter()
            .map(|range| &snippet.text[range.clone()]);
        assert_eq!(words.collect::<Vec<_>>(), ["strike"]);
    }
}
