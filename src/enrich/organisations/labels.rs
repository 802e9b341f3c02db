//! The labels of the tagger and which may follow which.
//!
//! A name of one token is `U`, of more `B I* L`; everything else is `O`. Four types are told apart,
//! because a model that knows what a person or a place is tells better what an organisation is.

/// The types, in the order of their labels.
pub(super) const TYPES: [&str; 4] = ["ORG", "PER", "LOC", "MISC"];
/// How many labels there are.
pub(super) const LABELS: usize = 17;
/// The label of everything that is no name.
pub(super) const OUTSIDE: usize = 0;

/// The position of a token in its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    /// The first of several.
    Begin,
    /// Neither first nor last.
    Inside,
    /// The last of several.
    Last,
    /// The only one.
    Unit,
}

/// The label of a position in a name of a type.
pub(super) fn label(kind: usize, position: Position) -> usize {
    1 + 4 * kind + position as usize
}

/// The type of a label, unless it is outside.
pub(super) fn kind(label: usize) -> Option<usize> {
    label.checked_sub(1).map(|rest| rest / 4)
}

/// Whether a name begins at a label.
pub(super) fn begins(label: usize) -> bool {
    label != OUTSIDE && matches!((label - 1) % 4, 0 | 3)
}

/// Whether a name (or nothing) ends at a label.
pub(super) fn ends(label: usize) -> bool {
    label == OUTSIDE || matches!((label - 1) % 4, 2 | 3)
}

/// Whether one label may follow another.
pub(super) fn may_follow(before: usize, after: usize) -> bool {
    if ends(before) {
        after == OUTSIDE || begins(after)
    } else {
        kind(before) == kind(after) && !begins(after) && after != OUTSIDE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_begun_and_ended() {
        let org = |position| label(0, position);
        assert!(may_follow(OUTSIDE, org(Position::Begin)));
        assert!(may_follow(org(Position::Begin), org(Position::Last)));
        assert!(!may_follow(org(Position::Begin), OUTSIDE));
        assert!(!may_follow(OUTSIDE, org(Position::Inside)));
        assert!(!may_follow(org(Position::Begin), label(1, Position::Last)));
        assert!(may_follow(org(Position::Unit), label(1, Position::Unit)));
        let all = (0..LABELS).flat_map(|one| (0..LABELS).map(move |other| (one, other)));
        assert_eq!(
            all.filter(|(one, other)| may_follow(*one, *other)).count(),
            97
        );
    }
}
