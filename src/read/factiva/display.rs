//! Factiva's download for reading: section, headline and byline; a block of facts that begins with the number
//! of words; the text; `Document` and its number.

use super::super::documents::Form;
use super::super::{Context, Found, gather, language, values};
use super::paragraphs;
use crate::article::Article;
use crate::date::{DateSource, NewsDate};
use regex::Regex;
use std::sync::LazyLock;

pub(super) static FORM: Form = Form {
    marks: is_length,
    begins: |_, _| false,
    ends: |line| number(line).is_some(),
    read: article,
};

/// `412 words`, in the languages that the database speaks.
fn is_length(line: &str) -> bool {
    const WORDS: &[&str] = &[
        "words", "Wörter", "mots", "palabras", "palavras", "parole", "woorden", "слов", "字", "語",
    ];
    let (count, word) = line.trim().split_once(' ').unwrap_or_default();
    if !WORDS.contains(&word) {
        return false;
    }
    let digits = |letter: char| letter.is_ascii_digit() || ",.".contains(letter);
    !count.is_empty() && count.chars().all(digits)
}

/// The number in `Document OLDH000020250925el9p0000b`.
fn number(line: &str) -> Option<&str> {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"^(?:Do[ck]uments?|Documento|Документ|文件|文書) ([A-Z]{2,8}[0-9]{4}[0-9a-z]{8,24})$",
        )
        .expect("a fixed pattern")
    });
    Some(NUMBER.captures(line.trim())?.get(1)?.as_str())
}

/// Whether a text has such a block of facts: a day follows the number of words.
pub(super) fn is_laid_out(head: &str) -> bool {
    let lines: Vec<_> = head.lines().map(str::trim).collect();
    let pairs = lines.windows(2);
    pairs
        .into_iter()
        .any(|pair| is_length(pair[0]) && is_day(pair[1]))
}

/// `25 September 2025`, never in another form.
fn is_day(line: &str) -> bool {
    let words: Vec<_> = line.split_whitespace().collect();
    // `12 de marzo de 2024` has two words more.
    matches!(words.len(), 3 | 5)
        && words[words.len() - 1].len() == 4
        && NewsDate::read(line, &<_>::default(), DateSource::Given).is_ok()
}

fn article(text: &str, line: u64, context: &Context) -> Found {
    let lines: Vec<_> = text.lines().map(str::trim).collect();
    let at = lines.iter().position(|line| is_length(line)).unwrap_or(0);
    let (head, rest) = lines.split_at(at);
    let mut blocks = head
        .split(|line| line.is_empty())
        .filter(|block| !block.is_empty());
    let top = blocks.next().unwrap_or_default();
    let byline: Vec<_> = blocks.flatten().copied().collect();
    // Above the headline the section may stand, on a line of its own.
    let (section, headline) = match top {
        [section, headline @ ..] if !headline.is_empty() => (Some(*section), headline.join(" ")),
        _ => (None, top.join(" ")),
    };
    let end = rest
        .iter()
        .position(|line| line.is_empty())
        .unwrap_or(rest.len());
    let (facts, body) = rest.split_at(end);
    let id = lines.iter().find_map(|line| number(line));
    let body: Vec<_> = body
        .iter()
        .filter(|line| number(line).is_none())
        .copied()
        .collect();
    let facts = Facts::of(&facts[facts.len().min(1)..]);
    let mut problems = Vec::new();
    let article = Article {
        id: id.map(str::to_owned),
        headline: values::one_line(&headline),
        body: paragraphs(&body.join("\n")),
        date: gather::read_date(facts.day, context, &mut problems),
        publication: facts.source,
        byline: Some(gather::without_by(&byline.join(", "))).filter(|byline| !byline.is_empty()),
        section: section.map(str::to_owned),
        language: facts.language,
        ..Article::default()
    };
    Found::checked(Ok(article), problems, Some(line))
}

/// What stands between the number of words and the text.
#[derive(Default)]
struct Facts {
    day: Option<String>,
    source: Option<String>,
    language: Option<String>,
}

impl Facts {
    /// The day, perhaps a time, the source, its code, perhaps a page, the language, the copyright.
    fn of(lines: &[&str]) -> Self {
        let mut facts = Self::default();
        for line in lines {
            let time = line.split_once(':').is_some_and(|(hour, minute)| {
                [hour, minute].iter().all(|part| part.parse::<u8>().is_ok())
            });
            if facts.day.is_none() {
                facts.day = Some((*line).to_owned());
            } else if facts.source.is_none() && !time {
                facts.source = Some((*line).to_owned());
            } else if facts.language.is_none() && line.len() > 3 {
                facts.language = language::tag(line);
            }
        }
        facts
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::articles;
    use super::super::Factiva;

    #[test]
    fn it_speaks_the_language_of_its_reader() {
        for (words, day, language, document, tag) in [
            (
                "120 Wörter",
                "25. September 2025",
                "Deutsch",
                "Dokument",
                "de",
            ),
            (
                "1.200 mots",
                "25 septembre 2025",
                "Français",
                "Document",
                "fr",
            ),
            (
                "120 palabras",
                "25 de septiembre de 2025",
                "Español",
                "Documento",
                "es",
            ),
        ] {
            let text = format!(
                "Rates\n{words}\n{day}\nThe Gazette\nGAZ\n{language}\nCopyright 2025 X\n\nOne.\n\n{document} GAZ0000020250925e19p00001\n\n"
            );
            assert!(super::is_laid_out(&text), "{text}");
            let found = articles(&Factiva, text.repeat(2).as_bytes());
            assert_eq!(found.len(), 2, "{text}");
            assert_eq!(
                (found[1].headline.as_str(), found[1].body.as_str()),
                ("Rates", "One.")
            );
            assert_eq!(found[1].language.as_deref(), Some(tag));
            let date = found[1].date.as_ref().map(ToString::to_string);
            assert_eq!(date.as_deref(), Some("2025-09-25"));
        }
    }

    #[test]
    fn the_block_of_facts_parts_head_and_text() {
        let one = "World\nRates rise\n\nBy A. Writer \n1,200 words\n25 September 2025\n14:03\nThe Gazette\nGAZ\n3\nEnglish\nCopyright 2025 X \n\nOne. \n\nTwo. \n\nDocument GAZ0000020250925e19p00001\n\n";
        let text = format!("{one}{}", one.replace("World\n", ""));
        let found = articles(&Factiva, text.as_bytes());
        assert_eq!(found.len(), 2);
        for (article, section) in found.iter().zip([Some("World"), None]) {
            assert_eq!(
                (article.headline.as_str(), article.body.as_str()),
                ("Rates rise", "One.\n\nTwo.")
            );
            assert_eq!(article.section.as_deref(), section);
            assert_eq!(article.publication.as_deref(), Some("The Gazette"));
            assert_eq!(article.byline.as_deref(), Some("A. Writer"));
            assert_eq!(article.language.as_deref(), Some("en"));
            assert_eq!(article.id.as_deref(), Some("GAZ0000020250925e19p00001"));
            let date = article.date.as_ref().map(ToString::to_string);
            assert_eq!(date.as_deref(), Some("2025-09-25"));
        }
    }
}
