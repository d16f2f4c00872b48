//! The care half of the model set: official counts, and need, places and staff of years to come.

use super::base::Frame;
use super::cell::Cell;
use super::facts::{Fact, FactList, Origin, Slot};
use super::formula::Ages;
use crate::care::CareForecast;
use crate::model::care::{CARE_GROUPS, CountKind, PlacesKind, care_ages};
use crate::model::{Model, OPEN_AGE};
use crate::units::CareType;

/// Adds the official counts of people, places and staff, and how frequent dementia is.
pub fn add_counts(list: &mut FactList, frame: &Frame, model: &Model) {
    let care = &model.care;
    let mut adder = Adder { list, frame, model };
    for count in &care.counts {
        if let Some((measure, kind)) = counted(count.counted) {
            let figure = (measure, kind, count.area.as_str(), count.year.0);
            adder.add(figure, Slot::default(), Cell::counted(count.persons), &count.source);
        }
    }
    for count in &care.places {
        let kind = match count.kind {
            PlacesKind::All => None,
            PlacesKind::Residential => Some("permanent_care"),
        };
        let figure = ("home_places", kind, count.area.as_str(), count.year.0);
        adder.add(figure, Slot::default(), Cell::counted(count.places), &count.source);
    }
    if let Some(year) = care.survey_year() {
        for (district, heads) in model.districts.iter().zip(&care.staff.homes) {
            let figure = ("staff_homes", None, district.key.as_str(), year.0);
            adder.add(figure, Slot::default(), Cell::counted(*heads), "PFLEGEOPTIX");
        }
        let state = ("staff_services", None, super::tree::STATE, year.0);
        adder.add(state, Slot::default(), Cell::counted(care.staff.services_in_state), "STATA-CARE-2023");
    }
    adder.add_dementia();
}

/// Adds need, places and staff as estimates, by district.
pub fn add_forecast(list: &mut FactList, frame: &Frame, model: &Model, forecast: &CareForecast) {
    let mut adder = Adder { list, frame, model };
    for year in &forecast.years {
        for (key, area) in forecast.areas.iter().zip(&year.areas) {
            let mut add = |measure, kind, number| {
                let figure = (measure, kind, key.as_str(), year.year.0);
                adder.add(figure, Slot::default(), Cell::Estimated(number), "");
            };
            add("need_status_quo", None, area.need.people_in_need());
            for kind in TYPES {
                add("need_status_quo", Some(kind.word()), area.need.of(kind));
            }
            let dementia = forecast.dementia_weights(model).sum(&area.population);
            add("people_with_dementia", None, dementia);
            add("residential_places_supply", None, area.places.supply.residential);
            add("residential_places_needed", None, area.places.needed.residential);
            add("day_care_places_needed", None, area.places.needed.day_care);
            add("staff_needed", None, area.staff.needed());
            add("staff_available", None, area.staff.available);
        }
    }
}

/// Adds the people in need under rising rates, by district.
pub fn add_rising(list: &mut FactList, frame: &Frame, model: &Model, rising: &CareForecast) {
    let mut adder = Adder { list, frame, model };
    for year in &rising.years {
        for (key, area) in rising.areas.iter().zip(&year.areas) {
            let figure = ("need_rising", None, key.as_str(), year.year.0);
            adder.add(figure, Slot::default(), Cell::Estimated(area.need.people_in_need()), "");
        }
    }
}

/// The types of care of the measures, by their words.
pub const TYPES: [CareType; 4] =
    [CareType::AllowanceOnly, CareType::HomeCare, CareType::Residential, CareType::Grade1WithoutServices];

/// The measure and type of an official count.
fn counted(counted: CountKind) -> Option<(&'static str, Option<&'static str>)> {
    match counted {
        CountKind::All => Some(("P", None)),
        CountKind::Of(kind) => {
            TYPES.into_iter().find(|known| *known == kind).map(|kind| ("P", Some(kind.word())))
        }
        CountKind::DayCareUsers => Some(("day_care_users", None)),
        CountKind::ShortTermGuests => Some(("P", Some("residential/short_term"))),
    }
}

struct Adder<'a> {
    list: &'a mut FactList,
    frame: &'a Frame,
    model: &'a Model,
}

impl Adder<'_> {
    /// A figure of a measure, type, area and year. Without a source it is one of the forecast.
    fn add(
        &mut self,
        (measure, kind, area, year): (&str, Option<&str>, &str, i32),
        slot: Slot,
        cell: Cell,
        source: &str,
    ) {
        let catalogue = &self.frame.catalogue;
        let found =
            catalogue.measure(measure).and_then(|index| Some((index, catalogue.measures.get(index)?)));
        let (Some((index, of)), Some(area)) = (found, self.frame.tree.get(area)) else { return };
        let position = |kind| of.types.iter().position(|known| known == kind);
        let kind = kind.and_then(position).and_then(|position| u8::try_from(position).ok());
        let origin = self.origin(source);
        self.list.facts.push(Fact { measure: index, area, year, slot: Slot { kind, ..slot }, cell, origin });
    }

    fn origin(&mut self, keys: &str) -> u16 {
        let key = keys.split_whitespace().next().unwrap_or_default();
        let source = self.model.sources.iter().find(|source| source.key == key);
        let origin = match source {
            Some(source) => Origin {
                key: source.key.clone(),
                title: source.title.clone(),
                table: source.table.clone(),
                licence: source.licence.clone(),
            },
            None => Origin {
                key: self.model.id.clone(),
                title: "Vorausberechnung von Bedarf, Plätzen und Personal, gleichbleibende Quoten".to_owned(),
                table: self.model.id.clone(),
                licence: "EUPL-1.2".to_owned(),
            },
        };
        self.list.origin(origin)
    }

    /// Shares of the residents, which the catalogue gives per hundred.
    fn add_dementia(&mut self) {
        let shares = self.model.care.dementia;
        let short = |age: usize| u8::try_from(age).unwrap_or(u8::MAX);
        for (group, share) in shares.iter().enumerate().take(CARE_GROUPS).filter(|(_, share)| **share > 0.0) {
            let ages = care_ages(group);
            let to = (*ages.end() != OPEN_AGE).then(|| short(*ages.end()));
            let slot = Slot { ages: Some(Ages { from: short(*ages.start()), to }), ..Slot::default() };
            let figure = ("dementia_rate", None, super::tree::STATE, self.model.base_year.0);
            self.add(figure, slot, Cell::Estimated(100.0 * share), "BICKEL-2000");
        }
    }
}
