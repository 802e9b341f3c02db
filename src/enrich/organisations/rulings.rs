//! The user's own file, `organisations.toml`: it is right, whatever the recogniser thinks.
//!
//! ```toml
//! ignore = ["AI"]                              # never an organisation
//! merge = [["Hale Brewing", "Hale's Brewery"]] # one organisation, called by the first name
//! split = [["Delta Corp", "Delta Air Lines"]]  # never one organisation
//!
//! [[organisation]]
//! name = "Northern Fishing Board"
//! aliases = ["NFB", "the Board"]
//! kind = "government"
//! ```

use super::key::key;
use super::kind::Kind;
use super::names::Names;
use crate::error::{Error, Result};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

/// What the user rules.
#[derive(Debug, Default)]
pub(super) struct Rulings {
    /// The user's organisations, found wherever they stand.
    pub(super) names: Names,
    ignored: HashSet<String>,
    called: HashMap<String, String>,
    split: Vec<HashSet<String>>,
}

/// The file as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    ignore: Vec<String>,
    #[serde(default)]
    merge: Vec<Vec<String>>,
    #[serde(default)]
    split: Vec<Vec<String>>,
    #[serde(default)]
    organisation: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    kind: Option<String>,
}

impl Rulings {
    /// Reads the file; `source` names it in messages.
    ///
    /// # Errors
    /// [`Error::Usage`] says what is wrong and where.
    pub(super) fn parse(text: &str, source: &str) -> Result<Self> {
        let file: File = toml::from_str(text).map_err(|error| refused(text, source, &error))?;
        let mut rulings = Self {
            ignored: file.ignore.iter().map(|name| key(name)).collect(),
            ..Self::default()
        };
        for entry in &file.organisation {
            rulings.add(entry, source)?;
        }
        for list in &file.merge {
            let Some(name) = list.first() else { continue };
            for other in list {
                rulings.call(other, name, source)?;
            }
        }
        rulings.split = file
            .split
            .iter()
            .map(|list| list.iter().map(|name| key(name)).collect())
            .collect();
        Ok(rulings)
    }

    fn add(&mut self, entry: &Entry, source: &str) -> Result<()> {
        let Entry {
            name,
            aliases,
            kind,
        } = entry;
        if name.trim().is_empty() {
            return Err(Error::Usage(format!(
                "{source}: an organisation has an empty `name`: give it one or remove it"
            )));
        }
        let kind = match kind.as_deref().map(|kind| (kind, Kind::parse(kind))) {
            None => Kind::Company,
            Some((_, Some(kind))) if kind.is_organisation() => kind,
            Some((kind, _)) => {
                return Err(Error::Usage(format!(
                    "{source}: `{name}` has the unknown kind `{kind}`: use media, international, association, government, party, company, club or university"
                )));
            }
        };
        self.names
            .add(kind, name, aliases.iter().map(String::as_str));
        for form in std::iter::once(name).chain(aliases) {
            self.call(form, name, source)?;
        }
        Ok(())
    }

    fn call(&mut self, form: &str, name: &str, source: &str) -> Result<()> {
        match self.called.insert(key(form), name.to_owned()) {
            Some(other) if other != name => Err(Error::Usage(format!(
                "{source}: `{form}` is a name of both `{other}` and `{name}`: leave it with one of them"
            ))),
            _ => Ok(()),
        }
    }

    /// Whether the name is never an organisation.
    pub(super) fn ignores(&self, key: &str) -> bool {
        self.ignored.contains(key)
    }

    /// Whether two names are two organisations.
    pub(super) fn splits(&self, one: &str, other: &str) -> bool {
        one != other
            && self
                .split
                .iter()
                .any(|keys| keys.contains(one) && keys.contains(other))
    }

    /// What the organisation of this key is called.
    pub(super) fn name(&self, key: &str) -> Option<&str> {
        self.called.get(key).map(String::as_str)
    }
}

/// A message of the parser with its line.
fn refused(text: &str, source: &str, error: &toml::de::Error) -> Error {
    let line = error
        .span()
        .and_then(|span| text.get(..span.start))
        .map_or(1, |before| before.matches('\n').count() + 1);
    let reason = error.message().trim().replace('\n', ", ");
    Error::Usage(format!(
        "{source}, line {line}: {reason}: the file holds `ignore`, `merge`, `split` and `[[organisation]]` with name, aliases, kind"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_understood() {
        let rulings = Rulings::parse(
            "ignore = ['AI']\nmerge = [['Hale Brewing', 'Hale Breweries']]\nsplit = [['Delta Corp', 'Delta Air Lines']]\n\
             [[organisation]]\nname = 'Northern Fishing Board'\naliases = ['NFB']\nkind = 'government'\n",
            "`o.toml`",
        )
        .unwrap();
        assert!(rulings.ignores("ai"));
        assert_eq!(rulings.name("hale breweries"), Some("Hale Brewing"));
        assert_eq!(rulings.name("nfb"), Some("Northern Fishing Board"));
        assert!(rulings.splits(&key("Delta Corp"), &key("Delta Air Lines")));
        assert!(!rulings.splits("nfb", "delta"));
    }

    #[test]
    fn mistakes_are_named_with_what_to_do() {
        for (text, expected) in [
            ("ignored = []", "line 1: unknown field `ignored`"),
            ("ignore = [\n", "line 1: unclosed array"),
            ("[[organisation]]\nname = ' '", "empty `name`"),
            (
                "[[organisation]]\nname = 'A'\nkind = 'band'",
                "unknown kind `band`",
            ),
            (
                "merge = [['A', 'X'], ['B', 'X']]",
                "`X` is a name of both `A` and `B`",
            ),
        ] {
            let error = Rulings::parse(text, "`o.toml`").unwrap_err().to_string();
            assert!(
                error.starts_with("`o.toml`") && error.contains(expected),
                "{error}"
            );
        }
    }
}
