//! The words of the corpus: common ones as they are, all others made of syllables.

use crate::random::Random;

/// So many made-up words there are.
pub(crate) const WORDS: usize = 300_000;

/// The commonest words of English, the commonest first.
const FUNCTION: &[&str] = &[
    "the",
    "of",
    "to",
    "and",
    "a",
    "in",
    "that",
    "is",
    "for",
    "it",
    "on",
    "said",
    "was",
    "with",
    "as",
    "he",
    "at",
    "by",
    "be",
    "from",
    "has",
    "have",
    "are",
    "its",
    "an",
    "will",
    "not",
    "but",
    "were",
    "they",
    "this",
    "had",
    "his",
    "which",
    "would",
    "been",
    "their",
    "or",
    "more",
    "who",
    "about",
    "after",
    "than",
    "new",
    "also",
    "up",
    "one",
    "year",
    "last",
    "could",
    "when",
    "out",
    "there",
    "we",
    "first",
    "if",
    "over",
    "other",
    "can",
    "some",
    "two",
    "what",
    "because",
    "no",
    "all",
    "into",
    "may",
    "people",
    "government",
    "against",
    "before",
    "under",
    "while",
    "between",
    "years",
    "most",
    "where",
    "week",
    "during",
    "only",
    "three",
    "many",
    "since",
    "such",
    "told",
    "any",
    "now",
    "percent",
    "she",
    "her",
    "so",
    "through",
    "made",
    "even",
    "market",
    "company",
];

const ONSETS: &[&str] = &[
    "b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "v", "w", "br", "cr", "dr",
    "gr", "pl", "pr", "sp", "st", "tr", "ch", "sh", "th", "qu",
];
const VOWELS: &[&str] = &["a", "e", "i", "o", "u", "a", "e", "o", "ea", "ou"];
const CODAS: &[&str] = &["", "", "", "n", "r", "s", "l", "t", "nd", "m"];
const ENDINGS: &[&str] = &["", "s", "ed", "ing", "e", "er", "ly", "ation"];

const FIRST_NAMES: &[&str] = &[
    "Ann", "Boris", "Clara", "David", "Elena", "Farid", "Grace", "Hugo", "Ines", "Jonas", "Karim",
    "Laura", "Marta", "Nadia", "Oscar", "Paula", "Rosa", "Samuel", "Tariq", "Vera",
];
const ORGANISATION_KINDS: &[&str] = &[
    "Port Authority",
    "Bank",
    "Ministry of Finance",
    "University",
    "City Council",
    "Airlines",
    "Steel Corp",
    "Energy Inc",
    "Institute of Technology",
    "Workers' Union",
    "Football Club",
    "Chamber of Commerce",
    "Holdings Ltd",
    "Shipping Co",
    "Development Fund",
    "Medical Association",
];

/// The made-up word of a rank; eight in a row are forms of one stem.
pub(crate) fn made_up(rank: usize) -> String {
    let mut random = Random::new(1_000_000_007 + (rank / ENDINGS.len()) as u64);
    let syllables = 1 + usize::from(rank > 3_000) + usize::from(random.often(0.3));
    let mut word = String::new();
    for _ in 0..syllables {
        word += random.of(ONSETS);
        word += random.of(VOWELS);
        word += random.of(CODAS);
    }
    word + ENDINGS[rank % ENDINGS.len()]
}

/// A word as it comes in running text.
pub(crate) fn word(random: &mut Random) -> String {
    if random.often(0.42) {
        FUNCTION[random.zipf(FUNCTION.len(), 1.0)].to_owned()
    } else {
        made_up(random.zipf(WORDS, 8.0))
    }
}

/// A word with a capital.
pub(crate) fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// A place: one of 3,000, some far more often.
pub(crate) fn place(random: &mut Random) -> String {
    let stem = 20_000 + 8 * random.zipf(3_000, 5.0);
    capitalised(&made_up(stem)) + "ton"
}

/// A person.
pub(crate) fn person(random: &mut Random) -> String {
    let family = 50_000 + 8 * random.zipf(9_000, 10.0);
    format!(
        "{} {}",
        random.of(FIRST_NAMES),
        capitalised(&made_up(family))
    )
}

/// An organisation.
pub(crate) fn organisation(random: &mut Random) -> String {
    let place = place(random);
    format!("{place} {}", random.of(ORGANISATION_KINDS))
}
