//! Where a pattern stands in one field of one article, given where its words stand.
//!
//! The definition is the plain one: a proximity matches wherever *any* choice of its parts satisfies it,
//! and each place is listed once. Distances are counted in words.

use super::plan::{Region, Shape};
use crate::query::Unit;

/// The first and the last word of a match, as positions in the field.
pub(super) type Place = (u32, u32);

/// What is known of one field of one article.
#[derive(Debug, Default)]
pub(super) struct Occurrences {
    /// For each word of the plan, its positions, ascending.
    pub(super) words: Vec<Vec<u32>>,
    /// Where sentences begin, ascending.
    pub(super) sentences: Vec<u32>,
    /// Where paragraphs begin, ascending.
    pub(super) paragraphs: Vec<u32>,
}

impl Occurrences {
    /// Leaves only the words in a region.
    pub(super) fn cut(&mut self, region: Region) {
        let end = region.end(&self.paragraphs);
        for positions in &mut self.words {
            positions.truncate(positions.partition_point(|position| *position < end));
        }
    }
}

/// The longest list of places that a pattern inside another one may have in one field of one article:
/// what bounds the memory for an article that is one word a million times over.
const MOST: usize = 1 << 22;

/// Which places are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// All of them: another pattern is made of them.
    All,
    /// Of those that begin at one word, the shortest and the longest: enough to count them, to see
    /// whether they lie in a region, and to know which words they cover.
    Ends,
}

/// Where `shape` stands, ascending, without repeats: of the places that begin at one word at least the
/// shortest and the longest.
pub(super) fn places(shape: &Shape, at: &Occurrences) -> Vec<Place> {
    find(shape, at, Wanted::Ends)
}

fn find(shape: &Shape, at: &Occurrences, wanted: Wanted) -> Vec<Place> {
    let mut found = match shape {
        Shape::Word(word) => return at.words[*word].iter().map(|p| (*p, *p)).collect(),
        Shape::Any(parts) => parts
            .iter()
            .flat_map(|part| find(part, at, wanted))
            .collect(),
        Shape::Phrase { parts, slop } => phrase(parts, *slop, at, wanted),
        Shape::Near {
            left,
            right,
            distance,
            ordered,
        } => {
            let left = find(left, at, Wanted::All);
            let right = find(right, at, Wanted::All);
            let mut found = after(&left, &right, *distance, wanted);
            if !ordered {
                found.append(&mut after(&right, &left, *distance, wanted));
            }
            found
        }
        Shape::Within { parts, unit } => within(parts, *unit, at),
        Shape::AtLeast { times, pattern } => {
            let found = find(pattern, at, wanted);
            if starts(&found) >= *times {
                found
            } else {
                Vec::new()
            }
        }
    };
    found.sort_unstable();
    found.dedup();
    found
}

/// At how many different positions the places begin: the frequency that is scored and counted.
pub(super) fn starts(places: &[Place]) -> u32 {
    let mut last = None;
    let new = |place: &&Place| last.replace(place.0) != Some(place.0);
    places.iter().filter(new).count() as u32
}

/// The parts one behind the other.
fn phrase(parts: &[Shape], slop: u32, at: &Occurrences, wanted: Wanted) -> Vec<Place> {
    let Some((first, rest)) = parts.split_first() else {
        return Vec::new();
    };
    // (first word, last word, words passed over so far)
    let mut open: Vec<(u32, u32, u32)> = find(first, at, Wanted::All)
        .into_iter()
        .map(|(from, to)| (from, to, 0))
        .collect();
    for (number, part) in rest.iter().enumerate() {
        let next = find(part, at, Wanted::All);
        let last = number + 1 == rest.len();
        // Where the parts are single words, taking each as early as it comes passes over the fewest.
        let earliest = wanted == Wanted::Ends && rest.iter().all(Shape::is_single);
        let mut joined = Vec::new();
        for (from, to, passed) in open {
            let begin = next.partition_point(|place| place.0 <= to);
            let reach = to.saturating_add(slop - passed).saturating_add(1);
            let near = &next[begin..];
            let near = &near[..near.partition_point(|place| place.0 <= reach)];
            let mut join = |place: &Place| joined.push((from, place.1, passed + place.0 - to - 1));
            match near {
                [first, .., last_one] if earliest => {
                    join(first);
                    if last {
                        join(last_one);
                    }
                }
                near => near.iter().for_each(join),
            }
            if joined.len() > MOST {
                break;
            }
        }
        joined.sort_unstable();
        joined.dedup_by_key(|(from, to, _)| (*from, *to));
        open = joined;
    }
    open.into_iter().map(|(from, to, _)| (from, to)).collect()
}

/// Each of `one` with each of `other` that begins behind it, at most `distance` words on.
fn after(one: &[Place], other: &[Place], distance: u32, wanted: Wanted) -> Vec<Place> {
    let rising = wanted == Wanted::Ends && other.is_sorted_by_key(|place| place.1);
    let mut found = Vec::new();
    for (from, to) in one {
        let near = &other[other.partition_point(|place| place.0 <= *to)..];
        let reach = to.saturating_add(distance);
        let near = &near[..near.partition_point(|place| place.0 <= reach)];
        match near {
            [first, .., last] if rising => found.extend([(*from, first.1), (*from, last.1)]),
            near => found.extend(near.iter().map(|place| (*from, place.1))),
        }
        if found.len() > MOST {
            break;
        }
    }
    found
}

/// One place for each sentence or paragraph that holds all parts, from the first of them to the last.
fn within(parts: &[Shape], unit: Unit, at: &Occurrences) -> Vec<Place> {
    let begins = match unit {
        Unit::Sentence => &at.sentences,
        Unit::Paragraph => &at.paragraphs,
    };
    let unit_of = |position: u32| begins.partition_point(|begin| *begin <= position);
    let mut common: Option<Vec<(usize, u32, u32)>> = None;
    for part in parts {
        // (unit, first word, last word) of what lies whole in one unit.
        let mut here: Vec<(usize, u32, u32)> = Vec::new();
        for (from, to) in find(part, at, Wanted::Ends) {
            let unit = unit_of(from);
            if unit != unit_of(to) {
                continue;
            }
            match here.last_mut() {
                Some(last) if last.0 == unit => last.2 = last.2.max(to),
                _ => here.push((unit, from, to)),
            }
        }
        common = Some(match common {
            None => here,
            Some(before) => intersect(&before, &here),
        });
    }
    let common = common.unwrap_or_default();
    common.into_iter().map(|(_, from, to)| (from, to)).collect()
}

fn intersect(one: &[(usize, u32, u32)], other: &[(usize, u32, u32)]) -> Vec<(usize, u32, u32)> {
    let mut found = Vec::new();
    let mut others = other.iter().peekable();
    for (unit, from, to) in one {
        while others.next_if(|o| o.0 < *unit).is_some() {}
        if let Some(o) = others.peek().filter(|o| o.0 == *unit) {
            found.push((*unit, o.1.min(*from), o.2.max(*to)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(words: &[&[u32]], sentences: &[u32]) -> Occurrences {
        Occurrences {
            words: words.iter().map(|w| w.to_vec()).collect(),
            sentences: sentences.to_vec(),
            paragraphs: vec![0],
        }
    }

    #[test]
    fn phrases_count_the_words_between() {
        let at = at(&[&[0, 10], &[2, 11], &[3, 20]], &[0]);
        let phrase = |slop| Shape::Phrase {
            parts: vec![Shape::Word(0), Shape::Word(1), Shape::Word(2)],
            slop,
        };
        assert_eq!(places(&phrase(0), &at), []);
        assert_eq!(places(&phrase(1), &at), [(0, 3)]);
        assert_eq!(places(&phrase(8), &at), [(0, 3), (10, 20)]);
    }

    #[test]
    fn near_is_either_order_and_pre_is_not() {
        let at = at(&[&[5], &[3, 9]], &[0]);
        let near = |distance, ordered| Shape::Near {
            left: Box::new(Shape::Word(0)),
            right: Box::new(Shape::Word(1)),
            distance,
            ordered,
        };
        assert_eq!(places(&near(2, false), &at), [(3, 5)]);
        assert_eq!(places(&near(4, false), &at), [(3, 5), (5, 9)]);
        assert_eq!(places(&near(4, true), &at), [(5, 9)]);
    }

    #[test]
    fn a_sentence_must_hold_all() {
        let at = at(&[&[1, 6], &[3, 12]], &[0, 5, 10]);
        let shape = Shape::Within {
            parts: vec![Shape::Word(0), Shape::Word(1)],
            unit: Unit::Sentence,
        };
        assert_eq!(places(&shape, &at), [(1, 3)]);
    }
}
