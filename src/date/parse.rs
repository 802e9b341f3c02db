//! From a text to a [`NewsDate`]: the ladder of forms, then the judgement whether it can be true.
//!
//! The forms are tried from the strictest to the loosest: digits alone, ISO 8601, dates written for
//! people, RFC 2822. The first that knows the text decides, so that an impossible ISO date is not read
//! as something else. RFC 2822 comes last because it takes every unknown zone for UTC; it is asked only
//! for its two-digit years.

use super::calendars::western;
use super::moment::{Moment, gives_seconds};
use super::numeric;
use super::parts::{Parts, Reading};
use super::relative;
use super::written;
use super::zones;
use super::{DateError, DateOptions, DateSource, NewsDate};
use jiff::civil::Time;
use jiff::fmt::{rfc2822, temporal};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use std::borrow::Cow;

static ISO: temporal::DateTimeParser = temporal::DateTimeParser::new();
static MAIL: rfc2822::DateTimeParser = rfc2822::DateTimeParser::new().relaxed_weekday(true);

/// No date is written longer than this (in bytes); a longer text is prose.
const LONGEST: usize = 160;

/// The year before which nothing was a newspaper.
const EARLIEST: i16 = 1600;

/// See [`NewsDate::read`].
pub(super) fn read(
    text: &str,
    options: &DateOptions,
    source: DateSource,
) -> Result<NewsDate, DateError> {
    let text = text.trim();
    let refuse = |why: &str| DateError {
        reason: format!("the date `{}` {why}", excerpt(text)),
        kept: None,
    };
    if text.is_empty() || text.len() > LONGEST {
        return Err(refuse("is no date"));
    }
    let ours = western(text);
    let reading = numeric::digits(&ours, options)
        .or_else(|| iso(&ours))
        .or_else(|| written::read(&ours, options))
        .or_else(|| mail(&ours))
        .or_else(|| relative::read(text, options).map(Ok));
    let parts = match reading {
        Some(Ok(parts)) => parts,
        Some(Err(why)) => return Err(refuse(&why)),
        None => return Err(refuse("is in no form that is known")),
    };
    let doubt = parts.doubt.clone();
    let date = place(parts, text, options, source).map_err(|why| refuse(&why))?;
    plausible(&date, options)?;
    match doubt {
        None => Ok(date),
        Some(why) => Err(DateError {
            kept: Some(Box::new(date)),
            ..refuse(&why)
        }),
    }
}

/// Puts a civil date and time into its zone.
fn place(
    parts: Parts,
    raw: &str,
    options: &DateOptions,
    source: DateSource,
) -> Result<NewsDate, String> {
    let date = NewsDate::days(parts.first, parts.last, parts.precision, source, raw);
    // A time of a day that is not known is no instant.
    let Some(time) = parts.time.filter(|_| parts.first == parts.last) else {
        return Ok(date);
    };
    if parts.zone.is_none() && time == Time::midnight() {
        return Ok(date);
    }
    let assumed = parts.zone.is_none();
    let zone = parts.zone.or_else(|| options.zone.clone());
    let zone = zone.unwrap_or(TimeZone::UTC);
    let local = date.first.to_datetime(time);
    let moment = Moment::new(local, &zone, assumed, parts.seconds)
        .ok_or_else(|| "lies outside the calendar".to_owned())?;
    if options.bare_days && moment.is_midnight() {
        return Ok(date);
    }
    Ok(date.at(moment))
}

/// See [`NewsDate::plausible`].
pub(super) fn plausible(date: &NewsDate, options: &DateOptions) -> Result<(), DateError> {
    let refuse = |why: String| {
        Err(DateError {
            reason: format!("the date `{}` {why}", excerpt(&date.raw)),
            kept: None,
        })
    };
    let zero = date
        .time
        .is_some_and(|time| time.instant == Timestamp::UNIX_EPOCH)
        || (date.first == jiff::civil::date(1970, 1, 1) && date.raw.contains("00:00:00"));
    if zero {
        return refuse("is the zero of computer clocks, not a day of publication".into());
    }
    if date.first.year() < EARLIEST {
        return refuse(format!("lies before {EARLIEST}"));
    }
    let latest = options
        .today
        .and_then(|today| today.checked_add(2.days()).ok());
    match (latest, options.today) {
        (Some(latest), Some(today)) if date.first > latest => {
            refuse(format!("lies in the future (today is {today})"))
        }
        _ => Ok(()),
    }
}

/// ISO 8601 and RFC 3339, basic and extended, with offset or a zone in brackets.
fn iso(text: &str) -> Reading {
    let text = &*whole_offset(text);
    let pieces = ISO.parse_pieces(text).ok()?;
    let zone = match pieces.to_numeric_offset() {
        Some(offset) => Some(offset.to_time_zone()),
        None => pieces.to_time_zone().ok().flatten(),
    };
    Some(Ok(Parts {
        time: pieces.time(),
        seconds: gives_seconds(text),
        zone,
        ..Parts::day(pieces.date())
    }))
}

/// An offset whose minutes lost their last zero (`+00:0`) with that zero.
fn whole_offset(text: &str) -> Cow<'_, str> {
    match text.as_bytes() {
        [
            _,
            ..,
            b'+' | b'-',
            b'0' | b'1',
            hour,
            b':',
            minute @ (b'0' | b'3'),
        ] if text.contains('T') && hour.is_ascii_digit() && minute.is_ascii_digit() => {
            Cow::Owned(format!("{text}0"))
        }
        _ => Cow::Borrowed(text),
    }
}

/// RFC 2822, if its zone is one that is known.
fn mail(text: &str) -> Reading {
    let last = text.split_whitespace().next_back()?.to_lowercase();
    if !last.starts_with(['+', '-']) && zones::offset(&last).is_none() {
        return None;
    }
    let read = MAIL.parse_zoned_datetime(text).ok()?;
    Some(Ok(Parts {
        time: Some(read.time()),
        seconds: text.matches(':').count() > 1,
        zone: Some(read.offset().to_time_zone()),
        ..Parts::day(read.date())
    }))
}

/// The beginning of a text, short enough for a message.
fn excerpt(text: &str) -> String {
    const LENGTH: usize = 60;
    if text.chars().count() <= LENGTH {
        return text.to_owned();
    }
    text.chars().take(LENGTH).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{DateOrder, Precision};
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn given(text: &str, options: &DateOptions) -> Result<NewsDate, DateError> {
        read(text, options, DateSource::Given)
    }

    #[test]
    fn what_papers_write() {
        for (text, iso) in [
            ("1987", "1987"),
            ("1987-03", "1987-03"),
            ("198703", "1987-03"),
            ("03/1987", "1987-03"),
            ("March 1987", "1987-03"),
            ("1987-03-02", "1987-03-02"),
            ("19870302", "1987-03-02"),
            ("1987-3-2", "1987-03-02"),
            ("1987/03/02", "1987-03-02"),
            ("2025-09-25T14:03:00+02:00", "2025-09-25T14:03:00+02:00"),
            ("2025-09-25T14:03Z", "2025-09-25T14:03Z"),
            ("2025-09-25T14:03:00+00:0", "2025-09-25T14:03:00Z"),
            ("2025-09-25T14:03:00-03:3", "2025-09-25T14:03:00-03:30"),
            ("2025-09-25T14:03:00.123Z", "2025-09-25T14:03:00.123Z"),
            ("2025-09-25 14:03:00", "2025-09-25T14:03:00"),
            ("2025-09-25 14:03", "2025-09-25T14:03"),
            ("2025-09-25 14:03:00 +0200", "2025-09-25T14:03:00+02:00"),
            (
                "2025-09-25T23:30:00[America/New_York]",
                "2025-09-25T23:30:00-04:00",
            ),
            ("2025-09-25T00:00:00", "2025-09-25"),
            ("2025-09-25 00:00", "2025-09-25"),
            ("20210516T090004-0500", "2021-05-16T09:00:04-05:00"),
            ("20130605T210000+0000", "2013-06-05T21:00:00Z"),
            ("20210516090004", "2021-05-16T09:00:04"),
            ("202105160900", "2021-05-16T09:00"),
            ("20210516T0900Z", "2021-05-16T09:00Z"),
            ("Thu, 25 Sep 2025 14:03:00 GMT", "2025-09-25T14:03:00Z"),
            (
                "Thu, 25 Sep 2025 14:03:00 -0500 (CDT)",
                "2025-09-25T14:03:00-05:00",
            ),
            ("25 Sep 02 14:03 EST", "2002-09-25T14:03-05:00"),
            ("26-FEB-1987 15:01:01.79", "1987-02-26T15:01:01.79"),
            (" 9-APR-1987 00:01:02.03\t\t\tC T", "1987-04-09T00:01:02.03"),
            ("March 2, 1987", "1987-03-02"),
            ("2 March 1987", "1987-03-02"),
            ("Monday, 2nd March 1987", "1987-03-02"),
            ("January 1, 1989, Sunday, Home Edition", "1989-01-01"),
            ("Sept. 25, 2025 2:03 p.m. EDT", "2025-09-25T14:03-04:00"),
            ("September 25, 2025 at 12:03 AM", "2025-09-25T00:03"),
            ("25. September 2025, 14.03 Uhr", "2025-09-25T14:03"),
            ("25.09.2025 14:03 Uhr MESZ", "2025-09-25T14:03+02:00"),
            ("mar. 25 févr. 2025 à 14h03", "2025-02-25T14:03"),
            ("1er août 2025", "2025-08-01"),
            ("25 de septiembre de 2025", "2025-09-25"),
            ("25 settembre 2025", "2025-09-25"),
            ("25 de março de 2025", "2025-03-25"),
            ("25 mei 2025", "2025-05-25"),
            ("den 25 maj 2025 kl. 14.03", "2025-05-25T14:03"),
            ("25 września 2025", "2025-09-25"),
            ("2025年9月25日", "2025-09-25"),
            ("25/09/2025", "2025-09-25"),
            ("Tue, 11/03/2009 - 14:21", "2009-11-03T14:21"),
            ("mercredi 11/03/2009", "2009-03-11"),
            ("Do., 12.03.2015 - 10:30", "2015-03-12T10:30"),
            ("12.3.2015 klo 10.30", "2015-03-12T10:30"),
            ("Thu 12 Mar 2015 10.30 GMT", "2015-03-12T10:30Z"),
            ("2015年03月12日（木） 10時30分", "2015-03-12T10:30"),
            ("平成27年3月12日", "2015-03-12"),
            ("12 มี.ค. 2558", "2015-03-12"),
            ("12 ΜΑΡΤΙΟΥ 2015", "2015-03-12"),
            ("12. marta 2015.", "2015-03-12"),
            ("2015. gada 12. marts", "2015-03-12"),
            ("۱۲ مارچ ۲۰۱۵", "2015-03-12"),
            ("09/25/2025", "2025-09-25"),
            ("03/03/2025", "2025-03-03"),
            ("3.4.2025", "2025-04-03"),
            ("1758805380", "2025-09-25T13:03:00Z"),
            ("1758805380123", "2025-09-25T13:03:00.123Z"),
            ("-157766400", "1965-01-01T00:00:00Z"),
        ] {
            match given(text, &DateOptions::default()) {
                Ok(date) => assert_eq!(date.to_string(), iso, "{text}"),
                Err(error) => panic!("{text}: {error}"),
            }
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        let options = DateOptions {
            today: Some(date(2026, 11, 24)),
            ..DateOptions::default()
        };
        for (text, why) in [
            ("9999-99-99", "a day that the calendar does not have"),
            ("2025-02-30", "a day that the calendar does not have"),
            ("30 February 2025", "a day that the calendar does not have"),
            ("0001-01-01T00:00:00Z", "lies before 1600"),
            ("0001", "lies before 1600"),
            ("1970-01-01T00:00:00Z", "zero of computer clocks"),
            ("1970-01-01 00:00:00", "zero of computer clocks"),
            ("0", "zero of computer clocks"),
            ("2050-01-01", "lies in the future (today is 2026-11-24)"),
            ("2026-11-27", "lies in the future"),
            ("2 hours ago", "no form that is known"),
            ("25 Sep 02", "no form that is known"),
            ("yesterday", "no form that is known"),
            ("March 2, 1987 to April 3, 1988", "no form that is known"),
            ("", "is no date"),
        ] {
            let error = given(text, &options).expect_err(text);
            assert!(error.reason.contains(why), "{text}: {error}");
            assert_eq!(error.kept, None, "{text}");
        }
        assert!(given("2026-11-26", &options).is_ok());
        assert!(given("1970-01-01", &options).is_ok(), "a paper of that day");
    }

    #[test]
    fn what_is_certain_is_kept() {
        for (text, kept) in [
            ("31-MAR-1987 605:12:19.12", "1987-03-31"),
            ("2025-09-25T25:61:00", "2025-09-25"),
            ("03/04/2025", "2025-03/2025-04"),
            ("12/11/2025 14:03", "2025-11/2025-12"),
            ("01/12/2025", "2025"),
        ] {
            let error = given(text, &DateOptions::default()).expect_err(text);
            assert_eq!(error.kept.expect(text).to_string(), kept);
        }
    }

    #[test]
    fn options_settle_what_is_open() {
        let order = DateOrder::settle(["03/04/2025", "25/09/2025"]);
        assert_eq!(order, Some(DateOrder::DayFirst));
        assert_eq!(DateOrder::settle(["09/25/2025", "25/09/2025"]), None);
        let zone = TimeZone::get("Europe/Berlin").ok();
        let options = DateOptions {
            order,
            zone,
            short_years: true,
            ..DateOptions::default()
        };
        for (text, iso) in [
            ("03/04/2025", "2025-04-03"),
            ("2025-07-01 14:03", "2025-07-01T14:03"),
            ("880212", "1988-02-12"),
            ("02/12/88", "1988-12-02"),
        ] {
            let date = given(text, &options).expect(text);
            assert_eq!(date.to_string(), iso, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,40}", digits in "[-0-9:/. TZa-z+]{0,30}") {
            let _ = given(&text, &DateOptions::default());
            let _ = given(&digits, &DateOptions { short_years: true, ..DateOptions::default() });
            let _ = NewsDate::from_path(&digits);
        }

        #[test]
        fn every_day_is_read_in_every_form(days in 0_i32..200_000) {
            let day = date(1600, 1, 1).checked_add(days.days()).expect("in range");
            for form in ["%Y-%m-%d", "%Y%m%d", "%B %d, %Y", "%d %b %Y", "%A, %d.%m.%Y", "%Y/%m/%d"] {
                let text = day.strftime(form).to_string();
                let read = given(&text, &DateOptions::default()).expect(&text);
                prop_assert_eq!(read.first, day);
                prop_assert_eq!(read.precision, Precision::Day);
            }
        }

        #[test]
        fn what_is_read_prints_and_reads_again(seconds in -10_000_000_000_i64..4_000_000_000, east in -50_400_i32..50_400) {
            let offset = jiff::tz::Offset::from_seconds(east / 60 * 60).expect("in range");
            let instant = Timestamp::from_second(seconds).expect("in range");
            let text = instant.display_with_offset(offset).to_string();
            if seconds != 0 && !text.starts_with('-') {
                let read = given(&text, &DateOptions::default()).expect(&text);
                prop_assert_eq!(NewsDate::from_iso(&read.to_string(), DateSource::Given), Some(NewsDate { raw: read.to_string(), ..read }));
            }
        }
    }
}
