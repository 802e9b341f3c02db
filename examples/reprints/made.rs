//! Articles that are made, as like and as unlike each other as those of a real archive.
//!
//! Words of invented roots come as often as words do (Zipf), with English function words between them, and
//! half of the text is made of stock phrases, as news is: unlike articles share some runs of words. 3,000
//! articles are issues of 150 reports (one form each, two thirds of its words stay), 1,000 tell of the same
//! statement as another, quoted in full.

use morgue::article::Article;
use morgue::date::{DateSource, NewsDate};

/// Random numbers that are the same in every run (`SplitMix64`).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        number ^ (number >> 31)
    }

    /// Below `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    /// From 0 to 1.
    pub(crate) fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Below `limit`, the low ones far more often: rank by Zipf's law.
    fn zipf(&mut self, limit: usize) -> usize {
        let most = (limit as f64).ln();
        ((self.part() * most).exp() as usize - 1).min(limit - 1)
    }
}

const SMALL: &[&str] = &[
    "the", "of", "to", "in", "a", "and", "said", "for", "on", "it", "that", "is", "by", "from",
    "at", "with", "was", "be", "its", "has", "an", "as", "would", "not", "will", "which", "but",
    "are", "he", "were", "have", "had", "they", "this", "last", "or", "been", "year", "more",
    "one", "up", "their", "after", "new", "than", "also", "two", "about", "no", "we", "over",
    "there", "if", "could", "all", "first", "who", "other", "some", "into", "out", "they",
    "because", "before", "today", "under", "between",
];
const SYLLABLES: &[&str] = &[
    "ba", "cor", "den", "fal", "gri", "hol", "jan", "kel", "lom", "mar", "nev", "oss", "pra",
    "quin", "ros", "sta", "tor", "ul", "ven", "wes", "xan", "yar", "zim", "bre", "cla", "dru",
    "eth", "fo", "gan", "ith",
];

/// What articles are made of.
pub(crate) struct Language {
    roots: Vec<String>,
    phrases: Vec<String>,
}

impl Language {
    fn new(random: &mut Random) -> Self {
        let mut roots = Vec::new();
        for number in 0..30_000 {
            let mut root = String::new();
            for _ in 0..2 + number % 3 {
                root.push_str(SYLLABLES[random.below(SYLLABLES.len())]);
            }
            roots.push(root);
        }
        let mut language = Self {
            roots,
            phrases: Vec::new(),
        };
        for _ in 0..6_000 {
            let words = 2 + random.below(5);
            let phrase: Vec<_> = (0..words)
                .map(|_| language.word(random).to_owned())
                .collect();
            language.phrases.push(phrase.join(" "));
        }
        language
    }

    pub(crate) fn word(&self, random: &mut Random) -> &str {
        if random.part() < 0.45 {
            SMALL[random.zipf(SMALL.len())]
        } else {
            &self.roots[random.zipf(self.roots.len())]
        }
    }

    /// About so many words, in sentences and paragraphs.
    fn text(&self, length: usize, random: &mut Random) -> String {
        let (mut text, mut words, mut sentence) = (String::new(), 0, 0);
        while words < length {
            let piece = if random.part() < 0.2 {
                self.phrases[random.zipf(self.phrases.len())].as_str()
            } else {
                self.word(random)
            };
            let many = piece.split(' ').count();
            words += many;
            sentence += many;
            text.push_str(piece);
            if sentence > 12 + random.below(16) {
                text.push_str(if random.below(3) == 0 { ".\n\n" } else { ". " });
                sentence = 0;
            } else {
                text.push(' ');
            }
        }
        text.trim_end().to_owned() + "."
    }
}

/// So many articles, no two of which are the same story.
pub(crate) fn archive(count: usize) -> Vec<Article> {
    let mut random = Random(7);
    let language = Language::new(&mut random);
    let mut bodies = Vec::with_capacity(count);
    for _ in 0..150 {
        let form = Form::new(&language, &mut random);
        bodies.extend((0..20).map(|_| form.issue(&language, &mut random)));
    }
    for _ in 0..500 {
        let statement = language.text(60 + random.below(60), &mut random);
        for _ in 0..2 {
            let own = language.text(120 + random.below(120), &mut random);
            let more = language.text(60, &mut random);
            bodies.push(format!("{own}\n\n{statement}\n\n{more}"));
        }
    }
    while bodies.len() < count {
        // Most news is short: 60 words to 900, a few longer.
        let length = 60.0 * (random.part() * 2.7).exp();
        bodies.push(language.text(length as usize, &mut random));
    }
    let article = |(number, body): (usize, String)| {
        let headline: Vec<_> = (0..7).map(|_| language.word(&mut random)).collect();
        Article {
            id: Some(format!("a{number}")),
            headline: headline.join(" "),
            body,
            date: day(random.below(3_000)),
            publication: Some(format!("Paper {}", random.below(40))),
            ..Article::default()
        }
    };
    bodies.into_iter().enumerate().map(article).collect()
}

/// The day so many days after the first of the archive.
pub(crate) fn day(number: usize) -> Option<NewsDate> {
    let first = jiff::civil::date(2010, 1, 1);
    let day = first + jiff::Span::new().days(number as i64);
    NewsDate::from_iso(&day.to_string(), DateSource::Given)
}

/// A report that appears again and again: stretches that stay, and gaps that are filled anew.
struct Form {
    stretches: Vec<String>,
    gaps: Vec<usize>,
}

impl Form {
    fn new(language: &Language, random: &mut Random) -> Self {
        let many = 12 + random.below(24);
        let stretch = |random: &mut Random| {
            let words = 2 + random.below(14);
            let words: Vec<_> = (0..words)
                .map(|_| language.word(random).to_owned())
                .collect();
            words.join(" ")
        };
        Self {
            stretches: (0..many).map(|_| stretch(random)).collect(),
            gaps: (0..many).map(|_| 2 + random.below(5)).collect(),
        }
    }

    fn issue(&self, language: &Language, random: &mut Random) -> String {
        let mut text = String::new();
        for (stretch, gap) in self.stretches.iter().zip(&self.gaps) {
            text.push_str(stretch);
            for _ in 0..*gap {
                text.push(' ');
                if random.below(3) == 0 {
                    text.push_str(&(random.below(900) + 100).to_string());
                } else {
                    text.push_str(language.word(random));
                }
            }
            text.push_str(if random.below(3) == 0 { ". " } else { " " });
        }
        text
    }
}
