//! The features of a token: hashes of what is true of it and of its neighbours.
//!
//! A feature is a 64-bit hash of a template number and what fills it; nothing is ever written out. Which
//! templates earn their place was measured; what brought nothing was left out (word clusters, longer
//! windows, labels of other mentions).

use super::classes::{self, COUNT, habit};
use super::look::Look;
use super::scene::{FLAGS, Scene};
use super::words::Word;
use std::ops::Range;

/// A feature.
pub(super) type Feature = u64;

/// What features are given to, one after the other.
pub(super) trait Sink {
    /// Takes a feature.
    fn push(&mut self, feature: Feature);
}

impl Sink for Vec<Feature> {
    fn push(&mut self, feature: Feature) {
        self.push(feature);
    }
}

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
pub(super) fn of_token(scene: &Scene, stretch: &Range<usize>, at: usize, out: &mut impl Sink) {
    let look = |word: &Word| scene.text.words.look(word.number);
    let own = scene.text.word(at);
    of_word(own, &look(own), out);
    for (nth, offset) in NEIGHBOURS.into_iter().enumerate() {
        let there = neighbour(scene, at, offset).map(|word| (word, look(word)));
        of_neighbour(nth, there.as_ref().map(|(word, look)| (*word, look)), out);
    }
    let words = [-1, 1].map(|offset| neighbour(scene, at, offset));
    let shape = |word: Option<&Word>| word.map_or(0, |word| look(word).shape);
    let shapes = [words[0], Some(own), words[1]].map(shape);
    of_place(scene, stretch, at, &Beside { words, shapes }, out);
}

/// What is true of the word of a token wherever it stands.
pub(super) fn of_word(word: &Word, look: &Look, out: &mut impl Sink) {
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
pub(super) fn of_neighbour(nth: usize, word: Option<(&Word, &Look)>, out: &mut impl Sink) {
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

/// What a token and the words right beside it look like.
pub(super) struct Beside<'w> {
    /// The words before and after it, within the sentence.
    pub(super) words: [Option<&'w Word>; 2],
    /// The shapes of the word before, of its own, and of the word after; 0 where there is none.
    pub(super) shapes: [u64; 3],
}

/// What is true of a token in its place only, the [`Common`] things included.
pub(super) fn of_place(
    scene: &Scene,
    stretch: &Range<usize>,
    at: usize,
    beside: &Beside,
    out: &mut impl Sink,
) {
    let common = Common::of(scene, at);
    common.of_start(out);
    of_shape(&common, beside, out);
    common.of_habit(out);
    of_pairs(scene, at, beside, out);
    common.of_run(out);
    of_run(scene, at, &common, out);
    common.of_evidence(out);
    of_evidence(scene, stretch, at, &common, beside, out);
    common.of_flags(out);
}

/// The same without what is common.
pub(super) fn of_rare(
    scene: &Scene,
    stretch: &Range<usize>,
    at: usize,
    common: &Common,
    beside: &Beside,
    out: &mut impl Sink,
) {
    of_shape(common, beside, out);
    of_pairs(scene, at, beside, out);
    of_run(scene, at, common, out);
    of_evidence(scene, stretch, at, common, beside, out);
}

/// What few things can be true of: where a token stands in its sentence and run, how it is mostly written,
/// what names, rules and the article say. Together there are some hundred combinations.
#[derive(Debug, Clone, Copy)]
pub(super) struct Common {
    start: u64,
    habit: u64,
    place: u64,
    name: u64,
    rule: u64,
    flags: u64,
    title: u64,
}

impl Common {
    /// What is true of a token.
    pub(super) fn of(scene: &Scene, at: usize) -> Self {
        let token = &scene.text.tokens[at];
        let (from, to) = run(scene, at);
        Self {
            start: u64::from(token.first) | u64::from(token.recased) << 1,
            habit: habit(token.word.classes) as u64,
            place: ((at - from).min(3) << 2 | (to - 1 - at).min(3)) as u64,
            name: u64::from(scene.gazetteer[at]),
            rule: u64::from(scene.rule[at]),
            flags: u64::from(scene.flags(at)),
            title: u64::from(token.word.classes & classes::TITLE != 0),
        }
    }

    /// A number for all of it.
    pub(super) fn number(&self) -> u64 {
        let few = self.start | self.habit << 2 | self.place << 4 | self.flags << 8;
        few | self.title << 12 | self.name << 16 | self.rule << 32
    }

    /// All of it.
    pub(super) fn give(&self, out: &mut impl Sink) {
        self.of_start(out);
        self.of_habit(out);
        self.of_run(out);
        self.of_evidence(out);
        self.of_flags(out);
    }

    fn of_start(&self, out: &mut impl Sink) {
        out.push(feature(11, self.start));
    }

    fn of_habit(&self, out: &mut impl Sink) {
        out.push(feature(13, pair(self.habit, self.start)));
    }

    fn of_run(&self, out: &mut impl Sink) {
        out.push(feature(40, self.in_run()));
    }

    fn of_evidence(&self, out: &mut impl Sink) {
        out.push(feature(50, self.name));
        out.push(feature(51, self.rule));
        out.push(feature(52, pair(self.name, self.rule)));
    }

    fn of_flags(&self, out: &mut impl Sink) {
        each_bit(self.flags as u32, FLAGS, |bit| {
            out.push(feature(58, u64::from(bit)));
        });
        out.push(feature(59, pair(self.flags, self.title)));
    }

    /// How far from the beginning and from the end of its run it stands.
    fn in_run(&self) -> u64 {
        pair(self.place >> 2, self.place & 3)
    }
}

/// Where the capitalised run around a token begins and ends.
fn run(scene: &Scene, at: usize) -> (usize, usize) {
    let (from, to) = scene.run[at];
    (from as usize, (to as usize).max(at + 1))
}

fn of_shape(common: &Common, beside: &Beside, out: &mut impl Sink) {
    out.push(feature(12, pair(beside.shapes[1], common.start)));
}

fn of_pairs(scene: &Scene, at: usize, beside: &Beside, out: &mut impl Sink) {
    let folded = scene.text.word(at).folded;
    let [before, after] = beside.words.map(|word| word.map_or(0, |word| word.folded));
    let [shape_before, shape, shape_after] = beside.shapes;
    out.push(feature(24, pair(before, folded)));
    out.push(feature(25, pair(folded, after)));
    out.push(feature(26, pair(pair(shape_before, shape), shape_after)));
}

/// What the words of the run around the token say, and those beside it.
fn of_run(scene: &Scene, at: usize, common: &Common, out: &mut impl Sink) {
    let text = &scene.text;
    let (from, to) = run(scene, at);
    let place = common.in_run();
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
    if let Some(before) = neighbour(scene, from, -1) {
        out.push(feature(45, pair(before.folded, place)));
        each_bit(before.classes, COUNT, |bit| {
            out.push(feature(46, pair(u64::from(bit), place)));
        });
    }
    if let Some(after) = neighbour(scene, to - 1, 1) {
        out.push(feature(47, pair(after.folded, place)));
        each_bit(after.classes, COUNT, |bit| {
            out.push(feature(48, pair(u64::from(bit), place)));
        });
    }
}

/// What names and rules say of the tokens beside it, and of its shape.
fn of_evidence(
    scene: &Scene,
    stretch: &Range<usize>,
    at: usize,
    common: &Common,
    beside: &Beside,
    out: &mut impl Sink,
) {
    let there = [(53, at.wrapping_sub(1)), (54, at + 1)];
    for (template, at) in there.into_iter().filter(|(_, at)| stretch.contains(at)) {
        let (name, rule) = (scene.gazetteer[at], scene.rule[at]);
        if name != 0 {
            out.push(feature(template, name.into()));
        }
        if rule != 0 {
            out.push(feature(template + 2, rule.into()));
        }
    }
    if common.name != 0 {
        out.push(feature(57, pair(common.name, beside.shapes[1])));
    }
}

fn each_bit(bits: u32, count: u32, mut each: impl FnMut(u32)) {
    let mut rest = bits & ((1 << count) - 1);
    while rest != 0 {
        each(rest.trailing_zeros());
        rest &= rest - 1;
    }
}

/// The word at an offset, within the sentence.
pub(super) fn neighbour<'s>(scene: &'s Scene, at: usize, offset: isize) -> Option<&'s Word> {
    let there = at.checked_add_signed(offset)?;
    let tokens = &scene.text.tokens;
    let (from, to) = if offset < 0 { (there, at) } else { (at, there) };
    if to >= tokens.len() || tokens[from + 1..=to].iter().any(|token| token.first) {
        return None;
    }
    Some(&tokens[there].word)
}
