//! Need, places and staff for every year and area of a projection.

use super::error::CareError;
use super::further::{FurtherNeed, FurtherRules, dementia};
use super::inputs::Inputs;
use super::need::{Need, Part, Weights, weights};
use super::places::{self, Balance, PlaceRules};
use super::population::{DAY_CARE_FROM, care_groups, informal_potential, persons_from};
use super::rates::TypeRates;
use super::scenario::{Assumed, CareRequest, Moment, Own, odds_of_rise, rates_at};
use super::staff::{Sensitivity, Staff, StaffRules, sensitivity};
use super::supply::{Places, supply};
use super::survey::{DistrictSurvey, Survey};
use crate::model::care::{BySexCareGroup, Parameters};
use crate::model::{BySexAge, Model};
use crate::projection::Projection;
use crate::units::{Ags, PlaceKind, Year};

/// Need, places, staff and further needs of a population, from the base year on.
#[derive(Debug, Clone, PartialEq)]
pub struct CareForecast {
    /// Keys of the areas, in the order of the years' tables.
    pub areas: Vec<Ags>,
    /// From the base year on.
    pub years: Vec<CareYear>,
    /// Full-time equivalents of a head of staff, if a request gives them.
    pub fte_per_head: Option<f64>,
    /// Those of the model, with the request's in their place.
    pub parameters: Parameters,
    /// By district, the places of the survey.
    pub places_of_survey: Vec<Places>,
    /// By district, recipients of Hilfe zur Pflege per resident of a home, and euros per recipient.
    pub assistance: Vec<(f64, f64)>,
    grades: [[f64; 5]; 5],
}

/// All areas at the end of a year.
#[derive(Debug, Clone, PartialEq)]
pub struct CareYear {
    /// The year at whose end persons, places and heads are counted.
    pub year: Year,
    /// In the order of [`CareForecast::areas`].
    pub areas: Vec<AreaYear>,
}

/// One area at the end of a year.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaYear {
    /// Residents by sex and care group, in persons.
    pub population: BySexCareGroup,
    /// Shares of residents in need by sex, care group and care type.
    pub rates: TypeRates,
    /// Factor on the odds of the rates of the survey by which need has risen; `None` without a rise.
    pub odds_of_rise: Option<f64>,
    /// People in need of care, in persons.
    pub need: Need,
    /// Places needed and places there.
    pub places: Balance,
    /// Heads needed and available.
    pub staff: Staff,
    /// Dementia, relief and Hilfe zur Pflege.
    pub further: FurtherNeed,
    /// Women and men from 45 to 64 for each person of 75 and older.
    pub informal_potential: Option<f64>,
    rules: Rules,
}

impl AreaYear {
    /// Heads per resident and client of this district.
    pub fn staff_rules(&self) -> StaffRules {
        self.rules.staff
    }
}

/// Places and staff per person in a district.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Rules {
    places: PlaceRules,
    staff: StaffRules,
}

/// What is the same in all years.
struct Setting<'a> {
    model: &'a Model,
    survey: &'a Survey,
    assumed: Assumed,
    own: &'a Own,
    supply: Vec<Places>,
    rules: Vec<Rules>,
    further: FurtherRules,
}

impl Survey {
    /// Need, places and staff of a projected population, by year (from the base year on) and area (in the order of the
    /// projection). Persons, places and heads are counted at the end of a year, euros are per year.
    ///
    /// The function is pure: the same model, projection and request give the same figures.
    ///
    /// # Errors
    ///
    /// [`CareError`] names the value and what to do: areas that differ from the projection's, an unknown assumption or
    /// parameter, a value outside its bounds, a missing count, or a supply that planned closures make negative.
    ///
    /// ```
    /// use pflegeplan_engine::care::{CareRequest, Survey};
    /// use pflegeplan_engine::model::load::{CURRENT, load};
    /// use pflegeplan_engine::projection::{Request, project};
    /// use pflegeplan_engine::units::Year;
    ///
    /// let model = load(CURRENT).expect("the embedded model set is valid").model;
    /// let projection = project(&model, &Request::new("status-quo", Year(2030))).expect("a scenario of the model");
    /// let forecast = Survey::new(&model)?.forecast(&model, &projection, &CareRequest::default())?;
    /// assert_eq!(forecast.years.len(), 6);
    /// assert!(forecast.years[5].areas[0].need.people_in_need() > 0.0);
    /// # Ok::<(), pflegeplan_engine::care::CareError>(())
    /// ```
    pub fn forecast(
        &self,
        model: &Model,
        projection: &Projection,
        request: &CareRequest,
    ) -> Result<CareForecast, CareError> {
        if !projection.areas.iter().eq(self.districts.iter().map(|district| &district.key)) {
            return Err(CareError::OtherAreas);
        }
        let setting = Setting::new(model, self, request)?;
        let base = std::iter::once((model.base_year, &projection.base));
        let years = base.chain(projection.years.iter().map(|year| (year.year, &year.population)));
        let years = years.map(|(year, population)| {
            let gained = gained(model, projection, year);
            let areas = (0..self.districts.len()).map(|index| {
                setting.area(index, year, gained, (&projection.base[index], &population[index]))
            });
            Ok(CareYear { year, areas: areas.collect::<Result<_, _>>()? })
        });
        let years = years.collect::<Result<_, CareError>>()?;
        Ok(CareForecast {
            areas: projection.areas.clone(),
            years,
            fte_per_head: setting.assumed.fte_per_head,
            parameters: setting.assumed.parameters,
            places_of_survey: setting.supply,
            assistance: setting.further.assistance,
            grades: model.care.grade_shares,
        })
    }
}

impl Survey {
    /// Heads available in the chosen districts at the end of a year, and how they depend on each parameter of the supply of
    /// staff when it is changed by a share of itself.
    pub fn staff_sensitivity(
        &self,
        model: &Model,
        request: &CareRequest,
        chosen: impl Fn(usize) -> bool,
        (year, share): (Year, f64),
    ) -> Result<(f64, Vec<Sensitivity>), CareError> {
        let assumed = Assumed::new(&model.care, request)?;
        let (parameters, own) = (&assumed.parameters, &request.own);
        let rules = StaffRules::of(&Inputs { model, survey: self, places: &[], parameters, own })?;
        let own = rules.iter().enumerate().filter(|(index, _)| chosen(*index));
        let stock: f64 = own.map(|(_, rules)| rules.stock).sum();
        let available = stock * supply(parameters, self.year, year);
        Ok((available, sensitivity(parameters, stock, (self.year, year), share)))
    }
}

/// Years of life expectancy at birth that a year's assumptions have gained since the base year.
fn gained(model: &Model, projection: &Projection, year: Year) -> [f64; 2] {
    let assumed = projection.provenance.assumptions.iter().find(|(of, _)| *of == year);
    let now = assumed.map_or(model.mortality.e0, |(_, assumptions)| assumptions.e0);
    std::array::from_fn(|sex| now[sex] - model.mortality.e0[sex])
}

impl<'a> Setting<'a> {
    fn new(model: &'a Model, survey: &'a Survey, request: &'a CareRequest) -> Result<Self, CareError> {
        let assumed = Assumed::new(&model.care, request)?;
        let known = |area: &&Ags| survey.districts.iter().any(|district| district.key == **area);
        let own = request.own.assistance.iter().map(|one| &one.area);
        if let Some(area) = assumed.planned.areas().chain(own).find(|area| !known(area)) {
            return Err(CareError::UnknownArea(area.clone()));
        }
        let districts = || survey.districts.iter();
        let supply: Vec<Places> = districts()
            .map(|district| places::of_survey(model, district, survey.year))
            .collect::<Result<_, _>>()?;
        let (parameters, own) = (&assumed.parameters, &request.own);
        let inputs = Inputs { model, survey, places: &supply, parameters, own };
        let staff = StaffRules::of(&inputs)?.into_iter().enumerate();
        let rules =
            staff.map(|(district, staff)| Rules { places: PlaceRules::new(&inputs, district), staff });
        let rules = rules.collect();
        let further = FurtherRules::new(&inputs);
        Ok(Self { model, survey, assumed, own, supply, rules, further })
    }

    fn inputs(&self) -> Inputs<'_> {
        let (model, survey, own) = (self.model, self.survey, self.own);
        Inputs { model, survey, places: &self.supply, parameters: &self.assumed.parameters, own }
    }

    fn area(
        &self,
        index: usize,
        year: Year,
        gained: [f64; 2],
        (base, now): (&BySexAge, &BySexAge),
    ) -> Result<AreaYear, CareError> {
        let district: &DistrictSurvey = &self.survey.districts[index];
        let potential = informal_potential(now);
        let index_of_potential = match (informal_potential(base), potential) {
            (Some(before), Some(now)) if before > 0.0 => now / before,
            _ => 1.0,
        };
        let moment = Moment { year, survey: self.survey.year, gained, potential: index_of_potential };
        let odds_of_rise = odds_of_rise(&self.assumed, district, (self.survey.year, year))?;
        let rates = rates_at(&self.assumed, district, self.model.base_year, (&moment, odds_of_rise));
        let population = care_groups(now);
        let care = &self.model.care;
        let need = Need::new(&rates, &care.grade_shares, &population);
        let rules = self.rules[index];
        let places = Balance {
            needed: rules.places.needed(&need, persons_from(&population, DAY_CARE_FROM)),
            supply: self.assumed.planned.supply_at(&district.key, &self.supply[index], year)?,
        };
        let parameters = &self.assumed.parameters;
        let available = rules.staff.stock * supply(parameters, self.survey.year, year);
        let staff = rules.staff.staff(&need, available);
        let further = self.further.need(&self.inputs(), (index, year), &population, &need);
        Ok(AreaYear {
            population,
            rates,
            odds_of_rise,
            need,
            places,
            staff,
            further,
            informal_potential: potential,
            rules,
        })
    }
}

impl CareForecast {
    /// Shares of residents in need by year after the base and area.
    pub fn need_rates(&self) -> Vec<Vec<BySexCareGroup>> {
        let all = |area: &AreaYear| weights(&area.rates, &self.grades, &Part::default()).0;
        self.years.iter().skip(1).map(|year| year.areas.iter().map(all).collect()).collect()
    }

    /// What one resident of an area adds to a part of the need in a year, given by its row in `years`.
    pub fn need_weights(&self, year: usize, area: usize, part: &Part) -> Weights {
        weights(&self.years[year].areas[area].rates, &self.grades, part)
    }

    /// The same for places needed.
    pub fn place_weights(&self, year: usize, area: usize, kind: PlaceKind) -> Weights {
        let of = &self.years[year].areas[area];
        of.rules.places.weights(kind, &of.rates, &self.grades)
    }

    /// The same for heads of staff needed.
    pub fn staff_weights(&self, year: usize, area: usize) -> Weights {
        let of = &self.years[year].areas[area];
        of.rules.staff.weights(&of.rates, &self.grades)
    }

    /// The same for people with dementia.
    pub fn dementia_weights(&self, model: &Model) -> Weights {
        dementia(&model.care)
    }
}
