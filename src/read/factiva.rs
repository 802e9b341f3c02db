//! Text downloads of Factiva: fields behind codes of two or three letters at the beginning of a line, or laid
//! out for reading (`display`).
//!
//! `HD` headline, `BY` byline, `PD` date, `SN` source, `LA` language, `LP` lead, `TD` text, `CO` companies
//! (`ibm : IBM Corp | …`), `AN` number, after the vendor's list of field tags. The time (`ET`) has no
//! zone and is left out.

use super::decode::tidy;
use super::documents::{Form, beginning, hand_out_documents, labelled, value};
use super::{Context, Flow, Found, Reader, Record, gather, language, values};
use crate::article::Article;
use crate::error::Problem;
use std::io::Read;

mod display;

/// The codes that begin a field.
const CODES: &[&str] = &[
    "SE", "HD", "CR", "BY", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "CX",
    "LP", "TD", "CT", "RF", "ART", "CLM", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "DE",
];

static FORM: Form = Form {
    marks: |line| code(line).is_some_and(|(code, _)| code == "HD"),
    begins: |line, is_document| {
        let begins = code(line).is_some_and(|(code, _)| code == "SE" || code == "HD");
        is_document && begins
    },
    ends: |_| false,
    read: article,
};

/// The reader of Factiva.
pub struct Factiva;

impl Reader for Factiva {
    fn name(&self) -> &'static str {
        "factiva"
    }

    fn about(&self) -> &'static str {
        "a text download of Factiva, with its field codes or laid out for reading"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    fn recognises(&self, head: &[u8]) -> bool {
        let head = String::from_utf8_lossy(head);
        is_coded(&head) || display::is_laid_out(&head)
    }

    fn split(
        &self,
        input: Box<dyn Read + '_>,
        context: &Context,
        hand_out: &mut dyn FnMut(Record) -> Flow,
    ) -> Result<(), Problem> {
        let (head, input) = beginning(input)?;
        let laid_out = !is_coded(&head) && display::is_laid_out(&head);
        let form = if laid_out { &display::FORM } else { &FORM };
        hand_out_documents(input, form, context, hand_out)
    }
}

/// Whether a text has the codes of headline, date and source.
fn is_coded(head: &str) -> bool {
    let codes: Vec<_> = head
        .lines()
        .filter_map(code)
        .map(|(code, _)| code)
        .collect();
    ["HD", "PD", "SN"].iter().all(|code| codes.contains(code))
}

/// The code of a line and the rest: a known code, alone or with space behind it.
fn code(line: &str) -> Option<(&str, &str)> {
    let (code, rest) = line.split_once([' ', '\t']).unwrap_or((line, ""));
    CODES
        .contains(&code.trim_end())
        .then_some((code, rest.trim_start()))
}

fn article(text: &str, line: u64, context: &Context) -> Found {
    let fields = labelled(text, code);
    let one_line = |labels: &[&str]| value(&fields, labels).map(values::one_line);
    let mut problems = Vec::new();
    let texts = ["LP", "TD"]
        .iter()
        .filter_map(|label| value(&fields, &[label]));
    let texts: Vec<_> = texts.map(paragraphs).collect();
    let companies = value(&fields, &["CO"])
        .unwrap_or_default()
        .split(['|', '\n']);
    let names = companies.map(|entry| {
        entry
            .split_once(" : ")
            .map_or(entry, |(_, name)| name)
            .to_owned()
    });
    let article = Article {
        id: value(&fields, &["AN"]).and_then(id),
        headline: one_line(&["HD"]).unwrap_or_default(),
        body: texts.join("\n\n"),
        organisations: gather::given(names),
        date: gather::read_date(one_line(&["PD"]), context, &mut problems),
        publication: one_line(&["SN"]),
        byline: one_line(&["BY"]).map(|byline| gather::without_by(&byline)),
        section: one_line(&["SE"]),
        language: one_line(&["LA"]).and_then(|name| language::tag(&name)),
        ..Article::default()
    };
    Found::checked(Ok(article), problems, Some(line))
}

/// The number of a document; what stands below it is about the search.
fn id(text: &str) -> Option<String> {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    Some(line.trim_start_matches("Document ").to_owned())
}

/// Paragraphs stand between blank lines, their lines perhaps wrapped; without a blank line, each line is
/// one.
fn paragraphs(text: &str) -> String {
    let text = tidy(text);
    let apart = if text.contains("\n\n") { "\n\n" } else { "\n" };
    let wrapped = text
        .lines()
        .any(|line| line.ends_with(|last: char| last.is_alphanumeric() || last == ','));
    let apart = if wrapped { "\n\n" } else { apart };
    let paragraphs = text.split(apart).map(|paragraph| {
        let words: Vec<_> = paragraph.split_whitespace().collect();
        words.join(" ")
    });
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::super::testing::articles;
    use super::*;

    const DOCUMENT: &str = "SE  World\nHD  Rates\n    rise\n\nBY  By A. Writer\nWC  12 words\nPD  25 September 2025\nET  14:03\nSN  The Gazette\nSC  GAZ\nLA  English\n\nLP \nLead.\n\nTD \nOne.\n\nTwo.\n\nCO  imf : International Monetary Fund | opec : OPEC\nAN  Document GAZ0000020250925e19p00001\n\n";

    #[test]
    fn documents_become_articles() {
        let text = format!("{DOCUMENT}{}", DOCUMENT.replace("SE  World\n", ""));
        assert!(Factiva.recognises(text.as_bytes()));
        let articles = articles(&Factiva, text.as_bytes());
        assert_eq!(articles.len(), 2);
        for article in articles {
            assert_eq!(
                (article.headline.as_str(), article.body.as_str()),
                ("Rates rise", "Lead.\n\nOne.\n\nTwo.")
            );
            assert_eq!(
                article.date.map(|date| date.to_string()).as_deref(),
                Some("2025-09-25")
            );
            let names: Vec<_> = article
                .organisations
                .iter()
                .map(|one| one.name.as_str())
                .collect();
            assert_eq!(names, ["International Monetary Fund", "OPEC"]);
            assert_eq!(article.publication.as_deref(), Some("The Gazette"));
            assert_eq!(article.id.as_deref(), Some("GAZ0000020250925e19p00001"));
            assert_eq!(article.language.as_deref(), Some("en"));
        }
    }
}
