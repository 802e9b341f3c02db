//! From tokens to [`Syntax`], by recursive descent with a limit to its depth.
//!
//! What binds tightest comes last:
//!
//! ```text
//! query     := sequence (OR sequence)*
//! sequence  := conjunct conjunct*                   side by side: AND, with `any` OR
//! conjunct  := paragraph (AND paragraph)*
//! paragraph := sentence (w/p sentence)*
//! sentence  := near (w/s near)*
//! near      := unary ((NEAR/n | PRE/n | ADJ/n | w/n) unary)*
//! unary     := (NOT | - | +) unary | primary
//! primary   := ( query ) | FUNCTION( query ) | field: primary | word | "phrase" | /regex/ | *
//!              each with ~n and ^n after it
//! ```

use super::source::Source;
use super::syntax::{Kind as Made, Syntax};
use super::token::{Kind, Token};
use super::tree::{Span, Unit};
use crate::error::QueryError;

/// How deep parentheses, negations and proximity operators may nest.
pub(super) const DEPTH: usize = 100;

/// Parses the tokens of a whole query.
pub(super) fn parse(source: Source, tokens: &[Token]) -> Result<Syntax, QueryError> {
    let mut parser = Parser {
        source,
        tokens,
        at: 0,
        depth: 0,
    };
    if tokens.is_empty() {
        let all = 0..source.text.len();
        return Err(source.error(&all, "the query is empty", "`*` finds every article"));
    }
    let syntax = parser.query()?;
    match parser.peek() {
        None => Ok(syntax),
        Some(_) => Err(parser.unexpected()),
    }
}

struct Parser<'a> {
    source: Source<'a>,
    tokens: &'a [Token],
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn query(&mut self) -> Result<Syntax, QueryError> {
        self.joined(&Kind::Or, Self::sequence, Made::Or)
    }

    fn conjunct(&mut self) -> Result<Syntax, QueryError> {
        self.joined(&Kind::And, Self::paragraph, Made::And)
    }

    fn paragraph(&mut self) -> Result<Syntax, QueryError> {
        let unit = Unit::Paragraph;
        self.joined(&Kind::Within(unit), Self::sentence, |parts| {
            Made::Within(parts, unit)
        })
    }

    fn sentence(&mut self) -> Result<Syntax, QueryError> {
        let unit = Unit::Sentence;
        self.joined(&Kind::Within(unit), Self::near, |parts| {
            Made::Within(parts, unit)
        })
    }

    /// `part (operator part)*`, as one flat list.
    fn joined(
        &mut self,
        operator: &Kind,
        part: fn(&mut Self) -> Result<Syntax, QueryError>,
        make: impl FnOnce(Vec<Syntax>) -> Made,
    ) -> Result<Syntax, QueryError> {
        let mut parts = vec![part(self)?];
        while self.peek() == Some(operator) {
            self.at += 1;
            parts.push(part(self)?);
        }
        Ok(one_or(parts, make))
    }

    fn sequence(&mut self) -> Result<Syntax, QueryError> {
        let mut parts = vec![self.conjunct()?];
        while self.peek().is_some_and(begins) {
            let part = self.conjunct()?;
            if let Some(before) = parts.last() {
                self.check_star(before, &part)?;
            }
            parts.push(part);
        }
        Ok(one_or(parts, Made::Sequence))
    }

    /// Refuses `bank *`, which was surely meant as `bank*`.
    fn check_star(&self, left: &Syntax, right: &Syntax) -> Result<(), QueryError> {
        let (star, word) = match (&left.kind, &right.kind) {
            (Made::Star, Made::Word { .. }) => (left, right),
            (Made::Word { .. }, Made::Star) => (right, left),
            _ => return Ok(()),
        };
        let grouped = |part: &Syntax| self.source.slice(&part.span).starts_with('(');
        if grouped(star) || grouped(word) {
            return Ok(());
        }
        let typed = [left, right].map(|part| self.source.slice(&part.span));
        Err(self.source.error(
            &star.span,
            "`*` alone means every article",
            format!(
                "write `{}` without a blank, or only `{}`",
                typed.concat(),
                self.source.slice(&word.span)
            ),
        ))
    }

    fn near(&mut self) -> Result<Syntax, QueryError> {
        let mut left = self.unary()?;
        while let Some(&Kind::Near { distance, ordered }) = self.peek() {
            if left.height >= DEPTH {
                return Err(self.too_deep(&self.tokens[self.at].span));
            }
            self.at += 1;
            let right = self.unary()?;
            let span = left.span.start..right.span.end;
            let kind = Made::Near {
                sides: Box::new([left, right]),
                distance,
                ordered,
            };
            left = Syntax::new(kind, span);
        }
        Ok(left)
    }

    fn unary(&mut self) -> Result<Syntax, QueryError> {
        let make: fn(Box<Syntax>) -> Made = match self.peek() {
            Some(Kind::Not | Kind::Minus) => Made::Not,
            Some(Kind::Plus) => Made::Required,
            _ => return self.primary(),
        };
        let start = self.tokens[self.at].span.clone();
        self.at += 1;
        let inside = self.deeper(&start, Self::unary)?;
        if matches!(inside.kind, Made::Required(_)) {
            return Err(self.source.error(
                &inside.span,
                "`+` stands after another sign",
                "write `+word` for what must be there, `-word` for what must not",
            ));
        }
        let span = start.start..inside.span.end;
        let kind = make(Box::new(inside));
        Ok(Syntax::new(kind, span))
    }

    fn primary(&mut self) -> Result<Syntax, QueryError> {
        let Some(token) = self.tokens.get(self.at) else {
            return Err(self.unexpected());
        };
        let (kind, span) = (token.kind.clone(), token.span.clone());
        let kind = match kind {
            Kind::Open => {
                let inside = self.group()?;
                return self.boosts(inside);
            }
            Kind::Function(function) => {
                self.at += 1;
                let inside = self.group()?;
                let span = span.start..inside.span.end;
                let kind = Made::Function(function, Box::new(inside));
                return self.boosts(Syntax::new(kind, span));
            }
            Kind::Field(field) => {
                self.at += 1;
                self.check_value(&span)?;
                let inside = self.deeper(&span, Self::primary)?;
                let span = span.start..inside.span.end;
                let kind = Made::Field(field, Box::new(inside));
                return Ok(Syntax::new(kind, span));
            }
            Kind::Star => Made::Star,
            Kind::Word { core, equals } => {
                let fuzzy = self.tilde_after(&span);
                Made::Word {
                    core,
                    equals,
                    fuzzy,
                }
            }
            Kind::Phrase { core, equals } => {
                let slop = self.tilde_after(&span);
                Made::Phrase { core, equals, slop }
            }
            Kind::Regex { core } => Made::Regex { core },
            Kind::Value { core, quoted, part } => Made::Value { core, quoted, part },
            _ => return Err(self.unexpected()),
        };
        self.at += 1;
        let end = self.tokens[self.at - 1].span.end;
        let span = span.start..end;
        self.boosts(Syntax::new(kind, span))
    }

    /// What stands between the parenthesis here and the one that closes it.
    fn group(&mut self) -> Result<Syntax, QueryError> {
        let open = self.tokens[self.at].span.clone();
        self.at += 1;
        if let Some(Token {
            kind: Kind::Close,
            span,
        }) = self.tokens.get(self.at)
        {
            return Err(self.source.error(
                &(open.start..span.end),
                "there is nothing in these parentheses",
                "put words between them, or leave them out",
            ));
        }
        let mut inside = self.deeper(&open, Self::query)?;
        match self.tokens.get(self.at) {
            Some(Token {
                kind: Kind::Close,
                span,
            }) => {
                self.at += 1;
                inside.span = open.start..span.end;
                Ok(inside)
            }
            None => Err(self.source.error(
                &open,
                "this parenthesis is never closed",
                "close it with `)`, or put it in quotation marks",
            )),
            Some(_) => Err(self.unexpected()),
        }
    }

    /// The number of a `~` that follows `word` at once.
    fn tilde_after(&mut self, word: &Span) -> Option<u32> {
        let next = self.tokens.get(self.at + 1)?;
        let Kind::Tilde(number) = next.kind else {
            return None;
        };
        if next.span.start != word.end {
            return None;
        }
        self.at += 1;
        Some(number)
    }

    /// `^2` that follows at once.
    fn boosts(&mut self, inside: Syntax) -> Result<Syntax, QueryError> {
        match self.tokens.get(self.at) {
            Some(Token {
                kind: Kind::Boost(factor),
                span,
            }) if span.start == inside.span.end => {
                let span = inside.span.start..span.end;
                let kind = Made::Boost(Box::new(inside), *factor);
                self.at += 1;
                match self.peek() {
                    Some(Kind::Boost(_) | Kind::Tilde(_)) => Err(self.unexpected()),
                    _ => Ok(Syntax::new(kind, span)),
                }
            }
            _ => Ok(inside),
        }
    }

    /// Runs `parse` one level deeper.
    fn deeper(
        &mut self,
        place: &Span,
        parse: fn(&mut Self) -> Result<Syntax, QueryError>,
    ) -> Result<Syntax, QueryError> {
        if self.depth >= DEPTH {
            return Err(self.too_deep(place));
        }
        self.depth += 1;
        let made = parse(self);
        self.depth -= 1;
        made
    }

    fn too_deep(&self, place: &Span) -> QueryError {
        self.source.error(
            place,
            format!("the query nests more than {DEPTH} deep"),
            "leave out parentheses that change nothing, or split the query",
        )
    }

    /// Refuses an operator or a second field where a field needs its value.
    fn check_value(&self, field: &Span) -> Result<(), QueryError> {
        let Some(token) = self.tokens.get(self.at) else {
            return Ok(());
        };
        let name = self.source.slice(field);
        let (reason, hint) = match token.kind {
            Kind::Field(_) => (
                format!("`{name}` has another field as its value"),
                "name one field for each value".to_owned(),
            ),
            Kind::Minus | Kind::Plus => (
                format!("the sign stands after `{name}`"),
                format!("put it before the field: `-{name}...`"),
            ),
            Kind::And | Kind::Or | Kind::Not | Kind::Near { .. } | Kind::Within(_) => (
                format!("`{name}` has an operator as its value"),
                "put it in quotation marks if it is a word".to_owned(),
            ),
            _ => return Ok(()),
        };
        Err(self.source.error(&token.span, reason, hint))
    }

    /// The error about a token that cannot stand here, or about the end.
    fn unexpected(&self) -> QueryError {
        let before = self.at.checked_sub(1).map(|at| &self.tokens[at]);
        let here = self.tokens.get(self.at);
        let name = |token: &Token| self.source.slice(&token.span).to_owned();
        let quote = "put it in quotation marks if it is a word";
        let (span, reason, hint) = match (before, here) {
            (_, Some(token)) if matches!(token.kind, Kind::Tilde(_) | Kind::Boost(_)) => (
                &token.span,
                format!("`{}` stands after nothing it could change", name(token)),
                "write `~` and `^` at once after a word, a phrase or a parenthesis, each once",
            ),
            (Some(token), _) if is_operator(&token.kind) => (
                &token.span,
                format!("`{}` has nothing after it", name(token)),
                quote,
            ),
            (_, Some(token)) if matches!(token.kind, Kind::Close) => (
                &token.span,
                "this parenthesis was never opened".to_owned(),
                "leave it out, or open one before it",
            ),
            (_, Some(token)) => (
                &token.span,
                format!("`{}` has nothing before it", name(token)),
                quote,
            ),
            (Some(token), None) => (
                &token.span,
                format!("`{}` has nothing after it", name(token)),
                quote,
            ),
            (None, None) => (&(0..0), "the query is empty".to_owned(), quote),
        };
        self.source.error(span, reason, hint)
    }

    fn peek(&self) -> Option<&Kind> {
        self.tokens.get(self.at).map(|token| &token.kind)
    }
}

/// Whether a token begins something, so that it can stand side by side with what is before it.
fn begins(kind: &Kind) -> bool {
    !matches!(
        kind,
        Kind::Close
            | Kind::And
            | Kind::Or
            | Kind::Near { .. }
            | Kind::Within(_)
            | Kind::Tilde(_)
            | Kind::Boost(_)
    )
}

fn is_operator(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::And | Kind::Or | Kind::Not | Kind::Near { .. } | Kind::Within(_)
    )
}

/// The only part, or all of them as `make` joins them.
fn one_or(mut parts: Vec<Syntax>, make: impl FnOnce(Vec<Syntax>) -> Made) -> Syntax {
    match (parts.len(), parts.pop()) {
        (1, Some(only)) => only,
        (_, last) => {
            parts.extend(last);
            let start = parts.first().map_or(0, |part| part.span.start);
            let end = parts.last().map_or(0, |part| part.span.end);
            Syntax::new(make(parts), start..end)
        }
    }
}
