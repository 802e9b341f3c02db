//! Folding: one form for what readers take for the same word.
//!
//! Lower case, compatibility forms (ligatures, full-width letters) and accents are folded; letters that
//! are no accented forms of another but are commonly typed so (ø, ł, ß, æ) are spelled out. So are the signs
//! that Arabic, Hebrew and Hindi papers mostly leave out (vowel points, hamza, tatweel, nukta) and the letters
//! that stand for one another there, as in Lucene's normalizers of Arabic and Persian. Vowel signs of Indic
//! and other scripts are letters there and stay.

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
            | '\u{FEFF}'
            // Points and cantillation of Hebrew.
            | '\u{591}'..='\u{5BD}'
            | '\u{5BF}'
            | '\u{5C1}'
            | '\u{5C2}'
            | '\u{5C4}'
            | '\u{5C5}'
            | '\u{5C7}'
            // Tatweel, vowels, and hamza above and below of Arabic.
            | '\u{640}'
            | '\u{64B}'..='\u{65F}'
            | '\u{670}'
            // Nukta of Devanagari, Bengali and Gurmukhi.
            | '\u{93C}'
            | '\u{9BC}'
            | '\u{A3C}' => {}
            'ٱ' => out.push('ا'),
            'ى' | 'ی' => out.push('ي'),
            'ک' => out.push('ك'),
            'ة' => out.push('ه'),
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
            ("الإضراب", "الاضراب"),
            ("وَقَالَ", "وقال"),
            ("إيراني", "ایرانی"),
            ("שָׁלוֹם", "שלום"),
            ("फ़ोन", "फोन"),
        ] {
            assert_eq!(fold(text), fold(folded), "{text}");
        }
    }
}
