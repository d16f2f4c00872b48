//! The band of a figure: how each quantile follows from the draws, and what was drawn.

use super::figure::{Figure, Unit, keys};
use super::{Cell, Explainer};
use crate::care::formulas;
use crate::forecast::area::ForecastArea;
use crate::forecast::care_rows::Weighted;
use crate::forecast::rows::Measure;
use crate::forecast::{AreaRows, ForecastError, QUANTILES};
use crate::model::OPEN_AGE;
use crate::model::deviations::{AgeDeviation, Deviations};
use crate::projection::{self, Bands, Draws, NeedRates, Sample, Shocks, Summed, shock};
use crate::units::{Ags, PlaceKind};

/// How quantiles are taken.
pub const RULE: &str = "sample quantile of definition 7 of Hyndman and Fan (1996): with the draws in ascending order from rank 0, the \
value at rank probability x (draws - 1), linear between the two neighbouring draws";

/// The distribution of a figure over draws.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// Number of draws.
    pub draws: usize,
    /// Seed of the draws.
    pub seed: u64,
    /// The figure of the run without draws.
    pub baseline: f64,
    /// The measure that was summed in each draw.
    pub summed: Measure,
    /// How the figure follows from it.
    pub propagates_to: PropagatesTo,
    /// At the probabilities of [`QUANTILES`].
    pub quantiles: Vec<Quantile>,
    /// The rates that are drawn.
    pub components: Vec<Component>,
    /// The draws next to the quantiles, by their numbers.
    pub neighbours: Vec<Draw>,
}

/// How a figure follows from the sum in a draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PropagatesTo {
    /// It is the sum.
    Itself,
    /// It is this constant minus the sum, so that the quantiles reverse their order.
    Less(f64),
    /// It is the sum minus this constant.
    Over(f64),
}

crate::units::words! {
    /// The kinds of [`PropagatesTo`]; the word stands in JSON.
    pub enum Follows {
        /// The figure is the sum.
        Itself = "itself",
        /// The figure is a constant minus the sum.
        Less = "less",
        /// The figure is the sum minus a constant.
        Over = "over",
    }
}

impl PropagatesTo {
    /// Its kind, and the constant of the formula where it has one.
    pub fn parts(self) -> (Follows, Option<f64>) {
        match self {
            Self::Itself => (Follows::Itself, None),
            Self::Less(supply) => (Follows::Less, Some(supply)),
            Self::Over(available) => (Follows::Over, Some(available)),
        }
    }

    fn of(self, sum: f64) -> f64 {
        match self {
            Self::Itself => sum,
            Self::Less(supply) => formulas::places_balance(&"", supply, sum),
            Self::Over(available) => formulas::staff_gap(&"", Unit::Heads, sum, available),
        }
    }
}

/// One quantile of the figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantile {
    /// From 0 to 1.
    pub probability: f64,
    /// The quantile as in the row of the forecast.
    pub value: f64,
    /// The probability of the quantile of the sum that it follows from.
    pub of_sum: f64,
    /// The rank of that quantile among the sums.
    pub rank: f64,
    /// The draws at the ranks below and above, the same twice at a whole rank.
    pub neighbours: [DrawSum; 2],
}

/// A draw, and the sum in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DrawSum {
    pub draw: usize,
    pub sum: f64,
}

/// A rate that is drawn in each draw.
#[derive(Debug, Clone, PartialEq)]
pub struct Component {
    /// The rate.
    pub what: &'static str,
    /// The random process around its assumed path.
    pub process: &'static str,
    /// Autocorrelation, standard deviation and correlation, each with its sources.
    pub parameters: Vec<Figure>,
}

/// The values drawn in a draw for the year.
#[derive(Debug, Clone, PartialEq)]
pub struct Draw {
    /// Number of the draw, from 0.
    pub draw: usize,
    /// Assumed value plus shock; `None` where births and deaths are excluded from the run.
    pub drawn: Option<Drawn>,
    /// By district of the area, net moves in addition to those assumed, as a share of its residents.
    pub migration: Vec<(Ags, f64)>,
    /// By district of the area, the yearly change of the logarithm of the persons in each age group of the model's deviations.
    pub ages: Vec<(Ags, Vec<f64>)>,
    /// By district of the area, the deviation of the log-odds of need; empty where the figure does not depend on it.
    pub need: Vec<(Ags, f64)>,
}

/// Rates of the state in one draw and year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drawn {
    /// Children per woman in the state.
    pub tfr: f64,
    /// Life expectancy at birth of men and women in the state.
    pub e0: [f64; 2],
}

impl Band {
    /// All parameters of what is drawn.
    pub fn parameters(&self) -> impl Iterator<Item = &Figure> {
        self.components.iter().flat_map(|component| &component.parameters)
    }
}

impl Explainer<'_> {
    /// The band of a cell; `None` where its row has none.
    pub(crate) fn band(
        &self,
        place: &ForecastArea,
        cell: &Cell,
        baseline: f64,
    ) -> Result<Option<Band>, ForecastError> {
        if self.request.draws == 0 {
            return Ok(None);
        }
        if !place.has_draws() {
            return Err(ForecastError::NoDrawsInside(place.key.to_string()));
        }
        if cell.year <= self.model.base_year {
            return Ok(None);
        }
        let Some((summed, propagates_to)) = self.propagates_to(place, cell) else { return Ok(None) };
        let Some((run, of)) = self.draws_of(place, &cell.with(summed))? else { return Ok(None) };
        let projection = projection::project(self.model, &run)?;
        let bands = projection.bands.as_ref();
        let found = bands.and_then(|bands| Some((of_sum(bands, place, cell, &of)?, bands.samples.first()?)));
        let Some((of_sum, sums)) = found else { return Ok(None) };
        let quantiles = quantiles(of_sum, sums, propagates_to);
        let mut draws: Vec<usize> =
            quantiles.iter().flat_map(|one| one.neighbours.map(|neighbours| neighbours.draw)).collect();
        draws.sort_unstable();
        draws.dedup();
        Ok(Some(Band {
            draws: self.request.draws,
            seed: self.request.seed,
            baseline,
            summed,
            propagates_to,
            quantiles,
            components: self.components(self.follows_need(summed)),
            neighbours: draws.into_iter().map(|draw| self.draw(place, cell, draw)).collect(),
        }))
    }

    /// The measure whose sum is drawn, and how the cell follows from it; `None` if it has no distribution.
    fn propagates_to(&self, place: &ForecastArea, cell: &Cell) -> Option<(Measure, PropagatesTo)> {
        let rows = AreaRows { request: self.request, area: place, base_year: self.model.base_year };
        let at = self.row(cell.year);
        match cell.measure {
            Measure::PlacesBalance(kind) => {
                let supply = rows.places_there((self.model, &self.forecast), (at, cell.year), kind)?;
                Some((Measure::PlacesNeeded(kind), PropagatesTo::Less(supply)))
            }
            Measure::StaffGap(unit) => {
                let available = rows.staff_there(&self.forecast, at, unit);
                Some((Measure::StaffNeeded(unit), PropagatesTo::Over(available)))
            }
            measure => Some((measure, PropagatesTo::Itself)),
        }
    }

    /// The run with the draws of the request, of which only the sum of one cell is kept.
    fn draws_of(
        &self,
        place: &ForecastArea,
        cell: &Cell,
    ) -> Result<Option<(projection::Request, Summed)>, ForecastError> {
        let mut kept = (Vec::new(), Vec::new());
        let of = if cell.measure == Measure::Population {
            let group = cell.group()?;
            kept.0.push(group.clone());
            Summed::Group(group)
        } else {
            let weighted = Weighted::new((self.model, &self.forecast), cell.measure, cell.part()?);
            let Some(weighted) = weighted else { return Ok(None) };
            kept.1.push(weighted.sum());
            Summed::Weighted(0)
        };
        let area = place.district().map(|index| self.model.districts[index].key.clone());
        let (groups, sums) = kept;
        let draws = Draws {
            seed: self.request.seed,
            count: self.request.draws,
            quantiles: QUANTILES.to_vec(),
            groups,
            together: place.is_state(),
            questions: Vec::new(),
            sums,
            need: Some(NeedRates { survey: self.survey.year, rates: self.forecast.need_rates() }),
            samples: vec![Sample { area, year: cell.year, of: of.clone() }],
            threads: self.request.limits.threads,
        };
        let run = projection::Request { draws: Some(draws), keep_flows: false, ..self.run.clone() };
        Ok(Some((run, of)))
    }

    fn draw(&self, place: &ForecastArea, cell: &Cell, draw: usize) -> Draw {
        let lag = self.model.base_year.0 + 1 - self.survey.year.0;
        let lag = self.follows_need(cell.measure).then_some(lag);
        let years = (self.row(cell.year), lag);
        let Shocks { tfr, e0, migration, ages, need } = shock(self.model, (self.request.seed, draw), years);
        let drawn = self.run.included.natural_change.then(|| Drawn {
            tfr: self.assumption(cell.year, |now| now.tfr) + tfr,
            e0: [0, 1].map(|sex| self.assumption(cell.year, |now| now.e0[sex]) + e0[sex]),
        });
        let key = |district: usize| self.model.districts[district].key.clone();
        let districts = || place.districts().into_iter();
        Draw {
            draw,
            drawn,
            migration: districts().map(|district| (key(district), migration[district])).collect(),
            ages: districts().map(|district| (key(district), ages[district].clone())).collect(),
            need: districts().filter_map(|district| Some((key(district), *need.get(district)?))).collect(),
        }
    }

    /// Whether rates of need are drawn for a measure.
    fn follows_need(&self, measure: Measure) -> bool {
        self.model.uncertainty.deviations.is_some()
            && match measure {
                Measure::Population | Measure::PeopleWithDementia => false,
                Measure::PlacesNeeded(kind) | Measure::PlacesBalance(kind) => kind != PlaceKind::DayCare,
                _ => true,
            }
    }

    /// The rates that are drawn, with the parameters of their processes.
    fn components(&self, with_need: bool) -> Vec<Component> {
        let u = &self.model.uncertainty;
        let parameter = |name: &str, what: &str, value: f64, unit: Unit| {
            Figure::given(what, value, unit, keys(u.source.get(name).map_or("", String::as_str)))
        };
        let (ar, sd) = ("autocorrelation from year to year", "standard deviation of the innovation");
        let fertility = Component {
            what: "total fertility rate of the state",
            process: "a first-order autoregression around the assumed path, in children per woman",
            parameters: vec![
                parameter("tfr_ar", ar, u.tfr_ar, Unit::Factor),
                parameter("tfr_sd", sd, u.tfr_sd, Unit::Ratio),
            ],
        };
        let correlation = "correlation of men and women";
        let mortality = Component {
            what: "life expectancy at birth of the state, men and women",
            process: "a random walk around the assumed path",
            parameters: vec![
                parameter("e0_sd", sd, u.e0_sd, Unit::Years),
                parameter("e0_correlation", correlation, u.e0_correlation, Unit::Factor),
            ],
        };
        let correlation = "correlation of the districts";
        let migration = Component {
            what: "net moves of each district",
            process: "a first-order autoregression around the assumed moves, as a share of its residents",
            parameters: vec![
                parameter("migration_ar", ar, u.migration_ar, Unit::Factor),
                parameter("migration_sd", sd, u.migration_sd, Unit::Share),
                parameter("migration_correlation", correlation, u.migration_correlation, Unit::Factor),
            ],
        };
        let natural = [fertility, mortality].into_iter().filter(|_| self.run.included.natural_change);
        natural.chain([migration]).chain(self.deviations(with_need)).collect()
    }

    /// What is drawn by the model's measured deviations.
    fn deviations(&self, with_need: bool) -> Vec<Component> {
        let Some(Deviations { population, need, source }) = &self.model.uncertainty.deviations else {
            return Vec::new();
        };
        let given = |what: &str, value: f64, unit| Figure::given(what, value, unit, keys(source));
        let widening = |value| given("factor on them for few cases", value, Unit::Factor);
        let of_group = |group: &AgeDeviation| {
            let of = match (*group.ages.start(), *group.ages.end()) {
                (0, OPEN_AGE) => "of all residents".to_owned(),
                (from, OPEN_AGE) => format!("at {from} years and older"),
                (from, to) => format!("at {from} to {to} years"),
            };
            let sd = format!("standard deviation {of}");
            let common = format!("share of its variance that the districts have in common {of}");
            [given(&sd, group.sd, Unit::Factor), given(&common, group.common, Unit::Share)]
        };
        let ages = Component {
            what: "persons of each district by age",
            process: "a yearly change of their logarithm, the same in every year of a draw: that of all residents, that of the old, and \
            that of each age group less the mean of its side",
            parameters: population
                .terms()
                .flat_map(of_group)
                .chain([widening(population.widening)])
                .collect(),
        };
        let rates = Component {
            what: "log-odds of need in each district",
            process: "a random walk of the state and one of the district, from the survey on",
            parameters: vec![
                given("standard deviation of the state's step in two years", need.state_sd, Unit::Factor),
                given(
                    "standard deviation of the district's step in two years",
                    need.district_sd,
                    Unit::Factor,
                ),
                widening(need.widening),
            ],
        };
        [Some(ages), with_need.then_some(rates)].into_iter().flatten().collect()
    }
}

/// The quantiles of what was summed, as the run gives them.
fn of_sum<'b>(bands: &'b Bands, place: &ForecastArea, cell: &Cell, of: &Summed) -> Option<&'b [f64]> {
    match (of, place.district()) {
        (Summed::Group(group), Some(area)) => bands.of(area, cell.year, group),
        (Summed::Group(group), None) => bands.together(cell.year, group),
        (Summed::Weighted(sum), Some(area)) => bands.sum_of(area, cell.year, *sum),
        (Summed::Weighted(sum), None) => bands.sum_together(cell.year, *sum),
    }
}

/// The quantiles of a figure, each with the draws next to it. Those of the sums come from the run itself.
fn quantiles(of_sum: &[f64], sums: &[f64], propagates_to: PropagatesTo) -> Vec<Quantile> {
    let mut order: Vec<usize> = (0..sums.len()).collect();
    order.sort_by(|a, b| sums[*a].total_cmp(&sums[*b]).then(a.cmp(b)));
    let last = QUANTILES.len() - 1;
    let quantile = |(at, probability): (usize, &f64)| {
        let of = if matches!(propagates_to, PropagatesTo::Less(_)) { last - at } else { at };
        let rank = QUANTILES[of] * sums.len().saturating_sub(1) as f64;
        let neighbours = [rank.floor(), rank.ceil()].map(|rank| {
            let draw = order.get(rank as usize).copied().unwrap_or_default();
            DrawSum { draw, sum: sums[draw] }
        });
        let value = propagates_to.of(of_sum[of]);
        Quantile { probability: *probability, value, of_sum: QUANTILES[of], rank, neighbours }
    };
    QUANTILES.iter().enumerate().map(quantile).collect()
}
