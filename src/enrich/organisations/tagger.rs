//! Tags the stretches of a scene with the model.

use super::chain::{Room, Scores};
use super::features::{Feature, NEIGHBOURS, neighbour, of_neighbour, of_place, of_word};
use super::labels::{OUTSIDE, begins, ends, kind};
use super::model::{Model, ROW};
use super::scene::Scene;
use super::words::{Word, Words};
use std::ops::Range;

/// A name as the model tagged it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tagged {
    /// The tokens.
    pub(super) tokens: Range<usize>,
    /// The type, an index of [`super::labels::TYPES`].
    pub(super) kind: usize,
    /// The mean probability of the type over its tokens.
    pub(super) confidence: f32,
}

/// What is remembered from text to text: the words, and what each says by itself, so that two thirds of
/// the features are looked up once a word and not once a token. Remembering changes no answer.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// The words.
    pub(super) words: Words,
    sums: Vec<Option<Box<Sums>>>,
    room: Room,
    scores: Vec<Scores>,
    features: Vec<Feature>,
}

/// The summed weights of a word: in its own place, and as each neighbour.
type Sums = [Sum; 1 + NEIGHBOURS.len()];

/// Summed weights of the labels.
type Sum = [i16; ROW];

/// More words than this are not remembered.
const REMEMBERED: usize = 30_000;

impl Memory {
    /// Forgets everything if it has grown too large.
    pub(super) fn limit(&mut self) {
        if self.words.len() > REMEMBERED {
            *self = Self::default();
        }
    }
}

fn sums<'s>(
    known: &'s mut [Option<Box<Sums>>],
    number: u32,
    word: &Word,
    model: &Model,
) -> &'s Sums {
    known[number as usize].get_or_insert_with(|| {
        let mut features = Vec::with_capacity(32);
        Box::new(std::array::from_fn(|nth| {
            features.clear();
            match nth.checked_sub(1) {
                None => of_word(word, &mut features),
                Some(nth) => of_neighbour(nth, Some(word), &mut features),
            }
            let mut sum = [0; ROW];
            model.add(&features, &mut sum);
            sum
        }))
    })
}

/// Tags the stretches of a text.
pub(super) struct Tagger<'t> {
    scene: &'t Scene<'t>,
    model: &'t Model,
    memory: &'t mut Memory,
    /// What the end of a sentence says in the place of each neighbour.
    absent: [Sum; NEIGHBOURS.len()],
}

impl<'t> Tagger<'t> {
    /// A tagger of a scene.
    pub(super) fn new(scene: &'t Scene<'t>, model: &'t Model, memory: &'t mut Memory) -> Self {
        memory.sums.resize_with(scene.text.words.len(), || None);
        let absent = std::array::from_fn(|nth| {
            let mut features = Vec::new();
            of_neighbour(nth, None, &mut features);
            let mut sum = [0; ROW];
            model.add(&features, &mut sum);
            sum
        });
        Self {
            scene,
            model,
            memory,
            absent,
        }
    }

    /// Tags all stretches; for each token also gives the probability that it is part of an
    /// organisation's name.
    pub(super) fn tag(&mut self) -> (Vec<Tagged>, Vec<f32>) {
        let scene = self.scene;
        let mut organisation = vec![0.0; scene.text.tokens.len()];
        let mut found = Vec::new();
        let mut scores = std::mem::take(&mut self.memory.scores);
        for stretch in &scene.stretches {
            if scene.is_time(stretch) {
                continue;
            }
            scores.clear();
            scores.extend(stretch.clone().map(|at| self.scores(stretch, at)));
            let room = &mut self.memory.room;
            self.model.chain.infer(&scores, room);
            for (at, probable) in stretch.clone().zip(&room.probabilities) {
                organisation[at] = probable[1..=4].iter().sum();
            }
            collect(&room.labels, &room.probabilities, stretch.start, &mut found);
        }
        self.memory.scores = scores;
        (found, organisation)
    }

    fn scores(&mut self, stretch: &Range<usize>, at: usize) -> Scores {
        let text = &self.scene.text;
        let known = &mut self.memory.sums;
        let mut sum = sums(known, text.tokens[at].word, text.word(at), self.model)[0];
        for (nth, offset) in NEIGHBOURS.into_iter().enumerate() {
            let more = match neighbour(self.scene, at, offset) {
                Some(word) => {
                    let number = text.tokens[at.wrapping_add_signed(offset)].word;
                    &sums(known, number, word, self.model)[nth + 1]
                }
                None => &self.absent[nth],
            };
            for (total, weight) in sum.iter_mut().zip(more) {
                *total = total.saturating_add(*weight);
            }
        }
        let features = &mut self.memory.features;
        features.clear();
        of_place(self.scene, stretch, at, features);
        self.model.add(features, &mut sum);
        self.model.scores(&sum)
    }
}

fn collect(labels: &[u8], marginals: &[Scores], start: usize, found: &mut Vec<Tagged>) {
    let mut from = None;
    for (at, label) in labels.iter().map(|label| *label as usize).enumerate() {
        if begins(label) {
            from = Some(at);
        }
        if label != OUTSIDE
            && ends(label)
            && let (Some(first), Some(kind)) = (from.take(), kind(label))
        {
            let mass = |at: usize| {
                marginals[at][1 + 4 * kind..5 + 4 * kind]
                    .iter()
                    .sum::<f32>()
            };
            let sum: f32 = (first..=at).map(mass).sum();
            found.push(Tagged {
                tokens: start + first..start + at + 1,
                kind,
                confidence: sum / (at + 1 - first) as f32,
            });
        }
    }
}
