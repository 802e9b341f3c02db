//! Words that articles have in common: RM3 feedback, and what an article is about.
//!
//! RM3 (Abdul-Jaleel and others, 2004: "`UMass` at TREC 2004"; relevance models: Lavrenko and Croft, SIGIR 2001): the
//! articles that score best are taken for relevant, each as much as its score; a word is weighed by the
//! share it has of them, and the best words are asked for beside the query. They change the order of the
//! answer and never which articles are in it.

use crate::analysis::{Stemmer, words};
use crate::query::{Form, Node, Pattern, Scope, Word};
use std::collections::{BTreeMap, HashMap};

/// The settings of RM3.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Feedback {
    /// How many words are added at most.
    pub terms: usize,
    /// From how many of the best articles.
    pub documents: usize,
    /// The share of the query itself, above 0 and up to 1.
    pub weight: f32,
}

/// The settings that Lucene's evaluations use throughout.
impl Default for Feedback {
    fn default() -> Self {
        Self {
            terms: 10,
            documents: 10,
            weight: 0.5,
        }
    }
}

/// A word with its share, as it is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighted {
    /// The commonest form of the word.
    pub word: String,
    /// How much it weighs.
    pub weight: f32,
}

/// The forms of each stem in a text, folded, with how often they stand there, and how many words it has.
#[derive(Debug, Default)]
pub(super) struct Profile {
    stems: HashMap<String, BTreeMap<String, u32>>,
    length: u32,
}

/// Shorter words are letters and initials, longer ones are no words.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=20;

impl Profile {
    /// The words of some texts.
    pub(super) fn of(texts: &[&str], stemmer: Stemmer) -> Self {
        let mut profile = Self::default();
        for text in texts {
            let mut reader = words(text);
            while reader.next().is_some() {
                let word = reader.folded();
                profile.length += 1;
                if !LENGTHS.contains(&word.chars().count()) || !word.contains(char::is_alphabetic) {
                    continue;
                }
                let forms = profile.stems.entry(stemmer.stem(word).into_owned());
                *forms.or_default().entry(word.to_owned()).or_default() += 1;
            }
        }
        profile
    }

    /// Each stem with its frequency.
    pub(super) fn frequencies(&self) -> impl Iterator<Item = (&str, u32)> {
        let frequency = |forms: &BTreeMap<_, u32>| forms.values().sum();
        self.stems
            .iter()
            .map(move |(stem, forms)| (stem.as_str(), frequency(forms)))
    }

    /// How alike two texts are in their words: the cosine of their frequencies, from 0 to 1.
    pub(super) fn likeness(&self, other: &Self) -> f32 {
        let norm = |profile: &Self| -> f32 {
            profile
                .frequencies()
                .map(|(_, n)| (n as f32).powi(2))
                .sum::<f32>()
                .sqrt()
        };
        let theirs: HashMap<_, _> = other.frequencies().collect();
        let shared = self
            .frequencies()
            .map(|(stem, n)| n as f32 * theirs.get(stem).copied().unwrap_or(0) as f32);
        let norms = norm(self) * norm(other);
        if norms > 0.0 {
            shared.sum::<f32>() / norms
        } else {
            0.0
        }
    }
}

/// The words of `profiles`, each of which weighs as much as its score, heaviest first.
pub(super) fn relevance(profiles: &[(Profile, f32)]) -> Vec<Weighted> {
    let total: f32 = profiles.iter().map(|(_, score)| score).sum();
    let mut weights: BTreeMap<&str, (f32, BTreeMap<&str, u32>)> = BTreeMap::new();
    for (profile, score) in profiles {
        let share = score / (total * profile.length.max(1) as f32);
        for (stem, forms) in &profile.stems {
            let (weight, all) = weights.entry(stem).or_default();
            for (form, count) in forms {
                *weight += share * *count as f32;
                *all.entry(form).or_default() += count;
            }
        }
    }
    let commonest = |forms: BTreeMap<&str, u32>| {
        let most = forms.into_iter().rev().max_by_key(|(_, count)| *count);
        most.map_or_else(String::new, |(form, _)| form.to_owned())
    };
    let mut found: Vec<_> = weights
        .into_values()
        .map(|(weight, forms)| Weighted {
            word: commonest(forms),
            weight,
        })
        .collect();
    found.sort_by(|one, other| {
        other
            .weight
            .total_cmp(&one.weight)
            .then_with(|| one.word.cmp(&other.word))
    });
    found
}

/// How many patterns of a query score.
pub(super) fn scoring(node: &Node) -> usize {
    match node {
        Node::Text { .. } => 1,
        Node::All | Node::Filter { .. } | Node::Not(_) => 0,
        Node::And(parts) | Node::Or(parts) => parts.iter().map(scoring).sum(),
        Node::Boost(part, _) => scoring(part),
    }
}

/// A condition for each word, as heavy as it says.
pub(super) fn nodes(words: &[Weighted]) -> impl Iterator<Item = Node> {
    words.iter().map(|weighted| {
        let word = Word {
            text: weighted.word.clone(),
            form: Form::Stem,
            span: 0..0,
        };
        let text = Node::Text {
            scope: Scope::Article,
            pattern: Pattern::Word(word),
        };
        Node::Boost(Box::new(text), weighted.weight)
    })
}

/// The query with `words` beside it: the same articles, in another order.
///
/// In RM3 the query and the words are two distributions, mixed by `feedback.weight`; here everything is
/// divided by the weight of one word of the query, so that the query's own part keeps its score.
pub(super) fn widened(root: Node, words: &mut [Weighted], feedback: Feedback) -> Node {
    let total: f32 = words.iter().map(|word| word.weight).sum();
    let share = (1.0 - feedback.weight) / feedback.weight * scoring(&root) as f32;
    if total <= 0.0 || share <= 0.0 {
        return root;
    }
    for word in words.iter_mut() {
        word.weight *= share / total;
    }
    let mut alternatives: Vec<_> = nodes(words).collect();
    alternatives.push(Node::All);
    Node::And(vec![root, Node::Or(alternatives)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(text: &str) -> Profile {
        Profile::of(&[text], Stemmer::new("en").unwrap())
    }

    #[test]
    fn words_weigh_as_much_as_their_articles() {
        let profiles = [
            (profile("cocoa cocoa prices price 1987 x"), 3.0),
            (profile("coffee price"), 1.0),
        ];
        let found = relevance(&profiles);
        let shown: Vec<_> = found
            .iter()
            .map(|w| format!("{} {:.3}", w.word, w.weight))
            .collect();
        // 3/4 · 2/6 + 1/4 · 1/2, 3/4 · 2/6, 1/4 · 1/2
        assert_eq!(shown, ["price 0.375", "cocoa 0.250", "coffee 0.125"]);
    }

    #[test]
    fn likeness_is_of_words_not_of_order() {
        let one = profile("the port strike ended");
        assert!((one.likeness(&profile("ended: strike, the ports")) - 1.0).abs() < 1e-6);
        assert!(one.likeness(&profile("cocoa prices")) < 1e-6);
        assert!(one.likeness(&profile("")) < 1e-6);
    }
}
