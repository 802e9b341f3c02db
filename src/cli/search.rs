//! `morgue search`: ranked hits with snippets.

use super::ask::Ask;
use super::hint::unnamed_organisations;
use super::index::bring_up_to_date;
use super::output::Output;
use super::{Command, Exit, finish, stdout, typed};
use crate::analyse::Asked;
use crate::engine::{Engine, Order, Request, SnippetOptions};
use crate::error::Result;
use clap::{ArgMatches, Args, ValueEnum};
use std::path::PathBuf;

pub(super) static COMMAND: Command = Command {
    name: "search",
    about: "Search the archive: ranked results with snippets",
    examples: "\
Examples:
  morgue search cocoa '\"international cocoa organization\"' date:1987-03
  morgue search 'strike NOT rail' --org 'European Commission' --since 2024 --sort newest
  morgue search 'flood*' --format csv --fields date,headline,organisations > floods.csv
  morgue search 'data centre' --from ~/archive

The query language: morgue help query",
    flags: Flags::augment_args,
    run,
};

#[derive(Debug, Args)]
struct Flags {
    #[command(flatten)]
    ask: Ask,
    /// Bring this directory up to date first, and search within it
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,
    /// How many hits at most
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// How many hits to pass over
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    /// The order of the hits
    #[arg(long, value_name = "ORDER", value_enum, default_value = "relevance")]
    sort: Sort,
    /// How many passages of each article to show
    #[arg(long, value_name = "N", default_value_t = 1)]
    snippets: usize,
    /// About how many characters a passage has
    #[arg(long, value_name = "CHARS", default_value_t = 240)]
    snippet_length: usize,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Sort {
    /// Best match first
    Relevance,
    /// Newest first, undated last
    Newest,
    /// Oldest first, undated last
    Oldest,
}

fn run(matches: &ArgMatches) -> Result<Exit> {
    let flags: Flags = typed(matches)?;
    let (printer, style) = flags.output.printer()?;
    let mut query = flags.ask.query()?;
    let meaning = flags.ask.meaning()?;
    if let Some(directory) = &flags.from {
        query = bring_up_to_date(&flags.ask.place, directory, query)?;
    }
    let engine = flags.ask.open()?;
    let request = Request {
        query,
        meaning,
        order: match flags.sort {
            Sort::Relevance => Order::Relevance,
            Sort::Newest => Order::Newest,
            Sort::Oldest => Order::Oldest,
        },
        limit: flags.limit,
        offset: flags.offset,
        snippets: SnippetOptions {
            fragments: flags.snippets,
            length: flags.snippet_length.max(1),
        },
    };
    let page = engine.search(&request)?;
    let mut out = stdout();
    printer.page(&page, &style, &mut out)?;
    finish(out)?;
    Ok(if page.total == 0 {
        let Request { query, meaning, .. } = request;
        unnamed_organisations(&engine, &Asked { query, meaning })?;
        Exit::Nothing
    } else {
        Exit::Found
    })
}
