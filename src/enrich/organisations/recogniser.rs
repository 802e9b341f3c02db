//! The recogniser: from an article to its organisations.
//!
//! Headline and body are read as one text, so that what one says helps with the other. Text in another
//! language than English is given only what does not depend on the language: names of the table and of
//! the user, legal forms, acronyms the article defines.

use super::classes::Classes;
use super::document::{Found, Said, organisations};
use super::form::distinct;
use super::key::key;
use super::link::Linker;
use super::mention::{Mention, Part, Why};
use super::model::Model;
use super::names::Names;
use super::nations::Nations;
use super::rules::Rule;
use super::rulings::Rulings;
use super::scene::Scene;
use super::tagger::{Memory, Tagger};
use crate::article::{Organisation, Origin};
use crate::error::Result;
use std::collections::{HashMap, HashSet};
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
        let mut found: Vec<Organisation> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut seen = HashSet::new();
        for mention in self.explain(headline, body, language) {
            let place = *places.entry(key(&mention.name)).or_insert_with(|| {
                found.push(Organisation {
                    name: mention.name.clone(),
                    forms: Vec::new(),
                    origin: Origin::Recognised,
                    confidence: Some(0.0),
                });
                found.len() - 1
            });
            let organisation = &mut found[place];
            if seen.insert((place, mention.form.clone())) {
                organisation.forms.push(mention.form);
            }
            let held = organisation.confidence.unwrap_or(0.0);
            organisation.confidence = Some(held.max(mention.confidence));
        }
        found
    }

    /// Every mention of an organisation in an article, in order, with the reason for it.
    ///
    /// All mentions of one name have one confidence: that of the surest of them.
    pub fn explain(&self, headline: &str, body: &str, language: Option<&str>) -> Vec<Mention> {
        if headline.trim().is_empty() {
            return self.mentions(body, 0, language);
        }
        let mut text = String::with_capacity(headline.len() + 2 + body.len());
        text.push_str(headline);
        text.push_str("\n\n");
        let split = text.len();
        text.push_str(body);
        self.mentions(&text, split, language)
    }

    /// The canonical name of a name, as far as it can be told without an article.
    pub fn canonical_name(&self, name: &str) -> String {
        let key = key(name);
        if let Some(name) = self.rulings.name(&key) {
            return name.to_owned();
        }
        match self.names.canonical(&key) {
            Some(entry) => self.names.entry(entry).canonical.clone(),
            None => name.trim().to_owned(),
        }
    }

    /// The key of the canonical name: equal for all known names of one organisation.
    pub fn canonical_key(&self, name: &str) -> String {
        key(&self.canonical_name(name))
    }

    fn mentions(&self, text: &str, split: usize, language: Option<&str>) -> Vec<Mention> {
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
        let mentions = self.named(&scene, &found, split);
        memory.words = scene.text.words;
        self.lock().push(memory);
        mentions
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

    /// Gives the found spans their names and drops those that are ignored or not sure enough.
    fn named(&self, scene: &Scene, found: &[Found], split: usize) -> Vec<Mention> {
        let whole: Vec<_> = found
            .iter()
            .map(|found| self.with_possessive(scene, &found.tokens))
            .collect();
        let texts: Vec<String> = whole.iter().map(|span| scene.text.name(span)).collect();
        let (mut forms, numbers) = distinct(texts.iter().map(String::as_str));
        for form in &mut forms {
            form.capitals = true;
        }
        for (span, number) in whole.iter().zip(&numbers) {
            forms[*number].capitals &= scene.text.tokens[span.start].recased;
        }
        let linker = Linker {
            names: &self.names,
            classes: &self.classes,
            rulings: &self.rulings,
        };
        let names = linker.link(&forms, &defined(scene, found, &numbers));
        let mut called: Vec<String> = numbers.iter().map(|nth| names[*nth].clone()).collect();
        let known = (&self.names, &self.classes);
        self.nations.settle(&scene.text, &whole, &mut called, known);
        let mut surest: HashMap<&str, f32> = HashMap::new();
        for (found, name) in found.iter().zip(&called) {
            let sure = surest.entry(name).or_default();
            *sure = sure.max(found.confidence);
        }
        let mut mentions = Vec::with_capacity(found.len());
        for (nth, (found, span)) in found.iter().zip(&whole).enumerate() {
            let (form, name) = (&forms[numbers[nth]], &called[nth]);
            let confidence = surest[name.as_str()];
            let ignored = self.rulings.ignores(&form.key) || self.rulings.ignores(&key(name));
            if ignored || (confidence < self.threshold && found.why != Why::User) {
                continue;
            }
            let (part, range) = placed(scene.text.bytes(span), split);
            mentions.push(Mention {
                part,
                range,
                form: form.text.clone(),
                name: name.clone(),
                why: found.why,
                confidence,
            });
        }
        mentions
    }

    /// The span of a name with a possessive that belongs to it: Moody's, Standard & Poor's.
    fn with_possessive(&self, scene: &Scene, tokens: &Range<usize>) -> Range<usize> {
        let longer = tokens.start..tokens.end + 1;
        let possessive = ["'s", "’s", "'S", "’S"]
            .iter()
            .any(|form| scene.text.is_form(tokens.end, form));
        let known = possessive
            && self
                .names
                .canonical(&key(&scene.text.name(&longer)))
                .is_some();
        if known { longer } else { tokens.clone() }
    }
}

/// Which part of an article some bytes of headline and body are in, and where in it.
fn placed(bytes: Range<usize>, split: usize) -> (Part, Range<usize>) {
    if bytes.start < split {
        (Part::Headline, bytes)
    } else {
        (Part::Body, bytes.start - split..bytes.end - split)
    }
}

/// The pairs of forms that the article defines: a name, then its acronym.
fn defined(scene: &Scene, found: &[Found], numbers: &[usize]) -> Vec<(usize, usize)> {
    let number = |tokens: &Range<usize>| {
        let at = found
            .binary_search_by_key(&tokens.start, |found| found.tokens.start)
            .ok()?;
        (found[at].tokens == *tokens).then(|| numbers[at])
    };
    scene
        .hits
        .windows(2)
        .filter(|pair| pair[0].rule == Rule::Defined && pair[1].rule == Rule::Acronym)
        .filter_map(|pair| Some((number(&pair[0].tokens)?, number(&pair[1].tokens)?)))
        .collect()
}

/// Whether the model is for a text of this language; an unknown one is taken for English.
fn is_english(language: Option<&str>) -> bool {
    language.is_none_or(|tag| {
        tag.get(..2)
            .is_some_and(|tag| tag.eq_ignore_ascii_case("en"))
    })
}
