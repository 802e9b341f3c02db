//! What counts as a reprint: `--similarity` and `--window`.

use crate::analyse::reprints::Alike;
use clap::Args;

/// The flags of a command that finds reprints.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Reprints")]
pub(super) struct AlikeFlags {
    /// How similar copies are at least, from 0.7 to 1: the share of the shorter text's words that stand in
    /// the longer one in the same order
    #[arg(long, value_name = "SHARE", default_value_t = Alike::default().least, value_parser = share)]
    similarity: f64,
    /// Only copies within so many days or weeks of each other (`7d`, `2w`); undated articles are then
    /// copies of none [default: any time]
    #[arg(long, value_name = "TIME", value_parser = days)]
    window: Option<u32>,
}

impl AlikeFlags {
    /// What counts.
    pub(super) fn alike(&self) -> Alike {
        Alike {
            least: self.similarity,
            window: self.window,
        }
    }
}

fn share(text: &str) -> Result<f64, String> {
    let share = text
        .parse()
        .ok()
        .filter(|share| (0.7..=1.0).contains(share));
    share.ok_or_else(|| "write a number from 0.7 to 1, such as 0.85".into())
}

fn days(text: &str) -> Result<u32, String> {
    let (digits, factor) = match text.strip_suffix('w') {
        Some(weeks) => (weeks, 7),
        None => (text.strip_suffix('d').unwrap_or(text), 1),
    };
    let number = digits.parse::<u32>().ok();
    let number = number.and_then(|number| number.checked_mul(factor));
    number.ok_or_else(|| "write days or weeks, such as `7d` or `2w`".into())
}

/// Says on standard error what was not compared, if anything was not.
pub(super) fn tell_left_out(pairs: u64) {
    if pairs > 0 {
        eprintln!(
            "morgue: {} pairs of articles were not compared, as too many look alike: narrow the query to compare them",
            crate::print::grouped(pairs)
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_days_or_weeks() {
        assert_eq!((days("7d"), days("2w"), days("3")), (Ok(7), Ok(14), Ok(3)));
        for wrong in ["", "d", "w", "-1d", "7m", "9999999999d"] {
            assert!(days(wrong).is_err(), "{wrong}");
        }
        assert!(share("0.5").is_err() && share("NaN").is_err() && share("1") == Ok(1.0));
    }
}
