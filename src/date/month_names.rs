//! The names of the months as newspapers write them, in some twenty-five languages.
//!
//! Lower case, with the usual abbreviations (without their dot). A word that names different months in
//! two languages must not stand here; a test holds the table to it.

use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Each month's names, January first.
// en de, fr, es, it, pt, nl, sv da no, pl, ru, cs sk, hu, ro, tr, el, fi, uk bg, ar, he, id
const NAMES: [&str; 12] = [
    "january jan januar jänner jän janvier janv enero ene gennaio gen janeiro januari styczeń stycznia \
     sty январь января янв leden ledna január ianuarie ocak ιανουαρίου ιαν tammikuuta січня січ يناير \
     ינואר בינואר януари",
    "february feb febr februar feber février fevrier févr fév febrero febbraio fevereiro fev februari \
     luty lutego lut февраль февраля фев únor února február februárja februarie şubat φεβρουαρίου φεβ \
     helmikuuta лютого лют فبراير شباط פברואר בפברואר февруари",
    "march mar märz maerz mär mars marzo março marco maart mrt marts marzec marca март марта мар březen \
     března március márc martie mart μαρτίου μαρ maaliskuuta березня бер مارس آذار מרץ במרץ מרס במרס \
     maret",
    "april apr avril avr abril abr aprile kwiecień kwietnia kwi апрель апреля апр duben dubna április ápr \
     aprilie nisan απριλίου απρ huhtikuuta квітня квіт أبريل ابريل إبريل نيسان אפריל באפריל април",
    "may mai mayo maggio mag maio mei maj maja май мая květen května május máj mayıs μαΐου μαϊ toukokuuta \
     травня трав مايو أيار מאי במאי",
    "june jun juni juin junio giugno giu junho czerwiec czerwca cze июнь июня июн červen června június \
     jún iunie haziran ιουνίου ιουν kesäkuuta червня черв يونيو يونيه حزيران יוני ביוני юни",
    "july jul juli juillet juil julio luglio lug julho lipiec lipca lip июль июля июл červenec července \
     július júl iulie temmuz ιουλίου ιουλ heinäkuuta липня лип يوليو يوليه تموز יולי ביולי юли",
    "august aug août aout agosto ago augustus augusti sierpień sierpnia sie август августа авг srpen \
     srpna augusztus augusta ağustos αυγούστου αυγ elokuuta серпня серп أغسطس اغسطس آب אוגוסט באוגוסט \
     agustus",
    "september sept sep septembre septiembre setiembre settembre sett set setembro wrzesień września wrz \
     сентябрь сентября сен сент září szeptember szept septembrie eylül σεπτεμβρίου σεπ syyskuuta вересня \
     вер سبتمبر أيلول ספטמבר בספטמבר септември",
    "october oct oktober okt octobre octubre ottobre ott outubro out październik października paź октябрь \
     октября окт říjen října október octombrie ekim οκτωβρίου οκτ lokakuuta жовтня жовт أكتوبر اكتوبر \
     אוקטובר באוקטובר октомври",
    "november nov novembre noviembre novembro listopad listopada lis ноябрь ноября ноя listopadu \
     noiembrie kasım νοεμβρίου νοε marraskuuta листопада лист نوفمبر נובמבר בנובמבר ноември",
    "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro desember des \
     grudzień grudnia gru декабрь декабря дек prosinec prosince decembrie aralık δεκεμβρίου δεκ \
     joulukuuta грудня груд ديسمبر דצמבר בדצמבר декември",
];

/// Each name to its month, of this table and of that of rarer languages.
static MONTHS: LazyLock<HashMap<&str, i8>> = LazyLock::new(|| {
    let tables = [NAMES, super::rare_month_names::NAMES];
    let months = tables.into_iter().flat_map(|table| (1..).zip(table));
    let names = months.flat_map(|(number, names)| names.split(' ').map(move |name| (name, number)));
    names.collect()
});

/// The number of the month (1 to 12) that a word in lower case names.
pub(super) fn month(word: &str) -> Option<i8> {
    let known = MONTHS.get(word).copied();
    known.or_else(|| greek(word))
}

/// A Greek month without its accent, as in capitals.
fn greek(word: &str) -> Option<i8> {
    let is_greek = |letter: char| ('\u{370}'..='\u{3ff}').contains(&letter);
    if !word.starts_with(is_greek) {
        return None;
    }
    let plain = |text: &str| -> String { text.nfd().filter(|l| !is_combining_mark(*l)).collect() };
    let word = plain(word);
    let mut months = MONTHS.iter().filter(|(name, _)| name.starts_with(is_greek));
    months.find_map(|(name, number)| (plain(name) == word).then_some(*number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_stands_for_two_months() {
        for table in [NAMES, super::super::rare_month_names::NAMES] {
            for (number, names) in (1..).zip(table) {
                for name in names.split(' ') {
                    assert_eq!(month(name), Some(number), "{name}");
                    assert_eq!(name, name.to_lowercase());
                }
            }
        }
        assert_eq!(month("monday"), None);
    }
}
