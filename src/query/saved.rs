//! `query:NAME`: a saved query in the place of its name.
//!
//! It means the same wherever it is named: it is read with the default options, not with those of the
//! query around it. One that names itself is refused, and so are more of them than can be of use.

use super::context::Context;
use super::lexer::tokens;
use super::nearest::nearest;
use super::parser::parse;
use super::quotes;
use super::source::Source;
use super::syntax::Syntax;
use super::tree::{Node, Pattern, Scope, Span};
use crate::error::QueryError;

/// How deep saved queries may name each other.
const DEPTH: usize = 8;

/// The meaning of the saved query whose name stands at `core`.
pub(super) fn node(
    context: &Context,
    span: &Span,
    core: &Span,
    meaning: fn(&Context, &Syntax) -> Result<Node, QueryError>,
) -> Result<Node, QueryError> {
    let name = quotes::unescape(context.source.slice(core)).into_owned();
    let (text, chain) = look_up(context, span, &name)?;
    let inner = Context {
        source: Source { text: &text },
        any: false,
        scope: Scope::Article,
        saved: &chain,
        field: None,
        place: None,
        capitals: None,
        ..*context
    };
    match read(&inner, meaning) {
        Ok(mut made) => {
            place(&mut made, span);
            Ok(made)
        }
        Err(mut fault) => {
            if fault.query == text {
                fault.reason = format!("in the saved query `{name}`: {}", fault.reason);
            }
            Err(fault)
        }
    }
}

/// What to do about a name that is none.
pub(super) fn hint(name: &str, names: &[String]) -> String {
    match nearest(name, names.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None if names.is_empty() => "save it with `morgue save NAME QUERY`".to_owned(),
        None => "`morgue save` lists those there are".to_owned(),
    }
}

/// The text of a saved query, and the names of those it is in, its own last.
fn look_up(
    context: &Context,
    span: &Span,
    name: &str,
) -> Result<(String, Vec<String>), QueryError> {
    let error = |reason: String, hint: &str| Err(context.source.error(span, reason, hint));
    let Some(text) = (context.options.saved)(name) else {
        let hint = hint(name, context.options.saved_names);
        return error(format!("there is no saved query named `{name}`"), &hint);
    };
    let mut chain = context.saved.to_vec();
    chain.push(name.to_owned());
    if context.saved.iter().any(|outer| outer == name) {
        let hint = "save it anew without naming itself";
        return error(
            format!("saved queries go in a circle: {}", chain.join(" → ")),
            hint,
        );
    }
    if chain.len() > DEPTH {
        let hint = "name fewer saved queries inside saved queries";
        return error(format!("saved queries nest more than {DEPTH} deep"), hint);
    }
    if !context.budget.saved(text.len()) {
        let hint = "save a query that says the same in less";
        return error("saved queries make this query too long".into(), hint);
    }
    Ok((text, chain))
}

fn read(
    context: &Context,
    meaning: fn(&Context, &Syntax) -> Result<Node, QueryError>,
) -> Result<Node, QueryError> {
    let tokens = tokens(context.source)?;
    meaning(context, &parse(context.source, &tokens)?)
}

/// Gives all of a saved query the place of its name, the only one in the text that was typed.
fn place(node: &mut Node, span: &Span) {
    match node {
        Node::All => {}
        Node::Text { pattern, .. } => place_pattern(pattern, span),
        Node::Filter { span: own, .. } => *own = span.clone(),
        Node::And(parts) | Node::Or(parts) => {
            for part in parts {
                place(part, span);
            }
        }
        Node::Not(part) | Node::Boost(part, _) => place(part, span),
    }
}

fn place_pattern(pattern: &mut Pattern, span: &Span) {
    match pattern {
        Pattern::Word(word) => word.span = span.clone(),
        Pattern::Phrase { parts, .. } | Pattern::Within { parts, .. } | Pattern::Any(parts) => {
            for part in parts {
                place_pattern(part, span);
            }
        }
        Pattern::Near { left, right, .. } => {
            place_pattern(left, span);
            place_pattern(right, span);
        }
        Pattern::AtLeast { pattern, .. } => place_pattern(pattern, span),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Options, Query, parse};
    use super::*;
    use jiff::civil::date;

    fn read_with(text: &str, saved: &dyn Fn(&str) -> Option<String>) -> Result<Query, QueryError> {
        let options = Options {
            any: true,
            saved,
            ..Options::new(date(2026, 11, 24))
        };
        parse(text, &options)
    }

    #[test]
    fn it_means_the_same_wherever_it_stands_and_has_the_place_of_its_name() {
        let saved = |_: &str| Some("oil gas".to_owned());
        let query = read_with("x -query:fuel", &saved).unwrap();
        assert_eq!(query.to_string(), "(x AND NOT (oil AND gas))");
        let Node::And(parts) = query.root else {
            panic!()
        };
        let Node::Not(fuel) = &parts[1] else { panic!() };
        let Node::And(words) = &**fuel else { panic!() };
        for word in words {
            let Node::Text {
                pattern: Pattern::Word(word),
                ..
            } = word
            else {
                panic!()
            };
            assert_eq!(word.span, 9..13);
        }
    }

    #[test]
    fn an_error_inside_shows_the_saved_text() {
        let saved = |_: &str| Some("oil AND".to_owned());
        insta::assert_snapshot!(read_with("x query:fuel", &saved).unwrap_err(), @r"
        in the saved query `fuel`: `AND` has nothing after it
          oil AND
              ^^^
        hint: put it in quotation marks if it is a word
        ");
    }

    #[test]
    fn circles_depth_and_multiplication_are_refused() {
        let circle = |name: &str| Some(format!("query:{}", if name == "a" { "b" } else { "a" }));
        let error = read_with("query:a", &circle).unwrap_err();
        assert!(error.reason.contains("a → b → a"), "{}", error.reason);

        let deep = |name: &str| Some(format!("query:{name}x"));
        let error = read_with("query:a", &deep).unwrap_err();
        assert!(
            error.reason.contains("nest more than 8 deep"),
            "{}",
            error.reason
        );

        let many = |name: &str| match name.len() {
            6 => Some("word".to_owned()),
            _ => Some(format!("query:{name}x ").repeat(50)),
        };
        let error = read_with("query:a", &many).unwrap_err();
        assert!(error.reason.contains("too long"), "{}", error.reason);
    }
}
