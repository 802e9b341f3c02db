//! Reuters Corpus Volume 1 and 2: one `newsitem` a file, usually many files in a ZIP archive.
//!
//! The day of publication is an attribute of the item. The `title` repeats the headline behind the country.
//! The codes of topics, countries and industries are left out: they name no organisation.

use super::xml::{self, Form, Node};
use super::{Context, Flow, Found, Reader, Record, gather, language};
use crate::article::Article;
use crate::error::Problem;
use std::io::Read;

/// The reader of Reuters Corpus Volume 1 and 2.
pub struct Rcv1;

impl Reader for Rcv1 {
    fn name(&self) -> &'static str {
        "rcv1"
    }

    fn about(&self) -> &'static str {
        "Reuters Corpus Volume 1 and 2"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    fn recognises(&self, head: &[u8]) -> bool {
        xml::root(head).is_some_and(|root| root == "newsitem")
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
    names: &["newsitem"],
    nests: false,
    dates: Some(&[]),
    is_item: |node, _| node.local() == "newsitem",
    read: |item, _, context| {
        let mut problems = Vec::new();
        let article = article(item, context, &mut problems);
        Found::checked(Ok(article), problems, None)
    },
};

fn article(item: &Node, context: &Context, problems: &mut Vec<Problem>) -> Article {
    let line = |path: &str| {
        item.at(path)
            .map(Node::line)
            .filter(|line| !line.is_empty())
    };
    let own = item.attribute("date").map(str::to_owned);
    let dates = own.or_else(|| said(item, "dc.date.published"));
    let sender = said(item, "dc.source").or_else(|| said(item, "dc.publisher"));
    Article {
        id: item.attribute("itemid").map(str::to_owned),
        headline: line("headline")
            .or_else(|| line("title"))
            .unwrap_or_default(),
        body: item
            .at("text")
            .map(|text| text.paragraphs(&[]))
            .unwrap_or_default(),
        date: gather::read_date(dates, context, problems),
        publication: sender,
        byline: line("byline").map(|byline| gather::without_by(&byline)),
        language: item.attribute("xml:lang").and_then(language::tag),
        ..Article::default()
    }
}

/// What an element of the metadata says.
fn said(item: &Node, name: &str) -> Option<String> {
    let metadata = item.at("metadata")?;
    let mut elements = metadata.all("dc");
    let element = elements.find(|dc| dc.attribute("element") == Some(name))?;
    element.attribute("value").map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::super::testing::articles;
    use super::*;

    #[test]
    fn an_item_becomes_an_article() {
        let text = "<?xml version='1.0'?><newsitem itemid='7' date='1996-08-20' xml:lang='en'><title>UK: Rates rise.</title>\
            <headline>Rates rise.</headline><text><p>One.</p><p>Two.</p></text><metadata><codes><code code='UK'/></codes>\
            <dc element='dc.source' value='Reuters'/></metadata></newsitem>";
        let article = &articles(&Rcv1, text.as_bytes())[0];
        assert_eq!(article.headline, "Rates rise.");
        assert_eq!(article.body, "One.\n\nTwo.");
        let date = article.date.as_ref().map(ToString::to_string);
        assert_eq!(date.as_deref(), Some("1996-08-20"));
        assert_eq!(article.publication.as_deref(), Some("Reuters"));
    }
}
