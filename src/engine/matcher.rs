//! Which words of the dictionary a typed word stands for.
//!
//! One definition serves both the index (which terms to read) and the snippets (which words of the text
//! to highlight), so that they cannot disagree.

use crate::analysis::{Forms, Stemmer, cut_word, fold, folded_part, push_term, spelling, words};
use crate::error::QueryError;
use crate::query::{Form, Span, Word};
use regex::Regex;

/// A typed word, ready to be compared with words of the index.
#[derive(Debug, Clone)]
pub(super) struct Matcher {
    /// The word as typed.
    pub(super) typed: String,
    /// Where it stands in the query.
    pub(super) span: Span,
    test: Test,
}

#[derive(Debug, Clone)]
enum Test {
    Stem {
        stemmer: Stemmer,
        stem: String,
        /// What its forms begin with, and how they may go on.
        prefix: String,
        forms: Forms,
        /// Forms that begin otherwise.
        irregular: Vec<String>,
    },
    Exact(String),
    Spelled {
        folded: String,
        term: String,
    },
    Capitals(String),
    Small(String),
    Pattern {
        prefix: String,
        /// The folded word with its `*`, where that is all there is to the pattern.
        wild: Option<String>,
        regex: Regex,
    },
    Fuzzy {
        folded: String,
        edits: usize,
    },
}

/// A word whose terms depend on nothing but this.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Meant {
    /// Every form with a stem, by a stemmer of this name.
    Stem(&'static str, String),
    /// Every spelling of a folded word.
    Word(String),
    /// One term.
    Term(String),
}

/// What of a word an index can be asked that does not list its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked<'m> {
    /// Every form with this stem.
    Stem(&'m str),
    /// This folded word.
    Word(&'m str),
    /// This term: the word in one spelling.
    Term(&'m str),
    /// Some of the spellings of this folded word.
    AmongSpellings(&'m str),
    /// Every folded word that fits, `*` being any run of characters.
    Wild(&'m str),
    /// Some of the folded words that begin so, or (`true`) are so.
    Beginnings(Vec<(&'m str, bool)>),
    /// Nothing that would narrow it.
    Nothing,
}

/// Where in a sorted dictionary the matching words are to be looked for.
#[derive(Debug, Clone)]
pub(super) struct Range {
    /// Every matching word begins with this, folded.
    pub(super) prefix: String,
    /// Whether the prefix is the whole word.
    pub(super) whole: bool,
    /// A narrower bound of the matching words, if there is one.
    pub(super) forms: Option<Forms>,
}

impl Matcher {
    /// The matchers of a typed word: several where it is written as one but read as more (`co-operate`),
    /// to be found next to each other.
    ///
    /// # Errors
    /// If there is nothing in it that a text could hold, or its pattern does not compile.
    pub(super) fn of(word: &Word, stemmer: Stemmer, query: &str) -> Result<Vec<Self>, QueryError> {
        let found = match word.form {
            Form::Wildcard => wildcards(word, stemmer)?,
            Form::Regex => vec![pattern(word, &word.text, String::new(), query)?],
            _ => plain(word, word.form, &word.text, stemmer),
        };
        if found.is_empty() {
            return Err(QueryError {
                query: query.to_owned(),
                span: word.span.clone(),
                reason: format!("`{}` holds no letter or digit to search for", word.text),
                hint: Some("signs are not indexed; search for the words beside it".into()),
            });
        }
        Ok(found)
    }

    /// What to ask an index that does not list its words; `stems` if it holds stems made by the same rules.
    pub(super) fn asked(&self, stems: bool) -> Asked<'_> {
        match &self.test {
            Test::Stem { stem, .. } if stems => Asked::Stem(stem),
            Test::Stem {
                prefix, irregular, ..
            } => {
                let irregular = irregular.iter().map(|form| (form.as_str(), true));
                let beginning = std::iter::once((prefix.as_str(), false));
                Asked::Beginnings(beginning.chain(irregular).collect())
            }
            Test::Exact(word) => Asked::Word(word),
            Test::Spelled { term, .. } => Asked::Term(term),
            Test::Capitals(word) | Test::Small(word) => Asked::AmongSpellings(word),
            Test::Pattern {
                wild: Some(wild), ..
            } => Asked::Wild(wild),
            Test::Pattern { prefix, .. } if !prefix.is_empty() => {
                Asked::Beginnings(vec![(prefix, false)])
            }
            Test::Pattern { .. } | Test::Fuzzy { .. } => Asked::Nothing,
        }
    }

    /// What is meant, where it can be said without the pattern itself.
    pub(super) fn meant(&self) -> Option<Meant> {
        match &self.test {
            Test::Stem { stemmer, stem, .. } => Some(Meant::Stem(stemmer.name(), stem.clone())),
            Test::Exact(word) => Some(Meant::Word(word.clone())),
            Test::Spelled { term, .. } => Some(Meant::Term(term.clone())),
            Test::Capitals(_) | Test::Small(_) | Test::Pattern { .. } | Test::Fuzzy { .. } => None,
        }
    }

    /// The parts of the dictionary to look in.
    pub(super) fn ranges(&self) -> Vec<Range> {
        let whole = |prefix: &str| Range {
            prefix: prefix.to_owned(),
            whole: true,
            forms: None,
        };
        let beginning = |prefix: &str| Range {
            prefix: prefix.to_owned(),
            whole: false,
            forms: None,
        };
        match &self.test {
            Test::Stem {
                prefix,
                forms,
                irregular,
                ..
            } => {
                let mut ranges = vec![Range {
                    forms: Some(forms.clone()),
                    ..beginning(prefix)
                }];
                ranges.extend(irregular.iter().map(|form| whole(form)));
                ranges
            }
            Test::Exact(folded)
            | Test::Spelled { folded, .. }
            | Test::Capitals(folded)
            | Test::Small(folded) => vec![whole(folded)],
            Test::Pattern { prefix, .. } => vec![beginning(prefix)],
            Test::Fuzzy { .. } => vec![beginning("")],
        }
    }

    /// Whether a term, or any of this folded word, can be meant at all: a cheap test before [`Matcher::matches`].
    pub(super) fn may_match(&self, term: &str) -> bool {
        match &self.test {
            Test::Stem {
                prefix, irregular, ..
            } => {
                term.starts_with(prefix.as_str())
                    || irregular.iter().any(|form| term.starts_with(form.as_str()))
            }
            Test::Exact(word)
            | Test::Spelled { folded: word, .. }
            | Test::Capitals(word)
            | Test::Small(word)
            | Test::Pattern { prefix: word, .. } => term.starts_with(word.as_str()),
            Test::Fuzzy { .. } => true,
        }
    }

    /// Whether a term of the dictionary is meant.
    pub(super) fn matches(&self, term: &str) -> bool {
        let folded = folded_part(term);
        match &self.test {
            Test::Stem {
                stemmer,
                stem,
                forms,
                irregular,
                ..
            } => {
                let may_be = forms.may_be(folded) || irregular.iter().any(|form| form == folded);
                may_be && stemmer.stem(folded) == *stem
            }
            Test::Exact(word) => folded == word,
            Test::Spelled { term: spelled, .. } => term == spelled,
            Test::Capitals(word) => folded == word && in_capitals(&spelling(term)),
            Test::Small(word) => folded == word && !spelling(term).chars().any(char::is_uppercase),
            Test::Pattern { regex, .. } => {
                !folded.is_empty() && (regex.is_match(folded) || regex.is_match(&spelling(term)))
            }
            Test::Fuzzy {
                folded: word,
                edits,
            } => !folded.is_empty() && within_edits(word, folded, *edits),
        }
    }

    /// Whether the answer of [`Matcher::matches`] depends on the folded word alone.
    pub(super) fn folds(&self) -> bool {
        matches!(
            self.test,
            Test::Stem { .. } | Test::Exact(_) | Test::Fuzzy { .. }
        )
    }
}

fn in_capitals(word: &str) -> bool {
    word.chars().any(char::is_uppercase) && !word.chars().any(char::is_lowercase)
}

/// Optimal string alignment distance (a swap of neighbours counts once), not computed where the lengths
/// alone rule it out.
fn within_edits(one: &str, other: &str, edits: usize) -> bool {
    let lengths = one.chars().count().abs_diff(other.chars().count());
    lengths <= edits && strsim::osa_distance(one, other) <= edits
}

fn plain(word: &Word, form: Form, text: &str, stemmer: Stemmer) -> Vec<Matcher> {
    let mut reader = words(text);
    let mut found = Vec::new();
    while let Some(part) = reader.next() {
        let folded = cut_word(reader.folded()).to_owned();
        let test = match form {
            Form::Stem => stem(stemmer, &folded),
            Form::Spelled => {
                let mut term = String::new();
                push_term(&text[part.range.clone()], &folded, &mut term);
                Test::Spelled { folded, term }
            }
            Form::AllCaps => Test::Capitals(folded),
            Form::NoCaps => Test::Small(folded),
            Form::Fuzzy(edits) => Test::Fuzzy {
                folded,
                edits: usize::from(edits),
            },
            Form::Exact | Form::Wildcard | Form::Regex => Test::Exact(folded),
        };
        found.push(Matcher {
            typed: text[part.range].to_owned(),
            span: word.span.clone(),
            test,
        });
    }
    found
}

/// Any form of a word.
fn stem(stemmer: Stemmer, folded: &str) -> Test {
    let stem = stemmer.stem(folded).into_owned();
    Test::Stem {
        prefix: stemmer.prefix(&stem).to_owned(),
        forms: stemmer.forms(&stem),
        irregular: stemmer.irregular(&stem),
        stemmer,
        stem,
    }
}

/// A word with wildcards; signs inside it separate words as they do in a text.
fn wildcards(word: &Word, stemmer: Stemmer) -> Result<Vec<Matcher>, QueryError> {
    let mut found = Vec::new();
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '*' | '?' | '\'' | '’' | '&');
    for part in word.text.split(|c| !inside(c)).filter(|p| !p.is_empty()) {
        if !part.contains(['*', '?']) {
            found.extend(plain(word, Form::Exact, part, stemmer));
            continue;
        }
        let folded = fold(part).replace(['\'', '’'], "");
        let regex: String = folded
            .chars()
            .map(|c| match c {
                '*' => ".*".to_owned(),
                '?' => ".".to_owned(),
                _ => regex::escape(c.encode_utf8(&mut [0; 4])),
            })
            .collect();
        let literal = folded.split(['*', '?']).next().unwrap_or_default();
        let mut matcher = pattern(word, &regex, literal.to_owned(), part)?;
        if let Test::Pattern { wild, .. } = &mut matcher.test
            && !folded.contains('?')
        {
            *wild = Some(folded);
        }
        found.push(matcher);
    }
    Ok(found)
}

fn pattern(word: &Word, regex: &str, prefix: String, query: &str) -> Result<Matcher, QueryError> {
    let regex = regex::RegexBuilder::new(&format!("^(?:{regex})$"))
        .case_insensitive(true)
        .size_limit(1 << 20)
        .build()
        .map_err(|error| QueryError {
            query: query.to_owned(),
            span: word.span.clone(),
            reason: format!("`{}` is no regular expression: {error}", word.text),
            hint: None,
        })?;
    Ok(Matcher {
        typed: word.text.clone(),
        span: word.span.clone(),
        test: Test::Pattern {
            prefix,
            wild: None,
            regex,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, form: Form, dictionary: &str) -> String {
        let word = Word {
            text: text.into(),
            form,
            span: 0..text.len(),
        };
        let stemmer = Stemmer::new("en").unwrap();
        let matchers = Matcher::of(&word, stemmer, text).unwrap();
        let mut hits = Vec::new();
        for raw in dictionary.split_whitespace() {
            let mut term = String::new();
            push_term(raw, &fold(raw), &mut term);
            if matchers.iter().any(|matcher| {
                let ranges = matcher.ranges();
                matcher.matches(&term)
                    && ranges
                        .iter()
                        .any(|r| folded_part(&term).starts_with(&r.prefix))
            }) {
                hits.push(raw);
            }
        }
        hits.join(" ")
    }

    #[test]
    fn each_form_matches_what_it_says() {
        let dictionary = "Apple apple APPLE apples Apples banana aple appel bank banks Banking";
        for (text, form, expected) in [
            ("apples", Form::Stem, "Apple apple APPLE apples Apples"),
            ("apple", Form::Exact, "Apple apple APPLE"),
            ("Apple", Form::Spelled, "Apple"),
            ("apple", Form::AllCaps, "APPLE"),
            ("apple", Form::NoCaps, "apple"),
            (
                "app*",
                Form::Wildcard,
                "Apple apple APPLE apples Apples appel",
            ),
            ("*a", Form::Wildcard, "banana"),
            ("appl?s", Form::Wildcard, "apples Apples"),
            (
                "apple",
                Form::Fuzzy(1),
                "Apple apple APPLE apples Apples aple appel",
            ),
            ("bank(s|ing)", Form::Regex, "banks Banking"),
        ] {
            assert_eq!(found(text, form, dictionary), expected, "{text} {form:?}");
        }
    }
}
