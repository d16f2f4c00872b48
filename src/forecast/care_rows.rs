//! The rows of need, places, staff and further needs.

use super::rows::{Measure, Row, StaffUnit};
use super::{AreaRows, Breakdown, CareProvenance, ForecastArea, ForecastError, ForecastSpec, QUANTILES};
use crate::algebra::Unit;
use crate::care::{
    AreaYear, CareForecast, Part, PlaceKind, Survey, Weights, care_groups, formulas, informal_potential,
    type_counts,
};
use crate::model::care::{BySexCareGroup, CARE_GROUPS, CountKind, care_ages};
use crate::model::{Model, OPEN_AGE};
use crate::projection::{Bands, Group, NeedRates, Projection, WeightedSum};
use crate::units::{AreaKey, CareGrade, CareType, Sex, Year};

/// The forecast of care behind the rows, and the measures that have a distribution.
pub(crate) struct CareRows {
    pub survey: Survey,
    pub forecast: CareForecast,
    pub measures: Vec<Weighted>,
}

/// A measure that is a sum of residents times weights, and the part of it that a row is of.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Weighted {
    measure: Measure,
    part: Part,
    /// By year from the base on, and district.
    weights: Vec<Vec<Weights>>,
}

impl CareRows {
    pub fn new(model: &Model, baseline: &Projection, request: &ForecastSpec) -> Result<Self, ForecastError> {
        let survey = Survey::new(model)?;
        let forecast = survey.forecast(model, baseline, &request.care)?;
        let measures = measures(model, &forecast, request.by);
        Ok(Self { survey, forecast, measures })
    }

    /// The rates of need of the run, around which they are drawn.
    pub fn need_rates(&self) -> NeedRates {
        NeedRates { survey: self.survey.year, rates: self.forecast.need_rates() }
    }

    /// The measures as sums within each draw.
    pub fn sums(&self) -> Vec<WeightedSum> {
        self.measures.iter().map(Weighted::sum).collect()
    }

    pub fn provenance(&self, request: &ForecastSpec) -> CareProvenance {
        CareProvenance::new(self.survey.year, request)
    }

    /// What a reader of the figures has to know.
    pub fn notes(&self, model: &Model, request: &ForecastSpec, areas: &[ForecastArea]) -> Vec<String> {
        let survey = self.survey.year.0;
        let mut notes = vec![
            "people_in_need counts grade 1 without services, people_in_need_with_services does not; both are in use".to_owned(),
            "homes and services are counted at their seat, people on the allowance where they live: need in homes is that of the district's homes, not of its residents".to_owned(),
        ];
        if areas.iter().any(ForecastArea::is_small) {
            notes.push("need inside a district is an estimate: its residents by age and sex at the rates of the whole district; staff needed there follows from that estimate, and which staff is available is known of whole districts only".to_owned());
            if !request.counts.is_empty() {
                notes.push("by one's own counts the residents of 85 and older are parted into 85 to 89, 90 to 94 and 95 and older as in the district".to_owned());
            }
        } else {
            notes.push("staff is in heads, and its supply rests on assumptions of ours".to_owned());
        }
        notes.push(supply_note(request, survey));
        notes.extend(plan_notes(request, areas));
        if request.draws > 0 {
            notes.push(band_note(model, request));
        }
        if request.care.own.day_care_per_100_from_75.is_none() {
            notes.push(format!("no target for day care was given: its places per resident of 75 and older go on as in {survey}"));
        }
        notes
    }
}

/// What bands hold, and how far they were tested.
fn band_note(model: &Model, request: &ForecastSpec) -> String {
    let Some(deviations) = &model.uncertainty.deviations else {
        return "bands hold the chance of births, deaths and moves, and not all of it: in back-tests fewer official figures lay inside than a band says (models/BACKTEST.md); that rates of need, staff or supply come out otherwise is not in them".to_owned();
    };
    let tested = model.base_year.0 + deviations.population.longest;
    let mut note = "bands hold the chance of births, deaths, moves and rates of need, as wide as the errors of back-tests were; that supply, or staff for each person in need, comes out otherwise is not in them".to_owned();
    if request.to.0 > tested {
        note.push_str(&format!(
            "; back-tests reach {} years, so that bands after {tested} are extrapolated",
            deviations.population.longest
        ));
    }
    note
}

/// Plans that may be counted twice, and plans that no row shows.
fn plan_notes(request: &ForecastSpec, areas: &[ForecastArea]) -> Vec<String> {
    let mut notes = Vec::new();
    for change in &request.care.own.planned {
        let register = request.supply.as_ref().map(|supply| supply.announced_beside(change));
        let announced = register.unwrap_or_default();
        if !announced.is_empty() {
            notes.push(format!(
                "care.planned_places names {:+.0} {} places of {} in {}, and the register says by itself: {}; both are counted, so leave the plan out if it is the same home",
                change.places, change.kind.word(), change.area, change.year.0, announced.join("; ")
            ));
        }
        let is_shown = areas.iter().any(|area| match &area.key {
            AreaKey::District(key) => *key == change.area,
            AreaKey::State(_) => true,
            _ => false,
        });
        if !is_shown {
            notes.push(format!(
                "care.planned_places of {} in {} changes no row: rows of whole districts have it, and none of {} was asked for",
                change.area, change.year.0, change.area
            ));
        }
    }
    if request.draws == 0 && request.seed != 1 {
        notes.push("the seed has no effect without draws".to_owned());
    }
    notes
}

fn supply_note(request: &ForecastSpec, survey: i32) -> String {
    let Some(supply) = &request.supply else {
        return format!("the supply of places is that of the statistics of {survey} and of planned changes");
    };
    let mut note = format!(
        "the supply of places is that of the register (version {}) on 31 December by its dates; {} offers have no number of places and are not in it; {:.0} embedded short-term places are residential places already",
        supply.version, supply.without_places, supply.embedded_short_term
    );
    if supply.has_examples {
        note.push_str("; the register holds invented facilities");
    }
    note
}

/// The weights by care group, repeated for each finer group of the draws: those under 65 share one weight.
pub(crate) fn on_grid(weights: &Weights) -> Vec<f64> {
    let care_group = |from: usize| (0..CARE_GROUPS).find(|group| care_ages(*group).contains(&from));
    let weight = |group: Group| {
        let row = group.sex.map_or(0, |sex| sex as usize);
        care_group(*group.ages.start()).map_or(0.0, |group| weights.0[row][group])
    };
    Group::care_grid().into_iter().map(weight).collect()
}

fn measures(model: &Model, forecast: &CareForecast, by: Breakdown) -> Vec<Weighted> {
    let mut wanted = Vec::new();
    for part in parts(by) {
        wanted.extend([(Measure::PeopleInNeed, part), (Measure::PeopleInNeedWithServices, part)]);
    }
    wanted.extend(PlaceKind::ALL.map(|kind| (Measure::PlacesNeeded(kind), Part::default())));
    wanted
        .extend([StaffUnit::Heads, StaffUnit::Fte].map(|unit| (Measure::StaffNeeded(unit), Part::default())));
    for part in parts(Breakdown { care_grade: false, care_type: false, ..by }) {
        wanted.push((Measure::PeopleWithDementia, part));
    }
    wanted.into_iter().filter_map(|(measure, part)| Weighted::new((model, forecast), measure, part)).collect()
}

impl Weighted {
    /// The weights of a part of a measure; `None` where the measure has no such part or is no sum of residents.
    pub fn new((model, forecast): (&Model, &CareForecast), measure: Measure, part: Part) -> Option<Self> {
        let each = |weights: &dyn Fn(usize, usize) -> Weights| Self {
            measure,
            part,
            weights: (0..forecast.years.len())
                .map(|year| (0..forecast.areas.len()).map(|area| weights(year, area)).collect())
                .collect(),
        };
        let need = |year, area| forecast.need_weights(year, area, &part);
        let staff = |year, area| forecast.staff_weights(year, area);
        match measure {
            Measure::PeopleInNeed => Some(each(&need)),
            Measure::PeopleInNeedWithServices => match part.kind {
                Some(CareType::Grade1WithoutServices) => None,
                Some(_) => Some(each(&need)),
                None => {
                    let without = Part { kind: Some(CareType::Grade1WithoutServices), ..part };
                    let without = |year, area| forecast.need_weights(year, area, &without).times(-1.0);
                    Some(each(&|year, area| need(year, area).plus(&without(year, area))))
                }
            },
            Measure::PlacesNeeded(kind) => Some(each(&|year, area| forecast.place_weights(year, area, kind))),
            Measure::StaffNeeded(StaffUnit::Heads) => Some(each(&staff)),
            Measure::StaffNeeded(StaffUnit::Fte) => {
                let fte = forecast.fte_per_head?;
                Some(each(&|year, area| staff(year, area).times(fte)))
            }
            Measure::PeopleWithDementia => {
                let weights = forecast.dementia_weights(model).within(part.sex, part.group);
                Some(each(&|_, _| weights))
            }
            _ => None,
        }
    }

    /// The weights of a year after the base, in a district.
    pub fn weights_of(&self, year: usize, district: usize) -> Weights {
        self.weights[year][district]
    }

    /// The same as a sum within each draw.
    pub fn sum(&self) -> WeightedSum {
        let of_year = |areas: &Vec<Weights>| areas.iter().map(on_grid).collect();
        let weights = Some(self.weights.iter().skip(1).map(of_year).collect());
        match self.follows_need() {
            true => WeightedSum { of_need: weights, of_residents: None },
            false => WeightedSum { of_residents: weights, of_need: None },
        }
    }

    /// Whether the weights are proportional to the rates of need. Day care and dementia follow the residents of an age alone.
    pub fn follows_need(&self) -> bool {
        match self.measure {
            Measure::PlacesNeeded(kind) => kind != PlaceKind::DayCare,
            measure => measure != Measure::PeopleWithDementia,
        }
    }
}

/// What rows are disaggregated by. Care groups are all that is known of ages.
fn parts(by: Breakdown) -> Vec<Part> {
    let mut parts = vec![Part::default()];
    let mut each = |wanted: bool, options: &dyn Fn(Part) -> Vec<Part>| {
        if wanted {
            parts = parts.iter().flat_map(|part| options(*part)).collect();
        }
    };
    each(by.sex, &|part| [Sex::Male, Sex::Female].map(|sex| Part { sex: Some(sex), ..part }).to_vec());
    each(by.age != super::Ages::All, &|part| {
        (0..CARE_GROUPS).map(|group| Part { group: Some(group), ..part }).collect()
    });
    each(by.care_type, &|part| CareType::ALL.map(|kind| Part { kind: Some(kind), ..part }).to_vec());
    each(by.care_grade, &|part| CareGrade::ALL.map(|grade| Part { grade: Some(grade), ..part }).to_vec());
    parts
}

/// How many rows of need, places and staff an area has in a year at most.
pub(super) fn need_rows(by: Breakdown, of_small: bool, with_register: bool) -> usize {
    let need = 2 * parts(by).len();
    let dementia = parts(Breakdown { care_grade: false, care_type: false, ..by }).len();
    let places = PlaceKind::ALL.len() * if of_small && !with_register { 1 } else { 3 };
    // Heads and full-time equivalents: needed, and in whole districts available and missing.
    let staff = 2 * if of_small { 1 } else { 3 };
    // Relief and assistance in whole districts, and the informal potential.
    let further = 1 + if of_small { 0 } else { 4 };
    need + dementia + places + staff + further
}

impl AreaRows<'_> {
    fn of_part(&self, year: Year, measure: Measure, part: &Part, value: f64) -> Row {
        let ages = part.group.map(care_ages);
        Row {
            sex: part.sex,
            age_from: ages.as_ref().map(|ages| *ages.start()),
            age_to: ages.map(|ages| *ages.end()).filter(|last| *last < OPEN_AGE),
            care_grade: part.grade,
            care_type: part.kind,
            ..self.row(year, measure, value)
        }
    }

    /// Need, places and staff at the end of a year.
    pub(crate) fn push_care(
        &self,
        (model, care): (&Model, &CareRows),
        year: Year,
        projection: &Projection,
        rows: &mut Vec<Row>,
    ) {
        let Some(at) = care.forecast.years.iter().position(|one| one.year == year) else { return };
        let population = match at {
            0 => &projection.base,
            _ => &projection.years[at - 1].population,
        };
        let residents: Vec<_> = self
            .area
            .residents(at, population)
            .map(|(district, table)| (district, care_groups(&table)))
            .collect();
        let potential = self.potential(at, population);
        self.push_need((model, care), (at, year), (&residents, potential), projection, rows);
    }

    /// The same of residents in care groups, by the districts they live in, and their informal potential.
    pub(crate) fn push_need(
        &self,
        (model, care): (&Model, &CareRows),
        (at, year): (usize, Year),
        (residents, potential): (&[(usize, BySexCareGroup)], Option<f64>),
        projection: &Projection,
        rows: &mut Vec<Row>,
    ) {
        for (index, weighted) in care.measures.iter().enumerate() {
            let of = |(district, groups): &(usize, _)| weighted.weights[at][*district].sum(groups);
            let value = residents.iter().map(of).sum();
            let bands = projection.bands.as_ref();
            let quantiles = bands.and_then(|bands| self.sum_quantiles(bands, year, index));
            let row = self.of_part(year, weighted.measure, &weighted.part, value);
            rows.push(Row { quantiles, ..row });
            self.push_beside((model, care), (at, year), (weighted.measure, value, quantiles), rows);
        }
        if !self.area.is_small() {
            self.push_further(care, (at, year), rows);
        }
        rows.extend(potential.map(|value| self.row(year, Measure::InformalPotential, value)));
    }

    /// Supply and balance beside the need, where they are known. Supply is not drawn, so the distribution of the balance is
    /// that of the need, reversed.
    fn push_beside(
        &self,
        (model, care): (&Model, &CareRows),
        (at, year): (usize, Year),
        (measure, needed, quantiles): (Measure, f64, Option<[f64; QUANTILES.len()]>),
        rows: &mut Vec<Row>,
    ) {
        match measure {
            Measure::PlacesNeeded(kind) => {
                let Some(supply) = self.places_there((model, &care.forecast), (at, year), kind) else {
                    return;
                };
                rows.push(self.row(year, Measure::PlacesSupply(kind), supply));
                let mirrored = quantiles.map(|mut all| {
                    all.reverse();
                    all.map(|needed| formulas::places_balance(&"", supply, needed))
                });
                let balance = formulas::places_balance(&"", supply, needed);
                let balance = self.row(year, Measure::PlacesBalance(kind), balance);
                rows.push(Row { quantiles: mirrored, ..balance });
            }
            Measure::StaffNeeded(unit) if !self.area.is_small() => {
                let available = self.staff_there(&care.forecast, at, unit);
                rows.push(self.row(year, Measure::StaffAvailable(unit), available));
                let gap = |needed| formulas::staff_gap(&"", Unit::Heads, needed, available);
                let missing = quantiles.map(|all| all.map(gap));
                let gap = self.row(year, Measure::StaffGap(unit), gap(needed));
                rows.push(Row { quantiles: missing, ..gap });
            }
            _ => {}
        }
    }

    /// Staff available at the end of a year: heads, or full-time equivalents where the statistics allow the conversion.
    pub(crate) fn staff_there(&self, forecast: &CareForecast, at: usize, unit: StaffUnit) -> f64 {
        let per_head = match unit {
            StaffUnit::Heads => 1.0,
            StaffUnit::Fte => forecast.fte_per_head.unwrap_or(1.0),
        };
        formulas::full_time(&"", self.sum_of(forecast, at, |area| area.staff.available), per_head)
    }

    fn sum_of(&self, forecast: &CareForecast, at: usize, of: impl Fn(&AreaYear) -> f64) -> f64 {
        let own = forecast.years[at].areas.iter().enumerate();
        own.filter(|(district, _)| self.area.covers(*district)).map(|(_, area)| of(area)).sum()
    }

    /// Places at the end of a year: the register's, or those of the statistics, which know no parts of a
    /// district; and with both what the request plans.
    pub(crate) fn places_there(
        &self,
        (model, forecast): (&Model, &CareForecast),
        (at, year): (usize, Year),
        kind: PlaceKind,
    ) -> Option<f64> {
        let Some(register) = &self.request.supply else {
            let known = !self.area.is_small();
            return known.then(|| self.sum_of(forecast, at, |area| area.places.supply.of(kind)));
        };
        let places = register.places(year, |key| self.area.holds(model, key)).of(kind);
        let planned = self.request.care.own.planned.iter();
        let own = planned.filter(|change| change.kind == kind && change.year <= year);
        let own = own.filter(|change| {
            let district = model.districts.iter().position(|one| one.key == change.area);
            district.is_some_and(|district| self.area.covers(district))
        });
        Some(places + own.map(|change| change.places).sum::<f64>())
    }

    fn push_further(&self, care: &CareRows, (at, year): (usize, Year), rows: &mut Vec<Row>) {
        let own = care.forecast.years[at].areas.iter().enumerate();
        let own = own.filter(|(district, _)| self.area.covers(*district)).map(|(_, area)| area.further);
        let Some(further) = own.reduce(|sum, one| sum.plus(&one)) else { return };
        let assistance = further.assistance;
        for (measure, value) in [
            (Measure::EntitledToRelief, further.entitled_to_relief),
            (Measure::AssistanceRecipients, assistance.recipients),
            (Measure::AssistanceCost, assistance.cost_euro),
            (Measure::AssistanceCostWithPrices, assistance.cost_euro_with_prices),
        ] {
            rows.push(self.row(year, measure, value));
        }
    }

    fn potential(&self, years: usize, population: &[crate::model::BySexAge]) -> Option<f64> {
        let mut all = [[0.0; crate::model::AGES]; 2];
        for (_, table) in self.area.residents(years, population) {
            for (row, more) in all.iter_mut().zip(table.iter()) {
                row.iter_mut().zip(more).for_each(|(cell, more)| *cell += more);
            }
        }
        informal_potential(&all).map(|ratio| formulas::potential_per_100(&"", 100.0, ratio))
    }

    fn sum_quantiles(&self, bands: &Bands, year: Year, sum: usize) -> Option<[f64; QUANTILES.len()]> {
        let quantiles = match self.area.district() {
            Some(area) => bands.sum_of(area, year, sum),
            None => bands.sum_together(year, sum),
        };
        quantiles?.try_into().ok()
    }

    /// Official counts of past surveys that were asked for: all people in need, and the same care types as in later years
    /// if rows are disaggregated by them, so that they add up to all.
    pub(crate) fn observed_need(&self, model: &Model) -> Vec<Row> {
        let (AreaKey::State(key) | AreaKey::District(key)) = &self.area.key else { return Vec::new() };
        let wanted =
            |year: Year| year >= self.request.from && year < self.base_year && year <= self.request.to;
        let mut rows = Vec::new();
        let mut push = |year, part: &Part, persons| {
            let row = self.of_part(year, Measure::PeopleInNeed, part, persons);
            rows.push(Row { scenario: "observed".to_owned(), ..row });
        };
        for count in model.care.counts.iter().filter(|count| count.area == *key && wanted(count.year)) {
            match count.counted {
                CountKind::All => push(count.year, &Part::default(), count.persons),
                // Where the counted types do not add up, none of them is shown beside those of later years.
                CountKind::Of(CareType::AllowanceOnly) if self.request.by.care_type => {
                    let types = type_counts(&model.care, key, count.year).unwrap_or_default();
                    for (kind, persons) in CareType::ALL.into_iter().zip(types) {
                        push(count.year, &Part::of(kind), persons);
                    }
                }
                CountKind::Of(_) | CountKind::DayCareUsers | CountKind::ShortTermGuests => {}
            }
        }
        rows.sort_by_key(|row| row.year);
        rows
    }
}
