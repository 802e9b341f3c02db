//! Phrases of all languages as patterns for whole lines, each compiled when a line begins as it does.
//!
//! There are two thousand of them. To compile all takes a tenth of a second, which is much for a small archive, and
//! most begin with a word that no line of it begins with.

use super::{LANGUAGES, Phrases, pattern};
use regex::Regex;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::OnceLock;

/// How a phrase or a line begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Start<'a> {
    /// With this word, or with this sign.
    Word(&'a str),
    /// With a number.
    Number,
    /// With anything.
    Any,
}

/// One kind of phrases.
pub(in super::super) struct Set {
    groups: FxHashMap<Start<'static>, Group>,
}

/// Phrases that begin alike.
#[derive(Default)]
struct Group {
    patterns: Vec<String>,
    compiled: OnceLock<Regex>,
}

impl Set {
    /// A heading that goes on (`more on *`) does not end in a full stop: then it is a sentence.
    pub(in super::super) fn new(
        kind: fn(&Phrases) -> &'static [&'static str],
        headings: bool,
    ) -> Self {
        let mut groups: FxHashMap<_, Group> = FxHashMap::default();
        for phrase in LANGUAGES.iter().flat_map(|language| kind(language)) {
            let pattern = match phrase.strip_suffix(" *") {
                Some(begin) if headings => format!(r"^(?:{})\s.*[^.!?]$", pattern(begin)),
                _ => format!(r"^(?:{})[\s:.…!»>→›*\[\]-]*$", pattern(phrase)),
            };
            let group = groups.entry(start_of_phrase(phrase)).or_default();
            group.patterns.push(pattern);
        }
        Self { groups }
    }

    /// Whether a line is one of the phrases.
    pub(in super::super) fn is_match(&self, line: &str) -> bool {
        let mut groups = starts(line).filter_map(|start| self.groups.get(&start));
        groups.any(|group| group.is_match(line))
    }
}

impl Group {
    fn is_match(&self, line: &str) -> bool {
        let compile = || Regex::new(&self.patterns.join("|")).expect("fixed phrases");
        self.compiled.get_or_init(compile).is_match(line)
    }
}

fn start(line: &str) -> Start<'_> {
    let word = line.find(|letter: char| !letter.is_alphanumeric());
    let sign = || line.chars().next().map_or(0, char::len_utf8);
    let end = word.map_or(line.len(), |end| if end == 0 { sign() } else { end });
    Start::Word(&line[..end])
}

/// How a phrase may begin that a line is.
fn starts(line: &str) -> impl Iterator<Item = Start<'_>> {
    let number = line.starts_with(char::is_numeric).then_some(Start::Number);
    [start(line), Start::Any].into_iter().chain(number)
}

/// `*` stands for anything, `#` for a number.
fn start_of_phrase(phrase: &str) -> Start<'_> {
    match phrase.as_bytes().first() {
        Some(b'*') | None => Start::Any,
        Some(b'#') => Start::Number,
        Some(_) => start(phrase),
    }
}

/// How phrases begin, as what a line must begin with to be worth a closer look.
pub(in super::super) struct Starts(FxHashSet<Start<'static>>);

impl Starts {
    /// Of these phrases of all languages.
    pub(in super::super) fn new(kind: fn(&Phrases) -> &'static [&'static str]) -> Self {
        let phrases = LANGUAGES.iter().flat_map(|language| kind(language));
        Self(phrases.map(|phrase| start_of_phrase(phrase)).collect())
    }

    /// Whether a line, in lower case, begins as one of them.
    pub(in super::super) fn begin(&self, line: &str) -> bool {
        starts(line).any(|start| self.0.contains(&start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [fn(&Phrases) -> &'static [&'static str]; 8] = [
        |language| language.strong,
        |language| language.tail,
        |language| language.anywhere,
        |language| language.head,
        |language| language.by,
        |language| language.and,
        |language| language.published,
        |language| language.home,
    ];

    #[test]
    fn every_phrase_is_found_where_a_line_would_look_for_it() {
        for kind in KINDS {
            let sets = [false, true].map(|headings| Set::new(kind, headings));
            for phrase in LANGUAGES.iter().flat_map(|language| kind(language)) {
                // A word that is cut off by what stands for anything may go on in a line.
                let word = phrase.split(['*', '#']).next().unwrap_or_default();
                let is_cut = word.len() < phrase.len() && word.chars().all(char::is_alphanumeric);
                assert!(word.is_empty() || !is_cut, "{phrase}");
                let line = phrase.replace('*', "an example").replace('#', "1,204");
                for set in &sets {
                    assert!(set.is_match(&line), "{phrase}");
                }
            }
        }
    }

    #[test]
    fn lines_are_matched_whole_and_headings_are_no_sentences() {
        let set = Set::new(|language| language.tail, true);
        for line in [
            "related articles",
            "12 comments",
            "1,204 comments:",
            "more from the herald",
        ] {
            assert!(set.is_match(line), "{line}");
        }
        for line in [
            "related articles of the law",
            "more on that later.",
            "share this view or not",
            "",
            "»",
        ] {
            assert!(!set.is_match(line), "{line}");
        }
    }

    #[test]
    fn what_is_announced_begins_with_a_known_word() {
        let by = Starts::new(|language| language.by);
        assert!(by.begin("by jane doe") && by.begin("von: jane doe") && !by.begin("bye"));
    }
}
