//! What the address of a comparison asks for.

use crate::app::State;
use crate::app::error::Error;
use crate::app::indicators::response::IndicatorResponse;
use crate::app::planning::WorkspaceArea;
use crate::app::planning::area::{STATE, area};
use crate::app::planning::compare::ComparedAreas;
use crate::app::planning::indicators::all;
use crate::charts::Unit;
use crate::web::shell::query_string::QueryString;

/// The levels of areas with their words for readers: plural, and after "aller" or "von".
pub(super) const LEVELS: [(&str, &str, &str); 4] = [
    ("district", "Kreise", "Kreisen"),
    ("amt", "Ämter", "Ämtern"),
    ("municipality", "Gemeinden", "Gemeinden"),
    ("planning_area", "Planungsräume", "Planungsräumen"),
];

/// A way to compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Profile,
    Ranks,
    Relation,
    Panels,
    Index,
}

impl Way {
    pub const ALL: [Self; 5] = [Self::Profile, Self::Ranks, Self::Relation, Self::Panels, Self::Index];

    /// Its name in an address, which is also that of its picture.
    pub fn word(self) -> &'static str {
        match self {
            Self::Profile => "profil",
            Self::Ranks => "raenge",
            Self::Relation => "zusammenhang",
            Self::Panels => "kreise",
            Self::Index => "index",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Profile => "Profil",
            Self::Ranks => "Ränge",
            Self::Relation => "Zusammenhang",
            Self::Panels => "Kreise nebeneinander",
            Self::Index => "Eigener Index",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.word() == word)
    }
}

/// The question of a page.
#[derive(Debug, Clone)]
pub(super) struct Question {
    pub way: Way,
    /// The chosen area; `None` for the whole state.
    pub area: Option<WorkspaceArea>,
    pub compared: ComparedAreas,
    /// All indicators of the theme that can be compared between areas of the level.
    pub ids: Vec<String>,
    /// All indicators that can be compared, whatever their theme.
    pub eligible: Vec<(String, String)>,
    /// The themes that have one.
    pub themes: Vec<String>,
    pub theme: Option<String>,
    pub fields: QueryString,
}

impl Question {
    /// Reads the fields of an address.
    ///
    /// # Errors
    ///
    /// An area that is not known, and [`Error::Unavailable`] until the indicators have been put together.
    pub fn read(state: &State, way: Way, fields: &QueryString) -> Result<Self, Error> {
        let area = match fields.get("area").filter(|key| *key != STATE) {
            Some(key) => Some(area(state, key)?),
            None => None,
        };
        let of_area = area.as_ref().map(|area| area.level);
        let is_known = |level: &str| LEVELS.iter().any(|(known, _, _)| *known == level);
        // A profile is of the level of its area; the other pages let it be chosen.
        let asked = if way == Way::Profile { None } else { fields.get("level") };
        let level = asked.or(of_area.filter(|level| is_known(level))).unwrap_or("district").to_owned();
        let catalogue = all(state)?;
        let eligible: Vec<&IndicatorResponse> =
            catalogue.iter().filter(|of| is_comparable(of) && of.levels.contains(&level.as_str())).collect();
        let mut themes: Vec<String> = eligible.iter().map(|of| of.theme.clone()).collect();
        themes.dedup();
        let theme = fields.get("theme").map(str::to_owned);
        let of_theme = |of: &&&IndicatorResponse| theme.as_ref().is_none_or(|theme| *theme == of.theme);
        Ok(Self {
            way,
            ids: eligible.iter().filter(of_theme).map(|of| of.id.clone()).collect(),
            eligible: eligible.iter().map(|of| (of.id.clone(), of.name.de.clone())).collect(),
            themes,
            theme,
            compared: ComparedAreas { within: fields.get("within").map(str::to_owned), level },
            area,
            fields: fields.clone(),
        })
    }

    /// "Kreise"
    pub fn level_name(&self) -> &'static str {
        self.level_words().1
    }

    /// "Kreisen"
    pub fn level_dative(&self) -> &'static str {
        self.level_words().2
    }

    fn level_words(&self) -> (&'static str, &'static str, &'static str) {
        let known = LEVELS.into_iter().find(|(level, _, _)| *level == self.compared.level);
        known.unwrap_or(("", "Gebiete", "Gebieten"))
    }

    /// The key of the chosen area, if it is one of those compared.
    pub fn own(&self) -> Option<&str> {
        self.area.as_ref().map(|area| area.key.as_str())
    }
}

/// Whether areas of different size can be compared by it: shares, rates, means; not counts.
fn is_comparable(of: &IndicatorResponse) -> bool {
    Unit::of_indicator(&of.unit) != Unit::Count
}
