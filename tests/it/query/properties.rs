//! What is true of every query: it reads or is refused without a panic, and prints what reads the same.

use super::{options, prints_what_reads_the_same};
use morgue::query::{Options, parse};
use proptest::prelude::*;

/// Pieces that queries are made of, good and bad, so that random ones come close to real ones.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "a", "bank", "AND", "OR", "NOT", "(", ")", "\"", "“", "”",
    "-", "+", "=", "*", "?", "~1", "~", "^2", "^", "/",
    "\\", ":", "headline:", "org:", "date:", "2024..", ">=", "words:", "path:", "**",
    "added:", "query:energy", "NEAR/3", "w/s", "w/p", "PRE/2", "SENTENCE(", "ATLEAST2(", "HLEAD(", "FIRST/5(",
    "ALLCAPS(", " ", "  ", ".", "'", "–", "é", "ß", "\u{301}", "\u{200d}",
    "\u{0}", "東京", "🙂",
];

/// One of them, or anything.
fn piece() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(PIECES).prop_map(str::to_owned);
    prop_oneof![8 => fixed, 1 => ".{0,4}"]
}

/// A query that reads, from the inside out.
fn good() -> impl Strategy<Value = String> {
    let quoted = prop::sample::select(vec!["a", "Bank", "who?", "cent*", "x-y.", "é", "&", "\\\\"]);
    let word = prop_oneof![
        4 => "[a-z]{2,6}",
        1 => "[a-z]{2,4}\\*",
        1 => "[a-z]{3,5}~[12]",
        1 => "=[A-Z]?[a-z]{2,4}",
        1 => "/[a-z]{1,3}(x|y)?/",
        1 => (prop::collection::vec(quoted, 1..4), "=?").prop_map(|(words, equals)| {
            let phrase = words.join(" ");
            let equals = if phrase.contains('*') { "" } else { &equals };
            format!("{equals}\"bank {phrase}\"")
        }),
        1 => "\"[a-z]{2,4} [a-z]{2,4}\"~[0-9]",
        1 => "ALLCAPS\\([a-z]{2,3}\\)",
    ];
    let side = word.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone(), 1..9u32)
                .prop_map(|(a, b, n)| format!("({a} NEAR/{n} {b})")),
            (inner.clone(), inner.clone(), 1..9u32)
                .prop_map(|(a, b, n)| format!("({a} pre/{n} {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} OR {b})")),
        ]
    });
    let text = prop_oneof![
        4 => side.clone(),
        1 => (side.clone(), side.clone()).prop_map(|(a, b)| format!("({a} w/s {b})")),
        1 => (side.clone(), side.clone()).prop_map(|(a, b)| format!("PARAGRAPH({a} {b})")),
        1 => "[a-z]{2,5}".prop_map(|a| format!("ATLEAST3({a})")),
    ];
    let scoped = prop_oneof![
        4 => text.clone(),
        1 => text.clone().prop_map(|a| format!("HLEAD({a})")),
        1 => text.clone().prop_map(|a| format!("FIRST/20({a})")),
        1 => (text.clone(), text).prop_map(|(a, b)| format!("headline:({a} {b})")),
        1 => prop::sample::select(vec![
            "org:opec", "org:(~a OR \"b c\")", "date:2024..", "-date:*", "words:1..5", "path:a/**",
            "added:3d", "*", "section:(a b)", "query:nested", "id:x#1",
        ]).prop_map(str::to_owned),
    ];
    scoped.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4)
                .prop_map(|all| format!("({})", all.join(" AND "))),
            prop::collection::vec(inner.clone(), 2..4)
                .prop_map(|all| format!("({})", all.join(" OR "))),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) ({b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("(+({a}) ({b}))")),
            inner.prop_map(|a| format!("NOT ({a})")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 512,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_text_panics_and_what_reads_prints_the_same(
        pieces in prop::collection::vec(piece(), 0..16),
        any: bool,
    ) {
        match parse(&pieces.concat(), &Options { any, ..options() }) {
            Ok(query) => prints_what_reads_the_same(&query),
            Err(error) => {
                prop_assert!(error.query.get(error.span.clone()).is_some(), "{:?}", error);
                prop_assert!(error.hint.is_some());
                let _ = error.to_string();
            }
        }
    }

    #[test]
    fn good_queries_read_and_print_the_same(text in good(), any: bool) {
        let query = parse(&text, &Options { any, ..options() });
        prints_what_reads_the_same(&query.unwrap_or_else(|error| panic!("{error}")));
    }
}
