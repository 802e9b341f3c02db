//! The lines of a text, and which of them are to be kept.

use std::ops::Range;

/// A line that is not blank.
pub(super) struct Line<'a> {
    /// The line without the blanks around it.
    pub(super) text: &'a str,
    /// The line as it will be compared: lower case, plain quotes, no bullet, single blanks.
    pub(super) plain: String,
    /// Where its text stands.
    pub(super) range: Range<usize>,
    /// Whether it is kept.
    pub(super) keep: bool,
}

/// The lines of a text that are not blank.
pub(super) struct Lines<'a> {
    raw: &'a str,
    /// In the order of the text.
    pub(super) all: Vec<Line<'a>>,
}

/// The longest line, in characters, that can be residue; one with more letters and digits is never compared.
pub(super) const LONGEST: usize = 140;
/// Lines longer than this (in bytes) are prose in any script.
const LONGEST_BYTES: usize = 600;

impl<'a> Lines<'a> {
    /// Cuts a text into its lines.
    pub(super) fn of(raw: &'a str) -> Self {
        let mut at = 0;
        let mut all = Vec::new();
        for line in raw.split_inclusive('\n') {
            let text = line.trim();
            if !text.is_empty() {
                let start = at + line.len() - line.trim_start().len();
                all.push(Line {
                    text,
                    plain: plain(text),
                    range: start..start + text.len(),
                    keep: true,
                });
            }
            at += line.len();
        }
        Self { raw, all }
    }

    /// How many bytes the kept lines have.
    pub(super) fn kept_bytes(&self) -> usize {
        let kept = self.all.iter().filter(|line| line.keep);
        kept.map(|line| line.range.len()).sum()
    }

    /// The ranges of the text that go: dropped lines with the blanks after them, or, at the end of the
    /// text, before them.
    pub(super) fn dropped(&self) -> Vec<Range<usize>> {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let mut kept_end = 0;
        let mut at = 0;
        while at < self.all.len() {
            if self.all[at].keep {
                kept_end = self.all[at].range.end;
                at += 1;
                continue;
            }
            let first = &self.all[at];
            while at < self.all.len() && !self.all[at].keep {
                at += 1;
            }
            ranges.push(match self.all.get(at) {
                Some(next) => first.range.start..next.range.start,
                None => kept_end..self.raw.len(),
            });
        }
        ranges
    }
}

/// Whether a line is too long to be compared, told without making its plain form.
fn is_prose(text: &str) -> bool {
    let mut letters = text.bytes().filter(u8::is_ascii_alphanumeric);
    text.len() > LONGEST && letters.nth(LONGEST).is_some()
}

/// A line in the form in which phrases are written; empty for prose.
fn plain(text: &str) -> String {
    if text.len() > LONGEST_BYTES || is_prose(text) {
        return String::new();
    }
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            '’' | '‘' | '`' | '´' => plain.push('\''),
            '“' | '”' | '„' | '«' | '»' => plain.push('"'),
            // What is left of the Turkish `İ` beside its small letter.
            '\u{307}' => {}
            _ if letter.is_whitespace() => {
                if !plain.ends_with(' ') {
                    plain.push(' ');
                }
            }
            _ => plain.push(letter),
        }
    }
    let bullets = |letter: char| !letter.is_alphanumeric() && !"©#\"'([".contains(letter);
    plain.trim_start_matches(bullets).trim_end().to_owned()
}
