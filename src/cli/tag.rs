//! `morgue tag`: tags of a reader's own on articles, kept beside the index.

use super::ask::Narrow;
use super::output::Output;
use super::place::Place;
use super::sheet::Sheet;
use super::{Command, Exit, finish, stdout, typed};
use crate::answer::{Cell, Table};
use crate::engine::{Columns, Embedded, Engine};
use crate::error::{Error, Result};
use crate::print::grouped;
use crate::query::Library;
use crate::tags::{Change, Tags};
use crate::terminal::safe;
use clap::{ArgMatches, Args};
use jiff::ZonedDateTime;
use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

pub(super) static COMMAND: Command = Command {
    name: "tag",
    about: "Give tags to articles and take them away; `tag:NAME` finds them",
    examples: "\
Examples:
  morgue tag +relevant wire-7 'dump.jsonl#12'
  morgue tag +strike -todo --query 'tag:todo AND strike'
  morgue tag                             list the tags
  morgue tag wire-7                      the tags of an article
  morgue tag --dump > tags.txt           and `--restore tags.txt` puts them back
  morgue search tag:relevant

Tags stand beside the index and not in it: no indexing loses them. Those of articles that are gone are kept \
and listed by `--missing`. The dump has the form of `notmuch dump`: `+relevant -- id:wire-7`.",
    flags: Flags::augment_args,
    run,
};

#[derive(Debug, Args)]
struct Flags {
    /// `+TAG` to give, `-TAG` to take away, then the ids of articles, as `morgue search` prints them
    #[arg(value_name = "+TAG|-TAG|ID")]
    words: Vec<String>,
    /// The same as -TAG
    #[arg(long, value_name = "TAG")]
    remove: Vec<String>,
    /// Change every article that matches this query
    #[arg(long, value_name = "QUERY")]
    query: Option<String>,
    /// Print all tags as text
    #[arg(long, conflicts_with_all = ["words", "query"])]
    dump: bool,
    /// Read tags that `--dump` wrote (`-`: standard input), in place of all there are
    #[arg(long, value_name = "FILE", conflicts_with_all = ["words", "query", "dump"])]
    restore: Option<PathBuf>,
    /// With `--restore`: add them to those there are
    #[arg(long, requires = "restore")]
    accumulate: bool,
    /// List tagged articles that are not in the archive now
    #[arg(long, conflicts_with_all = ["words", "query", "dump", "restore"])]
    missing: bool,
    #[command(flatten)]
    narrow: Narrow,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    output: Output,
}

fn run(matches: &ArgMatches) -> Result<Exit> {
    let flags: Flags = typed(matches)?;
    let engine = flags.place.embedded("`morgue tag`")?;
    if flags.dump {
        let mut out = stdout();
        out.write_all(Tags::read(engine.path())?.dump().as_bytes())?;
        finish(out)?;
        return Ok(Exit::Found);
    }
    if let Some(path) = &flags.restore {
        return restore(&engine, path, flags.accumulate);
    }
    let (change, ids) = divided(&flags.words, &flags.remove)?;
    let changes = change != Change::default();
    if changes && ids.is_empty() && flags.query.is_none() {
        return Err(Error::Usage(
            "no article is named: name ids, or those that match with `--query QUERY`".into(),
        ));
    }
    if changes {
        return apply(&flags, &engine, &change, &ids);
    }
    if flags.query.is_some() {
        return Err(Error::Usage(
            "`--query` needs a change: `+TAG` or `-TAG`".into(),
        ));
    }
    let tags = Tags::read(engine.path())?;
    let table = if flags.missing {
        missing(&engine, &tags)?
    } else if ids.is_empty() {
        names(&flags, &engine, &tags)?
    } else {
        of_ids(&tags, &known(&engine, &ids)?)
    };
    print(&flags, &table)
}

fn print(flags: &Flags, table: &Table) -> Result<Exit> {
    Sheet::new(&flags.output)?.print(table, &[])?;
    Ok(if table.rows.is_empty() {
        Exit::Nothing
    } else {
        Exit::Found
    })
}

/// The changes, and the ids behind them.
fn divided<'a>(words: &'a [String], remove: &[String]) -> Result<(Change, Vec<&'a str>)> {
    let mut change = Change::default();
    let mut ids = Vec::new();
    let remove: Vec<_> = remove.iter().map(|tag| format!("-{tag}")).collect();
    let (changes, plain): (Vec<&'a String>, Vec<_>) =
        words.iter().partition(|word| word.starts_with('+'));
    ids.extend(plain.into_iter().map(String::as_str));
    for word in changes.into_iter().chain(&remove) {
        if !change.read(word) {
            return Err(Error::Usage(format!(
                "`{}` names no tag: a tag begins with a letter or a digit",
                safe(word)
            )));
        }
    }
    Ok((change, ids))
}

/// A command line in which each `-TAG` is `--remove=TAG`: what begins with one dash would be short flags, and
/// `-hot` a call for help.
pub(super) fn rewritten(words: Vec<OsString>) -> Vec<OsString> {
    if words.get(1).is_none_or(|name| name != COMMAND.name) {
        return words;
    }
    let mut literal = false;
    let rewrite = |word: OsString| {
        literal |= word == "--";
        let tag = word.to_str().and_then(|word| word.strip_prefix('-'));
        match tag.filter(|tag| !literal && tag.starts_with(char::is_alphanumeric)) {
            Some(tag) => OsString::from(format!("--remove={tag}")),
            None => word,
        }
    };
    words.into_iter().map(rewrite).collect()
}

/// The ids under which the articles are printed.
fn known(engine: &Embedded, ids: &[&str]) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for id in ids {
        let hits = engine.show(id)?;
        let reason = match hits.len() {
            1 => {
                found.extend(hits.into_iter().map(|hit| hit.id));
                continue;
            }
            0 => format!("no article `{}`; no tag was changed", safe(id)),
            many => {
                let all: Vec<_> = hits.iter().map(|hit| safe(&hit.id)).collect();
                let all = all.join("\n  ");
                format!(
                    "{many} articles have the id `{}`: name one of them as\n  {all}",
                    safe(id)
                )
            }
        };
        return Err(Error::Usage(reason));
    }
    Ok(found)
}

fn apply(flags: &Flags, engine: &Embedded, change: &Change, ids: &[&str]) -> Result<Exit> {
    let mut ids = known(engine, ids)?;
    if let Some(query) = &flags.query {
        let saved = Library::for_query(query, engine.path())?;
        let query = flags.narrow.query(query, &saved, &ZonedDateTime::now())?;
        engine.articles(&query, &flags.narrow.meaning()?, &mut |hit| {
            ids.push(hit.id);
            Ok(())
        })?;
    }
    let changed = Tags::change(engine.path(), |tags| {
        let changed = ids.iter().filter(|id| tags.apply(id, change));
        changed.count() as u64
    })?;
    let number = |count: u64| match count {
        1 => "1 article".into(),
        many => format!("{} articles", grouped(many)),
    };
    eprintln!(
        "{} changed of {}",
        grouped(changed),
        number(ids.len() as u64)
    );
    Ok(if ids.is_empty() {
        Exit::Nothing
    } else {
        Exit::Found
    })
}

fn restore(engine: &Embedded, path: &Path, accumulate: bool) -> Result<Exit> {
    let failed = |error| Error::io("read", path, error);
    let mut text = String::new();
    if path == Path::new("-") {
        std::io::stdin().read_to_string(&mut text).map_err(failed)?;
    } else {
        text = std::fs::read_to_string(path).map_err(failed)?;
    }
    let read = Tags::parse(&text, &path.to_string_lossy())?;
    let (before, after) = Tags::change(engine.path(), |tags| {
        let before = tags.len();
        if accumulate {
            tags.merge(read);
        } else {
            *tags = read;
        }
        (before, tags.len())
    })?;
    eprintln!(
        "{} articles have tags; before it were {}",
        grouped(after as u64),
        grouped(before as u64)
    );
    Ok(Exit::Found)
}

fn table(columns: &[&str], rows: Vec<Vec<Cell>>) -> Table {
    Table {
        provenance: None,
        columns: columns.iter().map(|name| (*name).to_owned()).collect(),
        total: rows.len() as u64,
        rows,
    }
}

/// Every tag, with how many articles of the archive have it, and how many are missing.
fn names(flags: &Flags, engine: &Embedded, tags: &Tags) -> Result<Table> {
    let meaning = flags.narrow.meaning()?;
    let mut rows = Vec::new();
    for (name, ids) in tags.names() {
        let escaped = name.replace('\\', "\\\\").replace('"', "\\\"");
        let query = flags.narrow.query(
            &format!("tag:\"{escaped}\""),
            &Library::default(),
            &ZonedDateTime::now(),
        )?;
        let there = engine.count(&query, &meaning)?;
        let missing = ids.saturating_sub(there);
        rows.push(vec![
            Cell::Text(name.to_owned()),
            Cell::Count(there),
            Cell::Count(missing),
        ]);
    }
    Ok(table(&["tag", "articles", "missing"], rows))
}

fn of_ids(tags: &Tags, ids: &[String]) -> Table {
    let row = |id: &String| vec![Cell::Text(id.clone()), Cell::Text(tags.of(id).join(" "))];
    table(&["id", "tags"], ids.iter().map(row).collect())
}

fn missing(engine: &Embedded, tags: &Tags) -> Result<Table> {
    let mut gone = Vec::new();
    for id in tags.ids(None) {
        if !engine.has(id)? {
            gone.push(id.to_owned());
        }
    }
    Ok(of_ids(tags, &gone))
}
