//! Names of members: shown, searched and dated, never opened.

use crate::date::NewsDate;
use crate::error::{Problem, ProblemKind};
use std::collections::HashMap;
use xxhash_rust::xxh3::xxh3_64;

/// The longest name in bytes.
const LONGEST: usize = 4096;

/// The names met in one file: a second member of the same name must not take the place of the first.
#[derive(Debug, Default)]
pub(super) struct Names {
    met: HashMap<u64, u32>,
}

impl Names {
    /// The name of a member of the archive at `within`, to be shown; `None` if it is hidden.
    ///
    /// # Errors
    /// It is no name.
    pub(super) fn shown(&mut self, within: &str, raw: &str) -> Result<Option<String>, Problem> {
        let name = plain(raw);
        if name.is_empty() || name.len() > LONGEST {
            let reason = if name.is_empty() {
                "a member of the archive has no name"
            } else {
                "a member of the archive has a name of more than 4,096 bytes"
            };
            return Err(Problem::new(ProblemKind::Malformed, reason));
        }
        if name.split('/').any(|part| part.starts_with('.')) {
            return Ok(None);
        }
        let times = self
            .met
            .entry(xxh3_64(format!("{within}/{name}").as_bytes()))
            .or_default();
        *times += 1;
        Ok(Some(match *times {
            1 => name,
            times => format!("{name}~{times}"),
        }))
    }
}

/// The parts of a name that lead down, with `/` between, without control characters.
fn plain(raw: &str) -> String {
    let parts = raw.split(['/', '\\']).map(|part| {
        let part: String = part.chars().filter(|letter| !letter.is_control()).collect();
        part
    });
    let mut parts: Vec<_> = parts
        .filter(|part| !matches!(part.as_str(), "" | "." | ".."))
        .collect();
    // `C:` of an absolute name.
    if parts.len() > 1 && parts[0].len() == 2 && parts[0].ends_with(':') {
        parts.remove(0);
    }
    parts.join("/")
}

/// The name without the suffix of its compression: `a.tar` of `a.tgz`.
pub(super) fn unpacked(name: &str) -> String {
    const SUFFIXES: &[(&str, &str)] = &[
        (".tgz", ".tar"),
        (".tzst", ".tar"),
        (".gz", ""),
        (".gzip", ""),
        (".zst", ""),
        (".zstd", ""),
    ];
    let lower = name.to_ascii_lowercase();
    for (suffix, becomes) in SUFFIXES {
        if lower.ends_with(suffix) {
            return format!("{}{becomes}", &name[..name.len() - suffix.len()]);
        }
    }
    name.to_owned()
}

/// The path that may tell the date of a member `inner` of the file at `outer`.
///
/// What stands inside counts first. A date in the name of the archive itself does not count: it is more
/// often the day of packing than that of the news.
pub fn dated(outer: &str, inner: &str) -> String {
    if NewsDate::from_path(inner).is_some() {
        return inner.to_owned();
    }
    let (folder, name) = outer.rsplit_once('/').unwrap_or(("", outer));
    let stem = name.split('.').next().unwrap_or_default();
    if NewsDate::from_path(name).is_some() {
        format!("{folder}/{inner}")
    } else {
        format!("{folder}/{stem}/{inner}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_down_only() {
        for (raw, shown) in [
            ("a/b.txt", Some("a/b.txt")),
            ("./a//b.txt", Some("a/b.txt")),
            ("../../etc/passwd", Some("etc/passwd")),
            ("/etc/passwd", Some("etc/passwd")),
            ("C:\\news\\a.txt", Some("news/a.txt")),
            ("a/\u{1b}[31mb.txt", Some("a/[31mb.txt")),
            ("a/.hidden/b.txt", None),
            ("__MACOSX/._a.txt", None),
        ] {
            let name = Names::default().shown("x.zip", raw).expect("a name");
            assert_eq!(name.as_deref(), shown, "{raw}");
        }
        assert!(Names::default().shown("x.zip", "../").is_err());
        assert!(Names::default().shown("x.zip", &"a".repeat(5000)).is_err());
        let mut names = Names::default();
        for expected in ["a.txt", "a.txt~2"] {
            let name = names.shown("x.zip", "a.txt").expect("a name");
            assert_eq!(name.as_deref(), Some(expected));
        }
    }

    #[test]
    fn suffixes_of_compressions_are_left_out() {
        for (name, plain) in [
            ("a.jsonl.gz", "a.jsonl"),
            ("a.TGZ", "a.tar"),
            ("a.tar.zst", "a.tar"),
            ("a.txt", "a.txt"),
            ("é.gz", "é"),
        ] {
            assert_eq!(unpacked(name), plain);
        }
    }

    #[test]
    fn the_inner_path_dates_a_member() {
        for (outer, inner, date) in [
            ("dump.zip", "2024/05/01/a.txt", Some("2024-05-01")),
            (
                "2019/05/01/dump.zip",
                "2024/05/02/a.txt",
                Some("2024-05-02"),
            ),
            ("2019/05/01/dump.zip", "a.txt", Some("2019-05-01")),
            ("1987/01.tgz", "02/a.xml", Some("1987-01-02")),
            ("backup-2024-05-01.zip", "a.txt", None),
        ] {
            let date_of = NewsDate::from_path(&dated(outer, inner));
            assert_eq!(
                date_of.map(|date| date.to_string()).as_deref(),
                date,
                "{outer} {inner}"
            );
        }
    }
}
