//! Facilities as vCards for the address book of a phone: version 4 (RFC 6350), and version 3 (RFC 2426) for programs that
//! read no newer one.

use super::content_lines::{escaped, folded};
use crate::register::{Facility, PositionSource};
use crate::web::public::view;
use crate::web::shell::query_string::QueryString;
use crate::web::text::messages::Messages;

pub(crate) const MEDIA_TYPE: &str = "text/vcard; charset=utf-8";

/// The version of the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VCardVersion {
    Three,
    Four,
}

impl VCardVersion {
    /// The one that an address asks for, `version=3`; version 4 unless it does.
    pub fn of_query(raw: &str) -> Self {
        if QueryString::read(raw).get("version") == Some("3") { Self::Three } else { Self::Four }
    }
}

/// The cards of some facilities, one after the other.
pub(crate) fn cards<'a>(
    facilities: impl IntoIterator<Item = &'a Facility>,
    messages: &Messages,
    version: VCardVersion,
) -> String {
    facilities.into_iter().map(|facility| card(facility, messages, version)).collect()
}

fn card(facility: &Facility, messages: &Messages, version: VCardVersion) -> String {
    let example = facility.example.then(|| messages.text("example"));
    let marks = example.into_iter().chain(view::unconfirmed(messages, facility));
    let name = marks.fold(facility.name.clone(), |name, mark| format!("{name} ({mark})"));
    let name = escaped(&name);
    let mut lines = vec!["BEGIN:VCARD".to_owned()];
    lines.extend(match version {
        VCardVersion::Four => vec!["VERSION:4.0".to_owned(), "KIND:org".to_owned()],
        // Version 3 demands the parts of a person's name, which an organisation leaves empty.
        VCardVersion::Three => vec!["VERSION:3.0".to_owned(), "N:;;;;".to_owned()],
    });
    lines.push(format!("FN:{name}"));
    lines.push(format!("ORG:{name}"));
    lines.push(address(facility));
    lines.extend(contact(facility, version));
    if facility.position_source == PositionSource::Source {
        let (lat, lon) = (facility.point.lat, facility.point.lon);
        lines.push(match version {
            VCardVersion::Four => format!("GEO:geo:{lat},{lon}"),
            VCardVersion::Three => format!("GEO:{lat};{lon}"),
        });
    }
    lines.push("END:VCARD".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

fn address(facility: &Facility) -> String {
    let address = &facility.address;
    let street = [address.street.as_deref(), address.house_number.as_deref()];
    let street: Vec<&str> = street.into_iter().flatten().collect();
    let parts = [
        String::new(),
        address.locality.as_deref().map(escaped).unwrap_or_default(),
        escaped(&street.join(" ")),
        escaped(&address.place),
        escaped("Mecklenburg-Vorpommern"),
        escaped(address.postcode.as_deref().unwrap_or_default()),
        escaped("Deutschland"),
    ];
    format!("ADR;TYPE=work:{}", parts.join(";"))
}

fn contact(facility: &Facility, version: VCardVersion) -> Vec<String> {
    let contact = &facility.contact;
    let (tel, mail) = match version {
        VCardVersion::Four => ("TEL;TYPE=work,voice;VALUE=text", "EMAIL;TYPE=work"),
        VCardVersion::Three => ("TEL;TYPE=work,voice", "EMAIL;TYPE=internet"),
    };
    let phone = contact.phone.as_deref().map(|it| format!("{tel}:{}", escaped(it)));
    let email = contact.email.as_deref().map(|it| format!("{mail}:{}", escaped(it)));
    let website = contact.website.as_deref().map(|it| format!("URL:{it}"));
    [phone, email, website].into_iter().flatten().collect()
}
