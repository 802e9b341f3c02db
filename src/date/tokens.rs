//! Cuts the text of a date into numbers, words and marks.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A piece of the text, and whether it stands right after the one before.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) glued: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// A number and how many digits it is written with.
    Number(i64, usize),
    /// A word in lower case, without dots.
    Word(String),
    /// A mark, or `|` where a time was taken out.
    Mark(char),
}

/// Cuts a text into tokens.
pub(super) fn cut(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut glued = false;
    while let Some(first) = rest.chars().next() {
        let (kind, length) = if first.is_ascii_digit() {
            number(rest)
        } else if let Some(mark) = ideograph(first) {
            (Kind::Mark(mark), first.len_utf8())
        } else if first.is_alphabetic() {
            word(rest)
        } else {
            (Kind::Mark(first), first.len_utf8())
        };
        rest = &rest[length..];
        if first.is_whitespace() {
            glued = false;
            continue;
        }
        tokens.push(Token { kind, glued });
        glued = true;
    }
    tokens
}

/// The signs for year, month and day that follow their numbers in Chinese, Japanese and Korean.
fn ideograph(letter: char) -> Option<char> {
    match letter {
        '年' | '月' | '년' | '월' => Some('-'),
        '日' | '일' => Some(','),
        _ => None,
    }
}

fn number(rest: &str) -> (Kind, usize) {
    let length = rest
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(rest.len());
    let value = rest[..length].parse().unwrap_or(i64::MAX);
    (Kind::Number(value, length), length)
}

/// A word: letters, dots between letters (`p.m`), and a last dot.
fn word(rest: &str) -> (Kind, usize) {
    let mut length = 0;
    let mut letters = rest.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let inner = letter == '.'
            && letters
                .peek()
                .is_none_or(|(_, next)| !next.is_ascii_digit());
        let goes_on = letter.is_alphabetic() || is_combining_mark(letter) || inner;
        if !goes_on || ideograph(letter).is_some() {
            break;
        }
        length = at + letter.len_utf8();
    }
    let word = rest[..length].replace('.', "").to_lowercase();
    let word = if word.is_ascii() {
        word
    } else {
        word.nfc().collect()
    };
    (Kind::Word(word), length)
}
