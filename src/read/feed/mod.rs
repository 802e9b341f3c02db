//! RSS 0.9 to 2.0, RSS 1.0 (RDF) and Atom: one article an item, the title of the feed its publication.
//!
//! JSON Feed is read with the other JSON. Categories are left out: some feeds mean sections by them, most
//! mean tags.

mod text;

use super::xml::{self, Form, Node};
use super::{Context, Flow, Found, Reader, Record, gather, language, values};
use crate::article::Article;
use crate::error::Problem;
use std::io::Read;
use text::{body, captions, content};

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
        let channel = channel(around).unwrap_or(&none);
        Found::unless(withdrawn(item), |problems| {
            article(item, channel, context, problems)
        })
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
        "dcterms:issued",
        "dcterms:created",
        "atom:published",
    ];
    const UPDATED: &[&str] = &[
        "updated",
        "modified",
        "dcterms:modified",
        "atom:updated",
        "a10:updated",
    ];
    let published = line(item, PUBLISHED);
    let updated = line(item, UPDATED);
    // A date of change counts as such only beside one of publication.
    let changed = published.as_ref().and(updated.clone());
    let date = gather::read_date(published.or(updated), context, problems);
    let url = address(item);
    let byline = line(item, &["dc:creator"])
        .or_else(|| author(item))
        .or_else(|| line(item, &["itunes:author"]))
        .or_else(|| text::author(item, context))
        .or_else(|| of_feed(item, channel));
    let (own, language) = (source(item), tag(item, channel));
    let headline = line(item, &["title", "dc:title", "media:title"]).unwrap_or_default();
    let headline = match &own {
        Some(source) => gather::without_site(&headline, source).to_owned(),
        None => headline,
    };
    let about = || item.attribute("rdf:about").map(str::to_owned);
    let mut article = Article {
        id: line(item, &["guid", "id"]).or_else(about),
        headline,
        body: body(item),
        date: gather::beside_address(date, url.as_deref(), context),
        modified: gather::read_date(changed, context, &mut Vec::new()),
        publication: own.or_else(|| line(channel, &["title", "dc:title"])),
        byline: byline.map(|byline| gather::without_by_in(&byline, language.as_deref())),
        url,
        language,
        ..Article::default()
    };
    article.keep_beside(captions(item));
    article
}

/// The feed that an item was taken from, where it is another: `source` in RSS and Atom.
fn source(item: &Node) -> Option<String> {
    let source = child(item, "source")?;
    let title = child(source, "title").map_or_else(|| one_line(source), one_line);
    Some(title).filter(|title| !title.is_empty())
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

/// A child by its name as written; names without a prefix are those of the feed's own vocabulary, whose names
/// have the prefix of the item itself.
fn child<'a>(node: &'a Node, name: &str) -> Option<&'a Node> {
    let prefix = node.name.rsplit_once(':').map(|(prefix, _)| prefix);
    let own = prefix.map(|prefix| format!("{prefix}:{name}"));
    node.nodes()
        .find(|child| child.name == name || own.as_ref() == Some(&child.name))
}

/// A text on one line; it may be HTML, even where the feed does not say so.
fn one_line(node: &Node) -> String {
    values::one_line(&content(node))
}

/// The author of a feed of Atom, who is that of its entries too (RFC 4287, 4.2.1), unless it is the feed itself.
fn of_feed(item: &Node, channel: &Node) -> Option<String> {
    let name = (item.local() == "entry").then(|| author(channel)).flatten();
    name.filter(|name| Some(name) != line(channel, &["title"]).as_ref())
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
    fn other_names_for_the_same_are_known() {
        let of = |item: &str| {
            let text = format!(
                "<rdf:RDF xmlns:rdf='x'><rss:channel><rss:title>Wire</rss:title></rss:channel>{item}</rdf:RDF>"
            );
            let article = articles(&Feed, text.as_bytes()).remove(0);
            let publication = article.publication.unwrap_or_default();
            let date = article.date.map(|date| date.to_string());
            let beside = article
                .cut
                .iter()
                .map(|cut| cut.text.trim())
                .collect::<String>();
            format!(
                "{} | {} | {publication} | {} | {beside}",
                article.headline,
                article.body,
                date.unwrap_or_default()
            )
        };
        for (item, expected) in [
            (
                "<rss:item><rss:title>Rates</rss:title><rss:description>One.</rss:description><dcterms:created>2025-09-25</dcterms:created></rss:item>",
                "Rates | One. | Wire | 2025-09-25 | ",
            ),
            (
                "<item><dc:title>Rates</dc:title><dc:description>One.</dc:description></item>",
                "Rates | One. | Wire |  | ",
            ),
            (
                "<item><title>Rates - The Tide</title><source url='x'>The Tide</source><body><p>One.</p><figure><figcaption>A ferry</figcaption></figure></body></item>",
                "Rates | One. | The Tide |  | A ferry",
            ),
            (
                "<item><title>Rates</title><description>&lt;p>One.&lt;/p>&lt;figure>&lt;figcaption>A ferry&lt;/figcaption>&lt;/figure></description></item>",
                "Rates | One. | Wire |  | A ferry",
            ),
            (
                "<entry><title mode='base64'>UmF0ZXM=</title><content type='application/octet-stream'>PHA+T25lLjwvcD4=</content></entry>",
                "Rates | One. | Wire |  | ",
            ),
            (
                "<entry><title>Rates</title><media:group><media:description>One.</media:description></media:group></entry>",
                "Rates | One. | Wire |  | ",
            ),
        ] {
            assert_eq!(of(item), expected, "{item}");
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
