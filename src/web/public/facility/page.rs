//! The page of one facility.

use chrono::NaiveDateTime;
use serde::Serialize;

use super::opening::{self, OpeningView};
use crate::app::Directory;
use crate::register::{Facility, PositionSource, Provider};
use crate::search::{CategorySet, Hit, Limit, Origin, Query, Radius};
use crate::web::public::facility::route_panel::{JourneyPart, Start};
use crate::web::public::print_map::{Mark, PaperMap};
use crate::web::public::schema_org;
use crate::web::public::view::{self, AddressLines, OfferView, Phone};
use crate::web::shell::pages::View;
use crate::web::shell::query_string::QueryString;
use crate::web::shell::site::{Site, TransitLink};
use crate::web::text::words::Words;
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
    /// The source gave no coordinates; the centre of the place stands in.
    approximate: bool,
    offers: Vec<OfferView>,
    phone: Option<Phone>,
    email: Option<String>,
    website: Option<Website>,
    opening: Option<OpeningView>,
    features: Vec<String>,
    note: Option<String>,
    journey: JourneyPart,
    /// On paper.
    map: Option<PaperMap>,
    /// To a public transport planner, where the operator has named one.
    transit: Option<TransitLink>,
    neighbours: Vec<Neighbour>,
    /// For search engines; an invented facility has none.
    structured: Option<String>,
    source: SourceView,
    /// The query of the search the reader comes from; empty for none.
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

    fn title(&self, _: &Words) -> String {
        format!("{}, {}", self.name, self.address.place)
    }
}

/// Which facility is visited, from which search and when.
#[derive(Debug, Clone)]
pub(crate) struct Visit<'a> {
    pub id: &'a str,
    /// The query of the search the reader comes from.
    pub raw: &'a str,
    /// Asked for on this page; otherwise the place of the search counts.
    pub start: Option<Start>,
    /// In local time.
    pub now: NaiveDateTime,
    pub site: &'a Site,
}

/// The page of the facility with this id, if there is one.
pub(crate) fn view(words: &Words, directory: &Directory<'_>, visit: &Visit<'_>) -> Option<FacilityPage> {
    let Visit { id, raw, now, site, .. } = *visit;
    let facility = directory.snapshot.get(id)?;
    let search = QueryString::read(raw);
    let start = visit.start.clone().unwrap_or_else(|| Start::of_search(&search));
    let address = site.public_url.as_ref().map(|url| format!("{url}/einrichtung/{id}"));
    Some(FacilityPage {
        id: facility.id.clone(),
        name: facility.name.clone(),
        example: facility.example,
        provider: facility.provider.as_ref().map(|it| provider(words, it)),
        address: AddressLines::new(&facility.address),
        area: area(facility, directory),
        lat: facility.point.lat,
        lon: facility.point.lon,
        approximate: facility.position_source == PositionSource::Gazetteer,
        offers: view::offers(words, facility, directory.snapshot, &directory.reference.categories),
        phone: facility.contact.phone.as_deref().map(Phone::new),
        email: facility.contact.email.as_deref().map(str::to_owned),
        website: facility.contact.website.as_deref().and_then(website),
        opening: facility.opening_hours.as_deref().map(|text| opening::view(words, text, now)),
        features: facility.features.iter().map(|feature| phrases::feature(words, *feature)).collect(),
        note: facility.note.as_deref().map(str::to_owned),
        journey: JourneyPart::new(words, directory, facility, &start),
        map: PaperMap::new(
            &directory.reference.areas,
            &directory.reference.gazetteer,
            &[Mark::new(None, facility)],
        ),
        transit: site.transit_link(&facility.address),
        neighbours: neighbours(words, facility, directory),
        structured: schema_org::structured(
            facility,
            address.as_deref(),
            &directory.reference.categories,
            directory.snapshot.today(),
        ),
        source: SourceView {
            list: facility.source.source.to_string(),
            id: facility.source.id.to_string(),
            version: directory.snapshot.version(),
            read_on: format::date(words.lang(), directory.snapshot.today()),
        },
        back: search.to_string(),
    })
}

/// How many neighbours are shown, and how far they may lie.
const NEIGHBOURS: usize = 5;
const NEIGHBOURHOOD_KM: f64 = 30.0;

/// The nearest facilities that share a category with this one.
fn neighbours(words: &Words, facility: &Facility, directory: &Directory<'_>) -> Vec<Neighbour> {
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
        let distance = format::length(words.lang(), hit.distance?);
        (other.id != facility.id).then(|| Neighbour {
            id: other.id.clone(),
            name: other.name.clone(),
            distance,
        })
    };
    hits.filter_map(neighbour).take(NEIGHBOURS).collect()
}

fn provider(words: &Words, provider: &Provider) -> ProviderView {
    ProviderView {
        name: provider.name.clone(),
        kind: phrases::provider_kind(words, provider.kind),
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

/// A link is made of nothing but an address of the web.
fn website(address: &str) -> Option<Website> {
    let text = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    Some(Website { address: address.to_owned(), text: text.trim_end_matches('/').to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_become_links() {
        assert_eq!(website("https://www.example.org/").unwrap().text, "www.example.org");
        assert!(website("javascript:alert(1)").is_none());
        assert!(website("www.example.org").is_none());
    }
}
