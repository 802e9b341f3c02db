//! How articles are ranked, and in which order they are printed: `--rank`, the settings of RM3, `--sort`.

use crate::engine::{Feedback, Order, Rank};
use clap::{Args, ValueEnum};

/// The flags of a command that ranks.
#[derive(Debug, Clone, Copy, Args)]
#[command(next_help_heading = "Ranking")]
pub(super) struct RankFlags {
    /// How to score: by the words of the query, or also by words of the articles that match them best
    #[arg(long, value_name = "MODEL", value_enum, default_value = "bm25")]
    rank: Model,
    /// How many words RM3 adds at most
    #[arg(long, value_name = "N", default_value_t = Feedback::default().terms)]
    rm3_terms: usize,
    /// From how many of the best articles RM3 takes them
    #[arg(long, value_name = "N", default_value_t = Feedback::default().documents)]
    rm3_documents: usize,
    /// The share of the score that stays with the query itself, above 0 and up to 1
    #[arg(long, value_name = "SHARE", default_value_t = Feedback::default().weight, value_parser = share)]
    rm3_weight: f32,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Model {
    /// BM25 over headline and body
    Bm25,
    /// BM25 with pseudo relevance feedback
    #[value(name = "bm25+rm3")]
    Rm3,
}

/// The flag of a command that prints articles in an order.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct SortFlag {
    /// The order of the hits
    #[arg(
        long,
        value_name = "ORDER",
        value_enum,
        default_value = "relevance",
        help_heading = "Results"
    )]
    sort: Sort,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Sort {
    /// Best match first
    Relevance,
    /// Newest first, undated last
    Newest,
    /// Oldest first, undated last
    Oldest,
}

impl SortFlag {
    /// What it means.
    pub(super) fn order(self) -> Order {
        match self.sort {
            Sort::Relevance => Order::Relevance,
            Sort::Newest => Order::Newest,
            Sort::Oldest => Order::Oldest,
        }
    }
}

fn share(text: &str) -> Result<f32, String> {
    let share: f32 = text
        .parse()
        .map_err(|_| format!("`{text}` is not a number"))?;
    if share > 0.0 && share <= 1.0 {
        Ok(share)
    } else {
        Err("it must be above 0 and at most 1".into())
    }
}

impl RankFlags {
    /// What they mean.
    pub(super) fn rank(self) -> Rank {
        match self.rank {
            Model::Bm25 => Rank::Bm25,
            Model::Rm3 => Rank::Rm3(Feedback {
                terms: self.rm3_terms,
                documents: self.rm3_documents,
                weight: self.rm3_weight,
            }),
        }
    }
}
