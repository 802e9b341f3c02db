//! How well reprints are found: precision and recall on an archive with planted ones.
//!
//! ```text
//! cargo run --release --example reprints                    20,000 made articles
//! cargo run --release --example reprints -- export.jsonl    the articles of an export instead
//! ```
//!
//! 2,000 reprints are planted, a quarter of each kind: verbatim; cut at the end (30 to 90 % stay); under
//! another headline and dateline; every word changed with a probability of 10 % (another word, none, or one
//! more). Among the made articles are 4,000 that are hard to tell apart: reports from one form with two
//! thirds of their wording in common, and rival stories that quote the same statement.
//!
//! The thresholds are those of the program; nothing was fitted to this archive.

mod made;
mod planted;

use morgue::analyse::Asked;
use morgue::analyse::reprints::{Alike, Reprints};
use morgue::analysis::Stemmer;
use morgue::article::Article;
use morgue::engine::{Embedded, Meaning, Signatures};
use morgue::index::{COMMIT_EVERY, Options, OrganisationRequest, Progress, RootRequest, refresh};
use morgue::query::{Node, Query};
use planted::{Kind, Planted};
use std::collections::HashMap;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let different = match std::env::args().nth(1) {
        Some(path) => read(Path::new(&path))?,
        None => made::archive(20_000),
    };
    println!("{} different articles", different.len());
    let planted = planted::plant(different, 2_000);
    let directory = tempfile::tempdir()?;
    let engine = indexed(&planted, directory.path())?;
    let asked = Asked {
        query: Query {
            typed: "*".into(),
            root: Node::All,
        },
        meaning: Meaning {
            stemmer: Stemmer::new("en")?,
            loose_dates: false,
            given_only: false,
        },
    };
    let begun = Instant::now();
    let found = Reprints::new(&engine, &asked, Alike::default())?;
    println!(
        "{} articles, {} clusters found in {:.2} s, {} pairs not compared",
        found.articles,
        found.clusters.len(),
        begun.elapsed().as_secs_f64(),
        found.left_out
    );
    judge(&found, &engine, &planted)
}

fn read(path: &Path) -> Result<Vec<Article>, Failure> {
    let text = std::fs::read_to_string(path)?;
    let articles = text.lines().map(serde_json::from_str);
    Ok(articles.collect::<Result<_, _>>()?)
}

fn indexed(planted: &Planted, directory: &Path) -> Result<Embedded, Failure> {
    let source = directory.join("archive.jsonl");
    let mut out = std::io::BufWriter::new(std::fs::File::create(&source)?);
    for article in &planted.articles {
        serde_json::to_writer(&mut out, article)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    drop(out);
    let options = Options {
        index: directory.join("index"),
        cluster: None,
        roots: vec![RootRequest {
            path: source,
            ..RootRequest::default()
        }],
        organisations: OrganisationRequest {
            off: Some(true),
            ..OrganisationRequest::default()
        },
        dry_run: false,
        rebuild: false,
        memory: 256 << 20,
        threads: 2,
        wait: false,
        commit_every: COMMIT_EVERY,
    };
    refresh(&options, &Progress::default(), &|path, problem| {
        eprintln!("{}", problem.sentence(path));
    })?;
    Ok(Embedded::open(&options.index)?)
}

/// Prints precision and recall over pairs of articles, and recall by kind.
fn judge(found: &Reprints, engine: &dyn Signatures, planted: &Planted) -> Result<(), Failure> {
    let mut cluster_of: HashMap<String, usize> = HashMap::new();
    let (mut pairs, mut right) = (0u64, 0u64);
    let mut wrong = Vec::new();
    for (number, cluster) in found.clusters.iter().enumerate() {
        let mut ids = Vec::new();
        for copy in &cluster.members {
            ids.push(engine.article(copy.place)?.id);
        }
        for (at, one) in ids.iter().enumerate() {
            cluster_of.insert(one.clone(), number);
            for other in &ids[at + 1..] {
                pairs += 1;
                let same = planted.story[one] == planted.story[other];
                right += u64::from(same);
                if !same {
                    wrong.push(format!("{one} {other}"));
                }
            }
        }
    }
    let mut stories: HashMap<usize, Vec<&String>> = HashMap::new();
    for (id, story) in &planted.story {
        stories.entry(*story).or_default().push(id);
    }
    let (mut there, mut together) = (0u64, 0u64);
    for ids in stories.values() {
        for (at, one) in ids.iter().enumerate() {
            for other in &ids[at + 1..] {
                there += 1;
                let clusters = (cluster_of.get(*one), cluster_of.get(*other));
                together += u64::from(clusters.0.is_some() && clusters.0 == clusters.1);
            }
        }
    }
    println!(
        "pairs: precision {}, recall {}",
        ratio(right, pairs),
        ratio(together, there)
    );
    for kind in Kind::ALL {
        let copies = planted.copies.iter().filter(|copy| copy.kind == kind);
        let (mut all, mut met) = (0, 0);
        for copy in copies {
            let clusters = (cluster_of.get(&copy.id), cluster_of.get(&copy.original));
            all += 1;
            met += u64::from(clusters.0.is_some() && clusters.0 == clusters.1);
        }
        println!(
            "  {:<28} {} with their original",
            kind.name(),
            ratio(met, all)
        );
    }
    if let Ok(path) = std::env::var("REPRINTS_WRONG") {
        std::fs::write(path, wrong.join("\n"))?;
    }
    Ok(())
}

fn ratio(part: u64, whole: u64) -> String {
    format!(
        "{:.4} ({part} of {whole})",
        part as f64 / whole.max(1) as f64
    )
}
