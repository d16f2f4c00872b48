//! The baseline: from the model's base population to the last year, year by year, without draws.

use crate::model::{AGES, BySexAge, Model, OPEN_AGE, Scenario};
use crate::projection::benchmark::{self, Control, Discrepancy};
use crate::projection::error::ProjectionError;
use crate::projection::flows::Flows;
use crate::projection::formulas;
use crate::projection::housing;
use crate::projection::life_table::Mortality;
use crate::projection::moves::{CellMoves, Moved, Moves, NOBODY};
use crate::projection::paths::{self, Assumptions};
use crate::projection::request::{Group, IncludedComponents, Request};
use crate::projection::step;
use crate::units::{Ags, Sex, Stop, Year};

/// The state of all areas on a 31 December, and the year before it.
#[derive(Debug, Clone, PartialEq)]
pub struct YearResult {
    /// The year that ends on this 31 December.
    pub year: Year,
    /// Residents by area, sex and single age, with the institutional population, in persons.
    pub population: Vec<BySexAge>,
    /// By area, what changed the population in the year.
    pub components: Vec<Components>,
    /// The differences of the year from its control totals before the adjustment.
    pub discrepancies: Vec<Discrepancy>,
    /// By area, if the request keeps them.
    pub flows: Vec<Flows>,
}

/// What changed an area's population in a year, in persons.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Components {
    /// Live births, boys and girls.
    pub births: [f64; 2],
    /// Deaths of men and women, counted by cohort from one 31 December to the next.
    pub deaths: [f64; 2],
    /// Net moves between the districts.
    pub internal: f64,
    /// Net moves across the border of the state.
    pub external: f64,
    /// Newcomers into planned housing.
    pub housing: f64,
    /// Change of the institutional population, which is outside the other components.
    pub institutional_population: f64,
    /// What the benchmark added or took away.
    pub benchmark: f64,
}

impl Components {
    /// Births plus net moves minus deaths, and all others: the change of the population.
    pub fn change(&self) -> f64 {
        self.births.iter().sum::<f64>() - self.deaths.iter().sum::<f64>()
            + self.internal
            + self.external
            + self.housing
            + self.institutional_population
            + self.benchmark
    }
}

/// What a run takes from the model and the request, checked and in the form its steps need.
pub(super) struct Run<'a> {
    pub model: &'a Model,
    pub included: IncludedComponents,
    pub keep_flows: bool,
    pub stop: &'a Stop,
    pub assumptions: Vec<(Year, Assumptions)>,
    pub mortality: [Mortality; 2],
    pub moves: Moves,
    pub housing: Vec<&'a housing::Housing>,
    /// By area, the institutional population on the base date and its plan.
    pub institutional_population: Vec<Option<&'a housing::InstitutionalPopulation>>,
    pub controls: Vec<Control>,
    /// By area, the base population without the institutional population.
    pub households: Vec<BySexAge>,
}

/// What the draws take from the baseline, by year.
#[derive(Default)]
pub(super) struct Baseline {
    /// Those who left for other districts at the start and at the end of a year.
    pub pools: Vec<[BySexAge; 2]>,
    /// Factors of the benchmark by year and area; empty without control totals.
    pub raking: Vec<Vec<BySexAge>>,
}

impl<'a> Run<'a> {
    pub fn new(model: &'a Model, scenario: &Scenario, request: &'a Request) -> Result<Self, ProjectionError> {
        if request.to < model.base_year || request.to > model.last_year {
            return Err(ProjectionError::horizon(request.to, model.base_year, model.last_year));
        }
        check_shape(model)?;
        let included = request.included;
        let institutional_population = housing::institutional_population_by_area(model, request)?;
        let households = housing::households(model, &institutional_population)?;
        let assumptions = paths::assumptions(model, scenario, request.to);
        let moves = Moves::new(model, &households, included)?;
        for (year, now) in &assumptions {
            check_assumptions(*year, now)?;
            moves.check(model, *year, now)?;
        }
        let mut controls = Vec::new();
        if included.benchmark {
            controls = benchmark::of_scenario(model, scenario, request.to);
            controls.extend_from_slice(&request.controls);
        }
        let mortality = [mortality(model, Sex::Male)?, mortality(model, Sex::Female)?];
        let housing = housing::checked(model, request)?;
        let keep_flows = request.keep_flows;
        Ok(Self {
            model,
            included,
            keep_flows,
            stop: &request.stop,
            assumptions,
            mortality,
            moves,
            housing,
            institutional_population,
            controls,
            households,
        })
    }

    /// The run without draws.
    pub fn baseline(&self) -> Result<(Vec<YearResult>, Baseline), ProjectionError> {
        let mut baseline = Baseline::default();
        let mut results = Vec::with_capacity(self.assumptions.len());
        let mut households = self.households.clone();
        for (year, now) in &self.assumptions {
            let mut components = vec![Components::default(); households.len()];
            let mut flows = vec![Flows::NONE; if self.keep_flows { households.len() } else { 0 }];
            self.year((*year, now), &mut households, &mut components, &mut baseline, &mut flows)?;
            let before = if self.keep_flows { households.clone() } else { Vec::new() };
            let discrepancies = self.benchmark(*year, &mut households, &mut components, &mut baseline)?;
            for (of_area, (old, new)) in flows.iter_mut().zip(before.iter().zip(&households)) {
                of_area.benchmark = difference(new, old);
            }
            let population = self.with_institutional_population(*year, &households, &mut components);
            results.push(YearResult { year: *year, population, components, discrepancies, flows });
        }
        Ok((results, baseline))
    }

    /// One year of all areas: half of the moves, survive and age, half of the moves, bear.
    fn year(
        &self,
        (year, now): (Year, &Assumptions),
        population: &mut Vec<BySexAge>,
        components: &mut [Components],
        baseline: &mut Baseline,
        flows: &mut [Flows],
    ) -> Result<(), ProjectionError> {
        let housing = housing::newcomers(&self.housing, self.model, year);
        let cells = self.keep_flows.then(|| Box::new(CellMoves::NONE));
        let mut moved = vec![Moved { cells, ..Moved::default() }; population.len()];
        let mut pools = [NOBODY; 2];
        let [at_start, at_end] = &mut pools;
        self.moves.half(0..=OPEN_AGE, now, &housing, population, at_start, &mut moved);
        moved.iter_mut().filter_map(|of_area| of_area.cells.as_mut()).for_each(|cells| cells.year_on());
        let start = std::mem::replace(population, vec![NOBODY; components.len()]);
        let sx = self.survival(year, now)?;
        for (area, end) in population.iter_mut().enumerate() {
            for s in 0..2 {
                step::survive(&start[area][s], &sx[area][s], &mut end[s]);
                components[area].deaths[s] = step::deaths(&start[area][s], &end[s]);
                if let Some(flows) = flows.get_mut(area) {
                    flows.died(s, &start[area][s], &end[s]);
                }
            }
        }
        self.moves.half(1..=OPEN_AGE, now, &housing, population, at_end, &mut moved);
        for (area, end) in population.iter_mut().enumerate() {
            let women = Sex::Female as usize;
            let asfr = self.asfr(area, now.tfr);
            let births = step::births(&start[area][women], &end[women], &asfr, 1.0);
            components[area].births = step::by_sex(births, self.model.male_births);
            if let Some(flows) = flows.get_mut(area) {
                flows.exposed(&start[area], end);
            }
            for s in 0..2 {
                end[s][0] = components[area].births[s] * sx[area][s][0];
                components[area].deaths[s] += components[area].births[s] - end[s][0];
                if let Some(flows) = flows.get_mut(area) {
                    flows.born(s, components[area].births[s], end[s][0]);
                }
            }
        }
        self.moves.half(0..=0, now, &housing, population, at_end, &mut moved);
        let mut area_moves = Vec::new();
        for (of_area, moved) in components.iter_mut().zip(moved) {
            of_area.internal = moved.internal;
            of_area.external = moved.external;
            of_area.housing = moved.housing;
            area_moves.extend(moved.cells);
        }
        flows.iter_mut().zip(area_moves).for_each(|(flows, cells)| flows.moved(*cells));
        baseline.pools.push(pools);
        Ok(())
    }

    /// Survival ratios of each area: the reference brought to the year's life expectancy, at the
    /// level of the district. Without natural change nobody dies.
    fn survival(&self, year: Year, now: &Assumptions) -> Result<Vec<BySexAge>, ProjectionError> {
        if !self.included.natural_change {
            return Ok(vec![[[1.0; AGES]; 2]; self.households.len()]);
        }
        let [men, women] = [Sex::Male, Sex::Female].map(|sex| {
            let found = self.mortality[sex as usize].factor_for(now.e0[sex as usize]);
            found.map_err(|source| ProjectionError::LifeTable { sex, year: Some(year.0), source })
        });
        let factors = [men?, women?];
        let of_area =
            |level: &[f64; 2]| [0, 1].map(|s| self.mortality[s].survival_ratios(factors[s] * level[s]));
        Ok(self.model.mortality.level.iter().map(of_area).collect())
    }

    /// Births per woman and year of age in an area.
    pub fn asfr(&self, area: usize, tfr: f64) -> [f64; AGES] {
        let fertility = &self.model.fertility;
        let level = if self.included.natural_change { fertility.level[area] } else { 0.0 };
        fertility.pattern.map(|share| formulas::births_per_woman(share, tfr, level))
    }

    /// Adjusts the year to its control totals, which include the institutional population.
    fn benchmark(
        &self,
        year: Year,
        households: &mut [BySexAge],
        components: &mut [Components],
        baseline: &mut Baseline,
    ) -> Result<Vec<Discrepancy>, ProjectionError> {
        let wrap = |source| ProjectionError::Benchmark { year: year.0, source };
        let areas: Vec<Ags> = self.model.districts.iter().map(|district| district.key.clone()).collect();
        let due = self.controls.iter().filter(|control| control.year == year).cloned();
        let (due, in_institutions) =
            housing::without_institutional_population(due.collect(), &areas, &self.institutional_population);
        if self.controls.is_empty() {
            return Ok(Vec::new());
        }
        let before = households.to_vec();
        let mut discrepancies = benchmark::fit(&areas, households, &due).map_err(wrap)?;
        for (discrepancy, residents) in discrepancies.iter_mut().zip(in_institutions) {
            discrepancy.control.persons += residents;
            discrepancy.projected += residents;
        }
        let mut raking = vec![[[1.0; AGES]; 2]; before.len()];
        for (area, (old, new)) in before.iter().zip(households.iter()).enumerate() {
            components[area].benchmark =
                formulas::added_by_controls(Group::ALL.sum(new), Group::ALL.sum(old));
            for s in 0..2 {
                for age in 0..AGES {
                    if old[s][age] > 0.0 {
                        raking[area][s][age] = new[s][age] / old[s][age];
                    }
                }
            }
        }
        baseline.raking.push(raking);
        Ok(discrepancies)
    }

    /// Adds the institutional population.
    fn with_institutional_population(
        &self,
        year: Year,
        households: &[BySexAge],
        components: &mut [Components],
    ) -> Vec<BySexAge> {
        let mut population = households.to_vec();
        for ((table, institutional_population), of_area) in
            population.iter_mut().zip(&self.institutional_population).zip(components)
        {
            if let Some(institutional_population) = institutional_population {
                let (now, before) = (
                    institutional_population.factor(year),
                    institutional_population.factor(Year(year.0 - 1)),
                );
                of_area.institutional_population =
                    (now - before) * Group::ALL.sum(&institutional_population.residents);
                for (row, residents) in table.iter_mut().zip(&institutional_population.residents) {
                    row.iter_mut().zip(residents).for_each(|(cell, residents)| *cell += now * residents);
                }
            }
        }
        population
    }
}

fn difference(new: &BySexAge, old: &BySexAge) -> BySexAge {
    let mut difference = *new;
    for (row, old) in difference.iter_mut().zip(old) {
        row.iter_mut().zip(old).for_each(|(cell, old)| *cell -= old);
    }
    difference
}

fn mortality(model: &Model, sex: Sex) -> Result<Mortality, ProjectionError> {
    let found = Mortality::from_qx(sex, &model.mortality.qx[sex as usize]);
    found.map_err(|source| ProjectionError::LifeTable { sex, year: None, source })
}

/// The tables of the model have one row a district, and its population is counts.
fn check_shape(model: &Model) -> Result<(), ProjectionError> {
    let expected = model.districts.len();
    for (table, found) in [
        ("population", model.population.len()),
        ("fertility level", model.fertility.level.len()),
        ("mortality level", model.mortality.level.len()),
        ("external migration", model.migration.external_counts.len()),
        ("internal migration", model.migration.internal_counts.len()),
    ] {
        if found != expected {
            return Err(ProjectionError::Shape { table, found, expected });
        }
    }
    for (district, table) in model.districts.iter().zip(&model.population) {
        housing::check_counts("base population", &district.key, table)?;
    }
    if !(0.0..=1.0).contains(&model.male_births) {
        let what = "the share of boys among newborns".to_owned();
        return Err(ProjectionError::Parameter { what, value: model.male_births, expected: "from 0 to 1" });
    }
    Ok(())
}

fn check_assumptions(year: Year, now: &Assumptions) -> Result<(), ProjectionError> {
    let rates = [
        ("the total fertility rate", now.tfr),
        ("the factor on moves across the border of the state", now.external),
        ("the factor on moves between districts", now.internal),
    ];
    for (what, value) in rates {
        if !(value.is_finite() && value >= 0.0) {
            let what = format!("{what} in {}", year.0);
            return Err(ProjectionError::Parameter {
                what,
                value,
                expected: "a number that is not negative",
            });
        }
    }
    Ok(())
}
