//! Which reader a file is for: by its first bytes and its extension.

use super::{READERS, Reader, decode, text, whole};
use crate::error::{Problem, ProblemKind};

/// The reader for a file, from its path and its first bytes (up to 8 KiB).
///
/// A reader that the extension names and that knows the content goes first, then any that knows the
/// content, then the one the extension names. A file without an extension that is text is plain text.
fn detect(path: &str, head: &[u8]) -> Option<&'static dyn Reader> {
    let head = decode::head(head);
    let extension = extension(path).map(str::to_lowercase);
    let named = extension.as_deref().and_then(|extension| {
        let goes_by = |reader: &&dyn Reader| reader.extensions().contains(&extension);
        READERS.iter().copied().find(goes_by)
    });
    if let Some(reader) = named.filter(|reader| reader.recognises(&head)) {
        return Some(reader);
    }
    let knows = |reader: &&dyn Reader| reader.recognises(&head);
    let found = READERS.iter().copied().find(knows).or(named);
    match extension {
        None if found.is_none() && decode::refuse_binary(&head).is_ok() => Some(&text::Text),
        _ => found,
    }
}

/// The same, with a sentence where there is none.
///
/// # Errors
/// The file is empty, is not text, or is in no format that is known.
pub fn choose(path: &str, head: &[u8]) -> Result<&'static dyn Reader, Problem> {
    if head.trim_ascii().is_empty() {
        return Err(whole::empty());
    }
    if let Some(reader) = detect(path, head) {
        return Ok(reader);
    }
    decode::refuse_binary(head)?;
    let reason =
        "is in no format that is known: name one with `--as FORMAT`, `morgue formats` lists them";
    Err(Problem::new(ProblemKind::UnknownFormat, reason))
}

/// What follows the last dot of a file's name, unless it is a number.
fn extension(path: &str) -> Option<&str> {
    let name = path.rsplit(['/', '\\']).next()?;
    let (stem, extension) = name.rsplit_once('.')?;
    let number = extension.bytes().all(|byte| byte.is_ascii_digit());
    (!stem.is_empty() && !number).then_some(extension)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_goes_before_extension_where_it_is_certain() {
        for (path, head, name) in [
            ("a.txt", "Rates rise\n\nThe bank", Some("text")),
            ("a.txt", "[Reuters] Rates rise", Some("text")),
            ("README", "Rates rise", Some("text")),
            ("daily.19870226", "Rates rise", Some("text")),
            ("17.", "Rates rise", Some("text")),
            ("a.json", "{\"title\": 1}\n{\"title\": 2}\n", Some("jsonl")),
            ("a.json", "{\n  \"title\": 1\n}", Some("json")),
            (
                "a.json",
                "{\"items\": [\n{\"title\": 1},\n{\"title\": 2}]}",
                Some("json"),
            ),
            ("a.jsonl", "[\n{\"title\": 1}", Some("json")),
            ("a.jsonl", "{\"title\": \n{\"title\": 2}\n", Some("jsonl")),
            ("a.jsonl", "{\"title\": 1}", Some("jsonl")),
            ("a.dat", "[{\"title\": 1}", Some("json")),
            (
                "a.sgm",
                "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">",
                Some("reuters"),
            ),
            ("a.txt", "---\ntitle: A\n---\n", Some("markdown")),
            ("a.TSV", "title\ttext", Some("csv")),
            ("a.md", "# Rates", Some("markdown")),
            ("a.log", "Rates rise", None),
            (
                "a.xml",
                "<?xml version='1.0'?>\n<!-- x --><nitf>",
                Some("nitf"),
            ),
            ("a.xml", "<newsMessage xmlns='x'>", Some("newsml-g2")),
            ("a.xml", "<NewsML Version='1.2'>", Some("newsml")),
            ("a.xml", "<rdf:RDF xmlns:rdf='x'>", Some("feed")),
            ("a.xml", "<other/>", Some("xml")),
            ("a.sgml", "<DOC>\n<DOCNO>", Some("trec")),
            ("a.txt", "\n   1 of 20 DOCUMENTS\n", Some("lexisnexis")),
            (
                "a.txt",
                "HD  Rates\nPD  1 May 2025\nSN  Gazette\n",
                Some("factiva"),
            ),
            ("a", "WARC/1.0\r\n", Some("warc")),
            ("a.txt", "\u{16}\u{16}\u{1}aba0123 4 wi", Some("iptc7901")),
        ] {
            let reader = detect(path, head.as_bytes()).map(Reader::name);
            assert_eq!(reader, name, "{path} {head}");
        }
        let wide: Vec<u8> = "\u{feff}[{\"title\": 1}"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(detect("a.txt", &wide).map(Reader::name), Some("json"));
    }

    #[test]
    fn what_is_no_article_gets_a_sentence() {
        for (path, head, kind) in [
            ("a.txt", &b""[..], ProblemKind::Empty),
            ("a.bin", b"\x7fELF\0\0", ProblemKind::UnknownFormat),
            ("a.log", b"text", ProblemKind::UnknownFormat),
            ("a", br"{\rtf1\ansi Rates", ProblemKind::UnknownFormat),
        ] {
            assert_eq!(
                choose(path, head).err().map(|problem| problem.kind),
                Some(kind)
            );
        }
    }
}
