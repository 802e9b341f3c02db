//! What an extractor leaves above a text although it is no part of it: the lines with date, byline and name of
//! the paper. They are kept as cut; so are the captions of pictures, which stand beside the text.

use super::find;
use super::headline::letters;
use super::names::{is_trade, names_in};
use super::page::{Page, one_line};
use super::signature;
use super::visit::{is_sentence, says_published};
use crate::article::{Article, Cut};
use crate::date::{DateOptions, NewsDate};

/// A longer line is text, in characters.
const LONGEST: usize = 120;
/// How many characters beside a date or name its line may have.
const BESIDE: usize = 60;
/// What only says that there was a change has no more characters, nor what the writer is.
const SAID: usize = 30;

/// Moves the lines above the text to what is cut, and those below it that tell a date or sign it. `signatures` are
/// the lines of the page that may.
pub(super) fn trim(article: &mut Article, signatures: &[String]) {
    trim_head(article);
    if article.byline.is_none() {
        article.byline = signature::byline(&article.body, signatures);
        trim_head(article);
    }
    trim_tail(article);
}

fn trim_head(article: &mut Article) {
    let mut rest = article.body.as_str();
    let mut is_behind_name = false;
    while let Some((line, after)) = rest.split_once('\n') {
        let is_trade = || is_behind_name && line.chars().count() <= SAID && is_trade(line);
        if !is_residue(line, article) && !is_trade() {
            break;
        }
        is_behind_name = is_byline(line, &letters(line), article);
        rest = after.trim_start_matches('\n');
    }
    let length = article.body.len() - rest.len();
    if length == 0 || rest.len() < length {
        return;
    }
    let body = rest.to_owned();
    let text = article.body[..length].to_owned();
    article.cut.push(Cut { at: 0, text });
    article.body = body;
}

fn trim_tail(article: &mut Article) {
    let mut kept = article.body.as_str();
    while let Some((before, line)) = kept.rsplit_once('\n') {
        let length = line.chars().count();
        let is_date = !is_sentence(line) && is_other_date(line, length);
        if length > LONGEST || !is_date && !is_byline(line, &letters(line), article) {
            break;
        }
        kept = before.trim_end();
    }
    let at = kept.len();
    if at < article.body.len() && at > article.body.len() / 2 {
        let text = article.body.split_off(at);
        article.cut.push(Cut { at, text });
    }
}

/// Whether a line says what the article has in another field.
fn is_residue(line: &str, article: &Article) -> bool {
    let length = line.chars().count();
    let small = line
        .split_whitespace()
        .filter(|word| word.chars().all(char::is_lowercase));
    let is_told = line.ends_with('.') && small.count() >= 3;
    if length > LONGEST || is_told || is_sentence(line) {
        return false;
    }
    let found = find::first(line, &DateOptions::default());
    let is_same = |date: &NewsDate, found: &NewsDate| {
        date.first == found.first && length <= found.raw.chars().count() + BESIDE
    };
    let is_near = |date: &NewsDate| {
        let is_raw = date.raw.len() >= 6 && line.contains(&date.raw);
        is_raw && length <= date.raw.chars().count() + BESIDE
            || found.as_ref().is_some_and(|found| is_same(date, found))
    };
    let is_date = article.date.as_ref().is_some_and(is_near);
    let says_change = length <= SAID && find::says_change(line);
    let key = letters(line);
    let is_name = |name: &Option<String>| name.as_deref().is_some_and(|name| letters(name) == key);
    is_date
        || says_change
        || signature::is_address(line)
        || is_other_date(line, length)
        || is_name(&article.publication)
        || is_byline(line, &key, article)
}

/// Whether a line announces a date, of publication or of a change, and says nothing else.
fn is_other_date(line: &str, length: usize) -> bool {
    let date = find::best(line, &DateOptions::default());
    date.is_some_and(|(date, is_changed)| {
        let beside = length.saturating_sub(date.raw.chars().count());
        (is_changed || says_published(line)) && beside <= BESIDE
    })
}

/// Whether a line, in letters and digits `key`, is the byline with what goes around a name.
fn is_byline(line: &str, key: &str, article: &Article) -> bool {
    const LEADS: usize = 12;
    article.byline.as_deref().is_some_and(|byline| {
        let name = letters(byline);
        let is_led = key.ends_with(&name) && key.len() <= name.len() + LEADS;
        let is_near = line.chars().count() <= byline.chars().count() + BESIDE;
        !name.is_empty() && (is_led || is_near && names_in(line).0.join(", ") == byline)
    })
}

/// The captions of the page's pictures.
pub(super) fn captions(page: &Page) -> Vec<String> {
    let captions = page
        .document()
        .select("figure figcaption, .wp-caption-text");
    let texts = captions.nodes().iter().map(|node| one_line(&node.text()));
    texts.filter(|text| !text.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::DateSource;

    #[test]
    fn only_what_other_fields_have_goes() {
        let text = "The harbour board met on Tuesday and voted, on 14 May 2019, to close the bridge for good.\n\nIt was late.";
        for (head, left) in [
            ("14 May 2019", ""),
            ("By Ann Ames, 6:40 p.m. EDT 14 May 2019", ""),
            ("Updated 16 May 2019, published 14 May 2019", ""),
            ("Saltby Courier\n\nBy Ann Ames", ""),
            ("Ann Ames\n\nCourier staff", ""),
            ("Courier staff", "Courier staff\n\n"),
            ("A bridge of 1911", "A bridge of 1911\n\n"),
            (
                "It was closed on 14 May 2019.",
                "It was closed on 14 May 2019.\n\n",
            ),
        ] {
            let body = format!("{head}\n\n{text}");
            let mut article = Article {
                body: body.clone(),
                byline: Some("Ann Ames".into()),
                publication: Some("Saltby Courier".into()),
                date: NewsDate::read("14 May 2019", &DateOptions::default(), DateSource::Text).ok(),
                ..Article::default()
            };
            trim(&mut article, &[]);
            assert_eq!(article.body, format!("{left}{text}"), "{head}");
            let cut = article.cut.first().map_or("", |cut| cut.text.as_str());
            assert_eq!(format!("{cut}{}", article.body), body);
        }
    }
}
