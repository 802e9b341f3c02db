//! The fuzz targets with their seeds and with changes of them, the same in every run; `fuzz/run` is the
//! long form, which looks for its changes. Where there is no time to build that, `MORGUE_FUZZ=600
//! MORGUE_FUZZ_TARGET=query cargo test fuzz::no_seed -- --nocapture` changes for so many seconds.

#[path = "../../fuzz/targets.rs"]
mod targets;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A target may take so long for an input of a few hundred bytes.
const SLOW: Duration = Duration::from_secs(10);

/// Numbers without order, but the same in every run (Knuth's MMIX generator, its upper bits).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }

    /// Cuts, repeats, flips and inserts what readers look for.
    fn change(&mut self, seed: &[u8]) -> Vec<u8> {
        const TOKENS: &[&[u8]] = &[
            b"\0",
            b"\xff",
            b"\xed\xa0\x80",
            b"\"",
            b"<",
            b">",
            b"&#0;",
            b"\r\n",
            b"]]>",
            b"<!--",
            b"(",
            b")",
            b"\\u",
            b"{",
            b"}",
            b"[",
            b"99999999999999999999",
            b"-",
            b"\xe2\x80\xae",
            b"=?utf-8?q?",
            b"*",
            b"\n\n",
        ];
        let mut bytes = seed.to_vec();
        for _ in 0..=self.below(4) {
            let at = self.below(bytes.len() + 1);
            let end = (at + self.below(20)).min(bytes.len());
            match self.below(5) {
                0 => drop(bytes.drain(at..end)),
                1 => bytes
                    .splice(at..at, bytes[at..end].repeat(3))
                    .for_each(drop),
                2 => bytes.truncate(at),
                3 => {
                    let token = TOKENS[self.below(TOKENS.len())];
                    bytes.splice(at..at, token.iter().copied()).for_each(drop);
                }
                _ => {
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte ^= 1 << self.below(8);
                    }
                }
            }
        }
        bytes
    }
}

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

fn seeds(name: &str) -> Vec<Vec<u8>> {
    let entries = fs::read_dir(directory().join("seeds").join(name));
    let entries = entries.unwrap_or_else(|error| panic!("seeds of {name}: {error}"));
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

#[test]
fn every_reader_is_a_target_and_has_seeds() {
    let listed = fs::read_to_string(directory().join("Cargo.toml")).unwrap();
    for name in targets::names() {
        assert!(listed.contains(&format!("name = \"{name}\"")), "{name}");
        assert!(!seeds(&name).is_empty(), "{name}");
    }
}

/// How many seconds to change inputs, if longer than usual.
fn seconds() -> Option<u64> {
    let seconds = std::env::var("MORGUE_FUZZ").ok()?;
    Some(seconds.parse().expect("MORGUE_FUZZ is seconds a target"))
}

/// Whether a target is asked for.
fn asked(name: &str) -> bool {
    std::env::var("MORGUE_FUZZ_TARGET").map_or(true, |only| only == name)
}

/// Runs a target; says with which input it fails or is slow.
fn attempt(name: &str, target: &targets::Target, input: &[u8]) {
    let begun = Instant::now();
    let run = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| target(input)));
    let shown = String::from_utf8_lossy(input);
    assert!(run.is_ok(), "{name} fails at {shown:?}");
    assert!(begun.elapsed() < SLOW, "{name} is slow at {shown:?}");
}

#[test]
fn no_seed_and_no_change_of_one_breaks_a_target() {
    let mut chance = Chance(20_261_125);
    for name in targets::names().into_iter().filter(|name| asked(name)) {
        let target = targets::by_name(&name);
        let mut pool = seeds(&name);
        for seed in &pool {
            attempt(&name, &target, seed);
        }
        let (seeds, begun) = (pool.len(), Instant::now());
        let mut tried = 0;
        let more = |tried| match seconds() {
            Some(seconds) => begun.elapsed() < Duration::from_secs(seconds),
            None => tried < 300,
        };
        while more(tried) {
            let from = if chance.below(2) == 0 {
                seeds
            } else {
                pool.len()
            };
            let seed = chance.below(from);
            let input = chance.change(&pool[seed]);
            attempt(&name, &target, &input);
            tried += 1;
            // Changes of changes get further from the seeds, which stay; what has grown too long would be slow.
            if (8..4096).contains(&input.len()) && chance.below(8) == 0 {
                if pool.len() < seeds + 1000 {
                    pool.push(input);
                } else {
                    pool[seeds + chance.below(1000)] = input;
                }
            }
        }
        println!("{name}: {tried} inputs");
    }
}
