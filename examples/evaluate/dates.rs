//! Days of publication on news pages: right to the day, or wrong.
//!
//! Precision is the share of the dates found that are right, recall the share of the pages that have
//! *some* date found among those that have one: the published evaluation counts a wrong date against
//! precision and a missing one against recall, and so does this one.

use super::{Failure, read};
use serde_json::Value;
use std::fs;
use std::path::Path;

pub(super) fn evaluate(directory: &Path) -> Result<(), Failure> {
    let truth: serde_json::Map<String, Value> =
        // Python writes a missing date as NaN, which JSON does not know.
        serde_json::from_str(&fs::read_to_string(directory.join("dates.json"))?.replace("NaN", "null"))?;
    let (mut right, mut wrong, mut missing, mut undated) = (0.0, 0.0, 0.0, 0.0);
    for (file, facts) in &truth {
        let html = fs::read(directory.join(file))?;
        let article = read(&html, facts["url"].as_str());
        let expected = facts["date"].as_str().unwrap_or_default();
        match article.date {
            Some(date) if date.first.to_string() == expected && date.first == date.last => {
                right += 1.0;
            }
            None if expected.is_empty() => undated += 1.0,
            Some(date) if date.first == date.last => {
                wrong += 1.0;
                println!(
                    "{file}: {date} ({:?}, `{}`) is not {expected}",
                    date.source, date.raw
                );
            }
            _ => {
                missing += 1.0;
                println!("{file}: no date, {expected}");
            }
        }
    }
    let (precision, recall) = (right / (right + wrong), right / (right + missing));
    let f = 2.0 * precision * recall / (precision + recall);
    println!("right {right}  wrong {wrong}  missing {missing}  rightly undated {undated}");
    println!(
        "precision {precision:.4}  recall {recall:.4}  F1 {f:.4}  accuracy {:.4}",
        (right + undated) / truth.len() as f64
    );
    Ok(())
}
