//! Wire copy as agencies sent it over lines and still store it: IPTC 7901, and ANPA 1312 of North America.
//!
//! A message is a header behind SOH, a text between STX and ETX, and the time it was sent; on teleprinters the
//! words `ZCZC` and `NNNN` stood around it. A file may hold many. Lines are wrapped, paragraphs begin with
//! blanks; a line that ends in `=` ends the headline (German agencies), `^` and `<` are marks for typesetters
//! (ANPA). The number of a message is no id: it comes again every day.

use super::decode::tidy;
use super::documents::{Form, hand_out_documents};
use super::{Context, Flow, Found, Reader, Record};
use crate::article::Article;
use crate::date::{DateOptions, DateOrder, DateSource, NewsDate};
use crate::error::{Problem, ProblemKind};
use regex::Regex;
use std::io::Read;
use std::sync::LazyLock;

const SOH: char = '\u{1}';
const STX: char = '\u{2}';
const ETX: char = '\u{3}';
const EOT: char = '\u{4}';

/// The reader of wire copy.
pub struct Iptc7901;

impl Reader for Iptc7901 {
    fn name(&self) -> &'static str {
        "iptc7901"
    }

    fn about(&self) -> &'static str {
        "wire copy in IPTC 7901 or ANPA 1312: messages with control characters"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["iptc", "anpa"]
    }

    fn recognises(&self, head: &[u8]) -> bool {
        const FILL: [u8; 6] = [0x16, 0x04, b'\r', b'\n', b' ', 0x7f];
        let begin = head.iter().position(|byte| !FILL.contains(byte));
        let rest = &head[begin.unwrap_or(head.len())..];
        rest.starts_with(b"\x01") || rest.starts_with(b"ZCZC")
    }

    fn split(
        &self,
        input: Box<dyn Read + '_>,
        context: &Context,
        hand_out: &mut dyn FnMut(Record) -> Flow,
    ) -> Result<(), Problem> {
        hand_out_documents(input, &FORM, context, hand_out)
    }
}

static FORM: Form = Form {
    marks: is_begin,
    begins: |line, _| is_begin(line),
    ends: |line| line.contains(EOT) || line.starts_with("NNNN"),
    read: |text, line, context| {
        let mut problems = Vec::new();
        let article = article(text, context, &mut problems);
        Found::checked(Ok(article), problems, Some(line))
    },
};

fn is_begin(line: &str) -> bool {
    line.contains(SOH) || line.starts_with("ZCZC")
}

fn article(message: &str, context: &Context, problems: &mut Vec<Problem>) -> Article {
    let begin = message.find(SOH).map_or(0, |at| at + 1);
    let message = message[begin..].trim_start_matches("ZCZC");
    let (header, rest) = message
        .split_once(STX)
        .unwrap_or_else(|| message.split_once('\n').unwrap_or((message, "")));
    let (text, after) = rest
        .split_once(ETX)
        .or_else(|| rest.split_once("\nNNNN"))
        .unwrap_or((rest, ""));
    let header = Header::of(header);
    let mut copy = Copy::default();
    for line in text.trim_end_matches([EOT, ETX]).lines() {
        copy.add(line);
    }
    let (headline, body) = copy.end();
    Article {
        headline,
        body,
        date: sent(after, text, context, problems),
        publication: header.sender,
        byline: copy.byline,
        section: header.category,
        ..Article::default()
    }
}

/// What the header of a message says of the article.
#[derive(Default)]
struct Header {
    /// The code of the desk: `pl`, `wi`, `sp`.
    category: Option<String>,
    /// The agency.
    sender: Option<String>,
}

impl Header {
    /// `aba0123 4 pl 123 dpa 0456`: source and number, urgency, category, length, agency.
    fn of(text: &str) -> Self {
        static FORM: LazyLock<Regex> = LazyLock::new(|| {
            let pattern = r"(?i)\b[a-z]{1,4}\s?[0-9]{3,5}\s+[0-9a-z]\s+([a-z]{1,3})\b(?:\s+[0-9]+)?(?:\s+([a-z]{2,8})\s+[0-9]{3,4}\b)?";
            Regex::new(pattern).expect("a fixed pattern")
        });
        let Some(found) = FORM.captures(text) else {
            return Self::default();
        };
        let part = |number| found.get(number).map(|part| part.as_str().to_owned());
        Self {
            category: part(1),
            sender: part(2),
        }
    }
}

/// The text of a message, line by line.
#[derive(Default)]
struct Copy {
    headline: Vec<String>,
    /// Whether the headline is whole: what follows is text.
    settled: bool,
    paragraphs: Vec<String>,
    byline: Option<String>,
    /// The next line begins a paragraph.
    apart: bool,
}

impl Copy {
    fn add(&mut self, line: &str) {
        let indented = line.starts_with([' ', '\t', '\u{3000}']);
        let line: String = line.chars().filter(|one| !one.is_control()).collect();
        let line = line.trim();
        if line.is_empty() {
            self.apart = true;
            return;
        }
        if let Some(marked) = line.strip_prefix('^') {
            return self.marked(marked.trim_end_matches('<').trim());
        }
        let line = line.trim_end_matches('<').trim_end();
        if line.len() <= 30 && AMERICAN.is_match(line) {
            return;
        }
        if !self.settled && self.paragraphs.len() <= 3 && self.title(line) {
            return;
        }
        match self.paragraphs.last_mut() {
            Some(last) if !indented && !self.apart => {
                last.push(' ');
                last.push_str(line);
            }
            _ => self.paragraphs.push(line.to_owned()),
        }
        self.apart = line.ends_with('/');
    }

    /// A line between typesetter's marks: the slug, the headline, a byline.
    fn marked(&mut self, line: &str) {
        let is_slug = || {
            let (first, rest) = line.split_once('-').unwrap_or((line, ""));
            !rest.is_empty()
                && first.len() == 2
                && first.chars().all(|one| one.is_ascii_uppercase())
        };
        if let Some(name) = line.strip_prefix("By ") {
            self.byline = self.byline.take().or_else(|| Some(name.to_owned()));
        } else if !line.is_empty() && !is_slug() && self.headline.is_empty() {
            self.headline.push(line.to_owned());
            self.settled = true;
        } else if !line.is_empty() && !is_slug() {
            self.paragraphs.push(line.to_owned());
        }
        self.apart = true;
    }

    /// The end of a headline, which a `=` shows; the line of key words above it ends in `/`.
    fn title(&mut self, line: &str) -> bool {
        let Some(end) = line.strip_suffix('=') else {
            return false;
        };
        let before = std::mem::take(&mut self.paragraphs);
        self.headline = before
            .into_iter()
            .filter(|one| !one.ends_with('/'))
            .collect();
        self.headline.push(end.trim_end().to_owned());
        self.settled = true;
        self.apart = true;
        true
    }

    /// The headline and the text; where nothing marks a headline, the first paragraph is it if more follow.
    fn end(&mut self) -> (String, String) {
        let mut paragraphs = std::mem::take(&mut self.paragraphs);
        if self.headline.is_empty() {
            paragraphs.retain(|one| !one.ends_with('/'));
            if paragraphs.len() > 1 && paragraphs[0].chars().count() <= 200 {
                self.headline.push(paragraphs.remove(0));
            }
        }
        let typed = |text: String| {
            let text = text.replace("``", "“").replace("''", "”");
            tidy(&text.replace(" _ ", " — "))
        };
        (
            typed(self.headline.join(" ")),
            typed(paragraphs.join("\n\n")),
        )
    }
}

/// The last line of a message of the Associated Press.
static AMERICAN: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"\b([0-1][0-9])-([0-3][0-9])-([0-9]{2})\s+([0-2][0-9])([0-5][0-9])([A-Z]{3})?\b";
    Regex::new(pattern).expect("a fixed pattern")
});

/// When the message was sent: `251402 Sep 25` behind the text, or `AP-NY-09-25-25 1402EDT` at its end.
fn sent(
    after: &str,
    text: &str,
    context: &Context,
    problems: &mut Vec<Problem>,
) -> Option<NewsDate> {
    static GROUP: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = r"(?i)\b([0-3][0-9])([0-2][0-9])([0-5][0-9])\s?([A-Z]{1,4})?\s([A-Z]{3})\s([0-9]{2}|[0-9]{4})\b";
        Regex::new(pattern).expect("a fixed pattern")
    });
    let ends = [after, text.lines().next_back().unwrap_or_default()];
    let group = ends
        .iter()
        .find_map(|end| GROUP.captures(end))
        .map(|found| {
            let zone = found.get(4).map_or("", |zone| zone.as_str());
            format!(
                "{} {} {} {}:{} {zone}",
                &found[1], &found[5], &found[6], &found[2], &found[3]
            )
        });
    let written = group.or_else(|| {
        let found = ends.iter().find_map(|end| AMERICAN.captures(end))?;
        let zone = found.get(6).map_or("", |zone| zone.as_str());
        Some(format!(
            "{}/{}/{} {}:{} {zone}",
            &found[1], &found[2], &found[3], &found[4], &found[5]
        ))
    })?;
    // The form itself has years of two digits.
    let options = DateOptions {
        short_years: true,
        order: Some(DateOrder::MonthFirst),
        ..context.dates.clone()
    };
    match NewsDate::read(&written, &options, DateSource::Given) {
        Ok(date) => Some(date),
        Err(error) => {
            problems.push(Problem::new(ProblemKind::Date, error.reason));
            error.kept.map(|date| *date)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::articles;
    use super::*;

    #[test]
    fn messages_become_articles() {
        let german = "\x16\x16\x01aba0123 4 wi 123 dpa 0456\r\n\x02Hafen/Schifffahrt/\r\nHafen erhöht die\r\nKranmiete =\r\n\r\n   \
            Altenhafen (dpa) - Die Kranmiete\r\nsteigt.\r\n   Die Reeder klagen.\r\n\x03251402 Sep 25\r\n\x04\r\n";
        let american = "\x16\x16\x01a0123 u f 450\r\n\x02^BC-Harbor Fees,0123<\r\n^Harbor board raises crane fees<\r\n^By JON REED<\r\n\
            \tMARLHAVEN (AP) _ The harbor board said ``no''\r\nto it.<\r\n\tShips wait.<\r\nAP-NY-09-25-25 1402EDT<\r\n\x03\x04\r\n";
        let teleprinter = "ZCZC ABC123\nU I\n\nHARBOUR BOARD RAISES FEES\n\nThe board raised\nthe fees.\n\nShips wait.\nNNNN\n";
        let text = format!("{german}{american}{teleprinter}");
        assert!(Iptc7901.recognises(text.as_bytes()));
        let read = articles(&Iptc7901, text.as_bytes());
        let of = |at: usize| {
            let one: &Article = &read[at];
            let date = one.date.as_ref().map(ToString::to_string);
            (one.headline.clone(), one.body.clone(), date)
        };
        assert_eq!(read.len(), 3);
        assert_eq!(
            of(0),
            (
                "Hafen erhöht die Kranmiete".into(),
                "Altenhafen (dpa) - Die Kranmiete steigt.\n\nDie Reeder klagen.".into(),
                Some("2025-09-25T14:02".into())
            )
        );
        assert_eq!(read[0].publication.as_deref(), Some("dpa"));
        assert_eq!(read[0].section.as_deref(), Some("wi"));
        assert_eq!(of(1).0, "Harbor board raises crane fees");
        assert!(
            of(1)
                .1
                .starts_with("MARLHAVEN (AP) — The harbor board said “no” to it.\n\nShips wait.")
        );
        assert_eq!(of(1).2.as_deref(), Some("2025-09-25T14:02-04:00"));
        assert_eq!(read[1].byline.as_deref(), Some("JON REED"));
        assert!(
            of(2)
                .1
                .contains("The board raised the fees.\n\nShips wait.")
        );
    }
}
