//! Reads the dateline of a text: `NEW YORK, March 2 (Reuters) -`, `Berlin (dpa) –`.
//!
//! It names the place and the agency, and sometimes the day of filing, which is often the day before
//! publication. So the day is used only where the article's own date is not known to the day: with its
//! year if it is written, else with the year of what is known, within a week. The dateline stays in the
//! text, and an agency in it is a source, not one of the article's organisations.

use crate::article::Article;
use crate::date::{DateOptions, DateSource, NewsDate, Precision};
use jiff::ToSpan;
use regex::Regex;
use std::sync::LazyLock;

/// A dateline stands in so many bytes from the beginning.
const WITHIN: usize = 250;
/// Filed so many days before the publication at most, and so many after it.
const BEFORE: i64 = 7;
const AFTER: i64 = 1;

/// What a dateline says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dateline {
    /// The place, as printed.
    pub place: Option<String>,
    /// The agency.
    pub agency: Option<String>,
    /// The day, as printed.
    pub day: Option<String>,
    /// Where the text begins that follows it, in bytes.
    pub end: usize,
}

static FORM: LazyLock<Regex> = LazyLock::new(|| {
    const UPPER: &str = r"\p{Lu}[\p{Lu}\p{M}.'’/-]*";
    const WORD: &str = r"\p{Lu}[\p{L}\p{M}.'’/-]*";
    const SMALL: &str = r"(?:am|an|de|del|der|en|im|la|le|sur|upon)";
    const DAY: &str =
        r"(?x:\p{Lu}\p{L}{2,8}\.?\ \d{1,2}(?:,\ \d{4})? | \d{1,2}\.?\ \p{L}{3,9}\.?(?:\ \d{4})?)";
    const AGENCY: &str = r"\p{L}[\p{L}\p{M}.&/\x20-]{1,30}";
    let region = format!(r"(?:,\ {WORD}(?:\ {WORD}){{0,2}})?");
    let form = format!(
        r"(?x) ^\s* (?:By\ \p{{Lu}}[^,\n]{{2,60}},\s+)?
        (?: (?P<place>\p{{Lu}}{UPPER}(?:\ {UPPER}){{0,3}}{region}) (?:,?\ (?P<day>{DAY}))? (?:\ ?\((?P<agency>{AGENCY})\))?
          | (?P<town>{WORD}(?:\ (?:{WORD}|{SMALL})){{0,3}}{region}) \ \((?P<wire>{AGENCY})\)
          | \((?P<only>{AGENCY})\) )
        \ *(?:--?|–|—)\s"
    );
    Regex::new(&form).expect("a fixed pattern")
});

/// The dateline at the beginning of a text.
pub fn find(text: &str) -> Option<Dateline> {
    let mut end = text.len().min(WITHIN);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let found = FORM.captures(&text[..end])?;
    let part = |names: &[&str]| {
        let mut parts = names.iter().filter_map(|name| found.name(name));
        parts.next().map(|part| part.as_str().to_owned())
    };
    Some(Dateline {
        place: part(&["place", "town"]),
        agency: part(&["agency", "wire", "only"]),
        day: part(&["day"]),
        end: found.get(0)?.end(),
    })
}

impl Dateline {
    /// The day of filing. Without a written year it is taken from `near`, a date that is known less
    /// precisely or for the whole file.
    pub fn date(&self, near: Option<&NewsDate>, options: &DateOptions) -> Option<NewsDate> {
        let day = self.day.as_deref()?;
        let read = |text: &str| {
            let date = NewsDate::read(text, options, DateSource::Dateline).ok();
            date.filter(|date| date.precision == Precision::Day)
        };
        if let Some(date) = read(day) {
            return Some(NewsDate {
                raw: day.to_owned(),
                ..date
            });
        }
        let near = near?;
        let earliest = near.first.checked_sub(BEFORE.days()).ok()?;
        let latest = near.last.checked_add(AFTER.days()).ok()?;
        let date = (earliest.year()..=latest.year()).find_map(|year| {
            let date =
                read(&format!("{day}, {year}")).or_else(|| read(&format!("{day} {year}")))?;
            (earliest..=latest).contains(&date.first).then_some(date)
        })?;
        Some(NewsDate {
            raw: day.to_owned(),
            ..date
        })
    }
}

/// Fills the day of an article that is dated less precisely, or not at all, from its dateline.
pub fn fill(article: &mut Article, options: &DateOptions) {
    let known = article.date.as_ref();
    if known.is_some_and(|date| date.precision >= Precision::Day) {
        return;
    }
    let filed = find(&article.body).and_then(|dateline| dateline.date(known, options));
    if filed.is_some() {
        article.date = filed;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_are_told_from_first_sentences() {
        let cases = [
            (
                "NEW YORK, March 2 (Reuters) - Oil rose",
                Some(("NEW YORK", "Reuters", "March 2")),
            ),
            ("    TOKYO, Feb 26 - The yen", Some(("TOKYO", "", "Feb 26"))),
            (
                "ST. LOUIS, Mo. (AP) — The river",
                Some(("ST. LOUIS, Mo.", "AP", "")),
            ),
            ("PARIS -- The minister", Some(("PARIS", "", ""))),
            ("Berlin (dpa) – Der Minister", Some(("Berlin", "dpa", ""))),
            (
                "CAIRO (Dow Jones) -- Cotton",
                Some(("CAIRO", "Dow Jones", "")),
            ),
            ("(Reuters) - Oil rose", Some(("", "Reuters", ""))),
            (
                "WASHINGTON, Sept. 25, 2025 (AP) - He",
                Some(("WASHINGTON", "AP", "Sept. 25, 2025")),
            ),
            ("By Ann Ames, LONDON — The bank", Some(("LONDON", "", ""))),
            ("The minister - a former judge - resigned", None),
            ("NATO-led troops left on Tuesday", None),
            ("The council (pictured) - met on Tuesday", None),
            (
                "Frankfurt am Main (dpa) - Die",
                Some(("Frankfurt am Main", "dpa", "")),
            ),
        ];
        for (text, expected) in cases {
            let found = find(text);
            let found = found.as_ref().map(|line| {
                let text = |part: &Option<String>| part.clone().unwrap_or_default();
                (text(&line.place), text(&line.agency), text(&line.day))
            });
            let found = found
                .as_ref()
                .map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str()));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn the_year_comes_from_what_is_known() {
        let near = |iso| NewsDate::from_iso(iso, DateSource::Path);
        for (text, known, expected) in [
            ("PARIS, March 2 (AFP) - A", None, None),
            (
                "PARIS, March 2 (AFP) - A",
                near("1987-03"),
                Some("1987-03-02"),
            ),
            (
                "PARIS, Dec 31 (AFP) - A",
                near("1988-01"),
                Some("1987-12-31"),
            ),
            ("PARIS, July 2 (AFP) - A", near("1987-03"), None),
            ("PARIS, March 2, 1987 (AFP) - A", None, Some("1987-03-02")),
            (
                "PARIS, March 2 (AFP) - A",
                near("1987-03-03"),
                Some("1987-03-03"),
            ),
        ] {
            let mut article = Article {
                body: text.into(),
                date: known.clone(),
                ..Article::default()
            };
            fill(&mut article, &DateOptions::default());
            let date = article
                .date
                .filter(|date| Some(date) != known.as_ref() || date.precision == Precision::Day);
            assert_eq!(
                date.map(|date| date.to_string()).as_deref(),
                expected,
                "{text}"
            );
        }
    }
}
