//! The cells of CSV and TSV: text that a spreadsheet will not run, numbers that a program can read.

use super::Style;
use super::Value;
use crate::answer::Cell;
use std::borrow::Cow;

/// The text of a cell of a hit.
pub(super) fn of_value<'a>(value: &Value<'a>, style: &Style) -> Cow<'a, str> {
    if value.is_foreign() {
        guard(value.flat(), style)
    } else {
        value.flat()
    }
}

/// The text of a cell of a table: no thousands separators, figures with every digit they have.
pub(super) fn of_cell<'a>(cell: &'a Cell, style: &Style) -> Cow<'a, str> {
    match cell {
        Cell::Text(text) => guard(text, style),
        Cell::Count(count) => count.to_string().into(),
        Cell::Figure(figure) if figure.is_finite() => figure.to_string().into(),
        Cell::Figure(_) | Cell::Nothing => "".into(),
    }
}

/// Puts `'` before a text that a spreadsheet would take for a formula, unless that is wanted.
///
/// The characters are those of OWASP's page on CSV injection. It costs a headline such as "-5 in Oslo" an
/// apostrophe; the alternative is a headline that runs a command on the reader's machine.
pub(super) fn guard<'a>(text: impl Into<Cow<'a, str>>, style: &Style) -> Cow<'a, str> {
    let text = text.into();
    let dangerous = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if dangerous && !style.formulas {
        format!("'{text}").into()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_begin_a_formula_and_numbers_stay_numbers() {
        let style = Style::default();
        for (cell, expected) in [
            (Cell::Text("=1+1".into()), "'=1+1"),
            (Cell::Text("+1".into()), "'+1"),
            (Cell::Text("-1".into()), "'-1"),
            (Cell::Text("@SUM(A1)".into()), "'@SUM(A1)"),
            (Cell::Text("\t=1".into()), "'\t=1"),
            (Cell::Text("\r=1".into()), "'\r=1"),
            (Cell::Text("a=1".into()), "a=1"),
            (Cell::Figure(-0.5), "-0.5"),
            (Cell::Figure(f64::NAN), ""),
            (Cell::Count(1_234_567), "1234567"),
            (Cell::Nothing, ""),
        ] {
            assert_eq!(of_cell(&cell, &style), expected);
        }
        assert_eq!(of_value(&Value::Score(-1.5), &style), "-1.5");
        let trusting = Style {
            formulas: true,
            ..style
        };
        assert_eq!(of_cell(&Cell::Text("=1+1".into()), &trusting), "=1+1");
    }
}
