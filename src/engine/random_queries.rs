//! The engine against a matcher that reads the texts: random queries over random articles.
//!
//! The matcher is written for plainness, not speed, and shares no code with the engine: it cuts words at
//! blanks, takes a trailing `s` off instead of stemming, and tries every choice of places.

use super::Engine;
use super::sample::{archive, article, meaning};
use crate::query::{Form, Node, Pattern, Query, Scope, Unit, Word};
use proptest::prelude::*;

/// Words of which no two share a stem unless they differ by a trailing `s` or by case.
const WORDS: &[&str] = &[
    "bank", "banks", "Bank", "BANKS", "dog", "dogs", "Dog", "cat", "CAT",
];

/// A text read plainly: words, and the number of the sentence and paragraph each stands in.
struct Plain {
    words: Vec<(String, usize, usize)>,
}

impl Plain {
    fn of(text: &str) -> Self {
        let (mut words, mut sentence) = (Vec::new(), 0);
        for (paragraph, lines) in text.split("\n\n").enumerate() {
            sentence += 1;
            for piece in lines.split_whitespace() {
                let word = piece.trim_end_matches('.');
                // A sentence does not begin with a small letter.
                if words.last().is_some_and(|(_, _, ended)| *ended)
                    && !word.starts_with(char::is_lowercase)
                {
                    sentence += 1;
                }
                words.push((word.to_owned(), (sentence, paragraph), piece.ends_with('.')));
            }
        }
        let words = words
            .into_iter()
            .map(|(word, (sentence, paragraph), _)| (word, sentence, paragraph));
        Self {
            words: words.collect(),
        }
    }

    fn unit(&self, at: usize, unit: Unit) -> usize {
        match unit {
            Unit::Sentence => self.words[at].1,
            Unit::Paragraph => self.words[at].2,
        }
    }

    /// (first word, last word) of each match.
    fn places(&self, pattern: &Pattern) -> Vec<(usize, usize)> {
        match pattern {
            Pattern::Word(word) => {
                let same = |at: &usize| means(word, &self.words[*at].0);
                (0..self.words.len())
                    .filter(same)
                    .map(|at| (at, at))
                    .collect()
            }
            Pattern::Any(parts) => parts.iter().flat_map(|part| self.places(part)).collect(),
            Pattern::Phrase { parts, slop } => {
                let places: Vec<_> = parts.iter().map(|part| self.places(part)).collect();
                choices(&places)
                    .into_iter()
                    .filter_map(|choice| {
                        let mut passed = 0;
                        for pair in choice.windows(2) {
                            passed += pair[1].0.checked_sub(pair[0].1 + 1)?;
                        }
                        (passed <= *slop as usize)
                            .then(|| (choice[0].0, choice[choice.len() - 1].1))
                    })
                    .collect()
            }
            Pattern::Near {
                left,
                right,
                distance,
                ordered,
            } => {
                let pairs = choices(&[self.places(left), self.places(right)]);
                let near = |one: (usize, usize), other: (usize, usize)| {
                    other.0 > one.1 && other.0 - one.1 <= *distance as usize
                };
                let both = |pair: Vec<(usize, usize)>| {
                    let (one, other) = (pair[0], pair[1]);
                    if near(one, other) {
                        Some((one.0, other.1))
                    } else if !ordered && near(other, one) {
                        Some((other.0, one.1))
                    } else {
                        None
                    }
                };
                pairs.into_iter().filter_map(both).collect()
            }
            Pattern::Within { parts, unit } => {
                let places: Vec<_> = parts.iter().map(|part| self.places(part)).collect();
                choices(&places)
                    .into_iter()
                    .filter_map(|choice| {
                        let first = choice.iter().map(|place| place.0).min()?;
                        let last = choice.iter().map(|place| place.1).max()?;
                        (self.unit(first, *unit) == self.unit(last, *unit)).then_some((first, last))
                    })
                    .collect()
            }
            Pattern::AtLeast { .. } => unreachable!("counts stand by themselves"),
        }
    }

    /// How many words begin a match inside the first `end` words.
    fn count(&self, pattern: &Pattern, end: usize) -> usize {
        let mut starts: Vec<_> = self
            .places(pattern)
            .iter()
            .filter(|p| p.1 < end)
            .map(|p| p.0)
            .collect();
        starts.sort_unstable();
        starts.dedup();
        starts.len()
    }
}

fn means(word: &Word, text: &str) -> bool {
    let small = |text: &str| text.to_lowercase();
    let stem = |text: &str| small(text).trim_end_matches('s').to_owned();
    match word.form {
        Form::Stem => stem(text) == stem(&word.text),
        Form::Exact => small(text) == small(&word.text),
        Form::Spelled => text == word.text,
        Form::AllCaps => small(text) == small(&word.text) && text == text.to_uppercase(),
        Form::NoCaps => text == small(&word.text),
        Form::Wildcard => small(text).starts_with(word.text.trim_end_matches('*')),
        Form::Fuzzy(_) | Form::Regex => unreachable!("not made"),
    }
}

/// Every way of taking one of each.
fn choices(places: &[Vec<(usize, usize)>]) -> Vec<Vec<(usize, usize)>> {
    places.iter().fold(vec![Vec::new()], |choices, next| {
        let longer = |choice: &Vec<_>| {
            let choice = choice.clone();
            next.iter()
                .map(move |place| [choice.as_slice(), &[*place]].concat())
                .collect::<Vec<_>>()
        };
        choices.iter().flat_map(longer).collect()
    })
}

fn matches(node: &Node, headline: &Plain, body: &Plain) -> bool {
    match node {
        Node::All => true,
        Node::And(parts) => parts.iter().all(|part| matches(part, headline, body)),
        Node::Or(parts) => parts.iter().any(|part| matches(part, headline, body)),
        Node::Not(part) => !matches(part, headline, body),
        Node::Boost(part, _) => matches(part, headline, body),
        Node::Filter { .. } => unreachable!("not made"),
        Node::Text { scope, pattern } => {
            let (times, pattern) = match pattern {
                Pattern::AtLeast { times, pattern } => (*times as usize, pattern.as_ref()),
                pattern => (1, pattern),
            };
            let first = body.words.iter().filter(|word| word.2 == 0).count();
            let (in_headline, end) = match scope {
                Scope::Article => (true, usize::MAX),
                Scope::Headline => (true, 0),
                Scope::Body => (false, usize::MAX),
                Scope::Lead => (true, first),
                Scope::First(words) => (false, *words as usize),
            };
            let above = if in_headline {
                headline.count(pattern, usize::MAX)
            } else {
                0
            };
            above + body.count(pattern, end) >= times
        }
    }
}

fn word() -> impl Strategy<Value = Pattern> + Clone {
    let form = prop_oneof![
        4 => Just(Form::Stem), 1 => Just(Form::Exact), 1 => Just(Form::Spelled), 1 => Just(Form::AllCaps),
        1 => Just(Form::NoCaps), 1 => Just(Form::Wildcard),
    ];
    (prop::sample::select(WORDS), form).prop_map(|(text, form)| {
        let text = match form {
            Form::Wildcard => format!("{}*", text[..2].to_lowercase()),
            _ => text.to_owned(),
        };
        Pattern::Word(Word {
            text,
            form,
            span: 0..0,
        })
    })
}

fn any(of: impl Strategy<Value = Pattern> + Clone) -> impl Strategy<Value = Pattern> + Clone {
    let some = prop::collection::vec(of.clone(), 2..4).prop_map(Pattern::Any);
    prop_oneof![3 => of, 1 => some]
}

/// What may be counted: words, phrases, and choices of them.
fn counted() -> impl Strategy<Value = Pattern> + Clone {
    let phrase = (prop::collection::vec(word(), 2..5), 0u32..5)
        .prop_map(|(parts, slop)| Pattern::Phrase { parts, slop });
    any(prop_oneof![2 => word(), 1 => phrase])
}

/// What may stand by itself.
fn pattern() -> impl Strategy<Value = Pattern> + Clone {
    let near = counted().prop_recursive(2, 4, 2, |inner| {
        (any(inner.clone()), any(inner), 1u32..6, prop::bool::ANY).prop_map(
            |(left, right, distance, ordered)| Pattern::Near {
                left: Box::new(left),
                right: Box::new(right),
                distance,
                ordered,
            },
        )
    });
    near.prop_recursive(1, 3, 3, |inner| {
        let unit = prop_oneof![Just(Unit::Sentence), Just(Unit::Paragraph)];
        (prop::collection::vec(any(inner), 1..4), unit)
            .prop_map(|(parts, unit)| Pattern::Within { parts, unit })
    })
}

fn node() -> impl Strategy<Value = Node> {
    let scope = prop_oneof![
        4 => Just(Scope::Article), 1 => Just(Scope::Headline), 1 => Just(Scope::Body), 1 => Just(Scope::Lead),
        1 => (1u32..6).prop_map(Scope::First),
    ];
    let once = pattern();
    let times = (2u32..5, counted()).prop_map(|(times, pattern)| Pattern::AtLeast {
        times,
        pattern: Box::new(pattern),
    });
    let text = (scope, prop_oneof![3 => once, 1 => times])
        .prop_map(|(scope, pattern)| Node::Text { scope, pattern });
    let leaf = prop_oneof![8 => text, 1 => Just(Node::All)];
    leaf.prop_recursive(2, 5, 3, |inner| {
        let some = prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            some.clone().prop_map(Node::And),
            some.prop_map(Node::Or),
            inner.clone().prop_map(|node| Node::Not(Box::new(node))),
            inner.prop_map(|node| Node::Boost(Box::new(node), 2.0)),
        ]
    })
}

fn text(most: usize) -> impl Strategy<Value = String> {
    let end = prop_oneof![6 => Just(" "), 1 => Just(". "), 1 => Just(".\n\n")];
    let word = prop_oneof![3 => prop::sample::select(WORDS), 2 => Just("the"), 1 => Just("Then")];
    prop::collection::vec((word, end), 0..most).prop_map(|words| {
        let pieces: Vec<_> = words
            .into_iter()
            .flat_map(|(word, end)| [word, end])
            .collect();
        pieces.concat()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]
    #[test]
    fn the_engine_finds_what_a_plain_reading_finds(
        texts in prop::collection::vec((text(5), text(20)), 1..12),
        nodes in prop::collection::vec(node(), 12),
        per_segment in 1usize..12,
    ) {
        let articles: Vec<_> = texts.iter().enumerate()
            .map(|(number, (headline, body))| article(&number.to_string(), headline, body)).collect();
        let archive = archive(&articles, per_segment);
        for root in nodes {
            let query = Query { typed: String::new(), root };
            let expected: Vec<_> = texts.iter().enumerate()
                .filter(|(_, (headline, body))| matches(&query.root, &Plain::of(headline), &Plain::of(body)))
                .map(|(number, _)| number.to_string()).collect();
            let page = archive.engine.search(&super::sample::request(query.clone(), 100)).unwrap();
            let mut found: Vec<_> = page.hits.iter().map(|hit| hit.id.clone()).collect();
            found.sort_by_key(|id| id.parse::<usize>().unwrap());
            prop_assert_eq!(&found, &expected, "{}", query);
            prop_assert_eq!(archive.engine.count(&query, &meaning()).unwrap(), found.len() as u64);
        }
    }
}
