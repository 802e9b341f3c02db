//! The words and two-word phrases of some articles, and how many of these hold each.
//!
//! Memory stays bounded however many articles there are: when there are too many different phrases, those
//! met only once so far are forgotten. A phrase that is typical of a large number of articles is met more
//! often than that; its count may then be too low by as many times as phrases were forgotten, which are
//! one or two in millions of articles.

use crate::analysis::{cut_word, words};
use std::collections::HashMap;

/// So many different phrases are kept at a time: about 100 MB.
const PHRASES: usize = 4_000_000;

/// A word or a phrase, by the numbers of its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Candidate {
    /// One word.
    Word(u32),
    /// Two, one after the other.
    Phrase(u32, u32),
}

/// The words and phrases of the articles added so far.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// How many articles were added.
    pub(super) articles: u64,
    numbers: HashMap<String, u32>,
    /// Each word, and how many articles hold it.
    words: Vec<(String, u64)>,
    phrases: HashMap<(u32, u32), u64>,
    /// The words and phrases of one article, kept to be used again.
    here: (Vec<u32>, Vec<(u32, u32)>),
}

impl Vocabulary {
    /// Adds an article of several texts; no phrase reaches from one into another.
    pub(super) fn add(&mut self, texts: &[&str], phrases: bool) {
        self.articles += 1;
        let (mut here, mut pairs) = std::mem::take(&mut self.here);
        here.clear();
        pairs.clear();
        for text in texts {
            let mut reader = words(text);
            let mut before = None;
            while reader.next().is_some() {
                let word = self.number(cut_word(reader.folded()));
                here.push(word);
                if let Some(before) = before.filter(|_| phrases) {
                    pairs.push((before, word));
                }
                before = Some(word);
            }
        }
        here.sort_unstable();
        here.dedup();
        pairs.sort_unstable();
        pairs.dedup();
        for word in &here {
            self.words[*word as usize].1 += 1;
        }
        for pair in &pairs {
            *self.phrases.entry(*pair).or_default() += 1;
        }
        if self.phrases.len() > PHRASES {
            self.phrases.retain(|_, articles| *articles > 1);
        }
        self.here = (here, pairs);
    }

    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = self.words.len() as u32;
        self.numbers.insert(word.to_owned(), number);
        self.words.push((word.to_owned(), 0));
        number
    }

    /// Everything that at least so many of the articles hold, words without a letter left out.
    pub(super) fn candidates(&self, words: bool, least: u64) -> Vec<(Candidate, u64)> {
        let lettered: Vec<bool> = self
            .words
            .iter()
            .map(|(word, _)| word.chars().any(char::is_alphabetic))
            .collect();
        let lettered = |word: u32| lettered[word as usize];
        let single = (0..)
            .zip(&self.words)
            .filter(|(word, _)| words && lettered(*word))
            .map(|(word, (_, articles))| (Candidate::Word(word), *articles));
        let phrases = self
            .phrases
            .iter()
            .filter(|((first, second), _)| lettered(*first) && lettered(*second))
            .map(|((first, second), articles)| (Candidate::Phrase(*first, *second), *articles));
        single
            .chain(phrases)
            .filter(|(_, articles)| *articles >= least)
            .collect()
    }

    /// The words of a candidate, folded.
    pub(super) fn term(&self, candidate: Candidate) -> String {
        let word = |number: u32| self.words[number as usize].0.as_str();
        match candidate {
            Candidate::Word(number) => word(number).to_owned(),
            Candidate::Phrase(first, second) => format!("{} {}", word(first), word(second)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_counted_not_occurrences() {
        let mut vocabulary = Vocabulary::default();
        vocabulary.add(
            &["Cocoa talks", "Cocoa talks: cocoa talks on 12 rules"],
            true,
        );
        vocabulary.add(&["Coffee", "cocoa rules"], true);
        let mut candidates: Vec<_> = vocabulary
            .candidates(true, 1)
            .into_iter()
            .map(|(candidate, articles)| (vocabulary.term(candidate), articles))
            .collect();
        candidates.sort();
        let expected = [
            ("cocoa", 2),
            ("cocoa rules", 1),
            ("cocoa talks", 1),
            ("coffee", 1),
            ("on", 1),
            ("rules", 2),
            ("talks", 1),
            ("talks cocoa", 1),
            ("talks on", 1),
        ];
        assert_eq!(candidates, expected.map(|(term, n)| (term.to_owned(), n)));
    }
}
