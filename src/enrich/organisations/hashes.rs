//! Maps and sets of what is a hash already: hashing it again would be waste.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

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
