//! `morgue index`: brings the index up to date with its directories.

use super::place::Place;
use super::{Command, Exit, typed};
use crate::error::{Error, Problem, Result};
use crate::index::{
    Counts, Options, OrganisationRequest, Progress, RootRequest, Summary, refresh, reorganise,
};
use crate::query::{Filter, Node, Query, TextField};
use crate::date::DateOrder;
use crate::read::READERS;
use crate::read::fields::Field;
use crate::schema::Reading;
use crate::terminal::safe;
use clap::builder::PossibleValuesParser;
use clap::{ArgMatches, Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

pub(super) static COMMAND: Command = Command {
    name: "index",
    about: "Index directories of articles, or bring the index up to date",
    examples: "\
Examples:
  morgue index ~/archive               add a directory, or refresh it
  morgue index                         refresh every directory the index knows
  morgue index dump.csv --map headline=TITEL,body=INHALT,date=DATUM
  morgue index scraped/ --as text --exclude '**/drafts/**'

Unchanged files are not opened. What could not be read is listed on stderr as `path:line: why`,
everything else is indexed, and the exit code is 3.",
    flags: Flags::augment_args,
    run,
};

/// 384 MiB leaves a 1 GiB machine room; more memory gives larger first segments, little speed.
const MEMORY: &str = "384M";

#[derive(Debug, Args)]
struct Flags {
    /// Directories or files to add or refresh; without any, all that the index knows
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
    #[arg(long)]
    dry_run: bool,
    /// Read every file again, also those that have not changed
    #[arg(long)]
    rebuild: bool,
    /// About how much memory to use (K, M, G: powers of 1024)
    #[arg(long, value_name = "SIZE", default_value = MEMORY, value_parser = size)]
    memory: usize,
    /// How many threads read [default: one for each core]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    threads: usize,
    /// No progress and no summary; problems are still listed
    #[arg(short, long)]
    quiet: bool,
}

/// How files are read.
#[derive(Debug, Clone, Args)]
pub(super) struct Shape {
    /// Read every file as this format, whatever it looks like
    #[arg(long = "as", value_name = "FORMAT",
        value_parser = PossibleValuesParser::new(READERS.iter().map(|r| r.name())))]
    format: Option<String>,
    /// Which key or column holds which field, where the common names do not do (dots go into nested records)
    #[arg(long, value_name = "FIELD=KEY,…", value_delimiter = ',', value_parser = pair)]
    map: Vec<(String, String)>,
    /// How numeric dates such as 03/04/2025 are meant where the file does not settle it
    #[arg(long, value_name = "ORDER", value_enum)]
    date_order: Option<Order>,
    /// The zone of times that name none, as in `Europe/Paris` [default: UTC]
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    assume_tz: Option<String>,
    /// Keep share links, comment forms and the like in the text
    #[arg(long)]
    keep_boilerplate: bool,
    /// The texts are dumps of whole pages: find the article in each
    #[arg(long)]
    whole_page: bool,
}

/// `--date-order`.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Order {
    /// 25/09/2025
    DayFirst,
    /// 09/25/2025
    MonthFirst,
}

fn zone(text: &str) -> Result<String, String> {
    match jiff::tz::TimeZone::get(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err("name a zone of the tz database, for example `Europe/Paris`".into()),
    }
}

impl Shape {
    fn reading(&self) -> Reading {
        Reading {
            format: self.format.clone(),
            map: self.map.clone(),
            date_order: self.date_order.map(|order| match order {
                Order::DayFirst => DateOrder::DayFirst,
                Order::MonthFirst => DateOrder::MonthFirst,
            }),
            zone: self.assume_tz.clone(),
            keep_boilerplate: self.keep_boilerplate,
            whole_page: self.whole_page,
            ..Reading::default()
        }
    }

    /// A root that is read so.
    pub(super) fn root(&self, path: &Path) -> RootRequest {
        RootRequest {
            path: path.to_owned(),
            reading: self.reading(),
        }
    }
}

/// How organisations are recognised. What is said here is kept for later refreshes.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Organisations")]
struct Organisations {
    /// Do not recognise organisations in the text (those given by the source are kept)
    #[arg(long)]
    no_organisations: bool,
    /// Your file of organisations [default: organisations.toml in the index directory, if there is one]
    #[arg(long, value_name = "FILE")]
    organisations: Option<PathBuf>,
    /// A list of more names, one a line: NAME|ALIAS|… (repeatable)
    #[arg(long, value_name = "FILE")]
    names: Vec<PathBuf>,
    /// The least confidence, 0 to 1, of a name that is kept [default: 0.5]
    #[arg(long, value_name = "0..1", value_parser = confidence)]
    confidence: Option<f32>,
    /// Recognise organisations anew in every stored article, without reading sources
    #[arg(long)]
    reorganise: bool,
}

impl Organisations {
    fn request(&self) -> OrganisationRequest {
        // Recognition is turned on again by asking for it in any way.
        let asked = self.reorganise || self.confidence.is_some() || self.organisations.is_some();
        OrganisationRequest {
            off: match (self.no_organisations, asked) {
                (true, _) => Some(true),
                (false, true) => Some(false),
                (false, false) => None,
            },
            names: self.names.clone(),
            file: self.organisations.clone(),
            threshold: self.confidence,
        }
    }
}

fn confidence(text: &str) -> Result<f32, String> {
    match text.parse::<f32>() {
        Ok(number) if (0.0..=1.0).contains(&number) => Ok(number),
        _ => Err("write a number from 0 (every guess) to 1 (only what is certain)".into()),
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((field, key)) if !field.trim().is_empty() && !key.trim().is_empty() => {
            let field = field.trim().to_lowercase();
            if Field::by_name(&field).is_none() {
                let names: Vec<_> = Field::names().collect();
                return Err(format!("an article has no field `{field}`: it has {}", names.join(", ")));
            }
            Ok((field, key.trim().to_owned()))
        }
        _ => Err("write it as FIELD=KEY, for example `headline=TITEL`".into()),
    }
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
        path: path.clone(),
        reading: reading.clone(),
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
        roots: flags.roots.iter().map(request).collect(),
        organisations: flags.organisations.request(),
        dry_run: flags.dry_run,
        rebuild: flags.rebuild,
        memory: flags.memory,
        threads: flags.threads,
    };
    if flags.organisations.reorganise {
        if !options.roots.is_empty() {
            let reason = "`--reorganise` works on the stored articles: leave the directories out";
            return Err(Error::Usage(reason.into()));
        }
        return anew(&options, flags.quiet);
    }
    let summary = watched(&options, flags.quiet)?;
    if !flags.quiet {
        eprint!("{}", describe(&summary, flags.dry_run));
    }
    Ok(if summary.interrupted || summary.skipped() > 0 {
        Exit::Skipped
    } else {
        Exit::Found
    })
}

/// `--reorganise`.
fn anew(options: &Options, quiet: bool) -> Result<Exit> {
    let progress = Arc::new(Progress::default());
    let stop = progress.clone();
    let _ = ctrlc::set_handler(move || stop.interrupt());
    let articles = reorganise(
        &options.index,
        &options.organisations,
        options.memory,
        &progress,
    )?;
    if !quiet {
        eprintln!(
            "{} articles read again for organisations",
            crate::print::grouped(articles)
        );
    }
    Ok(Exit::Found)
}

/// `--from DIR`: refreshes one directory, quietly, and narrows a query to it.
pub(super) fn bring_up_to_date(place: &Place, directory: &Path, query: Query) -> Result<Query> {
    let options = Options {
        index: place.directory()?,
        roots: vec![RootRequest {
            path: directory.to_owned(),
            ..RootRequest::default()
        }],
        organisations: OrganisationRequest::default(),
        dry_run: false,
        rebuild: false,
        memory: size(MEMORY).expect("the default is a size"),
        threads: 0,
    };
    watched(&options, false)?;
    let root = crate::index::root_name(&options.index, directory)?;
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

/// Refreshes with a progress bar on a terminal, and ends in order at Ctrl-C.
fn watched(options: &Options, quiet: bool) -> Result<Summary> {
    let progress = Arc::new(Progress::default());
    let stop = progress.clone();
    // A second handler (in one process) is refused; the first one does the same.
    let _ = ctrlc::set_handler(move || stop.interrupt());
    let bar = if quiet || !std::io::stderr().is_terminal() {
        ProgressBar::hidden()
    } else {
        bar()
    };
    let report = |path: &str, problem: &Problem| {
        let line = safe(&problem.sentence(path));
        bar.suspend(|| eprintln!("{line}"));
    };
    let ended = std::sync::atomic::AtomicBool::new(false);
    let summary = std::thread::scope(|scope| {
        scope.spawn(|| {
            while !ended.load(Ordering::Relaxed) {
                show(&bar, &progress);
                std::thread::park_timeout(Duration::from_millis(100));
            }
        });
        let summary = refresh(options, &progress, &report);
        ended.store(true, Ordering::Relaxed);
        summary
    });
    bar.finish_and_clear();
    summary
}

fn bar() -> ProgressBar {
    let style = "{bar:24} {percent:>3}%  {msg}  {bytes_per_sec}  {eta} left";
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template(style) {
        bar.set_style(style);
    }
    bar
}

fn show(bar: &ProgressBar, progress: &Progress) {
    let load = |counter: &std::sync::atomic::AtomicU64| counter.load(Ordering::Relaxed);
    bar.set_length(load(&progress.bytes_total));
    bar.set_position(load(&progress.bytes));
    let number = crate::print::grouped;
    bar.set_message(format!(
        "{} of {} files, {} articles",
        number(load(&progress.files)),
        number(load(&progress.files_total)),
        number(load(&progress.articles)),
    ));
}

/// The summary as people read it.
fn describe(summary: &Summary, dry: bool) -> String {
    let number = crate::print::grouped;
    let mut text = String::new();
    if dry {
        text += "Nothing was changed; an index run would do this (touched and moved files are only \
            recognised by reading them):\n";
    }
    let counts = |counts: Counts| {
        let files = if counts.files == 1 { "file" } else { "files" };
        let articles = if counts.articles == 1 {
            "article"
        } else {
            "articles"
        };
        format!(
            "{:>9} {files}, {} {articles}",
            number(counts.files),
            number(counts.articles)
        )
    };
    for (name, value) in [
        ("added", summary.added),
        ("replaced", summary.replaced),
        ("moved", summary.moved),
        ("removed", summary.removed),
    ] {
        // What did not happen is not news.
        if value.files == 0 {
            continue;
        }
        text += &format!("{name:<10}{}\n", counts(value));
    }
    if summary.touched.files > 0 {
        let files = number(summary.touched.files);
        text += &format!(
            "{:<10}{files:>9} files have a new time but the same content\n",
            "touched"
        );
    }
    if summary.unchanged > 0 || summary.is_unchanged() {
        let files = number(summary.unchanged);
        text += &format!("{:<10}{files:>9} files\n", "unchanged");
    }
    if summary.skipped() > 0 {
        let kinds: Vec<_> = summary
            .problems
            .iter()
            .filter(|(kind, _)| kind.skips())
            .map(|(kind, count)| format!("{} {}", number(*count), kind.name()))
            .collect();
        text += &format!(
            "{:<10}{:>9} inputs: {}\n",
            "skipped",
            number(summary.skipped()),
            kinds.join(", ")
        );
    }
    for (kind, count) in summary.problems.iter().filter(|(kind, _)| !kind.skips()) {
        text += &format!("{:<10}{:>9} {}\n", "doubtful", number(*count), kind.name());
    }
    let seconds = summary.elapsed.as_secs_f64();
    let rate = summary.bytes as f64 / 1e6 / seconds.max(1e-9);
    text += &format!(
        "{} articles in the index. {seconds:.1} s",
        number(summary.articles)
    );
    if summary.bytes > 0 {
        text += &format!(", {rate:.1} MB/s");
    }
    text += "\n";
    if summary.interrupted {
        text += "Interrupted: what was read is committed; `morgue index` goes on from here.\n";
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        assert_eq!(size("384M"), Ok(384 << 20));
        assert_eq!(size("1g"), Ok(1 << 30));
        assert!(size("12").is_err() && size("x").is_err() && size("9999999999999G").is_err());
    }

    #[test]
    fn a_summary_reads_well() {
        let summary = Summary {
            added: Counts {
                files: 1_204,
                articles: 21_578,
            },
            unchanged: 3,
            articles: 21_600,
            bytes: 27_000_000,
            elapsed: Duration::from_secs(2),
            ..Summary::default()
        };
        insta::assert_snapshot!(describe(&summary, false));
    }
}
