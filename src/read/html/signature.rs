//! A writer whose name is a line of the text: set apart above it or signed below it, and marked nowhere.
//!
//! Only a line that is printed otherwise than the text (bold, italic, to the right) counts, and above the text only
//! one in capitals or with an address below it: bold lines there are subheadings as often.

use super::byline::is_elsewhere;
use super::names::{is_name, is_trade};
use super::page::Page;
use super::visit::short_text;

/// The longest line with a name, in characters.
const LONGEST: usize = 40;
/// The paragraph beside it is so long at least.
const PROSE: usize = 80;

/// The lines of a page that may be the name of its writer.
pub(super) fn candidates(page: &Page) -> Vec<String> {
    let apart = page.document().select(
        r#"b, strong, i, em, [align="right"], [style*="right"], [class*="firma"], [class*="signature"], [class*="right"]"#,
    );
    let texts = apart.nodes().iter().filter(|node| !is_elsewhere(node));
    let texts = texts.filter_map(|node| short_text(node, LONGEST));
    texts.filter(|text| is_signature(text)).collect()
}

/// The name that stands above a text or below it, as one of the candidates.
pub(super) fn byline(body: &str, candidates: &[String]) -> Option<String> {
    let lines = body.lines().map(str::trim).filter(|line| !line.is_empty());
    let lines: Vec<&str> = lines.collect();
    let is_candidate = |line: &str| candidates.iter().any(|one| one == line);
    let (first, last) = (lines.first()?, lines.last()?);
    let address = lines.get(1).filter(|line| is_address(line));
    let is_large = !first.contains(char::is_lowercase);
    let text = lines.get(1 + usize::from(address.is_some()))?;
    if is_candidate(first) && (address.is_some() || is_large) && is_prose(text) {
        return Some((*first).to_owned());
    }
    let before = lines.get(lines.len().checked_sub(2)?)?;
    (is_candidate(last) && is_prose(before)).then(|| (*last).to_owned())
}

/// Whether a line is an address of electronic mail.
pub(super) fn is_address(line: &str) -> bool {
    let parts = line.trim().split_once('@');
    parts.is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !line.trim().contains(' ')
    })
}

/// Whether a line is two to four names in capitals or with capital letters, and nothing that people do.
fn is_signature(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let is_full = text
        .chars()
        .all(|c| c.is_alphabetic() || " .'’-".contains(c));
    let has_case = text.contains(char::is_uppercase);
    (2..=4).contains(&words) && is_full && has_case && is_name(text) && !is_trade(text)
}

fn is_prose(line: &str) -> bool {
    line.chars().count() >= PROSE
}

#[cfg(test)]
mod tests {
    use super::super::of_markup;
    use super::*;

    #[test]
    fn a_name_apart_from_the_text_signs_it() {
        let text = "The harbour board met on Tuesday and voted, in the end and after a long day, to close the bridge.";
        for (head, tail, byline) in [
            ("", "<p align=right>Anna AMES</p>", Some("Anna AMES")),
            ("", "<p><i>Ann Ames</i></p>", Some("Ann Ames")),
            ("", "<p>Ann Ames</p>", None),
            ("", "<p><b>Read more</b></p>", None),
            ("<p><b>ANN AMES</b></p>", "", Some("ANN AMES")),
            (
                "<p><b>Ann Ames</b></p><p>ann@herald.example</p>",
                "",
                Some("Ann Ames"),
            ),
            ("<p><b>Old Bridge</b></p>", "", None),
        ] {
            let page = Page::parse(&format!("<body>{head}<p>{text}</p>{tail}</body>"), None);
            let body = of_markup(&format!("{head}<p>{text}</p>{tail}"));
            let found = super::byline(&body, &candidates(&page));
            assert_eq!(found.as_deref(), byline, "{body}");
        }
    }
}
