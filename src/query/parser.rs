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

use super::depth::DEEPEST;
use super::misplaced;
use super::source::Source;
use super::syntax::{Kind as Made, Syntax};
use super::token::{Kind, Token};
use super::tree::{Span, Unit};
use crate::error::QueryError;

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
                misplaced::check_star(self.source, before, &part)?;
            }
            parts.push(part);
        }
        Ok(one_or(parts, Made::Sequence))
    }

    fn near(&mut self) -> Result<Syntax, QueryError> {
        let mut left = self.unary()?;
        while let Some(&Kind::Near { distance, ordered }) = self.peek() {
            if left.height >= DEEPEST {
                return Err(self.source.too_deep(&self.tokens[self.at].span));
            }
            self.at += 1;
            let right = self.unary()?;
            let span = left.outer.start..right.outer.end;
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
        let place = self.at;
        let start = self.tokens[place].span.clone();
        self.at += 1;
        let inside = self.deeper(&start, Self::unary)?;
        let plus = self.tokens[place].kind == Kind::Plus;
        if inside.has_plus() || plus && inside.has_minus() {
            return Err(self.source.error(
                &(start.start..inside.outer.end),
                "two signs stand before one thing",
                "write `+word` for what must be there, `-word` for what must not",
            ));
        }
        let span = start.start..inside.outer.end;
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
                let span = span.start..inside.outer.end;
                let kind = Made::Function(function, Box::new(inside));
                return self.boosts(Syntax::new(kind, span));
            }
            Kind::Field(field) => {
                let inside = self.field_value(&span)?;
                let span = span.start..inside.outer.end;
                let kind = Made::Field(field, Box::new(inside));
                return Ok(Syntax::new(kind, span));
            }
            Kind::Star => Made::Star,
            Kind::Word { core, equals } => Made::Word {
                core,
                equals,
                fuzzy: self.tilde_after(&span),
            },
            Kind::Phrase { core, equals } => Made::Phrase {
                core,
                equals,
                slop: self.tilde_after(&span),
            },
            Kind::Regex { core } => Made::Regex { core },
            Kind::Value { core, quoted, part } => Made::Value { core, quoted, part },
            _ => return Err(self.unexpected()),
        };
        self.at += 1;
        let end = self.tokens[self.at - 1].span.end;
        let span = span.start..end;
        self.boosts(Syntax::new(kind, span))
    }

    /// What stands at once after the field here.
    fn field_value(&mut self, field: &Span) -> Result<Syntax, QueryError> {
        self.at += 1;
        if let Some(token) = self.tokens.get(self.at) {
            misplaced::check_value(self.source, field, token)?;
        }
        self.deeper(field, Self::primary)
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
                inside.outer = open.start..span.end;
                Ok(inside)
            }
            None => Err(misplaced::never_closed(self.source, &open)),
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
            }) if span.start == inside.outer.end => {
                let span = inside.outer.start..span.end;
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
        if self.depth >= DEEPEST {
            return Err(self.source.too_deep(place));
        }
        self.depth += 1;
        let made = parse(self);
        self.depth -= 1;
        made
    }

    fn unexpected(&self) -> QueryError {
        misplaced::unexpected(self.source, self.tokens, self.at)
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

/// The only part, or all of them as `make` joins them.
fn one_or(mut parts: Vec<Syntax>, make: impl FnOnce(Vec<Syntax>) -> Made) -> Syntax {
    match (parts.len(), parts.pop()) {
        (1, Some(only)) => only,
        (_, last) => {
            parts.extend(last);
            let start = parts.first().map_or(0, |part| part.outer.start);
            let end = parts.last().map_or(0, |part| part.outer.end);
            Syntax::new(make(parts), start..end)
        }
    }
}
