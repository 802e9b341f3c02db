//! An HTTP response as a crawl stored it: status, headers, and the body with its encodings undone.
//!
//! Some crawlers store the decoded body and rename the headers (`X-Crawler-Transfer-Encoding`); only the
//! real names are acted upon.

use super::Limits;
use crate::error::{Problem, ProblemKind};
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::io::Read;

/// What a response says and holds.
#[derive(Debug)]
pub(super) struct Response {
    status: u16,
    kind: String,
    /// The label of the encoding in the content type.
    pub(super) charset: Option<String>,
    pub(super) body: Vec<u8>,
    /// Why the body is not whole.
    pub(super) damaged: Option<Problem>,
}

impl Response {
    /// Whether it is a web page that was found.
    pub(super) fn is_page(&self) -> bool {
        (200..300).contains(&self.status) && (self.kind.contains("html") || self.kind.is_empty())
    }
}

/// Takes a stored response apart.
///
/// # Errors
/// It is no HTTP response, its encoding is not known, or its body is over the limit.
pub(super) fn parse(block: &[u8], limits: Limits) -> Result<Response, Problem> {
    let malformed =
        |why: &str| Problem::new(ProblemKind::Malformed, format!("not a web response: {why}"));
    let end = headers_end(block).ok_or_else(|| malformed("its headers do not end"))?;
    let head = String::from_utf8_lossy(&block[..end.0]);
    let mut lines = head.lines();
    let status = lines
        .next()
        .and_then(status)
        .ok_or_else(|| malformed("it has no status"))?;
    let fields: Vec<(&str, &str)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim(), value.trim()))
        .collect();
    let field = |name: &str| {
        let mut fields = fields.iter();
        fields
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| *value)
    };
    let content = field("Content-Type")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let (kind, rest) = content.split_once(';').unwrap_or((&content, ""));
    let charset = rest
        .split(';')
        .find_map(|part| part.trim().strip_prefix("charset="));
    let (mut body, mut damaged) = (block[end.1..].to_vec(), None);
    if field("Transfer-Encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked")) {
        // Some crawlers leave the header and take the chunks away.
        body = joined(&body).unwrap_or(body);
    }
    if let Some(coding) = field("Content-Encoding") {
        body = inflated(body, coding, limits, &mut damaged)?;
    }
    Ok(Response {
        status,
        damaged,
        kind: kind.trim().to_owned(),
        charset: charset.map(|label| label.trim_matches(['"', '\'']).to_owned()),
        body,
    })
}

/// The code in `HTTP/1.1 200 OK`.
fn status(line: &str) -> Option<u16> {
    let rest = line.strip_prefix("HTTP/")?;
    rest.split_whitespace().nth(1)?.parse().ok()
}

/// Where the headers end and where the body begins.
fn headers_end(block: &[u8]) -> Option<(usize, usize)> {
    let strict = memchr::memmem::find(block, b"\r\n\r\n").map(|at| (at, at + 4));
    let loose = memchr::memmem::find(block, b"\n\n").map(|at| (at, at + 2));
    match (strict, loose) {
        (Some(strict), Some(loose)) => Some(strict.min(loose)),
        (strict, loose) => strict.or(loose),
    }
}

/// The chunks of a body, joined, as far as they go; `None` if it has none.
fn joined(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(body.len());
    loop {
        let Some((size, rest)) = chunk(body) else {
            return (!whole.is_empty()).then_some(whole);
        };
        if size == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(&rest[..size.min(rest.len())]);
        body = rest.get(size..).unwrap_or_default().trim_ascii_start();
    }
}

/// The size of a chunk, and what stands behind it.
fn chunk(body: &[u8]) -> Option<(usize, &[u8])> {
    let end = memchr::memchr(b'\n', body)?;
    let size = std::str::from_utf8(&body[..end]).ok()?;
    let size = size.split(';').next()?.trim();
    Some((usize::from_str_radix(size, 16).ok()?, &body[end + 1..]))
}

/// The body without its compression, as far as that can be undone.
fn inflated(
    body: Vec<u8>,
    coding: &str,
    limits: Limits,
    damaged: &mut Option<Problem>,
) -> Result<Vec<u8>, Problem> {
    let most = (limits.record as u64).saturating_add(1);
    let mut whole = Vec::new();
    let read = match coding.to_ascii_lowercase().as_str() {
        "gzip" | "x-gzip" if body.starts_with(b"\x1f\x8b") => MultiGzDecoder::new(&body[..])
            .take(most)
            .read_to_end(&mut whole),
        "deflate" if body.first().is_some_and(|byte| byte & 0x0f == 8) => {
            ZlibDecoder::new(&body[..])
                .take(most)
                .read_to_end(&mut whole)
        }
        "deflate" => DeflateDecoder::new(&body[..])
            .take(most)
            .read_to_end(&mut whole),
        // Not compressed, or stored without its compression.
        "identity" | "gzip" | "x-gzip" | "" => return Ok(body),
        _ if body.trim_ascii_start().starts_with(b"<") => return Ok(body),
        other => {
            let reason = format!("the page is compressed by `{other}`, which is not known");
            return Err(Problem::new(ProblemKind::Encoding, reason));
        }
    };
    if let Err(error) = read {
        let reason = format!("the page is compressed badly: {error}");
        *damaged = Some(Problem::new(ProblemKind::Damaged, reason));
    }
    if whole.len() > limits.record {
        return Err(limits.exceeded("the page"));
    }
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn encodings_are_undone() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(b"<p>text").expect("memory");
        let gzip = gzip.finish().expect("memory");
        for (headers, body) in [
            ("", b"<p>text".to_vec()),
            (
                "Transfer-Encoding: chunked\r\n",
                b"4\r\n<p>t\r\n3;x=y\r\next\r\n0\r\n\r\n".to_vec(),
            ),
            ("Transfer-Encoding: chunked\r\n", b"<p>text".to_vec()),
            ("X-Crawler-Content-Encoding: gzip\r\n", b"<p>text".to_vec()),
            ("Content-Encoding: gzip\r\n", gzip),
        ] {
            let head = format!(
                "HTTP/1.1 200 OK\r\n{headers}Content-Type: text/html; charset=\"UTF-8\"\r\n\r\n"
            );
            let response =
                parse(&[head.as_bytes(), &body].concat(), Limits::default()).expect("a response");
            assert_eq!(response.body, b"<p>text", "{headers}");
            assert_eq!(response.charset.as_deref(), Some("utf-8"));
            assert!(response.is_page());
        }
        assert!(parse(b"no response", Limits::default()).is_err());
    }
}
