//! JSON Lines in the form of `schema/article.json`, which the index reads back exactly.

use super::{Export, Out, id};
use crate::answer::Hit;
use crate::article::Article;
use crate::error::Result;
use std::io::Write;

struct JsonLines(Out);

#[expect(clippy::unnecessary_wraps, reason = "other formats can fail to begin")]
pub(super) fn begin(out: Out) -> Result<Box<dyn Export>> {
    Ok(Box::new(JsonLines(out)))
}

impl Export for JsonLines {
    fn add(&mut self, hit: &Hit) -> Result<()> {
        let article = Article {
            id: Some(id(hit).to_owned()),
            ..hit.article.clone()
        };
        serde_json::to_writer(&mut self.0, &article).map_err(std::io::Error::from)?;
        Ok(self.0.write_all(b"\n")?)
    }

    fn finish(&mut self) -> Result<()> {
        Ok(self.0.flush()?)
    }
}
