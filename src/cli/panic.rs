//! What must not happen, happening: a sentence and an exit code instead of a trace.
//!
//! Damaged index files can lead the engine to what it takes to be impossible, and a reader can meet an
//! input that nobody thought of. With `RUST_BACKTRACE` set the trace is printed all the same.

use crate::error::{Error, Result};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

/// Where and why the last panic was.
static LAST: Mutex<String> = Mutex::new(String::new());

/// Runs `work`; a panic in it is an error.
pub(super) fn caught<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    if std::env::var_os("RUST_BACKTRACE").is_none() {
        std::panic::set_hook(Box::new(|info| {
            let place = info.location().map(ToString::to_string);
            let why = info.payload_as_str().unwrap_or("no reason given");
            let text = format!("{why}, at {}", place.unwrap_or_default());
            *LAST.lock().unwrap_or_else(PoisonError::into_inner) = text;
        }));
    }
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
        Err(Error::Panic(crate::terminal::safe(&last)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_sentence() {
        let result: Result<()> = caught(|| panic!("no such\n thing"));
        let text = result.unwrap_err().to_string();
        assert!(text.contains("`morgue check`"), "{text}");
    }
}
