//! What a text says of a date, before it is placed in a zone and judged: between the forms that read
//! and the judgement.

use super::Precision;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

/// What a text says, before it is judged.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Parts {
    pub(super) first: Date,
    pub(super) last: Date,
    pub(super) precision: Precision,
    pub(super) time: Option<Time>,
    /// Whether the time was written with its seconds.
    pub(super) seconds: bool,
    pub(super) zone: Option<TimeZone>,
    /// Why it is less than the text says.
    pub(super) doubt: Option<String>,
}

/// What one form makes of a text: not its business, a date, or why it is none.
pub(super) type Reading = Option<Result<Parts, String>>;

impl Parts {
    pub(super) fn day(day: Date) -> Self {
        Self::span(day, day, Precision::Day)
    }

    pub(super) fn span(first: Date, last: Date, precision: Precision) -> Self {
        Self {
            first,
            last,
            precision,
            time: None,
            seconds: false,
            zone: None,
            doubt: None,
        }
    }

    /// Year, or year and month, or the whole date; `None` if the calendar has no such day.
    pub(super) fn calendar(year: i16, month: Option<i8>, day: Option<i8>) -> Option<Self> {
        let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        Some(match (month, day) {
            (None, _) => Self::span(first, first.last_of_year(), Precision::Year),
            (_, None) => Self::span(first, first.last_of_month(), Precision::Month),
            _ => Self::day(first),
        })
    }
}
