//! The saved queries of an index: `queries.toml` in its directory, one `name = "query"` a line.
//!
//! They are the user's, not part of any commit: indexing again, even with `--rebuild`, leaves the file
//! alone, and it may be edited by hand. It is written anew beside itself and then put in its place, so
//! that it is always whole, and by one process at a time.

use super::{Options, Query, parse};
use crate::error::{Error, Result};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// The name of the file in the directory of an index.
pub const QUERIES_FILE: &str = "queries.toml";
/// Held while the file is written.
const LOCK: &str = ".tmp-queries.lock";
/// The longest name, in characters.
const LONGEST: usize = 100;
const HEADER: &str =
    "# Queries saved with `morgue save`: `query:NAME` asks one. Comments are not kept.\n";

/// Saved queries by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Library {
    queries: BTreeMap<String, String>,
    names: Vec<String>,
}

impl Library {
    /// The queries saved beside the index in a directory.
    ///
    /// # Errors
    /// The file cannot be read or is no TOML of names and texts: [`Error::Usage`] says where.
    pub fn open(index: &Path) -> Result<Self> {
        let path = index.join(QUERIES_FILE);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(Error::io("read", &path, error)),
        };
        let queries = toml::from_str(&text).map_err(|error| refused(&path, &text, &error))?;
        Ok(Self::of(queries))
    }

    /// The library a query needs: that of the index if it names saved queries, else an empty one, so that
    /// a damaged file stops only those who want it.
    ///
    /// # Errors
    /// As from [`Library::open`].
    pub fn for_query(text: &str, index: &Path) -> Result<Self> {
        if text.to_ascii_lowercase().contains("query:") {
            Self::open(index)
        } else {
            Ok(Self::default())
        }
    }

    fn of(queries: BTreeMap<String, String>) -> Self {
        let names = queries.keys().cloned().collect();
        Self { queries, names }
    }

    /// The text of a query.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.queries.get(name).map(String::as_str)
    }

    /// The names, in order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Saves a query, which must read; `replace` lets it take the place of another.
    ///
    /// # Errors
    /// The name is none, it is taken, the query does not read (alone or by naming itself), or the file
    /// cannot be written.
    pub fn save(index: &Path, name: &str, text: &str, replace: bool, today: Date) -> Result<()> {
        check_name(name)?;
        change(index, |library| {
            match library.get(name) {
                Some(old) if old != text && !replace => {
                    return Err(Error::Usage(format!(
                        "`{name}` is saved already: `{old}`: choose another name, or replace it with `--replace`"
                    )));
                }
                _ => {}
            }
            library.queries.insert(name.to_owned(), text.to_owned());
            library.read(text, today).map(drop)
        })
    }

    /// Removes a query.
    ///
    /// # Errors
    /// There is none of this name, another one names it, or the file cannot be written.
    pub fn remove(index: &Path, name: &str, today: Date) -> Result<()> {
        change(index, |library| {
            let before = library.clone();
            if library.queries.remove(name).is_none() {
                return Err(library.unknown(name));
            }
            let reads = |library: &Library, text: &str| library.read(text, today).is_ok();
            let names_it =
                |(_, text): &(&String, &String)| reads(&before, text) && !reads(library, text);
            match library.queries.iter().find(names_it) {
                Some((other, _)) => Err(Error::Usage(format!(
                    "the saved query `{other}` names `{name}`: change or remove `{other}` first"
                ))),
                None => Ok(()),
            }
        })
    }

    /// The error about a name that is none.
    pub fn unknown(&self, name: &str) -> Error {
        let hint = super::saved::hint(name, &self.names);
        Error::Usage(format!("there is no saved query named `{name}`: {hint}"))
    }

    fn read(&self, text: &str, today: Date) -> Result<Query> {
        let saved = |name: &str| self.get(name).map(str::to_owned);
        let options = Options {
            saved: &saved,
            saved_names: &self.names,
            ..Options::new(today)
        };
        Ok(parse(text, &options)?)
    }
}

/// Changes the file while no other process does.
fn change(index: &Path, change: impl FnOnce(&mut Library) -> Result<()>) -> Result<()> {
    let lock = index.join(LOCK);
    let locked = fs::File::create(&lock).and_then(|file| file.lock().map(|()| file));
    let _held = locked.map_err(|error| Error::io("write", &lock, error))?;
    let before = Library::open(index)?;
    let mut library = before.clone();
    change(&mut library)?;
    if library.queries == before.queries {
        return Ok(());
    }
    let path = index.join(QUERIES_FILE);
    let queries = toml::to_string(&library.queries).expect("names and texts are always TOML");
    let fresh = index.join(".tmp-queries.toml");
    fs::write(&fresh, format!("{HEADER}{queries}"))
        .and_then(|()| fs::File::open(&fresh)?.sync_all())
        .and_then(|()| fs::rename(&fresh, &path))
        .map_err(|error| Error::io("write", &path, error))
}

/// A name that needs no quotation marks behind `query:`.
fn check_name(name: &str) -> Result<()> {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let first = name.chars().next().is_some_and(char::is_alphanumeric);
    if first && name.chars().all(fits) && name.chars().count() <= LONGEST {
        return Ok(());
    }
    Err(Error::Usage(format!(
        "`{name}` cannot name a query: a name begins with a letter or digit and goes on with these, `-`, `_` and `.`, {LONGEST} characters at most"
    )))
}

fn refused(path: &Path, text: &str, error: &toml::de::Error) -> Error {
    let before = error.span().and_then(|span| text.get(..span.start));
    let line = before.map_or(1, |before| before.matches('\n').count() + 1);
    let reason = error.message().trim().replace('\n', ", ");
    Error::Usage(format!(
        "`{}`, line {line}: {reason}: each line is `name = \"query\"`",
        path.display()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 24);

    #[test]
    fn what_is_saved_is_found_again_and_nothing_is_overwritten_silently() {
        let index = tempfile::tempdir().unwrap();
        let index = index.path();
        let text = "\"port strike\" OR\n'walkout' \\ ü";
        Library::save(index, "strikes", text, false, TODAY).unwrap_err(); // a lone backslash
        let text = "\"port strike\" OR walkout*";
        Library::save(index, "strikes", text, false, TODAY).unwrap();
        Library::save(index, "strikes", text, false, TODAY).unwrap();
        let error = Library::save(index, "strikes", "rail", false, TODAY).unwrap_err();
        assert!(error.to_string().contains("`--replace`"), "{error}");
        assert_eq!(Library::open(index).unwrap().get("strikes"), Some(text));
        Library::save(index, "strikes", "rail", true, TODAY).unwrap();
        Library::save(index, "Zürich-2", "date:2025", false, TODAY).unwrap();
        let library = Library::open(index).unwrap();
        assert_eq!(library.names(), ["Zürich-2", "strikes"]);
        assert_eq!(library.get("strikes"), Some("rail"));
    }

    #[test]
    fn circles_are_refused_when_they_are_saved() {
        let index = tempfile::tempdir().unwrap();
        let index = index.path();
        Library::save(index, "a", "oil", false, TODAY).unwrap();
        Library::save(index, "b", "query:a gas", false, TODAY).unwrap();
        let error = Library::save(index, "a", "coal OR query:b", true, TODAY).unwrap_err();
        assert!(error.to_string().contains("circle"), "{error}");
        let error = Library::remove(index, "a", TODAY).unwrap_err();
        assert!(error.to_string().contains("`b` names `a`"), "{error}");
        Library::remove(index, "b", TODAY).unwrap();
        Library::remove(index, "a", TODAY).unwrap();
        assert_eq!(Library::open(index).unwrap(), Library::default());
        let error = Library::remove(index, "a", TODAY).unwrap_err();
        assert!(error.to_string().contains("no saved query"), "{error}");
    }

    #[test]
    fn a_damaged_file_is_named_with_its_line() {
        let index = tempfile::tempdir().unwrap();
        fs::write(index.path().join(QUERIES_FILE), "a = \"x\"\nb = 3\n").unwrap();
        let error = Library::open(index.path()).unwrap_err().to_string();
        assert!(error.contains("queries.toml`, line 2"), "{error}");
        assert!(Library::for_query("oil", index.path()).is_ok());
        for name in ["", "a b", "-a", "a:b", "a)"] {
            Library::save(index.path(), name, "x", false, TODAY).unwrap_err();
        }
    }
}
