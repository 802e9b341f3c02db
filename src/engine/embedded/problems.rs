//! What was wrong with the inputs: the problems kept with the records of files, and articles that lack
//! something.

use super::{Embedded, filter};
use crate::engine::problems::{Concern, Lack, Want, Withdrawal, without_revision};
use crate::error::Result;
use crate::schema::{Stored, problems};
use std::collections::{BTreeMap, HashSet};
use tantivy::query::EnableScoring;
use tantivy::schema::Field;
use tantivy::{DocAddress, DocId, SegmentReader, TantivyDocument};

impl Embedded {
    /// Everything that is doubtful of what the archive was made of, in order of files and lines; of
    /// articles only what `want` asks for.
    pub fn problems(&self, want: &Want) -> Result<Vec<Concern>> {
        let (mut found, mut withdrawals) = (Vec::new(), Vec::new());
        for unread in &self.manifest.unread {
            found.push(Concern::of_problem(unread.file.clone(), &unread.problem));
        }
        for (ord, segment) in (0..).zip(self.searcher.segment_readers()) {
            self.of_files(ord, segment, &mut found, &mut withdrawals)?;
            if want.articles() {
                self.of_articles(ord, segment, want, &mut found)?;
            }
        }
        if want.lacks(Lack::UniqueId) {
            self.shared_ids(&mut found)?;
        }
        if want.kind("withdrawn") && !withdrawals.is_empty() {
            self.withdrawn(&withdrawals, &mut found)?;
        }
        found.retain(|concern| want.kind(concern.kind));
        found.sort();
        Ok(found)
    }

    /// The problems kept with the records of files.
    fn of_files(
        &self,
        ord: u32,
        segment: &SegmentReader,
        found: &mut Vec<Concern>,
        withdrawals: &mut Vec<Withdrawal>,
    ) -> Result<()> {
        let columns = segment.fast_fields();
        let counts = columns.u64("file_problems")?;
        for id in segment.doc_ids_alive() {
            if counts.first(id).unwrap_or_default() == 0 {
                continue;
            }
            let document = self.document(DocAddress::new(ord, id))?;
            let key = Self::text(&document, self.fields.file);
            let (root, path) = key.split_once(':').unwrap_or(("", &key));
            let file = self.openable(root, path);
            let problems = problems(&self.fields, &document);
            let of_problem = |problem| Withdrawal::of_problem(&file, problem);
            withdrawals.extend(problems.iter().filter_map(of_problem));
            found.extend(
                problems
                    .iter()
                    .map(|problem| Concern::of_problem(file.clone(), problem)),
            );
        }
        Ok(())
    }

    fn of_articles(
        &self,
        ord: u32,
        segment: &SegmentReader,
        want: &Want,
        found: &mut Vec<Concern>,
    ) -> Result<()> {
        let articles = self.having(segment, self.fields.kind, "article")?;
        let first = segment.fast_fields().i64("day_first")?;
        for (lack, field) in [
            (Lack::Date, "date"),
            (Lack::Body, "body"),
            (Lack::Headline, "headline"),
        ] {
            if !want.lacks(lack) {
                continue;
            }
            let having: HashSet<_> = self
                .having(segment, self.fields.has, field)?
                .into_iter()
                .collect();
            for id in articles.iter().filter(|id| !having.contains(id)) {
                found.push(self.lacking(DocAddress::new(ord, *id), lack)?);
            }
        }
        if want.lacks(Lack::Past) {
            let later = |id: &&DocId| first.first(**id).is_some_and(|day| day > want.today);
            for id in articles.iter().filter(later) {
                found.push(self.lacking(DocAddress::new(ord, *id), Lack::Past)?);
            }
        }
        Ok(())
    }

    /// The documents of a segment with a term, in order.
    fn having(&self, segment: &SegmentReader, field: Field, value: &str) -> Result<Vec<DocId>> {
        let scoring = EnableScoring::disabled_from_searcher(&self.searcher);
        let weight = filter::term(field, value).weight(scoring)?;
        let alive = segment.alive_bitset();
        let mut found = Vec::new();
        weight.for_each_no_score(segment, &mut |documents| {
            let alive = |id: &&DocId| alive.is_none_or(|alive| alive.is_alive(**id));
            found.extend(documents.iter().filter(alive));
        })?;
        Ok(found)
    }

    /// The articles whose id another article has too.
    fn shared_ids(&self, found: &mut Vec<Concern>) -> Result<()> {
        let mut counts: BTreeMap<u64, Vec<DocAddress>> = BTreeMap::new();
        self.each_id(&mut |address, id| {
            let hash = xxhash_rust::xxh3::xxh3_64(id.as_bytes());
            counts.entry(hash).or_default().push(address);
            Ok(())
        })?;
        for addresses in counts.into_values().filter(|addresses| addresses.len() > 1) {
            for address in addresses {
                found.push(self.lacking(address, Lack::UniqueId)?);
            }
        }
        Ok(())
    }

    /// The articles that a record of another place takes back.
    fn withdrawn(&self, withdrawals: &[Withdrawal], found: &mut Vec<Concern>) -> Result<()> {
        let named: BTreeMap<&str, &Withdrawal> = withdrawals
            .iter()
            .map(|withdrawal| (withdrawal.id.as_str(), withdrawal))
            .collect();
        self.each_id(&mut |address, id| {
            if let Some(withdrawal) = named.get(without_revision(id)) {
                let concern = self.lacking(address, Lack::UniqueId)?;
                found.push(Concern {
                    article: Some(id.to_owned()),
                    kind: "withdrawn",
                    reason: withdrawal.reason(),
                    ..concern
                });
            }
            Ok(())
        })
    }

    /// Hands out the id of every article.
    fn each_id(&self, each: &mut dyn FnMut(DocAddress, &str) -> Result<()>) -> Result<()> {
        let mut text = String::new();
        for (ord, segment) in (0..).zip(self.searcher.segment_readers()) {
            let Some(ids) = segment.fast_fields().str("id")? else {
                continue;
            };
            for document in segment.doc_ids_alive() {
                if let Some(term) = ids.term_ords(document).next() {
                    text.clear();
                    ids.ord_to_str(term, &mut text)?;
                    each(DocAddress::new(ord, document), &text)?;
                }
            }
        }
        Ok(())
    }

    fn lacking(&self, address: DocAddress, lack: Lack) -> Result<Concern> {
        let Stored {
            id,
            file,
            locator,
            article,
        } = self.stored(address)?;
        let (root, path) = file.split_once(':').unwrap_or(("", &file));
        let reason = lack.reason(&id, &article);
        let id = if lack == Lack::UniqueId {
            format!("{root}:{locator}")
        } else {
            id
        };
        Ok(Concern {
            file: self.openable(root, path),
            line: None,
            kind: lack.kind(&article),
            article: Some(id),
            reason,
        })
    }

    fn text(document: &TantivyDocument, field: Field) -> String {
        use tantivy::schema::Value;
        let value = document.get_first(field);
        value
            .and_then(|v| Some(v.as_str()?.to_owned()))
            .unwrap_or_default()
    }
}
