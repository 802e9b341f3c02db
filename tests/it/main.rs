//! The one integration test binary; each module is one subject.

mod articles;
mod bad_input;
mod broken;
mod broken_wires;
mod containers;
mod export;
mod facets;
#[cfg(target_os = "linux")]
mod failing;
mod flip;
mod fuzz;
mod hostile;
mod kill;
mod layers;
mod lines_in_common;
mod lock;
mod morgue;
mod organisations;
mod other_index;
mod packed;
mod pages;
mod piped;
mod problems;
mod query;
mod readme;
mod refresh;
mod reprints;
mod samples;
mod saved;
mod search;
mod tags;
mod terms;
mod whole;
mod wires;
mod withheld;
