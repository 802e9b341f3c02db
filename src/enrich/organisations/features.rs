//! The features of a token: hashes of what is true of it and of its neighbours.
//!
//! A feature is a 64-bit hash of a template number and what fills it; nothing is ever written out. Which
//! templates earn their place was measured; what brought nothing was left out (word clusters, longer
//! windows, labels of other mentions).

use super::classes::{self, COUNT, habit};
use super::scene::{FLAGS, Scene};
use super::words::Word;
use std::ops::Range;

/// A feature.
pub(super) type Feature = u64;

/// The hash of a template filled with a value.
fn feature(template: u64, value: u64) -> Feature {
    let mixed = (value ^ template.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    mixed ^ (mixed >> 32)
}

fn pair(one: u64, other: u64) -> u64 {
    one.wrapping_mul(0xff51_afd7_ed55_8ccd).rotate_left(29) ^ other
}

/// Appends the features of token `at` of a stretch.
pub(super) fn of_token(scene: &Scene, stretch: &Range<usize>, at: usize, out: &mut Vec<Feature>) {
    let text = &scene.text;
    let word = text.word(at);
    let near = |offset: isize| neighbour(scene, at, offset);
    out.push(feature(0, 0));
    of_word(word, text.tokens[at].first, text.tokens[at].recased, out);
    let folded = |offset: isize| near(offset).map_or(offset as u64, |w| w.folded);
    let (before, after) = (folded(-1), folded(1));
    out.push(feature(20, before));
    out.push(feature(21, after));
    out.push(feature(22, folded(-2)));
    out.push(feature(23, folded(2)));
    out.push(feature(24, pair(before, word.folded)));
    out.push(feature(25, pair(word.folded, after)));
    let shape = |offset: isize| near(offset).map_or(offset as u64, |w| w.shape);
    out.push(feature(26, pair(pair(shape(-1), word.shape), shape(1))));
    out.push(feature(27, near(-1).map_or(0, |w| w.suffixes[2])));
    out.push(feature(28, near(1).map_or(0, |w| w.suffixes[2])));
    for (template, offset) in [(30, -1), (31, 1), (32, -2), (33, 2)] {
        if let Some(w) = near(offset) {
            each_bit(w.classes, COUNT, |bit| out.push(feature(template, u64::from(bit))));
        }
    }
    of_run(scene, at, out);
    of_evidence(scene, stretch, at, out);
}

/// What is true of the word wherever it stands.
fn of_word(word: &Word, first: bool, recased: bool, out: &mut Vec<Feature>) {
    out.push(feature(1, word.exact));
    out.push(feature(2, word.folded));
    out.push(feature(3, word.shape));
    for (nth, prefix) in word.prefixes.iter().enumerate().filter(|(_, hash)| **hash != 0) {
        out.push(feature(4 + nth as u64, *prefix));
    }
    for (nth, suffix) in word.suffixes.iter().enumerate().filter(|(_, hash)| **hash != 0) {
        out.push(feature(7 + nth as u64, *suffix));
    }
    let start = u64::from(first) | u64::from(recased) << 1;
    out.push(feature(11, start));
    out.push(feature(12, pair(word.shape, start)));
    out.push(feature(13, pair(habit(word.classes) as u64, start)));
    each_bit(word.classes, COUNT, |bit| out.push(feature(14, u64::from(bit))));
}

/// What is true of the capitalised run around the token.
fn of_run(scene: &Scene, at: usize, out: &mut Vec<Feature>) {
    let text = &scene.text;
    let (from, to) = scene.run[at];
    let (from, to) = (from as usize, (to as usize).max(at + 1));
    let place = pair((at - from).min(3) as u64, (to - 1 - at).min(3) as u64);
    out.push(feature(40, place));
    let (first, last) = (text.word(from), text.word(to - 1));
    if to - from > 1 {
        out.push(feature(41, pair(first.folded, (at - from).min(3) as u64)));
        out.push(feature(42, pair(last.folded, (to - 1 - at).min(3) as u64)));
        each_bit(first.classes, COUNT, |bit| out.push(feature(43, pair(u64::from(bit), place))));
        each_bit(last.classes, COUNT, |bit| out.push(feature(44, pair(u64::from(bit), place))));
    }
    let side = |at: usize, offset: isize| neighbour(scene, at, offset);
    if let Some(before) = side(from, -1) {
        out.push(feature(45, pair(before.folded, place)));
        each_bit(before.classes, COUNT, |bit| out.push(feature(46, pair(u64::from(bit), place))));
    }
    if let Some(after) = side(to - 1, 1) {
        out.push(feature(47, pair(after.folded, place)));
        each_bit(after.classes, COUNT, |bit| out.push(feature(48, pair(u64::from(bit), place))));
    }
}

/// What names, rules and the rest of the article say.
fn of_evidence(scene: &Scene, stretch: &Range<usize>, at: usize, out: &mut Vec<Feature>) {
    let marks = |marks: &[u16], offset: isize| {
        let there = at.wrapping_add_signed(offset);
        if stretch.contains(&there) { u64::from(marks[there]) } else { 0 }
    };
    let (name, rule) = (marks(&scene.gazetteer, 0), marks(&scene.rule, 0));
    out.push(feature(50, name));
    out.push(feature(51, rule));
    out.push(feature(52, pair(name, rule)));
    for (template, offset) in [(53, -1), (54, 1)] {
        let name = marks(&scene.gazetteer, offset);
        let rule = marks(&scene.rule, offset);
        if name != 0 {
            out.push(feature(template, name));
        }
        if rule != 0 {
            out.push(feature(template + 2, rule));
        }
    }
    let word = scene.text.word(at);
    if name != 0 {
        out.push(feature(57, pair(name, scene.text.word(at).shape)));
    }
    let flags = scene.flags[scene.text.tokens[at].word as usize];
    each_bit(u32::from(flags), FLAGS, |bit| out.push(feature(58, u64::from(bit))));
    out.push(feature(59, pair(u64::from(flags), u64::from(word.classes & classes::TITLE != 0))));
}

fn each_bit(bits: u32, count: u32, mut each: impl FnMut(u32)) {
    let mut rest = bits & ((1 << count) - 1);
    while rest != 0 {
        each(rest.trailing_zeros());
        rest &= rest - 1;
    }
}

/// The word at an offset, within the sentence.
fn neighbour<'s>(scene: &'s Scene, at: usize, offset: isize) -> Option<&'s Word> {
    let there = at.checked_add_signed(offset)?;
    let tokens = &scene.text.tokens;
    let (from, to) = if offset < 0 { (there, at) } else { (at, there) };
    if to >= tokens.len() || tokens[from + 1..=to].iter().any(|token| token.first) {
        return None;
    }
    Some(scene.text.words.get(tokens[there].word))
}
