//! Prints a query back in its own language: fully parenthesised, defaults written out.
//!
//! What is printed means the same to [`parse`](super::parse) with default options, whatever options the
//! query was first read with: [`Scope::Article`] is where words are looked for if nothing else is said.

use super::fields::find;
use super::quotes::escape;
use super::tree::{Compare, Filter, Form, Node, Pattern, Query, Scope, TextField, Unit, Word};
use std::fmt::{Display, Formatter, Result};

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.root.fmt(f)
    }
}

impl Display for Node {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::All => f.write_str("*"),
            Self::Text { scope, pattern } => match scope {
                Scope::Article => pattern.fmt(f),
                Scope::Headline => write!(f, "headline:{pattern}"),
                Scope::Body => write!(f, "body:{pattern}"),
                Scope::Lead => write!(f, "HLEAD({pattern})"),
                Scope::First(words) => write!(f, "FIRST/{words}({pattern})"),
            },
            Self::Filter { filter, .. } => filter.fmt(f),
            Self::And(parts) => joined(f, parts, " AND "),
            Self::Or(parts) => joined(f, parts, " OR "),
            Self::Not(part) => write!(f, "NOT {part}"),
            Self::Boost(part, factor) => match **part {
                Self::Boost(..) => write!(f, "({part})^{factor}"),
                _ => write!(f, "{part}^{factor}"),
            },
        }
    }
}

fn joined<T: Display>(f: &mut Formatter<'_>, parts: &[T], operator: &str) -> Result {
    f.write_str("(")?;
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            f.write_str(operator)?;
        }
        part.fmt(f)?;
    }
    f.write_str(")")
}

impl Display for Pattern {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Word(word) => word.fmt(f),
            Self::Phrase { parts, slop } => phrase(f, parts, *slop),
            Self::Near {
                left,
                right,
                distance,
                ordered,
            } => {
                let name = if *ordered { "PRE" } else { "NEAR" };
                write!(f, "({left} {name}/{distance} {right})")
            }
            Self::Within { parts, unit } => {
                f.write_str(match unit {
                    Unit::Sentence => "SENTENCE",
                    Unit::Paragraph => "PARAGRAPH",
                })?;
                match parts.as_slice() {
                    [Self::Any(_)] => write!(f, "({})", parts[0]),
                    _ => joined(f, parts, " AND "),
                }
            }
            Self::Any(parts) => joined(f, parts, " OR "),
            Self::AtLeast { times, pattern } => match **pattern {
                Self::Any(_) => write!(f, "ATLEAST{times}{pattern}"),
                _ => write!(f, "ATLEAST{times}({pattern})"),
            },
        }
    }
}

/// A phrase of words; parts that are more than words have no quotation and are joined by `PRE/1`.
fn phrase(f: &mut Formatter<'_>, parts: &[Pattern], slop: u32) -> Result {
    let words: Option<Vec<&Word>> = parts
        .iter()
        .map(|part| match part {
            Pattern::Word(word) => Some(word),
            _ => None,
        })
        .collect();
    let Some(words) = words else {
        return joined(f, parts, &format!(" PRE/{} ", slop.saturating_add(1)));
    };
    let texts: Vec<_> = words.iter().map(|word| escape(&word.text)).collect();
    let quoted = format!("\"{}\"", texts.join(" "));
    let quoted = match words
        .iter()
        .map(|word| word.form)
        .find(|form| matches!(form, Form::Spelled | Form::AllCaps | Form::NoCaps))
    {
        Some(Form::Spelled) => format!("={quoted}"),
        Some(form) => return capitals(f, form, &with_slop(quoted, slop)),
        None => quoted,
    };
    f.write_str(&with_slop(quoted, slop))
}

fn with_slop(quoted: String, slop: u32) -> String {
    if slop == 0 {
        quoted
    } else {
        format!("{quoted}~{slop}")
    }
}

fn capitals(f: &mut Formatter<'_>, form: Form, inside: &str) -> Result {
    let name = if form == Form::AllCaps {
        "ALLCAPS"
    } else {
        "NOCAPS"
    };
    write!(f, "{name}({inside})")
}

impl Display for Word {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let text = &self.text;
        let quoted = || format!("\"{}\"", escape(text));
        match self.form {
            Form::Stem | Form::Wildcard => f.write_str(text),
            Form::Spelled => write!(f, "={}", quoted()),
            Form::AllCaps | Form::NoCaps => capitals(f, self.form, &quoted()),

            Form::Exact => f.write_str(&quoted()),
            Form::Fuzzy(distance) => write!(f, "{text}~{distance}"),
            Form::Regex => write!(f, "/{}/", text.replace('/', "\\/")),
        }
    }
}

impl Display for Filter {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Organisation { name, part } => {
                let part = if *part { "~" } else { "" };
                write!(f, "org:{part}\"{}\"", escape(name))
            }
            Self::Date { since, until } if since.is_some() && since == until => {
                write!(f, "date:{}", End(since.as_ref()))
            }
            Self::Date { since, until } => {
                write!(f, "date:{}..{}", End(since.as_ref()), End(until.as_ref()))
            }
            Self::Field { field, value } => write!(f, "{}:\"{}\"", name(*field), escape(value)),
            Self::Path(glob) => write!(f, "path:\"{}\"", escape(glob)),
            Self::Id(id) => write!(f, "id:\"{}\"", escape(id)),
            Self::Tag(name) => write!(f, "tag:\"{}\"", escape(name)),
            Self::Words(compare, number) => write!(f, "words:{}{number}", sign(*compare)),
            Self::Added { since, until } => {
                write!(f, "added:{}..{}", End(since.as_ref()), End(until.as_ref()))
            }
            Self::AddedLast => f.write_str("added:last"),
            Self::Exists(name) => write!(f, "{}:*", find(name).map_or(*name, |field| field.name)),
        }
    }
}

/// An end of a range; nothing if it is open.
struct End<'a, T>(Option<&'a T>);

impl<T: Display> Display for End<'_, T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.0.map_or(Ok(()), |end| end.fmt(f))
    }
}

fn name(field: TextField) -> &'static str {
    match field {
        TextField::Publication => "publication",
        TextField::Section => "section",
        TextField::Byline => "byline",
        TextField::Url => "url",
        TextField::Language => "language",
        TextField::Format => "format",
        TextField::Root => "root",
    }
}

fn sign(compare: Compare) -> &'static str {
    match compare {
        Compare::Less => "<",
        Compare::AtMost => "<=",
        Compare::Equal => "",
        Compare::AtLeast => ">=",
        Compare::More => ">",
    }
}
