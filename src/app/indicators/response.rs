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
use crate::model::Model;

/// An indicator of the catalogue.
#[derive(Debug, Serialize, ToSchema)]
pub struct IndicatorResponse {
    #[schema(example = "V04")]
    pub id: String,
    /// Its id in the state's catalogue, if somebody supplied it.
    #[schema(required)]
    pub official_id: Option<String>,
    pub theme: String,
    pub name: IndicatorNames,
    pub definition_de: String,
    #[schema(example = "100 * home_places[type permanent_care] / N[80..]")]
    pub formula: String,
    #[schema(example = "places per 100 persons")]
    pub unit: String,
    pub unit_de: String,
    /// higher_is_better | lower_is_better | neutral
    #[schema(value_type = PolarityWord)]
    pub polarity: &'static str,
    pub dimensions: Vec<String>,
    /// Levels of areas for which it is defined.
    #[schema(value_type = Vec<IndicatorLevelWord>)]
    pub levels: Vec<&'static str>,
    pub source: String,
    pub table: String,
    pub reference_date: String,
    pub rhythm: String,
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
    pub version: u32,
    pub valid_from: String,
    #[schema(required)]
    pub note_de: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct IndicatorNames {
    pub de: String,
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
    pub total: usize,
    pub items: Vec<ValueResponse>,
    #[schema(required)]
    pub next: Option<String>,
    /// Breaks of the series, in German.
    pub notes: Vec<String>,
    pub provenance: ValuesProvenance,
}

/// One value.
#[derive(Debug, Serialize, ToSchema)]
pub struct ValueResponse {
    #[schema(example = "V04")]
    pub id: String,
    #[schema(example = "13004")]
    pub area: String,
    #[schema(example = 2023)]
    pub year: i32,
    /// Null where it is suppressed or missing.
    #[schema(example = 20.502, required)]
    pub value: Option<f64>,
    /// value | zero | estimated | suppressed | missing
    #[schema(value_type = ValueStatusWord)]
    pub status: &'static str,
    #[schema(required)]
    pub numerator: Option<f64>,
    #[schema(required)]
    pub denominator: Option<f64>,
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
    pub model: String,
    pub checksum: String,
    /// Of the projection behind estimated figures of years to come.
    pub scenario: &'static str,
    pub register_version: u64,
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
                scenario: "status-quo",
                register_version,
                generated_at,
            },
        }
    }
}

/// How two indicators go together.
#[derive(Debug, Serialize, ToSchema)]
pub struct CorrelationResponse {
    pub x: String,
    pub y: String,
    pub year: i32,
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
    #[schema(required)]
    pub p_value: Option<f64>,
    /// In German, where areas are few.
    #[schema(required)]
    pub warning_de: Option<String>,
}

/// An area with both values.
#[derive(Debug, Serialize, ToSchema)]
pub struct CorrelationPointResponse {
    pub area: String,
    pub name: String,
    pub x: f64,
    pub y: f64,
}

impl CorrelationResponse {
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
    pub id: String,
    pub year: i32,
    pub items: Vec<StandingResponse>,
    /// Areas without a score, and why.
    pub missing: Vec<MissingMeasuresResponse>,
    /// How the ranks were moved.
    pub sensitivity_de: &'static str,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct StandingResponse {
    pub area: String,
    pub name: String,
    pub score: f64,
    pub rank: usize,
    pub best_rank: usize,
    pub worst_rank: usize,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MissingMeasuresResponse {
    pub area: String,
    pub reason_de: String,
}

impl RankingResponse {
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
                .map(|(area, cell)| MissingMeasuresResponse {
                    area: base.frame.tree.node(*area).key.clone(),
                    reason_de: reason(cell),
                })
                .collect(),
            sensitivity_de: "Rang, wenn jedes Gewicht um ein Viertel kleiner oder größer ist, in allen Kombinationen.",
        }
    }
}
