//! Plain text: the first line is the headline, the rest the body.
//!
//! Residue of scraping is cut elsewhere. A date is taken from a line near the top that is nothing but a
//! date, else from the path; prose is not searched for dates.

use super::decode::tidy;
use super::whole::hand_out_whole;
use super::{Context, Flow, Found, Reader, Record};
use crate::article::Article;
use crate::date::{DateSource, NewsDate, Precision};
use crate::error::Problem;
use std::io::Read;

/// A first line longer than this (in characters) is prose, and the text has no headline.
const LONGEST_HEADLINE: usize = 250;

/// How many lines after the headline may be the one with the date.
const DATE_LINES: usize = 5;

/// The reader of plain text.
pub struct Text;

impl Reader for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn about(&self) -> &'static str {
        "plain text: one article a file, its first line the headline"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "text"]
    }

    /// Any text is plain text: only the extension decides.
    fn recognises(&self, _: &[u8]) -> bool {
        false
    }

    fn split(
        &self,
        input: Box<dyn Read + '_>,
        context: &Context,
        hand_out: &mut dyn FnMut(Record) -> Flow,
    ) -> Result<(), Problem> {
        hand_out_whole(input, context, hand_out, article)
    }
}

fn article(text: &str, context: &Context) -> Found {
    let text = tidy(text);
    let (headline, body) = headline(&text);
    let date = date_line(body, context).or_else(|| context.path_date());
    let article = Article {
        headline: headline.split_whitespace().collect::<Vec<_>>().join(" "),
        body: body.to_owned(),
        date,
        ..Article::default()
    };
    Found::checked(Ok(article), Vec::new(), None)
}

/// The first line and the rest, or no headline where the first line is part of a paragraph.
pub(super) fn headline(text: &str) -> (&str, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let sentence = first.ends_with('.') && !first.ends_with("..");
    let goes_on = !rest.is_empty() && !rest.starts_with('\n');
    if first.chars().count() > LONGEST_HEADLINE || sentence && goes_on {
        ("", text)
    } else {
        (first, rest.trim_start_matches('\n'))
    }
}

/// The date of a line near the top that holds nothing else (but perhaps the word for it).
fn date_line(body: &str, context: &Context) -> Option<NewsDate> {
    const LABELS: &[&str] = &[
        "published",
        "posted",
        "date",
        "updated",
        "on",
        "datum",
        "veröffentlicht",
        "publié",
        "fecha",
        "publicado",
    ];
    let lines = body
        .lines()
        .filter(|line| !line.is_empty())
        .take(DATE_LINES);
    lines.filter(|line| line.len() <= 80).find_map(|line| {
        let mut rest = line;
        while let Some((word, after)) = rest.split_once([' ', ':'])
            && (word.is_empty() || LABELS.contains(&word.to_lowercase().as_str()))
        {
            rest = after;
        }
        let date = NewsDate::read(rest, &context.dates, DateSource::Given).ok()?;
        let words = rest.split(|letter: char| !letter.is_alphabetic());
        let words = words.filter(|word| word.len() > 1).count();
        (date.precision >= Precision::Day && words <= 4).then_some(date)
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{articles, read_with};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_first_line_is_the_headline() {
        for (text, headline, body, date) in [
            (
                "\u{feff}Rates rise\n\nThe bank raised rates.\n",
                "Rates rise",
                "The bank raised rates.",
                None,
            ),
            (
                "Rates  rise\r\nMarch 2, 1987\r\nThe bank",
                "Rates rise",
                "March 2, 1987\nThe bank",
                Some("1987-03-02"),
            ),
            (
                "It was a day.\nThen came night.",
                "",
                "It was a day.\nThen came night.",
                None,
            ),
            ("Only a headline", "Only a headline", "", None),
            (
                "Talks\n\nIn 1987 they met.\nMarch 2 was cold.",
                "Talks",
                "In 1987 they met.\nMarch 2 was cold.",
                None,
            ),
            (
                "Talks\nPublished: 25.09.2025, 14:03 Uhr\n\nText",
                "Talks",
                "Published: 25.09.2025, 14:03 Uhr\n\nText",
                Some("2025-09-25T14:03"),
            ),
        ] {
            let article = &articles(&Text, text.as_bytes())[0];
            assert_eq!(
                (article.headline.as_str(), article.body.as_str()),
                (headline, body)
            );
            assert_eq!(
                article.date.as_ref().map(ToString::to_string).as_deref(),
                date
            );
        }
    }

    #[test]
    fn the_path_dates_what_the_text_does_not() {
        let context = Context {
            path: "archive/2025/09/25/rates.txt".into(),
            ..Context::default()
        };
        let found = read_with(&Text, b"Rates rise\n\nThe bank", &context);
        let date = found.articles[0].date.as_ref().expect("a date");
        assert_eq!(
            (date.to_string().as_str(), date.source),
            ("2025-09-25", DateSource::Path)
        );
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            read_with(&Text, &bytes, &Context::default());
        }
    }
}
