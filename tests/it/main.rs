//! The one integration test binary; each module is one subject.

mod articles;
mod bad_input;
mod broken;
mod common;
mod containers;
mod export;
mod flip;
mod fuzz;
mod kill;
mod layers;
mod lock;
mod morgue;
mod organisations;
mod problems;
mod query;
mod readme;
mod refresh;
mod reprints;
mod samples;
mod saved;
mod search;
mod tags;
