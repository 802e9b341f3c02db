//! Learning what the texts of an archive are packed with, from a sample of those that are added.

use crate::schema::{Fields, Packing};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tantivy::TantivyDocument;
use xxhash_rust::xxh3::xxh3_64;

/// When a dictionary is learned, after so many bytes of texts in one run, and how large it is: the first soon,
/// later ones from more of the archive.
const DUE: [(u64, usize); 3] = [
    (1 << 20, 64 << 10),
    (64 << 20, 110 << 10),
    (1 << 30, 110 << 10),
];

/// It is learned from so many bytes to twice as many. From a megabyte made-up articles take .430 of their texts,
/// from two .428 and from four .426; learning takes .06, .16 and .24 s.
const SAMPLE: usize = 512 << 10;

/// Of one text at most so many bytes are in the sample.
const OF_ONE: usize = 16 << 10;

/// So many bytes at the end of a text decide whether it is: they hold its seal, which no other has.
const TOLD_BY: usize = 64;

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
    /// Whether somebody learns from what was kept, so that nobody else does.
    busy: bool,
}

impl Packer {
    /// What is packed with, if that was ever needed.
    pub(super) fn known(&self) -> Option<Arc<Packing>> {
        let packing = self.packing.read().unwrap_or_else(PoisonError::into_inner);
        packing.clone()
    }

    /// What is packed with; read by the first that asks.
    pub(super) fn known_or<E>(
        &self,
        read: impl FnOnce() -> Result<Packing, E>,
    ) -> Result<Arc<Packing>, E> {
        if let Some(known) = self.known() {
            return Ok(known);
        }
        let mut packing = self.packing.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = &*packing {
            return Ok(known.clone());
        }
        let read = Arc::new(read()?);
        *packing = Some(read.clone());
        Ok(read)
    }

    /// From now on this is packed with, and learning begins anew.
    pub(super) fn set(&self, packing: Packing) -> Arc<Packing> {
        let packing = Arc::new(packing);
        let mut learning = self.learning();
        let mut known = self.packing.write().unwrap_or_else(PoisonError::into_inner);
        *known = Some(packing.clone());
        *learning = Learning::default();
        packing
    }

    fn learning(&self) -> std::sync::MutexGuard<'_, Learning> {
        self.learning.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes note of texts. Where it is time and there is something to learn, gives what is to be packed with
    /// from now on, for [`Packer::set`], and a document to be added before that.
    pub(super) fn learn(
        &self,
        texts: &[u8],
        fields: &Fields,
    ) -> Option<(Packing, TantivyDocument)> {
        let mut learning = self.learning();
        if learning.busy {
            return None;
        }
        let packing = self.known()?;
        let (due, size) = *DUE.get(packing.learned())?;
        learning.note(texts);
        if learning.seen < due {
            return None;
        }
        // Others go on without it meanwhile.
        let kept = std::mem::take(&mut *learning).kept;
        learning.busy = true;
        drop(learning);
        let samples: Vec<_> = kept.into_iter().map(|(_, text)| text).collect();
        if let Ok(content) = zstd::dict::from_samples(&samples, size) {
            return Some(packing.with(fields, content));
        }
        // Nothing in common: perhaps there is in what follows.
        self.learning().busy = false;
        None
    }
}

impl Learning {
    fn note(&mut self, texts: &[u8]) {
        self.seen += texts.len() as u64;
        let hash = xxh3_64(&texts[texts.len().saturating_sub(TOLD_BY)..]);
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
    fn dictionaries_are_learned_when_they_are_due_and_each_by_one() {
        let fields = Fields::of_schema();
        let packer = Packer::default();
        packer.known_or(|| Ok::<_, ()>(Packing::default())).unwrap();
        let learned = std::sync::atomic::AtomicUsize::new(0);
        // As in the writer: many add, and go on while one learns.
        std::thread::scope(|scope| {
            for part in 0..4 {
                let (packer, fields, learned) = (&packer, &fields, &learned);
                scope.spawn(move || {
                    for number in 0..15_000 {
                        let text = text(4 * number + part);
                        if let Some((packing, _)) = packer.learn(&text, fields) {
                            learned.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                            assert!(packing.pack(&text).len() < text.len() / 2);
                            packer.set(packing);
                        }
                    }
                });
            }
        });
        let known = packer.known().unwrap().learned();
        assert_eq!(
            (known, learned.into_inner()),
            (2, 2),
            "the third is due later"
        );
    }

    #[test]
    fn what_has_nothing_in_common_is_tried_again() {
        let fields = Fields::of_schema();
        let packer = Packer::default();
        packer.known_or(|| Ok::<_, ()>(Packing::default())).unwrap();
        assert!(packer.learn(&vec![0; 2 << 20], &fields).is_none());
        let learned = (0..3000).find_map(|number| packer.learn(&text(number), &fields));
        assert!(learned.is_some());
    }
}
