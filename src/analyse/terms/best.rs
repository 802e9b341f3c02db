//! The first terms by G².

use crate::analyse::Compared;
use std::cmp::Ordering;

/// The best so far; equals in order of the alphabet, so that the order of the offers changes nothing.
#[derive(Debug, Clone)]
pub(super) struct Best {
    limit: usize,
    rows: Vec<(f64, String, Compared)>,
}

impl Best {
    /// None yet of at most so many.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            rows: Vec::new(),
        }
    }

    /// Takes a term if it is typical, and among the best.
    pub(super) fn offer(&mut self, compared: Compared, term: impl FnOnce() -> String) {
        let g2 = g2(compared);
        if g2 <= 0.0 || !self.is_open_to(g2) {
            return;
        }
        let term = term();
        let place = self.rows.partition_point(|(more, name, _)| {
            more.total_cmp(&g2).reverse().then_with(|| name.cmp(&term)) == Ordering::Less
        });
        self.rows.insert(place, (g2, term, compared));
        self.rows.truncate(self.limit);
    }

    /// Whether a term of this G² could be among the best.
    pub(super) fn is_open_to(&self, g2: f64) -> bool {
        match self.rows.last() {
            Some((last, ..)) if self.is_full() => g2 >= *last,
            _ => self.limit > 0,
        }
    }

    /// Whether there are as many as are wanted.
    pub(super) fn is_full(&self) -> bool {
        self.rows.len() == self.limit
    }

    /// In how many of the matching articles a term has to be at least to be among the best: as many as give
    /// enough G² if no other article holds it.
    pub(super) fn least(&self, of_matching: u64, of_all: u64) -> u64 {
        let (mut low, mut high) = (1, of_matching + 1);
        while low < high {
            let middle = low.midpoint(high);
            let at_most = Compared {
                matching: middle,
                of_matching,
                all: middle,
                of_all,
            };
            if self.is_open_to(g2(at_most)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }

    /// The terms, the best first.
    pub(super) fn rows(self) -> Vec<(String, Compared)> {
        let rows = self.rows.into_iter();
        rows.map(|(_, term, compared)| (term, compared)).collect()
    }
}

/// The statistic; 0 where there is nothing to compare with.
pub(super) fn g2(compared: Compared) -> f64 {
    compared.log_likelihood().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compared(matching: u64, all: u64) -> Compared {
        Compared {
            matching,
            of_matching: 100,
            all,
            of_all: 1000,
        }
    }

    #[test]
    fn the_best_are_kept_whatever_the_order() {
        let offers = [
            ("b", 9, 12),
            ("a", 9, 12),
            ("c", 3, 90),
            ("d", 20, 30),
            ("e", 9, 10),
        ];
        for turn in 0..offers.len() {
            let mut best = Best::new(3);
            assert_eq!(best.least(100, 1000), 1);
            for (term, matching, all) in offers.iter().cycle().skip(turn).take(offers.len()) {
                best.offer(compared(*matching, *all), || (*term).to_owned());
            }
            let least = best.least(100, 1000);
            let last = best.rows[2].0;
            assert!(
                g2(compared(least, least)) >= last && g2(compared(least - 1, least - 1)) < last
            );
            let terms: Vec<_> = best.rows().into_iter().map(|(term, _)| term).collect();
            assert_eq!(terms, ["d", "e", "a"]);
        }
    }

    #[test]
    fn none_at_all_are_wanted() {
        let mut best = Best::new(0);
        best.offer(compared(9, 9), || "a".into());
        assert_eq!(best.least(100, 1000), 101);
        assert!(best.rows().is_empty());
    }
}
