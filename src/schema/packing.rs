//! The texts of a document as they are stored: packed alone, by what other articles of the archive begin,
//! end and go on with.
//!
//! The engine packs documents together in blocks. To show ten hits, ten blocks are unpacked, of which nine
//! tenths are other articles; and an article packed alone by the usual means takes far more room. With a
//! dictionary, which Zstandard learns from a sample of the archive, it takes less than in a block of 40 KiB,
//! and is unpacked alone. The dictionaries are documents of the index, so they come and go with its commits.
//!
//! Source: Collet and Kucherawy, RFC 8878 (2021), section 5.

use super::{Fields, read_document};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::collector::DocSetCollector;
use tantivy::query::TermQuery;
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{Searcher, TantivyDocument, TantivyError, Term};
use zstd::bulk::{Compressor, Decompressor};
use zstd::zstd_safe::CParameter;

/// How hard it is packed. With level 1, 3 and 6 made-up articles of 2.9 kB take .479, .428 and .418 of their
/// texts, at 173, 151 and 46 MB a second; in blocks of 40 KiB with level 3 they took .450.
const LEVEL: i32 = 3;

/// Stands where else the number of the dictionary stands, for texts that packing would not make shorter.
const PLAIN: u8 = u8::MAX;

/// More than this no article has: what says so is damaged.
const LARGEST: usize = 1 << 31;

/// What the texts of an archive are packed with.
#[derive(Clone)]
pub struct Packing {
    /// In the order in which they were learned, the first being empty; the texts name them by number.
    dictionaries: Vec<Arc<Dictionary>>,
}

impl Default for Packing {
    fn default() -> Self {
        Self {
            dictionaries: vec![Dictionary::new(Vec::new())],
        }
    }
}

struct Dictionary {
    content: Vec<u8>,
    /// Ready for use: to make one takes longer than to pack an article.
    packers: Mutex<Vec<Compressor<'static>>>,
    unpackers: Mutex<Vec<Decompressor<'static>>>,
}

impl Dictionary {
    fn new(content: Vec<u8>) -> Arc<Self> {
        Arc::new(Self {
            content,
            packers: Mutex::default(),
            unpackers: Mutex::default(),
        })
    }

    fn pack(&self, plain: &[u8]) -> io::Result<Vec<u8>> {
        let ready = taken(&self.packers).map(Ok);
        let mut packer = ready.unwrap_or_else(|| self.packer())?;
        let packed = packer.compress(plain);
        given_back(&self.packers, packer);
        packed
    }

    fn packer(&self) -> io::Result<Compressor<'static>> {
        let mut packer = Compressor::with_dictionary(LEVEL, &self.content)?;
        // Both stand behind the frame, in fewer bytes.
        packer.set_parameter(CParameter::ContentSizeFlag(false))?;
        packer.set_parameter(CParameter::DictIdFlag(false))?;
        Ok(packer)
    }

    fn unpack(&self, packed: &[u8], length: usize) -> io::Result<Vec<u8>> {
        let ready = taken(&self.unpackers).map(Ok);
        let make = || Decompressor::with_dictionary(&self.content);
        let mut unpacker = ready.unwrap_or_else(make)?;
        let plain = unpacker.decompress(packed, length);
        given_back(&self.unpackers, unpacker);
        plain
    }
}

fn taken<T>(pool: &Mutex<Vec<T>>) -> Option<T> {
    pool.lock().unwrap_or_else(PoisonError::into_inner).pop()
}

fn given_back<T>(pool: &Mutex<Vec<T>>, one: T) {
    pool.lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(one);
}

impl Packing {
    /// What the documents of a commit are packed with.
    ///
    /// # Errors
    /// A dictionary cannot be read.
    pub fn of(fields: &Fields, searcher: &Searcher) -> tantivy::Result<Self> {
        let term = Term::from_field_text(fields.kind, "dictionary");
        let dictionaries = TermQuery::new(term, IndexRecordOption::Basic);
        let mut numbered = Vec::new();
        for address in searcher.search(&dictionaries, &DocSetCollector)? {
            let segment = searcher.segment_reader(address.segment_ord);
            let document = read_document(&segment.get_store_reader(1)?, address.doc_id)?;
            let number = document.get_first(fields.number).and_then(|n| n.as_u64());
            let content = document.get_first(fields.packed).and_then(|p| p.as_bytes());
            numbered.extend(number.zip(content.map(<[u8]>::to_vec)));
        }
        numbered.sort_unstable();
        if !numbered
            .iter()
            .map(|(number, _)| *number)
            .eq(1..=numbered.len() as u64)
        {
            let reason = "a dictionary of its texts is missing".to_owned();
            return Err(TantivyError::InternalError(reason));
        }
        let mut packing = Self::default();
        let contents = numbered.into_iter().map(|(_, content)| content);
        packing.dictionaries.extend(contents.map(Dictionary::new));
        Ok(packing)
    }

    /// How many dictionaries were learned.
    pub fn learned(&self) -> usize {
        self.dictionaries.len() - 1
    }

    /// The same with one more dictionary, and the document of that.
    #[must_use]
    pub fn with(&self, fields: &Fields, content: Vec<u8>) -> (Self, TantivyDocument) {
        let mut dictionaries = self.dictionaries.clone();
        let mut document = TantivyDocument::new();
        document.add_text(fields.kind, "dictionary");
        document.add_u64(fields.number, dictionaries.len() as u64);
        document.add_bytes(fields.packed, &content);
        dictionaries.push(Dictionary::new(content));
        (Self { dictionaries }, document)
    }

    /// Packs texts that [`texts`] gave, by the latest dictionary.
    pub fn pack(&self, texts: &[u8]) -> Vec<u8> {
        let latest = self.dictionaries.last();
        let number = u8::try_from(self.learned()).unwrap_or(PLAIN);
        let packed = latest.and_then(|latest| latest.pack(texts).ok());
        match (packed, u32::try_from(texts.len())) {
            (Some(mut packed), Ok(length)) if number != PLAIN && packed.len() < texts.len() => {
                packed.extend(length.to_le_bytes());
                packed.push(number);
                packed
            }
            _ => [texts, &[PLAIN]].concat(),
        }
    }

    /// The texts that were packed; `None` if they are damaged.
    fn unpack(&self, packed: &[u8]) -> Option<Vec<u8>> {
        let (number, packed) = packed.split_last()?;
        if *number == PLAIN {
            return Some(packed.to_vec());
        }
        let dictionary = self.dictionaries.get(usize::from(*number))?;
        let (packed, length) = packed.split_last_chunk::<4>()?;
        let length = u32::from_le_bytes(*length) as usize;
        let texts = dictionary.unpack(packed, length.min(LARGEST)).ok()?;
        (texts.len() == length).then_some(texts)
    }

    /// Adds the packed form of its texts to a document, if it has any.
    #[must_use]
    pub fn packed(&self, fields: &Fields, mut document: TantivyDocument) -> TantivyDocument {
        if let Some(texts) = texts(fields, &document) {
            document.add_bytes(fields.packed, &self.pack(&texts));
        }
        document
    }

    /// Gives a document that was read back its texts again; what cannot be unpacked it does without.
    #[must_use]
    pub fn unpacked(&self, fields: &Fields, mut document: TantivyDocument) -> TantivyDocument {
        let packed = document
            .get_first(fields.packed)
            .and_then(|packed| packed.as_bytes());
        let texts = packed.and_then(|packed| self.unpack(packed));
        if let Some([headline, body, record]) = texts.as_deref().and_then(apart) {
            document.add_text(fields.headline, headline);
            document.add_text(fields.body, body);
            document.add_text(fields.record, record);
        }
        document
    }
}

/// The texts of a document as one: the lengths of headline and body in bytes, and both and the record.
/// `None` of a document without a record.
pub fn texts(fields: &Fields, document: &TantivyDocument) -> Option<Vec<u8>> {
    let text = |field| document.get_first(field).and_then(|value| value.as_str());
    let record = text(fields.record)?;
    let [headline, body] =
        [fields.headline, fields.body].map(|field| text(field).unwrap_or_default());
    let lengths = format!("{} {}\n", headline.len(), body.len());
    Some([&lengths, headline, body, record].concat().into_bytes())
}

fn apart(texts: &[u8]) -> Option<[&str; 3]> {
    let (lengths, texts) = std::str::from_utf8(texts).ok()?.split_once('\n')?;
    let (headline, body) = lengths.split_once(' ')?;
    let (headline, rest) = texts.split_at_checked(headline.parse().ok()?)?;
    let (body, record) = rest.split_at_checked(body.parse().ok()?)?;
    Some([headline, body, record])
}

/// Whether a document that was read back is a dictionary.
pub fn is_dictionary(fields: &Fields, document: &TantivyDocument) -> bool {
    document.get_first(fields.packed).is_some() && document.get_first(fields.file).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(fields: &Fields, headline: &str, body: &str, record: &str) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_text(fields.file, "news:a.txt");
        document.add_text(fields.headline, headline);
        document.add_text(fields.body, body);
        document.add_text(fields.record, record);
        document
    }

    /// As the engine gives it back.
    fn read_back(fields: &Fields, packed: &[u8]) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_text(fields.file, "news:a.txt");
        document.add_bytes(fields.packed, packed);
        document
    }

    fn learned(fields: &Fields) -> Packing {
        let samples: Vec<_> = (0..400)
            .map(|n| {
                format!(
                    "The port of town {n} opened pier {} after a strike of {n} days.",
                    n * 7
                )
            })
            .collect();
        let content = zstd::dict::from_samples(&samples, 4096).unwrap();
        Packing::default().with(fields, content).0
    }

    #[test]
    fn texts_come_back_as_they_were() {
        let fields = Fields::of_schema();
        let plain = Packing::default();
        let learned = learned(&fields);
        for [headline, body, record] in [
            ["", "", "{}"],
            ["1 2\n3", "4\n\n5", "{\"i\":true}\nab"],
            [
                "Üben",
                "The port of town 9 opened pier 63 after a strike of 9 days.",
                "{}",
            ],
            ["", &"Strike. ".repeat(100_000), "{}\n"],
        ] {
            let given = document(&fields, headline, body, record);
            let texts = texts(&fields, &given).unwrap();
            for packing in [&plain, &learned] {
                let back = packing.unpacked(&fields, read_back(&fields, &packing.pack(&texts)));
                for field in [fields.headline, fields.body, fields.record] {
                    assert_eq!(back.get_first(field), given.get_first(field), "{headline}");
                }
            }
        }
        let known = document(
            &fields,
            "",
            "The port of town 9 opened pier 63 after a strike.",
            "{}",
        );
        let known = texts(&fields, &known).unwrap();
        let [short, long] = [&learned, &plain].map(|packing| packing.pack(&known).len());
        assert!(4 * short < 3 * long, "{short} and {long}");
    }

    #[test]
    fn what_is_damaged_has_no_texts() {
        let fields = Fields::of_schema();
        let learned = learned(&fields);
        let body = "The port of town 9 opened pier 63 after a strike of 9 days.";
        let given = document(&fields, "Pier", body, "{}");
        let packed = learned.pack(&texts(&fields, &given).unwrap());
        assert_eq!(packed.last(), Some(&1));
        for length in 0..packed.len() {
            let back = learned.unpacked(&fields, read_back(&fields, &packed[..length]));
            assert!(back.get_first(fields.record).is_none(), "{length}");
        }
        let unknown = Packing::default().unpacked(&fields, read_back(&fields, &packed));
        assert!(unknown.get_first(fields.body).is_none());
        for wrong in ["", "5\nab", "1 9\nab", "1 x\nab", "1 1\né"] {
            assert!(apart(wrong.as_bytes()).is_none(), "{wrong}");
        }
    }
}
