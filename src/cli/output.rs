//! How answers are printed: `--format`, `--fields`, `--color` and their like.

use crate::answer::Provenance;
use crate::error::{Error, Result};
use crate::print::{Asked, PRINTERS, Printer, Style, Template};
use crate::terminal::{self, Colour};
use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use std::fs::File;
use std::io::{BufWriter, IsTerminal, Write};
use std::ops::Deref;
use std::path::PathBuf;

/// The flags of a command that prints hits or a table.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Output")]
pub(super) struct Output {
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text",
        value_parser = PossibleValuesParser::new(PRINTERS.iter().map(|p| p.name())))]
    format: String,
    /// The fields to print, in this order (text, json, jsonl, csv, tsv)
    #[arg(long, value_name = "A,B,…", value_delimiter = ',')]
    fields: Vec<String>,
    /// End each path or id with NUL instead of a newline, for `xargs -0`
    #[arg(short = '0', long)]
    null: bool,
    /// Print CSV and TSV cells as they are even if a spreadsheet would run them as formulas
    #[arg(long)]
    formulas: bool,
    /// Print one line an article: text with `{field}`s, such as '{date} {headline}'
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["format", "fields"])]
    template: Option<String>,
    /// The name of the run in `--format trec`
    #[arg(long, value_name = "NAME")]
    tag: Option<String>,
    /// Write down where the answer comes from: query, index, version, time
    #[arg(long, value_name = "FILE")]
    provenance: Option<PathBuf>,
    #[command(flatten)]
    colour: ColourFlag,
}

/// A printer of the table, or one made from a template.
pub(super) enum Chosen {
    Known(&'static dyn Printer),
    Template(Template),
}

impl Deref for Chosen {
    type Target = dyn Printer;

    fn deref(&self) -> &Self::Target {
        match self {
            Self::Known(printer) => *printer,
            Self::Template(template) => template,
        }
    }
}

/// `--color WHEN`.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct ColourFlag {
    /// When to colour: on a terminal, always, or never (`NO_COLOR` is honoured)
    #[arg(long, value_name = "WHEN", value_enum, default_value = "auto")]
    color: When,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

impl ColourFlag {
    fn is_on(self, terminal: bool) -> bool {
        let colour = match self.color {
            When::Auto => Colour::Auto,
            When::Always => Colour::Always,
            When::Never => Colour::Never,
        };
        colour.is_on(terminal)
    }
}

impl Output {
    /// The printer and the style it prints in.
    pub(super) fn printer(&self) -> Result<(Chosen, Style)> {
        let printer = match &self.template {
            Some(template) => Chosen::Template(Template::parse(template)?),
            None => Chosen::Known(crate::print::printer(&self.format)?),
        };
        let terminal = std::io::stdout().is_terminal();
        let style = Style {
            colour: self.colour.is_on(terminal),
            width: if terminal { terminal::columns() } else { None },
            terminal,
            fields: self.fields.clone(),
            null: self.null,
            formulas: self.formulas,
            tag: self.tag.clone(),
            ..Style::default()
        };
        Ok((printer, style))
    }

    /// Whether what is printed has passages of the articles in it.
    pub(super) fn shows_passages(&self) -> bool {
        if let Some(template) = &self.template {
            return template.contains("{snippet");
        }
        let whole = matches!(
            self.format.as_str(),
            "text" | "json" | "jsonl" | "csv" | "tsv"
        );
        let named = |field: &String| field.trim().starts_with("snippet");
        whole && (self.fields.is_empty() || self.fields.iter().any(named))
    }

    /// Whether rows can be printed before the last is known.
    pub(super) fn streams(&self) -> bool {
        let lines = ["csv", "tsv", "jsonl", "paths", "ids"];
        self.template.is_some() || lines.contains(&self.format.as_str())
    }

    /// The file of `--provenance`, opened before anything is asked.
    pub(super) fn record(&self) -> Result<Option<Record>> {
        let Some(path) = &self.provenance else {
            return Ok(None);
        };
        let file = File::create(path).map_err(|e| Error::io("write", path, e))?;
        Ok(Some(Record {
            path: path.clone(),
            out: BufWriter::new(file),
            time: jiff::Timestamp::now()
                .strftime("%Y-%m-%dT%H:%M:%SZ")
                .to_string(),
        }))
    }
}

/// A file that says where answers come from: one JSON object a line.
pub(super) struct Record {
    path: PathBuf,
    out: BufWriter<File>,
    time: String,
}

impl Record {
    /// Adds an answer; `id` is its query's in a batch.
    pub(super) fn add(&mut self, source: &Provenance, id: Option<&str>) -> Result<()> {
        let asked = Asked {
            id,
            time: &self.time,
        };
        let written = crate::print::write_provenance(source, asked, &mut self.out);
        written.map_err(|error| self.failed(error))
    }

    /// Writes what is left.
    pub(super) fn finish(mut self) -> Result<()> {
        self.out
            .flush()
            .map_err(|e| Error::io("write", &self.path, e))
    }

    /// The failure of this file, which is not that of standard output.
    fn failed(&self, error: Error) -> Error {
        match error {
            Error::Output(source) => Error::io("write", &self.path, source),
            other => other,
        }
    }
}
