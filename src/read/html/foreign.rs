//! What on a page is about something else than its article: comments, other stories, the page itself, facts
//! about the subject. A date there is another date.

use super::find;
use super::headline::letters;
use super::page::one_line;
use super::visit::short_text;
use dom_query::{NodeId, NodeRef};

/// Beginnings of class and id names, and tags, of such parts.
const FOREIGN: &[&str] = &[
    "comment",
    "disqus",
    "responses",
    "respond",
    "replies",
    "related",
    "sidebar",
    "footer",
    "recommend",
    "trending",
    "popular",
    "latest",
    "mostread",
    "most-",
    "more-stories",
    "promo",
    "teaser",
    "copyright",
    "caption",
    "aside",
    "figcaption",
    "blockquote",
    "twitter-tweet",
    "nav",
    "ticker",
    "infobox",
    "reference",
    "citation",
    "event",
];
/// Names of parts that tell the day of the visit.
const TODAY: &[&str] = &[
    "clock",
    "today",
    "todays",
    "current-date",
    "currentdate",
    "date-today",
    "weather",
    "now",
];
/// Class names of parts that hold the facts of an article.
const META: &[&str] = &[
    "meta",
    "post-meta",
    "entry-meta",
    "article-meta",
    "byline",
    "dateline",
];
/// How far up another story's headline is looked for.
const NEAR: usize = 4;
/// How many nodes a part with one other story holds at most.
const STORY: usize = 60;

/// Words, in lower case, that announce another date than that of publication.
const OTHER_DATES: &[&str] = &[
    "born",
    "died",
    "elected",
    "founded",
    "opened",
    "deadline",
    "expires",
    "valid",
    "when",
    "starts",
    "ends",
    "premiere",
    "geboren",
    "gestorben",
    "gegründet",
    "wann",
    "né",
    "née",
    "mort",
    "quand",
    "nacido",
    "nació",
    "cuándo",
    "nato",
    "nata",
    "quando",
    "copyright",
    "©",
    "today is",
    "heute ist",
    "version",
    "generated",
    "relaunched",
    "joined",
    "file photo",
    "file picture",
    "archivfoto",
    "archivbild",
    "photo d'archives",
    "foto de archivo",
    "foto d'archivio",
    "archieffoto",
    "arkivfoto",
    "arkivbild",
];

/// Whether a node lies in a part that is about something else; the nodes `own` do not count, nor do headings
/// that are `headline` in letters and digits.
pub(super) fn is_foreign(node: &NodeRef, own: &[NodeId], headline: &str) -> bool {
    let starts = |text: &str| FOREIGN.iter().any(|name| text.starts_with(name));
    let ancestors = node.ancestors_it(Some(12));
    std::iter::once(*node)
        .chain(ancestors)
        .enumerate()
        .any(|(up, ancestor)| {
            let name = ancestor.node_name().unwrap_or_default();
            let is_own = own.contains(&ancestor.id);
            if is_own || matches!(&*name, "body" | "html" | "main" | "article") {
                return false;
            }
            let class = ancestor.class().unwrap_or_default().to_ascii_lowercase();
            let id = ancestor.id_attr().unwrap_or_default().to_ascii_lowercase();
            // `nav meta`, `<aside class=meta>`: a list of facts that looks like something else.
            let is_meta = is_meta(&class);
            let holds_meta = |tag: &str| tag == "aside" && holds_meta(&ancestor);
            let mut names = class.split_whitespace().chain([id.as_str()]);
            let named = names.any(|name| starts(name) || TODAY.contains(&name));
            let tag = starts(&name) && !holds_meta(&name) && !is_entry_footer(&ancestor, &name);
            is_fact(&ancestor, &name)
                || !is_meta && (tag || named)
                || (1..=NEAR).contains(&up) && is_story(&ancestor, headline)
        })
}

/// Whether an element is the footer of an article, where themes of blogs print its date, and not that of the page.
fn is_entry_footer(node: &NodeRef, name: &str) -> bool {
    let mut above = node.ancestors_it(Some(4));
    name == "footer" && above.any(|above| above.has_name("article"))
}

/// Whether an aside holds the facts of the article.
fn holds_meta(node: &NodeRef) -> bool {
    let inner = node
        .descendants_it()
        .take(STORY)
        .filter(NodeRef::is_element);
    inner.into_iter().any(|inner| {
        let class = inner.class().unwrap_or_default().to_ascii_lowercase();
        let marked = inner
            .attr("itemprop")
            .is_some_and(|value| value.contains("datePublished"));
        marked || is_meta(&class)
    })
}

/// Whether the classes of a part, in lower case, are of one that holds the facts of an article.
fn is_meta(class: &str) -> bool {
    let mut words = class.split_whitespace();
    words.any(|word| META.contains(&word) || word.ends_with("__meta"))
}

/// Whether an element is a row that states a fact about the subject, as encyclopedias do.
fn is_fact(node: &NodeRef, name: &str) -> bool {
    name == "tr" && {
        let cells: Vec<NodeRef> = node.element_children();
        let label = cells
            .first()
            .and_then(|cell| short_text(cell, 40))
            .unwrap_or_default();
        cells.iter().any(|cell| cell.has_name("th")) || is_other_date(&label)
    }
}

/// Whether an element is the teaser of another story: it has a heading that is a link.
fn is_story(node: &NodeRef, headline: &str) -> bool {
    let mut inner = node.descendants_it();
    let headings = ["h2", "h3", "h4", "h5"];
    let is_heading = |node: &NodeRef| {
        headings.iter().any(|name| node.has_name(name))
            && node
                .descendants_it()
                .take(5)
                .any(|inner| inner.has_name("a"))
            && (headline.is_empty() || !headline.contains(&letters(&node.text())))
    };
    let found = inner.by_ref().take(STORY).any(|node| is_heading(&node));
    found && inner.nth(STORY).is_none()
}

/// Whether a text announces another date than that of publication.
pub(super) fn is_other_date(text: &str) -> bool {
    let lower = text.to_lowercase();
    OTHER_DATES.iter().any(|word| {
        lower.match_indices(word).any(|(at, _)| {
            let before = lower[..at].chars().next_back();
            let after = lower[at + word.len()..].chars().next();
            !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
        })
    })
}

/// Whether the text before a node, or a name of it or of what holds it, says that its date is one of a change.
pub(super) fn is_of_change(node: &NodeRef, before: &str) -> bool {
    const NAMES: &[&str] = &["updated", "modified", "lastmod", "update", "aktualisiert"];
    let ancestors = node.ancestors_it(Some(2));
    let named = std::iter::once(*node).chain(ancestors).any(|node| {
        let class = node.class().unwrap_or_default().to_ascii_lowercase();
        // `published updated` are the two classes of the only date of an entry.
        let words = || class.split(|c: char| !c.is_alphanumeric());
        words().any(|word| NAMES.contains(&word))
            && !words().any(|word| word.starts_with("publish"))
    });
    let before = one_line(before);
    // What has a date of its own says nothing of this one.
    let digits = before.chars().filter(|letter| letter.is_numeric()).count();
    named || before.chars().count() <= 30 && digits < 6 && find::says_change(&before)
}
