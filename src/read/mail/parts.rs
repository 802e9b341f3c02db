//! What a message says: its subject and its text, among several parts of it.

use super::super::decode::{decode, tidy};
use super::super::{markup, values};
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessagePart, PartType};
use std::borrow::Cow;

/// Whether anything but blanks and boundaries follows the headers.
pub(super) fn holds_text(message: &Message) -> bool {
    let raw = message.raw_message();
    let begin = message
        .parts
        .first()
        .map_or(0, |root| root.offset_body as usize);
    let text = raw.get(begin..).unwrap_or_default();
    let mut lines = text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    lines.any(|line| {
        !line.is_empty()
            && !line.starts_with(b"--")
            && !line.to_ascii_lowercase().starts_with(b"content-")
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
