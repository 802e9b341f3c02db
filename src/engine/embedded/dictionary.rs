//! From words to the terms of a segment: the expansion of stems, spellings, wildcards.

use crate::analysis::folded_part;
use crate::engine::matcher::{Matcher, Range};
use crate::error::QueryError;
use std::collections::BTreeMap;
use tantivy::InvertedIndexReader;
use tantivy::postings::TermInfo;

/// So many different words a wildcard, fuzzy word or regular expression may stand for.
pub const EXPANSION_LIMIT: usize = 10_000;

/// The folded words a typed word stands for, with the number of articles for each.
pub(super) type Expansion = BTreeMap<String, u64>;

/// Looks up the terms of a word in the dictionary of one field of one segment.
///
/// # Errors
/// From reading the dictionary.
pub(super) fn terms(
    matcher: &Matcher,
    index: &InvertedIndexReader,
    expansion: &mut Expansion,
) -> std::io::Result<Vec<TermInfo>> {
    let mut found = Vec::new();
    for range in matcher.ranges() {
        let mut stream = stream(index, &range)?;
        // Spellings of one word are neighbours: what holds for the first mostly holds for all.
        let mut last: Option<(String, bool)> = None;
        while let Some((bytes, info)) = stream.next() {
            let Ok(term) = std::str::from_utf8(bytes) else {
                continue;
            };
            let folded = folded_part(term);
            if folded.is_empty() {
                continue; // marks of sentences and paragraphs
            }
            let known = last
                .as_ref()
                .filter(|(word, _)| matcher.folds() && word == folded);
            let matches = known.map_or_else(|| matcher.matches(term), |(_, matches)| *matches);
            if matches {
                found.push(info.clone());
                *expansion.entry(folded.to_owned()).or_default() += u64::from(info.doc_freq);
            }
            match &mut last {
                Some((word, known)) if matcher.folds() => {
                    if word != folded {
                        folded.clone_into(word);
                        *known = matches;
                    }
                }
                _ => last = Some((folded.to_owned(), matches)),
            }
        }
    }
    Ok(found)
}

fn stream<'i>(
    index: &'i InvertedIndexReader,
    range: &Range,
) -> std::io::Result<tantivy::termdict::TermStreamer<'i>> {
    let from = range.prefix.as_bytes();
    let mut to = from.to_vec();
    if range.whole {
        to.push(1); // behind the spellings, which go on with NUL
    } else {
        while to.last() == Some(&u8::MAX) {
            to.pop();
        }
        match to.last_mut() {
            Some(last) => *last += 1,
            None => return index.terms().range().into_stream(),
        }
    }
    index.terms().range().ge(from).lt(to).into_stream()
}

/// Refuses an expansion that is larger than the limit.
pub(super) fn bounded(
    matcher: &Matcher,
    expansion: &Expansion,
    query: &str,
) -> Result<(), QueryError> {
    if expansion.len() <= EXPANSION_LIMIT {
        return Ok(());
    }
    Err(QueryError {
        query: query.to_owned(),
        span: matcher.span.clone(),
        reason: format!(
            "`{}` stands for {} different words of this archive, more than the limit of {EXPANSION_LIMIT}",
            matcher.typed,
            expansion.len()
        ),
        hint: Some("add letters to make it narrower".into()),
    })
}
