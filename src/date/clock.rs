//! The time of day and its zone among the tokens of a date: `15:01:01.79`, `2:03 p.m. EST`, `14h03`,
//! `14.03 Uhr`.

use super::tokens::{Kind, Token};
use super::zones;
use jiff::civil::Time;
use jiff::tz::Offset;
use std::ops::Range;

/// A time of day that was taken out.
pub(super) struct Taken {
    /// The time; none if it is impossible.
    pub(super) time: Option<Time>,
    /// Whether it was written with its seconds.
    pub(super) seconds: bool,
    /// Its zone, if one was written.
    pub(super) zone: Option<Offset>,
}

/// Takes the time of day and its zone out of the tokens.
pub(super) fn take_time(tokens: &mut Vec<Token>) -> Option<Taken> {
    let found = (0..tokens.len()).find_map(|at| clock(tokens, at))?;
    let Clock {
        span,
        hms,
        nanos,
        seconds,
    } = found;
    let [hour, minute, second] = hms;
    let mut end = span.end;
    let half = match tokens.get(end).map(|token| &token.kind) {
        Some(Kind::Word(word)) if word == "am" => Some(0),
        Some(Kind::Word(word)) if word == "pm" => Some(12),
        _ => None,
    };
    end += usize::from(half.is_some());
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => -1,
        None => hour,
    };
    let (zone, end) = zone(tokens, end);
    let small = |value: i64| i8::try_from(value).unwrap_or(-1);
    let time = Time::new(small(hour), small(minute), small(second), nanos).ok();
    tokens.drain(span.start..end);
    let gap = Token {
        kind: Kind::Mark('|'),
        glued: false,
    };
    tokens.insert(span.start, gap);
    Some(Taken {
        time,
        seconds,
        zone,
    })
}

/// A time of day among the tokens.
struct Clock {
    /// The tokens it takes.
    span: Range<usize>,
    /// Hour, minute and second, not yet judged.
    hms: [i64; 3],
    nanos: i32,
    /// Whether it has seconds.
    seconds: bool,
}

impl Clock {
    fn new(span: Range<usize>, hour: i64, minute: i64) -> Self {
        Self {
            span,
            hms: [hour, minute, 0],
            nanos: 0,
            seconds: false,
        }
    }
}

/// A number right after the token before it.
fn glued_number(tokens: &[Token], at: usize) -> Option<(i64, usize)> {
    match tokens.get(at)? {
        Token {
            kind: Kind::Number(value, digits),
            glued: true,
        } => Some((*value, *digits)),
        _ => None,
    }
}

fn is_mark(tokens: &[Token], at: usize, mark: char) -> bool {
    tokens
        .get(at)
        .is_some_and(|token| token.glued && token.kind == Kind::Mark(mark))
}

fn is_word(tokens: &[Token], at: usize, words: &[&str]) -> bool {
    matches!(tokens.get(at).map(|token| &token.kind), Some(Kind::Word(word)) if words.contains(&word.as_str()))
}

/// A time that begins at a token.
fn clock(tokens: &[Token], at: usize) -> Option<Clock> {
    let Kind::Number(hour, 1..=3) = tokens[at].kind else {
        return None;
    };
    with_colons(tokens, at, hour)
        .or_else(|| with_word(tokens, at, hour))
        .or_else(|| with_dot(tokens, at, hour))
}

/// `14:03`, `14:03:59`, `14:03:59.12`.
fn with_colons(tokens: &[Token], at: usize, hour: i64) -> Option<Clock> {
    let (minute, 2) = glued_number(tokens, at + 2).filter(|_| is_mark(tokens, at + 1, ':'))? else {
        return None;
    };
    let clock = Clock::new(at..at + 3, hour, minute);
    let Some((second, 2)) = glued_number(tokens, at + 4).filter(|_| is_mark(tokens, at + 3, ':'))
    else {
        return Some(clock);
    };
    let fraction = glued_number(tokens, at + 6)
        .filter(|_| is_mark(tokens, at + 5, '.') || is_mark(tokens, at + 5, ','));
    Some(Clock {
        span: at..at + 5 + 2 * usize::from(fraction.is_some()),
        hms: [hour, minute, second],
        nanos: fraction.map_or(0, nanoseconds),
        seconds: true,
    })
}

/// `14h03`, `14 h`, `14 Uhr`, `2 p.m.` (the half of the day is left for the caller).
fn with_word(tokens: &[Token], at: usize, hour: i64) -> Option<Clock> {
    if is_word(tokens, at + 1, &["am", "pm"]) {
        return Some(Clock::new(at..at + 1, hour, 0));
    }
    if !is_word(tokens, at + 1, &["h", "uhr"]) {
        return None;
    }
    Some(match glued_number(tokens, at + 2) {
        Some((minute, 2)) => Clock::new(at..at + 3, hour, minute),
        _ => Clock::new(at..at + 2, hour, 0),
    })
}

/// `14.03 Uhr`, `kl. 14.03`: a dot alone would also fit a date.
fn with_dot(tokens: &[Token], at: usize, hour: i64) -> Option<Clock> {
    let announced = at
        .checked_sub(1)
        .is_some_and(|before| is_word(tokens, before, &["kl"]));
    match glued_number(tokens, at + 2) {
        Some((minute, 2))
            if is_mark(tokens, at + 1, '.') && (announced || is_word(tokens, at + 3, &["uhr"])) =>
        {
            Some(Clock::new(at..at + 3, hour, minute))
        }
        _ => None,
    }
}

/// The nanoseconds of a decimal fraction.
fn nanoseconds((value, digits): (i64, usize)) -> i32 {
    let shift = 9_u32.saturating_sub(digits as u32);
    let nanos = value.checked_mul(10_i64.pow(shift)).unwrap_or(0);
    i32::try_from(nanos)
        .ok()
        .filter(|nanos| *nanos < 1_000_000_000)
        .unwrap_or(0)
}

/// The zone after a time (`Uhr` and brackets are passed over), and where it ends.
fn zone(tokens: &[Token], mut at: usize) -> (Option<Offset>, usize) {
    let kind = |at: usize| tokens.get(at).map(|token| &token.kind);
    let passed = |kind: Option<&Kind>| match kind {
        Some(Kind::Word(word)) => word == "uhr",
        Some(Kind::Mark(mark)) => *mark == '(',
        _ => false,
    };
    while passed(kind(at)) {
        at += 1;
    }
    let mut found = None;
    if let Some(Kind::Word(word)) = kind(at)
        && let Some(offset) = zones::offset(word)
    {
        found = Some(offset);
        at += 1;
    }
    let sign = match kind(at) {
        Some(Kind::Mark('+')) => 1,
        Some(Kind::Mark('-' | '−')) => -1,
        _ => return (found, at),
    };
    let (hours, minutes, end) = match (kind(at + 1), kind(at + 2), kind(at + 3)) {
        (Some(Kind::Number(value, 4)), _, _) => (value / 100, value % 100, at + 2),
        (Some(Kind::Number(hours, 1 | 2)), Some(Kind::Mark(':')), Some(Kind::Number(rest, 2))) => {
            (*hours, *rest, at + 4)
        }
        (Some(Kind::Number(hours, 1 | 2)), _, _) if hours <= &14 => (*hours, 0, at + 2),
        _ => return (found, at),
    };
    let seconds = i32::try_from(sign * (hours * 60 + minutes) * 60).unwrap_or(i32::MAX);
    match Offset::from_seconds(seconds) {
        Ok(offset) => (Some(offset), end),
        Err(_) => (found, at),
    }
}
