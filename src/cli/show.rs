//! `morgue show`: a stored article, whole.

use super::hint::remark;
use super::place::Place;
use super::{Command, Exit, finish, stdout, typed};
use crate::enrich::boilerplate;
use crate::error::{Error, Result};
use crate::print;
use crate::terminal;
use clap::{ArgMatches, Args};
use std::io::{IsTerminal, Write};

pub(super) static COMMAND: Command = Command {
    name: "show",
    about: "Show a stored article, whole",
    examples: "\
Examples:
  morgue show 2025/09/25/port-strike.txt
  morgue show dump.jsonl#123
  morgue show --json 17 | jq .organisations
  morgue show --raw scraped/page.txt     (with the residue that was cut)",
    flags: Flags::augment_args,
    run,
};

#[derive(Debug, Args)]
struct Flags {
    /// The id of an article, or its place: PATH, PATH#N, or ROOT:PATH#N
    #[arg(value_name = "ID")]
    id: String,
    /// Print it as JSON, one line an article
    #[arg(long)]
    json: bool,
    /// Print the text as it was read, with what was cut from it as residue
    #[arg(long)]
    raw: bool,
    #[command(flatten)]
    place: Place,
}

fn run(matches: &ArgMatches) -> Result<Exit> {
    let flags: Flags = typed(matches)?;
    let engine = flags.place.open()?;
    let mut hits = engine.show(&flags.id)?;
    if hits.is_empty() {
        eprintln!(
            "morgue: no article `{}`: `morgue search --format ids` prints ids",
            terminal::safe(&flags.id)
        );
        return Ok(Exit::Nothing);
    }
    if hits.len() > 1 {
        let ids: Vec<_> = hits.iter().map(|hit| hit.id.as_str()).collect();
        return Err(Error::Usage(format!(
            "{} articles have the id `{}`: name one of them as\n  {}",
            hits.len(),
            flags.id,
            ids.join("\n  ")
        )));
    }
    if flags.raw {
        for hit in &mut hits {
            hit.article.body = boilerplate::restore(&hit.article);
            hit.article.cut.clear();
        }
    }
    let mut out = stdout();
    for hit in &hits {
        if flags.json {
            print::article_json(hit, &mut out)?;
        } else {
            print::article_text(hit, std::io::stdout().is_terminal(), &mut out)?;
        }
    }
    out.flush()?;
    finish(out)?;
    remark(&*engine, false);
    Ok(Exit::Found)
}
