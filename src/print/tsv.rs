//! TSV: one line a hit, one tab between cells, for `cut`, `sort`, `awk` and data frames.
//!
//! As in IANA's text/tab-separated-values a cell cannot hold a tab or a newline; they become blanks.
//! Quotation marks stay as they are, but a cell that begins with one is quoted as in CSV: readers that
//! know quoting (data frames, spreadsheets) would otherwise swallow the rows up to the next mark.

use super::field::{self, Shape};
use super::{Printer, Style, cell};
use crate::answer::{Page, Table};
use crate::error::Result;
use std::borrow::Cow;
use std::io::Write;

/// `--format tsv`.
pub(super) struct Tsv;

impl Printer for Tsv {
    fn name(&self) -> &'static str {
        "tsv"
    }

    fn about(&self) -> &'static str {
        "tab-separated values with a header row"
    }

    fn page(&self, page: &Page, style: &Style, out: &mut dyn Write) -> Result<()> {
        let fields = field::chosen(style, Shape::Columns)?;
        if style.header() {
            row(out, fields.iter().map(|field| field.name.into()), style)?;
        }
        for hit in field::rows(page, style) {
            let values = fields.iter().map(|field| field.value(hit));
            row(
                out,
                values.map(|value| cell::of_value(&value, style)),
                style,
            )?;
        }
        Ok(())
    }

    fn table(&self, table: &Table, style: &Style, out: &mut dyn Write) -> Result<()> {
        style.without_fields(self.name())?;
        let names = table.columns.iter().map(|name| cell::guard(name, style));
        if style.header() {
            row(out, names, style)?;
        }
        for cells in &table.rows {
            row(
                out,
                cells.iter().map(|cell| cell::of_cell(cell, style)),
                style,
            )?;
        }
        Ok(())
    }
}

fn row<'a>(
    out: &mut dyn Write,
    cells: impl Iterator<Item = Cow<'a, str>>,
    style: &Style,
) -> Result<()> {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            out.write_all(b"\t")?;
        }
        let cell = style.clean_line(cell);
        if cell.starts_with('"') {
            write!(out, "\"{}\"", cell.replace('"', "\"\""))?;
        } else {
            out.write_all(cell.as_bytes())?;
        }
    }
    Ok(out.write_all(style.end())?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print::sample::{self, printed, printed_table, visible};

    #[test]
    fn a_hit_is_one_line_whatever_it_holds() {
        let text = printed(&Tsv, &sample::all(), &Style::default());
        assert_eq!(text.lines().count(), 4);
        let widths: Vec<_> = text.lines().map(|line| line.split('\t').count()).collect();
        assert_eq!(widths, [widths[0]; 4]);
        insta::assert_snapshot!(visible(&text), @r#"
        score→id→root→path→headline→date→date_precision→date_source→organisations→publication→byline→section→url→language→snippet
        12.84→reut2-001.sgm#1204→reuters→reut2-001.sgm#1204→Cocoa council meets on buffer stock rules→1987-03-09T13:25:00Z→instant→given→Gill & Duffus; International Cocoa Organization→The Evening Ledger→Jane Doe and John O'Hara→Commodities→https://ledger.example/1987/03/09/cocoa_50%25→en→The cocoa council opened talks on the rules of its buffer stock, delegates said. …
        12.84→'@evil id 7→inbox→a dir/new line "quoted".txt→'=cmd|' /C calc'!A0 \u{1b}[31mred\u{202e}txt.exe  "可可", 100% {of} $5_000 & #1 \→1987→year→path→'+Apple, Inc.; 国际可可\u{200b}组织→→By-Line, Staff→→https://ledger.example/{a}\b c→→… Größe: 可可\u{1b}]0;x\u{7} buffer stock
        →notes/x.txt→inbox→notes/x.txt→→→→→→→→→→→
        "#);
    }

    #[test]
    fn fields_are_picked_and_records_end_with_nul() {
        let style = Style {
            fields: vec!["rank".into(), "words".into(), "date".into()],
            null: true,
            ..Style::default()
        };
        let text = printed(&Tsv, &sample::all(), &style);
        assert_eq!(
            text.split('\0').collect::<Vec<_>>(),
            [
                "rank\twords\tdate",
                "1\t16\t1987-03-09T13:25:00Z",
                "2\t15\t1987",
                "3\t3\t",
                ""
            ]
        );
    }

    #[test]
    fn a_leading_quotation_mark_swallows_no_rows() {
        let text = printed_table(&Tsv, &sample::table(), &Style::default());
        insta::assert_snapshot!(visible(&text), @r#"
        organisation→articles→share→share
        International Cocoa Organization→1234567→0.25→
        '=国际\u{1b}[2J可可 组织→93→-0.3333333333333333→
        """Quoted"" Ltd"→0→0→
        "#);
    }
}
