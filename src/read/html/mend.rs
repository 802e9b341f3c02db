//! Makes JSON of what only looks like it.
//!
//! Scripts are written by templates: line breaks and quotes stand in strings as they are, commas before
//! closing brackets, comments between fields, and the last bracket is missing. What cannot be told is left
//! as it is: then the script says nothing.

/// Escapes raw control characters and quotes in strings, drops comments, commas before a closing bracket and
/// backslashes that escape nothing, and closes what was left open.
pub(super) fn mend(text: &str) -> String {
    let mut mended = String::with_capacity(text.len());
    let mut open = Vec::new();
    let mut in_string = false;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '"' if in_string && !ends_string(rest) => mended.push_str("\\\""),
            '"' => {
                in_string = !in_string;
                mended.push(c);
            }
            '\\' if in_string => rest = escape(rest, &mut mended),
            _ if in_string => mended.push(if c.is_control() { ' ' } else { c }),
            '/' if rest.starts_with(['*', '/']) => rest = after_comment(rest),
            '{' | '[' => {
                open.push(if c == '{' { '}' } else { ']' });
                mended.push(c);
            }
            '}' | ']' => {
                open.pop();
                drop_comma(&mut mended);
                mended.push(c);
            }
            _ => mended.push(c),
        }
    }
    if !in_string {
        drop_comma(&mut mended);
        mended.extend(open.iter().rev());
    }
    mended
}

/// Copies what a backslash escapes, with it if it escapes anything; returns what follows.
fn escape<'t>(rest: &'t str, mended: &mut String) -> &'t str {
    let Some(next) = rest.chars().next() else {
        return rest;
    };
    if matches!(next, '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u') {
        mended.push('\\');
    }
    mended.push(next);
    &rest[next.len_utf8()..]
}

/// Whether a quote before this text ends its string: a colon, a closing bracket, or a comma with another
/// value behind it follows.
fn ends_string(rest: &str) -> bool {
    let rest = rest.trim_start();
    match rest.chars().next() {
        None | Some(':' | '}' | ']') => true,
        Some(',') => {
            let next = rest[1..].trim_start().chars().next();
            next.is_none_or(|next| "\"{[}]/-0123456789tfn".contains(next))
        }
        Some(_) => false,
    }
}

/// What follows a comment of which the first slash has been read.
fn after_comment(rest: &str) -> &str {
    let end = if rest.starts_with('*') { "*/" } else { "\n" };
    let length = rest.find(end).map_or(rest.len(), |at| at + end.len());
    &rest[length..]
}

fn drop_comma(mended: &mut String) {
    let kept = mended.trim_end().trim_end_matches(',').len();
    mended.truncate(kept);
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn what_templates_get_wrong_is_mended() {
        let whole: Value = serde_json::json!({"a": "x \"old\", y", "b": ["c"]});
        for text in [
            r#"{"a": "x "old", y", "b": ["c"]}"#,
            r#"{"a": "x "old", y", "b": ["c",],}"#,
            r#"{"a": "x "old", y", "b": ["c"]"#,
            r#"{/* one */ "a": "x "old", y", // two
                "b": ["c"]}"#,
            r#"{"a": "x \"old\"\, y", "b": ["c""#,
        ] {
            let read = serde_json::from_str::<Value>(&mend(text)).ok();
            assert_eq!(read.as_ref(), Some(&whole), "{text}");
        }
        let link = r#"{"a": "https://a.example/b"}"#;
        assert_eq!(mend(link), link);
    }
}
