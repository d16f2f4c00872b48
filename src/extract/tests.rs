use std::io::Cursor;

use proptest::prelude::*;

use super::fixture::Pbf;
use super::*;

fn read_bytes(bytes: &[u8]) -> Result<Extract, ExtractError> {
    read(|| Ok(Cursor::new(bytes.to_vec())), |_| {})
}

/// A town with a house as a node, one as a building, a street, and a hospital of two outlines.
fn town() -> Pbf {
    let mut pbf = Pbf::default();
    pbf.node(53.43, 11.85, &[("place", "town"), ("name", "Parchim")]);
    pbf.node(53.40, 11.80, &[("place", "locality"), ("name", "Am Moor")]);
    pbf.house(53.4261, 11.8487, "Am Markt", "1", "19370", "Parchim");
    let corner = |pbf: &mut Pbf, lat, lon| pbf.node(lat, lon, &[]);
    let building: Vec<i64> = [(53.0, 11.0), (53.0, 11.2), (53.1, 11.2), (53.1, 11.0)]
        .map(|(lat, lon)| corner(&mut pbf, lat, lon))
        .into();
    let closed = [&building[..], &building[..1]].concat();
    pbf.way(&closed, &[("building", "yes"), ("addr:place", "Slate"), ("addr:housenumber", "2-4")]);
    pbf.way(&building[..2], &[("highway", "residential"), ("name", "Am Markt")]);
    pbf.way(&building[..2], &[("highway", "residential")]);
    let outlines = [pbf.way(&building[..2], &[]), pbf.way(&building[2..], &[])];
    pbf.relation(&outlines, &[("amenity", "hospital"), ("name", "Klinik")]);
    pbf
}

fn shown(extract: &Extract) -> Vec<String> {
    let text = |number| extract.names.text(number);
    let at = |position: Position| {
        let GeoPoint { lat, lon } = position.into();
        format!("{lat:.4} {lon:.4}")
    };
    let houses = extract.houses.iter().map(|it| {
        format!("house {} {} {} at {}", text(it.street), text(it.number), text(it.postcode), at(it.position))
    });
    let streets = extract.streets.iter().map(|it| format!("street {} of {}", text(it.name), it.line.len()));
    let places = extract.places.iter().map(|it| format!("place {} {}", text(it.name), it.is_settlement));
    let care = extract.care.iter().map(|it| format!("care {} at {}", it.id, at(it.position)));
    let mut all: Vec<String> = houses.chain(streets).chain(places).chain(care).collect();
    all.sort();
    all
}

#[test]
fn houses_streets_places_and_care_are_kept_however_the_objects_stand() {
    let expected = [
        "care relation/1 at 53.0500 11.1000",
        "house Am Markt 1 19370 at 53.4261 11.8487",
        "house Slate 2-4  at 53.0500 11.1000",
        "place Parchim true",
        "street Am Markt of 2",
    ];
    let mut pbf = town();
    for is_odd in [false, true] {
        pbf.is_odd = is_odd;
        let extract = read_bytes(&pbf.bytes()).unwrap();
        assert_eq!(shown(&extract), expected);
        assert_eq!((extract.date, extract.without_position), (None, 0));
    }
}

#[test]
fn the_day_is_that_of_the_file_or_of_its_newest_object() {
    let mut pbf = town();
    // 2026-11-01 12:00 and 2026-10-31 in UTC.
    pbf.changed_at = Some(1_793_448_000);
    let date = |pbf: &Pbf| read_bytes(&pbf.bytes()).unwrap().date.unwrap().to_string();
    assert_eq!(date(&pbf), "2026-10-31");
    pbf.made_at = Some(1_793_534_400);
    assert_eq!(date(&pbf), "2026-11-01");
}

#[test]
fn what_lies_outside_of_the_file_is_counted() {
    let mut pbf = town();
    pbf.way(&[4, 5], &[("addr:street", "Fern"), ("addr:housenumber", "1")]);
    let extract = read_bytes(&pbf.bytes()).unwrap();
    assert_eq!((extract.houses.len(), extract.without_position), (2, 1));
}

#[test]
fn a_file_that_is_no_extract_is_refused_with_a_reason() {
    let mut history = town();
    history.features.push("HistoricalInformation");
    let sentence = |bytes: &[u8]| read_bytes(bytes).unwrap_err().to_string();
    for (bytes, expected) in [
        (Vec::new(), "is no OpenStreetMap extract"),
        (b"PK\x03\x04 something else that is much longer".to_vec(), "is no OpenStreetMap extract"),
        (b"<?xml version='1.0'?>".to_vec(), "is no OpenStreetMap extract"),
        (history.bytes(), "needs the feature \"HistoricalInformation\""),
        (Pbf::default().bytes(), "holds no node, way or relation"),
    ] {
        let found = sentence(&bytes);
        assert!(found.starts_with(expected), "{found}");
    }
}

#[test]
fn a_file_that_is_cut_anywhere_but_between_its_blobs_is_refused() {
    let bytes = town().bytes();
    let whole: Vec<usize> = (1..bytes.len()).filter(|end| read_bytes(&bytes[..*end]).is_ok()).collect();
    // Behind the nodes and behind the ways a file ends as if it held no more.
    assert!(whole.len() <= 2, "{whole:?}");
    let cut = read_bytes(&bytes[..bytes.len() - 3]).unwrap_err();
    assert!(cut.to_string().starts_with("ends too early"), "{cut}");
}

proptest! {
    #[test]
    fn a_damaged_file_is_refused_or_read_and_never_breaks_the_reader(
        at in any::<prop::sample::Index>(), byte in any::<u8>(), is_odd in any::<bool>(),
    ) {
        let mut pbf = town();
        pbf.is_odd = is_odd;
        let mut bytes = pbf.bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = read_bytes(&bytes);
    }

    #[test]
    fn every_house_is_read_where_it_was_written(
        houses in prop::collection::vec((50.0..55.0_f64, 8.0..15.0_f64, "[A-Za-zäöü ]{1,12}x", 1..999_u32), 1..60),
        is_odd in any::<bool>(),
    ) {
        let mut pbf = Pbf::default();
        pbf.is_odd = is_odd;
        for (lat, lon, street, number) in &houses {
            pbf.house(*lat, *lon, street, &number.to_string(), "19370", "Parchim");
        }
        let extract = read_bytes(&pbf.bytes()).unwrap();
        prop_assert_eq!(extract.houses.len(), houses.len());
        for ((lat, lon, street, number), found) in houses.iter().zip(&extract.houses) {
            let point = GeoPoint::from(found.position);
            prop_assert!((point.lat - lat).abs() < 1e-7 && (point.lon - lon).abs() < 1e-7);
            prop_assert_eq!(extract.names.text(found.street), street.trim());
            prop_assert_eq!(extract.names.text(found.number), number.to_string());
        }
    }
}

#[cfg(feature = "shared-data")]
mod real {
    use super::*;
    use std::fs::File;

    fn shared(name: &str) -> Extract {
        let path = format!("{}/../shared/data/roads/{name}", env!("CARGO_MANIFEST_DIR"));
        read(|| File::open(&path), |_| {}).unwrap()
    }

    /// Counted with osmium 4.3.2 (PyPI): objects with addr:housenumber beside addr:street or addr:place, named highways, and
    /// nodes with `place` of a town, a village or a part of one.
    #[test]
    fn two_real_extracts_hold_what_another_reader_counts() {
        for (name, houses, streets, places) in
            [("lauf.osm.pbf", 5_425, 930, 9), ("monaco.osm.pbf", 63, 1_250, 19)]
        {
            let extract = shared(name);
            let found = (
                extract.houses.len() + extract.without_position,
                extract.streets.len(),
                extract.places.len(),
            );
            assert_eq!(found, (houses, streets, places), "{name}");
        }
    }
}
