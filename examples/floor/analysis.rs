//! Words as Tantivy cuts them, in lower case, and their English stems.

use frostem::{Algorithm, Stemmer};
use std::borrow::Cow;
use tantivy::tokenizer::{
    LowerCaser, SimpleTokenizer, TextAnalyzer, Token, TokenFilter, TokenStream, Tokenizer,
    TokenizerManager,
};

/// The tokenizers `lower` and `english`.
pub(crate) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    let lower = || TextAnalyzer::builder(SimpleTokenizer::default()).filter(LowerCaser);
    manager.register("lower", lower().build());
    manager.register("english", lower().filter(English).build());
    manager
}

/// Puts the stem in the place of each word.
#[derive(Clone)]
struct English;

impl TokenFilter for English {
    type Tokenizer<T: Tokenizer> = Stems<T>;

    fn transform<T: Tokenizer>(self, tokenizer: T) -> Stems<T> {
        Stems(tokenizer)
    }
}

#[derive(Clone)]
struct Stems<T>(T);

impl<T: Tokenizer> Tokenizer for Stems<T> {
    type TokenStream<'a> = StemStream<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        StemStream {
            words: self.0.token_stream(text),
            stemmer: Stemmer::new(Algorithm::English),
        }
    }
}

struct StemStream<T> {
    words: T,
    stemmer: Stemmer,
}

impl<T: TokenStream> TokenStream for StemStream<T> {
    fn advance(&mut self) -> bool {
        if !self.words.advance() {
            return false;
        }
        let token = self.words.token_mut();
        // A stem that is the beginning of its word comes back borrowed.
        match self.stemmer.stem(&token.text) {
            Cow::Borrowed(stem) => {
                let length = stem.len();
                token.text.truncate(length);
            }
            Cow::Owned(stem) => token.text = stem,
        }
        true
    }

    fn token(&self) -> &Token {
        self.words.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.words.token_mut()
    }
}
