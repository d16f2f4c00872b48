//! What a caller asks of a forecast: the body of `POST /forecasts`, the query of `GET`, and the file and
//! flags of the command line are all read into [`ForecastRequest`] and checked in one place. An answer
//! carries it in its provenance, so that it can be sent again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::fields::{Errors, district, district_or_state, group, keep};
use super::question_request::{self, QuestionRequest, ShortQuestion};
use crate::app::error::FieldError;
use crate::app::forecast::care_request::CareValuesRequest;
use crate::app::parameters::{Declared, Given, Parameters, request};
use crate::app::words::{LevelWord, SexWord, TableFormatWord};
use crate::areas::Level;
use crate::forecast::{
    Ages, Breakdown, BySexGroup, COUNTS_STEP, Control, DEFAULT_SCENARIO, ForecastSpec, GROUPS, HousingPlan,
    IncludedComponents, InstitutionalPopulationPlan, Overrides, PlanningArea, Profile, TwoCounts,
};
use crate::model::{Model, Target};
use crate::units::{Ags, AreaKey, Sex, Year, words};

request! {
    /// A forecast as one asks for it. Everything but the area may be left out.
    #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
    #[serde(deny_unknown_fields, default)]
    pub struct ForecastRequest {
        /// 13 for the state, an AGS of 5 digits (district) or 8 (municipality), an ARS of 9 (Amt), or the key of a planning
        /// area; several separated by commas are computed one by one
        #[schema(example = "13076")]
        pub area: String,
        /// The areas of this level inside the area
        #[schema(value_type = Option<LevelWord>, example = "municipality")]
        #[serde(skip_serializing_if = "Option::is_none")]
        pub level: Option<Level>,
        /// First year, by default the base year; past reference dates of the model are given from here on
        #[schema(format = "year")]
        #[serde(skip_serializing_if = "Option::is_none")]
        pub from: Option<i32>,
        /// Last year, by default 2040
        #[schema(format = "year")]
        #[serde(skip_serializing_if = "Option::is_none")]
        pub to: Option<i32>,
        /// Id of named assumptions on the population, by default status-quo; several separated by commas are computed for
        /// each area, at most 24 runs in all
        #[schema(pattern = "^[a-z0-9_-]+(,[a-z0-9_-]+)*$", example = "status-quo")]
        #[serde(skip_serializing_if = "Option::is_none")]
        pub scenario: Option<String>,
        /// How rates of need go on: status-quo (default), trend, rising or compression; trend is not in mv-2025-1
        #[schema(pattern = "^[a-z0-9_-]+$", example = "rising")]
        #[serde(skip_serializing_if = "Option::is_none")]
        pub prevalence: Option<String>,
        /// How people in need are cared for: status-quo (default), trend, formal or home-based; trend is not in mv-2025-1
        #[schema(pattern = "^[a-z0-9_-]+$", example = "formal")]
        #[serde(skip_serializing_if = "Option::is_none")]
        pub care_form: Option<String>,
        /// Where the supply of places comes from, by default the statistics; the register is taken with its openings and
        /// closures by date, also inside districts
        #[serde(skip_serializing_if = "Option::is_none")]
        pub supply: Option<Supply>,
        /// What rows are disaggregated by; not by age_group and age at once, and need comes in groups of 0 to 64, 65 to 69 …
        /// 95 and older
        #[schema(example = json!(["age_group", "sex"]))]
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub by: Vec<Dimension>,
        /// Draws for a probability band, by default 0
        #[schema(maximum = 10000, example = 100)]
        #[serde(skip_serializing_if = "Option::is_none")]
        pub draws: Option<usize>,
        /// The same seed gives the same draws, by default 1
        #[serde(skip_serializing_if = "Option::is_none")]
        pub seed: Option<u64>,
        /// Steps that are left out of the run
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub without: Vec<Step>,
        /// Assumptions on the population in place of the scenario's.
        #[serde(skip_serializing_if = "AssumptionsRequest::is_empty")]
        pub assumptions: AssumptionsRequest,
        /// Assumptions on need, places and staff in place of the model's.
        #[serde(skip_serializing_if = "CareValuesRequest::is_empty")]
        pub care: CareValuesRequest,
        /// Housing schemes, whose newcomers are added to the moves.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub housing: Vec<HousingRequest>,
        /// Care homes whose residents are excluded from the cohorts.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub care_homes: Vec<CareHomesRequest>,
        /// Totals of single years, in addition to those of the scenario.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub control_totals: Vec<ControlTotalRequest>,
        /// Each is answered with the share of the draws in which it is so.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub questions: Vec<QuestionRequest>,
        /// A district's own counts of all its municipalities by sex and five-year group, on the base date and
        /// five years before. Rows inside it then follow each cohort (Hamilton and Perry), every fifth year.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub counts: Vec<CountRequest>,
    }
}

/// The fields of [`ForecastRequest`] that say how the run goes.
pub const RUN_FIELDS: [&str; 5] = ["scenario", "prevalence", "care_form", "supply", "without"];

/// The fields that say how many draws it has.
pub const DRAW_FIELDS: [&str; 2] = ["draws", "seed"];

request! {
    /// The form of a forecast over HTTP; the command line has more of them.
    #[derive(Debug, Clone, Default, Deserialize, ToSchema)]
    #[serde(default)]
    pub struct ForecastForm {
        /// The form of the answer, by default that of the header `Accept`, else json
        #[schema(value_type = Option<TableFormatWord>)]
        pub format: Option<String>,
    }
}

impl Declared for ForecastForm {
    fn parameters() -> Parameters {
        Parameters::of::<Self>()
    }
}

/// The query of `GET /forecasts/{area}`, whose area stands in the path.
#[derive(Debug, Clone)]
pub struct ForecastQuery;

impl Declared for ForecastQuery {
    fn parameters() -> Parameters {
        ForecastParameters::parameters().and(ForecastForm::parameters())
    }
}

/// What the query of a forecast and the flags of `forecast` have in common.
#[derive(Debug, Clone)]
pub struct ForecastParameters;

impl Declared for ForecastParameters {
    fn parameters() -> Parameters {
        Parameters::of::<ForecastRequest>().without(&["area"]).and(Parameters::of::<ShortQuestion>())
    }

    fn needed_by(flag: &str) -> Option<&'static str> {
        (flag == "aged").then_some("more_than")
    }
}

impl ForecastRequest {
    /// The runs of several areas and scenarios that are separated by commas; one run is the request itself.
    ///
    /// # Errors
    /// More than [`MAX_RUNS`], or a name that appears twice.
    pub fn runs(&self) -> Result<Vec<Self>, FieldError> {
        let parts = |text: &str| text.split(',').map(|part| part.trim().to_owned()).collect::<Vec<_>>();
        let areas = parts(&self.area);
        let scenarios =
            self.scenario.as_deref().map_or(vec![None], |text| parts(text).into_iter().map(Some).collect());
        let twice = |all: &[String]| {
            all.iter().enumerate().find(|(at, one)| all[..*at].contains(one)).map(|(_, one)| one.clone())
        };
        let names: Vec<String> = scenarios.iter().flatten().cloned().collect();
        for (field, all) in [("area", &areas), ("scenario", &names)] {
            if let Some(name) = twice(all) {
                let shown: String = name.chars().take(60).collect();
                return Err(FieldError::rule(field, format!("\"{shown}\" appears twice")));
            }
        }
        let (count, of) = (areas.len() * scenarios.len(), (areas.len(), scenarios.len()));
        if count > MAX_RUNS {
            let sentence = format!(
                "{} areas times {} scenarios are {count} runs, more than {MAX_RUNS}; hint: ask for fewer of them",
                of.0, of.1
            );
            return Err(FieldError::rule("area", sentence));
        }
        let run = |area: &String, scenario: &Option<String>| Self {
            area: area.clone(),
            scenario: scenario.clone(),
            ..self.clone()
        };
        Ok(areas.iter().flat_map(|area| scenarios.iter().map(move |scenario| run(area, scenario))).collect())
    }

    /// What a query or flags ask for; a number of persons and the questions in short become questions.
    ///
    /// # Errors
    /// See [`ShortQuestion::questions`].
    pub fn given(given: &Given) -> Result<Self, Vec<FieldError>> {
        let questions = given.request::<ShortQuestion>()?.questions().map_err(|error| vec![error])?;
        Ok(Self { questions, ..given.request()? })
    }
}

words! {
    /// Where the supply of care places comes from.
    pub enum Supply {
        /// The official count, and planned places.
        Statistics = "statistics",
        /// The register with its openings and closures by date, and planned places; also inside districts.
        Register = "register",
    }
}

words! {
    /// What rows are disaggregated by.
    pub enum Dimension {
        /// Five-year groups to 95 and older.
        AgeGroup = "age_group",
        /// Single ages to 100 and older.
        Age = "age",
        /// Men and women.
        Sex = "sex",
        /// Moves by kind.
        Component = "component",
        /// Grades 1 to 5 of the people in need.
        CareGrade = "care_grade",
        /// Forms of care of the people in need.
        CareType = "care_type",
    }
}

words! {
    /// A step of a year of the projection, which a request may leave out.
    pub enum Step {
        /// Births and deaths.
        NaturalChange = "natural_change",
        /// Moves between the districts.
        InternalMoves = "internal_moves",
        /// Moves across the border of the state.
        ExternalMoves = "external_moves",
        /// Newcomers into planned housing.
        PlannedHousing = "planned_housing",
        /// Residents of care homes, held out of the cohorts.
        CareHomes = "care_homes",
        /// Control totals.
        Benchmark = "benchmark",
    }
}

/// Assumptions in place of the scenario's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AssumptionsRequest {
    /// Children per woman.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tfr: Option<TargetRequest>,
    /// Life expectancy at birth, in years.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub life_expectancy_male: Option<TargetRequest>,
    /// Life expectancy at birth, in years.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub life_expectancy_female: Option<TargetRequest>,
    /// Factor on the base period's net moves across the border of the state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_migration: Option<TargetRequest>,
    /// The same for moves between the districts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub internal_migration: Option<TargetRequest>,
}

impl AssumptionsRequest {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A value that is reached in a year on a straight way from the base year, and kept.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TargetRequest {
    /// The value that is reached, linear from the base year and constant after `year`.
    #[schema(example = 1.4)]
    pub value: f64,
    /// The year in which it is reached.
    #[schema(example = 2035)]
    pub year: i32,
}

/// Newcomers into a housing scheme, in addition to the moves of the base period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HousingRequest {
    /// A district.
    #[schema(example = "13076")]
    pub area: String,
    /// The year in which they move in.
    pub year: i32,
    /// How many people move in.
    pub persons: f64,
    /// Who moves in, if `groups` do not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub like: Option<Newcomers>,
    /// Shares of the newcomers; only their proportions count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupShareRequest>,
}

words! {
    /// Whose ages and sexes newcomers have.
    pub enum Newcomers {
        /// Those who came to the district in the base period: the default.
        Arrivals = "arrivals",
        /// Those of the residents of the district.
        Residents = "residents",
    }
}

/// A group of newcomers and its share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupShareRequest {
    /// m or f; both if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<SexWord>)]
    pub sex: Option<Sex>,
    /// The first age of the group.
    pub age_from: usize,
    /// An open group if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_to: Option<usize>,
    /// Any number above 0; only proportions count.
    pub share: f64,
}

/// The care homes of a district: their residents are held out of the cohorts and follow the places.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CareHomesRequest {
    /// A district.
    #[schema(example = "13076")]
    pub area: String,
    /// Places on the base date.
    pub places: f64,
    /// Residents on the base date.
    pub residents: Vec<ResidentsRequest>,
    /// Places from the end of a year on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub planned: Vec<HomePlacesRequest>,
}

/// Residents of care homes in a group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResidentsRequest {
    /// m or f; both if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<SexWord>)]
    pub sex: Option<Sex>,
    /// The first age of the group.
    pub age_from: usize,
    /// An open group if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_to: Option<usize>,
    /// Residents of the group.
    pub persons: f64,
}

/// Places of the care homes from a year on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HomePlacesRequest {
    /// From the end of this year on.
    pub year: i32,
    /// Places in all.
    pub places: f64,
}

/// Persons that a group is to have in one year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ControlTotalRequest {
    /// A district, or 13 for the state.
    #[schema(example = "13076")]
    pub area: String,
    /// Its 31 December.
    pub year: i32,
    /// m or f; both if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<SexWord>)]
    pub sex: Option<Sex>,
    /// All ages if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_from: Option<usize>,
    /// The last age; an open group if left out beside `age_from`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_to: Option<usize>,
    /// The total that is reached.
    pub persons: f64,
}

/// Persons of a five-year group in a municipality.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountRequest {
    /// AGS of 8 digits.
    #[schema(example = "13076001")]
    pub municipality: String,
    /// The base year of the model, or five years before.
    pub year: i32,
    /// One sex.
    #[schema(value_type = SexWord)]
    pub sex: Sex,
    /// 0, 5, … 80, and 85 for 85 and older.
    pub age_from: usize,
    /// Persons counted.
    pub persons: f64,
}

/// Longer names of scenarios would only be repeated in an error.
const MAX_ID: usize = 100;
/// Runs of one call: areas times scenarios.
pub const MAX_RUNS: usize = 24;

impl ForecastRequest {
    /// The specification of the run, or every value that is wrong with the path of its field.
    ///
    /// `planning` is the planning area that `area` names, if it names one.
    pub fn spec(&self, model: &Model, planning: Option<PlanningArea>) -> Result<ForecastSpec, Errors> {
        let mut errors = Errors::new();
        let area = match &planning {
            Some(area) => Some(AreaKey::Planning(area.key.clone())),
            None => keep(AreaKey::parse(&self.area), "area", &mut errors),
        };
        let (housing, homes, controls) =
            (self.housing(&mut errors), self.homes(&mut errors), self.controls(&mut errors));
        let by = self.by(&mut errors);
        if self.scenario.as_ref().is_some_and(|id| id.chars().count() > MAX_ID) {
            errors.push(FieldError::rule("scenario", format!("is longer than {MAX_ID} characters")));
        }
        let care = self.care.request((self.prevalence.as_deref(), self.care_form.as_deref()), &mut errors);
        let Some(area) = area else { return Err(errors) };
        let mut request = ForecastSpec::new(area, model);
        request.planning = planning;
        request.level = self.level;
        request.from = self.from.map_or(request.from, Year);
        request.to = self.to.map_or(request.to, Year);
        request.scenario = self.scenario.clone().unwrap_or_else(|| DEFAULT_SCENARIO.to_owned());
        request.by = by;
        request.draws = self.draws.unwrap_or(0);
        request.seed = self.seed.unwrap_or(1);
        request.own = self.assumptions.overrides();
        request.care = care;
        request.included = self.included();
        (request.housing, request.institutional_population, request.controls) = (housing, homes, controls);
        (request.questions, request.measure_questions) =
            question_request::read(&self.questions, &request, &mut errors);
        request.counts = counts(&self.counts, model, &mut errors);
        if errors.is_empty() { Ok(request) } else { Err(errors) }
    }

    fn by(&self, errors: &mut Errors) -> Breakdown {
        let has = |word| self.by.contains(&word);
        if has(Dimension::Age) && has(Dimension::AgeGroup) {
            errors.push(FieldError::rule("by", "takes age_group or age, not both"));
        }
        let age = match (has(Dimension::AgeGroup), has(Dimension::Age)) {
            (true, _) => Ages::Groups,
            (false, true) => Ages::Single,
            (false, false) => Ages::All,
        };
        Breakdown {
            sex: has(Dimension::Sex),
            age,
            component: has(Dimension::Component),
            care_grade: has(Dimension::CareGrade),
            care_type: has(Dimension::CareType),
        }
    }

    fn included(&self) -> IncludedComponents {
        let with = |word| !self.without.contains(&word);
        IncludedComponents {
            natural_change: with(Step::NaturalChange),
            internal_moves: with(Step::InternalMoves),
            external_moves: with(Step::ExternalMoves),
            planned_housing: with(Step::PlannedHousing),
            institutional_population: with(Step::CareHomes),
            benchmark: with(Step::Benchmark),
        }
    }

    fn housing(&self, errors: &mut Errors) -> Vec<HousingPlan> {
        let plans = self.housing.iter().enumerate().filter_map(|(at, ask)| {
            let field = |name: &str| format!("housing[{at}].{name}");
            let profile = match (&ask.groups[..], ask.like) {
                ([], None | Some(Newcomers::Arrivals)) => Profile::Arrivals,
                ([], Some(Newcomers::Residents)) => Profile::Residents,
                (_, Some(_)) => {
                    errors.push(FieldError::rule(&field("like"), "cannot stand beside groups"));
                    return None;
                }
                (groups, None) => {
                    let groups = groups.iter().enumerate().filter_map(|(i, part)| {
                        let ages = (Some(part.age_from), part.age_to);
                        Some((group(part.sex, ages, &field(&format!("groups[{i}]")), errors)?, part.share))
                    });
                    Profile::Groups(groups.collect())
                }
            };
            let area = keep(district(&ask.area), &field("area"), errors)?;
            Some(HousingPlan { area, year: Year(ask.year), persons: ask.persons, profile })
        });
        plans.collect()
    }

    fn homes(&self, errors: &mut Errors) -> Vec<InstitutionalPopulationPlan> {
        let plans = self.care_homes.iter().enumerate().filter_map(|(at, ask)| {
            let field = |name: &str| format!("care_homes[{at}].{name}");
            let residents = ask.residents.iter().enumerate().filter_map(|(i, part)| {
                let ages = (Some(part.age_from), part.age_to);
                Some((group(part.sex, ages, &field(&format!("residents[{i}]")), errors)?, part.persons))
            });
            let residents = residents.collect();
            let area = keep(district(&ask.area), &field("area"), errors)?;
            let planned = ask.planned.iter().map(|part| (Year(part.year), part.places)).collect();
            Some(InstitutionalPopulationPlan { area, residents, places: ask.places, planned })
        });
        plans.collect()
    }

    fn controls(&self, errors: &mut Errors) -> Vec<Control> {
        let controls = self.control_totals.iter().enumerate().filter_map(|(at, ask)| {
            let field = |name: &str| format!("control_totals[{at}].{name}");
            let area = keep(district_or_state(&ask.area), &field("area"), errors)?;
            let group = group(ask.sex, (ask.age_from, ask.age_to), &format!("control_totals[{at}]"), errors)?;
            Some(Control { area, year: Year(ask.year), group, persons: ask.persons })
        });
        controls.collect()
    }
}

/// Counts by municipality; every cell must stand once.
fn counts(rows: &[CountRequest], model: &Model, errors: &mut Errors) -> Vec<TwoCounts> {
    let base = model.base_year.0;
    let mut cells: BTreeMap<Ags, [[[Option<f64>; GROUPS]; 2]; 2]> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        let mut wrong = |name: &str, message: String| {
            errors.push(FieldError::rule(&format!("counts[{at}].{name}"), message));
        };
        let date = match row.year {
            year if year == base - COUNTS_STEP => 0,
            year if year == base => 1,
            year => {
                wrong("year", format!("{year} is neither {} nor {base}", base - COUNTS_STEP));
                continue;
            }
        };
        let key = match AreaKey::parse(&row.municipality) {
            Ok(AreaKey::Municipality(key)) => key,
            _ => {
                wrong("municipality", format!("\"{}\" is not a key of a municipality", row.municipality));
                continue;
            }
        };
        let group = row.age_from / 5;
        if row.age_from % 5 != 0 || group >= GROUPS {
            wrong("age_from", format!("{} is not one of 0, 5, … 85", row.age_from));
        } else if !(row.persons.is_finite() && row.persons >= 0.0) {
            wrong("persons", format!("{} is not a number of persons", row.persons));
        } else if cells.entry(key).or_default()[date][row.sex as usize][group].replace(row.persons).is_some()
        {
            wrong("age_from", format!("{} appears twice for this municipality, year and sex", row.age_from));
        }
    }
    let complete = cells.into_iter().filter_map(|(key, [before, base])| {
        let full = |table: [[Option<f64>; GROUPS]; 2]| -> Option<BySexGroup> {
            table
                .iter()
                .flatten()
                .all(Option::is_some)
                .then(|| table.map(|row| row.map(Option::unwrap_or_default)))
        };
        let both = full(before).zip(full(base));
        if both.is_none() {
            let sentence = format!("{key} has not all of 2 dates, 2 sexes and {GROUPS} groups");
            errors.push(FieldError::rule("counts", sentence));
        }
        both.map(|(before, base)| TwoCounts { key, before, base })
    });
    complete.collect()
}

impl AssumptionsRequest {
    fn overrides(self) -> Overrides {
        let target =
            |ask: Option<TargetRequest>| ask.map(|ask| Target { value: ask.value, year: Year(ask.year) });
        Overrides {
            tfr: target(self.tfr),
            e0: [target(self.life_expectancy_male), target(self.life_expectancy_female)],
            external_migration: target(self.external_migration),
            internal_migration: target(self.internal_migration),
        }
    }
}
