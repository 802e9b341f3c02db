//! A document as far as it could be read, and the reading of its items one by one.

use super::super::{Context, Found};
use super::Node;
use crate::error::{Problem, ProblemKind};

/// How the documents of a format hold their items, and how one is read.
pub(in crate::read) struct Form {
    /// The items below a root element.
    pub(in crate::read) items: fn(&Node) -> Vec<&Node>,
    /// Reads an item; the root tells what it says of all of them.
    pub(in crate::read) read: fn(item: &Node, root: &Node, context: &Context) -> Found,
}

/// A document, or several that stand in one file.
#[derive(Debug)]
pub(in crate::read) struct Document {
    /// Its root element, or those of each; there is at least one.
    pub(in crate::read) roots: Vec<Node>,
    /// Where its syntax breaks off.
    pub(super) broken: Option<Problem>,
    /// The kind of section that is not closed in it.
    pub(super) unclosed: Option<&'static str>,
}

impl Document {
    /// Reads its items, each for itself. One that the document breaks off in is kept if there is text of it.
    pub(in crate::read) fn read(&self, form: &Form, context: &Context) -> Found {
        let mut all = Found::default();
        let (mut seen, mut kept) = (false, false);
        for root in &self.roots {
            for item in (form.items)(root) {
                let mut found = (form.read)(item, root, context);
                seen = true;
                if item.cut {
                    found.articles.retain(|article| !article.body.is_empty());
                    if found.articles.is_empty() {
                        continue;
                    }
                    kept = true;
                }
                all.articles.append(&mut found.articles);
                all.problems.append(&mut found.problems);
            }
        }
        all.problems.extend(self.unclosed.map(unclosed));
        match &self.broken {
            Some(problem) if kept => all.problems.push(shortened(problem)),
            Some(problem) => all.problems.push(problem.clone()),
            None if !seen => all.problems.push(self.empty()),
            None => {}
        }
        all
    }

    fn empty(&self) -> Problem {
        let name = self.roots.first().map_or("document", Node::local);
        let reason = format!("a `{name}` without news items holds no article");
        Problem::new(ProblemKind::Empty, reason)
    }
}

fn unclosed(what: &'static str) -> Problem {
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
