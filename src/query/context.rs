//! What is known around a place in a query when its meaning is worked out.

use super::Options;
use super::fields::Field;
use super::source::Source;
use super::tree::{Form, Scope};
use std::cell::Cell;

/// How many regular expressions a query may have.
const REGEXES: usize = 32;
/// How many bytes of saved queries a query may pull in, each counted as often as it is named.
const SAVED: usize = 1 << 20;

/// How many pieces may lie above each other, those of saved queries included.
const LEVELS: usize = 128;

/// What is known around a place in a query.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    /// The text the spans count in.
    pub(super) source: Source<'a>,
    /// What the caller asked for.
    pub(super) options: &'a Options<'a>,
    /// Whether things side by side are alternatives.
    pub(super) any: bool,
    /// Where words are looked for.
    pub(super) scope: Scope,
    /// The form that `ALLCAPS` or `NOCAPS` asks for.
    pub(super) capitals: Option<Form>,
    /// The field around this place.
    pub(super) field: Option<&'static Field>,
    /// The name of the field or function around this place that says where to look.
    pub(super) place: Option<&'static str>,
    /// The saved queries this place is in, from the outermost.
    pub(super) saved: &'a [String],
    /// What is left of what a query may take.
    pub(super) budget: &'a Budget,
}

/// What is left of what a query may take.
pub(super) struct Budget {
    regexes: Cell<usize>,
    saved: Cell<usize>,
    levels: Cell<usize>,
}

impl Budget {
    /// All of it.
    pub(super) fn new() -> Self {
        Self {
            regexes: Cell::new(REGEXES),
            saved: Cell::new(SAVED),
            levels: Cell::new(LEVELS),
        }
    }

    /// Goes one level deeper, to be followed by [`Budget::leave`]; `false` if that is too deep.
    pub(super) fn enter(&self) -> bool {
        take(&self.levels, 1)
    }

    /// Comes back up one level.
    pub(super) fn leave(&self) {
        self.levels.set(self.levels.get() + 1);
    }

    /// Takes one regular expression; `false` if there are too many.
    pub(super) fn regex(&self) -> bool {
        take(&self.regexes, 1)
    }

    /// Takes a saved query of so many bytes; `false` if they are too many.
    pub(super) fn saved(&self, bytes: usize) -> bool {
        // An empty query costs something too, or a thousand of them would be free.
        take(&self.saved, bytes.saturating_add(64))
    }
}

fn take(left: &Cell<usize>, amount: usize) -> bool {
    match left.get().checked_sub(amount) {
        Some(rest) => {
            left.set(rest);
            true
        }
        None => false,
    }
}
