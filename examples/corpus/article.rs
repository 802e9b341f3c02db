//! One made-up article.

use crate::random::Random;
use crate::words::{capitalised, organisation, person, place, word};
use serde::Serialize;

/// A body grows to so many bytes, more or less.
const BODY: usize = 2_450;
/// One of so many articles repeats an earlier one with small changes.
const REPEATED: f64 = 0.04;

/// An article as it is written.
#[derive(Serialize)]
pub(crate) struct Article {
    id: String,
    pub(crate) headline: String,
    pub(crate) body: String,
    pub(crate) date: String,
    publication: String,
    section: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    byline: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    organisations: Vec<String>,
}

impl Article {
    /// The article of a number.
    pub(crate) fn new(number: u64) -> Self {
        let mut random = Random::new(number);
        if number > 100 && random.often(REPEATED) {
            let back = 1 + random.below(100) as u64;
            let first = Self::new(number - back);
            let sentence = sentence(&mut random);
            return Self {
                id: id(number),
                body: format!("{}\n\n{sentence}", first.body),
                ..first
            };
        }
        let body = body(&mut random);
        Self {
            id: id(number),
            headline: headline(&mut random),
            body,
            date: date(&mut random),
            publication: format!("{} Gazette", place(&mut Random::new(number % 7))),
            section: random.of(&["Business", "Politics", "Sport", "World", "Culture"]),
            byline: random.often(0.6).then(|| person(&mut random)),
            organisations: if random.often(0.1) {
                vec![organisation(&mut random)]
            } else {
                Vec::new()
            },
        }
    }
}

fn id(number: u64) -> String {
    format!("news-{number:07}")
}

/// A day from 1995 to 2024.
fn date(random: &mut Random) -> String {
    let (year, month) = (1995 + random.below(30), 1 + random.below(12));
    format!("{year}-{month:02}-{:02}", 1 + random.below(28))
}

fn headline(random: &mut Random) -> String {
    let words: Vec<_> = (0..6 + random.below(5)).map(|_| word(random)).collect();
    capitalised(&words.join(" "))
}

fn body(random: &mut Random) -> String {
    let mut body = String::new();
    if random.often(0.5) {
        let place = place(random).to_uppercase();
        body = format!("{place}, March {} (Wire) - ", 1 + random.below(28));
    }
    let length = BODY / 2 + random.below(BODY);
    while body.len() < length {
        for _ in 0..2 + random.below(3) {
            body += &sentence(random);
            body.push(' ');
        }
        body.truncate(body.trim_end().len());
        body += "\n\n";
    }
    body.truncate(body.trim_end().len());
    if random.often(0.1) {
        body += "\n\nRelated articles\n\nShare on Facebook";
    }
    body
}

fn sentence(random: &mut Random) -> String {
    let words = 10 + random.below(20);
    let mut text = capitalised(&word(random));
    for at in 1..words {
        text += match random.below(200) {
            0..7 => ", ",
            _ => " ",
        };
        text += &part(random);
        if at == words / 2 && random.often(0.05) {
            text += " don't";
        }
    }
    if random.often(0.1) {
        return format!("“{text},” said {}.", person(random));
    }
    text + "."
}

/// A word, or now and then a name or a figure.
fn part(random: &mut Random) -> String {
    match random.below(200) {
        0..2 => organisation(random),
        2..6 => person(random),
        6..9 => place(random),
        9..15 => random.below(5_000).to_string(),
        15 => format!("{}.{} percent", random.below(40), random.below(10)),
        16 => "Tuesday".to_owned(),
        _ => word(random),
    }
}
