//! The places of a pattern, many of them as one: a start with all ends it reaches.
//!
//! What begins at one word mostly ends at neighbouring ones: `a NEAR/100 b` at each `b` among the next
//! hundred words. So a place is a start and a stretch of a list of ends, and the ends of many starts
//! together are again a stretch where theirs reach over each other. Patterns inside patterns thus cost
//! about as much as they have starts, not as they have places, of which there can be the square.

use std::borrow::Cow;

/// All places of a pattern that end at one of these positions.
#[derive(Debug, Clone)]
pub(super) struct List<'a> {
    /// Ascending.
    ends: Cow<'a, [u32]>,
    rows: Rows,
}

/// A start, and the ends it reaches: from one number in [`List::ends`] to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Row {
    /// The first word.
    pub(super) start: u32,
    /// The number of the nearest end.
    pub(super) from: u32,
    /// The number of the farthest end.
    pub(super) to: u32,
}

#[derive(Debug, Clone)]
enum Rows {
    /// Each end is a word that is a place by itself.
    Words,
    /// Ascending; those of one start neither overlap nor meet.
    Listed {
        rows: Vec<Row>,
        /// For each row the number behind the last row it is chained to: the stretches of chained rows
        /// rise and leave nothing out between them, so that together they are one.
        chains: Vec<u32>,
    },
}

impl<'a> List<'a> {
    /// The places of a word.
    pub(super) fn words(positions: &'a [u32]) -> Self {
        Self {
            ends: Cow::Borrowed(positions),
            rows: Rows::Words,
        }
    }

    /// The places of `rows`, in any order, whose numbers count in `ends`, which ascend.
    pub(super) fn of(ends: Cow<'a, [u32]>, mut rows: Vec<Row>) -> Self {
        rows.sort_unstable();
        rows.dedup_by(|next, kept| {
            let meet = next.start == kept.start && next.from <= kept.to.saturating_add(1);
            if meet {
                kept.to = kept.to.max(next.to);
            }
            meet
        });
        let mut chains = vec![rows.len() as u32; rows.len()];
        for number in (1..rows.len()).rev() {
            let (one, next) = (rows[number - 1], rows[number]);
            let rise = one.from <= next.from && one.to <= next.to;
            chains[number - 1] = if rise && next.from <= one.to.saturating_add(1) {
                chains[number]
            } else {
                number as u32
            };
        }
        let rows = Rows::Listed { rows, chains };
        Self { ends, rows }
    }

    /// The rows, ascending.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row> + '_ {
        (0..self.count()).map(|number| self.row(number))
    }

    /// The nearest and the farthest end of a row.
    pub(super) fn reach(&self, row: Row) -> (u32, u32) {
        (self.ends[row.from as usize], self.ends[row.to as usize])
    }

    /// The farthest end of a row that lies before a position.
    pub(super) fn longest_before(&self, row: Row, position: u32) -> Option<u32> {
        let ends = &self.ends[row.from as usize..=row.to as usize];
        let before = ends.partition_point(|end| *end < position);
        before.checked_sub(1).map(|last| ends[last])
    }

    /// Each place of `before` with each of this list that begins behind it, at most `distance` words on.
    pub(super) fn behind(&self, before: &[List], distance: u32) -> Self {
        let mut found = Vec::new();
        for list in before {
            let gaps = list.gaps(distance);
            for row in list.rows() {
                let mut from = row.from;
                while from <= row.to {
                    // Ends less than the distance apart see one window of words together.
                    let to = row.to.min(gaps[from as usize]);
                    let first = self.begun(list.ends[from as usize]);
                    let last = self.begun(list.ends[to as usize].saturating_add(distance));
                    self.together(first, last, row.start, &mut found);
                    from = to + 1;
                }
            }
        }
        Self::of(self.ends.clone(), found)
    }

    /// For each end the number of the last one that is reached from it in steps of at most `distance`.
    fn gaps(&self, distance: u32) -> Vec<u32> {
        let ends = &self.ends;
        let mut gaps: Vec<u32> = (0..ends.len() as u32).collect();
        for number in (1..ends.len()).rev() {
            if ends[number] - ends[number - 1] <= distance {
                gaps[number - 1] = gaps[number];
            }
        }
        gaps
    }

    /// How many rows start at a position or before it.
    fn begun(&self, position: u32) -> usize {
        match &self.rows {
            Rows::Words => self.ends.partition_point(|start| *start <= position),
            Rows::Listed { rows, .. } => rows.partition_point(|row| row.start <= position),
        }
    }

    /// Adds what the rows from `first` up to `last` reach together, as reached from `start`.
    fn together(&self, first: usize, last: usize, start: u32, found: &mut Vec<Row>) {
        let mut first = first;
        while first < last {
            let end = match &self.rows {
                Rows::Words => last,
                Rows::Listed { chains, .. } => last.min(chains[first] as usize),
            };
            let (from, to) = (self.row(first).from, self.row(end - 1).to);
            found.push(Row { start, from, to });
            first = end;
        }
    }

    fn count(&self) -> usize {
        match &self.rows {
            Rows::Words => self.ends.len(),
            Rows::Listed { rows, .. } => rows.len(),
        }
    }

    fn row(&self, number: usize) -> Row {
        match &self.rows {
            Rows::Words => {
                let place = number as u32;
                Row {
                    start: self.ends[number],
                    from: place,
                    to: place,
                }
            }
            Rows::Listed { rows, .. } => rows[number],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    type Pairs = BTreeSet<(u32, u32)>;

    fn pairs(list: &List) -> Pairs {
        let ends = |row: Row| row.from..=row.to;
        let each = |row: Row| ends(row).map(move |end| (row.start, list.ends[end as usize]));
        list.rows().flat_map(each).collect()
    }

    fn plainly(before: &Pairs, behind: &Pairs, distance: u32) -> Pairs {
        let near = |one: (u32, u32), other: (u32, u32)| {
            (other.0 > one.1 && other.0 - one.1 <= distance).then_some((one.0, other.1))
        };
        let each = |one: &(u32, u32)| {
            let one = *one;
            behind.iter().filter_map(move |other| near(one, *other))
        };
        before.iter().flat_map(each).collect()
    }

    fn positions() -> impl Strategy<Value = Vec<u32>> {
        prop::collection::btree_set(0u32..60, 0..20).prop_map(|set| set.into_iter().collect())
    }

    proptest! {
        #[test]
        fn stretches_are_the_places_one_by_one(
            words in prop::collection::vec(positions(), 4), distances in prop::array::uniform3(1u32..12),
        ) {
            let list = |number: usize| List::words(&words[number]);
            let near = |one: &List, other: &List<'_>, distance| {
                let found = other.behind(std::slice::from_ref(one), distance);
                assert_eq!(pairs(&found), plainly(&pairs(one), &pairs(other), distance));
                List::of(Cow::Owned(found.ends.to_vec()), found.rows().collect())
            };
            let left = near(&list(0), &list(1), distances[0]);
            let right = near(&list(2), &list(3), distances[1]);
            let both = near(&left, &right, distances[2]);
            let back = near(&right, &left, distances[1]);
            near(&both, &back, distances[0]);
            near(&list(0), &both, distances[2]);
        }
    }
}
