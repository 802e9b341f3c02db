//! The stretch of a text around a match that reads well by itself.
//!
//! It begins at a sentence where one begins near, else behind a comma or the like, else at a word; it ends
//! with a sentence where that costs little and hides no match.

use super::marks::{Mark, Marked};
use std::ops::Range;

/// A stretch of about `length` characters that holds a match, which is never cut unless it is longer than
/// twice that.
pub(super) fn around(text: &str, marked: &Marked, mark: &Mark, length: usize) -> Range<usize> {
    let focus = marked.bytes(mark);
    let sentence = sentence_at(marked, focus.start);
    let back = length / 3;
    let start = if fits(&text[sentence..focus.start], back) {
        opening(text, sentence)
    } else {
        clause(text, marked, focus.start, back)
    };
    window(text, marked, start, &focus, length)
}

/// The first `length` characters or so.
pub(super) fn beginning(text: &str, marked: &Marked, length: usize) -> Range<usize> {
    let start = text.len() - text.trim_start().len();
    window(text, marked, start, &(start..start), length)
}

fn window(
    text: &str,
    marked: &Marked,
    start: usize,
    focus: &Range<usize>,
    length: usize,
) -> Range<usize> {
    let Some((limit, _)) = text[start..].char_indices().nth(length) else {
        let end = text.trim_end().len().max(focus.end);
        return filled(text, marked, start..end, length);
    };
    let limit = start + limit;
    if focus.end > limit && fits(&text[focus.clone()], length.saturating_mul(2)) {
        return start..focus.end;
    }
    let sentence = sentence_at(marked, limit);
    let tail = marked.words.partition_point(|word| word.start < sentence) as u32;
    let next = marked.marks.partition_point(|mark| mark.place.0 < tail);
    let hides = marked
        .marks
        .get(next)
        .is_some_and(|mark| marked.bytes(mark).end <= limit);
    let ended = start.max(opening(text, sentence));
    let ended = start + text[start..ended].trim_end().len();
    if ended > focus.end.max(start) && !hides && fits(&text[sentence..limit], length / 3) {
        return start..ended;
    }
    let last = marked.words.partition_point(|word| word.end <= limit);
    let word = marked.words[..last].last().filter(|word| word.end > start);
    start..word.map_or(limit, |word| closing(text, word.end, limit))
}

/// Takes earlier sentences along where the text ends before the window is full.
fn filled(text: &str, marked: &Marked, window: Range<usize>, length: usize) -> Range<usize> {
    let mut start = window.start;
    let mut room = length.saturating_sub(text[window.clone()].chars().count());
    let before = |position: &u32| marked.words[*position as usize].start < window.start;
    let earlier = marked.sentences.partition_point(before);
    for position in marked.sentences[..earlier].iter().rev() {
        let sentence = opening(text, marked.words[*position as usize].start);
        let between = text.get(sentence..start).unwrap_or_default();
        if !fits(between, room) {
            break;
        }
        room -= between.chars().count();
        start = start.min(sentence);
    }
    start..window.end
}

/// Where the sentence begins that holds the byte `at`.
fn sentence_at(marked: &Marked, at: usize) -> usize {
    let start_of = |position: u32| marked.words[position as usize].start;
    let next = marked
        .sentences
        .partition_point(|position| start_of(*position) <= at);
    next.checked_sub(1)
        .map_or(0, |index| start_of(marked.sentences[index]))
}

/// Whether a text has at most so many characters, without counting them all.
fn fits(text: &str, most: usize) -> bool {
    text.char_indices().nth(most).is_none()
}

/// So many signs before or behind a word are taken along.
const SIGNS: usize = 8;

/// Takes quotation marks and brackets before a sentence's first word along.
fn opening(text: &str, at: usize) -> usize {
    let before = text[..at].chars().rev().take(SIGNS);
    let signs = before.take_while(|c| !c.is_whitespace() && !c.is_alphanumeric());
    at - signs.map(char::len_utf8).sum::<usize>()
}

/// Takes the signs behind a word along, up to `limit`.
fn closing(text: &str, at: usize, limit: usize) -> usize {
    let signs = text[at..limit]
        .chars()
        .take(SIGNS)
        .take_while(|c| !c.is_whitespace() && !c.is_alphanumeric());
    at + signs.map(char::len_utf8).sum::<usize>()
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
    let after_sign = |word: &&Range<usize>| ends_clause(text[..word.start].trim_end());
    near.clone()
        .find(after_sign)
        .or_else(|| near.clone().next())
        .map_or(from, |word| opening(text, word.start))
}

/// Whether a text ends with a comma or the like, or with the dot of something longer than an abbreviation.
fn ends_clause(text: &str) -> bool {
    match text.strip_suffix(['.', '!', '?']) {
        Some(before) => {
            let letters = before.chars().rev().take(4);
            !(1..4).contains(&letters.take_while(|c| c.is_alphanumeric()).count())
        }
        None => text.ends_with([',', ';', ':', '–', '—', '(', '“', '”', '"']),
    }
}
