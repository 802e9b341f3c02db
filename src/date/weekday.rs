//! The weekday beside a numeric date: `Tue, 11/03/2009` can be the 3rd of November only.

use jiff::civil::{Date, Weekday};

/// The names of the weekdays and their abbreviations, Monday first, in English, German, French, Spanish,
/// Portuguese, Italian, Dutch, Swedish, Danish and Norwegian, in lower case. A name that stands for two days (the
/// French and Spanish `mar`, which is March too) is left out.
const NAMES: [&str; 7] = [
    "monday mon montag lundi lun lunes segunda-feira segunda lunedì maandag måndag mandag",
    "tuesday tue tues dienstag mardi martes terça-feira terça martedì dinsdag tisdag tirsdag",
    "wednesday wed mittwoch mercredi mer miércoles miercoles quarta-feira quarta mercoledì woensdag onsdag",
    "thursday thu thur thurs donnerstag jeudi jeu jueves quinta-feira quinta giovedì donderdag torsdag",
    "friday fri freitag vendredi ven viernes sexta-feira sexta venerdì vrijdag fredag",
    "saturday sat samstag sonnabend samedi sam sábado sabado sabato zaterdag lördag lørdag",
    "sunday sun sonntag dimanche dim domingo domenica zondag söndag søndag",
];

/// Whether a day is on the weekday that a word names; `None` if it names none.
pub(super) fn is_on(word: &str, day: Date) -> Option<bool> {
    let named = NAMES
        .iter()
        .position(|names| names.split(' ').any(|name| name == word))?;
    let monday = day.weekday().since(Weekday::Monday);
    Some(usize::try_from(monday) == Ok(named))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_for_one_day_each() {
        let monday = Date::constant(2026, 11, 23);
        for names in NAMES {
            for name in names.split(' ') {
                let days = (0..7).filter_map(|later| {
                    let day = monday.checked_add(jiff::Span::new().days(later)).ok()?;
                    is_on(name, day).filter(|is| *is)
                });
                assert_eq!(days.count(), 1, "{name}");
            }
        }
        assert_eq!(is_on("march", monday), None);
    }
}
