//! Cuts what a page left around its text: share buttons, comment forms, lists of other articles.
//!
//! On a text that is an article already, every classifier of paragraphs loses more than it gains; only
//! explicit phrases are safe. So nothing goes but lines that match a phrase whole: at the head (byline and
//! date, which are read first), at the tail (where one such line ends the text), and a few kinds anywhere.
//! The phrases are data, one table a language. Dumps of whole pages are another matter: for those,
//! [`Options::whole_page`] finds the article's part first.
//!
//! What was cut is kept in [`Article::cut`]; [`restore`] gives the text back byte for byte.

mod cut;
mod envelope;
mod head;
mod lines;
mod phrases;
mod repeated;
mod rules;

pub use cut::restore;
pub use repeated::{Repeated, Residue, SAMPLE};

use crate::article::Article;
use crate::date::DateOptions;
use lines::Lines;
use std::ops::Range;

/// The share of a text beyond which the rules have gone wrong.
const TOO_MUCH: f64 = 0.5;

/// How to clean.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Whether the body is the text of a whole page, navigation and all.
    pub whole_page: bool,
    /// How the date line of a text is to be understood.
    pub dates: DateOptions,
}

/// What cleaning did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// There was nothing to cut.
    Clean,
    /// Something was cut.
    Cut,
    /// More than half would have gone, so the text was kept as it is.
    Kept,
}

/// Cuts residue from the body, and fills byline and date from its first lines where they are missing.
///
/// Cleaning again changes nothing.
pub fn clean(article: &mut Article, options: &Options) -> Outcome {
    let before = cut::ranges(article);
    let raw = if article.cut.is_empty() {
        std::mem::take(&mut article.body)
    } else {
        restore(article)
    };
    let Some((facts, ranges)) = residue(&raw, article, options) else {
        if article.cut.is_empty() {
            article.body = raw;
        }
        return Outcome::Kept;
    };
    facts.fill(article);
    let ranges = cut::together(before, ranges);
    if ranges.is_empty() {
        article.body = raw;
        article.cut.clear();
        return Outcome::Clean;
    }
    cut::apply(article, &raw, &ranges);
    Outcome::Cut
}

/// What the head of a text says, and the ranges that go; nothing if that would be too much.
fn residue(
    raw: &str,
    article: &Article,
    options: &Options,
) -> Option<(head::Facts, Vec<Range<usize>>)> {
    let mut lines = Lines::of(raw);
    if options.whole_page {
        envelope::narrow(&mut lines);
    }
    let whole = lines.kept_bytes();
    head::repeated_headline(&mut lines, &article.headline);
    let facts = head::facts(&mut lines, &options.dates);
    rules::drop_lines(&mut lines);
    rules::cut_tail(&mut lines);
    let gone = whole.saturating_sub(lines.kept_bytes());
    // What the reader set aside is no part of the text.
    let aside: usize = article.cut.iter().map(|cut| cut.text.trim().len()).sum();
    if gone as f64 > TOO_MUCH * whole.saturating_sub(aside) as f64 {
        return None;
    }
    Some((facts, lines.dropped()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "The council voted on Tuesday to raise the harbour dues by a tenth, and the mayor was pleased.\n\n\
        Shipowners said they would take their trade to another port if the rise went through in the end.\n\n\
        A final vote is due in the autumn, after the hearings in June and July are over.";

    fn article(body: &str) -> Article {
        Article {
            headline: "Dues to rise".into(),
            body: body.into(),
            ..Article::default()
        }
    }

    fn cleaned(body: &str) -> Article {
        let mut article = article(body);
        clean(&mut article, &Options::default());
        assert_eq!(restore(&article), body);
        article
    }

    #[test]
    fn residue_goes_and_the_text_stays() {
        let tails = [
            "",
            "\n\nSource link\n\nLeave a Reply\n\nYour email address will not be published. Required fields are marked *",
            "\n\nRelated articles\n\nAnother story\n\nA third story",
            "\n\nThe post Dues to rise appeared first on The Herald.",
            "\n\nMehr zum Thema:\n\nNoch ein Artikel",
            "\n\nLaisser un commentaire\n\nVotre adresse e-mail ne sera pas publiée.",
            "\n\nDeja un comentario",
            "\n\nLascia un commento",
            "\n\nGeef een reactie",
            "\n\nDodaj komentarz",
        ];
        for tail in tails {
            assert_eq!(cleaned(&format!("{TEXT}{tail}")).body, TEXT, "{tail}");
        }
        let heads = [
            "Dues to rise\n\n",
            "Share this article\n\n",
            "3 min read\n",
            "Home > News > Harbour\n\n",
        ];
        for head in heads {
            assert_eq!(cleaned(&format!("{head}{TEXT}")).body, TEXT, "{head}");
        }
        let within = TEXT.replace("\n\nA final", "\n\nAdvertisement\n\nA final");
        assert_eq!(cleaned(&within).body, TEXT);
    }

    #[test]
    fn byline_and_date_are_read_before_they_go() {
        let article = cleaned(&format!(
            "By Ann Ames and Bo Böll\nPublished 5 May 2024\n\n{TEXT}"
        ));
        assert_eq!(article.body, TEXT);
        assert_eq!(article.byline.as_deref(), Some("Ann Ames and Bo Böll"));
        assert_eq!(article.date.expect("a date").to_string(), "2024-05-05");
    }

    #[test]
    fn what_only_looks_like_residue_stays() {
        for line in [
            "By Tuesday the harbour was empty.",
            "Share prices fell in the morning and rose again in the afternoon.",
            "On 5 May 2024 the harbour froze over.",
            "The related articles of the law were read out to the court.",
            "Comments by the minister were met with silence.",
        ] {
            for body in [format!("{line}\n\n{TEXT}"), format!("{TEXT}\n\n{line}")] {
                assert_eq!(cleaned(&body).body, body);
            }
        }
    }

    #[test]
    fn a_text_is_never_cut_by_more_than_half() {
        let mut article = article(
            "A line of text that is as long as this one is.\n\nLeave a Reply\n\nA long comment that is longer than the text itself.",
        );
        let body = article.body.clone();
        assert_eq!(clean(&mut article, &Options::default()), Outcome::Kept);
        assert_eq!((article.body, article.cut), (body, vec![]));
    }

    #[test]
    fn of_a_whole_page_the_article_is_kept() {
        let page = format!("Home\nNews\nSport\n\n{TEXT}\n\nImprint\nPrivacy\n© The Herald");
        let mut article = article(&page);
        let options = Options {
            whole_page: true,
            ..Options::default()
        };
        clean(&mut article, &options);
        assert_eq!(article.body, TEXT);
        assert_eq!(restore(&article), page);
    }

    proptest! {
        #[test]
        fn nothing_is_lost(lines in prop::collection::vec(line(), 0..20), whole_page: bool) {
            let body = lines.concat();
            let mut article = article(&body);
            let options = Options { whole_page, ..Options::default() };
            clean(&mut article, &options);
            prop_assert_eq!(restore(&article), body);
            let once = article.clone();
            clean(&mut article, &options);
            prop_assert_eq!(article, once);
        }
    }

    /// Lines of text and of residue, with all kinds of blanks between them.
    fn line() -> impl Strategy<Value = String> {
        let known = prop::sample::select(vec![
            "Leave a Reply",
            "Advertisement",
            "By Ann Ames",
            "5 May 2024",
            "Dues to rise",
            "Tags: a, b",
            "The council voted on Tuesday to raise the dues, and that was the end of it for all of them.",
        ]);
        let text = prop_oneof![known.prop_map(str::to_owned), "\\PC{0,30}"];
        let end = prop::sample::select(vec!["\n", "\n\n", " \n", "\r\n", "", "\n \n\n"]);
        (text, end).prop_map(|(text, end)| text + end)
    }
}
