//! The path of each hit, one a line or NUL-ended, for `xargs` and editors.

use super::{Printer, Style};
use crate::answer::Page;
use crate::error::Result;
use std::io::Write;

/// `--format paths`.
pub(super) struct Paths;

impl Printer for Paths {
    fn name(&self) -> &'static str {
        "paths"
    }

    fn about(&self) -> &'static str {
        "the path of each article, one a line (`-0`: each ended by NUL)"
    }

    fn page(&self, page: &Page, style: &Style, out: &mut dyn Write) -> Result<()> {
        style.without_fields(self.name())?;
        for hit in &page.hits {
            style.write_name(&hit.path, out)?;
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
        assert_eq!(plain, "a dir/new line \"quoted\".txt\nnotes/x.txt\n");
        let null = Style {
            null: true,
            ..Style::default()
        };
        let text = printed(&Paths, &page, &null);
        assert_eq!(text, "a dir/new\nline \"quoted\".txt\0notes/x.txt\0");
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
