//! Takes titles apart: where names are set off from a headline, and what is left without them.

/// What may stand between a headline and the site's name.
pub(super) const SEPARATORS: &[char] = &[
    '|', '-', '–', '—', '·', '•', '»', '«', '/', ':', '_', '～', '｜', '－', '：', '│', '›', '>',
];
/// Those of them that stand without blanks around them in Chinese and Japanese.
const WIDE: &[char] = &['｜', '：', '│', '_', '－', '|'];

/// How long a part of a title is: the letters of Chinese, Japanese and Korean count double.
pub(super) fn behind(part: &str) -> usize {
    part.chars().map(|c| 1 + usize::from(c >= '\u{2e80}')).sum()
}

/// Splits at the last separator that stands between blanks.
pub(super) fn split_last(title: &str) -> Option<(&str, &str)> {
    let at = title.rmatch_indices(SEPARATORS).find_map(|(at, sign)| {
        let blank_before = title[..at].trim_end_matches(SEPARATORS).ends_with(' ');
        let blank_after = title[at + sign.len()..].starts_with(' ');
        (blank_before && blank_after).then_some((at, sign.len()))
    })?;
    let (head, tail) = (title[..at.0].trim_end(), title[at.0 + at.1..].trim_start());
    let head = head.trim_end_matches(|c: char| SEPARATORS.contains(&c) || c == ' ');
    (!head.is_empty() && !tail.is_empty()).then_some((head, tail))
}

/// The end of a title that is `part` in letters and digits, if a separator sets it off from what it follows.
pub(super) fn without_lead<'t>(
    title: &'t str,
    part: &str,
    is_name: &dyn Fn(&str) -> bool,
) -> Option<&'t str> {
    let start = position(title.char_indices().rev(), part.chars().rev())?;
    let lead =
        title[..start].trim_end_matches(|c: char| !c.is_alphanumeric() && !SEPARATORS.contains(&c));
    // A subject before a colon or stroke belongs to the headline: only the site's name goes.
    let name = lead.trim_end_matches(|c: char| SEPARATORS.contains(&c) || c == ' ');
    let is_apart =
        lead.ends_with(SEPARATORS) && (!lead.ends_with([':', '：', '/']) || is_name(name));
    // Quotes and brackets before the part belong to it.
    is_apart.then(|| title[lead.len()..].trim_start())
}

/// The beginning of a title that is `part` in letters and digits, if it is set off from what follows: by a
/// separator between blanks or a wide one, or because that is a name of the site.
pub(super) fn without_tail<'t>(
    title: &'t str,
    part: &str,
    is_name: &dyn Fn(&str) -> bool,
) -> Option<&'t str> {
    let last = position(title.char_indices(), part.chars())?;
    let end = last + title[last..].chars().next().map_or(0, char::len_utf8);
    let tail = &title[end..];
    let closes = |c: char| !c.is_alphanumeric() && !c.is_whitespace() && !SEPARATORS.contains(&c);
    let closed = tail.len() - tail.trim_start_matches(closes).len();
    let (head, tail) = title.split_at(end + closed);
    let name = tail.trim_start_matches(|c: char| SEPARATORS.contains(&c) || c.is_whitespace());
    let sign = &tail[..tail.len() - name.len()];
    let is_wide = |c: char| c >= '\u{2e80}' && c.is_alphabetic();
    let is_apart = sign.contains(WIDE)
        || head.ends_with(is_wide) && sign.starts_with(SEPARATORS) && name.starts_with(is_wide)
        || sign.starts_with(' ') && sign.trim().starts_with(SEPARATORS);
    let is_short = behind(name) <= 60;
    (!name.is_empty() && is_short && (is_apart || sign.starts_with(' ') && is_name(name)))
        .then_some(head)
}

/// Where the last letter or digit of `part` stands in a title that begins with its letters and digits.
fn position(
    title: impl Iterator<Item = (usize, char)>,
    part: impl Iterator<Item = char>,
) -> Option<usize> {
    let mut wanted = part
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .peekable();
    for (at, c) in title {
        wanted.peek()?;
        if !c.is_alphanumeric() {
            continue;
        }
        if !c
            .to_lowercase()
            .eq(wanted.by_ref().take(c.to_lowercase().count()))
        {
            return None;
        }
        if wanted.peek().is_none() {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_taken_off_where_they_are_set_apart() {
        assert_eq!(split_last("a - b | c"), Some(("a - b", "c")));
        assert_eq!(split_last("a :: b"), Some(("a", "b")));
        assert_eq!(split_last("a-b"), None);
        for (title, part, rest) in [
            ("Herald: “Rates cut”", "rates cut", Some("“Rates cut”")),
            ("Economy: Rates cut", "Rates cut", None),
            ("The Herald - World - Rates", "Rates", Some("Rates")),
            ("Low Rates", "Rates", None),
            ("Rates", "Rates", None),
        ] {
            assert_eq!(
                without_lead(title, part, &|name| name == "Herald"),
                rest,
                "{title}"
            );
        }
        for (title, part, rest) in [
            ("“Rates cut” | Herald", "rates cut", Some("“Rates cut”")),
            ("Rates cut Herald", "rates cut", Some("Rates cut")),
            ("Rates cut again", "rates cut", None),
            ("Rates cut-price", "rates cut", None),
            ("金利：新聞", "金利", Some("金利")),
        ] {
            assert_eq!(
                without_tail(title, part, &|name| name == "Herald"),
                rest,
                "{title}"
            );
        }
    }
}
