//! The trained model: weights of features, transitions, and the habits of words.
//!
//! In a file the weights are 8-bit numbers behind sorted 32-bit fingerprints of their features, packed
//! with zstd; in memory they are rows of 16 bytes (a label each, outside being zero) in one open
//! hash table, so that a feature costs one look and one vector addition.

use super::chain::{Chain, Scores};
use super::classes::Habit;
use super::features::{Feature, Sink};
use super::labels::LABELS;
use crate::error::{Error, Result};

/// How many weights a row has: a label each, but for outside.
pub(super) const ROW: usize = LABELS - 1;

/// A row of weights as stored.
pub(super) type Row = [i8; ROW];

const MAGIC: &[u8; 8] = b"MORGORG1";
/// A model larger than this when unpacked is none of ours.
const LARGEST: usize = 64 << 20;

/// A model ready for tagging.
#[derive(Debug)]
pub(super) struct Model {
    /// The chain with its transitions.
    pub(super) chain: Chain,
    /// How words are mostly written, by hash.
    pub(super) habits: Vec<(u32, Habit)>,
    /// What one unit of a stored weight is worth.
    unit: f32,
    /// A bit for each fingerprint with a row: most features have none, and this is small enough to stay near
    /// the processor.
    there: Box<[u64; THERE]>,
    /// An open hash table of the features that have one.
    slots: Vec<Slot>,
}

/// How many words of bits say which features have a row.
const THERE: usize = 1 << 14;

/// The word of bits that a fingerprint is told by, and its bit.
fn bit(fingerprint: u32) -> (usize, u64) {
    let spread = fingerprint.wrapping_mul(0x9e37_79b9);
    ((spread >> 18) as usize, 1 << ((spread >> 12) & 63))
}

/// A feature and its weights, side by side: whoever looks for the one reads the other.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    fingerprint: u32,
    /// All 0: the slot is free.
    row: Row,
}

/// Room for the fingerprints of features that have weights: more than one token can have.
#[derive(Debug)]
pub(super) struct Weighed([u32; 256]);

impl Default for Weighed {
    fn default() -> Self {
        Self([0; 256])
    }
}

/// Lets those features through that may have weights.
pub(super) struct Sieving<'m> {
    there: &'m [u64; THERE],
    weighed: &'m mut Weighed,
    count: u8,
}

impl Sink for Sieving<'_> {
    #[inline]
    fn push(&mut self, feature: Feature) {
        let fingerprint = fingerprint(feature);
        let (word, bit) = bit(fingerprint);
        self.weighed.0[usize::from(self.count)] = fingerprint;
        self.count += u8::from(self.there[word] & bit != 0);
    }
}

/// The fingerprint by which a feature is known to a model.
pub(super) fn fingerprint(feature: Feature) -> u32 {
    (feature ^ (feature >> 29)) as u32
}

impl Model {
    /// The model that comes with the program.
    pub(super) fn embedded() -> Result<Self> {
        Self::from_bytes(include_bytes!("model.bin"), "the embedded model")
    }

    /// A model from its parts; `weights` sorted by fingerprint.
    pub(super) fn new(
        chain: Chain,
        habits: Vec<(u32, Habit)>,
        unit: f32,
        weights: &[(u32, Row)],
    ) -> Self {
        let there = vec![0; THERE].into_boxed_slice();
        let mut model = Self {
            chain,
            habits,
            unit,
            there: there.try_into().expect("it is that long"),
            slots: vec![Slot::default(); weights.len() * 3 / 2 + 1],
        };
        for (fingerprint, row) in weights {
            let (word, bit) = bit(*fingerprint);
            model.there[word] |= bit;
            let at = model.place(*fingerprint);
            model.slots[at] = Slot {
                fingerprint: *fingerprint,
                row: *row,
            };
        }
        model
    }

    /// The slot of a fingerprint, or the free one where it would be.
    #[inline]
    fn place(&self, fingerprint: u32) -> usize {
        let count = self.slots.len();
        let mut at = ((u64::from(fingerprint) * count as u64) >> 32) as usize;
        while self.slots[at].fingerprint != fingerprint && self.slots[at].row != [0; ROW] {
            at = if at + 1 == count { 0 } else { at + 1 };
        }
        at
    }

    /// Adds the weights of the features that `give` gives to a sum.
    ///
    /// Those without weights are sorted out first, so that the reads of the others, which are far apart in
    /// memory, can go on at the same time.
    #[inline]
    pub(super) fn add(
        &self,
        weighed: &mut Weighed,
        sum: &mut [i16; ROW],
        give: impl FnOnce(&mut Sieving),
    ) {
        let mut sieving = Sieving {
            there: &self.there,
            weighed,
            count: 0,
        };
        give(&mut sieving);
        let count = usize::from(sieving.count);
        for fingerprint in &weighed.0[..count] {
            let row = &self.slots[self.place(*fingerprint)].row;
            for (total, weight) in sum.iter_mut().zip(row) {
                *total = total.saturating_add(i16::from(*weight));
            }
        }
    }

    /// The scores of the labels for a sum of weights.
    pub(super) fn scores(&self, sum: &[i16; ROW]) -> Scores {
        let mut scores = [0.0; LABELS];
        for (score, total) in scores[1..].iter_mut().zip(sum) {
            *score = f32::from(*total) * self.unit;
        }
        scores
    }

    /// Packs the model.
    pub(super) fn to_bytes(
        chain: &Chain,
        habits: &[(u32, Habit)],
        unit: f32,
        weights: &[(u32, Row)],
    ) -> Vec<u8> {
        let mut plain = Vec::new();
        plain.extend(unit.to_le_bytes());
        for score in chain.transitions.iter().flatten() {
            plain.extend(score.to_le_bytes());
        }
        plain.extend((weights.len() as u32).to_le_bytes());
        let mut last = 0;
        for (fingerprint, _) in weights {
            put_varint(&mut plain, fingerprint - last);
            last = *fingerprint;
        }
        for (_, row) in weights {
            let mask = (0..ROW)
                .filter(|label| row[*label] != 0)
                .fold(0_u16, |mask, label| mask | 1 << label);
            plain.extend(mask.to_le_bytes());
        }
        for (_, row) in weights {
            plain.extend(
                row.iter()
                    .filter(|weight| **weight != 0)
                    .map(|weight| weight.to_le_bytes()[0]),
            );
        }
        put_habits(&mut plain, habits);
        let mut bytes = MAGIC.to_vec();
        bytes.extend(zstd::bulk::compress(&plain, 19).expect("compressing to memory cannot fail"));
        bytes
    }

    /// Reads a packed model.
    ///
    /// # Errors
    /// [`Error::Usage`] if the bytes are no model of this version.
    pub(super) fn from_bytes(bytes: &[u8], source: &str) -> Result<Self> {
        let refuse = |why: &str| {
            Error::Usage(format!(
                "{source} is not a model of organisations ({why}): train one with `morgue organisations train DATA... -o MODEL`"
            ))
        };
        let packed = bytes
            .strip_prefix(MAGIC)
            .ok_or_else(|| refuse("it begins otherwise"))?;
        let plain =
            zstd::bulk::decompress(packed, LARGEST).map_err(|error| refuse(&error.to_string()))?;
        Self::parse(&mut Input(&plain)).ok_or_else(|| refuse("it is cut short or damaged"))
    }

    fn parse(input: &mut Input) -> Option<Self> {
        let unit = input.float()?;
        let mut transitions = [[0.0; LABELS]; LABELS];
        for score in transitions.iter_mut().flatten() {
            *score = input.float()?;
        }
        let count = input.count()?;
        let mut weights: Vec<(u32, Row)> = Vec::with_capacity(count);
        let mut last = 0_u32;
        for _ in 0..count {
            last = last.checked_add(input.varint()?)?;
            weights.push((last, [0; ROW]));
        }
        let masks: Vec<u16> = (0..count).map(|_| input.short()).collect::<Option<_>>()?;
        for ((_, row), mask) in weights.iter_mut().zip(masks) {
            for (label, weight) in row.iter_mut().enumerate() {
                if mask & (1 << label) != 0 {
                    *weight = i8::from_le_bytes([input.byte()?]);
                }
            }
        }
        let count = input.count()?;
        let mut habits = Vec::with_capacity(count);
        last = 0;
        for _ in 0..count {
            last = last.checked_add(input.varint()?)?;
            let habit = match input.byte()? {
                1 => Habit::Lower,
                2 => Habit::Mixed,
                3 => Habit::Capital,
                _ => return None,
            };
            habits.push((last, habit));
        }
        let sound = unit.is_finite() && transitions.iter().flatten().all(|score| score.is_finite());
        (sound && input.0.is_empty())
            .then(|| Self::new(Chain::new(&transitions), habits, unit, &weights))
    }
}

fn put_habits(bytes: &mut Vec<u8>, habits: &[(u32, Habit)]) {
    bytes.extend((habits.len() as u32).to_le_bytes());
    let mut last = 0;
    for (word, habit) in habits {
        put_varint(bytes, word - last);
        bytes.push(*habit as u8);
        last = *word;
    }
}

fn put_varint(bytes: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

/// Bytes being read; every read may find them at their end.
struct Input<'a>(&'a [u8]);

impl Input<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take::<1>().map(|[byte]| byte)
    }

    fn short(&mut self) -> Option<u16> {
        self.take().map(u16::from_le_bytes)
    }

    fn float(&mut self) -> Option<f32> {
        self.take().map(f32::from_le_bytes)
    }

    /// A number of things that take at least a byte each.
    fn count(&mut self) -> Option<usize> {
        let count = self.take().map(u32::from_le_bytes)? as usize;
        (count <= self.0.len()).then_some(count)
    }

    fn varint(&mut self) -> Option<u32> {
        let mut value = 0_u32;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            value |= u32::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packed_model_is_read_again_and_a_damaged_one_refused() {
        let chain = Chain::new(&[[0.5; LABELS]; LABELS]);
        let mut row = [0; ROW];
        row[3] = -7;
        let weights = [(5, row), (9_000_000, [1; ROW])];
        let bytes = Model::to_bytes(&chain, &[(77, Habit::Lower)], 0.25, &weights);
        let model = Model::from_bytes(&bytes, "`x`").unwrap();
        assert_eq!(model.slots[model.place(5)].row[3], -7);
        assert_eq!(model.slots[model.place(6)].row, [0; ROW]);
        assert_eq!(model.habits, [(77, Habit::Lower)]);
        for cut in 0..bytes.len() {
            assert!(Model::from_bytes(&bytes[..cut], "`x`").is_err(), "{cut}");
        }
    }
}
