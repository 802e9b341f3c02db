//! The exponential: our own polynomial, so that training gives the same bits on every machine, whatever its
//! mathematical library.

/// e to the power of `x`: 2 to the whole part by the exponent bits, the rest by a polynomial.
#[inline]
pub(super) fn exp(x: f32) -> f32 {
    let scaled = (x * std::f32::consts::LOG2_E).clamp(-126.0, 126.0);
    // Rounds down without the library's floor, which is a call on older processors.
    let cut = scaled as i32;
    let whole = (cut - i32::from(scaled < cut as f32)) as f32;
    let r = (scaled - whole) * std::f32::consts::LN_2;
    let rest = 1.0
        + r * (1.0
            + r * (0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0 + r / 720.0)))));
    f32::from_bits(((whole as i32 + 127) as u32) << 23) * rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_is_close() {
        for x in [-20.0_f32, -3.3, -0.5, 0.0, 0.1, 1.0, 7.7] {
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-4, "{x}");
        }
    }
}
