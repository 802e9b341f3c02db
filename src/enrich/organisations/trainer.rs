//! Learns the weights of the chain; see `train.rs` for the method.

use super::chain::{Chain, Room, Scores};
use super::classes::{Classes, Habit};
use super::columns::Annotated;
use super::features::{Feature, of_token};
use super::gold::{gold, repair};
use super::hashes::HashedMap;
use super::labels::{LABELS, OUTSIDE};
use super::model::{Model, ROW, Row, fingerprint};
use super::names::Names;
use super::scene::Scene;
use super::settings::Settings;
use super::words::Words;

/// A stretch as a training example.
struct Example {
    /// The features of all tokens, one after another, and where each token's begin.
    features: Vec<u32>,
    starts: Vec<u32>,
    labels: Vec<u8>,
    weight: f32,
}

/// The weights while they are learned.
pub(super) struct Trainer {
    examples: Vec<Example>,
    fingerprints: Vec<u32>,
    weights: Vec<[f32; ROW]>,
    squares: Vec<[f32; ROW]>,
    chain: Chain,
    chain_squares: [[f32; LABELS]; LABELS],
    room: Room,
    sums: Vec<f32>,
    remembered: f32,
}

impl Trainer {
    /// Reads the documents into examples.
    pub(super) fn new(
        documents: &[(Annotated, f32)],
        classes: &Classes,
        settings: &Settings,
    ) -> Self {
        let names = Names::embedded();
        let mut counts = HashedMap::<u32>::default();
        let mut examples = Vec::new();
        for (document, weight) in documents {
            examples_of(
                document,
                *weight,
                classes,
                &names,
                &mut counts,
                &mut examples,
            );
        }
        let fingerprints = number(&mut examples, &counts, settings.least);
        Self {
            weights: vec![[0.0; ROW]; fingerprints.len()],
            squares: vec![[0.0; ROW]; fingerprints.len()],
            sums: vec![0.0; fingerprints.len() * ROW + LABELS * LABELS],
            remembered: 0.0,
            examples,
            fingerprints,
            chain: Chain::new(&[[0.0; LABELS]; LABELS]),
            chain_squares: [[0.0; LABELS]; LABELS],
            room: Room::default(),
        }
    }

    /// Learns.
    pub(super) fn learn(&mut self, settings: &Settings) {
        let mut order: Vec<usize> = (0..self.examples.len()).collect();
        let mut random = 0x2545_f491_4f6c_dd1d_u64;
        for epoch in 0..settings.epochs {
            for at in (1..order.len()).rev() {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                order.swap(at, (random % (at as u64 + 1)) as usize);
            }
            for nth in &order {
                let example = std::mem::replace(&mut self.examples[*nth], Example::none());
                self.step(&example, settings);
                self.examples[*nth] = example;
            }
            if epoch * 2 >= settings.epochs {
                self.remember();
            }
        }
        self.recall();
    }

    /// Adds the weights as they are to the sum of which the mean is taken at the end.
    fn remember(&mut self) {
        self.remembered += 1.0;
        let now = self
            .weights
            .iter()
            .flatten()
            .chain(self.chain.transitions.iter().flatten());
        for (sum, weight) in self.sums.iter_mut().zip(now) {
            *sum += weight;
        }
    }

    /// Takes the mean of what was remembered.
    fn recall(&mut self) {
        let now = self
            .weights
            .iter_mut()
            .flatten()
            .chain(self.chain.transitions.iter_mut().flatten());
        for (sum, weight) in self.sums.iter().zip(now) {
            *weight = sum / self.remembered;
        }
    }

    /// One gradient step for one stretch.
    fn step(&mut self, example: &Example, settings: &Settings) {
        let count = example.labels.len();
        let of = |at: usize| {
            let all =
                &example.features[example.starts[at] as usize..example.starts[at + 1] as usize];
            all.iter()
                .filter(|feature| **feature != u32::MAX)
                .map(|feature| *feature as usize)
        };
        let mut scores: Vec<Scores> = vec![[0.0; LABELS]; count];
        for (at, scores) in scores.iter_mut().enumerate() {
            for feature in of(at) {
                for (score, weight) in scores[1..].iter_mut().zip(&self.weights[feature]) {
                    *score += weight;
                }
            }
        }
        self.chain.marginals(&scores, &mut self.room);
        let expected = self.chain.expected(&self.room);
        for at in 0..count {
            let mut error = [0.0; ROW];
            for (nth, error) in error.iter_mut().enumerate() {
                let gold = f32::from(u8::from(example.labels[at] as usize == nth + 1));
                *error = (self.room.probabilities[at][nth + 1] - gold) * example.weight;
            }
            for feature in of(at) {
                let (weights, squares) = (&mut self.weights[feature], &mut self.squares[feature]);
                for nth in 0..ROW {
                    let gradient = error[nth] + settings.penalty * weights[nth];
                    squares[nth] += gradient * gradient;
                    weights[nth] -= settings.rate * gradient / (squares[nth] + 1e-6).sqrt();
                }
            }
        }
        self.step_chain(&example.labels, &expected, example.weight, settings);
    }

    fn step_chain(
        &mut self,
        labels: &[u8],
        expected: &[[f32; LABELS]; LABELS],
        weight: f32,
        settings: &Settings,
    ) {
        let mut gradient = *expected;
        let mut before = OUTSIDE;
        for label in labels.iter().map(|label| *label as usize).chain([OUTSIDE]) {
            gradient[before][label] -= 1.0;
            before = label;
        }
        for (from, gradients) in gradient.iter().enumerate() {
            for (to, gradient) in gradients.iter().enumerate() {
                let score = &mut self.chain.transitions[from][to];
                let gradient = gradient * weight + settings.penalty * *score;
                let square = &mut self.chain_squares[from][to];
                *square += gradient * gradient;
                *score -= settings.rate * gradient / (*square + 1e-6).sqrt();
            }
        }
        self.chain.refresh();
    }

    /// Drops small weights and rounds the others to 8 bits.
    pub(super) fn pack(&self, habits: &[(u32, Habit)], settings: &Settings) -> Vec<u8> {
        const LARGEST: f32 = 2.5;
        let unit = LARGEST / 127.0;
        let mut weights: Vec<(u32, Row)> = Vec::new();
        for (fingerprint, row) in self.fingerprints.iter().zip(&self.weights) {
            let packed = row.map(|weight| {
                if weight.abs() < settings.prune {
                    0
                } else {
                    (weight / unit).round().clamp(-127.0, 127.0) as i8
                }
            });
            if packed.iter().any(|weight| *weight != 0) {
                weights.push((*fingerprint, packed));
            }
        }
        Model::to_bytes(&self.chain, habits, unit, &weights)
    }
}

impl Example {
    fn none() -> Self {
        Self {
            features: Vec::new(),
            starts: Vec::new(),
            labels: Vec::new(),
            weight: 0.0,
        }
    }
}

/// Replaces the fingerprints in examples by numbers, leaving out the rare ones; returns the others sorted.
fn number(examples: &mut [Example], counts: &HashedMap<u32>, least: u32) -> Vec<u32> {
    let mut fingerprints: Vec<u32> = counts
        .iter()
        .filter(|(_, count)| **count >= least)
        .map(|(feature, _)| *feature as u32)
        .collect();
    fingerprints.sort_unstable();
    let numbers: HashedMap<u32> = fingerprints
        .iter()
        .enumerate()
        .map(|(nth, f)| (u64::from(*f), nth as u32))
        .collect();
    for example in examples {
        for feature in &mut example.features {
            *feature = numbers
                .get(&u64::from(*feature))
                .copied()
                .unwrap_or(u32::MAX);
        }
    }
    fingerprints
}

fn examples_of(
    document: &Annotated,
    weight: f32,
    classes: &Classes,
    names: &Names,
    counts: &mut HashedMap<u32>,
    examples: &mut Vec<Example>,
) {
    let scene = Scene::new(&document.text, classes, names, Words::default());
    let labels = gold(&scene, names, document);
    let mut features: Vec<Feature> = Vec::new();
    for stretch in &scene.stretches {
        let mut example = Example {
            starts: vec![0],
            labels: labels[stretch.clone()].to_vec(),
            weight,
            ..Example::none()
        };
        repair(&mut example.labels);
        for at in stretch.clone() {
            features.clear();
            of_token(&scene, stretch, at, &mut features);
            for feature in &features {
                let fingerprint = fingerprint(*feature);
                *counts.entry(u64::from(fingerprint)).or_default() += 1;
                example.features.push(fingerprint);
            }
            example.starts.push(example.features.len() as u32);
        }
        examples.push(example);
    }
}
