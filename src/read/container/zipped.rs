//! Members of a ZIP archive, in the order of its directory.

use super::document::{Form, Text};
use super::guard::Guard;
use super::{At, Walk, damaged, empty, named};
use crate::error::{Problem, ProblemKind};
use crate::read::{Flow, unreadable};
use std::cell::Cell;
use std::io::{Read, Seek};
use std::rc::Rc;
use zip::ZipArchive;
use zip::read::read_zipfile_from_stream;
use zip::result::ZipError;

/// What are ZIP archives in disguise and hold no articles, by a member they all have.
const OTHERS: &[(&str, &str)] = &[
    (
        "xl/workbook.xml",
        "a table of Excel, which is not read: save it as CSV",
    ),
    (
        "[Content_Types].xml",
        "an Office document, which is not read: save it as text or HTML",
    ),
    (
        "META-INF/container.xml",
        "an EPUB, which is not read: save it as text or HTML",
    ),
    ("META-INF/MANIFEST.MF", "a Java archive, which is not read"),
];

/// Hands out the members.
///
/// # Errors
/// The archive is empty, damaged, or over a limit.
pub(super) fn walk<R: Read + Seek>(
    walk: &mut Walk,
    mut input: R,
    at: &At,
) -> Result<Flow, Problem> {
    let mut archive = match ZipArchive::new(&mut input) {
        Ok(archive) => archive,
        Err(error) => {
            let problem = broken(&error);
            input.rewind().map_err(|error| unreadable(&error))?;
            return without_directory(walk, input, at, problem);
        }
    };
    if archive.is_empty() {
        return Err(empty());
    }
    if let Some(form) = Form::of(|name| archive.index_for_name(name).is_some()) {
        let text = archive.by_name(form.member).map_err(|error| lost(&error))?;
        let packed = Rc::new(Cell::new(text.compressed_size()));
        let text = Guard::new(text, packed, walk.budget.clone());
        return walk.stream(Box::new(Text::new(form, text)), at.text());
    }
    let has = |(name, _): &&(&str, &str)| archive.index_for_name(name).is_some();
    if let Some((_, what)) = OTHERS.iter().find(has) {
        let reason = format!("is {what}");
        return Err(Problem::new(ProblemKind::UnknownFormat, reason));
    }
    for index in 0..archive.len() {
        if member(walk, &mut archive, index, at)? == Flow::Stop {
            return Ok(Flow::Stop);
        }
    }
    Ok(Flow::Continue)
}

/// Hands out the members of an archive whose directory is lost, as far as they stand one behind the other.
///
/// # Errors
/// `problem`, when all that can be read is handed out.
fn without_directory(
    walk: &mut Walk,
    mut input: impl Read,
    at: &At,
    problem: Problem,
) -> Result<Flow, Problem> {
    while let Ok(Some(file)) = read_zipfile_from_stream(&mut input) {
        let raw = String::from_utf8_lossy(file.name_raw()).into_owned();
        if file.is_dir() || file.encrypted() {
            continue;
        }
        if let Ok(Some(name)) = walk.names.shown(&at.path, &raw) {
            let packed = Rc::new(Cell::new(file.compressed_size()));
            let guard = Guard::new(file, packed, walk.budget.clone());
            if walk.member(Box::new(guard), at.member(&name))? == Flow::Stop {
                return Ok(Flow::Stop);
            }
        }
    }
    Err(problem)
}

fn member<R: Read + Seek>(
    walk: &mut Walk,
    archive: &mut ZipArchive<R>,
    index: usize,
    at: &At,
) -> Result<Flow, Problem> {
    let directory = archive.metadata();
    let (raw, encrypted, packed) = match directory.entry(index) {
        Ok(entry) if entry.is_dir() || entry.is_symlink() => return Ok(Flow::Continue),
        Ok(entry) => {
            let raw = entry.name().map_or_else(
                |_| String::from_utf8_lossy(entry.name_raw()).into_owned(),
                std::borrow::Cow::into_owned,
            );
            (raw, entry.encrypted(), entry.compressed_size())
        }
        Err(error) => {
            walk.visitor.problem(broken(&error));
            return Ok(Flow::Continue);
        }
    };
    let at = match walk.names.shown(&at.path, &raw) {
        Ok(Some(name)) => at.member(&name),
        Ok(None) => return Ok(Flow::Continue),
        Err(problem) => {
            walk.visitor.problem(problem);
            return Ok(Flow::Continue);
        }
    };
    let opened = if encrypted {
        let reason = "is encrypted: unpack the archive with its password";
        Err(Problem::new(ProblemKind::Unreadable, reason))
    } else {
        archive.by_index(index).map_err(|error| lost(&error))
    };
    match opened {
        Ok(file) => {
            let guard = Guard::new(file, Rc::new(Cell::new(packed)), walk.budget.clone());
            walk.member(Box::new(guard), at)
        }
        Err(problem) => {
            let inner = at.inner.unwrap_or_default();
            walk.visitor.problem(named(&inner, &problem));
            Ok(Flow::Continue)
        }
    }
}

fn broken(error: &ZipError) -> Problem {
    let reason = format!(
        "the ZIP archive is damaged ({}): repair it with `zip -FF`",
        said(error)
    );
    Problem::new(ProblemKind::Unreadable, reason)
}

fn lost(error: &ZipError) -> Problem {
    Problem::new(
        ProblemKind::Unreadable,
        format!("cannot be unpacked: {}", said(error)),
    )
}

fn said(error: &ZipError) -> String {
    match error {
        ZipError::Io(error) => damaged(error),
        other => other.to_string().to_lowercase(),
    }
}
