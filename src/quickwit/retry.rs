//! Trying again, each time later, and never all clients at once.

use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, Instant};

/// The longest pause between two tries.
const LONGEST: Duration = Duration::from_secs(8);

/// The pauses between tries: doubling from a tenth of a second, each between half of that and all of it,
/// until patience is at its end.
#[derive(Debug)]
pub(crate) struct Pauses {
    next: Duration,
    end: Instant,
}

impl Pauses {
    /// Tries for so long.
    pub(crate) fn within(patience: Duration) -> Self {
        Self {
            next: Duration::from_millis(100),
            end: Instant::now() + patience,
        }
    }

    /// Waits before the next try; false if there is to be none.
    pub(crate) fn wait(&mut self) -> bool {
        let pause = jittered(self.next);
        if Instant::now() + pause > self.end {
            return false;
        }
        std::thread::sleep(pause);
        self.next = (self.next * 2).min(LONGEST);
        true
    }
}

fn jittered(pause: Duration) -> Duration {
    // The keys of a new hasher are random; nothing here needs more than that.
    let random = RandomState::new().hash_one(0u8);
    let share = 0.5 + (random >> 12) as f64 / (1u64 << 52) as f64 / 2.0;
    pause.mul_f64(share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_differ_and_stay_within_bounds() {
        let pause = Duration::from_millis(100);
        let many: Vec<_> = (0..50).map(|_| jittered(pause)).collect();
        assert!(many.iter().all(|p| *p >= pause / 2 && *p <= pause));
        assert!(many.iter().any(|p| *p != many[0]));
    }

    #[test]
    fn patience_ends() {
        let begun = Instant::now();
        let mut pauses = Pauses::within(Duration::from_millis(250));
        let mut tries = 1;
        while pauses.wait() {
            tries += 1;
        }
        assert!((2..=4).contains(&tries), "{tries}");
        assert!(begun.elapsed() < Duration::from_secs(2));
    }
}
