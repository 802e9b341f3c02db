//! Queries made from articles: RM3 feedback, and articles like a given one.

use super::text::TextQuery;
use super::{Embedded, top};
use crate::answer::{Hit, Page};
use crate::engine::bm25::idf;
use crate::engine::feedback::{Feedback, Profile, Weighted, nodes, relevance, widened};
use crate::engine::plan::Plan;
use crate::engine::snippet::snippets;
use crate::engine::{Engine, Meaning, Order, Request, SnippetOptions};
use crate::error::{Error, Result};
use crate::query::{Filter, Form, Node, Pattern, Query, Scope, Word};
use tantivy::DocAddress;

/// What of the earlier coverage of an article is asked for.
#[derive(Debug, Clone)]
pub struct Similar {
    /// The id of the article.
    pub id: String,
    /// Only articles of days before its own.
    pub before: bool,
    /// A condition that narrows them.
    pub within: Node,
    /// How many of its words are asked for.
    pub terms: usize,
    /// How many hits at most.
    pub limit: usize,
    /// How words and dates are to be understood.
    pub meaning: Meaning,
    /// Which passages to show.
    pub snippets: SnippetOptions,
}

/// Two articles whose words are as alike as this are the same story printed twice.
const SAME: f32 = 0.9;
/// So many of an article's words are highlighted in others.
const SHOWN: usize = 10;

impl Embedded {
    /// The query of a request with the words that RM3 adds, and those words.
    ///
    /// # Errors
    /// As from asking the query itself.
    pub fn widened(&self, request: &Request, feedback: Feedback) -> Result<(Query, Vec<Weighted>)> {
        let meaning = &request.meaning;
        let compiled = self.compile(&request.query, meaning)?;
        let (found, _) = top::best(
            &*compiled.weight,
            None,
            &self.searcher,
            Order::Relevance,
            feedback.documents,
        )?;
        let mut profiles = Vec::new();
        for found in found.iter().filter(|found| found.score > 0.0) {
            profiles.push((self.profile(found.address, meaning)?, found.score));
        }
        // Words of a tenth of the archive say little; a small archive has no others.
        let common = (self.manifest.articles / 10).max(feedback.documents as u64);
        let mut added = Vec::new();
        for weighted in relevance(&profiles) {
            if added.len() >= feedback.terms {
                break;
            }
            if self.frequency(&weighted.word, meaning)? <= common {
                added.push(weighted);
            }
        }
        let root = widened(request.query.root.clone(), &mut added, feedback);
        let typed = request.query.typed.clone();
        Ok((Query { typed, root }, added))
    }

    fn profile(&self, address: DocAddress, meaning: &Meaning) -> Result<Profile> {
        let article = self.stored(address)?.article;
        let texts = [article.headline.as_str(), &article.body];
        Ok(Profile::of(&texts, meaning.stemmer))
    }

    /// How many articles hold a word.
    fn frequency(&self, word: &str, meaning: &Meaning) -> Result<u64> {
        let pattern = Pattern::Word(Word {
            text: word.to_owned(),
            form: Form::Stem,
            span: 0..word.len(),
        });
        let plan = Plan::new(&pattern, Scope::Article, meaning.stemmer, word)?;
        let articles = self.manifest.articles;
        let text = TextQuery::new(
            plan,
            &self.fields,
            &self.searcher,
            &self.lexicons,
            &self.known,
            articles,
            word,
        );
        Ok(text??.frequencies().iter().copied().min().unwrap_or(0))
    }

    /// The articles most like one, without those that are the same story again.
    ///
    /// The words of the article with the highest tf·idf are asked for, each as heavy as that: the recipe of
    /// the background linking baseline of TREC News (Soboroff, Huang, Harman, 2018 to 2020).
    ///
    /// # Errors
    /// If no article or more than one has the id, or if `before` is asked of an undated one.
    pub fn similar(&self, asked: &Similar) -> Result<Page> {
        let source = self.only(&asked.id)?;
        let texts = [source.article.headline.as_str(), &source.article.body];
        let own = Profile::of(&texts, asked.meaning.stemmer);
        let words = self.telling(&texts, asked)?;
        let query = Query {
            typed: format!("similar to {}", asked.id),
            root: root(&source, asked, &words)?,
        };
        let mut page = Page {
            provenance: self.provenance(&query),
            total: 0,
            offset: 0,
            hits: Vec::new(),
            collapsed: None,
        };
        if words.is_empty() {
            return Ok(page);
        }
        let compiled = self.compile(&query, &asked.meaning)?;
        let shown = &compiled.sought[..compiled.sought.len().min(SHOWN)];
        let mut kept = vec![own];
        let mut seen = 0;
        // Copies are left out, so there may have to be more candidates than hits.
        let mut keep = asked.limit.saturating_mul(2).saturating_add(10);
        while page.hits.len() < asked.limit {
            let (found, total) = top::best(
                &*compiled.weight,
                None,
                &self.searcher,
                Order::Relevance,
                keep,
            )?;
            page.total = total;
            for found in found.iter().skip(seen) {
                let profile = self.profile(found.address, &asked.meaning)?;
                if page.hits.len() < asked.limit
                    && !kept.iter().any(|k| k.likeness(&profile) >= SAME)
                {
                    let mut hit = self.hit(found.address, Some(found.score))?;
                    hit.snippets = snippets(&hit.article.body, shown, asked.snippets);
                    page.hits.push(hit);
                    kept.push(profile);
                }
            }
            if found.len() < keep {
                break;
            }
            (seen, keep) = (found.len(), keep.saturating_mul(2));
        }
        Ok(page)
    }

    /// The one article of an id.
    fn only(&self, id: &str) -> Result<Hit> {
        use crate::engine::Engine;
        let mut found = self.show(id)?;
        match (found.pop(), found.len()) {
            (Some(hit), 0) => Ok(hit),
            (None, _) => Err(Error::Usage(format!(
                "no article has the id `{id}`: ids are printed by `morgue search --format ids`"
            ))),
            (Some(hit), others) => Err(Error::Usage(format!(
                "{} articles have the id `{id}`: name one by its place, such as `{}`",
                others + 1,
                hit.id
            ))),
        }
    }

    /// The words of a text that tell it from others, heaviest first.
    fn telling(&self, texts: &[&str], asked: &Similar) -> Result<Vec<Weighted>> {
        let profile = Profile::of(texts, asked.meaning.stemmer);
        let mut words = relevance(&[(profile, 1.0)]);
        for word in &mut words {
            let frequency = self.frequency(&word.word, &asked.meaning)?;
            word.weight *= idf(frequency, self.manifest.articles);
        }
        words.sort_by(|one, other| {
            let heavier = other.weight.total_cmp(&one.weight);
            heavier.then_with(|| one.word.cmp(&other.word))
        });
        words.truncate(asked.terms);
        let heaviest = words.first().map_or(1.0, |word| word.weight);
        for word in &mut words {
            word.weight /= heaviest;
        }
        Ok(words)
    }
}

/// Any of the words, in other articles, before it if that is asked.
fn root(source: &Hit, asked: &Similar, words: &[Weighted]) -> Result<Node> {
    let filter = |filter| Node::Filter { filter, span: 0..0 };
    let itself = filter(Filter::Id(
        source
            .article
            .id
            .clone()
            .unwrap_or_else(|| source.id.clone()),
    ));
    let mut any: Vec<_> = nodes(words).collect();
    let any = if any.len() == 1 {
        any.remove(0)
    } else {
        Node::Or(any)
    };
    let mut parts = vec![any];
    parts.push(Node::Not(Box::new(itself)));
    if asked.before {
        let Some(date) = &source.article.date else {
            return Err(Error::Usage(format!(
                "`{}` has no date, so nothing is before it: leave out `--before`",
                asked.id
            )));
        };
        let until = date.first.yesterday().ok();
        parts.push(filter(Filter::Date { since: None, until }));
    }
    if asked.within != Node::All {
        parts.push(asked.within.clone());
    }
    Ok(Node::And(parts))
}
