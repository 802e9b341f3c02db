//! Mail: one message (`.eml`) or a mailbox (`.mbox`), for newsletters and mailed alerts.
//!
//! The subject is the headline; of several renditions of the text the plain one counts. Attachments are
//! not read. A mailbox is cut at its `From ` lines (RFC 4155), message by message.

mod parts;

use super::lines::{Line, Lines};
use super::{Context, Flow, Found, Reader, Record, gather, unreadable, values, whole};
use crate::article::Article;
use crate::error::{Problem, ProblemKind};
use mail_parser::MessageParser;
use parts::{body, forwarded, holds_text, subject};
use std::borrow::Cow;
use std::io::Read;

/// Headers that nothing else has.
const CERTAIN: &[&str] = &[
    "message-id",
    "mime-version",
    "received",
    "return-path",
    "delivered-to",
    "newsgroups",
];

/// The reader of mail.
pub struct Mail;

impl Reader for Mail {
    fn name(&self) -> &'static str {
        "mail"
    }

    fn about(&self) -> &'static str {
        "a mail message or a mailbox (mbox)"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["eml", "mbox", "mbx"]
    }

    /// An envelope line, or headers among which are some that only mail and news groups have, or both sender
    /// and subject.
    fn recognises(&self, head: &[u8]) -> bool {
        let headers = head
            .trim_ascii_start()
            .split(|byte| *byte == b'\n')
            .map(<[u8]>::trim_ascii_end);
        let mut headers = headers.take_while(|line| !line.is_empty());
        let Some(first) = headers.next() else {
            return false;
        };
        if is_envelope(first) {
            return true;
        }
        let name = |line: &[u8]| {
            let letters = line
                .iter()
                .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-');
            let name = line[..letters.count()].to_ascii_lowercase();
            (line.get(name.len()) == Some(&b':')).then_some(name)
        };
        if name(first).is_none_or(|name| name.is_empty()) {
            return false;
        }
        let names: Vec<_> = [first]
            .into_iter()
            .chain(headers)
            .filter_map(name)
            .collect();
        let has = |known: &str| names.iter().any(|name| name == known.as_bytes());
        CERTAIN.iter().any(|name| has(name)) || has("from") && has("subject")
    }

    fn split(
        &self,
        input: Box<dyn Read + '_>,
        context: &Context,
        hand_out: &mut dyn FnMut(Record) -> Flow,
    ) -> Result<(), Problem> {
        let mut lines = Lines::new(input, context.limits.record);
        let (mut line, mut held) = (Vec::new(), Held::default());
        let (mut number, mut blank, mut mailbox) = (0, true, false);
        while let Some(kept) = lines.next(&mut line).map_err(|error| unreadable(&error))? {
            if blank && is_envelope(&line) {
                mailbox = true;
                if let Some(record) = held.take(&mut number, mailbox, context)
                    && hand_out(record) == Flow::Stop
                {
                    return Ok(());
                }
                held.line = lines.number;
                continue;
            }
            blank = line.is_empty();
            // Copies of a message may have blanks before its first header.
            let before = !mailbox && held.text.is_empty();
            let text = if before {
                line.trim_ascii_start()
            } else {
                &line
            };
            if !(before && text.is_empty()) {
                held.add(text, kept, lines.bytes, context);
            }
        }
        match held.take(&mut number, mailbox, context) {
            Some(record) => {
                hand_out(record);
            }
            None if number == 0 => return Err(whole::empty()),
            None => {}
        }
        Ok(())
    }
}

/// The lines of a message as they come in.
#[derive(Default)]
struct Held {
    text: Vec<u8>,
    line: u64,
    bytes: u64,
    too_long: bool,
}

impl Held {
    fn add(&mut self, line: &[u8], kept: Line, bytes: u64, context: &Context) {
        self.bytes += bytes;
        self.line = self.line.max(1);
        let over = self.text.len() + line.len() + 1 > context.limits.record;
        if over || kept == Line::TooLong {
            self.too_long = true;
            self.text = Vec::new();
        }
        if !self.too_long {
            // `>From` is how a mailbox writes a line of the text that begins with `From`.
            let quoted = line.starts_with(b">From ");
            self.text.extend_from_slice(&line[usize::from(quoted)..]);
            self.text.push(b'\n');
        }
    }

    /// The record of what is held, if that is a message.
    fn take(&mut self, number: &mut u64, mailbox: bool, context: &Context) -> Option<Record> {
        let held = std::mem::take(self);
        if held.bytes == 0 || !held.too_long && held.text.trim_ascii().is_empty() {
            return None;
        }
        *number += 1;
        let context = context.clone();
        Some(Record {
            number: mailbox.then_some(*number),
            line: Some(held.line),
            bytes: held.bytes,
            read: Box::new(move || {
                if held.too_long {
                    return Found::of_problem(context.limits.exceeded("the message").at(held.line));
                }
                message(&held.text, held.line, &context)
            }),
        })
    }
}

/// `From somebody@example.org Thu Sep 25 14:03:00 2025`.
fn is_envelope(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else {
        return false;
    };
    let words = rest
        .split(|byte| *byte == b' ')
        .filter(|word| !word.is_empty())
        .count();
    let clock = memchr::memchr(b':', rest).is_some();
    let year = rest
        .windows(4)
        .any(|four| four.iter().all(u8::is_ascii_digit));
    words >= 5 && clock && year
}

/// The message with a blank line behind its headers, where their end has none: the first line that can be no header
/// begins the text.
fn parted(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut at = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let name = line
            .iter()
            .take_while(|byte| matches!(byte, b'!'..=b'9' | b';'..=b'~'))
            .count();
        let goes_on = line.starts_with(b" ") || line.starts_with(b"\t");
        let is_header = name > 0 && line.get(name) == Some(&b':') || at > 0 && goes_on;
        if line.trim_ascii().is_empty() || line.starts_with(b"From ") {
            break;
        }
        if !is_header {
            return Cow::Owned([&bytes[..at], b"\n", &bytes[at..]].concat());
        }
        at += line.len();
    }
    Cow::Borrowed(bytes)
}

fn message(bytes: &[u8], line: u64, context: &Context) -> Found {
    let bytes = parted(bytes);
    let Some(message) = MessageParser::default().parse(bytes.as_ref()) else {
        let problem = Problem::new(ProblemKind::Malformed, "the message has no headers");
        return Found::of_problem(problem.at(line));
    };
    let mut problems = Vec::new();
    let date = message
        .header_raw("Date")
        .map(|date| date.trim().to_owned());
    let body = body(&message);
    if body.is_empty() && holds_text(&message) {
        let reason = "holds no text that can be read (attachments, or parts nested too deep): only its subject is kept";
        problems.push(Problem::new(ProblemKind::Damaged, reason));
    }
    let sender = message
        .from()
        .and_then(|from| from.first())
        .and_then(|from| from.name.clone());
    let mut article = Article {
        id: message.message_id().map(str::to_owned),
        headline: subject(&message).unwrap_or_default(),
        body,
        date: gather::read_date(date, context, &mut problems),
        byline: sender.map(|name| values::one_line(&name)),
        ..Article::default()
    };
    article.keep_beside(forwarded(&message));
    if !article.body.is_empty() {
        problems.retain(|problem| problem.kind != ProblemKind::Damaged);
    }
    Found::checked(Ok(article), problems, Some(line))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{articles, read};
    use super::*;
    use proptest::prelude::*;

    const MESSAGE: &str = "Message-ID: <1@x.example>\r\nSubject: =?utf-8?q?Rates_r=C3=AFse?=\r\nFrom: \"A. Writer\" <a@x.example>\r\n\
        Date: Thu, 25 Sep 2025 14:03:00 +0200\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n\
        --b\r\nContent-Type: text/html\r\n\r\n<p>No</p>\r\n--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nCaf=E9.\r\n>From here.\r\n--b--\r\n";

    #[test]
    fn a_message_becomes_an_article() {
        let article = &articles(&Mail, MESSAGE.as_bytes())[0];
        assert_eq!(
            (article.headline.as_str(), article.body.as_str()),
            ("Rates rïse", "Café.\nFrom here.")
        );
        assert_eq!(
            article.date.as_ref().map(ToString::to_string).as_deref(),
            Some("2025-09-25T14:03:00+02:00")
        );
        assert_eq!(article.byline.as_deref(), Some("A. Writer"));
        assert!(Mail.recognises(MESSAGE.as_bytes()));
        let blank = format!("\n   {MESSAGE}");
        assert!(Mail.recognises(blank.as_bytes()));
        assert_eq!(&articles(&Mail, blank.as_bytes())[0], article);
        assert!(!Mail.recognises(b"Rates rise: why\n\nFrom here on"));
        assert!(!Mail.recognises(b"Subject: rates\n\nFrom: here on"));
    }

    #[test]
    fn an_article_of_a_news_group_is_a_message() {
        let text = "From: jo@example.org (Jo Reed)\nSubject: Re: Tides\nDate: 5 Apr 93 23:15:46 GMT\n\
            Organization: Harbour School\n\nThe tide turned.\n";
        assert!(Mail.recognises(text.as_bytes()));
        let article = &articles(&Mail, text.as_bytes())[0];
        assert_eq!(article.headline, "Re: Tides");
        assert_eq!(article.body, "The tide turned.");
        assert_eq!(
            article.date.as_ref().unwrap().to_string(),
            "1993-04-05T23:15:46Z"
        );
    }

    #[test]
    fn a_text_may_follow_its_headers_without_a_blank_line() {
        let text = "From: jo@example.org (Jo Reed)\nSubject: Tides\nReferences: <a@x>\n <b@x>\nThe tide turned: why?\n\nIt did.\n";
        let article = &articles(&Mail, text.as_bytes())[0];
        assert_eq!(article.body, "The tide turned: why?\n\nIt did.");
    }

    #[test]
    fn encodings_that_are_not_named_are_told_by_the_bytes() {
        let text = b"From: jo@example.org (Jo Reed)\nSubject: Prix \xe9lev\xe9s\nContent-Type: text/plain\n\nLe caf\xe9 \x96 pas th\xe9.\n";
        let article = &articles(&Mail, text)[0];
        assert_eq!(article.headline, "Prix élevés");
        assert_eq!(article.body, "Le café – pas thé.");
        let coded = b"Subject: Prix\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nLe caf=E9 est cher.\n";
        assert_eq!(articles(&Mail, coded)[0].body, "Le café est cher.");
    }

    #[test]
    fn what_is_forwarded_is_kept_and_what_cannot_be_read_is_told() {
        let inner =
            "From: b@x.example\nSubject: Tides\nContent-Type: text/plain\n\nThe tide turned.\n";
        let outer = |text: &str| {
            format!(
                "Subject: Fwd\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n{text}--b\nContent-Type: message/rfc822\n\n{inner}\n--b--\n"
            )
        };
        let article = &articles(&Mail, outer("").as_bytes())[0];
        assert_eq!(article.body, "Tides\n\nThe tide turned.");
        let text = "--b\nContent-Type: text/plain\n\nSee below.\n";
        let article = &articles(&Mail, outer(text).as_bytes())[0];
        assert_eq!(article.body, "See below.");
        assert_eq!(article.cut[0].text, "\n\nTides\n\nThe tide turned.");
        let attached = "Subject: A\nMIME-Version: 1.0\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\nAAAA\n";
        let found = read(&Mail, attached.as_bytes());
        assert_eq!(found.problems[0].kind, ProblemKind::Damaged);
        assert_eq!(found.articles[0].headline, "A");
    }

    #[test]
    fn a_mailbox_holds_many() {
        let envelope = "From a@x.example Thu Sep 25 14:03:00 2025\n";
        let text = format!("{envelope}{MESSAGE}\n{envelope}Subject: Two\n\nText.\n\n{envelope}\n");
        let found = read(&Mail, text.as_bytes());
        let headlines: Vec<_> = found
            .articles
            .iter()
            .map(|one| one.headline.as_str())
            .collect();
        assert_eq!(
            (headlines, found.problems.len()),
            (vec!["Rates rïse", "Two"], 0)
        );
        assert!(Mail.recognises(text.as_bytes()));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), text in "(From a b 1:2 2025|Subject: |\n|:|--b|\\PC){0,40}") {
            read(&Mail, &bytes);
            read(&Mail, format!("Subject: x\n{text}").as_bytes());
        }
    }
}
