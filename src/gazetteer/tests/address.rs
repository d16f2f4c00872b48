//! Where an address lies, on addresses made up and on those of a real register.

use super::*;

fn place(postcode: &str, place: &str, locality: &str) -> Option<(Kind, String)> {
    let given = |text| Some(text).filter(|text: &&str| !text.is_empty());
    let candidate = GAZETTEER.locate_address(given(postcode), place, given(locality))?;
    Some((candidate.kind, candidate.label))
}

fn some(kind: Kind, label: &str) -> Option<(Kind, String)> {
    Some((kind, label.to_owned()))
}

#[test]
fn the_place_within_the_postcode_comes_first() {
    let expected = some(Kind::Municipality, "19288 Ludwigslust (Ludwigslust-Parchim)");
    assert_eq!(place("19288", "Ludwigslust", ""), expected);
    assert_eq!(place("D-19288", " LUDWIGSLUST ", ""), expected);
    assert_eq!(place("", "19288 Ludwigslust", ""), expected);
    assert_eq!(
        place("17498", "Neuenkirchen", ""),
        some(Kind::Municipality, "17498 Neuenkirchen (Amt Landhagen, Vorpommern-Greifswald)")
    );
}

#[test]
fn a_known_part_of_the_place_is_nearer_than_the_place() {
    let kummer = "Kummer (Ludwigslust, Ludwigslust-Parchim)";
    assert_eq!(place("19288", "Ludwigslust", "Kummer"), some(Kind::Locality, &format!("19288 {kummer}")));
    assert_eq!(place("", "Ludwigslust", "Kummer"), some(Kind::Locality, kummer));
    // Damm is a part of Parchim and of Dummerstorf.
    assert_eq!(place("", "Parchim", "Damm"), some(Kind::Locality, "Damm (Parchim, Ludwigslust-Parchim)"));
    let unknown_part = place("19288", "Ludwigslust", "Hinterdorf");
    assert_eq!(unknown_part, some(Kind::Municipality, "19288 Ludwigslust (Ludwigslust-Parchim)"));
}

#[test]
fn an_unambiguous_place_outweighs_a_postcode_that_does_not_know_it() {
    // A postcode of post-office boxes, which the gazetteer leaves out.
    assert_eq!(place("19048", "Schwerin", ""), some(Kind::Municipality, "Schwerin"));
    assert_eq!(place("19288", "Rostock", ""), some(Kind::Municipality, "Rostock"));
    assert_eq!(place("", "Wismar", ""), some(Kind::Municipality, "Wismar (Nordwestmecklenburg)"));
}

#[test]
fn the_centre_of_the_postcode_is_the_last_resort() {
    let centre = some(Kind::Postcode, "19288 Ludwigslust");
    assert_eq!(place("19288", "", ""), centre);
    assert_eq!(place("19288", "Musterdorf", ""), centre);
    // No typo is repaired in silence, and a name borne by many says nothing elsewhere.
    assert_eq!(place("19288", "Ludwgislust", ""), centre);
    assert_eq!(place("19288", "Neuenkirchen", ""), centre);
}

#[test]
fn an_address_that_says_nothing_lies_nowhere() {
    assert_eq!(place("", "", ""), None);
    assert_eq!(place("99999", "Musterdorf", "Hinterdorf"), None);
    assert_eq!(place("192", "", ""), None);
    assert_eq!(place("", "Neuenkirchen", ""), None);
    // A district is no address.
    assert_eq!(place("", "Ludwigslust-Parchim", ""), None);
}

/// The text of a file beside the repository.
#[cfg(feature = "shared-data")]
fn shared(path: &str) -> String {
    let path = format!("{}/../shared/{path}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The 307 offers of a real register of 2016, whose rows carry municipality and coordinates.
#[cfg(feature = "shared-data")]
#[test]
fn the_addresses_of_a_real_register_lie_in_their_municipality_and_near_their_coordinates() {
    let text = shared("data/register/lup_2016.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let [postcode, town, part, key, lat, lon] =
        ["plz", "gemeinde", "ortsteil", "gemeindeschl", "lat", "lon"].map(column);
    let mut same = 0;
    let mut metres = Vec::new();
    for row in reader.records().map(Result::unwrap) {
        let locality = Some(&row[part]).filter(|part| !part.is_empty());
        let candidate = GAZETTEER.locate_address(Some(&row[postcode]), &row[town], locality).unwrap();
        assert_ne!(candidate.kind, Kind::Postcode, "{} {}", &row[postcode], &row[town]);
        same += usize::from(candidate.key == row[key]);
        let point = GeoPoint::new(row[lon].parse().unwrap(), row[lat].parse().unwrap()).unwrap();
        metres.push(point.geodesic_to(candidate.point).0);
    }
    metres.sort_by(f64::total_cmp);
    assert_eq!(metres.len(), 307);
    // Six rows bear no key, a wrong one, or that of a municipality merged since then.
    assert!(same >= 300, "{same} in the municipality of their row");
    assert!(metres[metres.len() / 2] < 1000.0, "median {} m", metres[metres.len() / 2]);
    assert!(metres[306] < 8000.0, "farthest {} m", metres[306]);
}
