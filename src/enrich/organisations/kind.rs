//! The sorts of names that lists hold.

/// What sort of thing a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Newspapers, agencies, broadcasters, sites.
    Media,
    /// International bodies.
    International,
    /// Associations, charities, unions, campaigns, churches.
    Association,
    /// Governments' bodies, courts, forces.
    Government,
    /// Political parties and armed groups.
    Party,
    /// Companies and banks.
    Company,
    /// Sports clubs and leagues.
    Club,
    /// Universities, schools, museums, hospitals.
    Education,
    /// Places: no organisation.
    Place,
    /// Events, products, treaties: no organisation.
    Other,
}

impl Kind {
    /// The kind a list calls by this name.
    pub(super) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "media" => Self::Media,
            "intl" | "international" => Self::International,
            "ngo" | "union" | "campaign" | "church" | "association" => Self::Association,
            "gov" | "government" | "ministry" | "court" | "force" => Self::Government,
            "party" | "armed" => Self::Party,
            "company" | "bank" => Self::Company,
            "club" | "league" => Self::Club,
            "edu" | "university" | "museum" | "hospital" => Self::Education,
            "place" => Self::Place,
            "other" => Self::Other,
            _ => return None,
        })
    }

    /// Whether it is an organisation.
    pub(super) fn is_organisation(self) -> bool {
        !matches!(self, Self::Place | Self::Other)
    }
}
