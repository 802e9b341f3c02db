//! Headlines and old wire copy: what would these words look like in running text?
//!
//! In a paragraph of capitals, or one in Title Case, a capital is no sign of a name. Each of its words is
//! given the form it has elsewhere: first in the same article, then in the texts the model was trained
//! on. Names of the table are matched before, so `WHO` in a line of capitals is known but not believed
//! where it is also a common word. The bytes of the text are not touched.

use super::classes::{Classes, FUNCTION, HEAD, Habit, LEGAL, habit};
use super::hashes::{HashedMap, Sieve};
use super::names::Match;
use super::text::Text;
use super::words::{Case, LETTERS, LONG, LONG_CAPITAL, TELLING, UPPER};
use std::ops::Range;

/// A Title Case paragraph longer than this (in tokens) is something else.
const LONGEST_TITLE: usize = 45;

const SEEN_LOWER: u8 = 1;
const SEEN_CAPITAL: u8 = 2;

/// How a paragraph is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Running,
    Title,
    Capitals,
}

/// Marks the tokens of paragraphs whose capitals mean nothing; returns those paragraphs.
pub(super) fn mark(text: &mut Text) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for paragraph in text.paragraphs() {
        if style(text, &paragraph) != Style::Running {
            for token in &mut text.tokens[paragraph.clone()] {
                token.recased = true;
            }
            found.push(paragraph);
        }
    }
    found
}

/// Gives the words of the marked paragraphs the form of running text; drops matches that were only
/// common words in capitals.
pub(super) fn apply(
    text: &mut Text,
    paragraphs: &[Range<usize>],
    classes: &Classes,
    matches: &mut Vec<Match>,
) {
    if paragraphs.is_empty() {
        return;
    }
    matches.retain(|hit| believed(text, hit));
    let mut named = vec![false; text.tokens.len()];
    for hit in matches.iter() {
        named[hit.tokens.clone()].fill(true);
    }
    let mut asked = Sieve::default();
    for paragraph in paragraphs {
        paragraph
            .clone()
            .for_each(|at| asked.add(text.word(at).folded));
    }
    let seen = seen_in_running_text(text, &asked);
    for paragraph in paragraphs {
        for at in paragraph.clone() {
            recase(text, at, named[at], &seen, classes);
        }
    }
}

/// A match of one word in a line of capitals, when the word is also a common one, is not believed.
fn believed(text: &Text, hit: &Match) -> bool {
    let at = hit.tokens.start;
    if hit.tokens.len() > 1 || !text.tokens[at].recased {
        return true;
    }
    let word = text.word(at);
    !(word.case == Case::Upper && (habit(word.classes) == Habit::Lower || word.is(FUNCTION)))
}

fn style(text: &Text, paragraph: &Range<usize>) -> Style {
    let (mut letters, mut upper, mut long, mut long_capital, mut telling) = (0, 0, 0, 0, 0);
    for token in &text.tokens[paragraph.clone()] {
        let signs = token.word.signs;
        let has = |sign: u8| usize::from(signs & sign != 0);
        letters += has(LETTERS);
        upper += has(UPPER);
        long += has(LONG);
        long_capital += has(LONG_CAPITAL);
        telling += has(TELLING) & usize::from(!token.first);
    }
    if letters >= 3 && upper * 10 >= letters * 8 {
        Style::Capitals
    } else if letters >= 4
        && paragraph.len() <= LONGEST_TITLE
        && telling >= 2
        && long_capital * 10 >= long * 8
    {
        Style::Title
    } else {
        Style::Running
    }
}

fn seen_in_running_text(text: &Text, asked: &Sieve) -> HashedMap<u8> {
    let mut seen = HashedMap::<u8>::default();
    for at in 0..text.tokens.len() {
        let token = text.tokens[at];
        let word = text.word(at);
        if token.recased
            || token.first
            || !asked.may_hold(word.folded)
            || matches!(word.case, Case::Sign | Case::Number)
        {
            continue;
        }
        let bit = if word.case == Case::Lower {
            SEEN_LOWER
        } else {
            SEEN_CAPITAL
        };
        *seen.entry(word.folded).or_default() |= bit;
    }
    seen
}

fn recase(text: &mut Text, at: usize, named: bool, seen: &HashedMap<u8>, classes: &Classes) {
    let word = text.word(at);
    let (case, known) = (word.case, habit(word.classes));
    if !word.is_capitalised() {
        return;
    }
    let here = seen.get(&word.folded).copied().unwrap_or(0);
    let institutional = word.is(HEAD | LEGAL) && at > 0 && {
        let before = text.word(at - 1);
        before.is_capitalised() && text.tokens[at].gap <= super::token::Gap::Line
    };
    let lower = !named
        && match here {
            SEEN_LOWER => !institutional,
            SEEN_CAPITAL => false,
            _ => (known == Habit::Lower && !institutional) || word.is(FUNCTION),
        };
    let form = text.form(at);
    let short = word.length <= 4 && known != Habit::Capital && known != Habit::Mixed;
    let recased = if lower {
        form.to_lowercase()
    } else if case == Case::Upper
        && !(short && (named || here == SEEN_CAPITAL))
        && !is_acronym(form, known)
    {
        capitalised(form)
    } else {
        return;
    };
    text.tokens[at].word = text.words.intern(&recased, classes);
}

/// Capitals without a vowel, or with full stops, are letters one by one.
fn is_acronym(form: &str, known: Habit) -> bool {
    known == Habit::Unknown
        && form.chars().count() <= 5
        && (form.contains('.') || !form.contains(['A', 'E', 'I', 'O', 'U', 'Y']))
}

fn capitalised(form: &str) -> String {
    let mut chars = form.chars();
    let first = chars.next();
    first
        .into_iter()
        .chain(chars.flat_map(char::to_lowercase))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::words::Words;
    use super::*;
    use xxhash_rust::xxh3::xxh3_64;

    fn classes() -> Classes {
        let mut classes = Classes::embedded();
        let lower = |word: &str| {
            (
                (xxh3_64(word.as_bytes()) & 0xffff_ffff) as u32,
                Habit::Lower,
            )
        };
        classes.set_habits(&["raises", "prices", "profit", "beer", "again", "maker"].map(lower));
        classes
    }

    fn recased(body: &str) -> Vec<(String, Case)> {
        let classes = classes();
        let mut text = Text::new(body, &classes, Words::default());
        let paragraphs = mark(&mut text);
        apply(&mut text, &paragraphs, &classes, &mut Vec::new());
        (0..text.tokens.len())
            .map(|at| (text.form(at).to_owned(), text.word(at).case))
            .collect()
    }

    #[test]
    fn a_line_of_capitals_is_read_as_running_text() {
        let words = recased("BEER MAKER ACME RAISES PRICES\n\nThe firm is old.");
        let cases: Vec<Case> = words.iter().take(5).map(|(_, case)| *case).collect();
        assert_eq!(
            cases,
            [
                Case::Lower,
                Case::Lower,
                Case::Capital,
                Case::Lower,
                Case::Lower
            ]
        );
    }

    #[test]
    fn a_title_keeps_what_the_article_writes_with_a_capital() {
        let words = recased("Beer Maker Raises Again Its Profit\n\nThe Maker said so to the Beer.");
        assert_eq!(words[0].1, Case::Capital);
        assert_eq!(words[2].1, Case::Lower);
    }

    #[test]
    fn running_text_is_left_alone() {
        let words = recased("Acme of Toledo raises prices again.");
        assert_eq!(words[0].1, Case::Capital);
    }
}
