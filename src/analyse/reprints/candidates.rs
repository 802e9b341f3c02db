//! Which articles may be copies of each other, by their signatures alone: locality-sensitive hashing.
//!
//! A signature is cut into 32 bands of two bins. Articles that agree in a whole band are compared by their
//! signatures, and pairs that may be similar enough are candidates. Two texts with a Jaccard similarity `J`
//! of their runs of words meet in a band with probability 1 − (1 − J²)³²: 0.99998 where every tenth word was
//! changed (J = 0.54), 0.9999 for a half (J = 0.5), 0.95 for a third that was cut off a story's front
//! (J = 0.3), 0.73 for a fifth.
//!
//! Thousands of articles may share a band, such as the daily tables of one agency. Each is then compared
//! with those that follow it in time only, up to a number; what was not compared is counted.

use super::alignment::LEAST_PART;
use crate::analysis::BINS;
use crate::engine::Signed;

/// How many bins a band has.
const BAND: usize = 2;

/// With how many later articles of its band an article is compared.
const FOLLOWING: usize = 1024;

/// How much lower than needed an estimate may be: about three standard deviations.
const SLACK: f64 = 0.15;

/// Pairs of articles that may be copies.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    /// Places in the list of articles, the lower first; each pair once.
    pub(super) pairs: Vec<(u32, u32)>,
    /// How many pairs shared a band but were not compared.
    pub(super) left_out: u64,
}

/// Finds the pairs that may have a share of `least` of their runs in common. The articles are in order of
/// time.
pub(super) fn candidates(
    articles: &[Signed],
    least: f64,
    near: impl Fn(&Signed, &Signed) -> bool,
) -> Candidates {
    let mut found = Candidates::default();
    let mut keys: Vec<(u16, u32)> = Vec::with_capacity(articles.len());
    for band in 0..BINS / BAND {
        keys.clear();
        for (number, article) in (0..).zip(articles) {
            if let Some(signature) = &article.signature {
                let bins = [signature.0[BAND * band], signature.0[BAND * band + 1]];
                keys.push((u16::from_le_bytes(bins), number));
            }
        }
        keys.sort_unstable();
        for group in keys.chunk_by(|one, other| one.0 == other.0) {
            found.add_group(group, articles, least - SLACK, &near);
        }
        // Most copies agree in most bands: what is there more than once must not pile up.
        found.pairs.sort_unstable();
        found.pairs.dedup();
    }
    found
}

impl Candidates {
    fn add_group(
        &mut self,
        group: &[(u16, u32)],
        articles: &[Signed],
        least: f64,
        near: &impl Fn(&Signed, &Signed) -> bool,
    ) {
        for (place, &(_, one)) in group.iter().enumerate() {
            let following = &group[place + 1..];
            let compared = &following[..following.len().min(FOLLOWING)];
            self.left_out += (following.len() - compared.len()) as u64;
            for &(_, other) in compared {
                let (first, second) = (&articles[one as usize], &articles[other as usize]);
                if near(first, second) && promising(first, second, least) {
                    self.pairs.push((one, other));
                }
            }
        }
    }
}

/// Whether two articles may share so much, as their signatures and lengths say.
fn promising(one: &Signed, other: &Signed, least: f64) -> bool {
    let (Some(first), Some(second)) = (&one.signature, &other.signature) else {
        return false;
    };
    let (shorter, longer) = (one.words.min(other.words), one.words.max(other.words));
    // Their words are of headline and body, so this is only near the truth.
    if f64::from(shorter) < 0.9 * LEAST_PART * f64::from(longer) {
        return false;
    }
    let jaccard = f64::from(first.agreeing(second)) / BINS as f64;
    let sum = f64::from(shorter) + f64::from(longer);
    let in_shorter = jaccard / (1.0 + jaccard) * sum / f64::from(shorter.max(1));
    in_shorter >= least
}
