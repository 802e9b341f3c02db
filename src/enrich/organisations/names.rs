//! The table of known names: organisations with their aliases, and places and things that are none.
//!
//! A list has one entry a line, `kind<TAB>canonical|alias|…`; `!` before an alias marks it ambiguous: it
//! counts only with evidence in the article. Names are matched as sequences of folded words in a trie
//! whose edges are one hash table, so that the cost of a text does not depend on the size of the table.
//! A later list overrides nothing: an alias that two entries claim is ambiguous by itself.

use super::hashes::HashedMap;
use super::key::{fold_token, key};
use super::kind::Kind;
use super::text::Text;
use super::token::tokenise;
use super::words::{Case, Word, case_of};
use crate::error::{Error, Result};
use std::ops::Range;
use xxhash_rust::xxh3::xxh3_64;

/// A known name.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// The name to show.
    pub(super) canonical: String,
    /// What sort of thing it is.
    pub(super) kind: Kind,
}

/// One form of an entry.
#[derive(Debug, Clone, Copy)]
struct Alias {
    entry: u32,
    ambiguous: bool,
    /// Hash of the form, where a single word must be written as in the list.
    exact: u64,
    lower: bool,
}

/// A name found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Match {
    /// The tokens.
    pub(super) tokens: Range<usize>,
    /// The entry; the first of several that share the form.
    pub(super) entry: u32,
    /// Whether the form needs evidence.
    pub(super) ambiguous: bool,
}

/// The longest name in words that a list may hold.
const LONGEST: usize = 12;

/// How many words of bits say which words begin a name.
const BEGINNINGS: usize = 4096;

/// The table.
#[derive(Debug, Default)]
pub(super) struct Names {
    entries: Vec<Entry>,
    /// (node, folded word) → node.
    edges: HashedMap<u32>,
    /// Bits of the words that names begin with: most words of a text are told by them alone.
    beginnings: Vec<u64>,
    /// The same of the names that may be written in lower case.
    low_beginnings: Vec<u64>,
    /// The forms that end at each node; node 0 is the root.
    ends: Vec<Vec<Alias>>,
    /// Hashes of the keys of forms → entries, and whether the form is ambiguous.
    keys: HashedMap<Vec<(u32, bool)>>,
}

fn edge(node: u32, word: u64) -> u64 {
    (word ^ u64::from(node).wrapping_mul(0x9e37_79b9_7f4a_7c15)).rotate_left(23)
}

impl Names {
    /// The table that comes with the program.
    pub(super) fn embedded() -> Self {
        let mut names = Self::default();
        for list in [include_str!("names.tsv"), include_str!("others.tsv")] {
            names
                .add_list(list, "the embedded table")
                .expect("the embedded table is checked by a test");
        }
        names
    }

    /// Adds a list.
    ///
    /// # Errors
    /// [`Error::Usage`] names the line that cannot be read.
    pub(super) fn add_list(&mut self, list: &str, source: &str) -> Result<()> {
        for (number, line) in list.lines().enumerate() {
            let line = line.trim_end();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let refuse = |why: String| {
                Err(Error::Usage(format!(
                    "{source}, line {}: {why}: write `kind<TAB>name|alias|!ambiguous alias`",
                    number + 1
                )))
            };
            // A list of bare names is one of companies and the like.
            let (kind, forms) = line.split_once('\t').unwrap_or(("company", line));
            let Some(kind) = Kind::parse(kind) else {
                return refuse(format!("unknown kind `{kind}`"));
            };
            let mut forms = forms
                .split('|')
                .map(str::trim)
                .filter(|form| !form.is_empty());
            let Some(canonical) = forms.next() else {
                return refuse("no name".to_owned());
            };
            self.add(kind, canonical, forms);
        }
        Ok(())
    }

    /// Adds an entry with its aliases; `!` marks an ambiguous one.
    pub(super) fn add<'f>(
        &mut self,
        kind: Kind,
        canonical: &'f str,
        aliases: impl Iterator<Item = &'f str>,
    ) {
        let entry = u32::try_from(self.entries.len()).expect("fewer names than bytes");
        let canonical_form = canonical.trim_start_matches('!');
        self.entries.push(Entry {
            canonical: canonical_form.to_owned(),
            kind,
        });
        for form in std::iter::once(canonical).chain(aliases) {
            let ambiguous = form.starts_with('!');
            self.add_form(form.trim_start_matches('!'), entry, ambiguous);
        }
    }

    fn add_form(&mut self, form: &str, entry: u32, ambiguous: bool) {
        let mut words: Vec<&str> = tokenise(form)
            .iter()
            .map(|t| &form[t.start..t.end])
            .collect();
        if words.len() > 1 && words[0].eq_ignore_ascii_case("the") {
            words.remove(0);
        }
        if words.is_empty() || words.len() > LONGEST {
            return;
        }
        let node = self.node(&words);
        let single = words.len() == 1;
        let alias = Alias {
            entry,
            ambiguous,
            exact: if single {
                xxh3_64(words[0].as_bytes())
            } else {
                0
            },
            lower: case_of(words[0]) == Case::Lower,
        };
        let ends = &mut self.ends[node as usize];
        if !ends
            .iter()
            .any(|a| a.entry == entry && a.exact == alias.exact)
        {
            ends.push(alias);
        }
        let known = self.keys.entry(xxh3_64(key(form).as_bytes())).or_default();
        if !known.iter().any(|(e, _)| *e == entry) {
            known.push((entry, ambiguous));
        }
    }

    /// Whether a name may begin with a word; sometimes wrong when it says yes.
    fn may_begin(&self, word: &Word) -> bool {
        let all = match word.case {
            Case::Sign => return false,
            Case::Lower => &self.low_beginnings,
            _ => &self.beginnings,
        };
        let bits = all.get((word.folded >> 6) as usize & (BEGINNINGS - 1));
        bits.is_some_and(|bits| bits & (1 << (word.folded & 63)) != 0)
    }

    /// The node at the end of a sequence of words, which is made if it is new.
    fn node(&mut self, words: &[&str]) -> u32 {
        if self.ends.is_empty() {
            self.ends.push(Vec::new());
            self.beginnings = vec![0; BEGINNINGS];
            self.low_beginnings = vec![0; BEGINNINGS];
        }
        let first = xxh3_64(fold_token(words[0]).as_bytes());
        let (bits, bit) = ((first >> 6) as usize & (BEGINNINGS - 1), 1 << (first & 63));
        self.beginnings[bits] |= bit;
        if case_of(words[0]) == Case::Lower {
            self.low_beginnings[bits] |= bit;
        }
        let mut node = 0;
        for word in words {
            let next = u32::try_from(self.ends.len()).expect("fewer nodes than bytes");
            let place = edge(node, xxh3_64(fold_token(word).as_bytes()));
            node = *self.edges.entry(place).or_insert(next);
            if node == next {
                self.ends.push(Vec::new());
            }
        }
        node
    }

    /// Whether it holds nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entry of a number.
    pub(super) fn entry(&self, number: u32) -> &Entry {
        &self.entries[number as usize]
    }

    /// The organisations that go by a name, with whether the name is ambiguous for each.
    pub(super) fn organisations(&self, key: &str) -> impl Iterator<Item = (u32, bool)> + '_ {
        self.keys
            .get(&xxh3_64(key.as_bytes()))
            .into_iter()
            .flatten()
            .copied()
            .filter(|(entry, _)| self.entry(*entry).kind.is_organisation())
    }

    /// The only organisation that goes by a name, if the name is not ambiguous.
    pub(super) fn canonical(&self, key: &str) -> Option<u32> {
        let mut found = self.organisations(key).filter(|(_, ambiguous)| !ambiguous);
        let (entry, _) = found.next()?;
        found.next().is_none().then_some(entry)
    }

    /// Whether the name is of a place, and of no organisation.
    pub(super) fn is_place(&self, key: &str) -> bool {
        let all = self.keys.get(&xxh3_64(key.as_bytes()));
        all.is_some_and(|all| {
            all.iter()
                .all(|(entry, _)| self.entry(*entry).kind == Kind::Place)
        })
    }

    /// Whether the name is known, and of no organisation.
    pub(super) fn is_no_organisation(&self, key: &str) -> bool {
        let all = self.keys.get(&xxh3_64(key.as_bytes()));
        all.is_some_and(|all| {
            all.iter()
                .all(|(entry, _)| !self.entry(*entry).kind.is_organisation())
        })
    }

    /// The names in a text: leftmost, longest, without overlap.
    pub(super) fn find(&self, text: &Text) -> Vec<Match> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < text.tokens.len() {
            match self.longest_at(text, at) {
                Some(hit) => {
                    at = hit.tokens.end;
                    found.push(hit);
                }
                None => at += 1,
            }
        }
        found
    }

    fn longest_at(&self, text: &Text, from: usize) -> Option<Match> {
        if !self.may_begin(text.word(from)) {
            return None;
        }
        let mut node = 0;
        let mut best = None;
        for at in from..text.tokens.len().min(from + LONGEST) {
            let Some(next) = self.edges.get(&edge(node, text.word(at).folded)) else {
                break;
            };
            node = *next;
            if let Some((entry, ambiguous)) = self.end_at(text, node, from..at + 1) {
                best = Some(Match {
                    tokens: from..at + 1,
                    entry,
                    ambiguous,
                });
            }
        }
        best
    }

    /// The entry of the forms at a node that the tokens are written like.
    fn end_at(&self, text: &Text, node: u32, tokens: Range<usize>) -> Option<(u32, bool)> {
        let first = text.word(tokens.start);
        let mut fitting = self.ends[node as usize].iter().filter(|alias| {
            if tokens.len() > 1 {
                return alias.lower || first.case != Case::Lower;
            }
            let recased = text.tokens[tokens.start].recased;
            alias.exact == first.exact
                || (recased && first.case != Case::Lower)
                || (first.case == Case::Upper && first.length > 5)
                || (first.length > 5 && first.is_capitalised() && !alias.lower)
                || (first.case == Case::Upper
                    && !alias.lower
                    && text.form(tokens.start).contains('.'))
        });
        let alias = fitting.next()?;
        let mut ambiguous = alias.ambiguous;
        let kind = self.entry(alias.entry).kind;
        for other in fitting {
            ambiguous |= other.ambiguous || self.entry(other.entry).kind != kind;
        }
        Some((alias.entry, ambiguous))
    }
}

#[cfg(test)]
mod tests {
    use super::super::classes::Classes;
    use super::super::words::Words;
    use super::*;

    fn found(table: &str, text: &str) -> Vec<String> {
        let mut names = Names::default();
        names.add_list(table, "test").unwrap();
        let text = Text::new(text, &Classes::embedded(), Words::default());
        names
            .find(&text)
            .iter()
            .map(|hit| names.entry(hit.entry).canonical.clone())
            .collect()
    }

    #[test]
    fn the_longest_form_is_found_and_case_is_respected() {
        let table = "company\tAcme|Acme Motor\nintl\tWorld Health Organization|WHO\n";
        assert_eq!(found(table, "Acme Motor Works"), ["Acme"]);
        assert_eq!(found(table, "who said WHO?"), ["World Health Organization"]);
        assert_eq!(
            found(table, "the World Health Organisation"),
            ["World Health Organization"]
        );
        assert!(found(table, "the acme of taste").is_empty());
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named() {
        for (list, expected) in [
            ("media\t|", "no name"),
            ("\n\npub\tFoo", "line 3: unknown kind `pub`"),
        ] {
            let error = Names::default().add_list(list, "`x.tsv`").unwrap_err();
            assert!(error.to_string().contains(expected), "{error}");
        }
    }

    #[test]
    fn the_embedded_table_is_whole() {
        let names = Names::embedded();
        assert!(
            names
                .entries
                .iter()
                .filter(|e| e.kind.is_organisation())
                .count()
                > 2_900
        );
        let ap = names.canonical("ap").unwrap();
        assert_eq!(names.entry(ap).canonical, "Associated Press");
    }
}
