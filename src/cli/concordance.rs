//! `morgue concordance`: every match with the words around it.

use super::ask::Ask;
use super::hint::remark;
use super::output::{Chosen, Output};
use super::{Command, Exit, finish, stdout, typed};
use crate::answer::{Cell, Provenance, Table};
use crate::engine::{Line, Order};
use crate::error::Result;
use crate::print::{Style, Topic};
use clap::{ArgMatches, Args, ValueEnum};
use std::io::Write;

pub(super) static COMMAND: Command = Command {
    name: "concordance",
    about: "List every match in its context: left, node, right, date, headline, id",
    examples: "\
Examples:
  morgue concordance 'austerity' --context 8
  morgue concordance '\"so-called\"' --sort right
  morgue concordance 'climate PRE/3 (crisis OR goals)' --format csv > kwic.csv",
    flags: Flags::augment_args,
    run,
};

#[derive(Debug, Args)]
struct Flags {
    /// How many words on either side
    #[arg(long, value_name = "N", default_value_t = 8)]
    context: usize,
    /// By date (oldest first), or by the words before (the last of them first) or behind the match
    #[arg(long, value_name = "ORDER", value_enum, default_value = "date")]
    sort: Sort,
    /// How many lines at most
    #[arg(short = 'n', long, value_name = "N")]
    limit: Option<u64>,
    #[command(flatten)]
    ask: Ask,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Sort {
    Date,
    Left,
    Right,
}

/// So many lines are printed at a time where they are printed as they are found.
const PIECE: usize = 1000;

fn run(matches: &ArgMatches) -> Result<Exit> {
    let flags: Flags = typed(matches)?;
    let (printer, style) = flags.output.printer()?;
    let query = flags.ask.query()?;
    let meaning = flags.ask.meaning()?;
    let engine = flags.ask.open()?;
    let provenance = engine.provenance(&query);
    if let Some(mut record) = flags.output.record()? {
        record.add(&provenance, None)?;
        record.finish()?;
    }
    let mut lines = Lines {
        rows: Vec::new(),
        keys: Vec::new(),
        total: 0,
        flags: &flags,
        printer,
        style,
        provenance,
        out: stdout(),
        first: true,
    };
    engine.concordance(
        &query,
        &meaning,
        flags.context,
        Order::Oldest,
        &mut |line| lines.add(line),
    )?;
    remark(&*engine, false);
    lines.finish()
}

/// The lines that are not printed yet.
struct Lines<'a, W: Write> {
    rows: Vec<Vec<Cell>>,
    /// What the rows are sorted by; empty where they are not.
    keys: Vec<String>,
    total: u64,
    flags: &'a Flags,
    printer: Chosen,
    style: Style,
    provenance: Provenance,
    out: W,
    first: bool,
}

impl<W: Write> Lines<'_, W> {
    fn add(&mut self, line: Line) -> Result<()> {
        self.total += 1;
        match self.flags.sort {
            Sort::Date if self.flags.limit.is_some_and(|limit| self.total > limit) => return Ok(()),
            Sort::Date => {}
            Sort::Left => self.keys.push(line.kwic.left_key()),
            Sort::Right => self.keys.push(line.kwic.right_key()),
        }
        self.rows.push(row(line));
        if self.rows.len() >= PIECE && self.flags.sort == Sort::Date && self.flags.output.streams()
        {
            let rows = std::mem::take(&mut self.rows);
            self.print(rows)?;
        }
        Ok(())
    }

    fn print(&mut self, rows: Vec<Vec<Cell>>) -> Result<()> {
        let table = Table {
            provenance: Some(self.provenance.clone()),
            columns: ["left", "node", "right", "date", "headline", "id"]
                .map(String::from)
                .to_vec(),
            rows,
            total: self.total,
        };
        // Pieces after the first have no header row.
        self.style.topic = Some(Topic {
            id: String::new(),
            first: std::mem::take(&mut self.first),
        });
        self.printer.table(&table, &self.style, &mut self.out)
    }

    fn finish(mut self) -> Result<Exit> {
        let mut rows = std::mem::take(&mut self.rows);
        if self.flags.sort != Sort::Date {
            // A stable sort: equal contexts stay in order of date.
            let mut keyed: Vec<_> = self.keys.drain(..).zip(rows).collect();
            keyed.sort_by(|one, other| one.0.cmp(&other.0));
            rows = keyed.into_iter().map(|(_, row)| row).collect();
            let limit = self.flags.limit.unwrap_or(u64::MAX);
            rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        }
        if self.first || !rows.is_empty() {
            self.print(rows)?;
        }
        finish(self.out)?;
        Ok(if self.total == 0 {
            Exit::Nothing
        } else {
            Exit::Found
        })
    }
}

fn row(line: Line) -> Vec<Cell> {
    let Line {
        kwic,
        date,
        headline,
        id,
    } = line;
    let date = date.map_or(Cell::Nothing, Cell::Text);
    let text = [kwic.left, kwic.node, kwic.right].map(Cell::Text);
    text.into_iter()
        .chain([date, Cell::Text(headline), Cell::Text(id)])
        .collect()
}
