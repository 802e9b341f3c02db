//! Times as people write them: `2024-03`, `last month`, `3w`, `P1Y`, `2 March 2024`.
//!
//! Everything is worked out from a `today` that the caller gives; nothing here reads a clock. A date that
//! countries read differently (`03/02/1987`) is refused. English words only.

use crate::date::{DateSource, NewsDate};
use jiff::Span;
use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::fmt::strtime::BrokenDownTime;

/// Why a text is no time, and what would be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// The reason.
    pub(super) reason: String,
    /// What would work.
    pub(super) hint: String,
}

/// The days a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Period {
    /// From the first to the last, both included.
    Days(Date, Date),
    /// The day so long ago: alone it means "since then", as an end it is that day.
    Ago(Date),
}

impl Period {
    /// Its first day.
    pub(super) fn first(self) -> Date {
        match self {
            Self::Days(first, _) | Self::Ago(first) => first,
        }
    }

    /// Its last day.
    pub(super) fn last(self) -> Date {
        match self {
            Self::Days(_, last) | Self::Ago(last) => last,
        }
    }
}

/// The forms that work, for hints.
const FORMS: &str = "write `2024`, `2024-03`, `2024-03-17`, `2024..2025-03`, `>=2024`, `2024..`, \
                     `yesterday`, `\"last month\"` or `3w`";

/// Reads a text.
pub(super) fn read(text: &str, today: Date) -> Result<Period, Fault> {
    let typed = text.trim();
    let text = typed.to_lowercase();
    let found = numbers(&text)
        .or_else(|| named(&text, today))
        .or_else(|| written(&text));
    if let Some((first, last)) = found {
        return in_years(typed, Period::Days(first, last));
    }
    if let Some((first, last)) = interval(&text, today) {
        return in_years(typed, Period::Days(first, last));
    }
    if let Some(rest) = text
        .strip_prefix("last ")
        .or_else(|| text.strip_prefix("past "))
        && let Some(span) = duration(typed, rest)?
    {
        return in_years(typed, Period::Days(ago(typed, today, span)?, today));
    }
    match duration(typed, text.trim_end_matches(" ago"))? {
        Some(span) => {
            let day = ago(typed, today, span)?;
            let exact = text.ends_with(" ago");
            in_years(
                typed,
                if exact {
                    Period::Days(day, day)
                } else {
                    Period::Ago(day)
                },
            )
        }
        None => Err(unknown(typed)),
    }
}

/// `1987`, `1987-03`, `1987-03-02`, `1980s`, `2024-q3`, `2024-w05`.
fn numbers(text: &str) -> Option<(Date, Date)> {
    if text.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
        let date = NewsDate::from_iso(text, DateSource::Given)?;
        return Some((date.first, date.last));
    }
    let (year, rest) = (text.get(..4)?, text.get(4..)?);
    let year: i16 = year
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| year.parse().ok())??;
    if rest == "s" && year % 10 == 0 {
        let last = Date::new(year.checked_add(9)?, 12, 31).ok()?;
        return Some((Date::new(year, 1, 1).ok()?, last));
    }
    let number = |text: &str| -> Option<i8> {
        (text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
    };
    if let Some(quarter) = rest.strip_prefix("-q").and_then(number) {
        let month = (1..=4).contains(&quarter).then(|| quarter * 3)?;
        let last = Date::new(year, month, 1).ok()?.last_of_month();
        return Some((Date::new(year, month - 2, 1).ok()?, last));
    }
    let week = rest.strip_prefix("-w").and_then(number)?;
    let monday = ISOWeekDate::new(year, week, Weekday::Monday).ok()?.date();
    Some((monday, days_later(monday, 6)?))
}

/// `today`, `yesterday`, `this week`, `last month` and their like.
fn named(text: &str, today: Date) -> Option<(Date, Date)> {
    let day = |date: Date| Some((date, date));
    match text {
        "today" => return day(today),
        "yesterday" => return day(today.yesterday().ok()?),
        _ => {}
    }
    let (which, unit) = text.split_once(' ')?;
    let back = match which {
        "this" => 0,
        "last" | "previous" => 1,
        _ => return None,
    };
    match unit.trim() {
        "week" => {
            let since_monday = i64::from(today.weekday().to_monday_zero_offset());
            let monday = days_later(today, -since_monday - 7 * back)?;
            Some((monday, days_later(monday, 6)?))
        }
        "month" => {
            let first = months_later(today.first_of_month(), -back)?;
            Some((first, first.last_of_month()))
        }
        "quarter" => {
            let into = i64::from((today.month() - 1) % 3);
            let first = months_later(today.first_of_month(), -into - 3 * back)?;
            Some((first, months_later(first, 2)?.last_of_month()))
        }
        "year" => {
            let first = months_later(today.first_of_year(), -12 * back)?;
            Some((first, first.last_of_year()))
        }
        _ => None,
    }
}

/// `2 March 1987`, `March 2, 1987`, `March 1987`.
fn written(text: &str) -> Option<(Date, Date)> {
    let year = text.rsplit(' ').next()?;
    if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let formats: &[&str] = match text.split_whitespace().count() {
        2 => &["%B %Y", "%b %Y"],
        3 => &[
            "%d %B %Y",
            "%d %b %Y",
            "%B %d, %Y",
            "%b %d, %Y",
            "%B %d %Y",
            "%b %d %Y",
        ],
        _ => return None,
    };
    formats.iter().find_map(|format| {
        let parts = BrokenDownTime::parse(format, text).ok()?;
        let (year, month) = (parts.year()?, parts.month()?);
        let Some(day) = parts.day() else {
            let first = Date::new(year, month, 1).ok()?;
            return Some((first, first.last_of_month()));
        };
        let day = Date::new(year, month, day).ok()?;
        Some((day, day))
    })
}

/// An ISO 8601 interval: `2024-03/2024-05`, `2024-03-01/P3M`.
fn interval(text: &str, today: Date) -> Option<(Date, Date)> {
    let (from, to) = text.split_once('/')?;
    let (first, _) = numbers(from)?;
    let last = match numbers(to).or_else(|| named(to, today)) {
        Some((_, last)) => last,
        None => {
            let span = duration(to, to).ok()?.filter(|_| to.starts_with('p'))?;
            first.checked_add(span).ok()?.yesterday().ok()?
        }
    };
    (first <= last).then_some((first, last))
}

/// `3w`, `2 months`, `p1y6m`; `None` if it is nothing of the kind.
fn duration(typed: &str, text: &str) -> Result<Option<Span>, Fault> {
    let begins = text.starts_with(|c: char| c.is_ascii_digit()) || text.starts_with('p');
    let Some(span) = text.parse::<Span>().ok().filter(|_| begins) else {
        return Ok(None);
    };
    let days = [
        span.get_years().into(),
        span.get_months(),
        span.get_weeks(),
        span.get_days().into(),
    ];
    if span.is_zero() || days.iter().all(|part: &i32| *part == 0) || has_time(&span) {
        return Err(Fault {
            reason: format!("`{typed}` is not a number of days, weeks, months or years"),
            hint: "write `3d`, `3w`, `3mo` or `3y`".into(),
        });
    }
    Ok(Some(span))
}

fn has_time(span: &Span) -> bool {
    span.get_hours() != 0
        || span.get_minutes() != 0
        || span.get_seconds() != 0
        || span.get_milliseconds() != 0
        || span.get_microseconds() != 0
        || span.get_nanoseconds() != 0
}

fn ago(typed: &str, today: Date, span: Span) -> Result<Date, Fault> {
    today.checked_sub(span).map_err(|_| out_of_years(typed))
}

fn days_later(day: Date, days: i64) -> Option<Date> {
    day.checked_add(Span::new().try_days(days).ok()?).ok()
}

fn months_later(day: Date, months: i64) -> Option<Date> {
    day.checked_add(Span::new().try_months(months).ok()?).ok()
}

/// The years that can be written with four digits are those that can be searched.
fn in_years(typed: &str, period: Period) -> Result<Period, Fault> {
    if period.first().year() < 1 {
        return Err(out_of_years(typed));
    }
    Ok(period)
}

fn out_of_years(typed: &str) -> Fault {
    Fault {
        reason: format!("`{typed}` lies outside the years 1 to 9999"),
        hint: FORMS.into(),
    }
}

fn unknown(typed: &str) -> Fault {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<_> = typed.split(['/', '.']).collect();
    let (reason, hint) = if parts.len() == 3 && parts.iter().all(|part| digits(part)) {
        (
            format!("`{typed}` is read differently in different countries"),
            "write year, month, day: `1987-03-02`",
        )
    } else if !typed.is_empty()
        && typed
            .split('-')
            .all(|part| !part.is_empty() && digits(part))
    {
        (format!("there is no date `{typed}`"), FORMS)
    } else {
        (format!("`{typed}` is not a date"), FORMS)
    };
    Fault {
        reason,
        hint: hint.into(),
    }
}
