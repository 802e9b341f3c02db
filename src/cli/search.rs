//! `morgue search`: ranked hits with snippets.

use super::alike::{AlikeFlags, tell_left_out};
use super::ask::Ask;
use super::explain;
use super::hint::{remark, unnamed_organisations};
use super::index::bring_up_to_date;
use super::output::{Chosen, Output, Record};
use super::rank::{RankFlags, SortFlag};
use super::{Command, Exit, finish, stdout, typed};
use crate::analyse::Asked;
use crate::analyse::reprints::collapsed;
use crate::answer::Page;
use crate::engine::{Embedded, Explained, Order, Request, SnippetOptions};
use crate::error::Result;
use crate::print::Style;
use crate::terminal::safe;
use clap::{ArgMatches, Args};
use std::io::Write;
use std::mem::ManuallyDrop;
use std::path::PathBuf;

pub(super) static COMMAND: Command = Command {
    name: "search",
    about: "Search the archive: ranked results with snippets",
    examples: "\
Examples:
  morgue search cocoa '\"international cocoa organization\"' date:1987-03
  morgue search 'strike NOT rail' --org 'World Bank' --since 2024 --sort newest
  morgue search 'flood*' --format csv --fields date,headline > floods.csv
  morgue search 'data centre' --from ~/archive
  morgue search cocoa --collapse       wire copy printed by several papers once

The query language: morgue help query",
    flags: Flags::augment_args,
    run,
};

#[derive(Debug, Args)]
struct Flags {
    #[command(flatten)]
    ask: Ask,
    /// Bring this directory up to date first, and search within it
    #[arg(long, value_name = "DIR", help_heading = "Index")]
    from: Option<PathBuf>,
    /// How many hits at most
    #[arg(
        short = 'n',
        long,
        value_name = "N",
        default_value_t = 10,
        help_heading = "Results"
    )]
    limit: usize,
    /// How many hits to pass over
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Results")]
    offset: usize,
    #[command(flatten)]
    sort: SortFlag,
    /// How many passages of each article to show
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Results")]
    snippets: usize,
    /// About how many characters a passage has
    #[arg(
        long,
        value_name = "CHARS",
        default_value_t = 240,
        help_heading = "Results"
    )]
    snippet_length: usize,
    /// Say on standard error how the query was understood and what its words stand for; with an id,
    /// print how that article scores instead of the hits
    #[arg(long, value_name = "ID", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    explain: Option<String>,
    /// Each story once: the best copy, with how many reprints it has
    #[arg(long, help_heading = "Reprints")]
    collapse: bool,
    /// The same, with every reprint on a line of its own (`text`)
    #[arg(long, help_heading = "Reprints")]
    expand: bool,
    #[command(flatten)]
    alike: AlikeFlags,
    #[command(flatten)]
    rank: RankFlags,
    #[command(flatten)]
    output: Output,
}

/// So many hits are made before they are printed, where a format is lines: with `--limit 100000` the first come at
/// once, and no more are held.
const AT_ONCE: usize = 64;

fn run(matches: &ArgMatches) -> Result<Exit> {
    let flags: Flags = typed(matches)?;
    let (printer, style) = flags.output.printer()?;
    let mut query = flags.ask.query()?;
    let meaning = flags.ask.meaning()?;
    if let Some(directory) = &flags.from {
        query = bring_up_to_date(&flags.ask.place, directory, query)?;
    }
    // The program ends next: its memory is given back faster at once than file by file.
    let engine = ManuallyDrop::new(flags.ask.open()?);
    let request = Request {
        query,
        meaning,
        rank: flags.rank.rank(),
        order: flags.sort.order(),
        limit: flags.limit,
        offset: flags.offset,
        snippets: SnippetOptions {
            fragments: if flags.output.shows_passages() {
                flags.snippets
            } else {
                0
            },
            length: flags.snippet_length.max(1),
        },
    };
    if let Some(id) = &flags.explain {
        let embedded = flags.ask.embedded("`--explain`")?;
        let explained = embedded.explain(&request)?;
        if !id.is_empty() {
            return score(&embedded, &request, &explained, id);
        }
        explain::query(&explained, &mut std::io::stderr().lock())?;
    }
    let mut printed = Printed {
        printer,
        record: flags.output.record()?,
        style,
        out: stdout(),
        total: 0,
    };
    if flags.collapse || flags.expand {
        printed.style.collapsed = true;
        let page = once(&flags, &request)?;
        tell_folded(&page, printed.printer.name());
        printed.add(&page)?;
    } else if flags.output.streams() {
        engine.search_by(&request, AT_ONCE, &mut |page| printed.add(&page))?;
    } else {
        printed.add(&engine.search(&request)?)?;
    }
    let total = printed.total;
    finish(printed.out)?;
    remark(&**engine, request.order == Order::Relevance && total > 1);
    Ok(if total == 0 {
        let Request { query, meaning, .. } = request;
        unnamed_organisations(&**engine, &Asked { query, meaning })?;
        Exit::Nothing
    } else {
        Exit::Found
    })
}

/// The output of a search so far.
struct Printed<W: Write> {
    printer: Chosen,
    record: Option<Record>,
    style: Style,
    out: W,
    total: u64,
}

impl<W: Write> Printed<W> {
    /// Prints a page, or the next part of one, and lets go of it.
    fn add(&mut self, page: &Page) -> Result<()> {
        if let Some(mut record) = self.record.take() {
            record.add(&page.provenance, None)?;
            record.finish()?;
        }
        self.total = page.total;
        self.printer.page(page, &self.style, &mut self.out)?;
        self.style.goes_on = true;
        Ok(self.out.flush()?)
    }
}

/// `--collapse`.
fn once(flags: &Flags, request: &Request) -> Result<Page> {
    let engine = flags.ask.embedded("`--collapse`")?;
    let (page, left_out) = collapsed(&engine, request, flags.alike.alike(), flags.expand)?;
    tell_left_out(left_out);
    Ok(page)
}

/// Where the format has no room for reprints, how many there are is said beside it.
fn tell_folded(page: &Page, format: &str) {
    let Some(collapsed) = &page.collapsed else {
        return;
    };
    let folded: usize = collapsed.reprints.iter().map(Vec::len).sum();
    if folded > 0 && matches!(format, "paths" | "ids" | "trec" | "template") {
        let number = crate::print::grouped;
        eprintln!(
            "morgue: {} reprints stand behind these hits and are not listed: {} stories in {} articles match in all",
            number(folded as u64),
            number(collapsed.total),
            number(page.total)
        );
    }
}

/// `--explain=ID`: the query and the score of one article.
fn score(engine: &Embedded, request: &Request, explained: &Explained, id: &str) -> Result<Exit> {
    let parts = engine.explain_score(request, id)?;
    let mut out = stdout();
    explain::query(explained, &mut out)?;
    writeln!(out, "score of {}", safe(id))?;
    for part in &parts {
        explain::score(part, 1, &mut out)?;
    }
    finish(out)?;
    Ok(Exit::Found)
}
