//! What a news item says: its headline and its text, among several of each.

use super::super::markup;
use super::super::xml::Node;

/// The main headline in the language of the item, else the first; else the title of the item.
pub(super) fn headline(item: &Node, language: Option<&str>) -> Option<String> {
    let headlines = item
        .at("contentMeta")
        .into_iter()
        .flat_map(|meta| meta.all("headline"));
    let headlines = headlines.filter(|node| !node.line().is_empty());
    let best = headlines.min_by_key(|node| (rank(node.attribute("role")), !speaks(node, language)));
    let best = best.or_else(|| item.at("itemMeta/title"))?;
    Some(best.line()).filter(|line| !line.is_empty())
}

/// How far a role is from that of the main headline; every agency has its own names for them.
fn rank(role: Option<&str>) -> u8 {
    let Some(role) = role else { return 1 };
    match role.rsplit([':', '/']).next().unwrap_or_default() {
        "main" => 0,
        "headline" | "title" | "default" => 1,
        "kicker" | "short" | "slug" | "teaser" => 3,
        part if part.to_lowercase().starts_with("sub") => 3,
        _ => 2,
    }
}

/// What stands in for a headline: the heading of the text, else the slug by which the newsroom knows it.
pub(super) fn heading(item: &Node) -> Option<String> {
    let content = item.at("contentSet").into_iter();
    let names = ["h1", "title"].iter();
    let headings = content.flat_map(|content| names.clone().flat_map(|name| content.deep(name)));
    let slug = item.at("contentMeta/slugline").into_iter();
    let mut lines = headings.chain(slug).map(Node::line);
    lines.find(|line| !line.is_empty())
}

/// Whether a text is in the language of its item; one that names none is.
fn speaks(node: &Node, language: Option<&str>) -> bool {
    let (Some(own), Some(language)) = (node.attribute("xml:lang"), language) else {
        return true;
    };
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_lowercase();
    primary(own) == primary(language)
}

/// The longest text in the item, else its descriptions (captions, shot lists), each once.
pub(super) fn body(item: &Node, nested: String, language: Option<&str>) -> String {
    if !nested.is_empty() {
        return nested;
    }
    let contents = item.at("contentSet").into_iter().flat_map(Node::nodes);
    let texts = contents.filter_map(text);
    // Renditions of one text: the first of the longest is the whole of it.
    let longest = texts.reduce(|best, text| if text.len() > best.len() { text } else { best });
    if let Some(text) = longest.filter(|text| !text.is_empty()) {
        return text;
    }
    let meta = item.at("contentMeta").into_iter();
    let descriptions = meta.flat_map(|meta| meta.all("description"));
    let mut parts: Vec<String> = Vec::new();
    for part in descriptions
        .filter(|node| speaks(node, language))
        .map(|node| node.paragraphs(&[]))
    {
        if !part.is_empty() && !parts.iter().any(|before| before.contains(&part)) {
            parts.push(part);
        }
    }
    parts.join("\n\n")
}

/// The elements of XHTML that are no text of the story.
const WITHOUT: &[&str] = &["head", "script", "style", "figcaption"];

/// The captions of the pictures in the text.
pub(super) fn captions(item: &Node) -> Vec<String> {
    let contents = item.at("contentSet").into_iter();
    contents
        .flat_map(|content| content.texts_of(&["figcaption"]))
        .collect()
}

/// The text of one rendition; data that is no text (results, pictures) has none.
fn text(content: &Node) -> Option<String> {
    let kind = content.attribute("contenttype").unwrap_or("text/plain");
    match content.local() {
        "inlineXML" if kind.contains("sportsml") => None,
        "inlineXML" => {
            let html = content.deep("body").into_iter().next().unwrap_or(content);
            let main = html.deep("section").into_iter();
            // Beside the story the dpa puts notes for the newsroom into sections of their own.
            let main = main.filter(|section| section.attribute("class") == Some("main"));
            let parts: Vec<_> = main
                .map(|section| section.paragraphs(WITHOUT))
                .filter(|part| !part.is_empty())
                .collect();
            if parts.is_empty() {
                return Some(html.paragraphs(WITHOUT));
            }
            Some(parts.join("\n\n"))
        }
        "inlineData" if is_text(kind) && content.attribute("encoding").is_none() => {
            Some(markup::plain(&content.raw()))
        }
        _ => None,
    }
}

fn is_text(kind: &str) -> bool {
    kind.starts_with("text/") || kind.contains("html") || kind.contains("xml")
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::articles;
    use super::super::NewsMlG2;

    fn item(meta: &str, content: &str) -> (String, String) {
        let text = format!(
            "<n:newsItem xmlns:n='x' xml:lang='fr'><n:contentMeta>{meta}</n:contentMeta><n:contentSet>{content}</n:contentSet></n:newsItem>"
        );
        let article = articles(&NewsMlG2, text.as_bytes()).remove(0);
        (article.headline, article.body)
    }

    #[test]
    fn of_several_headlines_and_texts_the_best_are_taken() {
        let html = "<inlineXML contenttype='application/xhtml+xml'><h:html xmlns:h='x'><h:head><h:title>Page</h:title></h:head><h:body><h:p>Un <h:b>mot</h:b>.</h:p><h:p>Deux.</h:p></h:body></h:html></inlineXML>";
        let picture = "<inlineData contenttype='image/jpeg' encoding='base64'>AAAAAAAAAAAAAAAAAAAAAAAAA</inlineData>";
        let escaped = "<inlineData contenttype='text/html'>&lt;p&gt;Un mot.&lt;/p&gt;&lt;p&gt;Deux.&lt;/p&gt;</inlineData>";
        for (meta, content, headline, body) in [
            (
                "<headline xml:lang='en'>Rates</headline><headline xml:lang='fr-FR'>Taux</headline>",
                html,
                "Taux",
                "Un mot.\n\nDeux.",
            ),
            (
                "<slugline>taux-bce</slugline>",
                html,
                "Page",
                "Un mot.\n\nDeux.",
            ),
            (
                "<slugline>taux-bce</slugline>",
                &format!("{picture}{escaped}"),
                "taux-bce",
                "Un mot.\n\nDeux.",
            ),
            (
                "<headline>Taux</headline><description>Vue.</description><description xml:lang='en'>View.</description><description role='x:script'>Plan.</description>",
                "<remoteContent href='x'/>",
                "Taux",
                "Vue.\n\nPlan.",
            ),
        ] {
            assert_eq!(
                item(meta, content),
                (headline.into(), body.into()),
                "{meta}"
            );
        }
    }

    #[test]
    fn captions_stand_beside_the_text() {
        let text = "<newsItem><contentMeta><headline>Rates</headline></contentMeta><contentSet><inlineXML contenttype='application/xhtml+xml'>\
            <html><body><p>One.</p><figure><img src='x'/><figcaption>A <b>ferry</b></figcaption></figure><p>Two.</p></body></html></inlineXML></contentSet></newsItem>";
        let article = &articles(&NewsMlG2, text.as_bytes())[0];
        assert_eq!(article.body, "One.\n\nTwo.");
        assert_eq!(article.cut[0].text, "\n\nA ferry");
    }

    #[test]
    fn a_part_of_an_item_is_read_like_the_item() {
        let text = "<contentSet><inlineXML><nitf><body><body.head><hedline><hl1>Rates</hl1></hedline></body.head><body.content><p>One.</p></body.content></body></nitf></inlineXML></contentSet>";
        let article = &articles(&NewsMlG2, text.as_bytes())[0];
        assert_eq!(
            (article.headline.as_str(), article.body.as_str()),
            ("Rates", "One.")
        );
    }
}
