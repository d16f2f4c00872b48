//! The same list in every format gives the same register, whatever coordinate system its file names.

#![expect(clippy::unwrap_used, reason = "a test may panic, its helpers too")]

#[cfg(feature = "gdal")]
#[path = "register_formats/gdal.rs"]
mod gdal;
#[path = "register_formats/writers.rs"]
mod writers;

use std::path::PathBuf;

use pflegeplan::app::ReferenceData;
use pflegeplan::import::read::{Limits, Table, read_with};
use pflegeplan::import::{Context, Layout, Plan, plan, reading_options};
use pflegeplan::register::Facility;

use writers::List;

fn reference() -> ReferenceData {
    pflegeplan::service::setup::reference_data().unwrap()
}

fn scratch(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn read(name: &str, bytes: Vec<u8>, layouts: &[Layout]) -> Table {
    read_with(name, bytes, &reading_options(layouts), &Limits::default()).unwrap()
}

fn planned(reference: &ReferenceData, table: &Table, layouts: &[Layout]) -> Plan {
    let context = Context {
        categories: &reference.categories,
        areas: &reference.areas,
        gazetteer: &reference.gazetteer,
        addresses: None,
        today: "2026-03-02".parse().unwrap(),
    };
    plan(table, Layout::recognise(layouts, table).unwrap(), &[], &context).unwrap()
}

/// WGS 84 degrees to EPSG:25833.
fn utm33(point: (f64, f64)) -> (f64, f64) {
    utm(point, 15.0)
}

/// WGS 84 degrees to UTM with a central meridian by Krüger's series to the fourth order (Karney, "Transverse Mercator with an accuracy of a
/// few nanometers", J. Geodesy 85, 2011, eq. 7-11 and 35): apart from the library that the program uses.
fn utm((lon, lat): (f64, f64), meridian: f64) -> (f64, f64) {
    let (a, f) = (6_378_137.0, 1.0 / 298.257_222_101);
    let n: f64 = f / (2.0 - f);
    let e = (f * (2.0 - f)).sqrt();
    let radius = a / (1.0 + n) * (1.0 + n.powi(2) / 4.0 + n.powi(4) / 64.0);
    let alpha = [
        n / 2.0 - 2.0 / 3.0 * n.powi(2) + 5.0 / 16.0 * n.powi(3) + 41.0 / 180.0 * n.powi(4),
        13.0 / 48.0 * n.powi(2) - 3.0 / 5.0 * n.powi(3) + 557.0 / 1440.0 * n.powi(4),
        61.0 / 240.0 * n.powi(3) - 103.0 / 140.0 * n.powi(4),
        49_561.0 / 161_280.0 * n.powi(4),
    ];
    let (phi, lambda) = (lat.to_radians(), (lon - meridian).to_radians());
    let tau = phi.tan();
    let sigma = (e * (e * tau / (1.0 + tau * tau).sqrt()).atanh()).sinh();
    let tau = tau * (1.0 + sigma * sigma).sqrt() - sigma * (1.0 + tau * tau).sqrt();
    let xi = tau.atan2(lambda.cos());
    let eta = (lambda.sin() / tau.hypot(lambda.cos())).asinh();
    let (mut north, mut east) = (xi, eta);
    for (j, alpha) in (1..).zip(alpha) {
        let k = 2.0 * f64::from(j);
        north += alpha * (k * xi).sin() * (k * eta).cosh();
        east += alpha * (k * xi).cos() * (k * eta).sinh();
    }
    (500_000.0 + 0.9996 * radius * east, 0.9996 * radius * north)
}

/// WGS 84 degrees to EPSG:3857, the sphere of web maps.
fn web_mercator((lon, lat): (f64, f64)) -> (f64, f64) {
    let radius = 6_378_137.0;
    let north = (std::f64::consts::FRAC_PI_4 + lat.to_radians() / 2.0).tan().ln();
    (radius * lon.to_radians(), radius * north)
}

/// The list with its points in EPSG:25833.
fn moved(list: &List) -> List {
    converted(list, utm33)
}

fn converted(list: &List, to: impl Fn((f64, f64)) -> (f64, f64)) -> List {
    let rows = list.rows.iter().map(|(cells, point)| (cells.clone(), to(*point)));
    List { header: list.header.clone(), rows: rows.collect() }
}

/// Every format of the list, with what it is called.
fn formats(list: &List, name: &str) -> Vec<(&'static str, Vec<u8>)> {
    let metric = moved(list);
    vec![
        ("list.xlsx", writers::xlsx(list)),
        ("list.ods", writers::ods(list)),
        ("list.geojson", writers::geojson(list, None)),
        ("list-crs84.geojson", writers::geojson(list, Some("urn:ogc:def:crs:OGC:1.3:CRS84"))),
        ("list-25833.geojson", writers::geojson(&metric, Some("urn:ogc:def:crs:EPSG::25833"))),
        ("list-25833.gml", writers::gml(&metric, "urn:ogc:def:crs:EPSG::25833", false)),
        ("list-4326.gml", writers::gml(list, "urn:ogc:def:crs:EPSG::4326", true)),
        ("list-4258.gml", writers::gml(list, "EPSG:4258", false)),
        ("list.kml", writers::kml(list)),
        ("list.gpkg", writers::geopackage(&metric, &scratch(name))),
        ("list.zip", writers::shapefile(&metric)),
    ]
}

#[track_caller]
fn assert_same(name: &str, expected: &[Facility], found: &Plan) {
    assert_eq!(found.insert.len(), expected.len(), "{name}\n{}", found.report);
    for (known, facility) in expected.iter().zip(&found.insert) {
        let off = known.point.geodesic_to(facility.point);
        assert!(off.0 < 0.1, "{name}, {}: {} m off", known.id, off.0);
        let mut same = facility.clone();
        same.point = known.point;
        assert_eq!(&same, known, "{name}");
    }
}

const OWN: &str = r#"
name = "eigene-liste"
title = "Eigene Liste"
source = "eigen"
recognise = ["Versorgungsart", "Einrichtungsname"]
[columns]
id = "Kennung"
name = "Einrichtungsname"
provider = "Traegername"
street = "Strasse"
postcode = "PLZ"
place = "Gemeinde"
phone = "Telefonnummer"
x = "lon"
y = "lat"
places = "Plaetze"
places_on = "Stand"
[category]
columns = "Versorgungsart"
[category.words]
"Tagespflege" = "day_care"
"Pflegeheim" = "residential_care"
"#;

fn own() -> List {
    let header = [
        "Kennung",
        "Versorgungsart",
        "Einrichtungsname",
        "Traegername",
        "Strasse",
        "PLZ",
        "Gemeinde",
        "Telefonnummer",
        "Plaetze",
        "Stand",
    ];
    let row = |cells: [&str; 10], point| (cells.map(str::to_owned).to_vec(), point);
    List {
        header: header.map(str::to_owned).to_vec(),
        rows: vec![
            row(
                [
                    "1",
                    "Tagespflege",
                    "Haus \"Möwe\" & Söhne",
                    "Träger Süd",
                    "Großer Moor 3",
                    "19055",
                    "Schwerin",
                    "0385 12",
                    "12",
                    "2025-12-31",
                ],
                (11.4092, 53.6313),
            ),
            row(
                [
                    "2",
                    "Pflegeheim",
                    "Haus Düne",
                    "",
                    "Am Strom 5",
                    "18119",
                    "Rostock",
                    "",
                    "60",
                    "2025-06-30",
                ],
                (12.0838, 54.1775),
            ),
            row(
                ["3", "Pflegeheim", "Haus Kiefer", "Träger Süd", "", "17373", "Ueckermünde", "", "", ""],
                (14.0444, 53.7387),
            ),
        ],
    }
}

#[test]
fn an_own_list_is_the_same_register_in_every_format() {
    let reference = reference();
    let layouts = [Layout::from_toml(OWN, &reference.categories).unwrap()];
    let list = own();
    let expected = planned(&reference, &read("list.xlsx", writers::xlsx(&list), &layouts), &layouts);
    assert_eq!(expected.insert.len(), 3, "{}", expected.report);
    for (name, bytes) in formats(&list, "own") {
        let table = read(name, bytes, &layouts);
        assert_same(name, &expected.insert, &planned(&reference, &table, &layouts));
    }
}

#[test]
fn a_geojson_in_metres_is_read_where_the_file_or_the_mapping_names_the_system_and_where_neither_does() {
    let reference = reference();
    let layouts = [Layout::from_toml(OWN, &reference.categories).unwrap()];
    let named = [Layout::from_toml(
        &OWN.replace("[columns]", "crs = \"EPSG:25833\"\n[columns]"),
        &reference.categories,
    )
    .unwrap()];
    let list = own();
    let expected = planned(&reference, &read("list.xlsx", writers::xlsx(&list), &layouts), &layouts);
    let metric = moved(&list);
    for (crs, layouts) in [(Some("EPSG:25833"), &layouts), (None, &named), (None, &layouts)] {
        let plan = planned(&reference, &read("l.geojson", writers::geojson(&metric, crs), layouts), layouts);
        assert_same("GeoJSON in metres", &expected.insert, &plan);
        let said = plan.report.to_string();
        assert!(said.contains("EPSG:"), "{said}");
    }
    let unknown = read("l.geojson", writers::geojson(&metric, Some("EPSG:2000")), &layouts);
    let context = Context {
        categories: &reference.categories,
        areas: &reference.areas,
        gazetteer: &reference.gazetteer,
        addresses: None,
        today: "2026-03-02".parse().unwrap(),
    };
    let error = plan(&unknown, &layouts[0], &[], &context).unwrap_err().to_string();
    assert!(error.contains("EPSG:2000, which is not known here") && error.contains("ogr2ogr"), "{error}");
}

/// Of a kind: coordinate systems.
#[test]
fn a_geojson_in_any_known_system_is_the_same_register_and_the_report_names_the_system() {
    let reference = reference();
    let layouts = [Layout::from_toml(OWN, &reference.categories).unwrap()];
    let list = own();
    let expected = planned(&reference, &read("list.xlsx", writers::xlsx(&list), &layouts), &layouts);
    type Point = (f64, f64);
    type Conversion = fn(Point) -> Point;
    let systems: [(u32, Conversion); 4] = [
        (25832, |point| utm(point, 9.0)),
        (25833, utm33),
        (3857, web_mercator),
        // Degrees of ETRS89, which are those of WGS 84 to less than a metre; the program takes them as the same.
        (4258, |point| point),
    ];
    for (code, to) in systems {
        let there = converted(&list, to);
        let names = [format!("urn:ogc:def:crs:EPSG::{code}"), format!("EPSG:{code}")];
        for name in names {
            let plan = planned(
                &reference,
                &read("l.geojson", writers::geojson(&there, Some(&name)), &layouts),
                &layouts,
            );
            assert_same(&name, &expected.insert, &plan);
            let said = plan.report.to_string();
            assert!(said.contains(&format!("EPSG:{code}")), "{name}: {said}");
        }
    }
}

#[test]
fn a_database_that_is_damaged_anywhere_gives_an_error_or_a_table_and_no_panic() {
    let good = writers::geopackage(&moved(&own()), &scratch("damaged"));
    let shape = writers::shapefile(&moved(&own()));
    for file in [good, shape] {
        for at in (0..file.len()).step_by(7) {
            let mut bad = file.clone();
            bad[at] ^= 0xFF;
            let _ = read_with("x", bad, &reading_options(&[]), &Limits::default());
        }
        for length in (0..file.len()).step_by(97) {
            let _ = read_with("x", file[..length].to_vec(), &reading_options(&[]), &Limits::default());
        }
    }
}

/// The county's list of January 2016, which lies beside the repository.
#[cfg(feature = "shared-data")]
#[test]
fn the_list_of_the_county_is_the_same_register_in_every_format() {
    let reference = reference();
    let layouts: Vec<Layout> = ["lup-2016", "pflegeplan"]
        .iter()
        .map(|name| pflegeplan::model::text(&format!("import/{name}.toml")).unwrap())
        .map(|text| Layout::from_toml(&text, &reference.categories).unwrap())
        .collect();
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data/register/lup_2016.csv");
    let bytes = std::fs::read(file).unwrap();
    let table = read("lup.csv", bytes, &layouts);
    let expected = planned(&reference, &table, &layouts);
    assert_eq!(expected.insert.len(), 290, "{}", expected.report.summary());
    let column = |name: &str| table.header.iter().position(|it| it == name).unwrap();
    let (lon, lat) = (column("lon"), column("lat"));
    let is_plain = |index: usize| index != lon && index != lat;
    let header = table.header.iter().enumerate().filter(|(index, _)| is_plain(*index));
    let rows = table.rows.iter().map(|row| {
        let cells = row.cells.iter().enumerate().filter(|(index, _)| is_plain(*index));
        let number = |at: usize| row.cells[at].parse::<f64>().unwrap();
        (cells.map(|(_, cell)| cell.clone()).collect(), (number(lon), number(lat)))
    });
    let list = List { header: header.map(|(_, name)| name.clone()).collect(), rows: rows.collect() };
    for (name, bytes) in formats(&list, "county") {
        let table = read(name, bytes, &layouts);
        let plan = planned(&reference, &table, &layouts);
        assert_eq!(plan.report.totals.rejected, 0, "{name}\n{}", plan.report.summary());
        assert_same(name, &expected.insert, &plan);
    }
}
