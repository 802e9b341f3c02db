//! Numbers for people: grouped by thousands, figures to four decimals. Machines get plain numbers.

/// A size in bytes as people read it, in powers of 1000: `27.1 MB`.
pub fn bytes(size: u64) -> String {
    let units = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1000, "kB")];
    for (unit, name) in units {
        if size >= unit {
            return format!("{:.1} {name}", size as f64 / unit as f64);
        }
    }
    format!("{size} bytes")
}

/// A count in groups of three: `1,204`.
pub fn grouped(count: u64) -> String {
    group(&count.to_string())
}

/// How many decimals a figure needs, up to four; what is smaller than those needs an exponent.
pub(super) fn decimals(figure: f64) -> usize {
    if !figure.is_finite() || is_tiny(figure) {
        return 0;
    }
    let text = format!("{figure:.4}");
    let after = text.split('.').nth(1).unwrap_or_default();
    after.trim_end_matches('0').len()
}

/// A figure with so many decimals, its whole part grouped; empty if it is no number.
pub(super) fn figure(figure: f64, decimals: usize) -> String {
    if !figure.is_finite() {
        return String::new();
    }
    if is_tiny(figure) {
        return format!("{figure:.1e}");
    }
    let text = format!("{figure:.decimals$}");
    match text.split_once('.') {
        Some((whole, part)) => format!("{}.{part}", group(whole)),
        None => group(&text),
    }
}

/// Whether four decimals would show nothing of it.
fn is_tiny(figure: f64) -> bool {
    figure != 0.0 && figure.abs() < 0.000_05
}

fn group(whole: &str) -> String {
    let (sign, digits) = match whole.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", whole),
    };
    let mut text = sign.to_owned();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        for (count, expected) in [
            (0, "0"),
            (999, "999"),
            (1_204, "1,204"),
            (21_578, "21,578"),
            (u64::MAX, "18,446,744,073,709,551,615"),
        ] {
            assert_eq!(grouped(count), expected);
        }
    }

    #[test]
    fn figures_show_what_they_have_and_no_more() {
        for (value, expected) in [
            (12.84, "12.84"),
            (-1234.5, "-1,234.5"),
            (0.0, "0"),
            (1.0 / 3.0, "0.3333"),
            (0.000_012, "1.2e-5"),
            (f64::NAN, ""),
        ] {
            assert_eq!(figure(value, decimals(value)), expected);
        }
        assert_eq!(figure(2.0, 2), "2.00");
    }
}
