//! Input formats: from the bytes of a file to [`Article`]s.
//!
//! A reader is one file and one row of [`READERS`]. It works in two steps, so that one large file keeps
//! every core busy in bounded memory: [`Reader::split`] walks the bytes in order and hands out records as
//! soon as each is whole; a [`Record`] is read into articles wherever there is a free thread. A file that
//! is one article (a page, a text) hands out one record.
//!
//! A file may be packed: [`container`] finds the files inside, and each is read as if it lay there alone.
//!
//! Readers know nothing of the index. They report what they could not read as a
//! [`Problem`] and go on with the next record.

pub mod appl;
mod beside;
mod blocks;
pub mod container;
pub mod csv;
pub mod decode;
mod detect;
mod documents;
mod elements;
pub mod factiva;
pub mod feed;
pub mod fields;
mod gather;
mod groups;
pub mod html;
mod http;
pub mod iptc7901;
pub mod json;
pub mod jsonl;
mod language;
pub mod lexisnexis;
mod lined;
mod lines;
pub mod mail;
pub mod markdown;
mod markup;
pub mod newsml;
pub mod newsml_g2;
pub mod nitf;
pub mod proquest;
mod prose;
pub mod rcv1;
pub mod reuters;
mod rows;
mod sample;
mod surrogates;
#[cfg(test)]
mod testing;
pub mod text;
pub mod trec;
mod values;
pub mod warc;
mod whole;
mod xml;
mod xml_records;

pub use detect::choose;

use crate::article::Article;
use crate::date::{DateOptions, NewsDate};
use crate::error::{Problem, ProblemKind};
use std::io::{self, Read};

/// What reading one record gave: articles, and problems beside them.
#[derive(Debug, Default)]
pub struct Found {
    /// The articles, in the order of the source.
    pub articles: Vec<Article>,
    /// What could not be read, or only with a doubt.
    pub problems: Vec<Problem>,
    /// Whether the articles are as this program wrote them: then nothing is cut from them or filled in.
    pub finished: bool,
}

impl Found {
    /// A record that could not be read.
    fn of_problem(problem: Problem) -> Self {
        Self {
            problems: vec![problem],
            ..Self::default()
        }
    }

    /// Adds what reading another record gave.
    fn add(&mut self, other: Self) {
        self.articles.extend(other.articles);
        self.problems.extend(other.problems);
    }

    /// What is read of a record unless its sender took it back or does not yet let it go; `read` adds its problems.
    fn unless(withdrawn: Option<Problem>, read: impl FnOnce(&mut Vec<Problem>) -> Article) -> Self {
        let mut problems = Vec::new();
        let article = match withdrawn {
            Some(problem) => Err(problem),
            None => Ok(read(&mut problems)),
        };
        Self::checked(article, problems, None)
    }

    /// A record that was read, at the line it begins at. One with neither headline nor body is reported.
    fn checked(
        article: Result<Article, Problem>,
        mut problems: Vec<Problem>,
        line: Option<u64>,
    ) -> Self {
        let mut articles = Vec::new();
        match article {
            Ok(article) if article.is_empty() => {
                let reason = "has neither a headline nor a body";
                problems = vec![Problem::new(ProblemKind::Empty, reason)];
            }
            Ok(article) => articles.push(article),
            Err(problem) => problems.push(problem),
        }
        for problem in &mut problems {
            problem.line = problem.line.or(line);
        }
        Self {
            articles,
            problems,
            finished: false,
        }
    }
}

/// One record of a file, cut out but not yet read.
pub struct Record {
    /// Its number in the file, from 1; the only record of a file has none (its id is the path alone).
    pub number: Option<u64>,
    /// The line it begins at, from 1, where lines mean something.
    pub line: Option<u64>,
    /// How many bytes of the file it took, for progress.
    pub bytes: u64,
    /// Reads it. Runs on any thread.
    pub read: Box<dyn FnOnce() -> Found + Send>,
}

/// Whether to go on handing out records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// Go on.
    Continue,
    /// Stop: the run was interrupted.
    Stop,
}

/// An input format.
pub trait Reader: Sync {
    /// The name for `--as`: lower case, one word.
    fn name(&self) -> &'static str;

    /// One line for `morgue formats`.
    fn about(&self) -> &'static str;

    /// File extensions it goes by, lower case, without the dot.
    fn extensions(&self) -> &'static [&'static str];

    /// Whether the first bytes of a file (up to 8 KiB) are of this format. An extension alone decides
    /// only if no reader recognises the content better.
    fn recognises(&self, head: &[u8]) -> bool;

    /// Cuts the input into records and hands them out in order.
    ///
    /// # Errors
    /// A problem of the file as a whole, after which nothing more can be read from it. Problems of
    /// single records are part of what the record gives.
    fn split(
        &self,
        input: Box<dyn Read + '_>,
        context: &Context,
        hand_out: &mut dyn FnMut(Record) -> Flow,
    ) -> Result<(), Problem>;
}

/// What a reader may know beside the bytes.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// The path below the root, for dates and formats that depend on it.
    pub path: String,
    /// How foreign field names are to be understood.
    pub map: std::sync::Arc<FieldMap>,
    /// How dates are to be understood.
    pub dates: DateOptions,
    /// How much of a file is held at a time.
    pub limits: Limits,
    /// How many documents of other formats stand before this one in its file.
    pub following: usize,
}

impl Context {
    /// The date in the path, if it can be one of publication.
    fn path_date(&self) -> Option<NewsDate> {
        let date = NewsDate::from_path(&self.path)?;
        date.plausible(&self.dates).ok().map(|()| date)
    }
}

/// What keeps memory bounded, however large a file or a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest record in bytes (a line of JSON Lines, a row, an element, a file that is one
    /// article); a longer one is reported and passed over. 64 MiB unless set.
    pub record: usize,
    /// How many times its size a packed file may unpack to, each stream of it and all together; what
    /// comes beyond is not read. 200 unless set: deflate makes at most 1,032 of one, text about 4.
    pub unpacked: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            record: 64 * 1024 * 1024,
            unpacked: 200,
        }
    }
}

impl Limits {
    /// The problem of a record that is too long.
    fn exceeded(self, what: &str) -> Problem {
        let reason = format!(
            "{what} is longer than {} bytes: split it, or allow more with `--max-record`",
            self.record
        );
        Problem::new(ProblemKind::Limit, reason)
    }
}

/// The problem of an input that failed while it was read.
fn unreadable(error: &io::Error) -> Problem {
    let kind = match error.kind() {
        io::ErrorKind::InvalidData => ProblemKind::Encoding,
        io::ErrorKind::QuotaExceeded => ProblemKind::Limit,
        _ => ProblemKind::Unreadable,
    };
    Problem::new(kind, format!("cannot be read further: {error}"))
}

/// `--map headline=TITEL,body=INHALT`: which key of a record holds which field of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FieldMap {
    /// Pairs of an article's field name and the key (dots go into nested records).
    pub pairs: Vec<(String, String)>,
}

/// Every input format, in the order in which their contents are asked.
pub static READERS: &[&dyn Reader] = &[
    &warc::Warc,
    &iptc7901::Iptc7901,
    &reuters::Reuters,
    &trec::Trec,
    &nitf::Nitf,
    &appl::Appl,
    &newsml_g2::NewsMlG2,
    &newsml::NewsMl,
    &rcv1::Rcv1,
    &feed::Feed,
    &json::Json,
    &jsonl::JsonLines,
    &html::Html,
    &mail::Mail,
    &lexisnexis::LexisNexis,
    &factiva::Factiva,
    &proquest::ProQuest,
    &markdown::Markdown,
    &csv::Csv,
    &xml_records::XmlRecords,
    &text::Text,
];

/// The reader of a name, as for `--as`.
pub fn by_name(name: &str) -> Option<&'static dyn Reader> {
    READERS.iter().copied().find(|reader| reader.name() == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_and_extensions_are_given_once() {
        for (at, reader) in READERS.iter().enumerate() {
            for other in &READERS[at + 1..] {
                assert_ne!(reader.name(), other.name());
                let shared = |extension: &&&str| other.extensions().contains(extension);
                assert_eq!(reader.extensions().iter().find(shared), None);
            }
            assert_eq!(
                by_name(reader.name()).map(Reader::name),
                Some(reader.name())
            );
        }
    }

    proptest! {
        #[test]
        fn no_reader_panics(bytes in proptest::collection::vec(any::<u8>(), 0..300), text in "(HD |SE |Title: |____________________\n|1 of 2 DOCUMENTS\n|HEADLINE: |BODY: |<a>|</a>|<item>|<NewsItem>|\n|[a-z ]|\\PC){0,40}") {
            for reader in READERS {
                testing::read(*reader, &bytes);
                testing::read(*reader, text.as_bytes());
                reader.recognises(&bytes);
                reader.recognises(text.as_bytes());
            }
            let _ = choose(&text, &bytes);
        }
    }
}
