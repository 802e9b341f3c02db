//! Every target is this file: the name of the program says which of `targets::TARGETS` it feeds.

#![no_main]

mod targets;

use std::sync::OnceLock;

static TARGET: OnceLock<targets::Target> = OnceLock::new();

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let target = TARGET.get_or_init(|| targets::by_name(env!("CARGO_BIN_NAME")));
    target(input);
});
