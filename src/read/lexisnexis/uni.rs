//! The layout of Nexis Uni and Lexis+: headline, publication and date on lines of their own, `Body` before the
//! text, `End of Document` behind it.

use super::super::documents::{Form, label, labelled, value};
use super::super::{Context, Found, gather, language, values};
use super::{paragraphs, without_score};
use crate::article::Article;
use crate::date::{DateSource, NewsDate, Precision};

/// The labels before and behind the text.
const LABELS: &[&str] = &[
    "Section",
    "Length",
    "Byline",
    "Highlight",
    "Dateline",
    "Language",
    "Publication-Type",
    "Journal Code",
    "Subject",
    "Company",
    "Organization",
    "Ticker",
    "Industry",
    "Person",
    "Geographic",
    "Load-Date",
    "Acc-no",
    "Series",
    "Correction-Date",
];

/// The headings of what is not the text.
const BEHIND: &[&str] = &[
    "Graphic",
    "Classification",
    "Notes",
    "Correction",
    "References",
];

pub(super) static FORM: Form = Form {
    marks: |line| line.trim() == BODY,
    begins: |_, _| false,
    ends: |line| line.trim() == "End of Document",
    read: article,
};

const BODY: &str = "Body";

/// Whether a text is so laid out: `Body` alone on a line, after the number of words.
pub(super) fn is_laid_out(head: &str) -> bool {
    let mut lines = head.lines().map(str::trim);
    lines.any(|line| line.starts_with("Length:") && line.ends_with(" words"))
        && lines.any(|line| line == BODY)
}

fn article(text: &str, line: u64, context: &Context) -> Found {
    let lines: Vec<_> = text.lines().collect();
    let body = lines
        .iter()
        .position(|line| line.trim() == BODY)
        .unwrap_or(0);
    let (head, rest) = lines.split_at(body);
    let is_end = |line: &&str| {
        BEHIND.contains(&line.trim())
            || line.trim() == "End of Document"
            || line.starts_with("Load-Date:")
    };
    let end = rest.iter().position(is_end).unwrap_or(rest.len());
    let (before, behind) = (head.join("\n"), rest[end..].join("\n"));
    let labelled = |text| labelled(text, |line| label(line, LABELS));
    let fields = [labelled(&before), labelled(&behind)].concat();
    let one_line = |label: &str| value(&fields, &[label]).map(values::one_line);
    let top = Top::of(&fields[0].1, context);
    let names = ["Company", "Organization"]
        .iter()
        .filter_map(|label| value(&fields, &[label]));
    let names = names.flat_map(|names| names.split(';')).map(without_score);
    let article = Article {
        id: one_line("Acc-no"),
        headline: values::one_line(&top.headline),
        body: paragraphs(&rest[1.min(end)..end].join("\n")),
        organisations: gather::given(names),
        date: top.date,
        publication: top.publication,
        byline: one_line("Byline").map(|byline| gather::without_by(&byline)),
        section: one_line("Section"),
        language: one_line("Language").and_then(|name| language::tag(&name)),
        ..Article::default()
    };
    Found::checked(Ok(article), Vec::new(), Some(line))
}

/// What stands above the labels.
#[derive(Default)]
struct Top {
    headline: String,
    publication: Option<String>,
    date: Option<NewsDate>,
}

impl Top {
    /// The line of the date decides: above it stands the publication, above that the headline.
    fn of(text: &str, context: &Context) -> Self {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let lines: Vec<_> = lines.filter(|line| !is_page(line)).collect();
        let dated = lines.iter().enumerate().skip(1).find_map(|(at, line)| {
            let date = NewsDate::read(line, &context.dates, DateSource::Given).ok()?;
            (date.precision >= Precision::Month).then_some((at, date))
        });
        let Some((at, date)) = dated else {
            let headline = lines.first().map(|line| (*line).to_owned());
            return Self {
                headline: headline.unwrap_or_default(),
                ..Self::default()
            };
        };
        let headline = if at == 1 {
            &lines[..1]
        } else {
            &lines[..at - 1]
        };
        Self {
            headline: headline.join(" "),
            publication: (at > 1).then(|| lines[at - 1].to_owned()),
            date: Some(date),
        }
    }
}

/// `Page 1 of 3`
fn is_page(line: &str) -> bool {
    let words: Vec<_> = line.split_whitespace().collect();
    matches!(words.as_slice(), ["Page", _, "of", _])
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::articles;
    use super::super::LexisNexis;

    #[test]
    fn documents_become_articles() {
        let one = "\n\nPage 1 of 2\n\nRates rise\nThe Gazette (England)\nSeptember 25, 2025 Thursday\nLate Edition\n\nCopyright 2025 X All Rights Reserved\n\nSection: WORLD; Pg. 1\nLength: 12 words\nByline: By A. Writer\n\nBody\n\n\nOne goes\non.\n\nTwo.\n\nGraphic\n\nA picture\n\nClassification\n\nLanguage: ENGLISH\n\nCompany:  OPEC INC (90%)\n\nLoad-Date: September 26, 2025\n\nEnd of Document\n";
        let found = articles(&LexisNexis, one.repeat(2).as_bytes());
        assert_eq!(found.len(), 2);
        for article in &found {
            assert_eq!(
                (article.headline.as_str(), article.body.as_str()),
                ("Rates rise", "One goes on.\n\nTwo.")
            );
            assert_eq!(
                article.publication.as_deref(),
                Some("The Gazette (England)")
            );
            assert_eq!(article.byline.as_deref(), Some("A. Writer"));
            assert_eq!(article.organisations[0].name, "OPEC INC");
            let date = article.date.as_ref().map(ToString::to_string);
            assert_eq!(date.as_deref(), Some("2025-09-25"));
        }
    }
}
