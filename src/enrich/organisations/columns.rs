//! Annotated text in columns: `token<TAB>label`, as the shared tasks on names have it.
//!
//! Labels are `B-ORG`, `I-ORG`, `O` and so on (see [`super::layout`] for what else is read); a blank line
//! ends a sentence, `-DOCSTART-` begins a document. The tokens are put together to text again and the names kept as ranges of bytes: the
//! recogniser then cuts that text itself, so training and measuring see what a user's article would show.

use super::layout::{Label, Layout, is_comment, type_of};
use crate::error::{Error, Result};
use std::ops::Range;

/// A document with its names.
#[derive(Debug, Default, Clone)]
pub(super) struct Annotated {
    /// The text.
    pub(super) text: String,
    /// The names: bytes and type (an index of [`super::labels::TYPES`]), in order.
    pub(super) names: Vec<(Range<usize>, usize)>,
}

/// A file without document marks is cut into documents of this many sentences.
const SENTENCES: usize = 40;

/// Reads a file of columns.
///
/// # Errors
/// [`Error::Usage`] names the line whose label cannot be read.
pub(super) fn read(columns: &str, source: &str) -> Result<Vec<Annotated>> {
    let columns = columns.trim_start_matches('\u{feff}');
    let layout = Layout::of(columns);
    let mut documents = Vec::new();
    let mut document = Builder::default();
    for (number, line) in columns.lines().enumerate() {
        if line.starts_with("-DOCSTART-") {
            document.finish(&mut documents);
        } else if line.trim().is_empty() {
            document.end_sentence();
            if document.sentences >= SENTENCES && document.unmarked_length() {
                document.finish(&mut documents);
            }
        } else if !is_comment(line) {
            let (token, label) = layout.cut(line);
            let Some(read) = Label::parse(label) else {
                return Err(refused(source, number + 1, token, label));
            };
            document.push(token, read);
        }
    }
    document.finish(&mut documents);
    Ok(documents)
}

fn refused(source: &str, line: usize, token: &str, label: &str) -> Error {
    let why = if label.is_empty() {
        format!("no label beside `{token}`")
    } else {
        format!("unknown label `{label}`")
    };
    Error::Usage(format!(
        "{source}, line {line}: {why}: a line is a token, a tab or blank, and a label: `O`, or `B-` or `I-` and a type such as `ORG`"
    ))
}

/// Tokens that stand right after the one before them.
const CLOSING: &[&str] = &[
    ",", ".", ";", ":", "!", "?", ")", "]", "%", "'s", "’s", "n't", "'re", "'ve", "'ll", "'d",
    "'m", "/", "…",
];

/// Tokens that stand right before the one after them.
const OPENING: &[&str] = &["(", "[", "$", "£", "€", "#", "@", "/"];

/// A document being put together.
#[derive(Default)]
struct Builder {
    document: Annotated,
    last: String,
    before: String,
    sentences: usize,
    in_sentence: usize,
    open: Option<usize>,
    open_kind: Option<String>,
}

impl Builder {
    /// Adds a token.
    fn push(&mut self, token: &str, label: Label) {
        let kind = label.kind;
        let begins = kind.is_some() && (label.begins || self.open_kind.as_deref() != kind);
        let first = self.in_sentence == 0;
        let separator = self.separator(token, first);
        self.document.text.push_str(separator);
        let start = self.document.text.len();
        self.document.text.push_str(token);
        let end = self.document.text.len();
        self.in_sentence += 1;
        self.before = std::mem::replace(&mut self.last, token.to_owned());
        let index = kind.and_then(type_of);
        match (index, begins, self.open) {
            (Some(index), true, _) => {
                self.open = Some(self.document.names.len());
                self.document.names.push((start..end, index));
            }
            (Some(_), false, Some(open)) => self.document.names[open].0.end = end,
            _ => self.open = None,
        }
        self.open_kind = kind.map(str::to_owned);
    }

    fn separator(&mut self, token: &str, first: bool) -> &'static str {
        if self.document.text.is_empty() {
            return "";
        }
        if first {
            // A sentence without an end is a headline or a line of its own.
            let ended = self
                .last
                .ends_with(['.', '!', '?', '"', '\'', ')', '”', '’', '…', ':', ';', ',']);
            return if ended { " " } else { "\n\n" };
        }
        let closes = CLOSING.contains(&token);
        let opens = OPENING.contains(&self.last.as_str());
        let genitive = matches!(token, "'" | "’") && self.last.ends_with('s');
        if closes || opens || genitive || self.join_hyphen(token) {
            ""
        } else {
            " "
        }
    }

    /// A hyphen between two tokens stood without spaces in "al - Abadi" and "Iran - backed", but not in
    /// "LONDON - Reuters": the space before it is taken back when the token after it says so.
    fn join_hyphen(&mut self, token: &str) -> bool {
        const PARTICLES: &[&str] = &[
            "al", "el", "Al", "El", "ul", "as", "As", "ar", "Ar", "ad", "an", "e", "co", "Co",
            "ex", "anti", "pro", "non", "pre", "mid",
        ];
        let word = self
            .before
            .chars()
            .next_back()
            .is_some_and(char::is_alphanumeric);
        let lower = token.chars().next().is_some_and(char::is_lowercase);
        let joins =
            self.last == "-" && word && (lower || PARTICLES.contains(&self.before.as_str()));
        if joins && self.document.text.ends_with(" -") {
            let length = self.document.text.len();
            self.document.text.replace_range(length - 2.., "-");
            if let Some(open) = self.open {
                self.document.names[open].0.end = self.document.names[open].0.end.min(length - 1);
            }
        }
        joins
    }

    fn end_sentence(&mut self) {
        if self.in_sentence > 0 {
            self.sentences += 1;
        }
        self.in_sentence = 0;
        self.open = None;
        self.open_kind = None;
    }

    /// Whether so much text came without a document mark that it must be many documents.
    fn unmarked_length(&self) -> bool {
        self.sentences >= SENTENCES * 10
    }

    fn finish(&mut self, documents: &mut Vec<Annotated>) {
        self.end_sentence();
        let done = std::mem::take(self);
        if !done.document.text.is_empty() {
            documents.push(done.document);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_become_text_and_names_ranges() {
        let columns = "-DOCSTART-\tone\n\nHale\tB-ORG\nBros.\tI-ORG\n's\tO\nboss\tO\n,\tO\nMia\tB-PER\n(\tO\nUK\tB-LOC\n)\tO\n.\tO\n\nIran\tB-LOC\n-\tO\nbacked\tO\n";
        let documents = read(columns, "test").unwrap();
        let [one] = &documents[..] else {
            panic!("one document")
        };
        assert_eq!(one.text, "Hale Bros.'s boss, Mia (UK). Iran-backed");
        let names: Vec<(&str, usize)> = one
            .names
            .iter()
            .map(|(range, kind)| (&one.text[range.clone()], *kind))
            .collect();
        assert_eq!(
            names,
            [("Hale Bros.", 0), ("Mia", 1), ("UK", 2), ("Iran", 2)]
        );
    }

    #[test]
    fn an_unknown_label_is_named() {
        let error = read("Hale\tQRG\n", "`x.tsv`").unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("`x.tsv`, line 1: unknown label `QRG`"),
            "{error}"
        );
    }
}
