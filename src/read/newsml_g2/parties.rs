//! Who stands in a news item: its authors, its sender, the organisations it is about.

use super::super::gather;
use super::super::xml::Node;
use std::collections::HashMap;

/// The name of a party: its first name, or what the party is called by its sender.
fn name(party: &Node) -> Option<String> {
    let mut names = party.all("name").map(Node::line);
    let name = names.find(|line| !line.is_empty());
    name.or_else(|| party.attribute("literal").map(str::to_owned))
}

/// Who wrote it: the bylines, else the names of the creators.
pub(super) fn byline(item: &Node, language: Option<&str>) -> Option<String> {
    let meta = item.at("contentMeta")?;
    let is_title = |by: &&Node| {
        by.attribute("role")
            .is_some_and(|role| role.ends_with(":title"))
    };
    let bylines = meta.all("by").filter(|by| !is_title(by));
    let mut names: Vec<String> = bylines.map(Node::line).collect();
    names.retain(|name| !name.is_empty());
    if names.is_empty() {
        names = meta.all("creator").filter_map(name).collect();
    }
    let names = names
        .iter()
        .map(|name| gather::without_by_in(name, language));
    let names: Vec<_> = names.collect();
    Some(names.join(", ")).filter(|line| !line.is_empty())
}

/// Who publishes it: the provider, else the holder of the copyright, else the source.
pub(super) fn sender(item: &Node) -> Option<String> {
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

/// What names a concept: the same in a subject and in what is said of it in an assertion.
fn concept(node: &Node) -> Option<&str> {
    ["qcode", "uri", "literal"]
        .iter()
        .find_map(|key| node.attribute(key))
}

/// The subjects and assertions of the type organisation. A subject may leave its name to an assertion.
pub(super) fn organisations(item: &Node) -> Vec<String> {
    let asserted: HashMap<&str, &Node> = item
        .all("assert")
        .filter_map(|node| Some((concept(node)?, node)))
        .collect();
    let meta = item.at("contentMeta").into_iter();
    let parties = meta
        .flat_map(|meta| meta.all("subject"))
        .chain(item.all("assert"));
    let parties = parties.filter(|node| is_organisation(node));
    let named = parties.filter_map(|node| {
        let named = node.at("name").and_then(|_| name(node));
        named
            .or_else(|| name(asserted.get(concept(node)?)?))
            .or_else(|| name(node))
    });
    named.collect()
}

fn is_organisation(node: &Node) -> bool {
    let own = node.attribute("type").or_else(|| node.attribute("typeuri"));
    let kind = own.or_else(|| node.at("type")?.attribute("qcode"));
    let of_kind = |kind: &str| kind.ends_with(":organisation") || kind.ends_with("/organisation");
    kind.is_some_and(of_kind) || node.at("organisationDetails").is_some()
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::articles;
    use super::super::NewsMlG2;

    #[test]
    fn a_subject_may_leave_its_name_to_an_assertion() {
        let text = "<newsItem><contentMeta><by>By A. Writer</by><by>B. Author</by><headline>Rates</headline>\
            <subject type='cpnat:organisation' qcode='c:1'/><subject type='cpnat:person' qcode='p:1'/></contentMeta>\
            <assert qcode='c:1'><name>Acme AG</name><organisationDetails/></assert><assert qcode='p:1'><name>Ann</name></assert></newsItem>";
        let article = &articles(&NewsMlG2, text.as_bytes())[0];
        let names: Vec<_> = article
            .organisations
            .iter()
            .map(|one| one.name.as_str())
            .collect();
        assert_eq!(names, ["Acme AG"]);
        assert_eq!(article.byline.as_deref(), Some("A. Writer, B. Author"));
    }
}
