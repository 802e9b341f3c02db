//! Where a text matches a query: the stored text read with the index's own analysis.

use super::plan::{Plan, Shape};
use super::spans::{Occurrences, Place, places};
use crate::analysis::{Start, push_term, words};
use std::collections::HashMap;
use std::ops::Range;

/// A text with its words and the places where patterns stand in it.
#[derive(Debug, Default)]
pub struct Marked {
    /// The bytes of each word.
    pub words: Vec<Range<usize>>,
    /// Positions of the words that begin a sentence.
    pub sentences: Vec<u32>,
    /// What is to be highlighted, in order of the text.
    pub marks: Vec<Mark>,
}

/// One highlight: words `place.0` to `place.1`, for the pattern with this number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// The first and the last word.
    pub place: Place,
    /// The number of the pattern in the query.
    pub plan: usize,
}

/// Reads `text` and finds where the patterns stand.
pub fn mark(text: &str, plans: &[&Plan]) -> Marked {
    let mut marked = Marked::default();
    let mut at: Vec<Occurrences> = plans
        .iter()
        .map(|plan| Occurrences {
            words: vec![Vec::new(); plan.words.len()],
            ..Occurrences::default()
        })
        .collect();
    let mut paragraphs = Vec::new();
    let mut known = HashMap::new();
    let mut reader = words(text);
    let mut term = String::new();
    while let Some(word) = reader.next() {
        let position = marked.words.len() as u32;
        if word.starts >= Start::Sentence {
            marked.sentences.push(position);
        }
        if word.starts == Start::Paragraph {
            paragraphs.push(position);
        }
        term.clear();
        push_term(&text[word.range.clone()], reader.folded(), &mut term);
        marked.words.push(word.range);
        // Words repeat: what a term matches is worked out once a text.
        let hits = match known.get(&term) {
            Some(hits) => hits,
            None => known
                .entry(term.clone())
                .or_insert_with(|| matching(&term, plans)),
        };
        for (plan, word) in hits {
            at[*plan].words[*word].push(position);
        }
    }
    for (number, (plan, mut at)) in plans.iter().zip(at).enumerate() {
        at.sentences.clone_from(&marked.sentences);
        at.paragraphs.clone_from(&paragraphs);
        let places = highlights(&plan.shape, &at);
        let mark = |place| Mark {
            place,
            plan: number,
        };
        marked.marks.extend(places.into_iter().map(mark));
    }
    marked.marks.sort_unstable();
    marked
}

/// The (plan, word) pairs that mean a term.
fn matching(term: &str, plans: &[&Plan]) -> Vec<(usize, usize)> {
    let mut hits = Vec::new();
    for (number, plan) in plans.iter().enumerate() {
        for (word, matcher) in plan.words.iter().enumerate() {
            if matcher.may_match(term) && matcher.matches(term) {
                hits.push((number, word));
            }
        }
    }
    hits
}

/// What to highlight: a phrase as one, of everything else the words that take part.
fn highlights(shape: &Shape, at: &Occurrences) -> Vec<Place> {
    let found = places(shape, at);
    let parts: Vec<&Shape> = match shape {
        Shape::Word(_) | Shape::Phrase { slop: 0, .. } => return found,
        Shape::Phrase { parts, .. } | Shape::Within { parts, .. } | Shape::Any(parts) => {
            parts.iter().collect()
        }
        Shape::Near { left, right, .. } => vec![left, right],
        Shape::AtLeast { pattern, .. } => vec![pattern],
    };
    // The places reach over each other; together they cover these stretches.
    let mut covered: Vec<Place> = Vec::new();
    for place in found {
        match covered.last_mut() {
            Some(last) if place.0 <= last.1 => last.1 = last.1.max(place.1),
            _ => covered.push(place),
        }
    }
    let inside = |place: &Place| {
        let next = covered.partition_point(|c| c.1 < place.1);
        covered.get(next).is_some_and(|c| c.0 <= place.0)
    };
    let mut marks: Vec<Place> = parts
        .into_iter()
        .flat_map(|part| highlights(part, at))
        .filter(inside)
        .collect();
    marks.sort_unstable();
    marks.dedup();
    marks
}
