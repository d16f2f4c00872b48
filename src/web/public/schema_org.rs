//! What search engines read: a facility as structured data (schema.org), the site map, and what they may
//! visit.

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use crate::register::{CategoryTree, Facility, Offer, PositionSource};
use crate::search::Snapshot;
use crate::web::public::about::Prose;
use crate::web::public::facility::costs;
use crate::web::shell::edition::Edition;
use crate::web::shell::site::Site;

/// The protocol of site maps allows so many addresses in one file.
const MOST_ADDRESSES: usize = 50_000;

/// Searches are endless and no use to a search engine; the facilities themselves may be found.
pub(crate) fn robots(site: &Site) -> String {
    let rules = "User-agent: *\nDisallow: /api/\nDisallow: /*?\n";
    match &site.public_url {
        Some(url) => format!("{rules}Sitemap: {url}/sitemap.xml\n"),
        None => rules.to_owned(),
    }
}

/// The pages worth finding, or `None` where the public address is not known: a site map holds whole
/// addresses only. Invented facilities are nobody's to find.
pub(crate) fn sitemap(site: &Site, snapshot: &Snapshot) -> Option<String> {
    let url = site.public_url.as_deref()?;
    let own = ["/", "/datenquellen"].into_iter().chain(Prose::PAGES.map(|(path, _)| path)).map(str::to_owned);
    let real = snapshot.facilities().iter().filter(|facility| !facility.example);
    let paths: Vec<String> =
        own.chain(real.map(|facility| format!("/einrichtung/{}", facility.id))).collect();
    let editions =
        paths.iter().flat_map(|path| Edition::ALL.map(|edition| format!("{}{path}", edition.base())));
    let easy = Prose::EASY_PAGES.map(|(path, _)| path.to_owned());
    // Ids are letters, digits and hyphens, so nothing here needs escaping.
    let entries = easy.into_iter().chain(editions).take(MOST_ADDRESSES);
    let entries: String = entries.map(|path| format!("<url><loc>{url}{path}</loc></url>\n")).collect();
    Some(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{entries}</urlset>\n"
    ))
}

/// A facility in the terms of schema.org, as text for a script element; `None` for an invented one.
pub(crate) fn structured(
    facility: &Facility,
    address: Option<&str>,
    tree: &CategoryTree,
    today: NaiveDate,
) -> Option<String> {
    if facility.example {
        return None;
    }
    let mut thing = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        value.map(|value| thing.insert(name.to_owned(), value));
    };
    put("@context", Some("https://schema.org".into()));
    put("@type", Some(kind(facility).into()));
    put("name", Some(facility.name.as_str().into()));
    put("@id", address.map(Into::into));
    put("url", facility.contact.website.as_deref().map(Into::into));
    put("telephone", facility.contact.phone.as_deref().map(Into::into));
    put("email", facility.contact.email.as_deref().map(Into::into));
    put("address", Some(postal(facility)));
    if facility.position_source == PositionSource::Source {
        let (lat, lon) = (facility.point.lat, facility.point.lon);
        put("geo", Some(json!({"@type": "GeoCoordinates", "latitude": lat, "longitude": lon})));
    }
    let provider = facility.provider.as_ref();
    put("parentOrganization", provider.map(|it| json!({"@type": "Organization", "name": it.name})));
    put("makesOffer", offers(facility, tree, today));
    // Nothing within may end the element.
    Some(Value::Object(thing).to_string().replace('<', "\\u003c"))
}

/// The offers whose price is known; `None` if none is.
fn offers(facility: &Facility, tree: &CategoryTree, today: NaiveDate) -> Option<Value> {
    let offer = |offer: &Offer| {
        let category = tree.get(offer.category.as_str())?;
        costs::structured(&category.names.de, offer.costs.as_ref()?, today)
    };
    let offers: Vec<Value> = facility.offers.iter().filter_map(offer).collect();
    (!offers.is_empty()).then_some(Value::Array(offers))
}

fn kind(facility: &Facility) -> &'static str {
    match facility.offers.first().map(|offer| offer.category.as_str()) {
        Some("pharmacy") => "Pharmacy",
        Some("hospital") => "Hospital",
        _ => "LocalBusiness",
    }
}

fn postal(facility: &Facility) -> Value {
    let address = &facility.address;
    let street = [address.street.as_deref(), address.house_number.as_deref()];
    let street: Vec<&str> = street.into_iter().flatten().collect();
    json!({
        "@type": "PostalAddress",
        "streetAddress": street.join(" "),
        "postalCode": address.postcode.as_deref(),
        "addressLocality": address.place.as_str(),
        "addressRegion": "Mecklenburg-Vorpommern",
        "addressCountry": "DE",
    })
}
