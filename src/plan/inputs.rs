//! What a plan is written from: finished figures, as the API gives them, and the planner's own texts.

use chrono::NaiveDate;

use super::arms::CoverArms;
use super::texts::PlanTexts;
use crate::charts::{MapGround, Unit};

/// Everything a plan is written from. Nothing is computed from it but sums, differences, shares and ranks.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// The area that the plan is for.
    pub area: PlanArea,
    /// Districts of the state, for comparisons: key and name.
    pub districts: Vec<(String, String)>,
    /// Ämter and municipalities of their own inside the area: its planning areas.
    pub inside: Vec<InnerArea>,
    /// The date for which the law asks for a plan.
    pub reference_date: NaiveDate,
    /// The day on which the plan is written.
    pub today: NaiveDate,
    /// Figures of forecasts.
    pub rows: Vec<Row>,
    /// Values of all indicators of the catalogue.
    pub indicators: Vec<Indicator>,
    /// Offers of the register inside the area, in the order of their categories.
    pub offers: Vec<OfferLine>,
    /// Who reaches an advice centre.
    pub advice: AdviceReach,
    /// Whether offers are invented examples.
    pub has_examples: bool,
    /// Year of the base population.
    pub base_year: i32,
    /// The last year of the plan's forecasts.
    pub last_year: i32,
    /// What lies around the areas on the map of chapter 2, drawn for [`super::map_frame`].
    pub ground: Option<MapGround>,
    /// What is assumed, a German sentence each.
    pub assumptions: Vec<String>,
    /// Scenarios in the order in which they are shown: id and German title.
    pub scenarios: Vec<(String, String)>,
    /// What the figures rest on: title, publisher, date, licence.
    pub sources: Vec<[String; 4]>,
    /// Id and checksum of the model set.
    pub model: (String, String),
    /// The planner's own texts.
    pub texts: PlanTexts,
    /// The coat of arms of the cover, or why there is none.
    pub arms: Option<CoverArms>,
}

/// The area of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanArea {
    /// 13 or the key of a district.
    pub key: String,
    /// "Ludwigslust-Parchim"
    pub name: String,
    /// "Landkreis", "kreisfreie Stadt", "Land"
    pub designation: String,
}

/// An area inside that of the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct InnerArea {
    /// Its key.
    pub key: String,
    /// Its name for people.
    pub name: String,
    /// Outline in longitude and latitude; holes are rings too.
    pub rings: Vec<Vec<[f64; 2]>>,
}

/// A figure of a forecast.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Key of the area.
    pub area: String,
    /// Id of the scenario; `observed` for a count.
    pub scenario: String,
    /// The measure as the API names it.
    pub measure: &'static str,
    /// 31 December of this year.
    pub year: i32,
    /// m, f, or both.
    pub sex: Option<&'static str>,
    /// First and last age; `None` as last age is an open group.
    pub ages: Option<(usize, Option<usize>)>,
    /// Form of care.
    pub care_type: Option<&'static str>,
    /// Care grade.
    pub care_grade: Option<u8>,
    /// The value.
    pub value: f64,
    /// In eight of ten draws it lies between these.
    pub band: Option<(f64, f64)>,
}

/// The key of the state.
pub const STATE: &str = "13";
/// The scenario word of counts.
pub const OBSERVED: &str = "observed";
/// The scenario of the plan's forecasts.
pub const STATUS_QUO: &str = "status-quo";

/// An indicator of the catalogue with its values.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    /// "V04"
    pub id: String,
    /// The id in the state's catalogue, once a county has supplied it.
    pub official_id: Option<String>,
    /// German name.
    pub name: String,
    /// What exactly it says, in German.
    pub definition: String,
    /// German unit.
    pub unit: String,
    /// How its values are written, and whether they count.
    pub kind: Unit,
    /// Publisher and table.
    pub source: String,
    /// The year of `values`.
    pub year: i32,
    /// By area: the plan's, the state's and those of the districts.
    pub values: Vec<IndicatorValue>,
}

/// The value of an indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorValue {
    /// Key of the area.
    pub area: String,
    /// The value; `None` if it is withheld or missing.
    pub value: Option<f64>,
    /// value | zero | estimated | suppressed | missing
    pub status: &'static str,
    /// Why there is no value, in German.
    pub reason: Option<String>,
}

/// An offer of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferLine {
    /// Slug of its category.
    pub category: String,
    /// German name of the category.
    pub category_name: String,
    /// The section of the plan in which its offers are counted, such as "7.5".
    pub section: String,
    /// Name of the facility.
    pub facility: String,
    /// Who runs it.
    pub provider: String,
    /// public | non_profit | private | unknown
    pub provider_kind: &'static str,
    /// Postcode and town.
    pub town: String,
    /// Key of the planning area in which it lies.
    pub inside: String,
    /// Places, where the category counts any.
    pub places: Option<u32>,
    /// Date of the number of places.
    pub places_on: Option<NaiveDate>,
    /// Whether its places are already counted in another offer of the facility.
    pub is_embedded: bool,
    /// Whether its places are dwellings.
    pub counts_dwellings: bool,
}

/// Who reaches an advice centre by car.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AdviceReach {
    /// The limits of the travel time, in minutes.
    pub minutes: Vec<u32>,
    /// By area and limit; empty without an advice centre.
    pub lines: Vec<ReachLine>,
    /// What the travel times rest on, a German sentence.
    pub travel: String,
}

/// How many people of an area reach an offer within a limit.
#[derive(Debug, Clone, PartialEq)]
pub struct ReachLine {
    /// Key of the area.
    pub area: String,
    /// Its name.
    pub name: String,
    /// The limit.
    pub minutes: u32,
    /// People who live there.
    pub persons: f64,
    /// Those of them who reach an offer.
    pub reached: f64,
}

impl Inputs {
    /// The undivided figures of a measure, in the order of years; counts of the past are left out.
    pub fn series<'a>(
        &'a self,
        area: &'a str,
        scenario: &'a str,
        measure: &'a str,
    ) -> impl Iterator<Item = &'a Row> {
        self.rows.iter().filter(move |row| {
            row.is_total() && row.area == area && row.scenario == scenario && row.measure == measure
        })
    }

    /// The undivided figure of the plan's area under the status quo.
    pub fn total(&self, measure: &str, year: i32) -> Option<&Row> {
        self.of(&self.area.key, measure, year)
    }

    /// The undivided figure of an area under the status quo.
    pub fn of(&self, area: &str, measure: &str, year: i32) -> Option<&Row> {
        self.rows.iter().find(|row| {
            row.year == year
                && row.measure == measure
                && row.area == area
                && row.scenario == STATUS_QUO
                && row.is_total()
        })
    }

    /// Figures of the plan's area by form of care, or by all forms if `None`.
    pub fn of_type<'a>(
        &'a self,
        area: &'a str,
        scenario: &'a str,
        care_type: Option<&'a str>,
    ) -> impl Iterator<Item = &'a Row> {
        self.rows.iter().filter(move |row| {
            row.measure == "people_in_need"
                && row.area == area
                && row.scenario == scenario
                && row.care_type == care_type
                && row.care_grade.is_none()
                && row.ages.is_none()
        })
    }

    /// The figure of a care grade.
    pub fn of_grade(&self, grade: u8, year: i32) -> Option<&Row> {
        self.rows.iter().find(|row| {
            row.measure == "people_in_need"
                && row.care_grade == Some(grade)
                && row.year == year
                && row.area == self.area.key
                && row.scenario == STATUS_QUO
        })
    }

    /// Residents of an area from one age to another (both included) in a year: the sum of the rows by single age.
    /// `None` if there are none.
    pub fn residents(
        &self,
        area: &str,
        sex: Option<&str>,
        (from, to): (usize, usize),
        year: i32,
    ) -> Option<f64> {
        let mut found = self
            .rows
            .iter()
            .filter(|row| {
                row.measure == "population"
                    && row.area == area
                    && row.year == year
                    && (sex.is_none() || row.sex == sex)
                    && row.ages.is_some_and(|(first, _)| (from..=to).contains(&first))
            })
            .peekable();
        found.peek()?;
        Some(found.map(|row| row.value).sum())
    }

    /// Residents of a sex by single age, the youngest first.
    pub fn by_age(&self, sex: &str, year: i32) -> Vec<&Row> {
        let is_wanted = |row: &&Row| {
            row.measure == "population"
                && row.area == self.area.key
                && row.year == year
                && row.sex == Some(sex)
                && row.ages.is_some()
        };
        let mut found: Vec<&Row> = self.rows.iter().filter(is_wanted).collect();
        found.sort_by_key(|row| row.ages);
        found
    }

    /// The years that tables show: the base year and target years up to the last.
    pub fn shown_years(&self) -> Vec<i32> {
        let targets = [2030, 2035, 2040, 2045, 2050];
        let later = targets.into_iter().filter(|year| *year > self.base_year && *year <= self.last_year);
        std::iter::once(self.base_year).chain(later).collect()
    }

    /// An indicator by its id.
    pub fn indicator(&self, id: &str) -> Option<&Indicator> {
        self.indicators.iter().find(|indicator| indicator.id == id)
    }

    /// "Landkreis Ludwigslust-Parchim", "Land Mecklenburg-Vorpommern"; a city by its name alone.
    pub fn full_name(&self) -> String {
        let PlanArea { name, designation, .. } = &self.area;
        match designation.as_str() {
            "Landkreis" | "Land" if !name.starts_with(designation.as_str()) => {
                format!("{designation} {name}")
            }
            _ => name.clone(),
        }
    }

    /// Whether it is the comparison of the districts.
    pub fn is_state(&self) -> bool {
        self.area.key == STATE
    }
}

impl Row {
    fn is_total(&self) -> bool {
        self.sex.is_none() && self.ages.is_none() && self.care_type.is_none() && self.care_grade.is_none()
    }
}

impl Indicator {
    /// The value of an area.
    pub fn of(&self, area: &str) -> Option<&IndicatorValue> {
        self.values.iter().find(|value| value.area == area)
    }

    /// The rank of an area among areas with a value, 1 for the highest, and how many have one. Equal values share the
    /// better rank.
    pub fn rank(&self, area: &str, among: &[(String, String)]) -> Option<(usize, usize)> {
        let own = self.of(area)?.value?;
        let values: Vec<f64> = among.iter().filter_map(|(key, _)| self.of(key)?.value).collect();
        let is_among = among.iter().any(|(key, _)| key == area);
        (is_among && values.len() > 1)
            .then(|| (1 + values.iter().filter(|value| **value > own).count(), values.len()))
    }
}
