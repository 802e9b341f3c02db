//! The lines above a text: headline, byline, date, buttons. What they say is read before they go.

use super::lines::{Line, Lines};
use super::phrases::{self, Set, Starts};
use crate::article::Article;
use crate::date::{DateOptions, DateSource, NewsDate, Precision};
use regex::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;

/// How many lines are the head.
const LINES: usize = 8;
/// The longest line, in characters, that can be a byline or the like.
const LONGEST: usize = 100;

static HEAD: LazyLock<Set> = LazyLock::new(|| Set::new(|language| language.head, false));

/// How what the three patterns below look for begins: they are large, and most archives need not compile them.
static BY: LazyLock<Starts> = LazyLock::new(|| Starts::new(|language| language.by));
static ANNOUNCED: LazyLock<Starts> = LazyLock::new(|| Starts::new(|language| language.published));
static HOME: LazyLock<Starts> = LazyLock::new(|| Starts::new(|language| language.home));

/// "By", then one to four people: names of capitalised words.
static BYLINE: LazyLock<Regex> = LazyLock::new(|| {
    let by = phrases::any(|language| language.by);
    let and = phrases::any(|language| language.and);
    let word =
        r"(?:\p{Lu}[\p{L}\p{M}.'’-]*|(?:de|del|della|di|da|van|von|der|den|la|le|el|al|bin)\b)";
    let name = format!(r"\p{{Lu}}[\p{{L}}\p{{M}}.'’-]*(?:\ {word}){{1,4}}");
    let pattern = format!(
        r"^(?i:{by}):?\ ({name}(?:(?:,\ |,?\ (?i:{and})\ ){name}){{0,3}})(?:\s*[,|/–-]\s*.{{0,50}})?$"
    );
    Regex::new(&pattern).expect("a fixed pattern")
});

/// What announces a date.
static PUBLISHED: LazyLock<Regex> = LazyLock::new(|| {
    let words = phrases::any(|language| language.published);
    Regex::new(&format!(
        r"^(?:{words})(?:\ on|\ at|\ am|\ le|\ el|\ il|\ op)?\s*:?\s*"
    ))
    .expect("a fixed pattern")
});

/// A trail of links: `Home > News > Harbour`.
static TRAIL: LazyLock<Regex> = LazyLock::new(|| {
    let home = phrases::any(|language| language.home);
    Regex::new(&format!(
        r"^(?:{home})(?:\s*[>›»/|]\s*[^>›»/|]{{1,40}}){{1,5}}$"
    ))
    .expect("a fixed pattern")
});

/// Drops a second copy of the headline among the first lines.
pub(super) fn repeated_headline(lines: &mut Lines, headline: &str) {
    if letters(headline).next().is_none() {
        return;
    }
    let mut first = lines.all.iter_mut().filter(|line| line.keep).take(3);
    if let Some(line) = first.find(|line| letters(line.text).eq(letters(headline))) {
        line.keep = false;
    }
}

/// What is the same in two prints of a headline.
fn letters(text: &str) -> impl Iterator<Item = char> {
    let letters = text.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase)
}

/// What the head of a text says.
#[derive(Default)]
pub(super) struct Facts {
    byline: Option<String>,
    date: Option<NewsDate>,
}

impl Facts {
    /// Fills what the article does not have.
    pub(super) fn fill(self, article: &mut Article) {
        article.byline = article.byline.take().or(self.byline);
        article.date = article.date.take().or(self.date);
    }
}

/// Reads the head and drops its lines.
pub(super) fn facts(lines: &mut Lines, options: &DateOptions) -> Facts {
    let mut facts = Facts::default();
    let head = lines.all.iter_mut().filter(|line| line.keep).take(LINES);
    for line in head.filter(|line| line.text.chars().count() <= LONGEST) {
        if let Some(found) = byline(line) {
            facts.byline = facts.byline.or_else(|| Some(found.to_owned()));
        } else if let Some(date) = date_line(&line.plain, options) {
            facts.date = facts.date.or(Some(date));
        } else if !HEAD.is_match(&line.plain) && !is_trail(&line.plain) {
            continue;
        }
        line.keep = false;
    }
    facts
}

/// Who is named in a byline.
fn byline<'a>(line: &Line<'a>) -> Option<&'a str> {
    let found = BY.begin(&line.plain).then(|| BYLINE.captures(line.text));
    Some(found??.get(1)?.as_str())
}

fn is_trail(line: &str) -> bool {
    line.contains(['>', '›', '»', '/', '|']) && HOME.begin(line) && TRAIL.is_match(line)
}

/// The days of the week in the languages of the phrases and of their neighbours, in lower case.
#[rustfmt::skip]
const WEEKDAYS: &[&str] = &[
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun",
    "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag",
    "mo", "di", "mi", "do", "fr", "sa", "so",
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
    "lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo",
    "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica",
    "segunda", "terça", "quarta", "quinta", "sexta", "feira",
    "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag",
    "poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela",
    "måndag", "mandag", "tisdag", "tirsdag", "onsdag", "torsdag", "fredag", "lördag", "lørdag", "söndag", "søndag",
];

/// The date of a line that is a date and nothing else.
fn date_line(line: &str, options: &DateOptions) -> Option<NewsDate> {
    const SMALL: &[&str] = &[
        "de", "del", "of", "the", "at", "um", "uhr", "am", "pm", "a", "m", "p", "à", "le", "h",
        "on", "om", "uur", "alle", "ore", "godz", "st", "nd", "rd", "th", "er", "gmt", "utc",
        "est", "edt", "bst", "cet", "cest", "t", "z", "kl", "klo", "às", "as", "hs", "hrs", "ч",
        "г", "den", "il", "el",
    ];
    // What is said of a change behind the date of publication.
    const CHANGED: &[&str] = &[
        "mis à jour",
        "updated",
        "aktualisiert",
        "actualizado",
        "aggiornato",
        "bijgewerkt",
        "atualizado",
        "uppdaterad",
        "opdateret",
        "oppdatert",
        "обновлено",
        "güncelleme",
        "zaktualizowano",
    ];
    let changed = CHANGED
        .iter()
        .filter_map(|word| line.find(word))
        .filter(|at| *at > 0)
        .min();
    let line =
        line[..changed.unwrap_or(line.len())].trim_end_matches([' ', ',', '|', '-', '–', '·', '(']);
    let line = if ANNOUNCED.begin(line) {
        PUBLISHED.replace(line, "")
    } else {
        Cow::Borrowed(line)
    };
    let words = line.split(|letter: char| !letter.is_alphabetic());
    let words = words.filter(|word| !word.is_empty() && !SMALL.contains(word));
    // Beside the month only a weekday: "Founded February 28, 1998" says something else.
    let others = words.filter(|word| !WEEKDAYS.iter().any(|day| word == day));
    if others.count() > 1 || line.chars().count() > 60 {
        return None;
    }
    let date = NewsDate::read(&line, options, DateSource::Text).ok()?;
    (date.precision >= Precision::Day).then_some(date)
}
