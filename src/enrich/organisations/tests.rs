//! The recogniser as a whole: whole articles in, names out, and what must hold for any text.

use super::*;
use proptest::prelude::*;
use std::sync::LazyLock;

static RECOGNISER: LazyLock<Recogniser> =
    LazyLock::new(|| Recogniser::new(&Options::default()).unwrap());

fn names(headline: &str, body: &str) -> Vec<String> {
    let found = RECOGNISER.recognise(headline, body, Some("en"));
    found
        .into_iter()
        .map(|organisation| organisation.name)
        .collect()
}

const ARTICLE: &str = "Oracle has stopped selling some of its services to the Kenya Ministry of Health \
(KMOH) after a review.\n\nThe firm's chief executive Laura Stone said it had read a report by The Verge \
that said a unit of the Kenya Defence Forces (KDF) was using Nimbus for phone calls from Turkana.\n\n\
“We have informed the KMOH,” said Stone.\n\nPro-privacy group No Cloud for Spies called it a win. “It is a \
start,” said No Cloud for Spies organiser Amina Otieno in Nairobi.\n\nEarlier this year the Associated Press \
reported that AI was being used under the Nairobi Accords.";

#[test]
fn an_article_gives_its_organisations_and_nothing_else() {
    let expected = [
        "Oracle",
        "Kenya Ministry of Health",
        "The Verge",
        "Kenya Defence Forces",
        "No Cloud for Spies",
        "Associated Press",
    ];
    let headline = "Oracle stops selling to Kenya Ministry of Health";
    assert_eq!(names(headline, ARTICLE), expected);
    let found = RECOGNISER.recognise(headline, ARTICLE, None);
    assert_eq!(found[1].forms, ["Kenya Ministry of Health", "KMOH"]);
    assert_eq!(found[3].forms, ["Kenya Defence Forces", "KDF"]);
}

#[test]
fn headlines_in_capitals_or_titles_change_nothing() {
    for headline in [
        "ORACLE STOPS SELLING SERVICES TO KENYA MINISTRY OF HEALTH",
        "Oracle Stops Selling Some of Its Services to Kenya Ministry of Health",
    ] {
        assert_eq!(names(headline, ARTICLE).len(), 6, "{headline}");
    }
}

#[test]
fn old_wire_copy_in_capitals_is_read() {
    let body = "THE BANK OF ENGLAND SAID IT BOUGHT 50 MLN STG OF BILLS IN THE MONEY MARKET.\n\n\
                CHRYSLER CORP SAID ITS PROFIT ROSE IN THE FOURTH QUARTER, REUTERS REPORTED.";
    assert_eq!(names("", body), ["Bank of England", "Chrysler", "Reuters"]);
}

#[test]
fn known_names_of_one_organisation_share_a_key() {
    for (one, other) in [
        ("AP", "associated press"),
        ("NATO", "North Atlantic Treaty Organisation"),
        ("The Guardian", "guardian"),
        ("General Motors Corp.", "GM"),
    ] {
        let keys = [one, other].map(|name| RECOGNISER.canonical_key(name));
        assert_eq!(keys[0], keys[1], "{one} and {other}");
    }
}

#[test]
fn the_user_is_right() {
    let rulings = "ignore = ['Oracle']\nmerge = [['Verge Media', 'The Verge']]\n\
                   [[organisation]]\nname = 'Nimbus'\n";
    let options = Options {
        rulings: Some(("`organisations.toml`".to_owned(), rulings.to_owned())),
        ..Options::default()
    };
    let recogniser = Recogniser::new(&options).unwrap();
    let mentions = recogniser.explain("", ARTICLE, None);
    let names: Vec<&str> = mentions
        .iter()
        .map(|mention| mention.name.as_str())
        .collect();
    assert!(
        !names.contains(&"Oracle") && names.contains(&"Verge Media"),
        "{names:?}"
    );
    let nimbus = mentions
        .iter()
        .find(|mention| mention.name == "Nimbus")
        .unwrap();
    assert_eq!(nimbus.why, Why::User);
}

#[test]
fn a_higher_threshold_gives_no_more_names() {
    let strict = Options {
        threshold: Some(0.95),
        ..Options::default()
    };
    let strict = Recogniser::new(&strict)
        .unwrap()
        .recognise("", ARTICLE, None);
    assert!(strict.len() <= names("", ARTICLE).len());
    assert!(
        strict
            .iter()
            .all(|organisation| organisation.confidence >= Some(0.95))
    );
}

#[test]
fn another_language_is_read_without_the_model() {
    let body = "Die Regierung sprach mit der Volkswagen AG und dem Internationalen Währungsfonds über das Gesetz.";
    let found = RECOGNISER.recognise("", body, Some("de"));
    let names: Vec<&str> = found.iter().map(|o| o.name.as_str()).collect();
    assert_eq!(names, ["Volkswagen"]);
}

#[test]
fn held_out_news_is_recognised_well() {
    let data = Data {
        name: "news-test.tsv".to_owned(),
        columns: include_str!("../../../tests/data/organisations/news-test.tsv").to_owned(),
        weight: 1.0,
    };
    let score = evaluate(&RECOGNISER, &data).unwrap();
    assert_eq!(score.documents, 6);
    assert!(score.document.f1() > 80.0, "{}", score.document);
    assert!(score.span.f1() > 75.0, "{}", score.span);
}

#[test]
fn training_gives_the_same_bytes_again() {
    let data = Data {
        name: "news-test.tsv".to_owned(),
        columns: include_str!("../../../tests/data/organisations/news-test.tsv").to_owned(),
        weight: 1.0,
    };
    let settings = Settings {
        epochs: 2,
        ..Settings::default()
    };
    let bytes = train(std::slice::from_ref(&data), &settings).unwrap();
    assert_eq!(bytes, train(&[data], &settings).unwrap());
    let options = Options {
        model: Some(bytes),
        ..Options::default()
    };
    assert!(Recogniser::new(&options).is_ok());
}

/// Eight times the text takes eight times as long, give or take the machine's mood.
#[test]
fn the_cost_is_linear() {
    let capitals = |count: usize| "ACME BANK OF (AB) ".repeat(count * 5_000);
    let names = |count: usize| {
        let letter = |n: usize| char::from(b'a' + (n % 26) as u8);
        let name = |n: usize| {
            format!(
                "Qu{}{}{} Bank (QB), ",
                letter(n),
                letter(n / 26),
                letter(n / 676)
            )
        };
        (0..count * 5_000).map(name).collect::<String>()
    };
    linear(&capitals);
    linear(&names);
}

fn linear(text: &dyn Fn(usize) -> String) {
    let time = |count: usize| {
        let text = text(count);
        let before = std::time::Instant::now();
        RECOGNISER.recognise("", &text, None);
        before.elapsed().as_secs_f64()
    };
    time(1);
    let (small, large) = (time(1), time(8));
    assert!(large < small * 8.0 * 4.0, "{small} and {large} seconds");
}

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<char>().prop_map(String::from),
        "[A-Z][a-z]{1,8}",
        "[A-Z]{2,5}",
        Just(" of the ".to_owned()),
        Just(" (".to_owned()),
        Just(") ".to_owned()),
        Just("’s ".to_owned()),
        Just("\n\n".to_owned()),
        Just(" Bank Inc. ".to_owned()),
        Just(". ".to_owned()),
        Just("-".to_owned()),
        Just(" ".to_owned()),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

#[test]
fn a_name_ends_with_its_paragraph() {
    let mentions = RECOGNISER.explain("HP", "’s profit fell", None);
    let forms: Vec<_> = mentions
        .iter()
        .map(|one| (&*one.form, one.range.clone()))
        .collect();
    assert_eq!(forms, [("HP", 0..2)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_is_read_and_read_the_same_again(headline in text(), body in text()) {
        let mentions = RECOGNISER.explain(&headline, &body, None);
        prop_assert_eq!(&mentions, &RECOGNISER.explain(&headline, &body, None));
        for mention in mentions {
            let part = if mention.part == Part::Headline { &headline } else { &body };
            let seen = part.get(mention.range.clone());
            prop_assert!(seen.is_some_and(|seen| !seen.is_empty()), "{:?}", mention);
            prop_assert!((0.0..=1.0).contains(&mention.confidence), "{:?}", mention);
            prop_assert!(!mention.name.is_empty());
        }
    }

    #[test]
    fn a_key_of_a_key_is_itself(name in text()) {
        let once = key(&name);
        prop_assert_eq!(&once, &key(&once));
    }
}
