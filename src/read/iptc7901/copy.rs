//! The text of a message, line by line: headline, paragraphs, and what the newsroom wrote beside them.
//!
//! Lines are wrapped, paragraphs begin with blanks. A line that ends in `=` ends the headline (German agencies);
//! `^` and `<` are marks for typesetters, a `=` at the end centres a line, a backspace begins a line of a table
//! (ANPA); editorial systems write marks such as `#` and `$` before the lines of a header of their own. Notes to
//! editors and the like are kept beside the text.

use super::super::decode::tidy;
use super::super::gather;
use regex::Regex;
use std::sync::LazyLock;

/// What a message says.
pub(super) struct Text {
    pub(super) headline: String,
    pub(super) body: String,
    pub(super) byline: Option<String>,
    /// Notes to editors, titles of authors, lines of a header.
    pub(super) beside: Vec<String>,
}

/// How far the lines have come.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// There was none.
    #[default]
    Begin,
    /// The headline is not whole, or nothing marks it.
    Above,
    /// A mark before the line showed the headline.
    Marked,
    /// A `=` behind it did.
    Titled,
    /// Nothing from here on is for publication.
    Notebook,
}

/// The lines as they come in.
#[derive(Default)]
pub(super) struct Copy {
    headline: Vec<String>,
    at: Place,
    paragraphs: Vec<String>,
    byline: Option<String>,
    beside: Vec<String>,
    /// The name by which the newsroom knows the story.
    slug: Option<String>,
    /// The next line begins a paragraph.
    apart: bool,
    /// The last line was one of a table.
    table: bool,
}

/// The title of an author on a line of its own.
static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"^(?:(?:AP|UPI|Associated Press|United Press International)\b.*\b|For )(?:Writer|Correspondent|Editor|Columnist|Reporter|The Associated Press)s?$";
    Regex::new(pattern).expect("a fixed pattern")
});

/// Notes to editors.
static NOTE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern =
        r"^(?:Eds?:|Editors?:|Ed(?:itor)?s?'? [Nn]ote:|AP (?:Photos?|Video|Graphics?|Audio)\b)";
    Regex::new(pattern).expect("a fixed pattern")
});

/// The codes of receivers on the first line of a message of teleprinters.
static ROUTING: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[A-Z]{1,3}(?: [A-Z]{1,3}){0,5}$").expect("a fixed pattern"));

/// The number and the codes that ANSA writes above the headline.
static CODES: LazyLock<Regex> = LazyLock::new(|| {
    let pattern =
        r"^(?:[A-Z]{3}[0-9]{5,14}(?:_[A-Z0-9]{2,6}){1,3}|[A-Z] [A-Z]{3} [A-Z0-9]{3} [A-Z]{4})$";
    Regex::new(pattern).expect("a fixed pattern")
});

/// What begins a text behind its headline: the agency in brackets.
static AGENCY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\([A-Z][A-Z-]{2,12}\) ?[-–]").expect("a fixed pattern"));

impl Copy {
    pub(super) fn add(&mut self, line: &str) {
        let indented = line.starts_with([' ', '\t', '\u{3000}']);
        let table = line.starts_with('\u{8}');
        let line: String = line.chars().filter(|one| !one.is_control()).collect();
        let line = line.trim();
        if line.is_empty() {
            self.apart = true;
            return;
        }
        let begins = self.at == Place::Begin;
        if begins {
            self.at = Place::Above;
        }
        if self.at == Place::Notebook || is_notebook(line) {
            self.at = Place::Notebook;
            self.beside.push(line.to_owned());
        } else if let Some(marked) = line.strip_prefix('^').filter(|_| !table) {
            self.marked(marked.trim_end_matches('<').trim());
        } else if begins && ROUTING.is_match(line) || self.is_code(line) || self.is_header(line) {
            self.header(line);
        } else if table {
            self.row(&line.replace('^', " "));
        } else {
            self.line(line.trim_end_matches('<').trim_end(), indented);
        }
        self.table = table;
    }

    fn is_code(&self, line: &str) -> bool {
        self.paragraphs.is_empty() && CODES.is_match(line)
    }

    /// A line of the text, or of the headline above it.
    fn line(&mut self, line: &str, indented: bool) {
        // A rule across the column.
        if line.trim_end_matches('=').chars().all(|one| one == '_') {
            self.apart = true;
            return;
        }
        if self.at == Place::Above && self.paragraphs.len() <= 3 && self.title(line) {
            return;
        }
        let opens = self.paragraphs.len() == 1 && AGENCY.is_match(line);
        match self.paragraphs.last_mut() {
            Some(last) if !indented && !opens && !self.apart && !self.table => {
                last.push(' ');
                last.push_str(line);
            }
            _ => self.paragraphs.push(line.to_owned()),
        }
        self.apart = line.ends_with('/');
    }

    /// A line of a table stays one.
    fn row(&mut self, line: &str) {
        match self.paragraphs.last_mut() {
            Some(last) if self.table => {
                last.push('\n');
                last.push_str(line);
            }
            _ => self.paragraphs.push(line.to_owned()),
        }
    }

    /// A line between typesetter's marks: the slug, the headline, a byline, a note.
    fn marked(&mut self, line: &str) {
        let line = line.trim_end_matches('=').trim_end();
        self.apart = true;
        if line.is_empty() {
            return;
        }
        let (first, rest) = line.split_once('-').unwrap_or((line, ""));
        let is_code = first.len() == 2 && first.chars().all(|one| one.is_ascii_uppercase());
        if is_code && !rest.is_empty() {
            self.slug
                .get_or_insert_with(|| without_count(line).to_owned());
        } else if let Some(name) = line.strip_prefix("By ") {
            self.byline.get_or_insert_with(|| name.to_owned());
        } else if NOTE.is_match(line) || TITLE.is_match(line) {
            self.beside.push(line.to_owned());
        } else if self.headline.is_empty() {
            self.headline.push(line.to_owned());
            self.at = Place::Marked;
        } else {
            self.paragraphs.push(line.to_owned());
        }
    }

    /// Whether a line is of the header that an editorial system writes: behind a mark, above the text.
    fn is_header(&self, line: &str) -> bool {
        const LONGEST: usize = 120;
        let above = self.paragraphs.is_empty() && self.at != Place::Titled && line.len() <= LONGEST;
        above && line.starts_with(['%', '#', '$', ':', '*', '&', '+', '@', '~', '='])
    }

    /// Such a line: what stands behind `$`, if it is more than a code, is the headline, behind `#` the slug.
    fn header(&mut self, line: &str) {
        let mut letters = line.chars();
        let (mark, rest) = (letters.next(), letters.as_str().trim());
        self.apart = true;
        match mark {
            Some('$') if rest.contains(' ') && self.headline.is_empty() => {
                self.headline.push(rest.to_owned());
            }
            Some('#') if self.slug.is_none() && !rest.is_empty() => {
                self.slug = Some(rest.to_owned());
            }
            _ => self.beside.push(line.to_owned()),
        }
    }

    /// The end of a headline, which a `=` shows; the line of key words above it ends in `/`.
    fn title(&mut self, line: &str) -> bool {
        let Some(end) = line.strip_suffix('=') else {
            return false;
        };
        let end = end.trim_end();
        self.headline = std::mem::take(&mut self.paragraphs);
        self.headline.retain(|one| !one.ends_with('/'));
        // The author may stand on the last line of it.
        let name = gather::without_by(end);
        if name != end && !self.headline.is_empty() {
            self.byline = Some(name);
        } else {
            self.headline.push(end.to_owned());
        }
        self.at = Place::Titled;
        self.apart = true;
        true
    }

    /// What the message says; where nothing marks a headline, the first paragraph is it if more follow, else the
    /// slug.
    pub(super) fn end(mut self) -> Text {
        if self.headline.is_empty() {
            let words = self.paragraphs.extract_if(.., |one| one.ends_with('/'));
            self.beside.extend(words);
            let first = self.paragraphs.first();
            let is_title = |first: &String| first.chars().count() <= 200 && !first.contains('\n');
            if self.slug.is_none() && self.paragraphs.len() > 1 && first.is_some_and(is_title) {
                self.headline.push(self.paragraphs.remove(0));
            }
        } else {
            self.beside.extend(self.slug.take());
        }
        let headline = self.headline.into_iter().chain(self.slug);
        Text {
            headline: typed(&headline.collect::<Vec<_>>().join(" ")),
            body: typed(&self.paragraphs.join("\n\n")),
            byline: self.byline,
            beside: self.beside.iter().map(|note| typed(note)).collect(),
        }
    }
}

/// A slug without the number of words behind it.
fn without_count(slug: &str) -> &str {
    let slug = slug.trim_end_matches(|one: char| one.is_ascii_digit());
    slug.trim_end_matches(',').trim_end()
}

/// The heading under which the dpa writes what is for the newsroom alone.
fn is_notebook(line: &str) -> bool {
    let Some(heading) = line.strip_prefix('#') else {
        return false;
    };
    let heading = heading.trim().trim_start_matches("dpa-");
    ["Notizblock", "Notebook"].contains(&heading)
}

/// Quotation marks and dashes as they were meant.
fn typed(text: &str) -> String {
    let text = text.replace("``", "“").replace("''", "”");
    tidy(&text.replace(" _ ", " — "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &str) -> (String, String, Option<String>, String) {
        let mut copy = Copy::default();
        lines.lines().for_each(|line| copy.add(line));
        let text = copy.end();
        (
            text.headline,
            text.body,
            text.byline,
            text.beside.join(" | "),
        )
    }

    #[test]
    fn lines_are_told_apart() {
        for (lines, headline, body, byline, beside) in [
            (
                "^BC-Harbor--Fees,123<\n^Board raises fees=<\n^Eds: Updates.<\n^By JON REED=\n^AP Business Writer=\n\tMARLHAVEN (AP) _ It did.\n\tShips wait.",
                "Board raises fees",
                "MARLHAVEN (AP) — It did.\n\nShips wait.",
                Some("JON REED"),
                "Eds: Updates. | AP Business Writer | BC-Harbor--Fees",
            ),
            (
                "^BC-US--Alert,17<\n\tMARLHAVEN (AP) _ Fees rise.",
                "BC-US--Alert",
                "MARLHAVEN (AP) — Fees rise.",
                None,
                "",
            ),
            (
                "^BC-Tables<\n^Standings=\n^East=\n\u{8}Oldport;2;1\n\u{8}Marlhaven;1;2\n^West=\n\u{8}Tern;3;0",
                "Standings",
                "East\n\nOldport;2;1\nMarlhaven;1;2\n\nWest\n\nTern;3;0",
                None,
                "BC-Tables",
            ),
            (
                "Hafen/\nKranmiete steigt, sagen\ndie Reeder\nVon Petra Kai =\n\nAltenhafen (dpa) - Sie steigt.\n\n# Notizblock\n\n## Ansprechpartner\n- Tel: 1",
                "Kranmiete steigt, sagen die Reeder",
                "Altenhafen (dpa) - Sie steigt.",
                Some("Petra Kai"),
                "# Notizblock | ## Ansprechpartner | - Tel: 1",
            ),
            (
                "%A\n#Fees_BC1\n$Fees rise in Oldport\n:(OLDPORT)\n*07000000\nFees rise.\n\n   Ships wait.",
                "Fees rise in Oldport",
                "Fees rise.\n\nShips wait.",
                None,
                "%A | :(OLDPORT) | *07000000 | Fees_BC1",
            ),
            (
                "YY TDR\nFees rise\n\nShips wait.\n\n$100 is the fee.",
                "Fees rise",
                "Ships wait.\n\n$100 is the fee.",
                None,
                "YY TDR",
            ),
        ] {
            let (got_headline, got_body, got_byline, got_beside) = read(lines);
            assert_eq!(
                (
                    got_headline.as_str(),
                    got_body.as_str(),
                    got_byline.as_deref(),
                    got_beside.as_str()
                ),
                (headline, body, byline, beside)
            );
        }
    }
}
