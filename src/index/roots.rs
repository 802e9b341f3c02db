//! The directories and files of an index, each under a name of its own.

use super::Options;
use crate::error::{Error, Result};
use crate::schema::{Reading, Root};
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// A root as asked for on the command line.
#[derive(Debug, Clone, Default)]
pub struct RootRequest {
    /// The directory or file.
    pub path: PathBuf,
    /// How its files are read.
    pub reading: Reading,
    /// The name that the standard input goes by as a file, if it is one and was given a name.
    pub piped_name: Option<String>,
}

/// What the standard input is called unless it is given a name.
const PIPED: &str = "stdin";

impl RootRequest {
    /// Whether it is the standard input.
    pub(super) fn is_piped(&self) -> bool {
        self.path == Path::new(Root::PIPE)
    }

    /// The name of the file, where it is one: it may tell its format and date.
    pub(super) fn name(&self) -> Cow<'_, str> {
        if self.is_piped() {
            return self.piped_name.as_deref().unwrap_or(PIPED).into();
        }
        self.path.to_string_lossy()
    }
}

/// Adds the roots asked for to those known, and says which are to be refreshed (by their place in
/// `known`). A root that is known keeps its name; what was asked for it now replaces what was before.
pub(super) fn merge(known: &mut Vec<Root>, requests: &[RootRequest]) -> Result<Vec<usize>> {
    if requests.is_empty() {
        return Ok((0..known.len()).collect());
    }
    let mut chosen = Vec::new();
    for request in requests {
        if request.is_piped() {
            chosen.push(merge_pipe(known, request)?);
            continue;
        }
        let path = resolved(&request.path)?;
        let text = path.to_str().ok_or_else(|| {
            Error::Usage(format!(
                "the path `{}` is not UTF-8: rename it or index it through a link",
                path.display()
            ))
        })?;
        let at = known.iter().position(|root| root.path == text);
        let name = at.map_or_else(|| name(&path, known), |at| known[at].name.clone());
        let root = Root {
            name,
            path: text.to_owned(),
            reading: request.reading.clone(),
        };
        let at = if let Some(at) = at {
            known[at] = root;
            at
        } else {
            known.push(root);
            known.len() - 1
        };
        if !chosen.contains(&at) {
            chosen.push(at);
        }
    }
    Ok(chosen)
}

/// The same of a pipe, which is known by its name.
fn merge_pipe(known: &mut Vec<Root>, request: &RootRequest) -> Result<usize> {
    let root = Root {
        name: plain_name(&request.name()),
        path: Root::PIPE.to_owned(),
        reading: request.reading.clone(),
    };
    let Some(at) = known.iter().position(|known| known.name == root.name) else {
        known.push(root);
        return Ok(known.len() - 1);
    };
    if !known[at].is_piped() {
        let (name, path) = (&known[at].name, &known[at].path);
        let reason = format!(
            "`{name}` is the name of `{path}` in the index: give what comes through the pipe another \
             with `--stdin-name`"
        );
        return Err(Error::Usage(reason));
    }
    known[at] = root;
    Ok(at)
}

/// The name of a directory that is a root of the archive that `options` name.
pub fn root_name(options: &Options, directory: &Path) -> Result<String> {
    let path = resolved(directory)?;
    let target = super::target::Target::open(options)?;
    let (manifest, _) =
        target.map_or_else(|| Ok(Default::default()), |target| target.manifest())?;
    let root = manifest
        .roots
        .into_iter()
        .find(|root| Path::new(&root.path) == path);
    root.map(|root| root.name)
        .ok_or_else(|| Error::Usage(format!("`{}` is not in the index", directory.display())))
}

/// Whether the roots are there, asked before anything is made for them.
///
/// # Errors
/// One is not.
pub(super) fn present(requests: &[RootRequest]) -> Result<()> {
    let mut files = requests.iter().filter(|request| !request.is_piped());
    files.try_for_each(|request| resolved(&request.path).map(drop))
}

fn resolved(path: &Path) -> Result<PathBuf> {
    path.canonicalize()
        .map_err(|source| Error::io("read", path, source))
}

/// The last part of the path, with a number behind it where another root has that name.
fn name(path: &Path, known: &[Root]) -> String {
    let last = path.file_name().unwrap_or(path.as_os_str());
    let base = plain_name(&last.to_string_lossy());
    let taken = |name: &str| known.iter().any(|root| root.name == name);
    let numbered = (2..).map(|number| format!("{base}-{number}"));
    std::iter::once(base.clone())
        .chain(numbered)
        .find(|name| !taken(name))
        .unwrap_or(base)
}

/// Without colons, which would make `ROOT:PATH` ambiguous.
fn plain_name(name: &str) -> String {
    name.replace(':', "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_roots_of_one_name_are_told_apart() {
        let known = vec![Root {
            name: "news".into(),
            ..Root::default()
        }];
        assert_eq!(name(Path::new("/b/news"), &known), "news-2");
        assert_eq!(name(Path::new("/b/a:b"), &known), "a_b");
    }
}
