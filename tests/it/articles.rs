//! The JSON form of articles: what is printed keeps to `schema/article.json` and is read back exactly.

use morgue::article::{Article, Cut, Organisation, Origin};
use morgue::date::{DateOptions, DateSource, NewsDate};
use morgue::read::{Context, Flow, by_name};
use proptest::prelude::*;
use std::sync::LazyLock;

static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let schema = include_str!("../../schema/article.json");
    let schema = serde_json::from_str(schema).expect("the schema is JSON");
    jsonschema::validator_for(&schema).expect("the schema is a schema")
});

fn check(article: &Article) {
    let json = serde_json::to_value(article).expect("articles serialise");
    let errors: Vec<_> = SCHEMA
        .iter_errors(&json)
        .map(|error| error.to_string())
        .collect();
    assert_eq!(errors, [""; 0], "{json}");
}

/// What the reader of JSON Lines makes of a printed article.
fn read_back(line: &str) -> Vec<Article> {
    let mut articles = Vec::new();
    let reader = by_name("jsonl").expect("the reader is in the table");
    reader
        .split(
            Box::new(line.as_bytes()),
            &Context::default(),
            &mut |record| {
                let found = (record.read)();
                assert_eq!(found.problems, []);
                articles.extend(found.articles);
                Flow::Continue
            },
        )
        .expect("a line is read");
    articles
}

fn date(text: &str, source: DateSource) -> Option<NewsDate> {
    NewsDate::read(text, &DateOptions::default(), source).ok()
}

fn organisation() -> impl Strategy<Value = Organisation> {
    (
        "\\PC{1,20}",
        proptest::collection::vec("\\PC{1,9}", 1..3),
        any::<bool>(),
    )
        .prop_map(|(name, forms, given)| Organisation {
            name,
            forms,
            origin: if given {
                Origin::Given
            } else {
                Origin::Recognised
            },
            confidence: (!given).then_some(0.5),
        })
}

prop_compose! {
    fn article()(
        texts in proptest::collection::vec(proptest::option::of("\\PC{1,20}"), 6),
        headline in "\\PC{0,30}a",
        body in "(\\PC|\n){0,60}",
        organisations in proptest::collection::vec(organisation(), 0..3),
        date in proptest::sample::select(vec!["1987", "March 1987", "2 March 1987", "2025-09-25T23:30:00-05:00", "26-FEB-1987 15:01:01.79"]),
        source in proptest::sample::select(vec![DateSource::Given, DateSource::Path, DateSource::Dateline, DateSource::File]),
        cut in proptest::collection::vec(("\\PC{1,9}", 0_usize..9), 0..2),
    ) -> Article {
        let mut texts = texts.into_iter();
        let mut text = || texts.next().flatten();
        Article {
            id: text(),
            headline: headline.clone(),
            body: body.clone(),
            organisations: organisations.clone(),
            date: self::date(date, source),
            modified: NewsDate::from_iso("2025-09-26", DateSource::Given),
            publication: text(),
            byline: text(),
            section: text(),
            url: text(),
            language: text(),
            cut: cut.into_iter().map(|(text, at)| Cut { at, text }).collect(),
        }
    }
}

proptest! {
    #[test]
    fn what_is_printed_keeps_to_the_schema_and_comes_back(article in article()) {
        check(&article);
        let line = serde_json::to_string(&article).expect("articles serialise");
        prop_assert_eq!(read_back(&line), [article]);
    }
}

#[test]
fn the_least_article_comes_back_too() {
    let article = Article {
        headline: "Rates rise".into(),
        body: "AT&amp;T <b>is</b> written so.".into(),
        ..Article::default()
    };
    check(&article);
    let line = serde_json::to_string(&article).expect("articles serialise");
    assert_eq!(read_back(&line), [article]);
}
