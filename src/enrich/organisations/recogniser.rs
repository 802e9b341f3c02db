//! The recogniser: from an article to its organisations.
//!
//! Headline and body are read as one text, so that what one says helps with the other. Text in another
//! language than English is given only what does not depend on the language: names of the table and of
//! the user, legal forms, acronyms the article defines.

use super::classes::Classes;
use super::document::{Found, Said, organisations};
use super::hashes::Numbers;
use super::key::key;
use super::link::Linker;
use super::mention::{Mention, Part, Why};
use super::model::Model;
use super::names::Names;
use super::naming::{Named, Naming};
use super::nations::Nations;
use super::rules::Rule;
use super::rulings::Rulings;
use super::scene::Scene;
use super::tagger::{Memory, Tagger};
use crate::article::{Organisation, Origin};
use crate::error::Result;
use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Mutex;

/// The least confidence of a name that is kept, unless the options say otherwise: chosen by measuring
/// the balance of precision and recall by document, on articles held out of training.
pub const THRESHOLD: f32 = 0.5;

/// What a recogniser is made of.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The bytes of a model; the embedded one if absent.
    pub model: Option<Vec<u8>>,
    /// More lists of names, each with what to call it in messages.
    pub lists: Vec<(String, String)>,
    /// The user's `organisations.toml`, with what to call it in messages.
    pub rulings: Option<(String, String)>,
    /// Names less sure than this are left out; [`THRESHOLD`] if absent.
    pub threshold: Option<f32>,
}

/// Recognises organisations. It is never changed after it was made: threads share one.
#[derive(Debug)]
pub struct Recogniser {
    classes: Classes,
    names: Names,
    nations: Nations,
    model: Model,
    rulings: Rulings,
    threshold: f32,
    memories: Mutex<Vec<Memory>>,
}

impl Recogniser {
    /// A recogniser.
    ///
    /// # Errors
    /// [`crate::error::Error::Usage`] if a model, a list or the user's file cannot be read.
    pub fn new(options: &Options) -> Result<Self> {
        let model = match &options.model {
            Some(bytes) => Model::from_bytes(bytes, "the given file")?,
            None => Model::embedded()?,
        };
        let mut classes = Classes::embedded();
        classes.set_habits(&model.habits);
        let mut names = Names::embedded();
        for (source, list) in &options.lists {
            names.add_list(list, source)?;
        }
        let rulings = match &options.rulings {
            Some((source, text)) => Rulings::parse(text, source)?,
            None => Rulings::default(),
        };
        Ok(Self {
            classes,
            names,
            nations: Nations::embedded(),
            model,
            rulings,
            threshold: options.threshold.unwrap_or(THRESHOLD),
            memories: Mutex::default(),
        })
    }

    /// The organisations of an article, in the order in which they are first named.
    pub fn recognise(
        &self,
        headline: &str,
        body: &str,
        language: Option<&str>,
    ) -> Vec<Organisation> {
        let naming = self.read(&joined(headline, body), language);
        let mut found: Vec<Organisation> = Vec::new();
        let mut of_key = Numbers::default();
        let mut seen = HashSet::new();
        for place in naming.places.iter().filter(|p| self.keeps(&naming, p)) {
            let name = &naming.names[place.name];
            let number = of_key.first(&name.key, found.len());
            if number == found.len() {
                found.push(Organisation {
                    name: name.text.clone(),
                    forms: Vec::new(),
                    origin: Origin::Recognised,
                    confidence: Some(0.0),
                });
            }
            let organisation = &mut found[number];
            if seen.insert((number, place.form)) {
                let form = &naming.forms[place.form].text;
                organisation.forms.push(form.clone());
            }
            let held = organisation.confidence.unwrap_or(0.0);
            organisation.confidence = Some(held.max(name.confidence));
        }
        found
    }

    /// Every mention of an organisation in an article, in order, with the reason for it.
    ///
    /// All mentions of one name have one confidence: that of the surest of them.
    pub fn explain(&self, headline: &str, body: &str, language: Option<&str>) -> Vec<Mention> {
        let text = joined(headline, body);
        let split = text.len() - body.len();
        let naming = self.read(&text, language);
        let kept = naming.places.iter().filter(|p| self.keeps(&naming, p));
        kept.map(|place| {
            let (part, range) = placed(place.bytes.clone(), split);
            let name = &naming.names[place.name];
            Mention {
                part,
                range,
                form: naming.forms[place.form].text.clone(),
                name: name.text.clone(),
                why: place.why,
                confidence: name.confidence,
            }
        })
        .collect()
    }

    /// Whether a mention is neither ignored nor too unsure.
    fn keeps(&self, naming: &Naming, place: &Named) -> bool {
        let (form, name) = (&naming.forms[place.form], &naming.names[place.name]);
        let ignored = self.rulings.ignores(&form.key) || self.rulings.ignores(&name.key);
        !ignored && (name.confidence >= self.threshold || place.why == Why::User)
    }

    /// The canonical name of a name, as far as it can be told without an article.
    pub fn canonical_name(&self, name: &str) -> String {
        self.called(name, &key(name)).0
    }

    /// The key of the canonical name: equal for all known names of one organisation.
    pub fn canonical_key(&self, name: &str) -> String {
        self.called(name, &key(name)).1
    }

    /// The canonical name of a name with this key, and its key.
    pub(super) fn called(&self, name: &str, of_name: &str) -> (String, String) {
        let entry = || Some(&*self.names.entry(self.names.canonical(of_name)?).canonical);
        match self.rulings.name(of_name).or_else(entry) {
            Some(known) => (known.to_owned(), key(known)),
            None => (name.trim().to_owned(), of_name.to_owned()),
        }
    }

    /// What a text calls its organisations.
    fn read(&self, text: &str, language: Option<&str>) -> Naming {
        let mut memory = self.lock().pop().unwrap_or_default();
        memory.limit();
        let words = std::mem::take(&mut memory.words);
        let scene = Scene::new(text, &self.classes, &self.names, words);
        let found = if is_english(language) {
            let (tagged, organisation) = Tagger::new(&scene, &self.model, &mut memory).tag();
            let said = Said {
                tagged,
                organisation,
            };
            organisations(&scene, &self.names, &self.rulings.names, &said)
        } else {
            self.without_model(&scene)
        };
        let linker = Linker {
            names: &self.names,
            classes: &self.classes,
            rulings: &self.rulings,
        };
        let naming = Naming::new(&scene, &found, &linker, &self.nations);
        memory.words = scene.text.words;
        self.lock().push(memory);
        naming
    }

    /// The memories that no thread is using.
    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Memory>> {
        self.memories
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// What is sure in any language.
    fn without_model(&self, scene: &Scene) -> Vec<Found> {
        let mut said = Said {
            tagged: Vec::new(),
            organisation: vec![0.0; scene.text.tokens.len()],
        };
        let sure = |hit: &&super::rules::Hit| {
            matches!(hit.rule, Rule::LegalForm | Rule::Defined | Rule::Acronym)
        };
        let ruled = scene.hits.iter().filter(sure).map(|hit| &hit.tokens);
        let known = scene.matches.iter().filter(|hit| {
            let short = hit.tokens.len() == 1 && scene.text.word(hit.tokens.start).length < 3;
            !hit.ambiguous && !short
        });
        for tokens in known.map(|hit| &hit.tokens).chain(ruled) {
            said.organisation[tokens.clone()].fill(0.6);
        }
        organisations(scene, &self.names, &self.rulings.names, &said)
    }
}

/// Headline and body as one text, in which a headline is a paragraph of its own.
fn joined<'t>(headline: &str, body: &'t str) -> Cow<'t, str> {
    if headline.trim().is_empty() {
        return Cow::Borrowed(body);
    }
    Cow::Owned([headline, "\n\n", body].concat())
}

/// Which part of an article some bytes of headline and body are in, and where in it.
fn placed(bytes: Range<usize>, split: usize) -> (Part, Range<usize>) {
    if bytes.start < split {
        (Part::Headline, bytes)
    } else {
        (Part::Body, bytes.start - split..bytes.end - split)
    }
}

/// Whether the model is for a text of this language; an unknown one is taken for English.
fn is_english(language: Option<&str>) -> bool {
    language.is_none_or(|tag| {
        tag.get(..2)
            .is_some_and(|tag| tag.eq_ignore_ascii_case("en"))
    })
}
