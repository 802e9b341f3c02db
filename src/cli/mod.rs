//! The command line: what was typed becomes what is meant, and the answer an exit code.
//!
//! A command is one file and one row of [`COMMANDS`]; help, completions and the manual read the table.
//! Nothing else in the program knows of flags, terminals or exit codes.

mod alike;
mod ask;
mod batch;
mod check;
mod cluster;
mod completions;
mod concordance;
mod count;
mod exit;
mod explain;
mod export;
mod formats;
mod help;
mod hint;
mod index;
mod man;
mod organisations;
mod orgs;
mod output;
mod panic;
mod place;
mod problems;
mod queries;
mod rank;
mod read;
mod reprints;
mod save;
mod search;
mod sheet;
mod show;
mod similar;
mod stats;
mod tag;
mod terms;
mod timeline;

pub use exit::Exit;

use crate::error::{Error, Result};
use clap::{ArgMatches, Args};
use std::ffi::{OsStr, OsString};
use std::io::Write;

/// A command of the program.
pub struct Command {
    /// What it is called by.
    pub name: &'static str,
    /// One line for the list of commands.
    pub about: &'static str,
    /// How it is used, shown under its help.
    pub examples: &'static str,
    /// Adds its flags.
    flags: fn(clap::Command) -> clap::Command,
    /// Runs it with what was typed.
    run: fn(&ArgMatches) -> Result<Exit>,
}

/// Every command, in the order in which help lists them.
pub static COMMANDS: &[&Command] = &[
    &index::COMMAND,
    &search::COMMAND,
    &show::COMMAND,
    &count::COMMAND,
    &batch::COMMAND,
    &concordance::COMMAND,
    &similar::COMMAND,
    &save::COMMAND,
    &stats::COMMAND,
    &export::COMMAND,
    &tag::COMMAND,
    &read::COMMAND,
    &organisations::COMMAND,
    &orgs::COMMAND,
    &terms::COMMAND,
    &reprints::COMMAND,
    &timeline::COMMAND,
    &problems::COMMAND,
    &check::COMMAND,
    &formats::COMMAND,
    &help::COMMAND,
    &completions::COMMAND,
    &man::COMMAND,
];

/// The command of a name.
fn command(name: &OsStr) -> Option<&'static Command> {
    COMMANDS
        .iter()
        .copied()
        .find(|command| name == command.name)
}

/// The flags of a command as `T`.
fn typed<T: Args>(matches: &ArgMatches) -> Result<T> {
    T::from_arg_matches(matches).map_err(|error| Error::Usage(error.to_string()))
}

/// The whole command line as clap knows it.
pub fn program() -> clap::Command {
    program_of(COMMANDS)
}

/// The command line with some of the commands: to put all their flags together takes a tenth of a search.
fn program_of(commands: &[&Command]) -> clap::Command {
    let commands = commands.iter().map(|command| {
        (command.flags)(clap::Command::new(command.name))
            .about(command.about)
            .after_help(flowing(command.examples))
    });
    clap::Command::new("morgue")
        .about("Full-text search over a news archive")
        .version(env!("CARGO_PKG_VERSION"))
        .after_help(flowing(OVERVIEW))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommands(commands)
}

const OVERVIEW: &str = "\
Start with:
  morgue index ~/archive             index a directory of articles
  morgue search 'port strike'        ranked results with snippets
  morgue help query                  the query language

Exit codes: 0 found or done, 1 nothing found, 2 error, 3 done but some inputs were skipped,
75 another writer holds the index.";

/// Each paragraph as one line, which clap breaks to the width of the terminal; examples, being indented,
/// stay as they are.
fn flowing(text: &str) -> String {
    let mut flowing = String::with_capacity(text.len());
    let mut before = "";
    for line in text.lines() {
        let joins = !before.is_empty() && !before.ends_with(':');
        if joins && !before.starts_with(' ') && !line.is_empty() && !line.starts_with(' ') {
            flowing.push(' ');
        } else if !flowing.is_empty() {
            flowing.push('\n');
        }
        flowing.push_str(line);
        before = line;
    }
    flowing
}

/// Runs the program with the words of a command line, the first being its own name.
pub fn run(words: impl IntoIterator<Item = OsString>) -> Exit {
    let words = tag::rewritten(words.into_iter().collect());
    let named = words.get(1).and_then(|word| command(word));
    let program = named.map_or_else(program, |command| program_of(&[command]));
    let matches = match program.try_get_matches_from(words) {
        Ok(matches) => matches,
        Err(error) => return refuse(&error),
    };
    let Some((name, matches)) = matches.subcommand() else {
        return Exit::Error;
    };
    let command = command(OsStr::new(name));
    let result =
        panic::caught(|| command.map_or(Ok(Exit::Error), |command| (command.run)(matches)));
    result.unwrap_or_else(|error| Exit::of(&error))
}

/// Help and version are answers; anything else clap says is a wrong use.
fn refuse(error: &clap::Error) -> Exit {
    // Where even the terminal is gone there is nobody left to tell.
    let _ = error.print();
    if error.use_stderr() {
        Exit::Error
    } else {
        Exit::Found
    }
}

/// Standard output through one buffer, flushed by [`finish`].
fn stdout() -> std::io::BufWriter<std::io::StdoutLock<'static>> {
    std::io::BufWriter::with_capacity(1 << 16, std::io::stdout().lock())
}

/// Ends an output; a closed pipe is noticed here at the latest.
fn finish(mut out: impl Write) -> Result<()> {
    Ok(out.flush()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        program().debug_assert();
    }

    #[test]
    fn every_command_has_an_example_that_fits_a_terminal() {
        for command in COMMANDS {
            let call = format!("morgue {}", command.name);
            assert!(command.examples.contains(&call), "{}", command.name);
            let mut examples = command.examples.lines().filter(|l| l.starts_with(' '));
            let wide = examples.find(|line| line.chars().count() > 80);
            assert_eq!(wide, None, "{}", command.name);
        }
    }

    #[test]
    fn paragraphs_flow_and_examples_stay() {
        let text = "Examples:\n  one\n  two\n\nA paragraph\nof two lines.\n\nAnother";
        let expected = "Examples:\n  one\n  two\n\nA paragraph of two lines.\n\nAnother";
        assert_eq!(flowing(text), expected);
    }
}
