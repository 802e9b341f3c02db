//! The names in a byline: who wrote it, without what is printed around that.
//!
//! `By Ann Ames | Harbour Correspondent | 14 May` is Ann Ames. Bylines are cut only where something shows that
//! the rest is no name: a bar, a date, a word for a trade, words in small letters.

use super::page::one_line;
use regex::Regex;
use std::sync::LazyLock;

/// The longest byline, in characters.
const LONGEST: usize = 200;
/// The longest name, in characters.
const LONGEST_NAME: usize = 60;

/// What stands before a name.
static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?xi)^ (?: (?:
        (?:(?:story|words|text|report|posted|written|reported|published|edited|submitted|created|added)\ )?by
        | (?:(?:geschrieben|eingestellt|verfasst|veröffentlicht|erstellt|gepostet|ein\ \w+)\ )?von
        | (?:(?:écrit|rédigé|publié|posté|soumis|proposé)\ )?par
        | (?:(?:escrito|publicado|enviado|postado|texto|reportagem)\ )?por
        | (?:scritto|pubblicato|inserito|inviato)\ da | (?:(?:articolo|testo)\ )?di
        | (?:(?:geplaatst|geschreven|gepubliceerd)\ )?door | van\ onze\ (?:verslaggever|correspondent|redacteur)
        | (?:(?:upplagd|inlagd|skriven|skrevet|publicerad|lagt\ inn)\ )?a[fv]
        | (?:(?:opublikowane|napisane|dodane)\ )?przez | scris\ de | publicat\ de | публикувана?\ от
        | autor(?:in|zy|ka|e|i)? | auteurs? | authors? | text | texto | testo | tekst | piše | napisala? | napsala?
        | írta | szerző | yazan | редакция | автор | текст | пише | γράφ(?:ει|ουν)\ (?:ο|η|οι) | (?:編集)?作者 | (?:本报)?记者
        | 記者 | 文 | 撰文 | 저자 | 기자 | بقلم | کد\ خبرنگار | מאת | από
        ) (?: \ ?[:：●]\ ? | \  )
        | (?: كتبت? | كتبه | إعداد | تحرير | نویسنده | خبرنگار ) \ ?:\ ?
        | [〔［【（(](?:本[报報]|特派)?(?:記者|记者) )";
    Regex::new(pattern).expect("a fixed pattern")
});

/// What ends the names: marks between the parts of a line, a date, an account or address.
static END: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?x)\s[|·•–—/>-]\s | \s*[|•·／〕］】）] | \s\(| （ | \s*@\w | \S+@\S+ | ,?\s\p{Lu}\p{L}{2,8}\.?\s\d | \s(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b
        | \s(?:in|for|For|at|aus|from|um|kl\.?|on|On|am|op|em|às)\s | ,?\s(?:Mo|Di|Mi|Do|Fr|Sa|So)[.,] | \sle\s(?:\p{Ll}{3,8}\.?,?\s)?\d
        | /\p{Lu}{3}
        | \b(?i:(?:last\ )?(?:updated|published|posted|modified|follow)\b) | \d | \shttps?://";
    Regex::new(pattern).expect("a fixed pattern")
});

/// What stands between names.
static BETWEEN: LazyLock<Regex> = LazyLock::new(|| {
    let pattern =
        r"(?i)\s*[,;]\s*(?:(?:and|und|et|y)\s+)?|\s+(?:and|&|und|et|y|e|en|og|och|oraz|и|та|ja)\s+";
    Regex::new(pattern).expect("a fixed pattern")
});

/// Words for what people do and for whom, in lower case.
const TRADES: &[&str] = &[
    "correspondent",
    "reporter",
    "reporters",
    "editor",
    "writer",
    "staff",
    "contributor",
    "columnist",
    "bureau",
    "producer",
    "journalist",
    "chief",
    "desk",
    "news",
    "newsroom",
    "team",
    "fellow",
    "analyst",
    "critic",
    "photographer",
    "korrespondent",
    "korrespondentin",
    "redakteur",
    "redakteurin",
    "redaktion",
    "journaliste",
    "rédaction",
    "correspondant",
    "redacción",
    "corresponsal",
    "redazione",
    "redactie",
    "redakcja",
    "redação",
];

/// The small words within names, in lower case.
const PARTICLES: &[&str] = &[
    "de", "del", "della", "di", "da", "das", "do", "dos", "du", "des", "van", "von", "vom", "zu",
    "der", "den", "ter", "ten", "la", "le", "el", "al", "bin", "ibn", "ben", "und", "y", "e", "i",
    "af", "av", "mc", "st",
];

/// The names in the text of a byline, and whether it began as bylines do.
pub(super) fn names_in(text: &str) -> (Vec<String>, bool) {
    let text = one_line(text);
    if text.chars().count() > LONGEST || text.contains("://") {
        return (Vec::new(), false);
    }
    if let Some(name) = TITLED.captures(&text) {
        return (vec![name[1].to_owned()], true);
    }
    let (text, is_led) = without_lead(&text);
    let end = END.find_iter(text).find(|end| end.start() > 0);
    let text = text[..end.map_or(text.len(), |end| end.start())].trim();
    let parts: Vec<&str> = BETWEEN.split(text).map(trimmed).collect();
    let mut names: Vec<String> = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        // The first part is what the page calls the author, even if it is a staff.
        let is_lead = LEAD
            .find(&format!("{part} "))
            .is_some_and(|lead| lead.end() > part.len());
        // `dpa` is an agency.
        let is_small =
            part.starts_with(char::is_lowercase) && part.chars().count() > 5 && !part.contains(' ');
        // Behind a full name one word is a place or an agency.
        let is_word = |part: &str| !part.contains(' ') && part.contains(char::is_lowercase);
        let is_place = parts[0].contains(' ') && is_word(part) && part.len() > 3;
        let is_other = at > 0 && (is_small || is_place || is_trade(part));
        let fits = is_name(part) && !is_lead && !is_other;
        if fits && !names.iter().any(|name| name == part) {
            names.push((*part).to_owned());
        }
    }
    (names, is_led)
}

/// A name with the title of a reporter behind it, as Korean papers print it.
static TITLED: LazyLock<Regex> = LazyLock::new(|| {
    let pattern =
        r"^\W*(\p{Hangul}{2,4})\s?(?:선임|수습|객원|인턴)?\s?(?:기자|특파원|논설위원)(?:\W|$)";
    Regex::new(pattern).expect("a fixed pattern")
});

/// The names in a line that says who wrote the article: it begins as bylines do, or goes on so behind a date.
pub(super) fn led_in(line: &str) -> Vec<String> {
    static PLACE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"[\d.)\p{Han}]\s*,?\s+|[|·•–—\u{3000}-]\s*|\d\s*〔|\p{L}\s{2,}")
            .expect("a fixed pattern")
    });
    let line = one_line(line);
    let (names, is_led) = names_in(&line);
    let tells_date = line.contains(|letter: char| letter.is_numeric());
    if is_led || !tells_date || line.chars().count() > LONGEST / 2 {
        return if is_led { names } else { Vec::new() };
    }
    let mut rests = PLACE.find_iter(&line).map(|place| &line[place.end()..]);
    let led = rests.find_map(|rest| {
        let (names, is_led) = names_in(rest);
        (is_led && !names.is_empty()).then_some(names)
    });
    led.unwrap_or_default()
}

/// The text without "By" and the like, and whether it had that.
fn without_lead(text: &str) -> (&str, bool) {
    LEAD.find(text)
        .map_or((text, false), |lead| (text[lead.end()..].trim(), true))
}

fn trimmed(part: &str) -> &str {
    part.trim_matches(|c: char| c.is_whitespace() || ",;:|·•–—-/\"".contains(c))
}

/// Whether a text can be a name: it has letters, is not long, and only particles are in small letters.
pub(super) fn is_name(text: &str) -> bool {
    let length = text.chars().count();
    let is_small = |word: &str| word.chars().all(|c| c.is_lowercase() || !c.is_alphabetic());
    let mut words = text.split_whitespace();
    let first_is_small = words.clone().next().is_some_and(is_small) && text.contains(' ');
    (2..=LONGEST_NAME).contains(&length)
        && text.chars().any(char::is_alphabetic)
        && !text.ends_with(['?', '!'])
        && (!first_is_small || words.clone().next().is_some_and(is_particle))
        && words.all(|word| !is_small(word) || is_particle(word) || !text.contains(' '))
}

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word) || word.starts_with(['\'', '’'])
}

pub(super) fn is_trade(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower
        .split(|c: char| !c.is_alphabetic())
        .any(|word| TRADES.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_what_is_left() {
        for (text, names) in [
            ("By ANN AMES and BO BELL", "ANN AMES|BO BELL"),
            ("Ann Ames | 14 May 2019 | 6:40pm", "Ann Ames"),
            ("By Ann Ames, Harbour Correspondent", "Ann Ames"),
            ("By Ann Ames, 14 May 2019", "Ann Ames"),
            ("Par Anne Ames (avec AFP)", "Anne Ames"),
            (
                "Von Anna van der Ames und Bo Böll",
                "Anna van der Ames|Bo Böll",
            ),
            ("Ann Ames, professor at the school of ships", "Ann Ames"),
            ("Ann Ames @annames", "Ann Ames"),
            ("Written by: Ann Ames last updated 4 April 17", "Ann Ames"),
            ("Herald Staff", "Herald Staff"),
            ("Ana Ames, Bo Bell y Cy Cole", "Ana Ames|Bo Bell|Cy Cole"),
            ("Автор: Анна Амес", "Анна Амес"),
            ("文：安達安奈", "安達安奈"),
            ("By TPN, in News, Portugal", "TPN"),
            ("Teresa Ames Dec. 2, 2016", "Teresa Ames"),
            ("MARTA AMES/SALTBY", "MARTA AMES"),
            ("Por Ana Ames, Saltby", "Ana Ames"),
            ("Von Anna Ames Di, 03.11.2020", "Anna Ames"),
            ("Eingestellt von Anna Ames um 14:30", "Anna Ames"),
            (
                "Soumis par Anne Ames le jeu, 08/03/2012 - 11:45",
                "Anne Ames",
            ),
            ("김안나 기자", "김안나"),
            ("By", ""),
            ("the council met and that was all", ""),
            ("https://example.com/ann", ""),
        ] {
            assert_eq!(names_in(text).0.join("|"), names, "{text}");
        }
    }

    #[test]
    fn a_line_may_begin_with_the_date() {
        for (line, names) in [
            ("samedi 1er novembre 2008, par Anne Ames", "Anne Ames"),
            ("Geplaatst op 3 september 2014 door Anna Ames", "Anna Ames"),
            ("2019-08-13 09:45:12　来源：旧堡日报　作者：李梅", "李梅"),
            ("2016-04-26 03:00 〔記者李梅／旧堡報導〕", "李梅"),
            ("الثلاثاء 28-10-2014 12:51 | كتب: سمير ناصر", "سمير ناصر"),
            ("14 May 2019 | Saltby", ""),
            ("The bridge of 1911 by the sea", ""),
        ] {
            assert_eq!(led_in(line).join("|"), names, "{line}");
        }
    }
}
