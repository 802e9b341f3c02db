//! The pieces of text of a page, one after another, on the way to the date that is printed there.

use super::page::one_line;
use super::title_parts::behind;
use crate::date::NewsDate;
use dom_query::NodeRef;
use regex::Regex;
use std::sync::LazyLock;

/// The longest text of an element that can be the date's, in characters.
pub(super) const SHORT: usize = 160;
/// How many nodes such an element may hold.
pub(super) const MOST_NODES: usize = 200;
/// A piece of text of at least so many characters is prose.
const PROSE: usize = 120;
/// Behind so many characters of prose the text has gone by.
pub(super) const TEXT: usize = 600;
/// How far behind the date of a change that of publication may stand, in characters of text.
const BESIDE_CHANGE: usize = 200;

/// What has been seen of a page on the way to its date.
#[derive(Default)]
pub(super) struct Seen {
    /// How many characters of text have gone by, and how many may.
    pub(super) gone: usize,
    pub(super) most: usize,
    /// How many of them are prose.
    prose: usize,
    /// The last piece of text.
    pub(super) before: String,
    /// A date of a change.
    changed: Option<NewsDate>,
    /// A date as of which a text stands: the last of its versions, where no other date is told.
    pub(super) stand: Option<NewsDate>,
    /// The only date behind the text, and whether it stands in a list.
    pub(super) late: Option<(NewsDate, bool)>,
    /// Whether there are more of them.
    is_list: bool,
}

impl Seen {
    /// Nothing yet, where `most` characters may go by and `prose` characters of the article have.
    pub(super) fn within(most: usize, prose: usize) -> Self {
        Self {
            most,
            prose,
            ..Self::default()
        }
    }

    /// The text of a node in which a date is looked for; nothing where none can be.
    pub(super) fn text_of(&mut self, node: &NodeRef) -> Option<String> {
        if node.is_text() {
            if in_script(node) {
                return printed_by_script(&node.text());
            }
            let text = one_line(&node.text());
            let length = behind(&text);
            self.gone += length;
            self.prose += if length >= PROSE { length } else { 0 };
            return Some(if is_prose(node) { String::new() } else { text });
        }
        let text = || attribute(node).or_else(|| short_text(node, SHORT));
        node.is_element().then(|| text().unwrap_or_default())
    }

    /// Takes a date, and returns it if it is the one that is looked for.
    pub(super) fn take(
        &mut self,
        date: NewsDate,
        is_changed: bool,
        text: &str,
        node: &NodeRef,
    ) -> Option<NewsDate> {
        let is_stand = says_stand(text) || behind(&self.before) <= 8 && says_stand(&self.before);
        if is_stand && !is_changed {
            self.stand = self.stand.take().or_else(|| Some(date.clone()));
        }
        if is_changed || is_stand {
            if self.changed.is_none() {
                self.changed = Some(date);
                self.most = self.most.min(self.gone.saturating_add(BESIDE_CHANGE));
            }
            return None;
        }
        let is_said =
            says_published(text) || behind(&self.before) <= 30 && says_published(&self.before);
        if self.prose < TEXT || is_said {
            return Some(date);
        }
        let is_item = node.ancestors_it(Some(8)).any(|above| above.has_name("li"));
        match &self.late {
            // One that stands by itself counts before those of a list.
            Some((_, false)) if is_item => {}
            Some((late, before)) if *before == is_item => {
                if late.first != date.first {
                    self.is_list = true;
                    self.late = None;
                }
            }
            None if self.is_list => {}
            _ => self.late = Some((date, is_item)),
        }
        None
    }
}

/// Whether a text begins with the German word for a version: `Stand: 5. Mai 2020`.
fn says_stand(text: &str) -> bool {
    let rest = text
        .strip_prefix("Stand")
        .or_else(|| text.strip_prefix("STAND"));
    rest.is_some_and(|rest| !rest.starts_with(char::is_alphabetic) && behind(rest) <= 40)
}

/// The text that a script prints where it stands: `showDate("2020/04/17 01:43")` and nothing else.
fn printed_by_script(script: &str) -> Option<String> {
    static CALL: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = r#"^\s*[\w.]+\(\s*["']([^"']{8,40})["']\s*\)\s*;?\s*$"#;
        Regex::new(pattern).expect("a fixed pattern")
    });
    CALL.captures(script).map(|call| call[1].to_owned())
}

/// Whether a text is printed as that of an image beside it as well.
pub(super) fn is_caption(node: &NodeRef, text: &str) -> bool {
    let above = node.ancestors_it(Some(3));
    above.into_iter().any(|above| {
        let images = above
            .descendants_it()
            .take(MOST_NODES)
            .filter(|inner| inner.has_name("img"));
        let mut texts = images.flat_map(|image| ["alt", "title"].map(|name| image.attr(name)));
        texts.any(|other| other.is_some_and(|other| one_line(&other) == text))
    })
}

/// Whether a text tells a story in which a date occurs, and does not say when it was published: it has many words
/// in small letters and ends as sentences do.
pub(super) fn is_sentence(text: &str) -> bool {
    const MANY: usize = 5;
    let small = |word: &&str| word.chars().all(char::is_lowercase);
    text.ends_with(['.', '!', '?', '”', '"'])
        && text.split_whitespace().filter(small).count() >= MANY
        && !says_published(text)
}

/// Whether a text says that its date is that of publication.
pub(super) fn says_published(text: &str) -> bool {
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
        "geplaatst",
        "yayın",
        "опублик",
        "дата",
        "datum:",
        "date:",
        "fecha:",
        "data:",
        "发布",
        "發布",
        "掲載",
        "公開",
        "입력",
        "نشر",
        "תאריך",
        "פורסם",
        "julkaistu",
        "publicer",
        "publiser",
        "offentlig",
        "közzét",
        "objavljen",
        "publikov",
    ];
    let lower = text.to_lowercase();
    PUBLISHED.iter().any(|word| lower.contains(word))
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
pub(super) fn attribute(node: &NodeRef) -> Option<String> {
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
            "data-publish-date",
            "data-publishdate",
            "data-pubdate",
            "data-ts",
            "data-utime",
            "data-epoch",
            "data-unixtime",
            "unixtime",
        ]
    };
    let mut values = names.iter().filter_map(|name| node.attr(name));
    values
        .next()
        .or_else(|| node.attr("title").filter(|_| is_time))
        .map(|value| value.to_string())
}

/// The text of a node on one line, unless it is longer than `most` characters.
pub(super) fn short_text(node: &NodeRef, most: usize) -> Option<String> {
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
