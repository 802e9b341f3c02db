//! How good recognition is on annotated text.
//!
//! By span: a span counts if both its ends agree (as the shared tasks count). By document: the set of the
//! keys of the names in a document counts, which is what a search by organisation sees.

use super::columns::read;
use super::key::key;
use super::recogniser::Recogniser;
use super::train::Data;
use crate::error::{Error, Result};
use std::collections::BTreeSet;
use std::fmt;

/// Right, wrong and missed, and what follows from them.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Score {
    /// Found and right.
    pub right: usize,
    /// Found in all.
    pub found: usize,
    /// There in all.
    pub there: usize,
}

impl Score {
    /// The part of what was found that is right, in per cent.
    pub fn precision(&self) -> f64 {
        per_cent(self.right, self.found)
    }

    /// The part of what is there that was found, in per cent.
    pub fn recall(&self) -> f64 {
        per_cent(self.right, self.there)
    }

    /// The harmonic mean of both, in per cent.
    pub fn f1(&self) -> f64 {
        per_cent(2 * self.right, self.found + self.there)
    }

    /// Adds another score.
    pub fn add(&mut self, other: Self) {
        self.right += other.right;
        self.found += other.found;
        self.there += other.there;
    }

    fn of<T: Ord>(found: &BTreeSet<T>, there: &BTreeSet<T>) -> Self {
        Self {
            right: found.intersection(there).count(),
            found: found.len(),
            there: there.len(),
        }
    }
}

/// `precision 80.1 recall 70.2 F1 74.8`
impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "precision {:.1} recall {:.1} F1 {:.1}",
            self.precision(),
            self.recall(),
            self.f1()
        )
    }
}

fn per_cent(part: usize, all: usize) -> f64 {
    if all == 0 {
        0.0
    } else {
        100.0 * part as f64 / all as f64
    }
}

/// The scores of one file.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Evaluation {
    /// How many documents it has.
    pub documents: usize,
    /// By span.
    pub span: Score,
    /// By document.
    pub document: Score,
}

/// Scores a recogniser on a file of columns.
///
/// # Errors
/// As for reading the columns; [`Error::Usage`] if no organisation is annotated.
pub fn evaluate(recogniser: &Recogniser, data: &Data) -> Result<Evaluation> {
    let mut evaluation = Evaluation::default();
    let documents = read(&data.columns, &format!("`{}`", data.name))?;
    let mut names = documents.iter().flat_map(|document| &document.names);
    if !names.any(|(_, kind)| *kind == 0) {
        return Err(Error::Usage(format!(
            "`{}` has no organisation to find: label them `B-ORG` and `I-ORG` (ORGANIZATION, CORPORATION and the like are read too)",
            data.name
        )));
    }
    for document in documents {
        let mentions = recogniser.explain("", &document.text, None);
        let spans = |ranges: Vec<(usize, usize)>| ranges.into_iter().collect::<BTreeSet<_>>();
        let names = |forms: Vec<&str>| forms.into_iter().map(key).collect::<BTreeSet<_>>();
        let gold: Vec<_> = document
            .names
            .iter()
            .filter(|(_, kind)| *kind == 0)
            .map(|(range, _)| range.clone())
            .collect();
        evaluation.span.add(Score::of(
            &spans(
                mentions
                    .iter()
                    .map(|m| (m.range.start, m.range.end))
                    .collect(),
            ),
            &spans(gold.iter().map(|range| (range.start, range.end)).collect()),
        ));
        evaluation.document.add(Score::of(
            &names(mentions.iter().map(|m| m.form.as_str()).collect()),
            &names(
                gold.iter()
                    .map(|range| &document.text[range.clone()])
                    .collect(),
            ),
        ));
        evaluation.documents += 1;
    }
    Ok(evaluation)
}
