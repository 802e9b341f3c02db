//! Which lines go: single ones anywhere, and everything from a tail opener on.

use super::lines::{LONGEST, Line, Lines};
use super::phrases;
use regex::RegexSet;
use std::sync::LazyLock;

/// From this share of the text on, phrases that nothing but a page's end has may cut it.
const STRONG_FROM: f64 = 0.3;
/// From this share on, all tail phrases may.
const WEAK_FROM: f64 = 0.7;

static STRONG: LazyLock<RegexSet> =
    LazyLock::new(|| phrases::set(|language| language.strong, false));
static WEAK: LazyLock<RegexSet> = LazyLock::new(|| phrases::set(|language| language.tail, true));
static ANYWHERE: LazyLock<RegexSet> =
    LazyLock::new(|| phrases::set(|language| language.anywhere, false));

fn is_short(line: &Line) -> bool {
    !line.plain.is_empty() && line.plain.chars().count() <= LONGEST
}

/// Drops the single lines that are residue wherever they stand.
pub(super) fn drop_lines(lines: &mut Lines) {
    for line in lines.all.iter_mut().filter(|line| line.keep) {
        line.keep = !(is_short(line) && ANYWHERE.is_match(&line.plain));
    }
}

/// Cuts from the first tail opener to the end.
pub(super) fn cut_tail(lines: &mut Lines) {
    let kept: Vec<usize> = (0..lines.all.len())
        .filter(|at| lines.all[*at].keep)
        .collect();
    let start = kept.first().map_or(0, |at| lines.all[*at].range.start);
    let end = kept.last().map_or(0, |at| lines.all[*at].range.end);
    let whole = (end - start) as f64;
    let opener = kept.iter().copied().find(|at| {
        let line = &lines.all[*at];
        let share = (line.range.start - start) as f64 / whole;
        is_short(line)
            && (share >= STRONG_FROM && STRONG.is_match(&line.plain)
                || share >= WEAK_FROM && WEAK.is_match(&line.plain))
    });
    if let Some(opener) = opener {
        for line in &mut lines.all[opener..] {
            line.keep = false;
        }
    }
}
