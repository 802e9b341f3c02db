//! Dates as they stand in other scripts and calendars, in the digits and years of ours.
//!
//! The digits of Arabic, Persian, Indic and Thai scripts; years of Japanese eras, of the Republic of China and of
//! the Buddhist era, where their names or letters leave no doubt; months of two words in the Levant, and the
//! numbered ones of Vietnamese. The Iranian calendar, whose days differ too, is another matter.

use regex::{Captures, Regex};
use std::borrow::Cow;
use std::sync::LazyLock;

/// The zeros of other digits, nine more of which follow.
const ZEROS: [char; 6] = [
    '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{e50}', '\u{ff10}',
];

/// The years before the first of an era.
const ERAS: &[(&str, i16)] = &[
    ("令和", 2018),
    ("平成", 1988),
    ("昭和", 1925),
    ("大正", 1911),
    ("明治", 1867),
    ("民國", 1911),
    ("民国", 1911),
];

/// A text with such dates rewritten.
pub fn western(text: &str) -> Cow<'_, str> {
    let text = year_first(text);
    if text.is_ascii() {
        return text;
    }
    let text = match text {
        Cow::Borrowed(text) => ascii_digits(text),
        Cow::Owned(text) => Cow::Owned(ascii_digits(&text).into_owned()),
    };
    let text = replaced(text, eras);
    let text = replaced(text, buddhist);
    let text = replaced(text, levantine);
    replaced(text, vietnamese)
}

/// A change that leaves most texts alone.
fn replaced(text: Cow<'_, str>, change: fn(&str) -> Cow<'_, str>) -> Cow<'_, str> {
    match change(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(changed) => Cow::Owned(changed),
    }
}

fn ascii_digits(text: &str) -> Cow<'_, str> {
    let digit = |letter: char| {
        let value = |zero: &char| {
            let value = u32::from(letter).checked_sub(u32::from(*zero));
            value.filter(|value| *value < 10)
        };
        let value = ZEROS.iter().find_map(value)?;
        char::from_digit(value, 10)
    };
    if !text.contains(|letter| digit(letter).is_some()) {
        return Cow::Borrowed(text);
    }
    let letters = text.chars().map(|letter| digit(letter).unwrap_or(letter));
    Cow::Owned(letters.collect())
}

/// `令和元年7月2日`: the first year of an era has a name of its own.
fn eras(text: &str) -> Cow<'_, str> {
    static YEAR: LazyLock<Regex> = LazyLock::new(|| {
        let names: Vec<_> = ERAS.iter().map(|(name, _)| *name).collect();
        let pattern = format!(r"({})\s?(元|\d{{1,3}})\s?年", names.join("|"));
        Regex::new(&pattern).expect("a fixed pattern")
    });
    YEAR.replace_all(text, |found: &Captures| {
        let before = ERAS.iter().find(|(name, _)| *name == &found[1]);
        let year = found[2].parse().unwrap_or(1);
        let year = before.map_or(0, |(_, before)| before + year);
        format!("{year}年")
    })
}

/// Years of the Buddhist era in a text with Thai letters.
fn buddhist(text: &str) -> Cow<'_, str> {
    static YEAR: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\b(2[45]\d\d)\b").expect("a fixed pattern"));
    const DIFFERENCE: i16 = 543;
    if !text.contains(|letter| ('\u{e01}'..='\u{e4e}').contains(&letter)) {
        return Cow::Borrowed(text);
    }
    YEAR.replace_all(text, |found: &Captures| {
        let year = found[1].parse().unwrap_or(DIFFERENCE);
        (year - DIFFERENCE).to_string()
    })
}

/// The months of the Levant that have two words, of which either alone would be another.
fn levantine(text: &str) -> Cow<'_, str> {
    const MONTHS: &[(&str, &str)] = &[
        ("تشرين الأول", "أكتوبر"),
        ("تشرين الثاني", "نوفمبر"),
        ("كانون الأول", "ديسمبر"),
        ("كانون الثاني", "يناير"),
    ];
    let found = MONTHS.iter().find(|(month, _)| text.contains(month));
    found.map_or(Cow::Borrowed(text), |(month, one)| {
        Cow::Owned(text.replace(month, one))
    })
}

/// `2019. gada 14. maijs` and `2019ko maiatzaren 14a`: Latvian and Basque with the year in front.
fn year_first(text: &str) -> Cow<'_, str> {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = r"(?i)\b(?P<y>\d{4})(?:\.\s?(?:gada|g\.)\s(?P<d>\d{1,2})\.\s?(?P<m>\p{L}{3,12})|(?:e?ko)\s(?P<m2>\p{L}{3,12})\s(?P<d2>\d{1,2})(?:\p{L}{1,2})?\b)";
        Regex::new(pattern).expect("a fixed pattern")
    });
    if !text.contains("ko ") && !text.contains("gada") {
        return Cow::Borrowed(text);
    }
    DATE.replace_all(text, "$d$d2 $m$m2 $y")
}

/// `12 tháng 3 năm 2015`: day, month and year, in this order.
fn vietnamese(text: &str) -> Cow<'_, str> {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = r"(?i)\b(\d{1,2})\s+tháng\s+(\d{1,2})(?:\s*,|\s+năm)\s+(\d{4})\b";
        Regex::new(pattern).expect("a fixed pattern")
    });
    DATE.replace_all(text, "$1.$2.$3")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_years_and_digits_are_ours() {
        for (text, expected) in [
            ("令和元年7月2日", "2019年7月2日"),
            ("平成27年3月12日", "2015年3月12日"),
            ("民國104年3月12日", "2015年3月12日"),
            ("12 มีนาคม 2558", "12 มีนาคม 2015"),
            ("१२ मार्च २०१५", "12 मार्च 2015"),
            ("Ngày 12 tháng 3 năm 2015", "Ngày 12.3.2015"),
            ("2019. gada 14. maijs", "14 maijs 2019"),
            ("2019ko maiatzaren 14a", "14 maiatzaren 2019"),
            ("um 2500 Euro für 12 Tage", "um 2500 Euro für 12 Tage"),
        ] {
            assert_eq!(western(text), expected);
        }
    }
}
