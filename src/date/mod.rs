//! News dates with their precision: read what papers write, print ISO 8601.
//!
//! A date is kept as what is known: "2019" stays a year and is never the first of January. Beside the
//! civil days it covers, a date has the instant where one was given, the raw text it was read from, and
//! where it came from. Nothing here reads a clock or a file.

mod calendars;
mod clock;
mod moment;
mod month_names;
mod numeric;
mod options;
mod parse;
mod parts;
mod path;
mod rare_month_names;
mod relative;
mod tokens;
mod weekday;
mod written;
mod zones;

pub use calendars::western;
pub use moment::Moment;
pub use options::{DateOptions, DateOrder};

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp, fmt::temporal::DateTimeParser};
use serde::{Deserialize, Serialize};
use std::fmt;

static PARSER: DateTimeParser = DateTimeParser::new();

/// A publication date: the local civil days it covers, and the instant where one is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewsDate {
    /// The first local civil day it covers.
    pub first: Date,
    /// The last local civil day it covers (the same, unless only a month or a year is known).
    pub last: Date,
    /// The time, if one was given.
    pub time: Option<Moment>,
    /// How much of it is known.
    pub precision: Precision,
    /// Where it was found.
    pub source: DateSource,
    /// The text it was read from.
    pub raw: String,
}

/// How much of a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// Only the year.
    Year,
    /// Year and month, or two months of which it is one.
    Month,
    /// The day.
    Day,
    /// The day and the time, but either no seconds or no zone were given.
    Minute,
    /// The day and the time, to the second and with its zone.
    Instant,
}

/// Where a date was found, from the best to the weakest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateSource {
    /// In a field of the record meant for it.
    Given,
    /// In the path or address of the article.
    Path,
    /// In the dateline of the text.
    Dateline,
    /// Stated once for a whole file of articles.
    File,
    /// Printed beside the article, without a mark that says what it is the date of.
    Text,
}

/// Why a text is no date, or only in part: a clause for a problem report.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct DateError {
    /// The clause.
    pub reason: String,
    /// What is certain nevertheless: the day of a broken time, the months of an ambiguous day.
    pub kept: Option<Box<NewsDate>>,
}

impl NewsDate {
    /// Reads what newspapers, agencies and databases write, as precisely as it is written.
    ///
    /// ISO 8601 (extended and basic), RFC 2822, seconds or milliseconds since 1970, numeric dates, and
    /// dates with the name of the month in some twenty-five languages. A time without a zone keeps its civil day.
    ///
    /// # Errors
    /// The text is no date, an impossible one, or one before 1600 or after `options.today`; also where
    /// only a part of it is certain (then [`DateError::kept`] holds that part). Nothing is made up.
    pub fn read(text: &str, options: &DateOptions, source: DateSource) -> Result<Self, DateError> {
        parse::read(text, options, source)
    }

    /// The first date in a text that counts from when it was fetched ("2 hours ago"), if that is known.
    pub fn find_relative(text: &str, options: &DateOptions, source: DateSource) -> Option<Self> {
        let (raw, parts) = relative::find(text, options)?;
        Some(Self::days(
            parts.first,
            parts.last,
            parts.precision,
            source,
            raw,
        ))
    }

    /// The date in a path or an address: `/2025/09/25/`, `2025-09-25-slug`, `20250925`, `/2025/sep/25/`,
    /// or the month of `/2025/09/`.
    pub fn from_path(path: &str) -> Option<Self> {
        let (first, last, precision, raw) = path::find(path)?;
        Some(Self::days(first, last, precision, DateSource::Path, &raw))
    }

    /// Whether the date may be one of publication.
    ///
    /// # Errors
    /// It lies before 1600, more than two days after `options.today`, or is the zero of computer clocks.
    pub fn plausible(&self, options: &DateOptions) -> Result<(), DateError> {
        parse::plausible(self, options)
    }

    /// The date on the local day that a witness names, such as a day in the address of the article: machines
    /// write UTC where people mean the day on their calendar. An instant with an offset of its own, and a
    /// witness of a day on which the instant was nowhere, change nothing.
    #[must_use]
    pub fn on_local_day(self, witness: &Self) -> Self {
        let day = |instant: Timestamp, hours: i64| {
            let local = instant.checked_add(SignedDuration::from_hours(hours));
            Offset::UTC.to_datetime(local.unwrap_or(instant)).date()
        };
        match self.time {
            // Zones reach from 10 hours west (Hawaii) to 13 hours east (New Zealand in summer).
            Some(Moment {
                instant, offset: 0, ..
            }) if witness.precision >= Precision::Day
                && witness.first != self.first
                && (day(instant, -10)..=day(instant, 13)).contains(&witness.first) =>
            {
                Self {
                    first: witness.first,
                    last: witness.last,
                    ..self.to_day()
                }
            }
            _ => self,
        }
    }

    /// The same date without its time, for sources whose midnight means "no time known".
    #[must_use]
    pub fn to_day(self) -> Self {
        Self {
            time: None,
            precision: self.precision.min(Precision::Day),
            ..self
        }
    }

    /// A date that covers the days `first` to `last`.
    fn days(first: Date, last: Date, precision: Precision, source: DateSource, raw: &str) -> Self {
        Self {
            first,
            last,
            time: None,
            precision,
            source,
            raw: raw.to_owned(),
        }
    }

    /// Whether it is a day of one of two months, and which is not known.
    pub fn is_of_two_months(&self) -> bool {
        self.precision == Precision::Month && self.first.month() != self.last.month()
    }

    /// Reads the form that [`NewsDate`] prints: `YYYY`, `YYYY-MM`, `YYYY-MM/YYYY-MM`, `YYYY-MM-DD`, or a
    /// date with a time, to the minute or the second, with an offset or without (then UTC is assumed).
    pub fn from_iso(text: &str, source: DateSource) -> Option<Self> {
        if let Some((first, last)) = text.split_once('/') {
            let month = |text| {
                Self::from_iso(text, source).filter(|date| date.precision == Precision::Month)
            };
            let (first, last) = (month(first)?.first, month(last)?.last);
            return (first < last).then(|| Self::days(first, last, Precision::Month, source, text));
        }
        let number = |part: &str| part.parse::<i16>().ok();
        let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if text.len() == 4 && all_digits(text) {
            let first = Date::new(number(text)?, 1, 1).ok()?;
            return Some(Self::days(
                first,
                first.last_of_year(),
                Precision::Year,
                source,
                text,
            ));
        }
        if text.len() == 7 && text.as_bytes()[4] == b'-' && text.is_ascii() {
            let first = Date::new(number(&text[..4])?, text[5..].parse().ok()?, 1).ok()?;
            return Some(Self::days(
                first,
                first.last_of_month(),
                Precision::Month,
                source,
                text,
            ));
        }
        if text.len() == 10 {
            let day: Date = text.parse().ok()?;
            return Some(Self::days(day, day, Precision::Day, source, text));
        }
        let pieces = PARSER.parse_pieces(text).ok()?;
        let offset = pieces.to_numeric_offset();
        let moment = Moment::new(
            pieces.date().to_datetime(pieces.time()?),
            &offset.unwrap_or(Offset::UTC).to_time_zone(),
            offset.is_none(),
            moment::gives_seconds(text),
        )?;
        Some(Self::days(pieces.date(), pieces.date(), Precision::Day, source, text).at(moment))
    }

    /// The date at a time of its day.
    fn at(self, time: Moment) -> Self {
        let precision = if time.assumed || !time.seconds {
            Precision::Minute
        } else {
            Precision::Instant
        };
        Self {
            time: Some(time),
            precision,
            ..self
        }
    }

    /// The zone that was assumed for its time (`UTC`, `UTC+02:00`), where the source gave none.
    pub fn tz_assumed(&self) -> Option<String> {
        let time = self.time.filter(|time| time.assumed)?;
        Some(moment::written_zone(time.offset))
    }

    /// The same date with the zone of its time assumed as [`NewsDate::tz_assumed`] said.
    #[must_use]
    pub fn assuming_tz(self, zone: &str) -> Self {
        let offset = moment::read_zone(zone);
        Self {
            time: self
                .time
                .map(|time| offset.map_or(time, |o| time.assuming(o))),
            ..self
        }
    }
}

/// ISO 8601, as precise as the date is: `1987`, `1987-03`, `1987-03/1987-04` (a day of one of the two),
/// `1987-03-02`, `1987-03-02T10:15+01:00`, `1987-03-02T10:15:00Z`; without an offset where none was given.
impl fmt::Display for NewsDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.first.year(), self.first.month());
        match (self.precision, self.time) {
            (Precision::Year, _) => write!(f, "{year:04}"),
            (Precision::Month, _) if self.is_of_two_months() => {
                let last = self.last.month();
                write!(f, "{year:04}-{month:02}/{year:04}-{last:02}")
            }
            (Precision::Month, _) => write!(f, "{year:04}-{month:02}"),
            (_, Some(time)) => write!(f, "{time}"),
            _ => write!(f, "{}", self.first),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_in_utc_is_moved_to_the_day_of_a_witness() {
        let date = |iso| NewsDate::from_iso(iso, DateSource::Given).expect(iso);
        for (given, witness, expected) in [
            ("2020-02-25T02:25:54Z", "2020-02-24", "2020-02-24"),
            ("2020-02-25T02:25:54Z", "2020-02-26", "2020-02-25T02:25:54Z"),
            ("2020-02-25T02:25:54Z", "2020-02", "2020-02-25T02:25:54Z"),
            (
                "2020-02-25T02:25:54+01:00",
                "2020-02-24",
                "2020-02-25T02:25:54+01:00",
            ),
        ] {
            let moved = date(given).on_local_day(&date(witness));
            assert_eq!(moved.to_string(), expected);
        }
    }

    #[test]
    fn what_is_printed_is_read_again() {
        for iso in [
            "1987",
            "1987-03",
            "1987-03/1987-04",
            "1987-03-02",
            "1987-03-02T10:15:00Z",
            "1987-03-02T10:15Z",
            "1987-03-02T10:15",
            "1987-03-02T10:15:00",
            "1987-03-02T10:15:00.25",
            "2025-09-25T23:30:00-05:00",
            "2025-09-25T23:30-05:00",
        ] {
            let date = NewsDate::from_iso(iso, DateSource::Given).expect(iso);
            assert_eq!(date.to_string(), iso);
        }
        let naive = NewsDate::from_iso("2025-07-01T14:03", DateSource::Given).expect("a date");
        assert_eq!(naive.precision, Precision::Minute);
        assert_eq!(naive.tz_assumed().as_deref(), Some("UTC"));
        let there = naive.assuming_tz("UTC+02:00");
        assert_eq!(there.to_string(), "2025-07-01T14:03");
        let instant = there.time.map(|time| time.instant.to_string());
        assert_eq!(instant.as_deref(), Some("2025-07-01T12:03:00Z"));
        for text in ["9999-99-99", "1987-04/1987-03", "1987/1988", "1987-03/"] {
            assert_eq!(NewsDate::from_iso(text, DateSource::Given), None, "{text}");
        }
    }
}
