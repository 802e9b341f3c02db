//! Dates of the Iranian calendar, as Persian papers print them: `12 تیر 1399`, `1399/04/12`.
//!
//! Years begin in March; the first six months have 31 days, the next five 30, the last 29 or 30. Leap years
//! follow a cycle of 33 years, which is exact for the years that news pages have.

use crate::date::{DateOptions, DateSource, NewsDate};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// The months, in the order of the year, some in two spellings.
const MONTHS: [&str; 12] = [
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد|امرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
];

/// The first day of a year that both calendars know.
const ANCHOR: (i16, Date) = (1399, date(2020, 3, 20));

/// How far from it the cycle is trusted, in years.
const REACH: i16 = 60;

static SHAPES: LazyLock<Regex> = LazyLock::new(|| {
    let months = MONTHS.join("|");
    let pattern = format!(
        r"\b(?P<d>\d{{1,2}})\s?(?:ماه\s)?(?P<name>{months})\s?(?:ماه\s)?(?:سال\s)?(?P<y>1[34]\d\d)\b|\b(?P<y2>1[34]\d\d)[/-](?P<m>\d{{1,2}})[/-](?P<d2>\d{{1,2}})\b"
    );
    Regex::new(&pattern).expect("a fixed pattern")
});

/// The first such date in a text whose digits are ASCII.
pub(super) fn first(text: &str, options: &DateOptions) -> Option<NewsDate> {
    // One letter has two code points, of which Arabic keyboards have the other.
    let text = text.replace('ي', "ی");
    SHAPES.captures_iter(&text).find_map(|found| {
        let day = gregorian(&found)?;
        let raw = found.get(0)?.as_str();
        let date = NewsDate::read(&day.to_string(), options, DateSource::Text).ok()?;
        Some(NewsDate {
            raw: raw.to_owned(),
            ..date
        })
    })
}

fn gregorian(found: &Captures) -> Option<Date> {
    let number = |name: &str| found.name(name)?.as_str().parse::<i16>().ok();
    let is_month = |names: &str, name: &str| names.split('|').any(|one| one == name);
    let month = match found.name("name") {
        Some(name) => {
            1 + MONTHS
                .iter()
                .position(|names| is_month(names, name.as_str()))? as i16
        }
        None => number("m")?,
    };
    let (year, day) = (
        number("y").or_else(|| number("y2"))?,
        number("d").or_else(|| number("d2"))?,
    );
    day_of(year, month, day)
}

/// The day of the common calendar.
fn day_of(year: i16, month: i16, day: i16) -> Option<Date> {
    let is_leap = |year: i16| (25 * i32::from(year) + 11) % 33 < 8;
    let longest = match month {
        1..=6 => 31,
        7..=11 => 30,
        12 => 29 + i16::from(is_leap(year)),
        _ => return None,
    };
    let (anchor, first) = ANCHOR;
    if !(1..=longest).contains(&day) || (year - anchor).abs() > REACH {
        return None;
    }
    let length = |year: i16| 365 + i32::from(is_leap(year));
    let years: i32 = if year >= anchor {
        (anchor..year).map(length).sum()
    } else {
        -(year..anchor).map(length).sum::<i32>()
    };
    let months = i32::from((month - 1).min(6) * 31 + (month - 7).max(0) * 30);
    first
        .checked_add((years + months + i32::from(day) - 1).days())
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_both_calendars_meet() {
        for (jalali, expected) in [
            ((1399, 1, 1), Some("2020-03-20")),
            ((1399, 4, 12), Some("2020-07-02")),
            ((1399, 12, 30), Some("2021-03-20")),
            ((1400, 1, 1), Some("2021-03-21")),
            ((1400, 12, 30), None),
            ((1398, 12, 29), Some("2020-03-19")),
            ((1357, 11, 22), Some("1979-02-11")),
            ((1404, 7, 3), Some("2025-09-25")),
            ((1399, 13, 1), None),
        ] {
            let (year, month, day) = jalali;
            let found = day_of(year, month, day).map(|day| day.to_string());
            assert_eq!(found.as_deref(), expected, "{jalali:?}");
        }
        for text in [
            "پنجشنبه 12 تیر 1399",
            "1399/04/12 - 12:09",
            "12 تير ماه 1399",
        ] {
            let found = first(text, &DateOptions::default()).map(|date| date.to_string());
            assert_eq!(found.as_deref(), Some("2020-07-02"), "{text}");
        }
        assert_eq!(first("سال 1399 و 12", &DateOptions::default()), None);
    }
}
