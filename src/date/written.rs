//! Dates written for people: `26-FEB-1987 15:01:01.79`, `Thursday, March 2, 1987 at 2:03 p.m. EST`,
//! `25 de septiembre de 2025`, `25.09.2025, 14:03 Uhr`.
//!
//! The text is cut into numbers, words and marks; the time with its zone is taken out; what is left must
//! be one date. Names of weekdays and small words need no table: words that are not months are passed
//! over, up to a number of them, but a second month or a number too many means that this is prose.

use super::DateOptions;
use super::clock::{Taken, take_time};
use super::month_names::month;
use super::numeric;
use super::parts::{Parts, Reading};
use super::tokens::{Kind, Token, cut};
use jiff::tz::Offset;

/// More words than this beside the month are prose.
const MOST_WORDS: usize = 8;

/// Reads a date that has a named month or three numbers.
pub(super) fn read(text: &str, options: &DateOptions) -> Reading {
    let mut tokens = cut(text);
    let clock = take_time(&mut tokens);
    drop_ordinals(&mut tokens);
    let words = |token: &Token| matches!(&token.kind, Kind::Word(word) if month(word).is_none());
    if tokens.iter().filter(|token| words(token)).count() > MOST_WORDS {
        return None;
    }
    let parts = match named(&tokens, options).or_else(|| numbers(&tokens, options))? {
        Ok(parts) => parts,
        Err(why) => return Some(Err(why)),
    };
    Some(Ok(match clock {
        Some(Taken {
            time: Some(time),
            seconds,
            zone,
        }) => Parts {
            time: Some(time),
            seconds,
            zone: zone.map(Offset::to_time_zone),
            ..parts
        },
        Some(Taken { time: None, .. }) => Parts {
            doubt: Some("has an impossible time: the day alone is kept".into()),
            ..parts
        },
        None => parts,
    }))
}

/// Drops the ending of `2nd`, `1er` and the like.
fn drop_ordinals(tokens: &mut Vec<Token>) {
    const ENDINGS: &[&str] = &["st", "nd", "rd", "th", "er", "re", "º", "ª", "e", "o", "a"];
    let mut after_number = false;
    tokens.retain(|token| {
        let ending = after_number
            && token.glued
            && matches!(&token.kind, Kind::Word(word) if ENDINGS.contains(&word.as_str()));
        after_number = matches!(token.kind, Kind::Number(..));
        !ending
    });
}

/// A date whose month is a word.
fn named(tokens: &[Token], options: &DateOptions) -> Reading {
    let mut found: Option<(usize, i8)> = None;
    for (at, token) in tokens.iter().enumerate() {
        if let Kind::Word(word) = &token.kind
            && let Some(number) = month(word)
        {
            // `mar. 25 septembre`: the short Tuesday of French and Spanish.
            let tuesday =
                found.is_some_and(|(before, _)| tokens[before].kind == Kind::Word("mar".into()));
            let twice = found.is_some_and(|(_, before)| before == number);
            if found.is_some() && !tuesday && !twice {
                return None;
            }
            found = Some((at, number));
        }
    }
    let (at, month) = found?;
    let numbers = |tokens: &[Token]| -> Vec<(i64, usize)> {
        let number = |token: &Token| match token.kind {
            Kind::Number(value, digits) => Some((value, digits)),
            _ => None,
        };
        tokens.iter().filter_map(number).collect()
    };
    let (before, after) = (numbers(&tokens[..at]), numbers(&tokens[at + 1..]));
    let (year, day) = match (before.as_slice(), after.as_slice()) {
        ([(day, 1 | 2)], [year]) | ([], [(day, 1 | 2), year]) | ([(day, 1 | 2), year], []) => {
            (long(*year, options)?, Some(*day))
        }
        ([year @ (_, 4)], [(day, 1 | 2)]) => (long(*year, options)?, Some(*day)),
        ([year @ (_, 4)], []) | ([], [year @ (_, 4)]) => (long(*year, options)?, None),
        _ => return None,
    };
    let day = day.map(|day| i8::try_from(day).unwrap_or(0));
    Some(Parts::calendar(year, Some(month), day).ok_or_else(numeric::impossible))
}

/// The year of a number with four digits, or with two where those are allowed.
fn long((value, digits): (i64, usize), options: &DateOptions) -> Option<i16> {
    match digits {
        4 => i16::try_from(value).ok(),
        2 if options.short_years => i8::try_from(value).ok().map(numeric::long_year),
        _ => None,
    }
}

/// A date of one to three numbers with the same mark between them.
fn numbers(tokens: &[Token], options: &DateOptions) -> Reading {
    let (mut numbers, mut marks) = (Vec::new(), Vec::new());
    for token in tokens {
        match token.kind {
            Kind::Number(value, digits) => numbers.push((value, digits)),
            Kind::Mark(mark @ ('/' | '.' | '-')) => marks.push(mark),
            _ => {}
        }
    }
    if marks.len() + 1 != numbers.len() || marks.windows(2).any(|two| two[0] != two[1]) {
        return None;
    }
    let small = |value: i64| i8::try_from(value).unwrap_or(0);
    let whole = |year: i64, month: Option<i64>, day: Option<i64>| {
        let year = i16::try_from(year).ok()?;
        let parts = Parts::calendar(year, month.map(small), day.map(small));
        Some(parts.ok_or_else(numeric::impossible))
    };
    match *numbers.as_slice() {
        [(year, 4), (month, 1 | 2), (day, 1 | 2)] => whole(year, Some(month), Some(day)),
        [(month, 1 | 2), (year, 4)] | [(year, 4), (month, 1 | 2)] => whole(year, Some(month), None),
        [(year, 4)] => whole(year, None, None),
        [(first, 1 | 2), (second, 1 | 2), year] => {
            let year = long(year, options)?;
            let dotted = marks[0] == '.';
            Some(numeric::ordered(
                small(first),
                small(second),
                year,
                dotted,
                options,
            ))
        }
        _ => None,
    }
}
