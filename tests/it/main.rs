//! The one integration test binary; each module is one subject.

mod articles;
mod bad_input;
mod layers;
mod lock;
mod morgue;
mod organisations;
mod query;
mod readme;
mod refresh;
mod samples;
mod search;
