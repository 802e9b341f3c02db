//! Files that are one article, or that must be seen whole: read to a limit, decoded, read as one record. Of a
//! packed one that breaks off, what there is.

use super::decode::decode;
use super::{Context, Flow, Found, Record};
use crate::error::{Problem, ProblemKind};
use std::io::{self, ErrorKind, Read};

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
    let (bytes, failure) = all(input, context.limits.record)?;
    if bytes.len() > context.limits.record {
        return Err(context
            .limits
            .exceeded("the file, one article in this format,"));
    }
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
    failure.map_or(Ok(()), Err)
}

/// All bytes of an input that is to be one record, up to one more than `most`. Of one that breaks off what came
/// before, and why: a text that lacks its end is worth more than none.
///
/// # Errors
/// The input is empty, unpacks to too much, or fails at its beginning.
pub(super) fn all(
    input: Box<dyn Read + '_>,
    most: usize,
) -> Result<(Vec<u8>, Option<Problem>), Problem> {
    let mut bytes = Vec::new();
    let most = (most as u64).saturating_add(1);
    let read = input.take(most).read_to_end(&mut bytes);
    let Err(error) = read else {
        return match bytes.trim_ascii() {
            [] => Err(empty()),
            _ => Ok((bytes, None)),
        };
    };
    let problem = super::unreadable(&error);
    if error.kind() == ErrorKind::QuotaExceeded || bytes.trim_ascii().is_empty() {
        return Err(problem);
    }
    // Half a letter is no letter.
    if let Err(half) = std::str::from_utf8(&bytes)
        && half.error_len().is_none()
    {
        bytes.truncate(half.valid_up_to());
    }
    let reason = format!("{}: what came before is kept", problem.reason);
    let problem = Problem::new(ProblemKind::Damaged, reason);
    Ok((bytes, Some(problem)))
}

/// Where an input failed: what was read of it before stands in front of this.
pub(super) struct Failing(pub(super) Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// The problem of a file in which there is nothing.
pub(super) fn empty() -> Problem {
    Problem::new(ProblemKind::Empty, "the file is empty")
}

#[cfg(test)]
mod tests {
    use super::super::testing::{read, read_failing};
    use super::super::{html::Html, text::Text};
    use super::*;

    #[test]
    fn of_what_breaks_off_the_beginning_is_kept() {
        let text = "Rates rise\n\nThe café";
        let half = &text.as_bytes()[..text.len() - 1];
        let found = read_failing(&Text, half, ErrorKind::UnexpectedEof);
        assert_eq!(found.articles[0].body, "The caf");
        assert_eq!(found.problems[0].kind, ProblemKind::Damaged);
        let found = read_failing(&Text, b"", ErrorKind::UnexpectedEof);
        assert_eq!((found.articles.len(), found.problems.len()), (0, 1));
        let found = read_failing(&Text, text.as_bytes(), ErrorKind::QuotaExceeded);
        assert_eq!((found.articles.len(), found.problems.len()), (0, 1));
        let page = format!(
            "<html><body><h1>Rates</h1><p>{}",
            "The bank met on Monday. ".repeat(20)
        );
        let found = read_failing(&Html, page.as_bytes(), ErrorKind::UnexpectedEof);
        assert_eq!((found.articles.len(), found.problems.len()), (1, 1));
        assert_eq!(read(&Html, page.as_bytes()).problems, []);
    }
}
