//! `morgue terms`: the words and phrases that are typical of the matching articles.

use super::ask::Ask;
use super::hint::remark;
use super::output::Output;
use super::sheet::Sheet;
use super::{Command, Exit, typed};
use crate::analyse::{Period, Terms, Wanted};
use crate::error::Result;
use clap::builder::PossibleValuesParser;
use clap::{ArgMatches, Args, ValueEnum};

pub(super) static COMMAND: Command = Command {
    name: "terms",
    about: "List words and phrases typical of the matching articles against all others",
    examples: "\
Examples:
  morgue terms cocoa
  morgue terms 'nuclear AND power' --only phrases
  morgue terms org:OPEC --over year --format csv

`articles` and `share` are of the matching articles, `archive` counts all that hold the term. `G2` is \
Dunning's log-likelihood ratio against the articles that do not match. Words are in their own form, folded: \
look one up with `morgue search '=word'`. Words that more than a quarter of the archive holds are left out.",
    flags: Flags::augment_args,
    run,
};

#[derive(Debug, Args)]
struct Flags {
    /// Only words, or only phrases of two words
    #[arg(long, value_name = "WHAT", value_enum)]
    only: Option<Only>,
    /// Only terms in so many matching articles
    #[arg(long, value_name = "N", default_value_t = 3)]
    least: u64,
    /// How many terms at most
    #[arg(short = 'n', long, value_name = "N", default_value_t = 30)]
    limit: usize,
    /// In how many matching articles of each period each term is
    #[arg(long, value_name = "PERIOD",
        value_parser = PossibleValuesParser::new(Period::NAMES.iter().map(|(name, _)| *name)))]
    over: Option<String>,
    #[command(flatten)]
    ask: Ask,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Only {
    Words,
    Phrases,
}

fn run(matches: &ArgMatches) -> Result<Exit> {
    let flags: Flags = typed(matches)?;
    let sheet = Sheet::new(&flags.output)?;
    let asked = flags.ask.asked()?;
    let engine = flags.ask.open()?;
    let wanted = Wanted {
        words: flags.only != Some(Only::Phrases),
        phrases: flags.only != Some(Only::Words),
        least: flags.least,
        limit: flags.limit,
    };
    let terms = Terms::new(&*engine, &asked, wanted)?;
    let period = flags.over.as_deref().and_then(Period::named);
    let mut table = match period {
        Some(period) if !terms.rows.is_empty() => terms.over(&*engine, period)?,
        _ => terms.table(),
    };
    let source = asked.provenance(&*engine);
    table.provenance = Some(source.clone());
    sheet.print(&table, &[source])?;
    remark(&*engine, false);
    Ok(if terms.rows.is_empty() {
        Exit::Nothing
    } else {
        Exit::Found
    })
}
