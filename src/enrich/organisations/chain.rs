//! Inference in a linear chain: the best labels, and how probable each is.
//!
//! The chain begins and ends outside every name. The exponential is our own polynomial, so that training
//! gives the same bits on every machine, whatever its mathematical library.

use super::labels::{LABELS, OUTSIDE, predecessors};

/// The scores of the labels at one token.
pub(super) type Scores = [f32; LABELS];

/// The scores of one label after another.
pub(super) type Transitions = [[f32; LABELS]; LABELS];

/// The chain: its transitions, and which of them are allowed.
#[derive(Debug, Clone)]
pub(super) struct Chain {
    /// The score of a label (second) after another (first).
    pub(super) transitions: Transitions,
    /// The exponentials of the transitions; zero for those that are not allowed.
    steps: Transitions,
    before: [Vec<usize>; LABELS],
}

/// The labels of a chain of one token.
const ALONE: [usize; 5] = [OUTSIDE, 4, 8, 12, 16];

/// What the forward and backward passes gave.
pub(super) struct Marginals {
    /// For each token, the probability of each label.
    pub(super) labels: Vec<Scores>,
    /// The expected number of each transition; filled only on demand.
    pub(super) transitions: Transitions,
}

impl Chain {
    /// A chain with these transitions.
    pub(super) fn new(transitions: &Transitions) -> Self {
        let mut chain = Self {
            transitions: *transitions,
            steps: [[0.0; LABELS]; LABELS],
            before: predecessors(),
        };
        chain.refresh();
        chain
    }

    /// To be called after the transitions were changed.
    pub(super) fn refresh(&mut self) {
        for (label, all) in self.before.iter().enumerate() {
            for before in all {
                self.steps[*before][label] = exp(self.transitions[*before][label]);
            }
        }
    }

    /// The best labels (Viterbi).
    pub(super) fn best(&self, scores: &[Scores]) -> Vec<u8> {
        if let [only] = scores {
            let score = |label: usize| self.alone(only, label);
            let better = |held: usize, label: usize| {
                if score(label) > score(held) {
                    label
                } else {
                    held
                }
            };
            return vec![ALONE.into_iter().fold(OUTSIDE, better) as u8];
        }
        let mut back: Vec<[u8; LABELS]> = Vec::with_capacity(scores.len());
        let mut best = [f32::NEG_INFINITY; LABELS];
        best[OUTSIDE] = 0.0;
        for now in scores {
            let mut next = [f32::NEG_INFINITY; LABELS];
            let mut from = [0_u8; LABELS];
            for label in 0..LABELS {
                for before in &self.before[label] {
                    let score = best[*before] + self.transitions[*before][label];
                    if score > next[label] {
                        next[label] = score;
                        from[label] = *before as u8;
                    }
                }
                next[label] += now[label];
            }
            best = next;
            back.push(from);
        }
        let mut label = self.last(&best);
        let mut labels = vec![0_u8; scores.len()];
        for at in (0..scores.len()).rev() {
            labels[at] = label as u8;
            label = back[at][label] as usize;
        }
        labels
    }

    /// The best label of the last token.
    fn last(&self, best: &Scores) -> usize {
        let score = |label: usize| best[label] + self.transitions[label][OUTSIDE];
        let better = |held: usize, label: usize| {
            if score(label) > score(held) {
                label
            } else {
                held
            }
        };
        self.before[OUTSIDE].iter().copied().fold(OUTSIDE, better)
    }

    /// The score of a label of a chain of one token.
    fn alone(&self, scores: &Scores, label: usize) -> f32 {
        self.transitions[OUTSIDE][label] + scores[label] + self.transitions[label][OUTSIDE]
    }

    /// The probabilities of the labels of each token.
    pub(super) fn probabilities(&self, scores: &[Scores]) -> Vec<Scores> {
        let [only] = scores else {
            return self.marginals(scores, false).labels;
        };
        let top = ALONE
            .into_iter()
            .map(|label| self.alone(only, label))
            .fold(f32::NEG_INFINITY, f32::max);
        let mut labels = [0.0; LABELS];
        for label in ALONE {
            labels[label] = exp(self.alone(only, label) - top);
        }
        vec![normalised(labels)]
    }

    /// The probabilities of all labels (forward and backward), and of transitions if `count` says so.
    pub(super) fn marginals(&self, scores: &[Scores], count: bool) -> Marginals {
        let steps = &self.steps;
        let potentials: Vec<Scores> = scores.iter().map(potential).collect();
        let forward = self.forward(&potentials, steps);
        let mut labels = vec![[0.0; LABELS]; scores.len()];
        let mut transitions = [[0.0; LABELS]; LABELS];
        let mut ahead: Scores = std::array::from_fn(|label| steps[label][OUTSIDE]);
        for at in (0..scores.len()).rev() {
            let alpha = &forward[at + 1];
            labels[at] = normalised(std::array::from_fn(|label| alpha[label] * ahead[label]));
            let here: Scores = std::array::from_fn(|label| potentials[at][label] * ahead[label]);
            let mut behind = [0.0; LABELS];
            let mut sum = 0.0;
            for label in 0..LABELS {
                for before in &self.before[label] {
                    let flow = steps[*before][label] * here[label];
                    behind[*before] += flow;
                    sum += forward[at][*before] * flow;
                }
            }
            if count {
                for label in 0..LABELS {
                    for before in &self.before[label] {
                        let flow = forward[at][*before] * steps[*before][label] * here[label];
                        transitions[*before][label] += flow / sum.max(f32::MIN_POSITIVE);
                    }
                }
            }
            ahead = normalised(behind);
        }
        if let Some(last) = labels.last() {
            for (label, mass) in last.iter().enumerate() {
                transitions[label][OUTSIDE] += mass;
            }
        }
        Marginals {
            labels,
            transitions,
        }
    }

    fn forward(&self, potentials: &[Scores], steps: &Transitions) -> Vec<Scores> {
        let mut forward = Vec::with_capacity(potentials.len() + 1);
        let mut last = [0.0; LABELS];
        last[OUTSIDE] = 1.0;
        forward.push(last);
        for potential in potentials {
            let mut next = [0.0; LABELS];
            for label in 0..LABELS {
                let sum: f32 = self.before[label]
                    .iter()
                    .map(|before| last[*before] * steps[*before][label])
                    .sum();
                next[label] = sum * potential[label];
            }
            last = normalised(next);
            forward.push(last);
        }
        forward
    }
}

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
    scores.map(|score| exp(score - top).max(1e-30))
}

/// e to the power of `x`: 2 to the whole part by the exponent bits, the rest by a polynomial.
pub(super) fn exp(x: f32) -> f32 {
    let scaled = (x * std::f32::consts::LOG2_E).clamp(-126.0, 126.0);
    // Rounds down without the library's floor, which is a call on older processors.
    let cut = scaled as i32;
    let whole = (cut - i32::from(scaled < cut as f32)) as f32;
    let r = (scaled - whole) * std::f32::consts::LN_2;
    let rest = 1.0
        + r * (1.0
            + r * (0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0 + r / 720.0)))));
    f32::from_bits(((whole as i32 + 127) as u32) << 23) * rest
}

#[cfg(test)]
mod tests {
    use super::super::labels::{Position, label};
    use super::*;

    #[test]
    fn the_exponential_is_close() {
        for x in [-20.0_f32, -3.3, -0.5, 0.0, 0.1, 1.0, 7.7] {
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-4, "{x}");
        }
    }

    #[test]
    fn one_token_is_treated_like_many() {
        let mut transitions = [[0.0; LABELS]; LABELS];
        transitions[OUTSIDE][4] = 0.7;
        transitions[8][OUTSIDE] = -0.3;
        let chain = Chain::new(&transitions);
        let mut scores = [0.0; LABELS];
        scores[4] = 1.5;
        scores[12] = 1.0;
        let long = chain.marginals(&[scores], false).labels;
        for (one, other) in chain.probabilities(&[scores])[0].iter().zip(long[0]) {
            assert!((one - other).abs() < 1e-4, "{one} and {other}");
        }
        assert_eq!(chain.best(&[scores]), [4]);
    }

    #[test]
    fn the_best_labels_are_allowed_and_the_probable_ones() {
        let chain = Chain::new(&[[0.0; LABELS]; LABELS]);
        let (begin, last) = (label(0, Position::Begin), label(0, Position::Last));
        let mut scores = vec![[0.0; LABELS]; 3];
        scores[0][begin] = 4.0;
        scores[1][last] = 4.0;
        scores[2][last] = 4.0;
        assert_eq!(
            chain.best(&scores),
            [begin as u8, last as u8, OUTSIDE as u8]
        );
        let marginals = chain.marginals(&scores, true);
        for at in &marginals.labels {
            assert!((at.iter().sum::<f32>() - 1.0).abs() < 1e-4);
        }
        assert!(marginals.labels[0][begin] > 0.8);
        let steps: f32 = marginals.transitions.iter().flatten().sum();
        assert!((steps - 4.0).abs() < 1e-3);
    }
}
