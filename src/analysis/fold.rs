//! Folding: one form for what readers take for the same word.
//!
//! Lower case, compatibility forms (ligatures, full-width letters) and accents are folded; letters that
//! are no accented forms of another but are commonly typed so (ø, ł, ß, æ) are spelled out. Vowel signs of
//! Indic and other scripts are letters there and stay.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// The folded form of a text.
pub fn fold(text: &str) -> Cow<'_, str> {
    if text
        .bytes()
        .all(|b| b.is_ascii() && !b.is_ascii_uppercase())
    {
        return Cow::Borrowed(text);
    }
    let mut folded = String::with_capacity(text.len());
    push_folded(text, &mut folded);
    Cow::Owned(folded)
}

/// Appends the folded form of `text` to `out`.
pub(super) fn push_folded(text: &str, out: &mut String) {
    if text.is_ascii() {
        let at = out.len();
        out.push_str(text);
        out[at..].make_ascii_lowercase();
        return;
    }
    for c in text.nfkd().flat_map(char::to_lowercase).nfd() {
        match c {
            // Accents of Latin, Greek and Cyrillic; soft hyphen; zero-width characters.
            '\u{300}'..='\u{36F}'
            | '\u{AD}'
            | '\u{200B}'..='\u{200D}'
            | '\u{2060}'
            | '\u{FEFF}' => {}
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'þ' => out.push_str("th"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'ħ' => out.push('h'),
            'ı' => out.push('i'),
            'ς' => out.push('σ'),
            _ => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_ligatures_fold() {
        for (text, folded) in [
            ("Café", "cafe"),
            ("STRASSE", "strasse"),
            ("Straße", "strasse"),
            ("Łódź", "lodz"),
            ("ﬁnal", "final"),
            ("İstanbul", "istanbul"),
            ("ｎｅｗｓ", "news"),
            ("हिन्दी", "हिन्दी"),
            ("ΣΟΦΟΣ", "σοφοσ"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }
}
