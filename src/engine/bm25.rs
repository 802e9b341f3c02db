//! BM25F: one score for a word in headline and body together.
//!
//! Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields" (CIKM 2004): the
//! frequencies of a word in the fields, each normalised by the field's length and weighted, are added
//! before they saturate; the inverse document frequency counts articles. So a word in the headline counts
//! more, and one that stands in both is not counted as two.
//!
//! The constants are round numbers chosen with `benches/ranking.py` (its figures are in
//! `benches/ranking.md`): a headline weight of 3 did better than 1 and 2 on every task measured and 5 a
//! little better still, on tasks that flatter headlines. `b` lies between the 0.75 of the textbooks, which
//! short questions on news like less, and the 0.4 usual for newswire, which costs more on long questions
//! than it gives. A larger `k1` did better on two tasks and worse on the others. Words are not left out for
//! being common: their weight is near nothing anyway, and a phrase may need them.

/// How fast a frequency saturates.
pub const K1: f32 = 1.2;
/// How much a field's length matters.
pub const B: f32 = 0.6;
/// What an occurrence in the headline is worth against one in the body.
pub const HEADLINE_WEIGHT: f32 = 3.0;
/// What an occurrence in the body is worth.
pub const BODY_WEIGHT: f32 = 1.0;

/// The inverse document frequency of a word that `found` of `articles` articles hold.
pub fn idf(found: u64, articles: u64) -> f32 {
    let found = found.min(articles) as f32;
    (1.0 + (articles as f32 - found + 0.5) / (found + 0.5)).ln()
}

/// What a frequency in a field of `length` words is worth, `average` being the field's mean length.
pub fn normalised(freq: f32, length: f32, average: f32, weight: f32) -> f32 {
    weight * freq / length_factor(length, average)
}

/// The divisor for a field's length: 1 at the mean.
pub fn length_factor(length: f32, average: f32) -> f32 {
    if average > 0.0 {
        1.0 - B + B * length / average
    } else {
        1.0
    }
}

/// The score of the sum of [`normalised`] frequencies.
#[inline]
pub fn score(idf: f32, normalised: f32) -> f32 {
    idf * (K1 + 1.0) * normalised / (K1 + normalised)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_mean_length_it_is_plain_bm25() {
        let one = score(idf(1, 10), normalised(3.0, 100.0, 100.0, 1.0));
        assert!((one - idf(1, 10) * 2.2 * 3.0 / 4.2).abs() < 1e-5);
        assert!(idf(10, 10) > 0.0, "a word of every article still scores");
    }
}
