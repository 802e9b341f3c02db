//! Tags that a reader gives to articles, kept in a text file beside the index.
//!
//! They are no part of the articles, so that no indexing can lose them, not even one from nothing. A tag is
//! kept for an id that no article has any more: the article may come back.
//!
//! The file `tags.txt` has one line an article, in the form of `notmuch dump`: `+relevant +todo -- id:ID`,
//! where blanks, control characters, quotation marks and `%` are written as `%20`. It is replaced as a
//! whole, under a lock, so that neither a crash nor two writers at once can damage it.

use crate::error::{Error, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

/// The name of the file in the directory of the index.
pub const TAGS_FILE: &str = "tags.txt";

/// What is locked while the file is replaced, which cannot be the file itself.
pub const TAGS_LOCK: &str = "tags.lock";

/// The tags of all articles that have any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tags {
    of: BTreeMap<String, BTreeSet<String>>,
}

/// What is to become of the tags of some articles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// Tags to give.
    pub add: Vec<String>,
    /// Tags to take away.
    pub remove: Vec<String>,
}

impl Tags {
    /// Reads the tags beside the index in a directory; none if there is no file.
    pub fn read(index: &Path) -> Result<Self> {
        let path = index.join(TAGS_FILE);
        match fs::read_to_string(&path) {
            Ok(text) => Self::parse(&text, &path.to_string_lossy()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(Error::io("read", &path, error)),
        }
    }

    /// Changes the tags beside an index; nobody else does at the same time.
    pub fn change<T>(index: &Path, change: impl FnOnce(&mut Self) -> T) -> Result<T> {
        let path = index.join(TAGS_LOCK);
        let lock = File::create(&path).map_err(|error| Error::io("write", &path, error))?;
        lock.lock()
            .map_err(|error| Error::io("lock", &path, error))?;
        let mut tags = Self::read(index)?;
        let before = tags.clone();
        let answer = change(&mut tags);
        if tags != before {
            tags.write(index)?;
        }
        Ok(answer)
    }

    fn write(&self, index: &Path) -> Result<()> {
        let (path, new) = (index.join(TAGS_FILE), index.join(".tmp-tags"));
        let write = || -> io::Result<()> {
            let mut file = File::create(&new)?;
            file.write_all(self.dump().as_bytes())?;
            file.sync_all()?;
            fs::rename(&new, &path)
        };
        write().map_err(|error| Error::io("write", &path, error))
    }

    /// Reads a text that [`Tags::dump`] or `notmuch dump` wrote; `file` names it in errors.
    pub fn parse(text: &str, file: &str) -> Result<Self> {
        let mut tags = Self::default();
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (change, id) = read_line(line).ok_or_else(|| {
                Error::Usage(format!(
                    "{}:{number}: not a line of tags: write `+tag +other -- id:ID`; nothing was changed",
                    crate::terminal::safe(file)
                ))
            })?;
            tags.apply(&id, &change);
        }
        Ok(tags)
    }

    /// The tags as text.
    pub fn dump(&self) -> String {
        let mut text = String::new();
        for (id, tags) in &self.of {
            for tag in tags {
                // Writing to a String cannot fail.
                let _ = write!(text, "+{} ", encoded(tag));
            }
            let _ = writeln!(text, "-- id:{}", encoded(id));
        }
        text
    }

    /// Changes the tags of one article; says whether that made a difference.
    pub fn apply(&mut self, id: &str, change: &Change) -> bool {
        let tags = self.of.entry(id.to_owned()).or_default();
        let before = tags.clone();
        tags.extend(change.add.iter().cloned());
        tags.retain(|tag| !change.remove.contains(tag));
        let changed = *tags != before;
        if tags.is_empty() {
            self.of.remove(id);
        }
        changed
    }

    /// Adds all tags of `other`.
    pub fn merge(&mut self, other: Self) {
        for (id, tags) in other.of {
            self.of.entry(id).or_default().extend(tags);
        }
    }

    /// The ids with a tag, or with any.
    pub fn ids<'a>(&'a self, tag: Option<&'a str>) -> impl Iterator<Item = &'a str> {
        let has = move |tags: &BTreeSet<String>| tag.is_none_or(|tag| tags.contains(tag));
        let with = self.of.iter().filter(move |(_, tags)| has(tags));
        with.map(|(id, _)| id.as_str())
    }

    /// The tags of an id, in order.
    pub fn of(&self, id: &str) -> Vec<&str> {
        let tags = self.of.get(id);
        tags.into_iter().flatten().map(String::as_str).collect()
    }

    /// Every tag, and how many ids have it.
    pub fn names(&self) -> BTreeMap<&str, u64> {
        let mut names = BTreeMap::new();
        for tag in self.of.values().flatten() {
            *names.entry(tag.as_str()).or_default() += 1;
        }
        names
    }

    /// How many ids have tags.
    pub fn len(&self) -> usize {
        self.of.len()
    }

    /// Whether no id has a tag.
    pub fn is_empty(&self) -> bool {
        self.of.is_empty()
    }
}

impl Change {
    /// Reads `+tag` or `-tag` into the change; false if it is neither.
    pub fn read(&mut self, word: &str) -> bool {
        let (list, tag) = match (word.strip_prefix('+'), word.strip_prefix('-')) {
            (Some(tag), _) => (&mut self.add, tag),
            (_, Some(tag)) => (&mut self.remove, tag),
            _ => return false,
        };
        let named = tag.starts_with(char::is_alphanumeric);
        if named {
            list.push(tag.to_owned());
        }
        named
    }
}

/// `+a -b -- id:x`.
fn read_line(line: &str) -> Option<(Change, String)> {
    let (tags, id) = line.split_once("-- ")?;
    let mut change = Change::default();
    for word in tags.split_whitespace() {
        if !change.read(&decoded(word)?) {
            return None;
        }
    }
    let id = decoded(id.trim().strip_prefix("id:")?)?;
    (!id.is_empty()).then_some((change, id))
}

fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() || matches!(c, '%' | '"') {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(encoded, "%{byte:02x}");
            }
        } else {
            encoded.push(c);
        }
    }
    encoded
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        if first == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(words: &[&str]) -> Change {
        let mut change = Change::default();
        assert!(words.iter().all(|word| change.read(word)), "{words:?}");
        change
    }

    #[test]
    fn what_is_dumped_is_read_again() {
        let mut tags = Tags::default();
        tags.apply("a b/\"100%\"#1", &change(&["+relevant", "+to do"]));
        tags.apply("wire-7", &change(&["+relevant", "+spam"]));
        tags.apply("wire-7", &change(&["-spam", "-never"]));
        insta::assert_snapshot!(tags.dump(), @r"
        +relevant +to%20do -- id:a%20b/%22100%25%22#1
        +relevant -- id:wire-7
        ");
        assert_eq!(Tags::parse(&tags.dump(), "x").unwrap(), tags);
        assert_eq!(tags.ids(Some("relevant")).count(), 2);
        assert_eq!(tags.ids(Some("spam")).count(), 0);
        assert_eq!(tags.names()["to do"], 1);
    }

    #[test]
    fn a_line_that_is_none_is_named() {
        for line in [
            "relevant wire-7",
            "+a id:x",
            "+a -- x",
            "+a -- id:",
            "+a -- id:%zz",
            "+ -- id:x",
        ] {
            let error = Tags::parse(&format!("# tags\n\n{line}"), "t.txt").unwrap_err();
            assert!(
                error.to_string().starts_with("t.txt:3: not a line of tags"),
                "{line}"
            );
        }
    }

    #[test]
    fn the_last_tag_that_goes_takes_its_id_along() {
        let mut tags = Tags::default();
        assert!(tags.apply("x", &change(&["+a"])));
        assert!(!tags.apply("x", &change(&["+a"])));
        assert!(tags.apply("x", &change(&["-a"])) && tags.is_empty());
        assert!(!Change::default().read("+-a") && !Change::default().read("a"));
    }

    #[test]
    fn changes_are_kept_beside_the_index() {
        let home = tempfile::tempdir().unwrap();
        let add =
            |id: &'static str| Tags::change(home.path(), |tags| tags.apply(id, &change(&["+a"])));
        assert!(add("x").unwrap() && add("y").unwrap() && !add("x").unwrap());
        assert_eq!(Tags::read(home.path()).unwrap().len(), 2);
    }
}
