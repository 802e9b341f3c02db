//! How the reprints of a hit are said in a line: for people, and in the note of a citation.

use super::Style;
use super::field::Row;
use super::flow::Line;
use super::number::grouped;
use crate::answer::{Page, Reprint};
use crate::error::Result;
use crate::terminal;
use std::io::Write;

/// Between the parts of a line.
const DOT: &str = " · ";

/// How many are named where no width decides.
const NAMED: usize = 4;

/// The reprints of the hit at a place of its page.
pub(super) fn of(page: &Page, place: usize) -> &[Reprint] {
    let all = page
        .collapsed
        .as_ref()
        .and_then(|all| all.reprints.get(place));
    all.map_or(&[], Vec::as_slice)
}

/// `The Daily 1987-03-09`, or what is known of it.
pub(super) fn name(reprint: &Reprint) -> String {
    let publication = reprint.publication.as_deref().unwrap_or(&reprint.id);
    match &reprint.date {
        Some(date) => format!(
            "{publication} {}",
            date.to_string().split('T').next().unwrap_or_default()
        ),
        None => format!("{publication} undated"),
    }
}

/// `Also printed in The Daily 1987-03-09; The Ledger 1987-03-10`, for a citation.
pub(super) fn note(reprints: &[Reprint], style: &Style) -> Option<String> {
    let names: Vec<_> = reprints.iter().map(name).collect();
    let text = format!("Also printed in {}", names.join("; "));
    (!names.is_empty()).then(|| style.clean_line(text).into_owned())
}

/// The lines for people: how many reprints and where, or each on a line of its own.
pub(super) fn write(row: Row<'_>, indent: &str, style: &Style, out: &mut dyn Write) -> Result<()> {
    let (Some(collapsed), reprints) = (&row.page.collapsed, row.reprints()) else {
        return Ok(());
    };
    if reprints.is_empty() {
        return Ok(());
    }
    let plural = if reprints.len() == 1 { "" } else { "s" };
    let count = format!("+{} reprint{plural}", grouped(reprints.len() as u64));
    if !collapsed.expanded {
        let room = style.width.map(|width| width.saturating_sub(indent.len()));
        return Ok(writeln!(
            out,
            "{indent}{}",
            summed(&count, reprints, room, style)
        )?);
    }
    writeln!(out, "{indent}{count}")?;
    for reprint in reprints {
        let text = format!(
            "{}{DOT}{}{DOT}similarity {:.2}",
            name(reprint),
            reprint.id,
            reprint.similarity
        );
        writeln!(out, "{indent}  {}", Line::new(&text, style).text)?;
    }
    Ok(())
}

/// As many names as there is room for, and how many more there are.
fn summed(count: &str, reprints: &[Reprint], room: Option<usize>, style: &Style) -> String {
    let names: Vec<_> = reprints
        .iter()
        .map(|one| Line::new(&name(one), style).text)
        .collect();
    let cut = |shown: usize| {
        let more = names.len() - shown;
        let mut line = count.to_owned();
        if shown > 0 {
            line = line + ": " + &names[..shown].join(DOT);
        }
        if more > 0 && shown > 0 {
            line = line + DOT + &format!("+{} more", grouped(more as u64));
        }
        line
    };
    let fits = |shown: &usize| match room {
        Some(room) => terminal::width(&cut(*shown)) <= room,
        None => *shown <= NAMED,
    };
    (0..=names.len())
        .rev()
        .find(fits)
        .map_or_else(|| count.to_owned(), cut)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print::sample;

    #[test]
    fn as_many_are_named_as_there_is_room_for() {
        let reprints = sample::reprints();
        for (width, expected) in [
            (
                80,
                "+3 reprints: The Daily 1987-03-10 · wire#7 undated · Abend Post 1987",
            ),
            (56, "+3 reprints: The Daily 1987-03-10 · +2 more"),
            (14, "+3 reprints"),
            (2, "+3 reprints"),
        ] {
            let line = summed(
                "+3 reprints",
                &reprints,
                Some(width),
                &sample::terminal(width),
            );
            assert_eq!(line, expected, "{width}");
        }
    }
}
