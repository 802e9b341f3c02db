//! The time of a date, as it was given: to the minute or to the second, with a zone or without.
//!
//! A time without a zone is placed in an assumed one, so that articles can be sorted by it; it is printed
//! without, and the assumption is kept beside it.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use std::fmt;

/// A time on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The instant; of a time without a zone, the one by the assumed zone.
    pub instant: Timestamp,
    /// The zone, in seconds east of UTC.
    pub offset: i32,
    /// Whether the source gave no zone, so that it was assumed.
    pub assumed: bool,
    /// Whether the source gave seconds.
    pub seconds: bool,
}

impl Moment {
    /// A civil time in a zone; `None` if it lies outside the calendar.
    pub(super) fn new(
        time: DateTime,
        zone: &TimeZone,
        assumed: bool,
        seconds: bool,
    ) -> Option<Self> {
        let instant = zone.to_ambiguous_timestamp(time).compatible().ok()?;
        Some(Self {
            instant,
            offset: zone.to_offset(instant).seconds(),
            assumed,
            seconds,
        })
    }

    /// What the clock of its place shows.
    pub fn local(&self) -> DateTime {
        self.zone().to_datetime(self.instant)
    }

    /// Whether the clock shows midnight, to the second.
    pub fn is_midnight(&self) -> bool {
        let local = self.instant.as_second() + i64::from(self.offset);
        local.rem_euclid(86_400) == 0 && self.instant.subsec_nanosecond() == 0
    }

    /// The same civil time in another assumed zone; a given zone stays.
    #[must_use]
    pub(super) fn assuming(self, offset: Offset) -> Self {
        let moved = self.assumed.then(|| offset.to_timestamp(self.local()).ok());
        moved.flatten().map_or(self, |instant| Self {
            instant,
            offset: offset.seconds(),
            ..self
        })
    }

    fn zone(&self) -> Offset {
        Offset::from_seconds(self.offset).unwrap_or(Offset::UTC)
    }
}

/// ISO 8601, as precise as it is: `2025-09-25T14:03`, `…14:03Z`, `…14:03:59+02:00`.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.assumed, self.seconds) {
            (true, true) => write!(f, "{}", self.local()),
            (true, false) => write!(f, "{}", self.local().strftime("%Y-%m-%dT%H:%M")),
            (false, false) => {
                let local = self.local();
                write!(f, "{}", local.strftime("%Y-%m-%dT%H:%M"))?;
                match self.offset {
                    0 => f.write_str("Z"),
                    seconds => f.write_str(&written_offset(seconds)),
                }
            }
            (false, true) if self.offset == 0 => write!(f, "{}", self.instant),
            (false, true) => write!(f, "{}", self.instant.display_with_offset(self.zone())),
        }
    }
}

/// An offset as ISO 8601 has it: `+02:00`. Local mean times of old had seconds: `+00:53:28`.
fn written_offset(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let all = seconds.unsigned_abs();
    let (hours, minutes, rest) = (all / 3600, all / 60 % 60, all % 60);
    match rest {
        0 => format!("{sign}{hours:02}:{minutes:02}"),
        rest => format!("{sign}{hours:02}:{minutes:02}:{rest:02}"),
    }
}

/// A zone by its offset: `UTC`, `UTC+02:00`.
pub(super) fn written_zone(seconds: i32) -> String {
    match seconds {
        0 => "UTC".to_owned(),
        seconds => format!("UTC{}", written_offset(seconds)),
    }
}

/// Reads what [`written_zone`] wrote.
pub(super) fn read_zone(text: &str) -> Option<Offset> {
    let offset = text.strip_prefix("UTC")?;
    if offset.is_empty() {
        return Some(Offset::UTC);
    }
    let (sign, rest) = match offset.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let parts: Vec<i32> = rest
        .split(':')
        .map(|part| part.parse::<u8>().map(i32::from))
        .collect::<Result<_, _>>()
        .ok()?;
    let seconds = match *parts.as_slice() {
        [hours, minutes] => hours * 3600 + minutes * 60,
        [hours, minutes, seconds] => hours * 3600 + minutes * 60 + seconds,
        _ => return None,
    };
    Offset::from_seconds(sign * seconds).ok()
}

/// Whether an ISO 8601 text gives seconds: `…T14:03:59` and `…T140359` do, `…T14:03` and `…T1403` do not.
pub(super) fn gives_seconds(text: &str) -> bool {
    let Some((_, time)) = text.trim().split_once(['T', 't', ' ', '_']) else {
        return false;
    };
    let clock = time
        .trim_start()
        .bytes()
        .take_while(|b| b.is_ascii_digit() || *b == b':');
    clock.filter(u8::is_ascii_digit).count() > 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_read_as_they_are_written() {
        for seconds in [0, 7200, -18_000, 20_700, 3208] {
            let offset = read_zone(&written_zone(seconds)).expect("an offset");
            assert_eq!(offset.seconds(), seconds);
        }
        for text in [
            "",
            "Z",
            "UTC02:00",
            "UTC+2",
            "UTC+x:00",
            "UTC+99:00",
            "+02:00",
        ] {
            assert_eq!(read_zone(text), None, "{text}");
        }
    }
}
