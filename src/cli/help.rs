//! `morgue help`: help of the program, of a command, and of the query language.

use super::{Command, Exit, finish, program, stdout, typed};
use crate::error::{Error, Result};
use crate::query::FIELDS;
use crate::query::help::{NOTES, OPERATORS};
use clap::{ArgMatches, Args};
use std::io::Write;

pub(super) static COMMAND: Command = Command {
    name: "help",
    about: "Print help: of a command, or of the query language (`morgue help query`)",
    examples: "\
Examples:
  morgue help query
  morgue help search",
    flags: Flags::augment_args,
    run,
};

#[derive(Debug, Args)]
struct Flags {
    /// A command, or `query`
    #[arg(value_name = "TOPIC")]
    topic: Option<String>,
}

fn run(matches: &ArgMatches) -> Result<Exit> {
    let flags: Flags = typed(matches)?;
    let text = match flags.topic.as_deref() {
        None => program().render_long_help().to_string(),
        Some("query") => language(),
        Some(name) => command(name)?.render_long_help().to_string(),
    };
    let mut out = stdout();
    out.write_all(text.as_bytes())?;
    finish(out)?;
    Ok(Exit::Found)
}

/// A command as clap knows it, by its name.
pub(super) fn command(name: &str) -> Result<clap::Command> {
    let mut program = program();
    program.build();
    program.find_subcommand(name).cloned().ok_or_else(|| {
        let names: Vec<_> = super::COMMANDS.iter().map(|command| command.name).collect();
        Error::Usage(format!(
            "there is no command `{name}`: there are {}, and the topic `query`",
            names.join(", ")
        ))
    })
}

/// How wide the column is that shows how something is written.
const LEFT: usize = 27;

/// The query language: its operators, its fields, and what to know about them.
fn language() -> String {
    let mut lines = vec!["The query language of morgue".to_owned(), String::new()];
    let width = LEFT;
    // What is too long for its column stands on a line of its own.
    let beside = |lines: &mut Vec<String>, left: &str, right: &str| {
        if left.len() > width {
            lines.extend([format!("  {left}"), format!("  {:<width$}  {right}", "")]);
        } else {
            lines.push(format!("  {left:<width$}  {right}"));
        }
    };
    for row in OPERATORS {
        beside(&mut lines, row.written, row.meaning);
        lines.push(format!("  {:<width$}    {}", "", row.example));
    }
    lines.extend([String::new(), "Fields:".to_owned()]);
    for field in FIELDS {
        let names = std::iter::once(&field.name).chain(field.aliases);
        let names: Vec<_> = names.map(|name| format!("{name}:")).collect();
        beside(&mut lines, &names.join(" "), field.about);
    }
    lines.extend([String::new(), "To know:".to_owned()]);
    let options = textwrap::Options::new(96)
        .initial_indent("  - ")
        .subsequent_indent("    ");
    lines.extend(NOTES.iter().map(|note| textwrap::fill(note, &options)));
    lines.join("\n") + "\n"
}
