//! Disjoint sets of numbers, for putting names into groups.

/// Disjoint sets.
pub(super) struct Groups {
    parents: Vec<usize>,
}

impl Groups {
    /// As many sets of one.
    pub(super) fn new(count: usize) -> Self {
        Self {
            parents: (0..count).collect(),
        }
    }

    /// The number of the set that holds an item.
    pub(super) fn find(&mut self, mut nth: usize) -> usize {
        while self.parents[nth] != nth {
            self.parents[nth] = self.parents[self.parents[nth]];
            nth = self.parents[nth];
        }
        nth
    }

    /// Makes one set of two.
    pub(super) fn unite(&mut self, one: usize, other: usize) {
        let (one, other) = (self.find(one), self.find(other));
        let (low, high) = (one.min(other), one.max(other));
        self.parents[high] = low;
    }
}
