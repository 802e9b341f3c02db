//! Abbreviations of time zones that news dates carry, as fixed offsets.
//!
//! RFC 2822 section 4.3 and the zones of European and Pacific newsrooms. Abbreviations with several
//! meanings (`IST`, `BST` outside Britain, `AST`) stand only where newspapers use one of them alone.

use jiff::tz::Offset;

/// The offset in minutes east of UTC, by abbreviation in lower case.
const MINUTES: &[(&str, i32)] = &[
    ("z", 0),
    ("ut", 0),
    ("utc", 0),
    ("gmt", 0),
    ("wet", 0),
    ("bst", 60),
    ("west", 60),
    ("cet", 60),
    ("mez", 60),
    ("cest", 120),
    ("mesz", 120),
    ("eet", 120),
    ("sast", 120),
    ("eest", 180),
    ("msk", 180),
    ("hkt", 480),
    ("sgt", 480),
    ("awst", 480),
    ("jst", 540),
    ("kst", 540),
    ("acst", 570),
    ("aest", 600),
    ("aedt", 660),
    ("nzst", 720),
    ("nzdt", 780),
    ("brt", -180),
    ("edt", -240),
    ("est", -300),
    ("cdt", -300),
    ("cst", -360),
    ("mdt", -360),
    ("mst", -420),
    ("pdt", -420),
    ("pst", -480),
];

/// The offset of an abbreviation in lower case.
pub(super) fn offset(abbreviation: &str) -> Option<Offset> {
    let (_, minutes) = MINUTES.iter().find(|(name, _)| *name == abbreviation)?;
    Offset::from_seconds(minutes * 60).ok()
}
