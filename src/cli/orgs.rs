//! `morgue orgs`: who is in the coverage, how often, when, how unusually, and with whom.

use super::ask::Ask;
use super::hint::{remark, unnamed_organisations};
use super::output::Output;
use super::sheet::{RowsFlag, Sheet};
use super::{Command, Exit, typed};
use crate::analyse::{By, Organisations, Pairs};
use crate::error::{Error, Result};
use crate::print::GraphFormat;
use crate::terminal::safe;
use clap::{ArgMatches, Args, ValueEnum};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

pub(super) static COMMAND: Command = Command {
    name: "orgs",
    about: "List the organisations of the matching articles, with counts and dates",
    examples: "\
Examples:
  morgue orgs cocoa
  morgue orgs 'takeover OR merger' --since 1987-03 --sort unusual
  morgue orgs --with 'World Bank'              who is named in the same articles
  morgue orgs cocoa --pairs --format csv > edges.csv
  morgue orgs cocoa --pairs --graph cocoa.gexf    for Gephi

`share` is of the matching articles. `G2` is Dunning's log-likelihood ratio against the other articles of \
the archive: above 10.83 significant at 0.1 %, negative if rarer here than elsewhere.",
    flags: Flags::augment_args,
    run,
};

#[derive(Debug, Args)]
struct Flags {
    /// Who is named together with this organisation; G2 then compares within the matching articles
    #[arg(long, value_name = "NAME", conflicts_with = "pairs")]
    with: Option<String>,
    /// Pairs of organisations that are named in the same articles
    #[arg(long)]
    pairs: bool,
    /// Write the pairs as a graph: .graphml or .gexf
    #[arg(long, value_name = "FILE", requires = "pairs")]
    graph: Option<PathBuf>,
    /// Pairs only among so many organisations, the most frequent
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(2..=5000))]
    among: u32,
    /// The order of the list
    #[arg(long, value_name = "ORDER", value_enum, default_value = "articles")]
    sort: Sort,
    #[command(flatten)]
    rows: RowsFlag,
    #[command(flatten)]
    ask: Ask,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Sort {
    /// Most articles first
    Articles,
    /// Highest G2 first
    Unusual,
    /// By the alphabet
    Name,
}

fn run(matches: &ArgMatches) -> Result<Exit> {
    let flags: Flags = typed(matches)?;
    let mut sheet = Sheet::new(&flags.output)?;
    let asked = flags.ask.asked()?;
    let engine = flags.ask.open()?;
    let limit = sheet.rows(flags.rows);
    let source = asked.provenance(&*engine);
    let mut table = if flags.pairs {
        let pairs = Pairs::new(&*engine, &asked, flags.among as usize)?;
        if let Some(path) = &flags.graph {
            sheet.write_down(&[source])?;
            return write_graph(pairs, path);
        }
        pairs.table(limit)
    } else {
        let by = match flags.sort {
            Sort::Articles => By::Articles,
            Sort::Unusual => By::Unusual,
            Sort::Name => By::Name,
        };
        match &flags.with {
            Some(name) => {
                Organisations::together(&*engine, &asked, name)?.table(by, limit, "matching")
            }
            None => Organisations::new(&*engine, &asked)?.table(by, limit, "archive"),
        }
    };
    table.provenance = Some(source.clone());
    sheet.print(&table, &[source])?;
    remark(&*engine, false);
    Ok(if table.total == 0 {
        let with = flags.with.as_ref();
        let asked = with.map_or_else(|| asked.clone(), |name| asked.naming(name));
        let told = unnamed_organisations(&*engine, &asked)?;
        if let Some(name) = with.filter(|_| !told) {
            eprintln!(
                "morgue: none of these articles names `{}`; `morgue orgs` lists whom they name",
                safe(name)
            );
        }
        Exit::Nothing
    } else {
        Exit::Found
    })
}

fn write_graph(pairs: Pairs, path: &Path) -> Result<Exit> {
    let format = GraphFormat::of(path).ok_or_else(|| {
        let name = path.to_string_lossy();
        Error::Usage(format!(
            "`--graph {}`: the name must end in .graphml or .gexf",
            safe(&name)
        ))
    })?;
    let failed = |error| Error::io("write", path, error);
    let mut out = BufWriter::new(File::create(path).map_err(failed)?);
    let nothing = pairs.edges.is_empty();
    pairs.graph().write(format, &mut out)?;
    out.flush().map_err(failed)?;
    Ok(if nothing { Exit::Nothing } else { Exit::Found })
}
