//! `morgue count`: how many articles match, as a number alone.

use super::ask::Ask;
use super::hint::{remark, unnamed_organisations};
use super::{Command, Exit, finish, stdout, typed};
use crate::error::Result;
use clap::{ArgMatches, Args};
use std::io::Write;

pub(super) static COMMAND: Command = Command {
    name: "count",
    about: "Count the articles that match, or all of them",
    examples: "\
Examples:
  morgue count
  morgue count 'strike AND port' --since 2024
  morgue count -- -date:*              (articles without a date)",
    flags: Flags::augment_args,
    run,
};

#[derive(Debug, Args)]
struct Flags {
    #[command(flatten)]
    ask: Ask,
}

fn run(matches: &ArgMatches) -> Result<Exit> {
    let flags: Flags = typed(matches)?;
    let asked = flags.ask.asked()?;
    let engine = flags.ask.open()?;
    let count = engine.count(&asked.query, &asked.meaning)?;
    let mut out = stdout();
    writeln!(out, "{count}")?;
    finish(out)?;
    remark(&*engine, false);
    Ok(if count == 0 {
        unnamed_organisations(&*engine, &asked)?;
        Exit::Nothing
    } else {
        Exit::Found
    })
}
