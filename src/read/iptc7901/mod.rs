//! Wire copy as agencies sent it over lines and still store it: IPTC 7901, and ANPA 1312 of North America.
//!
//! A message is a header behind SOH, a text between STX and ETX, and the time it was sent; on teleprinters the
//! words `ZCZC` and `NNNN` stood around it. A file may hold many. The number of a message is no id: it comes again
//! every day.

mod copy;

use super::decode::is_wire_copy;
use super::documents::{Form, hand_out_documents};
use super::{Context, Flow, Found, Reader, Record};
use crate::article::Article;
use crate::date::{DateOptions, DateOrder, DateSource, NewsDate};
use crate::error::{Problem, ProblemKind};
use copy::Copy;
use regex::Regex;
use std::io::Read;
use std::sync::LazyLock;

const SOH: char = '\u{1}';
const STX: char = '\u{2}';
const ETX: char = '\u{3}';
const EOT: char = '\u{4}';
/// What lines were kept busy with before a message.
const FILL: [char; 8] = ['\u{16}', '\u{4}', '\r', '\n', ' ', '\t', '\u{7f}', '\0'];

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
        is_wire_copy(head)
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
    ends: |line| line.contains(EOT) || line.starts_with("NNNN") || ITALIAN.is_match(line),
    read: |text, line, context| {
        let mut problems = Vec::new();
        let article = article(text, context, &mut problems);
        Found::checked(Ok(article), problems, Some(line))
    },
};

fn is_begin(line: &str) -> bool {
    line.contains(SOH) || line.trim_start_matches(FILL).starts_with("ZCZC")
}

fn article(message: &str, context: &Context, problems: &mut Vec<Problem>) -> Article {
    // Some senders end lines by a carriage return alone.
    let message = message.replace("\r\n", "\n").replace('\r', "\n");
    let begin = message.find(SOH).map_or(0, |at| at + 1);
    let message = message[begin..].trim_start_matches(FILL);
    let message = message.strip_prefix("ZCZC").unwrap_or(message);
    let (header, rest) = message
        .split_once(STX)
        .unwrap_or_else(|| message.split_once('\n').unwrap_or((message, "")));
    let (text, after) = rest
        .split_once(ETX)
        .or_else(|| before_end(rest))
        .unwrap_or_else(|| before_group(rest));
    let header = Header::of(header);
    let mut copy = Copy::default();
    for line in text.trim_end_matches([EOT, ETX]).lines() {
        if !(line.len() <= 30 && AMERICAN.is_match(line)) {
            copy.add(line);
        }
    }
    let copy = copy.end();
    let of_end = || Some(last_line(text, after)?.get(1)?.as_str().to_owned());
    let mut article = Article {
        headline: copy.headline,
        body: copy.body,
        date: sent(after, text, context, problems),
        publication: header.sender.or_else(of_end),
        byline: copy.byline,
        section: header.category,
        ..Article::default()
    };
    article.keep_beside(copy.beside);
    article
}

/// The text of a message before the line with its end, which may say when it was sent, and that line.
fn before_end(rest: &str) -> Option<(&str, &str)> {
    let lines = rest.match_indices('\n').map(|(at, _)| at + 1);
    let mut lines = lines.filter(|at| {
        let line = rest[*at..].lines().next().unwrap_or_default();
        line.starts_with("NNNN") || ITALIAN.is_match(line)
    });
    lines.next().map(|at| rest.split_at(at))
}

/// The text of a message whose end is not marked, and the line behind it that says when it was sent.
fn before_group(rest: &str) -> (&str, &str) {
    let end = rest.trim_end_matches(|one: char| one.is_control() || one.is_whitespace());
    let begin = end.rfind('\n').map_or(0, |at| at + 1);
    let is_group = GROUP
        .find(&end[begin..])
        .is_some_and(|found| found.start() == 0);
    if is_group {
        rest.split_at(begin)
    } else {
        (rest, "")
    }
}

/// The last line of a message of the Associated Press, where there is one.
fn last_line<'t>(text: &'t str, after: &'t str) -> Option<regex::Captures<'t>> {
    [after, text].iter().find_map(|part| {
        let lines = part.lines().filter(|line| line.len() <= 40);
        lines.filter_map(|line| AMERICAN.captures(line)).next_back()
    })
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
            let pattern = r"(?i)\b[a-z]{1,4}\s?[0-9]{3,5}\s+[0-9a-z]\s+([a-z]{1,3})\b(?:\s+[0-9]+)?(?:\s+([a-z]{2,8}(?:-[a-z]{2,8})?)\s+[0-9]{3,4}\b)?";
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

/// The last line of a message of the Associated Press.
static AMERICAN: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?:([A-Z]{2,4})-[A-Z]{2,4}-|\b)([0-1][0-9])-([0-3][0-9])-([0-9]{2})\s+([0-2][0-9])([0-5][0-9])([A-Z]{3})?\b";
    Regex::new(pattern).expect("a fixed pattern")
});

/// The last line of a message of ANSA: `12-MAR-24 14:05 NNNN`.
static ITALIAN: LazyLock<Regex> = LazyLock::new(|| {
    let pattern =
        r"^\s*([0-3]?[0-9])-([A-Z]{3})-([0-9]{2,4})\s+([0-2]?[0-9][:.][0-5][0-9])\s*NNNN\s*$";
    Regex::new(pattern).expect("a fixed pattern")
});

/// The group that says when a message was sent: `251402 Sep 25`.
static GROUP: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?i)\b([0-3][0-9])([0-2][0-9])([0-5][0-9])\s?([A-Z]{1,4})?\s([A-Z]{3})\s([0-9]{2}|[0-9]{4})\b";
    Regex::new(pattern).expect("a fixed pattern")
});

/// When the message was sent: `251402 Sep 25` behind the text, or `AP-NY-09-25-25 1402EDT` at its end.
fn sent(
    after: &str,
    text: &str,
    context: &Context,
    problems: &mut Vec<Problem>,
) -> Option<NewsDate> {
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
    let group = group.or_else(|| {
        let found = ITALIAN.captures(after.lines().next()?)?;
        let clock = found[4].replace('.', ":");
        Some(format!("{} {} {} {clock}", &found[1], &found[2], &found[3]))
    });
    let written = group.or_else(|| {
        let found = last_line(text, after)?;
        let zone = found.get(7).map_or("", |zone| zone.as_str());
        Some(format!(
            "{}/{}/{} {}:{} {zone}",
            &found[2], &found[3], &found[4], &found[5], &found[6]
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
        let unmarked = german.replace('\u{3}', "");
        let unmarked = &articles(&Iptc7901, unmarked.as_bytes())[0];
        assert_eq!(
            (&unmarked.body, &unmarked.date),
            (&read[0].body, &read[0].date)
        );
        assert!(
            of(2)
                .1
                .contains("The board raised the fees.\n\nShips wait.")
        );
    }
    #[test]
    fn messages_of_ansa_end_with_their_time() {
        let one = "ZCZC3412/SXA\nXPP24072008712_SXA_QBXB\nR CRO S0A QBXB\nTRAGHETTI: RIPRENDE IL SERVIZIO\n(ANSA) - PORTOVERDE, 12 MAR - I traghetti hanno ripreso a\n\
            navigare.\n   La compagnia conferma. (ANSA).\n\n     AB-CD/\n12-MAR-24 14:05 NNNN\n";
        let read = articles(&Iptc7901, one.repeat(2).as_bytes());
        assert_eq!(read.len(), 2);
        assert_eq!(read[1].headline, "TRAGHETTI: RIPRENDE IL SERVIZIO");
        let text = "(ANSA) - PORTOVERDE, 12 MAR - I traghetti hanno ripreso a navigare.\n\nLa compagnia conferma. (ANSA).";
        assert_eq!(read[1].cut.last().unwrap().text, "\n\nAB-CD/");
        assert_eq!(read[1].body, text);
        let date = read[1].date.as_ref().map(ToString::to_string);
        assert_eq!(date.as_deref(), Some("2024-03-12T14:05"));
    }
}
