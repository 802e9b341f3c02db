//! Dates in paths and addresses: the folders of an archive, the slugs of a site.
//!
//! On news pages a date in the address is right in 97 of 100 cases, more often than any field. Folders
//! and beginnings of names count before digits in the middle of a name. The part of an address after
//! `?` or `#` is never looked at.

use super::Precision;
use super::month_names;
use super::parts::Parts;
use jiff::civil::Date;
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// The forms, the best first. Each has a year `y` and a month `m`, most a day `d`.
static FORMS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    const YEAR: &str = r"(?P<y>1[6-9]\d\d|20\d\d)";
    const MONTH: &str = r"(?P<m>0?[1-9]|1[0-2])";
    const DAY: &str = r"(?P<d>0?[1-9]|[12]\d|3[01])";
    const FULL_MONTH: &str = r"(?P<m>0[1-9]|1[0-2])";
    const FULL_DAY: &str = r"(?P<d>0[1-9]|[12]\d|3[01])";
    let form = |text: String| Regex::new(&text).expect("a fixed pattern");
    vec![
        form(format!(r"(?:^|/){YEAR}/{MONTH}/{DAY}(?:/|$|[-_.]\D)")),
        form(format!(r"(?:^|/){YEAR}/(?P<m>[a-z]{{3,9}})/{DAY}(?:/|$)")),
        form(format!(
            r"(?:^|/){YEAR}[-_]?{FULL_MONTH}/{FULL_DAY}(?:/|$|[-_.]\D)"
        )),
        form(format!(
            r"(?:^|/){YEAR}/{FULL_MONTH}{FULL_DAY}(?:/|$|[-_.]\D)"
        )),
        form(format!(
            r"(?:^|\D){YEAR}[-_.]{FULL_MONTH}[-_.]{FULL_DAY}(?:\D|$)"
        )),
        // `1.16990729` is a number of an article.
        form(format!(
            r"(?:^|[^\d.]|\D\.){YEAR}{FULL_MONTH}{FULL_DAY}(?:\D|$)"
        )),
        form(format!(r"(?:^|/){YEAR}[/-]{FULL_MONTH}(?:/|$|\.\D)")),
        form(format!(r"(?:^|/){YEAR}/(?P<m>[a-z]{{3,9}})/")),
    ]
});

/// The days a path names, how precisely, and the text it was read from.
pub(super) fn find(path: &str) -> Option<(Date, Date, Precision, String)> {
    let path = path.split(['?', '#']).next()?;
    // Windows separators, and upper case in the names of months.
    let path = path.replace('\\', "/").to_lowercase();
    FORMS.iter().find_map(|form| {
        let found = form.captures(&path)?;
        let parts = read(&found)?;
        let raw = found.get(0)?.as_str();
        let raw = raw.trim_matches(|letter: char| !letter.is_alphanumeric());
        Some((parts.first, parts.last, parts.precision, raw.to_owned()))
    })
}

fn read(found: &Captures) -> Option<Parts> {
    let month = &found["m"];
    let month = month.parse().ok().or_else(|| month_names::month(month))?;
    let day = match found.name("d") {
        Some(day) => Some(day.as_str().parse().ok()?),
        None => None,
    };
    Parts::calendar(found["y"].parse().ok()?, Some(month), day)
}

#[cfg(test)]
mod tests {
    use super::super::NewsDate;

    #[test]
    fn paths_with_and_without_dates() {
        for (path, date) in [
            ("archive/2025/09/25/slug.txt", Some("2025-09-25")),
            (
                "https://www.example.com/world/2025/sep/25/slug",
                Some("2025-09-25"),
            ),
            ("/2025/9/5/slug", Some("2025-09-05")),
            ("2025-09-25-slug.md", Some("2025-09-25")),
            ("news/slug-20250925.html", Some("2025-09-25")),
            ("/a/202509/25/WS68d.html", Some("2025-09-25")),
            ("/2025/09/slug.html", Some("2025-09")),
            ("archive/2025/09/25-slug.txt", Some("2025-09-25")),
            ("C:\\press\\1987\\03\\02\\x.txt", Some("1987-03-02")),
            ("/2025/02/30/slug", Some("2025-02")),
            ("/article/120250925/x", None),
            ("/sport/x-1.16990729", None),
            ("/press/x.19990729.html", Some("1999-07-29")),
            ("/2019/slug", None),
            ("/page?date=2025-09-25", None),
            ("dump.jsonl", None),
        ] {
            let found = NewsDate::from_path(path).map(|date| date.to_string());
            assert_eq!(found.as_deref(), date, "{path}");
        }
    }
}
