//! XML as news feeds have it: a small tree, forgiving where senders are careless.
//!
//! Undeclared entities, bare ampersands and brackets, and wrongly nested ends are taken as they come. A CDATA
//! section or a comment that is not closed is read as markup. A document that breaks off is there up to that
//! place. Names keep their prefix, lookups go by the local name. Depth and size are bounded, and of a document
//! of many items one is held as a tree at a time; a long one is cut into its items first.

mod cut;
mod items;
mod node;
mod scan;
mod sections;

pub(super) use cut::{Which, hand_out as hand_out_cut};
pub(super) use items::Form;
pub(super) use node::Node;

use super::markup::unescape;
use super::sample::settled;
use super::whole::{Failing, hand_out_whole};
use super::{Context, FieldMap, Flow, Found, Record, fields};
use crate::error::{Problem, ProblemKind};
use items::Items;
use node::Child;
use quick_xml::Reader;
use quick_xml::events::Event;
use regex::bytes::Regex;
use sections::mended;
use std::io::{self, Read};
use std::sync::LazyLock;

/// Deeper nesting than this is no news.
const DEEPEST: usize = 256;

/// More elements than this are not held as a tree.
const MOST: usize = 1_000_000;

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
        Ok(parsed) => items.end(&first.unwrap_or_default(), parsed.broken, parsed.unclosed),
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

/// How a document went on to its end.
struct Parsed {
    /// Where its syntax breaks off.
    broken: Option<Problem>,
    /// The kind of section that is not closed in it.
    unclosed: Option<&'static str>,
}

/// Takes an element when it is closed, with those around it; whether it is done with and need not be kept.
type Take<'t> = &'t mut dyn FnMut(&Node, &[Node]) -> bool;

/// Goes through a document, also one that breaks off: the elements open there are taken as cut.
///
/// # Errors
/// There is no element, or too many or too deep ones.
fn parse(text: &str, take: Take) -> Result<Parsed, Problem> {
    let (text, unclosed) = mended(text.trim_start());
    let mut tree = Tree {
        open: vec![Node::default()],
        held: 0,
        seen: false,
        take,
    };
    let mut broken = tree.build(&mut reader(&text))?;
    if let [_, .., last] = tree.open.as_slice() {
        let reason = format!("it ends before `{}` is closed", last.name);
        broken.get_or_insert_with(|| malformed(&reason));
    }
    while tree.open.len() > 1
        && let Some(mut node) = tree.open.pop()
    {
        node.cut = true;
        tree.end(node);
    }
    if !tree.seen {
        return Err(broken.unwrap_or_else(|| malformed("it has no element")));
    }
    Ok(Parsed { broken, unclosed })
}

/// A document as far as it must be held.
struct Tree<'t> {
    /// The elements that are open; under the root stands a node for the document itself.
    open: Vec<Node>,
    /// How many elements were begun since one was done with.
    held: usize,
    seen: bool,
    take: Take<'t>,
}

impl Tree<'_> {
    /// Goes on to the end, or to where the syntax breaks.
    fn build(&mut self, reader: &mut Reader<&[u8]>) -> Result<Option<Problem>, Problem> {
        loop {
            let event = match reader.read_event() {
                Ok(event) => event,
                Err(error) => return Ok(Some(malformed(&error.to_string()))),
            };
            match event {
                Event::Start(tag) => {
                    self.held += 1;
                    self.open.push(Node::of(&tag));
                }
                Event::Empty(tag) => {
                    self.held += 1;
                    self.end(Node::of(&tag));
                }
                Event::End(tag) => self.close(tag.name().0),
                Event::Text(text) => self.add(Child::Text(text.into_inner().into_owned())),
                Event::CData(text) => self.add(Child::Text(text.into_inner().into_owned())),
                Event::GeneralRef(name) => {
                    let resolved = unescape(&format!("&{};", &*name)).into_owned();
                    self.add(Child::Text(resolved));
                }
                Event::Eof => return Ok(None),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
            if self.open.len() > DEEPEST || self.held > MOST {
                let reason = format!("has more than {DEEPEST} levels or {MOST} elements of XML");
                return Err(Problem::new(ProblemKind::Limit, reason));
            }
        }
    }

    /// Closes the nearest open element of a name, and those inside it; an end without a start is nothing.
    fn close(&mut self, name: &str) {
        let open = self.open.iter().skip(1);
        let Some(depth) = open.rev().position(|node| node.name == name) else {
            return;
        };
        for _ in 0..=depth {
            if let Some(node) = self.open.pop() {
                self.end(node);
            }
        }
    }

    /// An element is whole.
    fn end(&mut self, node: Node) {
        self.seen = true;
        if (self.take)(&node, &self.open[1..]) {
            self.held = 0;
        } else {
            self.add(Child::Node(node));
        }
    }

    /// Adds to the innermost open element; texts that follow each other are one.
    fn add(&mut self, child: Child) {
        let Some(node) = self.open.last_mut() else {
            return;
        };
        match (node.children.last_mut(), child) {
            (Some(Child::Text(before)), Child::Text(text)) => before.push_str(&text),
            (_, child) => node.children.push(child),
        }
    }
}

fn malformed(why: &str) -> Problem {
    Problem::new(ProblemKind::Malformed, format!("not valid XML: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The root element, and how the document ended.
    fn tree(text: &str) -> Result<(Node, Parsed), Problem> {
        let mut root = None;
        let parsed = super::parse(text, &mut |node, around| {
            if around.is_empty() {
                root.get_or_insert_with(|| node.clone());
            }
            false
        })?;
        Ok((root.unwrap_or_default(), parsed))
    }

    #[test]
    fn careless_xml_is_read() {
        let text = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x 'y'>]><n:a b='1 &amp; 2'>\
                    <p>AT&T caf&eacute; &#233; <b>bold<i></b> x</p><p><![CDATA[<q>]]></p></c></n:a>";
        let (node, _) = tree(text).expect("XML");
        assert_eq!((node.local(), node.attribute("b")), ("a", Some("1 & 2")));
        assert_eq!(node.paragraphs(&[]), "AT&T café é bold x\n\n<q>");
        assert_eq!(node.at("p/b").map(Node::line).as_deref(), Some("bold"));
        let text = "<a>1 < 2<br/>and 3<4 <b>b</b><![CDATA[ < ]]></a>";
        let (node, _) = tree(text).expect("XML");
        assert_eq!(node.line(), "1 < 2 and 3<4 b <");
    }

    #[test]
    fn of_what_breaks_off_the_beginning_can_be_had() {
        let (root, parsed) = tree("<a><b>one</b><b>two").expect("a root");
        let whole: Vec<_> = root.all("b").map(|node| (node.line(), node.cut)).collect();
        assert_eq!(whole, [("one".into(), false), ("two".into(), true)]);
        assert!(root.cut && parsed.broken.is_some());
    }

    #[test]
    fn what_is_not_closed_is_read_as_markup() {
        for (text, lines) in [
            ("<a><b><![CDATA[one</b><b>two</b></a>", ["one", "two"]),
            (
                "<a><b><![CDATA[one & x</b><b><![CDATA[two]]></b></a>",
                ["one & x", "two"],
            ),
            ("<a><b>one</b><!-- <b>two</b></a>", ["one", "two"]),
        ] {
            let (root, parsed) = tree(text).expect("XML");
            assert!(parsed.unclosed.is_some(), "{text}");
            let read: Vec<_> = root.all("b").map(Node::line).collect();
            assert_eq!(read, lines, "{text}");
        }
    }

    #[test]
    fn what_has_no_root_or_nests_too_deep_is_refused() {
        for (text, kind) in [
            ("text", ProblemKind::Malformed),
            (&"<a>".repeat(100_000), ProblemKind::Limit),
        ] {
            assert_eq!(tree(text).err().map(|problem| problem.kind), Some(kind));
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "(<[a-c]>|</[a-c]>|<a |='|[&;#x<>!\\[\\]-]|\\PC){0,40}") {
            let _ = tree(&text);
            let _ = root(text.as_bytes());
        }
    }
}
