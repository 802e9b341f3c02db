//! The directories and files of an index, each under a name of its own.

use super::Options;
use super::preview::STANDARD_INPUT;
use crate::error::{Error, Result};
use crate::schema::{Reading, Root};
use std::path::{Path, PathBuf};

/// A root as asked for on the command line.
#[derive(Debug, Clone, Default)]
pub struct RootRequest {
    /// The directory or file.
    pub path: PathBuf,
    /// How its files are read.
    pub reading: Reading,
}

/// Adds the roots asked for to those known, and says which are to be refreshed (by their place in
/// `known`). A root that is known keeps its name; what was asked for it now replaces what was before.
pub(super) fn merge(known: &mut Vec<Root>, requests: &[RootRequest]) -> Result<Vec<usize>> {
    if requests.is_empty() {
        return Ok((0..known.len()).collect());
    }
    let mut chosen = Vec::new();
    for request in requests {
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
    let resolve = |request: &RootRequest| resolved(&request.path).map(drop);
    requests.iter().try_for_each(resolve)
}

fn resolved(path: &Path) -> Result<PathBuf> {
    if path == Path::new(STANDARD_INPUT) {
        let reason = "an index is refreshed from its files, so the standard input cannot be one: \
                      write it to a file (`… > articles.jsonl`) and index that";
        return Err(Error::Usage(reason.into()));
    }
    path.canonicalize()
        .map_err(|source| Error::io("read", path, source))
}

/// The last part of the path, with a number behind it where another root has that name.
fn name(path: &Path, known: &[Root]) -> String {
    let last = path.file_name().unwrap_or(path.as_os_str());
    // A colon would make `ROOT:PATH` ambiguous.
    let base = last.to_string_lossy().replace(':', "_");
    let taken = |name: &str| known.iter().any(|root| root.name == name);
    let numbered = (2..).map(|number| format!("{base}-{number}"));
    std::iter::once(base.clone())
        .chain(numbered)
        .find(|name| !taken(name))
        .unwrap_or(base)
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
