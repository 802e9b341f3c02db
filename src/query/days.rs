//! Ranges of publication days: `date:2024..2025-03`, `--since 3w`, `--until 2025-03`.

use super::period::{Fault, Period, read};
use super::range::{Range, split};
use super::tree::{Compare, Filter};
use crate::error::{QueryError, Result};
use jiff::civil::Date;

/// The first day of what `--since` says: `2024` is 2024-01-01, `3w` the day three weeks ago.
///
/// # Errors
/// The text is no date, with the forms that work.
pub fn since(text: &str, today: Date) -> Result<Date> {
    Ok(period(text, today)?.first())
}

/// The last day of what `--until` says: `2024` is 2024-12-31, `3w` the day three weeks ago.
///
/// # Errors
/// The text is no date, with the forms that work.
pub fn until(text: &str, today: Date) -> Result<Date> {
    Ok(period(text, today)?.last())
}

fn period(text: &str, today: Date) -> Result<Period, QueryError> {
    read(text, today).map_err(|fault| QueryError {
        query: text.to_owned(),
        span: 0..text.len(),
        reason: fault.reason,
        hint: Some(fault.hint),
    })
}

/// The days that a value of `date:` names.
pub(super) fn filter(text: &str, today: Date) -> Result<Filter, Fault> {
    let (since, until) = range(text, today)?;
    if let (Some(since), Some(until)) = (since, until)
        && since > until
    {
        return Err(Fault {
            reason: "the range ends before it begins".into(),
            hint: "write the earlier date first".into(),
        });
    }
    Ok(Filter::Date { since, until })
}

fn range(text: &str, today: Date) -> Result<(Option<Date>, Option<Date>), Fault> {
    Ok(match split(text) {
        Range::One(one) => match read(one, today)? {
            Period::Days(first, last) => (Some(first), Some(last)),
            Period::Ago(day) => (Some(day), Some(today)),
        },
        Range::Between(None, None) => return Err(no_end()),
        Range::Between(from, to) => {
            let from = from.map(|from| read(from, today)).transpose()?;
            let to = to.map(|to| read(to, today)).transpose()?;
            (from.map(Period::first), to.map(Period::last))
        }
        Range::Compared(compare, one) => {
            let period = read(one, today)?;
            let (first, last) = (period.first(), period.last());
            match compare {
                Compare::AtLeast => (Some(first), None),
                Compare::More => (Some(last.tomorrow().map_err(|_| no_day(one))?), None),
                Compare::AtMost => (None, Some(last)),
                Compare::Less => (None, Some(first.yesterday().map_err(|_| no_day(one))?)),
                Compare::Equal => (Some(first), Some(last)),
            }
        }
    })
}

/// The error about `..` alone.
pub(super) fn no_end() -> Fault {
    Fault {
        reason: "`..` has no end".into(),
        hint: "write `2024..2025`, `2024..` or `..2025`".into(),
    }
}

fn no_day(text: &str) -> Fault {
    Fault {
        reason: format!("there is no day beyond `{text}`"),
        hint: "use `>=` or `<=`".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn since_is_the_first_day_and_until_the_last() {
        let today = date(2026, 11, 24);
        for (text, first, last) in [
            ("2024", date(2024, 1, 1), date(2024, 12, 31)),
            ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
            ("2024-02-03", date(2024, 2, 3), date(2024, 2, 3)),
            ("last month", date(2026, 10, 1), date(2026, 10, 31)),
            ("yesterday", date(2026, 11, 23), date(2026, 11, 23)),
            ("3w", date(2026, 11, 3), date(2026, 11, 3)),
        ] {
            assert_eq!(since(text, today).expect(text), first, "{text}");
            assert_eq!(until(text, today).expect(text), last, "{text}");
        }
    }

    #[test]
    fn months_end_where_the_shorter_one_does() {
        let range = filter("1mo", date(2026, 3, 31)).unwrap();
        let since = Some(date(2026, 2, 28));
        let until = Some(date(2026, 3, 31));
        assert_eq!(range, Filter::Date { since, until });
    }

    #[test]
    fn an_option_that_is_no_date_says_which_are() {
        let error = since("2024-13", date(2026, 11, 24)).unwrap_err();
        insta::assert_snapshot!(error, @r#"
        there is no date `2024-13`
          2024-13
          ^^^^^^^
        hint: write `2024`, `2024-03`, `2024-03-17`, `2024..2025-03`, `>=2024`, `2024..`, `yesterday`, `"last month"` or `3w`
        "#);
    }
}
