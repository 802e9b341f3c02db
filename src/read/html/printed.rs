//! The date that is printed beside a headline, where a reader would look for it.
//!
//! It stands in a line of its own or nearly so, below the headline or just above it; dates in prose,
//! comments, and lists of other articles are not it. Above the headline the date of the visit may stand
//! too, so below is looked at first; last come elements anywhere that are named after dates. Where the text
//! has gone by, dates are those of comments and other stories as often as not: there one must be announced as
//! that of publication, or be the only one.

use super::find;
use super::foreign::{is_foreign, is_of_change, is_other_date};
use super::headline::letters;
use super::visit::{MOST_NODES, SHORT, Seen, TEXT, attribute, is_caption, is_sentence, short_text};
use crate::date::{DateOptions, DateSource, NewsDate};
use dom_query::{Document, NodeId, NodeRef};
use jiff::civil::Date;

/// Parts of class and id names that announce a date.
const NAMES: &[&str] = &[
    "date", "time", "publish", "posted", "created", "datum", "fecha", "byline", "meta",
];
/// How much of it may be something else than the date: a name, "Published on", a number of comments.
const BESIDE: usize = 90;
/// So near below the headline, in characters of text, it is looked for first.
const NEAR: usize = 600;
/// How far below the headline the date may stand, in characters of text.
const BELOW: usize = 3_000;
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
    let search = Search {
        own,
        headline: letters(headline),
        options,
    };
    let named = || nodes.iter().filter(|node| is_named(node));
    let above_named = || above.iter().rev().filter(|node| is_named(node));
    search
        .first_line(&mut below.iter(), NEAR, 0)
        .or_else(|| search.first_line(&mut above_named(), ABOVE, 0))
        .or_else(|| search.first_line(&mut below.iter(), BELOW, 0))
        .or_else(|| search.first_line(&mut above.iter().rev(), ABOVE, 0))
        .or_else(|| search.first_line(&mut named(), usize::MAX, TEXT))
}

/// The day printed just below the headline without its year, if it is one of that month.
pub(super) fn day_near_headline(
    document: &Document,
    headline: &str,
    month: Date,
    options: &DateOptions,
) -> Option<NewsDate> {
    let root = document.body().unwrap_or_else(|| document.root());
    let nodes = root.descendants();
    let at = heading(&nodes, headline)?;
    let mut seen = Seen::within(ABOVE, 0);
    nodes[at + 1..].iter().find_map(|node| {
        let text = seen
            .text_of(node)
            .filter(|text| text.chars().count() <= BESIDE);
        let text = text.filter(|_| seen.gone <= seen.most)?;
        let date = find::day_of(&text, month.year(), month.month(), options)?;
        (!is_foreign(node, &[], &letters(headline))).then_some(date)
    })
}

/// Where the headline stands among the nodes.
fn heading(nodes: &[NodeRef], headline: &str) -> Option<usize> {
    let all = 0..nodes.len();
    let mut headings = all.filter(|at| {
        ["h1", "h2", "h3"]
            .iter()
            .any(|name| nodes[*at].has_name(name))
    });
    let mut first_h1 = None;
    let whole = letters(headline);
    let exact = headings.find(|at| {
        if nodes[*at].has_name("h1") {
            first_h1 = first_h1.or(Some(*at));
        }
        let own = letters(&short_text(&nodes[*at], 2 * SHORT).unwrap_or_default());
        // The site's name may stand behind it.
        own == whole || own.chars().count() >= 12 && whole.starts_with(&own)
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
    /// The letters and digits of the headline.
    headline: String,
    options: &'o DateOptions,
}

impl Search<'_> {
    /// The first date that has a line nearly to itself, before `most` characters of text have gone by; `prose`
    /// characters of the article stand before the nodes.
    fn first_line<'a, 'b: 'a>(
        &self,
        nodes: &mut dyn Iterator<Item = &'a NodeRef<'b>>,
        most: usize,
        prose: usize,
    ) -> Option<NewsDate> {
        let mut seen = Seen::within(most, prose);
        for node in nodes {
            let Some(text) = seen.text_of(node) else {
                continue;
            };
            if seen.gone > seen.most {
                break;
            }
            if let Some((date, is_changed)) = self.date_of(node, &text) {
                let is_changed = is_changed || is_of_change(node, &seen.before);
                if let Some(date) = seen.take(date, is_changed, &text, node) {
                    return Some(date);
                }
            }
            if node.is_text() && !text.is_empty() {
                seen.before = text;
            }
        }
        seen.late.map(|(date, _)| date).or(seen.stand)
    }

    /// The date of a node with this text, and whether the text says it is that of a change.
    fn date_of(&self, node: &NodeRef, text: &str) -> Option<(NewsDate, bool)> {
        let (date, is_changed) = find::best(text, self.options).or_else(|| self.counted(node))?;
        let length = text.chars().count();
        let beside = length.saturating_sub(date.raw.chars().count());
        let is_own = beside <= BESIDE && !is_sentence(text) && !is_other_date(text);
        let is_own =
            is_own && !is_foreign(node, &self.own, &self.headline) && !is_caption(node, text);
        (is_own && !self.holds_foreign(node, &date.raw)).then_some((date, is_changed))
    }

    /// Whether the date of an element stands in a part of it that is about something else.
    fn holds_foreign(&self, node: &NodeRef, raw: &str) -> bool {
        let inner = node.descendants_it().take(MOST_NODES);
        let mut inner = inner.filter(|inner| inner.is_element() && inner.text().contains(raw));
        inner.any(|inner| is_foreign(&inner, &self.own, &self.headline))
    }

    /// A time that an attribute counts in seconds; in a text such a number would be that of a telephone.
    fn counted(&self, node: &NodeRef) -> Option<(NewsDate, bool)> {
        let text = attribute(node).filter(|_| node.is_element())?;
        let is_count = matches!(text.len(), 10 | 13) && text.bytes().all(|b| b.is_ascii_digit());
        let read = || NewsDate::read(&text, self.options, DateSource::Text).ok();
        is_count.then(read).flatten().map(|date| (date, false))
    }
}

/// Whether an element is named after dates.
fn is_named(node: &NodeRef) -> bool {
    let class = node.class().unwrap_or_default().to_ascii_lowercase();
    let id = node.id_attr().unwrap_or_default().to_ascii_lowercase();
    let is_named = |name: &str| class.contains(name) || id.contains(name);
    node.has_name("time") || NAMES.iter().any(|name| is_named(name))
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
            (
                "<h1>H</h1><script>showDate('2020/05/05 01:43:09')</script>",
                Some("2020-05-05"),
            ),
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
