//! Who runs this site and under which address, as the operator's settings say. What is not set stays
//! open on the pages and is named there as missing; nothing is made up.

use serde::Serialize;

use crate::register::Address;
use crate::web::public::view::AddressLines;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Site {
    /// "https://pflege.example.org", without a slash at its end.
    pub public_url: Option<String>,
    pub operator: Operator,
    /// The address of a public transport planner, with `{destination}` where the destination goes.
    pub transit_planner_url: Option<String>,
}

/// A link to a planner. It names the destination and never where somebody sets out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct TransitLink {
    address: String,
    /// The site it leads to.
    host: String,
}

impl Site {
    pub(crate) fn transit_link(&self, destination: &Address) -> Option<TransitLink> {
        let template = self.transit_planner_url.as_ref()?;
        let lines = AddressLines::new(&Address { locality: None, ..destination.clone() });
        let parts: Vec<&str> = lines.street.iter().chain([&lines.place]).map(String::as_str).collect();
        // As a part of a query and of a path alike: a blank is no plus.
        let encoded: String = form_urlencoded::byte_serialize(parts.join(", ").as_bytes()).collect();
        let address = template.replace("{destination}", &encoded.replace('+', "%20"));
        let host = template.split('/').nth(2).unwrap_or_default().to_owned();
        Some(TransitLink { address, host })
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Operator {
    pub name: Option<String>,
    /// Lines, for the imprint.
    pub address: Vec<String>,
    pub represented_by: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_planner_is_told_the_destination_and_nothing_else() {
        let destination = Address {
            street: Some("Große Straße".into()),
            house_number: Some("4 a".into()),
            postcode: Some("19288".into()),
            place: "Ludwigslust".into(),
            locality: Some("Techentin".into()),
        };
        let site = |url: &str| Site { transit_planner_url: Some(url.into()), ..Site::default() };
        let link =
            site("https://fahrplan.example.org/suche?ziel={destination}&x=1").transit_link(&destination);
        let link = link.unwrap();
        assert_eq!(link.host, "fahrplan.example.org");
        assert_eq!(
            link.address,
            "https://fahrplan.example.org/suche?ziel=Gro%C3%9Fe%20Stra%C3%9Fe%204%20a%2C%2019288%20Ludwigslust&x=1"
        );
        let place = Address { place: "Dömitz".into(), ..Address::default() };
        let link = site("https://fahrplan.example.org/{destination}").transit_link(&place).unwrap();
        assert_eq!(link.address, "https://fahrplan.example.org/D%C3%B6mitz");
        assert_eq!(Site::default().transit_link(&place), None);
    }
}
