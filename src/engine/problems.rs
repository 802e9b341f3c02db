//! What is doubtful of what an archive was made of: inputs that were skipped, articles that lack something.

use crate::article::Article;
use crate::error::{Problem, ProblemKind};

/// Something doubtful about an input or an article. In order of files, lines and articles.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Concern {
    /// The file as a program can open it.
    pub file: String,
    /// The line the record begins at (from 1), where that is known.
    pub line: Option<u64>,
    /// The id of the article, if it is about one in the index.
    pub article: Option<String>,
    /// One of [`KINDS`].
    pub kind: &'static str,
    /// Why, as a clause.
    pub reason: String,
}

/// Every kind of concern, with what it means.
pub const KINDS: &[(&str, &str)] = &[
    ("unreadable", "skipped: cannot be opened or read to its end"),
    ("unknown-format", "skipped: in no format that is known"),
    ("encoding", "skipped: in no encoding that could be told"),
    (
        "malformed",
        "skipped: a record that breaks the syntax of its format",
    ),
    ("empty", "skipped: neither headline nor body"),
    ("limit", "skipped: over a limit of size, nesting or ratio"),
    (
        "date",
        "kept undated, or with what of its date can be: an impossible or ambiguous one",
    ),
    (
        "damaged",
        "kept as far as it can be read: its record breaks off, or breaks the syntax of its format",
    ),
    (
        "withheld",
        "skipped: its sender took it back, or holds it under embargo",
    ),
    (
        "withdrawn",
        "an article that its sender took back in another record; it is kept and found",
    ),
    ("undated", "an article without a date"),
    ("future", "an article dated after today"),
    ("headline-only", "an article without a body"),
    (
        "boilerplate-only",
        "an article whose body was nothing but residue around a text",
    ),
    ("no-headline", "an article without a headline"),
    (
        "duplicate-id",
        "an article whose id another article has too",
    ),
];

impl Concern {
    /// A problem of a file.
    pub(super) fn of_problem(file: String, problem: &Problem) -> Self {
        Self {
            file,
            line: problem.line,
            article: None,
            kind: name(problem.kind),
            reason: problem.reason.clone(),
        }
    }
}

/// The name of a kind of problem in [`KINDS`].
fn name(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Unreadable => "unreadable",
        ProblemKind::UnknownFormat => "unknown-format",
        ProblemKind::Encoding => "encoding",
        ProblemKind::Malformed => "malformed",
        ProblemKind::Empty => "empty",
        ProblemKind::Limit => "limit",
        ProblemKind::Date => "date",
        ProblemKind::Damaged => "damaged",
        ProblemKind::Withheld => "withheld",
    }
}

/// A record by which a sender takes an article back.
#[derive(Debug, Clone)]
pub(super) struct Withdrawal {
    /// The id that it names, without what changes from version to version.
    pub(super) id: String,
    /// Where it stands: the file, and the line where there is one.
    pub(super) place: String,
}

impl Withdrawal {
    /// The withdrawal that a problem of a file is, if it is one that names an article.
    pub(super) fn of_problem(file: &str, problem: &Problem) -> Option<Self> {
        let id = problem.withdraws.as_deref()?;
        let line = problem.line.map(|line| format!(":{line}"));
        Some(Self {
            id: without_revision(id).to_owned(),
            place: format!("{file}{}", line.unwrap_or_default()),
        })
    }

    /// Why the article is doubtful, as a clause.
    pub(super) fn reason(&self) -> String {
        format!(
            "its sender took it back in `{}`: it is kept as it was sent, and found",
            self.place
        )
    }
}

/// An id without the revision at its end: in NewsML 1 each revision of an item has a public identifier of its own
/// (`urn:newsml:PROVIDER:DATE:ITEM:2U`).
pub(super) fn without_revision(id: &str) -> &str {
    let Some((item, revision)) = id.rsplit_once(':') else {
        return id;
    };
    let digits = revision.trim_end_matches(['U', 'A', 'N']);
    let is_revision = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if id.starts_with("urn:newsml:") && item.matches(':').count() >= 4 && is_revision {
        item
    } else {
        id
    }
}

/// What an article can lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lack {
    Date,
    /// A date that is not after today.
    Past,
    Body,
    Headline,
    UniqueId,
}

impl Lack {
    /// The kinds that it may be.
    fn kinds(self) -> &'static [&'static str] {
        match self {
            Self::Date => &["undated"],
            Self::Past => &["future"],
            Self::Body => &["headline-only", "boilerplate-only"],
            Self::Headline => &["no-headline"],
            Self::UniqueId => &["duplicate-id"],
        }
    }

    /// The kind that it is in an article.
    pub(super) fn kind(self, article: &Article) -> &'static str {
        let kinds = self.kinds();
        let cut = self == Self::Body && !article.cut.is_empty();
        if cut { kinds[1] } else { kinds[0] }
    }

    /// Why, as a clause, of the article with an id.
    pub(super) fn reason(self, id: &str, article: &Article) -> String {
        match self {
            Self::Date => {
                "has no date: none was given that can be, nor is there one in its path or dateline"
                    .into()
            }
            Self::Past => {
                let date = article.date.as_ref().map(ToString::to_string);
                let date = date.unwrap_or_default();
                format!("is dated {date}, which is still to come")
            }
            Self::Body if !article.cut.is_empty() => {
                "its whole body was cut as residue: `morgue show --raw` gives it back".into()
            }
            Self::Body => "has a headline but no body".into(),
            Self::Headline => "has no headline".into(),
            Self::UniqueId => format!("its id `{id}` is that of another article too"),
        }
    }
}

/// Which concerns are asked for.
#[derive(Debug, Clone, Default)]
pub struct Want {
    /// The kinds, of [`KINDS`]; none: all.
    pub kinds: Vec<String>,
    /// Today as days since 1970-01-01.
    pub today: i64,
}

impl Want {
    pub(super) fn kind(&self, kind: &str) -> bool {
        self.kinds.is_empty() || self.kinds.iter().any(|wanted| wanted == kind)
    }

    pub(super) fn lacks(&self, lack: Lack) -> bool {
        lack.kinds().iter().any(|kind| self.kind(kind))
    }

    /// Whether anything is asked of articles.
    pub(super) fn articles(&self) -> bool {
        [Lack::Date, Lack::Past, Lack::Body, Lack::Headline]
            .iter()
            .any(|lack| self.lacks(*lack))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Cut;

    #[test]
    fn revisions_of_newsml_are_of_one_item() {
        for (id, item) in [
            (
                "urn:newsml:w.example:20250925:A1:2U",
                "urn:newsml:w.example:20250925:A1",
            ),
            (
                "urn:newsml:w.example:20250925:A1:1",
                "urn:newsml:w.example:20250925:A1",
            ),
            (
                "urn:newsml:w.example:20250925:7",
                "urn:newsml:w.example:20250925:7",
            ),
            ("tag:w.example,2025:item:2", "tag:w.example,2025:item:2"),
            ("x", "x"),
        ] {
            assert_eq!(without_revision(id), item);
        }
    }

    #[test]
    fn every_kind_is_listed_once() {
        let lacks = [
            Lack::Date,
            Lack::Past,
            Lack::Body,
            Lack::Headline,
            Lack::UniqueId,
        ];
        let mut kinds: Vec<_> = lacks
            .iter()
            .flat_map(|lack| lack.kinds())
            .copied()
            .collect();
        kinds.extend(
            [
                ProblemKind::Unreadable,
                ProblemKind::UnknownFormat,
                ProblemKind::Encoding,
                ProblemKind::Malformed,
                ProblemKind::Empty,
                ProblemKind::Limit,
                ProblemKind::Date,
                ProblemKind::Damaged,
                ProblemKind::Withheld,
            ]
            .map(name),
        );
        kinds.push("withdrawn");
        let mut listed: Vec<_> = KINDS.iter().map(|(kind, _)| *kind).collect();
        kinds.sort_unstable();
        listed.sort_unstable();
        assert_eq!(kinds, listed);
    }

    #[test]
    fn a_body_that_was_all_residue_is_told_from_none() {
        let mut article = Article::default();
        assert_eq!(Lack::Body.kind(&article), "headline-only");
        article.cut.push(Cut {
            at: 0,
            text: "Share this".into(),
        });
        assert_eq!(Lack::Body.kind(&article), "boilerplate-only");
    }
}
