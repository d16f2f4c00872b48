//! The list of a search: its heading, its entries and the ways on from it.

use serde::Serialize;

use super::query_string::QueryString;
use super::view::Link;
use super::view::{self, AddressLines, OfferView, Phone};
use super::{format, texts};
use crate::api::query::{category_slugs, with_cursor};
use crate::register::{Facility, PositionSource};
use crate::routing::{Travel, TravelSource};
use crate::search::{Finder, Hit, Page, Query, Reason, Snapshot, SortUsed};

#[derive(Debug, Serialize)]
pub(super) struct Results {
    heading: String,
    /// The names of the categories asked for.
    categories: Option<String>,
    sort: String,
    /// "20 von 57 werden gezeigt"
    shown: Option<String>,
    items: Vec<Item>,
    origin: Option<OriginView>,
    /// The query of this page, for links that lead away and back.
    here: String,
    /// The query of the first page, if this is a later one.
    first: Option<String>,
    next: Option<String>,
    /// What finds more, when this finds nothing.
    pub widen: Vec<Link>,
}

#[derive(Debug, Serialize)]
struct Item {
    /// Place in the list of this page, as the marker on the map shows it.
    number: usize,
    id: String,
    name: String,
    example: bool,
    provider: Option<String>,
    address: AddressLines,
    lat: f64,
    lon: f64,
    distance: Option<String>,
    travel: Option<String>,
    offers: Vec<OfferView>,
    phone: Option<Phone>,
}

/// The middle of the circle on the map.
#[derive(Debug, Serialize)]
struct OriginView {
    lat: f64,
    lon: f64,
    radius_km: f64,
}

impl Results {
    pub fn heading(&self) -> &str {
        &self.heading
    }
}

pub(super) fn view(
    page: &Page,
    query: &Query,
    fields: &QueryString,
    finder: &Finder,
    snapshot: &Snapshot,
) -> Results {
    let here = fields.to_string();
    let asked = category_slugs(&finder.categories, query.categories);
    let radius_km = query.radius.metres().0 / 1000.0;
    let items = page.hits.iter().enumerate().filter_map(|(at, hit)| item(at + 1, hit, finder, snapshot));
    Results {
        heading: heading(page, radius_km, asked.len() == 1),
        categories: category_names(&asked, finder),
        sort: sort_line(page.sort),
        shown: (page.hits.len() < page.total)
            .then(|| format!("{} von {} werden gezeigt", page.hits.len(), format::whole(page.total))),
        items: items.collect(),
        origin: page.origin.as_ref().map(|origin| OriginView {
            lat: origin.point.lat,
            lon: origin.point.lon,
            radius_km,
        }),
        first: query.after.as_ref().map(|_| fields.without("cursor").to_string()),
        next: page.next.as_ref().map(|cursor| with_cursor(&here, cursor)),
        here,
        widen: Vec::new(),
    }
}

/// "7 Angebote im Umkreis von 20 km um Ludwigslust". A facility has one offer of a category at most,
/// so facilities are counted as offers only where one category was asked for.
fn heading(page: &Page, radius_km: f64, one_category: bool) -> String {
    let what = match (page.total, one_category) {
        (0, true) => "Keine Angebote".to_owned(),
        (0, false) => "Keine Einrichtungen und Dienste".to_owned(),
        (total, true) => format::counted(total, "Angebot", "Angebote"),
        (total, false) => format::counted(total, "Einrichtung oder Dienst", "Einrichtungen und Dienste"),
    };
    match &page.origin {
        None => format!("{what} in {}", texts::STATE),
        Some(origin) => {
            let centre = origin.label.as_deref().unwrap_or("den gewählten Punkt");
            format!("{what} im Umkreis von {} km um {centre}", format::decimal(radius_km))
        }
    }
}

fn category_names(slugs: &[String], finder: &Finder) -> Option<String> {
    let names: Vec<&str> =
        slugs.iter().filter_map(|slug| finder.categories.get(slug)).map(|it| it.names.de.as_str()).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

fn sort_line(sort: SortUsed) -> String {
    let used = texts::sort(sort.used);
    match sort.reason {
        None => format!("Sortiert nach: {used}"),
        Some(Reason::NoOrigin) => format!("Sortiert nach: {used}, weil kein Ort angegeben ist"),
        Some(Reason::NoRoads) => {
            format!(
                "Sortiert nach: {used}. Fahrzeiten auf der Straße sind gerade nicht zu bekommen, sie sind geschätzt"
            )
        }
        Some(Reason::OffRoad) => {
            format!(
                "Sortiert nach: {used}. Der Ort liegt weit ab von Straßen, deshalb stehen hier keine Fahrzeiten"
            )
        }
    }
}

fn item(number: usize, hit: &Hit, finder: &Finder, snapshot: &Snapshot) -> Option<Item> {
    let facility = snapshot.facilities().get(hit.facility as usize)?;
    Some(Item {
        number,
        id: facility.id.clone(),
        name: facility.name.clone(),
        example: facility.example,
        provider: facility.provider.as_ref().map(|provider| provider.name.clone()),
        address: AddressLines::new(&facility.address),
        lat: facility.point.lat,
        lon: facility.point.lon,
        distance: distance_line(hit, facility),
        travel: hit.travel.map(travel_line),
        offers: view::offers(facility, snapshot, &finder.categories),
        phone: facility.contact.phone.as_deref().map(Phone::new),
    })
}

fn distance_line(hit: &Hit, facility: &Facility) -> Option<String> {
    let length = format::length(hit.distance?);
    Some(match facility.position_source {
        PositionSource::Source => format!("{length} Luftlinie"),
        PositionSource::Gazetteer => format!("ungefähr {length} Luftlinie"),
    })
}

fn travel_line(travel: Travel) -> String {
    let line = format!("etwa {} {}", format::duration(travel.duration), texts::by(travel.mode));
    match travel.source {
        TravelSource::Estimate => format!("{line}, geschätzt"),
        TravelSource::Osrm | TravelSource::Fixed => line,
    }
}
