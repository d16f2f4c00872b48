//! The figures that come with the program: official populations, their projection, and the areas' ground.

use super::base::Frame;
use super::care;
use super::cell::Cell;
use super::facts::{Fact, FactList, Origin, Slot};
use super::formula::Ages;
use crate::model::{Model, OPEN_AGE};
use crate::projection::Projection;
use crate::units::Sex;

/// The year of the census whose counts of municipalities the model holds.
const CENSUS_YEAR: i32 = 2022;

/// Adds everything the model and the areas give: counted figures, and the ground.
pub fn add(list: &mut FactList, frame: &Frame, model: &Model) {
    add_observed(list, frame, model);
    add_municipalities(list, frame, model);
    add_ground(list, frame, model);
    frame.add_observed(list);
    care::add_counts(list, frame, model);
}

fn ages(from: usize, to: Option<usize>) -> Option<Ages> {
    let short = |age: usize| u8::try_from(age).unwrap_or(u8::MAX);
    (from > 0 || to.is_some()).then(|| Ages { from: short(from), to: to.map(short) })
}

fn add_observed(list: &mut FactList, frame: &Frame, model: &Model) {
    let Some(measure) = frame.catalogue.measure("N") else { return };
    for seen in &model.history {
        let Some(area) = frame.tree.get(seen.district.as_str()) else { continue };
        let keys = seen.source.split_whitespace().next().unwrap_or_default();
        let source = model.sources.iter().find(|source| source.key == keys);
        let origin = list.origin(Origin {
            key: keys.to_owned(),
            title: source.map(|source| source.title.clone()).unwrap_or_default(),
            table: source.map(|source| source.table.clone()).unwrap_or_default(),
            licence: source.map(|source| source.licence.clone()).unwrap_or_default(),
        });
        let slot = Slot { sex: seen.sex, ages: ages(seen.age_from, seen.age_to), ..Slot::default() };
        let cell = Cell::counted(seen.persons);
        list.facts.push(Fact { measure, area, year: seen.year.0, slot, cell, origin });
    }
}

/// Residents of the municipalities on the day of the census, on the same ground as their districts' figures.
fn add_municipalities(list: &mut FactList, frame: &Frame, model: &Model) {
    let Some(measure) = frame.catalogue.measure("N") else { return };
    let origin = list.origin(Origin {
        key: "CENSUS-2022".to_owned(),
        title: "Einwohner der Gemeinden am 15. Mai 2022, Zensus 2022".to_owned(),
        table: format!("{}, municipalities.csv", model.id),
        licence: "dl-de/by-2-0".to_owned(),
    });
    for municipality in &model.municipalities {
        let Some(area) = frame.tree.get(municipality.key.as_str()) else { continue };
        let cell = Cell::counted(municipality.persons);
        list.facts.push(Fact { measure, area, year: CENSUS_YEAR, slot: Slot::default(), cell, origin });
    }
}

/// The ground is given for every year that has a population, because it hardly changes.
fn add_ground(list: &mut FactList, frame: &Frame, model: &Model) {
    let Some(measure) = frame.catalogue.measure("area") else { return };
    let origin = list.origin(Origin {
        key: "AREAS-2022".to_owned(),
        title: "Bodenfläche am 31. Dezember 2022, für alle Jahre verwendet".to_owned(),
        table: "models/areas/areas.csv".to_owned(),
        licence: "dl-de/by-2-0".to_owned(),
    });
    let first = model.history.iter().map(|seen| seen.year.0).min().unwrap_or(CENSUS_YEAR);
    for year in first..=model.last_year.0 {
        for area in 0..frame.tree.len() {
            if let Some(km2) = frame.tree.node(area).area_km2 {
                let cell = Cell::Value(km2);
                list.facts.push(Fact { measure, area, year, slot: Slot::default(), cell, origin });
            }
        }
    }
}

/// Adds the projected population of the districts, by sex and single age, as estimates.
pub fn add_projection(list: &mut FactList, frame: &Frame, model: &Model, projection: &Projection) {
    let Some(measure) = frame.catalogue.measure("N") else { return };
    let origin = list.origin(Origin {
        key: format!("{} {}", model.id, projection.provenance.scenario),
        title: format!("Vorausberechnung, Szenario {}", projection.provenance.scenario),
        table: model.id.clone(),
        licence: "EUPL-1.2".to_owned(),
    });
    for result in &projection.years {
        for (district, table) in model.districts.iter().zip(&result.population) {
            let Some(area) = frame.tree.get(district.key.as_str()) else { continue };
            for sex in [Sex::Male, Sex::Female] {
                for (age, persons) in table[sex as usize].iter().enumerate() {
                    let to = (age != OPEN_AGE).then_some(age);
                    let slot = Slot { sex: Some(sex), ages: ages(age, to), ..Slot::default() };
                    let cell = Cell::Estimated(*persons);
                    list.facts.push(Fact { measure, area, year: result.year.0, slot, cell, origin });
                }
            }
        }
    }
}
