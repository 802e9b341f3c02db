//! Long documents, cut into their items as they come in: each is read on any thread, and none is held longer
//! than that.
//!
//! The text of an item is cut out by its tags; what stands around the items is read into a small tree, so that
//! each item knows what holds for all of them. Items are numbered as they come. A document that fits into
//! [`WHOLE`] is not cut.

use super::super::decode::{Utf8Reader, damaged, undecodable_record};
use super::super::sample::{Sample, settled};
use super::super::{Context, Flow, Found, Record, unreadable};
use super::items::Items;
use super::outside::Outside;
use super::scan::{Scan, Tag};
use super::tree::parse;
use super::{Form, Node, reader, xml_dates};
use crate::error::{Problem, ProblemKind};
use quick_xml::events::Event;
use std::io::Read;
use std::sync::Arc;

/// Documents up to this many bytes are read as one record.
pub(super) const WHOLE: usize = 4 << 20;

/// What stands around the items is read when so much of it has come (in bytes).
const OUTSIDE: usize = 1 << 20;

/// Which elements are the items.
pub(in crate::read) struct Which {
    /// Their local names.
    pub(in crate::read) names: Vec<String>,
    /// How many elements they stand in, if that is known.
    pub(in crate::read) depth: Option<usize>,
}

/// The text of an item.
struct Piece {
    text: Vec<u8>,
    around: Arc<Vec<Node>>,
    bytes: u64,
    too_long: bool,
}

/// Hands out the items of a document.
///
/// # Errors
/// The input fails, or holds no item; what came before is handed out.
pub(in crate::read) fn hand_out(
    input: impl Read,
    which: &Which,
    form: &'static Form,
    context: &Context,
    hand_out: &mut dyn FnMut(Record) -> Flow,
) -> Result<(), Problem> {
    let mut cutter = Cutter::new(Utf8Reader::new(input)?, form, which, context);
    let (mut context, mut sample) = (context.clone(), Sample::default());
    while !sample.is_full()
        && let Some(piece) = cutter.next()
    {
        let bytes = piece.text.len();
        sample.hold(piece, bytes);
    }
    let texts = sample.records().iter().map(|piece| piece.text.as_slice());
    context.dates = settled(&xml_dates(texts, form, &context.map), &context);
    let mut held = sample.take().into_iter();
    let mut number = 0;
    while let Some(piece) = held.next().or_else(|| cutter.next()) {
        number += 1;
        if hand_out(record(piece, number, form, &context)) == Flow::Stop {
            return Ok(());
        }
    }
    match cutter.scan.failure.take() {
        Some(error) => Err(unreadable(&error)),
        None if number == 0 => {
            let reason = "the document holds no article: it has no news items";
            Err(Problem::new(ProblemKind::Empty, reason))
        }
        None => cutter.another().map_or(Ok(()), Err),
    }
}

fn record(piece: Piece, number: u64, form: &'static Form, context: &Context) -> Record {
    let context = context.clone();
    Record {
        number: Some(number),
        line: None,
        bytes: piece.bytes,
        read: Box::new(move || {
            let named = |mut problem: Problem| {
                problem.reason = format!("item {number}: {}", problem.reason);
                problem
            };
            if piece.too_long {
                return Found::of_problem(named(context.limits.exceeded("the item")));
            }
            if damaged(&piece.text) {
                return Found::of_problem(named(undecodable_record()));
            }
            let text = String::from_utf8_lossy(&piece.text);
            let mut items = Items::new(form, &context);
            let parsed = parse(&text, &mut |node, inner| {
                inner.is_empty() && items.take(node, &piece.around)
            });
            let mut found = match parsed {
                Ok(parsed) => items.end("document", parsed.broken, parsed.unclosed),
                Err(problem) => Found::of_problem(problem),
            };
            found.problems = found.problems.into_iter().map(named).collect();
            found
        }),
    }
}

/// Cuts a document into the texts of its items.
struct Cutter<'w, R> {
    scan: Scan<R>,
    form: &'static Form,
    which: &'w Which,
    limit: usize,
    outside: Outside,
}

impl<'w, R: Read> Cutter<'w, R> {
    fn new(input: R, form: &'static Form, which: &'w Which, context: &Context) -> Self {
        Self {
            scan: Scan::new(input, context.limits.record),
            form,
            which,
            limit: context.limits.record,
            outside: Outside::new(),
        }
    }

    /// The next item.
    fn next(&mut self) -> Option<Piece> {
        loop {
            let tag = self.scan.next()?;
            let begin = self.scan.begin;
            if !tag.closing && self.is_named(&tag) {
                self.outside.read(&self.scan.held[begin..tag.span.start]);
                self.scan.begin = tag.span.start;
                if self.is_item(&tag) {
                    self.outside.note(self.scan.name(&tag));
                    return Some(self.item(&tag));
                }
            } else if tag.span.end - begin > OUTSIDE {
                self.outside.read(&self.scan.held[begin..tag.span.end]);
                self.scan.begin = tag.span.end;
            }
        }
    }

    /// The problem of a root of another name, once all is read.
    fn another(&mut self) -> Option<Problem> {
        self.outside.read(&self.scan.held[self.scan.begin..]);
        let another = self.outside.roots.get(1)?;
        let reason = format!(
            "a second document begins in it, a `{another}`, which may hold articles that are not read: give it a file of its own"
        );
        Some(Problem::new(ProblemKind::Malformed, reason))
    }

    fn is_named(&self, tag: &Tag) -> bool {
        let name = self.scan.name(tag);
        let local = memchr::memrchr(b':', name).map_or(name, |at| &name[at + 1..]);
        let mut names = self.which.names.iter();
        names.any(|one| one.as_bytes() == local)
    }

    fn is_item(&self, tag: &Tag) -> bool {
        let around = &self.outside.open[1..];
        if let Some(depth) = self.which.depth {
            return around.len() == depth;
        }
        let text = String::from_utf8_lossy(&self.scan.held[tag.span.clone()]);
        match reader(&text).read_event() {
            Ok(Event::Start(start) | Event::Empty(start)) => {
                (self.form.is_item)(&Node::of(&start), around)
            }
            _ => false,
        }
    }

    /// The item that a tag begins, up to its end tag.
    fn item(&mut self, start: &Tag) -> Piece {
        let name = self.scan.name(start).to_owned();
        let mut open = usize::from(!start.empty);
        let (mut bytes, mut too_long) = (0, false);
        let mut end = start.span.end - start.span.start;
        while open > 0 {
            let Some(tag) = self.scan.next() else {
                end = self.scan.held.len() - self.scan.begin;
                break;
            };
            if self.scan.name(&tag) == name {
                if tag.closing {
                    open -= 1;
                } else if !self.form.nests {
                    // The one before was never closed.
                    self.scan.at = tag.span.start;
                    end = tag.span.start - self.scan.begin;
                    break;
                } else {
                    open += usize::from(!tag.empty);
                }
            }
            end = tag.span.end - self.scan.begin;
            if end > self.limit {
                too_long = true;
                bytes += end as u64;
                self.scan.begin += end;
                end = 0;
            }
        }
        let text = &self.scan.held[self.scan.begin..self.scan.begin + end];
        let piece = Piece {
            text: if too_long { Vec::new() } else { text.to_vec() },
            around: self.outside.around(),
            bytes: bytes + end as u64,
            too_long,
        };
        self.scan.begin += end;
        piece
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::Limits;
    use super::super::super::feed::Feed;
    use super::super::super::newsml_g2::NewsMlG2;
    use super::super::super::testing::{read, read_with};
    use super::super::super::xml_records::XmlRecords;
    use super::*;

    /// More of it than is read as one record.
    fn many(item: impl Fn(usize) -> String) -> String {
        let mut text = String::new();
        let mut number = 0;
        while text.len() <= WHOLE {
            number += 1;
            text.push_str(&item(number));
        }
        text
    }

    fn item(number: usize) -> String {
        let text = "The harbour board met. ".repeat(2_000);
        format!(
            "<item><title>No {number}</title><description><![CDATA[<p>{text}</p></item>]]></description>\
             <pubDate>0{}/04/2025</pubDate></item>\n",
            number % 9 + 1
        )
    }

    fn headlines(found: &Found) -> Vec<&str> {
        let articles = found.articles.iter();
        articles.map(|one| one.headline.as_str()).collect()
    }

    #[test]
    fn a_long_feed_gives_what_a_short_one_gives() {
        let items = many(item);
        let last = item(0).replace("01/04", "25/04");
        let feed = format!(
            "<rss><channel><title>The Gazette</title><language>en</language>{items}{last}</channel></rss>"
        );
        let found = read(&Feed, feed.as_bytes());
        assert_eq!(found.problems, []);
        assert!(found.articles.len() > 50);
        let one = &found.articles[9];
        assert_eq!(one.headline, "No 10");
        assert_eq!(one.body.matches("met.").count(), 2_000);
        assert_eq!(one.publication.as_deref(), Some("The Gazette"));
        // The last of them settles the order of all.
        let date = one.date.as_ref().map(ToString::to_string);
        assert_eq!(date.as_deref(), Some("2025-04-02"));
    }

    #[test]
    fn what_is_damaged_costs_its_item_alone() {
        let items = many(item);
        let unclosed = item(0).replace("</item>\n", "");
        let feed = format!("<rss><channel>{unclosed}{items}{}", &item(1)[..30_000]);
        let found = read(&Feed, feed.as_bytes());
        let whole = items.matches("<title>").count();
        let problems: Vec<_> = found
            .problems
            .iter()
            .map(|one| one.reason.as_str())
            .collect();
        assert_eq!(found.articles.len(), whole + 2, "{problems:?}");
        assert!(problems[0].starts_with("item 1: "), "{problems:?}");
        let limits = Limits {
            record: 60_000,
            ..Limits::default()
        };
        let context = Context {
            limits,
            ..Context::default()
        };
        let long = item(0).replace("board met", "board met again and again");
        let feed = format!("<rss><channel>{long}{items}</channel></rss>");
        let found = read_with(&Feed, feed.as_bytes(), &context);
        let mut problems = found.problems.iter();
        assert_eq!(found.articles.len(), whole);
        assert!(problems.any(|one| one.kind == ProblemKind::Limit));
    }

    #[test]
    fn messages_and_exports_are_cut_too() {
        let text = "<p>One.</p>".repeat(2_000);
        let items = many(|number| {
            format!(
                "<newsItem guid='{number}'><contentMeta><headline>No {number}</headline></contentMeta>\
                <contentSet><inlineXML><html><body>{text}</body></html></inlineXML></contentSet></newsItem><packageItem/>"
            )
        });
        let message = format!(
            "<newsMessage><header><sent>x</sent></header><itemSet>{items}</itemSet></newsMessage>"
        );
        let found = read(&NewsMlG2, message.as_bytes());
        assert_eq!(headlines(&found)[..2], ["No 1", "No 2"]);
        assert_eq!(found.articles.len(), items.matches("<newsItem").count());
        let text = "One. ".repeat(4_000);
        let articles = many(|number| {
            format!(
                "<article id='{number}'><headline>No {number}</headline><text><para>{text}</para></text></article>"
            )
        });
        let export = format!("<export><title>All</title><articles>{articles}</articles></export>");
        let found = read(&XmlRecords, export.as_bytes());
        assert_eq!(headlines(&found)[..2], ["No 1", "No 2"]);
        assert_eq!(found.articles.len(), articles.matches("<article ").count());
        let nothing = format!(
            "<rss><channel>{}</channel></rss>",
            many(|_| "<a>text</a>".into())
        );
        assert_eq!(
            read(&Feed, nothing.as_bytes()).problems[0].kind,
            ProblemKind::Empty
        );
    }
}
