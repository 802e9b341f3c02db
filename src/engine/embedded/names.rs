//! The names in a column of short texts, numbered over all segments.
//!
//! Each segment numbers its terms in its own way, and one name may have several spellings
//! (`key\0Display`). Here a key has one number, and in the end its commonest spelling.

use crate::engine::columns::Name;
use crate::schema::unkeyed;
use std::collections::{BTreeMap, HashMap};
use tantivy::DocId;
use tantivy::columnar::StrColumn;

/// The names met so far.
#[derive(Default)]
pub(in crate::engine) struct Names {
    numbers: HashMap<String, u32>,
    /// For each number, spelling → articles.
    spellings: Vec<BTreeMap<String, u64>>,
}

impl Names {
    /// The number for each term of a segment's column that stands in `documents`.
    pub(super) fn of_segment(
        &mut self,
        column: &StrColumn,
        documents: &[DocId],
    ) -> tantivy::Result<Vec<u32>> {
        let mut counts = vec![0u64; column.num_terms()];
        for &document in documents {
            for ord in column.term_ords(document) {
                counts[ord as usize] += 1;
            }
        }
        let met: Vec<u64> = (0..)
            .zip(&counts)
            .filter(|(_, count)| **count > 0)
            .map(|(ord, _)| ord)
            .collect();
        let mut numbers = vec![0; counts.len()];
        let mut ords = met.iter();
        // In order of the dictionary, so that each of its blocks is read once.
        column.dictionary().sorted_ords_to_term_cb(&met, |term| {
            if let Some(&ord) = ords.next() {
                let term = String::from_utf8_lossy(term);
                numbers[ord as usize] = self.number(&term, counts[ord as usize]);
            }
        })?;
        Ok(numbers)
    }

    /// The number of a term that so many articles have.
    pub(in crate::engine) fn number(&mut self, term: &str, articles: u64) -> u32 {
        let (key, spelling) = unkeyed(term);
        let next = self.spellings.len() as u32;
        let known = self.numbers.get(key).copied();
        let number = known.unwrap_or_else(|| {
            self.numbers.insert(key.to_owned(), next);
            self.spellings.push(BTreeMap::new());
            next
        });
        let spellings = &mut self.spellings[number as usize];
        *spellings.entry(spelling.into_owned()).or_default() += articles;
        number
    }

    /// The names by their numbers.
    pub(in crate::engine) fn finish(self) -> Vec<Name> {
        let mut names = vec![None; self.spellings.len()];
        for (key, number) in self.numbers {
            names[number as usize] = Some(key);
        }
        let keys = names.into_iter().map(Option::unwrap_or_default);
        let spellings = self.spellings.into_iter();
        keys.zip(spellings)
            .map(|(key, spellings)| Name {
                // Of equally common spellings the first in order, whatever the order of segments.
                name: spellings
                    .into_iter()
                    .rev()
                    .max_by_key(|(_, articles)| *articles)
                    .map_or_else(|| key.clone(), |(spelling, _)| spelling),
                key,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_key_are_one_name() {
        let mut names = Names::default();
        for (term, articles, number) in [
            ("bbc\0Bbc", 2, 0),
            ("icco\0ICCO", 1, 1),
            ("bbc\0BBC", 5, 0),
            ("icco\0Icco", 1, 1),
        ] {
            assert_eq!(names.number(term, articles), number, "{term}");
        }
        let names = names.finish();
        assert_eq!(names[0].name, "BBC");
        assert_eq!((&*names[1].key, &*names[1].name), ("icco", "ICCO"));
    }
}
