//! Text into words, each with its place, its folded form, and whether a sentence or paragraph begins.
//!
//! A word is a run of letters and digits, with these rules, chosen for news:
//! - `Microsoft's` is `Microsoft`; `don't`, `O'Neill` are one word without the apostrophe; an elided
//!   article (`l'Europe`) is a word of its own;
//! - `U.S.`, `p.m.` are one word without the dots; `3.5` keeps its point, `1,204` loses its comma;
//! - `AT&T`, `R&D` are one word; a hyphen separates (`co-operate` is two words next to each other);
//! - in scripts written without spaces (Chinese, Japanese, Thai…) every character is a word, so that a
//!   name is found as a phrase.
//!
//! Sentences end at `.!?…` before a capital, a digit or a quotation mark, unless the dot belongs to an
//! abbreviation; paragraphs end at a blank line.

use super::fold::push_folded;
use super::plain::plain_length;
use super::script::{is_mark, is_unspaced};
use std::ops::Range;

/// What begins with a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Start {
    /// Nothing but the word.
    Word,
    /// A sentence.
    Sentence,
    /// A paragraph (and a sentence).
    Paragraph,
}

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// What begins with it.
    pub starts: Start,
}

/// Reads the words of a text, one after the other.
#[derive(Debug)]
pub struct Words<'t> {
    text: &'t str,
    at: usize,
    folded: String,
    /// Where the last word stands, if it is as it is folded: most are, and are not copied.
    same: Range<usize>,
    pending: Start,
    /// Whether words are folded also where that does not tell where they end.
    folds: bool,
}

/// The words of a text.
pub fn words(text: &str) -> Words<'_> {
    Words {
        text,
        at: 0,
        folded: String::new(),
        same: 0..0,
        pending: Start::Paragraph,
        folds: true,
    }
}

/// How many words a text has: as many as [`words`] gives, at half the cost.
pub fn count(text: &str) -> usize {
    let words = Words {
        folds: false,
        ..words(text)
    };
    words.count()
}

/// Titles and months whose dot ends no sentence; single letters never do.
const ABBREVIATIONS: &[&str] = &[
    "adm", "apr", "aug", "ave", "brig", "capt", "cmdr", "co", "col", "corp", "dec", "dr", "eg",
    "etc", "feb", "fr", "gen", "gov", "ie", "inc", "jan", "jr", "jul", "jun", "lt", "ltd", "maj",
    "mar", "mr", "mrs", "ms", "no", "nov", "oct", "pp", "prof", "rep", "rev", "sen", "sept", "sep",
    "sgt", "sr", "st", "vs",
];

/// French and Italian words that lose their vowel before another.
const ELIDED: &[&str] = &[
    "all", "c", "d", "dall", "dell", "gl", "j", "jusqu", "l", "lorsqu", "m", "n", "nell", "puisqu",
    "qu", "quell", "quoiqu", "s", "sull", "t", "un",
];

impl Words<'_> {
    /// The folded form of the word that [`Iterator::next`] gave last.
    pub fn folded(&self) -> &str {
        if self.same.is_empty() {
            &self.folded
        } else {
            &self.text[self.same.clone()]
        }
    }

    /// The bytes of the text that follow.
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    /// Walks over what is no word, noting where sentences and paragraphs end.
    fn skip_gap(&mut self) {
        let bytes = self.text.as_bytes();
        if let [b' ', next, ..] = bytes[self.at..]
            && next.is_ascii_alphanumeric()
        {
            self.at += 1;
            return;
        }
        let mut newlines = 0;
        let mut stopped = false;
        while let Some(&byte) = bytes.get(self.at) {
            if byte.is_ascii() {
                if byte.is_ascii_alphanumeric() {
                    break;
                }
                match byte {
                    b'\n' => newlines += 1,
                    b'!' | b'?' => stopped = true,
                    b'.' => stopped |= !self.abbreviated(),
                    _ => {}
                }
                if !byte.is_ascii_whitespace() {
                    newlines = newlines.min(usize::from(newlines > 1) * 2);
                }
                self.at += 1;
            } else {
                let c = self.char_here();
                if c.is_alphanumeric() {
                    break;
                }
                stopped |= matches!(c, '…' | '。' | '｡' | '！' | '？' | '।' | '؟' | '۔');
                self.at += c.len_utf8();
            }
        }
        if newlines > 1 {
            self.pending = Start::Paragraph;
        } else if stopped && self.pending == Start::Word && self.sentence_may_begin() {
            self.pending = Start::Sentence;
        }
    }

    fn char_here(&self) -> char {
        self.rest().chars().next().unwrap_or('\0')
    }

    /// Whether the word before is one whose dot ends no sentence.
    fn abbreviated(&self) -> bool {
        let folded = self.folded();
        ABBREVIATIONS.binary_search(&folded).is_ok()
            || (folded.len() == 1 && folded.as_bytes()[0].is_ascii_alphabetic())
    }

    fn sentence_may_begin(&self) -> bool {
        let c = self.char_here();
        !c.is_lowercase()
    }

    /// The end of the run of letters and digits that begins at `from`.
    fn run_end(&self, from: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = from;
        while let Some(&byte) = bytes.get(at) {
            if byte.is_ascii_alphanumeric() {
                at += 1;
            } else if byte.is_ascii() {
                break;
            } else {
                let c = self.text[at..].chars().next().unwrap_or('\0');
                let mark = matches!(c, '\u{300}'..='\u{36F}' | '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}')
                    || (is_mark(c) && at > from);
                if at > from && is_unspaced(c) || !(c.is_alphanumeric() || mark) {
                    break;
                }
                at += c.len_utf8();
                if at - c.len_utf8() == from && is_unspaced(c) {
                    // One character is a word, with the marks that belong to it.
                    while let Some(next) = self.text[at..].chars().next().filter(|c| is_mark(*c)) {
                        at += next.len_utf8();
                    }
                    break;
                }
            }
        }
        at
    }

    /// `U.S.`: where an acronym with dots that begins at `from` ends, and how many letters it has.
    fn dotted_end(&self, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let (mut at, mut letters) = (from, 0);
        while bytes.get(at).is_some_and(u8::is_ascii_alphabetic) && bytes.get(at + 1) == Some(&b'.')
        {
            letters += 1;
            at += 2;
        }
        if letters == 0 {
            return None;
        }
        let last_without_dot = bytes.get(at).is_some_and(u8::is_ascii_alphabetic)
            && !bytes
                .get(at + 1)
                .is_some_and(|b| b.is_ascii_alphanumeric() || !b.is_ascii());
        if last_without_dot {
            return Some(at + 1);
        }
        (letters > 1 && !bytes.get(at).is_some_and(u8::is_ascii_alphanumeric)).then_some(at)
    }

    /// Whether a digit group goes on behind a point or comma at `at`.
    fn number_goes_on(&self, at: usize) -> bool {
        let bytes = self.text.as_bytes();
        at > 0
            && bytes[at - 1].is_ascii_digit()
            && matches!(bytes.get(at), Some(b'.' | b','))
            && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
    }

    /// The apostrophe at `at`, as the bytes it takes, if a letter follows it.
    fn apostrophe(&self, at: usize) -> Option<usize> {
        let c = self.text[at..].chars().next()?;
        let len = matches!(c, '\'' | '’' | 'ʼ' | '‘').then_some(c.len_utf8())?;
        let next = self.text[at + len..].chars().next()?;
        (next.is_alphabetic() && !is_unspaced(next)).then_some(len)
    }

    /// Reads a word of plain letters and digits that nothing can join to what follows, as most are, and
    /// gives its end.
    fn plain_end(&mut self, from: usize) -> Option<usize> {
        let rest = &self.text.as_bytes()[from..];
        let (length, has_capitals) = plain_length(rest);
        let ends = match rest.get(length..) {
            None | Some([] | [b' ' | b'\n', ..] | [b',', b' ' | b'\n', ..]) => length > 0,
            // One letter and a dot may be the beginning of an acronym.
            Some([b'.', b' ' | b'\n', ..]) => length > 1,
            _ => false,
        };
        if !ends {
            return None;
        }
        let end = from + length;
        self.same = 0..0;
        self.folded.clear();
        if self.folds && has_capitals {
            self.folded.push_str(&self.text[from..end]);
            self.folded.make_ascii_lowercase();
        } else if self.folds {
            self.same = from..end;
        }
        Some(end)
    }

    /// Reads one word into `folded`; gives its end and where reading goes on.
    fn read_word(&mut self, from: usize) -> (usize, usize) {
        self.same = 0..0;
        self.folded.clear();
        if let Some(end) = self.dotted_end(from) {
            let letters = self.text[from..end].bytes().filter(|b| *b != b'.');
            self.folded
                .extend(letters.map(|b| char::from(b.to_ascii_lowercase())));
            return (end, end);
        }
        let mut end = self.run_end(from);
        if self.folds || !self.text.as_bytes()[from].is_ascii() {
            push_folded(&self.text[from..end], &mut self.folded);
        }
        loop {
            if let None | Some(b' ' | b'\n') = self.text.as_bytes().get(end) {
                return (end, end);
            } else if self.number_goes_on(end) {
                let next = self.run_end(end + 1);
                let part = &self.text[end + usize::from(self.text.as_bytes()[end] == b',')..next];
                push_folded(part, &mut self.folded);
                end = next;
            } else if self.text.as_bytes().get(end) == Some(&b'&')
                && self.text[end + 1..].starts_with(char::is_alphabetic)
            {
                let next = self.run_end(end + 1);
                push_folded(&self.text[end..next], &mut self.folded);
                end = next;
            } else if let Some(len) = self.apostrophe(end) {
                let next = self.run_end(end + len);
                if matches!(&self.text[end + len..next], "s" | "S") {
                    return (end, next);
                }
                if self.folded.is_empty() {
                    push_folded(&self.text[from..end], &mut self.folded);
                }
                if ELIDED.binary_search(&self.folded.as_str()).is_ok() {
                    return (end, end);
                }
                push_folded(&self.text[end + len..next], &mut self.folded);
                end = next;
            } else {
                return (end, end);
            }
        }
    }
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        loop {
            self.skip_gap();
            if self.at >= self.text.len() {
                return None;
            }
            let from = self.at;
            let (end, on) = match self.plain_end(from) {
                Some(end) => (end, end),
                None => self.read_word(from),
            };
            self.at = on;
            if self.folded().is_empty() && (self.folds || !self.text.as_bytes()[from].is_ascii()) {
                continue; // only marks and invisible characters
            }
            let starts = std::mem::replace(&mut self.pending, Start::Word);
            return Some(Word {
                range: from..end,
                starts,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        let mut reader = words(text);
        let mut found = Vec::new();
        while reader.next().is_some() {
            found.push(reader.folded().to_owned());
        }
        found
    }

    #[test]
    fn words_of_news() {
        for (text, expected) in [
            ("Microsoft’s U.S. unit", "microsoft us unit"),
            (
                "The U.K.-based AT&T said 1,204.5 mln",
                "the uk based at&t said 1204.5 mln",
            ),
            ("don't O’Neill l'Europe", "dont oneill l europe"),
            ("at 5 p.m. Friday", "at 5 pm friday"),
            ("北京大学 a", "北 京 大 学 a"),
            ("all'economia, lorsqu’Europe", "all economia lorsqu europe"),
            ("ﾃﾞﾓ デモ", "テ\u{3099} モ テ\u{3099} モ"),
            ("co-operate 26-FEB-1987", "co operate 26 feb 1987"),
            ("x.com, e-mail@example.org", "x com e mail example org"),
            ("soft\u{ad}hyphen", "softhyphen"),
            ("C.I.A", "cia"),
            ("A.", "a"),
            ("", ""),
            ("--- ... !", ""),
        ] {
            assert_eq!(folded(text).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn sentences_and_paragraphs() {
        let text = "Mr. Smith went. “He said so.” no end. Then\nhe left!\n\nNew one. 5 more.";
        let starts: Vec<_> = words(text)
            .filter(|word| word.starts > Start::Word)
            .map(|word| (&text[word.range], word.starts))
            .collect();
        assert_eq!(
            starts,
            [
                ("Mr", Start::Paragraph),
                ("He", Start::Sentence),
                ("Then", Start::Sentence),
                ("New", Start::Paragraph),
                ("5", Start::Sentence),
            ]
        );
    }

    proptest::proptest! {
        #[test]
        fn any_text_gives_words_in_order(text in ".{0,200}") {
            let mut last = 0;
            let mut reader = words(&text);
            while let Some(word) = reader.next() {
                proptest::prop_assert!(word.range.start >= last && word.range.start < word.range.end);
                proptest::prop_assert!(text.is_char_boundary(word.range.start) && text.is_char_boundary(word.range.end));
                proptest::prop_assert!(!reader.folded().is_empty());
                last = word.range.end;
            }
            proptest::prop_assert_eq!(count(&text), words(&text).count());
        }
    }
}
