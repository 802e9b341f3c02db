//! NewsML-G2, the exchange format of the IPTC: news items alone or many in a message.
//!
//! A message may also carry packages, concepts and plans; those have no text and are passed over. A file
//! of only such items is reported. Withdrawn items (`stat:canceled`) are reported and not read. Of a message
//! that breaks off, the items that are whole are read.

mod content;
mod parties;

use super::xml::{self, Form, Node};
use super::{Context, Flow, Found, Reader, Record, gather, nitf};
use crate::article::Article;
use crate::error::Problem;
use std::io::Read;

/// The reader of NewsML-G2.
pub struct NewsMlG2;

impl Reader for NewsMlG2 {
    fn name(&self) -> &'static str {
        "newsml-g2"
    }

    fn about(&self) -> &'static str {
        "NewsML-G2 news items and messages"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    fn recognises(&self, head: &[u8]) -> bool {
        const ROOTS: &[&str] = &[
            "newsItem",
            "newsMessage",
            "packageItem",
            "conceptItem",
            "knowledgeItem",
            "planningItem",
            "catalogItem",
            // Parts of an item that stand alone.
            "contentSet",
            "contentMeta",
            "groupSet",
        ];
        xml::root(head).is_some_and(|root| ROOTS.contains(&root.as_str()))
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
    names: &["newsItem"],
    nests: false,
    dates: Some(&["contentCreated", "firstCreated", "versionCreated"]),
    is_item: |node, around| match node.local() {
        "newsItem" => true,
        "contentSet" | "contentMeta" => around.is_empty(),
        _ => false,
    },
    read: |item, _, context| match item.local() {
        "newsItem" => read(item, context),
        _ => read(&item.clone().within("newsItem"), context),
    },
};

fn read(item: &Node, context: &Context) -> Found {
    Found::unless(withdrawn(item, context), |problems| {
        article(item, context, problems)
    })
}

/// Why an item is not to be read, if its sender took it back or did not yet let it go.
fn withdrawn(item: &Node, context: &Context) -> Option<Problem> {
    let id = item.attribute("guid");
    let status = item.at("itemMeta/pubStatus");
    let status = status.and_then(|node| node.attribute("qcode").or_else(|| node.attribute("uri")));
    gather::withdrawn(status.unwrap_or_default(), id).or_else(|| {
        let until = item.at("itemMeta/embargoed")?.line();
        gather::embargoed(&until, id, context)
    })
}

fn article(item: &Node, context: &Context, problems: &mut Vec<Problem>) -> Article {
    // A nested NITF may fill what the item itself leaves open; its own dates are the item's business.
    let nested = item.deep("nitf").into_iter().next();
    let inner = nested
        .map(|nitf| nitf::article(nitf, context, &mut Vec::new()))
        .unwrap_or_default();
    let language = item
        .at("contentMeta/language")
        .and_then(|node| node.attribute("tag"));
    let language = language.or_else(|| item.attribute("xml:lang"));
    let date = gather::read_date(dates(item), context, problems);
    let organisations = parties::organisations(item).into_iter();
    let inner_names = inner.organisations.iter().map(|one| one.name.clone());
    let given = content::headline(item, language);
    let beside = inner.cut.iter().map(|cut| cut.text.trim().to_owned());
    let beside: Vec<_> = beside.chain(content::captions(item)).collect();
    let mut article = Article {
        id: item.attribute("guid").map(str::to_owned),
        headline: given
            .or_else(|| Some(inner.headline).filter(|line| !line.is_empty()))
            .or_else(|| content::heading(item))
            .unwrap_or_default(),
        body: content::body(item, inner.body, language),
        organisations: gather::given(organisations.chain(inner_names).collect::<Vec<_>>()),
        date: date.or(inner.date),
        modified: item
            .at("contentMeta/contentModified")
            .and_then(|node| gather::read_date([node.line()], context, &mut Vec::new())),
        publication: parties::sender(item).or(inner.publication),
        byline: parties::byline(item, language).or(inner.byline),
        section: inner.section,
        language: language.and_then(super::language::tag).or(inner.language),
        ..Article::default()
    };
    article.keep_beside(beside);
    article
}

/// The dates, the best first.
fn dates(item: &Node) -> Vec<String> {
    let paths = [
        "contentMeta/contentCreated",
        "itemMeta/firstCreated",
        "itemMeta/versionCreated",
    ];
    let found = paths.iter().filter_map(|path| item.at(path));
    found
        .map(Node::line)
        .filter(|line| !line.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{articles, read};
    use super::*;
    use crate::error::ProblemKind;

    const ITEM: &str = r#"<newsItem guid="urn:x:1" xml:lang="en-GB"><itemMeta><provider literal="Wire"/>
        <versionCreated>2025-09-26T10:00:00Z</versionCreated><pubStatus qcode="stat:usable"/></itemMeta>
        <contentMeta><contentCreated>2025-09-25T14:03:00+02:00</contentCreated><creator><name>A. Writer</name></creator>
        <subject type="cpnat:organisation"><name>IMF</name><name xml:lang="de">IWF</name></subject><subject type="cpnat:abstract"><name>economy</name></subject>
        <headline role="hld:sub">Deck</headline><headline role="hld:main">Rates rise</headline></contentMeta>
        <contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><head><title>No</title></head><body><p>One.</p><p>Two.</p></body></html></inlineXML></contentSet>
        <assert qcode="x:2"><type qcode="cpnat:organisation"/><name>OPEC</name></assert></newsItem>"#;

    #[test]
    fn an_item_becomes_an_article() {
        let printed = serde_json::to_string_pretty(&articles(&NewsMlG2, ITEM.as_bytes()))
            .expect("serialises");
        insta::assert_snapshot!(printed, @r#"
        [
          {
            "id": "urn:x:1",
            "headline": "Rates rise",
            "body": "One.\n\nTwo.",
            "organisations": [
              {
                "name": "IMF",
                "forms": [
                  "IMF"
                ],
                "origin": "given"
              },
              {
                "name": "OPEC",
                "forms": [
                  "OPEC"
                ],
                "origin": "given"
              }
            ],
            "date": "2025-09-25T14:03:00+02:00",
            "date_source": "given",
            "date_raw": "2025-09-25T14:03:00+02:00",
            "publication": "Wire",
            "byline": "A. Writer",
            "language": "en-GB",
            "cut": []
          }
        ]
        "#);
    }

    #[test]
    fn messages_hold_many_and_withdrawn_ones_are_reported() {
        let withdrawn = ITEM.replace("stat:usable", "stat:canceled");
        let message = format!(
            "<newsMessage><itemSet>{ITEM}<packageItem/>{withdrawn}{ITEM}</itemSet></newsMessage>"
        );
        let found = read(&NewsMlG2, message.as_bytes());
        assert_eq!((found.articles.len(), found.problems.len()), (2, 1));
        let cut = message.len() - 200;
        let found = read(&NewsMlG2, &message.as_bytes()[..cut]);
        assert_eq!((found.articles.len(), found.problems.len()), (1, 2));
        let found = read(&NewsMlG2, b"<conceptItem><concept/></conceptItem>");
        assert_eq!(found.problems[0].kind, ProblemKind::Empty);
    }
}
