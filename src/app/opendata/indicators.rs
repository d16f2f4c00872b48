//! An indicator over areas and years.

use super::area_table::{AreaRow, Columns};
use super::kept::Years as YearsOfAll;
use super::{areas, not_stopped};
use crate::app::error::Error;
use crate::areas::Areas;
use crate::indicators::table::{self, IndicatorRequest, Years};
use crate::indicators::{AreaLevel, Base, Indicator};
use crate::opendata::{Collection, GeometryKind, Kind, Period, Property, Value};
use crate::units::Stop;

/// Levels whose areas have an outline here.
const LEVELS: [AreaLevel; 3] = [AreaLevel::District, AreaLevel::Amt, AreaLevel::Municipality];

/// The first and last year with figures of each indicator that has areas to show.
pub(super) fn years_of_all(base: &Base) -> YearsOfAll {
    let count = base.frame.catalogue.indicators.len();
    (0..count).map(|index| years(base, index).filter(|_| has_areas(base, index))).collect()
}

fn has_areas(base: &Base, index: usize) -> bool {
    of(base, index).is_some_and(|of| LEVELS.iter().any(|level| of.levels.contains(level)))
}

fn of(base: &Base, index: usize) -> Option<&Indicator> {
    base.frame.catalogue.indicators.get(index)
}

/// The first and the last year with a figure.
fn years(base: &Base, index: usize) -> Option<(i32, i32)> {
    let years = base.years(index);
    Some((*years.first()?, *years.last()?))
}

pub(super) fn collection(
    base: &Base,
    (index, years): (usize, Option<(i32, i32)>),
    bounds: Option<[f64; 4]>,
    id: String,
) -> Collection {
    let text = |text: fn(&Indicator) -> String| of(base, index).map(text).unwrap_or_default();
    let period =
        years.map(|(first, last)| Period { from: Period::year(first).from, to: Period::year(last).to });
    Collection {
        id,
        title_de: text(|of| format!("{} ({})", of.name_de, of.id)),
        title_en: text(|of| format!("{} ({})", of.name_en, of.id)),
        description_de: text(|of| {
            format!(
                "{} Einheit: {}. Eine Zeile je Gebiet und Jahr; Quelle: {}.",
                sentence(&of.definition_de),
                of.unit.german,
                of.source
            )
        }),
        description_en: text(|of| {
            format!("{}, in {}; a row for each area and year.", of.name_en, of.unit.text)
        }),
        attribution: text(|of| format!("{}, {}; Umrisse: {}", of.source, of.licence, areas::ATTRIBUTION)),
        geometry: GeometryKind::MultiPolygon,
        bounds,
        period,
        properties: columns(base, index).properties(),
    }
}

/// A text that ends as a sentence does.
fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

pub(super) fn columns(base: &Base, index: usize) -> Columns {
    let text = |text: fn(&Indicator) -> String| Value::text(of(base, index).map(text).unwrap_or_default());
    Columns {
        shared: vec![
            (
                Property::new("indicator", Kind::Text, "Indikator", "id of the indicator"),
                text(|of| of.id.clone()),
            ),
            (
                Property::new("unit", Kind::Text, "Einheit", "unit of the value, in German"),
                text(|of| of.unit.german.clone()),
            ),
        ],
        word: Property::new(
            "status",
            Kind::Text,
            "Art des Werts",
            "value, zero, estimated, or suppressed where it must not be shown",
        ),
        numbers: vec![
            Property::new("value", Kind::Number, "Wert", "value; empty where it is suppressed"),
            Property::new("numerator", Kind::Number, "Zähler", "what stands above the fraction bar"),
            Property::new("denominator", Kind::Number, "Nenner", "what stands below the fraction bar"),
        ],
    }
}

/// The values of all areas and years, without those that are missing.
pub(super) fn rows(base: &Base, areas: &Areas, index: usize, stop: &Stop) -> Result<Vec<AreaRow>, Error> {
    let (Some(of), Some((first, last))) = (of(base, index), years(base, index)) else {
        return Ok(Vec::new());
    };
    let levels = LEVELS.into_iter().filter(|level| of.levels.contains(level));
    let tree = &base.frame.tree;
    let drawn =
        levels.flat_map(|level| tree.level(level)).filter(|area| areas.get(&tree.node(*area).key).is_some());
    let request = IndicatorRequest {
        ids: vec![of.id.clone()],
        areas: drawn.collect(),
        years: Years::Span(first, last),
    };
    let found = table::indicators(base, &request, stop)?;
    not_stopped(stop)?;
    let row = |row: &table::IndicatorRow| {
        let numbers = [row.cell.number(), row.numerator, row.denominator];
        let numbers = numbers.map(|number| number.unwrap_or(f64::NAN));
        AreaRow::new(&tree.node(row.area).key, row.year, row.cell.status(), Box::new(numbers))
    };
    let mut rows: Vec<AreaRow> = found.rows.iter().filter(|row| !row.cell.is_missing()).map(row).collect();
    rows.sort_unstable_by(|one, other| one.id.cmp(&other.id));
    Ok(rows)
}
