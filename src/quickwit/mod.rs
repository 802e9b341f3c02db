//! A Quickwit cluster over HTTP: what is said to it, and what it may answer.
//!
//! Below both sides of the program: the writing side sends batches through [`Client`], the asking side sends
//! queries. The client knows nothing of articles. It tells apart what matters to whoever must decide whether
//! to send something again: that it never arrived, that it was refused, or that nobody knows
//! ([`Failure`]). What an archive on a cluster says of itself is its [`Ledger`].

mod answer;
mod client;
mod config;
mod failure;
mod ledger;
#[cfg(test)]
pub(crate) mod recording;
mod retry;
#[cfg(test)]
pub(crate) mod standin;

pub use answer::{Answer, Found};
pub use client::{Client, Taken};
pub use config::Config;
pub use failure::Failure;
pub use ledger::{BATCH_LIMIT, Ledger, Retired, Withdrawn, batches_of, uid};
