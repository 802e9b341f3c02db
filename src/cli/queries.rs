//! Files of queries for a batch: one a line, CSV, TSV, JSON Lines, or TREC topics.
//!
//! A column or key named `query` (or `text`, `title`) holds the query, one named `id` (or `qid`, `number`)
//! its id; without such names the columns are an id and a query, or a query alone. A query without an id
//! has the number of its line.

use crate::error::{Error, Result};
use clap::ValueEnum;
use std::io::Read;
use std::path::Path;

/// One query of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Topic {
    /// The line it begins at, from 1.
    pub(super) line: u64,
    /// Its id.
    pub(super) id: String,
    /// The query as it stands in the file, or why there is none.
    pub(super) query: std::result::Result<String, String>,
}

/// The form of a file of queries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// One query a line
    Lines,
    /// Comma-separated values
    Csv,
    /// Tab-separated values
    Tsv,
    /// One JSON object a line
    Jsonl,
    /// TREC topics
    Trec,
}

/// The largest file of queries that is read.
const LARGEST: u64 = 1 << 28;
const IDS: &[&str] = &["id", "qid", "query_id", "number", "num", "topic"];
const QUERIES: &[&str] = &["query", "q", "text", "title"];

/// The text of a file of queries, or of standard input for `-`.
pub(super) fn text(path: &Path) -> Result<String> {
    let failed = |error| Error::io("read", path, error);
    let input: Box<dyn Read> = if path == Path::new("-") {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(std::fs::File::open(path).map_err(failed)?)
    };
    let mut bytes = Vec::new();
    input
        .take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    let path = path.display();
    if bytes.len() as u64 > LARGEST {
        let reason =
            format!("`{path}` is larger than {LARGEST} bytes: split it into several batches");
        return Err(Error::Usage(reason));
    }
    let text = String::from_utf8(bytes).map_err(|_| {
        Error::Usage(format!(
            "`{path}` is not UTF-8: convert it, with `iconv` for example"
        ))
    })?;
    Ok(text
        .strip_prefix('\u{feff}')
        .map_or(text.clone(), str::to_owned))
}

/// The form a file has by its name, else by how it begins.
pub(super) fn form(path: &Path, text: &str) -> Form {
    let extension = path
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default();
    match extension.to_ascii_lowercase().as_str() {
        "csv" => return Form::Csv,
        "tsv" | "tab" => return Form::Tsv,
        "jsonl" | "ndjson" => return Form::Jsonl,
        _ => {}
    }
    let begin = text.trim_start();
    let tag = begin.get(..16).unwrap_or(begin).to_ascii_lowercase();
    if ["<top>", "<topic", "<?xml"]
        .iter()
        .any(|known| tag.starts_with(known))
    {
        Form::Trec
    } else if begin.starts_with('{') {
        Form::Jsonl
    } else {
        Form::Lines
    }
}

/// The queries of a text, in order; `field` is the part of a TREC topic that is asked.
pub(super) fn topics(text: &str, form: Form, field: &str) -> Vec<Topic> {
    match form {
        Form::Lines => lines(text),
        Form::Csv => table(text, b','),
        Form::Tsv => table(text, b'\t'),
        Form::Jsonl => objects(text),
        Form::Trec => trec(text, field),
    }
}

fn numbered(text: &str) -> impl Iterator<Item = (u64, &str)> {
    let lines = (1..).zip(text.lines());
    lines.filter(|(_, line)| !line.trim().is_empty())
}

fn lines(text: &str) -> Vec<Topic> {
    let topic = |(line, text): (u64, &str)| Topic {
        line,
        id: line.to_string(),
        query: Ok(text.trim().to_owned()),
    };
    numbered(text).map(topic).collect()
}

/// Rows of cells; the first one names the columns if one of its names is known.
fn table(text: &str, delimiter: u8) -> Vec<Topic> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        // A phrase in quotation marks begins many a query: in TSV they mean nothing.
        .quoting(delimiter != b'\t')
        .from_reader(text.as_bytes());
    let mut columns = None;
    let mut topics = Vec::new();
    for (number, row) in reader.records().enumerate() {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                topics.push(broken(line, &error.to_string()));
                continue;
            }
        };
        let line = row.position().map_or(0, csv::Position::line);
        let named = |names: &[&str]| {
            let same = |cell: &str| names.contains(&cell.trim().to_ascii_lowercase().as_str());
            row.iter().position(same)
        };
        if number == 0
            && let Some(query) = named(QUERIES)
        {
            columns = Some((named(IDS), query));
            continue;
        }
        let alone = if row.len() == 1 {
            (None, 0)
        } else {
            (Some(0), 1)
        };
        let (id, query) = columns.unwrap_or(alone);
        let id = id.and_then(|id| row.get(id)).map(str::trim);
        let query = row
            .get(query)
            .map(str::trim)
            .filter(|query| !query.is_empty());
        topics.push(Topic {
            line,
            id: id
                .filter(|id| !id.is_empty())
                .map_or(line.to_string(), str::to_owned),
            query: query
                .map(str::to_owned)
                .ok_or_else(|| "the row holds no query".into()),
        });
    }
    topics
}

fn objects(text: &str) -> Vec<Topic> {
    let object = |(line, text): (u64, &str)| {
        let value: serde_json::Value = match serde_json::from_str(text) {
            Ok(value) => value,
            Err(error) => return broken(line, &format!("not valid JSON: {error}")),
        };
        let get = |names: &[&str]| names.iter().find_map(|name| value.get(name));
        let id = get(IDS).map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
        let query = get(QUERIES)
            .and_then(|query| query.as_str())
            .map(str::to_owned);
        Topic {
            line,
            id: id.unwrap_or_else(|| line.to_string()),
            query: query.ok_or_else(|| "the object has no text under `query`".into()),
        }
    };
    numbered(text).map(object).collect()
}

fn broken(line: u64, reason: &str) -> Topic {
    Topic {
        line,
        id: line.to_string(),
        query: Err(reason.to_owned()),
    }
}

/// `<top> <num> Number: 301 <title> … <desc> Description: …`, or the later `<topic number="1"><title>…`.
fn trec(text: &str, field: &str) -> Vec<Topic> {
    let mut topics: Vec<Topic> = Vec::new();
    let (mut tag, mut line, mut open) = (String::new(), 1, 0);
    for piece in text.split('<') {
        let (name, value) = piece.split_once('>').unwrap_or(("", piece));
        let (kind, attributes) = name.split_once(char::is_whitespace).unwrap_or((name, ""));
        match kind.to_ascii_lowercase().as_str() {
            "top" | "topic" => {
                (tag, open) = (String::new(), line);
                let id = attributes
                    .split_once("number=")
                    .map(|(_, id)| id.trim_matches(['"', '\'', ' ']));
                topics.push(Topic {
                    line: open,
                    id: id.map_or_else(|| open.to_string(), str::to_owned),
                    query: Err(format!("the topic has no `{field}`")),
                });
            }
            kind => kind.clone_into(&mut tag),
        }
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(topic) = topics.last_mut().filter(|_| !value.is_empty() && open > 0) {
            let label = value.split_once(':').filter(|(label, _)| {
                ["number", "topic", "description", "narrative"]
                    .contains(&label.trim().to_ascii_lowercase().as_str())
            });
            let value = label
                .map_or(value.as_str(), |(_, rest)| rest.trim())
                .to_owned();
            if tag == "num" {
                topic.id = value;
            } else if tag == field {
                topic.query = Ok(value);
            }
        }
        line += piece.matches('\n').count() as u64;
    }
    topics
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_gives_ids_and_queries() {
        let trec_old = "<top>\n<num> Number: 301\n<title> Organized Crime\n<desc> Description:\nWho?\n</top>\n<top><num>302<title>Topic: x y\n</top>";
        let trec_new = "<topics>\n<topic number=\"7\">\n<title>a\n b</title></topic></topics>";
        for (name, text, expected) in [
            (
                "q.txt",
                "flood\n\n \"port strike\" \n",
                "1 flood|3 \"port strike\"",
            ),
            ("q.csv", "id,query\na,\"x, y\"\nb,z\n", "a x, y|b z"),
            ("q.csv", "flood\nstrike", "1 flood|2 strike"),
            (
                "q.tsv",
                "7\t\"port strike\" a\n8\tz",
                "7 \"port strike\" a|8 z",
            ),
            ("q.tsv", "query\tqid\nx\t1", "1 x"),
            (
                "q.jsonl",
                "{\"id\": 5, \"query\": \"a\"}\n{\"query\":\"b\"}",
                "5 a|2 b",
            ),
            ("-", "{\"qid\": \"q\", \"text\": \"a\"}", "q a"),
            ("topics.301-350", trec_old, "301 Organized Crime|302 x y"),
            ("t.xml", trec_new, "7 a b"),
            ("q.csv", "id,query\na,", "a! the row holds no query"),
            (
                "q.jsonl",
                "{\"id\": 1}",
                "1! the object has no text under `query`",
            ),
            ("t", "<top><num>1</top>", "1! the topic has no `title`"),
        ] {
            let form = form(Path::new(name), text);
            let shown = |topic: Topic| match topic.query {
                Ok(query) => format!("{} {query}", topic.id),
                Err(reason) => format!("{}! {reason}", topic.id),
            };
            let found: Vec<_> = topics(text, form, "title").into_iter().map(shown).collect();
            assert_eq!(found.join("|"), expected, "{name} {form:?}");
        }
    }

    #[test]
    fn another_part_of_a_topic_can_be_asked() {
        let text = "<top>\n<num> Number: 1\n<title> a\n<desc> Description:\nb\nc\n</top>";
        let found = topics(text, Form::Trec, "desc");
        assert_eq!(found[0].query.as_deref(), Ok("b c"));
        assert_eq!((found[0].line, found[0].id.as_str()), (1, "1"));
    }
}
