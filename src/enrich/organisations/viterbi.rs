//! The best labels of a chain (Viterbi).

use super::chain::{BEGINNING, Chain, ENDING, PADDED, Room, Scores};
use super::labels::{LABELS, OUTSIDE, TYPES};

impl Chain {
    /// The best labels (Viterbi).
    pub(super) fn best(&self, scores: &[Scores], room: &mut Room) {
        let mut best = [f32::NEG_INFINITY; LABELS];
        best[OUTSIDE] = 0.0;
        room.back.clear();
        for now in scores {
            let (mut next, from) = self.ahead_best(&best);
            for (score, here) in next.iter_mut().zip(now) {
                *score += here;
            }
            best = next;
            room.back.push(from);
        }
        let score = |label: usize| best[label] + self.transitions[label][OUTSIDE];
        let mut label = OUTSIDE;
        for last in ENDING {
            if score(last) > score(label) {
                label = last;
            }
        }
        room.labels.clear();
        room.labels.resize(scores.len(), 0);
        for (slot, from) in room.labels.iter_mut().zip(&room.back).rev() {
            *slot = label as u8;
            label = from[label] as usize;
        }
    }

    /// For each label, the best score of a way to it and the label before it there: the first of several
    /// that are as good.
    fn ahead_best(&self, best: &Scores) -> (Scores, [u8; LABELS]) {
        let (mut scores, mut labels) = ([f32::NEG_INFINITY; PADDED], [0; PADDED]);
        for (row, before) in self.steps.iter().zip(ENDING) {
            for ((score, label), step) in scores.iter_mut().zip(&mut labels).zip(row) {
                let way = best[before] + step;
                *label = if way > *score { before as u32 } else { *label };
                *score = if way > *score { way } else { *score };
            }
        }
        let (mut next, mut from) = ([f32::NEG_INFINITY; LABELS], [0; LABELS]);
        for (after, (score, label)) in BEGINNING.into_iter().zip(scores.into_iter().zip(labels)) {
            next[after] = score;
            from[after] = label as u8;
        }
        for begin in (0..TYPES.len()).map(|kind| 1 + 4 * kind) {
            for after in [begin + 1, begin + 2] {
                for before in [begin, begin + 1] {
                    let way = best[before] + self.transitions[before][after];
                    if way > next[after] {
                        next[after] = way;
                        from[after] = before as u8;
                    }
                }
            }
        }
        (next, from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn one_step_finds_the_first_best_way(
            weights in proptest::collection::vec(-2_i8..3, LABELS * LABELS),
            best in proptest::array::uniform17(-2_i8..3),
        ) {
            let mut transitions = [[0.0; LABELS]; LABELS];
            for (step, weight) in transitions.iter_mut().flatten().zip(weights) {
                *step = f32::from(weight);
            }
            let best = best.map(f32::from);
            let chain = Chain::new(&transitions);
            let (mut next, mut from) = ([f32::NEG_INFINITY; LABELS], [0; LABELS]);
            for (before, after) in &chain.allowed {
                let way = best[*before] + transitions[*before][*after];
                if way > next[*after] {
                    next[*after] = way;
                    from[*after] = *before as u8;
                }
            }
            proptest::prop_assert_eq!(chain.ahead_best(&best), (next, from));
        }
    }
}
