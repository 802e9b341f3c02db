//! Nouns that a name may shed: `Delta Air Lines` is `Delta`.

/// In order.
const GENERIC: &[&str] = &[
    "afc",
    "agency",
    "air",
    "airline",
    "airlines",
    "airways",
    "association",
    "bank",
    "brands",
    "capital",
    "club",
    "communications",
    "company",
    "corporation",
    "council",
    "electric",
    "electronics",
    "energy",
    "entertainment",
    "fc",
    "financial",
    "foods",
    "foundation",
    "industries",
    "institute",
    "insurance",
    "international",
    "lines",
    "magazine",
    "media",
    "mining",
    "motor",
    "motors",
    "movement",
    "network",
    "news",
    "newspaper",
    "oil",
    "partners",
    "party",
    "petroleum",
    "pharmaceuticals",
    "resources",
    "steel",
    "stores",
    "systems",
    "technologies",
    "technology",
    "telecom",
    "university",
];

/// Whether a word of a key is such a noun.
pub(super) fn is_generic(word: &str) -> bool {
    GENERIC.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nouns_are_in_order() {
        assert!(GENERIC.is_sorted() && is_generic("airlines") && !is_generic("delta"));
    }
}
