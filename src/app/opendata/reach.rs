//! Who reaches an offer of a category by car, in each district, Amt and municipality.

use std::collections::BTreeMap;

use super::area_table::{AreaRow, Columns};
use super::areas;
use crate::app::error::Error;
use crate::app::reach::{self, Inputs, ReachRequest};
use crate::app::{ReferenceData, State};
use crate::opendata::{Collection, GeometryKind, Kind, Period, Property, Value};
use crate::reach::Group;
use crate::search::Snapshot;
use crate::units::Stop;

/// The limits of travel time, in minutes.
const MINUTES: [u32; 3] = [15, 30, 45];
const CAR: &str = "car";

/// Position of the share of a group within a limit, behind the number of its people.
fn place(minutes: usize, group: Group) -> usize {
    let groups = Group::ALL.len();
    groups + (minutes * groups + group as usize) * 2
}

/// Behind all shares: the time to the nearest offer, and the places.
const NEAREST: usize = Group::ALL.len() * (1 + 2 * MINUTES.len());
const PLACES: usize = NEAREST + 1;
const COUNT: usize = PLACES + 1;

/// `_65` for people aged 65 and older, nothing for all.
fn ending(group: Group) -> String {
    if group.first_age() == 0 { String::new() } else { format!("_{}", group.first_age()) }
}

fn people(group: Group) -> (String, String) {
    match group.first_age() {
        0 => ("Einwohner".to_owned(), "residents".to_owned()),
        age => (format!("Einwohner ab {age} Jahren"), format!("residents aged {age} and older")),
    }
}

pub(super) fn columns(reference: &ReferenceData, slug: &str) -> Columns {
    let name = reference.categories.get(slug).map_or(slug, |category| category.names.de.as_str());
    let mut numbers = Vec::with_capacity(COUNT);
    for group in Group::ALL {
        let (de, en) = people(group);
        numbers.push(Property::new(format!("persons{}", ending(group)), Kind::Number, de, en));
    }
    for minutes in MINUTES {
        for group in Group::ALL {
            let ((de, en), ending) = (people(group), ending(group));
            numbers.push(Property::new(
                format!("reached_{minutes}{ending}"),
                Kind::Number,
                format!("{de}, die ein Angebot in {minutes} Minuten erreichen"),
                format!("{en} who reach an offer within {minutes} minutes"),
            ));
            numbers.push(Property::new(
                format!("share_{minutes}{ending}"),
                Kind::Number,
                format!("ihr Anteil (0 bis 1), {minutes} Minuten"),
                format!("their share, 0 to 1, within {minutes} minutes"),
            ));
        }
    }
    numbers.push(Property::new(
        "nearest_s",
        Kind::Number,
        "Sekunden, in denen die Hälfte das nächste Angebot erreicht, je Gemeinde",
        "seconds in which half of the people of a municipality reach their nearest offer",
    ));
    numbers.push(Property::new(
        "places_per_1000",
        Kind::Number,
        "erreichbare Plätze je 1000 Einwohner ab 65",
        "places within reach for each 1,000 residents aged 65 and older",
    ));
    let shared = [
        ("category", "Angebot", "kind of care", slug.to_owned()),
        ("category_name", "Art des Angebots", "German name of the kind of care", name.to_owned()),
        ("mode", "Verkehrsmittel", "means of travel", CAR.to_owned()),
    ];
    Columns {
        shared: shared
            .into_iter()
            .map(|(name, de, en, value)| (Property::new(name, Kind::Text, de, en), Value::text(value)))
            .collect(),
        word: Property::new(
            "travel_source",
            Kind::Text,
            "Herkunft der Fahrzeiten",
            "osrm: on the roads of OpenStreetMap; estimate: from the straight line",
        ),
        numbers,
    }
}

pub(super) fn collection(state: &State, slug: &str, bounds: Option<[f64; 4]>, id: String) -> Collection {
    let names = state.reference.categories.get(slug).map(|category| &category.names);
    let (de, en) = names.map_or((slug, slug), |names| (names.de.as_str(), names.en.as_str()));
    let year = state.model().base_year.0;
    Collection {
        id,
        title_de: format!("Erreichbarkeit: {de}"),
        title_en: format!("Reach: {en}"),
        description_de: format!(
            "Wie viele Menschen je Kreis, Amt und Gemeinde ein Angebot ({de}) mit dem Auto in 15, 30 und 45 Minuten erreichen. Einwohner {year}, gezählt in den Zellen von 1 km, in denen sie nach dem Zensus 2011 wohnen."
        ),
        description_en: format!(
            "How many people of each district, Amt and municipality reach an offer ({en}) by car within 15, 30 and 45 minutes. Residents of {year}, counted in the cells of 1 km where the census of 2011 found them."
        ),
        attribution: format!(
            "Eigene Berechnung; Straßen: © OpenStreetMap-Mitwirkende, ODbL 1.0; Umrisse: {}",
            areas::ATTRIBUTION
        ),
        geometry: GeometryKind::MultiPolygon,
        bounds,
        period: Some(Period::year(year)),
        properties: columns(&state.reference, slug).properties(),
    }
}

/// A row for each area.
pub(super) fn rows(
    state: &State,
    snapshot: &Snapshot,
    slug: &str,
    stop: &Stop,
) -> Result<Vec<AreaRow>, Error> {
    let (reference, router, model) = (&state.reference, &state.search.router, state.model());
    let inputs = Inputs { reference, router, snapshot, model, stop };
    let request = ReachRequest {
        category: slug.to_owned(),
        mode: Some(CAR.to_owned()),
        minutes: MINUTES.map(f64::from).to_vec(),
        ..ReachRequest::default()
    };
    let residents = state.tables.residents(|| reach::base_residents(reference, model))?;
    let mut found = BTreeMap::new();
    // The time of the answers is not shown.
    for answer in reach::reach_by_level(inputs, &request, residents, snapshot.taken_at())? {
        let source = answer.provenance.travel_source;
        for row in &answer.rows {
            let Some(group) = Group::from_word(row.group) else { continue };
            let year = answer.provenance.year;
            let of_area = found.entry(row.area.clone()).or_insert_with(|| {
                AreaRow::new(&row.area, year, source, vec![f64::NAN; COUNT].into_boxed_slice())
            });
            let limit = MINUTES.iter().position(|minutes| f64::from(*minutes) == row.minutes);
            let at = place(limit.unwrap_or_default(), group);
            let numbers = &mut of_area.numbers;
            let mut set = |at: usize, number: Option<f64>| {
                if let (Some(place), Some(number)) = (numbers.get_mut(at), number) {
                    *place = number;
                }
            };
            set(group as usize, Some(row.persons));
            set(at, Some(row.persons_reached));
            set(at + 1, row.share);
            // The time has one column, and that of half of all people stands there.
            if group == Group::All {
                set(NEAREST, row.nearest_s);
            }
        }
        for balance in &answer.balance {
            let of_area = found.get_mut(&balance.area);
            if let Some(place) = of_area.and_then(|row| row.numbers.get_mut(PLACES)) {
                *place = balance.places_per_1000;
            }
        }
    }
    let mut rows: Vec<AreaRow> = found.into_values().collect();
    rows.sort_unstable_by(|one, other| one.id.cmp(&other.id));
    Ok(rows)
}
