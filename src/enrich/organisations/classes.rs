//! Classes of words that say something about a name beside them: legal forms, head nouns of
//! institutions, titles, nouns that introduce an organisation, verbs of saying, places.
//!
//! The lists are data (`classes.tsv`, of our own making); a word may be in several. They are hints for
//! rules and features, never decisions by themselves.

use super::hashes::HashedMap;
use xxhash_rust::xxh3::xxh3_64;

/// Legal forms: `Inc`, `GmbH`.
pub(super) const LEGAL: u32 = 1;
/// Head nouns of institutions: `Ministry`, `University`.
pub(super) const HEAD: u32 = 1 << 1;
/// Nouns that are sometimes such heads: `Group`, `Project`.
pub(super) const WEAK: u32 = 1 << 2;
/// Titles and roles of people: `Mr`, `President`.
pub(super) const TITLE: u32 = 1 << 3;
/// Common nouns that introduce an organisation: `newspaper`, `carmaker`.
pub(super) const INTRODUCING: u32 = 1 << 4;
/// Verbs of saying and of business.
pub(super) const SAYING: u32 = 1 << 5;
/// Common nouns that follow an organisation: `spokesman`, `shares`.
pub(super) const FOLLOWING: u32 = 1 << 6;
/// Months and days.
pub(super) const TIME: u32 = 1 << 7;
/// Function words.
pub(super) const FUNCTION: u32 = 1 << 8;
/// Adjectives and peoples of places: `French`.
pub(super) const DEMONYM: u32 = 1 << 9;
/// Countries, regions and cities of one word.
pub(super) const PLACE: u32 = 1 << 10;
/// First names.
pub(super) const FIRST: u32 = 1 << 11;
/// Small words inside names: `of`, `de`.
pub(super) const CONNECTOR: u32 = 1 << 12;
/// Nouns at the end of names of events, laws and treaties.
pub(super) const THING: u32 = 1 << 13;
/// Family names.
pub(super) const SURNAME: u32 = 1 << 14;
/// How many classes there are.
pub(super) const COUNT: u32 = 15;
/// Above the classes, two bits say how a word was written in the training texts: see [`Habit`].
const HABIT_SHIFT: u32 = 16;

/// How a word is mostly written inside sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Habit {
    /// Not met often enough to say.
    Unknown = 0,
    /// Almost always in lower case.
    Lower = 1,
    /// Both ways.
    Mixed = 2,
    /// Almost always with a capital.
    Capital = 3,
}

/// The habit of a word with these classes.
pub(super) fn habit(classes: u32) -> Habit {
    match (classes >> HABIT_SHIFT) & 3 {
        1 => Habit::Lower,
        2 => Habit::Mixed,
        3 => Habit::Capital,
        _ => Habit::Unknown,
    }
}

const NAMES: &[(&str, u32)] = &[
    ("legal", LEGAL),
    ("head", HEAD),
    ("weak", WEAK),
    ("title", TITLE),
    ("appos", INTRODUCING),
    ("verb", SAYING),
    ("cue", FOLLOWING),
    ("time", TIME),
    ("function", FUNCTION),
    ("demonym", DEMONYM),
    ("place", PLACE),
    ("first", FIRST),
    ("connector", CONNECTOR),
    ("thing", THING),
    ("surname", SURNAME),
];

/// The classes of each listed word.
#[derive(Debug)]
pub(super) struct Classes {
    words: HashedMap<u32>,
    habits: HashedMap<u32>,
    /// A bit for each word of either, by its hash: most new words of a text are in neither, and this is
    /// small enough to stay near the processor.
    there: Vec<u64>,
}

/// How many words of bits say which words are known.
const THERE: usize = 1 << 12;

/// The word of bits that a hash is told by, and its bit.
fn bit(hash: u64) -> (usize, u64) {
    let spread = (hash as u32).wrapping_mul(0x9e37_79b9);
    ((spread >> 20) as usize, 1 << ((spread >> 14) & 63))
}

impl Classes {
    /// The lists that come with the program.
    pub(super) fn embedded() -> Self {
        let mut words = HashedMap::<u32>::default();
        for line in include_str!("classes.tsv").lines() {
            let Some((name, list)) = line.split_once('\t') else {
                continue;
            };
            let bit = NAMES
                .iter()
                .find(|(n, _)| *n == name)
                .map_or(0, |(_, bit)| *bit);
            for word in list.split(' ') {
                *words.entry(xxh3_64(word.as_bytes())).or_default() |= bit;
            }
        }
        let mut classes = Self {
            there: vec![0; THERE],
            habits: HashedMap::default(),
            words: HashedMap::default(),
        };
        for word in words.keys() {
            classes.note(*word);
        }
        classes.words = words;
        classes
    }

    /// Notes that something is known of a word.
    fn note(&mut self, hash: u64) {
        let (word, bit) = bit(hash);
        self.there[word] |= bit;
    }

    /// Takes the habits of words from a model, by the hash of the folded word cut to 32 bits.
    pub(super) fn set_habits(&mut self, habits: &[(u32, Habit)]) {
        for (word, habit) in habits {
            self.habits.insert(u64::from(*word), *habit as u32);
            self.note(u64::from(*word));
        }
    }

    /// The classes of a folded word.
    pub(super) fn of(&self, folded: &str) -> u32 {
        self.of_hash(xxh3_64(folded.as_bytes()))
    }

    /// The classes of a folded word, by its hash.
    pub(super) fn of_hash(&self, hash: u64) -> u32 {
        let (word, bit) = bit(hash);
        if self.there[word] & bit == 0 {
            return 0;
        }
        let classes = self.words.get(&hash).copied().unwrap_or(0);
        let habit = self.habits.get(&(hash & 0xffff_ffff)).copied().unwrap_or(0);
        classes | habit << HABIT_SHIFT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_words() {
        let classes = Classes::embedded();
        let all = classes.words.values().fold(0, |all, bits| all | bits);
        assert_eq!(all, (1 << COUNT) - 1);
        assert_eq!(classes.of("ministry") & HEAD, HEAD);
        assert_eq!(classes.of("paris"), PLACE);
        assert_eq!(classes.of("xyzzy"), 0);
    }
}
