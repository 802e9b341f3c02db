//! Recognising organisations anew from the stored articles, without opening a source.

use super::enrich::Enricher;
use super::plan::threads;
use super::store::Store;
use super::target::work;
use super::writer::{self, Writer};
use super::{Options, Progress};
use crate::error::{Error, Result};
use crate::schema::{Fields, Moved, Packing, has_index, moved, read_document};
use std::sync::atomic::Ordering;

/// Writes every article again with the organisations that the recogniser finds now; gives their number.
///
/// It is one commit: interrupted or killed, the index stays as it was.
///
/// # Errors
/// If there is no index, another writer holds it, or reading or writing fails.
pub fn reorganise(options: &Options, progress: &Progress) -> Result<u64> {
    let path = options.index.as_path();
    if !has_index(path)? {
        return Err(Error::NoIndex(path.to_owned()));
    }
    let index = writer::open(path)?;
    let work = work(options, threads(options), usize::MAX, progress);
    // What the last commit holds is only certain once nobody else can make another.
    let writer = Writer::new(&index, path, &work)?;
    let (mut manifest, _) = writer::manifest(&index, path)?;
    if manifest.format == 0 {
        // Made, but killed before its first commit: there are no articles in it.
        return Err(Error::NoIndex(path.to_owned()));
    }
    options.organisations.apply(&mut manifest.organisations)?;
    let (enricher, stamp) = Enricher::new(path, &manifest.organisations)?;
    manifest.organisations.stamp = stamp;
    let reader = writer::reader(&index)?;
    writer.remove_all()?;
    progress
        .files_total
        .store(manifest.articles, Ordering::Relaxed);
    let searcher = reader.searcher();
    let fields = Fields::of_schema();
    let packing = Packing::of(&fields, &searcher)?;
    let mut articles = 0;
    for segment in searcher.segment_readers() {
        let store = segment
            .get_store_reader(8)
            .map_err(|source| Error::io("read", path, source))?;
        for id in segment.doc_ids_alive() {
            if progress.stopped() {
                return Err(Error::Usage(
                    "interrupted: the index is as it was before".into(),
                ));
            }
            let document = packing.unpacked(&fields, read_document(&store, id)?);
            match moved(&fields, segment, id, &document)? {
                Moved::Dictionary => {}
                Moved::File(record) => writer.add(record)?,
                Moved::Article(found) => {
                    let (place, mut article) = *found;
                    enricher.organisations(&mut article);
                    let place = place.placement(enricher.terms(&article));
                    writer.add(crate::schema::document(&fields, article, &place))?;
                    articles += 1;
                    progress.files.fetch_add(1, Ordering::Relaxed);
                }
            }
        }
    }
    writer.commit(&manifest)?;
    Box::new(writer).finish()?;
    Ok(articles)
}
