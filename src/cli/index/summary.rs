//! What a refresh did, as people read it.

use crate::error::ProblemKind;
use crate::index::{Counts, Summary};
use crate::print::grouped;

/// What is said when a run was interrupted.
pub(super) const INTERRUPTED: &str = "Interrupted: every file that was read to its end is committed; `morgue index` goes on from here.";

/// What is said when the user's file, a list, a model or the confidence is another one than before.
pub(super) const OUTDATED: &str = "morgue: what organisations are recognised by has changed: `morgue index --reorganise` applies it \
    to the articles that are already in the index";

/// What is said when there was no file at all.
const NOTHING: &str =
    "Nothing to read: there is no file there. Hidden and excluded files are passed over.";

/// The summary, a line for each thing that happened; what did not happen is not news.
pub(super) fn describe(summary: &Summary, dry: bool) -> String {
    let mut lines = Vec::new();
    if dry {
        let note = "Nothing was changed; an index run would do this (touched and moved files are only \
            recognised by reading them):";
        lines.push(note.to_owned());
    }
    for (name, counts) in [
        ("added", summary.added),
        ("replaced", summary.replaced),
        ("moved", summary.moved),
        ("removed", summary.removed),
    ] {
        if counts.files > 0 {
            lines.push(row(name, counts.files, &files_and_articles(counts)));
        }
    }
    if summary.touched.files > 0 {
        let note = one_or_many(
            summary.touched.files,
            "file has a new time but the same content",
            "files have a new time but the same content",
        );
        lines.push(row("touched", summary.touched.files, note));
    }
    if summary.unchanged > 0 {
        let what = one_or_many(summary.unchanged, "file", "files");
        lines.push(row("unchanged", summary.unchanged, what));
    } else if summary.is_unchanged() && summary.skipped() == 0 {
        lines.push(NOTHING.to_owned());
    }
    if summary.piped > 0 {
        let note = "of them came through a pipe: to be read again it has to be piped again";
        lines.push(row("kept", summary.piped, note));
    }
    if summary.skipped() > 0 {
        let kinds = kinds(summary, ProblemKind::skips);
        lines.push(row(
            "skipped",
            summary.skipped(),
            &inputs(summary.skipped(), &kinds),
        ));
    }
    let doubts = summary.problems.iter().filter(|(kind, _)| !kind.skips());
    let doubtful = doubts.map(|(_, count)| count).sum();
    if doubtful > 0 {
        let kinds = kinds(summary, |kind| !kind.skips());
        lines.push(row("doubtful", doubtful, &inputs(doubtful, &kinds)));
    }
    lines.push(total(summary));
    if summary.interrupted {
        lines.push(INTERRUPTED.to_owned());
    }
    lines.join("\n") + "\n"
}

fn row(name: &str, count: u64, what: &str) -> String {
    format!("{name:<10}{:>9} {what}", grouped(count))
}

fn one_or_many(count: u64, one: &'static str, many: &'static str) -> &'static str {
    if count == 1 { one } else { many }
}

fn inputs(count: u64, kinds: &str) -> String {
    format!("{}: {kinds}", one_or_many(count, "input", "inputs"))
}

fn files_and_articles(counts: Counts) -> String {
    format!(
        "{}, {} {}",
        one_or_many(counts.files, "file", "files"),
        grouped(counts.articles),
        one_or_many(counts.articles, "article", "articles")
    )
}

fn kinds(summary: &Summary, which: impl Fn(ProblemKind) -> bool) -> String {
    let kinds: Vec<_> = summary
        .problems
        .iter()
        .filter(|(kind, _)| which(**kind))
        .map(|(kind, count)| format!("{} {}", grouped(*count), kind.name()))
        .collect();
    kinds.join(", ")
}

fn total(summary: &Summary) -> String {
    let seconds = summary.elapsed.as_secs_f64();
    let articles = match summary.articles {
        1 => "1 article".to_owned(),
        many => format!("{} articles", grouped(many)),
    };
    let rate = summary.bytes as f64 / 1e6 / seconds.max(1e-9);
    if summary.bytes == 0 {
        return format!("{articles} in the index. {seconds:.1} s");
    }
    format!("{articles} in the index. {seconds:.1} s, {rate:.1} MB/s")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn no_file_at_all_is_said() {
        insta::assert_snapshot!(describe(&Summary::default(), false), @r"
        Nothing to read: there is no file there. Hidden and excluded files are passed over.
        0 articles in the index. 0.0 s
        ");
    }

    #[test]
    fn a_summary_reads_well() {
        let summary = Summary {
            added: Counts {
                files: 1_204,
                articles: 21_578,
            },
            unchanged: 3,
            problems: [(ProblemKind::Empty, 2), (ProblemKind::Date, 1)].into(),
            articles: 21_600,
            bytes: 27_000_000,
            elapsed: Duration::from_secs(2),
            ..Summary::default()
        };
        insta::assert_snapshot!(describe(&summary, false), @r"
        added         1,204 files, 21,578 articles
        unchanged         3 files
        skipped           2 inputs: 2 empty
        doubtful          1 input: 1 doubtful date
        21,600 articles in the index. 2.0 s, 13.5 MB/s
        ");
    }
}
