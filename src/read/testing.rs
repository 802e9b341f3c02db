//! Reading bytes in one go, for the tests of the readers.

use super::whole::Failing;
use super::{Context, Flow, Found, Reader};
use crate::article::Article;
use std::io::{self, Read};

/// Everything a reader finds in some bytes; a problem of the whole stands last.
pub(super) fn read(reader: &dyn Reader, bytes: &[u8]) -> Found {
    read_with(reader, bytes, &Context::default())
}

/// The same in a context.
pub(super) fn read_with(reader: &dyn Reader, bytes: &[u8], context: &Context) -> Found {
    read_from(reader, bytes, context)
}

/// The same of bytes after which the input fails.
pub(super) fn read_failing(reader: &dyn Reader, bytes: &[u8], kind: io::ErrorKind) -> Found {
    let input = bytes.chain(Failing(Some(kind.into())));
    read_from(reader, input, &Context::default())
}

fn read_from(reader: &dyn Reader, input: impl Read, context: &Context) -> Found {
    let mut all = Found::default();
    let result = reader.split(Box::new(input), context, &mut |record| {
        all.add((record.read)());
        Flow::Continue
    });
    all.problems.extend(result.err());
    all
}

/// The articles of bytes that must be without a problem.
pub(super) fn articles(reader: &dyn Reader, bytes: &[u8]) -> Vec<Article> {
    let found = read(reader, bytes);
    assert_eq!(found.problems, [], "no problem was expected");
    found.articles
}
