//! Answers that the printers' tests print: one as it should be, one with all that can be wrong.

use super::{Printer, Style};
use crate::answer::{Cell, Collapsed, Hit, Page, Provenance, Reprint, Snippet, Table};
use crate::article::{Article, Organisation, Origin};
use crate::date::{DateSource, NewsDate};

/// Where the answers come from.
fn provenance() -> Provenance {
    Provenance {
        query: r#"cocoa "buffer stock""#.into(),
        parsed: r#"(cocoa AND "buffer stock")"#.into(),
        fingerprint: "b1946ac92492d234".into(),
        articles: 21_578,
        version: "0.1.0",
    }
}

/// A page of these hits, of so many in all.
pub(super) fn page(hits: Vec<Hit>, total: u64) -> Page {
    Page {
        provenance: provenance(),
        total,
        offset: 0,
        hits,
        collapsed: None,
    }
}

/// A snippet with the words in `«»` highlighted.
pub(super) fn snippet(marked: &str, cut_before: bool, cut_after: bool) -> Snippet {
    let mut snippet = Snippet {
        cut_before,
        cut_after,
        ..Snippet::default()
    };
    for piece in marked.split_inclusive(['«', '»']) {
        let start = snippet.text.len();
        snippet.text.push_str(piece.trim_end_matches(['«', '»']));
        if piece.ends_with('»') {
            snippet.highlights.push(start..snippet.text.len());
        }
    }
    snippet
}

/// An article as an archive should have it.
pub(super) fn orderly() -> Hit {
    let recognised = Organisation {
        name: "International Cocoa Organization".into(),
        forms: vec!["International Cocoa Organization".into(), "ICCO".into()],
        origin: Origin::Recognised,
        confidence: Some(0.93),
    };
    Hit {
        score: Some(12.84),
        id: "reut2-001.sgm#1204".into(),
        root: "reuters".into(),
        path: "reut2-001.sgm#1204".into(),
        file: "/news/reut2-001.sgm#1204".into(),
        article: Article {
            headline: "Cocoa council meets on buffer stock rules".into(),
            body: "The council opened its meeting.\n\nIt closes on Friday.".into(),
            organisations: vec![Organisation::given("Gill & Duffus"), recognised],
            date: NewsDate::from_iso("1987-03-09T13:25:00Z", DateSource::Given),
            publication: Some("The Evening Ledger".into()),
            byline: Some("Jane Doe and John O'Hara".into()),
            section: Some("Commodities".into()),
            url: Some("https://ledger.example/1987/03/09/cocoa_50%25".into()),
            language: Some("en".into()),
            ..Article::default()
        },
        headline_highlights: vec![0..5, 23..35],
        snippets: vec![snippet(
            "The «cocoa» council opened talks on the rules of its «buffer stock», delegates said.",
            false,
            true,
        )],
    }
}

/// An article that means harm: escape sequences, bidi controls, formulas, quotes, newlines, wide text.
pub(super) fn nasty() -> Hit {
    Hit {
        score: Some(12.84),
        id: "@evil id\t7".into(),
        root: "inbox".into(),
        path: "a dir/new\nline \"quoted\".txt".into(),
        file: "/news/a dir/new\nline \"quoted\".txt".into(),
        article: Article {
            headline: "=cmd|' /C calc'!A0 \u{1b}[31mred\u{202e}txt.exe\r\n\"可可\", 100% {of} $5_000 & #1 \\".into(),
            body: "-1\u{7}".into(),
            organisations: vec![
                Organisation::given("+Apple, Inc."),
                Organisation::given("国际可可\u{200b}组织"),
            ],
            date: NewsDate::from_iso("1987", DateSource::Path),
            byline: Some("By-Line, Staff".into()),
            url: Some("https://ledger.example/{a}\\b c".into()),
            ..Article::default()
        },
        headline_highlights: Vec::new(),
        snippets: vec![
            snippet("Größe: «可可»\u{1b}]0;x\u{7}\n«buffer\tstock»", true, false),
            snippet("and «cocoa»", false, false),
        ],
    }
}

/// An article of which nothing is known but its text; found without a score.
pub(super) fn bare() -> Hit {
    Hit {
        score: None,
        id: "notes/x.txt".into(),
        root: "inbox".into(),
        path: "notes/x.txt".into(),
        file: "/news/notes/x.txt".into(),
        article: Article {
            body: "Three words here.".into(),
            ..Article::default()
        },
        headline_highlights: Vec::new(),
        snippets: Vec::new(),
    }
}

/// All three, of 1,204.
pub(super) fn all() -> Page {
    page(vec![orderly(), nasty(), bare()], 1_204)
}

/// Copies of a story, with all that may be missing.
pub(super) fn reprints() -> Vec<Reprint> {
    let reprint = |id: &str, publication: Option<&str>, iso: Option<&str>| Reprint {
        id: id.into(),
        headline: "Cocoa council meets".into(),
        publication: publication.map(String::from),
        date: iso.and_then(|iso| NewsDate::from_iso(iso, DateSource::Given)),
        similarity: 0.9375,
    };
    vec![
        reprint("daily-7", Some("The Daily"), Some("1987-03-10T08:00:00Z")),
        reprint("wire#7", None, None),
        reprint("=7", Some("Abend\u{202e}Post"), Some("1987")),
    ]
}

/// All three, of 1,204, of which 900 are left when each story counts once.
pub(super) fn collapsed(expanded: bool) -> Page {
    Page {
        collapsed: Some(Collapsed {
            total: 900,
            reprints: vec![reprints(), Vec::new(), Vec::new()],
            expanded,
        }),
        ..all()
    }
}

/// A table with every kind of cell, cut by a limit.
pub(super) fn table() -> Table {
    let row = |name: &str, count, share| {
        vec![
            Cell::Text(name.into()),
            Cell::Count(count),
            Cell::Figure(share),
            Cell::Nothing,
        ]
    };
    Table {
        provenance: Some(provenance()),
        columns: ["organisation", "articles", "share", "share"]
            .map(String::from)
            .to_vec(),
        rows: vec![
            row("International Cocoa Organization", 1_234_567, 0.25),
            row("=国际\u{1b}[2J可可\t组织", 93, -1.0 / 3.0),
            row("\"Quoted\" Ltd", 0, 0.0),
        ],
        total: 412,
    }
}

/// What a page is printed as.
pub(super) fn printed(printer: &dyn Printer, page: &Page, style: &Style) -> String {
    let mut out = Vec::new();
    printer.page(page, style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// What a table is printed as.
pub(super) fn printed_table(printer: &dyn Printer, table: &Table, style: &Style) -> String {
    let mut out = Vec::new();
    printer.table(table, style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// A terminal without colours.
pub(super) fn terminal(width: usize) -> Style {
    Style {
        terminal: true,
        width: Some(width),
        ..Style::default()
    }
}

/// The printed text with what a reader would not see spelled out.
pub(super) fn visible(text: &str) -> String {
    let spelled = |c: char| match c {
        '\n' => "\n".into(),
        '\t' => "→".into(),
        c if crate::terminal::is_safe(c) => c.to_string(),
        c => c.escape_debug().to_string(),
    };
    text.chars().map(spelled).collect()
}
