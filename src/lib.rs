//! A full-text search index over a news archive.
//!
//! ```text
//! file → Reader → Article → Enricher → Schema::document → Indexer → index
//! words → Query → Engine → Page of Hits | Table → Printer → stdout
//! ```
//!
//! Data moves one way; nothing on the right calls back to the left. The modules below stand in layer
//! order, each importing only from those above it in this list (`tests/it/layers.rs` holds them to it).

pub mod analysis;
pub mod date;
pub mod error;
pub mod terminal;

pub mod answer;
pub mod article;
pub mod tags;

pub mod enrich;
pub mod print;
pub mod query;
pub mod read;
pub mod schema;

pub mod quickwit;

pub mod engine;
pub mod index;

pub mod analyse;

pub mod cli;
