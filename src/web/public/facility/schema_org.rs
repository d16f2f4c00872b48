//! Facilities in the vocabulary of schema.org, as JSON-LD for search engines.

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::opening::{self, OpenDay};
use crate::register::{Category, CategoryTree, CostKind, CostPer, Costs, Facility, Offer, PositionSource};

/// A facility in the terms of schema.org, as the text of a script element of type `application/ld+json`; `None` for an example and for
/// what no office has confirmed.
pub(crate) fn json_ld(
    facility: &Facility,
    address: Option<&str>,
    tree: &CategoryTree,
    today: NaiveDate,
) -> Option<String> {
    if !facility.counts() {
        return None;
    }
    let mut thing = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        value.map(|value| thing.insert(name.to_owned(), value));
    };
    put("@context", Some("https://schema.org".into()));
    put("@type", Some(kind(facility, tree).into()));
    put("name", Some(facility.name.as_str().into()));
    put("@id", address.map(Into::into));
    put("url", facility.contact.website.as_deref().or(address).map(Into::into));
    put("mainEntityOfPage", address.map(Into::into));
    put("telephone", facility.contact.phone.as_deref().map(Into::into));
    put("email", facility.contact.email.as_deref().map(Into::into));
    put("address", Some(postal(facility)));
    if facility.position_source == PositionSource::Source {
        let (lat, lon) = (facility.point.lat, facility.point.lon);
        put("geo", Some(json!({"@type": "GeoCoordinates", "latitude": lat, "longitude": lon})));
    }
    put("openingHoursSpecification", facility.opening_hours.as_deref().and_then(|it| hours(it, today)));
    let provider = facility.provider.as_ref();
    put("parentOrganization", provider.map(|it| json!({"@type": "Organization", "name": it.name})));
    put("makesOffer", offers(facility, tree, today));
    // The text must not end the script element.
    Some(Value::Object(thing).to_string().replace('<', "\\u003c"))
}

/// The hours of each day of an ordinary week on which it is open; `None` where they cannot be said in this vocabulary.
fn hours(text: &str, today: NaiveDate) -> Option<Value> {
    let week = opening::ordinary_week(text, today)?;
    let of_day = |OpenDay { day, spans }: OpenDay| {
        let name = DAYS.get(day.num_days_from_monday() as usize).copied().unwrap_or_default();
        spans.into_iter().map(move |[opens, closes]| {
            json!({"@type": "OpeningHoursSpecification", "dayOfWeek": name, "opens": opens, "closes": closes})
        })
    };
    let hours: Vec<Value> = week.into_iter().flat_map(of_day).collect();
    (!hours.is_empty()).then_some(Value::Array(hours))
}

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The offers whose price is known; `None` if none is.
fn offers(facility: &Facility, tree: &CategoryTree, today: NaiveDate) -> Option<Value> {
    let offer = |offer: &Offer| {
        let category = tree.get(offer.category.as_str())?;
        price(&category.names.de, offer.costs.as_ref()?, today)
    };
    let offers: Vec<Value> = facility.offers.iter().filter_map(offer).collect();
    (!offers.is_empty()).then_some(Value::Array(offers))
}

fn kind<'a>(facility: &Facility, tree: &'a CategoryTree) -> &'a str {
    let first = facility.offers.first().and_then(|offer| tree.get(offer.category.as_str()));
    first.map_or(Category::SCHEMA_ORG, Category::schema_org)
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

/// The full price in the terms of schema.org. Shares and parts of a price are left out, and so are prices that are
/// old or not valid yet.
fn price(name: &str, costs: &Costs, today: NaiveDate) -> Option<Value> {
    let price = costs.get(CostKind::Price)?;
    if costs.are_old(today) || costs.on > today {
        return None;
    }
    let mut specification = json!({
        "@type": "UnitPriceSpecification",
        "price": price.to_string(),
        "priceCurrency": "EUR",
        "validFrom": costs.on.to_string(),
    });
    // Codes of UN/ECE Recommendation 20; a meal has none.
    let (field, unit) = match costs.per {
        CostPer::Month => ("unitCode", "MON"),
        CostPer::Day => ("unitCode", "DAY"),
        CostPer::Hour => ("unitCode", "HUR"),
        CostPer::Meal => ("unitText", "Mahlzeit"),
    };
    if let Value::Object(fields) = &mut specification {
        fields.insert(field.to_owned(), unit.into());
    }
    Some(json!({
        "@type": "Offer",
        "itemOffered": {"@type": "Service", "name": name},
        "priceSpecification": specification,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::Cents;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn costs(per: CostPer, on: &str, kind: CostKind, cents: u32) -> Costs {
        Costs::new(per, day(on), [(kind, Cents::new(cents).unwrap())].into_iter().collect()).unwrap()
    }

    #[test]
    fn opening_hours_are_one_entry_for_each_span_of_a_day() {
        let entries = hours("Mo,Tu 08:00-12:00,13:00-16:00", day("2026-10-05")).unwrap();
        assert_eq!(entries.as_array().unwrap().len(), 4);
        assert_eq!(entries[2]["dayOfWeek"], "Tuesday");
        assert_eq!(
            (entries[3]["opens"].as_str(), entries[3]["closes"].as_str()),
            (Some("13:00"), Some("16:00"))
        );
        assert_eq!(hours("Mo-Fr off", day("2026-10-05")), None);
        assert_eq!(hours("nach Vereinbarung", day("2026-10-05")), None);
    }

    #[test]
    fn only_full_prices_valid_today_are_published() {
        let help = costs(CostPer::Hour, "2026-01-01", CostKind::Price, 3_150);
        let data = price("Hilfe", &help, day("2026-10-01")).unwrap();
        assert_eq!(data["priceSpecification"]["price"], "31.50");
        assert_eq!(data["priceSpecification"]["unitCode"], "HUR");
        assert_eq!(data["priceSpecification"]["validFrom"], "2026-01-01");
        assert_eq!(price("Hilfe", &help, day("2027-01-02")), None);
        assert_eq!(price("Hilfe", &help, day("2025-12-31")), None);
        let home = costs(CostPer::Month, "2026-01-01", CostKind::OwnShare, 241_000);
        assert_eq!(price("Hilfe", &home, day("2026-10-01")), None);
    }
}
