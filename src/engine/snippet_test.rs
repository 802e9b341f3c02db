//! What holds of every passage: whatever the text, its highlights are sound.

use super::plan::{Plan, Shape};
use super::sample::{meaning, query};
use super::snippet::{SnippetOptions, Sought, headline_highlights, snippets};
use crate::answer::Snippet;
use crate::query::{Node, Scope};
use proptest::prelude::*;
use std::ops::Range;
use std::time::{Duration, Instant};
use unicode_segmentation::UnicodeSegmentation;

/// The patterns of a query that is a list of them.
fn sought(text: &str) -> Vec<Sought> {
    let nodes = match query(text).root {
        Node::And(nodes) | Node::Or(nodes) => nodes,
        node => vec![node],
    };
    let plan = |node: &Node| match node {
        Node::Text { scope, pattern } => {
            Plan::new(pattern, *scope, meaning().stemmer, text).unwrap()
        }
        _ => panic!("{node:?} is no pattern"),
    };
    nodes
        .iter()
        .map(|node| Sought {
            plan: plan(node),
            weight: 1.0,
        })
        .collect()
}

/// The passages with highlights in brackets and `…` where text was left out.
fn shown(body: &str, query: &str, fragments: usize, length: usize) -> Vec<String> {
    let found = snippets(body, &sought(query), SnippetOptions { fragments, length });
    found.iter().map(marked).collect()
}

fn marked(snippet: &Snippet) -> String {
    let mut text = snippet.text.clone();
    for range in snippet.highlights.iter().rev() {
        text.insert(range.end, ']');
        text.insert(range.start, '[');
    }
    let dots = |cut| if cut { "…" } else { "" };
    format!(
        "{}{text}{}",
        dots(snippet.cut_before),
        dots(snippet.cut_after)
    )
}

/// Each word and each exact phrase of a query as a query of its own.
fn alone(sought: &[Sought]) -> Vec<Sought> {
    fn leaves(shape: &Shape, found: &mut Vec<Shape>) {
        match shape {
            Shape::Word(_) | Shape::Phrase { slop: 0, .. } => found.push(shape.clone()),
            Shape::Phrase { parts, .. } | Shape::Within { parts, .. } | Shape::Any(parts) => {
                for part in parts {
                    leaves(part, found);
                }
            }
            Shape::Near { left, right, .. } => {
                leaves(left, found);
                leaves(right, found);
            }
            Shape::AtLeast { pattern, .. } => leaves(pattern, found),
        }
    }
    let mut found = Vec::new();
    for one in sought {
        let mut shapes = Vec::new();
        leaves(&one.plan.shape, &mut shapes);
        found.extend(shapes.into_iter().map(|shape| Sought {
            plan: Plan {
                scope: Scope::Article,
                shape,
                ..one.plan.clone()
            },
            weight: 1.0,
        }));
    }
    found
}

fn check(text: &str, highlights: &[Range<usize>], alone: &[Sought]) -> Result<(), TestCaseError> {
    let mut boundaries: Vec<_> = text.grapheme_indices(true).map(|(at, _)| at).collect();
    boundaries.push(text.len());
    let mut last = 0;
    for range in highlights {
        prop_assert!(range.start >= last && range.start < range.end && range.end <= text.len());
        prop_assert!(boundaries.contains(&range.start) && boundaries.contains(&range.end));
        let highlighted = &text[range.clone()];
        let matches = !headline_highlights(highlighted, alone).is_empty();
        prop_assert!(matches, "{highlighted:?} matches nothing");
        last = range.end;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]
    #[test]
    fn highlights_are_sound(
        pieces in prop::collection::vec(prop_oneof![
            3 => prop::sample::select(vec!["bank", "Banks", "river", "rivers", "café", "U.S.", "the", "at&t", "👩‍👩‍👧"]).prop_map(String::from),
            2 => prop::sample::select(vec![" ", " ", ". ", ", ", "\n\n", "\r\n", "'s ", "-"]).prop_map(String::from),
            1 => ".{0,4}", 1 => "[\u{300}-\u{36f}\u{200d}\u{1f1e6}-\u{1f1ff}\u{e00}-\u{e7f}]{0,3}",
        ], 0..60),
        query in prop::sample::select(vec![
            "bank", "river bank", "\"the bank\" OR \"river bank\"", "bank NEAR/5 river", "(bank OR cafe) w/s river",
            "riv*", "\"bank river\"~4", "bnak~1", "/ba.*/ us", "FIRST/9(bank) headline:river", "ATLEAST2(bank)", "at&t กา",
        ]),
        fragments in 0usize..5,
        length in 1usize..120,
    ) {
        let text = pieces.concat();
        let sought = sought(query);
        let alone = alone(&sought);
        let found = snippets(&text, &sought, SnippetOptions { fragments, length });
        prop_assert!(found.len() <= fragments);
        for snippet in &found {
            prop_assert!(!snippet.text.trim().is_empty() && !snippet.text.contains("  "), "{snippet:?}");
            check(&snippet.text, &snippet.highlights, &alone)?;
        }
        check(&text, &headline_highlights(&text, &sought), &alone)?;
    }
}

#[test]
fn passages_show_why() {
    let text = "Talks began on Monday. Delegates from forty countries, among them the largest growers, met in the \
        old customs house. The cocoa price fell. Later that week the council agreed on a buffer stock for cocoa, \
        which growers had wanted for years. Nobody else spoke.\n\nCocoa was traded quietly on Friday.";
    for (query, length, expected) in [
        // The sentence with most of the query, whole, whatever comes before it.
        (
            "cocoa buffer",
            120,
            "…The [cocoa] price fell. Later that week the council agreed on a [buffer] stock for [cocoa], which growers had wanted for years…",
        ),
        // A phrase is highlighted as one.
        (
            "\"buffer stock\"",
            120,
            "…Later that week the council agreed on a [buffer stock] for cocoa, which growers had wanted for years. Nobody else spoke.…",
        ),
        // Too far into its sentence: behind a comma.
        (
            "customs",
            60,
            "…met in the old [customs] house. The cocoa price fell.…",
        ),
        // Near the end of the text earlier sentences fill the room.
        (
            "friday",
            80,
            "…Nobody else spoke. Cocoa was traded quietly on [Friday].",
        ),
        // Only in the headline: the opening.
        (
            "headline:talks",
            60,
            "Talks began on Monday. Delegates from forty countries, among…",
        ),
        ("strike", 30, "Talks began on Monday.…"),
        (
            "council PRE/9 cocoa",
            90,
            "…Later that week the [council] agreed on a buffer stock for [cocoa], which growers had wanted…",
        ),
        (
            "gro*",
            60,
            "…them the largest [growers], met in the old customs house.…",
        ),
    ] {
        assert_eq!(shown(text, query, 1, length), [expected], "{query}");
    }
    // More passages: what is new comes before what is shown already.
    assert_eq!(
        shown(text, "cocoa talks", 2, 40),
        [
            "[Talks] began on Monday. Delegates from…",
            "…The [cocoa] price fell. Later that week…"
        ]
    );
}

#[test]
fn a_long_article_takes_no_quadratic_step() {
    let begun = Instant::now();
    let length = 2_000_000;
    let crowded = "bank ".repeat(length / 5);
    for query in ["bank", "bank NEAR/10000 bank", "bank w/p river"] {
        assert_eq!(
            shown(&crowded, query, 20, 240).len(),
            if query.contains("w/p") { 1 } else { 20 }
        );
    }
    for text in [
        "Bank, river. ".repeat(length / 13),
        format!("bank {} bank", "x".repeat(length)),
        format!("bank{}bank", " ".repeat(length)),
        format!("bank{}bank", "-".repeat(length)),
        format!("bank{}bank", "\u{301}".repeat(length / 2)),
        format!("bank {} bank", "🇦".repeat(length / 4)),
    ] {
        assert!(!shown(&text, "bank", 20, 240).is_empty());
    }
    // Under 20 s without optimisation on a slow machine; a quadratic step takes hours.
    assert!(
        begun.elapsed() < Duration::from_mins(5),
        "{:?}",
        begun.elapsed()
    );
}
