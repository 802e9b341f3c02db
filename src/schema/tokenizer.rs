//! The tokenizer named `news` in the schema: [`crate::analysis`] in Tantivy's form.

use crate::analysis::{PARAGRAPH, SENTENCE, Start, Words, push_term, words};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Makes the terms of a text; sentence and paragraph marks share the position of the word they precede.
#[derive(Debug, Clone, Copy)]
pub(super) struct News;

impl Tokenizer for News {
    type TokenStream<'a> = NewsStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        NewsStream {
            text,
            words: words(text),
            marks: Start::Word,
            token: Token::default(),
        }
    }
}

/// The terms of one text.
pub(super) struct NewsStream<'a> {
    text: &'a str,
    words: Words<'a>,
    /// Which marks are still to come at the position of the word just given.
    marks: Start,
    token: Token,
}

impl TokenStream for NewsStream<'_> {
    fn advance(&mut self) -> bool {
        let mark = match self.marks {
            Start::Paragraph => PARAGRAPH,
            Start::Sentence => SENTENCE,
            Start::Word => return self.next_word(),
        };
        self.marks = match self.marks {
            Start::Paragraph => Start::Sentence,
            _ => Start::Word,
        };
        self.token.text.clear();
        self.token.text.push_str(mark);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

impl NewsStream<'_> {
    fn next_word(&mut self) -> bool {
        let Some(word) = self.words.next() else {
            return false;
        };
        self.token.position = self.token.position.wrapping_add(1);
        self.token.offset_from = word.range.start;
        self.token.offset_to = word.range.end;
        self.token.text.clear();
        let raw = &self.text[word.range];
        push_term(raw, self.words.folded(), &mut self.token.text);
        self.marks = word.starts;
        true
    }
}
