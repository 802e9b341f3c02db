//! Training: annotated text in, the bytes of a model out.
//!
//! A linear-chain conditional random field (Lafferty, McCallum, Pereira 2001) over the stretches of the
//! texts, by stochastic gradient steps scaled as in AdaGrad (Duchi, Hazan, Singer 2011) with an L2 penalty.
//! The order is shuffled by a fixed generator and every sum is made in a fixed order: the same data give
//! the same bytes. Then small weights are dropped and the rest is rounded to 8 bits.

use super::chain::{Chain, Scores};
use super::classes::{Classes, DEMONYM, FUNCTION, PLACE};
use super::columns::{Annotated, read};
use super::features::{Feature, of_token};
use super::habits::Habits;
use super::key::key;
use super::labels::{LABELS, OUTSIDE, Position, label};
use super::model::{Model, ROW, Row, fingerprint};
use super::names::Names;
use super::scene::Scene;
use super::words::{HashedMap, Words};
use crate::error::{Error, Result};
use std::ops::Range;

/// How to train.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Passes over the data.
    pub epochs: usize,
    /// The step.
    pub rate: f32,
    /// The L2 penalty.
    pub penalty: f32,
    /// Features met less often are left out.
    pub least: u32,
    /// Weights nearer to zero are dropped.
    pub prune: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            epochs: 8,
            rate: 0.02,
            penalty: 3e-4,
            least: 2,
            prune: 0.05,
        }
    }
}

/// A training file.
#[derive(Debug, Clone)]
pub struct Data {
    /// Its name in messages.
    pub name: String,
    /// Its columns.
    pub columns: String,
    /// How much it counts; 1 for news, less for text unlike news.
    pub weight: f32,
}

/// A stretch as a training example.
struct Example {
    /// The features of all tokens, one after another, and where each token's begin.
    features: Vec<u32>,
    starts: Vec<u32>,
    labels: Vec<u8>,
    weight: f32,
}

/// Trains a model and returns its bytes.
///
/// # Errors
/// [`Error::Usage`] if a file cannot be read as columns or holds no names.
pub fn train(data: &[Data], settings: &Settings) -> Result<Vec<u8>> {
    let mut documents = Vec::new();
    for file in data {
        let read = read(&file.columns, &format!("`{}`", file.name))?;
        documents.extend(read.into_iter().map(|document| (document, file.weight)));
    }
    if documents.iter().all(|(document, _)| document.names.is_empty()) {
        return Err(Error::Usage(
            "the training data name nothing: give files of `token<TAB>label` with labels such as `B-ORG`".to_owned(),
        ));
    }
    let mut classes = Classes::embedded();
    let mut habits = Habits::default();
    for (document, _) in &documents {
        habits.count(&document.text, &classes);
    }
    let habits = habits.decide();
    classes.set_habits(&habits);
    let mut trainer = Trainer::new(&documents, &classes, settings);
    trainer.learn(settings);
    Ok(trainer.pack(&habits, settings))
}

/// The weights while they are learned.
struct Trainer {
    examples: Vec<Example>,
    fingerprints: Vec<u32>,
    weights: Vec<[f32; ROW]>,
    squares: Vec<[f32; ROW]>,
    chain: Chain,
    chain_squares: [[f32; LABELS]; LABELS],
    sums: Vec<f32>,
    remembered: f32,
}

impl Trainer {
    fn new(documents: &[(Annotated, f32)], classes: &Classes, settings: &Settings) -> Self {
        let names = Names::embedded();
        let mut counts = HashedMap::<u32>::default();
        let mut examples = Vec::new();
        for (document, weight) in documents {
            examples_of(document, *weight, classes, &names, &mut counts, &mut examples);
        }
        let mut fingerprints: Vec<u32> = counts
            .iter()
            .filter(|(_, count)| **count >= settings.least)
            .map(|(feature, _)| *feature as u32)
            .collect();
        fingerprints.sort_unstable();
        let numbers: HashedMap<u32> = fingerprints.iter().enumerate().map(|(nth, f)| (u64::from(*f), nth as u32)).collect();
        for example in &mut examples {
            for feature in &mut example.features {
                *feature = numbers.get(&u64::from(*feature)).copied().unwrap_or(u32::MAX);
            }
        }
        Self {
            weights: vec![[0.0; ROW]; fingerprints.len()],
            squares: vec![[0.0; ROW]; fingerprints.len()],
            sums: vec![0.0; fingerprints.len() * ROW + LABELS * LABELS],
            remembered: 0.0,
            examples,
            fingerprints,
            chain: Chain::new([[0.0; LABELS]; LABELS]),
            chain_squares: [[0.0; LABELS]; LABELS],
        }
    }

    fn learn(&mut self, settings: &Settings) {
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
        let now = self.weights.iter().flatten().chain(self.chain.transitions.iter().flatten());
        for (sum, weight) in self.sums.iter_mut().zip(now) {
            *sum += weight;
        }
    }

    /// Takes the mean of what was remembered.
    fn recall(&mut self) {
        let now = self.weights.iter_mut().flatten().chain(self.chain.transitions.iter_mut().flatten());
        for (sum, weight) in self.sums.iter().zip(now) {
            *weight = sum / self.remembered;
        }
    }

    /// One gradient step for one stretch.
    fn step(&mut self, example: &Example, settings: &Settings) {
        let count = example.labels.len();
        let of = |at: usize| {
            let all = &example.features[example.starts[at] as usize..example.starts[at + 1] as usize];
            all.iter().filter(|feature| **feature != u32::MAX).map(|feature| *feature as usize)
        };
        let mut scores: Vec<Scores> = vec![[0.0; LABELS]; count];
        for (at, scores) in scores.iter_mut().enumerate() {
            for feature in of(at) {
                for (score, weight) in scores[1..].iter_mut().zip(&self.weights[feature]) {
                    *score += weight;
                }
            }
        }
        let marginals = self.chain.marginals(&scores, true);
        for at in 0..count {
            let mut error = [0.0; ROW];
            for (nth, error) in error.iter_mut().enumerate() {
                let gold = f32::from(u8::from(example.labels[at] as usize == nth + 1));
                *error = (marginals.labels[at][nth + 1] - gold) * example.weight;
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
        self.step_chain(&example.labels, &marginals.transitions, example.weight, settings);
    }

    fn step_chain(&mut self, labels: &[u8], expected: &[[f32; LABELS]; LABELS], weight: f32, settings: &Settings) {
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
    fn pack(&self, habits: &[(u32, super::classes::Habit)], settings: &Settings) -> Vec<u8> {
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

fn examples_of(document: &Annotated, weight: f32, classes: &Classes, names: &Names, counts: &mut HashedMap<u32>, examples: &mut Vec<Example>) {
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

/// The label of each token.
fn gold(scene: &Scene, names: &Names, document: &Annotated) -> Vec<u8> {
    let tokens = &scene.text.tokens;
    let mut labels = vec![OUTSIDE as u8; tokens.len()];
    for (bytes, kind) in &document.names {
        let from = tokens.partition_point(|token| token.end <= bytes.start);
        let to = tokens.partition_point(|token| token.start < bytes.end);
        let Some(range) = trimmed(scene, from..to) else {
            continue;
        };
        let Some(kind) = settled(scene, names, &range, *kind) else {
            continue;
        };
        for at in range.clone() {
            let position = match (at == range.start, at + 1 == range.end) {
                (true, true) => Position::Unit,
                (true, false) => Position::Begin,
                (false, false) => Position::Inside,
                (false, true) => Position::Last,
            };
            labels[at] = label(kind, position) as u8;
        }
    }
    labels
}

/// The type a name is trained as. The sets disagree on countries that act and on peoples and faiths as
/// organisations; news (and an index by organisation) wants neither. Pronouns and signs are no names.
fn settled(scene: &Scene, names: &Names, range: &Range<usize>, kind: usize) -> Option<usize> {
    let all = |classes| range.clone().all(|at| scene.text.word(at).is(classes));
    if all(FUNCTION) || !range.clone().any(|at| scene.text.word(at).initial.is_alphanumeric()) {
        return None;
    }
    if kind != 0 {
        return Some(kind);
    }
    let known = key(&scene.text.name(range));
    if all(DEMONYM) {
        Some(3)
    } else if names.is_place(&known) || all(PLACE) {
        Some(2)
    } else {
        Some(0)
    }
}

/// A name without common words at its ends: some sets annotate "the members of the council".
fn trimmed(scene: &Scene, mut range: Range<usize>) -> Option<Range<usize>> {
    let named = |at: usize| scene.text.word(at).case != super::words::Case::Lower && !matches!(scene.text.form(at), "The");
    while !range.is_empty() && !named(range.start) {
        range.start += 1;
    }
    while !range.is_empty() && !named(range.end - 1) {
        range.end -= 1;
    }
    (!range.is_empty()).then_some(range)
}

/// Makes the labels of a stretch well formed where it cut a name.
fn repair(labels: &mut [u8]) {
    use super::labels::{begins, ends, kind};
    let count = labels.len();
    let at_start = |labels: &[u8], at: usize| at == 0 || ends(labels[at - 1] as usize);
    for at in 0..count {
        let now = labels[at] as usize;
        let Some(kind_now) = kind(now) else { continue };
        let starts = begins(now) || at_start(labels, at);
        let next = labels.get(at + 1).map_or(OUTSIDE, |l| *l as usize);
        let stops = ends(now) || kind(next) != Some(kind_now) || begins(next);
        let position = match (starts, stops) {
            (true, true) => Position::Unit,
            (true, false) => Position::Begin,
            (false, false) => Position::Inside,
            (false, true) => Position::Last,
        };
        labels[at] = label(kind_now, position) as u8;
    }
}
