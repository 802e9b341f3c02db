//! Markdown with front matter: YAML between `---`, TOML between `+++`.
//!
//! The headline comes from the front matter, else from the first heading, else from the first line. Where
//! the YAML is broken (most often by a colon in a title), its lines are read as `key: rest of the line`.
//! The body is the text without marks, link targets and pictures.

use super::decode::tidy;
use super::fields::{self, Field};
use super::prose::prose;
use super::whole::hand_out_whole;
use super::{Context, Flow, Found, Reader, Record, gather, text};
use crate::error::{Problem, ProblemKind};
use serde_json::{Map, Value};
use std::io::Read;

/// The reader of Markdown.
pub struct Markdown;

impl Reader for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn about(&self) -> &'static str {
        "Markdown, with YAML or TOML front matter"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown", "mdown"]
    }

    /// Front matter is a certain sign: a fence, a first line with a key, and a second fence.
    fn recognises(&self, head: &[u8]) -> bool {
        let head = String::from_utf8_lossy(head);
        split(&head).is_some_and(|(_, front, _)| {
            let keys = front.lines().filter(|line| line.contains([':', '=']));
            keys.count() > 0
        })
    }

    fn split(
        &self,
        input: Box<dyn Read + '_>,
        context: &Context,
        hand_out: &mut dyn FnMut(Record) -> Flow,
    ) -> Result<(), Problem> {
        hand_out_whole(input, context, hand_out, article)
    }
}

/// The languages of front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Front {
    Yaml,
    Toml,
}

fn article(source: &str, context: &Context) -> Found {
    let (mut record, source) = match split(source) {
        Some((kind, front, body)) => match front_matter(kind, front) {
            Ok(record) => (record, body),
            Err(problem) => return Found::of_problem(problem),
        },
        None => (Map::new(), source),
    };
    let (headline, body) = parts(source, given_headline(&record, context));
    if let Some(headline) = headline {
        record.insert("headline".into(), Value::String(headline));
    }
    record.entry("body").or_insert(Value::String(body));
    let mut found = gather::found(record, None, context);
    for article in &mut found.articles {
        article.date = article.date.take().or_else(|| context.path_date());
    }
    found
}

/// The headline of the front matter.
fn given_headline<'a>(record: &'a Map<String, Value>, context: &Context) -> Option<&'a str> {
    let mapped = |key: &String| {
        let mut pairs = context.map.pairs.iter();
        pairs.any(|(field, of)| field == Field::Headline.name() && of == key)
    };
    let mut headlines = record
        .iter()
        .filter(|(key, _)| fields::known(key) == Some(Field::Headline) || mapped(key));
    headlines.find_map(|(_, value)| value.as_str())
}

/// The headline of the text, unless one is given, and the body without it.
fn parts(source: &str, given: Option<&str>) -> (Option<String>, String) {
    match (heading(source), given) {
        (Some((heading, rest)), Some(given)) if prose(heading) == given.trim() => {
            (None, prose(rest))
        }
        (_, Some(_)) => (None, prose(source)),
        (Some((heading, rest)), None) => (Some(prose(heading)), prose(rest)),
        (None, None) => {
            let plain = prose(source);
            let (headline, body) = text::headline(&plain);
            (Some(headline.to_owned()), body.to_owned())
        }
    }
}

/// The front matter and what follows it, if the source begins with some.
fn split(source: &str) -> Option<(Front, &str, &str)> {
    let source = source.trim_start();
    let (kind, fence) = match source.get(..3)? {
        "---" => (Front::Yaml, "---"),
        "+++" => (Front::Toml, "+++"),
        _ => return None,
    };
    let (first, rest) = source.split_once('\n')?;
    if first.trim_end() != fence {
        return None;
    }
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        let plain = line.trim_end();
        if plain == fence || kind == Front::Yaml && plain == "..." {
            return Some((kind, &rest[..at], &rest[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

/// The keys and values of the front matter.
fn front_matter(kind: Front, front: &str) -> Result<Map<String, Value>, Problem> {
    match kind {
        Front::Yaml => match serde_saphyr::from_str(front) {
            Ok(Value::Object(record)) => Ok(record),
            _ => Ok(by_lines(front)),
        },
        Front::Toml => match toml::from_str::<toml::Table>(front) {
            Ok(table) => Ok(table
                .into_iter()
                .map(|(key, value)| (key, from_toml(value)))
                .collect()),
            Err(error) => {
                let reason = format!("the front matter is not valid TOML: {}", error.message());
                Err(Problem::new(ProblemKind::Malformed, reason))
            }
        },
    }
}

/// Broken YAML, line by line: `key: rest of the line`, and `- item` for the key before.
fn by_lines(front: &str) -> Map<String, Value> {
    let mut record = Map::new();
    let mut last = String::new();
    for line in front.lines() {
        if let Some(item) = line.trim_start().strip_prefix("- ") {
            if let Some(Value::Array(items)) = record.get_mut(&last) {
                items.push(Value::String(unquoted(item)));
            }
            continue;
        }
        let Some((key, rest)) = line.split_once(':') else {
            continue;
        };
        key.trim().clone_into(&mut last);
        let value = if rest.trim().is_empty() {
            Value::Array(Vec::new())
        } else {
            Value::String(unquoted(rest))
        };
        record.insert(last.clone(), value);
    }
    record
}

fn unquoted(text: &str) -> String {
    let text = text.trim();
    for quote in ['"', '\''] {
        let inner = text
            .strip_prefix(quote)
            .and_then(|text| text.strip_suffix(quote));
        if let Some(inner) = inner {
            return inner.to_owned();
        }
    }
    text.to_owned()
}

fn from_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(truth) => Value::Bool(truth),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Array(items) => Value::Array(items.into_iter().map(from_toml).collect()),
        toml::Value::Table(table) => Value::Object(
            table
                .into_iter()
                .map(|(key, value)| (key, from_toml(value)))
                .collect(),
        ),
    }
}

/// The heading that a source begins with, and what follows it.
fn heading(source: &str) -> Option<(&str, &str)> {
    let source = source.trim_start();
    let (first, rest) = source.split_once('\n').unwrap_or((source, ""));
    if let Some(heading) = first.strip_prefix("# ") {
        return Some((heading.trim_end().trim_end_matches('#'), rest));
    }
    let (under, after) = rest.split_once('\n').unwrap_or((rest, ""));
    let under = under.trim();
    let underlined = under.len() >= 3 && under.bytes().all(|byte| byte == b'=');
    (underlined && !tidy(first).is_empty()).then_some((first, after))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{articles, read};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn front_matter_fills_the_fields() {
        for text in [
            "---\ntitle: Rates rise\ndate: 2025-09-25\norganisations: [IMF, OPEC]\n---\n# Rates rise\n\nA [link](http://x.example) and *more*.\n",
            "---\ntitle: 'Rates rise'\ndate: 2025-09-25\norganisations:\n  - name: IMF\n  - name: OPEC\n...\nA [link][1] and **more**.\n\n[1]: http://x.example\n",
            "+++\ntitle = \"Rates rise\"\ndate = 2025-09-25\norganisations = [\"IMF\", \"OPEC\"]\n+++\nA link and more.\n",
            "---\ndate: 2025-09-25\norgs: IMF; OPEC\n---\n\nRates rise\n==========\n\nA link and more.\n",
        ] {
            let article = &articles(&Markdown, text.as_bytes())[0];
            assert_eq!(
                (article.headline.as_str(), article.body.as_str()),
                ("Rates rise", "A link and more."),
                "{text}"
            );
            assert_eq!(
                article.date.as_ref().map(ToString::to_string).as_deref(),
                Some("2025-09-25")
            );
            assert_eq!(article.organisations.len(), 2, "{text}");
        }
    }

    #[test]
    fn broken_yaml_is_read_by_lines() {
        let text =
            "---\ntitle: Fed: rates \"rise\nauthor:\n- A. Reporter\ntags: [a, b\n---\nBody.\n";
        let article = &articles(&Markdown, text.as_bytes())[0];
        assert_eq!(article.headline, "Fed: rates \"rise");
        assert_eq!(article.byline.as_deref(), Some("A. Reporter"));
        let found = read(&Markdown, b"+++\ntitle = \n+++\nBody");
        assert_eq!(found.problems[0].kind, ProblemKind::Malformed);
    }

    #[test]
    fn without_front_matter_the_first_heading_counts() {
        for (text, headline, body) in [
            ("# Rates rise #\n\nBody.", "Rates rise", "Body."),
            ("Rates rise\n\nBody.", "Rates rise", "Body."),
            (
                "--- not front matter\n\nBody.",
                "--- not front matter",
                "Body.",
            ),
        ] {
            let article = &articles(&Markdown, text.as_bytes())[0];
            assert_eq!(
                (article.headline.as_str(), article.body.as_str()),
                (headline, body)
            );
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "(---|\\+\\+\\+|\n|[a:#\\[\\]()!*_`<> \\-]|\\PC){0,60}") {
            read(&Markdown, text.as_bytes());
            read(&Markdown, format!("---\n{text}\n---\n{text}").as_bytes());
        }
    }
}
