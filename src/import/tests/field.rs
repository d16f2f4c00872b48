//! Inputs of the kinds that people in offices have met, which lie beside the project.

#![cfg(feature = "shared-data")]

use std::path::PathBuf;

use super::super::read::{Limits, Options, TextEncoding, read_with};
use super::super::{Layout, NoteKind, Outcome, Plan, plan, reading_options};
use super::fixture::*;
use crate::register::{Facility, PositionSource};

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/field/register").join(name)
}

fn planned(name: &str, mapping: &str, encoding: Option<TextEncoding>) -> Plan {
    let layouts = [layout(&std::fs::read_to_string(path(mapping)).unwrap())];
    let options = Options { encoding, ..reading_options(&layouts) };
    let table = read_with(name, std::fs::read(path(name)).unwrap(), &options, &Limits::default()).unwrap();
    plan(&table, &layouts[0], &[], &context()).unwrap()
}

#[track_caller]
fn named<'p>(plan: &'p Plan, name: &str) -> &'p Facility {
    plan.insert
        .iter()
        .find(|facility| facility.name == name)
        .unwrap_or_else(|| panic!("{name}\n{}", plan.report))
}

#[test]
fn header_not_in_the_first_row() {
    let plan = planned("title_rows.csv", "base.toml", None);
    assert_eq!(only(&plan).provider.as_ref().unwrap().name, "Träger Süd gGmbH");
    assert!(plan.report.file.remarks[0].contains("Stand: 31.12.2025"), "{}", plan.report);
}

#[test]
fn parts_of_a_file_left_out_in_silence() {
    let plan = planned("xlsx_three_sheets.xlsx", "base.toml", None);
    assert_eq!(plan.report.file.details, "sheets Pflegeheime, Tagespflege, Pflegedienste");
    for name in ["Haus Eins", "Haus TP", "PD"] {
        named(&plan, name);
    }
}

#[test]
fn an_unreadable_optional_cell_costs_the_row() {
    let plan = planned("capacity_and_place_words.csv", "base.toml", None);
    let places = |name: &str| named(&plan, name).offers[0].places;
    for (name, expected) in [
        ("Haus A", Some(60)),
        ("Haus B", Some(60)),
        ("Haus C", Some(60)),
        ("Haus D", None),
        ("Haus E", Some(60)),
        ("Haus F", None),
        ("Haus G", None),
        ("Haus H", Some(1200)),
    ] {
        assert_eq!(places(name), expected, "{name}");
    }
    let date = |name: &str| named(&plan, name).offers[0].places_on.map(|day| day.to_string());
    for (name, expected) in [
        ("Haus J", "2025-12-31"),
        ("Haus K", "2025-12-31"),
        ("Haus L", "2025-12-01"),
        ("Haus M", "2025-12-01"),
    ] {
        assert_eq!(date(name).as_deref(), Some(expected), "{name}");
    }
    let counted = |name: &str| named(&plan, name).offers[0].free_places;
    assert_eq!(
        (counted("Haus T"), counted("Haus U")),
        (None, None),
        "the second was counted after the day of the test"
    );
}

#[test]
fn coordinates_as_people_write_them() {
    let plan = planned("coordinates.csv", "base2.toml", None);
    let source = |name: &str| named(&plan, name).position_source;
    for name in ["A", "B", "C", "F"] {
        assert_eq!(source(name), PositionSource::Source, "{name}");
        let point = named(&plan, name).point;
        assert!((point.lat - 53.4263).abs() < 1e-3 && (point.lon - 11.8488).abs() < 1e-3, "{name} {point:?}");
    }
    for name in ["D", "E", "G", "I"] {
        assert_eq!(source(name), PositionSource::Gazetteer, "{name}");
    }
}

#[test]
fn values_nobody_looks_at() {
    let plan = planned("xlsx_numbers_merged.xlsx", "base.toml", None);
    let phone = |name: &str| named(&plan, name).contact.phone.clone();
    assert_eq!(phone("Haus Eins").as_deref(), Some("03871123456"));
    assert_eq!(phone("Haus Drei").as_deref(), Some("+493871123456"));
    assert_eq!(phone("Haus Vier"), None);
    assert_eq!(named(&plan, "Haus Sechs").offers.len(), 2, "merged cells: {}", plan.report);
    let content = planned("content.csv", "base2.toml", None);
    named(&content, "Senioren-Residenz „Möwe“ & Co.");
    assert_eq!(named(&content, "Tel 385123456").contact.phone.as_deref(), Some("0385123456"));
    assert_eq!(named(&content, "Tel 3.87112E+09").contact.phone, None);
    let formulas =
        content.report.rows.iter().filter(|row| row.notes.iter().any(|note| note.kind == NoteKind::Formula));
    assert_eq!(formulas.count(), 1);
}

#[test]
fn unicode_forms() {
    let plan = planned("nfd_headers.csv", "base.toml", None);
    let facility = only(&plan);
    assert_eq!(
        (facility.offers[0].places, facility.address.street.as_deref()),
        (Some(60), Some("Großer Moor"))
    );
}

#[test]
fn encodings_without_plausibility() {
    let plan = planned("mojibake.csv", "base.toml", None);
    assert!(plan.report.file.remarks[0].starts_with("WARNING"), "{}", plan.report);
    assert!(row(&plan, 2).notes.iter().any(|note| note.kind == NoteKind::Garbled));
    let plan = planned("mojibake.csv", "base.toml", Some(TextEncoding::Utf8Twice));
    assert_eq!(only(&plan).name, "Haus Jürgenshöhe");
    assert_eq!(only(&plan).offers[0].places, Some(60));
}

#[test]
fn geometry_other_than_a_point() {
    let plan = planned("osm_care.geojson", "osm.toml", None);
    for name in ["Erfundenes Heim Nord", "Erfundenes Heim Süd", "Erfundenes Heim West"] {
        let facility = named(&plan, name);
        assert_eq!(facility.position_source, PositionSource::Source);
        assert!((11.848..11.849).contains(&facility.point.lon), "{name}");
    }
}

#[test]
fn formats_of_gis_desks() {
    let bytes = std::fs::read(path("county_wfs.gml")).unwrap();
    let table = read_with("county_wfs.gml", bytes, &reading_options(&[]), &Limits::default()).unwrap();
    assert_eq!(table.header, ["gml_id", "id", "versorgungsart", "angebot", "einrichtung", "plz", "gemeinde"]);
    assert_eq!(table.rows[0].cells[3], "Arzt");
    assert_eq!(table.crs.as_deref(), Some("EPSG:25833"));
}

#[test]
fn a_layout_that_fits_too_loosely() {
    let layouts: Vec<Layout> = world().layouts.clone();
    let bytes = std::fs::read(path("lup_layout_with_xy.csv")).unwrap();
    let table = read_with("l.csv", bytes, &reading_options(&layouts), &Limits::default()).unwrap();
    let plan = plan(&table, Layout::recognise(&layouts, &table).unwrap(), &[], &context()).unwrap();
    let facility = named(&plan, "Erfundener Dienst");
    assert_eq!(facility.position_source, PositionSource::Source);
    let rows: Vec<Outcome> = outcomes(&plan);
    assert!(rows.contains(&Outcome::Accepted), "{}", plan.report);
}
