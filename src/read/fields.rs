//! The names that archives give to the fields of an article: one table for JSON, CSV and front matter.
//!
//! Names are compared without case, `_`, `-` and spaces. A dot goes into a nested record. For one field
//! an earlier name goes before a later one. Sources: the documentation of the New York Times, Guardian,
//! newsapi and Webz interfaces, ninjs 1 to 3, JSON Feed, the TREC Washington Post collection, news-please.

use serde_json::{Map, Value};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A field of an article that a record can fill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// The record's own id.
    Id,
    /// The headline.
    Headline,
    /// The body.
    Body,
    /// A summary or lead, which is the body where there is no other.
    Lead,
    /// The date of publication.
    Date,
    /// The date of the last change.
    Modified,
    /// When it was fetched: what relative dates count from.
    Crawled,
    /// The newspaper, agency or site.
    Publication,
    /// The author.
    Byline,
    /// The section.
    Section,
    /// The address.
    Url,
    /// The language.
    Language,
    /// The organisations.
    Organisations,
}

/// The names of each field, the best first.
const ALIASES: &[(Field, &str)] = &[
    (
        Field::Id,
        "id docid docno newid newsid articleid uuid guid altids.itemid uri urn identifier id.$oid \
         itemid contentid newsitemid storyid",
    ),
    (
        Field::Headline,
        "headline headline.main headlines headlines.basic headlinemain fields.headline webtitle title \
         title.rendered hl1 hedline newstitle articletitle headline.printheadline \
         printheadline threadtitlefull heading subject name slugline",
    ),
    (
        Field::Body,
        "body text content article articlebody bodytext maintext fulltext fields.bodytext \
         fields.body contents bodies content.rendered contenttext plaintext rawtext \
         articletext story bodymain bodyxhtml bodyhtml contenthtml bodyrichtext html \
         body.value content.value articlehtml news",
    ),
    (
        Field::Lead,
        "leadparagraph abstract summary description shortdescription descriptiontext snippet standfirst lead lede \
         excerpt excerpt.rendered fields.trailtext teaser descriptions",
    ),
    (
        Field::Date,
        "published publishedat pubdate publishdate datepublish datepublished \
         webpublicationdate publicationdate dateofpublication publisheddate publishedon \
         articlepublishedtime firstpublished displaydate firstpublishdate fields.firstpublicationdate issuedate dateissued \
         contentcreated firstcreated datetimepub datetime date dateline.date created createdat \
         datecreated versioncreated publishtime publicationtime firstcreatedtime timestamp dateid year",
    ),
    (
        Field::Modified,
        "modified modifiedat datemodified datemodify lastmodified updated updatedat \
         dateupdated lastupdated contentmodified fields.lastmodified articlemodifiedtime \
         versioncreated",
    ),
    (
        Field::Crawled,
        "crawled crawledat crawldate crawltime crawltimestamp datecrawled datedownload downloaded downloadedat \
         downloaddate fetched fetchedat fetchdate fetchtime retrieved retrievedat retrievaldate scraped scrapedat \
         scrapedate warcdate",
    ),
    (
        Field::Publication,
        "publication publication.name newspaper source.name source publisher publisher.name \
         outlet sitename site sourcetitle fields.publication thread.sitefull provider \
         provider.name sourcedomain domain creditline credit infosource infosources",
    ),
    (
        Field::Byline,
        "byline bylines byline.original author authors author.name fields.byline creator \
         writer reporter by",
    ),
    (
        Field::Section,
        "section sectionname newsdesk desk category categories rubric ressort kicker",
    ),
    (
        Field::Url,
        "url link canonicalurl weburl articleurl permalink href sourceurl shorturl loc",
    ),
    (
        Field::Language,
        "language lang inlanguage languagecode xml:lang publication.language",
    ),
    (
        Field::Organisations,
        "organisations organizations organisation organization orgs orgfacet companies \
         company tickers entities.organizations entities.organisations",
    ),
];

/// The names that exports in other languages give to the fields: German, French, Spanish, Portuguese, Italian,
/// Dutch, Polish, Swedish. They come after all others. Names that mean different fields in two languages do not
/// stand here (the German *Rubrik* is a section, the Swedish a headline): `--map` tells what they mean.
const FOREIGN: &[(Field, &str)] = &[
    (
        Field::Headline,
        "titel überschrift ueberschrift schlagzeile titre título titulo titular titolo kop koptekst tytuł tytul \
         nagłówek naglowek overskrift",
    ),
    (
        Field::Body,
        "volltext artikeltext fließtext fliesstext inhalt texte textecomplet textedelarticle corps contenu texto \
         textocompleto cuerpo contenido corpo conteúdo conteudo testo testocompleto contenuto tekst volledigetekst \
         inhoud treść tresc brödtext brodtext innehåll innehall",
    ),
    (
        Field::Lead,
        "vorspann anriss zusammenfassung chapeau chapô résumé entradilla resumen resumo sommario riassunto \
         samenvatting inleiding streszczenie ingress sammanfattning",
    ),
    (
        Field::Date,
        "datum veröffentlicht veroeffentlicht veröffentlichtam veröffentlichungsdatum erscheinungsdatum \
         publikationsdatum datedepublication datedeparution fecha fechadepublicación fechadepublicacion \
         fechapublicación fechapublicacion datadepublicação datadepublicacao datapublicação datapublicacao \
         datadipubblicazione datapubblicazione publicatiedatum datapublikacji publiceringsdatum publicerad data",
    ),
    (
        Field::Publication,
        "zeitung quelle journal periódico periodico fuente jornal fonte testata giornale krant bron gazeta źródło \
         zrodlo tidning källa",
    ),
    (
        Field::Byline,
        "autor autoren verfasser auteur auteurs autora autores autore autori författare skribent",
    ),
    (
        Field::Section,
        "kategorie rubrique sección seccion seção secao editoria sezione rubriek dział dzial avdelning",
    ),
    (Field::Url, "lien enlace collegamento länk"),
    (
        Field::Language,
        "sprache langue idioma língua lingua taal język jezyk språk",
    ),
    (
        Field::Organisations,
        "organisationen unternehmen entreprises organizaciones empresas organizações organizzazioni aziende \
         organisaties bedrijven organizacje organisationer företag",
    ),
];

impl Field {
    /// The name of the field in `schema/article.json` and for `--map`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Headline => "headline",
            Self::Body => "body",
            Self::Lead => "lead",
            Self::Date => "date",
            Self::Modified => "modified",
            Self::Crawled => "crawled",
            Self::Publication => "publication",
            Self::Byline => "byline",
            Self::Section => "section",
            Self::Url => "url",
            Self::Language => "language",
            Self::Organisations => "organisations",
        }
    }

    /// The names of all fields, in the order of the table.
    pub fn names() -> impl Iterator<Item = &'static str> {
        ALIASES.iter().map(|(field, _)| field.name())
    }

    /// The field of a name.
    pub fn by_name(name: &str) -> Option<Self> {
        let mut fields = ALIASES.iter().map(|(field, _)| *field);
        fields.find(|field| field.name() == name)
    }
}

/// The rank of the names in other languages: behind all of ours.
const OTHERS: usize = 500;

/// Each name to its fields, with its rank among the names of the field.
static KNOWN: LazyLock<HashMap<&str, Vec<(Field, usize)>>> = LazyLock::new(|| {
    let mut known: HashMap<&str, Vec<(Field, usize)>> = HashMap::new();
    for (table, from) in [(ALIASES, 0), (FOREIGN, OTHERS)] {
        for (field, names) in table {
            for (rank, name) in (from..).zip(names.split_whitespace()) {
                known.entry(name).or_default().push((*field, rank));
            }
        }
    }
    known
});

/// The fields of a name in its normal form. In ninjs 1 any key that begins with `body` is a rendition of
/// the body.
fn fields_of(name: &str) -> &'static [(Field, usize)] {
    const LAST: usize = 1000;
    match KNOWN.get(name) {
        Some(fields) => fields,
        None if name.starts_with("body") => &[(Field::Body, LAST)],
        None if name.starts_with("headline") => &[(Field::Headline, LAST)],
        None => &[],
    }
}

/// The records that hold fields of the article one level down.
static NESTED: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let heads = KNOWN
        .keys()
        .filter_map(|name| Some(name.split_once('.')?.0));
    heads.collect()
});

/// A name without case, `_`, `-` and spaces.
fn normal(name: &str) -> String {
    let kept = name
        .chars()
        .filter(|letter| !matches!(letter, '_' | '-' | ' '));
    kept.flat_map(char::to_lowercase).collect()
}

/// The field that a column or key of this name fills.
pub(super) fn known(name: &str) -> Option<Field> {
    KNOWN
        .get(normal(name).as_str())?
        .first()
        .map(|(field, _)| *field)
}

/// How good a name is among those of the date of publication, 0 for the best; `None` if it is none of them.
pub(super) fn date_rank(name: &str, map: &super::FieldMap) -> Option<usize> {
    let mut pairs = map.pairs.iter();
    if pairs.any(|(field, key)| field == Field::Date.name() && key == name) {
        return Some(0);
    }
    let fields = KNOWN.get(normal(name).as_str())?;
    let date = fields.iter().find(|(field, _)| *field == Field::Date)?;
    Some(1 + date.1)
}

/// The values of a record by the fields they fill, the best first.
pub(super) struct Candidates<'a> {
    found: Vec<(Field, usize, &'a Value)>,
}

impl<'a> Candidates<'a> {
    /// Finds the fields of a record; the pairs of the map go before every known name.
    pub(super) fn of(record: &'a Map<String, Value>, map: &super::FieldMap) -> Self {
        let mut found = Vec::new();
        for (name, key) in &map.pairs {
            if let (Some(field), Some(value)) = (Field::by_name(name), inside(record, key)) {
                found.push((field, 0, value));
            }
        }
        for (key, value) in record {
            let name = normal(key);
            // In three languages a date; in JSON mostly something else.
            if name == "data" && !value.is_string() {
                continue;
            }
            let fields = fields_of(&name).iter();
            found.extend(fields.map(|(field, rank)| (*field, 1 + rank, value)));
            if let Value::Object(inner) = value
                && NESTED.contains(&name.as_str())
            {
                for (key, value) in inner {
                    let name = format!("{name}.{}", normal(key));
                    let fields = KNOWN.get(name.as_str()).into_iter().flatten();
                    found.extend(fields.map(|(field, rank)| (*field, 1 + rank, value)));
                }
            }
        }
        found.sort_by_key(|(_, rank, _)| *rank);
        Self { found }
    }

    /// The values for a field, the best first.
    pub(super) fn get(&self, field: Field) -> impl Iterator<Item = &'a Value> {
        let all = self.found.iter();
        all.filter(move |(of, ..)| *of == field)
            .map(|(_, _, value)| *value)
    }
}

/// The value at a key of the map: the key as it stands, or dots going into nested records.
fn inside<'a>(record: &'a Map<String, Value>, key: &str) -> Option<&'a Value> {
    if let Some(value) = record.get(key) {
        return Some(value);
    }
    let (head, rest) = key.split_once('.')?;
    match record.get(head)? {
        Value::Object(inner) => inside(inner, rest),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_normal_and_without_repeats() {
        let mut seen = std::collections::HashSet::new();
        for (field, names) in ALIASES.iter().chain(FOREIGN) {
            for name in names.split_whitespace() {
                assert_eq!(normal(name), name);
                assert!(seen.insert((name, field.name())), "{name} stands twice");
            }
        }
        for (field, names) in FOREIGN {
            for name in names.split_whitespace() {
                let fields = KNOWN[name].iter().map(|(field, _)| field.name());
                assert_eq!(fields.collect::<Vec<_>>(), [field.name()], "{name}");
            }
        }
    }
}
