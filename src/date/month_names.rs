//! The names of the months as newspapers write them, in twelve languages.
//!
//! Lower case, with the usual abbreviations (without their dot). A word that names different months in
//! two languages must not stand here; a test holds the table to it.

/// Each month's names, January first.
const NAMES: [&[&str]; 12] = [
    // en de, fr, es, it, pt, nl, sv da no, pl, ru
    &[
        "january",
        "jan",
        "januar",
        "jänner",
        "jän",
        "janvier",
        "janv",
        "enero",
        "ene",
        "gennaio",
        "gen",
        "janeiro",
        "januari",
        "styczeń",
        "stycznia",
        "sty",
        "январь",
        "января",
        "янв",
    ],
    &[
        "february",
        "feb",
        "febr",
        "februar",
        "feber",
        "février",
        "fevrier",
        "févr",
        "fév",
        "febrero",
        "febbraio",
        "fevereiro",
        "fev",
        "februari",
        "luty",
        "lutego",
        "lut",
        "февраль",
        "февраля",
        "фев",
    ],
    &[
        "march",
        "mar",
        "märz",
        "maerz",
        "mär",
        "mars",
        "marzo",
        "março",
        "marco",
        "maart",
        "mrt",
        "marts",
        "marzec",
        "marca",
        "март",
        "марта",
        "мар",
    ],
    &[
        "april",
        "apr",
        "avril",
        "avr",
        "abril",
        "abr",
        "aprile",
        "kwiecień",
        "kwietnia",
        "kwi",
        "апрель",
        "апреля",
        "апр",
    ],
    &[
        "may", "mai", "mayo", "maggio", "mag", "maio", "mei", "maj", "maja", "май", "мая",
    ],
    &[
        "june", "jun", "juni", "juin", "junio", "giugno", "giu", "junho", "czerwiec", "czerwca",
        "cze", "июнь", "июня", "июн",
    ],
    &[
        "july", "jul", "juli", "juillet", "juil", "julio", "luglio", "lug", "julho", "lipiec",
        "lipca", "lip", "июль", "июля", "июл",
    ],
    &[
        "august",
        "aug",
        "août",
        "aout",
        "agosto",
        "ago",
        "augustus",
        "augusti",
        "sierpień",
        "sierpnia",
        "sie",
        "август",
        "августа",
        "авг",
    ],
    &[
        "september",
        "sept",
        "sep",
        "septembre",
        "septiembre",
        "setiembre",
        "settembre",
        "sett",
        "set",
        "setembro",
        "wrzesień",
        "września",
        "wrz",
        "сентябрь",
        "сентября",
        "сен",
        "сент",
    ],
    &[
        "october",
        "oct",
        "oktober",
        "okt",
        "octobre",
        "octubre",
        "ottobre",
        "ott",
        "outubro",
        "out",
        "październik",
        "października",
        "paź",
        "октябрь",
        "октября",
        "окт",
    ],
    &[
        "november",
        "nov",
        "novembre",
        "noviembre",
        "novembro",
        "listopad",
        "listopada",
        "lis",
        "ноябрь",
        "ноября",
        "ноя",
    ],
    &[
        "december",
        "dec",
        "dezember",
        "dez",
        "décembre",
        "decembre",
        "déc",
        "diciembre",
        "dic",
        "dicembre",
        "dezembro",
        "desember",
        "des",
        "grudzień",
        "grudnia",
        "gru",
        "декабрь",
        "декабря",
        "дек",
    ],
];

/// The number of the month (1 to 12) that a word in lower case names.
pub(super) fn month(word: &str) -> Option<i8> {
    (1..)
        .zip(NAMES)
        .find_map(|(number, names)| names.contains(&word).then_some(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_stands_for_two_months() {
        for (number, names) in (1..).zip(NAMES) {
            for name in names {
                assert_eq!(month(name), Some(number), "{name}");
                assert_eq!(*name, name.to_lowercase());
            }
        }
        assert_eq!(month("monday"), None);
    }
}
