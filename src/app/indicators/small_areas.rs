//! Estimates for municipalities as figures of indicators: those of the forecast, so that an indicator and a forecast of the
//! same area say the same. Ämter and planning areas are the sums of their municipalities.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::app::ReferenceData;
use crate::app::error::Error;
use crate::forecast::{
    CareRequest, Group, Measure, MunicipalEstimate, Part, PlaceKind, RegisteredSupply, StaffUnit, WantedNeed,
    municipal_estimates,
};
use crate::indicators::base::Frame;
use crate::indicators::care::TYPES;
use crate::indicators::formula::Ages;
use crate::indicators::{Cell, Fact, FactList, Origin, Slot};
use crate::model::{Model, OPEN_AGE, RISING};
use crate::register::Facility;
use crate::units::{Ags, CareType, Year};

/// The kind of offer whose places are those of homes.
const HOMES: &str = "residential_care";
/// The youngest age that the census tells apart in municipalities: below it, each has the ages of its district.
const FIRST_AGE: usize = 60;

/// What the estimates rest on.
#[derive(Debug)]
pub struct SmallAreaInputs<'a> {
    /// Areas and categories.
    pub reference: &'a ReferenceData,
    /// Gives population and need.
    pub model: &'a Model,
    /// The register; it gives the places of homes inside districts.
    pub facilities: &'a [Facility],
}

/// Adds residents by age on the base date, what the forecast gives of need, and places of homes of the register on a day.
///
/// # Errors
///
/// What the forecast fails with.
pub fn add(
    list: &mut FactList,
    frame: &Frame,
    inputs: &SmallAreaInputs<'_>,
    on: NaiveDate,
) -> Result<(), Error> {
    let model = inputs.model;
    let groups = groups();
    let rising = CareRequest { prevalence: RISING.to_owned(), ..CareRequest::default() };
    let assumptions = [CareRequest::default(), rising];
    let wanted: Vec<WantedNeed> = estimated().map(|(_, _, wanted)| wanted).collect();
    let estimates = municipal_estimates(model, &groups, &assumptions, &wanted)?;
    let homes = Homes::of(inputs, on);
    let mut writer = Writer { list, frame, origin: 0 };
    for estimate in &estimates {
        let Some(area) = frame.tree.get(&estimate.key) else { continue };
        writer.origin = writer.of_forecast(model);
        for (group, persons) in groups.iter().zip(&estimate.residents) {
            writer.add("residents_modelled", (area, model.base_year), slot(group), *persons);
        }
        writer.add_need(area, estimate);
        if let Some(places) = homes.places(&estimate.key, model) {
            writer.origin = writer.of_register(on);
            for (year, places) in places {
                writer.add("residential_places_supply", (area, year), Slot::default(), places);
            }
        }
    }
    Ok(())
}

/// The measures that are estimated, with the type of care where it is not all: what the forecast gives for a municipality, and
/// an indicator asks for.
fn estimated() -> impl Iterator<Item = (&'static str, Option<CareType>, WantedNeed)> {
    let whole = |assumption, measure| WantedNeed { assumption, measure, part: Part::default() };
    let of_type = move |kind: CareType| {
        let part = Part { kind: Some(kind), ..Part::default() };
        ("need_status_quo", Some(kind), WantedNeed { part, ..whole(0, Measure::PeopleInNeed) })
    };
    let all = [
        ("need_status_quo", None, whole(0, Measure::PeopleInNeed)),
        ("need_rising", None, whole(1, Measure::PeopleInNeed)),
        ("residential_places_needed", None, whole(0, Measure::PlacesNeeded(PlaceKind::Residential))),
        ("day_care_places_needed", None, whole(0, Measure::PlacesNeeded(PlaceKind::DayCare))),
        ("staff_needed", None, whole(0, Measure::StaffNeeded(StaffUnit::Heads))),
        ("people_with_dementia", None, whole(0, Measure::PeopleWithDementia)),
    ];
    all.into_iter().chain(TYPES.map(of_type))
}

/// All residents, and five-year groups of the old.
fn groups() -> Vec<Group> {
    let to = |from: usize| if from == 95 { OPEN_AGE } else { from + 4 };
    let old = (FIRST_AGE..100).step_by(5).map(|from| Group::new(None, from..=to(from)));
    std::iter::once(Group::ALL).chain(old).collect()
}

fn slot(group: &Group) -> Slot {
    let short = |age: usize| u8::try_from(age).unwrap_or(u8::MAX);
    let (from, to) = (*group.ages.start(), *group.ages.end());
    let ages = Ages { from: short(from), to: (to != OPEN_AGE).then(|| short(to)) };
    Slot { ages: (from > 0 || to != OPEN_AGE).then_some(ages), ..Slot::default() }
}

/// The places of homes of the register. A county fills in the register for itself: where a district has listed no home,
/// nothing is known of its municipalities. Invented examples are never counted.
struct Homes {
    by_municipality: BTreeMap<String, RegisteredSupply>,
    districts: BTreeSet<String>,
}

impl Homes {
    fn of(inputs: &SmallAreaInputs<'_>, on: NaiveDate) -> Self {
        let is_home = |facility: &Facility| {
            let mut offers = facility.offers.iter().filter(|offer| offer.is_valid_on(on));
            !facility.example
                && facility.is_valid_on(on)
                && offers.any(|offer| offer.category.as_str() == HOMES)
        };
        let mut homes: BTreeMap<String, Vec<Facility>> = BTreeMap::new();
        for home in inputs.facilities.iter().filter(|one| is_home(one)) {
            homes.entry(home.municipality.as_str().to_owned()).or_default().push(home.clone());
        }
        let district = |key: &String| key.get(..5).map(str::to_owned);
        let districts = homes.keys().filter_map(district).collect();
        let supply = |homes: Vec<Facility>| RegisteredSupply::new(&inputs.reference.categories, &homes, 0);
        let by_municipality = homes.into_iter().map(|(key, homes)| (key, supply(homes))).collect();
        Self { by_municipality, districts }
    }

    /// Places at the end of each year from the base on; `None` where nothing is known.
    fn places(&self, key: &str, model: &Model) -> Option<Vec<(Year, f64)>> {
        self.districts.get(key.get(..5)?)?;
        let supply = self.by_municipality.get(key);
        let of_year = |year: Year| {
            let places = supply.map(|it| it.by_municipality((year, PlaceKind::Residential), |_| true));
            places.into_iter().flatten().map(|(_, places): (Ags, f64)| places).sum()
        };
        let years = (model.base_year.0..=model.last_year.0).map(Year);
        Some(years.map(|year| (year, of_year(year))).collect())
    }
}

struct Writer<'a> {
    list: &'a mut FactList,
    frame: &'a Frame,
    origin: u16,
}

impl Writer<'_> {
    /// The estimate, with how far it can be read.
    fn of_forecast(&mut self, model: &Model) -> u16 {
        let guard = model.guard;
        self.list.origin(Origin {
            key: format!("{} Gemeinden", model.id),
            title: format!(
                "Vorausberechnung, nach dem Zensus 2022 auf die Gemeinden verteilt; unter {} Einwohnern trägt eine Zahl keine Aussage für sich, unter {} ist sie mit Vorsicht zu lesen",
                guard.grey_below, guard.warn_below
            ),
            table: model.id.clone(),
            licence: "EUPL-1.2".to_owned(),
        })
    }

    fn of_register(&mut self, on: NaiveDate) -> u16 {
        self.list.origin(Origin {
            key: "REGISTER".to_owned(),
            title: format!("Heimplätze der Versorgungsdatei mit Eröffnungen und Schließungen, Stand {on}"),
            table: "register".to_owned(),
            licence: "Angaben der Kreise und Träger".to_owned(),
        })
    }

    fn add_need(&mut self, area: usize, estimate: &MunicipalEstimate) {
        for (year, figures) in &estimate.years {
            for ((measure, kind, _), number) in estimated().zip(figures) {
                let slot = Slot { kind: self.kind(measure, kind), ..Slot::default() };
                self.add(measure, (area, *year), slot, *number);
            }
        }
    }

    /// The position of a type of care among those of a measure.
    fn kind(&self, measure: &str, kind: Option<CareType>) -> Option<u8> {
        let catalogue = &self.frame.catalogue;
        let of = catalogue.measures.get(catalogue.measure(measure)?)?;
        let word = kind?.word();
        let position = of.types.iter().position(|known| known == word)?;
        u8::try_from(position).ok()
    }

    fn add(&mut self, measure: &str, (area, year): (usize, Year), slot: Slot, number: f64) {
        let Some(measure) = self.frame.catalogue.measure(measure) else { return };
        let cell = Cell::Estimated(number);
        self.list.facts.push(Fact { measure, area, year: year.0, slot, cell, origin: self.origin });
    }
}
