//! The clauses a cluster is sent: a closed list.
//!
//! Only what was seen to do what it says is here. Left out, each for what it does on a cluster: `match` of
//! several words (fails where scores are wanted), `boost` of a whole condition and of a phrase (ignored or
//! refused), `minimum_should_match` (one choice inside another then finds too little, without a word; a choice
//! by itself needs none), `fuzzy` (refused), a `must_not` alone (matches nothing), `query_string` (text to be analysed).

use crate::schema::LONGEST_VALUE;
use serde_json::{Value as Json, json};

/// A condition, and whether it says exactly what was meant or more.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Clause {
    pub(super) json: Json,
    /// It matches no article that is not meant.
    pub(super) exact: bool,
}

impl Clause {
    pub(super) fn exactly(json: Json) -> Self {
        Self { json, exact: true }
    }

    /// The same condition, as one that may match more than is meant.
    pub(super) fn loosely(self) -> Self {
        Self {
            exact: false,
            ..self
        }
    }

    /// Everything.
    pub(super) fn all() -> Self {
        Self::exactly(filtered(&[json!({"match_all": {}})]))
    }

    /// Nothing.
    pub(super) fn none() -> Self {
        Self::exactly(json!({"match_none": {}}))
    }

    /// At least one of them.
    pub(super) fn any(clauses: Vec<Self>) -> Self {
        let exact = clauses.iter().all(|clause| clause.exact);
        let mut parts: Vec<_> = clauses.into_iter().map(|clause| clause.json).collect();
        let json = match parts.len() {
            0 => return Self::none(),
            1 => parts.remove(0),
            _ => json!({"bool": {"should": parts}}),
        };
        Self { json, exact }
    }

    /// All of them.
    pub(super) fn every(clauses: Vec<Self>) -> Self {
        let exact = clauses.iter().all(|clause| clause.exact);
        let mut parts: Vec<_> = clauses.into_iter().map(|clause| clause.json).collect();
        let json = match parts.len() {
            0 => return Self::all(),
            1 => parts.remove(0),
            _ => json!({"bool": {"must": parts}}),
        };
        Self { json, exact }
    }

    /// The same condition, without a share in scores.
    pub(super) fn unscored(self) -> Self {
        Self {
            json: filtered(&[self.json]),
            ..self
        }
    }
}

/// All of them, none scored.
pub(super) fn filtered(conditions: &[Json]) -> Json {
    json!({"bool": {"filter": conditions}})
}

/// A token in a field; its score is multiplied. No word of ours is longer than a term may be.
pub(super) fn token(field: &str, token: &str, boost: f32) -> Json {
    json!({"term": {field: {"value": token, "boost": boost}}})
}

/// A fact, `field:key`. Too long for a term it is found as a phrase of one token.
pub(super) fn fact(fact: &str) -> Json {
    if fact.len() > LONGEST_VALUE {
        return phrase("facts", &[fact]);
    }
    json!({"term": {"facts": {"value": fact}}})
}

/// At least one of many facts.
pub(super) fn any_fact(facts: &[String]) -> Json {
    let (short, long): (Vec<_>, Vec<_>) = facts.iter().partition(|f| f.len() <= LONGEST_VALUE);
    let long = long.into_iter().map(|long| fact(long));
    let short = json!({"terms": {"facts": short}});
    json!({"bool": {"should": std::iter::once(short).chain(long).collect::<Vec<_>>()}})
}

/// Whatever begins so.
pub(super) fn prefix(field: &str, prefix: &str) -> Json {
    json!({"prefix": {field: {"value": prefix}}})
}

/// Whatever is, as a whole, what the expression says.
pub(super) fn regexp(field: &str, regex: &str) -> Json {
    json!({"regexp": {field: {"value": regex}}})
}

/// Tokens one behind the other.
pub(super) fn phrase(field: &str, tokens: &[&str]) -> Json {
    json!({"match_phrase": {field: {"query": tokens.join(" "), "slop": 0}}})
}

/// A number in a range; `bounds` is made of `gte`, `gt`, `lte`, `lt`.
pub(super) fn range(field: &str, bounds: &[(&str, i64)]) -> Json {
    let bounds: serde_json::Map<_, _> = bounds
        .iter()
        .map(|(name, bound)| ((*name).to_owned(), json!(bound)))
        .collect();
    json!({"range": {field: bounds}})
}

/// A text as an expression that means it.
pub(super) fn literal(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if r"\.+*?()|[]{}^$".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Texts between which anything may stand, or with `?` one character, as an expression.
pub(super) fn wild(parts: &[String], value: &str) -> String {
    let wildcards = value.chars().filter(|c| matches!(c, '*' | '?'));
    let mut regex = String::new();
    for (part, wildcard) in parts.iter().zip(wildcards.map(Some).chain([None])) {
        regex += &literal(part);
        regex += match wildcard {
            Some('*') => ".*",
            Some(_) => ".",
            None => "",
        };
    }
    regex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_is_exact_if_all_its_parts_are() {
        let exact = Clause::exactly(fact("a"));
        let loose = Clause::exactly(fact("b")).loosely();
        assert!(Clause::any(vec![exact.clone(), exact.clone()]).exact);
        assert!(!Clause::every(vec![exact, loose]).exact);
        assert_eq!(Clause::any(Vec::new()), Clause::none());
    }

    #[test]
    fn signs_in_texts_mean_themselves() {
        assert_eq!(literal("a.b (c)*"), r"a\.b \(c\)\*");
        let parts = ["new york".to_owned(), String::new()];
        assert_eq!(wild(&parts, "New York*"), "new york.*");
    }
}
