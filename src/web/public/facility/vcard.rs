//! Facilities as vCards (RFC 6350), for the address book of a phone.

use crate::register::{Facility, PositionSource};

pub(crate) const MEDIA_TYPE: &str = "text/vcard; charset=utf-8";

/// The cards of some facilities, one after the other.
pub(crate) fn cards<'a>(facilities: impl IntoIterator<Item = &'a Facility>, example: &str) -> String {
    facilities.into_iter().map(|facility| card(facility, example)).collect()
}

fn card(facility: &Facility, example: &str) -> String {
    let Facility { address, contact, .. } = facility;
    let name =
        if facility.example { format!("{} ({example})", facility.name) } else { facility.name.clone() };
    let street = [address.street.as_deref(), address.house_number.as_deref()];
    let street: Vec<&str> = street.into_iter().flatten().collect();
    let place = [
        String::new(),
        address.locality.as_deref().map(escaped).unwrap_or_default(),
        escaped(&street.join(" ")),
        escaped(&address.place),
        escaped("Mecklenburg-Vorpommern"),
        escaped(address.postcode.as_deref().unwrap_or_default()),
        escaped("Deutschland"),
    ];
    let mut lines = vec![
        "BEGIN:VCARD".to_owned(),
        "VERSION:4.0".to_owned(),
        "KIND:org".to_owned(),
        format!("FN:{}", escaped(&name)),
        format!("ORG:{}", escaped(&name)),
        format!("ADR;TYPE=work:{}", place.join(";")),
    ];
    lines
        .extend(contact.phone.as_deref().map(|it| format!("TEL;TYPE=work,voice;VALUE=text:{}", escaped(it))));
    lines.extend(contact.email.as_deref().map(|it| format!("EMAIL;TYPE=work:{}", escaped(it))));
    lines.extend(contact.website.as_deref().map(|it| format!("URL:{it}")));
    if facility.position_source == PositionSource::Source {
        lines.push(format!("GEO:geo:{},{}", facility.point.lat, facility.point.lon));
    }
    lines.push("END:VCARD".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

/// Text within a value (section 3.4).
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ',' | ';' => safe.extend(['\\', c]),
            '\n' => safe.push_str("\\n"),
            c if c.is_control() => {}
            c => safe.push(c),
        }
    }
    safe
}

/// A line of at most 75 octets, and its rest behind a blank on the next ones (section 3.2).
fn folded(line: &str) -> String {
    let mut text = String::with_capacity(line.len() + 4);
    let mut octets = 0;
    for c in line.chars() {
        if octets + c.len_utf8() > 75 {
            text.push_str("\r\n ");
            octets = 1;
        }
        text.push(c);
        octets += c.len_utf8();
    }
    text + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_escaped_and_long_lines_folded_between_letters() {
        assert_eq!(escaped("a,b;c\\d\ne\r"), "a\\,b\\;c\\\\d\\ne");
        let line = folded(&format!("FN:{}", "ü".repeat(60)));
        let parts: Vec<&str> = line.split("\r\n").collect();
        assert!(parts.iter().all(|part| part.len() <= 75), "{parts:?}");
        assert_eq!(
            parts.iter().map(|part| part.trim_start()).collect::<String>(),
            format!("FN:{}", "ü".repeat(60))
        );
    }
}
