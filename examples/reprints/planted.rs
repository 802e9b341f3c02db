//! Reprints planted among different articles, and what is known of them.

use crate::made::Random;
use morgue::article::Article;
use morgue::date::{DateSource, NewsDate};
use std::collections::HashMap;

/// How a copy differs from its original.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Verbatim,
    Cut,
    Headline,
    Edited,
}

impl Kind {
    pub(crate) const ALL: [Self; 4] = [Self::Verbatim, Self::Cut, Self::Headline, Self::Edited];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Verbatim => "verbatim",
            Self::Cut => "cut at the end",
            Self::Headline => "headline and dateline changed",
            Self::Edited => "10 % of the words changed",
        }
    }
}

/// A copy and its original.
pub(crate) struct Copy {
    pub(crate) id: String,
    pub(crate) original: String,
    pub(crate) kind: Kind,
}

/// An archive with reprints.
pub(crate) struct Planted {
    pub(crate) articles: Vec<Article>,
    /// Which story each article tells, by id.
    pub(crate) story: HashMap<String, usize>,
    pub(crate) copies: Vec<Copy>,
}

/// Plants `count` copies; an original has up to three. Articles with fewer than 40 words get none.
pub(crate) fn plant(mut articles: Vec<Article>, count: usize) -> Planted {
    let mut random = Random(11);
    let mut story = HashMap::new();
    for (number, article) in articles.iter_mut().enumerate() {
        let id = article.id.get_or_insert_with(|| format!("n{number}"));
        story.insert(id.clone(), number);
    }
    let long: Vec<usize> = (0..articles.len())
        .filter(|number| articles[*number].body.split_whitespace().count() >= 40)
        .collect();
    let vocabulary: Vec<String> = (0..4_000)
        .map(|_| {
            let body = &articles[long[random.below(long.len())]].body;
            let words: Vec<_> = body.split_whitespace().collect();
            words[random.below(words.len())].to_owned()
        })
        .collect();
    let mut copies = Vec::new();
    let mut original = 0;
    let mut left = 0;
    while copies.len() < count {
        if left == 0 {
            original = long[random.below(long.len())];
            left = 1 + random.below(3);
        }
        left -= 1;
        let kind = Kind::ALL[copies.len() % 4];
        let source = &articles[original];
        let id = format!("copy{}", copies.len());
        copies.push(Copy {
            id: id.clone(),
            original: source.id.clone().unwrap_or_default(),
            kind,
        });
        story.insert(id.clone(), original);
        let copy = copied(source, id, kind, &vocabulary, &mut random);
        articles.push(copy);
    }
    Planted {
        articles,
        story,
        copies,
    }
}

fn copied(
    source: &Article,
    id: String,
    kind: Kind,
    words: &[String],
    random: &mut Random,
) -> Article {
    let body = match kind {
        Kind::Verbatim => source.body.clone(),
        Kind::Cut => cut(&source.body, 0.3 + 0.6 * random.part()),
        Kind::Headline => format!(
            "{}, {} - {}",
            words[random.below(words.len())].to_uppercase(),
            1 + random.below(28),
            source.body
        ),
        Kind::Edited => edited(&source.body, words, random),
    };
    let headline = if kind == Kind::Headline {
        let words: Vec<_> = (0..7)
            .map(|_| words[random.below(words.len())].as_str())
            .collect();
        words.join(" ")
    } else {
        source.headline.clone()
    };
    let date = source.date.as_ref().and_then(|date| {
        let later = date.first + jiff::Span::new().days(random.below(30) as i64);
        NewsDate::from_iso(&later.to_string(), DateSource::Given)
    });
    Article {
        id: Some(id),
        headline,
        body,
        date,
        publication: Some(format!("Reprinting {}", random.below(20))),
        ..Article::default()
    }
}

/// The first `part` of the words, but no fewer than 40.
fn cut(body: &str, part: f64) -> String {
    let starts: Vec<usize> = body
        .split_whitespace()
        .map(|word| word.as_ptr() as usize - body.as_ptr() as usize)
        .collect();
    let keep = ((starts.len() as f64 * part) as usize).max(40);
    starts
        .get(keep)
        .map_or(body, |end| &body[..*end])
        .trim_end()
        .to_owned()
}

fn edited(body: &str, words: &[String], random: &mut Random) -> String {
    let mut text = String::new();
    for piece in body.split_inclusive(char::is_whitespace) {
        let space = &piece[piece.trim_end().len()..];
        if piece.trim().is_empty() || random.part() >= 0.1 {
            text.push_str(piece);
            continue;
        }
        let other = words[random.below(words.len())].as_str();
        match random.below(3) {
            0 => text.push_str(other),
            1 => text.extend([piece.trim_end(), " ", other]),
            _ => {}
        }
        text.push_str(space);
    }
    text
}
