//! What researchers ask after the search: who, when, how typical, how often printed again.
//!
//! Each analysis is one file: it asks an engine for [`Columns`](crate::engine::Columns) and answers with a
//! [`Table`](crate::answer::Table) that any printer prints. Every figure in a table can be checked with
//! `morgue count`, and a statistic is named with its source where it is computed.

mod asked;
mod calendar;
mod keyness;
mod organisations;
mod pairs;
pub mod reprints;
mod terms;
mod timeline;
mod unnamed;

pub use asked::Asked;
pub use calendar::Period;
pub use keyness::Compared;
pub use organisations::{By, Organisations, Presence};
pub use pairs::Pairs;
pub use terms::{Terms, Wanted};
pub use timeline::{Counts, Series, Timeline};
pub use unnamed::{Unnamed, unnamed};
