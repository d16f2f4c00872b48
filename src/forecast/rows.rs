//! Tidy rows: one value a line, the same in JSON, in CSV and on the command line.

use super::{Ages, Breakdown, Forecast, QUANTILES};
use crate::care::PlaceKind;
use crate::model::OPEN_AGE;
use crate::projection::Group;
use crate::projection::small_areas::Reliability;
use crate::tables::{Cell, Document, Sheet};
use crate::units::{AreaKey, CareGrade, CareType, Sex, Year};

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
    PlacesNeeded(PlaceKind),
    PlacesSupply(PlaceKind),
    /// Supply minus need: below zero places are missing.
    PlacesBalance(PlaceKind),
    StaffNeeded(StaffUnit),
    StaffAvailable(StaffUnit),
    /// Needed minus available: above zero staff is missing.
    StaffGap(StaffUnit),
    PeopleWithDementia,
    /// People in need at home, who have the relief amount for help in everyday life.
    EntitledToRelief,
    AssistanceRecipients,
    AssistanceCost,
    AssistanceCostWithPrices,
    /// Women and men of 45 to 64 for each 100 persons of 75 and older.
    InformalPotential,
}

/// How staff is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffUnit {
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

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.word() == word)
    }

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

/// One value and what it is of. `None` in a dimension means the sum over it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub area: AreaKey,
    /// Empty for the state.
    pub name: String,
    pub year: Year,
    pub scenario: String,
    pub measure: Measure,
    pub sex: Option<Sex>,
    pub age_from: Option<usize>,
    /// `None` beside an `age_from` means an open group.
    pub age_to: Option<usize>,
    pub care_grade: Option<CareGrade>,
    pub care_type: Option<CareType>,
    pub value: f64,
    /// At the probabilities of [`QUANTILES`].
    pub quantiles: Option<[f64; QUANTILES.len()]>,
    /// How the figure of a part of a district may be read; `None` for districts and the state.
    pub reliability: Option<Reliability>,
}

/// The columns of a tidy row; `care_grade` and `care_type` are empty for measures of the population.
pub const HEADER: [&str; 19] = [
    "area",
    "year",
    "scenario",
    "measure",
    "sex",
    "age_from",
    "age_to",
    "care_grade",
    "care_type",
    "value",
    "q0025",
    "q10",
    "q25",
    "q50",
    "q75",
    "q90",
    "q975",
    "reading",
    "name",
];

impl Row {
    /// The row's cells in the order of [`HEADER`]; persons with one decimal.
    fn cells(&self) -> Vec<Cell<'_>> {
        let age = |age: Option<usize>| Cell::of(age, |age| Cell::Count(age as u64));
        let mut cells = vec![
            Cell::text(self.area.as_str()),
            Cell::Year(self.year.0),
            Cell::text(self.scenario.as_str()),
            Cell::text(self.measure.word()),
            Cell::of(self.sex, |sex| Cell::text(sex.word())),
            age(self.age_from),
            age(self.age_to),
            Cell::of(self.care_grade, |grade| Cell::Count(grade.number().into())),
            Cell::of(self.care_type, |care_type| Cell::text(care_type.word())),
            Cell::decimal(self.value, 1),
        ];
        cells
            .extend((0..QUANTILES.len()).map(|at| Cell::of(self.quantiles, |all| Cell::decimal(all[at], 1))));
        cells.push(Cell::of(self.reliability, |reliability| Cell::text(reliability.word())));
        cells.push(Cell::text(self.area_name()));
        cells
    }
}

impl Forecast {
    /// The rows as a table with the columns of [`HEADER`].
    pub fn document(&self) -> Document<'_> {
        Document::new(Sheet::new("Vorausberechnung", HEADER, self.rows.iter().map(Row::cells)))
    }
}

/// The groups of cells that rows are asked for, in the order in which they stand.
pub(crate) fn groups(by: Breakdown) -> Vec<Group> {
    let sexes: &[Option<Sex>] = if by.sex { &[Some(Sex::Male), Some(Sex::Female)] } else { &[None] };
    let ages: Vec<(usize, usize)> = match by.age {
        Ages::All => vec![(0, OPEN_AGE)],
        Ages::Groups => (0..95).step_by(5).map(|from| (from, from + 4)).chain([(95, OPEN_AGE)]).collect(),
        Ages::Single => (0..=OPEN_AGE).map(|age| (age, age)).collect(),
    };
    let of_sex = |sex: &Option<Sex>| -> Vec<Group> {
        ages.iter().map(|(from, to)| Group::new(*sex, *from..=*to)).collect()
    };
    sexes.iter().flat_map(of_sex).collect()
}

/// The ages of a group as a row names them: none for all ages, no end for the open group.
pub(crate) fn named_ages(group: &Group) -> (Option<usize>, Option<usize>) {
    match (*group.ages.start(), *group.ages.end()) {
        (0, OPEN_AGE) => (None, None),
        (from, OPEN_AGE) => (Some(from), None),
        (from, to) => (Some(from), Some(to)),
    }
}
