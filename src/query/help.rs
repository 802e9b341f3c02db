//! The query language explained, as data: what `morgue help query` prints.
//!
//! Every example is a query that reads; a test holds the table to that.

/// One row of the operator table.
#[derive(Debug, Clone, Copy)]
pub struct Operator {
    /// How it is written.
    pub written: &'static str,
    /// What it finds.
    pub meaning: &'static str,
    /// A query with it.
    pub example: &'static str,
}

const fn row(written: &'static str, meaning: &'static str, example: &'static str) -> Operator {
    Operator {
        written,
        meaning,
        example,
    }
}

/// Words and how they match, then how they are joined, then where and when.
#[rustfmt::skip]
pub static OPERATORS: &[Operator] = &[
    row("word", "the word in any form with the same stem", "bank"),
    row("\"a b\"", "these forms one after the other", "\"central bank\""),
    row("\"a b\"~3", "with up to 3 other words between them in all", "\"minister finance\"~3"),
    row("\"word\"", "this form only", "\"banks\""),
    row("=word", "this form; with a capital, in this very spelling", "=Apple"),
    row("wor*  *ord  wo?d", "any letters, one letter; two letters must be given", "govern* organi?ation"),
    row("word~1  word~2", "spelled nearly so: 1 or 2 letters changed", "colour~1"),
    row("/regex/", "a regular expression for one whole word", "/(re)?elect(ed|ion)/"),
    row("ALLCAPS(x)", "written in capitals", "ALLCAPS(us)"),
    row("NOCAPS(x)", "written without a capital", "NOCAPS(apple)"),
    row("a b", "both (with `--any`: either)", "budget deficit"),
    row("a AND b", "both", "budget AND deficit"),
    row("a OR b", "either", "strike OR walkout"),
    row("NOT a  -a", "not this", "jaguar -car"),
    row("+a", "this one must be there (matters with `--any`)", "+merger bank insurance"),
    row("a NEAR/5 b  a w/5 b", "within 5 words, in either order", "minister NEAR/5 resign*"),
    row("a PRE/5 b  a ADJ/5 b", "within 5 words, in this order", "(prime OR foreign) PRE/1 minister"),
    row("a w/s b  SENTENCE(a b)", "in one sentence", "SENTENCE(oil price \"north sea\")"),
    row("a w/p b  PARAGRAPH(a b)", "in one paragraph", "strike w/p (union OR wages)"),
    row("ATLEAST3(a)", "at least 3 times", "ATLEAST3(inflation OR \"cost of living\")"),
    row("HLEAD(x)", "in the headline or the first paragraph", "HLEAD(merger AND bank)"),
    row("FIRST/50(x)", "in the first 50 words of the body", "FIRST/50(earthquake)"),
    row("headline:x  body:x", "in the headline, in the body", "headline:(cocoa OR coffee)"),
    row("org:x", "about this organisation, by any of its names", "org:\"associated press\""),
    row("org:~x", "about an organisation whose name holds this word", "org:~press"),
    row("date:x", "published then", "date:2024..2025-03"),
    row("date:>=x  date:x..", "published from then on", "date:>=2024"),
    row("date:3w  date:\"last month\"", "counted from today (d, w, mo, y)", "date:\"last month\""),
    row("publication:x  section:x  byline:x  url:x  language:x  format:x", "as recorded; `*` and `?` are wildcards", "publication:\"the guardian\" section:sport*"),
    row("path:x  id:x", "read from this file or folder; this very article", "path:2025/**"),
    row("words:x", "so long", "words:>1200 OR words:..80"),
    row("added:x  added:last", "came into the index then; with the latest refresh", "added:3d"),
    row("field:*", "the field has a value", "-date:*"),
    row("query:NAME", "a saved query", "query:example"),
    row("x^2", "weighs twice as much in the ranking", "headline:merger^2 bank"),
    row("*", "every article", "*"),
];

/// Which operator takes its words first, and what surprises.
pub static NOTES: &[&str] = &[
    "What binds first: NOT - + before NEAR PRE ADJ w/n, these before w/s, then w/p, then AND and words \
     side by side, then OR. `a b OR c` is `(a AND b) OR c`. With `--any`, words side by side bind \
     like OR, after AND.",
    "Proximity takes one word or phrase: `foreign minister NEAR/5 talks` is \
     `foreign AND (minister NEAR/5 talks)`. Write `\"foreign minister\" NEAR/5 talks`.",
    "AND, OR, NOT and the other operators are capitals: `cats and dogs` are three words. Only near/5, \
     pre/5, adj/5, w/5, w/s and w/p may be small.",
    "NEAR/1 means next to each other; NEAR/5 lets 4 words stand between.",
    "A field takes one word, phrase or pair of parentheses: `headline:oil price` looks for `price` \
     anywhere. Write `headline:(oil price)`.",
    "In quotation marks each word is this form only; `\"bank\"` does not find `banks`. A question mark \
     at the end of a word in quotation marks is punctuation; outside it stands for one letter.",
    "In Chinese, Japanese, Thai and other scripts without spaces every character is a word and a name is a \
     phrase: `北京` is found wherever it stands, NEAR/5 counts characters. Korean parts words by blanks: \
     `서울*` also finds those with an ending.",
    "A date is all the days it may be, and all of them must lie within what is asked for: an article known to be \
     of 2019 is found by `date:2019`, not by `date:2019-05`; one of 3/4/2025 that may be of March or April by \
     `date:2025-03..2025-04`. With `--loose-dates` one day in common is enough. What is undated is found by no \
     date and sorted last; of the others the first day counts.",
    "A shell takes quotation marks, `*` and `!` for itself: put the whole query in single quotes.",
];

#[cfg(test)]
mod tests {
    use super::super::{Options, parse};
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_example_reads() {
        let saved = |name: &str| (name == "example").then(|| "oil OR gas".to_owned());
        let options = Options {
            saved: &saved,
            ..Options::new(date(2026, 11, 24))
        };
        for row in OPERATORS {
            parse(row.example, &options).unwrap_or_else(|error| panic!("{error}"));
        }
    }

    #[test]
    fn what_the_notes_say_of_precedence_is_so() {
        let options = Options::new(date(2026, 11, 24));
        let parsed = |text: &str| parse(text, &options).map(|query| query.root.to_string());
        for (left, right) in [
            ("a b OR c", "(a AND b) OR c"),
            (
                "foreign minister NEAR/5 talks",
                "foreign AND (minister NEAR/5 talks)",
            ),
        ] {
            assert_eq!(parsed(left), parsed(right));
            assert!(
                NOTES
                    .iter()
                    .any(|note| note.contains(left) && note.contains(right))
            );
        }
    }
}
