//! Terms of short texts: the key by which a name is found, and the name as it was written.
//!
//! Most names are their key with capitals (`world bank`, World Bank). Of those only how they are written
//! stands behind the key, since every name is in two dictionaries.

use std::borrow::Cow;

/// Separates the key of a short text from its display form.
pub const DISPLAY: char = '\0';

/// Stands for a display form that is the key.
const SAME: char = '\u{1}';
/// Stands for one in which every word has a capital.
const CAPITALISED: char = '\u{2}';
/// Stands for one in which every word but [`SMALL`] ones has a capital.
const TITLE: char = '\u{3}';
/// Stands for one that is all capitals.
const CAPITALS: char = '\u{4}';
/// Stands before any other that begins with a sign that could be taken for one of these.
const OTHER: char = '\u{5}';

/// Words that have no capital in an English name, unless they begin it.
const SMALL: [&str; 8] = ["and", "at", "for", "in", "of", "on", "the", "to"];

/// The term of a short text.
pub fn keyed(key: &str, display: &str) -> String {
    let marks = [SAME, CAPITALISED, TITLE, CAPITALS];
    if let Some(mark) = marks
        .into_iter()
        .find(|mark| is_written(*mark, key, display))
    {
        return format!("{key}{DISPLAY}{mark}");
    }
    if display.starts_with([SAME, CAPITALISED, TITLE, CAPITALS, OTHER]) {
        return format!("{key}{DISPLAY}{OTHER}{display}");
    }
    format!("{key}{DISPLAY}{display}")
}

/// The two halves of a term that [`keyed`] made.
pub fn unkeyed(term: &str) -> (&str, Cow<'_, str>) {
    let Some((key, display)) = term.split_once(DISPLAY) else {
        return (term, Cow::Borrowed(term));
    };
    let mut letters = display.chars();
    let display = match letters.next() {
        Some(OTHER) => Cow::Borrowed(letters.as_str()),
        Some(SAME) if letters.as_str().is_empty() => Cow::Borrowed(key),
        Some(mark @ (CAPITALISED | TITLE | CAPITALS)) if letters.as_str().is_empty() => {
            Cow::Owned(written(mark, key))
        }
        _ => Cow::Borrowed(display),
    };
    (key, display)
}

/// Whether a mark stands for a display form; told without writing it, as it is asked of every name.
fn is_written(mark: char, key: &str, display: &str) -> bool {
    key.len() == display.len() && key.is_ascii() && written(mark, key) == display
}

/// The display form that a mark stands for.
fn written(mark: char, key: &str) -> String {
    let mut display = key.to_owned();
    match mark {
        CAPITALS => display.make_ascii_uppercase(),
        SAME => {}
        _ => {
            let mut at = 0;
            for word in key.split(' ') {
                let is_small = mark == TITLE && at > 0 && SMALL.contains(&word);
                if let Some(first) = display.get_mut(at..at + 1).filter(|_| !is_small) {
                    first.make_ascii_uppercase();
                }
                at += word.len() + 1;
            }
        }
    }
    display
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_that_follow_from_their_key_take_one_sign() {
        for (key, display, behind) in [
            ("world bank", "World Bank", "\u{2}"),
            ("bank of england", "Bank of England", "\u{3}"),
            ("the hague", "The Hague", "\u{2}"),
            ("nato", "NATO", "\u{4}"),
            ("a", "a", "\u{1}"),
            ("a b", "A. B.", "A. B."),
            ("sud ouest", "Süd Ouest", "Süd Ouest"),
            ("iphone", "iPhone", "iPhone"),
            ("x", "\u{2}", "\u{5}\u{2}"),
            ("", "", "\u{1}"),
        ] {
            let term = keyed(key, display);
            assert_eq!(term, format!("{key}\0{behind}"));
            assert_eq!(unkeyed(&term), (key, Cow::Borrowed(display)));
        }
    }

    proptest! {
        #[test]
        fn every_name_comes_back(key in "[a-zé ]{0,12}", display in "[\\x01-\\x06a-zA-Zé .]{0,12}") {
            for display in [&display, &key, &key.to_uppercase()] {
                let term = keyed(&key, display);
                prop_assert_eq!(unkeyed(&term), (&*key, Cow::Borrowed(&**display)));
            }
        }
    }
}
