//! How answers are printed: `--format`, `--fields`, `--color` and their like.

use crate::error::Result;
use crate::print::{PRINTERS, Printer, Style};
use crate::terminal::{self, Colour};
use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use std::io::IsTerminal;

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
    #[command(flatten)]
    colour: ColourFlag,
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
    pub(super) fn printer(&self) -> Result<(&'static dyn Printer, Style)> {
        let printer = crate::print::printer(&self.format)?;
        let terminal = std::io::stdout().is_terminal();
        let style = Style {
            colour: self.colour.is_on(terminal),
            width: if terminal { terminal::columns() } else { None },
            terminal,
            fields: self.fields.clone(),
            null: self.null,
            formulas: self.formulas,
            ..Style::default()
        };
        Ok((printer, style))
    }
}
