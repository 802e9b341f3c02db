use super::*;
use crate::article::Article;
use crate::engine::sample::{Archive, archive, article};
use crate::schema::Fields;
use proptest::prelude::*;
use tantivy_fst::automaton::AlwaysMatch;

/// The terms of a dictionary as the engine reads it.
fn streamed(lexicon: &Lexicon) -> Vec<(String, TermInfo)> {
    let dictionary = lexicon.whole().unwrap();
    let mut stream = dictionary.stream().unwrap();
    let mut terms = Vec::new();
    while let Some((term, info)) = stream.next() {
        terms.push((String::from_utf8(term.to_vec()).unwrap(), info.clone()));
    }
    terms
}

fn walked(lexicon: &Lexicon, prefix: &str) -> Vec<(String, TermInfo)> {
    let mut terms = Vec::new();
    let each = &mut |term: &[u8], info| {
        terms.push((String::from_utf8(term.to_vec()).unwrap(), info));
    };
    lexicon.walk(prefix.as_bytes(), &AlwaysMatch, each).unwrap();
    terms
}

fn spelled(lexicon: &Lexicon, word: &str) -> Vec<String> {
    let mut terms = Vec::new();
    let each = &mut |term: &[u8], _| terms.push(String::from_utf8(term.to_vec()).unwrap());
    lexicon.spellings(word.as_bytes(), each).unwrap();
    terms
}

/// Of each segment, the dictionaries of headlines, bodies and ids.
fn lexicons(archive: &Archive) -> impl Iterator<Item = &Lexicon> {
    let lexicons = archive.engine.lexicons();
    let segments = 0..lexicons.len();
    let of = |segment| Dictionaries::fields().map(|field| lexicons.get(segment, field).unwrap());
    segments.flat_map(of)
}

fn assert_as_the_engine_reads_it(lexicon: &Lexicon) {
    let terms = streamed(lexicon);
    assert_eq!(walked(lexicon, ""), terms);
    for (term, info) in &terms {
        assert_eq!(lexicon.get(term).unwrap().as_ref(), Some(info), "{term}");
        let other = format!("{term}\u{1}");
        assert_eq!(lexicon.get(&other).unwrap(), None, "{term}");
        let start = term.chars().next().map(String::from).unwrap_or_default();
        for prefix in [&start, term] {
            let mut begin = terms.clone();
            begin.retain(|(term, _)| term.starts_with(prefix.as_str()));
            assert_eq!(&walked(lexicon, prefix), &begin, "{prefix}");
        }
        let word = term.split('\0').next().unwrap_or_default();
        if !word.is_empty() {
            let is_spelling = |t: &&str| t.split('\0').next() == Some(word);
            let known: Vec<_> = terms.iter().map(|(term, _)| term.as_str()).collect();
            let spellings: Vec<_> = known.into_iter().filter(is_spelling).collect();
            assert_eq!(spelled(lexicon, word), spellings, "{word}");
        }
    }
}

#[test]
fn a_dictionary_of_several_blocks_is_read_as_the_engine_reads_it() {
    // Words of each frequency, in several spellings, more than two blocks of them; nodes with hundreds of ways.
    let articles: Vec<Article> = (0..300)
        .map(|number| {
            let words = (0..=number).map(|word| match (word + number) % 3 {
                0 => format!("word{word}"),
                1 => format!("Word{word}"),
                _ => format!("{}{word}", char::from_u32(0x4E00 + word).unwrap()),
            });
            let body: Vec<_> = words.collect();
            article(&format!("id-{number}"), &body[0], &body.join(" "))
        })
        .collect();
    let archive = archive(&articles, 200);
    assert_eq!(lexicons(&archive).count(), 6);
    let terms = lexicons(&archive).map(|lexicon| streamed(lexicon).len());
    assert!(terms.max() > Some(600));
    for lexicon in lexicons(&archive) {
        let terms = streamed(lexicon);
        assert_eq!(walked(lexicon, ""), terms);
        for (term, info) in terms {
            assert_eq!(lexicon.get(&term).unwrap(), Some(info), "{term}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]
    #[test]
    fn any_dictionary_is_read_as_the_engine_reads_it(
        bodies in prop::collection::vec("([a-cA-C\u{e9}]{1,4}[ .]?){0,30}", 1..12),
    ) {
        let articles: Vec<_> = bodies.iter().enumerate().map(|(number, body)| {
            article(&format!("d{number}"), "", body)
        }).collect();
        let archive = archive(&articles, 5);
        lexicons(&archive).for_each(assert_as_the_engine_reads_it);
    }
}

#[test]
fn the_engine_finds_no_word_in_what_it_sees() {
    let archive = archive(&[article("a", "Quay", "The quay.")], 1);
    let fields = Fields::of_schema();
    let segment = archive.engine.segment(0);
    let terms = |field| segment.inverted_index(field).unwrap().terms().num_terms();
    for field in Dictionaries::fields() {
        assert_eq!(terms(field), 0);
    }
    assert!(terms(fields.path) > 0);
}
