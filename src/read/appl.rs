//! The Associated Press's own XML before its JSON: a `Publication` of APPL, with the text in NITF.
//!
//! Its times stand in attributes of their own (`FirstCreated Year="2018" Month="3" …`) and name no zone. Texts of
//! pictures are captions, which are the text where there is no other. Organisations are those that the
//! classification of AP names as such.

use super::xml::{self, Form, Node};
use super::{Context, Flow, Found, Reader, Record, gather, language};
use crate::article::Article;
use crate::error::Problem;
use std::io::Read;

/// The reader of APPL.
pub struct Appl;

impl Reader for Appl {
    fn name(&self) -> &'static str {
        "appl"
    }

    fn about(&self) -> &'static str {
        "APPL, the XML of the Associated Press before its JSON"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["appl"]
    }

    fn recognises(&self, head: &[u8]) -> bool {
        const SIGN: &[u8] = b"ap.org/schemas";
        let head = &head[..head.len().min(4096)];
        xml::root(head).is_some_and(|root| root == "Publication")
            && memchr::memmem::find(head, SIGN).is_some()
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
    names: &["Publication"],
    nests: false,
    dates: Some(&[]),
    is_item: |node, _| node.local() == "Publication",
    read: |item, _, context| {
        Found::unless(withdrawn(item, context), |problems| {
            article(item, context, problems)
        })
    },
};

/// The text at a path, on one line.
fn line(item: &Node, path: &str) -> Option<String> {
    item.at(path)
        .map(Node::line)
        .filter(|line| !line.is_empty())
}

/// Why an item is not to be read, if its sender took it back or did not yet let it go.
fn withdrawn(item: &Node, context: &Context) -> Option<Problem> {
    let id = line(item, "Identification/ItemId");
    let status = line(item, "PublicationManagement/Status").unwrap_or_default();
    gather::withdrawn(&status, id.as_deref()).or_else(|| {
        let until = line(item, "PublicationManagement/ReleaseDateTime")?;
        gather::embargoed(&until, id.as_deref(), context)
    })
}

fn article(item: &Node, context: &Context, problems: &mut Vec<Problem>) -> Article {
    let first = |paths: &[&str]| paths.iter().find_map(|path| line(item, path));
    let created = item.at("PublicationManagement/FirstCreated").and_then(time);
    let sent = line(item, "PublicationManagement/ArrivalDateTime");
    let changed = line(item, "PublicationManagement/LastModifiedDateTime");
    let language = line(item, "Identification/DefaultLanguage");
    let byline = line(item, "NewsLines/ByLine");
    let (body, beside) = texts(item);
    let mut article = Article {
        id: line(item, "Identification/ItemId"),
        headline: first(&[
            "NewsLines/HeadLine",
            "NewsLines/OriginalHeadLine",
            "NewsLines/Title",
        ])
        .unwrap_or_default(),
        body,
        organisations: gather::given(organisations(item)),
        date: gather::read_date(created.into_iter().chain(sent), context, problems),
        modified: gather::read_date(changed, context, &mut Vec::new()),
        publication: first(&[
            "AdministrativeMetadata/Provider",
            "AdministrativeMetadata/Source",
        ]),
        byline: byline.map(|name| gather::without_by_in(&name, language.as_deref())),
        language: language.as_deref().and_then(language::tag),
        ..Article::default()
    };
    article.keep_beside(beside);
    article
}

/// The time in the attributes of an element: `Year`, `Month`, `Day` and `Time`, as far as they go.
fn time(node: &Node) -> Option<String> {
    let number = |name| node.attribute(name)?.parse::<u16>().ok();
    let year = format!("{:04}", number("Year")?);
    let Some(month) = number("Month").map(|month| format!("{year}-{month:02}")) else {
        return Some(year);
    };
    let Some(day) = number("Day").map(|day| format!("{month}-{day:02}")) else {
        return Some(month);
    };
    let clock = node.attribute("Time").map(|time| format!("{day}T{time}"));
    Some(clock.unwrap_or(day))
}

/// The text of the main component, and those of the others.
fn texts(item: &Node) -> (String, Vec<String>) {
    let (mut body, mut beside) = (String::new(), Vec::new());
    for component in item.all("PublicationComponent") {
        let role = component.attribute("Role").unwrap_or_default();
        let contents = component.all("TextContentItem");
        let contents = contents.filter_map(|content| content.at("DataContent"));
        let texts = contents.map(|content| {
            let story = content.at("nitf/body.content").unwrap_or(content);
            story.paragraphs(&["media"])
        });
        for text in texts.filter(|text| !text.is_empty()) {
            if body.is_empty() && role.eq_ignore_ascii_case("main") {
                body = text;
            } else {
                beside.push(text);
            }
        }
    }
    (body, beside)
}

fn organisations(item: &Node) -> Vec<String> {
    const KINDS: &[&str] = &["organization", "company", "companies"];
    let metadata = item.at("DescriptiveMetadata").into_iter();
    let classes = metadata.flat_map(|metadata| metadata.all("EntityClassification"));
    let classes = classes.filter(|class| {
        let authority = class.attribute("Authority").unwrap_or_default();
        let authority = authority.to_lowercase();
        KINDS.iter().any(|kind| authority.contains(kind))
    });
    let named = classes.flat_map(|class| class.all("Occurrence"));
    named
        .filter_map(|one| one.attribute("Value"))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{articles, read};
    use super::*;
    use crate::error::ProblemKind;

    fn publication(status: &str, components: &str) -> String {
        format!(
            "<Publication xmlns='http://ap.org/schemas/03/2005/appl'><Identification><ItemId>a1</ItemId><DefaultLanguage>en-us</DefaultLanguage></Identification>\
             <PublicationManagement><FirstCreated Year='2018' Month='3' Day='9' Time='17:55:01'/><LastModifiedDateTime>2018-03-09T18:05:10</LastModifiedDateTime><Status>{status}</Status></PublicationManagement>\
             <NewsLines><Title>US--Bridge</Title><HeadLine>Bridge shuts</HeadLine><ByLine>By RUTH ALDER</ByLine></NewsLines><AdministrativeMetadata><Provider>AP</Provider></AdministrativeMetadata>\
             <DescriptiveMetadata><EntityClassification Authority='AP Organization'><Occurrence Value='Harbor Board'/></EntityClassification>\
             <EntityClassification Authority='AP Party'><Occurrence Value='R. Alder'/></EntityClassification></DescriptiveMetadata>{components}</Publication>"
        )
    }

    fn component(role: &str, text: &str) -> String {
        format!(
            "<PublicationComponent Role='{role}' MediaType='Text'><TextContentItem><DataContent><nitf><body.content><block id='Main'>{text}</block></body.content></nitf></DataContent></TextContentItem></PublicationComponent>"
        )
    }

    #[test]
    fn a_publication_becomes_an_article() {
        let caption = component("Caption", "<p>A bridge.</p>");
        let main = component("Main", "<p>HARBOR CITY (AP) - It shuts.</p><p>In May.</p>");
        let text = publication("Usable", &format!("{caption}{main}"));
        assert!(Appl.recognises(text.as_bytes()));
        let article = &articles(&Appl, text.as_bytes())[0];
        assert_eq!(article.headline, "Bridge shuts");
        assert_eq!(article.body, "HARBOR CITY (AP) - It shuts.\n\nIn May.");
        assert_eq!(article.cut[0].text, "\n\nA bridge.");
        assert_eq!(article.byline.as_deref(), Some("RUTH ALDER"));
        assert_eq!(article.organisations.len(), 1);
        let date = article.date.as_ref().map(ToString::to_string);
        assert_eq!(date.as_deref(), Some("2018-03-09T17:55:01"));
        let picture = publication("Usable", &caption);
        assert_eq!(articles(&Appl, picture.as_bytes())[0].body, "A bridge.");
        let gone = read(&Appl, publication("Canceled", "").as_bytes());
        assert_eq!(gone.problems[0].kind, ProblemKind::Withheld);
    }
}
