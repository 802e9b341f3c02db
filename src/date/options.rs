//! How the dates of a source are to be understood, and what its dates tell of that themselves.

use super::{DateSource, NewsDate, numeric};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// What is known beside the text of a date. The default knows nothing: ambiguous dates stay ambiguous.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DateOptions {
    /// How `03/04/2025` is meant. Without it such a date is kept as the months from March to April, with a
    /// doubt: it is a day of one of the two.
    pub order: Option<DateOrder>,
    /// The zone of times that name none; UTC if none is given.
    pub zone: Option<TimeZone>,
    /// The day of the run: a date later than two days after it is refused.
    pub today: Option<Date>,
    /// Whether `880212` and `2/12/88` are dates of 1970 to 2069, as in the TREC collections.
    pub short_years: bool,
    /// Whether a midnight means that only the day is known, although it has a zone.
    pub bare_days: bool,
    /// When the article was fetched: what "2 hours ago" and "yesterday" count from. Without it they are no dates.
    pub crawled: Option<NewsDate>,
}

/// The order of day and month in a numeric date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrder {
    /// `25/09/2025`.
    DayFirst,
    /// `09/25/2025`.
    MonthFirst,
}

impl DateOrder {
    /// The order that the dates of one source have in common: a number above 12 settles it. Sources
    /// that contradict themselves, or never show such a number, settle nothing.
    pub fn settle<'a>(texts: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let mut settled = None;
        for order in texts.into_iter().filter_map(numeric::shown_order) {
            if settled.is_some_and(|before| before != order) {
                return None;
            }
            settled = Some(order);
        }
        settled
    }

    /// The order that people write in a language: only the United States and the Philippines put the month
    /// first. Plain English tells nothing: it is read on both sides.
    pub fn of_language(tag: &str) -> Option<Self> {
        match tag.to_ascii_lowercase().as_str() {
            "en" => None,
            "en-us" | "en-ph" => Some(Self::MonthFirst),
            _ => Some(Self::DayFirst),
        }
    }
}

impl DateOptions {
    /// The same for a source some of whose dates are `texts`: they may show the order of day and month, and
    /// that its times are filled up with midnights, if those are more than half of all times with a zone.
    #[must_use]
    pub fn of_source<'a>(&self, texts: impl IntoIterator<Item = &'a str> + Clone) -> Self {
        let read = |text| NewsDate::read(text, self, DateSource::Given).ok();
        let times = texts.clone().into_iter().filter_map(read);
        let (mut all, mut midnights) = (0, 0);
        for time in times.filter_map(|date| date.time.filter(|time| !time.assumed)) {
            all += 1;
            midnights += usize::from(time.is_midnight());
        }
        Self {
            order: self.order.or_else(|| DateOrder::settle(texts)),
            bare_days: self.bare_days || 2 * midnights > all,
            ..self.clone()
        }
    }

    /// The same for a text in a language, which settles the order of day and month if nothing else has.
    #[must_use]
    pub fn in_language(&self, tag: Option<&str>) -> Self {
        Self {
            order: self.order.or_else(|| DateOrder::of_language(tag?)),
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn midnights_that_are_the_rule_are_days() {
        let midnights = ["2025-09-25T00:00:00Z", "2025-09-26T00:00:00+02:00"];
        let other = "2025-09-27T14:03:00Z";
        for (texts, date) in [
            (&midnights[..1], "2025-09-25"),
            (&[midnights[0], midnights[1], other], "2025-09-25"),
            (&[midnights[0], other], "2025-09-25T00:00:00Z"),
            // Whatever has no time says nothing about times.
            (&[midnights[0], "2025-09-27", "2025"], "2025-09-25"),
        ] {
            let options = DateOptions::default().of_source(texts.iter().copied());
            let read = NewsDate::read(midnights[0], &options, DateSource::Given);
            assert_eq!(read.expect("a date").to_string(), date, "{texts:?}");
        }
    }
}
