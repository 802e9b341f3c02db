//! `morgue similar`: other articles about what an article is about.

use super::ask::Narrow;
use super::output::Output;
use super::place::Place;
use super::{Command, Exit, finish, stdout, typed};
use crate::engine::{Embedded, Similar, SnippetOptions};
use crate::error::Result;
use crate::query::Library;
use clap::{ArgMatches, Args};

pub(super) static COMMAND: Command = Command {
    name: "similar",
    about: "Find articles like one, such as the earlier coverage of its subject",
    examples: "\
Examples:
  morgue similar 2025/09/25/x.txt
  morgue similar 'dump.jsonl#123' --before --limit 5
  morgue similar wire-7 --since 2020 --format csv

The same story printed again is left out.",
    flags: Flags::augment_args,
    run,
};

#[derive(Debug, Args)]
struct Flags {
    /// The id of the article, as `morgue search` prints it
    #[arg(value_name = "ID")]
    id: String,
    /// Only articles of days before its own
    #[arg(long)]
    before: bool,
    /// How many of its words to look for
    #[arg(long, value_name = "N", default_value_t = 100)]
    terms: usize,
    /// How many hits at most
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    limit: usize,
    #[command(flatten)]
    narrow: Narrow,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    output: Output,
}

fn run(matches: &ArgMatches) -> Result<Exit> {
    let flags: Flags = typed(matches)?;
    let (printer, style) = flags.output.printer()?;
    let within = flags
        .narrow
        .query("*", &Library::default(), &jiff::ZonedDateTime::now())?;
    let asked = Similar {
        id: flags.id.clone(),
        before: flags.before,
        within: within.root,
        terms: flags.terms,
        limit: flags.limit,
        meaning: flags.narrow.meaning()?,
        snippets: SnippetOptions {
            fragments: usize::from(flags.output.shows_passages()),
            ..SnippetOptions::default()
        },
    };
    let engine = Embedded::open(&flags.place.local("`morgue similar`")?)?;
    let page = engine.similar(&asked)?;
    if let Some(mut record) = flags.output.record()? {
        record.add(&page.provenance, None)?;
        record.finish()?;
    }
    let mut out = stdout();
    printer.page(&page, &style, &mut out)?;
    finish(out)?;
    Ok(if page.hits.is_empty() {
        Exit::Nothing
    } else {
        Exit::Found
    })
}
