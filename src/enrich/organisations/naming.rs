//! From the spans that were found in an article to the names of their organisations.
//!
//! The forms of a name repeat, and so do the names: each distinct one is looked at once, and mentions are
//! numbers of them.

use super::document::Found;
use super::form::{Form, distinct};
use super::hashes::Numbers;
use super::key::key;
use super::link::Linker;
use super::mention::Why;
use super::nations::Nations;
use super::rules::Rule;
use super::scene::Scene;
use std::ops::Range;

/// What an article calls its organisations.
#[derive(Debug, Default)]
pub(super) struct Naming {
    /// The distinct forms.
    pub(super) forms: Vec<Form>,
    /// The distinct names.
    pub(super) names: Vec<Name>,
    /// Where they stand, in order.
    pub(super) places: Vec<Named>,
}

/// The name of an organisation.
#[derive(Debug)]
pub(super) struct Name {
    /// As it is shown.
    pub(super) text: String,
    /// Its key.
    pub(super) key: String,
    /// The confidence of its surest mention.
    pub(super) confidence: f32,
}

/// A mention, by numbers.
#[derive(Debug)]
pub(super) struct Named {
    /// The bytes of the text.
    pub(super) bytes: Range<usize>,
    /// Its form.
    pub(super) form: usize,
    /// Its name.
    pub(super) name: usize,
    /// Why it is one.
    pub(super) why: Why,
}

impl Naming {
    /// Gives the found spans their names.
    pub(super) fn new(scene: &Scene, found: &[Found], linker: &Linker, nations: &Nations) -> Self {
        let whole: Vec<_> = found
            .iter()
            .map(|found| with_possessive(scene, &found.tokens, linker))
            .collect();
        let texts: Vec<_> = whole.iter().map(|span| scene.text.name(span)).collect();
        let (mut forms, of_form) = distinct(texts.iter().map(|text| &**text));
        for form in &mut forms {
            form.capitals = true;
        }
        for (span, number) in whole.iter().zip(&of_form) {
            forms[*number].capitals &= scene.text.tokens[span.start].recased;
        }
        let (mut called, of_name) = linker.link(&forms, &defined(scene, found, &of_form));
        let of: Vec<usize> = of_form.iter().map(|form| of_name[*form]).collect();
        let spans: Vec<_> = whole.iter().zip(of.iter().copied()).collect();
        nations.settle(&scene.text, &spans, &mut called, linker);
        let mut naming = Self::of_names(forms, called);
        let mut numbers = Numbers::default();
        let same: Vec<usize> = (naming.names.iter().enumerate())
            .map(|(nth, name)| numbers.first(&name.text, nth))
            .collect();
        for (nth, (found, span)) in found.iter().zip(&whole).enumerate() {
            let name = same[of[nth]];
            let sure = &mut naming.names[name].confidence;
            *sure = sure.max(found.confidence);
            naming.places.push(Named {
                bytes: scene.text.bytes(span),
                form: of_form[nth],
                name,
                why: found.why,
            });
        }
        naming
    }

    fn of_names(forms: Vec<Form>, called: Vec<String>) -> Self {
        let name = |text: String| Name {
            key: key(&text),
            text,
            confidence: 0.0,
        };
        Self {
            forms,
            names: called.into_iter().map(name).collect(),
            places: Vec::new(),
        }
    }
}

/// The span of a name with a possessive that belongs to it: Moody's, Standard & Poor's.
fn with_possessive(scene: &Scene, tokens: &Range<usize>, linker: &Linker) -> Range<usize> {
    let longer = tokens.start..tokens.end + 1;
    let possessive = ["'s", "’s", "'S", "’S"]
        .iter()
        .any(|form| scene.text.is_form(tokens.end, form));
    // Not one that begins the paragraph below.
    let bytes = |tokens: &Range<usize>| scene.text.bytes(tokens);
    let is_beside = || bytes(tokens).end == bytes(&(tokens.end..longer.end)).start;
    let known = possessive
        && is_beside()
        && linker
            .names
            .canonical(&key(&scene.text.name(&longer)))
            .is_some();
    if known { longer } else { tokens.clone() }
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
