//! Running text for people: on one line or wrapped, with marked places, safe for where it goes.
//!
//! Wrapping is `textwrap`'s, which counts columns and breaks where Unicode allows (UAX #14), so that
//! Chinese and Japanese wrap too. Colours are put in after wrapping, line by line: a pager that shows the
//! middle of an answer never begins inside a colour.

use super::{Style, breaks_line};
use crate::error::Result;
use crate::terminal;
use anstyle::{AnsiColor, Style as Ink};
use std::io::Write;
use std::ops::Range;
use textwrap::{Options, WordSplitter, WrapAlgorithm};

/// The inks of the parts of an answer; all plain if there is to be no colour.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Palette {
    /// Headlines, and the names of columns.
    pub(super) headline: Ink,
    /// Organisations.
    pub(super) organisation: Ink,
    /// What matched.
    pub(super) highlight: Ink,
    /// What is needed only at times: paths, scores, hints.
    pub(super) aside: Ink,
    /// All else.
    pub(super) plain: Ink,
}

impl Palette {
    /// The palette of a style. Only colours that can be read on dark and on light ground.
    pub(super) fn of(style: &Style) -> Self {
        if !style.colour {
            return Self::default();
        }
        Self {
            headline: Ink::new().bold(),
            organisation: AnsiColor::Cyan.on_default(),
            highlight: AnsiColor::Red.on_default().bold(),
            aside: Ink::new().dimmed(),
            plain: Ink::new(),
        }
    }
}

/// A text on one line without needless blanks, and the bytes of it that are marked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Line {
    /// The text.
    pub(super) text: String,
    /// The marked places, in order.
    pub(super) marks: Vec<Range<usize>>,
}

impl Line {
    /// A text without marks.
    pub(super) fn new(text: &str, style: &Style) -> Self {
        Self::marked(text, &[], style)
    }

    /// A text with `highlights`: newlines, tabs and runs of blanks become one blank, and for a terminal
    /// (or a colouring pager) so does what could do something to it.
    pub(super) fn marked(text: &str, highlights: &[Range<usize>], style: &Style) -> Self {
        let guarded = style.terminal || style.colour;
        let mut line = Self::default();
        let mut ranges = highlights.iter().peekable();
        let mut open = None;
        for (at, c) in text.char_indices() {
            while ranges.next_if(|range| range.end <= at).is_some() {}
            let inside = ranges.peek().is_some_and(|range| range.start <= at);
            match (inside, open) {
                (true, None) => open = Some(line.text.len()),
                (false, Some(start)) => {
                    line.marks.push(start..line.text.len());
                    open = None;
                }
                _ => {}
            }
            if c == ' ' || breaks_line(c) || (guarded && !terminal::is_safe(c)) {
                if !line.text.is_empty() && !line.text.ends_with(' ') {
                    line.text.push(' ');
                }
            } else {
                line.text.push(c);
            }
        }
        line.marks.extend(open.map(|start| start..line.text.len()));
        line.text.truncate(line.text.trim_end_matches(' ').len());
        line
    }

    /// The same in at most so many columns; `…` stands for what was cut, and what is cut has no marks.
    pub(super) fn cut(self, columns: usize) -> Self {
        if terminal::width(&self.text) <= columns {
            return self;
        }
        Self {
            text: terminal::shorten(&self.text, columns),
            marks: Vec::new(),
        }
    }

    /// The same with a text of ours before and after it.
    pub(super) fn between(mut self, before: &str, after: &str) -> Self {
        for mark in &mut self.marks {
            *mark = mark.start + before.len()..mark.end + before.len();
        }
        self.text.insert_str(0, before);
        self.text.push_str(after);
        self
    }

    /// Writes it as a paragraph: every line indented and, if there is a width, no wider than that.
    pub(super) fn write(
        &self,
        (ink, marked): (Ink, Ink),
        indent: &str,
        style: &Style,
        out: &mut dyn Write,
    ) -> Result<()> {
        let Some(width) = style.width else {
            self.write_part(0..self.text.len(), (ink, marked), indent, out)?;
            return Ok(());
        };
        let options = Options::new(width.saturating_sub(indent.len()).max(1))
            .word_splitter(WordSplitter::NoHyphenation)
            .wrap_algorithm(WrapAlgorithm::FirstFit);
        let mut at = 0;
        for part in textwrap::wrap(&self.text, options) {
            // Wrapping leaves out blanks between its lines and changes nothing else.
            at += self.text[at..].find(&*part).unwrap_or(0);
            let end = (at + part.len()).min(self.text.len());
            self.write_part(at..end, (ink, marked), indent, out)?;
            at = end;
        }
        Ok(())
    }

    /// Writes the bytes `part` as one line.
    fn write_part(
        &self,
        part: Range<usize>,
        (ink, marked): (Ink, Ink),
        indent: &str,
        out: &mut dyn Write,
    ) -> Result<()> {
        write!(out, "{indent}")?;
        let mut at = part.start;
        let mut piece = |ink: Ink, end: usize| {
            let text = &self.text[at..end.max(at)];
            at = end.max(at);
            if text.is_empty() {
                Ok(())
            } else {
                write!(out, "{ink}{text}{ink:#}")
            }
        };
        let first = self.marks.partition_point(|mark| mark.end <= part.start);
        for mark in self.marks[first..]
            .iter()
            .take_while(|mark| mark.start < part.end)
        {
            piece(ink, mark.start.max(part.start))?;
            piece(marked, mark.end.min(part.end))?;
        }
        piece(ink, part.end)?;
        Ok(out.write_all(b"\n")?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::slice;

    fn terminal(width: usize) -> Style {
        Style {
            terminal: true,
            width: Some(width),
            ..Style::default()
        }
    }

    fn written(line: &Line, style: &Style) -> String {
        let mut out = Vec::new();
        let ink = Ink::new();
        let mark = AnsiColor::Red.on_default();
        line.write((ink, mark), "  ", style, &mut out).unwrap();
        String::from_utf8(out).unwrap().replace('\u{1b}', "^")
    }

    #[test]
    fn marks_stay_on_their_words_when_blanks_go() {
        let text = " the\u{1b}\n\n cocoa\torganization said ";
        let start = text.find("cocoa").unwrap();
        let line = Line::marked(text, slice::from_ref(&(start..start + 18)), &terminal(40));
        assert_eq!(line.text, "the cocoa organization said");
        assert_eq!(&line.text[line.marks[0].clone()], "cocoa organization");
    }

    #[test]
    fn a_mark_across_lines_ends_and_begins_again() {
        let line = Line::marked(
            "the cocoa organization",
            slice::from_ref(&(4..22)),
            &terminal(40),
        );
        insta::assert_snapshot!(written(&line, &terminal(16)), @r"
        the ^[31mcocoa^[0m
        ^[31morganization^[0m
        ");
    }

    #[test]
    fn wide_characters_wrap_by_columns() {
        let line = Line::new("国际可可组织周一表示", &terminal(40));
        for row in written(&line, &terminal(12)).lines() {
            assert!(terminal::width(row) <= 12, "{row}");
        }
    }

    #[test]
    #[expect(clippy::reversed_empty_ranges, reason = "broken ranges are the point")]
    fn ranges_that_cannot_be_do_no_harm() {
        let line = Line::marked("可可 x", &[1..2, 5..3, 4..900], &terminal(40));
        assert_eq!(written(&line, &terminal(1)).matches('可').count(), 2);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_is_too_wide(
            text in "[ a-z可é\u{301}\u{1b}\u{202e}👩\u{200d}\n-]{0,60}",
            marks in proptest::collection::vec(0..80_usize, 0..6),
            width in 4..40_usize,
        ) {
            let mut marks = marks;
            marks.sort_unstable();
            let marks: Vec<_> = marks.chunks_exact(2).map(|pair| pair[0]..pair[1]).collect();
            let style = terminal(width);
            let line = Line::marked(&text, &marks, &style);
            let mut out = Vec::new();
            line.write((Ink::new(), Ink::new()), "", &style, &mut out).unwrap();
            let written = String::from_utf8(out).unwrap();
            for row in written.lines() {
                prop_assert!(terminal::width(row) <= width, "{row:?} in {width}");
            }
            let letters = |text: &str| -> String {
                text.chars().filter(|&c| c != ' ' && terminal::is_safe(c)).collect()
            };
            prop_assert_eq!(letters(&written), letters(&text));
        }
    }
}
