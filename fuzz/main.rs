//! Every target is this file: the name under which the program is run says which of `targets::TARGETS` it
//! feeds. So one build, under many names, is all of them.

#![no_main]

mod targets;

use std::path::Path;
use std::sync::OnceLock;

static TARGET: OnceLock<targets::Target> = OnceLock::new();

/// The target of the name of this program.
fn target() -> targets::Target {
    let program = std::env::args_os().next().unwrap_or_default();
    let name = Path::new(&program).file_name().unwrap_or_default();
    targets::by_name(&name.to_string_lossy())
}

libfuzzer_sys::fuzz_target!(|input: &[u8]| TARGET.get_or_init(target)(input));
