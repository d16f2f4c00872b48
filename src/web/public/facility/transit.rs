//! The link to a public transport planner of another site.

use serde::Serialize;

use crate::register::Address;
use crate::web::public::view::AddressLines;
use crate::web::shell::site::Site;

/// A link to a planner. It contains the destination and never the origin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct TransitLink {
    address: String,
    /// The site it leads to.
    host: String,
}

impl TransitLink {
    /// Fills the planner's address template, if the operator has named one.
    pub fn new(site: &Site, destination: &Address) -> Option<Self> {
        let template = site.transit_planner_url.as_ref()?;
        let lines = AddressLines::new(&Address { locality: None, ..destination.clone() });
        let parts: Vec<&str> = lines.street.iter().chain([&lines.town]).map(String::as_str).collect();
        // Valid in a query and in a path: a blank becomes %20, not a plus.
        let encoded: String = form_urlencoded::byte_serialize(parts.join(", ").as_bytes()).collect();
        let address = template.replace("{destination}", &encoded.replace('+', "%20"));
        let host = template.split('/').nth(2).unwrap_or_default().to_owned();
        Some(Self { address, host })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_contains_the_destination_only() {
        let destination = Address {
            street: Some("Große Straße".into()),
            house_number: Some("4 a".into()),
            postcode: Some("19288".into()),
            place: "Ludwigslust".into(),
            locality: Some("Techentin".into()),
        };
        let site = |url: &str| Site { transit_planner_url: Some(url.into()), ..Site::default() };
        let link = TransitLink::new(
            &site("https://fahrplan.example.org/suche?ziel={destination}&x=1"),
            &destination,
        );
        let link = link.unwrap();
        assert_eq!(link.host, "fahrplan.example.org");
        assert_eq!(
            link.address,
            "https://fahrplan.example.org/suche?ziel=Gro%C3%9Fe%20Stra%C3%9Fe%204%20a%2C%2019288%20Ludwigslust&x=1"
        );
        let place = Address { place: "Dömitz".into(), ..Address::default() };
        let link = TransitLink::new(&site("https://fahrplan.example.org/{destination}"), &place).unwrap();
        assert_eq!(link.address, "https://fahrplan.example.org/D%C3%B6mitz");
        assert_eq!(TransitLink::new(&Site::default(), &place), None);
    }
}
