//! What a citation says of an article, shared by the formats of reference managers.
//!
//! Nothing is guessed: an author is the byline as printed, never split into given and family name (an
//! "Associated Press" has none), and a date is as precise as it is known.

use super::Style;
use crate::answer::Hit;
use crate::date::{NewsDate, Precision};
use std::borrow::Cow;

/// What stands for a headline where there is none; the brackets say that it is not the paper's.
const UNTITLED: &str = "[no headline]";

/// The headline on one line.
pub(super) fn title<'a>(hit: &'a Hit, style: &Style) -> Cow<'a, str> {
    line(Some(&hit.article.headline), style).unwrap_or_else(|| UNTITLED.into())
}

/// The authors as printed. A byline is divided at "and" only, and not if it holds a comma: what follows
/// one may be a name or an office ("Jane Doe, Political Editor").
pub(super) fn authors(hit: &Hit, style: &Style) -> Vec<String> {
    let Some(byline) = line(hit.article.byline.as_ref(), style) else {
        return Vec::new();
    };
    if byline.contains(',') {
        return vec![byline.into_owned()];
    }
    let names = byline.split(" and ").map(str::trim);
    names
        .filter(|name| !name.is_empty())
        .map(String::from)
        .collect()
}

/// A field of one line, or nothing if there is nothing in it.
pub(super) fn line<'a>(text: Option<&'a String>, style: &Style) -> Option<Cow<'a, str>> {
    let text = style.clean_line(text?.trim());
    (!text.trim().is_empty()).then_some(text)
}

/// Year, month and day, as far as they are known; the local day where the time is.
pub(super) fn date_parts(date: &NewsDate) -> Vec<i16> {
    let known = match date.precision {
        _ if date.is_of_two_months() => 1,
        Precision::Year => 1,
        Precision::Month => 2,
        Precision::Day | Precision::Minute | Precision::Instant => 3,
    };
    let first = date.first;
    let parts = [first.year(), first.month().into(), first.day().into()];
    parts[..known].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::DateSource;
    use crate::print::sample;

    #[test]
    fn bylines_are_divided_only_where_it_is_certain() {
        for (byline, expected) in [
            (Some("Jane Doe"), vec!["Jane Doe"]),
            (
                Some("Jane Doe and John O'Hara"),
                vec!["Jane Doe", "John O'Hara"],
            ),
            (
                Some("Jane Doe, Political Editor"),
                vec!["Jane Doe, Political Editor"],
            ),
            (Some("Sandy Anderson"), vec!["Sandy Anderson"]),
            (Some(" \n"), vec![]),
            (None, vec![]),
        ] {
            let mut hit = sample::bare();
            hit.article.byline = byline.map(String::from);
            assert_eq!(authors(&hit, &Style::default()), expected);
        }
    }

    #[test]
    fn a_date_is_as_precise_as_it_is_known() {
        for (iso, expected) in [
            ("1987", vec![1987]),
            ("1987-03", vec![1987, 3]),
            ("1987-03/1987-04", vec![1987]),
            ("1987-03-09", vec![1987, 3, 9]),
            ("1987-03-09T23:30:00-05:00", vec![1987, 3, 9]),
        ] {
            let date = NewsDate::from_iso(iso, DateSource::Given).unwrap();
            assert_eq!(date_parts(&date), expected);
        }
    }
}
