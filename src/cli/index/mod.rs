//! `morgue index`: brings the index up to date with its directories.

mod organisations;
mod shape;
mod summary;
mod watch;

pub(super) use shape::Shape;

use super::place::Place;
use super::{Command, Exit, typed};
use crate::error::{Error, Result};
use crate::index::{
    COMMIT_EVERY, Options, OrganisationRequest, RootRequest, holder, refresh, reorganise,
};
use crate::print::grouped;
use crate::query::{Filter, Node, Query, TextField};
use crate::schema::{Reading, Root};
use clap::{ArgMatches, Args};
use organisations::Organisations;
use std::path::{Path, PathBuf};
use std::time::Duration;
use summary::{INTERRUPTED, OUTDATED, describe};
pub(super) use watch::watched;

pub(super) static COMMAND: Command = Command {
    name: "index",
    about: "Index directories of articles, or bring the index up to date",
    examples: "\
Examples:
  morgue index ~/archive               add a directory, or refresh it
  morgue index                         refresh every directory the index knows
  morgue index dump.csv --map headline=TITEL,body=INHALT,date=DATUM
  morgue index scraped/ --as text --exclude '**/drafts/**'
  zcat wires.jsonl.gz | morgue index - --stdin-name wires.jsonl
  morgue index --wait                  after another writer, not instead of it

Unchanged files are not opened. What could not be read is listed on stderr as `path:line: why`,
everything else is indexed, and the exit code is 3; `morgue problems` lists it later. Ctrl-C and even
a kill keep what was committed; the next `morgue index` goes on from there.",
    flags: Flags::augment_args,
    run,
};

/// More memory gives larger segments, and fewer of them, each of which costs every search some of its time: with
/// 1300 MiB a million made-up articles are in 4, with 768 in 7, with 384 in 16. About two thirds of it are taken,
/// so that a machine of 2 GiB has room for it.
const MEMORY: &str = "1300M";

#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own on the command line"
)]
struct Flags {
    /// Directories or files to add or refresh, `-` for the standard input; without any, all that the index knows
    #[arg(value_name = "DIR|FILE")]
    roots: Vec<PathBuf>,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    shape: Shape,
    /// Only files whose path below the root matches this glob (repeatable)
    #[arg(long, value_name = "GLOB")]
    include: Vec<String>,
    /// No files whose path below the root matches this glob (repeatable)
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    #[command(flatten)]
    organisations: Organisations,
    /// Say what would be done, and do nothing
    #[arg(long, help_heading = "Run")]
    dry_run: bool,
    /// Read every file again, also those that have not changed
    #[arg(long, help_heading = "Run")]
    rebuild: bool,
    /// About how much memory to use (K, M, G: powers of 1024)
    #[arg(long, value_name = "SIZE", default_value = MEMORY, value_parser = memory, help_heading = "Run")]
    memory: usize,
    /// How many threads read [default: one for each core]
    #[arg(
        long,
        value_name = "N",
        default_value_t = 0,
        hide_default_value = true,
        help_heading = "Run"
    )]
    threads: usize,
    /// If another writer holds the index, wait for it to end
    #[arg(long, help_heading = "Run")]
    wait: bool,
    /// No progress and no summary; problems are still listed
    #[arg(short, long, help_heading = "Run")]
    quiet: bool,
    /// Commit so often, in seconds (for tests)
    #[arg(long, value_name = "SECONDS", hide = true, value_parser = seconds)]
    commit_every: Option<Duration>,
}

fn seconds(text: &str) -> Result<Duration, String> {
    let number = text.parse().ok();
    let duration = number.and_then(|number| Duration::try_from_secs_f64(number).ok());
    duration.ok_or_else(|| "write a number of seconds".into())
}

fn size(text: &str) -> Result<usize, String> {
    let wrong =
        || format!("`{text}` is no size: write a number with K, M or G, for example `512M`");
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let factor = match text[digits.len()..].to_ascii_uppercase().as_str() {
        "" | "B" => 1,
        "K" | "KB" | "KIB" => 1 << 10,
        "M" | "MB" | "MIB" => 1 << 20,
        "G" | "GB" | "GIB" => 1 << 30,
        _ => return Err(wrong()),
    };
    let number: usize = digits.trim().parse().map_err(|_| wrong())?;
    let size = number.checked_mul(factor).ok_or_else(wrong)?;
    Ok(size)
}

fn memory(text: &str) -> Result<usize, String> {
    let size = size(text)?;
    if size < 64 << 20 {
        return Err("indexing needs at least 64M".into());
    }
    Ok(size)
}

fn run(matches: &ArgMatches) -> Result<Exit> {
    let flags: Flags = typed(matches)?;
    let reading = Reading {
        include: flags.include.clone(),
        exclude: flags.exclude.clone(),
        ..flags.shape.reading()
    };
    let request = |path: &PathBuf| RootRequest {
        reading: reading.clone(),
        ..flags.shape.root(path)
    };
    let shaped = reading != Reading::default();
    if flags.roots.is_empty() && shaped {
        return Err(Error::Usage(
            "`--as`, `--map`, `--include` and their like say how a directory is read: name it"
                .into(),
        ));
    }
    let options = Options {
        index: flags.place.directory()?,
        cluster: flags.place.cluster()?,
        roots: flags.roots.iter().map(request).collect(),
        organisations: flags.organisations.request(),
        dry_run: flags.dry_run,
        rebuild: flags.rebuild,
        memory: flags.memory,
        threads: flags.threads,
        wait: flags.wait,
        commit_every: flags.commit_every.unwrap_or(COMMIT_EVERY),
    };
    let held = holder(&options.index).filter(|_| flags.wait && options.cluster.is_none());
    if let Some(who) = held {
        eprintln!("morgue: waiting for the writer that holds the index ({who})");
    }
    if flags.organisations.reorganise {
        flags.place.local("`--reorganise`")?;
        if !options.roots.is_empty() {
            let reason = "`--reorganise` works on the stored articles: leave the directories out";
            return Err(Error::Usage(reason.into()));
        }
        return anew(&options, flags.quiet);
    }
    let summary = watched(flags.quiet, |progress, report| {
        refresh(&options, progress, report)
    })?;
    if !flags.quiet {
        eprint!("{}", describe(&summary, flags.dry_run));
    } else if summary.interrupted {
        eprintln!("{INTERRUPTED}");
    }
    if summary.outdated {
        eprintln!("{OUTDATED}");
    }
    Ok(if summary.interrupted || summary.skipped() > 0 {
        Exit::Skipped
    } else {
        Exit::Found
    })
}

/// `--reorganise`.
fn anew(options: &Options, quiet: bool) -> Result<Exit> {
    let articles = watched(quiet, |progress, _| reorganise(options, progress))?;
    if !quiet {
        eprintln!(
            "{} articles read again for organisations",
            grouped(articles)
        );
    }
    Ok(Exit::Found)
}

/// `--from DIR`: refreshes one directory, quietly, and narrows a query to it.
pub(super) fn bring_up_to_date(place: &Place, directory: &Path, query: Query) -> Result<Query> {
    if directory == Path::new(Root::PIPE) {
        let reason = "`--from` names a directory: index a pipe with `morgue index -` first";
        return Err(Error::Usage(reason.into()));
    }
    let options = Options {
        index: place.directory()?,
        cluster: place.cluster()?,
        roots: vec![RootRequest {
            path: directory.to_owned(),
            ..RootRequest::default()
        }],
        organisations: OrganisationRequest::default(),
        dry_run: false,
        rebuild: false,
        memory: size(MEMORY).expect("the default is a size"),
        threads: 0,
        wait: false,
        commit_every: COMMIT_EVERY,
    };
    watched(false, |progress, report| {
        refresh(&options, progress, report)
    })?;
    let root = crate::index::root_name(&options, directory)?;
    let within = Node::Filter {
        filter: Filter::Field {
            field: TextField::Root,
            value: root,
        },
        span: 0..0,
    };
    let root = match query.root {
        Node::All => within,
        Node::And(mut nodes) => {
            nodes.push(within);
            Node::And(nodes)
        }
        node => Node::And(vec![node, within]),
    };
    Ok(Query { root, ..query })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        assert_eq!(size("384M"), Ok(384 << 20));
        assert_eq!(size("1g"), Ok(1 << 30));
        assert!(memory("12").is_err() && size("x").is_err() && size("9999999999999G").is_err());
    }
}
