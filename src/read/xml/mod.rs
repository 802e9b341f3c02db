//! XML as news feeds have it: a small tree, forgiving where senders are careless.
//!
//! Undeclared entities, bare ampersands and brackets, and wrongly nested ends are taken as they come. A CDATA
//! section or a comment that is not closed is read as markup. A document that breaks off is there up to that
//! place. Names keep their prefix, lookups go by the local name. Depth and size are bounded, and of a document
//! of many items one is held as a tree at a time; a long one is cut into its items first.

mod cut;
mod items;
mod node;
mod outside;
mod scan;
mod sections;
mod tree;

pub(super) use cut::{Which, hand_out as hand_out_cut};
pub(super) use items::Form;
pub(super) use node::Node;

use super::sample::settled;
use super::whole::{Failing, hand_out_whole};
use super::{Context, FieldMap, Flow, Found, Record, choose, fields};
use crate::error::{Problem, ProblemKind};
use items::Items;
use quick_xml::Reader;
use quick_xml::events::Event;
use regex::bytes::Regex;
use std::io::{self, Read};
use std::sync::LazyLock;
use tree::parse;

/// Documents of other formats that follow in the same file: so many are read.
const FOLLOWING: usize = 50;

/// The local name of the root element of a document whose beginning is given.
pub(super) fn root(head: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(head);
    let mut reader = reader(head.trim_start());
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) => {
                return Some(tag.local_name().into_inner().to_owned());
            }
            Event::Text(text) if !text.trim().is_empty() => return None,
            Event::Eof => return None,
            _ => {}
        }
    }
}

fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    reader
}

/// Hands out the input as its form says: as one record, or item by item if it is long or breaks off.
///
/// # Errors
/// The input is empty, or cannot be read.
pub(super) fn hand_out(
    input: Box<dyn Read + '_>,
    form: &'static Form,
    context: &Context,
    hand_out: &mut dyn FnMut(Record) -> Flow,
) -> Result<(), Problem> {
    match beginning(input) {
        Beginning::Whole(input) => {
            hand_out_whole(input, context, hand_out, move |text, context| {
                read(text, form, context)
            })
        }
        Beginning::Part(_, input) => {
            let names = form.names.iter().map(|name| (*name).to_owned());
            let which = Which {
                names: names.collect(),
                depth: None,
            };
            cut::hand_out(input, &which, form, context, hand_out)
        }
    }
}

/// An input of which the beginning was read.
pub(super) enum Beginning<'i> {
    /// It is no longer than that.
    Whole(Box<dyn Read + 'i>),
    /// It goes on, or fails there: the beginning, and all of it.
    Part(Vec<u8>, Box<dyn Read + 'i>),
}

/// Reads as much of a document as is read as one record.
pub(super) fn beginning<'i>(mut input: Box<dyn Read + 'i>) -> Beginning<'i> {
    let mut head = Vec::new();
    let most = cut::WHOLE as u64 + 1;
    match input.by_ref().take(most).read_to_end(&mut head) {
        Ok(_) if head.len() <= cut::WHOLE => Beginning::Whole(Box::new(io::Cursor::new(head))),
        Ok(_) => Beginning::Part(head.clone(), Box::new(io::Cursor::new(head).chain(input))),
        Err(error) => {
            let failing = Failing(Some(error));
            Beginning::Part(head.clone(), Box::new(io::Cursor::new(head).chain(failing)))
        }
    }
}

/// The dates in some documents or items: elements of the names that their form has for dates, or where it has
/// none of the usual names.
fn xml_dates<'a>(
    texts: impl Iterator<Item = &'a [u8]>,
    form: &Form,
    map: &FieldMap,
) -> Vec<(usize, String)> {
    /// So many are enough.
    const MOST: usize = 1_000;
    static ELEMENT: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)(?:\s[^<>]*)?>\s*([^<>]{4,48})</";
        Regex::new(pattern).expect("a fixed pattern")
    });
    if form.dates.is_some_and(<[_]>::is_empty) {
        return Vec::new();
    }
    let elements = texts.flat_map(|text| ELEMENT.captures_iter(text));
    let dates = elements.filter_map(|found| {
        let name = std::str::from_utf8(&found[1]).ok()?;
        let rank = match form.dates {
            None => fields::date_rank(name, map),
            Some(names) => names.iter().position(|one| *one == name),
        };
        let text = std::str::from_utf8(&found[2]).ok()?;
        Some((rank?, text.trim().to_owned()))
    });
    dates.take(MOST).collect()
}

/// Reads the items of a document, each for itself.
fn read(text: &str, form: &'static Form, context: &Context) -> Found {
    let texts = std::iter::once(text.as_bytes());
    let context = &Context {
        dates: settled(&xml_dates(texts, form, &context.map), context),
        ..context.clone()
    };
    let mut items = Items::new(form, context);
    let mut first = None;
    let parsed = parse(text, &mut |node, around| {
        if around.is_empty() {
            first.get_or_insert_with(|| node.local().to_owned());
        }
        items.take(node, around)
    });
    match parsed {
        Ok(parsed) => {
            let mut found = items.end(&first.unwrap_or_default(), parsed.broken, parsed.unclosed);
            if let Some(next) = parsed.next {
                found.add(following(next, context));
            }
            found
        }
        // One item over a limit is no reason to lose the others.
        Err(problem) if problem.kind == ProblemKind::Limit && !form.names.is_empty() => {
            let found = one_by_one(text, form, context);
            if found.articles.is_empty() {
                return Found::of_problem(problem);
            }
            found
        }
        Err(problem) => Found::of_problem(problem),
    }
}

/// Reads a document of another format that stands behind the first in the same file.
fn following(text: String, context: &Context) -> Found {
    let context = &Context {
        following: context.following + 1,
        ..context.clone()
    };
    if context.following > FOLLOWING {
        let reason =
            format!("holds more than {FOLLOWING} documents of different formats in turn: split it");
        return Found::of_problem(Problem::new(ProblemKind::Limit, reason));
    }
    let reader = match choose("document.xml", text.as_bytes()) {
        Ok(reader) => reader,
        Err(problem) => return Found::of_problem(problem),
    };
    let mut all = Found::default();
    let input = Box::new(io::Cursor::new(text.into_bytes()));
    let result = reader.split(input, context, &mut |record| {
        all.add((record.read)());
        Flow::Continue
    });
    all.problems.extend(result.err());
    for problem in &mut all.problems {
        problem.reason = format!("a second document in it: {}", problem.reason);
        problem.line = None;
    }
    all
}

/// Reads a document as a long one, item by item.
fn one_by_one(text: &str, form: &'static Form, context: &Context) -> Found {
    let names = form.names.iter().map(|name| (*name).to_owned());
    let which = Which {
        names: names.collect(),
        depth: None,
    };
    let mut all = Found::default();
    let result = cut::hand_out(text.as_bytes(), &which, form, context, &mut |record| {
        all.add((record.read)());
        Flow::Continue
    });
    all.problems.extend(result.err());
    all
}

/// The root element of a document, as far as the document goes.
///
/// # Errors
/// There is none, or there are too many or too deep elements.
pub(super) fn root_of(text: &str) -> Result<Node, Problem> {
    let mut root = None;
    parse(text, &mut |node, around| {
        if around.is_empty() {
            root.get_or_insert_with(|| node.clone());
        }
        around.is_empty()
    })?;
    Ok(root.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::super::feed::Feed;
    use super::super::testing::{read, read_with};
    use super::*;

    const FEED: &str = "<rss><channel><item><title>A</title><description>One.</description></item></channel></rss>\n";
    const STORY: &str =
        "<?xml version='1.0'?><nitf><body><body.content><p>Two.</p></body.content></body></nitf>\n";

    #[test]
    fn documents_of_other_formats_that_follow_are_read() {
        let bodies = |text: &str| -> Vec<String> {
            let found = read(&Feed, text.as_bytes());
            assert_eq!(found.problems, [], "{text}");
            found.articles.into_iter().map(|one| one.body).collect()
        };
        assert_eq!(bodies(&format!("{FEED}{STORY}")), ["One.", "Two."]);
        assert_eq!(
            bodies(&format!("{FEED}{STORY}{STORY}{FEED}")),
            ["One.", "Two.", "Two.", "One."]
        );
        let found = read(&Feed, format!("{FEED}<data><x>1</x></data>").as_bytes());
        assert_eq!(found.articles.len(), 1);
        assert!(
            found.problems[0]
                .reason
                .starts_with("a second document in it: "),
            "{found:?}"
        );
        let many = read(&Feed, format!("{FEED}{STORY}").repeat(100).as_bytes());
        assert_eq!(many.problems[0].kind, ProblemKind::Limit);
        assert_eq!(many.articles.len(), FOLLOWING + 1);
    }

    #[test]
    fn of_a_long_document_they_are_told() {
        let items = "<item><title>A</title><description>One.</description></item>".repeat(100_000);
        let text = format!("<rss><channel>{items}</channel></rss>{STORY}");
        let context = Context::default();
        let found = read_with(&Feed, text.as_bytes(), &context);
        assert_eq!(found.articles.len(), 100_000);
        assert!(
            found.problems[0].reason.contains("a `nitf`"),
            "{:?}",
            found.problems
        );
    }
}
