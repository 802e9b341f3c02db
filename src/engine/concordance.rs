//! Keyword in context: each match of a text with the words around it.

use super::marks::{Extent, mark};
use super::plan::{Plan, Region};
use super::snippet::{Sought, on_graphemes, push_folded};
use crate::analysis::words;
use crate::answer::Hit;
use crate::error::Result;
use std::ops::Range;

/// One match in its context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kwic {
    /// The words before it.
    pub left: String,
    /// What matches, from its first word to its last.
    pub node: String,
    /// The words behind it.
    pub right: String,
}

/// A match and the article it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The match.
    pub kwic: Kwic,
    /// When the article was published, ISO 8601.
    pub date: Option<String>,
    /// Its headline.
    pub headline: String,
    /// Its id.
    pub id: String,
}

impl Kwic {
    /// What sorts by the words behind the match: the nearest first, whatever signs are between.
    pub fn right_key(&self) -> String {
        folded_words(&self.right).join(" ")
    }

    /// What sorts by the words before the match: the nearest first.
    pub fn left_key(&self) -> String {
        let mut words = folded_words(&self.left);
        words.reverse();
        words.join(" ")
    }
}

fn folded_words(text: &str) -> Vec<String> {
    let mut reader = words(text);
    let mut found = Vec::new();
    while reader.next().is_some() {
        found.push(reader.folded().to_owned());
    }
    found
}

/// Hands out the matches of an article, each with `context` words on either side.
pub(super) fn each_line(
    hit: &Hit,
    sought: &[Sought],
    context: usize,
    each: &mut dyn FnMut(Line) -> Result<()>,
) -> Result<()> {
    let article = &hit.article;
    for kwic in lines(&article.headline, &article.body, sought, context) {
        each(Line {
            kwic,
            date: article.date.as_ref().map(ToString::to_string),
            headline: article.headline.clone(),
            id: hit.id.clone(),
        })?;
    }
    Ok(())
}

/// The matches in headline and body, in order.
fn lines(headline: &str, body: &str, sought: &[Sought], context: usize) -> Vec<Kwic> {
    let mut found = Vec::new();
    let headlines: Vec<_> = sought
        .iter()
        .map(|s| (&s.plan, s.plan.in_headline()))
        .collect();
    in_text(headline, &headlines, context, &mut found);
    let bodies: Vec<_> = sought.iter().map(|s| (&s.plan, s.plan.in_body())).collect();
    in_text(body, &bodies, context, &mut found);
    found
}

fn in_text(text: &str, plans: &[(&Plan, Option<Region>)], context: usize, found: &mut Vec<Kwic>) {
    let marked = mark(text, plans, Extent::Whole);
    let mut places: Vec<_> = marked.marks.iter().map(|mark| mark.place).collect();
    places.dedup();
    for (first, last) in places {
        let (first, last) = (first as usize, last as usize);
        let words = &marked.words;
        let node = on_graphemes(text, words[first].start..words[last].end);
        let begin = words[first.saturating_sub(context)].start.min(node.start);
        let behind = last.saturating_add(context).min(words.len() - 1);
        let end = words[behind].end.max(node.end);
        // Signs behind the last word belong to it.
        let signs = text[end..]
            .chars()
            .take(4)
            .take_while(|c| !c.is_whitespace() && !c.is_alphanumeric());
        let end = end + signs.map(char::len_utf8).sum::<usize>();
        let around = on_graphemes(text, begin..end);
        found.push(Kwic {
            left: folded(text, around.start..node.start),
            right: folded(text, node.end..around.end),
            node: folded(text, node),
        });
    }
}

fn folded(text: &str, range: Range<usize>) -> String {
    let mut out = String::new();
    push_folded(text.get(range).unwrap_or_default(), &mut out);
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::super::sample::{archive, article, dated, meaning, query};
    use super::*;
    use crate::engine::{Columns, Order};

    #[test]
    fn matches_stand_in_their_context() {
        let archive = archive(
            &[
                dated(
                    "2020",
                    article(
                        "a",
                        "Port strike",
                        "The strike at the port of\n\nLeith ended. A rail strike, too!",
                    ),
                ),
                dated("2019", article("b", "", "Strike while the iron is hot.")),
            ],
            1,
        );
        for (text, expected) in [
            (
                "strike",
                "|Strike|while the iron;Port|strike|;The|strike|at the port;ended. A rail|strike|, too!",
            ),
            (
                "strike NEAR/3 port",
                "|Port strike|;The|strike at the port|of Leith ended.",
            ),
            ("headline:strike", "Port|strike|"),
            ("\"rail strike\" -iron", "Leith ended. A|rail strike|, too!"),
        ] {
            let mut found = Vec::new();
            let mut each = |line: Line| {
                let Kwic { left, node, right } = line.kwic;
                found.push(format!("{left}|{node}|{right}"));
                Ok(())
            };
            archive
                .engine
                .concordance(&query(text), &meaning(), 3, Order::Oldest, &mut each)
                .unwrap();
            assert_eq!(found.join(";"), expected, "{text}");
        }
    }

    #[test]
    fn left_contexts_sort_by_their_last_word() {
        let kwic = Kwic {
            left: "the Old port".into(),
            node: "x".into(),
            right: ", “Élan” y".into(),
        };
        assert_eq!(
            (kwic.left_key().as_str(), kwic.right_key().as_str()),
            ("port old the", "elan y")
        );
    }
}
