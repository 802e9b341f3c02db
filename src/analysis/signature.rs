//! A small signature of a text, by which near-duplicates are found without reading any text.
//!
//! It is a `MinHash` over runs of three words, by one permutation: each run is hashed once, falls into one
//! of 64 bins, and the least of each bin counts (Li, Owen, Zhang, "One Permutation Hashing", 2012); a bin
//! that stays empty borrows from another in an order that is the same for every text (Shrivastava,
//! "Optimal Densification for Fast and Accurate Minwise Hashing", 2017). In how many of the bins two
//! signatures agree estimates the Jaccard similarity of their runs, to about ± 0.06.
//!
//! It is made in the one pass that counts the words anyway. The crates there are for `MinHash` take lists of
//! features and hash each once for every bin, which costs more than indexing may spend on it.
//!
//! Three words: a text of which every tenth word was changed keeps 0.9³ = 73 % of its runs, and texts that
//! have nothing to do with each other share next to none.

use super::words::words;
use xxhash_rust::xxh3::xxh3_64;

/// How many bins a signature has.
pub const BINS: usize = 64;

/// How many words a run has.
pub const RUN: usize = 3;

/// How many numbers of 64 bits a signature is packed into.
pub const PACKED: usize = BINS / 8;

/// What stands for a text: 8 bits a bin, which two that differ share once in 256 (Li, König, "b-Bit Minwise
/// Hashing", 2010): a quarter of a bin of 64.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature(pub [u8; BINS]);

/// The number that stands for a folded word.
pub fn word_number(folded: &str) -> u64 {
    xxh3_64(folded.as_bytes())
}

/// The number that stands for a run of words.
fn run_number(run: [u64; RUN]) -> u64 {
    let [one, two, three] = run;
    let mixed = one
        .wrapping_mul(0x9E37_79B9_7F4A_7C15)
        .rotate_left(23)
        .wrapping_add(two)
        .wrapping_mul(0xD6E8_FEB8_6659_FD93)
        .rotate_left(29)
        .wrapping_add(three);
    finished(mixed)
}

/// Spreads what differs anywhere over all bits (the finish of `SplitMix64`).
fn finished(mut number: u64) -> u64 {
    number ^= number >> 30;
    number = number.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    number ^= number >> 27;
    number = number.wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

/// How many words a text has, and its signature; none if it has no run of three.
pub fn sign(text: &str) -> (u64, Option<Signature>) {
    let mut least = [u64::MAX; BINS];
    let mut run = [0; RUN];
    let mut count = 0;
    let mut reader = words(text);
    while reader.next().is_some() {
        run = [run[1], run[2], word_number(reader.folded())];
        count += 1;
        if count >= RUN as u64 {
            let number = run_number(run);
            // The bin by the highest bits, the order by those below.
            let bin = &mut least[(number >> 58) as usize];
            *bin = (*bin).min(number);
        }
    }
    (count, (count >= RUN as u64).then(|| filled(&least)))
}

/// Fills the empty bins; at least one is not.
fn filled(least: &[u64; BINS]) -> Signature {
    let mut signature = [0; BINS];
    for (bin, place) in signature.iter_mut().enumerate() {
        let mut from = bin;
        let mut attempt = 0;
        while least[from] == u64::MAX {
            attempt += 1;
            from = (finished(((bin as u64) << 32) + attempt) >> 58) as usize;
        }
        // The lowest bits have no part in the order.
        *place = least[from] as u8;
    }
    Signature(signature)
}

impl Signature {
    /// As numbers of 64 bits, for a column.
    pub fn packed(&self) -> [u64; PACKED] {
        let mut packed = [0; PACKED];
        for (number, bins) in packed.iter_mut().zip(self.0.as_chunks().0) {
            *number = u64::from_le_bytes(*bins);
        }
        packed
    }

    /// From such numbers; `None` if there are too few or too many.
    pub fn unpacked(packed: impl IntoIterator<Item = u64>) -> Option<Self> {
        let mut signature = [0; BINS];
        let mut packed = packed.into_iter();
        for bins in signature.as_chunks_mut().0 {
            *bins = packed.next()?.to_le_bytes();
        }
        packed.next().is_none().then_some(Self(signature))
    }

    /// In how many bins two signatures agree.
    pub fn agreeing(&self, other: &Self) -> u32 {
        let pairs = self.0.iter().zip(&other.0);
        pairs.map(|(one, other)| u32::from(one == other)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: impl Iterator<Item = u32>) -> String {
        let words: Vec<_> = words.map(|word| format!("w{word}")).collect();
        words.join(" ")
    }

    fn signature(text: &str) -> Signature {
        sign(text).1.unwrap()
    }

    #[test]
    fn agreement_estimates_the_shared_runs() {
        // 1000 runs, of which the other text shares 250, 500 and 900.
        for (shared, expected) in [(250, 1.0 / 7.0), (500, 1.0 / 3.0), (900, 9.0 / 11.0)] {
            let mut agreeing = 0;
            for seed in 0..40 {
                let base = seed * 10_000;
                let one = signature(&text(base..base + 1002));
                let other =
                    text((base..base + shared + 2).chain(base + 5000..base + 5998 - shared));
                agreeing += one.agreeing(&signature(&other));
            }
            let found = f64::from(agreeing) / (40 * BINS) as f64;
            assert!((found - expected).abs() < 0.03, "{found} for {expected}");
        }
    }

    #[test]
    fn case_accents_and_signs_change_nothing_and_short_texts_have_none() {
        let one = signature("Le Monde – Économie: deux mots");
        assert_eq!(one, signature("LE MONDE, economie deux Mots!"));
        assert_eq!(sign("two words"), (2, None));
        assert_eq!(sign(""), (0, None));
        assert_eq!(sign("just three words").0, 3);
    }

    #[test]
    fn a_signature_survives_its_column() {
        let one = signature(&text(0..300));
        assert_eq!(Signature::unpacked(one.packed()), Some(one));
        assert_eq!(Signature::unpacked([1, 2]), None);
    }
}
