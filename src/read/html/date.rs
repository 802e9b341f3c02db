//! When a page was published, and when it was changed.
//!
//! A page says so in a dozen places, none always right. They are asked in the order of how often each
//! alone was right on a thousand news pages; the date in the address (right in 97 of 100) corrects them:
//! machines write UTC where people mean the local day, so a day beside the address's is the address's.
//! What is printed beside the headline corrects in the same way, and stands in where nothing is marked
//! up; such a date is a [`DateSource::Text`], so that it can be told from a given one. A date of change
//! never stands in for the date of publication.

use super::addresses::top_level;
use super::date_fields::{modified_texts, strong_texts, weaker_texts};
use super::embedded;
use super::find;
use super::hours::{self, EVERYWHERE, Hours};
use super::local_day::{cannot_be_local_day, corrected, evening_before, is_utc, may_be_local_day};
use super::page::Page;
use super::printed;
use crate::date::{DateError, DateOptions, DateOrder, DateSource, NewsDate, Precision};
use crate::error::{Problem, ProblemKind};

/// What a page says about its dates, gathered before its tree is used up.
pub(super) struct Clues {
    options: DateOptions,
    /// The hours from UTC that the page can be of.
    hours: Hours,
    /// The best field that says "published".
    given: Option<NewsDate>,
    /// The date in the address.
    path: Option<NewsDate>,
    /// What is printed near the headline.
    printed: Option<NewsDate>,
    /// What the scripts of the page say.
    script: Option<NewsDate>,
    /// Where there is no other: one whose day and month cannot be told apart, and why.
    ambiguous: Option<DateError>,
    /// When the page was changed.
    pub modified: Option<NewsDate>,
}

impl Clues {
    /// Gathers the clues. `language` settles the order of numeric dates where `options` do not.
    pub(super) fn gather(
        page: &Page,
        options: &DateOptions,
        language: Option<&str>,
        headline: &str,
    ) -> Self {
        let options = options.in_language(language);
        let options = DateOptions {
            order: options.order.or_else(|| order_of_page(page)),
            ..options
        };
        let dates = |texts: Vec<String>| -> Vec<NewsDate> {
            texts
                .iter()
                .filter_map(|text| read(text, &options))
                .collect()
        };
        let given = first_of(dates(strong_texts(page)));
        let given = given.or_else(|| dates(weaker_texts(page)).into_iter().next());
        let given = given.or_else(|| dates(embedded::dates(page, headline)).into_iter().next());
        let paths = page.addresses();
        let path = paths.iter().filter_map(|url| path_date(url, &options));
        let path = path.max_by_key(|date| date.precision);
        // What is printed is asked where it can say more: it is the dearest of the clues.
        let month = path.as_ref().filter(|path| path.precision < Precision::Day);
        let is_open = path.is_none() || month.is_some();
        let wanted = is_open && given.as_ref().is_none_or(is_utc);
        let near = || printed::near_headline(page.document(), headline, &options);
        let printed = wanted.then(near).flatten().or_else(|| {
            let month =
                month.filter(|month| given.is_none() && month.precision == Precision::Month);
            let day = month?.first;
            printed::day_near_headline(page.document(), headline, day, &options)
        });
        let none = is_open && given.is_none() && printed.is_none();
        let script = || embedded::unanimous(page, &options);
        let doubt = || ambiguous(page, headline, &options);
        Self {
            hours: hours::of_page(paths, language),
            script: none.then(script).flatten(),
            ambiguous: (none && options.order.is_none()).then(doubt).flatten(),
            given,
            path,
            printed,
            modified: modified_texts(page)
                .iter()
                .find_map(|text| read(text, &options)),
            options,
        }
    }

    /// Settles on one date; `body` is searched last. What is doubtful about it is a problem. A midnight is a day:
    /// a page has one date, so that it is the rule there.
    pub(super) fn settle(self, body: &str, problems: &mut Vec<Problem>) -> Option<NewsDate> {
        let date = self.best(body, problems)?;
        let midnight = date.time.is_some_and(|time| time.is_midnight());
        Some(if midnight { date.to_day() } else { date })
    }

    fn best(self, body: &str, problems: &mut Vec<Problem>) -> Option<NewsDate> {
        let path_day = self
            .path
            .clone()
            .filter(|date| date.precision >= Precision::Day);
        let Some(given) = self.given else {
            let weak = path_day
                .or(self.printed)
                .or(self.script)
                .or_else(|| in_body(body, &self.options));
            let weak = weak.or(self.path);
            return weak.or_else(|| {
                let doubt = self.ambiguous?;
                problems.push(Problem::new(ProblemKind::Date, doubt.reason));
                doubt.kept.map(|date| *date)
            });
        };
        match (path_day, self.printed) {
            (Some(path), _) if cannot_be_local_day(&given, &path, EVERYWHERE) => Some(given),
            (Some(path), _) => Some(corrected(given, path)),
            (None, Some(printed)) if may_be_local_day(&given, &printed, self.hours) => {
                Some(corrected(given, printed))
            }
            // The reader's day, not the machine's over again.
            (None, Some(printed)) if printed.first == given.first && !is_utc(&printed) => {
                Some(given)
            }
            _ => Some(evening_before(given, self.hours)),
        }
    }
}

/// A numeric date that can be two days: it is found by reading it in one order, and doubted for the other.
fn ambiguous(page: &Page, headline: &str, options: &DateOptions) -> Option<DateError> {
    let ordered = DateOptions {
        order: Some(DateOrder::DayFirst),
        ..options.clone()
    };
    let mut texts = strong_texts(page).into_iter().chain(weaker_texts(page));
    let given = texts.find_map(|text| read(&text, &ordered));
    let found = given.or_else(|| printed::near_headline(page.document(), headline, &ordered))?;
    let doubt = NewsDate::read(&found.raw, options, found.source).err()?;
    doubt.kept.is_some().then_some(doubt)
}

/// The first of several dates of one event: articles are published anew, and their fields drift apart.
/// Of the same instant, the one with the local offset is taken.
fn first_of(dates: Vec<NewsDate>) -> Option<NewsDate> {
    const SAME: i64 = 60;
    let second = |date: &NewsDate| date.time.map(|time| time.instant.as_second());
    dates
        .into_iter()
        .reduce(|best, other| match (second(&best), second(&other)) {
            (Some(one), Some(two)) if (one - two).abs() <= SAME => {
                if is_utc(&best) && !is_utc(&other) {
                    other
                } else {
                    best
                }
            }
            _ if other.first < best.first => other,
            (Some(one), Some(two)) if two < one => other,
            _ => best,
        })
}

/// A date that has at least its day; what is certain of a broken one will do if it has.
fn read(text: &str, options: &DateOptions) -> Option<NewsDate> {
    let read = NewsDate::read(text, options, DateSource::Given);
    let date = read
        .or_else(|error| error.kept.map(|date| *date).ok_or(()))
        .ok();
    date.filter(|date| date.precision >= Precision::Day)
        .or_else(|| {
            let found = find::first(text.get(..200).unwrap_or(text), options)?;
            Some(NewsDate {
                source: DateSource::Given,
                raw: text.to_owned(),
                ..found
            })
        })
}

fn path_date(url: &str, options: &DateOptions) -> Option<NewsDate> {
    let path = url.splitn(4, '/').nth(3)?;
    NewsDate::from_path(&format!("/{path}")).filter(|date| date.plausible(options).is_ok())
}

/// What else tells the order of day and month, in English pages above all: the language they are shared
/// in, and the country of their address.
fn order_of_page(page: &Page) -> Option<DateOrder> {
    // Country codes that sites anywhere use for their looks.
    const NO_COUNTRY: &[&str] = &["tv", "io", "me", "co", "ai", "fm", "ly", "eu", "to", "cc"];
    if let Some(locale) = page.meta(&["og:locale", "content-language"]) {
        let order = DateOrder::of_language(&locale.replace('_', "-"));
        if order.is_some() {
            return order;
        }
    }
    match top_level(page.addresses())? {
        "us" | "gov" | "mil" | "edu" | "ph" => Some(DateOrder::MonthFirst),
        country if country.len() == 2 && !NO_COUNTRY.contains(&country) => {
            Some(DateOrder::DayFirst)
        }
        _ => None,
    }
}

/// A date that is nearly the whole of one of the first lines of the text: prose is full of other dates.
fn in_body(body: &str, options: &DateOptions) -> Option<NewsDate> {
    const BESIDE: usize = 4;
    let lines = body.lines().filter(|line| !line.is_empty()).take(4);
    let mut lines = lines.filter(|line| line.chars().count() <= 60);
    lines.find_map(|line| {
        let date = find::first(line, options)?;
        let beside = line
            .chars()
            .count()
            .saturating_sub(date.raw.chars().count());
        (beside <= BESIDE).then_some(date)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(head: &str, body: &str) -> (Option<String>, Option<DateSource>) {
        let page = Page::parse(&format!("<head>{head}</head><body>{body}</body>"), None);
        let language = page.attribute("html", "lang");
        let clues = Clues::gather(&page, &DateOptions::default(), language.as_deref(), "H");
        let date = clues.settle("", &mut Vec::new());
        (
            date.as_ref().map(ToString::to_string),
            date.map(|date| date.source),
        )
    }

    const PUBLISHED: &str =
        r#"<meta property="article:published_time" content="2020-02-25T02:25:54Z">"#;

    #[test]
    fn better_witnesses_correct_a_time_in_utc() {
        let url = |day: &str| {
            format!(r#"{PUBLISHED}<link rel=canonical href="https://a.example/{day}/x">"#)
        };
        let printed = |day: &str| format!("<h1>H</h1><p>{day}</p>");
        for (head, body, expected) in [
            (PUBLISHED.to_owned(), String::new(), "2020-02-25T02:25:54Z"),
            (url("2020/02/25"), String::new(), "2020-02-25T02:25:54Z"),
            (url("2020/02/24"), String::new(), "2020-02-24"),
            (url("2019/11/30"), String::new(), "2019-11-30"),
            (PUBLISHED.to_owned(), printed("Feb. 24, 2020"), "2020-02-24"),
            // No zone is a day ahead at half past two.
            (
                PUBLISHED.to_owned(),
                printed("Feb. 26, 2020"),
                "2020-02-25T02:25:54Z",
            ),
            // In Canada it was still the day before.
            (
                format!(r#"{PUBLISHED}<link rel=canonical href="https://a.example.ca/x">"#),
                String::new(),
                "2020-02-24",
            ),
            (
                format!(r#"{PUBLISHED}<link rel=canonical href="https://a.example.ca/x">"#),
                printed("Feb. 25, 2020"),
                "2020-02-25T02:25:54Z",
            ),
            (
                PUBLISHED.replace('Z', "+02:00"),
                printed("Feb. 24, 2020"),
                "2020-02-25T02:25:54+02:00",
            ),
        ] {
            assert_eq!(
                settled(&head, &body).0.as_deref(),
                Some(expected),
                "{head} {body}"
            );
        }
    }

    #[test]
    fn every_place_is_asked_and_nothing_is_made_up() {
        let schema = r#"<script type="application/ld+json">{"@type": "NewsArticle", "FIELD": "VALUE"}</script>"#;
        let schema = |field, value| schema.replace("FIELD", field).replace("VALUE", value);
        let head = [
            (schema("datePublished", "2020-05-05"), "2020-05-05 Given"),
            (schema("dateModified", "2020-05-05"), ""),
            (schema("datePublished", "1970-01-01T00:00:00Z"), ""),
            (
                r#"<meta name="dc.date" content="5 mai 2020">"#.into(),
                "2020-05-05 Given",
            ),
            (
                r#"<link rel=canonical href="https://a.example/2020/05/x">"#.into(),
                "2020-05 Path",
            ),
        ];
        let body = [
            (
                "<time itemprop=datePublished datetime=2020-05-05>",
                "2020-05-05 Given",
            ),
            (
                "<time class=entry-date>5 May 2020</time>",
                "2020-05-05 Given",
            ),
            ("<h1>H</h1><p>5 May 2020</p>", "2020-05-05 Text"),
            ("<h1>H</h1><p>2 hours ago</p>", ""),
            ("<h1>H</h1><p>03/04/2020</p>", "2020-03/2020-04 Text"),
            (
                "<time itemprop=datePublished datetime=03/04/2020>",
                "2020-03/2020-04 Given",
            ),
        ];
        let show = |(date, source): (Option<String>, Option<DateSource>)| {
            let both = date.zip(source);
            both.map_or_else(String::new, |(date, source)| format!("{date} {source:?}"))
        };
        for (head, expected) in head {
            assert_eq!(show(settled(&head, "")), expected, "{head}");
        }
        for (body, expected) in body {
            assert_eq!(show(settled("", body)), expected, "{body}");
        }
    }
}
