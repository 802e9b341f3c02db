//! Where a pattern stands in one field of one article, given where its words stand.
//!
//! The definition is the plain one: a proximity matches wherever *any* choice of its parts satisfies it,
//! and each place is listed once. Distances are counted in words. Nothing is left out for being much:
//! places are kept as stretches ([`List`]), not one by one.

use super::plan::{Region, Shape};
use super::stretches::{List, Row};
use crate::query::Unit;
use std::borrow::Cow;

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

/// Where `shape` stands, ascending, without repeats: of the places that begin at one word at least the
/// shortest and the longest, which is enough to count them and to know the words they cover.
pub(super) fn places(shape: &Shape, at: &Occurrences) -> Vec<Place> {
    let mut found = Vec::new();
    for list in find(shape, at) {
        for row in list.rows() {
            let (shortest, longest) = list.reach(row);
            found.push((row.start, shortest));
            if longest > shortest {
                found.push((row.start, longest));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// All places of `shape`.
fn find<'a>(shape: &Shape, at: &'a Occurrences) -> Vec<List<'a>> {
    match shape {
        Shape::Word(word) => vec![List::words(&at.words[*word])],
        Shape::Any(parts) => parts.iter().flat_map(|part| find(part, at)).collect(),
        Shape::Phrase { parts, slop } => phrase(parts, *slop, at),
        Shape::Near {
            left,
            right,
            distance,
            ordered,
        } => {
            let left = find(left, at);
            let right = find(right, at);
            let mut found = after(&left, &right, *distance);
            if !ordered {
                found.append(&mut after(&right, &left, *distance));
            }
            found
        }
        Shape::Within { parts, unit } => vec![within(parts, *unit, at)],
        Shape::AtLeast { times, pattern } => {
            if starts(&places(pattern, at)) >= *times {
                find(pattern, at)
            } else {
                Vec::new()
            }
        }
    }
}

/// At how many different positions the places begin: the frequency that is scored and counted.
pub(super) fn starts(places: &[Place]) -> u32 {
    let mut last = None;
    let new = |place: &&Place| last.replace(place.0) != Some(place.0);
    places.iter().filter(new).count() as u32
}

/// Each of `one` with each of `other` that begins behind it, at most `distance` words on.
fn after<'a>(one: &[List], other: &[List<'a>], distance: u32) -> Vec<List<'a>> {
    let behind = |list: &List<'a>| list.behind(one, distance);
    other.iter().map(behind).collect()
}

/// The parts one behind the other.
///
/// Each part has a fixed width, so the words passed over are what a place is longer than its parts
/// together: taking each part as early as it comes leaves every end open that any choice would.
fn phrase<'a>(parts: &[Shape], slop: u32, at: &'a Occurrences) -> Vec<List<'a>> {
    let widths: Vec<u32> = parts.iter().map(Shape::width).collect();
    let begins: Vec<_> = parts.iter().map(|part| begins(part, at)).collect();
    let ([first, between @ .., last], [.., width]) = (begins.as_slice(), widths.as_slice()) else {
        return parts.iter().flat_map(|part| find(part, at)).collect();
    };
    // From the first word of the phrase to the last possible first word of its last part.
    let reach = (widths.iter().sum::<u32>() - width).saturating_add(slop);
    let mut rows = Vec::new();
    for &start in first.iter() {
        let Some(free) = passed(start, between, &widths) else {
            break; // what begins later finds nothing either
        };
        let from = last.partition_point(|begin| *begin < free);
        let behind = last.partition_point(|begin| *begin <= start.saturating_add(reach));
        if from < behind {
            let (from, to) = (from as u32, behind as u32 - 1);
            rows.push(Row { start, from, to });
        }
    }
    let ends = match width {
        1 => last.clone(),
        _ => last.iter().map(|begin| begin + width - 1).collect(),
    };
    vec![List::of(ends, rows)]
}

/// The first position behind a part that begins at `start` and the earliest of each of `parts` behind it;
/// `widths` are those of all.
fn passed(start: u32, parts: &[Cow<[u32]>], widths: &[u32]) -> Option<u32> {
    let mut free = start + widths[0];
    for (begins, width) in parts.iter().zip(&widths[1..]) {
        free = begins.get(begins.partition_point(|begin| *begin < free))? + width;
    }
    Some(free)
}

/// Where a part of a phrase begins, ascending.
fn begins<'a>(part: &Shape, at: &'a Occurrences) -> Cow<'a, [u32]> {
    if let Shape::Word(word) = part {
        return Cow::Borrowed(&at.words[*word]);
    }
    let mut begins: Vec<u32> = places(part, at).into_iter().map(|place| place.0).collect();
    begins.dedup();
    Cow::Owned(begins)
}

/// One place for each sentence or paragraph that holds all parts, from the first of them to the last.
fn within(parts: &[Shape], unit: Unit, at: &Occurrences) -> List<'static> {
    let begins = match unit {
        Unit::Sentence => &at.sentences,
        Unit::Paragraph => &at.paragraphs,
    };
    let mut common: Option<Vec<(usize, u32, u32)>> = None;
    for part in parts {
        let here = units(&find(part, at), begins);
        common = Some(match common {
            None => here,
            Some(before) => intersect(&before, &here),
        });
    }
    let common = common.unwrap_or_default();
    let row = |(end, (_, start, _)): (u32, &(usize, u32, u32))| Row {
        start: *start,
        from: end,
        to: end,
    };
    let rows = (0..).zip(&common).map(row).collect();
    List::of(common.iter().map(|(_, _, to)| *to).collect(), rows)
}

/// For each unit that a place lies whole in: its number, and the first and the last word of such places.
fn units(lists: &[List], begins: &[u32]) -> Vec<(usize, u32, u32)> {
    let mut found: Vec<(usize, u32, u32)> = Vec::new();
    for list in lists {
        for row in list.rows() {
            let unit = begins.partition_point(|begin| *begin <= row.start);
            let end = begins.get(unit).copied().unwrap_or(u32::MAX);
            if let Some(last) = list.longest_before(row, end) {
                found.push((unit, row.start, last));
            }
        }
    }
    found.sort_unstable();
    found.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.2 = kept.2.max(next.2);
        }
        same
    });
    found
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

    #[test]
    fn nothing_is_left_out_however_much_there_is() {
        // One word again and again: its pairs would be 10^8, and pairs of pairs the square of that.
        let all: Vec<u32> = (0..20_000).collect();
        let at = at(&[&all], &[0]);
        let near = |left: Shape, right: Shape| Shape::Near {
            left: Box::new(left),
            right: Box::new(right),
            distance: 10_000,
            ordered: false,
        };
        let pair = near(Shape::Word(0), Shape::Word(0));
        let found = places(&near(pair.clone(), pair), &at);
        assert_eq!(starts(&found), 19_997);
        assert_eq!((found[0], found[1]), ((0, 3), (0, 19_999)));
    }
}
