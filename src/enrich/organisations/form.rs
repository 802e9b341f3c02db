//! The distinct forms of the names of one article, and what each says by the way it is written.

use super::hashes::Numbers;
use super::key::{is_legal_form, key};

/// A distinct form of an article.
#[derive(Debug, Clone)]
pub(super) struct Form {
    /// As written where it was first seen.
    pub(super) text: String,
    /// Its key.
    pub(super) key: String,
    /// Whether it could be the initials of another one.
    pub(super) acronym: bool,
    /// Whether it ends with a legal form: a company called in full, not by a short name.
    pub(super) legal: bool,
    /// Whether it was seen only in lines whose capitals mean nothing (headlines).
    pub(super) capitals: bool,
    /// How often it was seen.
    pub(super) count: usize,
}

/// The distinct forms of a list, and for each item of the list the number of its form.
pub(super) fn distinct<'f>(list: impl Iterator<Item = &'f str>) -> (Vec<Form>, Vec<usize>) {
    let mut forms: Vec<Form> = Vec::new();
    let mut numbers = Numbers::default();
    let mut of = Vec::new();
    for text in list {
        let number = numbers.first(text, forms.len());
        if number == forms.len() {
            forms.push(Form {
                text: text.to_owned(),
                key: key(text),
                acronym: is_acronym(text),
                capitals: false,
                legal: has_legal_form(text),
                count: 0,
            });
        }
        forms[number].count += 1;
        of.push(number);
    }
    (forms, of)
}

/// Whether the last word says a legal form and nothing else.
fn has_legal_form(form: &str) -> bool {
    let Some((_, last)) = form.rsplit_once(' ') else {
        return false;
    };
    let word = key(last);
    is_legal_form(&word) && word != "group"
}

/// Whether a form could be initials: three capitals at least, and nothing small.
fn is_acronym(form: &str) -> bool {
    let (mut letters, mut others) = (0, 0);
    for c in form.chars() {
        if c.is_uppercase() || c.is_numeric() {
            letters += 1;
        } else if c.is_alphanumeric() || c == ' ' {
            others += 1;
        }
    }
    others == 0 && (3..=10).contains(&letters)
}

/// Whether an acronym is the initials of a longer name, with or without its small words.
pub(super) fn is_initials(long: &str, short: &str) -> bool {
    let letters = || short.chars().filter(|c| c.is_alphanumeric());
    let long = long.strip_prefix("The ").unwrap_or(long);
    let words = || {
        long.split([' ', '-'])
            .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()))
    };
    let all = words().flat_map(char::to_uppercase);
    let capital = || words().filter(|c| !c.is_lowercase());
    all.eq(letters()) || capital().eq(letters())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_says_what_it_could_be() {
        let list = ["BBC", "Acme Corp Ltd", "BBC", "Acme Group", "BA", "A.N.C."];
        let (forms, numbers) = distinct(list.into_iter());
        assert_eq!(numbers, [0, 1, 0, 2, 3, 4]);
        assert_eq!(forms[0].count, 2);
        let acronyms: Vec<bool> = forms.iter().map(|form| form.acronym).collect();
        assert_eq!(acronyms, [true, false, false, false, true]);
        let legal: Vec<bool> = forms.iter().map(|form| form.legal).collect();
        assert_eq!(legal, [false, true, false, false, false]);
        assert!(is_initials("British Broadcasting Corporation", "BBC"));
        assert!(is_initials("Bank of the South", "BOTS"));
        assert!(!is_initials("Bank of the South", "BAS"));
    }
}
