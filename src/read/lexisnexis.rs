//! Text downloads of LexisNexis: `1 of 500 DOCUMENTS`, a centred head, labelled segments; or the layout of
//! its younger interface (`uni`).
//!
//! The head gives the publication and the date on lines of their own. The headline is labelled in some
//! downloads and stands alone before the first label in others; so does the text behind the labels of the
//! head. `LOAD-DATE` is the date of loading and never that of publication.

use super::decode::tidy;
use super::documents::{Form, beginning, hand_out_documents, label, labelled, value};
use super::{Context, Flow, Found, Reader, Record, gather, language, values};
use crate::article::Article;
use crate::date::{DateSource, NewsDate, Precision};
use crate::error::Problem;
use std::io::Read;

mod uni;

/// The labels that begin a segment.
const LABELS: &[&str] = &[
    "HEADLINE",
    "BYLINE",
    "SECTION",
    "LENGTH",
    "DATELINE",
    "BODY",
    "HIGHLIGHT",
    "LEAD",
    "LOAD-DATE",
    "LANGUAGE",
    "GRAPHIC",
    "PUBLICATION-TYPE",
    "PUB-TYPE",
    "COPYRIGHT",
    "COMPANY",
    "ORGANIZATION",
    "SUBJECT",
    "TICKER",
    "INDUSTRY",
    "PERSON",
    "GEOGRAPHIC",
    "COUNTRY",
    "CITY",
    "STATE",
    "TYPE",
    "SERIES",
    "CORRECTION",
    "ABSTRACT",
    "DATE",
    "SOURCE",
    "NAME",
    "JOURNAL-CODE",
    "DOCUMENT-TYPE",
    "ACC-NO",
    "DISTRIBUTION",
    "CORRECTION-DATE",
];

static FORM: Form = Form {
    marks: is_count,
    begins: |line, _| is_count(line),
    ends: |_| false,
    read: article,
};

/// The reader of LexisNexis.
pub struct LexisNexis;

impl Reader for LexisNexis {
    fn name(&self) -> &'static str {
        "lexisnexis"
    }

    fn about(&self) -> &'static str {
        "a text download of LexisNexis"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    fn recognises(&self, head: &[u8]) -> bool {
        let head = String::from_utf8_lossy(head);
        head.lines().any(is_count) || uni::is_laid_out(&head)
    }

    fn split(
        &self,
        input: Box<dyn Read + '_>,
        context: &Context,
        hand_out: &mut dyn FnMut(Record) -> Flow,
    ) -> Result<(), Problem> {
        let (head, input) = beginning(input)?;
        let laid_out = !head.lines().any(is_count) && uni::is_laid_out(&head);
        let form = if laid_out { &uni::FORM } else { &FORM };
        hand_out_documents(input, form, context, hand_out)
    }
}

/// `12 of 500 DOCUMENTS`, centred on its line.
fn is_count(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let number = |word: Option<&str>| {
        word.is_some_and(|word| {
            word.bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b',')
        })
    };
    number(words.next())
        && words.next() == Some("of")
        && number(words.next())
        && words.next() == Some("DOCUMENTS")
        && words.next().is_none()
}

fn article(text: &str, line: u64, context: &Context) -> Found {
    let fields = labelled(text, |line| label(line, LABELS));
    let one_line = |labels: &[&str]| value(&fields, labels).map(values::one_line);
    let mut problems = Vec::new();
    let head = Head::of(&fields[0].1, context);
    let date =
        one_line(&["DATE"]).and_then(|date| gather::read_date([date], context, &mut problems));
    let names = ["COMPANY", "ORGANIZATION"]
        .iter()
        .filter_map(|label| value(&fields, &[label]));
    let names = names.flat_map(|names| names.split(';')).map(without_score);
    let article = Article {
        id: one_line(&["ACC-NO"]),
        headline: one_line(&["HEADLINE"]).unwrap_or(head.headline),
        body: value(&fields, &["BODY"])
            .or_else(|| unlabelled(&fields))
            .or_else(|| value(&fields, &["LEAD", "ABSTRACT"]))
            .map(paragraphs)
            .unwrap_or_default(),
        organisations: gather::given(names),
        date: date.or(head.date),
        publication: head.publication.or_else(|| one_line(&["SOURCE"])),
        byline: one_line(&["BYLINE"]).map(|byline| gather::without_by(&byline)),
        section: one_line(&["SECTION"]),
        language: one_line(&["LANGUAGE"]).and_then(|name| language::tag(&name)),
        ..Article::default()
    };
    Found::checked(Ok(article), problems, Some(line))
}

/// A text without a label: it follows the last label of the head after a blank line.
fn unlabelled<'a>(fields: &'a [(&str, String)]) -> Option<&'a str> {
    const HEAD: &[&str] = &[
        "LENGTH",
        "DATELINE",
        "SECTION",
        "BYLINE",
        "HIGHLIGHT",
        "HEADLINE",
    ];
    let last = fields.iter().rfind(|(name, _)| HEAD.contains(name))?;
    let (_, text) = last.1.split_once("\n\n")?;
    Some(text).filter(|text| !text.trim().is_empty())
}

/// What stands above the labels: publication, date, and in some downloads the headline.
#[derive(Default)]
struct Head {
    publication: Option<String>,
    date: Option<NewsDate>,
    headline: String,
}

impl Head {
    fn of(text: &str, context: &Context) -> Self {
        let mut head = Self::default();
        let lines = text
            .lines()
            .filter(|line| !is_count(line))
            .map(values::one_line);
        for line in lines.filter(|line| !line.is_empty() && !line.starts_with("Copyright")) {
            let date = NewsDate::read(&line, &context.dates, DateSource::Given).ok();
            let date = date.filter(|date| date.precision >= Precision::Month);
            if head.date.is_none() && date.is_some() {
                head.date = date;
            } else if head.publication.is_none() && head.date.is_none() {
                head.publication = Some(line);
            } else if head.date.is_some() && !is_edition(&line) {
                let space = if head.headline.is_empty() { "" } else { " " };
                head.headline = format!("{}{space}{line}", head.headline);
            }
        }
        head
    }
}

/// A line below the date that belongs to it: the day of the week, the edition.
fn is_edition(line: &str) -> bool {
    let lower = line.to_lowercase();
    let word = lower.split_whitespace().next_back().unwrap_or_default();
    word == "edition" || !lower.contains(' ') && lower.ends_with("day")
}

/// A name without the measure of relevance and the ticker behind it: `IMF (91%)`.
fn without_score(name: &str) -> String {
    name.split(" (")
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned()
}

/// Paragraphs stand between blank lines; their lines are wrapped.
fn paragraphs(text: &str) -> String {
    let text = tidy(text);
    let paragraphs = text.split("\n\n").map(|paragraph| {
        let words: Vec<_> = paragraph.split_whitespace().collect();
        words.join(" ")
    });
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::super::testing::articles;
    use super::*;

    #[test]
    fn documents_become_articles() {
        let count =
            |number| format!("\n                               {number} of 2 DOCUMENTS\n\n");
        let head = "                               The Gazette\n\n                    September 25, 2025 Thursday\n                              London Edition\n\n";
        let rest = "BYLINE: By A. Writer\n\nSECTION: News; Pg. 1\n\nLENGTH: 4 words\n\nBODY:\n\n\n   One\ngoes on.\n\nTwo: more.\n\nLOAD-DATE: September 26, 2025\n\nLANGUAGE: ENGLISH\n\nCOMPANY: IMF (91%); OPEC (60%)\n\nCopyright 2025 The Gazette\n";
        let text = [
            count(1).as_str(),
            head,
            "HEADLINE: Rates\nrise\n\n",
            rest,
            &count(2),
            &head.replace("                              London Edition\n", ""),
            "Rates rise\n\n",
            rest,
        ]
        .concat();
        assert!(LexisNexis.recognises(text.as_bytes()));
        let articles = articles(&LexisNexis, text.as_bytes());
        assert_eq!(articles.len(), 2);
        for article in articles {
            assert_eq!(
                (article.headline.as_str(), article.body.as_str()),
                ("Rates rise", "One goes on.\n\nTwo: more.")
            );
            assert_eq!(
                article.date.map(|date| date.to_string()).as_deref(),
                Some("2025-09-25")
            );
            assert_eq!(article.publication.as_deref(), Some("The Gazette"));
            let names: Vec<_> = article
                .organisations
                .iter()
                .map(|one| one.name.as_str())
                .collect();
            assert_eq!(names, ["IMF", "OPEC"]);
        }
    }
}
