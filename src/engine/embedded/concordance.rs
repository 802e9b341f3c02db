//! Every match of a query in its context, article by article.

use super::{Embedded, top};
use crate::engine::concordance::each_line;
use crate::engine::{Line, Meaning, Order};
use crate::error::Result;
use crate::query::Query;

impl Embedded {
    /// Hands out each match with `context` words on either side, the articles in `order`.
    pub(super) fn contexts(
        &self,
        query: &Query,
        meaning: &Meaning,
        context: usize,
        order: Order,
        each: &mut dyn FnMut(Line) -> Result<()>,
    ) -> Result<()> {
        let compiled = self.compile(query, meaning)?;
        let (found, _) = top::best(&*compiled.weight, None, &self.searcher, order, usize::MAX)?;
        for found in found {
            let hit = self.hit(found.address, None)?;
            each_line(&hit, &compiled.sought, context, each)?;
        }
        Ok(())
    }
}
