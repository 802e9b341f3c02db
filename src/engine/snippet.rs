//! Passages that show why an article matches.
//!
//! A passage begins at a sentence where one begins near, else at a clause, else at a word; it covers as
//! much of the query as a passage of its length can. Blanks and line breaks are folded to one blank.
//! Highlights are whole words, phrases as one, on grapheme boundaries, and never overlap.

use super::marks::{Mark, Marked, mark};
use super::plan::Plan;
use crate::answer::Snippet;
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

/// The best passages of `text` for the patterns, best first.
pub fn snippets(text: &str, plans: &[&Plan], options: SnippetOptions) -> Vec<Snippet> {
    if options.fragments == 0 || text.trim().is_empty() {
        return Vec::new();
    }
    let marked = mark(text, plans);
    let mut windows = choose(text, &marked, options);
    if windows.is_empty() {
        windows.push(fragment(text, &marked, 0, options.length));
    }
    windows
        .into_iter()
        .map(|window| cut(text, &marked, window))
        .collect()
}

/// The stretches of text to show: of those that begin near a mark the ones that cover most patterns, then
/// most marks, each adding to those before it, none overlapping another.
fn choose(text: &str, marked: &Marked, options: SnippetOptions) -> Vec<Range<usize>> {
    let mut candidates: Vec<Range<usize>> = Vec::new();
    for mark in &marked.marks {
        let from = marked.words[mark.place.0 as usize].start;
        if candidates.last().is_none_or(|last| last.start <= from) {
            let window = fragment(text, marked, from, options.length);
            if candidates.last() != Some(&window) {
                candidates.push(window);
            }
        }
    }
    let mut chosen: Vec<Range<usize>> = Vec::new();
    let mut shown: Vec<usize> = Vec::new();
    while chosen.len() < options.fragments {
        let free = |w: &&Range<usize>| chosen.iter().all(|c| w.end <= c.start || w.start >= c.end);
        let worth = |window: &Range<usize>| worth(&inside(marked, window), &shown);
        let mut best: Option<(&Range<usize>, (usize, usize, usize))> = None;
        for window in candidates.iter().filter(free) {
            let worth = worth(window);
            if best.as_ref().is_none_or(|(_, most)| worth > *most) {
                best = Some((window, worth));
            }
        }
        let Some((window, _)) = best else { break };
        shown.extend(inside(marked, window).iter().map(|mark| mark.plan));
        chosen.push(window.clone());
    }
    chosen
}

/// New patterns, then all patterns, then marks.
fn worth(marks: &[Mark], shown: &[usize]) -> (usize, usize, usize) {
    let mut plans: Vec<_> = marks.iter().map(|mark| mark.plan).collect();
    plans.sort_unstable();
    plans.dedup();
    let new = plans.iter().filter(|plan| !shown.contains(plan)).count();
    (new, plans.len(), marks.len())
}

/// The marks that lie whole in a window.
fn inside(marked: &Marked, window: &Range<usize>) -> Vec<Mark> {
    let first = marked
        .words
        .partition_point(|word| word.start < window.start) as u32;
    let begin = marked.marks.partition_point(|mark| mark.place.0 < first);
    marked.marks[begin..]
        .iter()
        .take_while(|mark| marked.words[mark.place.0 as usize].start < window.end)
        .filter(|mark| marked.words[mark.place.1 as usize].end <= window.end)
        .copied()
        .collect()
}

/// A stretch of about `length` characters that holds the byte `from` and begins where reading can begin.
fn fragment(text: &str, marked: &Marked, from: usize, length: usize) -> Range<usize> {
    let back = length / 3;
    let start_of = |position: u32| marked.words[position as usize].start;
    let sentence = marked
        .sentences
        .partition_point(|position| start_of(*position) <= from)
        .checked_sub(1)
        .map_or(0, |index| start_of(marked.sentences[index]));
    let start = if from - sentence <= back {
        opening(text, sentence)
    } else {
        clause(text, marked, from, back)
    };
    let mut end = text.len();
    if let Some((at, _)) = text[start..].char_indices().nth(length) {
        let limit = start + at;
        let last = marked.words.partition_point(|word| word.end <= limit);
        end = marked.words[..last]
            .last()
            .map_or(limit, |word| closing(text, word.end, limit));
        let sentence = marked
            .sentences
            .partition_point(|position| start_of(*position) <= limit)
            .checked_sub(1)
            .map_or(0, |index| start_of(marked.sentences[index]));
        // Ending with a sentence is worth a third of the length.
        if sentence > from.max(start) && limit - sentence <= back {
            end = start + text[start..sentence].trim_end().len();
        }
    }
    start..end.max(start)
}

/// Takes quotation marks and brackets before a sentence's first word along.
fn opening(text: &str, at: usize) -> usize {
    let before = text[..at].chars().rev();
    let signs = before.take_while(|c| !c.is_whitespace() && !c.is_alphanumeric());
    at - signs.map(char::len_utf8).sum::<usize>()
}

/// Takes the signs behind a word along, up to `limit`.
fn closing(text: &str, at: usize, limit: usize) -> usize {
    let signs = text[at..]
        .chars()
        .take_while(|c| !c.is_whitespace() && !c.is_alphanumeric());
    (at + signs.map(char::len_utf8).sum::<usize>()).min(limit)
}

/// Behind a comma or the like at most `back` characters before `from`; else at a word.
fn clause(text: &str, marked: &Marked, from: usize, back: usize) -> usize {
    let least = text[..from]
        .char_indices()
        .rev()
        .nth(back.saturating_sub(1))
        .map_or(0, |(at, _)| at);
    let first = marked.words.partition_point(|word| word.start < least);
    let near = marked.words[first..]
        .iter()
        .take_while(|word| word.start <= from);
    let after_sign = |word: &&Range<usize>| {
        let before = text[..word.start].trim_end();
        before.ends_with([',', ';', ':', '–', '—', '(', '“', '”', '"'])
    };
    near.clone()
        .find(after_sign)
        .or_else(|| near.clone().next())
        .map_or(from, |word| opening(text, word.start))
}

/// Cuts a window out: blanks folded, highlights as bytes of the new text.
fn cut(text: &str, marked: &Marked, window: Range<usize>) -> Snippet {
    let window = on_graphemes(text, window);
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for mark in inside(marked, &window) {
        let words = &marked.words;
        let range = words[mark.place.0 as usize].start..words[mark.place.1 as usize].end;
        let range = on_graphemes(text, range);
        match ranges.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => ranges.push(range),
        }
    }
    let mut snippet = Snippet {
        cut_before: !text[..window.start].trim().is_empty(),
        cut_after: !text[window.end..].trim().is_empty(),
        ..Snippet::default()
    };
    let mut at = window.start;
    for range in ranges {
        let end = range.end.min(window.end);
        push_folded(&text[at..range.start], &mut snippet.text);
        let start = snippet.text.len();
        push_folded(&text[range.start..end], &mut snippet.text);
        snippet.highlights.push(start..snippet.text.len());
        at = end;
    }
    push_folded(&text[at..window.end], &mut snippet.text);
    snippet.text.truncate(snippet.text.trim_end().len());
    snippet
}

fn push_folded(text: &str, out: &mut String) {
    for c in text.chars() {
        if !c.is_whitespace() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
}

/// Widens a range to grapheme boundaries (UAX #29).
fn on_graphemes(text: &str, range: Range<usize>) -> Range<usize> {
    let cursor = |at| GraphemeCursor::new(at, text.len(), true);
    let mut start = cursor(range.start);
    let mut end = cursor(range.end);
    let on = |cursor: &mut GraphemeCursor| cursor.is_boundary(text, 0).unwrap_or(true);
    let from = if on(&mut start) {
        range.start
    } else {
        start.prev_boundary(text, 0).ok().flatten().unwrap_or(0)
    };
    let to = if on(&mut end) {
        range.end
    } else {
        end.next_boundary(text, 0)
            .ok()
            .flatten()
            .unwrap_or(text.len())
    };
    from..to
}
