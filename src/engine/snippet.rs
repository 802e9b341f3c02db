//! Passages that show why an article matches.
//!
//! A passage covers as much of the query as a passage of its length can, rare words before common ones,
//! then as closely as it can. Blanks and line breaks are folded to one blank. Highlights are whole words,
//! phrases as one, on grapheme boundaries, and never overlap.

use super::marks::{Extent, Mark, Marked, mark};
use super::plan::Plan;
use super::window::{around, beginning};
use crate::answer::Snippet;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::ops::Range;
use unicode_segmentation::GraphemeCursor;

/// How many passages, and how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SnippetOptions {
    /// How many passages at most; 0 for none.
    pub fragments: usize,
    /// About how many characters each.
    pub length: usize,
}

impl Default for SnippetOptions {
    fn default() -> Self {
        Self {
            fragments: 1,
            length: 240,
        }
    }
}

/// A pattern of the query, and what it is worth to show it.
#[derive(Debug, Clone)]
pub(super) struct Sought {
    /// The pattern.
    pub(super) plan: Plan,
    /// Its inverse document frequency.
    pub(super) weight: f32,
}

/// The best passages of a body, best first; its beginning where nothing of the query stands in it.
pub(super) fn snippets(body: &str, sought: &[Sought], options: SnippetOptions) -> Vec<Snippet> {
    if options.fragments == 0 || body.trim().is_empty() {
        return Vec::new();
    }
    let region = |sought: &Sought| sought.plan.in_body();
    let plans: Vec<_> = sought.iter().map(|s| (&s.plan, region(s))).collect();
    let marked = mark(body, &plans, Extent::Parts);
    let mut windows = choose(body, &marked, sought, options);
    if windows.is_empty() {
        windows.push(beginning(body, &marked, options.length));
    }
    windows
        .into_iter()
        .map(|window| cut(body, &marked, window))
        .collect()
}

/// What of a headline matches, as bytes of it.
pub(super) fn headline_highlights(headline: &str, sought: &[Sought]) -> Vec<Range<usize>> {
    let region = |sought: &Sought| sought.plan.in_headline();
    let plans: Vec<_> = sought.iter().map(|s| (&s.plan, region(s))).collect();
    let marked = mark(headline, &plans, Extent::Parts);
    let ranges = marked.marks.iter().map(|mark| marked.bytes(mark));
    apart(headline, ranges)
}

/// What a window is worth: parts of the query that no chosen window shows, all its parts, how close together
/// they stand (logarithm of the words between), how many matches it holds; the earlier of equals.
type Worth = (u64, u64, Reverse<u32>, usize, Reverse<usize>);

/// The stretches of text to show: of those around a match the most worthy, none overlapping another.
///
/// What a window adds only falls as others are chosen, so each is valued again only when it is on top.
fn choose(
    text: &str,
    marked: &Marked,
    sought: &[Sought],
    options: SnippetOptions,
) -> Vec<Range<usize>> {
    let windows = candidates(text, marked, options.length);
    let values = values(marked, sought);
    let mut shown = vec![false; values.len()];
    let worth =
        |index: usize, shown: &[bool]| worth(marked, &values, &windows[index], shown, index);
    let mut heap: BinaryHeap<Worth> = (0..windows.len()).map(|i| worth(i, &shown)).collect();
    let mut chosen: Vec<Range<usize>> = Vec::new();
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    while chosen.len() < options.fragments {
        let Some(top) = heap.pop() else { break };
        let index = top.4.0;
        let window = &windows[index];
        let before = taken.range(..window.end).next_back();
        if before.is_some_and(|(_, end)| *end > window.start) {
            continue;
        }
        let now = worth(index, &shown);
        if now < top {
            heap.push(now);
            continue;
        }
        for mark in inside(marked, window) {
            shown[mark.part] = true;
        }
        taken.insert(window.start, window.end);
        chosen.push(window.clone());
    }
    chosen
}

/// A window around each match; of matches that crowd in one sentence, around some of them.
fn candidates(text: &str, marked: &Marked, length: usize) -> Vec<Range<usize>> {
    let mut windows: Vec<Range<usize>> = Vec::new();
    let mut last: Option<(usize, usize)> = None;
    for mark in &marked.marks {
        let start = marked.bytes(mark).start;
        let begun = |position: &u32| *position <= mark.place.0;
        let sentence = marked.sentences.partition_point(begun);
        if last.is_some_and(|(at, of)| of == sentence && start - at < length / 8) {
            continue;
        }
        last = Some((start, sentence));
        let window = around(text, marked, mark, length);
        if windows.last() != Some(&window) {
            windows.push(window);
        }
    }
    windows
}

/// What each part of the query is worth, in thousandths, so that sums are exact whatever their order: its
/// pattern's weight in equal shares; none is worth nothing.
fn values(marked: &Marked, sought: &[Sought]) -> Vec<u64> {
    let mut shares = vec![0u64; sought.len()];
    for plan in &marked.parts {
        shares[*plan] += 1;
    }
    let value = |plan: &usize| (sought[*plan].weight * 1000.0) as u64 / shares[*plan] + 1;
    marked.parts.iter().map(value).collect()
}

fn worth(
    marked: &Marked,
    values: &[u64],
    window: &Range<usize>,
    shown: &[bool],
    index: usize,
) -> Worth {
    let marks: Vec<&Mark> = inside(marked, window).collect();
    let parts: BTreeSet<usize> = marks.iter().map(|mark| mark.part).collect();
    let mut last_seen: BTreeMap<usize, u32> = BTreeMap::new();
    let mut closest = u32::MAX;
    for mark in &marks {
        last_seen.insert(mark.part, mark.place.0);
        if last_seen.len() == parts.len() {
            let first = last_seen.values().min().copied().unwrap_or(0);
            closest = closest.min(mark.place.1 - first);
        }
    }
    let sum = |only: &dyn Fn(usize) -> bool| {
        let parts = parts.iter().filter(|part| only(**part));
        parts.map(|part| values[*part]).sum()
    };
    (
        sum(&|part| !shown[part]),
        sum(&|_| true),
        Reverse(closest.max(1).ilog2()),
        marks.len(),
        Reverse(index),
    )
}

/// The marks that lie whole in a window.
fn inside<'m>(marked: &'m Marked, window: &Range<usize>) -> impl Iterator<Item = &'m Mark> {
    let Range { start, end } = window.clone();
    let first = marked.words.partition_point(|word| word.start < start) as u32;
    let begin = marked.marks.partition_point(|mark| mark.place.0 < first);
    marked.marks[begin..]
        .iter()
        .take_while(move |mark| marked.bytes(mark).start < end)
        .filter(move |mark| marked.bytes(mark).end <= end)
}

/// Cuts a window out: blanks folded, highlights as bytes of the new text.
fn cut(text: &str, marked: &Marked, window: Range<usize>) -> Snippet {
    let window = on_graphemes(text, window);
    let marks = inside(marked, &window).map(|mark| marked.bytes(mark));
    let mut snippet = Snippet {
        cut_before: !text[..window.start].trim().is_empty(),
        cut_after: !text[window.end..].trim().is_empty(),
        ..Snippet::default()
    };
    let mut highlights = Vec::new();
    let mut at = window.start;
    for range in apart(text, marks) {
        let end = range.end.min(window.end);
        push_folded(&text[at..range.start], &mut snippet.text);
        let start = snippet.text.len();
        push_folded(&text[range.start..end], &mut snippet.text);
        highlights.push(start..snippet.text.len());
        at = end;
    }
    push_folded(&text[at..window.end], &mut snippet.text);
    snippet.text.truncate(snippet.text.trim_end().len());
    // A line break that became a blank may have joined what was apart.
    snippet.highlights = apart(&snippet.text, highlights.into_iter());
    snippet
}

/// Appends a text, each run of blanks and line breaks as one blank.
pub(super) fn push_folded(text: &str, out: &mut String) {
    for c in text.chars() {
        if !c.is_whitespace() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
}

/// Ascending ranges on grapheme boundaries, those that meet inside a grapheme or overlap made one.
fn apart(text: &str, ranges: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        let range = on_graphemes(text, range);
        match found.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => found.push(range),
        }
    }
    found
}

/// Widens a range to grapheme boundaries (UAX #29).
pub(super) fn on_graphemes(text: &str, range: Range<usize>) -> Range<usize> {
    let cursor = |at| GraphemeCursor::new(at, text.len(), true);
    let on = |at| cursor(at).is_boundary(text, 0).unwrap_or(true);
    let start = if on(range.start) {
        range.start
    } else {
        let before = cursor(range.start).prev_boundary(text, 0);
        before.ok().flatten().unwrap_or(0)
    };
    let end = if on(range.end) {
        range.end
    } else {
        let behind = cursor(range.end).next_boundary(text, 0);
        behind.ok().flatten().unwrap_or(text.len())
    };
    start..end
}
