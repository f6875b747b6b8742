use serde::{Deserialize, Serialize};

/// The languages of the kiosk. `Pseudo` is English with accents, 40 % longer: for tests of the layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Language {
    #[default]
    #[serde(rename = "en")]
    English,
    #[serde(rename = "fr")]
    French,
    #[serde(rename = "es")]
    Spanish,
    #[serde(rename = "pt")]
    Portuguese,
    #[serde(rename = "sw")]
    Swahili,
    #[serde(rename = "hi")]
    Hindi,
    #[serde(rename = "bn")]
    Bengali,
    #[serde(rename = "ar")]
    Arabic,
    #[serde(rename = "am")]
    Amharic,
    #[serde(rename = "en-XL")]
    Pseudo,
}

/// Which way the layout runs; pictures and OD/OS never turn with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    LeftToRight,
    RightToLeft,
}

impl Language {
    /// Those that a user may choose.
    pub const ALL: [Self; 9] = [
        Self::English,
        Self::French,
        Self::Spanish,
        Self::Portuguese,
        Self::Swahili,
        Self::Hindi,
        Self::Bengali,
        Self::Arabic,
        Self::Amharic,
    ];

    /// BCP 47.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Portuguese => "pt",
            Self::Swahili => "sw",
            Self::Hindi => "hi",
            Self::Bengali => "bn",
            Self::Arabic => "ar",
            Self::Amharic => "am",
            Self::Pseudo => "en-XL",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().chain([Self::Pseudo]).find(|language| language.code() == code)
    }

    /// Its own name for itself, which whoever reads no other language finds.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::French => "Français",
            Self::Spanish => "Español",
            Self::Portuguese => "Português",
            Self::Swahili => "Kiswahili",
            Self::Hindi => "हिन्दी",
            Self::Bengali => "বাংলা",
            Self::Arabic => "العربية",
            Self::Amharic => "አማርኛ",
            Self::Pseudo => "Ƥšéûðø",
        }
    }

    #[must_use]
    pub fn direction(self) -> Direction {
        if self == Self::Arabic { Direction::RightToLeft } else { Direction::LeftToRight }
    }
}
