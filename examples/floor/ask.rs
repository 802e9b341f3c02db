//! The ten best of a query with snippets.

use super::{Fields, Outcome, analysis};
use std::io::{BufWriter, Write};
use std::ops::Bound;
use std::path::Path;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, Occur, Query, QueryParser, RangeQuery};
use tantivy::schema::Value;
use tantivy::snippet::SnippetGenerator;
use tantivy::{Index, ReloadPolicy, Searcher, TantivyDocument, Term};

/// An index opened for asking.
struct Floor {
    searcher: Searcher,
    parser: QueryParser,
    fields: Fields,
}

/// Answers one query.
pub(crate) fn search(from: &Path, query: &str) -> Outcome {
    let floor = Floor::open(from)?;
    floor.answer(query, &mut std::io::stdout().lock())
}

/// Answers the queries of a file, one a line.
pub(crate) fn batch(from: &Path, queries: &str) -> Outcome {
    let floor = Floor::open(from)?;
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    for query in std::fs::read_to_string(queries)?.lines() {
        floor.answer(query, &mut out)?;
    }
    Ok(out.flush()?)
}

impl Floor {
    fn open(from: &Path) -> Outcome<Self> {
        let mut index = Index::open_in_dir(from)?;
        index.set_tokenizers(analysis::tokenizers());
        let fields = Fields::of(&index.schema())?;
        let parser = QueryParser::for_index(&index, vec![fields.headline, fields.body]);
        let reader = index.reader_builder();
        let reader = reader.reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self {
            searcher: reader.searcher(),
            parser,
            fields,
        })
    }

    fn query(&self, text: &str) -> Outcome<Box<dyn Query>> {
        let Some((words, year)) = text.split_once(" AND date:") else {
            return Ok(self.parser.parse_query(text)?);
        };
        let year: i64 = year.parse()?;
        let day = |day: i64| Term::from_field_i64(self.fields.date, year * 10_000 + day);
        let days = RangeQuery::new(Bound::Included(day(101)), Bound::Included(day(1231)));
        Ok(Box::new(BooleanQuery::new(vec![
            (Occur::Must, self.parser.parse_query(words)?),
            (Occur::Must, Box::new(days)),
        ])))
    }

    fn answer(&self, text: &str, out: &mut impl Write) -> Outcome {
        let query = self.query(text)?;
        let best = TopDocs::with_limit(10).order_by_score();
        let (hits, count) = self.searcher.search(&query, &(best, Count))?;
        writeln!(out, "{count} articles")?;
        let snippets = SnippetGenerator::create(&self.searcher, &query, self.fields.body)?;
        for (score, address) in hits {
            let document: TantivyDocument = self.searcher.doc(address)?;
            let text = |field| document.get_first(field).and_then(|value| value.as_str());
            let headline = text(self.fields.headline).unwrap_or_default();
            let id = text(self.fields.id).unwrap_or_default();
            writeln!(out, "{score:.2} {id} {headline}")?;
            writeln!(out, "  {}", snippets.snippet_from_doc(&document).to_html())?;
        }
        Ok(())
    }
}
