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
    /// For each part of the query that is highlighted by itself, the number of its pattern.
    pub(super) parts: Vec<usize>,
}

/// One highlight: words `place.0` to `place.1`, for the part with this number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    /// The first and the last word.
    pub(super) place: Place,
    /// The number of the part in [`Marked::parts`].
    pub(super) part: usize,
}

impl Marked {
    /// The bytes of a highlight.
    pub(super) fn bytes(&self, mark: &Mark) -> Range<usize> {
        self.words[mark.place.0 as usize].start..self.words[mark.place.1 as usize].end
    }
}

/// What of a match is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// Phrases and the words that take part.
    Parts,
    /// From the first word to the last; of matches that begin at one word the shortest.
    Whole,
}

/// Reads `text` and finds where the patterns stand, each in its region; one without is looked for nowhere.
pub(super) fn mark(text: &str, plans: &[(&Plan, Option<Region>)], extent: Extent) -> Marked {
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
        marked.words.push(word.range.clone());
        if !may_match(reader.folded(), plans) {
            continue;
        }
        term.clear();
        push_term(&text[word.range], reader.folded(), &mut term);
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
        let first = marked.parts.len();
        let mut parts = 0;
        let found = match extent {
            Extent::Parts => highlights(&plan.shape, &at, &mut parts),
            Extent::Whole => whole(&plan.shape, &at, &mut parts),
        };
        for (place, part) in found {
            let part = first + part;
            marked.marks.push(Mark { place, part });
        }
        marked.parts.extend(std::iter::repeat_n(number, parts));
    }
    marked.marks.sort_unstable();
    marked
}

/// Whether anything can mean a folded word: hardly any word of a text is looked at more closely.
fn may_match(folded: &str, plans: &[(&Plan, Option<Region>)]) -> bool {
    let mut sought = plans.iter().filter(|(_, region)| region.is_some());
    sought.any(|(plan, _)| plan.words.iter().any(|word| word.may_match(folded)))
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

/// Each match from its first word to its last.
fn whole(shape: &Shape, at: &Occurrences, parts: &mut usize) -> Vec<(Place, usize)> {
    if let Shape::AtLeast { pattern, .. } = shape {
        return whole(pattern, at, parts);
    }
    *parts = 1;
    let mut found = places(shape, at);
    found.dedup_by_key(|place| place.0);
    found.into_iter().map(|place| (place, 0)).collect()
}

/// What to highlight: a phrase as one, of everything else the words that take part. Each is told by the
/// number of its part; alternatives are one part.
fn highlights(shape: &Shape, at: &Occurrences, parts: &mut usize) -> Vec<(Place, usize)> {
    let inner: Vec<&Shape> = match shape {
        Shape::Word(_) | Shape::Phrase { slop: 0, .. } => {
            let part = *parts;
            *parts += 1;
            let found = places(shape, at).into_iter();
            return found.map(|place| (place, part)).collect();
        }
        Shape::Phrase { parts, .. } | Shape::Within { parts, .. } | Shape::Any(parts) => {
            parts.iter().collect()
        }
        Shape::Near { left, right, .. } => vec![left, right],
        // The article matches; how often is counted over headline and body together.
        Shape::AtLeast { pattern, .. } => return highlights(pattern, at, parts),
    };
    let covered = covered(&places(shape, at));
    let inside = |place: &Place| {
        let next = covered.partition_point(|c| c.1 < place.1);
        covered.get(next).is_some_and(|c| c.0 <= place.0)
    };
    let first = *parts;
    let mut marks: Vec<(Place, usize)> = Vec::new();
    for part in inner {
        let found = highlights(part, at, parts).into_iter();
        marks.extend(found.filter(|(place, _)| inside(place)));
    }
    if matches!(shape, Shape::Any(_)) {
        for (_, part) in &mut marks {
            *part = first;
        }
        *parts = first + 1;
    }
    marks.sort_unstable();
    marks.dedup();
    marks
}

/// The stretches that places cover together, as they reach over each other.
fn covered(places: &[Place]) -> Vec<Place> {
    let mut covered: Vec<Place> = Vec::new();
    for place in places {
        match covered.last_mut() {
            Some(last) if place.0 <= last.1 => last.1 = last.1.max(place.1),
            _ => covered.push(*place),
        }
    }
    covered
}
