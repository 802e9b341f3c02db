//! What a query means: from [`Syntax`] to [`Node`]s, refusing what cannot mean what it says.

use super::context::Context;
use super::fields::FieldKind;
use super::pattern;
use super::saved;
use super::syntax::{Kind, Syntax};
use super::token::Function;
use super::tree::{Filter, Form, Node, Scope};
use super::values;
use crate::error::QueryError;

/// The meaning of a piece of a query.
pub(super) fn node(context: &Context, syntax: &Syntax) -> Result<Node, QueryError> {
    if !context.budget.enter() {
        return Err(context.source.too_deep(&syntax.span));
    }
    let made = by_kind(context, syntax);
    context.budget.leave();
    made
}

fn by_kind(context: &Context, syntax: &Syntax) -> Result<Node, QueryError> {
    match &syntax.kind {
        Kind::Star => star(context, syntax),
        Kind::Or(parts) => alternatives(context, parts),
        Kind::Sequence(parts) if context.any => loose(context, parts),
        Kind::Sequence(parts) | Kind::And(parts) => all(context, parts),
        Kind::Not(part) => Ok(Node::Not(Box::new(node(context, part)?))),
        Kind::Required(part) => node(context, part),
        Kind::Boost(part, factor) => boost(context, syntax, part, *factor),
        Kind::Value { core, .. } if context.field.is_some_and(|f| f.kind == FieldKind::Saved) => {
            saved::node(context, &syntax.span, core, node)
        }
        Kind::Value { .. } => values::node(context, syntax),
        Kind::Field(field, part) => {
            let inner = match field.kind {
                FieldKind::Text(scope) => at(context, syntax, field.name, scope)?,
                _ => at(context, syntax, field.name, context.scope)?,
            };
            let field = Some(*field);
            node(&Context { field, ..inner }, part)
        }
        Kind::Function(Function::Lead, part) => {
            node(&at(context, syntax, "HLEAD", Scope::Lead)?, part)
        }
        Kind::Function(Function::First(words), part) => {
            node(&at(context, syntax, "FIRST", Scope::First(*words))?, part)
        }
        Kind::Function(Function::AllCaps, part) => {
            node(&pattern::capitals(context, syntax, Form::AllCaps)?, part)
        }
        Kind::Function(Function::NoCaps, part) => {
            node(&pattern::capitals(context, syntax, Form::NoCaps)?, part)
        }
        _ => text(context, syntax),
    }
}

/// Words at places.
fn text(context: &Context, syntax: &Syntax) -> Result<Node, QueryError> {
    if let Some(field) = context.field
        && !matches!(field.kind, FieldKind::Text(_))
    {
        return Err(context.source.error(
            &syntax.span,
            format!("`{}:` holds no running text", field.name),
            "name values in it, joined by `AND`, `OR` and `NOT`",
        ));
    }
    Ok(Node::Text {
        scope: context.scope,
        pattern: pattern::whole(context, syntax)?,
    })
}

/// The context inside a field or a function that says where to look.
fn at<'a>(
    context: &Context<'a>,
    syntax: &Syntax,
    name: &'static str,
    scope: Scope,
) -> Result<Context<'a>, QueryError> {
    let (outer, hint) = match (context.place, context.capitals) {
        (Some(outer), _) => (outer, "put them side by side, joined by `AND`".to_owned()),
        (None, Some(form)) => {
            let outer = if form == Form::AllCaps {
                "ALLCAPS"
            } else {
                "NOCAPS"
            };
            (
                outer,
                format!("put `{outer}(...)` inside `{name}`, around the words alone"),
            )
        }
        (None, None) => {
            return Ok(Context {
                scope,
                place: Some(name),
                ..*context
            });
        }
    };
    Err(context.source.error(
        &syntax.span,
        format!("`{name}` cannot stand inside `{outer}`"),
        hint,
    ))
}

/// `*`: every article, or every one that has the field.
fn star(context: &Context, syntax: &Syntax) -> Result<Node, QueryError> {
    if context.capitals.is_some() || matches!(context.place, Some("HLEAD" | "FIRST")) {
        return Err(context.source.error(
            &syntax.span,
            "`*` alone means every article, wherever it stands",
            "write `*` outside the operator, or name words inside it",
        ));
    }
    let Some(field) = context.field else {
        return Ok(Node::All);
    };
    if field.kind == FieldKind::Saved {
        return Err(context.source.error(
            &syntax.span,
            "`query:*` names no saved query",
            "write `query:NAME`",
        ));
    }
    if !field.kind.optional() {
        return Ok(Node::All);
    }
    Ok(Node::Filter {
        filter: Filter::Exists(field.name),
        span: syntax.span.clone(),
    })
}

fn all(context: &Context, parts: &[Syntax]) -> Result<Node, QueryError> {
    let mut nodes = Vec::with_capacity(parts.len());
    for part in parts {
        nodes.push(node(context, part)?);
    }
    Ok(and(nodes))
}

fn alternatives(context: &Context, parts: &[Syntax]) -> Result<Node, QueryError> {
    let mut nodes = Vec::with_capacity(parts.len());
    for part in parts {
        if part.has_plus() {
            return Err(context.source.error(
                &part.span,
                "`+` says it must be there, `OR` says it need not",
                "leave out the `+`, or write `AND`",
            ));
        }
        nodes.push(node(context, part)?);
    }
    Ok(or(nodes))
}

/// Things side by side of which any will do: those with `+` must be there, those with `-` must not,
/// and beside one with `+` the plain ones only add to the score.
fn loose(context: &Context, parts: &[Syntax]) -> Result<Node, QueryError> {
    let (mut must, mut may, mut never) = (Vec::new(), Vec::new(), Vec::new());
    for part in parts {
        let made = node(context, part)?;
        if part.has_plus() {
            must.push(made);
        } else if part.has_minus() {
            never.push(made);
        } else {
            may.push(made);
        }
    }
    if !may.is_empty() {
        if !must.is_empty() {
            may.push(Node::All);
        }
        must.push(or(may));
    }
    must.append(&mut never);
    Ok(and(must))
}

fn boost(
    context: &Context,
    syntax: &Syntax,
    part: &Syntax,
    factor: f32,
) -> Result<Node, QueryError> {
    let inside = node(context, part)?;
    if scores(&inside) {
        return Ok(Node::Boost(Box::new(inside), factor));
    }
    Err(context.source.error(
        &syntax.span,
        "a weight changes nothing here: only words that are found have a score",
        "put `^` after a word, a phrase, or a group of them",
    ))
}

/// Whether something in a node adds to the score.
fn scores(node: &Node) -> bool {
    match node {
        Node::Text { .. } => true,
        Node::All | Node::Filter { .. } | Node::Not(_) => false,
        Node::And(parts) | Node::Or(parts) => parts.iter().any(scores),
        Node::Boost(part, _) => scores(part),
    }
}

/// All of them, in one flat list.
pub(super) fn and(nodes: Vec<Node>) -> Node {
    join(nodes, Node::And, |node| match node {
        Node::And(inner) => Ok(inner),
        other => Err(other),
    })
}

/// Any of them, in one flat list.
pub(super) fn or(nodes: Vec<Node>) -> Node {
    join(nodes, Node::Or, |node| match node {
        Node::Or(inner) => Ok(inner),
        other => Err(other),
    })
}

fn join(
    nodes: Vec<Node>,
    make: fn(Vec<Node>) -> Node,
    open: fn(Node) -> Result<Vec<Node>, Node>,
) -> Node {
    let mut flat = Vec::with_capacity(nodes.len());
    for node in nodes {
        match open(node) {
            Ok(inner) => flat.extend(inner),
            Err(other) => flat.push(other),
        }
    }
    match (flat.len(), flat.pop()) {
        (1, Some(only)) => only,
        (_, last) => {
            flat.extend(last);
            make(flat)
        }
    }
}
