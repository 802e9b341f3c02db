//! The date that is printed beside a headline, where a reader would look for it.
//!
//! It stands in a line of its own or nearly so, below the headline or just above it; dates in prose,
//! comments, and lists of other articles are not it. Above the headline the date of the visit may stand
//! too, so below is looked at first; last come elements anywhere that are named after dates.

use super::find;
use super::page::one_line;
use crate::date::{DateOptions, DateSource, NewsDate};
use dom_query::{Document, NodeId, NodeRef};

/// Beginnings of class and id names, and tags, of parts that are about something else.
const FOREIGN: &[&str] = &[
    "comment",
    "disqus",
    "related",
    "sidebar",
    "footer",
    "recommend",
    "trending",
    "popular",
    "latest",
    "mostread",
    "most-",
    "copyright",
    "caption",
    "aside",
    "figcaption",
    "nav",
    "ticker",
    "infobox",
    "reference",
    "citation",
    "event",
];
/// Parts of class and id names that announce a date.
const NAMES: &[&str] = &[
    "date", "time", "publish", "posted", "created", "datum", "fecha", "byline", "meta",
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
/// The longest text of an element that can be the date's, in characters.
const SHORT: usize = 160;
/// How much of it may be something else than the date: a name, "Published on", a number of comments.
const BESIDE: usize = 90;
/// How far below the headline the date may stand, in characters of text.
const BELOW: usize = 3_000;
/// How far behind the date of a change that of publication may stand, in characters of text.
const BESIDE_CHANGE: usize = 200;
/// How many nodes such an element may hold.
const MOST_NODES: usize = 200;
/// How far above.
const ABOVE: usize = 400;

/// The date printed below the headline, else just above it.
pub(super) fn near_headline(
    document: &Document,
    headline: &str,
    options: &DateOptions,
) -> Option<NewsDate> {
    let root = document.body().unwrap_or_else(|| document.root());
    let nodes = root.descendants();
    let at = heading(&nodes, headline);
    let (above, below) = nodes.split_at(at.unwrap_or(0));
    // What holds the headline too is about nothing else, whatever it is called.
    let own: Vec<NodeId> = at.map_or_else(Vec::new, |at| {
        nodes[at].ancestors_it(None).map(|node| node.id).collect()
    });
    let search = Search { own, options };
    let mut named = nodes.iter().filter(|node| is_named(node));
    search
        .first_line(&mut below.iter(), BELOW)
        .or_else(|| search.first_line(&mut above.iter().rev(), ABOVE))
        .or_else(|| search.first_line(&mut named, usize::MAX))
}

/// Where the headline stands among the nodes.
fn heading(nodes: &[NodeRef], headline: &str) -> Option<usize> {
    let all = 0..nodes.len();
    let mut headings = all.filter(|at| ["h1", "h2"].iter().any(|name| nodes[*at].has_name(name)));
    let mut first_h1 = None;
    let exact = headings.find(|at| {
        if nodes[*at].has_name("h1") {
            first_h1 = first_h1.or(Some(*at));
        }
        short_text(&nodes[*at], 2 * SHORT).is_some_and(|text| text == headline)
    });
    exact
        .or(first_h1)
        .or_else(|| named_headline(nodes, headline))
}

/// An element that is named after headlines and holds (a part of) this one, on pages without headings.
fn named_headline(nodes: &[NodeRef], headline: &str) -> Option<usize> {
    let named = |node: &NodeRef| {
        let class = node.class().unwrap_or_default().to_ascii_lowercase();
        let mut words = class.split(|letter: char| !letter.is_alphanumeric());
        words.any(|word| {
            matches!(
                word,
                "headline" | "hed" | "title" | "titre" | "titulo" | "titel"
            )
        })
    };
    nodes.iter().position(|node| {
        let text = short_text(node, 2 * SHORT).filter(|text| !text.is_empty());
        text.is_some_and(|text| text == headline || named(node) && headline.contains(&text))
    })
}

/// What a search for a date goes by.
struct Search<'o> {
    /// The elements around the headline.
    own: Vec<NodeId>,
    options: &'o DateOptions,
}

impl Search<'_> {
    /// The first date that has a line nearly to itself, before `most` characters of text have gone by.
    fn first_line<'a, 'b: 'a>(
        &self,
        nodes: &mut dyn Iterator<Item = &'a NodeRef<'b>>,
        most: usize,
    ) -> Option<NewsDate> {
        let mut gone = 0;
        // A date of a change, and how far on another is looked for.
        let mut changed = None;
        let mut most = most;
        for node in nodes {
            let text = if node.is_text() {
                if in_script(node) {
                    continue;
                }
                let text = one_line(&node.text());
                gone += text.chars().count();
                if is_prose(node) { String::new() } else { text }
            } else if node.is_element() {
                attribute(node)
                    .or_else(|| short_text(node, SHORT))
                    .unwrap_or_default()
            } else {
                continue;
            };
            if gone > most {
                return changed;
            }
            let found = find::best(&text, self.options);
            let Some((date, is_changed)) = found.or_else(|| self.counted(node)) else {
                continue;
            };
            let beside = text
                .chars()
                .count()
                .saturating_sub(date.raw.chars().count());
            if beside > BESIDE || is_sentence(&text) || self.is_foreign(node) {
                continue;
            }
            if !is_changed {
                return Some(date);
            }
            if changed.is_none() {
                changed = Some(date);
                most = most.min(gone.saturating_add(BESIDE_CHANGE));
            }
        }
        changed
    }

    /// A time that an attribute counts in seconds; in a text such a number would be that of a telephone.
    fn counted(&self, node: &NodeRef) -> Option<(NewsDate, bool)> {
        let text = attribute(node).filter(|_| node.is_element())?;
        let is_count = matches!(text.len(), 10 | 13) && text.bytes().all(|b| b.is_ascii_digit());
        let read = || NewsDate::read(&text, self.options, DateSource::Text).ok();
        is_count.then(read).flatten().map(|date| (date, false))
    }

    fn is_foreign(&self, node: &NodeRef) -> bool {
        is_foreign(node, &self.own)
    }
}

/// Whether a node lies in a part that is about something else; the nodes `own` do not count.
pub(super) fn is_foreign(node: &NodeRef, own: &[NodeId]) -> bool {
    let starts = |text: &str| FOREIGN.iter().any(|name| text.starts_with(name));
    let ancestors = node.ancestors_it(Some(12));
    std::iter::once(*node).chain(ancestors).any(|ancestor| {
        let name = ancestor.node_name().unwrap_or_default();
        let is_own = own.contains(&ancestor.id);
        if is_own || matches!(&*name, "body" | "html" | "main" | "article") {
            return false;
        }
        let class = ancestor.class().unwrap_or_default().to_ascii_lowercase();
        let id = ancestor.id_attr().unwrap_or_default().to_ascii_lowercase();
        // A row with a heading states a fact about the subject, as encyclopedias do.
        let is_fact = &*name == "tr" && ancestor.children_it(false).any(|cell| cell.has_name("th"));
        // `nav meta`: a list of facts that looks like the navigation.
        let is_meta = class.split_whitespace().any(|word| META.contains(&word));
        let named = class.split_whitespace().chain([id.as_str()]).any(starts);
        is_fact || starts(&name) || named && !is_meta
    })
}

/// Whether a text tells a story in which a date occurs, and does not say when it was published: it has many words
/// in small letters and ends as sentences do.
fn is_sentence(text: &str) -> bool {
    const MANY: usize = 5;
    const PUBLISHED: &[&str] = &[
        "publish",
        "posted",
        "updated",
        "veröffent",
        "erschien",
        "publi",
        "pubbl",
        "gepubl",
        "opubl",
        "dated",
    ];
    let small = |word: &&str| word.chars().all(char::is_lowercase);
    let lower = text.to_lowercase();
    text.ends_with(['.', '!', '?', '”', '"'])
        && text.split_whitespace().filter(small).count() >= MANY
        && !PUBLISHED.iter().any(|word| lower.contains(word))
}

/// Whether a piece of text goes on in an element beside it, as sentences do around links.
fn is_prose(node: &NodeRef) -> bool {
    let inline = ["a", "b", "em", "i", "strong", "sup", "abbr", "q", "cite"];
    let goes_on = |beside: Option<NodeRef>| {
        beside.is_some_and(|beside| inline.iter().any(|name| beside.has_name(name)))
    };
    goes_on(node.prev_sibling()) || goes_on(node.next_sibling())
}

/// A date that an element keeps in an attribute.
fn attribute(node: &NodeRef) -> Option<String> {
    let is_time = node.has_name("time") || node.has_name("abbr");
    let names: &[&str] = if is_time {
        &["datetime"]
    } else {
        &[
            "data-date",
            "data-datetime",
            "data-timestamp",
            "data-time",
            "data-published",
        ]
    };
    let mut values = names.iter().filter_map(|name| node.attr(name));
    values
        .next()
        .or_else(|| node.attr("title").filter(|_| is_time))
        .map(|value| value.to_string())
}

/// Whether an element is named after dates.
fn is_named(node: &NodeRef) -> bool {
    let class = node.class().unwrap_or_default().to_ascii_lowercase();
    let id = node.id_attr().unwrap_or_default().to_ascii_lowercase();
    let is_named = |name: &str| class.contains(name) || id.contains(name);
    node.has_name("time") || NAMES.iter().any(|name| is_named(name))
}

/// The text of a node on one line, unless it is longer than `most` characters.
fn short_text(node: &NodeRef, most: usize) -> Option<String> {
    let mut text = String::new();
    // A node with more below it than this is no line, and not worth the walk.
    if node.descendants_it().nth(MOST_NODES).is_some() {
        return None;
    }
    for inner in node
        .descendants_it()
        .filter(|inner| inner.is_text() && !in_script(inner))
    {
        text.push_str(&inner.text());
        text.push(' ');
        if text.len() > 10 * most {
            return None;
        }
    }
    let text = one_line(&text);
    (text.chars().count() <= most).then_some(text)
}

fn in_script(node: &NodeRef) -> bool {
    let scripts = ["script", "style", "noscript"];
    node.parent()
        .is_some_and(|parent| scripts.iter().any(|name| parent.has_name(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_beside_the_headline_counts() {
        let cases = [
            (
                "<h1>H</h1><p>By Ann Ames, 5 May 2020</p>",
                Some("2020-05-05"),
            ),
            (
                "<p>4 May 2020</p><h1>H</h1><div>Posted <span>5</span> <span>May</span> <span>2020</span></div>",
                Some("2020-05-05"),
            ),
            (
                "<p class=date>5 May 2020</p><h1>H</h1><p>The war that ended on 8 May 1945 was remembered in the town today, and again in the evening, by a crowd on the square that sang.</p>",
                Some("2020-05-05"),
            ),
            (
                "<h1>H</h1><p>Text</p><div class=comments><p>5 May 2020</p></div>",
                None,
            ),
            (
                "<div class=caption><h1>H</h1><ul class='nav meta'><li>5 May 2020</li></ul></div>",
                Some("2020-05-05"),
            ),
            ("<h1>H</h1><ul class=nav><li>5 May 2020</li></ul>", None),
            (
                "<h1>H</h1><p>24 نيسان / أبريل 2020 09:22</p>",
                Some("2020-04-24"),
            ),
            (
                "<h1>H</h1><p>প্রকাশ: ০৫ মে ২০২০, ১০:১৫</p>",
                Some("2020-05-05"),
            ),
            ("<h1>H</h1><p>25 फ़रवरी 2020</p>", Some("2020-02-25")),
            ("<h1>H</h1><script>var d = '2020-05-05'</script>", None),
        ];
        for (html, expected) in cases {
            let found = near_headline(&Document::from(html), "H", &DateOptions::default());
            assert_eq!(
                found.map(|date| date.to_string()).as_deref(),
                expected,
                "{html}"
            );
        }
    }
}
