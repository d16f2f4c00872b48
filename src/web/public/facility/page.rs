//! The page of one facility.

use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

use super::facts::{self, KeyFact};
use super::neighbours::{self, Neighbour};
use super::offers::{self, OfferRow};
use super::opening::{self, OpeningView};
use super::route_panel::{RouteOrigin, RoutePanel};
use super::schema_org;
use super::transit::TransitLink;
use crate::app::Directory;
use crate::register::fields::{PageLine, ValueKind};
use crate::register::{
    Category, CategoryTree, Facility, Field, MAX_AGE_DAYS, OPENSTREETMAP, Offer, PlaceStatus, PositionSource,
    Provider,
};
use crate::web::public::free_state::FreeState;
use crate::web::public::print_map::{Mark, PrintMap};
use crate::web::public::view::{self, AddressLines, Phone};
use crate::web::shell::pages::View;
use crate::web::shell::query_string::QueryString;
use crate::web::shell::site::Site;
use crate::web::text::format::{self, PhonePart};
use crate::web::text::messages::Messages;
use crate::web::text::phrases;

#[derive(Debug, Serialize)]
pub(crate) struct FacilityPage {
    id: String,
    name: String,
    example: bool,
    /// Who says it, where no office does.
    unconfirmed: Option<String>,
    /// "Tagespflege, Kurzzeitpflege"
    categories: String,
    provider: Option<ProviderView>,
    address: AddressLines,
    /// Municipality and district.
    area: Vec<String>,
    lat: f64,
    lon: f64,
    /// The source gave no coordinates, so the centre of the locality is shown.
    approximate: bool,
    lead: Option<Lead>,
    facts: Vec<KeyFact>,
    offers: Vec<OfferRow>,
    phone: Option<Phone>,
    /// The first number that a phone can dial, for the button.
    call: Option<PhonePart>,
    email: Option<String>,
    website: Option<Website>,
    opening: Option<OpeningView>,
    /// Features that are no key fact.
    features: Vec<String>,
    lines: Vec<Line>,
    route_panel: RoutePanel,
    /// For print.
    map: Option<PrintMap>,
    /// The status whose shape the marker has.
    marker: &'static str,
    /// To a public transport planner, if the operator has named one.
    transit: Option<TransitLink>,
    /// What to ask on the phone.
    questions: Vec<String>,
    neighbours: Vec<Neighbour>,
    /// For search engines; `None` for an example.
    json_ld: Option<String>,
    source: SourceView,
    /// The query of the previous search; empty for none.
    back: String,
    /// The date or the time of a visit could not be read.
    wrong_visit: bool,
}

/// The offer that speaks for the facility.
#[derive(Debug, Serialize)]
struct Lead {
    /// Its name, where the facility has others.
    category: Option<String>,
    state: FreeState,
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

/// A field of the register that is shown by itself.
#[derive(Debug, Serialize)]
struct Line {
    label: Option<String>,
    text: String,
}

#[derive(Debug, Serialize)]
struct SourceView {
    list: String,
    /// The licence of OpenStreetMap asks that it is named.
    openstreetmap: bool,
    read_on: String,
    /// How old the figures are, a sentence for each kind.
    ages: Vec<String>,
}

impl SourceView {
    fn new(messages: &Messages, facility: &Facility, today: NaiveDate) -> Self {
        Self {
            list: facility.source.source.to_string(),
            openstreetmap: facility.source.source == OPENSTREETMAP,
            read_on: format::date(messages.lang(), today),
            ages: offers::ages(messages, facility),
        }
    }
}

impl View for FacilityPage {
    fn template(&self) -> &'static str {
        "facility.html"
    }

    fn title(&self, _: &Messages) -> String {
        format!("{}, {}", self.name, self.address.town)
    }

    fn description(&self, messages: &Messages) -> Option<String> {
        let values = [
            ("name", self.name.as_str().into()),
            ("town", self.address.town.as_str().into()),
            ("offers", self.categories.as_str().into()),
        ];
        Some(messages.format("facility-description", values))
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
    /// A visit was asked for whose date or time cannot be read.
    pub wrong_visit: bool,
}

/// The page of the facility with this id, if there is one.
pub(crate) fn view(
    messages: &Messages,
    directory: &Directory<'_>,
    request: &FacilityPageRequest<'_>,
) -> Option<FacilityPage> {
    let FacilityPageRequest { id, raw, now, site, wrong_visit, .. } = *request;
    let facility = directory.snapshot.get(id)?;
    let search = QueryString::read(raw);
    let start = request.start.clone().unwrap_or_else(|| RouteOrigin::of_search(&search));
    let (tree, today) = (&directory.reference.categories, directory.snapshot.today());
    let leading = offers::leading(facility, tree, search.get("category"));
    let (facts, features) =
        leading.map(|lead| facts::key_facts(messages, facility, lead, today)).unwrap_or_default();
    let marker = marker(leading, today);
    let phone = facility.contact.phone.as_deref().map(Phone::new);
    let several = facility.offers.len() > 1;
    Some(FacilityPage {
        id: facility.id.clone(),
        name: facility.name.clone(),
        example: facility.example,
        unconfirmed: view::unconfirmed(messages, facility),
        categories: category_names(messages, facility, tree),
        provider: facility.provider.as_ref().map(|it| provider(messages, it)),
        address: AddressLines::new(&facility.address),
        area: area(facility, directory),
        lat: facility.point.lat,
        lon: facility.point.lon,
        approximate: facility.position_source == PositionSource::Gazetteer,
        lead: leading.map(|(offer, category)| Lead {
            category: several.then(|| phrases::category(messages, category).into_owned()),
            state: FreeState::new(messages, offer, category, today),
        }),
        facts,
        offers: offers::rows(messages, facility, directory),
        call: phone.as_ref().and_then(|it| it.parts.iter().find(|part| part.dialled.is_some()).cloned()),
        phone,
        email: facility.contact.email.as_deref().map(str::to_owned),
        website: facility.contact.website.as_deref().and_then(website),
        opening: facility.opening_hours.as_deref().map(|text| opening::view(messages, text, now)),
        features,
        lines: lines(messages, facility),
        route_panel: RoutePanel::new(messages, directory, facility, &start),
        map: PrintMap::new(directory.reference, &[Mark::new(None, facility, marker)]),
        marker: marker.word(),
        transit: TransitLink::new(site, &facility.address),
        questions: leading
            .map(|(_, category)| questions(messages, category.slug.as_str(), tree))
            .unwrap_or_default(),
        neighbours: leading
            .map(|(_, category)| neighbours::neighbours(messages, facility, category, directory))
            .unwrap_or_default(),
        json_ld: json_ld(facility, directory, site),
        source: SourceView::new(messages, facility, today),
        back: search.without("tag").without("uhrzeit").to_string(),
        wrong_visit,
    })
}

/// The status whose shape the marker has: that of the state at the top of the page.
fn marker(leading: Option<(&Offer, &Category)>, today: NaiveDate) -> PlaceStatus {
    leading.map_or(PlaceStatus::OnRequest, |(offer, category)| {
        offer.status(today, MAX_AGE_DAYS, category.counts_places())
    })
}

fn json_ld(facility: &Facility, directory: &Directory<'_>, site: &Site) -> Option<String> {
    let address = site.public_url.as_ref().map(|url| format!("{url}/einrichtung/{}", facility.id));
    let (tree, today) = (&directory.reference.categories, directory.snapshot.today());
    schema_org::json_ld(facility, address.as_deref(), tree, today)
}

fn category_names(messages: &Messages, facility: &Facility, tree: &CategoryTree) -> String {
    let known = facility.offers.iter().filter_map(|offer| tree.get(offer.category.as_str()));
    known.map(|category| phrases::category(messages, category)).collect::<Vec<_>>().join(", ")
}

/// How many questions stand beside the number. All of them are on the saved list.
const QUESTIONS: usize = 4;

/// The first questions about offers of the category's group.
fn questions(messages: &Messages, category: &str, tree: &CategoryTree) -> Vec<String> {
    let mut groups = tree.groups().iter();
    let group = groups.find(|group| group.categories.iter().any(|one| one.slug.as_str() == category));
    let advice = group.and_then(|group| group.advice.as_ref());
    advice.into_iter().flat_map(|it| &it.questions).take(QUESTIONS).map(|id| messages.text(id)).collect()
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
