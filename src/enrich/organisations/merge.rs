//! Given and recognised organisations of one article as one list.

use super::hashes::Numbers;
use super::key::key;
use super::recogniser::Recogniser;
use crate::article::{Organisation, Origin};
use std::collections::HashMap;

/// Merges what the source gave with what was recognised, by the canonical names of a recogniser: each
/// organisation once, the given first. A given one stays given, under its canonical name; the forms of both
/// are united.
pub fn merge(
    by: &Recogniser,
    given: Vec<Organisation>,
    recognised: Vec<Organisation>,
) -> Vec<Organisation> {
    let mut merged: Vec<Organisation> = Vec::with_capacity(given.len() + recognised.len());
    let mut places = Numbers::default();
    let seen: HashMap<String, String> = recognised
        .iter()
        .flat_map(|one| one.forms.iter().map(|form| (key(form), one.name.clone())))
        .collect();
    for mut organisation in given.into_iter().chain(recognised) {
        let own = key(&organisation.name);
        let (name, mut of_name) = by.called(&organisation.name, &own);
        organisation.name = name;
        // An ambiguous tag (`EC`) means what the text means by it; a whole name means itself, though the
        // text may use it beside the short form of another.
        if of_name == own
            && !own.contains(' ')
            && let Some(name) = seen.get(&own)
        {
            of_name = key(name);
            organisation.name.clone_from(name);
        }
        let place = places.first(&of_name, merged.len());
        if place == merged.len() {
            merged.push(organisation);
            continue;
        }
        let held = &mut merged[place];
        // A tag such as `ec` takes the spelling of the text.
        if !held.name.contains(char::is_uppercase) && organisation.name.contains(char::is_uppercase)
        {
            held.name.clone_from(&organisation.name);
        }
        for form in organisation.forms {
            if !held.forms.contains(&form) {
                held.forms.push(form);
            }
        }
        if let (Origin::Recognised, Some(one), Some(other)) =
            (held.origin, held.confidence, organisation.confidence)
        {
            held.confidence = Some(one.max(other));
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::super::recogniser::Options;
    use super::*;

    #[test]
    fn one_organisation_is_listed_once_and_given_wins() {
        let by = Recogniser::new(&Options::default()).unwrap();
        let recognised = |name: &str| Organisation {
            origin: Origin::Recognised,
            confidence: Some(0.9),
            ..Organisation::given(name)
        };
        let merged = merge(
            &by,
            ["AP", "AP", "qvx"].map(Organisation::given).to_vec(),
            ["Associated Press", "Hale Brewing", "QVX"]
                .map(recognised)
                .to_vec(),
        );
        let [ap, qvx, hale] = &merged[..] else {
            panic!("{merged:?}")
        };
        assert_eq!(
            (ap.name.as_str(), ap.origin, ap.confidence),
            ("Associated Press", Origin::Given, None)
        );
        assert_eq!((&*qvx.name, qvx.origin), ("QVX", Origin::Given));
        assert_eq!(ap.forms, ["AP", "Associated Press"]);
        assert_eq!(
            (hale.origin, hale.confidence),
            (Origin::Recognised, Some(0.9))
        );
    }

    #[test]
    fn a_whole_name_means_itself_whatever_it_stands_beside() {
        let by = Recogniser::new(&Options::default()).unwrap();
        let (cocoa, coffee) = (
            "International Cocoa Organization",
            "International Coffee Organization",
        );
        let found = Organisation {
            origin: Origin::Recognised,
            forms: [cocoa, "ICCO", coffee, "ICO"].map(String::from).to_vec(),
            ..Organisation::given(coffee)
        };
        let first = merge(&by, vec![Organisation::given("icco")], vec![found.clone()]);
        let given: Vec<_> = first
            .iter()
            .filter(|one| one.origin == Origin::Given)
            .cloned()
            .collect();
        assert_eq!((given.len(), given[0].name.as_str()), (1, cocoa));
        // Merged again it is the same.
        assert_eq!(merge(&by, given, vec![found]), first);
    }
}
