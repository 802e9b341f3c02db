//! SGML of the TREC collections and of Gigaword and AQUAINT: `<DOC>` … `</DOC>`, many in a file.
//!
//! Every newspaper in them has its own names for the same elements; they are one table here. A record
//! without a date of its own is dated by its number, as the collections' documentation has it. After
//! Lucene's readers of these collections and the LDC's descriptions of Gigaword.

use super::blocks::{Tags, element, element_at, element_or_rest, hand_out_blocks};
use super::decode::{Utf8Reader, damaged, tidy, undecodable_record};
use super::markup::unescape;
use super::{Context, Flow, Found, Reader, Record, gather};
use crate::article::Article;
use crate::date::{DateOptions, DateOrder};
use crate::error::Problem;
use regex::Regex;
use std::io::Read;
use std::sync::LazyLock;

const TAGS: Tags = Tags {
    start: "<DOC",
    end: "</DOC>",
};

/// The elements that hold the headline, the best first.
const HEADLINES: &[&str] = &["HEADLINE", "HEAD", "HL", "TITLE", "TTL", "TI", "HT"];

/// The elements that hold the text, in the order they are read.
const TEXTS: &[&str] = &["LEADPARA", "LP", "SUMMARY", "TEXT"];

/// The elements that hold the date, the best first.
const DATES: &[&str] = &["DATE", "DATE1", "DD", "DATE_TIME", "PUBDATE"];

/// Whose records have numbers that begin so.
const SENDERS: &[(&str, &str)] = &[
    ("AFP", "Agence France-Presse"),
    ("APW", "Associated Press"),
    ("AP", "Associated Press"),
    ("CNA", "Central News Agency of Taiwan"),
    ("FT", "Financial Times"),
    ("LA", "Los Angeles Times"),
    ("LTW", "Los Angeles Times/Washington Post"),
    ("NYT", "New York Times"),
    ("SJMN", "San Jose Mercury News"),
    ("WPB", "Washington Post/Bloomberg"),
    ("WSJ", "Wall Street Journal"),
    ("XIE", "Xinhua"),
    ("XIN", "Xinhua"),
];

/// The reader of TREC SGML.
pub struct Trec;

impl Reader for Trec {
    fn name(&self) -> &'static str {
        "trec"
    }

    fn about(&self) -> &'static str {
        "TREC, Gigaword and AQUAINT SGML: many records in a file"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    fn recognises(&self, head: &[u8]) -> bool {
        let head = head.trim_ascii_start();
        head.starts_with(b"<DOC>") || head.starts_with(b"<DOC ")
    }

    fn split(
        &self,
        input: Box<dyn Read + '_>,
        context: &Context,
        hand_out: &mut dyn FnMut(Record) -> Flow,
    ) -> Result<(), Problem> {
        hand_out_blocks(Utf8Reader::new(input)?, &TAGS, context, hand_out, article)
    }
}

fn article(record: &str, line: u64, context: &Context) -> Found {
    if damaged(record.as_bytes()) {
        return Found::of_problem(undecodable_record().at(line));
    }
    let mut problems = Vec::new();
    let id = id(record);
    let dates = lines(record, DATES).chain(id.as_deref().and_then(date_of));
    let date = gather::read_date(dates, &american(context), &mut problems);
    let first = |names| lines(record, names).next();
    let article = Article {
        headline: first(HEADLINES).unwrap_or_default(),
        body: body(record),
        organisations: gather::given(organisations(record)),
        date,
        publication: first(&["SO"]).or_else(|| id.as_deref().and_then(sender)),
        byline: first(&["BYLINE", "BY"]).map(|byline| gather::without_by(&byline)),
        section: first(&["SECTION"]),
        id,
        ..Article::default()
    };
    Found::checked(Ok(article), problems, Some(line))
}

/// The elements of some names that hold text, each on one line, in the order of the names.
fn lines<'a>(record: &'a str, names: &'a [&str]) -> impl Iterator<Item = String> + use<'a> {
    let found = names.iter().filter_map(|name| element(record, name));
    found.map(one_line).filter(|line| !line.is_empty())
}

/// The collections are American: the month stands first, and the year may be short.
fn american(context: &Context) -> Context {
    Context {
        dates: DateOptions {
            short_years: true,
            order: context.dates.order.or(Some(DateOrder::MonthFirst)),
            ..context.dates.clone()
        },
        ..context.clone()
    }
}

/// The number of the record: an element of its own, or an attribute.
fn id(record: &str) -> Option<String> {
    static ATTRIBUTE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"^<DOC\s[^>]*?\bid\s*=\s*"([^"]+)""#).expect("a fixed pattern")
    });
    let attribute = ATTRIBUTE.captures(record).map(|found| found[1].to_owned());
    attribute
        .or_else(|| element(record, "DOCNO").map(one_line))
        .filter(|id| !id.is_empty())
}

/// The publication that a number stands for: its letters, up to a digit or `_`.
fn sender(id: &str) -> Option<String> {
    let letters = id
        .split(|letter: char| !letter.is_ascii_alphabetic())
        .next()?;
    let (_, name) = SENDERS.iter().find(|(prefix, _)| *prefix == letters)?;
    Some((*name).to_owned())
}

/// The day in a number: `AFP_ENG_20030401.0001`, `XIE19960101.0001`, `AP880212-0001`, `LA010189-0001`.
fn date_of(id: &str) -> Option<String> {
    static DAY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^([A-Z]+)(?:_[A-Z]+_)?([0-9]{8}|[0-9]{6})[.-]").expect("a fixed pattern")
    });
    let found = DAY.captures(id)?;
    let digits = &found[2];
    Some(match (&found[1], digits.len()) {
        // The Los Angeles Times counts month, day, year.
        ("LA", 6) => format!("{}{}", &digits[4..], &digits[..4]),
        _ => digits.to_owned(),
    })
}

fn one_line(text: &str) -> String {
    plain(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text without tags and comments, references resolved.
fn plain(text: &str) -> String {
    static MARKS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?s)<!--.*?-->|</?[A-Za-z][^<>]*>").expect("a fixed pattern")
    });
    let text = MARKS.replace_all(text, "");
    let text = text.replace("&blank;", " ").replace("&hyph;", "-");
    tidy(&unescape(&text))
}

/// The text of all elements that hold some.
fn body(record: &str) -> String {
    let mut parts = Vec::new();
    for name in TEXTS {
        let mut rest = record;
        while let Some((_, content, after)) = element_at(rest, name) {
            parts.push(paragraphs(content));
            rest = after;
        }
    }
    if parts.is_empty() {
        parts.extend(element_or_rest(record, "TEXT").map(paragraphs));
    }
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

/// Paragraphs are elements `P`, or begin after a blank line or with an indented one.
fn paragraphs(text: &str) -> String {
    static ELEMENT: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?i)</?p(?:\s[^<>]*)?>").expect("a fixed pattern"));
    let plain = plain(&ELEMENT.replace_all(text, "\n\n"));
    let mut text = String::with_capacity(plain.len());
    let mut blank = false;
    for line in plain.lines() {
        let begins = blank || line.starts_with("  ") || line.starts_with('\t');
        let mut apart = if begins { "\n\n" } else { " " };
        for word in line.split_whitespace() {
            if !text.is_empty() {
                text.push_str(apart);
            }
            text.push_str(word);
            apart = " ";
        }
        blank = line.is_empty();
    }
    text
}

fn organisations(record: &str) -> Vec<String> {
    let mut names = Vec::new();
    for name in ["CO", "ORG"] {
        let mut rest = record;
        while let Some((_, content, after)) = element_at(rest, name) {
            names.extend(content.split(';').map(one_line));
            rest = after;
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::super::testing::{articles, read};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_newspaper_has_its_own_names() {
        for (text, id, headline, body, date, publication) in [
            (
                "<DOC>\n<DOCNO> AP880212-0001 </DOCNO>\n<HEAD>Rates Rise</HEAD>\n<TEXT>\n   One\ngoes on.\n   Two.\n</TEXT>\n</DOC>",
                "AP880212-0001",
                "Rates Rise",
                "One goes on.\n\nTwo.",
                "1988-02-12",
                Some("Associated Press"),
            ),
            (
                "<DOC>\n<DOCNO> WSJ870324-0001 </DOCNO>\n<HL> Rates Rise:\n@ More </HL>\n<DD> 03/24/87</DD>\n<LP>\nLead &amp; all.\n</LP>\n<TEXT>\nOne.\n</TEXT>\n</DOC>",
                "WSJ870324-0001",
                "Rates Rise: @ More",
                "Lead & all.\n\nOne.",
                "1987-03-24",
                Some("Wall Street Journal"),
            ),
            (
                "<DOC>\n<DOCNO> LA010189-0001 </DOCNO>\n<DATE>\n<P>\nJanuary 1, 1989, Sunday, Home Edition \n</P>\n</DATE>\n<HEADLINE>\n<P>\nRATES RISE \n</P>\n</HEADLINE>\n<TEXT>\n<P>\nOne. \n</P>\n<P>\nTwo. \n</P>\n</TEXT>\n</DOC>",
                "LA010189-0001",
                "RATES RISE",
                "One.\n\nTwo.",
                "1989-01-01",
                Some("Los Angeles Times"),
            ),
            (
                "<DOC>\n<DOCNO>FT911-3</DOCNO>\n<DATE>910514\n</DATE>\n<HEADLINE>\nFT  14 MAY 91 / Rates\n</HEADLINE>\n<TEXT>\nOne.\n</TEXT>\n</DOC>",
                "FT911-3",
                "FT 14 MAY 91 / Rates",
                "One.",
                "1991-05-14",
                Some("Financial Times"),
            ),
            (
                "<DOC id=\"AFP_ENG_20030401.0001\" type=\"story\" >\n<HEADLINE>\nRates\nrise\n</HEADLINE>\n<DATELINE>\nPARIS\n</DATELINE>\n<TEXT>\n<P>\nOne\nmore.\n</P>\n</TEXT>\n</DOC>",
                "AFP_ENG_20030401.0001",
                "Rates rise",
                "One more.",
                "2003-04-01",
                Some("Agence France-Presse"),
            ),
            (
                "<DOC>\n<DOCNO> FBIS3-1 </DOCNO>\n<HEADER>\n<DATE1>  14 March 1994 </DATE1>\n<H3> <TI>Rates</TI></H3>\n</HEADER>\n<TEXT>\n<F P=105> English </F>\nOne.\n</TEXT>\n</DOC>",
                "FBIS3-1",
                "Rates",
                "English One.",
                "1994-03-14",
                None,
            ),
        ] {
            let article = &articles(&Trec, text.as_bytes())[0];
            assert_eq!(
                (
                    article.id.as_deref(),
                    article.headline.as_str(),
                    article.body.as_str()
                ),
                (Some(id), headline, body)
            );
            assert_eq!(
                article.date.as_ref().map(ToString::to_string).as_deref(),
                Some(date),
                "{id}"
            );
            assert_eq!(article.publication.as_deref(), publication);
        }
    }

    #[test]
    fn many_records_stand_in_a_file() {
        let one = "<DOC>\n<DOCNO>XIE19960101.0001</DOCNO>\n<TEXT>One.</TEXT>\n</DOC>\n";
        let text = format!("{one}{}{one}", one.replace("</DOC>", ""));
        let found = read(&Trec, text.as_bytes());
        assert_eq!((found.articles.len(), found.problems.len()), (3, 1));
        assert_eq!(found.problems[0].line, Some(5));
        let cut = &text[..text.len() - 12];
        let found = read(&Trec, cut.as_bytes());
        assert_eq!(found.articles[2].body, "One.");
        assert_eq!(found.problems[1].line, Some(9));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), parts in proptest::collection::vec(0_usize..9, 0..20)) {
            read(&Trec, &bytes);
            let tags = ["<DOC", ">", "</DOC>", "<TEXT>", "</TEXT>", "<DATE>", "é\n  ", " id=\"AP88", "<DOCNO>LA010189-"];
            let text: String = parts.into_iter().map(|part| tags[part]).collect();
            read(&Trec, text.as_bytes());
        }
    }
}
