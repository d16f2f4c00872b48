//! The measures of a forecast.

use crate::care::PlaceKind;

/// What a row counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Residents on 31 December.
    Population,
    /// Live births in the year.
    Births,
    /// Deaths in the year.
    Deaths,
    /// Moves to the area minus moves from it in the year: the sum of the next four.
    NetMigration,
    /// Net moves from and to other districts.
    MovesInside,
    /// Net moves across the border of the state.
    MovesAcross,
    /// Newcomers into planned housing.
    PlannedHousing,
    /// Change of the residents of care homes, where they are held out of the cohorts.
    CareHomes,
    /// What the control totals added or took away.
    Benchmark,
    /// People in need of care, with grade 1 without services.
    PeopleInNeed,
    /// The same without them.
    PeopleInNeedWithServices,
    /// Places needed at the planning occupancy.
    PlacesNeeded(PlaceKind),
    /// Places there are, with planned openings and closures.
    PlacesSupply(PlaceKind),
    /// Supply minus need: below zero places are missing.
    PlacesBalance(PlaceKind),
    /// Staff needed for the people in need.
    StaffNeeded(StaffUnit),
    /// Staff that is left or enters by the assumptions.
    StaffAvailable(StaffUnit),
    /// Needed minus available: above zero staff is missing.
    StaffGap(StaffUnit),
    /// People aged 65 and older who have dementia.
    PeopleWithDementia,
    /// People in need at home, who have the relief amount for help in everyday life.
    EntitledToRelief,
    /// Recipients of Hilfe zur Pflege in the year.
    AssistanceRecipients,
    /// Spending on Hilfe zur Pflege, in euros at the cost of a recipient in the year of the official figures.
    AssistanceCost,
    /// Spending on Hilfe zur Pflege with the assumed rise of prices.
    AssistanceCostWithPrices,
    /// Women and men of 45 to 64 for each 100 persons of 75 and older.
    InformalPotential,
}

/// How staff is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffUnit {
    /// Persons employed.
    Heads,
    /// Full-time equivalents, where the request says how many a head is.
    Fte,
}

impl Measure {
    /// All there are.
    pub const ALL: [Self; 32] = {
        use Measure as M;
        use PlaceKind::{DayCare, Residential, ShortTerm};
        use StaffUnit::{Fte, Heads};
        [
            M::Population,
            M::Births,
            M::Deaths,
            M::NetMigration,
            M::MovesInside,
            M::MovesAcross,
            M::PlannedHousing,
            M::CareHomes,
            M::Benchmark,
            M::PeopleInNeed,
            M::PeopleInNeedWithServices,
            M::PlacesNeeded(Residential),
            M::PlacesSupply(Residential),
            M::PlacesBalance(Residential),
            M::PlacesNeeded(ShortTerm),
            M::PlacesSupply(ShortTerm),
            M::PlacesBalance(ShortTerm),
            M::PlacesNeeded(DayCare),
            M::PlacesSupply(DayCare),
            M::PlacesBalance(DayCare),
            M::StaffNeeded(Heads),
            M::StaffAvailable(Heads),
            M::StaffGap(Heads),
            M::StaffNeeded(Fte),
            M::StaffAvailable(Fte),
            M::StaffGap(Fte),
            M::PeopleWithDementia,
            M::EntitledToRelief,
            M::AssistanceRecipients,
            M::AssistanceCost,
            M::AssistanceCostWithPrices,
            M::InformalPotential,
        ]
    };

    /// The measure of a word; `None` if there is no such word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.word() == word)
    }

    /// The word in rows and requests.
    pub fn word(self) -> &'static str {
        match self {
            Self::Population => "population",
            Self::Births => "births",
            Self::Deaths => "deaths",
            Self::NetMigration => "net_migration",
            Self::MovesInside => "net_migration_internal",
            Self::MovesAcross => "net_migration_external",
            Self::PlannedHousing => "planned_housing",
            Self::CareHomes => "care_homes",
            Self::Benchmark => "benchmark",
            Self::PeopleInNeed => "people_in_need",
            Self::PeopleInNeedWithServices => "people_in_need_with_services",
            Self::PlacesNeeded(kind) => places_word(kind, NEEDED),
            Self::PlacesSupply(kind) => places_word(kind, SUPPLY),
            Self::PlacesBalance(kind) => places_word(kind, BALANCE),
            Self::StaffNeeded(StaffUnit::Heads) => "staff_needed_heads",
            Self::StaffNeeded(StaffUnit::Fte) => "staff_needed_fte",
            Self::StaffAvailable(StaffUnit::Heads) => "staff_available_heads",
            Self::StaffAvailable(StaffUnit::Fte) => "staff_available_fte",
            Self::StaffGap(StaffUnit::Heads) => "staff_gap_heads",
            Self::StaffGap(StaffUnit::Fte) => "staff_gap_fte",
            Self::PeopleWithDementia => "people_with_dementia",
            Self::EntitledToRelief => "people_entitled_to_relief",
            Self::AssistanceRecipients => "assistance_recipients",
            Self::AssistanceCost => "assistance_cost_euro",
            Self::AssistanceCostWithPrices => "assistance_cost_euro_with_prices",
            Self::InformalPotential => "informal_potential_per_100",
        }
    }
}

impl Measure {
    /// The measure in words, as a sentence names it.
    pub fn text(self) -> String {
        match self {
            Self::Population => "the number of residents".to_owned(),
            Self::PeopleInNeed => "the number of people in need of care".to_owned(),
            Self::PeopleInNeedWithServices => "the number of people in need of care with services".to_owned(),
            Self::PeopleWithDementia => "the number of people with dementia".to_owned(),
            Self::PlacesNeeded(kind) => format!("the number of {} places needed", kind_text(kind)),
            Self::PlacesSupply(kind) => format!("the number of {} places there are", kind_text(kind)),
            Self::PlacesBalance(kind) => format!("the balance of {} places", kind_text(kind)),
            other => other.word().replace('_', " "),
        }
    }
}

fn kind_text(kind: PlaceKind) -> &'static str {
    match kind {
        PlaceKind::Residential => "residential",
        PlaceKind::ShortTerm => "short-term",
        PlaceKind::DayCare => "day care",
    }
}

const NEEDED: usize = 0;
const SUPPLY: usize = 1;
const BALANCE: usize = 2;

fn places_word(kind: PlaceKind, of: usize) -> &'static str {
    let words = match kind {
        PlaceKind::Residential => {
            ["residential_places_needed", "residential_places_supply", "residential_places_balance"]
        }
        PlaceKind::ShortTerm => {
            ["short_term_places_needed", "short_term_places_supply", "short_term_places_balance"]
        }
        PlaceKind::DayCare => ["day_care_places_needed", "day_care_places_supply", "day_care_places_balance"],
    };
    words[of]
}
