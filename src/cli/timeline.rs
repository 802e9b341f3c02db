//! `morgue timeline`: how many articles match in each period, and what share of the archive that is.

use super::ask::Ask;
use super::hint::remark;
use super::output::Output;
use super::sheet::Sheet;
use super::{Command, Exit, typed};
use crate::analyse::{Period, Timeline};
use crate::error::{Error, Result};
use crate::print::{Chart, ChartFormat, Style};
use crate::schema::day_number;
use crate::terminal;
use clap::builder::PossibleValuesParser;
use clap::{ArgMatches, Args, ValueEnum};
use std::path::{Path, PathBuf};

pub(super) static COMMAND: Command = Command {
    name: "timeline",
    about: "Count the matching articles by day, week, month, quarter or year",
    examples: "\
Examples:
  morgue timeline cocoa --by week
  morgue timeline cocoa 'coffee OR tea' --by month --per share
  morgue timeline strike --by year --format csv > strikes.csv
  morgue timeline cocoa coffee --plot cocoa.svg

Each QUERY is a line of its own: put a query of several words into quotation marks. `total` is what the \
archive holds in the period, `share` is matching / total. Articles without a date, or with one wider than \
a period, are rows of their own at the end.",
    flags: |command| {
        Flags::augment_args(command).mut_arg("words", |words| {
            words.help("Queries to count side by side, each one argument; none: every article")
        })
    },
    run,
};

#[derive(Debug, Args)]
struct Flags {
    /// How long a period is
    #[arg(long, value_name = "PERIOD", default_value = "month",
        value_parser = PossibleValuesParser::new(Period::NAMES.iter().map(|(name, _)| *name)))]
    by: String,
    /// What bars and plots show: articles, or their share of all articles of the period
    #[arg(long, value_name = "WHAT", value_enum, default_value = "articles")]
    per: Per,
    /// Draw it into a file instead: .svg or .png
    #[arg(long, value_name = "FILE")]
    plot: Option<PathBuf>,
    #[command(flatten)]
    ask: Ask,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Per {
    Articles,
    Share,
}

fn run(matches: &ArgMatches) -> Result<Exit> {
    let flags: Flags = typed(matches)?;
    let mut sheet = Sheet::new(&flags.output)?;
    let period = Period::named(&flags.by).unwrap_or_default();
    let queries = flags.ask.each_asked()?;
    let over = flags.ask.over()?;
    let over = over.map(|(first, last)| (day_number(first), day_number(last)));
    let engine = flags.ask.open()?;
    let timeline = Timeline::new(&*engine, &queries, period, over)?;
    let shares = flags.per == Per::Share;
    let sources = queries.iter().map(|asked| asked.provenance(&*engine));
    let sources: Vec<_> = sources.collect();
    if let Some(path) = &flags.plot {
        plot(&timeline, shares, path)?;
        sheet.write_down(&sources)?;
    } else {
        let mut table = match sheet.style.width {
            Some(width) if sheet.is_text() => chart(&timeline, shares, width, &sheet.style),
            _ => timeline.table(),
        };
        if let [source] = sources.as_slice() {
            table.provenance = Some(source.clone());
        }
        sheet.print(&table, &sources)?;
    }
    remark(&*engine, false);
    Ok(if timeline.is_empty() {
        Exit::Nothing
    } else {
        Exit::Found
    })
}

/// Bars that leave the other columns the room they need.
fn chart(timeline: &Timeline, shares: bool, width: usize, style: &Style) -> crate::answer::Table {
    let without = crate::print::width(&timeline.bars(shares, 0), style);
    let each = width.saturating_sub(without) / timeline.series.len().max(1);
    timeline.bars(shares, each)
}

fn plot(timeline: &Timeline, shares: bool, path: &Path) -> Result<()> {
    let format = ChartFormat::of(path).ok_or_else(|| {
        Error::Usage(format!(
            "`--plot {}`: the name must end in .svg or .png",
            terminal::safe(&path.to_string_lossy())
        ))
    })?;
    let chart = Chart {
        across: format!("Date of publication, by {}", timeline.period.name()),
        upward: if shares {
            format!("Share of the articles of each {}", timeline.period.name())
        } else {
            format!("Articles per {}", timeline.period.name())
        },
        percent: shares,
        labels: timeline.labels(),
        series: timeline
            .series
            .iter()
            .map(|one| (one.name.clone(), timeline.figures(one, shares)))
            .collect(),
    };
    if chart.labels.is_empty() {
        return Err(Error::Usage(
            "there is nothing to draw: no dated article matches".into(),
        ));
    }
    let bytes = chart.draw(format)?;
    std::fs::write(path, bytes).map_err(|error| Error::io("write", path, error))
}
