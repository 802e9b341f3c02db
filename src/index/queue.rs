//! The queue before the engine, where whoever adds documents would run far ahead of it.
//!
//! The engine takes ten thousand documents before it lets one wait. Where it is the slower of the two, its queue is
//! always full, and by the time it comes to a document the text has left the caches of the processor: a tenth of
//! the time of a run. Where it is the faster, the queue is what those who read fill while it writes a segment.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;
use tantivy::TantivyDocument;
use tantivy::schema::document::Document;

/// So long a wait is at most: should the engine have failed, it says so to whoever adds the next document.
const PATIENCE: Duration = Duration::from_millis(100);

/// How many documents the engine has not taken yet.
#[derive(Debug)]
pub(super) struct Queue {
    waiting: Arc<Waiting>,
}

#[derive(Debug)]
struct Waiting {
    /// So many wait at most; who finds so many waits until half of them are taken, not to be woken for each.
    most: usize,
    documents: AtomicUsize,
    asleep: Mutex<()>,
    half_taken: Condvar,
}

/// A document on its way to the engine, counted until that has written it down.
pub(super) struct Queued {
    document: TantivyDocument,
    _place: Place,
}

struct Place(Arc<Waiting>);

impl Queue {
    /// In which so many documents wait at most.
    pub(super) fn of(most: usize) -> Self {
        Self {
            waiting: Arc::new(Waiting {
                most,
                documents: AtomicUsize::new(0),
                asleep: Mutex::new(()),
                half_taken: Condvar::new(),
            }),
        }
    }

    /// Puts a document in the queue, when there is room.
    pub(super) fn enter(&self, document: TantivyDocument) -> Queued {
        let waiting = &self.waiting;
        if waiting.documents.load(Ordering::Relaxed) >= waiting.most {
            let asleep = waiting
                .asleep
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            let is_full =
                |(): &mut ()| waiting.documents.load(Ordering::Relaxed) > waiting.most / 2;
            let woken = waiting
                .half_taken
                .wait_timeout_while(asleep, PATIENCE, is_full);
            drop(woken);
        }
        waiting.documents.fetch_add(1, Ordering::Relaxed);
        Queued {
            document,
            _place: Place(waiting.clone()),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Self(waiting) = self;
        if waiting.documents.fetch_sub(1, Ordering::Relaxed) == waiting.most / 2 + 1 {
            // Taken so that nobody falls asleep between looking and waiting.
            let asleep = waiting.asleep.lock();
            drop(asleep);
            waiting.half_taken.notify_all();
        }
    }
}

impl Document for Queued {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.document.iter_fields_and_values()
    }

    fn into_tantivy_document(self) -> TantivyDocument {
        self.document
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: usize = 64;

    #[test]
    fn no_more_wait_than_there_is_room_for() {
        const ADDING: usize = 4;
        let queue = Queue::of(MOST);
        let (sender, receiver) = crossbeam_channel::unbounded();
        std::thread::scope(|scope| {
            for _ in 0..ADDING {
                let (queue, sender) = (&queue, sender.clone());
                scope.spawn(move || {
                    for _ in 0..1000 {
                        sender.send(queue.enter(TantivyDocument::new())).unwrap();
                    }
                });
            }
            drop(sender);
            let waiting = || queue.waiting.documents.load(Ordering::Relaxed);
            while waiting() < MOST {
                std::thread::yield_now();
            }
            let mut most = 0;
            for document in receiver {
                most = most.max(waiting());
                drop(document);
            }
            // Who waits too long goes on: on a busy machine some may.
            assert!((MOST..2 * MOST).contains(&most), "{most}");
            assert_eq!(waiting(), 0);
        });
    }

    #[test]
    fn nobody_waits_for_ever() {
        let queue = Queue::of(MOST);
        let never_taken = || queue.enter(TantivyDocument::new());
        let documents: Vec<_> = std::iter::repeat_with(never_taken).take(MOST + 1).collect();
        assert_eq!(documents.len(), MOST + 1);
    }
}
