//! Everything the tagger sees of a text: tokens, stretches, names, rules, and what the whole article
//! says about a word.

use super::classes::{Classes, FIRST, HEAD, LEGAL, TIME, TITLE};
use super::hashes::{HashedMap, HashedSet, Sieve};
use super::names::{Match, Names};
use super::recase;
use super::rules::{self, Hit};
use super::stretch::{joins, stretches};
use super::text::Text;
use super::words::{Case, Words};
use std::ops::Range;

/// The word stands in lower case elsewhere in the article.
pub(super) const LOWER_ELSEWHERE: u8 = 1;
/// The word stands in a name with a legal form or head noun elsewhere.
pub(super) const IN_ORGANISATION: u8 = 1 << 1;
/// The word follows a first name or a title elsewhere.
pub(super) const IN_PERSON: u8 = 1 << 2;
/// The word is defined as an acronym.
pub(super) const DEFINED: u8 = 1 << 3;
/// How many such flags there are.
pub(super) const FLAGS: u32 = 4;

/// The mark of a token inside a span of some kind: the kind and the position, or nothing.
pub(super) type Mark = u16;

/// A text with its evidence.
pub(super) struct Scene<'a> {
    /// The text.
    pub(super) text: Text<'a>,
    /// Where names may be.
    pub(super) stretches: Vec<Range<usize>>,
    /// Names of the table.
    pub(super) matches: Vec<Match>,
    /// Rules that fit.
    pub(super) hits: Vec<Hit>,
    /// For each token, the kind of its match and its position in it.
    pub(super) gazetteer: Vec<Mark>,
    /// For each token, the best rule and its position in it.
    pub(super) rule: Vec<Mark>,
    /// For the words of which the article says something, what it says.
    flags: HashedMap<u8>,
    /// For each token, the capitalised run it is in.
    pub(super) run: Vec<(u32, u32)>,
}

impl<'a> Scene<'a> {
    /// Reads a text.
    pub(super) fn new(text: &'a str, classes: &Classes, names: &Names, words: Words) -> Self {
        let mut text = Text::new(text, classes, words);
        let odd = recase::mark(&mut text);
        let mut matches = names.find(&text);
        recase::apply(&mut text, &odd, classes, &mut matches);
        let stretches = stretches(&text, &matches);
        let hits = rules::hits(&text, &stretches);
        let count = text.tokens.len();
        let mut scene = Self {
            gazetteer: vec![0; count],
            rule: vec![0; count],
            flags: HashedMap::default(),
            run: vec![(0, 0); count],
            text,
            stretches,
            matches,
            hits,
        };
        scene.mark_names(names);
        scene.mark_rules();
        scene.mark_runs();
        scene.mark_words();
        scene
    }

    /// Whether a stretch is a day or a month alone, which is no name of anything.
    pub(super) fn is_time(&self, stretch: &Range<usize>) -> bool {
        stretch.len() == 1
            && self.text.word(stretch.start).is(TIME)
            && self.gazetteer[stretch.start] == 0
    }

    /// What the article says about the word of a token.
    pub(super) fn flags(&self, at: usize) -> u8 {
        let number = self.text.tokens[at].word.number;
        self.flags.get(&number.into()).copied().unwrap_or(0)
    }

    fn mark_names(&mut self, names: &Names) {
        for hit in &self.matches {
            let kind = names.entry(hit.entry).kind as u16;
            let sort = 1 + kind * 2 + u16::from(hit.ambiguous);
            mark(&mut self.gazetteer, &hit.tokens, sort);
        }
    }

    fn mark_rules(&mut self) {
        // The first rules of the list are the better ones: they are marked last.
        let mut order: Vec<usize> = (0..self.hits.len()).collect();
        order.sort_by_key(|nth| std::cmp::Reverse(self.hits[*nth].rule));
        for nth in order {
            let hit = &self.hits[nth];
            mark(&mut self.rule, &hit.tokens, 1 + hit.rule as u16);
        }
    }

    fn mark_runs(&mut self) {
        for stretch in &self.stretches {
            let mut from = stretch.start;
            for at in stretch.start..=stretch.end {
                let ends = at == stretch.end
                    || (joins(&self.text, at) && !self.text.word(at).is_capitalised());
                if ends {
                    let run = (from as u32, at as u32);
                    self.run[from..at].fill(run);
                    if at < stretch.end {
                        self.run[at] = (at as u32, at as u32 + 1);
                    }
                    from = at + 1;
                }
            }
        }
    }

    /// The folded words that stand in lower case too, of those that stand in a stretch.
    fn lower_forms(&self) -> HashedSet {
        let mut asked = Sieve::default();
        for stretch in &self.stretches {
            for at in stretch.clone() {
                asked.add(self.text.word(at).folded);
            }
        }
        let words = self.text.tokens.iter().map(|token| &token.word);
        words
            .filter(|word| word.case == Case::Lower && asked.may_hold(word.folded))
            .map(|word| word.folded)
            .collect()
    }

    fn mark_words(&mut self) {
        let mut flags = HashedMap::<u8>::default();
        let mut say = |number: u32, flag: u8| *flags.entry(number.into()).or_default() |= flag;
        let lower = self.lower_forms();
        for stretch in &self.stretches {
            for at in stretch.clone() {
                let number = self.text.tokens[at].word.number;
                let word = self.text.word(at);
                if lower.contains(&word.folded) {
                    say(number, LOWER_ELSEWHERE);
                }
                if at > stretch.start
                    && self.text.word(at - 1).is(FIRST | TITLE)
                    && word.is_capitalised()
                {
                    say(number, IN_PERSON);
                }
            }
        }
        for hit in &self.hits {
            let flag = match hit.rule {
                rules::Rule::LegalForm | rules::Rule::Head | rules::Rule::Defined => {
                    IN_ORGANISATION
                }
                rules::Rule::Acronym => DEFINED,
                _ => continue,
            };
            for at in hit.tokens.clone() {
                if !self.text.word(at).is(HEAD | LEGAL) {
                    say(self.text.tokens[at].word.number, flag);
                }
            }
        }
        self.flags = flags;
    }
}

/// Marks the tokens of a span with its sort and their position in it.
fn mark(marks: &mut [Mark], tokens: &Range<usize>, sort: u16) {
    let last = tokens.end - 1;
    for at in tokens.clone() {
        let position = match (at == tokens.start, at == last) {
            (true, true) => 3,
            (true, false) => 0,
            (false, false) => 1,
            (false, true) => 2,
        };
        marks[at] = sort * 4 + position;
    }
}
