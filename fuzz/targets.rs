//! What is done with an input nobody can vouch for, and what must hold of it whatever it is.
//!
//! The fuzz targets call these, and so does a test of the program with seeds and changes of them.

use jiff::civil::Date;
use morgue::analysis::Stemmer;
use morgue::date::{DateOptions, DateOrder, DateSource, NewsDate};
use morgue::engine::{Meaning, SnippetOptions, passages};
use morgue::error::Problem;
use morgue::query::{Options, parse};
use morgue::read::container::{Member, Visit, each};
use morgue::read::{Context, Flow, Found, Limits, READERS, Reader, choose};
use morgue::schema::Manifest;
use morgue::terminal;
use std::io::Cursor;
use std::path::Path;

/// What takes an input, and panics if something does not hold of it.
pub(super) type Target = Box<dyn Fn(&[u8]) + Send + Sync>;

/// A target with its name.
type Named = (&'static str, fn(&[u8]));

/// The targets that are no readers; each reader is one more, `read-NAME`.
const TARGETS: &[Named] = &[
    ("query", query),
    ("date", date),
    ("snippet", snippet),
    ("terminal", terminal),
    ("container", container),
    ("manifest", manifest),
];

/// The names of all targets.
pub(super) fn names() -> Vec<String> {
    let others = TARGETS.iter().map(|(name, _)| (*name).to_owned());
    let readers = READERS
        .iter()
        .map(|reader| format!("read-{}", reader.name()));
    others.chain(readers).collect()
}

/// A target that is a function, or the reader of a name as one.
pub(super) fn by_name(name: &str) -> Target {
    if let Some(reader) = name.strip_prefix("read-") {
        let reader = *READERS
            .iter()
            .find(|known| known.name() == reader)
            .expect("each target is named after a reader");
        return Box::new(move |input| read(reader, input));
    }
    let known = TARGETS.iter().find(|(known, _)| *known == name);
    Box::new(known.expect("each target has a function").1)
}

/// Limits that are met soon.
const LIMITS: Limits = Limits {
    record: 1 << 16,
    unpacked: 20,
};

/// A context with them.
fn context() -> Context {
    Context {
        path: "2024/05/01/a.txt".into(),
        dates: options(0),
        limits: LIMITS,
        ..Context::default()
    }
}

/// An article can be stored and shown; a problem is one line.
fn check(found: &Found) {
    for article in &found.articles {
        let json = serde_json::to_string(article).expect("an article is always JSON");
        let back = serde_json::from_str(&json).expect("what was written can be read");
        assert_eq!(article, &back);
        if let Some(date) = &article.date {
            assert!(date.first <= date.last);
        }
    }
    for problem in &found.problems {
        assert!(!problem.reason.is_empty());
    }
}

fn read(reader: &dyn Reader, input: &[u8]) {
    reader.recognises(&input[..input.len().min(8 << 10)]);
    let result = reader.split(Box::new(input), &context(), &mut |record| {
        check(&(record.read)());
        Flow::Continue
    });
    if let Err(problem) = result {
        assert!(!problem.reason.is_empty());
    }
}

/// A query that can be read means the same as its canonical form; an error can be shown.
fn query(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    let options = Options::new(Date::constant(2026, 11, 24));
    match parse(text, &options) {
        Ok(query) => {
            let canonical = query.to_string();
            let again = parse(&canonical, &options)
                .unwrap_or_else(|error| panic!("{text:?} became {canonical:?}: {error}"));
            assert_eq!(again.to_string(), canonical, "of {text:?}");
        }
        Err(error) => {
            assert!(text.is_char_boundary(error.span.start), "{error:?}");
            assert!(text.is_char_boundary(error.span.end), "{error:?}");
            assert!(!error.to_string().is_empty());
        }
    }
}

fn options(choice: u8) -> DateOptions {
    DateOptions {
        order: [None, Some(DateOrder::DayFirst), Some(DateOrder::MonthFirst)][choice as usize % 3],
        today: (choice & 4 == 0).then(|| Date::constant(2026, 11, 24)),
        short_years: choice & 8 != 0,
        ..DateOptions::default()
    }
}

/// A date that can be read lies in time, and is read from its own form as the same.
fn date(input: &[u8]) {
    let Some((choice, text)) = input.split_first() else {
        return;
    };
    let Ok(text) = std::str::from_utf8(text) else {
        return;
    };
    let options = options(*choice);
    let kept = match NewsDate::read(text, &options, DateSource::Given) {
        Ok(date) => {
            assert!(date.plausible(&options).is_ok(), "{text:?}: {date:?}");
            Some(date)
        }
        Err(error) => error.kept.map(|kept| *kept),
    };
    for date in kept.into_iter().chain(NewsDate::from_path(text)) {
        assert!(date.first <= date.last, "{text:?}: {date:?}");
        let shown = date.to_string();
        let again = NewsDate::from_iso(&shown, date.source)
            .unwrap_or_else(|| panic!("{text:?} became {shown:?}"));
        assert_eq!(
            (again.first, again.last),
            (date.first, date.last),
            "{text:?}: {shown:?}"
        );
    }
}

/// Passages of any text for any query have highlights that lie in them, in order, on characters.
fn snippet(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    let (typed, body) = text.split_once('\n').unwrap_or(("the quay", text));
    let options = Options::new(Date::constant(2026, 11, 24));
    let Ok(query) = parse(typed, &options) else {
        return;
    };
    let meaning = Meaning {
        stemmer: Stemmer::new("en").expect("English is known"),
        loose_dates: false,
        given_only: false,
    };
    let size = SnippetOptions {
        fragments: 3,
        length: 80,
    };
    let Ok(shown) = passages(&query, &meaning, body, body, size) else {
        return;
    };
    let snippets = shown.snippets.iter();
    let snippets = snippets.map(|snippet| (snippet.text.as_str(), &snippet.highlights));
    for (text, highlights) in snippets.chain([(body, &shown.headline)]) {
        let mut end = 0;
        for range in highlights {
            assert!(
                end <= range.start && range.start < range.end,
                "{highlights:?}"
            );
            assert!(text.get(range.clone()).is_some(), "{text:?} {highlights:?}");
            end = range.end;
        }
    }
}

/// What is shown on a terminal holds nothing that it would obey, and is as wide as it is said to be.
fn terminal(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let line = terminal::safe(&text);
    assert!(line.chars().all(terminal::is_safe), "{line:?}");
    assert_eq!(terminal::safe(&line), line);
    let lines = terminal::safe_lines(&text);
    assert!(
        lines.chars().all(|c| c == '\n' || terminal::is_safe(c)),
        "{lines:?}"
    );
    let columns = input.len() % 40 + 1;
    assert!(
        terminal::width(&terminal::shorten(&line, columns)) <= columns,
        "{line:?}"
    );
    let middle = (text.len() / 3..=text.len() / 2).find(|at| text.is_char_boundary(*at));
    let span = middle.unwrap_or(0)..text.len();
    let (line, span) = terminal::one_line(&text, &span);
    assert!(line.get(span.clone()).is_some(), "{line:?} {span:?}");
}

/// Whatever is packed in it, it is unpacked within limits.
fn container(input: &[u8]) {
    struct Seen(usize);
    impl Visit for Seen {
        fn member(&mut self, member: Member) -> Result<Flow, Problem> {
            let reader = choose(&member.name, &member.head)?;
            let mut bytes = 0;
            reader.split(member.input, &context(), &mut |record| {
                bytes += record.bytes;
                check(&(record.read)());
                Flow::Continue
            })?;
            self.0 += 1;
            Ok(Flow::Continue)
        }

        fn problem(&mut self, problem: Problem) {
            assert!(!problem.reason.is_empty());
        }
    }
    let size = input.len() as u64;
    let _ = each(Cursor::new(input), "a.tar.gz", size, LIMITS, &mut Seen(0));
}

/// What an index says of itself is believed only under its seal.
fn manifest(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    if let Ok(manifest) = Manifest::of_payload(&text, Path::new("index")) {
        let again = Manifest::of_payload(&manifest.payload(), Path::new("index"));
        assert_eq!(again.expect("a manifest can be read back"), manifest);
    }
}
