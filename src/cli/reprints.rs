//! `morgue reprints`: stories that were printed more than once.

use super::alike::{AlikeFlags, tell_left_out};
use super::ask::Ask;
use super::output::Output;
use super::sheet::{RowsFlag, Sheet};
use super::{Command, Exit, typed};
use crate::analyse::reprints::{ClusterOrder, Reprints};
use crate::error::Result;
use clap::{ArgMatches, Args, ValueEnum};

pub(super) static COMMAND: Command = Command {
    name: "reprints",
    about: "List stories that were printed more than once: the same text in several articles",
    examples: "\
Examples:
  morgue reprints
  morgue reprints 'port strike' --window 7d --members
  morgue reprints --since 2024 --sort days --format csv > reprints.csv
  morgue reprints 'words:>=60'    without short notices, often of one form

Articles are compared by their text, whatever their headline. Each copy of a story is similar to the one that \
most of the others are similar to; `similarity` is the least of a story, with `--members` that of each copy. \
`days` lie between the first and the last. Only matching articles are compared.",
    flags: |command| {
        Flags::augment_args(command).mut_arg("limit", |limit| {
            limit.help("How many stories at most, with all their copies [default: 20 as text, else all]")
        })
    },
    run,
};

#[derive(Debug, Args)]
struct Flags {
    /// A row for each copy instead of each story
    #[arg(long)]
    members: bool,
    /// The order of the stories
    #[arg(long, value_name = "ORDER", value_enum, default_value = "copies")]
    sort: Sort,
    #[command(flatten)]
    rows: RowsFlag,
    #[command(flatten)]
    alike: AlikeFlags,
    #[command(flatten)]
    ask: Ask,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Sort {
    /// Most copies first
    Copies,
    /// Longest time from the first copy to the last first
    Days,
    /// Oldest first
    First,
}

fn run(matches: &ArgMatches) -> Result<Exit> {
    let flags: Flags = typed(matches)?;
    let sheet = Sheet::new(&flags.output)?;
    let asked = flags.ask.asked()?;
    let engine = flags.ask.embedded("`morgue reprints`")?;
    let order = match flags.sort {
        Sort::Copies => ClusterOrder::Copies,
        Sort::Days => ClusterOrder::Days,
        Sort::First => ClusterOrder::First,
    };
    let reprints = Reprints::new(&engine, &asked, flags.alike.alike())?;
    let limit = sheet.rows(flags.rows);
    let mut table = reprints.table(&engine, order, limit, flags.members)?;
    let source = asked.provenance(&engine);
    table.provenance = Some(source.clone());
    sheet.print(&table, &[source])?;
    tell_left_out(reprints.left_out);
    Ok(if reprints.clusters.is_empty() {
        Exit::Nothing
    } else {
        Exit::Found
    })
}
