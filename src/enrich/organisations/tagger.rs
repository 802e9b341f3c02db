//! Tags the stretches of a scene with the model.

use super::chain::Scores;
use super::features::{Feature, of_token};
use super::labels::{OUTSIDE, begins, ends, kind};
use super::model::{Model, ROW};
use super::scene::Scene;
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

/// Tags all stretches of a scene; `organisation` receives for each token the probability that it is
/// part of an organisation's name.
pub(super) fn tag(scene: &Scene, model: &Model, organisation: &mut Vec<f32>) -> Vec<Tagged> {
    organisation.clear();
    organisation.resize(scene.text.tokens.len(), 0.0);
    let mut found = Vec::new();
    let mut features: Vec<Feature> = Vec::with_capacity(96);
    let mut scores: Vec<Scores> = Vec::new();
    for stretch in &scene.stretches {
        scores.clear();
        for at in stretch.clone() {
            features.clear();
            of_token(scene, stretch, at, &mut features);
            let mut sum = [0_i16; ROW];
            model.add(&features, &mut sum);
            scores.push(model.scores(&sum));
        }
        let labels = model.chain.best(&scores);
        let marginals = model.chain.marginals(&scores, false).labels;
        for (nth, at) in stretch.clone().enumerate() {
            organisation[at] = marginals[nth][1..=4].iter().sum();
        }
        collect(&labels, &marginals, stretch.start, &mut found);
    }
    found
}

fn collect(labels: &[u8], marginals: &[Scores], start: usize, found: &mut Vec<Tagged>) {
    let mut from = None;
    for (at, label) in labels.iter().map(|label| *label as usize).enumerate() {
        if begins(label) {
            from = Some(at);
        }
        if label != OUTSIDE && ends(label)
            && let (Some(first), Some(kind)) = (from.take(), kind(label))
        {
            let mass = |at: usize| marginals[at][1 + 4 * kind..5 + 4 * kind].iter().sum::<f32>();
            let sum: f32 = (first..=at).map(mass).sum();
            found.push(Tagged {
                tokens: start + first..start + at + 1,
                kind,
                confidence: sum / (at + 1 - first) as f32,
            });
        }
    }
}
