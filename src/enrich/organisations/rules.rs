//! Rules: spans that look like an organisation by their own words or by the words beside them.
//!
//! A hit is evidence, not a verdict: the tagger takes hits as features, and the document step later
//! accepts the kinds of hit that were measured to be precise. Rules read capitalised runs only.

use super::classes::{
    DEMONYM, FIRST, FOLLOWING, FUNCTION, HEAD, INTRODUCING, LEGAL, PLACE, TIME, TITLE, WEAK,
};
use super::text::Text;
use super::token::Gap;
use super::words::Case;
use std::ops::Range;

/// Why a span looks like an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Rule {
    /// It ends with a legal form.
    LegalForm,
    /// A head noun with `of` or `for` and a name after it.
    HeadOf,
    /// It ends with a head noun.
    Head,
    /// It ends with a noun that is sometimes a head.
    WeakHead,
    /// An acronym in brackets follows whose letters are its initials.
    Defined,
    /// It is such an acronym.
    Acronym,
    /// A common noun introduces it.
    Introduced,
    /// A common noun follows it that organisations have.
    Followed,
    /// Capitals that nothing explains.
    Capitals,
}

/// A rule that fits a range of tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    /// The tokens.
    pub(super) tokens: Range<usize>,
    /// The rule.
    pub(super) rule: Rule,
}

/// All hits in the stretches of a text.
pub(super) fn hits(text: &Text, stretches: &[Range<usize>]) -> Vec<Hit> {
    let mut found = Vec::new();
    for stretch in stretches {
        let mut at = stretch.start;
        while at < stretch.end {
            let run = run_at(text, at, stretch.end);
            if run.is_empty() {
                at += 1;
            } else {
                of_run(text, &run, stretch, &mut found);
                at = run.end;
            }
        }
        defined(text, stretch, &mut found);
    }
    found
}

/// The capitalised words from `at` on, with the numbers, `&` and `-` between them.
fn run_at(text: &Text, at: usize, end: usize) -> Range<usize> {
    let mut to = at;
    while to < end {
        let joined = to > at
            && to + 1 < end
            && matches!(text.form(to), "&" | "-")
            && text.word(to + 1).is_capitalised();
        if !(text.word(to).is_capitalised() || joined) {
            break;
        }
        to += 1;
    }
    at..to
}

fn push(found: &mut Vec<Hit>, tokens: Range<usize>, rule: Rule) {
    if !tokens.is_empty() {
        found.push(Hit { tokens, rule });
    }
}

fn of_run(text: &Text, whole: &Range<usize>, stretch: &Range<usize>, found: &mut Vec<Hit>) {
    let mut from = whole.start;
    while from < whole.end && text.word(from).is(FUNCTION) {
        from += 1;
    }
    let run = from..whole.end;
    if run.is_empty() {
        return;
    }
    let is = |at: usize, classes| text.word(at).is(classes);
    let legal = (run.start + 1..run.end).find(|at| is(*at, LEGAL) && !is(*at, WEAK));
    let head = (run.start..run.end).rev().find(|at| is(*at, HEAD));
    if let Some(at) = legal {
        push(found, run.start..at + 1, Rule::LegalForm);
    } else if let Some(at) = head {
        if at + 1 == run.end
            && let Some(end) = of_name(text, at, stretch.end)
        {
            push(found, run.start..end, Rule::HeadOf);
        } else if at > run.start {
            push(found, run.start..at + 1, Rule::Head);
        }
    } else if run.len() > 1 && is(run.end - 1, WEAK | LEGAL) {
        push(found, run.clone(), Rule::WeakHead);
    }
    by_neighbours(text, whole.start, &run, stretch.end, found);
    let word = text.word(run.start);
    let bare = !word.is(TIME | PLACE | DEMONYM) && (2..=6).contains(&word.length);
    if run.len() == 1 && word.case == Case::Upper && bare {
        push(found, run.clone(), Rule::Capitals);
    }
}

/// Where "of the X Y" after a head noun ends.
fn of_name(text: &Text, head: usize, end: usize) -> Option<usize> {
    let mut at = head + 1;
    if at >= end || !text.is_small(at, &["of", "for", "on", "against"]) {
        return None;
    }
    at += 1;
    if at < end && text.is_small(at, &["the", "The"]) {
        at += 1;
    }
    let run = run_at(text, at, end);
    if run.is_empty() {
        return None;
    }
    let mut to = run.end;
    // "Ministry of Health and Welfare", "Centers for Disease Control and Prevention".
    if to + 1 < end
        && text.is_small(to, &["and", "&"])
        && !text.word(to + 1).is(PLACE | FIRST | TITLE)
    {
        let more = run_at(text, to + 1, end);
        if (1..=2).contains(&more.len()) {
            to = more.end;
        }
    }
    Some(to)
}

/// What the words beside a run say. A name that is introduced may begin with a small word in capitals
/// ("group No Dams for Ohio"), so its beginning is that of the whole run.
fn by_neighbours(text: &Text, start: usize, run: &Range<usize>, end: usize, found: &mut Vec<Hit>) {
    let person = text.word(run.start).is(TITLE | FIRST);
    let place = (run.start..run.end).all(|at| text.word(at).is(PLACE | DEMONYM | TIME));
    if person || place {
        return;
    }
    let near = |at: usize| text.tokens[at].gap <= Gap::Line;
    if start > 0 && near(start) {
        let before = text.word(start - 1);
        if before.case == Case::Lower && before.is(INTRODUCING) {
            let from = if text.is_form(start, "The") {
                run.start
            } else {
                start
            };
            let to = of_name(text, run.end - 1, end).unwrap_or(run.end);
            push(found, from..to, Rule::Introduced);
        }
    }
    if run.end < text.tokens.len() && near(run.end) {
        let after = text.word(run.end);
        if after.case == Case::Lower && after.is(FOLLOWING) {
            push(found, run.clone(), Rule::Followed);
        }
    }
}

/// "Israel Ministry of Defence (IMOD)": the name before a bracket whose initials it holds.
fn defined(text: &Text, stretch: &Range<usize>, found: &mut Vec<Hit>) {
    let acronym = stretch.end + 1;
    if !text.is_form(stretch.end, "(")
        || !(text.is_form(acronym + 1, ")") || text.is_form(acronym + 1, ","))
    {
        return;
    }
    let word = text.word(acronym);
    if !matches!(word.case, Case::Upper | Case::Inner | Case::Capital)
        || !(2..=8).contains(&word.length)
    {
        return;
    }
    if let Some(from) = expansion(text, stretch, text.form(acronym)) {
        push(found, from..stretch.end, Rule::Defined);
        push(found, acronym..acronym + 1, Rule::Acronym);
    }
}

/// Where in a stretch the words begin whose initials are the acronym.
fn expansion(text: &Text, stretch: &Range<usize>, acronym: &str) -> Option<usize> {
    let letters: Vec<char> = acronym
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    if letters.len() < 2 {
        return None;
    }
    let earliest = stretch.start.max(stretch.end.saturating_sub(12));
    let starts = (earliest..stretch.end)
        .rev()
        .filter(|at| text.word(*at).is_capitalised());
    for from in starts {
        if text.word(from).initial != letters[0] || text.word(from).is(FUNCTION) {
            continue;
        }
        let words = || (from..stretch.end).map(|at| text.word(at));
        let all: Vec<char> = words()
            .map(|w| w.initial)
            .filter(|c| c.is_alphanumeric())
            .collect();
        let capital: Vec<char> = words()
            .filter(|w| w.is_capitalised())
            .map(|w| w.initial)
            .collect();
        if all == letters || capital == letters {
            return Some(from);
        }
        let enough = capital.len() >= 2 && capital.len() + 2 >= letters.len();
        if enough
            && letters.len() >= 3
            && in_order(&letters, &text.source[text.bytes(&(from..stretch.end))])
            && capital.len() <= letters.len() + 1
        {
            return Some(from);
        }
    }
    None
}

/// Whether the letters occur in this order in the text.
fn in_order(letters: &[char], text: &str) -> bool {
    let mut chars = text.chars().flat_map(char::to_lowercase);
    letters.iter().all(|letter| chars.any(|c| c == *letter))
}

#[cfg(test)]
mod tests {
    use super::super::classes::Classes;
    use super::super::stretch::stretches;
    use super::super::words::Words;
    use super::*;

    fn found(body: &str) -> Vec<(String, Rule)> {
        let text = Text::new(body, &Classes::embedded(), Words::default());
        hits(&text, &stretches(&text, &[]))
            .into_iter()
            .map(|hit| (text.name(&hit.tokens).into_owned(), hit.rule))
            .collect()
    }

    #[test]
    fn each_rule_finds_its_span() {
        for (body, name, rule) in [
            (
                "He runs Hale Brewing Corp. now",
                "Hale Brewing Corp.",
                Rule::LegalForm,
            ),
            (
                "the Ministry of Health and Welfare said",
                "Ministry of Health and Welfare",
                Rule::HeadOf,
            ),
            (
                "In Toledo, Lucas County Court sat",
                "Lucas County Court",
                Rule::Head,
            ),
            (
                "the Northern Fishing Board (NFB) met",
                "Northern Fishing Board",
                Rule::Defined,
            ),
            ("the Northern Fishing Board (NFB) met", "NFB", Rule::Acronym),
            (
                "pro-river group No Dams for Ohio said",
                "No Dams for Ohio",
                Rule::Introduced,
            ),
            ("a Zorblatt spokesman", "Zorblatt", Rule::Followed),
            ("he asked the QVX about", "QVX", Rule::Capitals),
        ] {
            let hits = found(body);
            assert!(hits.contains(&(name.to_owned(), rule)), "{body}: {hits:?}");
        }
    }

    #[test]
    fn people_and_places_are_not_introduced() {
        for body in [
            "the coach Maria Hale",
            "a London spokesman",
            "French officials",
        ] {
            let hits = found(body);
            assert!(hits.is_empty(), "{body}: {hits:?}");
        }
    }
}
