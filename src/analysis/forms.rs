//! Which words can have a stem: a walk letter by letter that ends where no such word goes on.
//!
//! All words that begin like a stem are far more than its forms: of those that begin with `th`, a large
//! archive has thousands. English Snowball takes endings off in eight steps, each at most one of a fixed list,
//! so what stands behind the unchanged part of a word is made of those endings, the last step's first. That
//! is a small finite automaton; a dictionary that is walked with it need not look at anything else. It
//! lets through some words that have another stem (the conditions of the steps are not in it), and never
//! stops one that has this: whoever walks it stems what is left.
//!
//! Source: the English stemmer of [Snowball](https://snowballstem.org/algorithms/english/stemmer.html), its
//! tables of endings. Of an ending that is replaced only what changes is here (`ational` → `ate`: `ional`).

use std::sync::LazyLock;

/// The endings by step, the last step first. `(` marks where an ending may begin later, `)` where it may end
/// sooner: a part of it then belongs to the unchanged word, or was written by an earlier step.
const STEPS: [&[&str]; 8] = [
    // Step 5: `e`, and `ll` → `l`.
    &["e", "l"],
    // Step 4.
    &[
        "ic", "anc)e", "enc)e", "ab)l)e", "ib)l)e", "at)e", "iv)e", "iz)e", "it)i", "al", "ism",
        "ion", "er", "ous", "ant", "e(m(ent",
    ],
    // Step 3: `tional` → `tion`, `ational` → `ate`, `alize` → `al`, `icate`, `iciti`, `ical` → `ic`.
    &["ion(al", "iz)e", "at)e", "it)i", "ful", "ness", "ativ)e"],
    // Step 2: `ization` → `ize`, `ational`, `ation`, `ator` → `ate`, `tional` → `tion`, `izer` → `ize`,
    // `abli` → `able`, `aliti` → `al`, `biliti` → `ble`, `ousness` → `ous`, `ogist` → `og` and their like.
    &["at(ion)(al", "l)(i", "o(r", "ism", "il(it)i", "ness", "ist"],
    // Step 1c: `y` → `i`.
    &["y"],
    // Step 1b: a doubled letter.
    &[DOUBLED],
    // Step 1b: `ed`, `edly`, `ing`, `ingly`; `eed`, `eedly` → `ee`.
    &["e(d)ly", "ing)ly"],
    // Step 1a: `s`; `sses` → `ss`; `ies`, `ied` → `i` or `ie`.
    &["e(s", "e(d"],
];

/// Stands for one more of the letter before it.
const DOUBLED: &str = "*";

/// The letters that step 1b leaves one of.
const DOUBLES: &[u8] = b"bdfgmnprt";

/// A set of places in the endings, each place being behind a letter of them.
type Places = u128;

/// The place before any ending.
const START: Places = 1;
/// The place behind the last letter of the stem, which a form may have otherwise.
const LAST: Places = 1 << 1;

/// The endings as an automaton: place `n` is behind the letter `n`.
struct Endings {
    /// For each letter the places behind one.
    behind: [Places; 26],
    /// The place behind a doubled letter.
    doubled: Places,
    /// Places behind which the ending goes on.
    inner: Places,
    /// Places at which an ending may end.
    ends: Places,
    /// For each place, those of the first letters that may follow where an ending ends there.
    next: Vec<Places>,
}

static ENDINGS: LazyLock<Endings> = LazyLock::new(Endings::new);

impl Endings {
    fn new() -> Self {
        let mut endings = Self {
            behind: [0; 26],
            doubled: 0,
            inner: 0,
            ends: START | LAST,
            next: Vec::new(),
        };
        let mut steps = vec![0, 0];
        let mut firsts = [0; STEPS.len()];
        for (step, words) in STEPS.iter().enumerate() {
            for word in *words {
                endings.add(word, step, &mut steps, &mut firsts);
            }
        }
        // From a place in a step on to the steps that came before it.
        let from = |step: usize| firsts[step..].iter().fold(0, |all, first| all | first);
        endings.next = steps.iter().map(|step| from(*step)).collect();
        endings
    }

    fn add(&mut self, word: &str, step: usize, steps: &mut Vec<usize>, firsts: &mut [Places]) {
        let mut is_first = true;
        for sign in word.bytes() {
            let last = 1 << (steps.len() - 1);
            match sign {
                b'(' => is_first = true,
                b')' => self.ends |= last,
                letter => {
                    let place = last << 1;
                    steps.push(step + 1);
                    match letter {
                        b'*' => self.doubled = place,
                        _ => self.behind[usize::from(letter - b'a')] |= place,
                    }
                    if std::mem::take(&mut is_first) {
                        firsts[step] |= place;
                    }
                    self.inner |= place;
                }
            }
        }
        let last = 1 << (steps.len() - 1);
        self.ends |= last;
        self.inner &= !last;
    }

    /// Where one more letter leads.
    fn step(&self, rest: Rest, letter: u8, last: Option<u8>) -> Rest {
        let ended = rest.places & self.ends;
        // Places are in the order of the steps: from the first of them all the others' ways lead on.
        let mut ways = (rest.places & self.inner) << 1;
        if ended != 0 {
            ways |= self.next[ended.trailing_zeros() as usize];
        }
        if rest.places & START != 0 {
            ways |= LAST;
        }
        let mut behind = match letter {
            b'a'..=b'z' => self.behind[usize::from(letter - b'a')],
            _ => 0,
        };
        if letter == rest.before && DOUBLES.contains(&letter) {
            behind |= self.doubled;
        }
        if last == Some(letter) {
            behind |= LAST;
        }
        Rest {
            places: ways & behind,
            before: letter,
        }
    }
}

/// How far a word was walked behind the part that all forms share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Rest {
    places: Places,
    before: u8,
}

/// How far a word was walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Walked(Way);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// So many bytes of what all forms begin with.
    Beginning(usize),
    /// Behind it.
    Rest(Rest),
    /// Anywhere behind it, of a stem whose endings are not known.
    Open,
}

/// The words that may have a stem.
#[derive(Debug, Clone)]
pub struct Forms {
    prefix: String,
    /// The letter of the stem behind the prefix.
    last: Option<u8>,
    /// Whether the endings are known.
    english: bool,
}

impl Forms {
    /// Of a stem of which `prefix` stands unchanged in every form.
    pub(super) fn new(stem: &str, prefix: &str, english: bool) -> Self {
        let last = stem.as_bytes().get(prefix.len()).copied();
        Self {
            prefix: prefix.to_owned(),
            last,
            english,
        }
    }

    /// Before the first byte of a word.
    pub fn start(&self) -> Walked {
        self.walked(0, 0)
    }

    fn walked(&self, bytes: usize, before: u8) -> Walked {
        Walked(if bytes < self.prefix.len() {
            Way::Beginning(bytes)
        } else if self.english {
            Way::Rest(Rest {
                places: START,
                before,
            })
        } else {
            Way::Open
        })
    }

    /// Behind one more byte of the word; `None` if no form goes on like that.
    pub fn step(&self, walked: Walked, byte: u8) -> Option<Walked> {
        match walked.0 {
            Way::Beginning(bytes) => {
                let same = self.prefix.as_bytes()[bytes] == byte;
                same.then(|| self.walked(bytes + 1, byte))
            }
            Way::Rest(rest) => {
                let rest = ENDINGS.step(rest, byte, self.last);
                (rest.places != 0).then_some(Walked(Way::Rest(rest)))
            }
            Way::Open => Some(walked),
        }
    }

    /// Whether the word may end here.
    pub fn ends(&self, walked: Walked) -> bool {
        match walked.0 {
            Way::Beginning(_) => false,
            Way::Rest(rest) => rest.places & ENDINGS.ends != 0,
            Way::Open => true,
        }
    }

    /// Whether a whole word may be a form.
    pub fn may_be(&self, word: &str) -> bool {
        let step = |walked, byte: u8| self.step(walked, byte);
        let walked = word.bytes().try_fold(self.start(), step);
        walked.is_some_and(|walked| self.ends(walked))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Stemmer;
    use super::*;
    use proptest::prelude::*;

    /// Every ending that the English stemmer knows, and letters that end words.
    const KNOWN: &[&str] = &[
        "", "s", "ss", "us", "sses", "ied", "ies", "ed", "eed", "ing", "edly", "eedly", "ingly",
        "y", "bb", "dd", "ff", "gg", "mm", "nn", "pp", "rr", "tt", "ll", "at", "bl", "iz", "anci",
        "ency", "ogi", "ogist", "logy", "li", "ly", "bly", "ably", "ally", "fully", "lessly",
        "ously", "ently", "ality", "bility", "ivity", "tional", "ational", "alism", "ation",
        "ization", "izer", "ator", "iveness", "fulness", "ousness", "icate", "ative", "alize",
        "icity", "ical", "ful", "ness", "ic", "ance", "ence", "able", "ible", "ate", "ive", "ize",
        "iti", "al", "ism", "ion", "er", "ous", "ant", "ent", "ment", "ement", "e", "l", "i", "ie",
        "ying",
    ];

    fn english() -> Stemmer {
        Stemmer::new("en").unwrap()
    }

    fn is_let_through(word: &str) -> bool {
        let stemmer = english();
        let stem = stemmer.stem(word);
        stemmer.forms(&stem).may_be(word)
            || stemmer.irregular(&stem).iter().any(|form| form == word)
    }

    #[test]
    fn the_places_fit_and_the_steps_are_in_order() {
        let endings = &*ENDINGS;
        assert!(endings.next.len() <= 128, "{}", endings.next.len());
        let narrows = |pair: &[Places]| pair[1] & pair[0] == pair[1];
        assert!(endings.next.windows(2).all(narrows));
    }

    #[test]
    fn every_pair_of_endings_is_let_through() {
        for root in [
            "h", "th", "be", "hop", "ban", "pas", "org", "gener", "commun", "fruit", "relat",
            "sky", "cr", "vis", "enact", "col", "str", "past", "univers", "yel", "boy", "eva",
            "ski", "past", "é", "中", "proc", "out",
        ] {
            for one in KNOWN {
                for other in KNOWN {
                    let word = [root, one, other].concat();
                    assert!(is_let_through(&word), "{word} → {}", english().stem(&word));
                }
            }
        }
        for word in [
            "vying", "dying", "dyings", "yying", "skies", "early", "only", "ugly", "idly",
            "gently", "at&t", "3e",
        ] {
            assert!(is_let_through(word), "{word}");
        }
    }

    #[test]
    fn most_other_words_are_not() {
        let let_through = |stem: &str, word| english().forms(stem).may_be(word);
        for (stem, word) in [
            ("the", "themselves"),
            ("bank", "bankrupt"),
            ("a", "about"),
            ("hop", "hopkin"),
            ("his", "history"),
            ("hop", "hope-"),
        ] {
            assert!(!let_through(stem, word), "{stem} {word}");
        }
        let german = Stemmer::new("de").unwrap();
        assert!(
            german.forms("bank").may_be("bahn"),
            "its endings are not known"
        );
        assert!(!german.forms("bank").may_be("zug"));
    }

    proptest! {
        #[test]
        fn any_chain_of_endings_is_let_through(
            root in "[a-zé]{0,7}",
            chain in prop::collection::vec(prop::sample::select(KNOWN), 0..6),
        ) {
            let word = [&root, &chain.concat()].map(String::as_str).concat();
            prop_assert!(word.is_empty() || is_let_through(&word), "{} → {}", word, english().stem(&word));
        }
    }
}
