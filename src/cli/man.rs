//! `morgue man`: the manual page.

use super::{Command, Exit, finish, program, stdout, typed};
use crate::error::Result;
use clap::{ArgMatches, Args};
use clap_mangen::Man;

pub(super) static COMMAND: Command = Command {
    name: "man",
    about: "Print the manual page, of the program or of one command",
    examples: "\
Examples:
  morgue man | man -l -
  morgue man search > morgue-search.1",
    flags: Flags::augment_args,
    run,
};

#[derive(Debug, Args)]
struct Flags {
    /// The command; without it, the program
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

fn run(matches: &ArgMatches) -> Result<Exit> {
    let flags: Flags = typed(matches)?;
    let page = match &flags.command {
        None => program(),
        Some(name) => super::help::command(name)?.name(format!("morgue-{name}")),
    };
    let mut out = stdout();
    Man::new(page).render(&mut out)?;
    finish(out)?;
    Ok(Exit::Found)
}
