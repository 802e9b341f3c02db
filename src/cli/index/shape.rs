//! How files are read: `--as`, `--map` and what else a root needs said.

use crate::date::DateOrder;
use crate::index::RootRequest;
use crate::read::READERS;
use crate::read::fields::Field;
use crate::schema::Reading;
use clap::builder::{NonEmptyStringValueParser, PossibleValuesParser};
use clap::{Args, ValueEnum};
use std::path::Path;

/// How files are read.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Reading")]
pub(in crate::cli) struct Shape {
    /// Read every file as this format, whatever it looks like
    #[arg(long = "as", value_name = "FORMAT",
        value_parser = PossibleValuesParser::new(READERS.iter().map(|r| r.name())))]
    format: Option<String>,
    /// Which key or column holds which field, where the common names do not do (dots go into nested records)
    #[arg(long, value_name = "FIELD=KEY,…", value_delimiter = ',', value_parser = pair)]
    map: Vec<(String, String)>,
    /// How numeric dates such as 03/04/2025 are meant where the file does not settle it
    #[arg(long, value_name = "ORDER", value_enum)]
    date_order: Option<Order>,
    /// The zone of times that name none, as in `Europe/Paris` [default: UTC]
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    assume_tz: Option<String>,
    /// The name of the file that `-`, the standard input, stands for: it tells the format and the date like any
    /// file's, and the same name again replaces what came under it before [default: stdin]
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    stdin_name: Option<String>,
    /// Keep share links, comment forms and the like in the text
    #[arg(long)]
    keep_boilerplate: bool,
    /// The texts are dumps of whole pages: find the article in each
    #[arg(long)]
    whole_page: bool,
    /// The longest record that is read: a line, row, element, or a file that is one article; a longer one
    /// is reported and passed over (K, M, G: powers of 1024) [default: 64M]
    #[arg(long, value_name = "SIZE", value_parser = super::size)]
    max_record: Option<usize>,
    /// How many times its size a packed file may unpack to; what comes beyond is reported and not read
    /// [default: 200]
    #[arg(long, value_name = "TIMES", value_parser = clap::value_parser!(u64).range(1..))]
    max_unpacked: Option<u64>,
}

/// `--date-order`.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Order {
    /// 25/09/2025
    DayFirst,
    /// 09/25/2025
    MonthFirst,
}

fn zone(text: &str) -> Result<String, String> {
    match jiff::tz::TimeZone::get(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err("name a zone of the tz database, for example `Europe/Paris`".into()),
    }
}

impl Shape {
    pub(super) fn reading(&self) -> Reading {
        Reading {
            format: self.format.clone(),
            map: self.map.clone(),
            date_order: self.date_order.map(|order| match order {
                Order::DayFirst => DateOrder::DayFirst,
                Order::MonthFirst => DateOrder::MonthFirst,
            }),
            zone: self.assume_tz.clone(),
            keep_boilerplate: self.keep_boilerplate,
            whole_page: self.whole_page,
            max_record: self.max_record,
            max_unpacked: self.max_unpacked,
            ..Reading::default()
        }
    }

    /// A root that is read so.
    pub(in crate::cli) fn root(&self, path: &Path) -> RootRequest {
        RootRequest {
            path: path.to_owned(),
            reading: self.reading(),
            piped_name: self.stdin_name.clone(),
        }
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((field, key)) if !field.trim().is_empty() && !key.trim().is_empty() => {
            let field = field.trim().to_lowercase();
            if Field::by_name(&field).is_none() {
                let names: Vec<_> = Field::names().collect();
                return Err(format!(
                    "an article has no field `{field}`: it has {}",
                    names.join(", ")
                ));
            }
            Ok((field, key.trim().to_owned()))
        }
        _ => Err("write it as FIELD=KEY, for example `headline=TITEL`".into()),
    }
}
