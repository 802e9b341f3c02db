//! One hit as a few lines for people: headline; date and origin; organisations; passages; place.
//!
//! What is left out says so: organisations that do not fit on their line are counted. A path is never
//! cut or wrapped, as it is there to be copied.

use super::field::{self, Row};
use super::flow::{Line, Palette};
use super::{Style, number, reprinted};
use crate::article::Organisation;
use crate::date::{DateSource, NewsDate};
use crate::error::Result;
use crate::terminal;
use std::io::Write;

/// Before every line of a hit but its headline.
const INDENT: &str = "  ";

/// Between the parts of a line.
const DOT: &str = " · ";

/// How many lines of a terminal a headline or an origin may take: a text without line breaks has all of
/// itself as its headline.
const LINES: usize = 4;

/// How many organisations are named where no width decides.
const ORGANISATIONS: usize = 8;

/// One hit: headline; date and origin; organisations; passages; path and score; a blank line.
pub(super) fn write(row: Row<'_>, style: &Style, out: &mut dyn Write) -> Result<()> {
    let palette = Palette::of(style);
    let plain = (palette.plain, palette.highlight);
    headline(row, style, &palette, out)?;
    short(&origin(row), style).write(plain, INDENT, style, out)?;
    if let Some(names) = organisations(&row.hit.article.organisations, style) {
        let ink = palette.organisation;
        writeln!(out, "{INDENT}{ink}{names}{ink:#}")?;
    }
    for snippet in &row.hit.snippets {
        let before = if snippet.cut_before { "… " } else { "" };
        let after = if snippet.cut_after { " …" } else { "" };
        Line::marked(&snippet.text, &snippet.highlights, style)
            .between(before, after)
            .write(plain, INDENT, style, out)?;
    }
    reprinted::write(row, INDENT, style, out)?;
    // Not wrapped: a path is for copying, and terminals copy a line that runs over as one.
    let ink = palette.aside;
    writeln!(out, "{INDENT}{ink}{}{ink:#}\n", place(row, style))?;
    Ok(())
}

fn headline(row: Row<'_>, style: &Style, palette: &Palette, out: &mut dyn Write) -> Result<()> {
    let hit = row.hit;
    let line = Line::marked(&hit.article.headline, &hit.headline_highlights, style);
    let line = shortened(line, style);
    if line.text.is_empty() {
        let ink = palette.aside;
        return Ok(writeln!(out, "{ink}(no headline){ink:#}")?);
    }
    line.write((palette.headline, palette.highlight), "", style, out)
}

/// A text that does not fill a terminal; in a pipe it is whole.
fn short(text: &str, style: &Style) -> Line {
    shortened(Line::new(text, style), style)
}

fn shortened(line: Line, style: &Style) -> Line {
    match style.width {
        Some(width) => line.cut(width.saturating_mul(LINES)),
        None => line,
    }
}

/// `2025-09-25 · The Daily · World · Jane Doe`.
fn origin(row: Row<'_>) -> String {
    let article = &row.hit.article;
    let date = article.date.as_ref().map_or("undated".into(), day);
    let parts = [&article.publication, &article.section, &article.byline];
    parts.into_iter().flatten().fold(date, |line, part| {
        if part.trim().is_empty() {
            line
        } else {
            line + DOT + part
        }
    })
}

/// The date without its time; where it was not given as such, also where it was found.
fn day(date: &NewsDate) -> String {
    let mut text = date.to_string();
    if let Some((day, _time)) = text.split_once('T') {
        text.truncate(day.len());
    }
    if date.source != DateSource::Given {
        text = text + " (from the " + field::source(date.source) + ")";
    }
    text
}

/// As many names as fit on one line, and how many more there are.
fn organisations(all: &[Organisation], style: &Style) -> Option<String> {
    let room = style
        .width
        .map_or(usize::MAX, |width| width.saturating_sub(INDENT.len()));
    let names: Vec<_> = all
        .iter()
        .take(if style.width.is_some() {
            room
        } else {
            ORGANISATIONS
        })
        .map(|one| Line::new(&one.name, style).text)
        .collect();
    let more = |left: usize| match left {
        0 => String::new(),
        left => format!("{DOT}+{} more", number::grouped(left as u64)),
    };
    let cut = |count: usize| names[..count].join(DOT) + &more(all.len() - count);
    let first = names.first()?;
    let fitting = (1..=names.len())
        .take_while(|&count| terminal::width(&names[..count].join(DOT)) <= room)
        .filter(|&count| terminal::width(&cut(count)) <= room)
        .last();
    Some(fitting.map_or_else(
        || {
            let more = more(all.len() - 1);
            terminal::shorten(first, room.saturating_sub(terminal::width(&more))) + &more
        },
        cut,
    ))
}

/// `2025/09/25/x.txt · score 12.84`; the id too, where it is not the path.
fn place(row: Row<'_>, style: &Style) -> String {
    let hit = row.hit;
    let mut text = Line::new(&hit.path, style).text;
    if hit.id != hit.path {
        text = text + DOT + "id " + &Line::new(&hit.id, style).text;
    }
    if let Some(score) = hit.score {
        text = text + DOT + &format!("score {score:.2}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print::sample;

    #[test]
    fn an_endless_headline_is_cut_on_a_terminal_only() {
        let mut hit = sample::bare();
        hit.article.headline = "cocoa ".repeat(100);
        let page = sample::page(vec![hit], 1);
        let lines = |style: &Style| {
            let mut out = Vec::new();
            for row in field::rows(&page, style) {
                write(row, style, &mut out).unwrap();
            }
            String::from_utf8(out).unwrap()
        };
        let cut = lines(&sample::terminal(30));
        assert_eq!(
            cut.lines().position(|line| line.ends_with('…')),
            Some(3),
            "{cut}"
        );
        let whole = lines(&Style::default());
        assert_eq!(whole.lines().next(), Some("cocoa ".repeat(100).trim_end()));
    }

    #[test]
    fn organisations_are_cut_to_a_line_that_says_so() {
        let names = [
            "Microsoft",
            "Unit 8200",
            "Ministry of Defence",
            "The Guardian",
        ];
        let all = names.map(Organisation::given);
        for (width, expected) in [
            (
                80,
                "Microsoft · Unit 8200 · Ministry of Defence · The Guardian",
            ),
            (56, "Microsoft · Unit 8200 · Ministry of Defence · +1 more"),
            (40, "Microsoft · Unit 8200 · +2 more"),
            (20, "Microso… · +3 more"),
        ] {
            assert_eq!(
                organisations(&all, &sample::terminal(width)).as_deref(),
                Some(expected)
            );
        }
        let many = vec![Organisation::given("X"); 1_300];
        let line = organisations(&many, &Style::default()).unwrap();
        assert_eq!(line, "X · X · X · X · X · X · X · X · +1,292 more");
    }
}
