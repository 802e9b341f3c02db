//! Candidates that only this program can tell matches from: read into an index in memory.

use super::Quickwit;
use super::compile::Compiled;
use crate::engine::Embedded;
use crate::error::{Error, Result};
use crate::query::Query;
use crate::schema::incoming;

impl Quickwit {
    /// An index in memory of every article that may match.
    ///
    /// # Errors
    /// If there are more than are to be read.
    pub(super) fn candidates(&self, compiled: &Compiled, query: &Query) -> Result<Embedded> {
        let question = self.question(&compiled.clause);
        let most = self.client.config().candidates;
        let found = self.number(&question)?;
        if found > most as u64 {
            return Err(Error::Usage(format!(
                "the cluster cannot tell which articles match `{}`: {} have to be read for it, more than \
                 {} (`--candidates`); narrow it by a word, a date or another condition",
                crate::terminal::safe(&query.typed),
                crate::print::grouped(found),
                crate::print::grouped(most as u64),
            )));
        }
        let mut documents = Vec::new();
        self.pages(&question, "uid", &mut |page| {
            for found in page {
                let document = incoming(&found.document).ok_or_else(|| self.damaged())?;
                documents.push(document);
            }
            Ok(())
        })?;
        let manifest = self.ledger.manifest.clone();
        Embedded::in_memory(documents, manifest, self.resolve.clone())
    }

    /// A document that cannot be read back.
    pub(super) fn damaged(&self) -> Error {
        Error::Cluster {
            url: self.client.config().url.clone(),
            reason: "gave an article back that is damaged".into(),
        }
    }
}
