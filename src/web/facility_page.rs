//! The page of one facility.

use serde::Serialize;

use super::pages::View;
use super::query_string::QueryString;
use super::view::{self, AddressLines, OfferView, Phone};
use super::{format, texts};
use crate::register::{Facility, PositionSource, Provider};
use crate::search::{Finder, Snapshot};

#[derive(Debug, Serialize)]
pub(super) struct FacilityPage {
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
    opening_hours: Option<String>,
    features: Vec<&'static str>,
    note: Option<String>,
    source: SourceView,
    /// The query of the search the reader comes from; empty for none.
    back: String,
}

#[derive(Debug, Serialize)]
struct ProviderView {
    name: String,
    kind: Option<&'static str>,
    association: Option<String>,
}

#[derive(Debug, Serialize)]
struct Website {
    address: String,
    /// Without the scheme.
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
    const TEMPLATE: &'static str = "facility.html";

    fn title(&self) -> String {
        format!("{}, {}", self.name, self.address.place)
    }
}

/// The page of the facility with this id, if there is one.
pub(super) fn view(finder: &Finder, snapshot: &Snapshot, id: &str, raw: &str) -> Option<FacilityPage> {
    let facility = snapshot.get(id)?;
    Some(FacilityPage {
        id: facility.id.clone(),
        name: facility.name.clone(),
        example: facility.example,
        provider: facility.provider.as_ref().map(provider),
        address: AddressLines::new(&facility.address),
        area: area(facility, finder),
        lat: facility.point.lat,
        lon: facility.point.lon,
        approximate: facility.position_source == PositionSource::Gazetteer,
        offers: view::offers(facility, snapshot, &finder.categories),
        phone: facility.contact.phone.as_deref().map(Phone::new),
        email: facility.contact.email.clone(),
        website: facility.contact.website.as_deref().and_then(website),
        opening_hours: facility.opening_hours.clone(),
        features: facility.features.iter().map(|feature| texts::feature(*feature)).collect(),
        note: facility.note.clone(),
        source: SourceView {
            list: facility.source.source.clone(),
            id: facility.source.id.clone(),
            version: snapshot.version(),
            read_on: format::date(snapshot.today()),
        },
        back: QueryString::read(raw).to_string(),
    })
}

fn provider(provider: &Provider) -> ProviderView {
    ProviderView {
        name: provider.name.clone(),
        kind: texts::provider_kind(provider.kind),
        association: provider.association.clone(),
    }
}

fn area(facility: &Facility, finder: &Finder) -> Vec<String> {
    let mut names: Vec<String> = [facility.municipality.as_str(), facility.district().as_str()]
        .into_iter()
        .filter_map(|key| view::area_name(&finder.areas, key))
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
