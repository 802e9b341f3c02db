//! When an article entered the index: `added:3d`, `added:>=2026-11-20T09:00`, `added:last`.
//!
//! The same forms as for `date:`, taken as days of a time zone, and instants. Durations shorter than a
//! day are refused: the caller gives a day, not a clock.

use super::days::no_end;
use super::period::{Fault, Period, read};
use super::range::{Range, split};
use super::tree::{Compare, Filter};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

type Ends = (Option<Timestamp>, Option<Timestamp>);

/// The first instant of a time, and the first one after it.
#[derive(Clone, Copy)]
struct Stretch {
    start: Timestamp,
    end: Timestamp,
}

/// The instants that a value of `added:` names.
pub(super) fn filter(text: &str, today: Date, zone: &TimeZone) -> Result<Filter, Fault> {
    if matches!(text.to_lowercase().as_str(), "last" | "last refresh") {
        return Ok(Filter::AddedLast);
    }
    let (since, until) = ends(text, today, zone)?;
    if let (Some(since), Some(until)) = (since, until)
        && since > until
    {
        return Err(Fault {
            reason: "the range ends before it begins".into(),
            hint: "write the earlier time first".into(),
        });
    }
    Ok(Filter::Added { since, until })
}

/// The first instant, and the first one after the last; none where an end is open.
fn ends(text: &str, today: Date, zone: &TimeZone) -> Result<Ends, Fault> {
    let stretch = |text: &str| stretch(text, today, zone);
    Ok(match split(text) {
        Range::One(one) => {
            if let Ok(Period::Ago(day)) = read(one, today) {
                (Some(start_of(one, day, zone)?), None)
            } else {
                let Stretch { start, end } = stretch(one)?;
                (Some(start), Some(end))
            }
        }
        Range::Between(None, None) => return Err(no_end()),
        Range::Between(from, to) => {
            let from = from.map(stretch).transpose()?;
            let to = to.map(stretch).transpose()?;
            (from.map(|from| from.start), to.map(|to| to.end))
        }
        Range::Compared(compare, one) => {
            let Stretch { start, end } = stretch(one)?;
            match compare {
                Compare::AtLeast => (Some(start), None),
                Compare::More => (Some(end), None),
                Compare::AtMost => (None, Some(end)),
                Compare::Less => (None, Some(start)),
                Compare::Equal => (Some(start), Some(end)),
            }
        }
    })
}

/// The days of a text from midnight to midnight, or the instant it names.
fn stretch(text: &str, today: Date, zone: &TimeZone) -> Result<Stretch, Fault> {
    if let Some(instant) = instant(text, zone) {
        return Ok(Stretch {
            start: instant,
            end: instant,
        });
    }
    let period = read(text, today)?;
    let after = period.last().tomorrow().map_err(|_| outside(text))?;
    Ok(Stretch {
        start: start_of(text, period.first(), zone)?,
        end: start_of(text, after, zone)?,
    })
}

/// RFC 3339, or a date and a time in the zone.
fn instant(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    if !text.contains(['T', 't']) || !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let local = |text: &str| -> Option<Timestamp> {
        let time: DateTime = text.parse().ok()?;
        zone.to_timestamp(time).ok()
    };
    text.parse().ok().or_else(|| local(text))
}

fn start_of(text: &str, day: Date, zone: &TimeZone) -> Result<Timestamp, Fault> {
    zone.to_timestamp(day.to_datetime(Time::midnight()))
        .map_err(|_| outside(text))
}

fn outside(text: &str) -> Fault {
    Fault {
        reason: format!("`{text}` lies outside the years 1 to 9999"),
        hint: "use a later or an earlier time".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use jiff::tz::offset;

    #[test]
    fn days_begin_in_the_zone() {
        let zone = TimeZone::fixed(offset(2));
        let today = date(2026, 11, 24);
        let at = |text: &str| -> Option<Timestamp> { Some(text.parse().unwrap()) };
        for (text, since, until) in [
            ("today", at("2026-11-23T22:00Z"), at("2026-11-24T22:00Z")),
            ("3d", at("2026-11-20T22:00Z"), None),
            ("<=2026-11-01", None, at("2026-11-01T22:00Z")),
            (">=2026-11-20T09:00", at("2026-11-20T07:00Z"), None),
        ] {
            let expected = Filter::Added { since, until };
            assert_eq!(filter(text, today, &zone), Ok(expected), "{text}");
        }
    }
}
