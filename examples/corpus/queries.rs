//! Queries that a corpus answers: six kinds in turn, in words that `morgue` and Tantivy take alike.

use crate::article::Article;
use crate::random::Random;
use crate::words::{WORDS, made_up};
use std::io::{self, Write};

/// Writes so many queries, one a line.
pub(crate) fn write(count: u64, out: &mut impl Write) -> io::Result<()> {
    for number in 0..count {
        writeln!(out, "{}", query(number))?;
    }
    Ok(())
}

fn query(number: u64) -> String {
    let mut random = Random::new(u64::MAX - number);
    let common = made_up(random.below(400));
    let middle = made_up(random.zipf(20_000, 500.0));
    match number % 6 {
        0 => common,
        1 => made_up(20_000 + random.below(WORDS - 20_000)),
        2 => format!("{common} AND {middle}"),
        3 => format!("{common} OR {middle}"),
        4 => phrase(&mut random),
        _ => format!("{common} AND date:{}", 1995 + random.below(30)),
    }
}

/// Two words that stand together in an article.
fn phrase(random: &mut Random) -> String {
    let article = Article::new(random.below(5_000) as u64);
    let is_word = |word: &&str| word.bytes().all(|byte| byte.is_ascii_lowercase());
    let words: Vec<&str> = article.body.split(' ').collect();
    let pairs: Vec<_> = words
        .windows(2)
        .filter(|pair| pair.iter().all(|word| word.len() > 3 && is_word(word)))
        .collect();
    let pair = pairs[random.below(pairs.len())];
    format!("\"{} {}\"", pair[0], pair[1])
}
