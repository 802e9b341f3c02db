//! Inference in a linear chain: how probable each label is, and the best labels.
//!
//! The chain begins and ends outside every name. A name (or nothing) may begin only where another one
//! ended: so the transitions are a small dense matrix from the labels that end to those that begin, and
//! two by two inside a name.

use super::exponential::exp;
use super::labels::{LABELS, OUTSIDE, TYPES, may_follow};

/// The scores of the labels at one token.
pub(super) type Scores = [f32; LABELS];

/// The scores of one label after another.
pub(super) type Transitions = [[f32; LABELS]; LABELS];

/// The labels at which a name or nothing ends (outside, last, unit), and at which one begins.
pub(super) const ENDING: [usize; 9] = [OUTSIDE, 3, 4, 7, 8, 11, 12, 15, 16];
pub(super) const BEGINNING: [usize; 9] = [OUTSIDE, 1, 4, 5, 8, 9, 12, 13, 16];
/// Rows are padded to whole vectors.
pub(super) const PADDED: usize = 12;

/// The chain: its transitions, and which of them are allowed.
#[derive(Debug, Clone)]
pub(super) struct Chain {
    /// The score of a label (second) after another (first).
    pub(super) transitions: Transitions,
    /// The transitions from [`ENDING`] to [`BEGINNING`].
    pub(super) steps: [[f32; PADDED]; ENDING.len()],
    /// The exponentials of these.
    across: [[f32; PADDED]; ENDING.len()],
    /// The same with rows and columns exchanged.
    back: [[f32; PADDED]; BEGINNING.len()],
    /// The exponentials from begin and inside to inside and last, for each type.
    within: [[[f32; 2]; 2]; TYPES.len()],
    /// All transitions that are allowed.
    pub(super) allowed: Vec<(usize, usize)>,
}

/// The labels of a chain of one token.
const ALONE: [usize; 5] = [OUTSIDE, 4, 8, 12, 16];

/// What inference writes into, kept from stretch to stretch.
#[derive(Debug, Default)]
pub(super) struct Room {
    /// For each token, the probability of each label.
    pub(super) probabilities: Vec<Scores>,
    /// The best labels.
    pub(super) labels: Vec<u8>,
    potentials: Vec<Scores>,
    forward: Vec<Scores>,
    ahead: Vec<Scores>,
    /// For each token and label, the label before it on the best way.
    pub(super) back: Vec<[u8; LABELS]>,
}

impl Chain {
    /// A chain with these transitions.
    pub(super) fn new(transitions: &Transitions) -> Self {
        let all = (0..LABELS).flat_map(|after| (0..LABELS).map(move |before| (before, after)));
        let mut chain = Self {
            transitions: *transitions,
            steps: [[0.0; PADDED]; ENDING.len()],
            across: [[0.0; PADDED]; ENDING.len()],
            back: [[0.0; PADDED]; BEGINNING.len()],
            within: [[[0.0; 2]; 2]; TYPES.len()],
            allowed: all
                .filter(|(before, after)| may_follow(*before, *after))
                .collect(),
        };
        chain.refresh();
        chain
    }

    /// To be called after the transitions were changed.
    pub(super) fn refresh(&mut self) {
        for (nth, before) in ENDING.into_iter().enumerate() {
            for (to, after) in BEGINNING.into_iter().enumerate() {
                let step = self.transitions[before][after];
                self.steps[nth][to] = step;
                self.across[nth][to] = exp(step);
                self.back[to][nth] = exp(step);
            }
        }
        for (kind, steps) in self.within.iter_mut().enumerate() {
            let begin = 1 + 4 * kind;
            for (before, row) in steps.iter_mut().enumerate() {
                for (after, step) in row.iter_mut().enumerate() {
                    *step = exp(self.transitions[begin + before][begin + 1 + after]);
                }
            }
        }
    }

    /// Fills the room with the probabilities and the best labels.
    pub(super) fn infer(&self, scores: &[Scores], room: &mut Room) {
        if let [only] = scores {
            self.alone(only, room);
            return;
        }
        self.marginals(scores, room);
        if !room.is_sure() {
            self.best(scores, room);
        }
    }

    /// A chain of one token.
    fn alone(&self, scores: &Scores, room: &mut Room) {
        let score = |label: usize| {
            self.transitions[OUTSIDE][label] + scores[label] + self.transitions[label][OUTSIDE]
        };
        let mut best = OUTSIDE;
        for label in ALONE {
            if score(label) > score(best) {
                best = label;
            }
        }
        let mut labels = [0.0; LABELS];
        for label in ALONE {
            labels[label] = exp(score(label) - score(best));
        }
        room.probabilities.clear();
        room.probabilities.push(normalised(labels));
        room.labels.clear();
        room.labels.push(best as u8);
    }

    /// Fills the room with the probabilities of all labels (forward and backward).
    pub(super) fn marginals(&self, scores: &[Scores], room: &mut Room) {
        room.potentials.clear();
        room.potentials.extend(scores.iter().map(potential));
        self.both_ways(room);
        room.probabilities.clear();
        let sides = room.forward[1..].iter().zip(&room.ahead);
        room.probabilities.extend(sides.map(|(alpha, ahead)| {
            let mut both = [0.0; LABELS];
            for (label, mass) in both.iter_mut().enumerate() {
                *mass = alpha[label] * ahead[label];
            }
            normalised(both)
        }));
    }

    /// Goes forward and backward, a step of each in turn: neither waits for the other, and a processor does
    /// both at the same time.
    fn both_ways(&self, room: &mut Room) {
        let count = room.potentials.len();
        let mut last = [0.0; LABELS];
        last[OUTSIDE] = 1.0;
        room.forward.clear();
        room.forward.push(last);
        room.ahead.clear();
        room.ahead.resize(count, [0.0; LABELS]);
        let mut ahead = self.end();
        for (at, potential) in room.potentials.iter().enumerate() {
            let mut next = self.ahead(&last);
            for (mass, potential) in next.iter_mut().zip(potential) {
                *mass *= potential;
            }
            last = normalised(next);
            room.forward.push(last);
            let back = count - 1 - at;
            room.ahead[back] = ahead;
            let mut here = room.potentials[back];
            for (mass, ahead) in here.iter_mut().zip(&ahead) {
                *mass *= ahead;
            }
            ahead = normalised(self.behind(&here));
        }
    }

    /// The weight of ending after each label.
    fn end(&self) -> Scores {
        let mut ahead = [0.0; LABELS];
        for (row, label) in self.across.iter().zip(ENDING) {
            ahead[label] = row[0];
        }
        ahead
    }

    /// One step forward.
    fn ahead(&self, last: &Scores) -> Scores {
        let mut sums = [0.0; PADDED];
        for (row, before) in self.across.iter().zip(ENDING) {
            for (sum, step) in sums.iter_mut().zip(row) {
                *sum += last[before] * step;
            }
        }
        let mut next = [0.0; LABELS];
        for (label, sum) in BEGINNING.into_iter().zip(sums) {
            next[label] = sum;
        }
        for (kind, steps) in self.within.iter().enumerate() {
            let begin = 1 + 4 * kind;
            for after in 0..2 {
                next[begin + 1 + after] =
                    last[begin] * steps[0][after] + last[begin + 1] * steps[1][after];
            }
        }
        next
    }

    /// One step backward.
    fn behind(&self, here: &Scores) -> Scores {
        // Side by side for all labels, each sum in the order of its steps.
        let mut sums = [0.0; PADDED];
        for (row, after) in self.back.iter().zip(BEGINNING) {
            for (sum, step) in sums.iter_mut().zip(row) {
                *sum += step * here[after];
            }
        }
        let mut behind = [0.0; LABELS];
        for (sum, label) in sums.into_iter().zip(ENDING) {
            behind[label] = sum;
        }
        for (kind, steps) in self.within.iter().enumerate() {
            let begin = 1 + 4 * kind;
            for before in 0..2 {
                behind[begin + before] =
                    steps[before][0] * here[begin + 1] + steps[before][1] * here[begin + 2];
            }
        }
        behind
    }

    /// The expected number of each transition, from a room that [`Chain::marginals`] has filled.
    pub(super) fn expected(&self, room: &Room) -> Transitions {
        let mut transitions = [[0.0; LABELS]; LABELS];
        let mut ahead = self.end();
        for at in (0..room.potentials.len()).rev() {
            let mut here = [0.0; LABELS];
            for label in 0..LABELS {
                here[label] = room.potentials[at][label] * ahead[label];
            }
            let flow = |before: usize, after: usize| {
                room.forward[at][before] * exp(self.transitions[before][after]) * here[after]
            };
            let flows: Vec<f32> = self
                .allowed
                .iter()
                .map(|(before, after)| flow(*before, *after))
                .collect();
            let sum: f32 = flows.iter().sum();
            for ((before, after), flow) in self.allowed.iter().zip(flows) {
                transitions[*before][*after] += flow / sum.max(f32::MIN_POSITIVE);
            }
            ahead = normalised(self.behind(&here));
        }
        if let Some(last) = room.probabilities.last() {
            for (label, mass) in last.iter().enumerate() {
                transitions[label][OUTSIDE] += mass;
            }
        }
        transitions
    }
}

impl Room {
    /// Whether the most probable label of each token is so probable that together they must be the best
    /// labels: no other chain can then have half of the mass.
    fn is_sure(&mut self) -> bool {
        let mut doubt = 0.0;
        self.labels.clear();
        for probabilities in &self.probabilities {
            let mut best = OUTSIDE;
            for (label, probability) in probabilities.iter().enumerate() {
                if *probability > probabilities[best] {
                    best = label;
                }
            }
            doubt += 1.0 - probabilities[best];
            self.labels.push(best as u8);
        }
        doubt < 0.49
    }
}

#[inline]
fn normalised(mut values: Scores) -> Scores {
    let sum: f32 = values.iter().sum();
    if sum > 0.0 {
        for value in &mut values {
            *value /= sum;
        }
    }
    values
}

/// The exponentials of scores, the best of them being 1.
fn potential(scores: &Scores) -> Scores {
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut potential = *scores;
    for score in &mut potential {
        *score = exp(*score - top).max(1e-30);
    }
    potential
}

#[cfg(test)]
mod tests {
    use super::super::labels::{Position, label};
    use super::*;

    #[test]
    fn one_token_is_treated_like_many() {
        let mut transitions = [[0.0; LABELS]; LABELS];
        transitions[OUTSIDE][4] = 0.7;
        transitions[8][OUTSIDE] = -0.3;
        let chain = Chain::new(&transitions);
        let mut scores = [0.0; LABELS];
        scores[4] = 1.5;
        scores[12] = 1.0;
        let (mut short, mut long) = (Room::default(), Room::default());
        chain.infer(&[scores], &mut short);
        chain.marginals(&[scores], &mut long);
        for (one, other) in short.probabilities[0].iter().zip(long.probabilities[0]) {
            assert!((one - other).abs() < 1e-4, "{one} and {other}");
        }
        chain.best(&[scores], &mut long);
        assert_eq!((short.labels, long.labels), (vec![4], vec![4]));
    }

    #[test]
    fn the_best_labels_are_allowed_and_the_probable_ones() {
        let chain = Chain::new(&[[0.0; LABELS]; LABELS]);
        let (begin, last) = (label(0, Position::Begin), label(0, Position::Last));
        let mut scores = vec![[0.0; LABELS]; 3];
        scores[0][begin] = 4.0;
        scores[1][last] = 4.0;
        scores[2][last] = 4.0;
        let mut room = Room::default();
        chain.best(&scores, &mut room);
        assert_eq!(room.labels, [begin as u8, last as u8, OUTSIDE as u8]);
        chain.infer(&scores, &mut room);
        assert_eq!(room.labels, [begin as u8, last as u8, OUTSIDE as u8]);
        for at in &room.probabilities {
            assert!((at.iter().sum::<f32>() - 1.0).abs() < 1e-4);
        }
        assert!(room.probabilities[0][begin] > 0.8);
        let steps: f32 = chain.expected(&room).iter().flatten().sum();
        assert!((steps - 4.0).abs() < 1e-3);
    }
}
