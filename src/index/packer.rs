//! Learning what the texts of an archive are packed with, from a sample of those that are added.

use crate::schema::{Fields, Packing};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tantivy::TantivyDocument;
use xxhash_rust::xxh3::xxh3_64;

/// When a dictionary is learned, after so many bytes of texts in one run, and how large it is: the first soon,
/// later ones from more of the archive.
const DUE: [(u64, usize); 3] = [
    (2 << 20, 64 << 10),
    (64 << 20, 110 << 10),
    (1 << 30, 110 << 10),
];

/// It is learned from so many bytes to twice as many. From half or twice of them, the same articles take .430
/// and .426 of their texts instead of .428, and learning .06 and .24 s instead of .16.
const SAMPLE: usize = 1 << 20;

/// Of one text at most so many bytes are in the sample.
const OF_ONE: usize = 16 << 10;

/// What is packed with now, and what is being learned.
#[derive(Default)]
pub(super) struct Packer {
    /// Read from the index when it is first needed.
    packing: RwLock<Option<Arc<Packing>>>,
    learning: Mutex<Learning>,
}

/// A sample of the texts of this run, spread evenly over them.
#[derive(Default)]
struct Learning {
    /// Bytes of all texts.
    seen: u64,
    kept: Vec<(u64, Vec<u8>)>,
    /// Bytes of those kept.
    size: usize,
    /// A text is kept if its hash has so many zeros at its end.
    zeros: u32,
}

impl Packer {
    /// What is packed with, if that was ever needed.
    pub(super) fn known(&self) -> Option<Arc<Packing>> {
        let packing = self.packing.read().unwrap_or_else(PoisonError::into_inner);
        packing.clone()
    }

    /// From now on this is packed with.
    pub(super) fn set(&self, packing: Packing) -> Arc<Packing> {
        let packing = Arc::new(packing);
        let mut known = self.packing.write().unwrap_or_else(PoisonError::into_inner);
        *known = Some(packing.clone());
        packing
    }

    /// Forgets everything, as the index has.
    pub(super) fn reset(&self) {
        self.set(Packing::default());
        *self.learning() = Learning::default();
    }

    fn learning(&self) -> std::sync::MutexGuard<'_, Learning> {
        self.learning.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes note of texts; where it is time and there is something to learn, gives what they and those
    /// before are to be packed with, and a document to be added with it.
    pub(super) fn learn(
        &self,
        texts: &[u8],
        packing: &Packing,
        fields: &Fields,
    ) -> Option<(Packing, TantivyDocument)> {
        let (due, size) = *DUE.get(packing.learned())?;
        let kept = {
            let mut learning = self.learning();
            learning.note(texts);
            if learning.seen < due {
                return None;
            }
            // Others go on without it meanwhile.
            std::mem::take(&mut *learning).kept
        };
        let samples: Vec<_> = kept.into_iter().map(|(_, text)| text).collect();
        // Too little to learn from, or nothing in common: they stay as they are.
        let content = zstd::dict::from_samples(&samples, size).ok()?;
        Some(packing.with(fields, content))
    }
}

impl Learning {
    fn note(&mut self, texts: &[u8]) {
        self.seen += texts.len() as u64;
        let hash = xxh3_64(texts);
        if hash.trailing_zeros() < self.zeros {
            return;
        }
        let text = &texts[..texts.len().min(OF_ONE)];
        self.size += text.len();
        self.kept.push((hash, text.to_vec()));
        while self.size > 2 * SAMPLE {
            self.zeros += 1;
            let zeros = self.zeros;
            self.kept.retain(|(hash, _)| hash.trailing_zeros() >= zeros);
            self.size = self.kept.iter().map(|(_, text)| text.len()).sum();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(number: u64) -> Vec<u8> {
        let words = (0..200).map(|n| format!("word{} ", (number * n * 31) % 997));
        words.collect::<String>().into_bytes()
    }

    #[test]
    fn a_sample_is_bounded_and_of_all_texts() {
        let mut learning = Learning::default();
        for number in 0..20_000 {
            learning.note(&text(number));
        }
        assert!(
            (SAMPLE / 2..=2 * SAMPLE).contains(&learning.size),
            "{}",
            learning.size
        );
        assert_eq!(
            learning.size,
            learning
                .kept
                .iter()
                .map(|(_, text)| text.len())
                .sum::<usize>()
        );
        learning.note(&vec![b'x'; 10 * SAMPLE]);
        assert!(learning.size <= 2 * SAMPLE);
    }

    #[test]
    fn dictionaries_are_learned_when_they_are_due() {
        let fields = Fields::of_schema();
        let packer = Packer::default();
        let mut packing = Packing::default();
        let mut seen = 0;
        for number in 0..50_000 {
            let text = text(number);
            seen += text.len() as u64;
            if let Some((learned, _)) = packer.learn(&text, &packing, &fields) {
                assert!(seen >= DUE[packing.learned()].0);
                assert!(learned.pack(&text).len() < text.len() / 2);
                (packing, seen) = (learned, 0);
            }
        }
        assert_eq!(packing.learned(), 2, "the third is due later");
        let none = Packer::default();
        for _ in 0..3 {
            let empty = none.learn(&vec![0; 1 << 20], &Packing::default(), &fields);
            assert!(empty.is_none_or(|(packing, _)| packing.learned() == 1));
        }
    }
}
