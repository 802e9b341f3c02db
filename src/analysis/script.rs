//! What the script of a character says of where words end.

/// Scripts written without spaces: Thai, Lao, Myanmar, Khmer, kana (of half width too) and Han.
pub fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9F}' | '\u{20000}'..='\u{3FFFF}')
}

/// Signs that belong to the letter before them.
pub(super) fn is_mark(c: char) -> bool {
    // The voicing marks of half-width kana are letters to Unicode.
    unicode_normalization::char::is_combining_mark(c) || matches!(c, '\u{FF9E}' | '\u{FF9F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_are_words_are_told_from_letters_and_marks() {
        assert!(['北', 'デ', 'ก'].into_iter().all(is_unspaced));
        assert!(!['a', 'é', '한', 'ن'].into_iter().any(is_unspaced));
        assert!(['\u{301}', '\u{FF9E}'].into_iter().all(is_mark) && !is_mark('e'));
    }
}
