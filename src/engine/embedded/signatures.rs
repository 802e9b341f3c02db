//! [`Signatures`] of an index on this machine, read from its columns and its store.

use super::columns::DayColumns;
use super::{Embedded, top};
use crate::analysis::Signature;
use crate::answer::Hit;
use crate::engine::signatures::{Found, Place, Signatures, Signed};
use crate::engine::{Meaning, Request};
use crate::error::Result;
use crate::query::Query;
use tantivy::DocAddress;
use tantivy::schema::Value;

impl Signatures for Embedded {
    fn signatures(
        &self,
        query: &Query,
        meaning: &Meaning,
        each: &mut dyn FnMut(Signed),
    ) -> Result<()> {
        let compiled = self.compile(query, meaning)?;
        for (ord, segment) in (0..).zip(self.searcher.segment_readers()) {
            let days = DayColumns::open(segment)?;
            let words = segment.fast_fields().u64("words")?;
            let signatures = segment.fast_fields().u64("signature")?;
            compiled.each(segment, &mut |document| {
                let words = words.first(document).unwrap_or(0);
                each(Signed {
                    place: Place {
                        segment: ord,
                        document,
                    },
                    words: u32::try_from(words).unwrap_or(u32::MAX),
                    days: days.get(document),
                    signature: Signature::unpacked(signatures.values_for_doc(document)),
                });
            })?;
        }
        Ok(())
    }

    fn text(&self, place: Place) -> Result<String> {
        let document = self.document(address(place))?;
        let text = |field| document.get_first(field).and_then(|value| value.as_str());
        let body = text(self.fields.body).filter(|body| !body.is_empty());
        let text = body.or_else(|| text(self.fields.headline));
        Ok(text.unwrap_or_default().to_owned())
    }

    fn article(&self, place: Place) -> Result<Hit> {
        self.hit(address(place), None)
    }

    fn search_some(&self, request: &Request, keep: &mut dyn FnMut(Place) -> bool) -> Result<Found> {
        let asked = self.prepared(request)?;
        // Which hits are kept depends on those before them, so all have to be put in order.
        let all = usize::MAX / 4;
        let (found, total) = top::best(
            &*asked.compiled.weight,
            None,
            &self.searcher,
            request.order,
            all,
        )?;
        let place = |found: &top::Found| Place {
            segment: found.address.segment_ord,
            document: found.address.doc_id,
        };
        let kept: Vec<_> = found
            .into_iter()
            .filter(|found| keep(place(found)))
            .collect();
        let shown = kept.iter().skip(request.offset).take(request.limit);
        let shown: Vec<_> = shown.copied().collect();
        Ok(Found {
            page: self.page(request, &asked, &shown, total)?,
            places: shown.iter().map(place).collect(),
            kept: kept.len() as u64,
        })
    }
}

/// The address of a place.
fn address(place: Place) -> DocAddress {
    DocAddress::new(place.segment, place.document)
}
