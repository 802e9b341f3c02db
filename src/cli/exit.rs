//! Exit codes: how a script learns what happened.

use crate::error::Error;
use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Found, or done.
    Found,
    /// Nothing found.
    Nothing,
    /// Wrong use, a query that cannot be, or a failure.
    Error,
    /// Done, but some inputs were skipped.
    Skipped,
    /// Another writer holds the index (`EX_TEMPFAIL`).
    Locked,
}

impl Exit {
    /// Tells a person what went wrong, and a script by the code.
    pub(super) fn of(error: &Error) -> Self {
        match error {
            // Whoever closed the pipe has seen enough.
            Error::BrokenPipe => return Self::Found,
            Error::Usage(text) if text.starts_with("error:") => eprint!("{text}"),
            error => eprintln!("morgue: {error}"),
        }
        match error {
            Error::Locked { .. } => Self::Locked,
            _ => Self::Error,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Found => 0,
            Exit::Nothing => 1,
            Exit::Error => 2,
            Exit::Skipped => 3,
            Exit::Locked => 75,
        })
    }
}
