//! The `morgue` program: calls the command line and turns its answer into an exit code.

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// Articles are made by the threads that read and freed by those that index: that is what it is good at.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    #[cfg(target_os = "linux")]
    use_small_pages();
    morgue::cli::run(std::env::args_os()).into()
}

/// Lets memory come in small pages to all but who indexes: the allocator asks for huge ones, which take 6 % off the
/// time of an index run. A search touches 2 MB here and there, and would have 20 cleared for it.
#[cfg(target_os = "linux")]
fn use_small_pages() {
    if std::env::args_os()
        .nth(1)
        .is_none_or(|word| word != "index")
    {
        // Where the system does not know of it, it stays as it is.
        let _ = rustix::thread::disable_transparent_huge_pages(true);
    }
}
