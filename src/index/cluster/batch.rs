//! Lines on their way to a cluster.

use crate::quickwit::{BATCH_LIMIT, uid};
use serde_json::{Map, Value as Json};

/// A batch is sent when it has so many bytes: half of what a cluster takes at most.
const BATCH_BYTES: usize = 5 << 20;
/// A line with more bytes than this cannot be sent at all.
pub(super) const LONGEST_LINE: usize = 9 << 20;

/// A document as JSON, to which the numbers of its batch are still to be added.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// The object without its closing brace.
    text: String,
    /// The key of its file or record.
    pub(super) key: String,
}

impl Line {
    pub(super) fn of(document: &Map<String, Json>) -> Self {
        let mut text = serde_json::to_string(document).expect("a document is always JSON");
        text.pop();
        let key = document.get("file_key").and_then(Json::as_str);
        Self {
            text,
            key: key.unwrap_or_default().to_owned(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// The line as it stands in a batch.
    pub(super) fn numbered(&self, revision: u64, batch: u64, place: usize) -> String {
        let uid = uid(batch, place);
        format!(
            "{},\"revision\":{revision},\"batch\":{batch},\"uid\":{uid}}}",
            self.text
        )
    }
}

/// Lines that wait to be sent.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    lines: Vec<Line>,
    bytes: usize,
}

impl Waiting {
    pub(super) fn push(&mut self, line: Line) {
        self.bytes += line.len() + 100;
        self.lines.push(line);
    }

    /// Whether another line would be too much.
    pub(super) fn is_full(&self, next: &Line) -> bool {
        let full = self.lines.len() + 1 >= BATCH_LIMIT || self.bytes + next.len() > BATCH_BYTES;
        full && !self.lines.is_empty()
    }

    /// Takes back what was to be sent of a file or record.
    pub(super) fn withdraw(&mut self, keys: &[String]) {
        self.lines.retain(|line| !keys.contains(&line.key));
        self.bytes = self.lines.iter().map(|line| line.len() + 100).sum();
    }

    pub(super) fn take(&mut self) -> Vec<Line> {
        self.bytes = 0;
        std::mem::take(&mut self.lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn line(key: &str, bytes: usize) -> Line {
        let mut document = Map::new();
        document.insert("file_key".into(), json!(key));
        document.insert("body".into(), json!("x".repeat(bytes)));
        Line::of(&document)
    }

    #[test]
    fn a_line_is_json_with_its_numbers() {
        let text = line("a", 3).numbered(2, 5, 1);
        let json: Json = serde_json::from_str(&text).unwrap();
        assert_eq!(json["batch"], 5);
        assert_eq!(json["uid"], uid(5, 1));
        assert_eq!(json["revision"], 2);
        assert_eq!(json["body"], "xxx");
    }

    #[test]
    fn batches_stay_below_what_a_cluster_takes() {
        let mut waiting = Waiting::default();
        assert!(!waiting.is_full(&line("a", LONGEST_LINE)));
        waiting.push(line("a", 3 << 20));
        assert!(waiting.is_full(&line("b", 3 << 20)));
        assert!(!waiting.is_full(&line("b", 1 << 20)));
        waiting.withdraw(&["a".into()]);
        assert!(waiting.take().is_empty());
    }
}
