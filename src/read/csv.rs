//! CSV, TSV and their kin: one article a row, the first row names the fields.
//!
//! The delimiter is the one that cuts the first row into most columns. Rows are cut by an own scanner,
//! so that one wrong quote costs one row and not the rest of the file; the `csv` crate takes each row
//! apart. Dates are understood as the first rows show, where they show it.

use super::decode::{Utf8Reader, damaged, undecodable_record};
use super::fields::{self, Field};
use super::rows::{Row, Rows};
use super::sample::{self, Sample};
use super::{Context, Flow, Found, Reader, Record, gather, unreadable, whole};
use crate::date::DateOptions;
use crate::error::{Problem, ProblemKind};
use serde_json::{Map, Value};
use std::io::Read;
use std::sync::Arc;

/// The reader of CSV and TSV.
pub struct Csv;

impl Reader for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn about(&self) -> &'static str {
        "CSV, TSV or semicolon-separated: one article a row, names of fields in the first"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "tsv", "tab"]
    }

    /// Text with commas is no certain sign: only the extension decides.
    fn recognises(&self, _: &[u8]) -> bool {
        false
    }

    fn split(
        &self,
        input: Box<dyn Read + '_>,
        context: &Context,
        hand_out: &mut dyn FnMut(Record) -> Flow,
    ) -> Result<(), Problem> {
        let mut rows = Rows::new(Utf8Reader::new(input)?, context.limits);
        let Some(header) = header(&mut rows, context)? else {
            return Err(whole::empty());
        };
        let mut context = context.clone();
        let (mut sample, mut failure) = (Sample::default(), None);
        while !sample.is_full() && failure.is_none() {
            match rows.next() {
                Ok(Some(row)) => {
                    let bytes = row.text.len();
                    sample.hold(row, bytes);
                }
                Ok(None) => break,
                Err(error) => failure = Some(unreadable(&error)),
            }
        }
        context.dates = settled(&header, sample.records(), &context);
        let mut number = 0;
        let mut sample = sample.take().into_iter();
        loop {
            let row = match sample.next() {
                Some(row) => Some(row),
                None if failure.is_some() => None,
                None => rows.next().map_err(|error| unreadable(&error))?,
            };
            let Some(row) = row else {
                return failure.map_or(Ok(()), Err);
            };
            number += 1;
            if hand_out(record(row, number, &header, &context)) == Flow::Stop {
                return Ok(());
            }
        }
    }
}

/// The first row: the delimiter and the names of the columns.
#[derive(Debug)]
struct Header {
    delimiter: u8,
    names: Vec<String>,
    /// So many cells a row needs to reach the headline and the text.
    needed: usize,
}

/// Reads the first row that is not blank.
fn header<R: Read>(rows: &mut Rows<R>, context: &Context) -> Result<Option<Arc<Header>>, Problem> {
    let Some(mut row) = rows.next().map_err(|error| unreadable(&error))? else {
        return Ok(None);
    };
    // Spreadsheets write `sep=;` as a line of its own.
    if let Some([delimiter]) = row.text.trim_ascii().strip_prefix(b"sep=") {
        rows.delimiter = *delimiter;
        match rows.next().map_err(|error| unreadable(&error))? {
            Some(next) => row = next,
            None => return Ok(None),
        }
    } else {
        rows.delimiter = delimiter(&row.text);
    }
    let names = cells(&row.text, rows.delimiter)?;
    let needed = names.iter().rposition(|name| is_text(name, context));
    let Some(needed) = needed else {
        let reason = "no column has a name that is known: tell which is which with \
                      `--map headline=COLUMN,body=COLUMN`";
        return Err(Problem::new(ProblemKind::Malformed, reason).at(row.line));
    };
    Ok(Some(Arc::new(Header {
        delimiter: rows.delimiter,
        names,
        needed: needed + 1,
    })))
}

/// Whether a column holds the headline or a text.
fn is_text(name: &str, context: &Context) -> bool {
    let mapped = context.map.pairs.iter().filter(|(_, key)| key == name);
    let mut fields = mapped
        .filter_map(|(field, _)| Field::by_name(field))
        .chain(fields::known(name));
    fields.any(|field| matches!(field, Field::Headline | Field::Body | Field::Lead))
}

/// The delimiter that stands most often in a row, outside of quotes.
fn delimiter(row: &[u8]) -> u8 {
    let mut counts = [(b',', 0), (b'\t', 0), (b';', 0), (b'|', 0)];
    let mut quoted = false;
    for byte in row {
        quoted ^= *byte == b'"';
        for (delimiter, count) in &mut counts {
            *count += usize::from(!quoted && byte == delimiter);
        }
    }
    let most = counts.iter().rev().max_by_key(|(_, count)| *count);
    most.map_or(b',', |(delimiter, _)| *delimiter)
}

/// The cells of one row.
fn cells(row: &[u8], delimiter: u8) -> Result<Vec<String>, Problem> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .buffer_capacity(row.len().clamp(64, 64 * 1024))
        .from_reader(row);
    let mut record = csv::StringRecord::new();
    match reader.read_record(&mut record) {
        Ok(_) => Ok(record.iter().map(|cell| cell.trim().to_owned()).collect()),
        Err(error) => {
            let reason = format!("the row cannot be taken apart: {error}");
            Err(Problem::new(ProblemKind::Malformed, reason))
        }
    }
}

/// How dates are to be understood, as those of the sample show.
fn settled(header: &Header, rows: &[Row], context: &Context) -> DateOptions {
    let rank = |column: usize| fields::date_rank(&header.names[column], &context.map);
    let columns: Vec<(usize, usize)> = (0..header.names.len())
        .filter_map(|column| Some((column, rank(column)?)))
        .collect();
    let rows = rows.iter().filter(|row| row.problem.is_none());
    let rows = rows.filter_map(|row| cells(&row.text, header.delimiter).ok());
    let dates = rows.flat_map(|row| {
        let cells = columns
            .iter()
            .map(|(column, rank)| Some((*rank, row.get(*column)?.clone())));
        cells.flatten().collect::<Vec<_>>()
    });
    sample::settled(&dates.collect::<Vec<_>>(), context)
}

fn record(row: Row, number: u64, header: &Arc<Header>, context: &Context) -> Record {
    let (header, context) = (Arc::clone(header), context.clone());
    Record {
        number: Some(number),
        line: Some(row.line),
        bytes: row.bytes,
        read: Box::new(move || {
            let line = row.line;
            match named(row, &header) {
                Ok(cells) => gather::found(cells, Some(line), &context),
                Err(problem) => Found::of_problem(problem.at(line)),
            }
        }),
    }
}

/// The cells of a row by the names of their columns; of columns with one name the first filled counts.
fn named(row: Row, header: &Header) -> Result<Map<String, Value>, Problem> {
    if let Some(problem) = row.problem {
        return Err(problem);
    }
    if damaged(&row.text) {
        return Err(undecodable_record());
    }
    let cells = cells(&row.text, header.delimiter)?;
    let (found, expected) = (cells.len(), header.names.len());
    if found < header.needed {
        let reason = format!("the row ends after {found} of {expected} columns, before the text");
        return Err(Problem::new(ProblemKind::Malformed, reason));
    }
    if cells.iter().skip(expected).any(|cell| !cell.is_empty()) {
        let reason = format!(
            "the row has {found} cells for {expected} columns: quote cells that hold the delimiter"
        );
        return Err(Problem::new(ProblemKind::Malformed, reason));
    }
    let mut record = Map::new();
    for (name, cell) in header.names.iter().zip(cells) {
        if !cell.is_empty() && !record.contains_key(name) {
            record.insert(name.clone(), Value::String(cell));
        }
    }
    Ok(record)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{articles, read};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn delimiters_and_names_are_found() {
        for text in [
            "title,text,date,companies\nA,\"One, two\",2025-09-25,IMF;OPEC\n",
            "Title;Text;Date;Companies\nA;One, two;2025-09-25;\"IMF;OPEC\"\n",
            "title\ttext\tdate\tcompanies\nA\tOne, two\t2025-09-25\tIMF|OPEC\n",
            "sep=|\ntitle|text|date|companies\nA|One, two|2025-09-25|IMF;OPEC",
        ] {
            let article = &articles(&Csv, text.as_bytes())[0];
            assert_eq!(
                (article.headline.as_str(), article.body.as_str()),
                ("A", "One, two")
            );
            assert_eq!(article.organisations.len(), 2);
            assert_eq!(
                article.date.as_ref().map(ToString::to_string).as_deref(),
                Some("2025-09-25")
            );
        }
    }

    #[test]
    fn columns_may_be_named_in_other_languages() {
        for header in [
            "Überschrift;Text;Datum;Zeitung;Autor",
            "TITEL;Volltext;Veröffentlichungsdatum;Quelle;Verfasser",
            "Titre;Texte;Date de publication;Journal;Auteur",
            "Título;Texto;Fecha;Periódico;Autor",
            "Título;Texto;Data de publicação;Jornal;Autor",
            "Titolo;Testo;Data;Testata;Autore",
            "Titel;Tekst;Datum;Krant;Auteur",
            "Tytuł;Treść;Data publikacji;Gazeta;Autor",
            "Titel;Brödtext;Publiceringsdatum;Tidning;Författare",
        ] {
            let text = format!("{header}\nA;One, two;25.09.2025;The Gazette;A. Writer\n");
            let article = &articles(&Csv, text.as_bytes())[0];
            let date = article.date.as_ref().map(ToString::to_string);
            assert_eq!(
                (article.headline.as_str(), article.body.as_str()),
                ("A", "One, two"),
                "{header}"
            );
            assert_eq!(date.as_deref(), Some("2025-09-25"), "{header}");
            assert_eq!(
                article.publication.as_deref(),
                Some("The Gazette"),
                "{header}"
            );
            assert_eq!(article.byline.as_deref(), Some("A. Writer"), "{header}");
        }
    }

    #[test]
    fn what_is_wrong_with_rows_is_said() {
        let text = "title,text\nA,\"one\ntwo\"\nB,too,many\n\nC,\"never closed\nD,fine\n,\n";
        let found = read(&Csv, text.as_bytes());
        let headlines: Vec<_> = found
            .articles
            .iter()
            .map(|article| article.headline.as_str())
            .collect();
        assert_eq!(headlines, ["A", "D"]);
        assert_eq!(found.articles[0].body, "one\ntwo");
        let problems: Vec<_> = found
            .problems
            .iter()
            .map(|problem| problem.sentence("x"))
            .collect();
        insta::assert_snapshot!(problems.join("\n"), @r"
        x:4: the row has 3 cells for 2 columns: quote cells that hold the delimiter
        x:6: a quote is opened and never closed
        x:8: has neither a headline nor a body
        ");
        let found = read(&Csv, b"a,b\n1,2\n");
        assert_eq!(found.problems[0].kind, ProblemKind::Malformed);
    }

    #[test]
    fn the_column_settles_the_order_of_dates() {
        let text = "title,date\nA,03/04/2025\nB,25/04/2025\n";
        let dates: Vec<_> = articles(&Csv, text.as_bytes())
            .iter()
            .map(|article| article.date.as_ref().map(ToString::to_string))
            .collect();
        assert_eq!(
            dates,
            [Some("2025-04-03".to_owned()), Some("2025-04-25".to_owned())]
        );
        let found = read(&Csv, b"title,date\nA,03/04/2025\n");
        assert_eq!(found.problems[0].kind, ProblemKind::Date);
        assert_eq!(found.articles.len(), 1);
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "[a\",\n;]{0,60}") {
            read(&Csv, &bytes);
            read(&Csv, format!("title,text\n{text}").as_bytes());
        }

        #[test]
        fn rows_come_back_as_they_were_written(rows in proptest::collection::vec(("[a-z]{1,9}", "[a-z\",;]{0,9}z"), 1..9)) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(["title", "text"]).expect("memory");
            for (title, text) in &rows {
                writer.write_record([title, text]).expect("memory");
            }
            let bytes = writer.into_inner().expect("memory");
            let read: Vec<_> = articles(&Csv, &bytes).into_iter().map(|one| (one.headline, one.body)).collect();
            prop_assert_eq!(read, rows);
        }
    }
}
