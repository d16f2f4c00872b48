//! The forecast under the plain scenario: totals of each district, Amt and municipality by year.

use std::collections::BTreeMap;

use super::area_table::{AreaRow, Columns};
use super::{areas, not_stopped};
use crate::app::error::Error;
use crate::areas::Level;
use crate::forecast::{self, ForecastSpec, Measure, StaffUnit};
use crate::model::Model;
use crate::opendata::{Collection, GeometryKind, Kind, Period, Property, Value};
use crate::units::{AreaKey, Stop};

/// Measures that no plain forecast has: they need a request of one's own.
fn is_plain(measure: &Measure) -> bool {
    !matches!(
        measure,
        Measure::MovesInside
            | Measure::MovesAcross
            | Measure::PlannedHousing
            | Measure::CareHomes
            | Measure::Benchmark
            | Measure::StaffNeeded(StaffUnit::Fte)
            | Measure::StaffAvailable(StaffUnit::Fte)
            | Measure::StaffGap(StaffUnit::Fte)
    )
}

fn measures() -> impl Iterator<Item = Measure> {
    Measure::ALL.into_iter().filter(is_plain)
}

pub(super) fn columns() -> Columns {
    let number = |measure: Measure| {
        let (de, unit) = measure.german();
        Property::new(measure.word(), Kind::Number, format!("{de} ({unit})"), measure.text())
    };
    let scenario = Property::new("scenario", Kind::Text, "Szenario", "id of the scenario of the population");
    Columns {
        shared: vec![(scenario, Value::text(forecast::DEFAULT_SCENARIO))],
        word: Property::new(
            "reading",
            Kind::Text,
            "Aussagekraft",
            "how far figures inside a district may be trusted: grey, warning or plain; empty for districts",
        ),
        numbers: measures().map(number).collect(),
    }
}

pub(super) fn collection(model: &Model, bounds: Option<[f64; 4]>, id: String) -> Collection {
    let (first, last) = (model.base_year.0, model.last_year.0);
    Collection {
        id,
        title_de: "Vorausberechnung der Bevölkerung und der Pflege".to_owned(),
        title_en: "Forecast of population and care".to_owned(),
        description_de: format!(
            "Einwohner, Pflegebedürftige, Plätze und Personal je Kreis, Amt und Gemeinde, {first} bis {last}, Szenario {}, ohne Bandbreite. Zahlen unterhalb der Kreise sind über den Zensus verteilt. Modell {}.",
            forecast::DEFAULT_SCENARIO,
            model.id
        ),
        description_en: format!(
            "Residents, people in need of care, places and staff of each district, Amt and municipality, {first} to {last}, scenario {}, without bands. Figures inside districts are shared out by the census. Model {}.",
            forecast::DEFAULT_SCENARIO,
            model.id
        ),
        attribution: format!(
            "Eigene Berechnung (Modell {}) auf Grundlage der Statistischen Ämter des Bundes und der Länder, dl-de/by-2-0; Umrisse: {}",
            model.id,
            areas::ATTRIBUTION
        ),
        geometry: GeometryKind::MultiPolygon,
        bounds,
        period: Some(Period { from: Period::year(first).from, to: Period::year(last).to }),
        properties: columns().properties(),
    }
}

/// The rows of all areas and years, rounded as the API rounds them.
pub(super) fn rows(model: &Model, stop: &Stop) -> Result<Vec<AreaRow>, Error> {
    let measures: Vec<Measure> = measures().collect();
    let mut wide = BTreeMap::new();
    for (area, level) in parts(model) {
        let mut spec = ForecastSpec::new(area, model);
        (spec.level, spec.to, spec.stop) = (Some(level), model.last_year, stop.clone());
        let forecast = forecast::forecast(model, &spec)?;
        not_stopped(stop)?;
        for row in &forecast.rows {
            let Some(at) = measures.iter().position(|measure| *measure == row.measure) else { continue };
            let word = row.reliability.map_or("", |reliability| reliability.word());
            let key = row.area.as_str();
            let found = wide.entry(format!("{key}-{}", row.year.0)).or_insert_with(|| {
                let numbers = vec![f64::NAN; measures.len()].into_boxed_slice();
                AreaRow::new(key, row.year.0, word, numbers)
            });
            if let Some(number) = found.numbers.get_mut(at) {
                // A zero has no minus.
                *number = (row.value * 10.0).round() / 10.0 + 0.0;
            }
        }
    }
    Ok(wide.into_values().collect())
}

/// The runs that give all areas, small enough that the rows of one fit into memory beside the table.
fn parts(model: &Model) -> Vec<(AreaKey, Level)> {
    let state = AreaKey::parse("13").ok();
    let larger = state.iter().flat_map(|key| [Level::District, Level::Amt].map(|level| (key.clone(), level)));
    let districts = model.districts.iter().map(|district| AreaKey::District(district.key.clone()));
    larger.chain(districts.map(|key| (key, Level::Municipality))).collect()
}
