//! Where on earth a page can have been published, in hours from UTC: on which day a time in UTC was there.
//!
//! The country of the address decides, else the language where it is at home in one part of the world. For
//! the others all hours are possible, as far as people live by them.

use super::addresses::top_level;

/// The hours from UTC that local time can have, from west to east.
pub(super) type Hours = (i64, i64);

/// Everywhere: from Hawaii to the east of Australia.
pub(super) const EVERYWHERE: Hours = (-10, 11);

/// Countries by the end of an address or of a language tag, with the hours of their times.
const COUNTRIES: &[(&[&str], Hours)] = &[
    (&["uk", "gb", "ie", "pt"], (0, 1)),
    (
        &[
            "de", "at", "ch", "fr", "it", "es", "nl", "be", "lu", "dk", "no", "se", "pl", "cz",
            "sk", "hu", "si", "hr", "rs", "ba", "mk", "al", "li", "mt",
        ],
        (0, 2),
    ),
    (
        &[
            "fi", "ee", "lv", "lt", "ua", "ro", "bg", "gr", "md", "by", "cy", "tr", "il", "za",
            "eg",
        ],
        (1, 3),
    ),
    (&["is", "gh"], (0, 0)),
    (&["ru"], (2, 12)),
    (
        &["ae", "sa", "qa", "ir", "ge", "am", "az", "ke", "et"],
        (3, 5),
    ),
    (&["pk", "in", "lk", "np", "bd", "kz", "uz"], (5, 7)),
    (
        &["th", "vn", "id", "cn", "hk", "tw", "sg", "my", "ph"],
        (7, 9),
    ),
    (&["jp", "kr"], (9, 9)),
    (&["au"], (8, 11)),
    (&["nz", "fj"], (11, 14)),
    (&["us", "gov", "mil", "edu"], (-10, -4)),
    (&["ca"], (-8, -3)),
    (&["mx", "co", "pe", "ec", "cr", "gt", "cu"], (-8, -4)),
    (&["br", "ar", "cl", "uy", "py", "bo", "ve"], (-5, -2)),
];

/// Languages that are spoken in one part of the world, by the country whose hours hold there.
const LANGUAGES: &[(&[&str], &str)] = &[
    (
        &[
            "de", "it", "nl", "da", "nb", "nn", "no", "sv", "pl", "cs", "sk", "hu", "sl", "hr",
            "sr", "bs", "sq", "lb", "ca", "eu", "gl",
        ],
        "de",
    ),
    (
        &["fi", "et", "lv", "lt", "uk", "ro", "bg", "el", "tr", "he"],
        "fi",
    ),
    (&["is"], "is"),
    (&["hi", "bn", "ta", "te", "ur", "ne", "si", "mr"], "in"),
    (&["th", "vi", "id", "ms"], "th"),
    (&["ja", "ko"], "jp"),
];

/// The hours of a page with these addresses and this language.
pub(super) fn of_page(addresses: &[String], language: Option<&str>) -> Hours {
    let by_address = top_level(addresses).and_then(country);
    let tag = language.unwrap_or_default().to_ascii_lowercase();
    let (language, region) = tag.split_once('-').unwrap_or((&tag, ""));
    // Systems put American English or the Spanish of Spain wherever they are not told otherwise.
    let by_region = || country(region).filter(|_| !matches!(region, "us" | "es"));
    let by_language = || {
        let known = LANGUAGES
            .iter()
            .find(|(languages, _)| languages.contains(&language))?;
        country(known.1)
    };
    by_address
        .or_else(by_region)
        .or_else(by_language)
        .unwrap_or(EVERYWHERE)
}

fn country(name: &str) -> Option<Hours> {
    let known = COUNTRIES.iter().find(|(names, _)| names.contains(&name));
    known.map(|(_, hours)| *hours)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_comes_before_the_language() {
        for (address, language, hours) in [
            ("https://herald.example.uk/a", Some("en"), (0, 1)),
            ("https://herald.example/a", Some("en-NZ"), (11, 14)),
            ("https://herald.example/a", Some("de"), (0, 2)),
            ("https://herald.example.jp/a", Some("en-US"), (9, 9)),
            ("https://herald.example/a", Some("en-US"), EVERYWHERE),
            ("https://herald.example/a", None, EVERYWHERE),
        ] {
            assert_eq!(
                of_page(&[address.to_owned()], language),
                hours,
                "{address} {language:?}"
            );
        }
    }
}
