//! Whose ministry, parliament or court it is: bodies that every nation has are told apart by nation.
//!
//! "The Finance Ministry" is another body in Tokyo than in Brasilia, and counts that add them up are wrong.
//! A nation is taken only where it is certain: it stands right before the name somewhere in the article
//! ("Japan's Finance Ministry"), and no other nation does; or the article names no other nation at all.
//! Otherwise the name stays as it is. The form seen is kept, and finds all of them.

use super::classes::{DEMONYM, PLACE};
use super::hashes::HashedMap;
use super::key::{fold_token, key};
use super::link::Linker;
use super::names::Names;
use super::text::Text;
use super::token::tokenise;
use std::ops::Range;
use xxhash_rust::xxh3::xxh3_64;

/// Bodies of which every nation has one, by their keys.
const BODIES: &[&str] = &[
    "army",
    "air force",
    "attorney general",
    "cabinet",
    "central bank",
    "central election commission",
    "chamber of deputies",
    "coast guard",
    "congress",
    "constitutional court",
    "electoral commission",
    "election commission",
    "federal court",
    "high court",
    "house",
    "house of representatives",
    "labor",
    "national assembly",
    "national bank",
    "national guard",
    "navy",
    "parliament",
    "reserve bank",
    "securities commission",
    "senate",
    "supreme court",
    "treasury",
];

/// The nations.
#[derive(Debug)]
pub(super) struct Nations {
    names: Vec<&'static str>,
    /// Folded words, one or two, → nation.
    forms: HashedMap<u16>,
}

/// A nation where it is named.
struct Named {
    tokens: Range<usize>,
    nation: u16,
}

fn joined(first: u64, second: u64) -> u64 {
    first.rotate_left(17) ^ second
}

impl Nations {
    /// The nations that come with the program.
    pub(super) fn embedded() -> Self {
        let mut nations = Self {
            names: Vec::new(),
            forms: HashedMap::default(),
        };
        let lines = include_str!("nations.tsv").lines();
        for line in lines.filter(|line| !line.starts_with('#')) {
            let nation = nations.names.len() as u16;
            nations
                .names
                .push(line.split('|').next().unwrap_or_default());
            for form in line.split('|') {
                let words = tokenise(form);
                let hashes = words
                    .iter()
                    .map(|word| xxh3_64(fold_token(&form[word.start..word.end]).as_bytes()));
                if let Some(hash) = hashes.reduce(joined) {
                    nations.forms.insert(hash, nation);
                }
            }
        }
        nations
    }

    /// The names that bodies of a nation get in this article; each span comes with the number of its name.
    pub(super) fn settle(
        &self,
        text: &Text,
        spans: &[(&Range<usize>, usize)],
        called: &mut [String],
        linker: &Linker,
    ) {
        let bodies = (0..called.len()).filter(|name| is_body(&called[*name], linker));
        let bodies: Vec<usize> = bodies.collect();
        if bodies.is_empty() {
            return;
        }
        let named = self.named(text);
        for body in bodies {
            let at = spans.iter().filter(|(_, name)| *name == body);
            let beside = only(at.filter_map(|(span, _)| nation_before(text, &named, span.start)));
            let alone = || match only(named.iter().map(|named| named.nation)) {
                Some(Only::One(nation)) => Some(nation),
                _ => None,
            };
            let nation = match beside {
                None => alone(),
                Some(Only::One(nation)) => Some(nation),
                Some(Only::Several) => None,
            };
            if let Some(nation) = nation {
                let nation = self.names[nation as usize];
                called[body] = full_name(nation, &called[body], linker.names);
            }
        }
    }

    /// Where nations are named, in order.
    fn named(&self, text: &Text) -> Vec<Named> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < text.tokens.len() {
            let word = text.word(at);
            let two = (at + 1 < text.tokens.len())
                .then(|| joined(word.folded, text.word(at + 1).folded))
                .and_then(|hash| self.forms.get(&hash));
            let one = self.forms.get(&word.folded);
            let length = if two.is_some() { 2 } else { 1 };
            match two.or(one) {
                Some(nation) if word.is_capitalised() => {
                    found.push(Named {
                        tokens: at..at + length,
                        nation: *nation,
                    });
                    at += length;
                }
                _ => at += 1,
            }
        }
        found
    }
}

/// One, or several that differ.
enum Only {
    One(u16),
    Several,
}

fn only(mut nations: impl Iterator<Item = u16>) -> Option<Only> {
    let first = nations.next()?;
    let same = nations.all(|nation| nation == first);
    Some(if same {
        Only::One(first)
    } else {
        Only::Several
    })
}

/// The nation that stands right before a token: "Japanese", "Japan's".
fn nation_before(text: &Text, named: &[Named], at: usize) -> Option<u16> {
    let owned = at > 0
        && ["'s", "’s", "'S", "'", "’"]
            .iter()
            .any(|s| text.is_form(at - 1, s));
    let end = if owned { at - 1 } else { at };
    let nth = named.partition_point(|named| named.tokens.end < end);
    let named = named.get(nth).filter(|named| named.tokens.end == end)?;
    Some(named.nation)
}

/// Whether a name is that of a body which every nation has.
fn is_body(name: &str, linker: &Linker) -> bool {
    let key = key(name);
    if BODIES.contains(&key.as_str()) {
        return true;
    }
    let ministry = key.ends_with(" ministry") || key.starts_with("ministry of ");
    ministry
        && linker.names.canonical(&key).is_none()
        && key
            .split(' ')
            .all(|word| linker.classes.of(word) & (PLACE | DEMONYM) == 0)
}

/// What a nation's body is called: as the table has it, or with the nation in brackets.
fn full_name(nation: &str, body: &str, names: &Names) -> String {
    let known = [format!("{nation} {body}"), format!("{body} of {nation}")]
        .iter()
        .find_map(|name| names.canonical(&key(name)));
    match known {
        Some(entry) => names.entry(entry).canonical.clone(),
        None => format!("{body} ({nation})"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::classes::Classes;
    use super::super::rulings::Rulings;
    use super::super::words::Words;
    use super::*;

    fn settled(body: &str, name: &str) -> String {
        let (classes, names) = (Classes::embedded(), Names::embedded());
        let text = Text::new(body, &classes, Words::default());
        let words: Vec<&str> = name.split(' ').collect();
        let starts = (0..text.tokens.len()).filter(|at| {
            (words.iter().enumerate()).all(|(nth, word)| text.is_form(at + nth, word))
        });
        let spans: Vec<_> = starts.map(|at| at..at + words.len()).collect();
        let spans: Vec<_> = spans.iter().map(|span| (span, 0)).collect();
        let mut called = [name.to_owned()];
        let linker = Linker {
            names: &names,
            classes: &classes,
            rulings: &Rulings::default(),
        };
        Nations::embedded().settle(&text, &spans, &mut called, &linker);
        called.into_iter().collect()
    }

    #[test]
    fn a_nation_is_taken_where_it_is_certain() {
        for (body, name, expected) in [
            (
                "Japan's Finance Ministry told the French, and the Finance Ministry waits",
                "Finance Ministry",
                "Finance Ministry (Japan)",
            ),
            (
                "In Brazil the Central Bank sold dollars",
                "Central Bank",
                "Central Bank of Brazil",
            ),
            (
                "The South Korean Parliament and the Thai Parliament met",
                "Parliament",
                "Parliament",
            ),
            (
                "The Senate met; France and Spain object",
                "Senate",
                "Senate",
            ),
            (
                "The U.S. Senate met in Paris, France",
                "Senate",
                "US Senate",
            ),
            ("In Japan the Diet Party met", "Diet Party", "Diet Party"),
        ] {
            assert_eq!(settled(body, name), expected, "{body}");
        }
    }
}
