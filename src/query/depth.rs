//! How deep a query nests, which an engine may rely on to be bounded.
//!
//! The parser bounds what is written; this bounds what is meant: saved queries bring nesting of their
//! own, and precedence nests without parentheses.

use super::tree::{Form, Node, Pattern, Scope};

/// How deep a query may nest, as written and as printed with all its parentheses.
pub(super) const DEEPEST: usize = 64;

/// How many parentheses, fields and negations stand around the innermost word when it is printed.
pub(super) fn of(node: &Node) -> usize {
    match node {
        Node::All => 0,
        Node::Filter { .. } => 1,
        Node::Text { scope, pattern } => {
            usize::from(*scope != Scope::Article) + of_pattern(pattern)
        }
        Node::And(parts) | Node::Or(parts) => 1 + deepest(parts, of),
        Node::Not(part) | Node::Boost(part, _) => 1 + of(part),
    }
}

fn of_pattern(pattern: &Pattern) -> usize {
    match pattern {
        Pattern::Word(word) => usize::from(matches!(word.form, Form::AllCaps | Form::NoCaps)),
        Pattern::Phrase { parts, .. } => deepest(parts, of_pattern),
        Pattern::Near { left, right, .. } => 1 + of_pattern(left).max(of_pattern(right)),
        Pattern::Within { parts, .. } | Pattern::Any(parts) => 1 + deepest(parts, of_pattern),
        Pattern::AtLeast { pattern, .. } => 1 + of_pattern(pattern),
    }
}

fn deepest<T>(parts: &[T], of: fn(&T) -> usize) -> usize {
    parts.iter().map(of).max().unwrap_or(0)
}
