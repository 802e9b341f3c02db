//! `morgue stats`: what the archive holds.

use super::hint::remark;
use super::place::Place;
use super::{Command, Exit, finish, stdout, typed};
use crate::engine::{Engine, Statistics};
use crate::error::Result;
use crate::terminal::safe;
use clap::{ArgMatches, Args};
use std::io::Write;

pub(super) static COMMAND: Command = Command {
    name: "stats",
    about: "Say what the archive holds: articles, files, dates, size, publications",
    examples: "\
Examples:
  morgue stats
  morgue stats --json | jq .articles",
    flags: Flags::augment_args,
    run,
};

#[derive(Debug, Args)]
struct Flags {
    /// Print it as one JSON object
    #[arg(long)]
    json: bool,
    /// How many publications to list
    #[arg(long, value_name = "N", default_value_t = 10)]
    top: usize,
    #[command(flatten)]
    place: Place,
}

fn run(matches: &ArgMatches) -> Result<Exit> {
    let flags: Flags = typed(matches)?;
    let engine = flags.place.open()?;
    let statistics = engine.statistics()?;
    let mut out = stdout();
    if flags.json {
        serde_json::to_writer_pretty(&mut out, &statistics).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else {
        print(&statistics, &*engine, flags.top, &mut out)?;
    }
    finish(out)?;
    remark(&*engine, false);
    Ok(Exit::Found)
}

fn print(
    statistics: &Statistics,
    engine: &dyn Engine,
    top: usize,
    out: &mut impl Write,
) -> Result<()> {
    let number = crate::print::grouped;
    let mut line = |name: &str, value: String| writeln!(out, "{name:<14} {value}");
    line("Index", engine.place())?;
    line("Fingerprint", statistics.fingerprint.clone())?;
    line("Articles", number(statistics.articles))?;
    line("Files", number(statistics.files))?;
    let span = match (&statistics.first_day, &statistics.last_day) {
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => "no article is dated".to_owned(),
    };
    line("Dates", span)?;
    line("Undated", number(statistics.undated))?;
    line("Size on disk", crate::print::bytes(statistics.bytes))?;
    for (index, root) in statistics.roots.iter().enumerate() {
        let name = if index == 0 { "Roots" } else { "" };
        line(name, safe(&format!("{} ({})", root.path, root.name)))?;
    }
    let publications = &statistics.publications;
    if publications.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nPublications")?;
    let width = publications.first().map_or(0, |p| number(p.articles).len());
    for publication in publications.iter().take(top) {
        let count = number(publication.articles);
        writeln!(out, "  {count:>width$}  {}", safe(&publication.name))?;
    }
    if publications.len() > top {
        let more = publications.len() - top;
        writeln!(
            out,
            "  {:>width$}  and {more} more: `--top {}`",
            "",
            publications.len()
        )?;
    }
    Ok(())
}
