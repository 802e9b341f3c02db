//! `morgue export`: whole articles for other programs.

use super::ask::Ask;
use super::{Command, Exit, typed};
use crate::error::{Error, Result};
use crate::print::export::{EXPORTS, Export, ExportFormat, Files, Out};
use crate::terminal::safe;
use clap::builder::PossibleValuesParser;
use clap::{ArgMatches, Args};
use std::fs::File;
use std::io::{BufWriter, IsTerminal};
use std::path::{Path, PathBuf};

pub(super) static COMMAND: Command = Command {
    name: "export",
    about: "Write whole articles as JSON Lines, CSV, Parquet or plain text files",
    examples: "\
Examples:
  morgue export > archive.jsonl
  morgue export 'strike AND date:2025' -o strike.parquet
  morgue export cocoa --format files -o corpus/

Articles stream in the order in which the index holds them. JSON Lines have everything that is \
known of an article: `morgue index archive.jsonl` makes an index of the same articles. CSV cells \
that a spreadsheet would run as a formula begin with an apostrophe.",
    flags: Flags::augment_args,
    run,
};

#[derive(Debug, Args)]
struct Flags {
    #[command(flatten)]
    ask: Ask,
    /// What to write [default: by the ending of `--output`, else jsonl]
    #[arg(long, value_name = "FORMAT", help_heading = "Output",
        value_parser = PossibleValuesParser::new(EXPORTS.iter().map(|format| format.name)))]
    format: Option<String>,
    /// The file to write, or the directory; `-` or nothing for standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
}

fn run(matches: &ArgMatches) -> Result<Exit> {
    let flags: Flags = typed(matches)?;
    let output = flags
        .output
        .as_deref()
        .filter(|path| *path != Path::new("-"));
    let named = flags.format.as_deref().and_then(ExportFormat::named);
    let format = named
        .or_else(|| ExportFormat::of(output?))
        .unwrap_or(&EXPORTS[0]);
    let asked = flags.ask.asked()?;
    let engine = flags.ask.open()?;
    let mut export = begin(format, output)?;
    let mut count = 0u64;
    let add = &mut |hit| {
        count += 1;
        export.add(&hit)
    };
    let written = engine
        .articles(&asked.query, &asked.meaning, add)
        .and_then(|()| export.finish());
    written.map_err(|error| match (error, output) {
        (Error::Output(source), Some(path)) => Error::io("write", path, source),
        (other, _) => other,
    })?;
    if let Some(path) = output {
        let number = crate::print::grouped(count);
        let plural = if count == 1 { "" } else { "s" };
        eprintln!(
            "{number} article{plural} written to {}",
            safe(&path.to_string_lossy())
        );
    }
    Ok(if count == 0 {
        Exit::Nothing
    } else {
        Exit::Found
    })
}

fn begin(format: &ExportFormat, output: Option<&Path>) -> Result<Box<dyn Export>> {
    let Some(path) = output else {
        if !format.text && std::io::stdout().is_terminal() {
            return Err(Error::Usage(format!(
                "`--format {}` is not for a terminal: name a file with `-o FILE`",
                format.name
            )));
        }
        // Not locked, as an export may be handed to another thread.
        let out: Out = Box::new(BufWriter::with_capacity(1 << 16, std::io::stdout()));
        return format.begin(out);
    };
    if format.directory {
        return Ok(Box::new(Files::begin(path)?));
    }
    let file = File::create(path).map_err(|error| Error::io("write", path, error))?;
    format.begin(Box::new(BufWriter::with_capacity(1 << 16, file)))
}
