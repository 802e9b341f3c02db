//! Text downloads of ProQuest: `Title:`, `Full text:`, `Publication date:` and their kin, documents
//! between rules of underscores.

use super::decode::tidy;
use super::documents::{Form, hand_out_documents, label, labelled, value};
use super::{Context, Flow, Found, Reader, Record, gather, language, values};
use crate::article::Article;
use crate::error::Problem;
use std::io::Read;

/// The labels that begin a field.
const LABELS: &[&str] = &[
    "Title",
    "Author",
    "Publication info",
    "Publication title",
    "Publication date",
    "Publication year",
    "Publication subject",
    "Abstract",
    "Full text",
    "Subject",
    "Location",
    "People",
    "Company / organization",
    "Section",
    "Pages",
    "Number of pages",
    "First page",
    "Volume",
    "Issue",
    "Publisher",
    "Place of publication",
    "Country of publication",
    "ISSN",
    "Source type",
    "Language of publication",
    "Document type",
    "Dateline",
    "ProQuest document ID",
    "Document URL",
    "Copyright",
    "Last updated",
    "Database",
    "Column",
    "Links",
    "Credit",
    "Identifier / keyword",
    "Classification",
    "Document feature",
    "Load date",
    "Year",
    "Language",
];

/// The last of the labels that every document has.
const ID: &str = "ProQuest document ID";

static FORM: Form = Form {
    marks: |line| label(line, LABELS).is_some_and(|(label, _)| label == "Title"),
    begins: |line, _| is_rule(line),
    ends: |_| false,
    read: articles,
};

/// The reader of ProQuest.
pub struct ProQuest;

impl Reader for ProQuest {
    fn name(&self) -> &'static str {
        "proquest"
    }

    fn about(&self) -> &'static str {
        "a text download of ProQuest"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    fn recognises(&self, head: &[u8]) -> bool {
        let head = String::from_utf8_lossy(head);
        let labels: Vec<_> = head
            .lines()
            .filter_map(|line| label(line, LABELS))
            .map(|(label, _)| label)
            .collect();
        let title = labels.contains(&"Title");
        let own = [
            "Full text",
            "ProQuest document ID",
            "Publication info",
            "Publication title",
        ];
        let parted = head.lines().any(is_rule) || labels.contains(&ID);
        parted && title && own.iter().any(|label| labels.contains(label))
    }

    fn split(
        &self,
        input: Box<dyn Read + '_>,
        context: &Context,
        hand_out: &mut dyn FnMut(Record) -> Flow,
    ) -> Result<(), Problem> {
        hand_out_documents(input, &FORM, context, hand_out)
    }
}

fn is_rule(line: &str) -> bool {
    line.len() >= 20 && line.trim_end().bytes().all(|byte| byte == b'_')
}

/// Reads a document, or those that follow each other without a rule between them.
fn articles(text: &str, line: u64, context: &Context) -> Found {
    let mut all = Found::default();
    for (part, at) in parts(text) {
        all.add(article(part, line + at, context));
    }
    all
}

/// The documents in a text and the lines they begin at: where several have a number, each ends before what comes
/// behind its number and is no label, or one that it already has.
fn parts(text: &str) -> Vec<(&str, u64)> {
    let labelled = |line| label(line, LABELS).map(|(label, _)| label);
    let numbers = text
        .lines()
        .filter(|line| labelled(line) == Some(ID))
        .count();
    if numbers < 2 {
        return vec![(text, 0)];
    }
    let (mut parts, mut seen) = (Vec::new(), Vec::new());
    let (mut begin, mut first, mut at, mut blank) = (0, 0, 0, false);
    for (number, line) in (0..).zip(text.split_inclusive('\n')) {
        let name = labelled(line.trim_end());
        let is_other = match name {
            Some(name) => seen.contains(&name),
            None => blank && !line.trim().is_empty(),
        };
        if is_other && seen.contains(&ID) {
            parts.push((&text[begin..at], first));
            (begin, first) = (at, number);
            seen.clear();
        }
        seen.extend(name);
        blank = line.trim().is_empty();
        at += line.len();
    }
    parts.push((&text[begin..], first));
    // What follows the last number is of no document of its own.
    parts.retain(|(part, _)| part.lines().any(|line| labelled(line).is_some()));
    parts
}

fn article(text: &str, line: u64, context: &Context) -> Found {
    let fields = labelled(text, |line| label(line, LABELS));
    let one_line = |labels: &[&str]| value(&fields, labels).map(values::one_line);
    let mut problems = Vec::new();
    // `Name: IMF; NAICS: 928120; Name: OPEC`
    let companies = value(&fields, &["Company / organization"]).unwrap_or_default();
    let names = companies.split(['\n', ';']).map(str::trim);
    let names = names.filter_map(|entry| match entry.split_once(':') {
        Some(("Name", name)) => Some(name.to_owned()),
        Some(_) => None,
        None => Some(entry.to_owned()),
    });
    let dates = [
        one_line(&["Publication date"]),
        one_line(&["Publication year", "Year"]),
    ];
    let article = Article {
        id: one_line(&["ProQuest document ID"]),
        headline: one_line(&["Title"]).unwrap_or_default(),
        body: value(&fields, &["Full text", "Abstract"])
            .map(tidy)
            .unwrap_or_default(),
        organisations: gather::given(names),
        date: gather::read_date(dates.into_iter().flatten(), context, &mut problems),
        publication: one_line(&["Publication title"]).map(|title| publication(&title)),
        byline: one_line(&["Author"]).map(|byline| gather::without_by(&byline)),
        section: one_line(&["Section"]),
        url: one_line(&["Document URL"]),
        language: one_line(&["Language of publication", "Language"])
            .and_then(|name| language::tag(&name)),
        ..Article::default()
    };
    Found::checked(Ok(article), problems, Some(line))
}

/// A title without the place behind it: `The Gazette; London (UK)`.
fn publication(title: &str) -> String {
    title
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::testing::articles;
    use super::*;

    #[test]
    fn the_documents_of_a_file_settle_how_its_dates_are_read() {
        let document = |date: &str| {
            format!(
                "____________________________________________________________\n\nTitle: Rates\n\nFull text: One.\n\nPublication date: {date}\n\n"
            )
        };
        for (second, first) in [("25/04/2025", "2025-04-03"), ("04/25/2025", "2025-03-04")] {
            let text = document("03/04/2025") + &document(second);
            let dates = articles(&ProQuest, text.as_bytes())
                .into_iter()
                .map(|one| one.date.map(|date| date.to_string()));
            let expected = [first, "2025-04-25"].map(|date| Some(date.to_owned()));
            assert_eq!(dates.collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn documents_without_rules_are_told_apart() {
        let one = |title: &str| {
            format!(
                "{title}\n\nFull text:\nText of {title}.\n\nTitle: {title}\nPublication title: The Tide\nPublication date: Mar 12, 2024\nProQuest document ID: 1\nCopyright: X\n\n"
            )
        };
        let text = one("A") + &one("B");
        assert!(ProQuest.recognises(text.as_bytes()));
        let read = super::super::testing::articles(&ProQuest, text.as_bytes());
        let read = read
            .iter()
            .map(|one| (one.headline.as_str(), one.body.as_str()));
        assert_eq!(
            read.collect::<Vec<_>>(),
            [("A", "Text of A."), ("B", "Text of B.")]
        );
    }

    #[test]
    fn documents_become_articles() {
        let document = "____________________________________________________________\n\nTitle: Rates rise: more\n\nAuthor: Writer, A\n\nPublication info: The Gazette ; London (UK)\n\nAbstract: Short.\n\nFull text: One.\n\nTwo: more.\n\nCompany / organization: Name: IMF; NAICS: 928120; Name: OPEC\n\nPublication title: The Gazette; London (UK)\n\nPublication date: Sep 25, 2025\n\nLanguage of publication: English\n\nProQuest document ID: 123\n\n";
        let text = format!(
            "Table of contents\n\n{document}{document}\n____________________________________________________________\n\nContact us\n"
        );
        assert!(ProQuest.recognises(text.as_bytes()));
        let articles = articles(&ProQuest, text.as_bytes());
        assert_eq!(articles.len(), 2);
        for article in articles {
            assert_eq!(
                (article.headline.as_str(), article.body.as_str()),
                ("Rates rise: more", "One.\n\nTwo: more.")
            );
            assert_eq!(
                article.date.map(|date| date.to_string()).as_deref(),
                Some("2025-09-25")
            );
            assert_eq!(article.organisations.len(), 2);
            assert_eq!(article.publication.as_deref(), Some("The Gazette"));
        }
    }
}
