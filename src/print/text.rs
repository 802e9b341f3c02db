//! Text for people: a few calm lines a hit, and at the end how many there are.
//!
//! On a terminal it is wrapped to its width, coloured if wanted, and safe from what articles hold. In a
//! pipe nothing is wrapped, and each part of a hit is one line.

use super::field::{self, Field, Shape};
use super::flow::{Line, Palette};
use super::{Printer, Style, Value, entry, grid, number};
use crate::answer::{Cell, Page, Table};
use crate::error::Result;
use std::io::Write;

/// `--format text`.
pub(super) struct Text;

impl Printer for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn about(&self) -> &'static str {
        "text for people, coloured and wrapped on a terminal"
    }

    fn page(&self, page: &Page, style: &Style, out: &mut dyn Write) -> Result<()> {
        style.without_null(self.name())?;
        let fields = field::chosen(style, Shape::Columns)?;
        heading(page, style, out)?;
        if style.fields.is_empty() {
            for row in field::rows(page, style) {
                entry::write(row, style, out)?;
            }
        } else {
            columns(page, &fields, style, out)?;
        }
        total(page, style, out)?;
        if style.topic.is_some() {
            writeln!(out)?;
        }
        Ok(())
    }

    fn table(&self, table: &Table, style: &Style, out: &mut dyn Write) -> Result<()> {
        style.without_null(self.name())?;
        style.without_fields(self.name())?;
        if table.rows.is_empty() {
            return Ok(writeln!(out, "no rows")?);
        }
        grid::write(&table.columns, &table.rows, style, out)?;
        let shown = table.rows.len() as u64;
        if shown < table.total {
            let (shown, total) = (number::grouped(shown), number::grouped(table.total));
            let ink = Palette::of(style).aside;
            writeln!(out, "\n{ink}{shown} of {total} rows{ink:#}")?;
        }
        Ok(())
    }
}

/// In a batch: which query the hits below answer.
fn heading(page: &Page, style: &Style, out: &mut dyn Write) -> Result<()> {
    let Some(topic) = &style.topic else {
        return Ok(());
    };
    let palette = Palette::of(style);
    let query = format!("query {}: {}", topic.id, page.provenance.query);
    Line::new(&query, style).write((palette.aside, palette.aside), "", style, out)?;
    Ok(writeln!(out)?)
}

/// `--fields`: one aligned line a hit.
fn columns(page: &Page, fields: &[&Field], style: &Style, out: &mut dyn Write) -> Result<()> {
    let names: Vec<_> = fields.iter().map(|field| field.name.to_owned()).collect();
    let rows: Vec<Vec<_>> = field::rows(page, style)
        .map(|row| fields.iter().map(|field| cell(&field.value(row))).collect())
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    grid::write(&names, &rows, style, out)?;
    Ok(writeln!(out)?)
}

fn cell(value: &Value<'_>) -> Cell {
    match value {
        Value::Nothing => Cell::Nothing,
        Value::Count(count) => Cell::Count(*count),
        Value::Score(score) => Cell::Figure(f64::from(*score)),
        other => Cell::Text(other.flat().into_owned()),
    }
}

/// `10 of 1,204 articles`, and how to see the next ones.
fn total(page: &Page, style: &Style, out: &mut dyn Write) -> Result<()> {
    let shown = page.hits.len() as u64;
    let end = page.offset.saturating_add(shown);
    let all = page.collapsed.as_ref().map_or(page.total, |all| all.total);
    let total = number::grouped(all);
    let what = match (page.collapsed.is_some(), all) {
        (true, 1) => "story",
        (true, _) => "stories",
        (false, 1) => "article",
        (false, _) => "articles",
    };
    let line = match (shown, page.offset) {
        (0, _) if page.total == 0 => "no article matches".into(),
        (0, offset) if offset >= all => {
            format!(
                "none of {total} {what} after the first {}",
                number::grouped(offset)
            )
        }
        (_, 0) => format!("{} of {total} {what}", number::grouped(shown)),
        (_, offset) => {
            let (first, last) = (number::grouped(offset + 1), number::grouped(end));
            format!("{first} to {last} of {total} {what}")
        }
    };
    write!(out, "{line}")?;
    if page.collapsed.is_some() && page.total > 0 {
        let plural = if page.total == 1 { "" } else { "s" };
        write!(out, " in {} article{plural}", number::grouped(page.total))?;
    }
    if shown > 0 && end < all && style.topic.is_none() {
        let ink = Palette::of(style).aside;
        write!(out, "{ink} · the next with `--offset {end}`{ink:#}")?;
    }
    Ok(writeln!(out)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print::sample::{self, printed, printed_table, terminal, visible};
    use crate::terminal;

    #[test]
    fn a_terminal_gets_wrapped_and_harmless_lines() {
        let text = printed(&Text, &sample::all(), &terminal(60));
        assert_eq!(text, terminal::safe_lines(&text));
        insta::assert_snapshot!(text, @r#"
        Cocoa council meets on buffer stock rules
          1987-03-09 · The Evening Ledger · Commodities · Jane Doe
          and John O'Hara
          Gill & Duffus · International Cocoa Organization
          The cocoa council opened talks on the rules of its buffer
          stock, delegates said. …
          reut2-001.sgm#1204 · score 12.84

        =cmd|' /C calc'!A0 [31mred txt.exe "可可", 100% {of} $5_000
        & #1 \
          1987 (from the path) · By-Line, Staff
          +Apple, Inc. · 国际可可 组织
          … Größe: 可可 ]0;x buffer stock
          and cocoa
          a dir/new line "quoted".txt · id @evil id 7 · score 12.84

        (no headline)
          undated
          notes/x.txt

        3 of 1,204 articles · the next with `--offset 3`
        "#);
    }

    #[test]
    fn a_pipe_gets_one_line_a_part_and_the_bytes_as_they_are() {
        let text = printed(&Text, &sample::all(), &Style::default());
        insta::assert_snapshot!(visible(&text), @r#"
        Cocoa council meets on buffer stock rules
          1987-03-09 · The Evening Ledger · Commodities · Jane Doe and John O'Hara
          Gill & Duffus · International Cocoa Organization
          The cocoa council opened talks on the rules of its buffer stock, delegates said. …
          reut2-001.sgm#1204 · score 12.84

        =cmd|' /C calc'!A0 \u{1b}[31mred\u{202e}txt.exe "可可", 100% {of} $5_000 & #1 \
          1987 (from the path) · By-Line, Staff
          +Apple, Inc. · 国际可可\u{200b}组织
          … Größe: 可可\u{1b}]0;x\u{7} buffer stock
          and cocoa
          a dir/new line "quoted".txt · id @evil id 7 · score 12.84

        (no headline)
          undated
          notes/x.txt

        3 of 1,204 articles · the next with `--offset 3`
        "#);
    }

    #[test]
    fn colours_end_on_their_line_and_articles_bring_none() {
        let style = Style {
            colour: true,
            ..terminal(60)
        };
        let text = printed(&Text, &sample::page(vec![sample::orderly()], 1), &style);
        insta::assert_snapshot!(text.replace('\u{1b}', "^"), @r"
        ^[1m^[31mCocoa^[0m^[1m council meets on ^[0m^[1m^[31mbuffer stock^[0m^[1m rules^[0m
          1987-03-09 · The Evening Ledger · Commodities · Jane Doe
          and John O'Hara
          ^[36mGill & Duffus · International Cocoa Organization^[0m
          The ^[1m^[31mcocoa^[0m council opened talks on the rules of its ^[1m^[31mbuffer^[0m
          ^[1m^[31mstock^[0m, delegates said. …
          ^[2mreut2-001.sgm#1204 · score 12.84^[0m

        1 of 1 article
        ");
        let piped = Style {
            terminal: false,
            width: None,
            ..style
        };
        let text = printed(&Text, &sample::page(vec![sample::nasty()], 1), &piped);
        assert!(
            text.contains("\u{1b}[1m") && !text.contains("\u{1b}[31mred"),
            "the article's own escape came through"
        );
    }

    #[test]
    fn no_width_makes_it_panic_or_overflow() {
        for width in 1..100 {
            let text = printed(&Text, &sample::all(), &terminal(width));
            let hits = text
                .split("\n\n")
                .filter(|block| !block.contains(" articles"));
            let lines = hits
                .flat_map(str::lines)
                .filter(|line| !line.contains(".txt") && !line.contains(".sgm"));
            for line in lines.filter(|_| width > 12) {
                assert!(terminal::width(line) <= width, "{width}: {line}");
            }
        }
    }

    #[test]
    fn each_story_once_says_how_many_articles_there_are() {
        let style = Style {
            collapsed: true,
            ..terminal(60)
        };
        let text = printed(&Text, &sample::collapsed(true), &style);
        assert_eq!(text, terminal::safe_lines(&text));
        let lines = text.lines().skip_while(|line| !line.contains("reprints"));
        insta::assert_snapshot!(lines.take(4).collect::<Vec<_>>().join("\n"), @r"
          +3 reprints
            The Daily 1987-03-10 · daily-7 · similarity 0.94
            wire#7 undated · wire#7 · similarity 0.94
            Abend Post 1987 · =7 · similarity 0.94
        ");
        assert_eq!(
            text.lines().last(),
            Some("3 of 900 stories in 1,204 articles · the next with `--offset 3`")
        );
    }

    #[test]
    fn the_last_line_counts() {
        for (shown, offset, total, expected) in [
            (0, 0, 0, "no article matches"),
            (1, 0, 1, "1 of 1 article"),
            (
                3,
                0,
                1_204,
                "3 of 1,204 articles · the next with `--offset 3`",
            ),
            (
                3,
                9,
                1_204,
                "10 to 12 of 1,204 articles · the next with `--offset 12`",
            ),
            (3, 1_201, 1_204, "1,202 to 1,204 of 1,204 articles"),
            (
                0,
                2_000,
                1_204,
                "none of 1,204 articles after the first 2,000",
            ),
            (0, 0, 5, "0 of 5 articles"),
        ] {
            let page = Page {
                offset,
                ..sample::page(vec![sample::bare(); shown], total)
            };
            let text = printed(&Text, &page, &Style::default());
            assert_eq!(text.lines().last(), Some(expected));
        }
    }

    #[test]
    fn fields_become_columns() {
        let style = Style {
            fields: ["date", "score", "headline"].map(String::from).to_vec(),
            ..terminal(50)
        };
        insta::assert_snapshot!(printed(&Text, &sample::all(), &style), @r"
        date                  score  headline
        1987-03-09T13:25:00Z  12.84  Cocoa council meets…
        1987                  12.84  =cmd|' /C calc'!A0 […
        –                         –

        3 of 1,204 articles · the next with `--offset 3`
        ");
    }

    #[test]
    fn a_table_fits_its_terminal() {
        insta::assert_snapshot!(printed_table(&Text, &sample::table(), &terminal(44)), @r#"
        organisation        articles    share  share
        International Co…  1,234,567   0.2500      –
        =国际 [2J可可 组…         93  -0.3333      –
        "Quoted" Ltd               0   0.0000      –

        3 of 412 rows
        "#);
        let empty = Table::default();
        assert_eq!(printed_table(&Text, &empty, &Style::default()), "no rows\n");
    }
}
