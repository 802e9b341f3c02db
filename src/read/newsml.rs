//! NewsML 1.x, the predecessor of NewsML-G2, as agencies and press-release wires still send it.
//!
//! Its texts are NITF, XHTML or plain text inside `DataContent`. Organisations stand in `Property`
//! elements whose names each provider chooses.

use super::xml::{self, Form, Node};
use super::{Context, Flow, Found, Reader, Record, gather, language, markup, nitf};
use crate::article::Article;
use crate::error::Problem;
use std::io::Read;

/// The reader of NewsML 1.
pub struct NewsMl;

impl Reader for NewsMl {
    fn name(&self) -> &'static str {
        "newsml"
    }

    fn about(&self) -> &'static str {
        "NewsML 1.x news items"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["newsml"]
    }

    fn recognises(&self, head: &[u8]) -> bool {
        xml::root(head).is_some_and(|root| root == "NewsML")
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
    names: &["NewsItem"],
    nests: true,
    dates: Some(&["FirstCreated", "DateId", "ThisRevisionCreated"]),
    is_item: |node, _| node.local() == "NewsItem",
    read: |item, around, context| {
        let sent = around
            .first()
            .and_then(|root| root.at("NewsEnvelope/DateAndTime"));
        let sent = sent.map(Node::line);
        Found::unless(withdrawn(item), |problems| {
            article(item, sent.as_deref(), context, problems)
        })
    },
};

/// Why an item is not to be read, if its sender took it back.
fn withdrawn(item: &Node) -> Option<Problem> {
    let status = item.at("NewsManagement/Status")?;
    let id = item.at("Identification/NewsIdentifier/PublicIdentifier");
    let id = id.map(Node::line);
    gather::withdrawn(status.attribute("FormalName")?, id.as_deref())
}

fn article(
    item: &Node,
    sent: Option<&str>,
    context: &Context,
    problems: &mut Vec<Problem>,
) -> Article {
    let first = |name: &str| {
        let mut found = item.deep(name).into_iter().map(Node::line);
        found.find(|line| !line.is_empty())
    };
    let nested = item.deep("nitf").into_iter().next();
    let inner = nested
        .map(|nitf| nitf::article(nitf, context, &mut Vec::new()))
        .unwrap_or_default();
    let dates = ["FirstCreated", "DateId", "ThisRevisionCreated"]
        .iter()
        .filter_map(|name| first(name));
    let dates = dates.chain(sent.map(str::to_owned));
    let date = gather::read_date(dates, context, problems);
    let headline =
        first("HeadLine").or_else(|| Some(inner.headline).filter(|line| !line.is_empty()));
    let tag = item
        .deep("Language")
        .into_iter()
        .find_map(|node| node.attribute("FormalName"));
    let names = organisations(item).into_iter();
    let inner_names = inner.organisations.iter().map(|one| one.name.clone());
    let language = tag.and_then(language::tag).or(inner.language);
    let mut article = Article {
        id: identifier(first("PublicIdentifier"), first("NewsItemId")),
        headline: headline.or_else(|| first("SlugLine")).unwrap_or_default(),
        body: if inner.body.is_empty() {
            body(item)
        } else {
            inner.body
        },
        organisations: gather::given(names.chain(inner_names).collect::<Vec<_>>()),
        date: date.or(inner.date),
        publication: provider(item).or(inner.publication),
        byline: first("ByLine")
            .map(|byline| gather::without_by_in(&byline, language.as_deref()))
            .or(inner.byline),
        language,
        ..Article::default()
    };
    article.keep_beside(inner.cut.into_iter().map(|cut| cut.text.trim().to_owned()));
    article.keep_beside(captions(item));
    article
}

/// The public identifier (`urn:newsml:PROVIDER:DATE:ITEM:REVISION`); where a sender writes no more than his own name
/// into it, that of the item.
fn identifier(public: Option<String>, item: Option<String>) -> Option<String> {
    let of_sender =
        |public: &str| public.starts_with("urn:newsml:") && public.matches(':').count() < 4;
    match (public, item) {
        (Some(public), Some(item)) if of_sender(&public) => Some(item),
        (public, item) => public.or(item),
    }
}

/// What stands beside the story: the texts of components for captions, and captions in the story itself.
fn captions(item: &Node) -> Vec<String> {
    let is_caption = |component: &&Node| role(component).contains("caption");
    let components = item.deep("NewsComponent").into_iter().filter(is_caption);
    let texts = components.map(|component| longest(&component.deep("ContentItem")));
    let inside = item.texts_of(&["figcaption", "media-caption"]);
    texts
        .chain(inside)
        .filter(|text| !text.is_empty())
        .collect()
}

/// The longest content that is text, paragraphs of markup or plain text: of the story itself, else of what
/// goes with it.
fn body(item: &Node) -> String {
    let own = with_lead(item, longest(&story(item)));
    if own.is_empty() {
        return longest(&item.deep("ContentItem"));
    }
    own
}

/// The text behind its lead, which some senders (Belga) give a component of its own.
fn with_lead(item: &Node, body: String) -> String {
    let mut components = item.deep("NewsComponent").into_iter();
    let lead = components.find(|component| role(component) == "lead");
    let lead = lead.map(|component| longest(&component.deep("ContentItem")));
    match lead {
        Some(lead) if !lead.is_empty() && !body.contains(&lead) => {
            [lead, body].join("\n\n").trim_end().to_owned()
        }
        _ => body,
    }
}

/// What a component is for, in lower case.
fn role(component: &Node) -> String {
    let role = component
        .at("Role")
        .and_then(|role| role.attribute("FormalName"));
    role.unwrap_or_default().to_lowercase()
}

/// The contents that are not in a component for pictures or captions.
fn story(node: &Node) -> Vec<&Node> {
    let mut contents: Vec<_> = node.all("ContentItem").collect();
    let components = node.all("NewsComponent").chain(node.all("NewsItem"));
    let components = components.filter(|component| {
        let role = role(component);
        !["caption", "photo", "picture", "graphic", "video", "sidebar"]
            .iter()
            .any(|beside| role.contains(beside))
    });
    contents.extend(components.flat_map(story));
    contents
}

fn longest(contents: &[&Node]) -> String {
    let contents = contents.iter().filter(|content| is_text(content));
    let contents = contents.flat_map(|content| content.deep("DataContent"));
    let texts = contents.map(|content| {
        let marked = content.nodes().next().is_some();
        if marked {
            let inner = content.deep("body").into_iter().next().unwrap_or(content);
            inner.paragraphs(&["head", "script", "style", "media", "figcaption"])
        } else {
            markup::plain(&content.raw())
        }
    });
    let longest = texts.reduce(|best, text| if text.len() > best.len() { text } else { best });
    longest.unwrap_or_default()
}

/// Whether a content may be text: it is not encoded, and its medium is no other.
fn is_text(content: &Node) -> bool {
    const OTHERS: &[&str] = &[
        "photo",
        "graphic",
        "image",
        "picture",
        "audio",
        "video",
        "animation",
        "icon",
    ];
    let medium = content.at("MediaType");
    let medium = medium.and_then(|node| node.attribute("FormalName"));
    let medium = medium.unwrap_or_default().to_lowercase();
    let encoded = content.at("Encoding").is_some() || content.at("DataContent/Encoding").is_some();
    !encoded && !OTHERS.contains(&medium.as_str())
}

/// Who sends it: the provider's or the source's party, else the provider's domain.
fn provider(item: &Node) -> Option<String> {
    let parties = ["Provider", "Source"]
        .iter()
        .flat_map(|name| item.deep(name));
    let parties = parties.flat_map(|node| node.deep("Party"));
    let named = parties
        .filter_map(|party| party.attribute("FormalName"))
        .map(str::to_owned)
        .next();
    named.or_else(|| Some(item.deep("ProviderId").first()?.line()).filter(|line| !line.is_empty()))
}

fn organisations(item: &Node) -> Vec<String> {
    const KINDS: &[&str] = &[
        "organization",
        "organisation",
        "company",
        "companyname",
        "org",
    ];
    let properties = item.deep("Property").into_iter().filter(|property| {
        let name = property
            .attribute("FormalName")
            .unwrap_or_default()
            .to_lowercase();
        KINDS.contains(&name.as_str())
    });
    properties
        .filter_map(|property| property.attribute("Value"))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{articles, read};
    use super::*;
    use crate::error::ProblemKind;

    #[test]
    fn captions_stand_beside_the_story() {
        let text = "<NewsML><NewsItem><NewsComponent><NewsLines><HeadLine>Rates</HeadLine><ByLine>Par Jeanne Vidal</ByLine></NewsLines>\
            <DescriptiveMetadata><Language FormalName='fr'/></DescriptiveMetadata><NewsComponent><Role FormalName='Main'/>\
            <ContentItem><DataContent><p>One.</p></DataContent></ContentItem></NewsComponent><NewsComponent><Role FormalName='Caption'/>\
            <ContentItem><DataContent><p>A ferry that is longer.</p></DataContent></ContentItem></NewsComponent></NewsComponent></NewsItem></NewsML>";
        let article = &articles(&NewsMl, text.as_bytes())[0];
        assert_eq!(article.body, "One.");
        assert_eq!(article.cut[0].text, "\n\nA ferry that is longer.");
        assert_eq!(article.byline.as_deref(), Some("Jeanne Vidal"));
        for (public, item, id) in [
            (
                "urn:newsml:w.example:20250925:A1:1",
                "A1",
                "urn:newsml:w.example:20250925:A1:1",
            ),
            ("urn:newsml:w.example", "A1", "A1"),
        ] {
            let id = Some(id.to_owned());
            assert_eq!(identifier(Some(public.into()), Some(item.into())), id);
        }
    }

    #[test]
    fn a_lead_of_its_own_stands_before_the_text() {
        let part = |role: &str, text: &str| {
            format!(
                "<NewsComponent><Role FormalName='{role}'/><ContentItem><DataContent>{text}</DataContent></ContentItem></NewsComponent>"
            )
        };
        let body = "   The board met on Thursday in the\nharbour.\n   Ships wait.";
        let parts = [
            part("TITLE", "Rates"),
            part("LEAD", "   Fees rise."),
            part("BODY", body),
        ]
        .concat();
        let text = format!(
            "<NewsML><NewsItem><NewsComponent><NewsLines><HeadLine>Rates</HeadLine></NewsLines><NewsComponent>{parts}</NewsComponent></NewsComponent></NewsItem></NewsML>"
        );
        let article = &articles(&NewsMl, text.as_bytes())[0];
        assert_eq!(
            article.body,
            "Fees rise.\n\nThe board met on Thursday in the harbour.\n\nShips wait."
        );
    }

    #[test]
    fn an_item_becomes_an_article() {
        for content in [
            "<nitf><body><body.content><p>One.</p><p>Two.</p></body.content></body></nitf>",
            "<html><head><title>No</title></head><body><p>One.</p><p>Two.</p></body></html>",
            "<p>One.</p><p>Two.</p>",
            "One.\n\nTwo.",
        ] {
            let text = format!(
                "<NewsML><NewsEnvelope><DateAndTime>20250926T000000Z</DateAndTime></NewsEnvelope><NewsItem><Identification><NewsIdentifier>\
                 <ProviderId>wire.example</ProviderId><DateId>20250925</DateId><PublicIdentifier>urn:x:1</PublicIdentifier></NewsIdentifier></Identification>\
                 <NewsManagement><FirstCreated>20250925T140300+0200</FirstCreated></NewsManagement><NewsComponent><NewsLines><HeadLine>Rates rise</HeadLine>\
                 <ByLine>By A. Writer</ByLine></NewsLines><DescriptiveMetadata><Language FormalName='en'/><Property FormalName='Organization' Value='IMF'/></DescriptiveMetadata>\
                 <ContentItem><DataContent>{content}</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"
            );
            let article = &articles(&NewsMl, text.as_bytes())[0];
            assert_eq!(
                (article.headline.as_str(), article.body.as_str()),
                ("Rates rise", "One.\n\nTwo.")
            );
            assert_eq!(
                article.date.as_ref().map(ToString::to_string).as_deref(),
                Some("2025-09-25T14:03:00+02:00")
            );
            assert_eq!(article.organisations[0].name, "IMF");
            assert_eq!(article.publication.as_deref(), Some("wire.example"));
            assert_eq!(article.id.as_deref(), Some("urn:x:1"));
        }
        let item = |status: &str| {
            format!(
                "<NewsItem><NewsManagement><Status FormalName='{status}'/></NewsManagement><NewsComponent><NewsLines><SlugLine>rates</SlugLine></NewsLines>\
                 <ContentItem><MediaType FormalName='Photo'/><DataContent>AAAAAAAAAAAAAAAA</DataContent></ContentItem>\
                 <ContentItem><DataContent><p>One.</p></DataContent></ContentItem></NewsComponent></NewsItem>"
            )
        };
        let text = format!(
            "<NewsML>{}{}{}",
            item("Usable"),
            item("Canceled"),
            &item("Usable")[..60]
        );
        let found = read(&NewsMl, text.as_bytes());
        assert_eq!((found.articles.len(), found.problems.len()), (1, 2));
        assert_eq!(
            (
                found.articles[0].headline.as_str(),
                found.articles[0].body.as_str()
            ),
            ("rates", "One.")
        );
        assert_eq!(
            read(&NewsMl, b"<NewsML/>").problems[0].kind,
            ProblemKind::Empty
        );
    }
}
