//! Calendar periods: days, ISO weeks, months, quarters and years, and which of them a day is in.
//!
//! Months and years differ in length, so no fixed interval gives them; weeks are those of ISO 8601, which
//! begin on Monday and belong to the year that has their Thursday. Days are counted from 1970-01-01.

use crate::schema::{date_of, day_number};
use jiff::ToSpan;
use jiff::civil::Date;

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Period {
    /// A day.
    Day,
    /// A week of ISO 8601.
    Week,
    /// A month.
    #[default]
    Month,
    /// Three months, from January, April, July or October on.
    Quarter,
    /// A year.
    Year,
}

impl Period {
    /// Every period with its name.
    pub const NAMES: &[(&str, Self)] = &[
        ("day", Self::Day),
        ("week", Self::Week),
        ("month", Self::Month),
        ("quarter", Self::Quarter),
        ("year", Self::Year),
    ];

    /// The period of a name.
    pub fn named(name: &str) -> Option<Self> {
        let named = Self::NAMES.iter().find(|(known, _)| *known == name);
        named.map(|(_, period)| *period)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        let named = Self::NAMES.iter().find(|(_, period)| *period == self);
        named.map_or("", |(name, _)| name)
    }

    /// The first day of the period that a day is in.
    pub fn start(self, day: i64) -> i64 {
        let date = date_of(day);
        let month = |month| Date::new(date.year(), month, 1).unwrap_or(date);
        day_number(match self {
            Self::Day => date,
            Self::Week => {
                let into = i64::from(date.weekday().to_monday_zero_offset());
                date.saturating_sub(into.days())
            }
            Self::Month => date.first_of_month(),
            Self::Quarter => month((date.month() - 1) / 3 * 3 + 1),
            Self::Year => date.first_of_year(),
        })
    }

    /// The first day of the period after the one that begins on `start`; none at the end of the calendar.
    pub fn after(self, start: i64) -> Option<i64> {
        let span = match self {
            Self::Day => 1.day(),
            Self::Week => 1.week(),
            Self::Month => 1.month(),
            Self::Quarter => 3.months(),
            Self::Year => 1.year(),
        };
        date_of(start).checked_add(span).ok().map(day_number)
    }

    /// The name of the period that begins on `start`: `1987-03-09`, `1987-W11`, `1987-03`, `1987-Q1`, `1987`.
    pub fn label(self, start: i64) -> String {
        let date = date_of(start);
        let (year, month) = (date.year(), date.month());
        match self {
            Self::Day => date.to_string(),
            Self::Week => {
                let week = date.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Self::Month => format!("{year:04}-{month:02}"),
            Self::Quarter => format!("{year:04}-Q{}", (month - 1) / 3 + 1),
            Self::Year => format!("{year:04}"),
        }
    }

    /// The first day of the period that holds both days, if one does.
    pub fn holding(self, first: i64, last: i64) -> Option<i64> {
        let start = self.start(first);
        (start == self.start(last)).then_some(start)
    }
}

/// Days as a date, no more precise than they are: `1987-03-09`, `1987-03`, `1987-03/1987-04`, `1987`.
pub(super) fn span_label(first: i64, last: i64) -> String {
    let whole = |period: Period| {
        let end = period.start(last);
        period.start(first) == first && period.after(end) == Some(last + 1)
    };
    if whole(Period::Year) {
        return Period::Year.label(first);
    }
    if !whole(Period::Month) {
        return Period::Day.label(first);
    }
    let [one, other] = [first, Period::Month.start(last)].map(|day| Period::Month.label(day));
    if one == other {
        one
    } else {
        format!("{one}/{other}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> i64 {
        day_number(text.parse().unwrap())
    }

    #[test]
    fn days_fall_into_their_periods() {
        for (period, date, label) in [
            (Period::Day, "1987-03-09", "1987-03-09"),
            (Period::Week, "1987-03-09", "1987-W11"),
            (Period::Week, "2021-01-03", "2020-W53"),
            (Period::Week, "2018-12-31", "2019-W01"),
            (Period::Month, "2024-02-29", "2024-02"),
            (Period::Quarter, "2024-02-29", "2024-Q1"),
            (Period::Quarter, "2024-12-31", "2024-Q4"),
            (Period::Year, "1609-12-31", "1609"),
        ] {
            assert_eq!(period.label(period.start(day(date))), label, "{date}");
        }
    }

    #[test]
    fn periods_follow_each_other_without_a_gap() {
        for (_, period) in Period::NAMES {
            let mut start = period.start(day("1999-01-01"));
            for _ in 0..500 {
                let next = period.after(start).unwrap();
                assert_eq!(period.start(next), next);
                assert_eq!(period.start(next - 1), start);
                start = next;
            }
        }
        assert_eq!(Period::Year.after(day("9999-01-01")), None);
    }

    #[test]
    fn a_date_is_named_as_precisely_as_it_is_known() {
        for (first, last, label) in [
            ("1987-01-01", "1987-12-31", "1987"),
            ("1987-02-01", "1987-02-28", "1987-02"),
            ("1987-02-01", "1987-03-31", "1987-02/1987-03"),
            ("1987-02-01", "1987-02-01", "1987-02-01"),
        ] {
            assert_eq!(span_label(day(first), day(last)), label);
        }
    }

    #[test]
    fn a_month_is_in_its_quarter_but_in_no_week() {
        let (first, last) = (day("1987-03-01"), day("1987-03-31"));
        assert_eq!(
            Period::Quarter.holding(first, last),
            Some(day("1987-01-01"))
        );
        assert_eq!(Period::Week.holding(first, last), None);
    }
}
