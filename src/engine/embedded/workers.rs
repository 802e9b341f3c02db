//! Work that is done in pieces on all cores.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use tantivy::{Searcher, SegmentReader};

/// Of fewer documents than this, starting threads takes longer than what they save.
const MANY: u64 = 200_000;

/// How many threads of this process go through segments: the queries of a batch share the cores already.
static BUSY: AtomicUsize = AtomicUsize::new(0);

/// Does something with every segment, on the cores that are free, and gives back the results in their order.
///
/// # Errors
/// The first that the work gives.
pub(super) fn by_segment<'s, T: Send>(
    searcher: &'s Searcher,
    work: impl Fn(u32, &'s SegmentReader) -> tantivy::Result<T> + Sync,
) -> tantivy::Result<Vec<T>> {
    let segments = searcher.segment_readers();
    let is_alone = BUSY.fetch_add(1, Ordering::Relaxed) == 0;
    let done = if is_alone && segments.len() > 1 && searcher.num_docs() >= MANY {
        let done = on_all_cores(segments.len(), Vec::new, |done, piece| {
            done.push((piece, work(piece as u32, &segments[piece])?));
            Ok(())
        });
        done.map(|done| {
            let mut done: Vec<_> = done.into_iter().flatten().collect();
            done.sort_unstable_by_key(|(piece, _)| *piece);
            done.into_iter().map(|(_, result)| result).collect()
        })
    } else {
        let segments = (0..).zip(segments);
        segments.map(|(ord, segment)| work(ord, segment)).collect()
    };
    BUSY.fetch_sub(1, Ordering::Relaxed);
    done
}

/// Does every piece, each on whichever core is free, and gives back what each core has gathered.
///
/// Which core does which piece is not the same in every run: what is gathered must not depend on it.
pub(super) fn on_all_cores<S: Send, E: Send>(
    pieces: usize,
    begin: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, usize) -> Result<(), E> + Sync,
) -> Result<Vec<S>, E> {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut gathered = begin();
        loop {
            let piece = next.fetch_add(1, Ordering::Relaxed);
            if piece >= pieces {
                return Ok(gathered);
            }
            work(&mut gathered, piece)?;
        }
    };
    if pieces == 0 {
        return Ok(Vec::new());
    }
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..cores.min(pieces))
            .map(|_| scope.spawn(worker))
            .collect();
        let own = worker();
        let joined = others.into_iter().map(|worker| match worker.join() {
            Ok(result) => result,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        std::iter::once(own).chain(joined).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_piece_is_done_once_and_an_error_comes_back() {
        let gathered = on_all_cores(1000, Vec::new, |all, piece| {
            all.push(piece);
            Ok::<(), ()>(())
        });
        let mut all = gathered.unwrap().concat();
        all.sort_unstable();
        assert_eq!(all, (0..1000).collect::<Vec<_>>());
        let failed = on_all_cores(
            10,
            || (),
            |(), piece| match piece {
                7 => Err("seven"),
                _ => Ok(()),
            },
        );
        assert_eq!(failed, Err("seven"));
        let none = on_all_cores(0, || (), |(), _| Ok::<(), ()>(()));
        assert_eq!(none, Ok(Vec::new()));
    }
}
