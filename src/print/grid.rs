//! Aligned columns for people: numbers to the right, texts to the left and cut with `…` where the
//! terminal is too narrow.
//!
//! Only texts are cut, the widest first, and never a number: a figure that lost its end would be another
//! figure. If that is not enough, lines run over the edge.

use super::flow::{Line, Palette};
use super::{Style, number};
use crate::answer::{Cell, Table};
use crate::error::Result;
use crate::terminal;
use std::io::Write;

/// Blanks between columns.
const GAP: usize = 2;

/// A column of text is not cut below this many columns of the terminal.
const NARROWEST: usize = 6;

/// A column no wider than this is cut last: a date that lost its end would be another date.
const SHORT: usize = 10;

/// The text of every cell, and how each column is set.
struct Grid {
    rows: Vec<Vec<String>>,
    widths: Vec<usize>,
    numeric: Vec<bool>,
    /// What stands before a match, in a column `left`, is set against it and cut at its beginning.
    before: Vec<bool>,
}

/// Writes a header row and the rows.
pub(super) fn write(
    columns: &[String],
    rows: &[Vec<Cell>],
    style: &Style,
    out: &mut dyn Write,
) -> Result<()> {
    let mut grid = Grid::new(columns, rows, style);
    if let Some(width) = style.width {
        grid.fit(width);
    }
    let ink = Palette::of(style).headline;
    for (place, row) in grid.rows.iter().enumerate() {
        let line = grid.line(row);
        if place == 0 {
            writeln!(out, "{ink}{line}{ink:#}")?;
        } else {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

/// How many columns of a terminal a table takes if nothing is cut.
pub fn width(table: &Table, style: &Style) -> usize {
    total(&Grid::new(&table.columns, &table.rows, style).widths)
}

impl Grid {
    fn new(columns: &[String], rows: &[Vec<Cell>], style: &Style) -> Self {
        let count = columns.len();
        let column = |place: usize| rows.iter().filter_map(move |row| row.get(place));
        let decimals: Vec<_> = (0..count)
            .map(|place| column(place).map(decimals).max().unwrap_or(0))
            .collect();
        let header = columns.iter().map(|name| Line::new(name, style).text);
        let mut texts = vec![header.collect::<Vec<_>>()];
        for row in rows {
            let cells = row.iter().zip(&decimals);
            texts.push(
                cells
                    .map(|(cell, &places)| text(cell, places, style))
                    .collect(),
            );
        }
        let width = |place: usize| texts.iter().filter_map(move |row| row.get(place));
        Self {
            numeric: (0..count)
                .map(|place| column(place).all(|cell| !matches!(cell, Cell::Text(_))))
                .collect(),
            widths: (0..count)
                .map(|place| {
                    width(place)
                        .map(|text| terminal::width(text))
                        .max()
                        .unwrap_or(0)
                })
                .collect(),
            before: columns.iter().map(|name| name == "left").collect(),
            rows: texts,
        }
    }

    /// Narrows the widest columns of text until all fit into `width`, if they can; short ones, such as
    /// dates, only if that is not enough.
    fn fit(&mut self, width: usize) {
        let fitting = [SHORT, 0].into_iter().find_map(|whole| {
            (NARROWEST..=width)
                .rev()
                .map(|most| self.narrowed(most, whole))
                .find(|widths| total(widths) <= width)
        });
        self.widths = fitting.unwrap_or_else(|| self.narrowed(NARROWEST, 0));
    }

    /// The widths with texts of at most `most` columns, but for columns of numbers and those no wider
    /// than `whole`.
    fn narrowed(&self, most: usize, whole: usize) -> Vec<usize> {
        let columns = self.widths.iter().zip(&self.numeric);
        columns
            .map(|(&wide, &numeric)| {
                if numeric || wide <= whole {
                    wide
                } else {
                    wide.min(most)
                }
            })
            .collect()
    }

    fn line(&self, row: &[String]) -> String {
        let mut line = String::new();
        for (place, text) in row.iter().take(self.widths.len()).enumerate() {
            if place > 0 {
                line.push_str(&" ".repeat(GAP));
            }
            let shorten = if self.before[place] {
                terminal::shorten_front
            } else {
                terminal::shorten
            };
            let text = shorten(text, self.widths[place]);
            let blanks = " ".repeat(self.widths[place].saturating_sub(terminal::width(&text)));
            if self.numeric[place] || self.before[place] {
                line.push_str(&blanks);
                line.push_str(&text);
            } else {
                line.push_str(&text);
                line.push_str(&blanks);
            }
        }
        line.truncate(line.trim_end_matches(' ').len());
        line
    }
}

/// How many columns of the terminal the widths take with the gaps between them.
fn total(widths: &[usize]) -> usize {
    let gaps = widths.len().saturating_sub(1) * GAP;
    widths
        .iter()
        .fold(gaps, |sum, one| sum.saturating_add(*one))
}

fn decimals(cell: &Cell) -> usize {
    match cell {
        Cell::Figure(figure) => number::decimals(*figure),
        _ => 0,
    }
}

fn text(cell: &Cell, decimals: usize, style: &Style) -> String {
    match cell {
        Cell::Text(text) => Line::new(text, style).text,
        Cell::Count(count) => number::grouped(*count),
        Cell::Figure(figure) => number::figure(*figure, decimals),
        Cell::Nothing => "–".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print::sample::terminal;

    #[test]
    fn long_texts_are_cut_before_dates_and_numbers_never() {
        let columns = ["organisation", "articles", "last"].map(String::from);
        let rows = [vec![
            Cell::Text("International Cocoa Organization".into()),
            Cell::Count(1_234_567),
            Cell::Text("1987-03-09".into()),
        ]];
        for (width, expected) in [
            (
                60,
                "International Cocoa Organization  1,234,567  1987-03-09",
            ),
            (40, "International Co…  1,234,567  1987-03-09"),
            (30, "Intern…  1,234,567  1987-03-09"),
            (27, "Intern…  1,234,567  1987-0…"),
            (5, "Inter…  1,234,567  1987-…"),
        ] {
            let mut out = Vec::new();
            write(&columns, &rows, &terminal(width), &mut out).unwrap();
            let text = String::from_utf8(out).unwrap();
            assert_eq!(text.lines().nth(1), Some(expected), "{width}");
        }
    }

    #[test]
    fn a_match_stands_below_the_other_matches() {
        let columns = ["left", "node", "right"].map(String::from);
        let row = |left: &str| {
            ["", "strike", "at the port"].map(|text| match text {
                "" => Cell::Text(left.into()),
                text => Cell::Text(text.into()),
            })
        };
        let rows = [row("After a long and bitter").to_vec(), row("The").to_vec()];
        for (width, expected) in [
            (
                60,
                [
                    "After a long and bitter  strike  at the port",
                    "                    The  strike  at the port",
                ],
            ),
            (
                36,
                [
                    "…ong and bitter  strike  at the port",
                    "            The  strike  at the port",
                ],
            ),
        ] {
            let mut out = Vec::new();
            write(&columns, &rows, &terminal(width), &mut out).unwrap();
            let text = String::from_utf8(out).unwrap();
            let lines: Vec<_> = text.lines().skip(1).collect();
            assert_eq!(lines, expected, "{width}");
        }
    }
}
