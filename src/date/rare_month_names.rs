//! The names of the months in more languages, beside those of `month_names.rs`: the forms that stand in
//! dates, lower case. A word that names another month in another language does not stand here
//! (Croatian and Czech *listopad*). In Unicode's form C, as [`super::tokens`] has its words.

/// Each month's names, January first.
// ca, hr, sr mk, sl, sq, lt, et, lv, eu, bn, hi, ur, ka, hy
pub(super) const NAMES: [&str; 12] = [
    "gener siječnja јануар јануари janar sausio jaanuar janvāris janvārī urtarrilaren জানুয়ারি জানুয়ারী जनवरी جنوری იანვარი հունվարի",
    "febrer veljače фебруар февруари shkurt vasario veebruar februāris februārī otsailaren ফেব্রুয়ারি ফেব্রুয়ারী फ़रवरी फरवरी فروری თებერვალი փետրվարի",
    "març ožujka marec marca kovo märts martā martxoaren মার্চ मार्च مارچ მარტი մարտի",
    "abril travnja април prill balandžio aprill aprīlis aprīlī apirilaren এপ্রিল अप्रैल اپریل აპრილი ապրիլի",
    "maig svibnja мај gegužės maijs maijā maiatzaren মে मई مئی მაისი մայիսի",
    "juny lipnja јун јуни junij qershor birželio juuni jūnijs jūnijā ekainaren জুন जून جون ივნისი հունիսի",
    "juliol srpnja јул јули julij korrik liepos juuli jūlijs jūlijā uztailaren জুলাই जुलाई جولائی ივლისი հուլիսի",
    "agost kolovoza avgust avgusta gusht rugpjūčio augusts augustā abuztuaren আগস্ট আগষ্ট अगस्त اگست აგვისტო օգոստոսի",
    "setembre rujna септембар septembar septembra shtator rugsėjo septembris septembrī irailaren সেপ্টেম্বর सितंबर सितम्बर ستمبر სექტემბერი սեպտեմբերի",
    "octubre октобар oktobar oktobra tetor spalio oktoober oktobris oktobrī urriaren অক্টোবর अक्टूबर अक्तूबर اکتوبر ოქტომბერი հոկտեմբերի",
    "novembre studenoga studenog новембар novembar novembra nëntor lapkričio novembris novembrī azaroaren নভেম্বর नवंबर नवम्बर نومبر ნოემბერი նոյեմբերի",
    "desembre prosinca децембар decembar decembra dhjetor gruodžio detsember decembris decembrī abenduaren ডিসেম্বর दिसंबर दिसम्बर دسمبر დეკემბერი դեկտեմբերի",
];
