//! Values that may have two ends: `2024..2025`, `>=1200`, `..3w`, `2024-03-01/2024-05-31`.

use super::tree::Compare;

/// The ends of a value, as text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Range<'a> {
    /// One value.
    One(&'a str),
    /// From one to another; an end that is not given is open.
    Between(Option<&'a str>, Option<&'a str>),
    /// `>x` and its like.
    Compared(Compare, &'a str),
}

/// Cuts a value at its `..` or after its comparison.
pub(super) fn split(value: &str) -> Range<'_> {
    let value = value.trim();
    if let Some((left, right)) = value.split_once("..") {
        let end = |text: &'_ str| text.trim().len();
        let open = |text| if end(text) == 0 { None } else { Some(text) };
        return Range::Between(open(left.trim()), open(right.trim()));
    }
    for (sign, compare) in [
        (">=", Compare::AtLeast),
        ("<=", Compare::AtMost),
        ("≥", Compare::AtLeast),
        ("≤", Compare::AtMost),
        (">", Compare::More),
        ("<", Compare::Less),
        ("=", Compare::Equal),
    ] {
        if let Some(rest) = value.strip_prefix(sign) {
            return Range::Compared(compare, rest.trim());
        }
    }
    Range::One(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_told_apart() {
        for (value, range) in [
            ("2024", Range::One("2024")),
            ("2024..", Range::Between(Some("2024"), None)),
            ("..2024", Range::Between(None, Some("2024"))),
            ("1 .. 2", Range::Between(Some("1"), Some("2"))),
            ("..", Range::Between(None, None)),
            (">=5", Range::Compared(Compare::AtLeast, "5")),
            ("<", Range::Compared(Compare::Less, "")),
        ] {
            assert_eq!(split(value), range, "{value}");
        }
    }
}
