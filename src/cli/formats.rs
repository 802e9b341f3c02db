//! `morgue formats`: what can be read and what can be printed.

use super::{Command, Exit, finish, stdout, typed};
use crate::error::Result;
use crate::print::PRINTERS;
use crate::read::READERS;
use clap::{ArgMatches, Args};
use std::io::Write;

pub(super) static COMMAND: Command = Command {
    name: "formats",
    about: "List the formats that can be read (`--as`) and printed (`--format`)",
    examples: "Examples:\n  morgue formats",
    flags: Flags::augment_args,
    run,
};

#[derive(Debug, Args)]
struct Flags {}

fn run(matches: &ArgMatches) -> Result<Exit> {
    let Flags {} = typed(matches)?;
    let mut out = stdout();
    writeln!(out, "Read by `morgue index`, forced by `--as`:")?;
    for reader in READERS {
        let extensions = reader.extensions().join(", ");
        writeln!(
            out,
            "  {:<12} {} [{extensions}]",
            reader.name(),
            reader.about()
        )?;
    }
    writeln!(
        out,
        "  Each also packed: .gz, .zst, and inside .zip, .tar, .tar.gz, .tar.zst (archives two deep),\n  \
         and those of text in the files of word processors: .docx, .odt"
    )?;
    writeln!(out, "\nPrinted by `--format`:")?;
    for printer in PRINTERS {
        writeln!(out, "  {:<12} {}", printer.name(), printer.about())?;
    }
    finish(out)?;
    Ok(Exit::Found)
}
