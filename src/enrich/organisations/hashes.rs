//! Maps and sets of what is a hash already: hashing it again would be waste.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use xxhash_rust::xxh3::xxh3_64;

/// Passes a hash through.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Through(u64);

impl Hasher for Through {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 << 8) | u64::from(*byte);
        }
    }
    fn write_u64(&mut self, hash: u64) {
        // Spread, because some are cut to 32 bits and a table looks at the highest.
        self.0 = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// A map from hashes.
pub(super) type HashedMap<V> = HashMap<u64, V, BuildHasherDefault<Through>>;

/// A set of hashes.
pub(super) type HashedSet = HashSet<u64, BuildHasherDefault<Through>>;

/// The numbers of distinct texts, by their hashes.
#[derive(Debug, Default)]
pub(super) struct Numbers(HashedMap<usize>);

impl Numbers {
    /// The number with which an equal text came first; this one, if none did.
    pub(super) fn first(&mut self, text: &str, number: usize) -> usize {
        *self.0.entry(xxh3_64(text.as_bytes())).or_insert(number)
    }
}

/// A set of hashes that answers fast, and is sometimes wrong when it says yes.
pub(super) struct Sieve {
    bits: [u64; 64],
}

impl Default for Sieve {
    fn default() -> Self {
        Self { bits: [0; 64] }
    }
}

impl Sieve {
    /// Adds a hash.
    pub(super) fn add(&mut self, hash: u64) {
        self.bits[(hash >> 6) as usize & 63] |= 1 << (hash & 63);
    }

    /// Whether the hash may have been added.
    pub(super) fn may_hold(&self, hash: u64) -> bool {
        self.bits[(hash >> 6) as usize & 63] & (1 << (hash & 63)) != 0
    }
}
