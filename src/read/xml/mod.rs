//! XML as news feeds have it: a small tree, forgiving where senders are careless.
//!
//! Undeclared entities, bare ampersands and brackets, and wrongly nested ends are taken as they come. A CDATA
//! section or a comment that is not closed is read as markup. A document that breaks off is there up to that
//! place. Names keep their prefix, lookups go by the local name. Depth and size are bounded.

mod document;
mod node;

pub(super) use document::{Document, Form};
pub(super) use node::Node;

use super::markup::unescape;
use super::{Context, Found};
use crate::error::{Problem, ProblemKind};
use node::Child;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::borrow::Cow;

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

/// A document, as far as it can be read.
///
/// # Errors
/// There is no element, or too many or too deep ones.
pub(super) fn parse(text: &str) -> Result<Document, Problem> {
    let (text, unclosed) = mended(text.trim_start());
    // Under the root stands a node for the document itself.
    let mut open = vec![Node::default()];
    let mut broken = build(&mut reader(&text), &mut open)?;
    if let [_, .., last] = open.as_slice() {
        let reason = format!("it ends before `{}` is closed", last.name);
        broken.get_or_insert_with(|| malformed(&reason));
    }
    while open.len() > 1
        && let Some(mut node) = open.pop()
    {
        node.cut = true;
        add(&mut open, Child::Node(node));
    }
    let children = open.pop().unwrap_or_default().children;
    let roots: Vec<_> = children.into_iter().filter_map(Child::node).collect();
    if roots.is_empty() {
        return Err(broken.unwrap_or_else(|| malformed("it has no element")));
    }
    Ok(Document {
        roots,
        broken,
        unclosed,
    })
}

/// Reads the items of a document, each for itself.
pub(super) fn read(text: &str, form: &Form, context: &Context) -> Found {
    match parse(text) {
        Ok(document) => document.read(form, context),
        Err(problem) => Found::of_problem(problem),
    }
}

/// Builds the tree up to the end, or to where the syntax breaks.
fn build(reader: &mut Reader<&[u8]>, open: &mut Vec<Node>) -> Result<Option<Problem>, Problem> {
    let mut count = 0;
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => return Ok(Some(malformed(&error.to_string()))),
        };
        count += usize::from(matches!(event, Event::Start(_) | Event::Empty(_)));
        match event {
            Event::Start(tag) => open.push(Node::of(&tag)),
            Event::Empty(tag) => add(open, Child::Node(Node::of(&tag))),
            Event::End(tag) => close(open, tag.name().0),
            Event::Text(text) => add(open, Child::Text(text.into_inner().into_owned())),
            Event::CData(text) => add(open, Child::Text(text.into_inner().into_owned())),
            Event::GeneralRef(name) => {
                let resolved = unescape(&format!("&{};", &*name)).into_owned();
                add(open, Child::Text(resolved));
            }
            Event::Eof => return Ok(None),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
        if open.len() > DEEPEST || count > MOST {
            let reason = format!("has more than {DEEPEST} levels or {MOST} elements of XML");
            return Err(Problem::new(ProblemKind::Limit, reason));
        }
    }
}

/// The text with brackets escaped that begin no tag ("profit < 5 million"), and without the marks that begin
/// a section or comment and are never closed; what those were.
fn mended(text: &str) -> (Cow<'_, str>, Option<&'static str>) {
    let (mut at, mut done, mut clean) = (0, 0, String::new());
    let mut unclosed = None;
    while let Some(found) = memchr::memchr(b'<', &text.as_bytes()[at..]) {
        at += found;
        let rest = &text[at..];
        if let Some(section) = SECTIONS.iter().find(|one| rest.starts_with(one.begin)) {
            if let Some(length) = section.length(rest) {
                at += length;
                continue;
            }
            unclosed = unclosed.or(Some(section.name));
            clean.push_str(&text[done..at]);
            at += section.begin.len();
            done = at;
            continue;
        }
        let begins = |next: char| next.is_alphabetic() || "/!?_:".contains(next);
        if !rest[1..].starts_with(begins) {
            clean.push_str(&text[done..at]);
            clean.push_str("&lt;");
            done = at + 1;
        }
        at += 1;
    }
    if done == 0 {
        return (Cow::Borrowed(text), unclosed);
    }
    clean.push_str(&text[done..]);
    (Cow::Owned(clean), unclosed)
}

/// What is not markup up to its end.
struct Section {
    name: &'static str,
    begin: &'static str,
    end: &'static str,
}

const SECTIONS: &[Section] = &[
    Section {
        name: "CDATA section",
        begin: "<![CDATA[",
        end: "]]>",
    },
    Section {
        name: "comment",
        begin: "<!--",
        end: "-->",
    },
];

impl Section {
    /// Its length at the beginning of a text, if it is closed. One in which another begins is not: they do
    /// not nest, so the end is that of the other.
    fn length(&self, text: &str) -> Option<usize> {
        let inner = &text[self.begin.len()..];
        let end = inner.find(self.end)?;
        let another = inner[..end].contains(self.begin);
        (!another).then_some(self.begin.len() + end + self.end.len())
    }
}

fn malformed(why: &str) -> Problem {
    Problem::new(ProblemKind::Malformed, format!("not valid XML: {why}"))
}

/// Adds to the innermost open element; texts that follow each other are one.
fn add(open: &mut [Node], child: Child) {
    let Some(node) = open.last_mut() else {
        return;
    };
    match (node.children.last_mut(), child) {
        (Some(Child::Text(before)), Child::Text(text)) => before.push_str(&text),
        (_, child) => node.children.push(child),
    }
}

/// Closes the nearest open element of a name, and those inside it; an end without a start is nothing.
fn close(open: &mut Vec<Node>, name: &str) {
    let Some(depth) = open.iter().skip(1).rposition(|node| node.name == name) else {
        return;
    };
    while open.len() > depth + 1 {
        if let Some(node) = open.pop() {
            add(open, Child::Node(node));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn careless_xml_is_read() {
        let text = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x 'y'>]><n:a b='1 &amp; 2'>\
                    <p>AT&T caf&eacute; &#233; <b>bold<i></b> x</p><p><![CDATA[<q>]]></p></c></n:a>";
        let node = parse(text).expect("XML").roots.remove(0);
        assert_eq!((node.local(), node.attribute("b")), ("a", Some("1 & 2")));
        assert_eq!(node.paragraphs(&[]), "AT&T café é bold x\n\n<q>");
        assert_eq!(node.at("p/b").map(Node::line).as_deref(), Some("bold"));
        let text = "<a>1 < 2<br/>and 3<4 <b>b</b><![CDATA[ < ]]></a>";
        let node = parse(text).expect("XML").roots.remove(0);
        assert_eq!(node.line(), "1 < 2 and 3<4 b <");
    }

    #[test]
    fn of_what_breaks_off_the_beginning_can_be_had() {
        let document = parse("<a><b>one</b><b>two").expect("a root");
        let root = &document.roots[0];
        let whole: Vec<_> = root.all("b").map(|node| (node.line(), node.cut)).collect();
        assert_eq!(whole, [("one".into(), false), ("two".into(), true)]);
        assert!(root.cut && document.broken.is_some());
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
            let document = parse(text).expect("XML");
            assert!(document.unclosed.is_some(), "{text}");
            let read: Vec<_> = document.roots[0].all("b").map(Node::line).collect();
            assert_eq!(read, lines, "{text}");
        }
    }

    #[test]
    fn what_has_no_root_or_nests_too_deep_is_refused() {
        for (text, kind) in [
            ("text", ProblemKind::Malformed),
            (&"<a>".repeat(100_000), ProblemKind::Limit),
        ] {
            assert_eq!(parse(text).err().map(|problem| problem.kind), Some(kind));
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "(<[a-c]>|</[a-c]>|<a |='|[&;#x<>!\\[\\]-]|\\PC){0,40}") {
            let _ = parse(&text);
            let _ = root(text.as_bytes());
        }
    }
}
