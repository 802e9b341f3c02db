//! In which columns an annotated file has its tokens and labels, and what a label says.
//!
//! The shared tasks agree on a token a line and on little else: the label is the last column (CoNLL-2003),
//! or one in the middle with a number before the token (Universal NER); it is written in BIO, IOB1, BIOES,
//! BILOU or BMEWO, or without a position; and types go by several names. All of these are read, because
//! converting a file by hand is where mistakes are made.

use super::labels::TYPES;

/// What a label says: whether a name must begin here, and the name's type as written, if it is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Label<'l> {
    /// A name begins here even right after one of the same type.
    pub(super) begins: bool,
    /// The type; none outside of names.
    pub(super) kind: Option<&'l str>,
}

impl<'l> Label<'l> {
    /// Reads a label; none if it is no label.
    pub(super) fn parse(label: &'l str) -> Option<Self> {
        const OUTSIDE: &[&str] = &["O", "o", "_O", "OUT"];
        if OUTSIDE.contains(&label) {
            return Some(Self {
                begins: false,
                kind: None,
            });
        }
        if let Some((position, kind)) = label.split_once(['-', '_'])
            && !kind.is_empty()
            && kind.chars().all(is_of_type)
        {
            let begins = match position {
                "B" | "S" | "U" | "W" => Some(true),
                "I" | "E" | "L" | "M" => Some(false),
                _ => None,
            };
            if let Some(begins) = begins {
                return Some(Self {
                    begins,
                    kind: Some(kind),
                });
            }
        }
        type_of(label).map(|_| Self {
            begins: false,
            kind: Some(label),
        })
    }
}

fn is_of_type(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/')
}

/// The type (an index of [`TYPES`]) that goes by a name, if it is a known one.
pub(super) fn type_of(name: &str) -> Option<usize> {
    const NAMES: &[(&str, &[&str])] = &[
        (
            "ORG",
            &[
                "ORG",
                "ORGANIZATION",
                "ORGANISATION",
                "CORPORATION",
                "COMPANY",
                "GROUP",
                "CORP",
                "MEDIA",
            ],
        ),
        ("PER", &["PER", "PERSON", "PERS", "PEOPLE"]),
        (
            "LOC",
            &[
                "LOC", "LOCATION", "GPE", "FAC", "FACILITY", "PLACE", "GEO-LOC", "GEO",
            ],
        ),
        (
            "MISC",
            &[
                "MISC",
                "MISCELLANEOUS",
                "NORP",
                "EVENT",
                "PRODUCT",
                "WORK_OF_ART",
                "LAW",
                "LANGUAGE",
                "OTHER",
                "CREATIVE-WORK",
            ],
        ),
    ];
    let upper = name.to_uppercase();
    let (known, _) = NAMES
        .iter()
        .find(|(_, names)| names.contains(&upper.as_str()))?;
    TYPES.iter().position(|kind| kind == known)
}

/// The columns of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    tabs: bool,
    token: usize,
    /// The column of the label; none if there is no such column and the last one is to be blamed.
    label: Option<usize>,
}

/// So many lines tell the layout.
const LINES: usize = 2_000;

impl Layout {
    /// The layout of a file: the last column that holds a label in every line.
    pub(super) fn of(columns: &str) -> Self {
        let tabs = columns.contains('\t');
        let mut layout = Self {
            tabs,
            token: 0,
            label: None,
        };
        let lines = columns.lines().filter(|line| !is_apart(line)).take(LINES);
        let rows: Vec<Vec<&str>> = lines.map(|line| layout.fields(line)).collect();
        let width = rows.iter().map(Vec::len).min().unwrap_or(0);
        let labelled = |nth: &usize| rows.iter().all(|row| Label::parse(row[*nth]).is_some());
        layout.label = (1..width).rev().find(labelled);
        let numbers = |row: &Vec<&str>| row[0].bytes().all(|b| b.is_ascii_digit() || b == b'-');
        if layout.label.is_some_and(|label| label > 1) && rows.iter().all(numbers) {
            layout.token = 1;
        }
        layout
    }

    /// The token and the label of a line.
    pub(super) fn cut<'l>(&self, line: &'l str) -> (&'l str, &'l str) {
        let fields = self.fields(line);
        let label = match self.label {
            Some(nth) => fields.get(nth),
            None => fields.get(1..).and_then(<[&str]>::last),
        };
        let token = fields.get(self.token).copied().unwrap_or_default();
        (token, label.copied().unwrap_or_default())
    }

    fn fields<'l>(&self, line: &'l str) -> Vec<&'l str> {
        // Some files with tabs have spaces in single lines.
        let tabs = self.tabs && line.contains('\t');
        let cut = |c: char| if tabs { c == '\t' } else { c == ' ' };
        line.trim_end()
            .split(cut)
            .map(str::trim)
            .filter(|field| !field.is_empty())
            .collect()
    }
}

/// Whether a line stands between sentences: empty, a document mark, or a comment (`# text = …`).
pub(super) fn is_apart(line: &str) -> bool {
    line.trim().is_empty() || line.starts_with("-DOCSTART-") || is_comment(line)
}

/// Whether a line is a comment and not the token `#`.
pub(super) fn is_comment(line: &str) -> bool {
    line.starts_with("# ")
        && !line.contains('\t')
        && line
            .split_whitespace()
            .next_back()
            .is_none_or(|last| Label::parse(last).is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(columns: &str) -> Vec<(&str, &str)> {
        let layout = Layout::of(columns);
        let lines = columns.lines().filter(|line| !is_apart(line));
        lines.map(|line| layout.cut(line)).collect()
    }

    #[test]
    fn the_columns_of_the_shared_tasks_are_found() {
        let expected = [("Hale", "B-ORG"), ("fell", "O")];
        for columns in [
            "Hale\tB-ORG\nfell\tO\n",
            "-DOCSTART- -X- -X- O\n\nHale NNP B-NP B-ORG\nfell VBD B-VP O\n",
            "# sent_id = 7\n1\tHale\tB-ORG\t-\t-\n2\tfell\tO\t-\t-\n",
            "Hale B-ORG\r\nfell O\r\n",
        ] {
            assert_eq!(cut(columns), expected, "{columns}");
        }
    }

    #[test]
    fn labels_of_all_schemes_are_read() {
        let begins = |label| Label::parse(label).map(|label| (label.begins, label.kind));
        for (label, expected) in [
            ("O", Some((false, None))),
            ("U-ORG", Some((true, Some("ORG")))),
            ("L-corporation", Some((false, Some("corporation")))),
            ("B_Organization", Some((true, Some("Organization")))),
            ("I-WORK_OF_ART", Some((false, Some("WORK_OF_ART")))),
            ("ORG", Some((false, Some("ORG")))),
            ("Bank", None),
            ("Q-ORG", None),
            ("-", None),
        ] {
            assert_eq!(begins(label), expected, "{label}");
        }
        assert_eq!(type_of("Organisation"), type_of("ORG"));
        assert_eq!(type_of("GPE"), type_of("LOC"));
        assert_eq!(type_of("DATE"), None);
    }
}
