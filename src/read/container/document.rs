//! The text of word processors' files: Word's (.docx) and `OpenDocument` (.odt), which are ZIP archives of XML.
//!
//! Downloads of news databases come as such files. A paragraph becomes a line, as when the program itself
//! saves the file as text, and what the lines mean is the business of the readers of text. Deleted text of a
//! document with changes, comments, footnotes and headers of pages are left out.
//! Forms: ECMA-376 part 1, section 17 (`WordprocessingML`), and `OpenDocument` 1.3 part 3, section 5.

use crate::read::markup::unescape;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::io::{self, BufReader, Read};

/// How a kind of file writes text.
#[derive(Debug)]
pub(super) struct Form {
    /// The member that all files of the kind have.
    sign: &'static str,
    /// The member that holds the text.
    pub(super) member: &'static str,
    /// The elements whose own text is that of the document.
    text: &'static [&'static str],
    /// The elements in which nothing is.
    out: &'static [&'static str],
}

const FORMS: &[Form] = &[
    Form {
        sign: "[Content_Types].xml",
        member: "word/document.xml",
        text: &["w:t"],
        out: &["w:pPr", "w:del", "w:txbxContent", "mc:Fallback"],
    },
    Form {
        sign: "META-INF/manifest.xml",
        member: "content.xml",
        text: &["text:p", "text:h", "text:span", "text:a"],
        out: &["text:tracked-changes", "office:annotation", "text:note"],
    },
];

impl Form {
    /// That of a ZIP archive, if it is a text in one.
    pub(super) fn of(has: impl Fn(&str) -> bool) -> Option<&'static Self> {
        FORMS.iter().find(|form| has(form.sign) && has(form.member))
    }
}

/// The text, as it is read.
pub(super) struct Text<R: Read> {
    form: &'static Form,
    xml: Reader<BufReader<R>>,
    /// The elements that are open: whether text in them counts.
    open: Vec<bool>,
    /// How many of them are left out.
    out: usize,
    ready: Vec<u8>,
    given: usize,
    event: Vec<u8>,
}

impl<R: Read> Text<R> {
    /// Of the member that holds it.
    pub(super) fn new(form: &'static Form, input: R) -> Self {
        Self {
            form,
            xml: Reader::from_reader(BufReader::new(input)),
            open: Vec::new(),
            out: 0,
            ready: Vec::new(),
            given: 0,
            event: Vec::new(),
        }
    }

    /// Reads on; false at the end.
    fn advance(&mut self) -> io::Result<bool> {
        self.event.clear();
        let event = self.xml.read_event_into(&mut self.event);
        let event = event.map_err(|error| match error {
            quick_xml::Error::Io(error) => io::Error::new(error.kind(), error.to_string()),
            error => io::Error::new(io::ErrorKind::InvalidData, format!("damaged XML: {error}")),
        })?;
        let counts = self.out == 0 && self.open.last() == Some(&true);
        match event {
            Event::Eof => return Ok(false),
            Event::Start(start) => {
                let name = start.name();
                self.out += usize::from(self.form.out.contains(&name.0));
                self.open.push(self.form.text.contains(&name.0));
            }
            Event::End(end) => {
                self.open.pop();
                let name = end.name();
                if self.form.out.contains(&name.0) {
                    self.out -= 1;
                } else if self.out == 0 && matches!(name.0, "w:p" | "text:p" | "text:h") {
                    self.ready.push(b'\n');
                }
            }
            Event::Empty(empty) if self.out == 0 => blank(&mut self.ready, &empty),
            Event::Text(text) if counts => self.ready.extend_from_slice(text.as_bytes()),
            Event::CData(text) if counts => self.ready.extend_from_slice(text.as_bytes()),
            Event::GeneralRef(reference) if counts => {
                let letter = format!("&{};", &*reference);
                self.ready.extend_from_slice(unescape(&letter).as_bytes());
            }
            _ => {}
        }
        Ok(true)
    }
}

/// What an element without content stands for.
fn blank(ready: &mut Vec<u8>, empty: &BytesStart) {
    match empty.name().0 {
        "w:p" | "text:p" | "text:h" | "w:br" | "w:cr" | "text:line-break" => {
            ready.push(b'\n');
        }
        "w:tab" | "text:tab" => ready.push(b'\t'),
        "text:s" => ready.push(b' '),
        "w:noBreakHyphen" => ready.push(b'-'),
        _ => {}
    }
}

impl<R: Read> Read for Text<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.ready.len() {
            self.ready.clear();
            self.given = 0;
            if !self.advance()? {
                return Ok(0);
            }
        }
        let read = (&self.ready[self.given..]).read(buffer)?;
        self.given += read;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(form: usize, xml: &str) -> String {
        let mut text = String::new();
        let mut reader = Text::new(&FORMS[form], xml.as_bytes());
        reader.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn paragraphs_of_word_are_lines() {
        let xml = "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\">\n <w:body>\n  <w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/>\
            </w:tabs></w:pPr><w:r><w:t>Ports</w:t></w:r><w:r><w:t xml:space=\"preserve\"> &amp; piers</w:t></w:r></w:p>\n\
            <w:p/><w:p><w:r><w:t>One</w:t><w:br/><w:t>two</w:t></w:r><w:del><w:r><w:delText>gone</w:delText><w:t>gone</w:t>\
            </w:r></w:del></w:p></w:body></w:document>";
        assert_eq!(text(0, xml), "Ports & piers\n\nOne\ntwo\n");
    }

    #[test]
    fn paragraphs_of_open_document_are_lines() {
        let xml = "<office:document-content><office:body><office:text><text:tracked-changes><text:p>old</text:p>\
            </text:tracked-changes><text:h>Ports</text:h><text:p>A <text:span>bold<text:s/>story</text:span> of \
            <text:a>docks</text:a>.<office:annotation><text:p>Really?</text:p></office:annotation></text:p>\
            </office:text></office:body></office:document-content>";
        assert_eq!(text(1, xml), "Ports\nA bold story of docks.\n");
    }

    #[test]
    fn what_breaks_off_is_an_error_after_what_there_was() {
        let mut reader = Text::new(&FORMS[0], "<w:p><w:t>Ports</w:t></w:p></w:q>".as_bytes());
        let mut text = Vec::new();
        let error = reader.read_to_end(&mut text).unwrap_err();
        assert_eq!(
            (text.as_slice(), error.kind()),
            (&b"Ports\n"[..], io::ErrorKind::InvalidData)
        );
    }
}
