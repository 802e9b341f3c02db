//! The stretches of a text that can hold a name: capitalised words and what joins them.
//!
//! Only a sixth of the tokens of news lies in such a stretch; the tagger looks at nothing else. A stretch
//! is cut after [`LONGEST`] tokens, which keeps a text of capitals linear in time and memory.

use super::classes::{CONNECTOR, FUNCTION};
use super::names::Match;
use super::text::Text;
use super::token::Gap;
use super::words::Case;
use std::ops::Range;

/// The most tokens of a stretch.
pub(super) const LONGEST: usize = 120;

/// How many small words may stand between two capitalised ones of one stretch.
const BRIDGE: usize = 3;

/// The stretches of a text, in order.
pub(super) fn stretches(text: &Text, matches: &[Match]) -> Vec<Range<usize>> {
    let mut active: Vec<bool> = (text.tokens.iter().enumerate())
        .map(|(at, token)| token.word.is_capitalised() && may_stand(text, at))
        .collect();
    for hit in matches {
        active[hit.tokens.clone()].fill(true);
    }
    bridge(text, &mut active);
    let mut found = Vec::new();
    // Where a stretch began that has not ended.
    let mut from = None;
    for (at, (token, active)) in text.tokens.iter().zip(&active).enumerate() {
        if let Some(begun) = from
            && (!active || token.gap == Gap::Paragraph || token.first || at - begun >= LONGEST)
        {
            found.push(begun..at);
            from = None;
        }
        if *active && from.is_none() {
            from = Some(at);
        }
    }
    found.extend(from.map(|begun| begun..active.len()));
    found
}

/// Whether a word with a capital can be one of a name.
fn may_stand(text: &Text, at: usize) -> bool {
    let word = text.word(at);
    if word.is(FUNCTION) && text.tokens[at].first {
        // "The Verge said", but not "In May".
        return text.form(at) == "The" && next_is_capital(text, at);
    }
    !(word.is(FUNCTION) && word.length == 1)
}

fn next_is_capital(text: &Text, at: usize) -> bool {
    at + 1 < text.tokens.len()
        && text.tokens[at + 1].gap < Gap::Paragraph
        && text.word(at + 1).is_capitalised()
}

/// Makes small words, signs and numbers between or beside active tokens active.
fn bridge(text: &Text, active: &mut [bool]) {
    let mut last: Option<usize> = None;
    for (at, token) in text.tokens.iter().enumerate() {
        if token.gap == Gap::Paragraph || token.first {
            last = None;
        }
        if active[at] {
            if let Some(before) = last
                && at - before - 1 <= BRIDGE
            {
                active[before..at].fill(true);
            }
            last = Some(at);
        } else if token.word.case == Case::Number {
            // "Channel 4", "7 News": a number right beside a name.
            let after = at > 0 && last == Some(at - 1);
            if after || next_is_capital(text, at) {
                active[at] = true;
                last = Some(at);
            }
        } else if last.is_some() && !joins(text, at) {
            last = None;
        }
    }
}

/// Whether a token may stand inside a name between capitalised words.
pub(super) fn joins(text: &Text, at: usize) -> bool {
    let word = text.word(at);
    match word.case {
        Case::Sign => matches!(
            text.form(at),
            "&" | "-" | "–" | "/" | "'" | "’" | "'s" | "’s" | "+"
        ),
        Case::Lower => word.is(CONNECTOR) || matches!(text.form(at), "'s" | "’s"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::classes::Classes;
    use super::super::words::Words;
    use super::*;

    fn cut(body: &str) -> Vec<String> {
        let text = Text::new(body, &Classes::embedded(), Words::default());
        stretches(&text, &[])
            .iter()
            .map(|range| text.name(range).into_owned())
            .collect()
    }

    #[test]
    fn stretches_are_capitals_and_what_joins_them() {
        for (body, expected) in [
            (
                "The Bank of Toledo said on Monday it",
                "The Bank of Toledo|Monday",
            ),
            ("In Paris, Procter & Gamble rose", "Paris|Procter & Gamble"),
            (
                "he sold easyJet to Channel 4 and I left",
                "easyJet to Channel 4",
            ),
            ("It fell. Acme's Ltd. rose", "Acme's Ltd."),
            ("nothing at all", ""),
        ] {
            assert_eq!(cut(body).join("|"), expected, "{body}");
        }
    }

    #[test]
    fn a_long_line_of_capitals_is_cut() {
        let body = "ACME ".repeat(1000);
        let text = Text::new(&body, &Classes::embedded(), Words::default());
        let cut = stretches(&text, &[]);
        assert!(cut.iter().all(|range| range.len() <= LONGEST));
        assert_eq!(cut.iter().map(ExactSizeIterator::len).sum::<usize>(), 1000);
    }
}
