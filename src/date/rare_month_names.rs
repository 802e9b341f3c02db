//! The names of the months in more languages, beside those of `month_names.rs`: the forms that stand in
//! dates, lower case. A word that names another month in another language does not stand here
//! (Croatian and Czech *listopad*). In Unicode's form C, as [`super::tokens`] has its words.

/// Each month's names, January first.
// ca, hr, sr mk, sl, sq, lt, et, lv, eu, bn, hi, ur, ka, hy, th, is, kk, ta, te, mr, gu, ml, kn, cy, az, be, af, gl, tl,
// sw, mt, fa, and those of the Maghreb
pub(super) const NAMES: [&str; 12] = [
    "gener ian siječnja јануар јануари janar sausio jaanuar janvāris janvārī urtarrilaren জানুয়ারি জানুয়ারী जनवरी جنوری იანვარი հունվարի มกราคม มค janúar қаңтар ஜனவரி జనవరి जानेवारी જાન્યુઆરી ജനുവരി ಜನವರಿ ionawr yanvar студзеня januarie xaneiro jannar ژانویه جانفي",
    "febrer veljače фебруар февруари shkurt vasario veebruar februāris februārī otsailaren ফেব্রুয়ারি ফেব্রুয়ারী फ़रवरी फरवरी فروری თებერვალი փետրվարի กุมภาพันธ์ กพ febrúar ақпан பிப்ரவரி ఫిబ్రవరి फेब्रुवारी ફેબ્રુઆરી ഫെബ്രുവരി ಫೆಬ್ರವರಿ chwefror fevral лютага februarie febreiro pebrero frar فوریه فيفري",
    "març ožujka marec marca marta kovo märts martā martxoaren মার্চ मार्च مارچ მარტი մարտի มีนาคม มีค наурыз மார்ச் మార్చి માર્ચ മാർച്ച് ಮಾರ್ಚ್ mawrth сакавіка marso marzu machi",
    "abril travnja април prill balandžio aprill aprīlis aprīlī apirilaren এপ্রিল अप्रैल اپریل აპრილი ապրիլի เมษายน เมย apríl сәуір ஏப்ரல் ఏప్రిల్ एप्रिल એપ્રિલ ഏപ്രിൽ ಏಪ್ರಿಲ್ ebrill красавіка aprili آوریل أفريل",
    "maig svibnja мај gegužės maijs maijā maiatzaren মে मई مئی მაისი մայիսի พฤษภาคม พค maí мамыр மே మే મે മേയ് മെയ് ಮೇ траўня mejju ماي",
    "juny iun lipnja јун јуни junij qershor birželio juuni jūnijs jūnijā ekainaren জুন जून جون ივნისი հունիսի มิถุนายน มิย júní маусым ஜூன் జూన్ જૂન ജൂൺ ಜೂನ್ mehefin iyun чэрвеня junie xuño hunyo ġunju ژوئن جوان",
    "juliol iul srpnja јул јули julij korrik liepos juuli jūlijs jūlijā uztailaren জুলাই जुलाई جولائی ივლისი հուլիսի กรกฎาคม กค júlí шілде ஜூலை జులై జూలై जुलै જુલાઈ ജൂലൈ ಜುಲೈ gorffennaf iyul ліпеня xullo hulyo julai lulju ژوئیه جويلية يوليوز",
    "agost kolovoza avgust avgusta gusht rugpjūčio augusts augustā abuztuaren আগস্ট আগষ্ট अगस्त اگست აგვისტო օգոստոսի สิงหาคม สค ágúst тамыз ஆகஸ்ட் ఆగస్టు ऑगस्ट ઓગસ્ટ ഓഗസ്റ്റ് ಆಗಸ್ಟ್ awst avqust жніўня agosti ogos awwissu اوت أوت غشت",
    "setembre rujna септембар septembar septembra shtator rugsėjo septembris septembrī irailaren সেপ্টেম্বর सितंबर सितम्बर ستمبر სექტემბერი սեպտեմբերի กันยายน กย қыркүйек செப்டம்பர் సెప్టెంబర్ सप्टेंबर સપ્ટેમ્બર സെപ്റ്റംബർ ಸೆಪ್ಟೆಂಬರ್ medi sentyabr верасня setyembre septemba settembru سپتامبر شتنبر",
    "octubre октобар oktobar oktobra tetor spalio oktoober oktobris oktobrī urriaren অক্টোবর अक्टूबर अक्तूबर اکتوبر ოქტომბერი հոկտեմբերի ตุลาคม ตค қазан அக்டோபர் అక్టోబర్ ऑक्टोबर ઓક્ટોબર ഒക്ടോബർ ಅಕ್ಟೋಬರ್ hydref oktyabr кастрычніка oktubre oktoba ottubru اکتبر",
    "novembre studenoga studenog новембар novembar novembra nëntor lapkričio novembris novembrī azaroaren নভেম্বর नवंबर नवम्बर نومبر ნოემბერი նոյեմբերի พฤศจิกายน พย nóvember қараша நவம்பர் నవంబర్ नोव्हेंबर નવેમ્બર നവംബർ ನವೆಂಬರ್ tachwedd noyabr лістапада nobyembre novemba novembru نوامبر نونبر",
    "desembre prosinca децембар decembar decembra dhjetor gruodžio detsember decembris decembrī abenduaren ডিসেম্বর दिसंबर दिसम्बर دسمبر დეკემბერი դեկտեմբերի ธันวาคม ธค желтоқсан டிசம்பர் డిసెంబర్ डिसेंबर ડિસેમ્બર ഡിസംബർ ಡಿಸೆಂಬರ್ rhagfyr dekabr снежня disyembre desemba diċembru دسامبر دجنبر",
];
