//! Which lines go: single ones anywhere, and everything from a tail opener on.

use super::lines::{LONGEST, Line, Lines};
use super::phrases::Set;
use std::sync::LazyLock;

/// From this share of the text on, phrases that nothing but a page's end has may cut it.
const STRONG_FROM: f64 = 0.3;
/// From this share on, all tail phrases may; from [`STRONG_FROM`] on, if nothing but short lines follows.
const WEAK_FROM: f64 = 0.7;
/// The longest line, in characters, of a list of links or a form.
const SHORT: usize = 110;

static STRONG: LazyLock<Set> = LazyLock::new(|| Set::new(|language| language.strong, false));
static WEAK: LazyLock<Set> = LazyLock::new(|| Set::new(|language| language.tail, true));
static ANYWHERE: LazyLock<Set> = LazyLock::new(|| Set::new(|language| language.anywhere, false));

fn is_short(line: &Line) -> bool {
    !line.plain.is_empty() && line.plain.chars().count() <= LONGEST
}

/// Drops the single lines that are residue wherever they stand.
pub(super) fn drop_lines(lines: &mut Lines) {
    for line in lines.all.iter_mut().filter(|line| line.keep) {
        line.keep = !(is_short(line) && ANYWHERE.is_match(&line.plain));
    }
}

/// Cuts from the first tail opener to the end: first what nothing but a page's end has, then from headings of
/// lists on.
pub(super) fn cut_tail(lines: &mut Lines) {
    let kept = kept(lines);
    let start = kept.first().map_or(0, |at| lines.all[*at].range.start);
    let end = kept.last().map_or(0, |at| lines.all[*at].range.end);
    let whole = (end - start) as f64;
    let share = |line: &Line| (line.range.start - start) as f64 / whole;
    cut_from(lines, &kept, |_, line| {
        share(line) >= STRONG_FROM && STRONG.is_match(&line.plain)
    });
    let kept = self::kept(lines);
    let items = kept.iter().rev().take_while(|at| is_item(&lines.all[**at]));
    let first_item = items.last().copied();
    cut_from(lines, &kept, |at, line| {
        let from = if first_item.is_some_and(|first| first <= at) {
            STRONG_FROM
        } else {
            WEAK_FROM
        };
        share(line) >= from && WEAK.is_match(&line.plain)
    });
}

fn kept(lines: &Lines) -> Vec<usize> {
    let all = 0..lines.all.len();
    all.filter(|at| lines.all[*at].keep).collect()
}

/// Whether a line can be one of a list of links or a form: it is short and no sentence.
fn is_item(line: &Line) -> bool {
    line.text.chars().count() <= SHORT && !line.text.ends_with('.')
}

/// Drops all lines from the first one on that is an opener.
fn cut_from(lines: &mut Lines, kept: &[usize], is_opener: impl Fn(usize, &Line) -> bool) {
    let mut openers = kept.iter().copied();
    let opener = openers.find(|at| {
        let line = &lines.all[*at];
        is_short(line) && is_opener(*at, line)
    });
    if let Some(opener) = opener {
        for line in &mut lines.all[opener..] {
            line.keep = false;
        }
    }
}
