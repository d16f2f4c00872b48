//! Reach as figures for the indicators: who lives near a service or a home, and how far the next pharmacy is.
//!
//! Only what really exists counts, so invented examples are left out. A county fills in the register for itself: where
//! a district has listed no offer of a kind, nothing is said about its municipalities.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use crate::app::ReferenceData;
use crate::app::error::Error;
use crate::app::reach::ground;
use crate::areas::Level;
use crate::indicators::base::Frame;
use crate::indicators::formula::Ages;
use crate::indicators::{Cell, Fact, FactList, Origin, Slot};
use crate::model::Model;
use crate::reach::{Group, Members, Residents, members, times_to};
use crate::register::{Category, Facility, ReachMeasure};
use crate::routing::{Mode, Router, TravelSource};
use crate::units::distance::{Prepared, distance};
use crate::units::{GeoPoint, Stop, Year};

/// Near enough, by car, in the indicators. Any other time is one question to `/reach` away.
const MINUTES: f64 = 15.0;
const STATE: &str = "13";
const FROM_65: Ages = Ages { from: 65, to: None };

/// What the figures rest on.
pub struct ReachInputs<'a> {
    /// Areas and categories.
    pub reference: &'a ReferenceData,
    /// Gives travel times.
    pub router: &'a Router,
    /// Gives the residents.
    pub model: &'a Model,
    /// The register.
    pub facilities: &'a [Facility],
}

/// Adds the figures of the register as it is on a day, with the residents of that year's end.
pub fn add(list: &mut FactList, frame: &Frame, inputs: &ReachInputs, on: NaiveDate) -> Result<(), Error> {
    let (first, last) = (inputs.model.base_year, inputs.model.last_year);
    let year = Year(on.year()).clamp(first, last);
    let residents = ground::residents(&inputs.reference.gazetteer, inputs.model, None, year)?;
    let municipalities = members(&inputs.reference.areas, Some(Level::Municipality), &residents);
    let sum = |area: &Members, group: Group, is_counted: &dyn Fn(usize) -> bool| -> f64 {
        let counted = area.residents.iter().filter(|at| is_counted(**at));
        // From 0.0, as an empty sum of floats is -0.
        counted.fold(0.0, |sum, at| sum + residents[*at].of(group))
    };
    let mut writer = Writer { list, frame, year: on.year(), title: format!("Versorgungsdatei, Stand {on}") };
    let origin = writer.origin("Einwohner der Gemeinden nach der Vorausberechnung");
    for area in &municipalities {
        for (group, ages) in [(Group::All, None), (Group::From65, Some(FROM_65))] {
            let slot = Slot { ages, ..Slot::default() };
            let persons = sum(area, group, &|_| true);
            writer.add("residents_modelled", None, (&area.key, slot), persons, origin);
        }
    }
    for category in measured(inputs, ReachMeasure::ResidentsInReach) {
        let offers = Offers::of(inputs, category, on);
        if offers.points.is_empty() {
            continue;
        }
        let times = times_to((inputs.router, &Stop::never()), Mode::Car, &residents, &offers.points);
        let origin = writer.origin(match times.source() {
            TravelSource::Estimate => "Fahrzeiten geschätzt",
            TravelSource::Osrm | TravelSource::Fixed => "Fahrzeiten auf den Straßen von OpenStreetMap",
        });
        let nearest = times.nearest();
        let is_near = |at: usize| nearest[at].is_some_and(|time| time.0 <= MINUTES * 60.0);
        for area in municipalities.iter().filter(|area| offers.lists(&area.key)) {
            let slot = Slot { ages: Some(FROM_65), ..Slot::default() };
            let (measure, persons) = (ReachMeasure::ResidentsInReach, sum(area, Group::From65, &is_near));
            writer.add(measure.word(), Some(category), (&area.key, slot), persons, origin);
        }
    }
    let origin = writer.origin("Luftlinie von den Zellen des Zensus 2011");
    for category in measured(inputs, ReachMeasure::DistanceToPharmacy) {
        for (key, metres) in Offers::of(inputs, category, on).distances(inputs, &residents) {
            let measure = ReachMeasure::DistanceToPharmacy.word();
            writer.add(measure, None, (&key, Slot::default()), metres, origin);
        }
    }
    Ok(())
}

/// The categories whose offers a measure of reach is about.
fn measured<'a>(inputs: &ReachInputs<'a>, measure: ReachMeasure) -> impl Iterator<Item = &'a str> {
    let of_measure = move |category: &&Category| category.reach == Some(measure);
    inputs.reference.categories.categories().filter(of_measure).map(|category| category.slug.as_str())
}

/// Where one kind of care is offered, and the districts that list any.
struct Offers {
    points: Vec<GeoPoint>,
    districts: BTreeSet<String>,
}

impl Offers {
    fn of(inputs: &ReachInputs, category: &str, on: NaiveDate) -> Self {
        let has = |facility: &&Facility| {
            let offers = facility.offers.iter().filter(|offer| offer.is_valid_on(on));
            !facility.example
                && facility.is_valid_on(on)
                && offers.into_iter().any(|offer| offer.category.as_str() == category)
        };
        let real: Vec<&Facility> = inputs.facilities.iter().filter(has).collect();
        let district = |facility: &&Facility| facility.municipality.as_str().get(..5).map(str::to_owned);
        Self {
            points: real.iter().map(|facility| facility.point).collect(),
            districts: real.iter().filter_map(district).collect(),
        }
    }

    fn lists(&self, municipality: &str) -> bool {
        municipality.get(..5).is_some_and(|district| self.districts.contains(district))
    }

    /// The mean distance as the crow flies, weighted by residents, of each area whose districts all list some.
    fn distances(&self, inputs: &ReachInputs, residents: &[Residents]) -> Vec<(String, f64)> {
        let offers: Vec<Prepared> = self.points.iter().map(|point| Prepared::new(*point)).collect();
        let nearest: Vec<Option<f64>> = residents
            .iter()
            .map(|it| {
                let from = Prepared::new(it.point);
                let chord = |offer: &Prepared| from.chord_squared(offer);
                let nearest = offers.iter().min_by(|a, b| chord(a).total_cmp(&chord(b)))?;
                self.lists(&it.key).then(|| distance(&from, nearest).0)
            })
            .collect();
        let levels = [None, Some(Level::District), Some(Level::Amt), Some(Level::Municipality)];
        let mut found = Vec::new();
        for area in levels.iter().flat_map(|level| members(&inputs.reference.areas, *level, residents)) {
            let persons: f64 = area.residents.iter().map(|at| residents[*at].of(Group::All)).sum();
            let weighted: Option<f64> =
                area.residents.iter().map(|at| Some(nearest[*at]? * residents[*at].of(Group::All))).sum();
            if let Some(weighted) = weighted.filter(|_| persons > 0.0) {
                let key = if area.level.is_none() { STATE.to_owned() } else { area.key };
                found.push((key, weighted / persons));
            }
        }
        // An Amt of one municipality has its key.
        found.sort_by(|a, b| a.0.cmp(&b.0));
        found.dedup_by(|a, b| a.0 == b.0);
        found
    }
}

struct Writer<'a> {
    list: &'a mut FactList,
    frame: &'a Frame,
    year: i32,
    title: String,
}

impl Writer<'_> {
    fn origin(&mut self, how: &str) -> u16 {
        self.list.origin(Origin {
            key: "REACH".to_owned(),
            title: format!("{}; {how}", self.title),
            table: "reach".to_owned(),
            licence: "Angaben der Kreise und Träger; Straßen: ODbL 1.0".to_owned(),
        })
    }

    fn add(&mut self, name: &str, kind: Option<&str>, at: (&str, Slot), number: f64, origin: u16) {
        let Some(measure) = self.frame.catalogue.measure(name) else { return };
        let Some(area) = self.frame.tree.get(at.0) else { return };
        let types =
            self.frame.catalogue.measures.get(measure).map(|it| it.types.as_slice()).unwrap_or_default();
        let kind = kind
            .and_then(|kind| types.iter().position(|known| known == kind))
            .and_then(|at| u8::try_from(at).ok());
        let (slot, cell) = (Slot { kind, ..at.1 }, Cell::Estimated(number));
        self.list.facts.push(Fact { measure, area, year: self.year, slot, cell, origin });
    }
}
