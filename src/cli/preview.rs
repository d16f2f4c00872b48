//! Facilities of a dry run as text, as they would appear.

use std::fmt::Write;

use crate::register::{CategoryTree, Facility, Offer, PositionSource};
use crate::units::Lang;

/// A few lines for each facility, numbered.
pub fn text(facilities: &[Facility], categories: &CategoryTree, lang: Lang) -> String {
    let heading = match lang {
        Lang::De => "So würden die ersten Einrichtungen erscheinen:",
        Lang::En => "The first facilities as they would appear:",
    };
    let mut text = format!("{heading}\n");
    for (number, facility) in facilities.iter().enumerate() {
        let offers: Vec<String> = facility.offers.iter().map(|one| offer(one, categories, lang)).collect();
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{:>3}. {}: {}", number + 1, facility.name, offers.join(", "));
        let _ = writeln!(text, "     {}", details(facility, lang).join(" · "));
    }
    text
}

fn offer(offer: &Offer, categories: &CategoryTree, lang: Lang) -> String {
    let category = categories.get(offer.category.as_str());
    let name = category.map_or(offer.category.as_str(), |category| match lang {
        Lang::De => &category.names.de,
        Lang::En => &category.names.en,
    });
    match (offer.places, lang) {
        (Some(places), Lang::De) => format!("{name} ({places} Plätze)"),
        (Some(places), Lang::En) => format!("{name} ({places} places)"),
        (None, _) => name.to_owned(),
    }
}

fn details(facility: &Facility, lang: Lang) -> Vec<String> {
    let address = &facility.address;
    let words = |parts: &[Option<&str>]| parts.iter().flatten().copied().collect::<Vec<_>>().join(" ");
    let street = words(&[address.street.as_deref(), address.house_number.as_deref()]);
    let town = words(&[address.postcode.as_deref(), Some(&address.place)]);
    let contact = &facility.contact;
    let place = match (facility.position_source, lang) {
        (PositionSource::Source, _) => format!("{:.4} N {:.4} E", facility.point.lat, facility.point.lon),
        (PositionSource::Gazetteer, Lang::De) => "Lage: Mitte des Ortes".to_owned(),
        (PositionSource::Gazetteer, Lang::En) => "position: centre of the locality".to_owned(),
    };
    let provider = facility.provider.as_ref().map(|provider| provider.name.clone());
    let contacts = [&contact.phone, &contact.email, &contact.website];
    let contacts = contacts.into_iter().flatten().map(|text| text.to_string());
    let all = [street, town].into_iter().chain(provider).chain(contacts).chain([place]);
    all.filter(|part| !part.is_empty()).collect()
}
