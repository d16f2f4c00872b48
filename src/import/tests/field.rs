//! Inputs of the kinds that people in offices have met, which lie beside the project.

#![cfg(feature = "shared-data")]

use std::path::PathBuf;

use super::super::read::{Limits, Options, TextEncoding, read_with};
use super::super::{Layout, NoteKind, Outcome, Plan, RejectionKind, plan, reading_options};
use super::fixture::*;
use crate::register::{Facility, PositionSource, ProviderKind};
use crate::units::Lang;

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/field/register").join(name)
}

fn mapping(name: &str) -> String {
    std::fs::read_to_string(path(name)).unwrap()
}

fn planned(name: &str, mapping: &str, encoding: Option<TextEncoding>) -> Plan {
    planned_by(name, &self::mapping(mapping), &[], encoding)
}

fn planned_by(name: &str, mapping: &str, existing: &[Facility], encoding: Option<TextEncoding>) -> Plan {
    let layouts = [layout(mapping)];
    let options = Options { encoding, ..reading_options(&layouts) };
    let table = read_with(name, std::fs::read(path(name)).unwrap(), &options, &Limits::default()).unwrap();
    plan(&table, &layouts[0], existing, &context()).unwrap()
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
        let point = facility.point;
        assert!(
            (11.848..=11.849).contains(&point.lon) && (53.426..=53.427).contains(&point.lat),
            "{name} {point:?}"
        );
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

#[test]
fn a_name_outranks_a_postcode_that_contradicts_it() {
    let plan = planned("real_postcode_and_place.csv", "base2.toml", None);
    assert_eq!((plan.insert.len(), plan.report.totals.rejected), (59, 0), "{}", plan.report);
    for (postcode, place, key) in [
        ("23966", "Wendorf", "13074087"),
        ("23999", "Kirchdorf", "13074035"),
        ("18565", "Neuendorf", "13073040"),
        ("18565", "Vitte", "13073040"),
        ("18609", "Prora", "13073011"),
        ("17498", "Neuenkirchen", "13075102"),
    ] {
        let has = |home: &&Facility| {
            home.address.postcode.as_deref() == Some(postcode) && home.address.place.as_str() == place
        };
        let home = plan.insert.iter().find(has).unwrap_or_else(|| panic!("{postcode} {place}"));
        assert_eq!(home.municipality.as_str(), key, "{postcode} {place}");
        assert_eq!(home.district().as_str(), key.get(..5).unwrap(), "{postcode} {place}");
    }
    for home in &plan.insert {
        let postcode = home.address.postcode.as_deref().unwrap();
        let centre = world().gazetteer.locate_address(Some(postcode), "", None).unwrap().candidate.point;
        let off = centre.geodesic_to(home.point).0;
        assert!(off < 15_000.0, "{postcode} {}: {off} m", home.address.place);
    }
}

#[test]
fn ambiguity_settled_in_silence() {
    let plan = planned("ambiguous_places.csv", "base2.toml", None);
    for (line, name, candidates) in [
        (
            2,
            "Ahlbeck",
            &["Ahlbeck (Vorpommern-Greifswald)", "Ahlbeck (Heringsdorf, Vorpommern-Greifswald)"][..],
        ),
        (6, "Bülow", &["Bülow (Ludwigslust-Parchim)", "Bülow (Gutow, Landkreis Rostock)"]),
        (
            7,
            "Kirchdorf",
            &["Kirchdorf (Sundhagen, Vorpommern-Rügen)", "Kirchdorf (Insel Poel, Nordwestmecklenburg)"],
        ),
        (9, "Göhren", &["Göhren (Vorpommern-Rügen)", "Göhren (Malk Göhren, Ludwigslust-Parchim)"]),
    ] {
        let row = row(&plan, line);
        assert_eq!(row.outcome, Outcome::Rejected, "{name}");
        assert_eq!(
            row.reasons.iter().map(|it| it.kind).collect::<Vec<_>>(),
            [RejectionKind::AmbiguousPlace],
            "{name}"
        );
        for candidate in candidates {
            assert!(row.reasons[0].text_de.contains(candidate), "{candidate}: {}", row.reasons[0].text_de);
        }
    }
    for (name, key) in [("B", "13075049"), ("C", "13075049"), ("D", "13075049"), ("G", "13074035")] {
        assert_eq!(named(&plan, name).municipality.as_str(), key, "{name}");
    }
    // The word tells the two apart, and the other is named all the same.
    let note = row(&plan, 5).notes.iter().find(|note| note.kind == NoteKind::AmbiguousPlace).unwrap();
    assert!(note.text.contains("others of the name: Ahlbeck (Vorpommern-Greifswald)"), "{}", note.text);
}

/// Of a kind: point, postcode, place, key are never checked against each other.
#[test]
fn an_address_that_contradicts_its_point() {
    let plan = planned("address_contradicts_point.csv", "base2.toml", None);
    assert_eq!(plan.insert.len(), 3, "a contradiction costs no row");
    for (line, said) in [
        (2, "Der Punkt liegt in Parchim, 56 km entfernt von „23966 Wismar“"),
        (3, "Der Punkt liegt in Schwerin, 71 km entfernt von „18055 Rostock“"),
        (4, "Der Punkt liegt in Schwerin, 37 km entfernt von „19370 Parchim“"),
    ] {
        let mut notes =
            row(&plan, line).notes.iter().filter(|it| it.kind == NoteKind::AddressContradictsPoint);
        assert!(
            notes.any(|it| it.text_de.as_deref().is_some_and(|text| text.contains(said))),
            "{}",
            plan.report
        );
    }
    let text = plan.report.text(Lang::De);
    assert!(text.contains("Hinweis: Anschrift und Punkt widersprechen sich (3)\n"), "{text}");
}

#[test]
fn a_list_of_columns_only_means_the_first_filled() {
    let plan = planned("rostock_like.csv", "rostock.toml", None);
    let [first, second, service] = &plan.insert[..] else { panic!("{}", plan.report) };
    let number = |facility: &Facility| facility.address.house_number.clone().unwrap_or_default().to_string();
    assert_eq!((number(first), number(second), number(service)), ("12a".into(), "12b".into(), "5".into()));
    assert_eq!((first.offers[0].places, second.offers[0].places), (Some(60), Some(20)));
    assert_eq!(first.contact.phone.as_deref(), Some("0381 0000001"));
    assert_eq!(service.contact.phone.as_deref(), Some("0170 0000003"));
    assert_eq!(
        (service.municipality.as_str(), service.address.locality.as_deref()),
        ("13003000", Some("Seebad Warnemünde"))
    );
    for column in ["kreis_name", "gemeindeteil_schluessel", "strasse_schluessel"] {
        assert!(plan.report.file.unread_columns.contains(&column.to_owned()), "{column}: {}", plan.report);
    }
}

#[test]
fn lists_of_one_kind() {
    let own = r#"
name = "heime"
title = "Heime"
source = "heime"
recognise = ["api_id", "ort", "adresse"]
crs = "EPSG:4326"
[columns]
id = "api_id"
name = "name"
place = "ort"
y = "lat"
x = "lon"
phone = "telefon"
email = "email"
website = "website"
[address]
columns = "adresse"
[constants]
category = "residential_care"
provider_kind = "private"
places_on = "2025-12-31"
"#;
    let plan = planned_by("list_without_kind_column.csv", own, &[], None);
    assert_eq!((plan.insert.len(), plan.report.totals.rejected), (2, 0), "{}", plan.report);
    for facility in &plan.insert {
        assert_eq!(facility.offers[0].category.as_str(), "residential_care");
        assert_eq!(facility.source.source.as_str(), "heime");
        assert_eq!(facility.municipality.as_str(), "13076108");
        assert_eq!(facility.address.postcode.as_deref(), Some("19370"));
        assert!(facility.provider.as_ref().is_none_or(|it| it.kind == ProviderKind::Private));
    }
    assert_eq!(named(&plan, "Erfundenes Haus").address.street.as_deref(), Some("Wegstr."));
}

#[test]
fn one_row_several_offers() {
    let own = r#"
name = "breit"
title = "Breit"
source = "breit"
recognise = ["Name", "Plätze vollstationär"]
[columns]
name = "Name"
street = "Straße"
postcode = "PLZ"
place = "Ort"
phone = "Telefon"
[[offers]]
category = "residential_care"
places = "Plätze vollstationär"
[[offers]]
category = "short_term_care"
places = "Plätze Kurzzeitpflege"
[[offers]]
category = "day_care"
places = "Plätze Tagespflege"
"#;
    let plan = planned_by("wide_list.csv", own, &[], None);
    let home = only(&plan);
    let mut offers: Vec<_> = home.offers.iter().map(|it| (it.category.as_str(), it.places)).collect();
    offers.sort_unstable();
    assert_eq!(
        offers,
        [("day_care", Some(12)), ("residential_care", Some(60)), ("short_term_care", Some(5))],
        "{}",
        plan.report
    );
}

#[test]
fn identity_by_text_only() {
    let first = planned("one_file_per_kind_1.csv", "base.toml", None);
    assert_eq!(first.insert.len(), 2);
    let second = planned_by("one_file_per_kind_2.csv", &mapping("base.toml"), &first.insert, None);
    assert_eq!((second.insert.len(), second.update.len()), (0, 1), "{}", second.report);
    let offers: Vec<&str> = second.update[0].offers.iter().map(|offer| offer.category.as_str()).collect();
    assert_eq!((second.update[0].name.as_str(), offers), ("Haus Möwe", vec!["residential_care", "day_care"]));
    // Of other homes the second list says nothing.
    assert_eq!(applied(&first.insert, &second).len(), 2);
}

/// What lies beyond the plain week is kept as it is, and its words are those of the pages.
#[test]
fn opening_hours_beyond_the_plain_week() {
    let plan = planned("opening_hours_comments.csv", "base2.toml", None);
    assert_eq!((plan.insert.len(), plan.report.totals.rejected), (16, 0), "{}", plan.report);
    for (name, hours) in [
        ("OC 00", "\"nach Vereinbarung\""),
        ("OC 03", "Mo-Fr 08:00-16:00 || unknown \"Termin\""),
        ("OC 07", "Th[2,4] 09:00-11:00"),
        ("OC 08", "Apr-Sep Mo-Fr 08:00-16:00"),
        ("OC 10", "easter -2 days off; Mo-Su 10:00-12:00"),
        ("OC 13", "2027 Mo-Fr 08:00-10:00"),
    ] {
        assert_eq!(named(&plan, name).opening_hours.as_deref(), Some(hours), "{name}");
    }
    let strange = |kind: NoteKind| matches!(kind, NoteKind::Suspicious | NoteKind::LeftOut);
    assert!(
        !plan.report.rows.iter().flat_map(|row| &row.notes).any(|note| strange(note.kind)),
        "{}",
        plan.report
    );
}
