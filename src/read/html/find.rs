//! Finds dates in running text: the one beside a headline is often not marked up.
//!
//! Only whole dates count (year, month and day); what a shape means is left to
//! [`NewsDate::read`](crate::date::NewsDate::read). Relative dates ("2 hours ago") count only where it is
//! known when the page was fetched.

use super::jalali;
use crate::date::{DateOptions, DateSource, NewsDate, Precision};
use regex::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Text that has the shape of a date.
static SHAPES: LazyLock<Regex> = LazyLock::new(|| {
    const YEAR: &str = r"(?:19|20)\d\d";
    // Indic vowel signs are marks; some Arabic papers name the month twice.
    const MONTH: &str = r"[\p{L}\p{M}]{2,14}\.?(?:\ ?/\ ?\p{L}{3,12})?";
    let pattern = format!(
        r"(?ix)
        \b{YEAR}[-/.]\ ?\d{{1,2}}[-/.]\ ?\d{{1,2}}(?:T\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?|\b)
        | {YEAR}\ ?[年년]\ ?\d{{1,2}}\ ?[月월]\ ?\d{{1,2}}\ ?[日일]
        | \b\d{{1,2}}[-/.]\ ?\d{{1,2}}[-/.]\ ?{YEAR}\b
        | \b\d{{1,2}}(?:st|nd|rd|th|er|º|ª|\.|-?го)?[\ ,/-]{{1,2}}(?:de\ |of\ |d’|d')?
          {MONTH}(?:\ de|\ del)?[\ ,./’'-]{{1,3}}{YEAR}\b
        | \b{YEAR}\.?\ (?:m\.\ )?{MONTH}\ \d{{1,2}}\b
        | \b{MONTH}[\ /-]\d{{1,2}}(?:st|nd|rd|th|\.)?(?:\ de)?[\ ,/-]{{1,3}}{YEAR}\b
        ",
    );
    Regex::new(&pattern).expect("a fixed pattern")
});

/// The first whole date in a text.
pub(super) fn first(text: &str, options: &DateOptions) -> Option<NewsDate> {
    let text = ascii_digits(text);
    let found = SHAPES.find_iter(&text).find_map(|shape| {
        let shape = shape.as_str();
        let read = |text: &str| NewsDate::read(text, options, DateSource::Text).ok();
        // `2020. 08. 18.` is how Hungarian and Korean papers write.
        let date = read(shape).or_else(|| read(&shape.replace(". ", ".")))?;
        Some(date).filter(is_day)
    });
    found
        .or_else(|| jalali::first(&text, options))
        .or_else(|| NewsDate::find_relative(&text, options, DateSource::Text).filter(is_day))
}

fn is_day(date: &NewsDate) -> bool {
    date.precision >= Precision::Day
}

/// The text with the digits of Arabic, Persian, Indic and Thai scripts as ASCII.
fn ascii_digits(text: &str) -> Cow<'_, str> {
    const ZEROS: [char; 5] = ['\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{e50}'];
    let digit = |letter: char| {
        let value = |zero: &char| {
            (letter as u32)
                .checked_sub(*zero as u32)
                .filter(|n| *n < 10)
        };
        ZEROS
            .iter()
            .find_map(value)
            .and_then(|value| char::from_digit(value, 10))
    };
    if text.is_ascii() || !text.contains(|letter| digit(letter).is_some()) {
        return Cow::Borrowed(text);
    }
    let letters = text.chars().map(|letter| digit(letter).unwrap_or(letter));
    Cow::Owned(letters.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_found_where_they_stand() {
        for (text, expected) in [
            (
                "Published on 25 September 2020 at 14:03",
                Some("2020-09-25"),
            ),
            ("Updated: Sep. 25, 2020", Some("2020-09-25")),
            ("Berlin, den 25. September 2020", Some("2020-09-25")),
            ("Publicado el 25 de septiembre de 2020", Some("2020-09-25")),
            ("le vendredi 25 septembre 2020 à 10h", Some("2020-09-25")),
            ("25.09.2020 | 14:03", Some("2020-09-25")),
            ("2020年9月25日", Some("2020-09-25")),
            ("2020-09-25 14:03", Some("2020-09-25")),
            ("In the spring of 2020 there were 25", None),
            ("2020. 08. 18. 21:35", Some("2020-08-18")),
            ("2020. szeptember 25. 21:35", Some("2020-09-25")),
            ("2020 m. rugsėjo 25 d.", Some("2020-09-25")),
            ("٢٥/٠٩/٢٠٢٠", Some("2020-09-25")),
            ("2 hours ago", None),
            ("call 123-45-2020", None),
        ] {
            let found = first(text, &DateOptions::default()).map(|date| date.to_string());
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }
}
