//! Organisations: recognised in the text, one name for one organisation, correctable by the user.
//!
//! ```text
//! article → Text (tokens, words) → names, rules → Scene → Tagger (model) → document step → Linker → names
//! ```
//!
//! A small trained model tags only capitalised stretches; what names and rules find are features to it.
//! Then the article as a whole corrects its places, and all forms of a name become one. No part of it
//! needs a network, a large model or a second program.
//!
//! The names (`names.tsv`, `others.tsv`, `classes.tsv`) are of our own making. The model (`model.bin`) is
//! trained by [`train()`] from openly licensed texts; `NOTICE.md` beside it says which, and how.
//!
//! What it does not do: it does not resolve two organisations of one name across articles, and it knows
//! only English by the model; other languages get what names, legal forms and definitions show.

mod chain;
mod classes;
mod columns;
mod document;
mod evaluate;
mod exponential;
mod features;
mod form;
mod generic;
mod gold;
mod groups;
mod habits;
mod hashes;
mod key;
mod kind;
mod labels;
mod layout;
mod link;
mod look;
mod mention;
mod merge;
mod model;
mod names;
mod naming;
mod nations;
mod recase;
mod recogniser;
mod rules;
mod rulings;
mod scene;
mod settings;
mod stretch;
mod tagger;
mod text;
mod token;
mod train;
mod trainer;
mod viterbi;
mod words;

pub use evaluate::{Evaluation, Score, evaluate};
pub use key::key;
pub use mention::{Mention, Part, Why};
pub use merge::merge;
pub use recogniser::{Options, Recogniser, THRESHOLD};
pub use settings::Settings;
pub use train::{Data, train};

#[cfg(test)]
mod tests;
