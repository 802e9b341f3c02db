//! NITF, the wire format of the IPTC, versions 2.5 to 3.6, and the New York Times Annotated Corpus in it.
//!
//! Midnight in NITF means that no time is known (the DTD recommends it), so that it is a day. In the New
//! York Times corpus the block `full_text` is the text, the others repeat parts of it. An organisation of
//! `distributor` is the sender and not a subject.

use super::xml::{self, Form, Node};
use super::{Context, Flow, Found, Reader, Record, gather};
use crate::article::Article;
use crate::date::NewsDate;
use crate::error::Problem;
use std::io::Read;

/// The reader of NITF.
pub struct Nitf;

impl Reader for Nitf {
    fn name(&self) -> &'static str {
        "nitf"
    }

    fn about(&self) -> &'static str {
        "NITF, also the New York Times Annotated Corpus"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["nitf"]
    }

    fn recognises(&self, head: &[u8]) -> bool {
        xml::root(head).is_some_and(|root| root == "nitf")
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
    names: &["nitf"],
    nests: false,
    // Its dates are attributes, and midnight has its own meaning in them.
    dates: Some(&[]),
    is_item: |node, _| node.local() == "nitf",
    read: |story, _, context| {
        Found::unless(withdrawn(story, context), |problems| {
            article(story, context, problems)
        })
    },
};

/// The article of a `nitf` element, which may stand inside another format.
pub(super) fn article(nitf: &Node, context: &Context, problems: &mut Vec<Problem>) -> Article {
    let line = |path: &str| {
        nitf.at(path)
            .map(Node::line)
            .filter(|line| !line.is_empty())
    };
    let attribute = |path: &str, name: &str| nitf.at(path)?.attribute(name).map(str::to_owned);
    let headline = line("body/body.head/hedline/hl1").or_else(|| {
        let mut anywhere = nitf.deep("hl1").into_iter().map(Node::line);
        anywhere.find(|line| !line.is_empty())
    });
    let publication =
        attribute("head/pubdata", "name").or_else(|| line("body/body.head/distributor"));
    let publication = publication.or_else(|| attribute("head/docdata/doc.copyright", "holder"));
    let section =
        attribute("head/pubdata", "position.section").or_else(|| meta(nitf, "online_sections"));
    let language = nitf
        .attribute("xml:lang")
        .or_else(|| nitf.attribute("baselang"))
        .or_else(|| nitf.at("body")?.attribute("xml:lang"));
    let mut article = Article {
        id: attribute("head/docdata/doc-id", "id-string"),
        headline: headline.or_else(|| line("head/title")).unwrap_or_default(),
        body: body(nitf),
        organisations: gather::given(organisations(nitf)),
        date: gather::read_date(dates(nitf), context, problems).map(without_midnight),
        publication,
        byline: nitf
            .at("body/body.head/byline")
            .and_then(|node| byline(node, language)),
        section,
        url: attribute("head/pubdata", "ex-ref"),
        language: language.and_then(super::language::tag),
        ..Article::default()
    };
    article.keep_beside(beside(nitf));
    article
}

/// What stands beside the text: captions of its media and who made them, corrections of the New York Times.
fn beside(nitf: &Node) -> Vec<String> {
    let Some(content) = nitf.at("body/body.content") else {
        return Vec::new();
    };
    let mut texts = content.texts_of(&["media-caption", "media-producer"]);
    let blocks = content.deep("block").into_iter();
    let corrections = blocks.filter(|block| block.attribute("class") == Some("correction_text"));
    texts.extend(
        corrections
            .map(|block| block.paragraphs(&[]))
            .filter(|text| !text.is_empty()),
    );
    texts
}

/// Who wrote it; the title of the author only where there is nothing else.
fn byline(node: &Node, language: Option<&str>) -> Option<String> {
    let name = node.line_without(&["byttl"]);
    let name = Some(name).filter(|name| !name.is_empty());
    let name = name.unwrap_or_else(|| node.line());
    let name = gather::without_by_in(&name, language);
    let name = name.trim_end_matches([',', ';', ' ']);
    (!name.is_empty()).then(|| name.to_owned())
}

/// Why the story is not to be read, if its sender took it back or did not yet let it go.
fn withdrawn(nitf: &Node, context: &Context) -> Option<Problem> {
    let data = nitf.at("head/docdata")?;
    let id = data
        .at("doc-id")
        .and_then(|node| node.attribute("id-string"));
    let release = data
        .at("date.release")
        .and_then(|node| node.attribute("norm"));
    let status = data.attribute("management-status").unwrap_or_default();
    gather::withdrawn(status, id).or_else(|| gather::embargoed(&separated(release?), id, context))
}

/// The content of a `meta` element.
fn meta(nitf: &Node, name: &str) -> Option<String> {
    let mut metas = nitf
        .at("head")?
        .nodes()
        .filter(|node| node.local() == "meta");
    let meta = metas.find(|meta| meta.attribute("name") == Some(name))?;
    meta.attribute("content").map(str::to_owned)
}

/// The text: the full text of the New York Times, else the content, else the abstract.
pub(super) fn body(nitf: &Node) -> String {
    const WITHOUT: &[&str] = &["media"];
    let content = nitf.at("body/body.content");
    let blocks = content
        .map(|content| content.deep("block"))
        .unwrap_or_default();
    let full = blocks
        .into_iter()
        .find(|block| block.attribute("class") == Some("full_text"));
    let text = full
        .or(content)
        .map(|node| node.paragraphs(WITHOUT))
        .unwrap_or_default();
    if text.is_empty() {
        let lead = nitf.at("body/body.head/abstract");
        return lead
            .map(|node| node.paragraphs(WITHOUT))
            .unwrap_or_default();
    }
    text
}

/// The dates, the best first.
fn dates(nitf: &Node) -> Vec<String> {
    let norm = |path: &str, name: &str| nitf.at(path).and_then(|node| node.attribute(name));
    let found = [
        norm("head/docdata/date.issue", "norm"),
        norm("head/pubdata", "date.publication"),
        norm("head/docdata/date.release", "norm"),
        norm("body/body.head/dateline/story.date", "norm"),
    ];
    // Some senders write the date as text instead.
    let written = ["head/docdata/date.issue", "head/docdata/date.release"];
    let written = written.iter().filter_map(|path| nitf.at(path));
    let written = written.map(Node::line).filter(|line| !line.is_empty());
    let found = found.into_iter().flatten().map(separated);
    found.chain(written).collect()
}

/// `20210516090004-0500` with the `T` that ISO 8601 wants.
pub(super) fn separated(date: &str) -> String {
    let digits = date.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 14 {
        format!("{}T{}", &date[..8], &date[8..])
    } else {
        date.to_owned()
    }
}

/// A date at midnight as the day it means.
pub(super) fn without_midnight(date: NewsDate) -> NewsDate {
    match date.time {
        Some(time) if time.is_midnight() => date.to_day(),
        _ => date,
    }
}

/// The organisations of the metadata and of the text.
fn organisations(nitf: &Node) -> Vec<String> {
    let places = ["head/docdata/identified-content", "body/body.content"];
    let found = places.iter().filter_map(|path| nitf.at(path));
    let names = found.flat_map(|node| node.deep("org"));
    let name = |org: &Node| {
        let text = org.line();
        if text.is_empty() {
            org.attribute("value").unwrap_or_default().to_owned()
        } else {
            text
        }
    };
    names.map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{articles, read};
    use super::*;
    use crate::error::ProblemKind;

    #[test]
    fn a_wire_story_becomes_an_article() {
        let text = r#"<?xml version="1.0"?><nitf xml:lang="en"><head><title>Slug</title>
            <docdata><doc-id id-string="x1"/><date.issue norm="20250925140300-0500"/>
            <identified-content><org>IMF</org><org value="OPEC"/></identified-content></docdata>
            <pubdata name="The Gazette" position.section="World" date.publication="20250925"/></head>
            <body><body.head><hedline><hl1>Rates
              rise</hl1><hl2>Deck</hl2></hedline><byline>By A. Writer</byline><distributor><org>Wire</org></distributor>
            <abstract><p>Lead.</p></abstract></body.head>
            <body.content><p>One &amp; <org>IMF</org>.</p><media><media-object>AAAA</media-object><media-caption><p>A ferry</p></media-caption><media-producer>Jo Reed</media-producer></media><table><tr><td>a</td><td>b</td></tr></table><pre>
 Oil   80
 Gold  90</pre></body.content></body></nitf>"#;
        let article = &articles(&Nitf, text.as_bytes())[0];
        assert_eq!(article.headline, "Rates rise");
        assert_eq!(article.body, "One & IMF.\n\na b\n\nOil 80\nGold 90");
        let beside: Vec<_> = article.cut.iter().map(|cut| cut.text.as_str()).collect();
        assert_eq!(beside, ["\n\nA ferry", "\n\nJo Reed"]);
        assert_eq!(
            article.date.as_ref().map(ToString::to_string).as_deref(),
            Some("2025-09-25T14:03:00-05:00")
        );
        let names: Vec<_> = article
            .organisations
            .iter()
            .map(|one| one.name.as_str())
            .collect();
        assert_eq!(names, ["IMF", "OPEC"]);
        assert_eq!(article.byline.as_deref(), Some("A. Writer"));
        assert_eq!(article.publication.as_deref(), Some("The Gazette"));
    }

    #[test]
    fn the_new_york_times_repeats_its_lead_and_knows_only_days() {
        let text = r#"<nitf><head><meta name="online_sections" content="World"/><pubdata date.publication="20070101T000000" ex-ref="http://x.example/a"/></head>
            <body><body.head><hedline><hl1>Rates rise</hl1></hedline></body.head><body.content>
            <block class="lead_paragraph"><p>LEAD: One.</p></block><block class="full_text"><p>One.</p><p>Two.</p></block><block class="correction_text"><p>It was two.</p></block></body.content></body></nitf>"#;
        let article = &articles(&Nitf, text.as_bytes())[0];
        assert_eq!(article.body, "One.\n\nTwo.");
        assert_eq!(article.cut[0].text, "\n\nIt was two.");
        assert_eq!(
            article.date.as_ref().map(ToString::to_string).as_deref(),
            Some("2007-01-01")
        );
        assert_eq!(article.section.as_deref(), Some("World"));
    }

    #[test]
    fn a_file_that_breaks_off_is_reported() {
        let found = read(&Nitf, b"<nitf><body><body.content><p>One");
        assert_eq!(found.problems[0].kind, ProblemKind::Damaged);
        assert_eq!(found.articles[0].body, "One");
        let found = read(&Nitf, b"<nitf><body><body.head><hedline><hl1>One");
        assert_eq!(found.problems[0].kind, ProblemKind::Malformed);
        assert_eq!(found.articles, []);
    }
}
