//! Tags the stretches of a scene with the model.

use super::chain::{Room, Scores};
use super::features::{Feature, NEIGHBOURS, neighbour, of_neighbour, of_place, of_word};
use super::labels::{OUTSIDE, begins, ends, kind};
use super::model::{Model, ROW};
use super::scene::Scene;
use super::words::{Look, Word, Words};
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
    /// For each word its place in `known`, from 1.
    places: Vec<u32>,
    known: Vec<Known>,
    room: Room,
    scores: Vec<Scores>,
    features: Vec<Feature>,
}

/// Summed weights of the labels.
type Sum = [i16; ROW];

/// More words than this are not remembered.
const REMEMBERED: usize = 30_000;

impl Memory {
    /// Forgets every word if it has grown too large, and keeps the room for as many again.
    pub(super) fn limit(&mut self) {
        if self.words.len() > REMEMBERED {
            self.words.clear();
            self.places.clear();
            self.known.clear();
        }
    }
}

/// What is known of a word that stands in a stretch or beside one.
#[derive(Debug)]
struct Known {
    look: Look,
    /// Which of the sums are there, a bit each.
    summed: u8,
    /// Of the word in its own place, and as each neighbour.
    sums: [Sum; 1 + NEIGHBOURS.len()],
}

impl Known {
    /// The sum of the word in its own place (0) or as a neighbour (from 1).
    fn sum(&mut self, nth: usize, word: &Word, model: &Model) -> &Sum {
        let sum = &mut self.sums[nth];
        if self.summed & (1 << nth) == 0 {
            self.summed |= 1 << nth;
            let mut features = Vec::with_capacity(32);
            match nth.checked_sub(1) {
                None => of_word(word, &self.look, &mut features),
                Some(nth) => of_neighbour(nth, Some((word, &self.look)), &mut features),
            }
            model.add(&mut features, sum);
        }
        sum
    }
}

impl Memory {
    fn known(&mut self, number: u32, words: &Words) -> &mut Known {
        let place = &mut self.places[number as usize];
        if *place == 0 {
            self.known.push(Known {
                look: words.look(number),
                summed: 0,
                sums: Default::default(),
            });
            *place = self.known.len() as u32;
        }
        &mut self.known[*place as usize - 1]
    }
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
        memory.places.resize(scene.text.words.len(), 0);
        let absent = std::array::from_fn(|nth| {
            let mut features = Vec::new();
            of_neighbour(nth, None, &mut features);
            let mut sum = [0; ROW];
            model.add(&mut features, &mut sum);
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
        let own = text.tokens[at].word;
        let known = self.memory.known(own, &text.words);
        let mut sum = *known.sum(0, text.words.get(own), self.model);
        let mut shapes = [0, known.look.shape, 0];
        for (nth, offset) in NEIGHBOURS.into_iter().enumerate() {
            let more = match neighbour(self.scene, at, offset) {
                Some(number) => {
                    let known = self.memory.known(number, &text.words);
                    if nth < 2 {
                        shapes[2 * nth] = known.look.shape;
                    }
                    known.sum(nth + 1, text.words.get(number), self.model)
                }
                None => &self.absent[nth],
            };
            for (total, weight) in sum.iter_mut().zip(more) {
                *total = total.saturating_add(*weight);
            }
        }
        let features = &mut self.memory.features;
        of_place(self.scene, stretch, at, shapes, features);
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
