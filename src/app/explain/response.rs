//! The sum behind a figure of a forecast, as it stands in an answer.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::forecast::{ForecastRequest, ModelSourceResponse, RunResponse};
use crate::app::words::{
    BandFollowsWord, CareTypeWord, FigureOperationWord, FigureUnitWord, MeasureWord, ReliabilityWord, SexWord,
};
use crate::explain::{Band, Cell, Component, Draw, Explanation, Figure, Quantile, RULE, Reference};
use crate::forecast::Reliability;
use crate::units::{CareGrade, CareType, Sex};

/// A figure of a forecast, what it is made of, and the sources of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExplanationResponse {
    /// Key of the area.
    #[schema(example = "13076")]
    pub area: String,
    /// Empty for the state.
    pub name: String,
    /// `observed` for a past reference date.
    pub scenario: String,
    /// The figure that is explained.
    #[serde(flatten)]
    pub cell: CellResponse,
    /// The figure itself: as in the forecast's row, but not rounded.
    pub figure: FigureResponse,
    /// The distribution of the figure over draws, where `draws` asks for them and the forecast's row has quantiles.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub band: Option<BandResponse>,
    /// How a figure inside a district may be read: grey | warning | plain. Only there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<ReliabilityWord>, nullable = false)]
    pub reading: Option<&'static str>,
    /// What should be known when reading it.
    pub notes: Vec<String>,
    /// The sources that are named in the figure and the band: those of the model, and the counts of the request.
    pub sources: Vec<ModelSourceResponse>,
    /// What the forecast was computed from.
    pub provenance: RunResponse,
}

/// A figure as it is asked for. A dimension that it is not disaggregated by is null and means the sum.
#[derive(Debug, Serialize, ToSchema)]
pub struct CellResponse {
    /// The measure.
    #[schema(value_type = MeasureWord, example = "people_in_need")]
    pub measure: &'static str,
    /// The year.
    #[schema(example = 2040)]
    pub year: i32,
    /// m | f | null
    #[schema(value_type = Option<SexWord>, required)]
    pub sex: Option<&'static str>,
    /// The youngest age, in years.
    #[schema(required)]
    pub age_from: Option<usize>,
    /// Null beside an `age_from` means an open group.
    #[schema(required)]
    pub age_to: Option<usize>,
    /// The care grade.
    #[schema(minimum = 1, maximum = 5, required)]
    pub care_grade: Option<u8>,
    /// The form of care.
    #[schema(value_type = Option<CareTypeWord>, required)]
    pub care_type: Option<&'static str>,
}

/// A number and the figures it is computed from.
#[derive(Debug, Serialize, ToSchema)]
pub struct FigureResponse {
    /// What it is, in English.
    #[schema(example = "women of 80 to 84")]
    pub what: String,
    /// The number, in `unit`, not rounded.
    pub value: f64,
    /// persons | places | heads | full_time_equivalents | euro | share | ratio | factor | years | per_100
    #[schema(value_type = FigureUnitWord)]
    pub unit: &'static str,
    /// given (its sources say so) | sum | difference (the first less the others) | product | quotient (the first over
    /// the second) | odds (the first with its odds times the second) | power | method (that `what` names, from what is in `of`)
    #[schema(value_type = FigureOperationWord)]
    pub how: &'static str,
    /// The figures it is computed from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(no_recursion)]
    pub of: Vec<FigureResponse>,
    /// Keys of sources of the model; `request` for what the caller assumes, `register` for the register, `counts` for the
    /// counts of the request.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// Where the figure is taken apart itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub see: Option<SeeResponse>,
}

/// The draws behind the quantiles of a figure. The same request with the same seed gives the same draws.
#[derive(Debug, Serialize, ToSchema)]
pub struct BandResponse {
    #[schema(example = 1000)]
    pub draws: usize,
    pub seed: u64,
    /// The figure of the run without draws.
    pub central: f64,
    /// How quantiles are taken.
    pub rule: &'static str,
    /// The measure that is summed in each draw.
    #[schema(value_type = MeasureWord, example = "people_in_need")]
    pub summed: &'static str,
    /// itself (the figure is the sum) | less (it is `without_chance` less the sum, so that the quantiles change places) | over (it is
    /// the sum less `without_chance`)
    #[schema(value_type = BandFollowsWord)]
    pub follows: &'static str,
    /// Supply or staff, which are not drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub without_chance: Option<f64>,
    pub quantiles: Vec<QuantileResponse>,
    /// The rates that are drawn.
    pub components: Vec<ComponentResponse>,
    /// What was drawn for the year in the draws next to the quantiles.
    pub futures: Vec<FutureResponse>,
}

/// A quantile and the two draws next to it.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuantileResponse {
    /// The share of the draws below it.
    #[schema(example = 0.1)]
    pub probability: f64,
    /// As in the forecast's row, but not rounded.
    pub value: f64,
    /// The probability of the quantile of the sums that it follows from.
    pub of_sum: f64,
    /// The rank of that quantile among the draws; 0 is the least sum.
    #[schema(example = 99.9)]
    pub rank: f64,
    /// The draw of the next lower rank.
    pub below: BesideResponse,
    /// The draw of the next higher rank.
    pub above: BesideResponse,
}

/// A future, numbered from 0, and the sum in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct BesideResponse {
    /// The number of the draw, from 0.
    pub draw: usize,
    /// The sum in this draw.
    pub sum: f64,
}

/// Something that is drawn in each future.
#[derive(Debug, Serialize, ToSchema)]
pub struct ComponentResponse {
    /// The rate that is drawn.
    pub what: &'static str,
    /// The process that it is drawn by.
    pub process: &'static str,
    /// Autocorrelation, standard deviation of the innovation, correlation: each given by its sources.
    pub parameters: Vec<FigureResponse>,
}

/// What was drawn in a future for the year: assumed and drawn together.
#[derive(Debug, Serialize, ToSchema)]
pub struct FutureResponse {
    /// The number of the draw, from 0.
    pub draw: usize,
    /// Children per woman in the state. Not there where births and deaths are left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub tfr: Option<f64>,
    /// At birth, in years.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub life_expectancy_male: Option<f64>,
    /// At birth, in years.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub life_expectancy_female: Option<f64>,
    /// By district of the area.
    pub migration: Vec<MigrationResponse>,
}

/// Net moves of a district beside those assumed, as a share of its residents.
#[derive(Debug, Serialize, ToSchema)]
pub struct MigrationResponse {
    /// AGS of the district.
    pub area: String,
    /// Per resident and year; below zero where people leave.
    pub share: f64,
}

/// A figure of an area that can be asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeeResponse {
    /// Key of the area.
    #[schema(example = "13076")]
    pub area: String,
    /// The figure.
    #[serde(flatten)]
    pub cell: CellResponse,
}

impl From<&Cell> for CellResponse {
    fn from(cell: &Cell) -> Self {
        Self {
            measure: cell.measure.word(),
            year: cell.year.0,
            sex: cell.sex.map(Sex::word),
            age_from: cell.age_from,
            age_to: cell.age_to,
            care_grade: cell.care_grade.map(CareGrade::number),
            care_type: cell.care_type.map(CareType::word),
        }
    }
}

impl From<&Reference> for SeeResponse {
    fn from(reference: &Reference) -> Self {
        Self { area: reference.area.to_string(), cell: (&reference.cell).into() }
    }
}

impl From<Figure> for FigureResponse {
    fn from(figure: Figure) -> Self {
        Self {
            what: figure.what,
            value: figure.value,
            unit: figure.unit.word(),
            how: figure.operation.word(),
            of: figure.of.into_iter().map(Into::into).collect(),
            sources: figure.sources,
            see: figure.reference.as_ref().map(Into::into),
        }
    }
}

impl From<Quantile> for QuantileResponse {
    fn from(quantile: Quantile) -> Self {
        let [below, above] = quantile.neighbours.map(|one| BesideResponse { draw: one.draw, sum: one.sum });
        let Quantile { probability, value, of_sum, rank, .. } = quantile;
        Self { probability, value, of_sum, rank, below, above }
    }
}

impl From<Component> for ComponentResponse {
    fn from(component: Component) -> Self {
        let Component { what, process, parameters } = component;
        Self { what, process, parameters: parameters.into_iter().map(Into::into).collect() }
    }
}

impl From<Draw> for FutureResponse {
    fn from(future: Draw) -> Self {
        let of_district =
            |(area, share): (crate::units::Ags, f64)| MigrationResponse { area: area.to_string(), share };
        Self {
            draw: future.draw,
            tfr: future.drawn.map(|drawn| drawn.tfr),
            life_expectancy_male: future.drawn.map(|drawn| drawn.e0[0]),
            life_expectancy_female: future.drawn.map(|drawn| drawn.e0[1]),
            migration: future.migration.into_iter().map(of_district).collect(),
        }
    }
}

impl From<Band> for BandResponse {
    fn from(band: Band) -> Self {
        let (follows, without_chance) = band.propagates_to.parts();
        Self {
            draws: band.draws,
            seed: band.seed,
            central: band.baseline,
            rule: RULE,
            summed: band.summed.word(),
            follows: follows.word(),
            without_chance,
            quantiles: band.quantiles.into_iter().map(Into::into).collect(),
            components: band.components.into_iter().map(Into::into).collect(),
            futures: band.neighbours.into_iter().map(Into::into).collect(),
        }
    }
}

impl ExplanationResponse {
    /// The answer for an explanation.
    pub fn new(explanation: Explanation, request: ForecastRequest, generated_at: DateTime<Utc>) -> Self {
        let run = (explanation.provenance, explanation.care);
        Self {
            area: explanation.area.to_string(),
            name: explanation.name,
            scenario: explanation.scenario,
            cell: (&explanation.cell).into(),
            figure: explanation.figure.into(),
            band: explanation.band.map(Into::into),
            reading: explanation.reliability.map(Reliability::word),
            notes: explanation.notes,
            sources: explanation.sources.iter().map(Into::into).collect(),
            provenance: RunResponse::new(run, request, generated_at),
        }
    }
}
