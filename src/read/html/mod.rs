//! Web pages: one article a page.
//!
//! The flow: limits on the markup → parse → headline, metadata, date → main text. A page is read as a
//! whole (at most [`LONGEST`] bytes). The extractors recurse on the tree, which is why the markup is
//! limited first and why a thread that reads pages wants a stack of 16 MiB.
//!
//! Other readers hand their pages over here: [`article`] for a whole page (WARC), [`of_markup`] for a
//! fragment (feeds, mail, JSON).

mod addresses;
mod archived;
mod byline;
mod cell;
mod content;
mod date;
mod date_fields;
mod embedded;
mod find;
mod foreign;
mod heading;
mod headline;
mod hours;
mod jalali;
mod json_ld;
mod limit;
mod local_day;
mod mend;
mod metadata;
mod names;
mod page;
mod printed;
mod signature;
mod title_parts;
mod trim;
mod visit;

pub use content::of_markup;

use super::decode::{decode, tidy};
use super::{Context, Flow, Found, Reader, Record, whole};
use crate::article::Article;
use crate::date::{DateOptions, NewsDate};
use crate::error::{Problem, ProblemKind};
use page::Page;
use regex::Regex;
use std::borrow::Cow;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

/// The longest page that is read, in bytes; news pages have some 200 KB.
pub const LONGEST: u64 = 10 << 20;

/// The limits on the markup miss some ways to nest; beyond this depth the extractors' recursion is unsafe.
const DEEPEST: usize = 2 * limit::DEPTH;

/// The reader of web pages.
pub struct Html;

impl Reader for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn about(&self) -> &'static str {
        "a web page: main text, schema.org and OpenGraph metadata"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["html", "htm", "xhtml"]
    }

    fn recognises(&self, head: &[u8]) -> bool {
        let text = String::from_utf8_lossy(head).to_ascii_lowercase();
        let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let declared = text.starts_with("<!doctype html") || text.starts_with("<html");
        let after_prolog = text.starts_with("<?xml") || text.starts_with("<!--");
        declared || (after_prolog && text.contains("<html"))
    }

    fn split(
        &self,
        input: Box<dyn Read + '_>,
        context: &Context,
        hand_out: &mut dyn FnMut(Record) -> Flow,
    ) -> Result<(), Problem> {
        let (bytes, failure) = whole::all(input, LONGEST as usize)?;
        if bytes.len() as u64 > LONGEST {
            let reason = format!("a web page of more than {} MiB is not read", LONGEST >> 20);
            return Err(Problem::new(ProblemKind::Limit, reason));
        }
        let (path, dates) = (context.path.clone(), context.dates.clone());
        hand_out(Record {
            number: None,
            line: None,
            bytes: bytes.len() as u64,
            read: Box::new(move || read_file(&bytes, &path, &dates)),
        });
        failure.map_or(Ok(()), Err)
    }
}

/// Reads the page of a file; the path of the file dates it if nothing else does.
fn read_file(bytes: &[u8], path: &str, options: &DateOptions) -> Found {
    let read = decode(bytes, None).and_then(|text| article(&text, None, options));
    let mut found = read.unwrap_or_else(Found::of_problem);
    for article in found
        .articles
        .iter_mut()
        .filter(|article| article.date.is_none())
    {
        article.date = NewsDate::from_path(path);
    }
    found
}

/// Reads one article from a page.
///
/// `address` is where the page was fetched from, if that is known.
///
/// # Errors
/// The page has more elements than an article can have, holds no text, or its markup breaks the parser.
pub fn article(html: &str, address: Option<&str>, options: &DateOptions) -> Result<Found, Problem> {
    let html = archived::original(unframed(html));
    let Some(limited) = limit::limit(&html) else {
        let reason = format!(
            "a web page of more than {} elements is not read",
            limit::ELEMENTS
        );
        return Err(Problem::new(ProblemKind::Limit, reason));
    };
    let read = catch_unwind(AssertUnwindSafe(|| {
        read_limited(&limited, address, options)
    }));
    let reason = "the markup of the page breaks the parser";
    let (article, problems) = read.map_err(|_| Problem::new(ProblemKind::Malformed, reason))??;
    if article.is_empty() {
        let reason = "the page holds neither a headline nor a text";
        return Err(Problem::new(ProblemKind::Empty, reason));
    }
    Ok(Found {
        articles: vec![article],
        problems,
        ..Found::default()
    })
}

/// A page of frames with what it has for those who see none; any other as it is.
fn unframed(html: &str) -> Cow<'_, str> {
    static FRAMES: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = r"(?is)<frameset\b.*?<noframes[^>]*>(?:\s*<body[^>]*>)?(.*?)(?:</body>\s*)?</noframes>.*";
        Regex::new(pattern).expect("a fixed pattern")
    });
    // Most pages end the search here.
    if memchr::memmem::find(html.as_bytes(), b"rameset").is_none()
        && memchr::memmem::find(html.as_bytes(), b"RAMESET").is_none()
    {
        return Cow::Borrowed(html);
    }
    FRAMES.replace(html, "<body>$1</body>")
}

fn read_limited(
    html: &str,
    address: Option<&str>,
    options: &DateOptions,
) -> Result<(Article, Vec<Problem>), Problem> {
    let mut page = Page::parse(html, address);
    if page.depth() > DEEPEST {
        let reason = format!("a web page nested more than {DEEPEST} deep is not read");
        return Err(Problem::new(ProblemKind::Limit, reason));
    }
    let title = page.readable().title;
    let title = heading::printed_instead(&page, &title).unwrap_or(title);
    let mut article = Article {
        headline: tidy(&headline::headline(&page, &title)),
        ..Article::default()
    };
    metadata::fill(&mut article, &page);
    let language = article.language.as_deref();
    let clues = date::Clues::gather(&page, options, language, &article.headline);
    let captions = trim::captions(&page);
    let signatures = signature::candidates(&page);
    article.body = tidy(&content::text(html, &mut page, &article.headline));
    article.modified.clone_from(&clues.modified);
    let mut problems = Vec::new();
    article.date = clues.settle(&article.body, &mut problems);
    trim::trim(&mut article, &signatures);
    article.keep_beside(captions);
    Ok((article, problems))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a page on a thread with the stack that the indexer gives its own.
    fn read(html: &str) -> Result<Article, Problem> {
        let html = html.to_owned();
        let read = move || article(&html, None, &DateOptions::default());
        let thread = std::thread::Builder::new().stack_size(16 << 20).spawn(read);
        let found = thread.expect("a thread").join().expect("no panic");
        found.map(|mut found| found.articles.remove(0))
    }

    fn paragraphs(count: usize) -> String {
        let text =
            "The harbour council met on Tuesday to hear what the new bridge will cost the town. ";
        format!("<p>{}</p>", text.repeat(3)).repeat(count)
    }

    #[test]
    fn a_page_becomes_an_article() {
        let page = format!(
            r#"<!DOCTYPE html><html lang="en-GB"><head><title>Bridge will cost more | The Herald</title>
            <meta property="og:site_name" content="The Herald">
            <meta property="article:published_time" content="2024-05-06T07:08:09+01:00">
            <meta property="article:modified_time" content="2024-05-07T10:00:00+01:00">
            <link rel="canonical" href="https://herald.example/2024/05/06/bridge"></head>
            <body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
            <article><h1>Bridge will cost more</h1>{}</article>
            <footer>All rights reserved</footer></body></html>"#,
            paragraphs(6)
        );
        let article = read(&page).expect("an article");
        assert_eq!(article.headline, "Bridge will cost more");
        assert_eq!(
            article.date.expect("a date").to_string(),
            "2024-05-06T07:08:09+01:00"
        );
        assert_eq!(
            article.modified.expect("a date").to_string(),
            "2024-05-07T10:00:00+01:00"
        );
        assert_eq!(article.publication.as_deref(), Some("The Herald"));
        assert_eq!(article.language.as_deref(), Some("en-GB"));
        let body: Vec<&str> = article.body.split("\n\n").collect();
        assert_eq!(body.len(), 6, "{}", article.body);
        assert!(!article.body.contains("Sport") && !article.body.contains("rights"));
    }

    #[test]
    fn hostile_markup_ends_in_an_article_or_a_problem() {
        let text = paragraphs(3);
        for (name, page) in [
            ("divs", "<div>".repeat(20_000) + &text),
            ("bold", "<b>".repeat(20_000) + &text),
            ("tables", "<table><tr><td>".repeat(3_000) + &text),
            ("lists", "<ul><li>".repeat(5_000) + &text),
            (
                "mixed",
                "<div><table></div><svg><desc>".repeat(3_000) + &text,
            ),
            ("fonts", "<p><font size=1></p>".repeat(3_000) + &text),
            (
                "attributes",
                format!("<div {}>{text}", "a=1 ".repeat(20_000)),
            ),
            (
                "json",
                format!(
                    "<script type='application/ld+json'>{}</script>{text}",
                    "[".repeat(50_000)
                ),
            ),
        ] {
            let read = read(&format!("<html><body>{page}</body></html>"));
            let sane = match &read {
                Ok(article) => article.body.contains("harbour council"),
                Err(problem) => problem.kind == ProblemKind::Limit,
            };
            assert!(sane, "{name}: {read:?}");
        }
        assert_eq!(
            read("<p> </p>").map_err(|problem| problem.kind),
            Err(ProblemKind::Empty)
        );
    }
}
