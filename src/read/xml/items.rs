//! The items of a document, read one by one as they are closed: a document of any length is held as text and
//! articles, and never as a tree of more than one item.

use super::super::{Context, Found};
use super::Node;
use crate::error::{Problem, ProblemKind};

/// How the documents of a format hold their items, and how one is read.
pub(in crate::read) struct Form {
    /// The local names of items: by them long documents are cut.
    pub(in crate::read) names: &'static [&'static str],
    /// Whether an item may stand in an item.
    pub(in crate::read) nests: bool,
    /// The local names of dates of publication, the best first, by which it is settled how those of a file are to
    /// be read; without them the usual names count.
    pub(in crate::read) dates: Option<&'static [&'static str]>,
    /// Whether an element is an item, given those it stands in, the root first.
    pub(in crate::read) is_item: fn(node: &Node, around: &[Node]) -> bool,
    /// Reads an item. Those around it tell what holds for all items, as far as it stands before this one.
    pub(in crate::read) read: fn(item: &Node, around: &[Node], context: &Context) -> Found,
}

/// What was read so far.
pub(super) struct Items<'f> {
    form: &'f Form,
    context: &'f Context,
    all: Found,
    seen: bool,
    /// An item is kept in which the document breaks off.
    kept: bool,
}

impl<'f> Items<'f> {
    pub(super) fn new(form: &'f Form, context: &'f Context) -> Self {
        Self {
            form,
            context,
            all: Found::default(),
            seen: false,
            kept: false,
        }
    }

    /// Reads an element if it is an item and in no other; whether it was one. One that the document breaks
    /// off in is kept if there is text of it.
    pub(super) fn take(&mut self, node: &Node, around: &[Node]) -> bool {
        let within = around.iter().any(|outer| outer.local() == node.local());
        if within || !(self.form.is_item)(node, around) {
            return false;
        }
        self.seen = true;
        let mut found = (self.form.read)(node, around, self.context);
        if node.cut {
            found.articles.retain(|article| !article.body.is_empty());
            if found.articles.is_empty() {
                return true;
            }
            self.kept = true;
        }
        self.all.add(found);
        true
    }

    /// All that was read of a document whose root has a name; `broken` says where it breaks off, `unclosed`
    /// which kind of section is not closed in it.
    pub(super) fn end(
        self,
        root: &str,
        broken: Option<Problem>,
        unclosed: Option<&'static str>,
    ) -> Found {
        let mut all = self.all;
        all.problems.extend(unclosed.map(never_closed));
        match broken {
            Some(problem) if self.kept => all.problems.push(shortened(&problem)),
            Some(problem) => all.problems.push(problem),
            None if !self.seen => {
                let reason = format!("a `{root}` without news items holds no article");
                all.problems.push(Problem::new(ProblemKind::Empty, reason));
            }
            None => {}
        }
        all
    }
}

fn never_closed(what: &'static str) -> Problem {
    let reason = format!("a {what} in it is not closed: what follows is read as markup");
    Problem::new(ProblemKind::Damaged, reason)
}

fn shortened(problem: &Problem) -> Problem {
    let reason = format!(
        "{}: what is there of its last article is kept",
        problem.reason
    );
    Problem::new(ProblemKind::Damaged, reason)
}
