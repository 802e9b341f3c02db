//! CSV (RFC 4180): a header row, one row a hit, for spreadsheets and data frames.
//!
//! Lines end with LF, which every reader accepts; cells may hold newlines, in quotation marks. Cells that
//! a spreadsheet would take for a formula are made harmless (`cell.rs`).

use super::field::{self, Shape};
use super::{Printer, Style, cell};
use crate::answer::{Page, Table};
use crate::error::{Error, Result};
use csv::{Terminator, Writer, WriterBuilder};
use std::borrow::Cow;
use std::io::{self, Write};

/// `--format csv`.
pub(super) struct Csv;

impl Printer for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn about(&self) -> &'static str {
        "comma-separated values with a header row"
    }

    fn page(&self, page: &Page, style: &Style, out: &mut dyn Write) -> Result<()> {
        let fields = field::chosen(style, Shape::Columns)?;
        let mut csv = writer(style, out);
        if style.header() {
            row(&mut csv, fields.iter().map(|field| field.name.into()))?;
        }
        for hit in field::rows(page, style) {
            let values = fields.iter().map(|field| field.value(hit));
            let cells = values.map(|value| style.clean(cell::of_value(&value, style)));
            row(&mut csv, cells)?;
        }
        Ok(csv.flush()?)
    }

    fn table(&self, table: &Table, style: &Style, out: &mut dyn Write) -> Result<()> {
        style.without_fields(self.name())?;
        let mut csv = writer(style, out);
        let names = table.columns.iter().map(|name| cell::guard(name, style));
        if style.header() {
            row(&mut csv, names.map(|name| style.clean(name)))?;
        }
        for cells in &table.rows {
            let cells = cells.iter().map(|cell| cell::of_cell(cell, style));
            row(&mut csv, cells.map(|cell| style.clean(cell)))?;
        }
        Ok(csv.flush()?)
    }
}

fn writer<'a>(style: &Style, out: &'a mut dyn Write) -> Writer<&'a mut dyn Write> {
    WriterBuilder::new()
        .terminator(Terminator::Any(style.end()[0]))
        .flexible(true)
        .from_writer(out)
}

fn row<'a>(
    csv: &mut Writer<&mut dyn Write>,
    cells: impl Iterator<Item = Cow<'a, str>>,
) -> Result<()> {
    for cell in cells {
        csv.write_field(cell.as_bytes()).map_err(failure)?;
    }
    csv.write_record(None::<&[u8]>).map_err(failure)
}

/// The crate's errors are about the writer below it, as rows of any length are let through.
fn failure(error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        other => io::Error::other(format!("{other:?}")).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print::Topic;
    use crate::print::sample::{self, printed, printed_table, visible};

    #[test]
    fn hits_are_rows() {
        let text = printed(&Csv, &sample::all(), &Style::default());
        insta::assert_snapshot!(visible(&text), @r#"
        score,id,root,path,headline,date,date_precision,date_source,organisations,publication,byline,section,url,language,snippet
        12.84,reut2-001.sgm#1204,reuters,reut2-001.sgm#1204,Cocoa council meets on buffer stock rules,1987-03-09T13:25:00Z,instant,given,Gill & Duffus; International Cocoa Organization,The Evening Ledger,Jane Doe and John O'Hara,Commodities,https://ledger.example/1987/03/09/cocoa_50%25,en,"The cocoa council opened talks on the rules of its buffer stock, delegates said. …"
        12.84,'@evil id→7,inbox,"a dir/new
        line ""quoted"".txt","'=cmd|' /C calc'!A0 \u{1b}[31mred\u{202e}txt.exe\r
        ""可可"", 100% {of} $5_000 & #1 \",1987,year,path,"'+Apple, Inc.; 国际可可\u{200b}组织",,"By-Line, Staff",,https://ledger.example/{a}\b c,,"… Größe: 可可\u{1b}]0;x\u{7}
        buffer→stock"
        ,notes/x.txt,inbox,notes/x.txt,,,,,,,,,,,
        "#);
    }

    #[test]
    fn what_is_written_is_read_again() {
        let style = Style {
            formulas: true,
            fields: vec!["headline".into(), "path".into()],
            ..Style::default()
        };
        let text = printed(&Csv, &sample::all(), &style);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(&rows[1][0], sample::nasty().article.headline);
        assert_eq!(&rows[1][1], sample::nasty().path);
    }

    #[test]
    fn a_batch_has_one_header_and_names_the_query() {
        let topic = |first| Style {
            topic: Some(Topic {
                id: "q7".into(),
                first,
            }),
            ..Style::default()
        };
        let page = sample::page(vec![sample::bare()], 1);
        let text = printed(&Csv, &page, &topic(true)) + &printed(&Csv, &page, &topic(false));
        insta::assert_snapshot!(text, @r#"
        query_id,query,score,id,root,path,headline,date,date_precision,date_source,organisations,publication,byline,section,url,language,snippet
        q7,"cocoa ""buffer stock""",,notes/x.txt,inbox,notes/x.txt,,,,,,,,,,,
        q7,"cocoa ""buffer stock""",,notes/x.txt,inbox,notes/x.txt,,,,,,,,,,,
        "#);
    }

    #[test]
    fn tables_have_plain_numbers() {
        let text = printed_table(&Csv, &sample::table(), &Style::default());
        insta::assert_snapshot!(visible(&text), @r#"
        organisation,articles,share,share
        International Cocoa Organization,1234567,0.25,
        '=国际\u{1b}[2J可可→组织,93,-0.3333333333333333,
        """Quoted"" Ltd",0,0,
        "#);
    }
}
