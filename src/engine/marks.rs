//! Where a text matches a query: the stored text read with the index's own analysis.

use super::plan::{Plan, Region, Shape};
use super::spans::{Occurrences, Place, places};
use crate::analysis::{Start, push_term, words};
use std::collections::HashMap;
use std::ops::Range;

/// A text with its words and the places where patterns stand in it.
#[derive(Debug, Default)]
pub(super) struct Marked {
    /// The bytes of each word.
    pub(super) words: Vec<Range<usize>>,
    /// Positions of the words that begin a sentence.
    pub(super) sentences: Vec<u32>,
    /// What is to be highlighted, in order of the text.
    pub(super) marks: Vec<Mark>,
}

/// One highlight: words `place.0` to `place.1`, for the pattern with this number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    /// The first and the last word.
    pub(super) place: Place,
    /// The number of the pattern in the query.
    pub(super) plan: usize,
}

impl Marked {
    /// The bytes of a highlight.
    pub(super) fn bytes(&self, mark: &Mark) -> Range<usize> {
        self.words[mark.place.0 as usize].start..self.words[mark.place.1 as usize].end
    }
}

/// Reads `text` and finds where the patterns stand, each in its region; one without is looked for nowhere.
pub(super) fn mark(text: &str, plans: &[(&Plan, Option<Region>)]) -> Marked {
    let mut marked = Marked::default();
    let occurrences = |(plan, _): &(&Plan, _)| Occurrences {
        words: vec![Vec::new(); plan.words.len()],
        ..Occurrences::default()
    };
    let mut at: Vec<Occurrences> = plans.iter().map(occurrences).collect();
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
        if !known.contains_key(&term) {
            known.insert(term.clone(), matching(&term, plans));
        }
        for (plan, word) in &known[&term] {
            at[*plan].words[*word].push(position);
        }
    }
    for (number, ((plan, region), mut at)) in plans.iter().zip(at).enumerate() {
        let Some(region) = region else { continue };
        at.sentences.clone_from(&marked.sentences);
        at.paragraphs.clone_from(&paragraphs);
        at.cut(*region);
        for place in highlights(&plan.shape, &at) {
            let plan = number;
            marked.marks.push(Mark { place, plan });
        }
    }
    marked.marks.sort_unstable();
    marked
}

/// The (plan, word) pairs that mean a term.
fn matching(term: &str, plans: &[(&Plan, Option<Region>)]) -> Vec<(usize, usize)> {
    let mut hits = Vec::new();
    for (number, (plan, region)) in plans.iter().enumerate() {
        for (word, matcher) in plan.words.iter().enumerate() {
            if region.is_some() && matcher.may_match(term) && matcher.matches(term) {
                hits.push((number, word));
            }
        }
    }
    hits
}

/// What to highlight: a phrase as one, of everything else the words that take part.
fn highlights(shape: &Shape, at: &Occurrences) -> Vec<Place> {
    let parts: Vec<&Shape> = match shape {
        Shape::Word(_) | Shape::Phrase { slop: 0, .. } => return places(shape, at),
        Shape::Phrase { parts, .. } | Shape::Within { parts, .. } | Shape::Any(parts) => {
            parts.iter().collect()
        }
        Shape::Near { left, right, .. } => vec![left, right],
        // The article matches; how often is counted over headline and body together.
        Shape::AtLeast { pattern, .. } => return highlights(pattern, at),
    };
    // The places reach over each other; together they cover these stretches.
    let mut covered: Vec<Place> = Vec::new();
    for place in places(shape, at) {
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
