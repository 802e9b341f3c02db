//! When a commit may be made: never while a file is half in the index.
//!
//! Whoever searches sees the last commit, so a commit in the middle of a file would show half of its
//! articles. When one is due no more files begin, those that have begun are read to their end, by all
//! threads, and then it is made. Nothing is lost by waiting for a large file: what is half read when a run
//! is killed is read again from its beginning, committed or not.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Lets files in, and keeps them out while a commit is due.
#[derive(Debug, Default)]
pub(super) struct Gate {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Files that have begun and are not yet whole in the index.
    begun: usize,
    closed: bool,
}

impl Gate {
    /// Begins a file, unless a commit is due; it is whole with [`Self::leave`].
    pub(super) fn enter(&self) -> bool {
        let mut state = self.state();
        let open = !state.closed;
        state.begun += usize::from(open);
        open
    }

    /// A file that had begun is whole in the index, its record included, or nothing of it is.
    pub(super) fn leave(&self) {
        self.state().begun -= 1;
    }

    /// Lets no more files begin; whether every file is whole, so that a commit can be made.
    pub(super) fn close(&self) -> bool {
        let mut state = self.state();
        state.closed = true;
        state.begun == 0
    }

    /// Lets files begin again.
    pub(super) fn open(&self) {
        self.state().closed = false;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_waits_for_files_that_have_begun_and_keeps_others_out() {
        let gate = Gate::default();
        assert!(gate.enter() && gate.enter());
        assert!(!gate.close());
        assert!(!gate.enter(), "a file began while a commit was due");
        gate.leave();
        assert!(!gate.close());
        gate.leave();
        assert!(gate.close());
        gate.open();
        assert!(gate.enter());
    }
}
