//! A search in which each story counts once: the best of its copies stands for the others.

use super::alignment::Taken;
use super::{Alike, Cluster, Copy, Reprints};
use crate::analyse::asked::Asked;
use crate::answer::{Collapsed, Page, Reprint};
use crate::engine::{Place, Request, Signatures};
use crate::error::Result;
use std::collections::{HashMap, HashSet};

/// The hits of a request without the copies of hits before them, which each hit lists, and how many pairs
/// of articles were not compared.
pub fn collapsed(
    engine: &dyn Signatures,
    request: &Request,
    alike: Alike,
    expanded: bool,
) -> Result<(Page, u64)> {
    let asked = Asked {
        query: request.query.clone(),
        meaning: request.meaning.clone(),
    };
    let reprints = Reprints::new(engine, &asked, alike)?;
    let of: HashMap<Place, usize> = (0..)
        .zip(&reprints.clusters)
        .flat_map(|(number, cluster)| cluster.members.iter().map(move |copy| (copy.place, number)))
        .collect();
    let mut met = HashSet::new();
    let keep = &mut |place| of.get(&place).is_none_or(|cluster| met.insert(*cluster));
    let found = engine.search_some(request, keep)?;
    let mut all = Vec::with_capacity(found.places.len());
    for place in &found.places {
        let cluster = of.get(place).map(|number| &reprints.clusters[*number]);
        all.push(match cluster {
            Some(cluster) => others(engine, cluster, *place)?,
            None => Vec::new(),
        });
    }
    let mut page = found.page;
    page.collapsed = Some(Collapsed {
        total: found.kept,
        reprints: all,
        expanded,
    });
    Ok((page, reprints.left_out))
}

/// The copies of a hit, in order of time, compared with the hit itself.
fn others(engine: &dyn Signatures, cluster: &Cluster, hit: Place) -> Result<Vec<Reprint>> {
    let own = Taken::apart(&engine.text(hit)?);
    let others = cluster.members.iter().filter(|copy| copy.place != hit);
    others
        .map(|copy| {
            let text = Taken::apart(&engine.text(copy.place)?);
            reprint(engine, *copy, own.similarity(&text))
        })
        .collect()
}

/// What is printed of a copy.
pub(super) fn reprint(engine: &dyn Signatures, copy: Copy, similarity: f64) -> Result<Reprint> {
    let hit = engine.article(copy.place)?;
    Ok(Reprint {
        id: hit.id,
        headline: hit.article.headline,
        publication: hit.article.publication,
        date: hit.article.date,
        similarity,
    })
}
