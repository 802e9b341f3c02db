//! The features of a token: hashes of what is true of it and of its neighbours.
//!
//! A feature is a 64-bit hash of a template number and what fills it; nothing is ever written out. Which
//! templates earn their place was measured; what brought nothing was left out (word clusters, longer
//! windows, labels of other mentions).

use super::classes::{self, COUNT, habit};
use super::scene::{FLAGS, Scene};
use super::words::{Look, Word};
use std::ops::Range;

/// A feature.
pub(super) type Feature = u64;

/// The hash of a template filled with a value.
fn feature(template: u64, value: u64) -> Feature {
    let mixed =
        (value ^ template.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    mixed ^ (mixed >> 32)
}

fn pair(one: u64, other: u64) -> u64 {
    one.wrapping_mul(0xff51_afd7_ed55_8ccd).rotate_left(29) ^ other
}

/// The offsets of the neighbours whose words are features.
pub(super) const NEIGHBOURS: [isize; 4] = [-1, 1, -2, 2];

/// Appends all features of token `at` of a stretch.
pub(super) fn of_token(scene: &Scene, stretch: &Range<usize>, at: usize, out: &mut Vec<Feature>) {
    let words = &scene.text.words;
    let look = |number: u32| words.look(number);
    let own = scene.text.tokens[at].word;
    of_word(words.get(own), &look(own), out);
    for (nth, offset) in NEIGHBOURS.into_iter().enumerate() {
        let there = neighbour(scene, at, offset).map(|number| (words.get(number), look(number)));
        of_neighbour(nth, there.as_ref().map(|(word, look)| (*word, look)), out);
    }
    let shape = |number: Option<u32>| number.map_or(0, |number| look(number).shape);
    let beside = |offset| shape(neighbour(scene, at, offset));
    let shapes = [beside(-1), shape(Some(own)), beside(1)];
    of_place(scene, stretch, at, shapes, out);
}

/// What is true of the word of a token wherever it stands.
pub(super) fn of_word(word: &Word, look: &Look, out: &mut Vec<Feature>) {
    out.push(feature(0, 0));
    out.push(feature(1, word.exact));
    out.push(feature(2, word.folded));
    out.push(feature(3, look.shape));
    for (nth, prefix) in look
        .prefixes
        .iter()
        .enumerate()
        .filter(|(_, hash)| **hash != 0)
    {
        out.push(feature(4 + nth as u64, *prefix));
    }
    for (nth, suffix) in look
        .suffixes
        .iter()
        .enumerate()
        .filter(|(_, hash)| **hash != 0)
    {
        out.push(feature(7 + nth as u64, *suffix));
    }
    each_bit(word.classes, COUNT, |bit| {
        out.push(feature(14, u64::from(bit)));
    });
}

/// What the word of a neighbour says about a token, wherever both stand.
pub(super) fn of_neighbour(nth: usize, word: Option<(&Word, &Look)>, out: &mut Vec<Feature>) {
    let template = 20 + nth as u64;
    let Some((word, look)) = word else {
        out.push(feature(template, 0));
        return;
    };
    out.push(feature(template, word.folded));
    if nth < 2 {
        out.push(feature(template + 7, look.suffixes[2]));
    }
    each_bit(word.classes, COUNT, |bit| {
        out.push(feature(template + 10, u64::from(bit)));
    });
}

/// What is true of a token in its place only; `shapes` are those of the words before, at and after it, 0
/// where there is none.
pub(super) fn of_place(
    scene: &Scene,
    stretch: &Range<usize>,
    at: usize,
    shapes: [u64; 3],
    out: &mut Vec<Feature>,
) {
    let [shape_before, shape, shape_after] = shapes;
    let text = &scene.text;
    let (word, token) = (text.word(at), text.tokens[at]);
    let start = u64::from(token.first) | u64::from(token.recased) << 1;
    out.push(feature(11, start));
    out.push(feature(12, pair(shape, start)));
    out.push(feature(13, pair(habit(word.classes) as u64, start)));
    let beside =
        |offset: isize| neighbour(scene, at, offset).map_or(0, |n| text.words.get(n).folded);
    out.push(feature(24, pair(beside(-1), word.folded)));
    out.push(feature(25, pair(word.folded, beside(1))));
    out.push(feature(26, pair(pair(shape_before, shape), shape_after)));
    of_run(scene, at, out);
    of_evidence(scene, stretch, at, shape, out);
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
        each_bit(first.classes, COUNT, |bit| {
            out.push(feature(43, pair(u64::from(bit), place)));
        });
        each_bit(last.classes, COUNT, |bit| {
            out.push(feature(44, pair(u64::from(bit), place)));
        });
    }
    let side = |at: usize, offset: isize| neighbour(scene, at, offset).map(|n| text.words.get(n));
    if let Some(before) = side(from, -1) {
        out.push(feature(45, pair(before.folded, place)));
        each_bit(before.classes, COUNT, |bit| {
            out.push(feature(46, pair(u64::from(bit), place)));
        });
    }
    if let Some(after) = side(to - 1, 1) {
        out.push(feature(47, pair(after.folded, place)));
        each_bit(after.classes, COUNT, |bit| {
            out.push(feature(48, pair(u64::from(bit), place)));
        });
    }
}

/// What names, rules and the rest of the article say.
fn of_evidence(
    scene: &Scene,
    stretch: &Range<usize>,
    at: usize,
    shape: u64,
    out: &mut Vec<Feature>,
) {
    let marks = |marks: &[u16], offset: isize| {
        let there = at.wrapping_add_signed(offset);
        if stretch.contains(&there) {
            u64::from(marks[there])
        } else {
            0
        }
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
        out.push(feature(57, pair(name, shape)));
    }
    let flags = scene.flags(at);
    each_bit(u32::from(flags), FLAGS, |bit| {
        out.push(feature(58, u64::from(bit)));
    });
    out.push(feature(
        59,
        pair(
            u64::from(flags),
            u64::from(word.classes & classes::TITLE != 0),
        ),
    ));
}

fn each_bit(bits: u32, count: u32, mut each: impl FnMut(u32)) {
    let mut rest = bits & ((1 << count) - 1);
    while rest != 0 {
        each(rest.trailing_zeros());
        rest &= rest - 1;
    }
}

/// The number of the word at an offset, within the sentence.
pub(super) fn neighbour(scene: &Scene, at: usize, offset: isize) -> Option<u32> {
    let there = at.checked_add_signed(offset)?;
    let tokens = &scene.text.tokens;
    let (from, to) = if offset < 0 { (there, at) } else { (at, there) };
    if to >= tokens.len() || tokens[from + 1..=to].iter().any(|token| token.first) {
        return None;
    }
    Some(tokens[there].word)
}
