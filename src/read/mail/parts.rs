//! What a message says: its subject and its text, among several parts of it.

use super::super::decode::{decode, tidy};
use super::super::{markup, values};
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessagePart, PartType};
use std::borrow::Cow;

/// What follows the headers of a message.
fn content<'m>(message: &'m Message) -> &'m [u8] {
    let root = message.parts.first();
    let begin = root.map_or(0, |root| root.offset_body as usize);
    message.raw_message().get(begin..).unwrap_or_default()
}

/// The text of a message of several parts whose boundaries are not those that its headers name, or stand too deep
/// in each other: what is neither a boundary nor a header below one. None of it may be encoded.
pub(super) fn unparted(message: &Message) -> Option<String> {
    let content = decode(content(message), None).ok()?;
    let (mut text, mut in_headers, mut is_text) = (String::new(), false, true);
    let mut bounded = false;
    for line in content.lines() {
        let lower = line.to_ascii_lowercase();
        if line.len() > 2 && line.starts_with("--") && !line.contains(' ') {
            (in_headers, is_text, bounded) = (true, true, true);
        } else if in_headers {
            in_headers = !line.trim().is_empty();
            let coded = lower.contains("base64") || lower.contains("quoted-printable");
            is_text &= !coded
                && !["image/", "application/", "audio/", "video/", "text/html"]
                    .iter()
                    .any(|kind| lower.contains(kind));
        } else if is_text {
            text.push_str(line);
            text.push('\n');
        }
    }
    Some(tidy(&text)).filter(|text| bounded && !text.is_empty())
}

/// Whether anything but blanks, boundaries and the headers of parts follows the headers.
pub(super) fn holds_text(message: &Message) -> bool {
    let mut lines = content(message)
        .split(|byte| *byte == b'\n')
        .map(<[u8]>::trim_ascii);
    lines.any(|line| {
        let header = line.to_ascii_lowercase().starts_with(b"content-");
        !line.is_empty() && !line.starts_with(b"--") && !header
    })
}

/// The messages that a message forwards whole, each with its subject above its text.
pub(super) fn forwarded(message: &Message) -> Vec<String> {
    let inner = message.parts.iter().filter_map(|part| match &part.body {
        PartType::Message(inner) => Some(inner),
        _ => None,
    });
    let mut texts = Vec::new();
    for inner in inner {
        let parts = [subject(inner).unwrap_or_default(), body(inner)];
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        texts.push(parts.collect::<Vec<_>>().join("\n\n"));
        texts.extend(forwarded(inner));
    }
    texts.retain(|text| !text.is_empty());
    texts
}

/// The plain text, else the text of the HTML.
pub(super) fn body(message: &Message) -> String {
    let mut html = None;
    let parts = message.text_body.iter().chain(&message.html_body);
    for part in parts.filter_map(|id| message.parts.get(*id as usize)) {
        match &part.body {
            PartType::Text(text) if !text.trim().is_empty() => {
                return tidy(&decoded(message, part).unwrap_or_else(|| text.to_string()));
            }
            PartType::Html(text) => {
                let text = || decoded(message, part).unwrap_or_else(|| text.to_string());
                html = html.or_else(|| Some(markup::fragment(&text())));
            }
            _ => {}
        }
    }
    html.unwrap_or_default()
}

/// The text of a part by what its bytes show, where they are not in the encoding that it names.
fn decoded(message: &Message, part: &MessagePart) -> Option<String> {
    if !part.text_contents()?.contains(char::REPLACEMENT_CHARACTER) {
        return None;
    }
    let range = part.offset_body as usize..part.offset_end as usize;
    let raw = message.raw_message().get(range)?;
    let bytes = match part.encoding {
        Encoding::None => raw.to_vec(),
        Encoding::QuotedPrintable => quoted_printable_decode(raw)?,
        Encoding::Base64 => base64_decode(raw)?,
    };
    decode(&bytes, None).ok().map(Cow::into_owned)
}

/// The subject, also one that is written in bytes of an encoding it does not name.
pub(super) fn subject(message: &Message) -> Option<String> {
    let subject = message.subject()?;
    if !subject.contains(char::REPLACEMENT_CHARACTER) {
        return Some(values::one_line(subject));
    }
    let header = message
        .headers()
        .iter()
        .find(|header| header.name() == "Subject")?;
    let raw = message
        .raw_message()
        .get(header.offset_start as usize..header.offset_end as usize)?;
    let text = decode(raw, None).ok();
    Some(values::one_line(text.as_deref().unwrap_or(subject)))
}
