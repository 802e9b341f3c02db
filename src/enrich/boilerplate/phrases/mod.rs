//! The phrases that give residue away, one table a language.
//!
//! A phrase is written in lower case, with plain quotes, and matches a whole line; `*` stands for any
//! words, `#` for a number. What ends a line (`:`, `…`, `»`, arrows) need not be written.

mod da;
mod de;
mod en;
mod en_tail;
mod es;
mod fr;
mod it;
mod nl;
mod pl;
mod pt;
mod ru;
mod set;
mod sv;
mod tr;

pub(super) use set::{Set, Starts};

/// What one language says.
pub(super) struct Phrases {
    /// What only the end of a page has: a comment form, a syndication note.
    pub(super) strong: &'static [&'static str],
    /// What begins the end of a page, but might be a heading in a text.
    pub(super) tail: &'static [&'static str],
    /// What is residue anywhere.
    pub(super) anywhere: &'static [&'static str],
    /// What is residue above a text.
    pub(super) head: &'static [&'static str],
    /// The words before a name in a byline.
    pub(super) by: &'static [&'static str],
    /// The words between names.
    pub(super) and: &'static [&'static str],
    /// The words before a date.
    pub(super) published: &'static [&'static str],
    /// What a site calls its front page.
    pub(super) home: &'static [&'static str],
    /// The commonest words.
    pub(super) common: &'static [&'static str],
}

/// All languages.
pub(super) static LANGUAGES: [&Phrases; 12] = [
    &en::EN,
    &de::DE,
    &fr::FR,
    &es::ES,
    &it::IT,
    &nl::NL,
    &pl::PL,
    &pt::PT,
    &sv::SV,
    &da::DA,
    &ru::RU,
    &tr::TR,
];

/// One kind of words of all languages, as alternatives.
pub(super) fn any(kind: fn(&Phrases) -> &'static [&'static str]) -> String {
    let words = LANGUAGES.iter().flat_map(|language| kind(language));
    words
        .map(|word| pattern(word))
        .collect::<Vec<_>>()
        .join("|")
}

fn pattern(phrase: &str) -> String {
    let escaped = regex::escape(phrase);
    escaped
        .replace(r"\*", ".*")
        .replace(r"\#", r"\d[\d.,]*\s?k?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_written_as_lines_are_compared() {
        for language in LANGUAGES {
            let kinds = [
                language.strong,
                language.tail,
                language.anywhere,
                language.head,
            ];
            for phrase in kinds.into_iter().flatten() {
                assert_eq!(*phrase, phrase.to_lowercase());
                assert!(!phrase.contains(['’', '“', '”']), "{phrase}");
            }
        }
    }
}
