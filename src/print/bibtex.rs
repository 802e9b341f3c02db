//! BibTeX: one entry a hit, for BibTeX with its standard styles and for biblatex.
//!
//! Both `year`/`month` (BibTeX) and `date` (biblatex) are written. Braces are never escaped as `\{`:
//! BibTeX counts them in spite of the backslash, and one unpaired brace would swallow the entries after
//! it. Text stays UTF-8, as every engine of today reads it.

use super::{Printer, Style, citation, reprinted};
use crate::answer::{Hit, Page, Reprint};
use crate::error::Result;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::Write;

/// The months as the macros that every BibTeX style defines.
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// `--format bibtex`.
pub(super) struct Bibtex;

impl Printer for Bibtex {
    fn name(&self) -> &'static str {
        "bibtex"
    }

    fn about(&self) -> &'static str {
        "citations for LaTeX (BibTeX and biblatex)"
    }

    fn page(&self, page: &Page, style: &Style, out: &mut dyn Write) -> Result<()> {
        style.without_fields(self.name())?;
        style.without_null(self.name())?;
        for (place, hit) in page.hits.iter().enumerate() {
            entry(hit, reprinted::of(page, place), style, out)?;
        }
        Ok(())
    }
}

fn entry(hit: &Hit, reprints: &[Reprint], style: &Style, out: &mut dyn Write) -> Result<()> {
    let article = &hit.article;
    let publication = citation::line(article.publication.as_ref(), style);
    // The standard styles want a journal of an `@article`.
    let kind = if publication.is_some() {
        "article"
    } else {
        "misc"
    };
    writeln!(out, "@{kind}{{{},", key(&hit.id))?;
    // Inner braces keep the capitals of a headline and a byline from being read as a name.
    writeln!(
        out,
        "  title = {{{{{}}}}},",
        latex(&citation::title(hit, style))
    )?;
    let authors = citation::authors(hit, style);
    if !authors.is_empty() {
        let names: Vec<_> = authors
            .iter()
            .map(|name| format!("{{{}}}", latex(name)))
            .collect();
        writeln!(out, "  author = {{{}}},", names.join(" and "))?;
    }
    if let Some(publication) = publication {
        writeln!(out, "  journal = {{{}}},", latex(&publication))?;
    }
    if let Some(date) = &article.date {
        date_fields(&citation::date_parts(date), out)?;
    }
    let section = citation::line(article.section.as_ref(), style);
    let notes = section.map(Cow::into_owned).into_iter();
    let notes: Vec<_> = notes.chain(reprinted::note(reprints, style)).collect();
    if !notes.is_empty() {
        writeln!(out, "  note = {{{}}},", latex(&notes.join(". ")))?;
    }
    if let Some(url) = citation::line(article.url.as_ref(), style) {
        writeln!(out, "  url = {{{}}},", address(&url))?;
    }
    Ok(writeln!(out, "}}\n")?)
}

fn date_fields(parts: &[i16], out: &mut dyn Write) -> Result<()> {
    let mut iso = String::new();
    for (place, part) in parts.iter().enumerate() {
        // Writing to a String cannot fail.
        let _ = match place {
            0 => write!(iso, "{part:04}"),
            _ => write!(iso, "-{part:02}"),
        };
    }
    writeln!(out, "  date = {{{iso}}},")?;
    writeln!(out, "  year = {{{}}},", parts[0])?;
    let month = parts
        .get(1)
        .and_then(|&month| usize::try_from(month - 1).ok());
    if let Some(name) = month.and_then(|month| MONTHS.get(month)) {
        writeln!(out, "  month = {name},")?;
    }
    Ok(())
}

/// An id as a key: letters, digits and `./:-` stay (`#` becomes `:`), every other byte is `_` and its two
/// hexadecimal digits, so that different ids have different keys.
fn key(id: &str) -> String {
    let mut key = String::new();
    for byte in id.bytes() {
        match byte {
            b'#' => key.push(':'),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'/' | b'-' => {
                key.push(char::from(byte));
            }
            other => {
                let _ = write!(key, "_{other:02x}");
            }
        }
    }
    key
}

/// A text with what LaTeX takes for commands written as what it shows.
fn latex(text: &str) -> String {
    let mut latex = String::new();
    for c in text.chars() {
        match c {
            '\\' => latex.push_str(r"\textbackslash{}"),
            '{' => latex.push_str(r"\textbraceleft{}"),
            '}' => latex.push_str(r"\textbraceright{}"),
            '~' => latex.push_str(r"\textasciitilde{}"),
            '^' => latex.push_str(r"\textasciicircum{}"),
            '<' => latex.push_str(r"\textless{}"),
            '>' => latex.push_str(r"\textgreater{}"),
            '|' => latex.push_str(r"\textbar{}"),
            '#' | '$' | '%' | '&' | '_' => {
                latex.push('\\');
                latex.push(c);
            }
            c if !crate::terminal::is_safe(c) => latex.push(' '),
            c => latex.push(c),
        }
    }
    latex
}

/// An address as `\url` reads it, verbatim: what may not stand in one is percent-encoded (RFC 3986).
fn address(url: &str) -> String {
    let mut address = String::new();
    for byte in url.bytes() {
        if byte.is_ascii_graphic()
            && !matches!(
                byte,
                b'{' | b'}' | b'\\' | b'"' | b'<' | b'>' | b'^' | b'`' | b'|'
            )
        {
            address.push(char::from(byte));
        } else {
            let _ = write!(address, "%{byte:02X}");
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print::sample::{self, printed};

    #[test]
    fn entries_are_paired_in_braces_whatever_they_hold() {
        let text = printed(&Bibtex, &sample::all(), &Style::default());
        assert_eq!(text.matches('{').count(), text.matches('}').count());
        insta::assert_snapshot!(text, @r#"
        @article{reut2-001.sgm:1204,
          title = {{Cocoa council meets on buffer stock rules}},
          author = {{Jane Doe} and {John O'Hara}},
          journal = {The Evening Ledger},
          date = {1987-03-09},
          year = {1987},
          month = mar,
          note = {Commodities},
          url = {https://ledger.example/1987/03/09/cocoa_50%25},
        }

        @misc{_40evil_20id_097,
          title = {{=cmd\textbar{}' /C calc'!A0  [31mred txt.exe  "可可", 100\% \textbraceleft{}of\textbraceright{} \$5\_000 \& \#1 \textbackslash{}}},
          author = {{By-Line, Staff}},
          date = {1987},
          year = {1987},
          url = {https://ledger.example/%7Ba%7D%5Cb%20c},
        }

        @misc{notes/x.txt,
          title = {{[no headline]}},
        }
        "#);
    }

    #[test]
    fn different_ids_have_different_keys() {
        for (id, expected) in [
            ("2025/09/25/x.txt", "2025/09/25/x.txt"),
            ("dump.jsonl#123", "dump.jsonl:123"),
            ("dump.jsonl:123", "dump.jsonl_3a123"),
            ("a b,é", "a_20b_2c_c3_a9"),
            ("a_20b", "a_5f20b"),
        ] {
            assert_eq!(key(id), expected);
        }
    }
}
