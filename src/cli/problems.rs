//! `morgue problems`: every input that was skipped or is doubtful, from the index.

use super::output::Output;
use super::place::Place;
use super::sheet::Sheet;
use super::{Command, Exit, typed};
use crate::answer::{Cell, Provenance, Table};
use crate::engine::{Concern, Embedded, Engine, KINDS, Want};
use crate::error::Result;
use crate::schema::day_number;
use clap::builder::PossibleValue;
use clap::{ArgMatches, Args};
use jiff::ZonedDateTime;

pub(super) static COMMAND: Command = Command {
    name: "problems",
    about: "List the inputs that were skipped and the articles that are doubtful",
    examples: "\
Examples:
  morgue problems                 each with its file, line, kind and reason
  morgue problems --summary       how many of each kind
  morgue problems --kind malformed,limit --format csv > list.csv
  morgue problems --kind undated -n 100

The list is part of the index: what has become of a file is refreshed with the file.

Exit codes: 0 there are some, 1 there are none.",
    flags: Flags::augment_args,
    run,
};

/// So many rows people see unless they ask for more.
const ROWS: usize = 50;

#[derive(Debug, Args)]
struct Flags {
    /// Only of these kinds (repeatable, or with commas)
    #[arg(long, value_name = "KIND,…", value_delimiter = ',', value_parser = kinds())]
    kind: Vec<String>,
    /// How many there are of each kind
    #[arg(long)]
    summary: bool,
    /// How many rows at most [default: 50 as text, else all]
    #[arg(short = 'n', long, value_name = "N")]
    limit: Option<usize>,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    output: Output,
}

fn kinds() -> Vec<PossibleValue> {
    KINDS
        .iter()
        .map(|(name, about)| PossibleValue::new(*name).help(*about))
        .collect()
}

fn run(matches: &ArgMatches) -> Result<Exit> {
    let flags: Flags = typed(matches)?;
    let sheet = Sheet::new(&flags.output)?;
    let engine = Embedded::open(&flags.place.local("`morgue problems`")?)?;
    let found = engine.problems(&Want {
        kinds: flags.kind.clone(),
        today: day_number(ZonedDateTime::now().date()),
    })?;
    let usual = if sheet.is_text() { ROWS } else { usize::MAX };
    let mut table = if flags.summary {
        summary(&found)
    } else {
        list(&found, flags.limit.unwrap_or(usual))
    };
    let manifest = engine.manifest();
    table.provenance = Some(Provenance {
        fingerprint: manifest.fingerprint.clone(),
        articles: manifest.articles,
        version: env!("CARGO_PKG_VERSION"),
        ..Provenance::default()
    });
    sheet.print(&table, table.provenance.as_slice())?;
    Ok(if found.is_empty() {
        Exit::Nothing
    } else {
        Exit::Found
    })
}

fn list(found: &[Concern], limit: usize) -> Table {
    let row = |concern: &Concern| {
        vec![
            Cell::Text(concern.kind.into()),
            Cell::Text(concern.file.clone()),
            concern.line.map_or(Cell::Nothing, Cell::Count),
            concern.article.clone().map_or(Cell::Nothing, Cell::Text),
            Cell::Text(concern.reason.clone()),
        ]
    };
    Table {
        provenance: None,
        columns: ["kind", "file", "line", "article", "reason"]
            .map(String::from)
            .into(),
        rows: found.iter().take(limit).map(row).collect(),
        total: found.len() as u64,
    }
}

fn summary(found: &[Concern]) -> Table {
    let count = |kind: &str| found.iter().filter(|concern| concern.kind == kind).count() as u64;
    let counts = KINDS.iter().map(|(kind, about)| (kind, about, count(kind)));
    let rows: Vec<_> = counts
        .filter(|(.., count)| *count > 0)
        .map(|(kind, about, count)| {
            vec![
                Cell::Text((*kind).into()),
                Cell::Count(count),
                Cell::Text((*about).into()),
            ]
        })
        .collect();
    Table {
        provenance: None,
        columns: ["kind", "count", "meaning"].map(String::from).into(),
        total: rows.len() as u64,
        rows,
    }
}
