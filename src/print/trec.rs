//! A TREC run: `qid Q0 docid rank score tag`, for `trec_eval` and everything that reads its format.
//!
//! `trec_eval` ignores the rank. It sorts by score, read as a 32-bit float, and equal scores by docid
//! backwards, so a run with equal scores would be judged in an order that nobody saw. Scores are therefore
//! made strictly decreasing: one that is not below the score before it is printed as the next smaller
//! float.

use super::field;
use super::{Printer, Style};
use crate::answer::Page;
use crate::error::Result;
use std::fmt::Write as _;
use std::io::Write;

/// `--format trec`.
pub(super) struct Trec;

impl Printer for Trec {
    fn name(&self) -> &'static str {
        "trec"
    }

    fn about(&self) -> &'static str {
        "a run for trec_eval: qid Q0 docid rank score tag"
    }

    fn page(&self, page: &Page, style: &Style, out: &mut dyn Write) -> Result<()> {
        style.without_fields(self.name())?;
        style.without_null(self.name())?;
        // A single search is the only query of its run.
        let query = style.topic.as_ref().map_or("1", |topic| topic.id.as_str());
        let query = word(query);
        let tag = word(style.tag.as_deref().unwrap_or("morgue"));
        let mut last = f32::INFINITY;
        for row in field::rows(page, style) {
            // Without scores the order itself is the score.
            let score = row.hit.score.filter(|score| score.is_finite());
            let score = score.unwrap_or(1.0 / row.rank as f32);
            last = if score < last {
                score
            } else {
                last.next_down()
            };
            let (id, rank) = (word(&row.hit.id), row.rank);
            writeln!(out, "{query} Q0 {id} {rank} {last} {tag}")?;
        }
        Ok(())
    }
}

/// A text as one word: blanks and controls (and `%`) are percent-encoded as in addresses, so that ids can
/// be read back.
fn word(text: &str) -> String {
    let mut word = String::new();
    for c in text.chars() {
        if c == '%' || c.is_whitespace() || !crate::terminal::is_safe(c) {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                // Writing to a String cannot fail.
                let _ = write!(word, "%{byte:02X}");
            }
        } else {
            word.push(c);
        }
    }
    if word.is_empty() {
        word.push('-');
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print::Topic;
    use crate::print::sample::{self, printed};

    /// The ids of a run in the order in which `trec_eval` judges them.
    fn judged(run: &str) -> Vec<String> {
        let mut lines: Vec<(f32, String)> = run
            .lines()
            .map(|line| {
                let columns: Vec<_> = line.split(' ').collect();
                assert_eq!(columns.len(), 6, "{line}");
                (columns[4].parse().unwrap(), columns[2].to_owned())
            })
            .collect();
        lines.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| b.1.cmp(&a.1)));
        lines.into_iter().map(|(_, id)| id).collect()
    }

    #[test]
    fn the_order_is_ours_after_sorting_by_score_and_docid() {
        let scores = [
            3.5,
            3.5,
            3.5,
            3.499_999_8,
            2.0,
            2.0,
            0.0,
            0.0,
            -1.0,
            f32::NAN,
            1.0,
        ];
        for scores in [scores.map(Some), [None; 11]] {
            let hits = scores.iter().enumerate().map(|(place, &score)| {
                let mut hit = sample::bare();
                hit.score = score;
                hit.id = format!("doc{place:02}");
                hit
            });
            let page = sample::page(hits.collect(), 11);
            let run = printed(&Trec, &page, &Style::default());
            let ours: Vec<_> = page.hits.iter().map(|hit| hit.id.clone()).collect();
            assert_eq!(judged(&run), ours, "{run}");
        }
    }

    #[test]
    fn six_columns_whatever_the_id_holds() {
        let style = Style {
            topic: Some(Topic {
                id: "my topic".into(),
                first: true,
            }),
            tag: Some("run 1".into()),
            ..Style::default()
        };
        insta::assert_snapshot!(printed(&Trec, &sample::all(), &style), @r"
        my%20topic Q0 reut2-001.sgm#1204 1 12.84 run%201
        my%20topic Q0 @evil%20id%097 2 12.839999 run%201
        my%20topic Q0 notes/x.txt 3 0.33333334 run%201
        ");
    }
}
