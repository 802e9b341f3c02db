//! Text downloads of press databases: many documents in one file, cut at the lines where one begins.

use super::decode::{self, Utf8Reader, damaged, undecodable_record};
use super::lines::{Line, Lines};
use super::sample::{Sample, settled};
use super::{Context, Flow, Found, Record, unreadable, whole};
use crate::error::{Problem, ProblemKind};
use regex::Regex;
use std::io::{self, Read};
use std::sync::LazyLock;

/// How one database writes its documents.
pub(super) struct Form {
    /// Whether a line shows that what it stands in is a document, and not a table of contents.
    pub(super) marks: fn(line: &str) -> bool,
    /// Whether a line begins a document, given whether the lines before it already are one.
    pub(super) begins: fn(line: &str, is_document: bool) -> bool,
    /// Whether a line is the last of its document.
    pub(super) ends: fn(line: &str) -> bool,
    /// Reads a document.
    pub(super) read: fn(text: &str, line: u64, context: &Context) -> Found,
}

/// Cuts the input into documents and hands them out.
///
/// # Errors
/// The input fails, is empty, or holds no document.
pub(super) fn hand_out_documents(
    input: Box<dyn Read + '_>,
    form: &'static Form,
    context: &Context,
    hand_out: &mut dyn FnMut(Record) -> Flow,
) -> Result<(), Problem> {
    let mut lines = Lines::new(Utf8Reader::new(input)?, context.limits.record);
    let (mut line, mut held) = (Vec::new(), Held::default());
    let mut documents = Documents {
        form,
        context: context.clone(),
        sample: Some(Sample::default()),
        number: 0,
    };
    while let Some(kept) = lines.next(&mut line).map_err(|error| unreadable(&error))? {
        let text = String::from_utf8_lossy(&line);
        if (form.begins)(&text, held.is_document)
            && documents.add(std::mem::take(&mut held), hand_out) == Flow::Stop
        {
            return Ok(());
        }
        held.is_document |= (form.marks)(&text);
        held.add(&text, kept, &lines, context);
        if (form.ends)(&text) && documents.add(std::mem::take(&mut held), hand_out) == Flow::Stop {
            return Ok(());
        }
    }
    if documents.add(held, hand_out) == Flow::Stop || documents.settle(hand_out) == Flow::Stop {
        return Ok(());
    }
    match documents.number {
        0 if lines.number == 0 => Err(whole::empty()),
        0 => Err(Problem::new(
            ProblemKind::Malformed,
            "holds no document of this format",
        )),
        _ => Ok(()),
    }
}

/// The documents of a file, the first of which wait until it is known how its dates are to be read.
struct Documents {
    form: &'static Form,
    context: Context,
    sample: Option<Sample<Held>>,
    number: u64,
}

impl Documents {
    /// Adds what may be one.
    fn add(&mut self, held: Held, hand_out: &mut dyn FnMut(Record) -> Flow) -> Flow {
        if !held.is_document {
            return Flow::Continue;
        }
        let Some(sample) = &mut self.sample else {
            self.number += 1;
            return hand_out(held.record(self.form, self.number, &self.context));
        };
        let bytes = held.text.len();
        sample.hold(held, bytes);
        if sample.is_full() {
            self.settle(hand_out)
        } else {
            Flow::Continue
        }
    }

    /// Hands out those that waited.
    fn settle(&mut self, hand_out: &mut dyn FnMut(Record) -> Flow) -> Flow {
        let waiting = self.sample.take().unwrap_or_default().take();
        let dates: Vec<_> = waiting.iter().flat_map(|held| dates(&held.text)).collect();
        self.context.dates = settled(&dates, &self.context);
        for held in waiting {
            self.number += 1;
            if hand_out(held.record(self.form, self.number, &self.context)) == Flow::Stop {
                return Flow::Stop;
            }
        }
        Flow::Continue
    }
}

/// The lines of a document that are a date like `03/04/2025` alone or behind a label.
fn dates(text: &str) -> Vec<(usize, String)> {
    static LINE: LazyLock<Regex> = LazyLock::new(|| {
        let pattern =
            r"(?m)^(?:[\p{L} ]{1,30}:)?[\ \t]*([0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{4})[\ \t\r]*$";
        Regex::new(pattern).expect("a fixed pattern")
    });
    let lines = LINE.captures_iter(text);
    lines.map(|line| (0, line[1].to_owned())).collect()
}

/// The lines of a document as they come in.
#[derive(Default)]
struct Held {
    text: String,
    line: u64,
    bytes: u64,
    too_long: bool,
    is_document: bool,
}

impl Held {
    fn add<R: Read>(&mut self, line: &str, kept: Line, lines: &Lines<R>, context: &Context) {
        if self.line == 0 {
            self.line = lines.number;
        }
        self.bytes += lines.bytes;
        let over = self.text.len() + line.len() > context.limits.record;
        self.too_long |= over || kept == Line::TooLong;
        if self.too_long {
            self.text = String::new();
        } else {
            self.text.push_str(line);
            self.text.push('\n');
        }
    }

    fn record(self, form: &'static Form, number: u64, context: &Context) -> Record {
        let context = context.clone();
        Record {
            number: Some(number),
            line: Some(self.line),
            bytes: self.bytes,
            read: Box::new(move || {
                let at = self.line;
                if self.too_long {
                    return Found::of_problem(context.limits.exceeded("the document").at(at));
                }
                if damaged(self.text.as_bytes()) {
                    return Found::of_problem(undecodable_record().at(at));
                }
                (form.read)(&self.text, at, &context)
            }),
        }
    }
}

/// An input whose beginning was looked at, with that beginning (up to 8 KiB) as text.
///
/// # Errors
/// The input fails.
pub(super) fn beginning<'i>(
    mut input: Box<dyn Read + 'i>,
) -> Result<(String, Box<dyn Read + 'i>), Problem> {
    const HEAD: u64 = 8 << 10;
    let mut head = Vec::new();
    let read = input.by_ref().take(HEAD).read_to_end(&mut head);
    read.map_err(|error| unreadable(&error))?;
    let text = String::from_utf8_lossy(&decode::head(&head)).into_owned();
    Ok((text, Box::new(io::Cursor::new(head).chain(input))))
}

/// One of the labels and what stands behind its colon, if a line begins with one.
pub(super) fn label<'l>(line: &'l str, labels: &[&str]) -> Option<(&'l str, &'l str)> {
    let (label, rest) = line.split_once(':')?;
    labels
        .contains(&label)
        .then_some((label, rest.trim_start()))
}

/// The fields of a document whose lines begin with labels (`HEADLINE: …`), in order; a field goes on to
/// the next label. What stands before the first has an empty label.
pub(super) fn labelled<'a>(
    text: &'a str,
    label: impl Fn(&'a str) -> Option<(&'a str, &'a str)>,
) -> Vec<(&'a str, String)> {
    let mut fields: Vec<(&str, String)> = vec![("", String::new())];
    for line in text.lines() {
        let (name, rest) = match label(line) {
            Some((name, rest)) => {
                fields.push((name, String::new()));
                (name, rest)
            }
            None => ("", line),
        };
        if let Some((_, value)) = fields.last_mut() {
            if name.is_empty() && !value.is_empty() {
                value.push('\n');
            }
            value.push_str(rest);
        }
    }
    fields
}

/// The first value of a label that holds something.
pub(super) fn value<'a>(fields: &'a [(&str, String)], labels: &[&str]) -> Option<&'a str> {
    let of = |label: &&str| {
        let mut named = fields
            .iter()
            .filter(move |(name, value)| name == label && !value.trim().is_empty());
        named.next().map(|(_, value)| value.as_str())
    };
    labels.iter().find_map(of)
}
