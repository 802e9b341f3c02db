//! The files of the hits, one a line or NUL-ended, for `xargs` and editors. A file that holds several of
//! the hits is named once.

use super::{Printer, Style};
use crate::answer::Page;
use crate::error::Result;
use std::collections::HashSet;
use std::io::Write;

/// `--format paths`.
pub(super) struct Paths;

impl Printer for Paths {
    fn name(&self) -> &'static str {
        "paths"
    }

    fn about(&self) -> &'static str {
        "the file of each article, each file once, one a line (`-0`: each ended by NUL)"
    }

    fn page(&self, page: &Page, style: &Style, out: &mut dyn Write) -> Result<()> {
        style.without_fields(self.name())?;
        let mut named = HashSet::new();
        for hit in &page.hits {
            if named.insert(hit.file.as_str()) {
                style.write_name(&hit.file, out)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print::sample::{self, printed, terminal};

    #[test]
    fn a_newline_in_a_name_survives_only_nul() {
        let page = sample::page(vec![sample::nasty(), sample::bare()], 2);
        let plain = printed(&Paths, &page, &Style::default());
        assert_eq!(
            plain,
            "/news/a dir/new line \"quoted\".txt\n/news/notes/x.txt\n"
        );
        let null = Style {
            null: true,
            ..Style::default()
        };
        let text = printed(&Paths, &page, &null);
        assert_eq!(
            text,
            "/news/a dir/new\nline \"quoted\".txt\0/news/notes/x.txt\0"
        );
        assert_eq!(
            printed(&Paths, &sample::page(Vec::new(), 0), &terminal(80)),
            ""
        );
    }

    #[test]
    fn a_table_is_refused_with_what_to_use() {
        let error = Paths.table(&sample::table(), &Style::default(), &mut Vec::new());
        let error = error.unwrap_err().to_string();
        assert!(
            error.contains("use text, json, jsonl, csv or tsv"),
            "{error}"
        );
    }
}
