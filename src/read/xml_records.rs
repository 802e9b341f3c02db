//! Any other XML: exports of archives and editorial systems, whose elements have the usual names of fields.
//!
//! The articles are the elements nearest to the root that hold a text and something else an article has, or
//! at least a headline and something else, and all beside them of the same name. What is in them is read by
//! the same table of names as JSON and CSV, and `--map` names the others. Of a long file the beginning shows which
//! elements are articles; it is read one by one, and never held whole.

use super::decode::Utf8Reader;
use super::fields::{Field, known};
use super::xml::{self, Beginning, Form, Node, Which};
use super::{Context, Flow, Found, Reader, Record, gather, groups, unreadable};
use crate::error::{Problem, ProblemKind};
use serde_json::{Map, Value};
use std::io::Read;

/// Articles are not looked for below this level.
const DEEPEST: usize = 6;
/// Elements that are paragraphs of the text they stand in.
const PARAGRAPHS: &[&str] = &["p", "para", "paragraph", "Paragraph", "P"];

/// The reader of any other XML.
pub(super) struct XmlRecords;

impl Reader for XmlRecords {
    fn name(&self) -> &'static str {
        "xml"
    }

    fn about(&self) -> &'static str {
        "any other XML whose elements have the usual names of fields"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["xml"]
    }

    /// Never: whatever knows its own kind of XML goes first.
    fn recognises(&self, _: &[u8]) -> bool {
        false
    }

    fn split(
        &self,
        input: Box<dyn Read + '_>,
        context: &Context,
        hand_out: &mut dyn FnMut(Record) -> Flow,
    ) -> Result<(), Problem> {
        match xml::beginning(input) {
            Beginning::Whole(input) => xml::hand_out(input, &FORM, context, hand_out),
            Beginning::Part(head, input) => match which(&head, context)? {
                Some(which) => xml::hand_out_cut(input, &which, &ARTICLE, context, hand_out),
                None => Err(nameless()),
            },
        }
    }
}

/// Which elements of a long document are its articles, as its beginning shows.
///
/// # Errors
/// It is no XML, or in no encoding that can be told.
fn which(head: &[u8], context: &Context) -> Result<Option<Which>, Problem> {
    let mut text = String::new();
    let read = Utf8Reader::new(head)?.read_to_string(&mut text);
    read.map_err(|error| unreadable(&error))?;
    let root = xml::root_of(&text)?;
    Ok(articles(&root, context).map(|(name, depth)| Which {
        names: vec![name.to_owned()],
        depth: Some(depth),
    }))
}

/// One article of a long document.
static ARTICLE: Form = Form {
    names: &[],
    nests: false,
    dates: None,
    is_item: |_, _| true,
    read: |article, _, context| gather::found(record(article), None, context),
};

static FORM: Form = Form {
    names: &[],
    nests: false,
    dates: None,
    is_item: |_, around| around.is_empty(),
    read: |root, _, context| {
        let mut all = Found::default();
        let found = articles(root, context);
        let records = found.map(|(name, depth)| records(root, name, depth));
        for record in records.unwrap_or_default() {
            let found = gather::found(record, None, context);
            all.finished |= found.finished;
            all.add(found);
        }
        if all.articles.is_empty() && all.problems.is_empty() {
            all.problems.push(nameless());
        }
        all
    },
};

fn nameless() -> Problem {
    let reason = "no element in it has parts with the names of a headline or a text: tell which they \
        are with `--map headline=NAME,body=NAME`";
    Problem::new(ProblemKind::UnknownFormat, reason)
}

/// The name of the elements that are articles, and in how many others each stands.
fn articles<'n>(root: &'n Node, context: &Context) -> Option<(&'n str, usize)> {
    let of_level = |main: Field| {
        let mut level = vec![root];
        for depth in 0..DEEPEST {
            let found = level.iter().find(|node| is_article(node, main, context));
            if let Some(name) = found.map(|node| node.local()) {
                return Some((name, depth));
            }
            level = level.iter().flat_map(|node| node.nodes()).collect();
        }
        None
    };
    of_level(Field::Body).or_else(|| of_level(Field::Headline))
}

/// The articles of a name in a document as records; one that stands alone in another element is completed by
/// what that says.
fn records(root: &Node, name: &str, depth: usize) -> Vec<Map<String, Value>> {
    if depth == 0 {
        return vec![record(root)];
    }
    let mut outer = vec![root];
    for _ in 1..depth {
        outer = outer.iter().flat_map(|node| node.nodes()).collect();
    }
    let mut records = Vec::new();
    for outer in outer {
        let alone = outer.all(name).count() == 1;
        for article in outer.all(name) {
            let mut record = record(article);
            if alone {
                groups::fill_from_outer(&mut record, outer);
            }
            records.push(record);
        }
    }
    records
}

/// Whether the parts of an element are the main one, and any other, of an article.
fn is_article(node: &Node, main: Field, context: &Context) -> bool {
    let field = |part: &Node| {
        let name = part.local();
        let mut pairs = context.map.pairs.iter();
        let mapped = pairs.find(|(_, key)| key.split('.').next() == Some(name));
        match mapped {
            Some((field, _)) => Field::by_name(field),
            None if PARAGRAPHS.contains(&name) => Some(Field::Body),
            None => known(name),
        }
    };
    let holds_another = |part: &Node| {
        let mut inner = part.nodes().map(|inner| known(inner.local()));
        inner.any(|field| field == Some(Field::Headline))
    };
    let parts = node.nodes().filter(|part| !holds_another(part));
    let fields: Vec<_> = parts.filter_map(field).collect();
    let has_other = || {
        let named = ["id", "date"]
            .iter()
            .any(|name| node.attribute(name).is_some());
        named || fields.iter().any(|field| *field != main)
    };
    fields.contains(&main) && has_other()
}

/// An article as a record of its parts.
fn record(article: &Node) -> Map<String, Value> {
    let mut record = Map::new();
    for name in ["id", "date", "lang", "url"] {
        if let Some(value) = article.attribute(name) {
            record.insert(name.to_owned(), value.into());
        }
    }
    let mut paragraphs = Vec::new();
    for part in article.nodes() {
        if PARAGRAPHS.contains(&part.local()) {
            paragraphs.push(part.line());
        } else {
            insert(&mut record, part.local(), value(part));
        }
    }
    if !paragraphs.is_empty() {
        insert(&mut record, "body", paragraphs.join("\n\n").into());
    }
    groups::fill(&mut record, article);
    record
}

/// What is named more than once becomes a list.
fn insert(record: &mut Map<String, Value>, name: &str, value: Value) {
    match record.get_mut(name) {
        None => {
            record.insert(name.to_owned(), value);
        }
        Some(Value::Array(values)) => values.push(value),
        Some(first) => *first = Value::Array(vec![first.take(), value]),
    }
}

/// A text, a list of elements of one name, or a record of several.
fn value(part: &Node) -> Value {
    let parts: Vec<_> = part.nodes().collect();
    let Some(first) = parts.first() else {
        return part.raw().trim().into();
    };
    let is_one = parts.iter().all(|other| other.local() == first.local());
    let has_text = part.text_between().any(|text| !text.trim().is_empty());
    match known(part.local()) {
        Some(Field::Headline) => part.line().into(),
        Some(Field::Body | Field::Lead)
            if is_one && !has_text && first.nodes().next().is_none() && !is_markup(first) =>
        {
            let lines = parts.iter().map(|part| part.line());
            lines.collect::<Vec<_>>().join("\n\n").into()
        }
        Some(Field::Body | Field::Lead) => part.paragraphs(&[]).into(),
        _ if has_text || parts.iter().any(|part| is_markup(part)) => part.paragraphs(&[]).into(),
        _ if is_one => parts.iter().map(|part| value(part)).collect(),
        _ => Value::Object(record(part)),
    }
}

/// Whether an element is one of a text, as in HTML, and no part of a record.
fn is_markup(node: &Node) -> bool {
    const MARKUP: &[&str] = &[
        "a", "b", "br", "div", "em", "i", "li", "p", "span", "strong", "table", "ul",
    ];
    MARKUP.contains(&node.local())
}

#[cfg(test)]
mod tests {
    use super::super::FieldMap;
    use super::super::testing::{articles, read, read_with};
    use super::*;

    #[test]
    fn an_export_of_articles_is_read_by_its_names() {
        let text = "<?xml version='1.0'?><export><title>All of it</title><language>en</language><articles>\
            <article id='7'><headline>Rates <b>rise</b></headline><date>2019-05-03</date><authors><author>A. Reed</author>\
            <author>B. Cole</author></authors><text><para>One &amp; all.</para><para>Two.</para></text></article>\
            <article id='8'><headline>Rain</headline><source><name>The Tide</name><id>t</id></source>\
            <text><![CDATA[<p>It rained.</p><p>Still.</p>]]></text></article></articles></export>";
        let articles = articles(&XmlRecords, text.as_bytes());
        let [first, second] = articles.as_slice() else {
            panic!("{articles:?}");
        };
        assert_eq!(
            (first.id.as_deref(), first.headline.as_str()),
            (Some("7"), "Rates rise")
        );
        assert_eq!(first.body, "One & all.\n\nTwo.");
        assert_eq!(first.byline.as_deref(), Some("A. Reed, B. Cole"));
        let date = first.date.as_ref().map(ToString::to_string);
        assert_eq!(date.as_deref(), Some("2019-05-03"));
        assert_eq!(second.body, "It rained.\n\nStill.");
        assert_eq!(second.publication.as_deref(), Some("The Tide"));
    }

    #[test]
    fn one_article_may_be_the_whole_file() {
        for (text, body) in [
            (
                "<story><title>Rain</title><p>It rained.</p><p>Still.</p></story>",
                "It rained.\n\nStill.",
            ),
            (
                "<doc date='2019'><body>It <i>rained</i>.<br/>Still.</body></doc>",
                "It rained. Still.",
            ),
            (
                "<a><b><DOC><TITLE>Rain</TITLE><BODY>It rained.</BODY></DOC></b></a>",
                "It rained.",
            ),
        ] {
            let articles = articles(&XmlRecords, text.as_bytes());
            assert_eq!(articles.len(), 1, "{text}");
            assert_eq!(articles[0].body, body, "{text}");
        }
    }

    #[test]
    fn what_stands_in_groups_completes_an_article() {
        for text in [
            "<y><Identification><ContentID>7</ContentID><DateID>20250925</DateID></Identification><c><Title>Rain</Title><Body>It rained.</Body></c>\
             <Metadata><Language>ko</Language></Metadata></y>",
            "<CNML><Items><Item><MetaInfo><ItemID>7</ItemID><FirstCreatedTime>2025-09-25</FirstCreatedTime><Language>ko</Language></MetaInfo>\
             <Titles><HeadLine>Rain</HeadLine></Titles><ByLine>X</ByLine><Contents><ContentItem><DataContent><p>It rained.</p></DataContent></ContentItem></Contents></Item></Items></CNML>",
            "<urlset><url><id>7</id><n:news xmlns:n='x'><n:publication><n:name>Tide</n:name><n:language>ko</n:language></n:publication>\
             <n:publication_date>2025-09-25</n:publication_date><n:title>Rain</n:title></n:news></url></urlset>",
        ] {
            let article = &articles(&XmlRecords, text.as_bytes())[0];
            assert_eq!(article.headline, "Rain", "{text}");
            assert_eq!(article.id.as_deref(), Some("7"), "{text}");
            assert_eq!(article.language.as_deref(), Some("ko"), "{text}");
            let date = article.date.as_ref().map(ToString::to_string);
            assert_eq!(date.as_deref(), Some("2025-09-25"), "{text}");
            assert!(["It rained.", ""].contains(&&*article.body), "{text}");
        }
    }

    #[test]
    fn a_map_names_what_is_not_known() {
        let text = "<e><m><kopf>Regen</kopf><inhalt><abs>Es regnete.</abs></inhalt></m><m><kopf>Wind</kopf></m></e>";
        let found = read(&XmlRecords, text.as_bytes());
        assert!(found.problems[0].reason.contains("--map"), "{found:?}");
        let pairs = [("headline", "kopf"), ("body", "inhalt")];
        let context = Context {
            map: FieldMap {
                pairs: pairs
                    .map(|(field, key)| (field.into(), key.into()))
                    .to_vec(),
            }
            .into(),
            ..Context::default()
        };
        let found = read_with(&XmlRecords, text.as_bytes(), &context);
        let headlines: Vec<_> = found
            .articles
            .iter()
            .map(|one| one.headline.as_str())
            .collect();
        assert_eq!(headlines, ["Regen", "Wind"]);
        assert_eq!(found.articles[0].body, "Es regnete.");
    }
}
