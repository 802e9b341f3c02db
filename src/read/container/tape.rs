//! Members of a tar archive, in their order.

use super::guard::{Allowed, Exact};
use super::{At, Walk, damaged, empty, named};
use crate::error::{Problem, ProblemKind};
use crate::read::Flow;
use std::io::{self, Read};
use tar::{Archive, Entry, EntryType};

/// A header with its long names is no longer than this.
const LONGEST_HEADER: u64 = 1 << 20;

/// Hands out the members.
///
/// # Errors
/// The archive is empty, damaged, or over a limit.
pub(super) fn walk(walk: &mut Walk, input: Box<dyn Read + '_>, at: &At) -> Result<Flow, Problem> {
    let (input, allowed) = Allowed::new(input);
    let mut archive = Archive::new(input);
    let mut entries = archive.entries().map_err(|error| broken(&error))?;
    let mut members = 0_u64;
    loop {
        allowed.set(LONGEST_HEADER);
        let Some(entry) = entries.next() else { break };
        let mut entry = entry.map_err(|error| broken(&error))?;
        allowed.set(u64::MAX);
        members += 1;
        if member(walk, &mut entry, at)? == Flow::Stop {
            return Ok(Flow::Stop);
        }
        // What its reader left, so that only a header comes next.
        io::copy(&mut entry, &mut io::sink()).map_err(|error| broken(&error))?;
    }
    if members == 0 {
        return Err(empty());
    }
    Ok(Flow::Continue)
}

fn member<R: Read>(walk: &mut Walk, entry: &mut Entry<R>, at: &At) -> Result<Flow, Problem> {
    let raw = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
    let readable = match entry.header().entry_type() {
        EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => !raw.ends_with('/'),
        EntryType::Char | EntryType::Block | EntryType::Fifo => {
            let reason = "not a regular file (a pipe or device): it is not read";
            let problem = Problem::new(ProblemKind::Unreadable, reason);
            let inner = at.member(&raw).inner.unwrap_or_default();
            walk.visitor.problem(named(&inner, &problem));
            false
        }
        // Folders; links, whose content stands elsewhere in the archive; extended headers.
        _ => false,
    };
    if !readable {
        return Ok(Flow::Continue);
    }
    match walk.names.shown(&at.path, &raw) {
        Ok(Some(name)) => {
            let size = entry.size();
            walk.member(Box::new(Exact::new(entry, size)), at.member(&name))
        }
        Ok(None) => Ok(Flow::Continue),
        Err(problem) => {
            walk.visitor.problem(problem);
            Ok(Flow::Continue)
        }
    }
}

fn broken(error: &io::Error) -> Problem {
    let reason = format!(
        "the tar archive is damaged ({}): what follows in it is lost",
        damaged(error)
    );
    Problem::new(ProblemKind::Unreadable, reason)
}
