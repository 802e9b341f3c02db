//! From a record with named values (JSON, CSV, front matter) to an [`Article`].
//!
//! Our own output is read back exactly as it was written. Everything else goes by the table of names,
//! without markup and tidied; dates are read, and what is no date is reported, not guessed.

use super::fields::{Candidates, Field};
use super::{Context, Found, beside, values};
use crate::article::{Article, Cut, Organisation};
use crate::date::{DateOptions, DateSource, NewsDate};
use crate::error::{Problem, ProblemKind};
use regex::Regex;
use serde_json::{Map, Value};
use std::collections::HashSet;
use std::sync::LazyLock;

/// Reads a record that begins at a line of its file.
pub(super) fn found(record: Map<String, Value>, line: Option<u64>, context: &Context) -> Found {
    let mut problems = Vec::new();
    let record = unwrapped(record);
    let finished = is_our_own(&record);
    let article = if finished {
        match own(record, &mut problems) {
            // An article that was kept without a text is kept again.
            Ok(article) if article.is_empty() => {
                return Found {
                    articles: vec![article],
                    problems,
                    finished,
                };
            }
            read => read,
        }
    } else if let Some(problem) = held_back(&record, context) {
        Err(problem)
    } else {
        Ok(foreign(&record, context, &mut problems))
    };
    Found {
        finished,
        ..Found::checked(article, problems, line)
    }
}

/// The record inside the envelopes that a search engine or an interface puts around each.
fn unwrapped(mut record: Map<String, Value>) -> Map<String, Value> {
    const ENVELOPES: &[&str] = &[
        "_source",
        "article",
        "data",
        "item",
        "newsItem",
        "attributes",
        "node",
    ];
    const NAMED: &[&str] = &["title", "headline", "headlines"];
    while !NAMED.iter().any(|name| record.contains_key(*name)) {
        let mut envelopes = ENVELOPES.iter();
        let inner = envelopes.find(|name| record.get(**name).is_some_and(Value::is_object));
        let inner = inner.and_then(|name| record.remove(*name));
        let Some(Value::Object(inner)) = inner else {
            break;
        };
        record = inner;
    }
    record
}

/// Why a record of ninjs is not to be read, if its sender took it back or did not yet let it go.
fn held_back(record: &Map<String, Value>, context: &Context) -> Option<Problem> {
    let text = |names: &[&str]| {
        let mut values = names.iter().filter_map(|name| record.get(*name)?.as_str());
        values.next()
    };
    let id = text(&["uri", "guid", "urn"]);
    withdrawn(text(&["pubstatus", "pubStatus"]).unwrap_or_default(), id).or_else(|| {
        let until = text(&["embargoed", "embargoedUntil", "embargoeduntil"])?;
        embargoed(until, id, context)
    })
}

/// The problem of an article that is not to be published before a time after today.
pub(super) fn embargoed(until: &str, id: Option<&str>, context: &Context) -> Option<Problem> {
    let today = context.dates.today?;
    let anytime = DateOptions {
        today: None,
        ..context.dates.clone()
    };
    let date = NewsDate::read(until, &anytime, DateSource::Given).ok()?;
    (date.first > today).then(|| {
        let id = id.map_or_else(String::new, |id| format!(" `{id}`"));
        let first = date.first;
        let reason = format!(
            "the article{id} is under embargo until {first}: the first run from then on reads it"
        );
        Problem {
            until: Some(first.to_string()),
            ..Problem::new(ProblemKind::Withheld, reason)
        }
    })
}

/// The problem of an article that its sender took back, by the status it gives.
pub(super) fn withdrawn(status: &str, id: Option<&str>) -> Option<Problem> {
    const STATUSES: &[&str] = &["canceled", "cancelled", "withheld", "killed"];
    let lower = status.to_lowercase();
    let last = lower.rsplit([':', '/']).next().unwrap_or_default();
    STATUSES.contains(&last).then(|| {
        let named = id.map_or_else(String::new, |id| format!(" `{id}`"));
        let reason = format!("the article{named} is withdrawn by its sender (`{last}`): not read");
        Problem {
            withdraws: id.map(str::to_owned),
            ..Problem::new(ProblemKind::Withheld, reason)
        }
    })
}

/// Whether a record has fields that only our own output has.
fn is_our_own(record: &Map<String, Value>) -> bool {
    let origin = |value: &Value| value.get("origin").is_some();
    ["date_source", "date_raw", "cut"]
        .iter()
        .any(|key| record.contains_key(*key))
        || record
            .get("organisations")
            .and_then(Value::as_array)
            .is_some_and(|list| list.iter().any(origin))
}

fn own(record: Map<String, Value>, problems: &mut Vec<Problem>) -> Result<Article, Problem> {
    let dates =
        ["date", "modified"].map(|key| record.get(key).and_then(Value::as_str).map(str::to_owned));
    let article: Article = serde_json::from_value(Value::Object(record)).map_err(|error| {
        let reason = format!("looks like an article of ours but is not one: {error}");
        Problem::new(ProblemKind::Malformed, reason)
    })?;
    for (given, read) in dates.into_iter().zip([&article.date, &article.modified]) {
        if let (Some(given), None) = (given, read) {
            let reason = format!("the date `{given}` is not one that we write");
            problems.push(Problem::new(ProblemKind::Date, reason));
        }
    }
    Ok(article)
}

fn foreign(record: &Map<String, Value>, context: &Context, problems: &mut Vec<Problem>) -> Article {
    let candidates = Candidates::of(record, &context.map);
    let line = |field| candidates.get(field).find_map(one_line);
    let joined = |field| candidates.get(field).find_map(joined);
    let mut headlines = candidates.get(Field::Headline);
    let language = line(Field::Language).and_then(|name| super::language::tag(&name));
    let mut dates = context.dates.in_language(language.as_deref());
    let crawled = date(&candidates, Field::Crawled, context, &mut Vec::new());
    dates.crawled = crawled.or(dates.crawled);
    let context = &Context {
        dates,
        ..context.clone()
    };
    let mut article = Article {
        id: line(Field::Id),
        headline: headlines.find_map(values::headline).unwrap_or_default(),
        organisations: organisations(record, &candidates),
        date: date(&candidates, Field::Date, context, problems),
        modified: date(&candidates, Field::Modified, context, &mut Vec::new()),
        publication: line(Field::Publication),
        byline: joined(Field::Byline).map(|names| without_by_in(&names, language.as_deref())),
        section: candidates.get(Field::Section).find_map(sections),
        url: line(Field::Url),
        language,
        ..Article::default()
    };
    let body = candidates.get(Field::Body).find_map(values::body);
    article.body = body.unwrap_or_else(|| lead(&candidates));
    // Where a record has only the time of its version, that is the publication and no change.
    let published = article.date.as_ref().map(ToString::to_string);
    article.modified = article
        .modified
        .filter(|date| Some(date.to_string()) != published);
    cut_count(&mut article);
    if let Some(site) = &article.publication {
        let length = without_site(&article.headline, site).len();
        article.headline.truncate(length);
    }
    article.date = beside_address(article.date, article.url.as_deref(), context);
    beside::add(&mut article, record, &candidates, context);
    article
}

/// Fills what an item of a JSON Feed leaves to the feed: its name, its language, its authors.
pub(super) fn of_feed(article: &mut Article, feed: &Map<String, Value>) {
    let line = |name: &str| feed.get(name).and_then(one_line);
    let authors = || {
        let names = feed
            .get("authors")
            .or_else(|| feed.get("author"))
            .and_then(joined);
        names.filter(|names| Some(names) != line("title").as_ref())
    };
    article.byline = article.byline.take().or_else(authors);
    article.publication = article.publication.take().or_else(|| line("title"));
    let language = || super::language::tag(&line("language")?);
    article.language = article.language.take().or_else(language);
}

/// The date of a record, which its address completes or moves to the local day.
pub(super) fn beside_address(
    date: Option<NewsDate>,
    url: Option<&str>,
    context: &Context,
) -> Option<NewsDate> {
    let of_address = from_address(url, context);
    match (date, of_address) {
        (Some(date), Some(of_address)) => Some(date.on_local_day(&of_address)),
        (date, of_address) => date.or(of_address),
    }
}

/// The day in the address, where the record itself has no date.
fn from_address(url: Option<&str>, context: &Context) -> Option<NewsDate> {
    let date = NewsDate::from_path(url?)?;
    date.plausible(&context.dates).ok().map(|()| date)
}

pub(super) fn one_line(value: &Value) -> Option<String> {
    let text = values::one_line(&values::text_in(value)?);
    (!text.is_empty()).then_some(text)
}

/// The items of a list in one line.
fn joined(value: &Value) -> Option<String> {
    let items: Vec<String> = match value {
        Value::Array(_) => values::list(value),
        other => values::text(other).into_iter().collect(),
    };
    let items: Vec<String> = items.iter().map(|item| values::one_line(item)).collect();
    let text = items.join(", ");
    (!text.is_empty()).then_some(text)
}

/// The sections of a record in one line.
fn sections(value: &Value) -> Option<String> {
    let items = values::sections(value);
    let items: Vec<String> = items.iter().map(|item| values::one_line(item)).collect();
    Some(items.join(", ")).filter(|text| !text.is_empty())
}

/// A byline without its leading "By", or what stands for it in other languages.
pub(super) fn without_by(byline: &str) -> String {
    without_by_in(byline, None)
}

/// The same for a byline in a language. Where that is not known, a word that is also a part of names goes only
/// before two more words.
pub(super) fn without_by_in(byline: &str, language: Option<&str>) -> String {
    const WORDS: &[(&str, &[&str])] = &[
        ("by", &["en"]),
        ("von", &["de"]),
        ("par", &["fr"]),
        ("por", &["es", "pt"]),
        ("di", &["it"]),
        ("da", &["it"]),
        ("door", &["nl"]),
        ("av", &["sv", "no", "nb", "nn", "da"]),
        ("af", &["da"]),
    ];
    let byline = byline.trim();
    let Some((first, rest)) = byline.split_once(char::is_whitespace) else {
        return byline.to_owned();
    };
    let (word, rest) = (
        first.trim_end_matches(':').to_lowercase(),
        rest.trim_start(),
    );
    let Some((_, languages)) = WORDS.iter().find(|(known, _)| *known == word) else {
        return byline.to_owned();
    };
    let primary = language.and_then(|tag| tag.split('-').next());
    let names_begin = rest.starts_with(char::is_uppercase);
    let meant = match primary {
        _ if word == "by" => true,
        Some(primary) => names_begin && languages.contains(&primary),
        None => {
            let many = rest.split_whitespace().nth(1).is_some();
            names_begin && many && ["von", "par", "por"].contains(&word.as_str())
        }
    };
    if meant {
        rest.to_owned()
    } else {
        byline.to_owned()
    }
}

/// The leads of a record that has no body, each once.
pub(super) fn lead(candidates: &Candidates) -> String {
    let mut leads: Vec<String> = Vec::new();
    let text = |value| values::body(value).or_else(|| Some(values::list(value).join("\n\n")));
    for lead in candidates.get(Field::Lead).filter_map(text) {
        if !lead.is_empty() && !leads.iter().any(|before| before.contains(&lead)) {
            leads.push(lead);
        }
    }
    leads.join("\n\n")
}

fn organisations(record: &Map<String, Value>, candidates: &Candidates) -> Vec<Organisation> {
    let listed = candidates.get(Field::Organisations).flat_map(values::list);
    given(listed.chain(values::labelled_organisations(record)))
}

/// The organisations of a list of names: each once, on one line.
pub(super) fn given(names: impl IntoIterator<Item = String>) -> Vec<Organisation> {
    let mut seen = HashSet::new();
    let names = names.into_iter().map(|name| values::one_line(&name));
    let names = names.filter(|name| !name.is_empty() && seen.insert(name.to_lowercase()));
    names.map(Organisation::given).collect()
}

fn date(
    candidates: &Candidates,
    field: Field,
    context: &Context,
    problems: &mut Vec<Problem>,
) -> Option<NewsDate> {
    read_date(
        candidates.get(field).filter_map(values::text),
        context,
        problems,
    )
}

/// The first text that is a date; if none is, why the first was not, and what of it is certain.
pub(super) fn read_date(
    texts: impl IntoIterator<Item = String>,
    context: &Context,
    problems: &mut Vec<Problem>,
) -> Option<NewsDate> {
    let mut refused = None;
    for text in texts {
        match NewsDate::read(&text, &context.dates, DateSource::Given) {
            Ok(date) => return Some(date),
            Err(error) => refused = refused.or(Some(error)),
        }
    }
    let error = refused?;
    problems.push(Problem::new(ProblemKind::Date, error.reason));
    error.kept.map(|date| *date)
}

/// A headline without the publication's name behind it, as newsapi has them: `Rates rise - The Gazette`.
pub(super) fn without_site<'h>(headline: &'h str, site: &str) -> &'h str {
    let head = headline.strip_suffix(site).map(str::trim_end);
    let separated = head.and_then(|head| head.strip_suffix(['-', '–', '—', '|']));
    let title = separated
        .filter(|title| title.ends_with(' '))
        .map(str::trim_end);
    title.filter(|title| !title.is_empty()).unwrap_or(headline)
}

/// Cuts the note by which newsapi ends a shortened body (`… [+1234 chars]`).
fn cut_count(article: &mut Article) {
    static COUNT: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\s*\[\+\d+ chars\]$").expect("a fixed pattern"));
    if let Some(note) = COUNT.find(&article.body) {
        let (at, text) = (note.start(), note.as_str().to_owned());
        article.body.truncate(at);
        article.cut.push(Cut { at, text });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byline_is_a_name() {
        for (byline, language, name) in [
            ("By A. Reed", None, "A. Reed"),
            ("BY: A. REED", Some("de"), "A. REED"),
            ("Von Petra Kai", None, "Petra Kai"),
            ("Von Reed", None, "Von Reed"),
            ("Von Ames Reed", Some("en"), "Von Ames Reed"),
            ("von der Aue", Some("de"), "von der Aue"),
            ("Par Jeanne Vidal", Some("fr-FR"), "Jeanne Vidal"),
            ("di Ada Neri", Some("it"), "Ada Neri"),
            ("Di Reed Ames", None, "Di Reed Ames"),
            ("Por Luz Vega", Some("es"), "Luz Vega"),
            ("Av Ola Lund", Some("nb"), "Ola Lund"),
            ("Reed", None, "Reed"),
        ] {
            assert_eq!(
                without_by_in(byline, language),
                name,
                "{byline} {language:?}"
            );
        }
    }
}
