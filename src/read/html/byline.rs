//! Who wrote the article: as the page declares it, else as it prints it.
//!
//! What is declared is often the house and not the writer ("The Herald", "mdr.de"). Then a printed byline is
//! better, and the house is what is left if there is none. A printed byline is an element that is named
//! after authors, or a line below the headline that begins with "By".

use super::headline::letters;
use super::json_ld;
use super::names::{led_in, names_in};
use super::page::{Page, non_empty, one_line, unescape};
use super::visit::short_text;
use dom_query::NodeRef;

/// The longest text of an element that can be a byline, in characters.
const SHORT: usize = 160;
/// How many elements below the headline a byline is looked for in the first place.
const NEAR: usize = 120;
/// And how many above it.
const ABOVE: usize = 40;

/// Meta elements that name the author.
const DECLARED: &[&str] = &[
    "parsely-author",
    "sailthru.author",
    "byl",
    "article:author",
    "author",
    "og:article:author",
    "article_author",
    "dc.creator",
    "dcterms.creator",
    "cxenseparse:author",
    "articleauthor",
    "analyticsattributes.author",
    "byline",
    "og:author",
];

/// Parts of class names, as words, that stand for an author.
const AUTHOR: &[&str] = &[
    "author",
    "authors",
    "byline",
    "bylines",
    "autor",
    "autoren",
    "autores",
    "auteur",
    "auteurs",
    "autore",
    "autori",
    "contributor",
    "contributors",
    "firma",
    "authorname",
    "skribent",
    "redacteur",
    "authorlist",
    "hcard",
];
/// Parts of class names, as words, of what is about an author but is no byline.
const ABOUT: &[&str] = &[
    "bio",
    "biography",
    "avatar",
    "image",
    "img",
    "photo",
    "follow",
    "social",
    "comment",
    "comments",
    "about",
    "info",
    "box",
    "title",
    "job",
    "role",
    "description",
    "email",
    "twitter",
    "date",
    "time",
    "timestamp",
    "articles",
];

/// The byline of the page; `is_house` knows the names that its site goes by.
pub(super) fn byline(
    page: &Page,
    headline: &str,
    is_house: &dyn Fn(&str) -> bool,
) -> Option<String> {
    // `mikecason` is an account.
    let is_account =
        |name: &str| !name.contains(' ') && name.chars().all(|c| c.is_ascii_lowercase());
    let is_house = |name: &str| is_house(name) || is_account(name);
    let (houses, people): (Vec<_>, Vec<_>) = declared(page)
        .into_iter()
        .partition(|name: &String| is_house(name));
    if !people.is_empty() {
        return Some(people.join(", "));
    }
    let printed = printed(page, headline)
        .into_iter()
        .filter(|name| !is_house(name));
    let printed: Vec<String> = printed.collect();
    let found = if printed.is_empty() { houses } else { printed };
    (!found.is_empty()).then(|| found.join(", "))
}

/// The authors that the schema.org record or a meta element names: those of the first that does.
fn declared(page: &Page) -> Vec<String> {
    let authors = page.article().and_then(|article| article.get("author"));
    let found = declared_names(&json_ld::names(authors, &page.objects));
    if !found.is_empty() {
        return found;
    }
    let metas = DECLARED.iter().map(|name| page.metas(name));
    let mut metas =
        metas.map(|texts| declared_names(&texts.iter().map(String::as_str).collect::<Vec<_>>()));
    metas.find(|found| !found.is_empty()).unwrap_or_default()
}

/// The names in texts that are declared to be some, even where they do not look so.
fn declared_names(texts: &[&str]) -> Vec<String> {
    let names = texts.iter().flat_map(|text| {
        let text = unescape(text);
        match names_in(&text).0 {
            names if names.is_empty() => non_empty(&text).into_iter().collect(),
            names => names,
        }
    });
    unique(names.filter(|name| name.chars().count() <= SHORT && !name.contains("://")))
}

/// The names in several texts, each once.
fn all_names<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<String> {
    unique(texts.flat_map(|text| names_in(&unescape(text)).0))
}

fn unique(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for name in names {
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

/// The authors that the page prints: marked ones near the headline, a line that begins with "By", marked ones
/// anywhere.
fn printed(page: &Page, headline: &str) -> Vec<String> {
    let document = page.document();
    let root = document.body().unwrap_or_else(|| document.root());
    let nodes = root.descendants().into_iter().filter(NodeRef::is_element);
    let nodes: Vec<NodeRef> = nodes.collect();
    let heading = heading(&nodes, headline);
    let above = &nodes[heading.saturating_sub(ABOVE)..heading];
    let below = &nodes[heading..nodes.len().min(heading + NEAR)];
    let found = marked(below)
        .or_else(|| marked(above))
        .or_else(|| led(below));
    found.or_else(|| marked(&nodes)).unwrap_or_default()
}

/// Where the headline stands among the elements, as far as can be told.
fn heading(nodes: &[NodeRef], headline: &str) -> usize {
    let headline = letters(headline);
    let names = ["h1", "h2", "h3"];
    let mut headings = nodes
        .iter()
        .enumerate()
        .filter(|(_, node)| names.iter().any(|name| node.has_name(name)));
    let first = headings.clone().find(|(_, node)| node.has_name("h1"));
    let own = headings.find(|(_, node)| letters(&node.text()) == headline);
    own.or(first).map_or(0, |(at, _)| at)
}

/// The names of the first element that is marked as the author, and of those beside it.
fn marked(nodes: &[NodeRef]) -> Option<Vec<String>> {
    let marked = nodes.iter().filter(|node| is_author(node));
    let mut marked = marked.filter(|node| !is_elsewhere(node));
    marked.find_map(|first| {
        let inner = first
            .descendants_it()
            .filter(|node| node.is_element() && is_author(node));
        let beside = nodes.iter().copied().filter(|node| {
            node.parent().map(|parent| parent.id) == first.parent().map(|parent| parent.id)
                && is_author(node)
        });
        let mut groups = [inner.collect::<Vec<_>>(), beside.collect()]
            .into_iter()
            .map(|group| {
                let names = group.iter().flat_map(names_of);
                unique(names)
            });
        groups.find(|names| !names.is_empty())
    })
}

/// The names in the first line that says "By".
fn led(nodes: &[NodeRef]) -> Option<Vec<String>> {
    let lines = nodes.iter().filter(|node| !is_elsewhere(node));
    let lines = lines.filter_map(|node| short_text(node, SHORT));
    let mut led = lines.map(|line| led_in(&line));
    led.find(|names| !names.is_empty())
}

/// Whether an element is about something else than the article: a comment, another story.
pub(super) fn is_elsewhere(node: &NodeRef) -> bool {
    const OTHERS: &[&str] = &[
        "comment",
        "disqus",
        "related",
        "recommend",
        "trending",
        "popular",
        "latest",
        "mostread",
        "most-",
        "promo",
        "teaser",
        "sidebar",
    ];
    let length = node.text().trim().len();
    node.ancestors_it(Some(12)).any(|ancestor| {
        let name = ancestor.node_name().unwrap_or_default();
        if matches!(&*name, "body" | "html" | "main" | "article") {
            return false;
        }
        // A link that holds more than the name leads to the story the name belongs to.
        let is_story = &*name == "a" && ancestor.text().trim().len() > 2 * length;
        let class = ancestor.class().unwrap_or_default().to_ascii_lowercase();
        let id = ancestor.id_attr().unwrap_or_default().to_ascii_lowercase();
        let mut names = class.split_whitespace().chain([id.as_str()]);
        &*name == "nav"
            || is_story
            || names.any(|name| OTHERS.iter().any(|other| name.starts_with(other)))
    })
}

/// Whether an element is marked as the author.
fn is_author(node: &NodeRef) -> bool {
    let marks = |attribute: &str| {
        let value = node
            .attr(attribute)
            .unwrap_or_default()
            .to_ascii_lowercase();
        value.split_whitespace().any(|word| word == "author")
    };
    if marks("itemprop") || marks("rel") {
        return true;
    }
    let class = node.class().unwrap_or_default();
    let words: Vec<String> = words(&class).collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    has(AUTHOR) && !has(ABOUT)
}

/// The words of class names: `PostByline__author-name` has four.
fn words(class: &str) -> impl Iterator<Item = String> + '_ {
    let mut humps = String::with_capacity(class.len() + 8);
    let mut before = ' ';
    for c in class.chars() {
        if c.is_ascii_uppercase() && before.is_ascii_lowercase() {
            humps.push(' ');
        }
        humps.push(if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            ' '
        });
        before = c;
    }
    humps
        .split_whitespace()
        .map(str::to_owned)
        .collect::<Vec<_>>()
        .into_iter()
}

/// The names in an element: those of its links or named parts, else those of its text.
fn names_of(node: &NodeRef) -> Vec<String> {
    let Some(text) = short_text(node, 2 * SHORT) else {
        return Vec::new();
    };
    let inner: Vec<NodeRef> = node.descendants_it().filter(NodeRef::is_element).collect();
    let parts = [part_named, part_linked, part_listed]
        .into_iter()
        .map(|is_part| {
            let parts = inner.iter().filter(|part| is_part(part));
            let texts: Vec<String> = parts.map(|part| one_line(&part.text())).collect();
            let names = all_names(texts.iter().map(String::as_str));
            // A part must be in the text: it may be hidden, or stand twice.
            names
                .into_iter()
                .filter(|name| text.contains(name.as_str()))
                .collect::<Vec<_>>()
        });
    let mut parts = parts.filter(|names| !names.is_empty());
    parts.next().unwrap_or_else(|| names_in(&text).0)
}

fn part_named(node: &NodeRef) -> bool {
    let marked = node
        .attr("itemprop")
        .is_some_and(|value| value.split_whitespace().any(|word| word == "name"));
    let class = node.class().unwrap_or_default();
    let mut words = words(&class);
    marked || words.any(|word| matches!(word.as_str(), "name" | "authorname" | "fn"))
}

/// A link to a person's page, not to an account elsewhere.
fn part_linked(node: &NodeRef) -> bool {
    const PAGES: &[&str] = &[
        "author",
        "autor",
        "auteur",
        "profile",
        "people",
        "staff",
        "/by/",
        "contributor",
        "signataires",
    ];
    let is_author = node
        .attr("rel")
        .is_some_and(|rel| rel.split_whitespace().any(|word| word == "author"));
    let address = node.attr("href").unwrap_or_default().to_ascii_lowercase();
    node.has_name("a") && (is_author || PAGES.iter().any(|page| address.contains(page)))
}

fn part_listed(node: &NodeRef) -> bool {
    node.has_name("li")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> Option<String> {
        byline(&Page::parse(html, None), "H", &|name| name == "The Herald")
    }

    #[test]
    fn writers_come_before_the_house() {
        let record = |author: &str| {
            format!(
                r#"<script type="application/ld+json">{{"@type": "NewsArticle", "author": {author}}}</script>"#
            )
        };
        let house = record(r#"{"@type": "Organization", "name": "The Herald"}"#);
        let cases = [
            (record(r#"[{"name": "Ann Ames (aa)"}, {"name": "Bo B&ouml;ll"}]"#), Some("Ann Ames, Bo Böll")),
            (house.clone(), Some("The Herald")),
            (format!("{house}<p class=byline>By Ann Ames</p>"), Some("Ann Ames")),
            (r#"<meta name=author content="Ann Ames"><meta name=author content="Bo Bell">"#.into(), Some("Ann Ames, Bo Bell")),
            (r#"<meta property="article:author" content="https://social.example/ann"><b class=autor>Von Anna Ames</b>"#.into(), Some("Anna Ames")),
            ("<div class=article-author><i>Written by</i> <a href='/authors/ann'>Ann Ames</a> <i>Editor</i></div>".into(), Some("Ann Ames")),
            ("<ul class=byline><li>Ann Ames</li><li>Bo Bell</li></ul>".into(), Some("Ann Ames, Bo Bell")),
            ("<div class=comments><b class=author>Joe</b></div>".into(), None),
            ("<h1>H</h1><div><i>By </i><a href='/x'>Ann Ames</a></div>".into(), Some("Ann Ames")),
            ("<h1>H</h1><p>By the time it was over, all had left.</p>".into(), None),
        ];
        for (html, expected) in cases {
            assert_eq!(read(&html).as_deref(), expected, "{html}");
        }
    }
}
