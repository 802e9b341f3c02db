//! Numbers that look random and are the same on every machine: `SplitMix64` (Steele et al. 2014).

/// A sequence of numbers.
pub(crate) struct Random(u64);

impl Random {
    /// The sequence with a number.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x2545_F491_4F6C_DD1D) ^ 0x6A09_E667_F3BC_C909)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// From 0 to less than 1.
    pub(crate) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// True so often.
    pub(crate) fn often(&mut self, share: f64) -> bool {
        self.share() < share
    }

    /// From 0 to less than `end`, all as often.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// One of a list.
    pub(crate) fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }

    /// From 0 to less than `end`, by Zipf's law: `rank` comes as often as 1 / (rank + `shift`).
    pub(crate) fn zipf(&mut self, end: usize, shift: f64) -> usize {
        let rank = ((end as f64 + shift) / shift).powf(self.share()) * shift - shift;
        (rank as usize).min(end - 1)
    }
}
