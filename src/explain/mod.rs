//! The calculation behind a figure of a forecast: every measure, every area, down to its sources.
//!
//! The formulas are those of `care` and `projection`, written over [`crate::algebra::Quantity`]: read here they give a
//! [`Figure`] that keeps its operands. This room says which figures they start from, what these are called and which
//! sources give them. The state, and a planning area of several districts, is the sum of its districts. A district's
//! figure is explained by what the measure consists of; that of a part of a district by the residents it has of each sex
//! and age of the district.

mod band;
mod cell;
mod cohorts;
mod counted;
mod events;
mod figure;
mod further;
mod moves;
mod need;
mod places;
mod reading;
mod residents;
mod staff;
#[cfg(test)]
mod tests;
mod text;

pub use band::{Band, Component, Draw, Drawn, Follows, PropagatesTo, Quantile, RULE};
pub use cell::Cell;
pub use figure::{COUNTS, Figure, Operation, REGISTER, Reference, Unit};

use crate::care::{CareForecast, Survey};
use crate::forecast::area::{ForecastArea, forecast_areas as areas};
use crate::forecast::counts::{self, HamiltonPerry};
use crate::forecast::rows::Measure;
use crate::forecast::{CareProvenance, ForecastError, ForecastSpec};
use crate::model::care::REQUEST;
use crate::model::{Model, Source};
use crate::projection::small_areas::Reliability;
use crate::projection::{self, Projection};
use crate::units::{AreaKey, Year};
use cell::NoSuchCell;
use figure::keys;

/// A figure of a forecast and the calculation behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The area of the figure.
    pub area: AreaKey,
    /// Empty for the state.
    pub name: String,
    /// Measure, year and part of the figure.
    pub cell: Cell,
    /// Id of the scenario, or `observed` for an official figure of the past.
    pub scenario: String,
    /// The figure with its operands.
    pub figure: Figure,
    /// Its distribution over draws, where draws were requested and its row has a distribution.
    pub band: Option<Band>,
    /// How far the figure of a part of a district can be relied on; `None` for districts and the state.
    pub reliability: Option<Reliability>,
    /// What a reader of the figure has to know, in sentences.
    pub notes: Vec<String>,
    /// The sources that the figure and its band name.
    pub sources: Vec<Source>,
    /// The other measures of the area in this year, with what they come to.
    pub others: Vec<(Measure, Figure)>,
    /// Whether it rests on a district's own counts.
    pub by_counts: bool,
    /// Of how many districts the figure is the sum.
    pub districts: usize,
    /// The run of the projection.
    pub provenance: projection::Provenance,
    /// The survey and the assumptions on care.
    pub care: CareProvenance,
}

/// The calculation behind the figure of one cell of a forecast: a tree of operations down to figures that a source, the
/// request, the register or the district's counts give. Values have the unit that each figure names.
///
/// The function is pure: the same model and request give the same explanation.
///
/// # Errors
///
/// [`ForecastError`] where the request has no forecast, or where the cell does not exist: a measure that is not
/// disaggregated by a dimension of the cell, an area without this measure, a year without figures, or more than one area.
///
/// ```
/// use pflegeplan::explain::{Cell, Operation, explain};
/// use pflegeplan::forecast::{ForecastSpec, Measure};
/// use pflegeplan::model::load::{CURRENT, load};
/// use pflegeplan::units::{AreaKey, Year};
///
/// let model = load(CURRENT).expect("the embedded model set is valid").model;
/// let spec = ForecastSpec::new(AreaKey::parse("13076").expect("a key of five digits"), &model);
/// let explained = explain(&model, &spec, &Cell::total(Measure::EntitledToRelief, Year(2040)))?;
/// let [in_need, in_homes] = explained.figure.of.as_slice() else { panic!("a difference of two") };
/// assert_eq!(explained.figure.operation, Operation::Difference);
/// assert_eq!(explained.figure.value, in_need.value - in_homes.value);
/// assert!(explained.sources.iter().any(|source| source.key == "RDB-CARE-2023"));
/// # Ok::<(), pflegeplan::forecast::ForecastError>(())
/// ```
pub fn explain(model: &Model, request: &ForecastSpec, cell: &Cell) -> Result<Explanation, ForecastError> {
    // A year after the last year of the request is explained as well.
    let request = ForecastSpec { to: request.to.max(cell.year), ..request.clone() };
    let explainer = Explainer::new(model, &request)?;
    let [place] = explainer.places.as_slice() else {
        return Err(ForecastError::NoSuchCell {
            field: "level",
            said: "one area is explained at a time; hint: ask for it by its own key".to_owned(),
        });
    };
    let figure = explainer.figure(place, cell)?;
    let band = explainer.band(place, cell, figure.value)?;
    let mut used = figure.all_sources();
    used.extend(band.iter().flat_map(Band::parameters).flat_map(Figure::all_sources));
    let known = model.sources.iter().cloned().chain([explainer.counts_source()]);
    let sources = known.filter(|source| used.contains(&source.key.as_str())).collect();
    let other = |measure: Measure| {
        let figure = explainer.figure(place, &Cell::total(measure, cell.year)).ok()?;
        Some((measure, figure.leaf(None)))
    };
    let others = Measure::ALL.into_iter().filter(|measure| *measure != cell.measure).filter_map(other);
    Ok(Explanation {
        area: place.key.clone(),
        name: place.name.clone(),
        cell: *cell,
        scenario: if cell.year < model.base_year { "observed".to_owned() } else { request.scenario.clone() },
        reliability: place.reliability,
        notes: explainer.notes(place, cell, band.as_ref()),
        sources,
        others: others.collect(),
        by_counts: !explainer.hamilton_perry.is_empty(),
        districts: place.districts().len(),
        figure,
        band,
        provenance: explainer.projection.provenance.clone(),
        care: CareProvenance::new(explainer.survey.year, &request),
    })
}

/// One run whose figures are explained: the traced reading of the formulas.
struct Explainer<'a> {
    model: &'a Model,
    request: &'a ForecastSpec,
    places: Vec<ForecastArea>,
    run: projection::Request,
    projection: Projection,
    survey: Survey,
    forecast: CareForecast,
    /// What the counts of the request give, by district.
    hamilton_perry: Vec<(usize, HamiltonPerry<'a>)>,
}

impl From<NoSuchCell> for ForecastError {
    fn from(NoSuchCell { field, said }: NoSuchCell) -> Self {
        Self::NoSuchCell { field, said }
    }
}

impl<'a> Explainer<'a> {
    fn new(model: &'a Model, request: &'a ForecastSpec) -> Result<Self, ForecastError> {
        request.check(model, 1)?;
        let places = areas(model, request)?;
        counts::check(model, request, &places)?;
        let run = request.run(model, &[], false, (Vec::new(), Vec::new(), None))?;
        let run = projection::Request { draws: None, keep_flows: true, ..run };
        let projection = projection::project(model, &run)?;
        let survey = Survey::new(model)?;
        let forecast = survey.forecast(model, &projection, &request.care)?;
        let mut hamilton_perry: Vec<(usize, HamiltonPerry)> = Vec::new();
        for district in places.iter().filter_map(ForecastArea::lies_in).filter(|_| !request.counts.is_empty())
        {
            if !hamilton_perry.iter().any(|(known, _)| *known == district) {
                hamilton_perry.push((district, HamiltonPerry::new(model, request, &projection, district)?));
            }
        }
        Ok(Self { model, request, places, run, projection, survey, forecast, hamilton_perry })
    }

    /// The figure of a cell, or why there is none.
    fn figure(&self, place: &ForecastArea, cell: &Cell) -> Result<Figure, ForecastError> {
        cell.check()?;
        if cell.year < self.model.base_year {
            return Ok(self.observed(place, cell)?);
        }
        self.check_counted(cell.year)?;
        let figure = match cell.measure {
            Measure::Population => self.population(place, cell)?,
            Measure::Births => self.births(place, cell)?,
            Measure::Deaths => self.deaths(place, cell)?,
            Measure::NetMigration => self.net_migration(place, cell)?,
            Measure::MovesInside | Measure::MovesAcross | Measure::PlannedHousing | Measure::CareHomes => {
                self.moves(place, cell)?
            }
            Measure::Benchmark => self.benchmark(place, cell)?,
            Measure::PeopleInNeed | Measure::PeopleInNeedWithServices => self.need(place, cell)?,
            Measure::PlacesNeeded(kind) => self.places_needed(place, cell, kind),
            Measure::PlacesSupply(kind) => self.places_supply(place, cell, kind)?,
            Measure::PlacesBalance(kind) => self.places_balance(place, cell, kind)?,
            Measure::StaffNeeded(unit) => self.staff_needed(place, cell, unit)?,
            Measure::StaffAvailable(unit) => self.staff_available(place, cell, unit)?,
            Measure::StaffGap(unit) => self.staff_gap(place, cell, unit)?,
            Measure::PeopleWithDementia => self.dementia(place, cell)?,
            Measure::EntitledToRelief => self.relief(place, cell)?,
            Measure::AssistanceRecipients => self.recipients(place, cell)?,
            Measure::AssistanceCost => self.cost(place, cell)?,
            Measure::AssistanceCostWithPrices => self.cost_with_prices(place, cell)?,
            Measure::InformalPotential => self.informal_potential(place, cell)?,
        };
        Ok(figure)
    }

    /// One figure per district, and their sum where there is more than one.
    fn by_district(
        &self,
        place: &ForecastArea,
        (what, unit): (&str, Unit),
        of: impl Fn(usize) -> Figure,
    ) -> Figure {
        let districts = place.districts();
        if let [only] = districts.as_slice() {
            return of(*only).named(what);
        }
        let each = |district: &usize| {
            let found = &self.model.districts[*district];
            of(*district).named(format!("{} ({})", found.name, found.key))
        };
        Figure::sum(what, unit, districts.iter().map(each).collect())
    }

    /// Refuses a measure that is known for whole districts only.
    fn whole(&self, place: &ForecastArea, measure: Measure) -> Result<(), NoSuchCell> {
        if !place.is_small() {
            return Ok(());
        }
        let said = format!("{} is known for whole districts, not for {}", measure.word(), place.key);
        Err(NoSuchCell { field: "measure", said })
    }

    /// The cell that explains the figure of a district within an area; a part of a planning area has no key of its own.
    fn reference(&self, place: &ForecastArea, district: usize, cell: Cell) -> Option<Reference> {
        let area = if place.districts().len() == 1 {
            place.key.clone()
        } else if place.part(district).is_none() {
            AreaKey::District(self.model.districts[district].key.clone())
        } else {
            return None;
        };
        Some(Reference { area, cell })
    }

    /// The row of the forecast's tables for a year.
    fn row(&self, year: Year) -> usize {
        usize::try_from(year.0 - self.model.base_year.0).unwrap_or(0)
    }

    /// Keys that a file of the model names.
    fn cited(&self, file: &str) -> Vec<String> {
        self.model.cited_by(file).to_vec()
    }

    /// Keys of the assumptions on the population, with the request where it has assumptions of its own.
    fn assumed(&self) -> Vec<String> {
        let mut sources = self.cited(&format!("scenarios/{}.toml", self.request.scenario));
        let request = self.request;
        let own = request.own != projection::Overrides::default()
            || request.included != projection::IncludedComponents::ALL
            || !(request.housing.is_empty()
                && request.institutional_population.is_empty()
                && request.controls.is_empty());
        if own {
            sources.push(REQUEST.to_owned());
        }
        sources
    }

    /// Keys of a parameter of care.
    fn parameter(&self, name: &str) -> Vec<String> {
        keys(self.forecast.parameters.source.get(name).map_or("", String::as_str))
    }

    fn notes(&self, place: &ForecastArea, cell: &Cell, band: Option<&Band>) -> Vec<String> {
        let mut notes = Vec::new();
        if !self.hamilton_perry.is_empty() {
            notes.push("inside a district this is an estimate: each cohort changes as it did between the two counts (Hamilton and Perry) and is raked to the district; rates are the district's".to_owned());
        } else if place.is_small() {
            let shares = match &self.model.municipal_ages {
                Some(_) => "its shares of the census of 2022, carried on as those who stay grow older",
                None => "its shares of the census of 2022",
            };
            notes.push(format!("inside a district this is an estimate: residents are those of the district by {shares}; rates are the district's"));
        }
        if place.districts().len() > 1 {
            notes.push("the sum of its districts; ask for one of them to see its own terms".to_owned());
        }
        if band.is_some() {
            notes.push("the figure is that of the run without draws; a draw changes residents, and rates of need where the model says how far they deviate, while supply and arrivals from other districts stay the same".to_owned());
        } else if self.request.draws > 0 {
            notes.push(format!("{} in {} has no band", cell.measure.word(), cell.year.0));
        }
        notes
    }
}
