//! Links the names of one article: which of them are one organisation, and what it is called.
//!
//! Two names are one if they share a key; if the article defines one as the acronym of the other; if one
//! is the initials of the other; if one is the other without a legal form, a generic noun or a place; or
//! if the table says so. What the article defines beats the table. An ambiguous form of the table counts
//! only beside another form of the same organisation. The longest form is the name, unless the table
//! has one. Merging wrongly is worse than not merging, so nothing else is tried.

use super::classes::{Classes, DEMONYM, HEAD, PLACE};
use super::form::{Form, is_initials};
use super::generic::is_generic;
use super::groups::Groups;
use super::hashes::Numbers;
use super::key::is_legal_form;
use super::names::Names;
use super::rulings::Rulings;
use std::collections::HashSet;

/// Links forms by what the article, the table and the user say.
pub(super) struct Linker<'l> {
    /// The table.
    pub(super) names: &'l Names,
    /// The word classes.
    pub(super) classes: &'l Classes,
    /// The user.
    pub(super) rulings: &'l Rulings,
}

/// At most so many distinct forms are compared with each other; an article has a few dozen.
const MOST: usize = 400;

impl Linker<'_> {
    /// The distinct canonical names, and for each form the number of its name. `defined` holds pairs
    /// (expansion, acronym) of form numbers.
    pub(super) fn link(
        &self,
        forms: &[Form],
        defined: &[(usize, usize)],
    ) -> (Vec<String>, Vec<usize>) {
        let mut groups = Groups::new(forms.len());
        let mut by_key = Numbers::default();
        for (nth, form) in forms.iter().enumerate() {
            groups.unite(by_key.first(&form.key, nth), nth);
        }
        let mut acronyms = HashSet::new();
        for (expansion, acronym) in defined {
            self.unite(&mut groups, forms, *expansion, *acronym);
            acronyms.insert(forms[*acronym].key.as_str());
        }
        let fixed: Vec<bool> = forms
            .iter()
            .map(|form| acronyms.contains(form.key.as_str()))
            .collect();
        let entries = self.entries(forms, &fixed);
        for one in 0..forms.len().min(MOST) {
            for other in 0..forms.len().min(MOST) {
                if one != other && self.same(forms, &entries, &fixed, one, other) {
                    self.unite(&mut groups, forms, one, other);
                }
            }
        }
        for nth in 0..forms.len().min(MOST) {
            if let Some(longer) = self.only_longer(forms, nth, &mut groups) {
                self.unite(&mut groups, forms, longer, nth);
            }
        }
        for (nth, entry) in entries.iter().enumerate().take(MOST) {
            if entry.is_none()
                && let Some(longer) = self.shortened_in_headline(forms, nth, &mut groups)
            {
                self.unite(&mut groups, forms, longer, nth);
            }
        }
        self.called(forms, &entries, &mut groups)
    }

    /// For a form with a head noun that only a headline in capitals has ("COCOA COUNCIL"), the only organisation of the
    /// running text that has all its words but head nouns and places.
    fn shortened_in_headline(
        &self,
        forms: &[Form],
        short: usize,
        groups: &mut Groups,
    ) -> Option<usize> {
        let telling = |word: &&str| self.classes.of(word) & (HEAD | PLACE | DEMONYM) == 0;
        let words: Vec<&str> = forms[short].key.split(' ').filter(telling).collect();
        let last = forms[short].key.rsplit(' ').next().unwrap_or_default();
        let body = self.classes.of(last) & HEAD != 0;
        if !forms[short].capitals || words.is_empty() || !body {
            return None;
        }
        let mut only: Option<usize> = None;
        for (nth, form) in forms.iter().enumerate().take(MOST) {
            let longer = form.key.len() > forms[short].key.len() && !form.capitals;
            if !longer
                || !words
                    .iter()
                    .all(|word| form.key.split(' ').any(|w| w == *word))
            {
                continue;
            }
            if only.is_some_and(|held| groups.find(held) != groups.find(nth)) {
                return None;
            }
            only = Some(nth);
        }
        only
    }

    /// For a bare head noun ("the Commission"), the only organisation whose name holds it.
    fn only_longer(&self, forms: &[Form], bare: usize, groups: &mut Groups) -> Option<usize> {
        let word = forms[bare].key.as_str();
        if word.contains(' ') || self.classes.of(word) & HEAD == 0 {
            return None;
        }
        let mut only: Option<usize> = None;
        for (nth, form) in forms.iter().enumerate().take(MOST) {
            let holds = form.key.split(' ').count() > 1
                && (form.key.ends_with(&format!(" {word}"))
                    || form.key.starts_with(&format!("{word} ")));
            if holds && only.is_some_and(|held| groups.find(held) != groups.find(nth)) {
                return None;
            }
            if holds {
                only = Some(nth);
            }
        }
        only
    }

    fn unite(&self, groups: &mut Groups, forms: &[Form], one: usize, other: usize) {
        if !self.rulings.splits(&forms[one].key, &forms[other].key) {
            groups.unite(one, other);
        }
    }

    /// The table's entry of each form, where it is certain.
    fn entries(&self, forms: &[Form], fixed: &[bool]) -> Vec<Option<u32>> {
        let sure: Vec<Option<u32>> = forms
            .iter()
            .zip(fixed)
            .map(|(form, fixed)| {
                if *fixed {
                    None
                } else {
                    self.names.canonical(&form.key)
                }
            })
            .collect();
        let certain: HashSet<u32> = sure.iter().flatten().copied().collect();
        forms
            .iter()
            .enumerate()
            .map(|(nth, form)| {
                if fixed[nth] {
                    return None;
                }
                // An ambiguous form counts beside a certain one of the same organisation.
                let mut evident = self
                    .names
                    .organisations(&form.key)
                    .map(|(entry, _)| entry)
                    .filter(|entry| !form.legal && certain.contains(entry));
                sure[nth].or_else(|| evident.next())
            })
            .collect()
    }

    /// Whether form `short` is a shorter name of form `long`.
    fn same(
        &self,
        forms: &[Form],
        entries: &[Option<u32>],
        fixed: &[bool],
        long: usize,
        short: usize,
    ) -> bool {
        match (entries[long], entries[short]) {
            (Some(one), Some(other)) => return one == other,
            // A known short name belongs to the table's organisation, not to a longer stranger.
            (None, Some(_)) if !fixed[long] => {
                let rest = forms[long].key.strip_prefix(forms[short].key.as_str());
                return rest.is_some_and(|rest| {
                    rest.starts_with(' ') && rest.split_whitespace().all(is_legal_form)
                });
            }
            _ => {}
        }
        self.shortens(&forms[long], &forms[short])
    }

    /// Whether a form is another one's initials, or that form without what names may shed.
    fn shortens(&self, long: &Form, short: &Form) -> bool {
        if short.acronym && is_initials(&long.text, &short.text) {
            return true;
        }
        // Most pairs have nothing in common: they are told without cutting them into words.
        let near = long.key.starts_with(&short.key) || long.key.ends_with(&short.key);
        if !near || short.legal || long.key.len() <= short.key.len() {
            return false;
        }
        let longer: Vec<&str> = long.key.split(' ').collect();
        let shorter: Vec<&str> = short.key.split(' ').collect();
        if shorter.len() >= longer.len() || shorter.is_empty() {
            return false;
        }
        if let Some(rest) = longer.strip_prefix(&shorter[..]) {
            let generic = rest
                .iter()
                .all(|word| is_generic(word) || is_legal_form(word));
            let of_place = rest[0] == "of"
                && rest[1..]
                    .iter()
                    .all(|word| self.classes.of(word) & PLACE != 0)
                && shorter.len() > 1;
            return generic || of_place;
        }
        longer.strip_suffix(&shorter[..]).is_some_and(|front| {
            shorter.len() > 1
                && front
                    .iter()
                    .all(|word| self.classes.of(word) & (PLACE | DEMONYM) != 0 || *word == "us")
        })
    }

    fn called(
        &self,
        forms: &[Form],
        entries: &[Option<u32>],
        groups: &mut Groups,
    ) -> (Vec<String>, Vec<usize>) {
        let chosen = self.chosen(forms, entries, groups);
        let (mut names, mut numbers): (Vec<String>, _) = (Vec::new(), Numbers::default());
        let number = |chosen: usize| {
            let form = &forms[chosen];
            let name = match (self.rulings.name(&form.key), entries[chosen]) {
                (Some(name), _) => name,
                (None, Some(entry)) => &self.names.entry(entry).canonical,
                (None, None) => display(&form.text),
            };
            let number = numbers.first(name, names.len());
            if number == names.len() {
                names.push(name.to_owned());
            }
            number
        };
        let of = chosen.into_iter().map(number).collect();
        (names, of)
    }

    /// For each form, the form of its group that gives the name.
    fn chosen(&self, forms: &[Form], entries: &[Option<u32>], groups: &mut Groups) -> Vec<usize> {
        let mut best = vec![(0, 0, 0, usize::MAX); forms.len()];
        for nth in 0..forms.len() {
            let held = &mut best[groups.find(nth)];
            let rank = if self.rulings.name(&forms[nth].key).is_some() {
                2
            } else {
                u8::from(entries[nth].is_some())
            };
            let length = forms[nth].text.chars().count();
            let mixed = usize::from(forms[nth].text.chars().any(char::is_lowercase));
            // A headline in capitals gives no name its form.
            let weight = mixed * (1 << 20) + forms[nth].count.min(1 << 20);
            if held.3 == usize::MAX || (rank, length, weight) > (held.0, held.1, held.2) {
                *held = (rank, length, weight, nth);
            }
        }
        (0..forms.len())
            .map(|nth| best[groups.find(nth)].3)
            .collect()
    }
}

/// A form as a name to show: without a leading article in lower case.
fn display(form: &str) -> &str {
    form.strip_prefix("the ").unwrap_or(form)
}

#[cfg(test)]
mod tests {
    use super::super::form::distinct;
    use super::*;

    fn linked(table: &str, forms: &[&str], defined: &[(usize, usize)]) -> Vec<String> {
        let mut names = Names::default();
        names.add_list(table, "test").unwrap();
        let classes = Classes::embedded();
        let linker = Linker {
            names: &names,
            classes: &classes,
            rulings: &Rulings::default(),
        };
        names_of(&linker, &distinct(forms.iter().copied()).0, defined)
    }

    /// The name of each form.
    fn names_of(linker: &Linker, forms: &[Form], defined: &[(usize, usize)]) -> Vec<String> {
        let (names, of) = linker.link(forms, defined);
        of.iter().map(|nth| names[*nth].clone()).collect()
    }

    #[test]
    fn forms_of_one_organisation_share_a_name() {
        for (forms, expected) in [
            (["Hale Brewing Corp.", "Hale Brewing"], "Hale Brewing Corp."),
            (["Northern Fishing Board", "NFB"], "Northern Fishing Board"),
            (["Zorblatt", "Zorblatt Airlines"], "Zorblatt Airlines"),
            (
                ["Ministry of Health", "Kenyan Ministry of Health"],
                "Kenyan Ministry of Health",
            ),
            (
                ["Bank of Exmoor", "The Bank of Exmoor"],
                "The Bank of Exmoor",
            ),
            (
                ["Exmoor Fishing Commission", "Commission"],
                "Exmoor Fishing Commission",
            ),
        ] {
            assert_eq!(linked("", &forms, &[]), [expected, expected], "{forms:?}");
        }
    }

    #[test]
    fn a_headline_in_capitals_shortens_names() {
        let (mut forms, _) =
            distinct(["COCOA COUNCIL", "International Cocoa Organization"].into_iter());
        let classes = Classes::embedded();
        let linker = Linker {
            names: &Names::default(),
            classes: &classes,
            rulings: &Rulings::default(),
        };
        assert_eq!(names_of(&linker, &forms, &[])[0], "COCOA COUNCIL");
        forms[0].capitals = true;
        assert_eq!(
            names_of(&linker, &forms, &[])[0],
            "International Cocoa Organization"
        );
    }

    #[test]
    fn what_only_looks_alike_stays_apart() {
        for forms in [
            ["Sony", "Sony Pictures"],
            ["Oxford", "University of Oxford"],
            ["NF", "Northern Fishing"],
            ["Zorblatt Corp Ltd", "Zorblatt Air Lines"],
        ] {
            assert_eq!(linked("", &forms, &[]), forms, "{forms:?}");
        }
    }

    #[test]
    fn the_article_beats_the_table_and_ambiguity_needs_evidence() {
        let table = "media\tAgence France-Presse|AFP\ncompany\tFord Motor|!Ford\n";
        let police = "Australian Federal Police";
        assert_eq!(linked(table, &["AFP"], &[]), ["Agence France-Presse"]);
        assert_eq!(linked(table, &[police, "AFP"], &[(0, 1)]), [police, police]);
        assert_eq!(linked(table, &["Ford"], &[]), ["Ford"]);
        assert_eq!(
            linked(table, &["Ford", "Ford Motor Co."], &[]),
            ["Ford Motor", "Ford Motor"]
        );
    }
}
