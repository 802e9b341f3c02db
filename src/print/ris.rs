//! RIS: one record a hit, for `EndNote`, Zotero, Mendeley and most library catalogues.
//!
//! The tags are those of a newspaper article (`TY  - NEWS`). Lines end with CR LF, as the format asks; a
//! value is one line, so nothing in it can begin a tag of its own.

use super::{Printer, Style, citation, reprinted};
use crate::answer::{Hit, Page, Reprint};
use crate::error::Result;
use std::io::Write;

/// `--format ris`.
pub(super) struct Ris;

impl Printer for Ris {
    fn name(&self) -> &'static str {
        "ris"
    }

    fn about(&self) -> &'static str {
        "citations for reference managers (EndNote, Zotero, Mendeley)"
    }

    fn page(&self, page: &Page, style: &Style, out: &mut dyn Write) -> Result<()> {
        style.without_fields(self.name())?;
        style.without_null(self.name())?;
        for (place, hit) in page.hits.iter().enumerate() {
            record(hit, reprinted::of(page, place), style, out)?;
        }
        Ok(())
    }
}

fn record(hit: &Hit, reprints: &[Reprint], style: &Style, out: &mut dyn Write) -> Result<()> {
    let article = &hit.article;
    let line = |text| citation::line(text, style);
    let mut tag = |name: &str, value: &str| write!(out, "{name}  - {value}\r\n");
    tag("TY", "NEWS")?;
    tag("ID", &style.clean_line(hit.id.as_str()))?;
    tag("TI", &citation::title(hit, style))?;
    for author in citation::authors(hit, style) {
        tag("AU", &author)?;
    }
    if let Some(date) = &article.date {
        let parts = citation::date_parts(date);
        tag("PY", &format!("{:04}", parts[0]))?;
        tag("DA", &slashed(&parts))?;
    }
    for (name, value) in [
        ("T2", &article.publication),
        ("SE", &article.section),
        ("UR", &article.url),
        ("LA", &article.language),
    ] {
        if let Some(value) = line(value.as_ref()) {
            tag(name, &value)?;
        }
    }
    if let Some(note) = reprinted::note(reprints, style) {
        tag("N1", &note)?;
    }
    tag("ER", "")?;
    Ok(out.write_all(b"\r\n")?)
}

/// `1987/03/09/`, with nothing where nothing is known: `1987///`.
fn slashed(parts: &[i16]) -> String {
    let part = |place: usize| {
        parts
            .get(place)
            .map_or_else(String::new, |part| format!("{part:02}"))
    };
    format!("{:04}/{}/{}/", parts[0], part(1), part(2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print::sample::{self, printed, visible};

    #[test]
    fn a_value_cannot_begin_a_tag() {
        let mut page = sample::all();
        page.hits[2].article.publication = Some("X\r\nER  - \nTY  - BOOK".into());
        let text = printed(&Ris, &page, &Style::default());
        assert_eq!(text.matches("\r\n").count(), text.matches('\n').count());
        insta::assert_snapshot!(visible(&text.replace("\r\n", "¶\n")), @r#"
        TY  - NEWS¶
        ID  - reut2-001.sgm#1204¶
        TI  - Cocoa council meets on buffer stock rules¶
        AU  - Jane Doe¶
        AU  - John O'Hara¶
        PY  - 1987¶
        DA  - 1987/03/09/¶
        T2  - The Evening Ledger¶
        SE  - Commodities¶
        UR  - https://ledger.example/1987/03/09/cocoa_50%25¶
        LA  - en¶
        ER  - ¶
        ¶
        TY  - NEWS¶
        ID  - @evil id 7¶
        TI  - =cmd|' /C calc'!A0 \u{1b}[31mred\u{202e}txt.exe  "可可", 100% {of} $5_000 & #1 \¶
        AU  - By-Line, Staff¶
        PY  - 1987¶
        DA  - 1987///¶
        UR  - https://ledger.example/{a}\b c¶
        ER  - ¶
        ¶
        TY  - NEWS¶
        ID  - notes/x.txt¶
        TI  - [no headline]¶
        T2  - X  ER  -  TY  - BOOK¶
        ER  - ¶
        ¶
        "#);
    }
}
