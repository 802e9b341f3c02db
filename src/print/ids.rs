//! The id of each hit, one a line or NUL-ended, for `morgue show` and for sets of articles.

use super::{Printer, Style};
use crate::answer::Page;
use crate::error::Result;
use std::io::Write;

/// `--format ids`.
pub(super) struct Ids;

impl Printer for Ids {
    fn name(&self) -> &'static str {
        "ids"
    }

    fn about(&self) -> &'static str {
        "the id of each article, one a line (`-0`: each ended by NUL)"
    }

    fn page(&self, page: &Page, style: &Style, out: &mut dyn Write) -> Result<()> {
        style.without_fields(self.name())?;
        for hit in &page.hits {
            style.write_name(&hit.id, out)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print::Topic;
    use crate::print::sample::{self, printed};

    #[test]
    fn one_id_a_line_in_a_batch_after_its_query() {
        let page = sample::page(vec![sample::nasty(), sample::bare()], 2);
        assert_eq!(
            printed(&Ids, &page, &Style::default()),
            "@evil id 7\nnotes/x.txt\n"
        );
        let style = Style {
            topic: Some(Topic {
                id: "q7".into(),
                first: true,
            }),
            ..Style::default()
        };
        assert_eq!(
            printed(&Ids, &page, &style),
            "q7\t@evil id 7\nq7\tnotes/x.txt\n"
        );
    }
}
