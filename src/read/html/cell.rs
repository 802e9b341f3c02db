//! Pages laid out in tables, as they were around the year 2000: the cell that is the article.
//!
//! Extractors weigh sections, and in such a page the navigation is a section of the same table. But the
//! prose of an article stands in one cell; if nearly all prose of the page does, the rest is the page
//! around it. Tables of figures hold no prose.

use super::page::Page;
use dom_query::{NodeId, NodeRef};
use std::collections::HashMap;

/// Shorter pieces of text are no prose, in characters.
const PROSE: usize = 80;
/// Less prose than this is no article, in characters.
const LEAST: usize = 500;
/// Such a share of the page's prose must stand in the cell.
const SHARE: f64 = 0.8;

/// The markup of the innermost cell that holds nearly all prose of a page; nothing if the page is not laid
/// out so.
pub(super) fn layout_cell(page: &Page) -> Option<String> {
    let document = page.document();
    if !document.select("td td, td").exists() || document.select("article, main").exists() {
        return None;
    }
    let (mut total, mut cells) = (0, HashMap::<NodeId, Cell>::new());
    for node in document.body()?.descendants_it().filter(NodeRef::is_text) {
        let length = node.text().trim().chars().count();
        if length < PROSE {
            continue;
        }
        let ancestors: Vec<NodeRef> = node.ancestors_it(None).collect();
        let elsewhere = ["a", "script", "style", "noscript"];
        if ancestors
            .iter()
            .any(|node| elsewhere.iter().any(|name| node.has_name(name)))
        {
            continue;
        }
        total += length;
        let depth = ancestors.len();
        for (above, cell) in ancestors
            .iter()
            .enumerate()
            .filter(|(_, node)| node.has_name("td"))
        {
            let entry = cells.entry(cell.id).or_insert(Cell {
                prose: 0,
                depth: depth - above,
                node: *cell,
            });
            entry.prose += length;
        }
    }
    let holds = |cell: &&Cell| cell.prose as f64 >= SHARE * total as f64;
    let innermost = cells.values().filter(holds).max_by_key(|cell| cell.depth)?;
    (total >= LEAST).then(|| format!("<html><body>{}</body></html>", innermost.node.inner_html()))
}

struct Cell<'a> {
    prose: usize,
    depth: usize,
    node: NodeRef<'a>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cell_with_the_prose_is_the_article() {
        let prose = "The council met on Tuesday to hear what the new bridge will cost the town in the end. ";
        let text = format!("<p>{0}<p>{0}<p>{0}", prose.repeat(3));
        let layout = format!(
            "<table><tr><td>Home<td><table><tr><td><h1>Bridge</h1>{text}</table><td>Links</table>"
        );
        let cell = layout_cell(&Page::parse(&layout, None)).expect("a cell");
        assert!(cell.contains("<h1>Bridge") && !cell.contains("Home") && !cell.contains("Links"));
        for other in [
            format!("{text}<table><tr><td>12<td>13</table>"),
            format!("<table><tr><td>{text}<td>{text}</table>"),
            format!("<article><table><tr><td>{text}</table></article>"),
            "<table><tr><td>12<td>13</table>".to_owned(),
        ] {
            assert_eq!(layout_cell(&Page::parse(&other, None)), None, "{other}");
        }
    }
}
