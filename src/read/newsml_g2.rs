//! NewsML-G2, the exchange format of the IPTC: news items alone or many in a message.
//!
//! A message may also carry packages, concepts and plans; those have no text and are passed over. A file
//! of only such items is reported. Withdrawn items (`stat:canceled`) are reported and not read.

use super::whole::hand_out_whole;
use super::xml::{self, Node};
use super::{Context, Flow, Found, Reader, Record, gather, markup, nitf};
use crate::article::Article;
use crate::error::{Problem, ProblemKind};
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
        ];
        xml::root(head).is_some_and(|root| ROOTS.contains(&root.as_str()))
    }

    fn split(
        &self,
        input: Box<dyn Read + '_>,
        context: &Context,
        hand_out: &mut dyn FnMut(Record) -> Flow,
    ) -> Result<(), Problem> {
        hand_out_whole(input, context, hand_out, items)
    }
}

/// The news items of a document.
fn items(text: &str, context: &Context) -> Found {
    let root = match xml::parse(text) {
        Ok(root) => root,
        Err(problem) => return Found::of_problem(problem),
    };
    let items = match root.local() {
        "newsItem" => vec![&root],
        _ => root.deep("newsItem"),
    };
    if items.is_empty() {
        let reason = format!("a `{}` without news items holds no article", root.local());
        return Found::of_problem(Problem::new(ProblemKind::Empty, reason));
    }
    let mut all = Found::default();
    for item in items {
        let mut found = read(item, context);
        all.articles.append(&mut found.articles);
        all.problems.append(&mut found.problems);
    }
    all
}

fn read(item: &Node, context: &Context) -> Found {
    let mut problems = Vec::new();
    let status = item.at("itemMeta/pubStatus");
    let status = status.and_then(|node| node.attribute("qcode").or_else(|| node.attribute("uri")));
    if status.is_some_and(|status| status.ends_with("canceled") || status.ends_with("withheld")) {
        let reason = format!(
            "the news item `{}` is withdrawn by its sender",
            item.attribute("guid").unwrap_or("?")
        );
        return Found::of_problem(Problem::new(ProblemKind::Empty, reason));
    }
    let article = article(item, context, &mut problems);
    Found::checked(Ok(article), problems, None)
}

fn article(item: &Node, context: &Context, problems: &mut Vec<Problem>) -> Article {
    // A nested NITF may fill what the item itself leaves open; its own dates are the item's business.
    let nested = item.deep("nitf").into_iter().next();
    let inner = nested
        .map(|nitf| nitf::article(nitf, context, &mut Vec::new()))
        .unwrap_or_default();
    let line = |path: &str| {
        item.at(path)
            .map(Node::line)
            .filter(|line| !line.is_empty())
    };
    let byline = line("contentMeta/by").or_else(|| name(item.at("contentMeta/creator")?));
    let language = item
        .at("contentMeta/language")
        .and_then(|node| node.attribute("tag"));
    let language = language.or_else(|| item.attribute("xml:lang"));
    let date = gather::read_date(dates(item), context, problems);
    let organisations = organisations(item).into_iter();
    let inner_names = inner.organisations.iter().map(|one| one.name.clone());
    Article {
        id: item.attribute("guid").map(str::to_owned),
        headline: headline(item).unwrap_or(inner.headline),
        body: body(item, inner.body),
        organisations: gather::given(organisations.chain(inner_names).collect::<Vec<_>>()),
        date: date.or(inner.date),
        modified: line("contentMeta/contentModified")
            .and_then(|date| gather::read_date([date], context, &mut Vec::new())),
        publication: sender(item).or(inner.publication),
        byline: byline
            .map(|byline| gather::without_by(&byline))
            .or(inner.byline),
        language: language.and_then(super::language::tag).or(inner.language),
        ..Article::default()
    }
}

/// The main headline, else the first, else the title of the item.
fn headline(item: &Node) -> Option<String> {
    let meta = item.at("contentMeta")?;
    let headlines: Vec<_> = meta.all("headline").collect();
    let main = headlines.iter().find(|node| {
        node.attribute("role")
            .is_some_and(|role| role.ends_with(":main"))
    });
    let plain = headlines
        .iter()
        .find(|node| node.attribute("role").is_none());
    let chosen = main.or(plain).or(headlines.first()).copied();
    let chosen = chosen.or_else(|| item.at("itemMeta/title"))?;
    Some(chosen.line()).filter(|line| !line.is_empty())
}

/// The content in the item, else the description (the caption of a picture).
fn body(item: &Node, nested: String) -> String {
    if !nested.is_empty() {
        return nested;
    }
    let contents = item.at("contentSet").into_iter().flat_map(Node::nodes);
    let text = contents.filter_map(|content| match content.local() {
        "inlineXML"
            if content
                .attribute("contenttype")
                .is_some_and(|kind| kind.contains("sportsml")) =>
        {
            None
        }
        "inlineXML" => {
            let html = content.deep("body").into_iter().next().unwrap_or(content);
            Some(html.paragraphs(&["head", "script", "style"]))
        }
        "inlineData" => Some(markup::plain(&content.raw())),
        _ => None,
    });
    let mut text = text.filter(|text| !text.is_empty());
    text.next().unwrap_or_else(|| {
        let descriptions = item
            .at("contentMeta")
            .into_iter()
            .flat_map(|meta| meta.all("description"));
        let mut descriptions = descriptions.map(|node| node.paragraphs(&[]));
        descriptions
            .find(|text| !text.is_empty())
            .unwrap_or_default()
    })
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

/// The name of a party: its first name, or what the party is called by its sender.
fn name(party: &Node) -> Option<String> {
    let name = party
        .at("name")
        .map(Node::line)
        .filter(|line| !line.is_empty());
    name.or_else(|| party.attribute("literal").map(str::to_owned))
}

/// Who publishes it: the provider, else the holder of the copyright, else the source.
fn sender(item: &Node) -> Option<String> {
    let parties = [
        "itemMeta/provider",
        "rightsInfo/copyrightHolder",
        "contentMeta/infoSource",
    ];
    let named = parties.iter().find_map(|path| name(item.at(path)?));
    named.or_else(|| code(item.at("itemMeta/provider")?))
}

/// What stands behind the colon of a code (`nprov:AFP`), for senders without a name.
fn code(party: &Node) -> Option<String> {
    let (_, code) = party.attribute("qcode")?.split_once(':')?;
    Some(code.to_owned())
}

/// The subjects and assertions of the type organisation.
fn organisations(item: &Node) -> Vec<String> {
    let subjects = item
        .at("contentMeta")
        .into_iter()
        .flat_map(|meta| meta.all("subject"));
    let parties = subjects.chain(item.all("assert"));
    let is_organisation = |node: &&Node| {
        let own = node.attribute("type").or_else(|| node.attribute("typeuri"));
        let kind = own.or_else(|| node.at("type")?.attribute("qcode"));
        kind.is_some_and(|kind| kind.ends_with(":organisation") || kind.ends_with("/organisation"))
    };
    parties.filter(is_organisation).filter_map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{articles, read};
    use super::*;

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
        let found = read(&NewsMlG2, b"<conceptItem><concept/></conceptItem>");
        assert_eq!(found.problems[0].kind, ProblemKind::Empty);
    }
}
