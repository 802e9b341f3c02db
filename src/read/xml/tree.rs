//! The elements of a document as they are closed, forgiving where senders are careless.

use super::super::markup::unescape;
use super::node::{Child, Node};
use super::reader;
use super::sections::mended;
use crate::error::{Problem, ProblemKind};
use quick_xml::Reader;
use quick_xml::events::Event;

/// Deeper nesting than this is no news.
const DEEPEST: usize = 256;

/// More elements than this are not held as a tree.
const MOST: usize = 1_000_000;

/// How a document went on to its end.
pub(super) struct Parsed {
    /// Where its syntax breaks off.
    pub(super) broken: Option<Problem>,
    /// The kind of section that is not closed in it.
    pub(super) unclosed: Option<&'static str>,
    /// What stands behind the root element, from where an element of another name begins.
    pub(super) next: Option<String>,
}

/// Takes an element when it is closed, with those around it; whether it is done with and need not be kept.
pub(super) type Take<'t> = &'t mut dyn FnMut(&Node, &[Node]) -> bool;

/// Goes through a document, also one that breaks off: the elements open there are taken as cut.
///
/// # Errors
/// There is no element, or too many or too deep ones.
pub(super) fn parse(text: &str, take: Take) -> Result<Parsed, Problem> {
    let (text, unclosed) = mended(text.trim_start());
    let mut tree = Tree {
        on: false,
        ..Tree::within(vec![Node::default()], Vec::new(), take)
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
    let next = tree.next.map(|at| text[at..].to_owned());
    Ok(Parsed {
        broken,
        unclosed,
        next,
    })
}

/// A document as far as it must be held.
pub(super) struct Tree<'t> {
    /// The elements that are open; under the root stands a node for the document itself.
    pub(super) open: Vec<Node>,
    /// How many elements were begun since one was done with.
    held: usize,
    seen: bool,
    /// The local names of the elements at the root, each once.
    pub(super) roots: Vec<String>,
    /// Whether to go on where a root of another name begins.
    on: bool,
    /// Where that is.
    next: Option<usize>,
    take: Take<'t>,
}

impl<'t> Tree<'t> {
    /// One whose document goes on under some open elements; it may have several roots.
    pub(super) fn within(open: Vec<Node>, roots: Vec<String>, take: Take<'t>) -> Self {
        Self {
            open,
            held: 0,
            seen: false,
            roots,
            on: true,
            next: None,
            take,
        }
    }

    /// Goes on to the end, to where the syntax breaks, or to where another document begins.
    pub(super) fn build(&mut self, reader: &mut Reader<&[u8]>) -> Result<Option<Problem>, Problem> {
        loop {
            let at = reader.buffer_position();
            let event = match reader.read_event() {
                Ok(event) => event,
                Err(error) => return Ok(Some(malformed(&error.to_string()))),
            };
            if let Event::Start(tag) | Event::Empty(tag) = &event
                && self.is_another(tag.local_name().into_inner())
            {
                self.next = usize::try_from(at).ok();
                return Ok(None);
            }
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

    /// Whether an element is the root of another document, before which to stop.
    fn is_another(&mut self, name: &str) -> bool {
        if self.open.len() > 1 || self.roots.iter().any(|root| root == name) {
            return false;
        }
        let stops = !self.on && !self.roots.is_empty();
        if !stops {
            self.roots.push(name.to_owned());
        }
        stops
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
    use super::super::root;
    use super::*;
    use proptest::prelude::*;

    /// The root element, and how the document ended.
    fn tree(text: &str) -> Result<(Node, Parsed), Problem> {
        let mut root = None;
        let parsed = parse(text, &mut |node, around| {
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
