//! The one integration test binary; each module is one subject.

mod bad_input;
mod containers;
mod layers;
mod morgue;
mod query;
mod refresh;
mod samples;
mod search;
