//! What stands in the answers about indicators.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::words::{EvidenceWord, FormulaBasisWord, IndicatorLevelWord, PolarityWord, ValueStatusWord};
use crate::indicators::composite::Ranking;
use crate::indicators::correlation::Correlation;
use crate::indicators::table::{IndicatorRow, IndicatorTable};
use crate::indicators::{Base, Cell, Indicator};
use crate::model::{Model, STATUS_QUO};

/// An indicator of the catalogue.
#[derive(Debug, Serialize, ToSchema)]
pub struct IndicatorResponse {
    /// What requests name it by.
    #[schema(example = "V04")]
    pub id: String,
    /// Its id in the state's catalogue, if somebody supplied it.
    #[schema(required)]
    pub official_id: Option<String>,
    /// The theme it is listed under.
    pub theme: String,
    /// Its names.
    pub name: IndicatorNames,
    /// What exactly is computed, in German.
    pub definition_de: String,
    /// In the formula language of the catalogue; empty where none is known.
    #[schema(example = "100 * home_places[type permanent_care] / N[80..]")]
    pub formula: String,
    /// The unit, in English.
    #[schema(example = "places per 100 persons")]
    pub unit: String,
    /// The unit, in German.
    pub unit_de: String,
    /// higher_is_better | lower_is_better | neutral
    #[schema(value_type = PolarityWord)]
    pub polarity: &'static str,
    /// What its publisher disaggregates it by.
    pub dimensions: Vec<String>,
    /// Levels of areas for which it is defined.
    #[schema(value_type = Vec<IndicatorLevelWord>)]
    pub levels: Vec<&'static str>,
    /// The publisher or statistic its figures come from.
    pub source: String,
    /// The table of the source.
    pub table: String,
    /// The day or period its figures refer to.
    pub reference_date: String,
    /// How often its figures appear.
    pub rhythm: String,
    /// Licence of its figures.
    pub licence: String,
    /// none | below_3 | official_rounded_3 | official_rounded_5 | estimate_rounded_10 | publisher | facility_consent
    pub secrecy: String,
    /// documented_in_mv | official_statistics | comparable_catalogue | inferred | own
    #[schema(value_type = EvidenceWord)]
    pub evidence: &'static str,
    /// documented | norm | partly | inferred | unknown
    #[schema(value_type = FormulaBasisWord)]
    pub formula_basis: &'static str,
    /// Keys of the documents in which it was seen.
    pub documents: Vec<String>,
    /// Grows with every change of the definition.
    pub version: u32,
    /// The first day of this version.
    pub valid_from: String,
    /// What readers should know, in German.
    #[schema(required)]
    pub note_de: Option<String>,
}

/// Names of an indicator.
#[derive(Debug, Serialize, ToSchema)]
pub struct IndicatorNames {
    /// In German.
    pub de: String,
    /// In English.
    pub en: String,
    /// In plain German.
    pub plain: String,
}

impl From<&Indicator> for IndicatorResponse {
    fn from(of: &Indicator) -> Self {
        let of_clone = of.clone();
        Self {
            id: of_clone.id,
            official_id: of_clone.official_id,
            theme: of_clone.theme,
            name: IndicatorNames { de: of_clone.name_de, en: of_clone.name_en, plain: of_clone.plain_de },
            definition_de: of_clone.definition_de,
            formula: of_clone.formula,
            unit: of_clone.unit.text,
            unit_de: of_clone.unit.german,
            polarity: of.polarity.word(),
            dimensions: of_clone.dimensions,
            levels: of.levels.iter().map(|level| level.word()).collect(),
            source: of_clone.source,
            table: of_clone.table,
            reference_date: of_clone.reference_date,
            rhythm: of_clone.rhythm,
            licence: of_clone.licence,
            secrecy: of_clone.secrecy,
            evidence: of.evidence().word(),
            formula_basis: of.formula_basis.word(),
            documents: of_clone.documents,
            version: of.version,
            valid_from: of_clone.valid_from,
            note_de: of_clone.note_de,
        }
    }
}

/// Values of indicators.
#[derive(Debug, Serialize, ToSchema)]
pub struct ValuesResponse {
    /// How many values there are on all pages.
    pub total: usize,
    /// By indicator, area and year.
    pub items: Vec<ValueResponse>,
    /// The address of the next page; null on the last.
    #[schema(required)]
    pub next: Option<String>,
    /// Breaks of the series, in German.
    pub notes: Vec<String>,
    /// What the values rest on.
    pub provenance: ValuesProvenance,
}

/// One value.
#[derive(Debug, Serialize, ToSchema)]
pub struct ValueResponse {
    /// Id of the indicator.
    #[schema(example = "V04")]
    pub id: String,
    /// Key of the area.
    #[schema(example = "13004")]
    pub area: String,
    /// The year of the value.
    #[schema(example = 2023)]
    pub year: i32,
    /// Null where it is suppressed or missing.
    #[schema(example = 20.502, required)]
    pub value: Option<f64>,
    /// value | zero | estimated | suppressed | missing
    #[schema(value_type = ValueStatusWord)]
    pub status: &'static str,
    /// What stands above the fraction bar of the formula; null without one, or where it must not be shown.
    #[schema(required)]
    pub numerator: Option<f64>,
    /// What stands below it.
    #[schema(required)]
    pub denominator: Option<f64>,
    /// The unit of the value.
    #[schema(example = "places per 100 persons")]
    pub unit: String,
    /// Why there is no value, in German.
    #[schema(required)]
    pub reason_de: Option<String>,
    /// Where its figures come from.
    pub sources: Vec<String>,
}

/// What the values rest on.
#[derive(Debug, Serialize, ToSchema)]
pub struct ValuesProvenance {
    /// Id of the model set.
    pub model: String,
    /// SHA-256 over its files.
    pub checksum: String,
    /// Of the projection behind estimated figures of years to come.
    pub scenario: &'static str,
    /// The version of the register.
    pub register_version: u64,
    /// When the figures were put together.
    pub generated_at: DateTime<Utc>,
}

impl ValueResponse {
    fn new(base: &Base, row: &IndicatorRow) -> Self {
        let of = row.of(base);
        let origins = base.origins(row.indicator, row.area, row.year);
        Self {
            id: of.map(|of| of.id.clone()).unwrap_or_default(),
            area: base.frame.tree.node(row.area).key.clone(),
            year: row.year,
            value: row.cell.number(),
            status: row.cell.status(),
            numerator: row.numerator,
            denominator: row.denominator,
            unit: of.map(|of| of.unit.text.clone()).unwrap_or_default(),
            reason_de: row.reason_de(base),
            sources: origins.iter().map(|it| format!("{}: {} ({})", it.key, it.title, it.licence)).collect(),
        }
    }
}

impl ValuesResponse {
    /// The page of a table of values.
    pub fn new(
        base: &Base,
        table: &IndicatorTable,
        model: &Model,
        register_version: u64,
        generated_at: DateTime<Utc>,
    ) -> Self {
        Self {
            total: table.rows.len(),
            items: table.rows.iter().map(|row| ValueResponse::new(base, row)).collect(),
            next: None,
            notes: table.notes.clone(),
            provenance: ValuesProvenance {
                model: model.id.clone(),
                checksum: model.checksum.clone(),
                scenario: STATUS_QUO,
                register_version,
                generated_at,
            },
        }
    }
}

/// How two indicators go together.
#[derive(Debug, Serialize, ToSchema)]
pub struct CorrelationResponse {
    /// Id of the first indicator.
    pub x: String,
    /// Id of the second indicator.
    pub y: String,
    /// The year of both.
    pub year: i32,
    /// The areas with both values.
    pub points: Vec<CorrelationPointResponse>,
    /// Number of areas with both values.
    pub n: usize,
    /// Pearson's; null with fewer than four areas, or where one does not vary.
    #[schema(required)]
    pub coefficient: Option<f64>,
    /// Spearman's.
    #[schema(required)]
    pub rank_coefficient: Option<f64>,
    /// 95 percent interval of the coefficient.
    #[schema(required)]
    pub interval: Option<[f64; 2]>,
    /// The probability of a coefficient as far from zero if there were no relation; two-sided t-test.
    #[schema(required)]
    pub p_value: Option<f64>,
    /// In German, where areas are few.
    #[schema(required)]
    pub warning_de: Option<String>,
}

/// An area with both values.
#[derive(Debug, Serialize, ToSchema)]
pub struct CorrelationPointResponse {
    /// Key of the area.
    pub area: String,
    /// Name of the area.
    pub name: String,
    /// Value of the first indicator.
    pub x: f64,
    /// Value of the second indicator.
    pub y: f64,
}

impl CorrelationResponse {
    /// The answer for two indicators.
    pub fn new(
        base: &Base,
        (x, y): (&str, &str),
        year: i32,
        pairs: &BTreeMap<usize, (f64, f64)>,
        found: Option<Correlation>,
    ) -> Self {
        let point = |(area, (x, y)): (&usize, &(f64, f64))| {
            let node = base.frame.tree.node(*area);
            CorrelationPointResponse { area: node.key.clone(), name: node.name.clone(), x: *x, y: *y }
        };
        let few = found.as_ref().is_none_or(|found| found.has_few_areas);
        let warning = format!(
            "Nur {} Gebiete mit beiden Werten: Ein Zusammenhang kann leicht Zufall sein. Auch ein starker ist keine Ursache.",
            pairs.len()
        );
        Self {
            x: x.to_owned(),
            y: y.to_owned(),
            year,
            points: pairs.iter().map(point).collect(),
            n: pairs.len(),
            coefficient: found.as_ref().map(|found| found.coefficient),
            rank_coefficient: found.as_ref().map(|found| found.rank_coefficient),
            interval: found.as_ref().map(|found| [found.interval.0, found.interval.1]),
            p_value: found.as_ref().map(|found| found.p_value),
            warning_de: few.then_some(warning),
        }
    }
}

/// Areas by their score in an index.
#[derive(Debug, Serialize, ToSchema)]
pub struct RankingResponse {
    /// Id of the index.
    pub id: String,
    /// The year of the values.
    pub year: i32,
    /// By rank.
    pub items: Vec<StandingResponse>,
    /// Areas without a score, and why.
    pub missing: Vec<MissingResponse>,
    /// How the ranks were moved.
    pub sensitivity_de: &'static str,
}

/// The rank of an area in an index.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandingResponse {
    /// Key of the area.
    pub area: String,
    /// Name of the area.
    pub name: String,
    /// The weighted mean of the parts of the index.
    pub score: f64,
    /// 1 is the highest score.
    pub rank: usize,
    /// The best rank with weights changed by a quarter.
    pub best_rank: usize,
    /// The worst rank with weights changed by a quarter.
    pub worst_rank: usize,
}

/// An area without a score.
#[derive(Debug, Serialize, ToSchema)]
pub struct MissingResponse {
    /// Key of the area.
    pub area: String,
    /// Why it has no score, in German.
    pub reason_de: String,
}

impl RankingResponse {
    /// The answer for an index.
    pub fn new(base: &Base, indicator: usize, year: i32, ranking: &Ranking) -> Self {
        let of = base.frame.catalogue.indicators.get(indicator);
        let reason = |cell: &Cell| match cell {
            Cell::Missing(reason) => base.reason_de(indicator, *reason),
            _ => "Ein Teil des Index wird geheim gehalten.".to_owned(),
        };
        Self {
            id: of.map(|of| of.id.clone()).unwrap_or_default(),
            year,
            items: ranking
                .ranks
                .iter()
                .map(|ranked| StandingResponse {
                    area: base.frame.tree.node(ranked.area).key.clone(),
                    name: base.frame.tree.node(ranked.area).name.clone(),
                    score: ranked.score,
                    rank: ranked.rank,
                    best_rank: ranked.best_rank,
                    worst_rank: ranked.worst_rank,
                })
                .collect(),
            missing: ranking
                .missing
                .iter()
                .map(|(area, cell)| MissingResponse {
                    area: base.frame.tree.node(*area).key.clone(),
                    reason_de: reason(cell),
                })
                .collect(),
            sensitivity_de: "Rang, wenn jedes Gewicht um ein Viertel kleiner oder größer ist, in allen Kombinationen.",
        }
    }
}
