//! Parts of an article of XML that stand in groups: `<Identification><Id>…`, `<Metadata><Language>…`.
//!
//! Editorial systems and agencies (Yonhap, Ritzau, the CNML of Xinhua) put what they say of an article into
//! elements that only hold others. What the article does not say by itself is taken from there.

use super::fields::{Field, known};
use super::xml::Node;
use serde_json::{Map, Value};

/// Groups in groups are looked into so deep.
const DEEPEST: usize = 3;

/// Fills what a record leaves open from the groups among the parts of an element.
pub(super) fn fill(record: &mut Map<String, Value>, node: &Node) {
    let groups = node.nodes().filter(|part| is_group(part));
    for group in groups {
        from_group(record, group, 0);
    }
}

/// Fills it from the parts of the element that the article stands in, too.
pub(super) fn fill_from_outer(record: &mut Map<String, Value>, outer: &Node) {
    from_parts(record, outer);
    fill(record, outer);
}

fn from_group(record: &mut Map<String, Value>, group: &Node, depth: usize) {
    from_parts(record, group);
    if depth < DEEPEST {
        for inner in group.nodes().filter(|part| is_group(part)) {
            from_group(record, inner, depth + 1);
        }
    }
}

/// The parts that hold only text and have the name of a field that is still open.
fn from_parts(record: &mut Map<String, Value>, node: &Node) {
    for part in node.nodes().filter(|part| part.nodes().next().is_none()) {
        let Some(field) = known(part.local()).filter(|field| *field != Field::Lead) else {
            continue;
        };
        let line = part.line();
        if !line.is_empty() && !has(record, field) {
            record.insert(part.local().to_owned(), line.into());
        }
    }
}

fn has(record: &Map<String, Value>, field: Field) -> bool {
    record.iter().any(|(key, value)| {
        let empty = value.as_str().is_some_and(str::is_empty);
        known(key) == Some(field) && !empty
    })
}

/// Whether an element only groups parts of one article: it has no name of a field, no text, and is no list of
/// what goes with it.
fn is_group(node: &Node) -> bool {
    const NAMES: &[&str] = &[
        "meta", "head", "ident", "manage", "admin", "info", "propert", "titles", "descri",
    ];
    let name = node.local().to_lowercase();
    let named = NAMES.iter().any(|part| name.contains(part)) && known(node.local()).is_none();
    let text = node.text_between().any(|text| !text.trim().is_empty());
    named && !text
}
