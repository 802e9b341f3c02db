//! Finds the article in the text of a whole page: the densest run of paragraphs that read like prose.
//!
//! Everything between the first and the last paragraph of that run is kept, short lines too: a
//! classifier that judged each line alone would lose the quotes and subheadings.

use super::lines::{Line, Lines};
use super::phrases::LANGUAGES;

/// A paragraph of prose is at least so long, in characters.
const PROSE: usize = 80;
/// And at least so much of it are common words.
const COMMON: f64 = 0.2;
/// So many other lines may stand between two paragraphs of one article.
const GAP: usize = 6;
/// Below this share of common words the text is in a language without a table, and length decides.
const KNOWN: f64 = 0.1;

/// Drops all lines outside the run with the most prose.
pub(super) fn narrow(lines: &mut Lines) {
    let common = language(lines);
    let prose: Vec<usize> = (0..lines.all.len())
        .filter(|at| is_prose(&lines.all[*at], common))
        .collect();
    let mut best: Option<(usize, usize, usize)> = None;
    let mut run: Option<(usize, usize, usize)> = None;
    for at in prose {
        let length = lines.all[at].range.len();
        run = Some(match run {
            Some((first, last, sum)) if at - last <= GAP + 1 => (first, at, sum + length),
            _ => (at, at, length),
        });
        if run.map(|run| run.2) > best.map(|best| best.2) {
            best = run;
        }
    }
    if let Some((first, last, _)) = best {
        for (at, line) in lines.all.iter_mut().enumerate() {
            line.keep &= (first..=last).contains(&at);
        }
    }
}

/// The common words of the language of the text.
fn language(lines: &Lines) -> Option<&'static [&'static str]> {
    let long = lines
        .all
        .iter()
        .filter(|line| line.range.len() >= PROSE)
        .take(50);
    let text: Vec<&str> = long.map(|line| line.text).collect();
    let text = text.join(" ");
    let shares = LANGUAGES.map(|language| (share(&text, language.common), language.common));
    let best = shares
        .into_iter()
        .max_by(|one, two| one.0.total_cmp(&two.0))?;
    (best.0 >= KNOWN).then_some(best.1)
}

/// The share of common words in a text.
fn share(text: &str, common: &[&str]) -> f64 {
    let (mut words, mut found) = (0_usize, 0_usize);
    for word in text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        words += 1;
        found += usize::from(common.contains(&word.to_lowercase().as_str()));
    }
    found as f64 / words.max(1) as f64
}

fn is_prose(line: &Line, common: Option<&[&str]>) -> bool {
    let ends = line
        .text
        .trim_end_matches(['"', '\'', '”', '’', '»', '«', ')', ']', '*']);
    line.text.chars().count() >= PROSE
        && ends.ends_with(['.', '!', '?', '…', ':', '。', '！', '？', '।'])
        && common.is_none_or(|common| share(line.text, common) >= COMMON)
}
