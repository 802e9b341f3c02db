//! The query language: what each query means, and what each bad one is told.

mod properties;

use morgue::error::QueryError;
use morgue::query::{Node, Options, Pattern, Query, Word, parse, plain};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// One query a line, `any: ` before those read with that option, and its canonical form.
const TREES: &str = include_str!("trees.txt");
/// Blocks of a query after `> ` and what is printed of it.
const ERRORS: &str = include_str!("errors.txt");

fn saved(name: &str) -> Option<String> {
    let text = match name {
        "energy" => "oil OR gas",
        "talks" => "headline:(talks OR summit)",
        "nested" => "query:energy -query:talks",
        "with blank" => "x",
        "two" => "a b",
        "circle" => "query:circle",
        _ => return None,
    };
    Some(text.to_owned())
}

fn options() -> Options<'static> {
    Options {
        saved: &saved,
        ..Options::new(jiff::civil::date(2026, 11, 24))
    }
}

/// Reads a query of the tables.
fn read(line: &str) -> Result<Query, QueryError> {
    let (any, text) = match line.strip_prefix("any: ") {
        Some(text) => (true, text),
        None => (false, line),
    };
    parse(text, &Options { any, ..options() })
}

/// The tree without places, which printing cannot keep.
fn bare(query: &Query) -> Node {
    fn pattern(made: &mut Pattern) {
        match made {
            Pattern::Word(word) => word.span = 0..0,
            Pattern::Phrase { parts, .. } | Pattern::Within { parts, .. } | Pattern::Any(parts) => {
                parts.iter_mut().for_each(pattern);
            }
            Pattern::Near { left, right, .. } => {
                pattern(left);
                pattern(right);
            }
            Pattern::AtLeast { pattern: inner, .. } => pattern(inner),
        }
    }
    fn node(made: &mut Node) {
        match made {
            Node::All => {}
            Node::Text { pattern: inner, .. } => pattern(inner),
            Node::Filter { span, .. } => *span = 0..0,
            Node::And(parts) | Node::Or(parts) => parts.iter_mut().for_each(node),
            Node::Not(inner) | Node::Boost(inner, _) => node(inner),
        }
    }
    let mut root = query.root.clone();
    node(&mut root);
    root
}

fn prints_what_reads_the_same(query: &Query) {
    let printed = query.to_string();
    let again = parse(&printed, &options()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(bare(&again), bare(query), "{printed}");
    assert_eq!(again.to_string(), printed);
}

#[test]
fn every_query_means_what_the_table_says() {
    let mut rows = 0;
    for line in TREES.lines().filter(|line| !line.starts_with("# ")) {
        let (typed, expected) = line.split_once("  =>  ").expect(line);
        let query = read(typed).unwrap_or_else(|error| panic!("{typed}: {error}"));
        assert_eq!(query.to_string(), expected, "{typed}");
        prints_what_reads_the_same(&query);
        rows += 1;
    }
    assert!(rows >= 150, "only {rows} rows");
}

#[test]
fn every_bad_query_is_told_where_and_why() {
    let mut rows = 0;
    for block in ERRORS
        .split("\n\n")
        .filter(|block| !block.trim().is_empty())
    {
        let (typed, expected) = block.trim_matches('\n').split_once('\n').expect(block);
        let typed = typed.strip_prefix("> ").expect(block);
        match read(typed) {
            Ok(query) => panic!("`{typed}` is read as {query}"),
            Err(error) => assert_eq!(error.to_string(), expected),
        }
        rows += 1;
    }
    assert!(rows >= 60, "only {rows} rows");
}

#[test]
fn blanks_alone_are_an_empty_query() {
    for text in ["", " ", "\t\n", "\u{a0}"] {
        let error = parse(text, &options()).unwrap_err();
        assert_eq!(error.reason, "the query is empty");
        assert_eq!(error.span, 0..text.len());
    }
}

/// The words of a query with what was typed at their places.
fn places(query: &Query) -> Vec<(String, String)> {
    fn pattern(made: &Pattern, words: &mut Vec<Word>) {
        match made {
            Pattern::Word(word) => words.push(word.clone()),
            Pattern::Phrase { parts, .. } => {
                for part in parts {
                    pattern(part, words);
                }
            }
            other => panic!("{other:?}"),
        }
    }
    fn node(made: &Node, words: &mut Vec<Word>) {
        match made {
            Node::And(parts) | Node::Or(parts) => {
                for part in parts {
                    node(part, words);
                }
            }
            Node::Text { pattern: made, .. } => pattern(made, words),
            other => panic!("{other:?}"),
        }
    }
    let mut words = Vec::new();
    node(&query.root, &mut words);
    let place = |word: Word| (query.typed[word.span].to_owned(), word.text);
    words.into_iter().map(place).collect()
}

#[test]
fn words_know_their_places() {
    let typed = "größe (\"a bc\" OR =Apple) headline:xy* /y/ (z)";
    let query = parse(typed, &options()).unwrap();
    let expected = [
        ("größe", "größe"),
        ("a", "a"),
        ("bc", "bc"),
        ("=Apple", "Apple"),
        ("xy*", "xy*"),
        ("/y/", "y"),
        ("z", "z"),
    ];
    assert_eq!(
        places(&query),
        expected.map(|(at, text)| (at.to_owned(), text.to_owned()))
    );
}

#[test]
fn plain_text_has_no_operators() {
    let text = "What's (the) U.S. NOT doing? w/5 date:2024 - \"x y\" AT&T";
    let query = plain(text, &options()).unwrap();
    assert_eq!(
        query.to_string(),
        "(what's AND the AND u.s. AND not AND doing AND w AND 5 AND date AND 2024 AND x AND y AND at&t)"
    );
    prints_what_reads_the_same(&query);
    assert!(places(&query).contains(&("AT&T".to_owned(), "at&t".to_owned())));
    let any = Options {
        any: true,
        ..options()
    };
    assert_eq!(plain("a b", &any).unwrap().to_string(), "(a OR b)");
    assert!(plain(" ?! ", &any).is_err());
}

/// What a query may be made of a hundred thousand times over.
#[rustfmt::skip]
const REPEATED: &[&str] = &[
    "(", ")", "((a) ", "-", "- ", "NOT ", "+", "a NEAR/2 ", "(a NEAR/2 b) NEAR/2 ", "a w/s ",
    "a w/p b w/s ", "\"", "“", "\"a ", "\\\"", "a", "a ", "a OR ", "a AND ", "a OR b ",
    "/", "/a/ ", "\\", "=", "^", "~", "a^2 ", "a~1 ", "a:", "headline:",
    "headline:(", "org:(", "org:a ", "date:2024 ", "date:1d ", "path:a* ", "words:1 ", "query:energy ", "query:nested ", "SENTENCE(",
    "SENTENCE(a ", "ALLCAPS(", "HLEAD(", "ATLEAST3(a) ", "*", "* ", "a* ", "?", "\u{a0}", "é",
    "w/5 ", "..", "a..", "(a OR ", "(-", "/(a|b)*c{1,9}/ ", "(a b) OR ", "«a» ", "=\"A b\" ",
];

/// How long this thread has worked: of a busy machine it may get but a share. Where that is not told, the time.
fn work() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// 100 kB of anything is answered within a second, without a stack overflow, also unoptimised.
#[test]
fn large_queries_are_answered_soon() {
    const SIZE: usize = 100_000;
    for piece in REPEATED {
        let mut text = piece.repeat(SIZE / piece.len());
        for end in ["", "a", ")"] {
            text.push_str(end);
            let start = work();
            let _ = parse(&text, &options()).map(|query| query.to_string());
            let took = work().saturating_sub(start);
            assert!(took < Duration::from_secs(1), "{piece:?} took {took:?}");
        }
    }
}

#[test]
fn nesting_has_a_limit() {
    let error = parse(&"(".repeat(100_000), &options()).unwrap_err();
    assert_eq!(error.reason, "the query nests more than 64 deep");
    assert_eq!(error.span, 64..65);

    // Precedence nests without parentheses, and saved queries bring their own.
    let nested = |inside: &str| format!("{}{inside}{}", "(a OR b ".repeat(60), ")".repeat(60));
    let error = parse(&nested("c"), &options()).unwrap_err();
    assert_eq!(error.reason, "the query nests more than 64 deep");
    let saved = |name: &str| Some(nested(&format!("query:{name}x")));
    let options = Options {
        saved: &saved,
        ..options()
    };
    let error = parse("query:a", &options).unwrap_err();
    assert!(error.reason.ends_with("the query nests more than 64 deep"));
}

#[test]
fn the_deepest_query_that_reads_fits_a_small_stack() {
    let nested = format!("{}a{}", "(b (c OR NOT ".repeat(20), "))".repeat(20));
    let chain = format!("({} a) w/s b", "a NEAR/2 ".repeat(62));
    let work = move || {
        for text in [&nested, &chain] {
            let query = parse(text, &options()).unwrap_or_else(|error| panic!("{}", error.reason));
            prints_what_reads_the_same(&query);
        }
    };
    let thread = std::thread::Builder::new().stack_size(1 << 20);
    thread.spawn(work).unwrap().join().unwrap();
}
