//! `--template '{date} {headline}'`: one line a hit, in the words of whoever asks.
//!
//! `{name}` is a field of [`super::field::FIELDS`]; `{{` and `}}` are braces; `\t`, `\n` and `\\` are what
//! they are in most languages. A field that an article does not have is empty. Values are one line unless
//! records end with NUL.

use super::field::{self, Field};
use super::{Printer, Style};
use crate::answer::Page;
use crate::error::{Error, Result};
use std::io::Write;
use std::iter::Peekable;
use std::str::Chars;

/// A template that was understood; a [`Printer`] like those of the table.
#[derive(Debug)]
pub struct Template {
    pieces: Vec<Piece>,
}

#[derive(Debug)]
enum Piece {
    Text(String),
    Field(&'static Field),
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// [`Error::Usage`] for an unknown field or a brace without its other half.
    pub fn parse(template: &str) -> Result<Self> {
        let mut pieces = Vec::new();
        let mut text = String::new();
        let mut rest = template.chars().peekable();
        while let Some(c) = rest.next() {
            match c {
                '{' if rest.next_if_eq(&'{').is_some() => text.push('{'),
                '}' if rest.next_if_eq(&'}').is_some() => text.push('}'),
                '{' => {
                    pieces.push(Piece::Text(std::mem::take(&mut text)));
                    pieces.push(Piece::Field(named(&mut rest, template)?));
                }
                '}' => return Err(unpaired('}', template)),
                '\\' => text.push_str(escaped(&mut rest)),
                c => text.push(c),
            }
        }
        pieces.push(Piece::Text(text));
        Ok(Self { pieces })
    }
}

/// The field whose name ends at the next closing brace.
fn named(rest: &mut Peekable<Chars<'_>>, template: &str) -> Result<&'static Field> {
    let mut name = String::new();
    for c in rest {
        if c == '}' {
            return field::field(name.trim());
        }
        name.push(c);
    }
    Err(unpaired('{', template))
}

/// What a backslash and the character after it stand for; a backslash before anything else is itself.
fn escaped(rest: &mut Peekable<Chars<'_>>) -> &'static str {
    for (letter, meaning) in [('t', "\t"), ('n', "\n"), ('\\', "\\")] {
        if rest.next_if_eq(&letter).is_some() {
            return meaning;
        }
    }
    "\\"
}

fn unpaired(brace: char, template: &str) -> Error {
    Error::Usage(format!(
        "`{brace}` without its other half in the template `{}`: write fields as `{{headline}}`, a brace as `{brace}{brace}`",
        crate::terminal::safe(template)
    ))
}

impl Printer for Template {
    fn name(&self) -> &'static str {
        "template"
    }

    fn about(&self) -> &'static str {
        "one line an article, as `--template` says"
    }

    fn page(&self, page: &Page, style: &Style, out: &mut dyn Write) -> Result<()> {
        style.without_fields(self.name())?;
        for row in field::rows(page, style) {
            for piece in &self.pieces {
                let text = match piece {
                    Piece::Text(text) => text.into(),
                    Piece::Field(field) if style.null => style.clean(field.value(row).flat()),
                    Piece::Field(field) => style.clean_line(field.value(row).flat()),
                };
                out.write_all(text.as_bytes())?;
            }
            out.write_all(style.end())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print::sample::{self, printed};

    #[test]
    fn fields_stand_where_they_are_named() {
        let template = Template::parse(r"{rank}\t{ date }\t{{{headline}}} \d").unwrap();
        let page = sample::page(vec![sample::orderly(), sample::bare()], 2);
        assert_eq!(
            printed(&template, &page, &Style::default()),
            "1\t1987-03-09T13:25:00Z\t{Cocoa council meets on buffer stock rules} \\d\n2\t\t{} \\d\n"
        );
    }

    #[test]
    fn a_value_is_one_line_unless_records_end_with_nul() {
        let template = Template::parse("{path}").unwrap();
        let page = sample::page(vec![sample::nasty()], 1);
        let plain = printed(&template, &page, &Style::default());
        assert_eq!(plain, "a dir/new line \"quoted\".txt\n");
        let null = Style {
            null: true,
            ..Style::default()
        };
        assert_eq!(
            printed(&template, &page, &null),
            "a dir/new\nline \"quoted\".txt\0"
        );
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for (template, expected) in [
            ("{titel}", "a hit has no field `titel`: the fields are"),
            ("{headline", "`{` without its other half"),
            ("headline}", "`}` without its other half"),
            ("{}", "a hit has no field ``"),
        ] {
            let error = Template::parse(template).unwrap_err().to_string();
            assert!(error.starts_with(expected), "{template}: {error}");
        }
    }
}
