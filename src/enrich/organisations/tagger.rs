//! Tags the stretches of a scene with the model.

use super::chain::{Room, Scores};
use super::features::{Beside, Common, NEIGHBOURS, neighbour, of_neighbour, of_rare, of_word};
use super::hashes::HashedMap;
use super::labels::{OUTSIDE, begins, ends, kind};
use super::look::Look;
use super::model::{Model, ROW, Sieving, Weighed};
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
    /// For each word its place in `known`, from 1.
    places: Vec<u32>,
    known: Vec<Known>,
    /// The sums of what is common of a token, by its number.
    common: HashedMap<Sum>,
    room: Room,
    scores: Vec<Scores>,
    weighed: Weighed,
}

/// Summed weights of the labels.
type Sum = [i16; ROW];

/// More words than this are not remembered.
const REMEMBERED: usize = 28_000;

/// More combinations of what is common are not remembered; news has a few hundred.
const COMMON: usize = 4_000;

impl Memory {
    /// Forgets every word if it has grown too large, and keeps the room for as many again.
    pub(super) fn limit(&mut self) {
        if self.words.len() > REMEMBERED {
            self.words.clear();
            self.places.clear();
            self.known.clear();
        }
        if self.common.len() > COMMON {
            self.common.clear();
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
    fn sum(&mut self, nth: usize, word: &Word, model: &Model, weighed: &mut Weighed) -> &Sum {
        let sum = &mut self.sums[nth];
        if self.summed & (1 << nth) == 0 {
            self.summed |= 1 << nth;
            model.add(weighed, sum, |out| match nth.checked_sub(1) {
                None => of_word(word, &self.look, out),
                Some(nth) => of_neighbour(nth, Some((word, &self.look)), out),
            });
        }
        sum
    }
}

impl Memory {
    /// What is known of a word, and room for its features.
    fn known(&mut self, number: u32, words: &Words) -> (&mut Known, &mut Weighed) {
        let place = &mut self.places[number as usize];
        if *place == 0 {
            self.known.push(Known {
                look: words.look(number),
                summed: 0,
                sums: Default::default(),
            });
            *place = self.known.len() as u32;
        }
        let known = &mut self.known[*place as usize - 1];
        (known, &mut self.weighed)
    }

    /// The sum of what is common of a token.
    fn common(&mut self, common: &Common, model: &Model) -> &Sum {
        self.common.entry(common.number()).or_insert_with(|| {
            let mut sum = [0; ROW];
            model.add(&mut self.weighed, &mut sum, |out| common.give(out));
            sum
        })
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
            let mut sum = [0; ROW];
            let absent = |out: &mut Sieving| of_neighbour(nth, None, out);
            model.add(&mut memory.weighed, &mut sum, absent);
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
        let (text, model) = (&self.scene.text, self.model);
        let own = text.word(at);
        let (known, weighed) = self.memory.known(own.number, &text.words);
        let mut sum = *known.sum(0, own, model, weighed);
        let mut beside = Beside {
            words: [None; 2],
            shapes: [0, known.look.shape, 0],
        };
        for (nth, offset) in NEIGHBOURS.into_iter().enumerate() {
            let Some(word) = neighbour(self.scene, at, offset) else {
                add(&mut sum, &self.absent[nth]);
                continue;
            };
            let (known, weighed) = self.memory.known(word.number, &text.words);
            if nth < 2 {
                beside.words[nth] = Some(word);
                beside.shapes[2 * nth] = known.look.shape;
            }
            add(&mut sum, known.sum(nth + 1, word, model, weighed));
        }
        let common = Common::of(self.scene, at);
        add(&mut sum, self.memory.common(&common, model));
        model.add(&mut self.memory.weighed, &mut sum, |out| {
            of_rare(self.scene, stretch, at, &common, &beside, out);
        });
        model.scores(&sum)
    }
}

/// Adds a sum to another. None can overflow: a token has fewer features than would be needed for it, so
/// the order in which they are added up is free.
fn add(sum: &mut Sum, more: &Sum) {
    for (total, weight) in sum.iter_mut().zip(more) {
        *total = total.saturating_add(*weight);
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

#[cfg(test)]
mod tests {
    use super::super::classes::Classes;
    use super::super::features::{Feature, Sink, of_token};
    use super::super::names::Names;
    use super::*;

    #[test]
    fn what_is_remembered_changes_no_score() {
        let model = Model::embedded().unwrap();
        let mut classes = Classes::embedded();
        classes.set_habits(&model.habits);
        let names = Names::embedded();
        let mut memory = Memory::default();
        for text in [
            "BERLIN — Hale Brewing Corp. said the European Union (EU) and Ann Ames of the Bank of Toledo met.",
            "Ms. Ames left the EU. The Verge’s editor, Amélie Noël, told Reuters on Tuesday: “Hale Brewing grew.”",
        ] {
            let scene = Scene::new(text, &classes, &names, std::mem::take(&mut memory.words));
            let mut tagger = Tagger::new(&scene, &model, &mut memory);
            for stretch in &scene.stretches {
                for at in stretch.clone() {
                    let mut features: Vec<Feature> = Vec::new();
                    of_token(&scene, stretch, at, &mut features);
                    let (mut sum, mut weighed) = ([0; ROW], Weighed::default());
                    model.add(&mut weighed, &mut sum, |out| {
                        for feature in features {
                            out.push(feature);
                        }
                    });
                    let expected = model.scores(&sum).map(f32::to_bits);
                    let scores = tagger.scores(stretch, at).map(f32::to_bits);
                    assert_eq!(scores, expected, "{at}: {text}");
                }
            }
            memory.words = scene.text.words;
        }
    }
}
