//! When a page was published, and when it was changed.
//!
//! A page says so in a dozen places, none always right. They are asked in the order of how often each
//! alone was right on a thousand news pages; the date in the address (right in 97 of 100) corrects them:
//! machines write UTC where people mean the local day, so a day beside the address's is the address's.
//! What is printed beside the headline corrects in the same way, and stands in where nothing is marked
//! up; such a date is a [`DateSource::Text`], so that it can be told from a given one. A date of change
//! never stands in for the date of publication.

use super::find;
use super::json_ld::{self, Object};
use super::page::{Page, microdata};
use super::printed;
use crate::date::{DateOptions, DateOrder, DateSource, NewsDate, Precision};
use jiff::SignedDuration;
use jiff::tz::Offset;

/// Meta elements that say "published".
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "article:published",
    "rnews:datepublished",
    "shareaholic:article_published_time",
];
/// Meta elements that say "date", each in its own way.
const DATED: &[&str] = &[
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "article_date_original",
    "originalpublicationdate",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.created",
    "dcterms.date",
    "dc.date",
    "pubdate",
    "publishdate",
    "publish_date",
    "publish-date",
    "published-date",
    "publication_date",
    "publication-date",
    "date_published",
    "article.published",
    "article.created",
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "displaydate",
    "date",
    "created",
    "article:create_date",
    "article:post_date",
    "bt:pubdate",
    "issue_date",
    "pdate",
    "ptime",
];
/// Meta elements that say "changed".
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "og:modified_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
    "last-modified",
    "modified",
    "revised",
];
/// Elements of the hentry kind: a time that is marked as the entry's.
const ENTRY: &str = "time.entry-date, time.published, time[pubdate], time[class*=\"publish\"], abbr.published, \
                     .dt-published, .published time, .entry-date time, .post-date time, time.post-date, \
                     time.timestamp, time.date";

/// What a page says about its dates, gathered before its tree is used up.
pub(super) struct Clues {
    options: DateOptions,
    /// The best field that says "published".
    given: Option<NewsDate>,
    /// The date in the address.
    path: Option<NewsDate>,
    /// What is printed near the headline.
    printed: Option<NewsDate>,
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
        let options = DateOptions {
            order: options.order.or_else(|| order_of(language)),
            ..options.clone()
        };
        let dates = |texts: Vec<String>| -> Vec<NewsDate> {
            texts
                .iter()
                .filter_map(|text| read(text, &options))
                .collect()
        };
        let given = first_of(dates(strong_texts(page)));
        let given = given.or_else(|| dates(weaker_texts(page)).into_iter().next());
        let paths = page.addresses();
        let paths = paths.iter().filter_map(|url| path_date(url, &options));
        Self {
            given,
            path: paths.max_by_key(|date| date.precision),
            printed: printed::near_headline(page.document(), headline, &options),
            modified: modified_texts(page)
                .iter()
                .find_map(|text| read(text, &options)),
            options,
        }
    }

    /// Settles on one date; `body` is searched last.
    pub(super) fn settle(self, body: &str) -> Option<NewsDate> {
        let path_day = self
            .path
            .clone()
            .filter(|date| date.precision >= Precision::Day);
        let Some(given) = self.given else {
            let weak = path_day
                .or(self.printed)
                .or_else(|| in_body(body, &self.options));
            return weak.or(self.path);
        };
        match (path_day, self.printed) {
            (Some(path), _) => Some(corrected(given, path)),
            (None, Some(printed)) if may_be_local_day(&given, &printed) => {
                Some(corrected(given, printed))
            }
            _ => Some(given),
        }
    }
}

/// The texts of the fields that are meant for nothing but the publication of this article.
fn strong_texts(page: &Page) -> Vec<String> {
    let article = page.article().into_iter();
    let mut texts: Vec<String> = article.flat_map(schema_dates).take(1).collect();
    texts.extend(PUBLISHED.iter().flat_map(|name| page.metas(name)).cloned());
    texts
}

/// The first of several dates of one event: articles are published anew, and their fields drift apart.
/// Of the same instant, the one with the local offset is taken.
fn first_of(dates: Vec<NewsDate>) -> Option<NewsDate> {
    const SAME: i64 = 60;
    let second = |date: &NewsDate| date.instant.map(|(instant, _)| instant.as_second());
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

/// The texts of the other fields that may say when the page was published, the best first.
fn weaker_texts(page: &Page) -> Vec<String> {
    let marked = |selector: &str| -> Vec<String> {
        let selection = page.document().select(selector);
        let nodes = selection.nodes().iter().take(5);
        nodes.filter_map(microdata).collect()
    };
    let mut texts = page.metas("datepublished").to_vec();
    texts.extend(marked(
        r#"[itemprop~="datePublished"], [itemprop~="dateCreated"]"#,
    ));
    texts.extend(page.objects.iter().flat_map(schema_dates));
    texts.extend(marked(ENTRY));
    texts.extend(DATED.iter().flat_map(|name| page.metas(name)).cloned());
    texts.extend(marked("time[datetime]").into_iter().take(1));
    texts
}

fn schema_dates(object: &Object) -> Vec<String> {
    let fields = ["datePublished", "dateCreated", "uploadDate"].iter();
    let fields = fields.filter_map(|field| object.get(*field)?.as_str());
    fields.map(str::to_owned).collect()
}

fn modified_texts(page: &Page) -> Vec<String> {
    let fields = page
        .objects
        .iter()
        .filter(|object| json_ld::is_article(object));
    let fields = fields.filter_map(|object| object.get("dateModified")?.as_str());
    let mut texts: Vec<String> = fields.map(str::to_owned).collect();
    texts.extend(MODIFIED.iter().flat_map(|name| page.metas(name)).cloned());
    let marked = page
        .document()
        .select(r#"[itemprop~="dateModified"], time.updated"#);
    texts.extend(marked.nodes().iter().take(5).filter_map(microdata));
    texts
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

/// Whether a witness can be the local day of an instant given in UTC: zones reach from 10 hours west
/// (Hawaii) to 13 hours east (New Zealand in summer).
fn may_be_local_day(given: &NewsDate, witness: &NewsDate) -> bool {
    let Some((instant, 0)) = given.instant else {
        return false;
    };
    let day = |hours: i64| {
        let local = instant
            .checked_add(SignedDuration::from_hours(hours))
            .unwrap_or(instant);
        Offset::UTC.to_datetime(local).date()
    };
    witness.first != given.first && (day(-10) == witness.first || day(13) == witness.first)
}

/// The given date on the day of a better witness: a neighbouring day is the same date in another zone, a
/// day further off is another date.
fn corrected(given: NewsDate, witness: NewsDate) -> NewsDate {
    match distance(&given, &witness) {
        0 => given,
        1 if given.instant.is_some() && !is_utc(&given) => given,
        1 => NewsDate {
            first: witness.first,
            last: witness.last,
            ..given.to_day()
        },
        _ => witness,
    }
}

/// How many days lie between two dates.
fn distance(one: &NewsDate, other: &NewsDate) -> i32 {
    one.first
        .duration_until(other.first)
        .as_hours()
        .unsigned_abs()
        .div_ceil(24) as i32
}

/// Whether a time was given in UTC, as machines do.
fn is_utc(date: &NewsDate) -> bool {
    date.instant.is_some_and(|(_, offset)| offset == 0)
}

/// Only the United States (and their islands) write the month first.
fn order_of(language: Option<&str>) -> Option<DateOrder> {
    match language? {
        "en" => None,
        "en-US" | "en-PH" => Some(DateOrder::MonthFirst),
        _ => Some(DateOrder::DayFirst),
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
