//! Files that are one article, or that must be seen whole: read to a limit, decoded, read as one record.

use super::decode::decode;
use super::{Context, Flow, Found, Record};
use crate::error::{Problem, ProblemKind};
use std::io::Read;

/// Hands out the whole input as one record, which `read` turns into articles on any thread.
///
/// # Errors
/// The input is empty, longer than a record may be, or cannot be read.
pub(super) fn hand_out_whole(
    input: Box<dyn Read + '_>,
    context: &Context,
    hand_out: &mut dyn FnMut(Record) -> Flow,
    read: impl FnOnce(&str, &Context) -> Found + Send + 'static,
) -> Result<(), Problem> {
    let bytes = all(input, context)?;
    let context = context.clone();
    hand_out(Record {
        number: None,
        line: None,
        bytes: bytes.len() as u64,
        read: Box::new(move || match decode(&bytes, None) {
            Ok(text) => read(&text, &context),
            Err(problem) => Found::of_problem(problem),
        }),
    });
    Ok(())
}

/// All bytes of an input that is to be one record.
///
/// # Errors
/// As for [`hand_out_whole`].
pub(super) fn all(input: Box<dyn Read + '_>, context: &Context) -> Result<Vec<u8>, Problem> {
    let limit = context.limits.record;
    let mut bytes = Vec::new();
    input
        .take((limit as u64).saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| super::unreadable(&error))?;
    if bytes.len() > limit {
        return Err(context
            .limits
            .exceeded("the file, one article in this format,"));
    }
    if bytes.trim_ascii().is_empty() {
        return Err(empty());
    }
    Ok(bytes)
}

/// The problem of a file in which there is nothing.
pub(super) fn empty() -> Problem {
    Problem::new(ProblemKind::Empty, "the file is empty")
}
