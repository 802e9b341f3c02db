//! `morgue save`: queries kept under a name, asked as `query:NAME`.

use super::output::Output;
use super::place::Place;
use super::sheet::Sheet;
use super::{Command, Exit, finish, stdout, typed};
use crate::answer::{Cell, Table};
use crate::error::{Error, Result};
use crate::query::Library;
use crate::schema::has_index;
use crate::terminal::safe;
use clap::{ArgMatches, Args};
use jiff::ZonedDateTime;
use std::io::Write;

pub(super) static COMMAND: Command = Command {
    name: "save",
    about: "Save a query under a name, to ask it as `query:NAME`; list and remove saved queries",
    examples: "\
Examples:
  morgue save walkouts 'strike* OR walkout* OR \"industrial action\"'
  morgue search 'query:walkouts -rail'         in any query, also a saved one
  morgue search 'query:walkouts added:last'    what the latest refresh brought
  morgue save                                  lists the saved queries
  morgue save walkouts                         prints one
  morgue save walkouts 'strike*' --replace
  morgue save walkouts --remove

Only the query is saved, no flags: write `date:` and `org:` into it. Relative dates
(`date:3w`) count from the day it is asked. Saved queries are kept in `queries.toml` in
the directory of the index; indexing again, also with `--rebuild`, leaves them alone.",
    flags: Flags::augment_args,
    run,
};

#[derive(Debug, Args)]
struct Flags {
    /// The name: letters, digits, `-`, `_` and `.`; without one, all saved queries are listed
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// The query, in the language of `morgue help query`; without one, the saved query is printed
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Let the query take the place of one that has this name
    #[arg(long, requires = "query")]
    replace: bool,
    /// Remove the query of this name
    #[arg(long, requires = "name", conflicts_with_all = ["query", "replace"])]
    remove: bool,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    output: Output,
}

fn run(matches: &ArgMatches) -> Result<Exit> {
    let flags: Flags = typed(matches)?;
    let directory = flags.place.directory()?;
    if !has_index(&directory)? {
        return Err(Error::NoIndex(directory));
    }
    let today = ZonedDateTime::now().date();
    let Some(name) = &flags.name else {
        return list(&Library::open(&directory)?, &flags.output);
    };
    if flags.remove {
        Library::remove(&directory, name, today)?;
        return Ok(Exit::Found);
    }
    if flags.query.is_empty() {
        let library = Library::open(&directory)?;
        let text = library.get(name).ok_or_else(|| library.unknown(name))?;
        let mut out = stdout();
        writeln!(out, "{text}")?;
        finish(out)?;
        return Ok(Exit::Found);
    }
    let text = flags.query.join(" ");
    Library::save(&directory, name, text.trim(), flags.replace, today)?;
    eprintln!("saved: ask it as `query:{}`", safe(name));
    Ok(Exit::Found)
}

fn list(library: &Library, output: &Output) -> Result<Exit> {
    let row = |name: &String| {
        let text = library.get(name).unwrap_or_default();
        vec![Cell::Text(name.clone()), Cell::Text(text.to_owned())]
    };
    let rows: Vec<_> = library.names().iter().map(row).collect();
    let table = Table {
        provenance: None,
        columns: ["name", "query"].map(String::from).into(),
        total: rows.len() as u64,
        rows,
    };
    if table.rows.is_empty() {
        eprintln!("no query is saved: `morgue save NAME QUERY` saves one");
        return Ok(Exit::Nothing);
    }
    Sheet::new(output)?.print(&table, &[])?;
    Ok(Exit::Found)
}
