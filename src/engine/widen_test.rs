//! Feedback, similar articles and explanations over a small archive.

use super::sample::{Archive, archive, article, dated, ids, meaning, query, request};
use super::{Engine, Feedback, Rank, Request, Similar, SnippetOptions};
use crate::query::Node;

fn strikes() -> Archive {
    let mut articles = vec![
        dated(
            "2020-01-01",
            article(
                "first",
                "Port strike begins",
                "Dockers at the port of Leith began a strike over pay and pensions.",
            ),
        ),
        dated(
            "2021-01-01",
            article(
                "copy",
                "Port strike begins",
                "Dockers at the port of Leith began a strike over pay and pensions.",
            ),
        ),
        dated(
            "2021-06-01",
            article(
                "second",
                "Leith dockers walk out",
                "Dockers in Leith walked out over pensions; their union spoke of pay.",
            ),
        ),
        dated(
            "2022-01-01",
            article(
                "third",
                "Dockers return",
                "The port strike in Leith ended; dockers accept pay and pensions offer.",
            ),
        ),
        article("undated", "Strike", "A strike of bus drivers."),
    ];
    let words = ["sun", "rain", "snow", "wind", "hail", "fog"];
    articles.extend((0..60).map(|n| {
        article(
            &format!("w{n}"),
            "Weather",
            &format!("Today {} and {}.", words[n % 6], words[n / 10]),
        )
    }));
    archive(&articles, 20)
}

#[test]
fn feedback_changes_scores_and_never_the_articles() {
    let archive = strikes();
    let plain = request(query("strike"), 100);
    let widened = Request {
        rank: Rank::Rm3(Feedback {
            terms: 5,
            documents: 4,
            weight: 0.2,
        }),
        ..plain.clone()
    };
    let (one, other) = (
        archive.engine.search(&plain).unwrap(),
        archive.engine.search(&widened).unwrap(),
    );
    let sorted = |mut ids: Vec<&str>| {
        ids.sort_unstable();
        ids.join(" ")
    };
    assert_eq!(sorted(ids(&one)), "copy first third undated");
    assert_eq!(sorted(ids(&one)), sorted(ids(&other)));
    assert_eq!(one.total, other.total);
    assert_eq!(ids(&one)[0], "undated");
    // Dockers gain more by what the others share than bus drivers do.
    let score = |page: &crate::answer::Page, id: &str| {
        let hit = page.hits.iter().find(|hit| hit.id == id);
        hit.and_then(|hit| hit.score).unwrap()
    };
    let gain = |id| score(&other, id) / score(&one, id);
    assert!(gain("third") > gain("undated") && gain("undated") > 1.0);
    let explained = archive.engine.explain(&widened).unwrap();
    let added: Vec<_> = explained
        .added
        .iter()
        .map(|added| added.word.as_str())
        .collect();
    assert!(added.len() <= 5 && added.contains(&"dockers"), "{added:?}");
    assert!(
        other.provenance.parsed.contains("dockers^"),
        "{}",
        other.provenance.parsed
    );
    // What was added is not highlighted.
    let text = |hit: &crate::answer::Hit| {
        hit.snippets[0]
            .highlights
            .iter()
            .map(|r| hit.snippets[0].text[r.clone()].to_owned())
            .collect::<String>()
    };
    assert!(
        other
            .hits
            .iter()
            .all(|hit| text(hit).eq_ignore_ascii_case("strike"))
    );
    let whole = Request {
        rank: Rank::Rm3(Feedback {
            weight: 1.0,
            ..Feedback::default()
        }),
        ..plain
    };
    assert_eq!(ids(&archive.engine.search(&whole).unwrap()), ids(&one));
}

#[test]
fn similar_articles_come_without_copies_and_before_the_article_if_asked() {
    let archive = strikes();
    let asked = |id: &str, before| Similar {
        id: id.into(),
        before,
        within: Node::All,
        terms: 100,
        limit: 3,
        meaning: meaning(),
        snippets: SnippetOptions::default(),
    };
    let page = archive.engine.similar(&asked("third", false)).unwrap();
    // `first` and `copy` are one story: the newer of the two stands for it.
    assert_eq!(ids(&page)[..2], ["copy", "second"]);
    assert!(!ids(&page).contains(&"first") && !ids(&page).contains(&"third"));
    let page = archive.engine.similar(&asked("second", true)).unwrap();
    assert!(["first", "copy"].contains(&ids(&page)[0]) && page.hits.len() == 1);
    for (id, before, reason) in [
        ("none", false, "no article has the id `none`"),
        ("undated", true, "has no date"),
    ] {
        let error = archive
            .engine
            .similar(&asked(id, before))
            .unwrap_err()
            .to_string();
        assert!(error.contains(reason), "{error}");
    }
}

#[test]
fn explanations_add_up() {
    let archive = strikes();
    let request = request(query("strike (port OR pay^2) -snow"), 10);
    let page = archive.engine.search(&request).unwrap();
    assert!(page.hits.len() >= 3);
    for hit in &page.hits {
        let parts = archive.engine.explain_score(&request, &hit.id).unwrap();
        assert!(
            (parts[0].value - hit.score.unwrap()).abs() < 1e-4,
            "{parts:?}"
        );
    }
    let error = archive
        .engine
        .explain_score(&request, "w1")
        .unwrap_err()
        .to_string();
    assert!(error.contains("does not match"), "{error}");
    let explained = archive.engine.explain(&request).unwrap();
    let (typed, found) = &explained.words[0];
    assert_eq!((typed.as_str(), found["strike"]), ("strike", 4 + 3));
}
