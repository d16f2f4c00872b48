//! What the table holds, and what is said of a bad one.

use super::*;
use crate::areas::Located;
use crate::units::Metres;

fn read_with(table: &str) -> Result<Gazetteer, GazetteerError> {
    Gazetteer::from_tables(&Tables { places: table.to_owned(), ..Tables::default() }, &AREAS_OF_STATE)
}

/// The message for the table with one text in it replaced.
fn fault(from: &str, to: &str) -> String {
    assert!(TABLE.contains(from), "{from}");
    read_with(&TABLE.replacen(from, to, 1)).map(|_| ()).expect_err(to).to_string()
}

/// The counts that models/places/README.md gives.
#[test]
fn the_tables_hold_what_the_readme_counts() {
    let count = |kind| GAZETTEER.entries.iter().filter(|entry| entry.kind == kind).count();
    assert_eq!(
        (count(Kind::Municipality), count(Kind::Locality), count(Kind::Quarter), GAZETTEER.postcodes.len()),
        (726, 299 + 2269, 98, 192)
    );
    let rows = |kind: &str| TABLE.lines().filter(|line| line.starts_with(kind)).count();
    assert_eq!((rows("municipality,"), rows("place,"), rows("postcode,")), (726, 328, 192));
}

/// The outlines are simplified, so a few points of places by a border or shore lie just outside.
#[test]
fn every_point_lies_in_its_municipality_but_for_those_the_readme_names() {
    let rows = super::super::table::read(&TABLES, &AREAS_OF_STATE).unwrap();
    let outside: Vec<String> = rows
        .iter()
        .filter(|row| {
            AREAS_OF_STATE.locate(row.point, Metres(2000.0)) != Located::Inside(row.municipality.clone())
        })
        .map(|row| format!("{} {}", row.postcode.as_deref().unwrap_or_default(), row.name))
        .collect();
    assert_eq!(
        outside,
        ["18586 Baabe", "18347 Dierhagen", "17498 Hinrichshagen", "17129 Tutow", "18146 Rostock", " Eichhof"]
    );
}

#[test]
fn a_place_of_the_name_of_its_municipality_is_that_municipality() {
    assert_eq!(TABLE.lines().filter(|line| line.starts_with("place,Rostock,")).count(), 9);
    assert_eq!(GAZETTEER.entries.iter().filter(|entry| entry.name == "Rostock").count(), 1);
    // Also under its short name.
    let table = TABLE.replacen("place,", "place,Boizenburg,19260,13076014,53.3,10.7,x\nplace,", 1);
    let gazetteer = read_with(&table).unwrap();
    let town = gazetteer.entries().filter(|entry| entry.municipality.as_str() == "13076014");
    let postcodes: Vec<Vec<&str>> = town.map(|entry| entry.postcodes().collect()).collect();
    assert_eq!(postcodes, [["19258", "19260"]]);
}

#[test]
fn a_bad_row_is_told_with_its_line() {
    assert_eq!(
        fault("municipality,Rostock", "town,Rostock"),
        "the gazetteer, line 2: kind \"town\" is none of municipality, place, postcode"
    );
    assert_eq!(
        fault("Rostock,18055", "Rostock,1805"),
        "the gazetteer, line 2: postcode \"1805\" has not 5 digits"
    );
    assert_eq!(
        fault("18055,13003000", "18055,13003999"),
        "the gazetteer, line 2: 13003999 is not a municipality in the table of areas"
    );
    assert_eq!(
        fault("18055,13003000", "18055,x"),
        "the gazetteer, line 2: \"x\" is not an official key: expected 2, 5 or 8 digits"
    );
    assert_eq!(
        fault("54.08650,12.15440", "154.08650,12.15440"),
        "the gazetteer, line 2: latitude 154.0865 is not a number from -90 to 90"
    );
    assert_eq!(
        fault("municipality,Rostock", "municipality,Rastock"),
        "the gazetteer, line 2: 13003000 is \"Rastock\" here and \"Rostock\" among the areas"
    );
    assert_eq!(
        fault("municipality,Rostock", "municipality,"),
        "the gazetteer, line 2: a municipality or place needs a name, and a postcode has none"
    );
    assert!(fault("54.08650", "north").starts_with("the gazetteer cannot be read: "));
}

#[test]
fn what_is_missing_or_there_twice_is_told() {
    let line = TABLE.lines().find(|line| line.starts_with("municipality,Rostock,")).unwrap();
    assert_eq!(
        fault(&format!("{line}\n"), ""),
        "municipality 13003000 (Rostock) has no point; hint: the gazetteer needs a row of kind municipality for it"
    );
    assert_eq!(
        fault(line, &format!("{line}\n{line}")),
        "the gazetteer, line 3: municipality 13003000 has a row already"
    );
    let line = TABLE.lines().find(|line| line.starts_with("place,Kummer,19288,")).unwrap();
    let message = fault(line, &format!("{line}\n{line}"));
    assert!(message.ends_with("Kummer in postcode 19288 has a row already"), "{message}");
    let line = TABLE.lines().find(|line| line.starts_with("postcode,,17033,")).unwrap();
    assert!(fault(line, &format!("{line}\n{line}")).ends_with("postcode 17033 has a row already"));
    assert!(fault(&format!("{line}\n"), "").ends_with("postcode 17033 has no row of kind postcode"));
}

#[test]
fn a_district_whose_seat_is_elsewhere_is_told() {
    let areas = Areas::with_table(&AREAS.replacen("Landkreis,Güstrow,", "Landkreis,Wismar,", 1));
    let error = Gazetteer::from_tables(&TABLES, &areas).map(|_| ()).expect_err("no seat").to_string();
    assert_eq!(
        error,
        "the seat of area 13072 (Landkreis Rostock) is none of its municipalities; hint: see column seat of the areas"
    );
}

#[test]
fn a_bad_row_of_the_other_tables_is_told_with_its_table_and_line() {
    let told = |tables: Tables| {
        Gazetteer::from_tables(&tables, &AREAS_OF_STATE).map(|_| ()).expect_err("bad").to_string()
    };
    let tables = || TABLES.clone();
    let localities = "kind,name,municipality_ags,lat,lon,source\n";
    let with = |row: &str| told(Tables { localities: format!("{localities}{row}\n"), ..tables() });
    assert_eq!(
        with("postcode,,13003000,54.1,12.1,x"),
        "the table of localities, line 2: kind \"postcode\" is none of place, quarter"
    );
    assert_eq!(
        with("quarter,Rostock,13003000,54.1,12.1,x"),
        "the table of localities, line 2: Rostock has a row already"
    );
    assert_eq!(
        told(Tables { aliases: "alias,name,key\nX,Nirgends,13003000\n".into(), ..tables() }),
        "the table of aliases, line 2: 13003000 has no \"Nirgends\""
    );
    assert_eq!(
        told(Tables { regions: "key,name,kind,members\nx,X,atoll,13003000\n".into(), ..tables() }),
        "the table of regions, line 2: kind \"atoll\" is none of island, peninsula"
    );
    assert_eq!(
        told(Tables { regions: "key,name,kind,members\nx,X,island,13003999\n".into(), ..tables() }),
        "the table of regions, line 2: \"13003999\" is not an area"
    );
}

#[test]
fn outlines_of_quarters_that_fit_no_quarter_are_told() {
    let told = |quarters: &str| {
        let tables = Tables { quarters: quarters.to_owned(), ..TABLES.clone() };
        Gazetteer::from_tables(&tables, &AREAS_OF_STATE).map(|_| ()).expect_err("bad").to_string()
    };
    let feature = |name: &str, (lon, lat): (f64, f64)| {
        let ring = [(0.0, 0.0), (0.01, 0.0), (0.01, 0.01), (0.0, 0.0)].map(|(x, y)| [lon + x, lat + y]);
        serde_json::json!({"type": "FeatureCollection", "features": [{
            "type": "Feature",
            "properties": {"name": name, "municipality_ags": "13003000"},
            "geometry": {"type": "MultiPolygon", "coordinates": [[ring]]},
        }]})
        .to_string()
    };
    assert!(told("{").starts_with("the outlines of quarters cannot be used: "));
    assert_eq!(
        told(&feature("Lütten Groß", (12.0, 54.1))),
        "the outlines of quarters cannot be used: Lütten Groß of 13003000 is no quarter of the table of localities"
    );
    assert_eq!(
        told(&feature("Lichtenhagen", (12.9, 54.1))),
        "the outlines of quarters cannot be used: Lichtenhagen of 13003000 does not hold the point of the quarter"
    );
    assert_eq!(
        told(&feature("Lichtenhagen", (12.9, 54.1)).replace("name", "title")),
        "the outlines of quarters cannot be used: a feature has no name"
    );
}
