//! Dates that count from when they were read: "2 hours ago", "gestern", "il y a 3 jours".
//!
//! They mean something only where it is known when the page was fetched; a clock is never asked. Hours and days
//! give the day; "2 weeks ago" is rounded, so that it gives the month or the two months it may fall in.

use super::parts::Parts;
use super::{DateOptions, NewsDate, Precision};
use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Span, ToSpan};
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// What is counted, from the finest to the coarsest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Month,
}

/// Names of units in English, German, French, Spanish, Portuguese, Italian, Dutch, Swedish, Danish and
/// Norwegian, Polish, Czech, Russian, Turkish, Arabic, Chinese and Japanese, in lower case.
const UNITS: &[(Unit, &str)] = &[
    (
        Unit::Minute,
        "minute minutes min mins minuten minuto minutos minuti minuut minuten minuter minutter minutt \
         minuta minutę minuty minut minutou minutami минуту минуты минут dakika دقيقة دقائق 分钟 分鐘 分",
    ),
    (
        Unit::Hour,
        "hour hours hr hrs stunde stunden std heure heures hora horas ora ore uur uren timme timmar time timer \
         godzina godzinę godziny godzin hodinou hodinami hodin час часа часов saat ساعة ساعات 小时 小時 時間",
    ),
    (
        Unit::Day,
        "day days tag tage tagen jour jours día días dia dias giorno giorni dag dagen dagar dage dager \
         dzień dni dnem dny день дня дней gün يوم أيام 天 日",
    ),
    (
        Unit::Week,
        "week weeks woche wochen semaine semaines semana semanas settimana settimane weken vecka veckor uge uger \
         uke uker tydzień tygodnie tygodni týdnem týdny неделю недели недель hafta أسبوع أسابيع 周 週間 星期",
    ),
    (
        Unit::Month,
        "month months monat monate monaten mois mes meses mês mese mesi maand maanden månad månader måned \
         måneder miesiąc miesiące miesięcy měsícem měsíci месяц месяца месяцев شهر أشهر 个月 個月 か月 ヶ月",
    ),
];

/// "One", as it stands before a unit.
const ONE: &str = "a|an|one|ein|eine|einer|einem|un|une|una|uno|um|uma|een|en|ett|et";

/// The day before, and the same day.
const DAYS: &[(i32, &str)] = &[
    (
        1,
        "yesterday|gestern|hier|ayer|ieri|ontem|gisteren|i går|igår|i går|wczoraj|včera|вчера|dün|أمس|昨天|昨日",
    ),
    (
        0,
        "today|just now|heute|gerade eben|aujourd['’]hui|hoy|oggi|hoje|vandaag|i dag|idag|dzisiaj|dziś|dnes|\
         сегодня|bugün|اليوم|今天|今日",
    ),
];

/// A number of units before, or after the number of them, a word that means "ago".
static AGO: LazyLock<Regex> = LazyLock::new(|| {
    let mut units: Vec<&str> = UNITS
        .iter()
        .flat_map(|(_, names)| names.split_whitespace())
        .collect();
    units.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let units = units.join("|");
    let pattern = format!(
        r"(?ix)
        (?: \b(?P<before>vor|il\s+y\s+a|hace|há|för|for|před|منذ|قبل)\s+ (?:(?:etwa|environ|ca\.?)\s+)? )?
        (?: \b(?P<number>\d{{1,3}}) | \b(?P<one>{ONE}) )
        \s* (?P<unit>{units})\.?
        (?: \s* (?P<after>前|\s(?:ago|fa|geleden|sedan|siden|temu|назад|önce|atrás)\b) | \b )"
    );
    Regex::new(&pattern).expect("a fixed pattern")
});

static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    let [(_, before), (_, same)] = DAYS else {
        unreachable!("there are two rows")
    };
    let pattern = format!(r"(?i)^\W*(?:(?P<before>{before})|(?P<same>{same}))(?:\W|\d|$)");
    Regex::new(&pattern).expect("a fixed pattern")
});

/// Reads a text that is a relative date and little else, if it is known when it was fetched.
pub(super) fn read(text: &str, options: &DateOptions) -> Option<Parts> {
    /// A label, a time of day.
    const BESIDE: usize = 24;
    let (raw, parts) = find(text, options)?;
    let beside = text.chars().count() - raw.chars().count();
    (beside <= BESIDE).then_some(parts)
}

/// The first relative date in a text, and how it is written there.
pub(super) fn find<'t>(text: &'t str, options: &DateOptions) -> Option<(&'t str, Parts)> {
    let crawled = options.crawled.as_ref()?;
    if crawled.precision < Precision::Day {
        return None;
    }
    let mut ago = AGO
        .captures_iter(text)
        .filter(|found| found.name("before").is_some() || found.name("after").is_some());
    if let Some(found) = ago.next() {
        let parts = before(&found, crawled, options)?;
        return Some((found.get(0)?.as_str(), parts));
    }
    let found = NAMED.captures(text)?;
    let back = i32::from(found.name("before").is_some());
    let day = day_of(crawled, options);
    let parts = Parts::day(day.checked_sub(back.days()).ok()?);
    let named = found.name("before").or_else(|| found.name("same"))?;
    Some((named.as_str(), parts))
}

/// The days so long before the crawl.
fn before(found: &Captures, crawled: &NewsDate, options: &DateOptions) -> Option<Parts> {
    let name = found["unit"].to_lowercase();
    let unit = UNITS
        .iter()
        .find(|(_, names)| names.split_whitespace().any(|one| one == name))?
        .0;
    let count: i64 = match found.name("number") {
        Some(number) => number.as_str().parse().ok()?,
        None => 1,
    };
    let today = day_of(crawled, options);
    let back = |span: Span| today.checked_sub(span).ok();
    match unit {
        Unit::Minute | Unit::Hour => {
            let minutes = if unit == Unit::Hour {
                60 * count
            } else {
                count
            };
            let instant = crawled.time?.instant.checked_sub(minutes.minutes()).ok()?;
            let time = super::Moment {
                instant,
                ..crawled.time?
            };
            Some(Parts::day(local(&time, options)))
        }
        Unit::Day => Some(Parts::day(back(count.days())?)),
        // What is called two weeks is less than three.
        Unit::Week => months(back((7 * count + 6).days())?, back((7 * count).days())?),
        Unit::Month => months(
            back((count + 1).months())?.tomorrow().ok()?,
            back(count.months())?,
        ),
    }
}

/// The month in which two days fall, or the two months, if they are of one year.
fn months(first: Date, last: Date) -> Option<Parts> {
    let span = Parts::span(
        first.first_of_month(),
        last.last_of_month(),
        Precision::Month,
    );
    (first.year() == last.year() && last.month() - first.month() <= 1).then_some(span)
}

/// The day of the crawl where the article is from.
fn day_of(crawled: &NewsDate, options: &DateOptions) -> Date {
    crawled
        .time
        .map_or(crawled.first, |time| local(&time, options))
}

fn local(time: &super::Moment, options: &DateOptions) -> Date {
    match &options.zone {
        Some(zone) => zone.to_datetime(time.instant).date(),
        None => Offset::from_seconds(time.offset)
            .unwrap_or(Offset::UTC)
            .to_datetime(time.instant)
            .date(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::DateSource;
    use super::*;

    fn dated(text: &str, crawled: &str) -> Option<String> {
        let options = DateOptions {
            crawled: NewsDate::from_iso(crawled, DateSource::Given),
            ..DateOptions::default()
        };
        let date = NewsDate::read(text, &options, DateSource::Text).ok()?;
        assert_eq!(date.raw, text);
        Some(date.to_string())
    }

    #[test]
    fn they_count_from_the_crawl() {
        for (text, expected) in [
            ("5 minutes ago", "2025-09-25"),
            ("2 hours ago", "2025-09-24"),
            ("Posted 2 hrs ago", "2025-09-24"),
            ("an hour ago", "2025-09-25"),
            ("Yesterday", "2025-09-24"),
            ("Yesterday, 14:03", "2025-09-24"),
            ("3 days ago", "2025-09-22"),
            ("a week ago", "2025-09"),
            ("4 weeks ago", "2025-08"),
            ("3 weeks ago", "2025-08/2025-09"),
            ("2 months ago", "2025-06/2025-07"),
            ("vor 2 Stunden", "2025-09-24"),
            ("vor einer Stunde", "2025-09-25"),
            ("gestern, 18:40 Uhr", "2025-09-24"),
            ("il y a 3 jours", "2025-09-22"),
            ("Hier à 12h10", "2025-09-24"),
            ("hace 3 días", "2025-09-22"),
            ("há 3 dias", "2025-09-22"),
            ("3 giorni fa", "2025-09-22"),
            ("2 uur geleden", "2025-09-24"),
            ("för 2 timmar sedan", "2025-09-24"),
            ("for 2 timer siden", "2025-09-24"),
            ("2 godziny temu", "2025-09-24"),
            ("před 3 dny", "2025-09-22"),
            ("2 часа назад", "2025-09-24"),
            ("3 gün önce", "2025-09-22"),
            ("3天前", "2025-09-22"),
            ("2時間前", "2025-09-24"),
            ("昨天 14:03", "2025-09-24"),
            ("منذ 3 أيام", "2025-09-22"),
        ] {
            let found = dated(text, "2025-09-25T01:10:00Z");
            assert_eq!(found.as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_they_do_not_say_is_not_made_up() {
        for (text, crawled) in [
            ("2 hours ago", "2025-09-25"),
            ("2 hours ago", "2025-09"),
            ("2 weeks ago", "2025-01-15"),
            ("2 years ago", "2025-09-25T01:10:00Z"),
            ("2 hours", "2025-09-25T01:10:00Z"),
            ("yesterdays", "2025-09-25T01:10:00Z"),
            (
                "He said 2 hours ago that nothing had changed at the port",
                "2025-09-25T01:10:00Z",
            ),
        ] {
            assert_eq!(dated(text, crawled), None, "{text}");
        }
        assert_eq!(
            dated("2 days ago", "2025-09-25").as_deref(),
            Some("2025-09-23")
        );
    }
}
