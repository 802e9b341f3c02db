//! RSS 0.9 to 2.0, RSS 1.0 (RDF) and Atom: one article an item, the title of the feed its publication.
//!
//! JSON Feed is read with the other JSON. Categories are left out: some feeds mean sections by them, most
//! mean tags.

use super::decode::tidy;
use super::xml::{self, Form, Node};
use super::{Context, Flow, Found, Reader, Record, gather, language, markup, values};
use crate::article::Article;
use crate::error::Problem;
use std::io::Read;

/// The reader of RSS and Atom.
pub struct Feed;

impl Reader for Feed {
    fn name(&self) -> &'static str {
        "feed"
    }

    fn about(&self) -> &'static str {
        "RSS and Atom feeds"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["rss", "atom", "rdf"]
    }

    fn recognises(&self, head: &[u8]) -> bool {
        xml::root(head).is_some_and(|root| matches!(root.as_str(), "rss" | "RDF" | "feed"))
    }

    fn split(
        &self,
        input: Box<dyn Read + '_>,
        context: &Context,
        hand_out: &mut dyn FnMut(Record) -> Flow,
    ) -> Result<(), Problem> {
        xml::hand_out(input, &FORM, context, hand_out)
    }
}

static FORM: Form = Form {
    names: &["item", "entry"],
    nests: false,
    dates: Some(&[
        "pubDate",
        "published",
        "issued",
        "date",
        "publicationDate",
        "created",
        "updated",
    ]),
    is_item: |node, around| {
        let is_item = matches!(node.local(), "item" | "entry");
        is_item && (1..=2).contains(&around.len())
    },
    read: |item, around, context| {
        let none = Node::default();
        let mut problems = Vec::new();
        let channel = channel(around).unwrap_or(&none);
        let article = match withdrawn(item) {
            Some(problem) => Err(problem),
            None => Ok(article(item, channel, context, &mut problems)),
        };
        Found::checked(article, problems, None)
    },
};

/// What says of the feed what holds for all of its items: around them, before them, or the root itself.
fn channel(around: &[Node]) -> Option<&Node> {
    let outer = around.iter().find(|node| node.local() == "channel");
    outer
        .or_else(|| around.first()?.at("channel"))
        .or_else(|| around.first())
}

/// Why an item is not to be read: in its feeds the Associated Press says so of a story it takes back.
fn withdrawn(item: &Node) -> Option<Problem> {
    let status = item.at("NewsManagement/PublishingStatus")?.line();
    gather::withdrawn(&status, line(item, &["id"]).as_deref())
}

fn article(item: &Node, channel: &Node, context: &Context, problems: &mut Vec<Problem>) -> Article {
    const PUBLISHED: &[&str] = &[
        "pubDate",
        "published",
        "issued",
        "dc:date",
        "prism:publicationDate",
        "created",
    ];
    let published = line(item, PUBLISHED);
    let updated = line(item, &["updated", "modified", "dcterms:modified"]);
    // A date of change counts as such only beside one of publication.
    let changed = published.as_ref().and(updated.clone());
    let date = gather::read_date(published.or(updated), context, problems);
    let url = address(item);
    let byline = line(item, &["dc:creator"]).or_else(|| author(item));
    Article {
        id: line(item, &["guid", "id"]),
        headline: line(item, &["title"]).unwrap_or_default(),
        body: body(item),
        date: gather::beside_address(date, url.as_deref(), context),
        modified: gather::read_date(changed, context, &mut Vec::new()),
        publication: line(channel, &["title"]),
        byline: byline.map(|byline| gather::without_by(&byline)),
        url,
        language: tag(item, channel),
        ..Article::default()
    }
}

/// The language of the item, else of the feed.
fn tag(item: &Node, channel: &Node) -> Option<String> {
    let own = line(item, &["dc:language"]).or_else(|| line(channel, &["language", "dc:language"]));
    let tag = own.or_else(|| {
        let tag = item
            .attribute("xml:lang")
            .or_else(|| channel.attribute("xml:lang"));
        tag.map(str::to_owned)
    });
    language::tag(&tag?)
}

/// The first child of some names that holds text, on one line.
fn line(node: &Node, names: &[&str]) -> Option<String> {
    let found = names.iter().filter_map(|name| child(node, name));
    found.map(one_line).find(|line| !line.is_empty())
}

/// A child by its name as written; names without a prefix are those of the feed's own vocabulary.
fn child<'a>(node: &'a Node, name: &str) -> Option<&'a Node> {
    node.nodes().find(|node| node.name == name)
}

/// A text on one line; it may be HTML, even where the feed does not say so.
fn one_line(node: &Node) -> String {
    values::one_line(&node.raw())
}

/// The author of Atom, or the name in brackets behind the address of RSS.
fn author(item: &Node) -> Option<String> {
    let author = child(item, "author")?;
    if let Some(name) = author.at("name") {
        return Some(name.line());
    }
    let line = author.line();
    match line.split_once('(') {
        Some((address, name)) if address.contains('@') => {
            Some(name.trim_end_matches(')').to_owned())
        }
        _ => Some(line).filter(|line| !line.is_empty() && !line.contains('@')),
    }
}

/// The address of the article itself.
fn address(item: &Node) -> Option<String> {
    let mut links = item.nodes().filter(|node| node.name == "link");
    links.find_map(|link| match link.attribute("href") {
        Some(href) => {
            let own = link.attribute("rel").is_none_or(|rel| rel == "alternate");
            own.then(|| href.to_owned())
        }
        None => Some(link.line()).filter(|line| !line.is_empty()),
    })
}

/// The longest form of the text that the item has.
fn body(item: &Node) -> String {
    let names = ["content:encoded", "content", "description", "summary"];
    let contents = names.iter().filter_map(|name| child(item, name));
    let mut texts = contents.map(|content| match content.attribute("type") {
        Some("text") => tidy(&content.raw()),
        // XHTML, or a story of NITF.
        _ if content.nodes().next().is_some() => {
            let inner = ["body.content", "body"].iter();
            let inner = inner.flat_map(|name| content.deep(name)).next();
            inner.unwrap_or(content).paragraphs(&["head", "media"])
        }
        _ => markup::plain(&content.raw()),
    });
    texts.find(|text| !text.is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{articles, read};
    use super::*;
    use crate::error::ProblemKind;

    #[test]
    fn the_three_vocabularies_give_the_same() {
        for text in [
            "<rss version='2.0' xmlns:content='x'><channel><title>The Gazette</title><language>en-gb</language><item><title>Rates &amp; prices</title>\
             <link>https://x.example/a</link><description>Lead</description><content:encoded><![CDATA[<p>One.</p><p>Two.</p>]]></content:encoded>\
             <pubDate>Thu, 25 Sep 2025 14:03:00 +0200</pubDate><author>a@x.example (A. Writer)</author><media:title>No</media:title></item></channel></rss>",
            "<rdf:RDF xmlns:rdf='x'><channel><title>The Gazette</title><dc:language>en-GB</dc:language></channel><item><title>Rates &amp; prices</title>\
             <link>https://x.example/a</link><description>&lt;p&gt;One.&lt;p&gt;Two.</description><dc:date>2025-09-25T14:03:00+02:00</dc:date><dc:creator>A. Writer</dc:creator></item></rdf:RDF>",
            "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en-GB'><title>The Gazette</title><entry><title type='html'>Rates &amp;amp; prices</title>\
             <link rel='self' href='https://x.example/self'/><link href='https://x.example/a'/><published>2025-09-25T14:03:00+02:00</published><updated>2025-09-26T00:00:00Z</updated>\
             <content type='xhtml'><div><p>One.</p><p>Two.</p></div></content><author><name>A. Writer</name></author></entry></feed>",
        ] {
            let article = &articles(&Feed, text.as_bytes())[0];
            assert_eq!(article.headline, "Rates & prices");
            assert_eq!(article.body, "One.\n\nTwo.");
            assert_eq!(
                article.date.as_ref().map(ToString::to_string).as_deref(),
                Some("2025-09-25T14:03:00+02:00")
            );
            assert_eq!(article.url.as_deref(), Some("https://x.example/a"));
            assert_eq!(article.byline.as_deref(), Some("A. Writer"));
            assert_eq!(article.publication.as_deref(), Some("The Gazette"));
            assert_eq!(article.language.as_deref(), Some("en-GB"));
        }
    }

    #[test]
    fn the_items_settle_how_dates_are_to_be_read() {
        let feed = |dates: [&str; 3]| {
            let items =
                dates.map(|date| format!("<item><title>A</title><pubDate>{date}</pubDate></item>"));
            let text = format!(
                "<rss><channel><lastBuildDate>Fri, 26 Sep 2025 14:03:11 GMT</lastBuildDate>{}</channel></rss>",
                items.concat()
            );
            let found = read(&Feed, text.as_bytes());
            found.articles[0].date.as_ref().map(ToString::to_string)
        };
        let midnight = "Thu, 25 Sep 2025 00:00:00 GMT";
        for (dates, first) in [
            (["03/04/2025", "25/04/2025", "2025"], "2025-04-03"),
            (["03/04/2025", "04/25/2025", "2025"], "2025-03-04"),
            (["03/04/2025", "03/05/2025", "2025"], "2025-03/2025-04"),
            (
                [midnight, midnight, "Thu, 25 Sep 2025 14:03 GMT"],
                "2025-09-25",
            ),
            (
                [midnight, "25 Sep 2025 14:03 GMT", "25 Sep 2025 14:04 GMT"],
                "2025-09-25T00:00:00Z",
            ),
        ] {
            assert_eq!(feed(dates).as_deref(), Some(first), "{dates:?}");
        }
    }

    #[test]
    fn empty_items_and_feeds_are_reported() {
        let found = read(
            &Feed,
            b"<rss><channel><item/><item><title>A</title></item></channel></rss>",
        );
        assert_eq!((found.articles.len(), found.problems.len()), (1, 1));
        assert_eq!(
            read(&Feed, b"<rss><channel/></rss>").problems[0].kind,
            ProblemKind::Empty
        );
    }
}
