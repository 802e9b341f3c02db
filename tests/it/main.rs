//! The one integration test binary; each module is one subject.

mod layers;
mod query;
