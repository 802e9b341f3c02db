//! Every match of a query in its context, article by article.

use super::{Embedded, top};
use crate::engine::concordance::lines;
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
        let (found, _) = top::best(&*compiled.weight, &self.searcher, order, usize::MAX)?;
        for found in found {
            let hit = self.hit(found.address, None)?;
            let article = &hit.article;
            for kwic in lines(&article.headline, &article.body, &compiled.sought, context) {
                each(Line {
                    kwic,
                    date: article.date.as_ref().map(ToString::to_string),
                    headline: article.headline.clone(),
                    id: hit.id.clone(),
                })?;
            }
        }
        Ok(())
    }
}
