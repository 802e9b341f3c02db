//! How unusual a count is: the log-likelihood ratio G².
//!
//! Dunning, "Accurate Methods for the Statistics of Surprise and Coincidence" (Computational Linguistics
//! 19, 1993): twice the sum of observed · ln(observed / expected) over the four cells of the table
//! *matching or not* × *has it or not*. Unlike a ratio it is not fooled by what occurs once. Above 3.84 it
//! is significant at 5 %, above 6.63 at 1 %, above 10.83 at 0.1 % (χ² with one degree of freedom), for one
//! comparison; a table of thousands has some by chance.

/// What is compared: how many have something, among those that match and among all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compared {
    /// Matching articles that have it.
    pub matching: u64,
    /// All matching articles.
    pub of_matching: u64,
    /// Articles that have it, matching or not.
    pub all: u64,
    /// All articles.
    pub of_all: u64,
}

impl Compared {
    /// G², negative where the matching articles have it less often than the others; `None` if there are
    /// no others to compare with.
    pub fn log_likelihood(self) -> Option<f64> {
        let rest = self
            .of_all
            .checked_sub(self.of_matching)
            .filter(|n| *n > 0)?;
        if self.of_matching == 0 {
            return None;
        }
        // Counts of different commits or rounding could disagree; the table must still be one.
        let elsewhere = self.all.saturating_sub(self.matching).min(rest);
        let have = self.matching + elsewhere;
        let lack = self.of_all.saturating_sub(have);
        let cell = |observed: u64, row: u64, column: u64| {
            if observed == 0 {
                return 0.0;
            }
            let expected = row as f64 * column as f64 / self.of_all as f64;
            observed as f64 * (observed as f64 / expected).ln()
        };
        let without = self.of_matching.saturating_sub(self.matching);
        let sum = cell(self.matching, self.of_matching, have)
            + cell(without, self.of_matching, lack)
            + cell(elsewhere, rest, have)
            + cell(rest - elsewhere, rest, lack);
        // Rounding can leave a trace below zero where the shares are equal.
        let g2 = (2.0 * sum).max(0.0);
        let usual = elsewhere as f64 / rest as f64;
        Some(if self.share() < usual { -g2 } else { g2 })
    }

    /// The share of the matching articles that have it; 0 of none.
    pub fn share(self) -> f64 {
        self.matching as f64 / self.of_matching.max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn g2(matching: u64, of_matching: u64, all: u64, of_all: u64) -> Option<f64> {
        let compared = Compared {
            matching,
            of_matching,
            all,
            of_all,
        };
        compared.log_likelihood()
    }

    #[test]
    fn it_is_dunnings_statistic() {
        // The table of his paper's first bigram, "the swiss": 110, 2442, 111, 29114; 270.72.
        let value = g2(110, 110 + 111, 110 + 2442, 110 + 2442 + 111 + 29114).unwrap();
        assert!((value - 270.72).abs() < 0.01, "{value}");
    }

    #[test]
    fn equal_shares_are_not_unusual_and_rarer_ones_negative() {
        assert_eq!(g2(5, 10, 50, 100), Some(0.0));
        assert!(g2(1, 10, 90, 100).unwrap() < 0.0);
        assert!(g2(10, 10, 10, 100).unwrap() > 10.83);
    }

    #[test]
    fn nothing_to_compare_with_gives_nothing() {
        assert_eq!(g2(5, 100, 5, 100), None);
        assert_eq!(g2(0, 0, 5, 100), None);
        assert!(g2(9, 10, 3, 100).is_some_and(f64::is_finite));
    }
}
