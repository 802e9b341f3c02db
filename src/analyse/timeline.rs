//! How many articles match in each period of the calendar, and what share of all articles that is.
//!
//! Periods without a match are rows of zero. An article without a date, or with a date wider than a
//! period (a month in a timeline by week), is in no period: both are counted in rows of their own at the
//! end, so that the column still sums to what `morgue count` says.

use super::asked::Asked;
use super::calendar::Period;
use crate::answer::{Cell, Table};
use crate::engine::{Columns, Days};
use crate::error::{Error, Result};
use std::collections::BTreeMap;

/// So many rows a timeline may have: the days of more than five centuries.
const ROWS: usize = 200_000;

/// Several queries counted over the same periods.
#[derive(Debug, Clone)]
pub struct Timeline {
    /// How long a period is.
    pub period: Period,
    /// The first days of the periods, without a gap.
    pub starts: Vec<i64>,
    /// The queries.
    pub series: Vec<Series>,
    /// What the archive holds in all.
    pub archive: Counts,
}

/// One query of a timeline.
#[derive(Debug, Clone)]
pub struct Series {
    /// The query as typed.
    pub name: String,
    /// What it matches.
    pub counts: Counts,
}

/// Articles by period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// First day of the period → articles; periods without an article are absent.
    pub periods: BTreeMap<i64, u64>,
    /// Articles whose date is wider than a period.
    pub imprecise: u64,
    /// Articles without a date.
    pub undated: u64,
}

impl Counts {
    /// Sorts days into periods.
    pub fn new(days: &Days, period: Period) -> Self {
        let mut counts = Self {
            undated: days.undated,
            ..Self::default()
        };
        for (&(first, last), articles) in &days.spans {
            match period.holding(first, last) {
                Some(start) => *counts.periods.entry(start).or_default() += articles,
                None => counts.imprecise += articles,
            }
        }
        counts
    }

    fn at(&self, row: Row) -> u64 {
        match row {
            Row::Period(start) => self.periods.get(&start).copied().unwrap_or(0),
            Row::Imprecise => self.imprecise,
            Row::Undated => self.undated,
        }
    }
}

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row {
    Period(i64),
    Imprecise,
    Undated,
}

impl Timeline {
    /// Counts the queries, which share one meaning. The periods go from the first to the last in which
    /// any of them matches, and at least over the days of `over`.
    ///
    /// # Errors
    /// If there are more periods than anybody could read, or the engine fails.
    pub fn new(
        engine: &dyn Columns,
        queries: &[Asked],
        period: Period,
        over: Option<(i64, i64)>,
    ) -> Result<Self> {
        let count = |asked: &Asked| -> Result<Counts> {
            let days = engine.days(&asked.query, &asked.meaning)?;
            Ok(Counts::new(&days, period))
        };
        let archive = match queries.first() {
            Some(asked) => count(&asked.everything())?,
            None => Counts::default(),
        };
        let mut series = Vec::new();
        for asked in queries {
            series.push(Series {
                name: asked.query.typed.clone(),
                counts: count(asked)?,
            });
        }
        let matched = series.iter().flat_map(|one| one.counts.periods.keys());
        let asked = over.map(|(first, last)| [period.start(first), period.start(last)]);
        let days = matched.copied().chain(asked.into_iter().flatten());
        let starts = filled(&days.collect::<Vec<_>>(), period)?;
        Ok(Self {
            period,
            starts,
            series,
            archive,
        })
    }

    /// Whether no query matches anything.
    pub fn is_empty(&self) -> bool {
        let none = |counts: &Counts| {
            counts.periods.is_empty() && counts.imprecise == 0 && counts.undated == 0
        };
        self.series.iter().all(|one| none(&one.counts))
    }

    /// The table: a row a period, and for each query how many articles match, how many there are, and
    /// the share (matching / total; none where there is no article).
    pub fn table(&self) -> Table {
        let mut columns = vec![self.period.name().to_owned()];
        for one in &self.series {
            for column in ["matching", "total", "share"] {
                columns.push(format!("{} {column}", one.name));
            }
        }
        let row = |row: Row| {
            let total = self.archive.at(row);
            let mut cells = vec![Cell::Text(self.label(row))];
            for one in &self.series {
                let matching = one.counts.at(row);
                cells.extend([Cell::Count(matching), Cell::Count(total)]);
                cells.push(share(matching, total).map_or(Cell::Nothing, Cell::Figure));
            }
            cells
        };
        let rows: Vec<_> = self.rows().map(row).collect();
        Table {
            provenance: None,
            columns,
            total: rows.len() as u64,
            rows,
        }
    }

    /// The table turned on its side: a row a query, a column a period, only what matches.
    pub fn turned(&self, first: &str) -> Table {
        let label = |row| self.label(row);
        let names = std::iter::once(first.to_owned());
        let row = |one: &Series| {
            let counts = self.rows().map(|row| Cell::Count(one.counts.at(row)));
            let name = std::iter::once(Cell::Text(one.name.clone()));
            name.chain(counts).collect()
        };
        Table {
            provenance: None,
            columns: names.chain(self.rows().map(label)).collect(),
            rows: self.series.iter().map(row).collect(),
            total: self.series.len() as u64,
        }
    }

    /// The table for a terminal: a row a period, and for each query its figure with a bar as long as
    /// `room` columns at most. All bars have one scale.
    pub fn bars(&self, shares: bool, room: usize) -> Table {
        let figures: Vec<Vec<Option<f64>>> = self
            .series
            .iter()
            .map(|one| self.figures(one, shares))
            .collect();
        let most = figures.iter().flatten().flatten().copied();
        let most = most.fold(0.0, f64::max);
        let mut columns = vec![self.period.name().to_owned()];
        for one in &self.series {
            columns.push(one.name.clone());
            columns.push(String::new());
        }
        let rows = self.rows().enumerate().map(|(place, row)| {
            let mut cells = vec![Cell::Text(self.label(row))];
            for (one, figures) in self.series.iter().zip(&figures) {
                let figure = figures.get(place).copied().flatten();
                cells.push(match row {
                    Row::Period(_) if shares => figure.map_or(Cell::Nothing, Cell::Figure),
                    row => Cell::Count(one.counts.at(row)),
                });
                let bar = figure.map(|figure| bar(figure / most, room));
                cells.push(Cell::Text(bar.unwrap_or_default()));
            }
            cells
        });
        let rows: Vec<_> = rows.collect();
        Table {
            provenance: None,
            columns,
            total: rows.len() as u64,
            rows,
        }
    }

    /// The figures of a query, period by period: articles, or shares of what the archive holds, which
    /// there is none of in a period without any article.
    pub fn figures(&self, series: &Series, shares: bool) -> Vec<Option<f64>> {
        let figure = |start: &i64| {
            let matching = series.counts.at(Row::Period(*start));
            if shares {
                share(matching, self.archive.at(Row::Period(*start)))
            } else {
                Some(matching as f64)
            }
        };
        self.starts.iter().map(figure).collect()
    }

    /// The names of the periods, in order.
    pub fn labels(&self) -> Vec<String> {
        let label = |start: &i64| self.period.label(*start);
        self.starts.iter().map(label).collect()
    }

    fn rows(&self) -> impl Iterator<Item = Row> + '_ {
        let apart = [Row::Imprecise, Row::Undated].into_iter();
        let some = |row: &Row| self.series.iter().any(|one| one.counts.at(*row) > 0);
        let periods = self.starts.iter().copied().map(Row::Period);
        periods.chain(apart.filter(some))
    }

    fn label(&self, row: Row) -> String {
        match row {
            Row::Period(start) => self.period.label(start),
            Row::Imprecise => format!("wider than a {}", self.period.name()),
            Row::Undated => "undated".into(),
        }
    }
}

/// The part of the whole; none of nothing.
fn share(matching: u64, total: u64) -> Option<f64> {
    (total > 0).then(|| matching as f64 / total as f64)
}

/// Every period from the first to the last of `starts`.
fn filled(starts: &[i64], period: Period) -> Result<Vec<i64>> {
    let (Some(&first), Some(&last)) = (starts.iter().min(), starts.iter().max()) else {
        return Ok(Vec::new());
    };
    let all = std::iter::successors(Some(first), |start| period.after(*start));
    let filled: Vec<_> = all.take_while(|s| *s <= last).take(ROWS + 1).collect();
    if filled.len() <= ROWS {
        return Ok(filled);
    }
    Err(Error::Usage(format!(
        "from {} to {} there are more than {ROWS} {}s: narrow it with `--since` and `--until`, or count by a longer period",
        period.label(first),
        period.label(last),
        period.name()
    )))
}

/// A bar of block characters, in eighths of a column; whatever is not zero shows at least one eighth.
fn bar(part: f64, room: usize) -> String {
    if !part.is_finite() || part <= 0.0 {
        return String::new();
    }
    let eighths = ((part.min(1.0) * room as f64 * 8.0).round() as usize).max(1);
    let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8];
    "█".repeat(eighths / 8) + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::day_number;

    fn day(text: &str) -> i64 {
        day_number(text.parse().unwrap())
    }

    fn days(spans: &[(&str, &str, u64)], undated: u64) -> Days {
        let span =
            |(first, last, articles): &(&str, &str, u64)| ((day(first), day(last)), *articles);
        Days {
            spans: spans.iter().map(span).collect(),
            undated,
        }
    }

    fn timeline(period: Period) -> Timeline {
        let archive = days(
            &[
                ("1987-02-26", "1987-02-26", 4),
                ("1987-03-01", "1987-03-31", 2),
                ("1987-05-20", "1987-05-20", 8),
            ],
            3,
        );
        let matching = days(
            &[
                ("1987-02-26", "1987-02-26", 1),
                ("1987-03-01", "1987-03-31", 2),
                ("1987-05-20", "1987-05-20", 2),
            ],
            1,
        );
        let counts = Counts::new(&matching, period);
        let starts: Vec<_> = counts.periods.keys().copied().collect();
        Timeline {
            period,
            starts: filled(&starts, period).unwrap(),
            series: vec![Series {
                name: "cocoa".into(),
                counts,
            }],
            archive: Counts::new(&archive, period),
        }
    }

    fn lines(table: &Table) -> Vec<String> {
        let cell = |cell: &Cell| match cell {
            Cell::Text(text) => text.clone(),
            Cell::Count(count) => count.to_string(),
            Cell::Figure(figure) => figure.to_string(),
            Cell::Nothing => "-".into(),
        };
        let line = |row: &Vec<Cell>| row.iter().map(cell).collect::<Vec<_>>().join(" ");
        table.rows.iter().map(line).collect()
    }

    #[test]
    fn months_without_a_match_are_rows_and_the_undated_are_counted_apart() {
        let table = timeline(Period::Month).table();
        assert_eq!(
            table.columns,
            ["month", "cocoa matching", "cocoa total", "cocoa share"]
        );
        assert_eq!(
            lines(&table),
            [
                "1987-02 1 4 0.25",
                "1987-03 2 2 1",
                "1987-04 0 0 -",
                "1987-05 2 8 0.25",
                "undated 1 3 0.3333333333333333",
            ]
        );
    }

    #[test]
    fn a_date_wider_than_the_period_is_in_none() {
        let lines = lines(&timeline(Period::Week).table());
        assert_eq!(lines.first().unwrap(), "1987-W09 1 4 0.25");
        assert_eq!(lines.len(), 13 + 2);
        assert_eq!(lines[13], "wider than a week 2 2 1");
    }

    #[test]
    fn bars_have_one_scale_and_show_the_smallest() {
        assert_eq!(bar(1.0, 4), "████");
        assert_eq!(bar(0.5, 3), "█▌");
        assert_eq!(bar(0.0001, 4), "▏");
        assert_eq!(bar(0.0, 4), "");
        assert_eq!(bar(f64::NAN, 4), "");
        let bars = lines(&timeline(Period::Month).bars(false, 2));
        assert_eq!(bars[1], "1987-03 2 ██");
        assert_eq!(bars[2], "1987-04 0 ");
        assert_eq!(bars[4], "undated 1 ");
    }
}
