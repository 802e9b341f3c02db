//! Training: annotated text in, the bytes of a model out.
//!
//! A linear-chain conditional random field (Lafferty et al. 2001) over the stretches of the
//! texts, by stochastic gradient steps scaled as in `AdaGrad` (Duchi, Hazan, Singer 2011) with an L2 penalty.
//! The order is shuffled by a fixed generator and every sum is made in a fixed order: the same data give
//! the same bytes. Then small weights are dropped and the rest is rounded to 8 bits.

use super::classes::Classes;
use super::columns::read;
use super::habits::Habits;
use super::settings::Settings;
use super::trainer::Trainer;
use crate::error::{Error, Result};
use std::path::Path;

/// A file of annotated text, to train on or to measure on.
#[derive(Debug, Clone)]
pub struct Data {
    /// Its name in messages.
    pub name: String,
    /// Its columns.
    pub columns: String,
    /// How much it counts; 1 for news, less for text unlike news.
    pub weight: f32,
}

impl Data {
    /// Reads a file. `FILE@0.5` makes it count half in training.
    ///
    /// # Errors
    /// [`Error::Io`] if it cannot be read, [`Error::Usage`] if the weight is none.
    pub fn open(argument: &str) -> Result<Self> {
        let (name, weight) = match argument.rsplit_once('@') {
            Some((name, weight)) if !Path::new(argument).exists() => (name, weight),
            _ => (argument, "1"),
        };
        let weight = weight
            .parse()
            .ok()
            .filter(|w| (0.0..=100.0).contains(w))
            .ok_or_else(|| {
                Error::Usage(format!(
                    "`{argument}` has no number after `@`: write a weight such as `{name}@0.5`"
                ))
            })?;
        let path = Path::new(name);
        let columns =
            std::fs::read_to_string(path).map_err(|error| Error::io("read", path, error))?;
        Ok(Self {
            name: name.to_owned(),
            columns,
            weight,
        })
    }
}

/// Trains a model and returns its bytes.
///
/// # Errors
/// [`Error::Usage`] if a file cannot be read as columns or holds no names.
pub fn train(data: &[Data], settings: &Settings) -> Result<Vec<u8>> {
    let mut documents = Vec::new();
    for file in data {
        let read = read(&file.columns, &format!("`{}`", file.name))?;
        documents.extend(read.into_iter().map(|document| (document, file.weight)));
    }
    if documents
        .iter()
        .all(|(document, _)| document.names.is_empty())
    {
        return Err(Error::Usage(
            "the training data name nothing: give files of `token<TAB>label` with labels such as `B-ORG`".to_owned(),
        ));
    }
    let mut classes = Classes::embedded();
    let mut habits = Habits::default();
    for (document, _) in &documents {
        habits.count(&document.text, &classes);
    }
    let habits = habits.decide();
    classes.set_habits(&habits);
    let mut trainer = Trainer::new(&documents, &classes, settings);
    trainer.learn(settings);
    Ok(trainer.pack(&habits, settings))
}
