//! The recogniser: from an article to its organisations.

use super::classes::Classes;
use super::mention::{Mention, Part, Why};
use super::model::Model;
use super::names::Names;
use super::scene::Scene;
use super::tagger::tag;
use crate::error::Result;

/// What a recogniser is made of.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The bytes of a model; the embedded one if absent.
    pub model: Option<Vec<u8>>,
}

/// Recognises organisations. It is never changed after it was made: threads share one.
#[derive(Debug)]
pub struct Recogniser {
    classes: Classes,
    names: Names,
    model: Model,
}

impl Recogniser {
    /// A recogniser.
    pub fn new(options: &Options) -> Result<Self> {
        let model = match &options.model {
            Some(bytes) => Model::from_bytes(bytes, "the model")?,
            None => Model::embedded()?,
        };
        let mut classes = Classes::embedded();
        classes.set_habits(&model.habits);
        Ok(Self { classes, names: Names::embedded(), model })
    }

    /// Mentions.
    pub fn explain(&self, _headline: &str, body: &str, _language: Option<&str>) -> Vec<Mention> {
        let scene = Scene::new(body, &self.classes, &self.names);
        let mut p = Vec::new();
        tag(&scene, &self.model, &mut p)
            .into_iter()
            .filter(|t| t.kind == 0)
            .map(|t| Mention {
                part: Part::Body,
                range: scene.text.bytes(&t.tokens),
                form: scene.text.name(&t.tokens),
                name: String::new(),
                why: Why::Model,
                confidence: t.confidence,
            })
            .collect()
    }
}
