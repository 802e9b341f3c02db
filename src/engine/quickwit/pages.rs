//! All matches of a question, page by page.

use super::Quickwit;
use crate::error::Result;
use crate::quickwit::Found;
use serde_json::{Value as Json, json};

/// So many documents come at a time.
const PAGE: usize = 500;

impl Quickwit {
    /// Hands out every match, in order of a number field, then of their numbers.
    ///
    /// Batches that come meanwhile do not count yet, so no page can shift another.
    ///
    /// # Errors
    /// From asking, and whatever `each` gives.
    pub(super) fn pages(
        &self,
        question: &Json,
        order: &str,
        each: &mut dyn FnMut(Vec<Found>) -> Result<()>,
    ) -> Result<()> {
        let mut sort = vec![json!({order: {"order": "asc"}})];
        if order != "uid" {
            sort.push(json!({"uid": {"order": "asc"}}));
        }
        let mut after: Option<Vec<Json>> = None;
        loop {
            let mut body = json!({
                "size": PAGE,
                "track_total_hits": true,
                "query": question,
                "sort": sort,
            });
            if let Some(after) = &after {
                body["search_after"] = json!(after);
            }
            let answer = self.client.search(&body);
            let answer = answer.map_err(|failure| self.failed(failure))?;
            let last = answer.found.last().map(|found| found.sort.clone());
            let full = answer.found.len() == PAGE;
            if let Some(last) = last {
                if last.len() != sort.len() || after.as_ref() == Some(&last) {
                    return Err(self.damaged());
                }
                after = Some(last);
                each(answer.found)?;
            }
            if !full {
                return Ok(());
            }
        }
    }
}
