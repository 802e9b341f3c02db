//! Stems: which forms are one word, by the Snowball algorithms.
//!
//! A stem is used to find forms in a dictionary, so beside the stem itself this file knows how a form
//! with that stem must begin: the part of the dictionary that has to be read. [`Forms`] narrows it down.

use super::forms::Forms;
use frostem::{Algorithm, Stemmer as Snowball};
use std::borrow::Cow;
use std::fmt;

/// A stemmer for one language, or none.
#[derive(Clone, Copy)]
pub struct Stemmer {
    snowball: Option<Snowball>,
}

/// The language is not one with a stemmer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no stemmer for `{0}`: use a language code such as `en`, `de`, `fr`, or `none`")]
pub struct UnknownLanguage(String);

impl Stemmer {
    /// The stemmer for a language code or name (`en`, `english`, `de`…), or `none`.
    pub fn new(language: &str) -> Result<Self, UnknownLanguage> {
        if language == "none" {
            return Ok(Self::none());
        }
        Snowball::try_from_name(language)
            .map(|snowball| Self {
                snowball: Some(snowball),
            })
            .map_err(|_| UnknownLanguage(language.to_owned()))
    }

    /// No stemming: every form stands for itself.
    pub fn none() -> Self {
        Self { snowball: None }
    }

    /// The stem of a folded word.
    pub fn stem<'w>(&self, word: &'w str) -> Cow<'w, str> {
        match &self.snowball {
            // Words with digits or signs have no other forms.
            Some(snowball) if word.chars().all(char::is_alphabetic) => snowball.stem(word),
            _ => Cow::Borrowed(word),
        }
    }

    /// What every form with this stem begins with, beside [`Stemmer::irregular`].
    ///
    /// Snowball changes at most the last letter of an English stem (`happi`, `hope`, `possibl`) and up to
    /// two in the other languages.
    pub fn prefix<'s>(&self, stem: &'s str) -> &'s str {
        let Some(snowball) = &self.snowball else {
            return stem;
        };
        let changed = match snowball.algorithm() {
            Algorithm::English => usize::from(stem.ends_with(['e', 'i', 'y', 'l'])),
            _ => 2,
        };
        let keep = stem.chars().count().saturating_sub(changed).max(1);
        stem.char_indices()
            .nth(keep)
            .map_or(stem, |(at, _)| &stem[..at])
    }

    /// The forms with this stem that begin otherwise: of English words of one consonant and `ie` (`die`), those
    /// in `ying` (`dying`).
    pub fn irregular(&self, stem: &str) -> Vec<String> {
        let mut letters = stem.strip_suffix("ie").unwrap_or_default().chars();
        match (letters.next(), letters.next()) {
            (Some(letter), None) if self.is_english() && !"aeiou".contains(letter) => {
                vec![format!("{letter}ying"), format!("{letter}yings")]
            }
            _ => Vec::new(),
        }
    }

    /// A narrower bound of the forms with this stem, beside [`Stemmer::irregular`].
    pub fn forms(&self, stem: &str) -> Forms {
        Forms::new(stem, self.prefix(stem), self.is_english())
    }

    /// The name of its language, or `none`.
    pub fn name(&self) -> &'static str {
        self.snowball.map_or("none", |s| s.algorithm().name())
    }

    fn is_english(&self) -> bool {
        let of = self.snowball.map(Snowball::algorithm);
        of == Some(Algorithm::English)
    }
}

impl fmt::Debug for Stemmer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Stemmer({})", self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_begin_as_the_prefix_says() {
        let english = Stemmer::new("en").unwrap();
        for form in [
            "bank",
            "banks",
            "banking",
            "hoping",
            "hope",
            "hopped",
            "happy",
            "happier",
            "happiness",
            "possibly",
            "possibility",
            "skies",
            "organization",
            "organize",
            "national",
            "relational",
            "dying",
            "lies",
            "generously",
            "crying",
            "agreed",
            "falling",
            "electrical",
            "analogies",
            "sized",
            "conflated",
            "apologize",
            "sensational",
            "activities",
            "controlled",
        ] {
            let stem = english.stem(form);
            assert!(
                form.starts_with(english.prefix(&stem))
                    || english.irregular(&stem).iter().any(|f| f == form),
                "{form} → {stem}"
            );
        }
    }

    #[test]
    fn languages_are_known_by_code_and_name() {
        assert_eq!(Stemmer::new("de").unwrap().stem("banken"), "bank");
        assert_eq!(Stemmer::new("none").unwrap().stem("banks"), "banks");
        assert!(Stemmer::new("klingon").is_err());
    }
}
