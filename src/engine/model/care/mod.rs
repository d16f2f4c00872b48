//! The care half of a model set as checked types: how many people of an age need care, how they are cared
//! for, what was counted, and what is assumed of places, staff and further needs.

pub mod assumptions;
mod load;
pub mod parameters;
mod tables;

pub(super) use load::{Source, read};
pub use parameters::Parameters;

use crate::units::{Ags, CareType, Sex, Year};

/// Under 65, then five-year groups, and 95 and older.
pub const CARE_GROUPS: usize = 8;
/// One value a sex and care group.
pub type BySexCareGroup = [[f64; CARE_GROUPS]; 2];

/// First and last age of a care group; the open group ends at the open age.
pub fn care_ages(group: usize) -> std::ops::RangeInclusive<usize> {
    match group {
        0 => 0..=64,
        7.. => 95..=crate::model::OPEN_AGE,
        _ => 60 + 5 * group..=64 + 5 * group,
    }
}

/// The care group of a first age, if one begins there.
pub fn care_group_from(age: usize) -> Option<usize> {
    (0..CARE_GROUPS).find(|group| *care_ages(*group).start() == age)
}

/// Everything below `care/` of a model set.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Care {
    /// Share of the residents of Germany or of the state who are in need of care, in the year of the survey.
    pub rates: BySexCareGroup,
    /// Keys of the sources of `rates`, by sex and group.
    pub rate_sources: [[String; CARE_GROUPS]; 2],
    /// How the care types lie over the ages.
    pub type_profile: TypeProfile,
    /// Shares of grades 1 to 5 by care type, national.
    pub grade_shares: [[f64; 5]; 5],
    /// Official counts.
    pub counts: Vec<CareCount>,
    /// Populations of earlier surveys in care groups, derived.
    pub populations: Vec<SurveyPopulation>,
    /// Official places in care homes.
    pub places: Vec<PlacesCount>,
    /// Share of the residents who have dementia; below 65 it is not estimated.
    pub dementia: [f64; CARE_GROUPS],
    /// Staff of the survey.
    pub staff: StaffFigures,
    /// Figures of places, staff and further needs that a request may replace.
    pub parameters: Parameters,
    /// Assumptions on rates of need.
    pub prevalence: Vec<Prevalence>,
    /// Assumptions on forms of care.
    pub forms: Vec<CareForm>,
}

/// Persons by sex and care group who live on the allowance alone, with a service, in a home, and who have grade 1 without
/// services. Where a table does not know the sexes both have the same; where it does not know grade 1 without services it
/// has the ages of the allowance.
pub type TypeProfile = [[[f64; 4]; CARE_GROUPS]; 2];

/// What an official count counts. The memo items are counted inside the others and never added to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CountKind {
    /// All people in need of care, with grade 1 without services.
    All,
    /// The people in one form of care.
    Of(CareType),
    /// Memo item: users of day and night care of all grades.
    DayCareUsers,
    /// Memo item: guests of short-term care, who are among the residential.
    ShortTermGuests,
}

/// An official count of persons. From 2023 on counts are rounded to multiples of three.
#[derive(Debug, Clone, PartialEq)]
pub struct CareCount {
    /// A district, or the state.
    pub area: Ags,
    /// The year of the survey.
    pub year: Year,
    /// Whom it counts.
    pub counted: CountKind,
    /// As published, after rounding.
    pub persons: f64,
    /// By how many persons a figure may differ from it and still be the same.
    pub tolerance: f64,
    /// Keys of its sources.
    pub source: String,
}

/// A population in care groups on a survey's date, where the official one has coarser groups.
#[derive(Debug, Clone, PartialEq)]
pub struct SurveyPopulation {
    /// Index of the district.
    pub district: usize,
    /// The year of the survey.
    pub year: Year,
    /// Residents by sex and care group.
    pub persons: BySexCareGroup,
}

/// Places in care homes as the statistics count them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PlacesKind {
    /// Residential, dedicated short-term, day and night places.
    All,
    /// Places for residents, with the short-term places embedded in them.
    Residential,
}

/// An official count of places in care homes.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacesCount {
    /// A district, or the state.
    pub area: Ags,
    /// The year of the survey.
    pub year: Year,
    /// Which places are counted.
    pub kind: PlacesKind,
    /// As published.
    pub places: f64,
    /// Keys of its sources.
    pub source: String,
}

/// Staff in heads. Full-time equivalents are not published by district.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StaffFigures {
    /// Heads in care homes, day care among them, by district.
    pub homes: Vec<f64>,
    /// Heads of home-care services per 100 of their clients by district, of the survey before.
    pub services_per_100_clients: Vec<f64>,
    /// Heads of home-care services in the state, of the survey.
    pub services_in_state: f64,
    /// Keys of the sources of the three.
    pub sources: [String; 3],
}

/// Stands for a source where a figure comes from the request.
pub const REQUEST: &str = "request";

/// The years between which the share of staff that retires changes.
pub const RETIREMENT_FROM: Year = Year(2024);
/// From this year on the share that retires stays at its end value.
pub const RETIREMENT_TO: Year = Year(2030);
/// The year that `assistance_recipients` and `assistance_cost_euro` are of.
pub const ASSISTANCE_YEAR: Year = Year(2024);

/// How rates of need go on, with a text that a committee can read.
#[derive(Debug, Clone, PartialEq)]
pub struct Prevalence {
    /// What requests name it by.
    pub id: String,
    /// A few German words.
    pub title: String,
    /// The assumption in German sentences.
    pub text: String,
    /// Keys of its sources.
    pub source: String,
    /// The rule by which rates change.
    pub kind: PrevalenceKind,
}

/// How rates of need go on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PrevalenceKind {
    /// As in the survey.
    Constant,
    /// The number of people in need grows by `rise` in an unchanged population between two years, each
    /// year a little less, and not after them.
    Rising {
        /// Growth over the whole time, such as 0.12.
        rise: f64,
        /// The year in which it begins.
        from: Year,
        /// The year in which it ends.
        to: Year,
    },
    /// Rates move to higher ages by this share of the years of life gained.
    Compression {
        /// From 0 to 2: 0 leaves the rates, 1 moves them by all years gained.
        share: f64,
    },
    /// The odds of all rates change on as they changed from survey to survey.
    Trend(Trend),
}

/// A change of log-odds that goes on from survey to survey, each time by less.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trend {
    /// Mean change of the log-odds from one survey to the next.
    pub step: f64,
    /// What is left of a step in the next survey. Already the first after the latest survey is damped.
    pub damping: f64,
}

/// Years between two surveys.
pub const SURVEY_YEARS: f64 = 2.0;

/// How people in need are cared for, with a text that a committee can read.
#[derive(Debug, Clone, PartialEq)]
pub struct CareForm {
    /// What requests name it by.
    pub id: String,
    /// A few German words.
    pub title: String,
    /// The assumption in German sentences.
    pub text: String,
    /// Keys of its sources.
    pub source: String,
    /// Changes between forms of care.
    pub shifts: Vec<Shift>,
    /// How the odds change that people in need with services live in a home; `None` without such a trend.
    pub homes: Option<Trend>,
    /// How strongly care by relatives alone follows the informal potential: 0 not at all, 1 fully.
    pub informal_brake: f64,
}

/// A share of one care type that changes to another, linearly from the survey to a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shift {
    /// The form of care that people leave.
    pub from: CareType,
    /// The form of care that they change to.
    pub to: CareType,
    /// From 0 to 1, of the people in `from`.
    pub share: f64,
    /// The year in which the share is reached.
    pub year: Year,
}

impl Care {
    /// The latest year with counts of districts: rates are those of this survey.
    pub fn survey_year(&self) -> Option<Year> {
        self.counts.iter().filter(|count| count.area.is_district()).map(|count| count.year).max()
    }

    /// An official count.
    pub fn count(&self, area: &Ags, year: Year, counted: CountKind) -> Option<&CareCount> {
        self.counts.iter().find(|count| count.area == *area && count.year == year && count.counted == counted)
    }

    /// An official count of places.
    pub fn places_count(&self, area: &Ags, year: Year, kind: PlacesKind) -> Option<&PlacesCount> {
        let same = |count: &&PlacesCount| count.area == *area && count.year == year && count.kind == kind;
        self.places.iter().find(same)
    }

    /// Official places.
    pub fn places_of(&self, area: &Ags, year: Year, kind: PlacesKind) -> Option<f64> {
        self.places_count(area, year, kind).map(|count| count.places)
    }
}

impl CareCount {
    /// Whether a figure is this count within its rounding.
    pub fn agrees_with(&self, persons: f64) -> bool {
        (persons - self.persons).abs() <= self.tolerance
    }
}

/// The word of a sex in sentences.
pub(super) fn sex_word(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "men",
        Sex::Female => "women",
    }
}
