//! `morgue check`: whether the index is whole.

use super::index::watched;
use super::place::Place;
use super::{Command, Exit, finish, stdout, typed};
use crate::error::Result;
use crate::index::{CheckReport, check};
use crate::print::{bytes, grouped};
use crate::terminal::safe;
use clap::{ArgMatches, Args};
use std::io::Write;

pub(super) static COMMAND: Command = Command {
    name: "check",
    about: "Check that the index is whole: checksums, every article, every count",
    examples: "\
Examples:
  morgue check
  morgue check --deep     also read every source again and compare its content
  morgue check --quiet || mail -s 'the archive is damaged' desk@example.org

Exit codes: 0 whole, 2 not whole, with a sentence for each fault on standard output.",
    flags: Flags::augment_args,
    run,
};

#[derive(Debug, Args)]
struct Flags {
    /// Also read every source again: has it the content that was indexed?
    #[arg(long)]
    deep: bool,
    /// Only faults
    #[arg(short, long)]
    quiet: bool,
    #[command(flatten)]
    place: Place,
}

/// What can be done about faults.
const REMEDY: &str = "Delete what is in its directory, except your own `tags.txt`, `queries.toml` and `organisations.toml`, and \
    run `morgue index DIR` again: all the rest comes from the sources.";

fn run(matches: &ArgMatches) -> Result<Exit> {
    let flags: Flags = typed(matches)?;
    let path = flags.place.local("`morgue check`")?;
    let report = watched(flags.quiet, |progress, _| {
        check(&path, flags.deep, progress)
    })?;
    let mut out = stdout();
    let faults = report.faults.iter().chain(&report.sources_differing);
    for fault in faults {
        writeln!(out, "{}", safe(fault))?;
    }
    if !flags.quiet {
        write!(out, "{}", summary(&report))?;
    }
    finish(out)?;
    let whole = report.faults.is_empty() && report.sources_differing.is_empty();
    Ok(if whole { Exit::Found } else { Exit::Error })
}

fn summary(report: &CheckReport) -> String {
    let mut read = format!(
        "{} articles of {} files read back, {} compared with their checksums",
        grouped(report.articles),
        grouped(report.files),
        bytes(report.bytes)
    );
    if report.sources > 0 {
        let (all, differing) = (report.sources, report.sources_differing.len());
        read = format!("{read}, {} sources read again", grouped(all));
        if differing > 0 {
            read = format!("{read}, {} differ", grouped(differing as u64));
        }
    }
    let mut lines = vec![if report.faults.is_empty() {
        format!("The index is whole: {read}.")
    } else {
        format!("The index is not whole: {read}. {REMEDY}")
    }];
    if report.unfinished {
        lines.push("The last run was interrupted: `morgue index` goes on where it ended.".into());
    }
    lines.join("\n") + "\n"
}
