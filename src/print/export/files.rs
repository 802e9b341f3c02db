//! Plain text files in directories by year and month, for the tools of corpus linguists.
//!
//! A file is the headline, an empty line, and the text. Its name is the date, as precise as it is known, and
//! the id; the directory is `YYYY/MM`, `YYYY` where no month is known, and `undated`.

use super::{Export, Out, id};
use crate::answer::Hit;
use crate::date::{NewsDate, Precision};
use crate::error::{Error, Result};
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

/// So many characters of an id are in a name at most: some file systems allow 255 bytes.
const LONGEST: usize = 120;

/// A directory of text files.
#[derive(Debug)]
pub struct Files {
    directory: PathBuf,
    /// Names that are taken, in lower case: some file systems know no other.
    taken: HashSet<String>,
}

pub(super) fn no_stream(_: Out) -> Result<Box<dyn Export>> {
    Err(Error::Usage(
        "`--format files` is a directory: name one with `-o DIR`".into(),
    ))
}

impl Files {
    /// Begins an export into a directory, which must be new or empty.
    pub fn begin(directory: &Path) -> Result<Self> {
        let failed = |error| Error::io("make the directory", directory, error);
        fs::create_dir_all(directory).map_err(failed)?;
        if fs::read_dir(directory).map_err(failed)?.next().is_some() {
            return Err(Error::Usage(format!(
                "`{}` is not empty: name a new directory, so that no file is overwritten",
                directory.display()
            )));
        }
        Ok(Self {
            directory: directory.to_owned(),
            taken: HashSet::new(),
        })
    }

    /// The directory and the name of an article's file.
    fn place(&mut self, hit: &Hit) -> (String, String) {
        let date = hit.article.date.as_ref();
        let (folder, day) = date.map_or(("undated".into(), "undated".into()), dated);
        let plain = |c: char| {
            if c.is_alphanumeric() || "._-".contains(c) {
                c
            } else {
                '_'
            }
        };
        let id: String = id(hit).chars().take(LONGEST).map(plain).collect();
        let mut name = format!("{day}_{id}");
        let mut number = 1;
        while !self
            .taken
            .insert(format!("{folder}/{}", name.to_lowercase()))
        {
            number += 1;
            name = format!("{day}_{id}-{number}");
        }
        (folder, name + ".txt")
    }
}

impl Export for Files {
    fn add(&mut self, hit: &Hit) -> Result<()> {
        let (folder, name) = self.place(hit);
        let folder = self.directory.join(folder);
        fs::create_dir_all(&folder).map_err(|e| Error::io("make the directory", &folder, e))?;
        let path = folder.join(name);
        let text = format!(
            "{}\n\n{}\n",
            hit.article.headline,
            hit.article.body.trim_end()
        );
        fs::write(&path, text).map_err(|e| Error::io("write", &path, e))
    }

    fn finish(&mut self) -> Result<()> {
        Ok(())
    }
}

/// The directory and the first part of the name.
fn dated(date: &NewsDate) -> (String, String) {
    let (year, month) = (date.first.year(), date.first.month());
    match date.precision {
        Precision::Month if date.is_of_two_months() => (format!("{year:04}"), format!("{year:04}")),
        Precision::Year => (format!("{year:04}"), format!("{year:04}")),
        Precision::Month => (
            format!("{year:04}/{month:02}"),
            format!("{year:04}-{month:02}"),
        ),
        Precision::Day | Precision::Minute | Precision::Instant => {
            (format!("{year:04}/{month:02}"), date.first.to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print::sample;

    #[test]
    fn no_id_leaves_its_directory_or_takes_a_name_twice() {
        let home = tempfile::tempdir().unwrap();
        let mut files = Files::begin(home.path()).unwrap();
        let mut hit = sample::orderly();
        hit.article.id = Some("../../etc/passwd".into());
        assert_eq!(
            files.place(&hit),
            ("1987/03".into(), "1987-03-09_.._.._etc_passwd.txt".into())
        );
        hit.article.id = Some("../../ETC/passwd".into());
        assert_eq!(files.place(&hit).1, "1987-03-09_.._.._ETC_passwd-2.txt");
        assert_eq!(files.place(&sample::bare()).0, "undated");
        assert_eq!(files.place(&sample::nasty()).0, "1987");
        files.add(&hit).unwrap();
        assert!(Files::begin(home.path()).is_err());
    }
}
