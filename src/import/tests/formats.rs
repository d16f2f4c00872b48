//! One list in every format: the fixtures of this project, and workbooks made of them.

use super::super::read::{Kind, Limits, Table, read_bytes};
use super::super::{Layout, NoteKind, Outcome, Plan, plan};
use super::files::{self, ods, ods_text_row};
use super::fixture::*;
use crate::register::{Facility, Feature, ProviderKind};
use crate::units::Lang;

fn muster() -> Layout {
    layout(include_str!("../../../tests/fixtures/import/musterliste.toml"))
}

fn planned(table: &Table) -> Plan {
    plan(table, &muster(), &[], &context()).unwrap()
}

/// Facilities with their points rounded to some 10 cm.
fn rounded(plan: &Plan) -> Vec<Facility> {
    let mut facilities = plan.insert.clone();
    for facility in &mut facilities {
        facility.point.lat = (facility.point.lat * 1e6).round() / 1e6;
        facility.point.lon = (facility.point.lon * 1e6).round() / 1e6;
    }
    facilities
}

#[test]
fn the_list_in_windows_1252_gives_four_facilities_and_one_rejected_row() {
    let table = fixture("musterliste.csv");
    assert_eq!(table.details.en, "Windows-1252, delimiter ;");
    let plan = planned(&table);
    use Outcome::*;
    assert_eq!(
        outcomes(&plan),
        [Accepted, Merged, Accepted, Accepted, Rejected, Accepted],
        "{}",
        plan.report
    );
    // The fourth row spans lines 5 and 6.
    assert_eq!(plan.report.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 3, 4, 5, 7, 8]);
    assert!(reason(&plan, 7).contains("\"Teilstationär / Nachtwache\" is not a category of this list"));
    let swapped = row(&plan, 8).notes.iter().find(|note| note.kind == NoteKind::AxesSwapped).unwrap();
    assert_eq!(swapped.text, "5914140.724 and 266635.996 taken the other way round: the axes are swapped");
}

#[test]
fn every_field_of_the_list_arrives() {
    let plan = planned(&fixture("musterliste.csv"));
    let home = &plan.insert[0];
    assert_eq!((home.id.as_str(), home.name.as_str()), ("muster-1", "Haus Sonnentau"));
    assert_eq!((home.source.source.as_str(), home.source.id.as_str()), ("muster", "1"));
    let provider = home.provider.as_ref().unwrap();
    assert_eq!((provider.name.as_str(), provider.kind), ("Muster gGmbH", ProviderKind::NonProfit));
    assert_eq!(provider.association.as_deref(), Some("Musterverband"));
    assert_eq!(home.address.street.as_deref(), Some("Musterweg"));
    assert_eq!(home.address.house_number.as_deref(), Some("7"));
    assert_eq!(
        (home.address.postcode.as_deref(), home.address.place.as_str()),
        (Some("19288"), "Ludwigslust")
    );
    assert_eq!(home.municipality.as_str(), "13076090");
    assert!((home.point.lon - 11.4957).abs() < 1e-7 && (home.point.lat - 53.3249).abs() < 1e-7);
    assert_eq!(home.contact.phone.as_deref(), Some("03874 000000"));
    assert_eq!(home.contact.website.as_deref(), Some("http://www.example.org"));
    assert_eq!(home.features, [Feature::BarrierFree, Feature::Garden]);
    let [residential, embedded] = home.offers.as_slice() else { panic!("{:?}", home.offers) };
    assert_eq!(residential.category.as_str(), "residential_care");
    assert_eq!((residential.places, residential.places_on), (Some(60), Some(day("2025-12-31"))));
    assert_eq!((residential.free_places, residential.counted_on), (Some(2), Some(day("2026-02-28"))));
    assert_eq!(embedded.category.as_str(), "short_term_care_embedded");
    assert_eq!((embedded.places, embedded.source_id.as_str()), (Some(4), "2"));
    let service = &plan.insert[1];
    assert_eq!(service.provider.as_ref().unwrap().name, "(Privatperson)");
    assert_eq!((service.offers[0].places, service.offers[0].places_on), (None, None));
    let day_care = &plan.insert[2];
    assert_eq!(day_care.name, "Tagespflege am Markt");
    assert_eq!(
        (day_care.offers[0].free_places, day_care.offers[0].note.as_deref()),
        (Some(0), Some("holt ab"))
    );
}

#[test]
fn the_list_as_workbook_spreadsheet_or_geojson_gives_the_same_facilities() {
    let csv = fixture("musterliste.csv");
    let expected = rounded(&planned(&csv));
    let rows: Vec<&[String]> = std::iter::once(csv.header.as_slice())
        .chain(csv.rows.iter().map(|row| row.cells.as_slice()))
        .collect();
    let workbook = workbook(&rows);
    let spreadsheet =
        rows.iter().map(|row| ods_text_row(&row.iter().map(String::as_str).collect::<Vec<_>>()));
    let spreadsheet = ods(&spreadsheet.collect::<String>());
    let read = |bytes| read_bytes("list", bytes, None, &Limits::default()).unwrap();
    let tables = [
        (Kind::Xlsx, read(workbook)),
        (Kind::Ods, read(spreadsheet)),
        (Kind::GeoJson, fixture("musterliste.geojson")),
    ];
    for (kind, table) in tables {
        assert_eq!(table.kind, kind);
        let plan = planned(&table);
        assert_eq!(rounded(&plan), expected, "{kind:?} {}", plan.report);
        assert_eq!(plan.report.totals.rejected, 1, "{kind:?}");
    }
}

/// The rows as a person types them into a workbook: numbers as numbers, days as dates.
fn workbook(rows: &[&[String]]) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let date = rust_xlsxwriter::Format::new().set_num_format_index(14);
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, text) in (0..).zip(cells.iter()) {
            let number = text.replace(',', ".").parse::<f64>();
            let day = super::super::values::date(text);
            if let Some(day) = day {
                sheet.write_with_format(row, column, excel(day), &date).unwrap();
            } else if let Ok(number) = number {
                sheet.write(row, column, number).unwrap();
            } else {
                sheet.write(row, column, text.as_str()).unwrap();
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

fn excel(day: chrono::NaiveDate) -> rust_xlsxwriter::ExcelDateTime {
    rust_xlsxwriter::ExcelDateTime::parse_from_str(&day.to_string()).unwrap()
}

#[test]
fn a_geometry_without_coordinates_rejects_a_row_without_an_address() {
    let text = "{\"type\": \"FeatureCollection\", \"features\": [
        {\"properties\": {\"name\": \"A\", \"category\": \"day_care\"}, \"geometry\": {\"type\": \"Polygon\", \"coordinates\": []}},
        {\"properties\": {\"name\": \"B\", \"category\": \"day_care\"}, \"geometry\": {\"type\": \"Point\", \"coordinates\": [11.4957]}},
        {\"properties\": {\"name\": \"C\", \"category\": \"day_care\"}, \"geometry\": {\"type\": \"Point\", \"coordinates\": [11.4957, 153]}},
        {\"properties\": {\"name\": \"D\", \"category\": \"day_care\"}, \"geometry\": {\"type\": \"Point\", \"coordinates\": [11.4957, 53.3249]}}]}";
    let plan = import(text, &[]);
    assert!(reason(&plan, 1).contains("its geometry is a Polygon without coordinates"));
    assert!(reason(&plan, 2).contains("a Point without coordinates"));
    assert!(reason(&plan, 3).contains("latitude 153 is not a number from -90 to 90"));
    assert_eq!(only(&plan).address.place, "Ludwigslust");
}

#[test]
fn an_archive_of_nothing_but_a_header_gives_an_empty_plan() {
    let bytes = files::xlsx(&[vec![
        files::Value::Text("name"),
        files::Value::Text("category"),
        files::Value::Text("place"),
    ]]);
    let table = read_bytes("list.xlsx", bytes, None, &Limits::default()).unwrap();
    let plan = plan(&table, shipped("pflegeplan"), &[], &context()).unwrap();
    assert_eq!((plan.insert.len(), plan.report.totals.rows()), (0, 0));
}

/// Of a kind: formats of GIS desks.
#[test]
fn formats_that_are_not_read_are_named_with_the_way_out() {
    let shape = [&[0, 0, 0x27, 0x0A][..], &[0; 96]].concat();
    let geodatabase =
        files::archive(&[("liste.gdb/a00000001.gdbtable", b"x"), ("liste.gdb/a00000001.gdbtablx", b"y")]);
    let cases: [(&str, Vec<u8>, &str, &str); 10] = [
        ("heime.shp", shape.clone(), "one part of a Shapefile", "ein Teil eines Shapefiles"),
        ("heime", shape, "one part of a Shapefile", "ein Teil eines Shapefiles"),
        ("heime.dbf", vec![3, 126, 1, 1, 0, 0], "one part of a Shapefile", "ein Teil eines Shapefiles"),
        ("heime.fgb", b"fgb\x03fgb\x00rest".to_vec(), "FlatGeobuf", "FlatGeobuf"),
        ("heime.parquet", b"PAR1\x15\x04".to_vec(), "GeoParquet", "GeoParquet"),
        ("heime.tab", b"!table\n!version 300\n".to_vec(), "a table of MapInfo", "eine Tabelle von MapInfo"),
        ("heime.mif", b"Version 300\n".to_vec(), "a table of MapInfo", "eine Tabelle von MapInfo"),
        ("plan.dxf", b"0\nSECTION\n2\nHEADER\n".to_vec(), "a drawing of CAD", "eine CAD-Zeichnung"),
        ("PLAN.DXF", b"0\nSECTION\n2\nHEADER\n".to_vec(), "a drawing of CAD", "eine CAD-Zeichnung"),
        ("liste.zip", geodatabase, "a File Geodatabase of Esri", "eine File Geodatabase von Esri"),
    ];
    for (name, bytes, english, german) in cases {
        let error = read_bytes(name, bytes, None, &Limits::default()).unwrap_err();
        let (en, de) = (error.in_language(Lang::En), error.in_language(Lang::De));
        assert!(en.contains(english) && en.contains("ogr2ogr -f GeoJSON -t_srs EPSG:4326"), "{en}");
        assert!(de.contains(german) && de.contains("ogr2ogr -f GeoJSON -t_srs EPSG:4326"), "{de}");
        let is_part = english.contains("Shapefile");
        assert_eq!(en.contains("in one ZIP archive"), is_part, "{en}");
        assert_eq!(de.contains("in ein ZIP-Archiv gepackt"), is_part, "{de}");
    }
}
