//! A text ready for tagging: its tokens, its distinct words, where sentences begin.
//!
//! Paragraphs written in capitals or as titles say nothing by their capitals, so a token has two words:
//! the one that is written, and the one it would be in running text (see [`super::recase`]).

use super::classes::Classes;
use super::token::{Gap, Token, each_token};
use super::words::{Case, Word, Words};
use std::borrow::Cow;
use std::ops::Range;

/// A token of a [`Text`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Its bytes.
    pub(super) start: usize,
    /// Where they end.
    pub(super) end: usize,
    /// What stands before it.
    pub(super) gap: Gap,
    /// Whether a sentence begins here.
    pub(super) first: bool,
    /// Whether its capitals were found to mean nothing.
    pub(super) recased: bool,
    /// Its word, as it would be written in running text.
    pub(super) word: Word,
}

/// A text cut into tokens.
pub(super) struct Text<'a> {
    /// The text itself.
    pub(super) source: &'a str,
    /// Its tokens.
    pub(super) tokens: Vec<Place>,
    /// Its distinct words.
    pub(super) words: Words,
}

impl<'a> Text<'a> {
    /// Cuts a text and finds its sentences.
    pub(super) fn new(text: &'a str, classes: &Classes, mut words: Words) -> Self {
        let mut tokens = Vec::with_capacity(text.len() / 5);
        each_token(text, |Token { start, end, gap }| {
            tokens.push(Place {
                start,
                end,
                gap,
                first: false,
                recased: false,
                word: Word::unknown(Word::hash(&text.as_bytes()[start..end])),
            });
        });
        for token in &mut tokens {
            let form = &text[token.start..token.end];
            token.word = words.of_hash(token.word.exact, form, classes);
        }
        let mut this = Self {
            source: text,
            tokens,
            words,
        };
        this.find_sentences();
        this
    }

    /// The word of a token.
    pub(super) fn word(&self, at: usize) -> &Word {
        &self.tokens[at].word
    }

    /// The text of a token.
    pub(super) fn form(&self, at: usize) -> &'a str {
        &self.source[self.tokens[at].start..self.tokens[at].end]
    }

    /// The bytes from the first to the last token of a range that is not empty.
    pub(super) fn bytes(&self, range: &Range<usize>) -> Range<usize> {
        self.tokens[range.start].start..self.tokens[range.end - 1].end
    }

    /// The text of a range of tokens, with line breaks inside it read as spaces.
    pub(super) fn name(&self, range: &Range<usize>) -> Cow<'a, str> {
        let text = &self.source[self.bytes(range)];
        let plain = text.bytes().all(|b| (b' '..=b'~').contains(&b)) && !text.contains("  ");
        if plain {
            return Cow::Borrowed(text);
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        Cow::Owned(words.join(" "))
    }

    /// Whether a token is one of these words, which are in lower case; a line of capitals has them too.
    pub(super) fn is_small(&self, at: usize, words: &[&str]) -> bool {
        let form = self.form(at);
        let recased = self.tokens[at].recased;
        words
            .iter()
            .any(|word| *word == form || (recased && word.eq_ignore_ascii_case(form)))
    }

    /// Whether a token is this sign or word.
    pub(super) fn is_form(&self, at: usize, form: &str) -> bool {
        at < self.tokens.len() && self.form(at) == form
    }

    /// The paragraphs, as ranges of tokens.
    pub(super) fn paragraphs(&self) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut from = 0;
        for at in 1..=self.tokens.len() {
            if at == self.tokens.len() || self.tokens[at].gap == Gap::Paragraph {
                found.push(from..at);
                from = at;
            }
        }
        found
    }

    fn find_sentences(&mut self) {
        let mut ended = true;
        for token in &mut self.tokens {
            ended |= token.gap == Gap::Paragraph;
            if token.word.case != Case::Sign {
                token.first = ended;
                ended = false;
                continue;
            }
            // Quotes and brackets after a full stop leave the sentence ended.
            ended = match &self.source[token.start..token.end] {
                "." | "!" | "?" | "…" => true,
                "\"" | "”" | "“" | "'" | "’" | "‘" | ")" | "(" | "-" | "–" | "—" | "•" | "*" => {
                    ended
                }
                _ => false,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_begin_after_stops_quotes_and_blank_lines() {
        let classes = Classes::embedded();
        let text = Text::new(
            "Mr. Hale left Acme Inc. early. “He ran,” she said.\n\nLater\nit rained.",
            &classes,
            Words::default(),
        );
        let first: Vec<&str> = (0..text.tokens.len())
            .filter(|at| text.tokens[*at].first)
            .map(|at| text.form(at))
            .collect();
        assert_eq!(first, ["Mr.", "He", "Later"]);
        assert_eq!(text.paragraphs().len(), 2);
    }
}
