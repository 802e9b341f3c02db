//! Small archives for the engine's tests, made without the writing side.

use super::{Embedded, Meaning, Order, Request, SnippetOptions};
use crate::analysis::Stemmer;
use crate::answer::Page;
use crate::article::{Article, Origin};
use crate::date::{DateSource, NewsDate};
use crate::query::{Options, Query, parse};
use crate::schema::{FORMAT, Fields, Manifest, OrganisationTerms, Packing, Placement, Root};
use crate::schema::{create_index, document, key, tokenizers};
use tantivy::indexer::NoMergePolicy;
use tantivy::{IndexWriter, TantivyDocument};

/// An archive in a directory that goes when it is dropped.
pub(super) struct Archive {
    pub(super) engine: Embedded,
    _directory: tempfile::TempDir,
}

/// An article with an id.
pub(super) fn article(id: &str, headline: &str, body: &str) -> Article {
    Article {
        id: Some(id.into()),
        headline: headline.into(),
        body: body.into(),
        ..Article::default()
    }
}

/// The same with a date in ISO 8601.
pub(super) fn dated(date: &str, article: Article) -> Article {
    Article {
        date: NewsDate::from_iso(date, DateSource::Given),
        ..article
    }
}

/// An index of the articles, `per_segment` of them in each segment, each in a file `ID.txt`.
pub(super) fn archive(articles: &[Article], per_segment: usize) -> Archive {
    let directory = tempfile::tempdir().unwrap();
    let mut index = create_index(directory.path()).unwrap();
    index.set_tokenizers(tokenizers());
    let (fields, packing) = (Fields::of_schema(), Packing::default());
    let mut writer: IndexWriter<TantivyDocument> =
        index.writer_with_num_threads(1, 15_000_000).unwrap();
    writer.set_merge_policy(Box::new(NoMergePolicy));
    for (part, articles) in articles.chunks(per_segment.max(1)).enumerate() {
        for article in articles {
            let made = made(&fields, article, part as i64);
            writer.add_document(packing.packed(&fields, made)).unwrap();
        }
        writer.commit().unwrap();
    }
    let manifest = Manifest {
        format: FORMAT,
        articles: articles.len() as u64,
        fingerprint: "f".into(),
        refreshed: 1,
        roots: vec![Root {
            name: "news".into(),
            path: "/news".into(),
            ..Root::default()
        }],
        ..Manifest::default()
    };
    let mut commit = writer.prepare_commit().unwrap();
    commit.set_payload(&manifest.payload());
    commit.commit().unwrap();
    Archive {
        engine: Embedded::open(directory.path()).unwrap(),
        _directory: directory,
    }
}

pub(super) fn made(fields: &Fields, article: &Article, added: i64) -> TantivyDocument {
    let path = format!("{}.txt", article.id.as_deref().unwrap_or("none"));
    let terms = |organisation: &crate::article::Organisation| OrganisationTerms {
        key: key(&organisation.name),
        name: organisation.name.clone(),
        forms: organisation.forms.iter().map(|form| key(form)).collect(),
        given: organisation.origin == Origin::Given,
    };
    let place = Placement {
        file: &format!("news:{path}"),
        path: &path,
        number: None,
        format: "text",
        added,
        organisations: article.organisations.iter().map(terms).collect(),
    };
    document(fields, article.clone(), &place)
}

/// English, strict dates, all organisations.
pub(super) fn meaning() -> Meaning {
    Meaning {
        stemmer: Stemmer::new("en").unwrap(),
        loose_dates: false,
        given_only: false,
    }
}

/// A query as it is typed.
pub(super) fn query(text: &str) -> Query {
    let today = jiff::civil::date(2026, 3, 15);
    parse(text, &Options::new(today)).unwrap_or_else(|error| panic!("{error}"))
}

/// The request for the first hits of a query.
pub(super) fn request(query: Query, limit: usize) -> Request {
    Request {
        query,
        meaning: meaning(),
        rank: super::Rank::Bm25,
        order: Order::Relevance,
        limit,
        offset: 0,
        snippets: SnippetOptions::default(),
    }
}

/// The ids of a page, in its order.
pub(super) fn ids(page: &Page) -> Vec<&str> {
    page.hits.iter().map(|hit| hit.id.as_str()).collect()
}
