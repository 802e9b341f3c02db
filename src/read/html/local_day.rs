//! Which local day an instant in UTC was, as far as what else a page says tells it.

use super::hours::Hours;
use crate::date::{Moment, NewsDate};
use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

/// Whether a neighbouring day is none on which an instant given in UTC was where the page is from.
pub(super) fn cannot_be_local_day(given: &NewsDate, witness: &NewsDate, hours: Hours) -> bool {
    is_utc(given) && distance(given, witness) == 1 && !may_be_local_day(given, witness, hours)
}

/// Whether a witness can be the local day of an instant given in UTC.
pub(super) fn may_be_local_day(given: &NewsDate, witness: &NewsDate, (west, east): Hours) -> bool {
    let Some(Moment {
        instant, offset: 0, ..
    }) = given.time
    else {
        return false;
    };
    let day = |hours| day_at(instant, hours);
    witness.first != given.first && (day(west) == witness.first || day(east) == witness.first)
}

/// The day of an instant so many hours east of UTC.
fn day_at(instant: Timestamp, hours: i64) -> Date {
    let local = instant.checked_add(SignedDuration::from_hours(hours));
    Offset::UTC.to_datetime(local.unwrap_or(instant)).date()
}

/// A time of the small hours in UTC, where it was the evening before wherever the page can be from: what is
/// published in the Americas in the evening.
pub(super) fn evening_before(given: NewsDate, (west, east): Hours) -> NewsDate {
    const SMALL_HOURS: i8 = 6;
    let Some(moment) = given.time.filter(|_| is_utc(&given) && east < 0) else {
        return given;
    };
    let day = |hours| day_at(moment.instant, hours);
    let is_small = Offset::UTC.to_datetime(moment.instant).hour() < SMALL_HOURS;
    if !is_small || moment.is_midnight() || day(west) != day(east) || day(east) == given.first {
        return given;
    }
    NewsDate {
        first: day(east),
        last: day(east),
        ..given.to_day()
    }
}

/// The given date on the day of a better witness: a neighbouring day is the same date in another zone, a
/// day further off is another date.
pub(super) fn corrected(given: NewsDate, witness: NewsDate) -> NewsDate {
    match distance(&given, &witness) {
        0 => given,
        1 if given.time.is_some() && !is_utc(&given) => given,
        1 => NewsDate {
            first: witness.first,
            last: witness.last,
            ..given.to_day()
        },
        _ => witness,
    }
}

/// How many days lie between two dates.
fn distance(one: &NewsDate, other: &NewsDate) -> i32 {
    one.first
        .duration_until(other.first)
        .as_hours()
        .unsigned_abs()
        .div_ceil(24) as i32
}

/// Whether a time was given in UTC, as machines do.
pub(super) fn is_utc(date: &NewsDate) -> bool {
    date.time.is_some_and(|time| time.offset == 0)
}
