//! Where an address lies, on addresses made up and on those of a real register.

use super::*;

fn place(postcode: &str, place: &str, locality: &str) -> Option<(Kind, String)> {
    let given = |text| Some(text).filter(|text: &&str| !text.is_empty());
    let found = GAZETTEER.locate_address(given(postcode), place, given(locality)).ok()?;
    Some((found.candidate.kind, found.candidate.label))
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

/// Of a kind: a name outranks a postcode that contradicts it.
#[test]
fn a_postcode_bounds_the_place() {
    // A postcode of post-office boxes, which the gazetteer leaves out.
    assert_eq!(place("19048", "Schwerin", ""), some(Kind::Municipality, "Schwerin"));
    for (postcode, town) in
        [("19288", "Rostock"), ("18055", "Schwerin"), ("19370", "Wismar"), ("17033", "Parchim")]
    {
        let fault = GAZETTEER.locate_address(Some(postcode), town, None).unwrap_err();
        let AddressFault::Contradiction(candidates) = fault else { panic!("{fault:?}") };
        let labels: Vec<&str> = candidates.iter().map(|candidate| candidate.label.as_str()).collect();
        assert!(labels[0].starts_with(town) && labels.last().unwrap().starts_with(postcode), "{labels:?}");
    }
    // Villages of these names lie more than a hundred kilometres away, and here too where the table knows them.
    for (postcode, village, key, basis) in [
        ("23999", "Kirchdorf", "13074035", Basis::Named),
        ("18565", "Neuendorf", "13073040", Basis::Named),
        ("18565", "Kloster", "13073040", Basis::MunicipalityOfPostcode),
        ("23999", "Neuhof", "13074035", Basis::MunicipalityOfPostcode),
    ] {
        let found = GAZETTEER.locate_address(Some(postcode), village, None).unwrap();
        assert_eq!((found.candidate.key.as_str(), found.basis), (key, basis), "{village}");
    }
    assert!(matches!(
        GAZETTEER.locate_address(Some("22337"), "Neustadt-Glewe", None),
        Err(AddressFault::Unknown)
    ));
    assert_eq!(place("", "Wismar", ""), some(Kind::Municipality, "Wismar (Nordwestmecklenburg)"));
}

#[test]
fn the_centre_of_the_postcode_is_the_last_resort() {
    let centre = some(Kind::Postcode, "19288 Ludwigslust");
    assert_eq!(place("19288", "", ""), centre);
    assert_eq!(place("19288", "Musterdorf", ""), centre);
    // No typo is repaired in silence, and a name borne by many says nothing elsewhere.
    assert_eq!(place("19288", "Ludwgislust", ""), centre);
    let fault = GAZETTEER.locate_address(Some("19288"), "Neuenkirchen", None);
    assert!(matches!(fault, Err(AddressFault::Contradiction(_))), "{fault:?}");
}

#[test]
fn the_known_part_of_a_place_answers_and_says_so() {
    for (postcode, text, label, basis) in [
        ("18119", "Rostock-Hinterdorf", "18119 Rostock", Basis::KnownPart),
        ("", "Schwerin-Hinterdorf", "Schwerin", Basis::KnownPart),
        (
            "17034",
            "Am Ring, Neubrandenburg",
            "17034 Neubrandenburg (Mecklenburgische Seenplatte)",
            Basis::KnownPart,
        ),
        ("18119", "Rostock-Warnemünde", "Warnemünde (Rostock)", Basis::Named),
        (
            "17034",
            "Neubrandenburg Oststadt",
            "Oststadt (Neubrandenburg, Mecklenburgische Seenplatte)",
            Basis::Named,
        ),
        ("", "Schwerin-Lankow", "Lankow (Schwerin)", Basis::Named),
        ("", "Ludwigslust OT Kummer", "Kummer (Ludwigslust, Ludwigslust-Parchim)", Basis::Named),
        ("17438", "Wolgast / OT Mahlzow", "Mahlzow (Wolgast, Vorpommern-Greifswald)", Basis::Named),
    ] {
        let postcode = Some(postcode).filter(|text| !text.is_empty());
        let found = GAZETTEER
            .locate_address(postcode, text, None)
            .unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
        assert_eq!((found.candidate.label.as_str(), found.basis), (label, basis), "{text}");
    }
}

/// Of a kind: ambiguity settled in silence.
#[test]
fn an_ambiguous_name_is_not_settled_in_silence() {
    for name in ["Ahlbeck", "Göhren", "Bülow"] {
        let fault = GAZETTEER.locate_address(None, name, None).unwrap_err();
        assert!(
            matches!(&fault, AddressFault::Ambiguous(candidates) if candidates.len() > 1),
            "{name}: {fault:?}"
        );
    }
    let seaside = GAZETTEER.locate_address(None, "Seebad Ahlbeck", None).unwrap();
    assert_eq!(seaside.candidate.key, "13075049", "the part of Heringsdorf");
    let baltic = GAZETTEER.locate_address(None, "Ostseebad Göhren", None).unwrap();
    assert_eq!(baltic.candidate.key, "13073031");
}

/// An area in the rest of a text tells places of one name apart; a town beside one of them is not the place.
#[test]
fn the_rest_of_a_text_tells_places_of_one_name_apart_or_leaves_it_open() {
    for (text, municipality) in [
        ("Göhren auf Rügen", "13073031"),
        ("Ahlbeck/Usedom", "13075049"),
        ("Wustrow (Fischland)", "13073103"),
        ("Kirchdorf, Vorpommern-Rügen", "13073090"),
    ] {
        let found =
            GAZETTEER.locate_address(None, text, None).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
        assert_eq!((found.candidate.key.as_str(), found.basis), (municipality, Basis::Named), "{text}");
    }
    let island = GAZETTEER.locate_address(None, "Wiek/Rügen", None).unwrap();
    assert_eq!(island.basis, Basis::Named);
    for text in ["Wustrow b. Neustrelitz", "Neuendorf bei Anklam", "Göhren (Usedom)"] {
        let fault = GAZETTEER.locate_address(None, text, None).unwrap_err();
        assert!(
            matches!(&fault, AddressFault::Ambiguous(candidates) if candidates.len() > 1),
            "{text}: {fault:?}"
        );
    }
}

#[test]
fn an_address_far_from_its_point_contradicts_it() {
    let point = |lon, lat| GeoPoint::new(lon, lat).unwrap();
    let parchim = point(11.8488, 53.4263);
    let labels = |postcode, place, point, key| {
        let found = GAZETTEER.address_contradictions(Some(postcode), place, point, key);
        found.into_iter().map(|it| it.label).collect::<Vec<_>>()
    };
    assert_eq!(
        labels("23966", "Wismar", parchim, "13076108"),
        ["23966 Wismar", "Wismar (Nordwestmecklenburg)"]
    );
    assert_eq!(labels("19370", "Parchim", parchim, "13076108"), Vec::<String>::new());
    assert_eq!(labels("18055", "Schwerin", point(11.4092, 53.6313), "13004000"), ["18055 Rostock"]);
    assert_eq!(
        labels("19370", "Hinterdorf", parchim, "13076108"),
        Vec::<String>::new(),
        "unknown contradicts nothing"
    );
}

#[test]
fn my_position_is_the_municipality_that_holds_it() {
    // Warnemünde, nearer to the centre of Elmenhorst than to that of Rostock.
    for (lon, lat, key) in
        [(12.0838, 54.1775, "13003000"), (12.14, 54.19, "13003000"), (11.8488, 53.4263, "13076108")]
    {
        let (found, _) = GAZETTEER.nearest(GeoPoint::new(lon, lat).unwrap(), &AREAS_OF_STATE).unwrap();
        assert_eq!(found.key, key, "{lon} {lat}: {found:?}");
    }
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
    let path = format!("{}/../../../shared/{path}", env!("CARGO_MANIFEST_DIR"));
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
        let candidate =
            GAZETTEER.locate_address(Some(&row[postcode]), &row[town], locality).unwrap().candidate;
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
    // One row bears Lübtheen's postcode 19249 with the name of Eldena, 19294: the postcode outweighs a small municipality
    // of that name elsewhere. An import checks it against the row's coordinates and says so.
    assert!(metres[305] < 8000.0, "farthest but one {} m", metres[305]);
    assert!((20_000.0..25_000.0).contains(&metres[306]), "farthest {} m", metres[306]);
}
