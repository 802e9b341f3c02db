//! How far a word of plain letters and digits goes: eight bytes at a time, because every pass over a text
//! asks it of almost every word.

/// So many bytes are looked at together.
const STEP: usize = 8;

/// The highest bit of each byte.
const HIGH: u64 = splat(0x80);

/// A byte eight times.
const fn splat(byte: u8) -> u64 {
    0x0101_0101_0101_0101 * byte as u64
}

/// How many ASCII letters and digits a text begins with, and whether one of them is a capital.
#[inline]
pub fn plain_length(bytes: &[u8]) -> (usize, bool) {
    let mut capitals = 0;
    let (steps, rest) = bytes.as_chunks::<STEP>();
    for (nth, step) in steps.iter().enumerate() {
        let (plain, upper) = marks(u64::from_le_bytes(*step));
        let others = !plain & HIGH;
        if others != 0 {
            let count = others.trailing_zeros() as usize / 8;
            // What stands below the first other byte.
            capitals |= upper & (others & others.wrapping_neg()).wrapping_sub(1);
            return (nth * STEP + count, capitals != 0);
        }
        capitals |= upper;
    }
    let joined = |byte: &u8| !byte.is_ascii_alphanumeric();
    let count = rest.iter().position(joined).unwrap_or(rest.len());
    let upper = capitals != 0 || rest[..count].iter().any(u8::is_ascii_uppercase);
    (steps.len() * STEP + count, upper)
}

/// Marks letters and digits, and capitals, each by the highest bit of its byte.
#[inline]
fn marks(bytes: u64) -> (u64, u64) {
    let ascii = !bytes & HIGH;
    let low = bytes & !HIGH;
    let small = low | splat(0x20);
    // Adding carries into the highest bit from a byte on, and not below it.
    let from = |bytes: u64, byte: u8| bytes.wrapping_add(splat(0x80 - byte));
    let letters = from(small, b'a') & !from(small, b'z' + 1);
    let digits = from(low, b'0') & !from(low, b'9' + 1);
    let upper = letters & ascii & (!bytes << 2);
    ((letters | digits) & ascii, upper)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same, byte by byte.
    fn defined(bytes: &[u8]) -> (usize, bool) {
        let plain = bytes.iter().take_while(|b| b.is_ascii_alphanumeric());
        let upper = plain.clone().any(u8::is_ascii_uppercase);
        (plain.count(), upper)
    }

    #[test]
    fn every_byte_is_told_in_every_place() {
        for place in 0..17 {
            for byte in 0..=255 {
                let mut bytes = [b'a'; 20];
                bytes[place] = byte;
                assert_eq!(plain_length(&bytes), defined(&bytes), "{byte} at {place}");
                bytes[place / 2] = b'Z';
                assert_eq!(plain_length(&bytes), defined(&bytes), "{byte} at {place}");
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_told(text in "[a-zA-Z0-9]{0,20}.{0,20}") {
            let bytes = text.as_bytes();
            proptest::prop_assert_eq!(plain_length(bytes), defined(bytes));
        }
    }
}
