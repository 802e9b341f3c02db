//! Names of languages, as databases write them, to BCP 47 tags.

/// Tag, three-letter codes and names, in lower case.
const NAMES: &[(&str, &[&str])] = &[
    ("en", &["eng", "english"]),
    ("de", &["deu", "ger", "german", "deutsch"]),
    ("fr", &["fra", "fre", "french", "français"]),
    ("es", &["spa", "spanish", "español"]),
    ("it", &["ita", "italian", "italiano"]),
    ("pt", &["por", "portuguese", "português"]),
    ("nl", &["nld", "dut", "dutch", "nederlands"]),
    ("sv", &["swe", "swedish", "svenska"]),
    ("da", &["dan", "danish", "dansk"]),
    ("no", &["nor", "norwegian", "norsk"]),
    ("pl", &["pol", "polish", "polski"]),
    ("ru", &["rus", "russian"]),
    ("ar", &["ara", "arabic"]),
    ("zh", &["zho", "chi", "chinese"]),
    ("ja", &["jpn", "japanese"]),
];

/// The tag of a language: a name's, or a tag in its usual spelling (`en_us` is `en-US`). What is
/// neither is none.
pub(super) fn tag(name: &str) -> Option<String> {
    let name = name.trim();
    let lower = name.to_lowercase();
    if let Some((tag, _)) = NAMES
        .iter()
        .find(|(_, names)| names.contains(&lower.as_str()))
    {
        return Some((*tag).to_owned());
    }
    let mut parts = name.split(['-', '_']);
    let language = parts.next()?;
    if !(2..=3).contains(&language.len())
        || !language.bytes().all(|byte| byte.is_ascii_alphabetic())
    {
        return None;
    }
    let mut tag = language.to_ascii_lowercase();
    for part in parts {
        if !(2..=8).contains(&part.len()) || !part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        {
            return None;
        }
        tag.push('-');
        if part.len() == 2 {
            tag.push_str(&part.to_ascii_uppercase());
        } else {
            tag.push_str(part);
        }
    }
    Some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_tags() {
        for (name, expected) in [
            ("English", Some("en")),
            ("en_us", Some("en-US")),
            ("zh-Hant", Some("zh-Hant")),
            ("ger", Some("de")),
            ("klingon?", None),
        ] {
            assert_eq!(tag(name).as_deref(), expected, "{name}");
        }
    }
}
