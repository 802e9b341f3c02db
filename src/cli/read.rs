//! `morgue read`: what the readers make of files, without an index.

use super::index::Shape;
use super::{Command, Exit, finish, typed};
use crate::error::Result;
use crate::index::preview;
use crate::terminal::safe;
use clap::{ArgMatches, Args};
use std::io::{BufWriter, Write};
use std::path::PathBuf;

pub(super) static COMMAND: Command = Command {
    name: "read",
    about: "Print the articles that files hold as JSON Lines, without indexing them",
    examples: "\
Examples:
  morgue read page.html                 what `morgue index` would make of it
  morgue read dump.csv --map headline=TITEL | head -n 1
  zcat dump.jsonl.gz | morgue read -
  morgue read archive.sgm > archive.jsonl",
    flags: Flags::augment_args,
    run,
};

#[derive(Debug, Args)]
struct Flags {
    /// The files to read; `-` for the standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    shape: Shape,
}

fn run(matches: &ArgMatches) -> Result<Exit> {
    let flags: Flags = typed(matches)?;
    // Not locked: the reading is done on a thread of its own.
    let mut out = BufWriter::new(std::io::stdout());
    let mut skipped = false;
    for file in &flags.files {
        let root = flags.shape.root(file);
        preview(&root, &mut |found| {
            for article in &found.articles {
                serde_json::to_writer(&mut out, article).map_err(std::io::Error::from)?;
                writeln!(out)?;
            }
            for problem in &found.problems {
                skipped |= problem.kind.skips();
                eprintln!("{}", safe(&problem.sentence(&file.to_string_lossy())));
            }
            Ok(())
        })?;
    }
    finish(out)?;
    Ok(if skipped { Exit::Skipped } else { Exit::Found })
}
