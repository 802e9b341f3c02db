//! What stands around the items of a long document: read into a small tree as it comes.

use super::node::{Child, Node};
use super::reader;
use super::sections::mended;
use super::tree::Tree;
use std::mem::take;
use std::sync::Arc;

/// So many elements around the items are kept: the head of a feed has some dozens.
const AROUND: usize = 2_000;

/// What stands around the items, as far as it was read.
pub(super) struct Outside {
    /// The elements that are open; under the root stands a node for the document itself.
    pub(super) open: Vec<Node>,
    /// The local names of the elements at the root that are no items.
    pub(super) roots: Vec<String>,
    elements: usize,
    /// The open elements as the items see them, unless something came since.
    seen: Option<Arc<Vec<Node>>>,
}

impl Outside {
    pub(super) fn new() -> Self {
        Self {
            open: vec![Node::default()],
            roots: Vec::new(),
            elements: 0,
            seen: None,
        }
    }

    /// Takes note of an item that is a root.
    pub(super) fn note(&mut self, name: &[u8]) {
        let name = String::from_utf8_lossy(name).into_owned();
        if self.open.len() == 1 && !self.roots.contains(&name) {
            self.roots.push(name);
        }
    }

    /// Reads what stands between two items.
    pub(super) fn read(&mut self, text: &[u8]) {
        if text.trim_ascii().is_empty() {
            return;
        }
        self.seen = None;
        let text = String::from_utf8_lossy(text);
        let (text, _) = mended(&text);
        let elements = &mut self.elements;
        let (open, roots) = (take(&mut self.open), take(&mut self.roots));
        let mut many = |_: &Node, _: &[Node]| {
            *elements += 1;
            *elements > AROUND
        };
        let mut tree = Tree::within(open, roots, &mut many);
        // What is wrong there is no item's business; the items themselves are read strictly.
        let _ = tree.build(&mut reader(&text));
        (self.open, self.roots) = (tree.open, tree.roots);
        self.open[0]
            .children
            .retain(|child| matches!(child, Child::Node(_)));
    }

    pub(super) fn around(&mut self) -> Arc<Vec<Node>> {
        let open = &self.open[1..];
        let seen = self.seen.get_or_insert_with(|| Arc::new(open.to_vec()));
        Arc::clone(seen)
    }
}
