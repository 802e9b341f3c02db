//! From words to the terms of a segment: the expansion of stems, spellings, wildcards.

use super::lexicon::Lexicon;
use crate::analysis::{Forms, Walked, folded_part};
use crate::engine::matcher::Matcher;
use crate::error::QueryError;
use std::collections::BTreeMap;
use tantivy::postings::TermInfo;
use tantivy_fst::Automaton;
use tantivy_fst::automaton::AlwaysMatch;

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
    lexicon: &Lexicon,
    expansion: &mut Expansion,
) -> std::io::Result<Vec<TermInfo>> {
    let mut search = Search {
        matcher,
        expansion,
        last: None,
        found: Vec::new(),
    };
    for range in matcher.ranges() {
        let prefix = range.prefix.as_bytes();
        let each = &mut |term: &[u8], info| search.read(term, info);
        match &range.forms {
            Some(forms) => lexicon.walk(prefix, &Walk(forms), each)?,
            None if range.whole => lexicon.spellings(prefix, each)?,
            None => lexicon.walk(prefix, &AlwaysMatch, each)?,
        }
    }
    Ok(search.found)
}

/// What was found of a word so far.
struct Search<'s> {
    matcher: &'s Matcher,
    expansion: &'s mut Expansion,
    /// Spellings of one word are neighbours: what holds for the first mostly holds for all.
    last: Option<(String, bool)>,
    found: Vec<TermInfo>,
}

impl Search<'_> {
    fn read(&mut self, term: &[u8], info: TermInfo) {
        let Ok(term) = std::str::from_utf8(term) else {
            return;
        };
        let folded = folded_part(term);
        // Marks of sentences and paragraphs have no word.
        if !folded.is_empty() && self.matches(term, folded) {
            *self.expansion.entry(folded.to_owned()).or_default() += u64::from(info.doc_freq);
            self.found.push(info);
        }
    }

    fn matches(&mut self, term: &str, folded: &str) -> bool {
        if !self.matcher.folds() {
            return self.matcher.matches(term);
        }
        match &mut self.last {
            Some((word, matches)) if word == folded => *matches,
            last => {
                let (word, matches) = last.get_or_insert_default();
                folded.clone_into(word);
                *matches = self.matcher.matches(term);
                *matches
            }
        }
    }
}

/// Walks a dictionary over the words that may be forms of a stem, with all their spellings.
struct Walk<'f>(&'f Forms);

/// How far a term was walked.
#[derive(Clone, Copy)]
enum At {
    Word(Walked),
    /// Behind the word.
    Spelling,
    Nowhere,
}

impl Automaton for Walk<'_> {
    type State = At;

    fn start(&self) -> At {
        At::Word(self.0.start())
    }

    fn is_match(&self, at: &At) -> bool {
        match at {
            At::Word(walked) => self.0.ends(*walked),
            At::Spelling => true,
            At::Nowhere => false,
        }
    }

    fn can_match(&self, at: &At) -> bool {
        !matches!(at, At::Nowhere)
    }

    fn accept(&self, at: &At, byte: u8) -> At {
        match at {
            At::Word(walked) if byte == 0 && self.0.ends(*walked) => At::Spelling,
            At::Word(walked) => self.0.step(*walked, byte).map_or(At::Nowhere, At::Word),
            at => *at,
        }
    }
}

/// What a word stands for in all fields.
pub(super) fn joined<'e>(fields: impl Iterator<Item = &'e Expansion>) -> Expansion {
    let mut all = Expansion::new();
    for (word, articles) in fields.flatten() {
        *all.entry(word.clone()).or_default() += articles;
    }
    all
}

/// Refuses expansions that are larger than the limit together.
pub(super) fn bounded<'e>(
    matcher: &Matcher,
    fields: impl Iterator<Item = &'e Expansion> + Clone,
    query: &str,
) -> Result<(), QueryError> {
    if fields.clone().map(Expansion::len).sum::<usize>() <= EXPANSION_LIMIT {
        return Ok(());
    }
    let expansion = joined(fields);
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
