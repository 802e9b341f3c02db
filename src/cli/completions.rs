//! `morgue completions`: what a shell needs to complete our words.

use super::{Command, Exit, finish, program, stdout, typed};
use crate::error::Result;
use clap::{ArgMatches, Args};
use clap_complete::Shell;

pub(super) static COMMAND: Command = Command {
    name: "completions",
    about: "Print completions for a shell",
    examples: "\
Examples:
  morgue completions bash > ~/.local/share/bash-completion/completions/morgue
  morgue completions zsh > ~/.zfunc/_morgue",
    flags: Flags::augment_args,
    run,
};

#[derive(Debug, Args)]
struct Flags {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

fn run(matches: &ArgMatches) -> Result<Exit> {
    let flags: Flags = typed(matches)?;
    // The generator panics where its output is closed, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(flags.shell, &mut program(), "morgue", &mut script);
    let mut out = stdout();
    std::io::Write::write_all(&mut out, &script)?;
    finish(out)?;
    Ok(Exit::Found)
}
