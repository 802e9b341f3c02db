//! Dates of digits alone (`19870302`, seconds since 1970), and the order of `03/04/2025`.

use super::parts::{Parts, Reading};
use super::{DateOptions, DateOrder, Precision};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

/// Years that a bare run of digits may begin with.
const YEARS: std::ops::RangeInclusive<i16> = 1600..=2199;

/// Reads a text of digits alone (with a sign or a fraction where it counts seconds).
pub(super) fn digits(text: &str, options: &DateOptions) -> Reading {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let (sign, plain) = match whole.strip_prefix('-') {
        Some(plain) => (-1, plain),
        None => (1, whole),
    };
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if plain.is_empty() || !all_digits(plain) || !all_digits(fraction) {
        return None;
    }
    if sign < 0 || text.contains('.') {
        return match plain.len() {
            7..=10 => Some(epoch(plain, sign, 1, options)),
            _ => None,
        };
    }
    Some(match plain.len() {
        4 => calendar(plain).ok_or_else(|| "is no year".to_owned()),
        6 if options.short_years => short(plain).ok_or_else(impossible),
        6 | 8 | 14 => calendar(plain).ok_or_else(impossible),
        12 => calendar(plain).map_or_else(|| epoch(plain, 1, 1_000, options), Ok),
        9 | 10 => epoch(plain, 1, 1, options),
        11 | 13 => epoch(plain, 1, 1_000, options),
        16 => epoch(plain, 1, 1_000_000, options),
        1 if plain == "0" => Err("is the zero of computer clocks, not a day of publication".into()),
        _ => Err("is a number that is no date".into()),
    })
}

pub(super) fn impossible() -> String {
    "is a day that the calendar does not have".into()
}

/// `YYYY`, `YYYYMM`, `YYYYMMDD`, `YYYYMMDDhhmm`, `YYYYMMDDhhmmss`.
fn calendar(digits: &str) -> Option<Parts> {
    let two = |from: usize| {
        digits
            .get(from..from + 2)
            .and_then(|part| part.parse::<i8>().ok())
    };
    let year = digits.get(..4)?.parse().ok()?;
    if digits.len() > 4 && !YEARS.contains(&year) {
        return None;
    }
    let parts = Parts::calendar(year, two(4), two(6))?;
    if digits.len() < 12 {
        return Some(parts);
    }
    let time = Time::new(two(8)?, two(10)?, two(12).unwrap_or(0), 0).ok()?;
    Some(Parts {
        time: Some(time),
        seconds: digits.len() > 12,
        ..parts
    })
}

/// `YYMMDD`, as the ids of the TREC collections have it.
fn short(digits: &str) -> Option<Parts> {
    let two = |from: usize| digits.get(from..from + 2)?.parse::<i8>().ok();
    Date::new(long_year(two(0)?), two(2)?, two(4)?)
        .ok()
        .map(Parts::day)
}

/// The year that two digits stand for: 1970 to 2069.
pub(super) fn long_year(short: i8) -> i16 {
    i16::from(short) + if short < 70 { 2000 } else { 1900 }
}

/// Seconds (or a fraction of them) since 1970, as a day in the assumed zone.
fn epoch(digits: &str, sign: i64, per_second: i64, options: &DateOptions) -> Result<Parts, String> {
    let far = || "is a number that is no date".to_owned();
    let count: i64 = digits.parse().map_err(|_| far())?;
    let micros = count.checked_mul(1_000_000 / per_second).ok_or_else(far)?;
    let instant = Timestamp::from_microsecond(sign * micros).map_err(|_| far())?;
    let zone = options.zone.clone().unwrap_or(TimeZone::UTC);
    let offset = zone.to_offset(instant);
    let local = offset.to_datetime(instant);
    if instant == Timestamp::UNIX_EPOCH {
        return Err("is the zero of computer clocks, not a day of publication".into());
    }
    Ok(Parts {
        time: Some(local.time()),
        seconds: true,
        zone: Some(offset.to_time_zone()),
        ..Parts::day(local.date())
    })
}

/// Reads day and month of a year from two numbers whose order the separator or the options tell.
///
/// Where neither does and both orders are possible, it is a day of one of two months.
pub(super) fn ordered(
    one: i8,
    two: i8,
    year: i16,
    dotted: bool,
    options: &DateOptions,
) -> Result<Parts, String> {
    let day_first = Parts::calendar(year, Some(two), Some(one));
    let month_first = Parts::calendar(year, Some(one), Some(two));
    let order = if dotted {
        Some(DateOrder::DayFirst)
    } else {
        options.order
    };
    match (day_first, month_first, order) {
        (Some(day), Some(month), None) if day != month => Ok(either(day.first, month.first)),
        (Some(day), Some(_), None | Some(DateOrder::DayFirst)) | (Some(day), None, _) => Ok(day),
        (Some(_), Some(month), Some(DateOrder::MonthFirst)) | (None, Some(month), _) => Ok(month),
        (None, None, _) => Err(impossible()),
    }
}

/// The months of two days, one of which is meant.
fn either(one: Date, other: Date) -> Parts {
    let (first, last) = (
        one.min(other).first_of_month(),
        one.max(other).last_of_month(),
    );
    let kept = if first.month() == 1 && last.month() == 12 {
        Parts::span(first, last, Precision::Year)
    } else {
        Parts::span(first, last, Precision::Month)
    };
    let reason = "kept without its day; `--date-order` settles it";
    Parts {
        doubt: Some(format!("is {one} or {other}: {reason}")),
        ..kept
    }
}

/// The order that a numeric date shows by a number above 12.
pub(super) fn shown_order(text: &str) -> Option<DateOrder> {
    let mut numbers = text
        .split(|letter: char| !letter.is_ascii_digit())
        .map(str::parse::<u16>);
    match (
        numbers.next()?.ok()?,
        numbers.next()?.ok()?,
        numbers.next()?.ok()?,
    ) {
        (13..=31, 1..=12, 1600..) => Some(DateOrder::DayFirst),
        (1..=12, 13..=31, 1600..) => Some(DateOrder::MonthFirst),
        _ => None,
    }
}
