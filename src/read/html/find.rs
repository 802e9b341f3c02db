//! Finds dates in running text: the one beside a headline is often not marked up.
//!
//! Only whole dates count (year, month and day); what a shape means is left to
//! [`NewsDate::read`](crate::date::NewsDate::read). Relative dates ("2 hours ago") count only where it is
//! known when the page was fetched.

use super::jalali;
use crate::date::{DateOptions, DateSource, NewsDate, Precision, western};
use regex::Regex;
use std::sync::LazyLock;

/// Text that has the shape of a date.
static SHAPES: LazyLock<Regex> = LazyLock::new(|| {
    const YEAR: &str = r"(?:19|20)\d\d";
    // Indic vowel signs are marks; some Arabic papers name the month twice.
    const MONTH: &str = r"[\p{L}\p{M}]{2,14}\.?(?:\ ?/\ ?\p{L}{3,12})?";
    // Thai abbreviates with dots within, and names its era before the year.
    const THAI: &str = r"[ก-ฮ]\.[ก-ฮ]\.";
    let pattern = format!(
        r"(?ix)
        \b{YEAR}[-/.]\ ?\d{{1,2}}[-/.]\ ?\d{{1,2}}(?:T\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?|\b)
        | {YEAR}\ ?[年년]\ ?\d{{1,2}}\ ?[月월]\ ?\d{{1,2}}\ ?[日일]
        | \b\d{{1,2}}[-/.]\ ?\d{{1,2}}[-/.]\ ?{YEAR}\b
        | \b\d{{1,2}}[./-]{MONTH}[./-]?\ ?{YEAR}\b
        | \b\d{{1,2}}(?:st|nd|rd|th|er|º|ª|\.|-?го)?[\ ,/-]{{1,2}}(?:de\ |of\ |d’|d')?
          {MONTH}(?:\ de|\ del)?[\ ,./’'-]{{1,3}}{YEAR}\b
        | \b\d{{1,2}}\ ?{THAI}\ ?(?:พ\.ศ\.\ ?)?{YEAR}\b
        | \b\d{{1,2}}\ [ก-๎]{{5,12}}\ (?:พ\.ศ\.\ ?){YEAR}\b
        | \b\d{{1,2}}th\ day\ of\ {MONTH},?\ {YEAR}\b
        | \b{YEAR}\.?\ (?:m\.\ )?{MONTH}\ \d{{1,2}}\b
        | \b{MONTH}[\ /-]\d{{1,2}}(?:st|nd|rd|th|\.)?(?:\ de)?[\ ,/-]{{1,3}}{YEAR}\b
        ",
    );
    Regex::new(&pattern).expect("a fixed pattern")
});

/// Words for a change, in lower case: the date behind one is no date of publication.
const CHANGED: &[&str] = &[
    "updated",
    "modified",
    "edited",
    "aktualisiert",
    "geändert",
    "mis à jour",
    "mise à jour",
    "modifié",
    "actualizad",
    "modificad",
    "aggiornat",
    "aggiornament",
    "bijgewerkt",
    "gewijzigd",
    "aktualizac",
    "aktualizov",
    "zmodyfikowan",
    "upraven",
    "güncelle",
    "обновлен",
    "изменен",
    "оновлено",
    "uppdaterad",
    "opdateret",
    "oppdatert",
    "päivitetty",
    "atualizad",
    "frissítve",
    "更新",
    "修改",
    "수정",
    "تحديث",
    "letzte änderung",
    "ändrad",
    "ændret",
    "endret",
    "muokattu",
    "módosít",
    "izmjena",
    "ενημέρωση",
    "τροποποίηση",
    "עודכן",
    "עדכון",
    "به‌روز",
    "بروزرسانی",
    "ปรับปรุง",
    "แก้ไข",
    "อัปเดต",
    "cập nhật",
];

/// The first whole date in a text, one of publication before one of a change.
pub(super) fn first(text: &str, options: &DateOptions) -> Option<NewsDate> {
    best(text, options).map(|(date, _)| date)
}

/// The same, and whether it is said to be that of a change.
pub(super) fn best(text: &str, options: &DateOptions) -> Option<(NewsDate, bool)> {
    let text = western(text);
    let (mut changed, mut end) = (None, 0);
    for shape in SHAPES.find_iter(&text) {
        let before = &text[end..shape.start()];
        end = shape.end();
        let Some(date) = read(&text, shape.start(), shape.as_str(), options) else {
            continue;
        };
        if !says_change(before) {
            return Some((date, false));
        }
        changed = changed.or(Some((date, true)));
    }
    changed.or_else(|| {
        let other = jalali::first(&text, options)
            .or_else(|| short_year(&text, options))
            .or_else(|| NewsDate::find_relative(&text, options, DateSource::Text).filter(is_day));
        other.map(|date| (date, false))
    })
}

/// Whether a text announces the date of a change.
pub(super) fn says_change(text: &str) -> bool {
    let lower = text.to_lowercase();
    CHANGED.iter().any(|word| lower.contains(word))
}

/// A date whose year has two digits, where its marks and numbers leave no doubt: `15.03.99`, `15 March ’99`,
/// `3/15/99`.
fn short_year(text: &str, options: &DateOptions) -> Option<NewsDate> {
    static SHORT: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = r"(?x)
            (?:^|[^\d.:/-])(?P<d>\d{1,2}\.\ ?\d{1,2}\.\ ?\d\d | \d{1,2}/\d{1,2}/\d\d | \d{1,2}-\d{1,2}-\d\d
            | \d{1,2}[\ -]\p{L}{3,12}\.?[\ ,-]{1,2}['’]?\d\d | \p{L}{3,12}\.?\ \d{1,2},?\ ['’]\d\d)(?:[^\d.:/-]|[.:-]?$|[.:-]\D)";
        Regex::new(pattern).expect("a fixed pattern")
    });
    // What else has numbers between dots.
    const NO_DATES: &[&str] = &[
        "version", "v", "ver", "release", "rev", "no", "nr", "score", "tel", "phone", "kapitel",
    ];
    const LATEST: i16 = 2040;
    let found = SHORT.captures(text)?.name("d")?;
    let before = word_before(text, found.start()).to_lowercase();
    if NO_DATES.contains(&before.as_str()) {
        return None;
    }
    let options = DateOptions {
        short_years: true,
        ..options.clone()
    };
    let plain = found.as_str().replace(['\'', '’'], "").replace(". ", ".");
    let date = NewsDate::read(&plain, &options, DateSource::Text).ok();
    // `Mon 15/03/99`: the weekday tells the order.
    let date = date.or_else(|| {
        NewsDate::read(&format!("{before} {plain}"), &options, DateSource::Text).ok()
    })?;
    let raw = found.as_str().to_owned();
    (is_day(&date) && date.first.year() <= LATEST).then_some(NewsDate { raw, ..date })
}

/// The day of a month that a short text names without its year.
pub(super) fn day_of(text: &str, year: i16, month: i8, options: &DateOptions) -> Option<NewsDate> {
    static DAY: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = r"\b\d{1,2}(?:st|nd|rd|th|\.)?\s\p{L}{3,12}\b|\b\p{L}{3,12}\.?\s\d{1,2}\b";
        Regex::new(pattern).expect("a fixed pattern")
    });
    let dates = DAY.find_iter(text).filter_map(|day| {
        let date = NewsDate::read(
            &format!("{} {year}", day.as_str()),
            options,
            DateSource::Text,
        )
        .ok()?;
        let raw = day.as_str().to_owned();
        (is_day(&date) && date.first.month() == month).then_some(NewsDate { raw, ..date })
    });
    let mut dates = dates;
    dates.next()
}

/// Reads what has the shape of a date and stands at a place of a text.
fn read(text: &str, at: usize, shape: &str, options: &DateOptions) -> Option<NewsDate> {
    let read = |text: &str| NewsDate::read(text, options, DateSource::Text).ok();
    // `2020. 08. 18.` is how Hungarian and Korean papers write.
    let date = read(shape).or_else(|| read(&shape.replace(". ", ".")));
    // `Tue, 11/03/2009`: the weekday tells the order.
    date.or_else(|| read(&format!("{} {shape}", word_before(text, at))))
        .filter(is_day)
}

fn is_day(date: &NewsDate) -> bool {
    date.precision >= Precision::Day
}

/// The word before a place in a text.
fn word_before(text: &str, at: usize) -> &str {
    let before = text[..at].trim_end_matches([' ', ',', '.']);
    before
        .rsplit(|letter: char| !letter.is_alphabetic())
        .next()
        .unwrap_or_default()
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
            (
                "Submitted by jreed on Tue, 11/03/2009 - 14:21",
                Some("2009-11-03"),
            ),
            ("Submitted by jreed on 11/03/2009 - 14:21", None),
            (
                "Aktualisiert am 17. Mai 2019 · Veröffentlicht am 16. Mai 2019",
                Some("2019-05-16"),
            ),
            (
                "Publicado: 14/03/2020 Actualizado: 15/03/2020",
                Some("2020-03-14"),
            ),
            (
                "Modifié le 09.09.2016, publié le 08.09.2016",
                Some("2016-09-08"),
            ),
            ("12.nov.2018 às 2h00", Some("2018-11-12")),
            ("الأحد 2 تشرين الثاني 2014", Some("2014-11-02")),
            ("令和元年7月2日", Some("2019-07-02")),
            ("12 มีนาคม 2558 10:30 น.", Some("2015-03-12")),
            ("call 123-45-2020", None),
            ("14 พ.ค. 2562 เวลา 18:40 น.", Some("2019-05-14")),
            ("วันอังคารที่ ๑๔ พฤษภาคม พ.ศ. ๒๕๖๒", Some("2019-05-14")),
            ("2019. gada 14. maijs, 18:40", Some("2019-05-14")),
            ("2019ko maiatzaren 14a", Some("2019-05-14")),
            ("14. maí 2019 kl. 18:40", Some("2019-05-14")),
            ("Do 25.04.24 | 14:07 Uhr", Some("2024-04-25")),
            ("15 March ’99", Some("1999-03-15")),
            ("15-Mar-99", Some("1999-03-15")),
            ("3/15/99", Some("1999-03-15")),
            ("Mon 15/03/99", Some("1999-03-15")),
            ("03/04/99", None),
            ("Version 2.1.15", None),
            ("10.20.30.40", None),
            ("18.40.05", None),
        ] {
            let found = first(text, &DateOptions::default()).map(|date| date.to_string());
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }
}
