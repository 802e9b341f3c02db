//! What a word is: text into words with their places, folding, stems, and the terms of the index.
//!
//! Analysis happens here and only here; the index, the queries and the snippets use the same code, so
//! they cannot disagree. It knows no index and no query.
//!
//! The index keeps every word in its *own* form (`term.rs`): folded (case, accents, dots of acronyms), with
//! the spelling behind it where that differs. Stems are not indexed; a query finds the forms of a stem in
//! the dictionary ([`Stemmer`]). So one index answers `bank` (any form), `"banks"` (this form), `=Apple`
//! (this spelling) and `govern*` without a second field, and the language of stemming is the query's choice.

mod fold;
mod forms;
mod plain;
mod script;
mod signature;
mod stem;
mod term;
mod words;

pub use fold::fold;
pub use forms::{Forms, Walked};
pub use plain::plain_length;
pub use script::is_unspaced;
pub use signature::{BINS, PACKED, RUN, Signature, sign, word_number};
pub use stem::{Stemmer, UnknownLanguage};
pub use term::{
    MAX_WORD_BYTES, PARAGRAPH, SENTENCE, Spelling, cut_word, folded_part, push_term, spelling,
};
pub use words::{Start, Word, Words, count, words};
