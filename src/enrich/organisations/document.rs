//! The document step: what the whole article says corrects what the model said of each place.
//!
//! Evidence that was measured to be precise is accepted where the model hesitated; a country is never an
//! organisation; a name recognised in one place is recognised in the others; an acronym that the article
//! defines, or whose expansion it holds, is a name wherever it stands. Minority mentions are not voted
//! down: that was measured to lose more names than it cleans.

use super::classes::{DEMONYM, FUNCTION, LEGAL, PLACE, THING, TIME};
use super::hashes::HashedMap;
use super::key::key;
use super::kind::Kind;
use super::mention::Why;
use super::names::{Match, Names};
use super::rules::Rule;
use super::scene::Scene;
use super::tagger::Tagged;
use super::words::Case;
use std::collections::HashSet;
use std::ops::Range;

/// The type of organisations among the model's.
const ORGANISATION: usize = 0;

/// An accepted span.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    /// The tokens.
    pub(super) tokens: Range<usize>,
    /// The strongest reason.
    pub(super) why: Why,
    /// How sure.
    pub(super) confidence: f32,
}

/// What the model said.
pub(super) struct Said {
    /// The names of all types.
    pub(super) tagged: Vec<Tagged>,
    /// For each token the probability that it is in the name of an organisation.
    pub(super) organisation: Vec<f32>,
}

/// How probable one half of a definition must be.
const DEFINED: f32 = 0.4;
/// How probable a repetition must be in its place, unless it is the acronym of a definition: words that
/// are a name in one place are often a part of another one elsewhere.
const REPEATED: f32 = 0.15;

/// Spans being accepted: no two overlap.
struct Accepted<'s> {
    scene: &'s Scene<'s>,
    taken: Vec<bool>,
    found: Vec<Found>,
    /// The matches and the best rules by their tokens.
    known: HashedMap<&'s Match>,
    ruled: HashedMap<Rule>,
    /// The words of the acronyms that the article defines.
    acronyms: HashSet<Vec<u64>>,
}

/// Members of parties, who are no party; the table has the parties.
const MEMBERS: &[&str] = &[
    "Republican",
    "Republicans",
    "Democrats",
    "REPUBLICANS",
    "DEMOCRATS",
];

/// The organisations of a scene, in order.
pub(super) fn organisations(scene: &Scene, names: &Names, user: &Names, said: &Said) -> Vec<Found> {
    let mut accepted = Accepted::new(scene);
    if !user.is_empty() {
        for hit in user.find(&scene.text) {
            accepted.add(hit.tokens, Why::User, 1.0);
        }
    }
    accepted.add_defined(said);
    for tagged in said
        .tagged
        .iter()
        .filter(|tagged| tagged.kind == ORGANISATION)
    {
        accepted.add_tagged(tagged, names);
    }
    accepted.add_known(names, said);
    accepted.add_ruled(said);
    accepted.repeat(said);
    accepted.found.sort_by_key(|found| found.tokens.start);
    accepted.found
}

impl<'s> Accepted<'s> {
    fn new(scene: &'s Scene<'s>) -> Self {
        let mut ruled = HashedMap::default();
        for hit in scene.hits.iter().filter(|hit| hit.rule <= Rule::Introduced) {
            let best = ruled.entry(place(&hit.tokens)).or_insert(hit.rule);
            *best = hit.rule.min(*best);
        }
        Self {
            scene,
            taken: vec![false; scene.text.tokens.len()],
            found: Vec::new(),
            known: scene
                .matches
                .iter()
                .map(|hit| (place(&hit.tokens), hit))
                .collect(),
            ruled,
            acronyms: HashSet::new(),
        }
    }

    /// The folded words of a span.
    fn words(&self, tokens: &Range<usize>) -> Vec<u64> {
        tokens
            .clone()
            .map(|at| self.scene.text.word(at).folded)
            .collect()
    }

    fn is_free(&self, tokens: &Range<usize>) -> bool {
        !self.taken[tokens.clone()].iter().any(|taken| *taken)
    }

    fn add(&mut self, tokens: Range<usize>, why: Why, confidence: f32) {
        let never = tokens.is_empty() || (why != Why::User && self.is_never(&tokens));
        if !never && self.is_free(&tokens) && !self.joins(&tokens) {
            self.taken[tokens.clone()].fill(true);
            self.found.push(Found {
                tokens,
                why,
                confidence,
            });
        }
    }

    /// "Hale and Sons Inc": whether the span is the rest of a name that ended before its "and".
    fn joins(&mut self, tokens: &Range<usize>) -> bool {
        let text = &self.scene.text;
        let rest = [
            "Sons",
            "SONS",
            "Partners",
            "PARTNERS",
            "Associates",
            "ASSOCIATES",
        ];
        if tokens.start < 2
            || !rest.contains(&text.form(tokens.start))
            || !text.is_small(tokens.start - 1, &["and", "&", "AND"])
        {
            return false;
        }
        // The name was found just before; a bound keeps the cost of hostile text linear.
        let mut last = self.found.iter_mut().rev().take(64);
        let Some(name) = last.find(|found| found.tokens.end + 1 == tokens.start) else {
            return false;
        };
        self.taken[name.tokens.end..tokens.end].fill(true);
        name.tokens.end = tokens.end;
        true
    }

    /// What no evidence makes the name of an organisation: members of a party, a ticker, a rating.
    fn is_never(&self, tokens: &Range<usize>) -> bool {
        let text = &self.scene.text;
        let bare = tokens.len() == 1 || (tokens.len() == 2 && text.is_form(tokens.start, "The"));
        let members = bare && MEMBERS.contains(&text.form(tokens.end - 1));
        let ticker = tokens.len() == 1
            && tokens.start > 0
            && text.is_form(tokens.start - 1, "<")
            && text.is_form(tokens.end, ">")
            && text.word(tokens.start).case == Case::Upper;
        members || ticker || self.is_rating(tokens)
    }

    /// Whether it is a credit rating (`BBB`, `AA`) and the table knows nobody of this name for sure.
    fn is_rating(&self, tokens: &Range<usize>) -> bool {
        if tokens.len() != 1 {
            return false;
        }
        let form = self.scene.text.form(tokens.start).as_bytes();
        let known = self.known.get(&place(tokens));
        (2..=3).contains(&form.len())
            && matches!(form[0], b'A'..=b'C')
            && form.iter().all(|letter| *letter == form[0])
            && known.is_none_or(|hit| hit.ambiguous)
    }

    /// Names with their acronyms in brackets, if the model does not hold them for something else.
    fn add_defined(&mut self, said: &Said) {
        let hits = &self.scene.hits;
        for pair in hits
            .windows(2)
            .filter(|pair| pair[0].rule == Rule::Defined && pair[1].rule == Rule::Acronym)
        {
            let both = [&pair[0].tokens, &pair[1].tokens];
            let sure = both.map(|tokens| mean(said, tokens));
            if sure[0].max(sure[1]) < DEFINED {
                continue;
            }
            self.acronyms.insert(self.words(both[1]));
            for tokens in both {
                self.add(
                    tokens.clone(),
                    Why::Defined,
                    0.5 + sure[0].max(sure[1]) / 2.0,
                );
            }
        }
    }

    fn add_tagged(&mut self, tagged: &Tagged, names: &Names) {
        let text = &self.scene.text;
        let tokens = self.trimmed(tagged.tokens.clone());
        if tokens.is_empty()
            || self.is_no_name(&tokens)
            || names.is_no_organisation(&key(&text.name(&tokens)))
        {
            return;
        }
        let place = place(&tokens);
        let known = self.known.get(&place).copied();
        // The "Nairobi Accords" are a thing, unless the table has such a name.
        if known.is_none()
            && tokens.len() > 1
            && text.word(tokens.end - 1).is(THING)
            && tagged.confidence < 0.9
        {
            return;
        }
        let ruled = self.ruled.get(&place);
        let (why, backed) = match (known, ruled) {
            (Some(hit), _) => (Why::Table, !hit.ambiguous),
            (None, Some(rule)) => (Why::Rule, *rule != Rule::WeakHead),
            (None, None) => (Why::Model, false),
        };
        let sure = if backed {
            0.5 + tagged.confidence / 2.0
        } else {
            tagged.confidence
        };
        self.add(tokens, why, sure);
    }

    /// A span without words that are no part of a name at its ends.
    fn trimmed(&self, mut tokens: Range<usize>) -> Range<usize> {
        let text = &self.scene.text;
        let loose = |at: usize| {
            let word = text.word(at);
            word.case == Case::Sign || (word.case == Case::Lower && word.is(FUNCTION))
        };
        while !tokens.is_empty() && loose(tokens.start) {
            tokens.start += 1;
        }
        while !tokens.is_empty() && loose(tokens.end - 1) {
            tokens.end -= 1;
        }
        tokens
    }

    /// Countries, peoples and days alone are no organisations.
    fn is_no_name(&self, tokens: &Range<usize>) -> bool {
        let text = &self.scene.text;
        let all = |classes| tokens.clone().all(|at| text.word(at).is(classes));
        let lone = tokens.len() == 1 && text.word(tokens.start).length < 2;
        lone || all(LEGAL)
            || all(DEMONYM)
            || all(TIME)
            || all(FUNCTION)
            || (tokens.len() == 1 && all(PLACE))
    }

    /// Names of the table that the model did not refuse.
    fn add_known(&mut self, names: &Names, said: &Said) {
        for hit in &self.scene.matches {
            let kind = names.entry(hit.entry).kind;
            if !kind.is_organisation() || !self.is_free(&hit.tokens) {
                continue;
            }
            let sure = mean(said, &hit.tokens);
            // "The Verge" is a name where "verge" is a word.
            let titled = hit.tokens.start > 0
                && self.scene.text.is_form(hit.tokens.start - 1, "The")
                && names.entry(hit.entry).canonical.starts_with("The ");
            let needed = match (hit.ambiguous, hit.tokens.len() > 1 || titled, kind) {
                (true, ..) => 0.5,
                (_, true, Kind::Club) => 0.2,
                (_, true, _) => 0.15,
                _ => 0.3,
            };
            if sure >= needed {
                self.add(hit.tokens.clone(), Why::Table, 0.5 + sure / 2.0);
            }
        }
    }

    /// Spans of the precise rules that the model did not refuse.
    fn add_ruled(&mut self, said: &Said) {
        for hit in &self.scene.hits {
            let needed = match hit.rule {
                Rule::LegalForm | Rule::Introduced => 0.2,
                Rule::HeadOf | Rule::Head => 0.3,
                _ => continue,
            };
            let sure = mean(said, &hit.tokens);
            let tokens = self.trimmed(hit.tokens.clone());
            if sure >= needed && !tokens.is_empty() && !self.is_no_name(&tokens) {
                self.add(tokens, Why::Rule, 0.5 + sure / 2.0);
            }
        }
    }

    /// Recognises accepted names wherever else they stand, and acronyms of accepted names.
    fn repeat(&mut self, said: &Said) {
        let mut known = HashedMap::<Vec<(Vec<u64>, f32)>>::default();
        let mut seen = HashSet::new();
        for found in &self.found {
            let words = self.words(&found.tokens);
            if found.confidence >= 0.4 && seen.insert(words.clone()) {
                known
                    .entry(words[0])
                    .or_default()
                    .push((words, found.confidence));
            }
        }
        for names in known.values_mut() {
            names.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
            names.truncate(64);
        }
        let mut added = Vec::new();
        for stretch in &self.scene.stretches {
            for at in stretch.clone() {
                let word = self.scene.text.word(at);
                let Some(names) = known.get(&word.folded) else {
                    continue;
                };
                for (words, sure) in names {
                    let tokens = at..at + words.len();
                    if tokens.end <= stretch.end && self.repeats(&tokens, words, said) {
                        added.push((tokens, *sure));
                        break;
                    }
                }
            }
        }
        for (tokens, sure) in added {
            self.add(tokens, Why::Repeated, sure);
        }
    }

    fn repeats(&self, tokens: &Range<usize>, words: &[u64], said: &Said) -> bool {
        let text = &self.scene.text;
        let same = tokens
            .clone()
            .zip(words)
            .all(|(at, word)| text.word(at).folded == *word);
        if !same || !text.word(tokens.start).is_capitalised() {
            return false;
        }
        let defined = self.acronyms.contains(words);
        if !defined && mean(said, tokens) < REPEATED {
            return false;
        }
        // Part of a longer name of another type: "Ford" in "Harrison Ford".
        let first = said
            .tagged
            .partition_point(|tagged| tagged.tokens.end <= tokens.start);
        let over = said.tagged[first..]
            .iter()
            .take_while(|tagged| tagged.tokens.start < tokens.end);
        let inside = over.into_iter().any(|tagged| {
            tagged.kind != ORGANISATION
                && (tagged.tokens.len() > tokens.len() || tagged.confidence > 0.8)
        });
        !inside
    }
}

/// A span as one number.
fn place(tokens: &Range<usize>) -> u64 {
    (tokens.start as u64) << 8 | tokens.len() as u64
}

/// The mean probability over tokens that they are in an organisation's name.
fn mean(said: &Said, tokens: &Range<usize>) -> f32 {
    said.organisation[tokens.clone()].iter().sum::<f32>() / tokens.len().max(1) as f32
}
