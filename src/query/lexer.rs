//! Cuts a query into [`Token`]s with their places.
//!
//! Two modes: running text, and the values of fields such as `date:` or `path:`, in which slashes,
//! colons and signs belong to the value. A parenthesis after such a field keeps its mode until it is
//! closed. Each byte is looked at a bounded number of times.

use super::fields::{self, Field, FieldKind};
use super::misplaced;
use super::operator::{After, check_word, operator};
use super::quotes;
use super::source::Source;
use super::suffix;
use super::token::{Kind, Token};
use super::tree::Span;
use crate::error::QueryError;

/// The tokens of a query.
pub(super) fn tokens(source: Source) -> Result<Vec<Token>, QueryError> {
    let mut lexer = Lexer {
        source,
        at: 0,
        modes: vec![Mode::Text],
        tokens: Vec::new(),
    };
    while lexer.token()? {}
    Ok(lexer.tokens)
}

/// How the characters are read.
#[derive(Debug, Clone, Copy)]
enum Mode {
    Text,
    Values(&'static Field),
}

struct Lexer<'a> {
    source: Source<'a>,
    at: usize,
    /// The modes of the open parentheses; the lowest one is never left.
    modes: Vec<Mode>,
    tokens: Vec<Token>,
}

impl<'a> Lexer<'a> {
    /// Reads one token, or a field with its value; `false` at the end.
    fn token(&mut self) -> Result<bool, QueryError> {
        let start = self.at;
        self.skip_blanks();
        let Some(c) = self.peek() else {
            return Ok(false);
        };
        if self.at == start {
            misplaced::check_touching(self.source, self.tokens.last(), self.at, c)?;
        }
        match c {
            '(' => self.open(self.mode()),
            ')' => {
                if self.modes.len() > 1 {
                    self.modes.pop();
                }
                self.single(Kind::Close);
            }
            '^' => self.suffix(suffix::boost)?,
            '~' if matches!(self.mode(), Mode::Text) => self.suffix(suffix::tilde)?,
            '+' | '-' => self.sign(c)?,
            _ => match self.mode() {
                Mode::Text => self.text(c)?,
                Mode::Values(field) => self.value(field, true)?,
            },
        }
        Ok(true)
    }

    /// A phrase, a regular expression, a field or a word.
    fn text(&mut self, c: char) -> Result<(), QueryError> {
        let start = self.at;
        if quotes::opens(c) {
            return self.phrase(start, false);
        }
        match c {
            '=' => self.equals(),
            '/' => self.regex(),
            _ => match fields::prefix(self.rest()) {
                Some(name) => self.field(start..start + name.len()),
                None => self.word(),
            },
        }
    }

    /// A bare word or an operator.
    fn word(&mut self) -> Result<(), QueryError> {
        let span = self.at..self.at + self.run();
        let behind = &self.source.text[span.end..];
        let after = match behind.chars().next() {
            Some('(') => After::Open,
            _ if behind.trim_start().starts_with('(') => After::BlankOpen,
            _ => After::Other,
        };
        let kind = if let Some(kind) = operator(self.source, &span, after)? {
            kind
        } else {
            check_word(self.source, &span)?;
            Kind::Word {
                core: span.clone(),
                equals: false,
            }
        };
        self.push(kind, span);
        Ok(())
    }

    /// `=word` or `="phrase"`.
    fn equals(&mut self) -> Result<(), QueryError> {
        let start = self.at;
        self.at += 1;
        if self.peek().is_some_and(quotes::opens) {
            return self.phrase(start, true);
        }
        let core = self.at..self.at + self.run();
        if !self.source.slice(&core).contains(char::is_alphanumeric) {
            return Err(self.source.error(
                &(start..core.end),
                "`=` has no word after it",
                "write `=Apple` for this very form of the word",
            ));
        }
        let end = core.end;
        self.push(Kind::Word { core, equals: true }, start..end);
        Ok(())
    }

    /// Text in quotation marks, from the opening mark.
    fn phrase(&mut self, start: usize, equals: bool) -> Result<(), QueryError> {
        let core = quotes::inside(self.source, self.at)?;
        let end = quotes::end(self.source, &core);
        self.push(Kind::Phrase { core, equals }, start..end);
        Ok(())
    }

    /// `/.../`, in which `\/` is a slash.
    fn regex(&mut self) -> Result<(), QueryError> {
        let start = self.at;
        let mut escaped = false;
        for (at, c) in self.rest().char_indices().skip(1) {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '/' => {
                    let core = start + 1..start + at;
                    self.push(Kind::Regex { core }, start..start + at + 1);
                    return Ok(());
                }
                _ => {}
            }
        }
        Err(self.source.error(
            &(start..start + 1),
            "this `/` begins a regular expression that never ends",
            "end it with `/`, or put the word in quotation marks",
        ))
    }

    /// `name:`, and its value if it is not running text.
    fn field(&mut self, name: Span) -> Result<(), QueryError> {
        let typed = self.source.slice(&name);
        let Some(field) = fields::find(typed) else {
            let quoted = format!("put `{typed}:...` in quotation marks if it is text");
            let hint = match fields::suggest(typed) {
                Some(near) => format!("did you mean `{near}:`? Otherwise {quoted}"),
                None => format!("the fields are {}; {quoted}", fields::list()),
            };
            return Err(self
                .source
                .error(&name, format!("unknown field `{typed}`"), hint));
        };
        let span = name.start..name.end + 1;
        self.push(Kind::Field(field), span.clone());
        match self.peek() {
            None | Some(')') => Err(self.empty(field, &span)),
            Some(c) if c.is_whitespace() => Err(self.empty(field, &span)),
            Some(_) if matches!(field.kind, FieldKind::Text(_)) => Ok(()),
            Some('(') => {
                self.open(Mode::Values(field));
                Ok(())
            }
            Some(_) => self.value(field, false),
        }
    }

    fn empty(&self, field: &Field, span: &Span) -> QueryError {
        let name = field.name;
        self.source.error(
            span,
            format!("`{name}:` has no value"),
            format!("write the value at once after the colon, or `{name}:*` for any value"),
        )
    }

    /// A value of `field`; in a group (`grouped`) the words `AND`, `OR`, `NOT` are operators.
    fn value(&mut self, field: &'static Field, grouped: bool) -> Result<(), QueryError> {
        let start = self.at;
        let part = field.kind == FieldKind::Organisation && self.peek() == Some('~');
        self.at += usize::from(part);
        if self.peek().is_some_and(quotes::opens) {
            let core = quotes::inside(self.source, self.at)?;
            let end = quotes::end(self.source, &core);
            let quoted = true;
            self.push(Kind::Value { core, quoted, part }, start..end);
            return Ok(());
        }
        let rest = self.rest();
        let length = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '(' | ')') || quotes::opens(c))
            .unwrap_or(rest.len());
        let length = suffix::boost_start(&rest[..length]).unwrap_or(length);
        let core = self.at..self.at + length;
        let end = core.end;
        let kind = match self.source.slice(&core) {
            "AND" if grouped => Kind::And,
            "OR" if grouped => Kind::Or,
            "NOT" if grouped => Kind::Not,
            "*" if !part => Kind::Star,
            "" => return Err(self.empty(field, &(start..start))),
            _ => {
                if grouped {
                    check_value(self.source, field, &core)?;
                }
                let quoted = false;
                Kind::Value { core, quoted, part }
            }
        };
        self.push(kind, start..end);
        Ok(())
    }

    /// `+` or `-` before something.
    fn sign(&mut self, c: char) -> Result<(), QueryError> {
        let span = self.at..self.at + 1;
        let next = self.rest()[1..].chars().next();
        let lone = next.is_none_or(|n| n.is_whitespace() || n == ')');
        if lone || matches!(next, Some('+' | '-')) {
            let typed = self.rest().split_whitespace().next().unwrap_or("-");
            let reason = if lone {
                format!("`{c}` has nothing after it")
            } else {
                format!("`{}` is not an operator", &typed[..2])
            };
            let hint = "write `-word` or `+word` without a blank, or put text in quotation marks";
            return Err(self.source.error(&span, reason, hint));
        }
        self.push(if c == '+' { Kind::Plus } else { Kind::Minus }, span);
        Ok(())
    }

    fn open(&mut self, mode: Mode) {
        self.modes.push(mode);
        self.single(Kind::Open);
    }

    fn mode(&self) -> Mode {
        self.modes.last().copied().unwrap_or(Mode::Text)
    }

    /// The length of the bare word that begins here.
    fn run(&self) -> usize {
        suffix::extent(self.rest())
    }

    fn suffix(
        &mut self,
        read: fn(Source, usize) -> Result<Token, QueryError>,
    ) -> Result<(), QueryError> {
        let token = read(self.source, self.at)?;
        self.push(token.kind, token.span);
        Ok(())
    }

    fn rest(&self) -> &'a str {
        &self.source.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn single(&mut self, kind: Kind) {
        self.push(kind, self.at..self.at + 1);
    }

    fn push(&mut self, kind: Kind, span: Span) {
        self.at = span.end;
        self.tokens.push(Token { kind, span });
    }
}

/// Refuses `w/5` among the values of a field, where it would be one of them.
fn check_value(source: Source, field: &Field, span: &Span) -> Result<(), QueryError> {
    let proximity = matches!(
        operator(source, span, After::Other),
        Ok(Some(Kind::Near { .. } | Kind::Within(_)))
    );
    if !proximity {
        return Ok(());
    }
    let (typed, name) = (source.slice(span), field.name);
    Err(source.error(
        span,
        format!("`{typed}` cannot stand inside `{name}:(...)`"),
        "name values, joined by `AND`, `OR` and `NOT`",
    ))
}
