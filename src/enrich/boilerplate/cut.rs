//! Takes ranges out of a body in such a way that they can be put back.

use crate::article::{Article, Cut};
use std::ops::Range;

/// The body as it was before anything was cut from it.
pub fn restore(article: &Article) -> String {
    let mut raw = String::with_capacity(article.body.len());
    let mut done = 0;
    for cut in &article.cut {
        // Positions from a foreign source may be anything; the text is kept all the same.
        if let Some(kept) = article.body.get(done..cut.at) {
            raw.push_str(kept);
            done = cut.at;
        }
        raw.push_str(&cut.text);
    }
    raw.push_str(article.body.get(done..).unwrap_or_default());
    raw
}

/// The ranges of the restored body that were cut.
pub(super) fn ranges(article: &Article) -> Vec<Range<usize>> {
    let mut before = 0;
    let range = |cut: &Cut| {
        let start = cut.at + before;
        before += cut.text.len();
        start..start + cut.text.len()
    };
    article.cut.iter().map(range).collect()
}

/// Two lists of ranges as one, in order and apart.
pub(super) fn together(one: Vec<Range<usize>>, other: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut all: Vec<_> = one.into_iter().chain(other).collect();
    all.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(all.len());
    for range in all {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// Makes the body `raw` without `ranges`, which are in order and apart.
pub(super) fn apply(article: &mut Article, raw: &str, ranges: &[Range<usize>]) {
    let mut body = String::with_capacity(raw.len());
    let mut cuts = Vec::with_capacity(ranges.len());
    let mut done = 0;
    for range in ranges {
        body.push_str(&raw[done..range.start]);
        cuts.push(Cut {
            at: body.len(),
            text: raw[range.clone()].to_owned(),
        });
        done = range.end;
    }
    body.push_str(&raw[done..]);
    article.body = body;
    article.cut = cuts;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_cut_can_be_put_back() {
        let raw = "äb cd ef";
        let mut article = Article::default();
        apply(&mut article, raw, &[0..3, 4..5, 8..9]);
        assert_eq!(article.body, " d e");
        assert_eq!(restore(&article), raw);
        assert_eq!(ranges(&article), [0..3, 4..5, 8..9]);
        let all = together(ranges(&article), vec![2..4, 6..7]);
        assert_eq!(all, [0..5, 6..7, 8..9]);
    }
}
