//! The page of one facility.

use chrono::NaiveDateTime;
use serde::Serialize;

use super::opening::{self, OpeningView};
use super::route_panel::{RouteOrigin, RoutePanel};
use super::schema_org;
use super::transit::TransitLink;
use crate::app::Directory;
use crate::register::fields::{PageLine, ValueKind};
use crate::register::{Facility, Field, PositionSource, Provider};
use crate::search::{CategorySet, Hit, Limit, Origin, Query, Radius};
use crate::web::public::print_map::{Mark, PrintMap};
use crate::web::public::view::{self, AddressLines, OfferView, Phone};
use crate::web::shell::pages::View;
use crate::web::shell::query_string::QueryString;
use crate::web::shell::site::Site;
use crate::web::text::messages::Messages;
use crate::web::text::{format, phrases};

#[derive(Debug, Serialize)]
pub(crate) struct FacilityPage {
    id: String,
    name: String,
    example: bool,
    provider: Option<ProviderView>,
    address: AddressLines,
    /// Municipality and district.
    area: Vec<String>,
    lat: f64,
    lon: f64,
    /// The source gave no coordinates, so the centre of the locality is shown.
    approximate: bool,
    offers: Vec<OfferView>,
    phone: Option<Phone>,
    email: Option<String>,
    website: Option<Website>,
    opening: Option<OpeningView>,
    features: Vec<String>,
    lines: Vec<Line>,
    route_panel: RoutePanel,
    /// For print.
    map: Option<PrintMap>,
    /// To a public transport planner, if the operator has named one.
    transit: Option<TransitLink>,
    neighbours: Vec<Neighbour>,
    /// For search engines; `None` for an example.
    json_ld: Option<String>,
    source: SourceView,
    /// The query of the previous search; empty for none.
    back: String,
}

#[derive(Debug, Serialize)]
struct ProviderView {
    name: String,
    kind: Option<String>,
    association: Option<String>,
}

#[derive(Debug, Serialize)]
struct Website {
    address: String,
    /// Without the scheme.
    text: String,
}

#[derive(Debug, Serialize)]
struct Neighbour {
    id: String,
    name: String,
    distance: String,
}

/// A field of the register that is shown by itself.
#[derive(Debug, Serialize)]
struct Line {
    label: Option<String>,
    text: String,
}

#[derive(Debug, Serialize)]
struct SourceView {
    list: String,
    id: String,
    version: u64,
    read_on: String,
}

impl View for FacilityPage {
    fn template(&self) -> &'static str {
        "facility.html"
    }

    fn title(&self, _: &Messages) -> String {
        format!("{}, {}", self.name, self.address.town)
    }
}

/// Which facility is asked for, from which search and when.
#[derive(Debug, Clone)]
pub(crate) struct FacilityPageRequest<'a> {
    pub id: &'a str,
    /// The query of the previous search.
    pub raw: &'a str,
    /// Asked for on this page; otherwise the origin of the search is used.
    pub start: Option<RouteOrigin>,
    /// In local time.
    pub now: NaiveDateTime,
    pub site: &'a Site,
}

/// The page of the facility with this id, if there is one.
pub(crate) fn view(
    messages: &Messages,
    directory: &Directory<'_>,
    request: &FacilityPageRequest<'_>,
) -> Option<FacilityPage> {
    let FacilityPageRequest { id, raw, now, site, .. } = *request;
    let facility = directory.snapshot.get(id)?;
    let search = QueryString::read(raw);
    let start = request.start.clone().unwrap_or_else(|| RouteOrigin::of_search(&search));
    let address = site.public_url.as_ref().map(|url| format!("{url}/einrichtung/{id}"));
    Some(FacilityPage {
        id: facility.id.clone(),
        name: facility.name.clone(),
        example: facility.example,
        provider: facility.provider.as_ref().map(|it| provider(messages, it)),
        address: AddressLines::new(&facility.address),
        area: area(facility, directory),
        lat: facility.point.lat,
        lon: facility.point.lon,
        approximate: facility.position_source == PositionSource::Gazetteer,
        offers: view::offers(messages, facility, directory.snapshot, &directory.reference.categories),
        phone: facility.contact.phone.as_deref().map(Phone::new),
        email: facility.contact.email.as_deref().map(str::to_owned),
        website: facility.contact.website.as_deref().and_then(website),
        opening: facility.opening_hours.as_deref().map(|text| opening::view(messages, text, now)),
        features: facility.features.iter().map(|feature| phrases::feature(messages, *feature)).collect(),
        lines: lines(messages, facility),
        route_panel: RoutePanel::new(messages, directory, facility, &start),
        map: PrintMap::new(directory.reference, &[Mark::new(None, facility)]),
        transit: TransitLink::new(site, &facility.address),
        neighbours: neighbours(messages, facility, directory),
        json_ld: schema_org::json_ld(
            facility,
            address.as_deref(),
            &directory.reference.categories,
            directory.snapshot.today(),
        ),
        source: SourceView {
            list: facility.source.source.to_string(),
            id: facility.source.id.to_string(),
            version: directory.snapshot.version(),
            read_on: format::date(messages.lang(), directory.snapshot.today()),
        },
        back: search.to_string(),
    })
}

/// The fields that the list of register fields puts on the page.
fn lines(messages: &Messages, facility: &Facility) -> Vec<Line> {
    let line = |field: &Field| {
        let info = field.info();
        let label = match info.page? {
            PageLine::Plain => None,
            PageLine::Labelled(english) => Some(phrases::field(messages, info, english)),
        };
        let text = phrases::value(messages, info, info.of_facility(facility)?);
        let is_words = info.value == ValueKind::Text;
        let text = if is_words { view::free_text(messages, &text) } else { text };
        Some(Line { label, text })
    };
    Field::ALL.iter().filter_map(line).collect()
}

/// How many neighbours are shown, and how far they may lie.
const NEIGHBOURS: usize = 5;
const NEIGHBOURHOOD_KM: f64 = 30.0;

/// The nearest facilities that share a category with this one.
fn neighbours(messages: &Messages, facility: &Facility, directory: &Directory<'_>) -> Vec<Neighbour> {
    let mut categories = CategorySet::default();
    for offer in &facility.offers {
        // A snapshot holds no category that the tree does not know.
        let _ = categories.insert(&directory.reference.categories, offer.category.as_str());
    }
    let asked = |radius, limit| Query {
        origin: Some(Origin::Point(facility.point)),
        radius,
        categories,
        limit,
        ..Query::default()
    };
    let found = Radius::from_km(NEIGHBOURHOOD_KM)
        .and_then(|radius| Ok(asked(radius, Limit::new(NEIGHBOURS + 1)?)))
        .ok()
        .and_then(|query| directory.find(&query).ok());
    let hits = found.into_iter().flat_map(|page| page.hits);
    let neighbour = |hit: Hit| {
        let other = directory.snapshot.facilities().get(hit.facility as usize)?;
        let distance = format::length(messages.lang(), hit.distance?);
        (other.id != facility.id).then(|| Neighbour {
            id: other.id.clone(),
            name: other.name.clone(),
            distance,
        })
    };
    hits.filter_map(neighbour).take(NEIGHBOURS).collect()
}

fn provider(messages: &Messages, provider: &Provider) -> ProviderView {
    ProviderView {
        name: provider.name.clone(),
        kind: phrases::provider_kind(messages, provider.kind),
        association: provider.association.clone(),
    }
}

fn area(facility: &Facility, directory: &Directory<'_>) -> Vec<String> {
    let mut names: Vec<String> = [facility.municipality.as_str(), facility.district().as_str()]
        .into_iter()
        .filter_map(|key| view::area_name(&directory.reference.areas, key))
        .collect();
    // Rostock and Schwerin are municipality and district in one.
    names.dedup();
    names
}

/// Only HTTP and HTTPS addresses become links.
fn website(address: &str) -> Option<Website> {
    let text = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    Some(Website { address: address.to_owned(), text: text.trim_end_matches('/').to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_http_addresses_become_links() {
        assert_eq!(website("https://www.example.org/").unwrap().text, "www.example.org");
        assert!(website("javascript:alert(1)").is_none());
        assert!(website("www.example.org").is_none());
    }
}
