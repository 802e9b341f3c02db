//! Organisations.
mod chain;
mod classes;
mod columns;
mod evaluate;
mod features;
mod habits;
mod key;
mod labels;
mod mention;
mod model;
mod names;
mod recase;
mod recogniser;
mod rules;
mod scene;
mod stretch;
mod tagger;
mod text;
mod token;
mod train;
mod words;

pub use evaluate::{Evaluation, Score, evaluate};
pub use key::key;
pub use mention::{Mention, Part, Why};
pub use recogniser::{Options, Recogniser};
pub use train::{Data, Settings, train};
