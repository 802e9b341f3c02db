//! The `morgue` program: calls the command line and turns its answer into an exit code.

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// Articles are made by the threads that read and freed by those that index: that is what it is good at.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    morgue::cli::run(std::env::args_os()).into()
}
