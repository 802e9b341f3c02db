//! The labels that annotated names give to the tokens of a scene.

use super::classes::{DEMONYM, FUNCTION, PLACE};
use super::columns::Annotated;
use super::key::key;
use super::labels::{OUTSIDE, Position, begins, ends, kind, label};
use super::names::Names;
use super::scene::Scene;
use super::words::Case;
use std::ops::Range;

/// The label of each token.
pub(super) fn gold(scene: &Scene, names: &Names, document: &Annotated) -> Vec<u8> {
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
    if all(FUNCTION)
        || !range
            .clone()
            .any(|at| scene.text.word(at).initial.is_alphanumeric())
    {
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
    let named = |at: usize| {
        scene.text.word(at).case != Case::Lower && !matches!(scene.text.form(at), "The")
    };
    while !range.is_empty() && !named(range.start) {
        range.start += 1;
    }
    while !range.is_empty() && !named(range.end - 1) {
        range.end -= 1;
    }
    (!range.is_empty()).then_some(range)
}

/// Makes the labels of a stretch well formed where it cut a name.
pub(super) fn repair(labels: &mut [u8]) {
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
