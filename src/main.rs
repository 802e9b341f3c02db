//! The `morgue` program: calls the command line and turns its answer into an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    morgue::cli::run(std::env::args_os()).into()
}
