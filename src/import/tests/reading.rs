//! Delimited text and GeoJSON; what a file is by its content; the limits.

use std::fs;
use std::path::Path;

use encoding_rs::WINDOWS_1252;

use super::super::read::{Geometry, Kind, Limits, Row, Table, read_bytes};
use super::files;
use super::fixture::read_path;

fn read(bytes: impl Into<Vec<u8>>) -> Table {
    read_bytes("list", bytes.into(), None, &Limits::default()).unwrap()
}

/// The sentence about a faulty file.
fn fault(name: &str, bytes: impl Into<Vec<u8>>) -> String {
    read_bytes(name, bytes.into(), None, &Limits::default()).unwrap_err().to_string()
}

fn cells(table: &Table) -> Vec<Vec<&str>> {
    table.rows.iter().map(|row| row.cells.iter().map(String::as_str).collect()).collect()
}

fn lines(table: &Table) -> Vec<usize> {
    table.rows.iter().map(|row| row.line).collect()
}

#[test]
fn each_delimiter_is_found_and_named() {
    for (delimiter, name) in [(',', ","), (';', ";"), ('\t', "tab"), ('|', "|")] {
        let text =
            "Name#Ort#Plätze\nHaus A#Goldberg#12\n\"Haus #B\"#Plau#9\n".replace('#', &delimiter.to_string());
        let table = read(text);
        assert_eq!(table.header, ["Name", "Ort", "Plätze"], "{delimiter}");
        assert_eq!(table.rows[1].cells[0], format!("Haus {delimiter}B"));
        assert_eq!(table.details.en, format!("UTF-8, delimiter {name}"));
        assert_eq!(table.kind, Kind::Text);
    }
}

#[test]
fn decimal_commas_do_not_pass_for_delimiters() {
    let table = read("Name;lat;lon\nA;53,1;11,2\nB;53,3;11,4\n");
    assert_eq!(table.header, ["Name", "lat", "lon"]);
    assert_eq!(table.rows[0].cells, ["A", "53,1", "11,2"]);
}

#[test]
fn a_stated_delimiter_is_obeyed_and_keeps_the_line_numbers() {
    let table = read("sep=,\r\na;b,c\r\n1;2,3\r\n");
    assert_eq!(table.header, ["a;b", "c"]);
    assert_eq!(lines(&table), [3]);
}

#[test]
fn lines_are_those_of_the_file_whatever_stands_between() {
    let table = read("a,b\r\n\r\n1,\"x\ny\"\r\n2,z\r\n,\r\n3,\"\"\"q\"\" w\"\r\n");
    assert_eq!(cells(&table), [vec!["1", "x\ny"], vec!["2", "z"], vec!["3", "\"q\" w"]]);
    assert_eq!(lines(&table), [3, 5, 7]);
    assert_eq!(table.blank_rows, 2);
    assert_eq!(lines(&read("a,b\r1,2\r\"x\ry\",4\r5,6")), [2, 3, 5]);
}

#[test]
fn a_quotation_mark_inside_a_cell_is_a_mark() {
    assert_eq!(cells(&read("a,b\nHaus \"A\",2\n")), [["Haus \"A\"", "2"]]);
}

#[test]
fn a_quotation_mark_never_closed_is_named_by_its_line() {
    let sentence = fault("list.csv", "a,b\n1,2\n3,\"x\n4,5\n");
    assert!(
        sentence.starts_with("list.csv: the quotation mark opened on line 3 is never closed"),
        "{sentence}"
    );
}

#[test]
fn rows_of_another_length_are_kept_for_the_report() {
    let table = read("a,b,c\n1,2\n1,2,3,4\n");
    assert_eq!(table.rows.iter().map(|row| row.cells.len()).collect::<Vec<_>>(), [2, 4]);
}

#[test]
fn every_encoding_gives_the_same_text_and_is_named() {
    let text = "Name;Ort\nHäusliche Pflege „Süßsee“;Röbel\n";
    let utf16 = |to_bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(to_bytes).collect()
    };
    let encoded = [
        (text.as_bytes().to_vec(), "UTF-8"),
        (["\u{FEFF}", text].concat().into_bytes(), "UTF-8 with byte order mark"),
        (WINDOWS_1252.encode(text).0.into_owned(), "Windows-1252"),
        (utf16(u16::to_le_bytes), "UTF-16"),
        (utf16(u16::to_be_bytes), "UTF-16"),
    ];
    for (bytes, name) in encoded {
        let table = read(bytes);
        assert_eq!(table.details.en, format!("{name}, delimiter ;"));
        assert_eq!(table.header, ["Name", "Ort"], "{name}");
        assert_eq!(table.rows[0].cells, ["Häusliche Pflege „Süßsee“", "Röbel"], "{name}");
    }
}

/// In Windows-1252 `ß“` is DF 93, which is also a character of UTF-8.
#[test]
fn an_accident_of_two_bytes_does_not_make_windows_1252_look_like_broken_utf8() {
    let bytes = WINDOWS_1252.encode("Name;Ort\nHaus „Am Fluß“;Lübz\n").0.into_owned();
    assert_eq!(read(bytes).rows[0].cells, ["Haus „Am Fluß“", "Lübz"]);
}

#[test]
fn a_wrong_encoding_is_named_with_its_line() {
    let dos = fault("list.csv", b"Name;Ort\nHaus A;Plau\nHaus B;L\x81bz\n".to_vec());
    assert!(dos.contains("line 3: byte 0x81 belongs neither to UTF-8 nor to Windows-1252"), "{dos}");
    let mut mixed = "Name;Ort\nTräger;Lübz\n".as_bytes().to_vec();
    mixed.extend(b"Haus;R\xF6bel\n");
    let mixed_fault = fault("list.csv", mixed.clone());
    assert!(
        mixed_fault.contains("line 3: the file looks like UTF-8, but here is a byte that is not"),
        "{mixed_fault}"
    );
    let marked = [b"\xEF\xBB\xBF".to_vec(), b"Name\nR\xF6bel\n".to_vec()].concat();
    assert!(fault("list.csv", marked).contains("line 2: the file begins with the mark of UTF-8"));
    assert!(fault("list.csv", b"\xFF\xFEa\x00\x00\xD8b\x00".to_vec()).contains("is not UTF-16"));
    let unmarked: Vec<u8> = "Name;Ort".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(fault("list.csv", unmarked).contains("NUL bytes"));
}

#[test]
fn a_file_that_is_not_what_its_ending_says_is_refused_naming_both() {
    let xlsx = files::xlsx(&[vec![files::Value::Text("Name")]]);
    let ods = files::ods(&files::ods_text_row(&["Name"]));
    let cases = [
        (
            "a.xlsx",
            b"Name;Ort\n".to_vec(),
            "promises an XLSX workbook, but the content is delimited text (CSV)",
        ),
        ("a.csv", xlsx.clone(), "promises delimited text (CSV), but the content is an XLSX workbook"),
        ("a.ODS", xlsx, "promises an ODS spreadsheet, but the content is an XLSX workbook"),
        ("a.xlsx", ods, "promises an XLSX workbook, but the content is an ODS spreadsheet"),
        ("a.csv", b"{}".to_vec(), "promises delimited text (CSV), but the content is GeoJSON"),
        ("a.geojson", b"Name;Ort\n".to_vec(), "promises GeoJSON, but the content is delimited text (CSV)"),
        (
            "a.xls",
            b"Name;Ort\n".to_vec(),
            "promises a workbook of Excel 97-2003, but the content is delimited",
        ),
    ];
    for (name, bytes, expected) in cases {
        let sentence = fault(name, bytes);
        assert!(sentence.contains(expected), "{name}: {sentence}");
    }
}

#[test]
fn an_ending_that_says_nothing_is_no_fault() {
    let table = read_bytes("export.2026", b"Name;Ort\nA;B\n".to_vec(), None, &Limits::default()).unwrap();
    assert_eq!(table.kind, Kind::Text);
}

#[test]
fn files_that_hold_no_table_are_refused_with_a_sentence() {
    let old = [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), vec![0; 600]].concat();
    let cases: [(Vec<u8>, &str); 9] = [
        (Vec::new(), "the file is empty"),
        (b"\n \r\n\t\n".to_vec(), "the file is empty"),
        (b"\xEF\xBB\xBF".to_vec(), "the file is empty"),
        (old, "Excel 97-2003"),
        (files::archive(&[("word/document.xml", b"<x/>")]), "neither XLSX nor ODS"),
        (files::archive(&[("xl/workbook.bin", b"")]), "XLSB"),
        (files::archive(&[]), "neither XLSX nor ODS"),
        (b"PK\x03\x04 and then nothing of an archive".to_vec(), "the archive is damaged"),
        (b"%PDF-1.7\n\0\0\0".to_vec(), "NUL bytes"),
    ];
    for (bytes, expected) in cases {
        let sentence = fault("list", bytes);
        assert!(sentence.contains(expected), "{sentence}");
    }
}

#[test]
fn paths_that_are_no_readable_file_are_refused_with_a_sentence() {
    let folder = std::env::temp_dir();
    let sentence = |path: &Path| read_path(path).unwrap_err().to_string();
    assert!(sentence(&folder.join("pflegeplan-no-such-file.csv")).contains("there is no such file"));
    assert!(sentence(&folder).contains("not a regular file"));
    #[cfg(unix)]
    assert!(sentence(Path::new("/dev/zero")).contains("not a regular file"));
}

/// A sparse file of 1 GiB: its length is refused before anything is read.
#[test]
fn a_file_of_a_gigabyte_is_refused_unread() {
    let path = std::env::temp_dir().join(format!("pflegeplan-large-{}.csv", std::process::id()));
    fs::File::create(&path).unwrap().set_len(1 << 30).unwrap();
    let sentence = read_path(&path).unwrap_err().to_string();
    fs::remove_file(&path).unwrap();
    let limit = Limits::default().file_bytes;
    assert!(sentence.contains(&format!("larger than the limit of {limit} bytes")), "{sentence}");
}

#[test]
fn limits_hold_for_what_reading_adds_to_the_cells_of_a_file() {
    let limits = Limits { cells: 24, cell_chars: 12, ..Limits::default() };
    let fault = |bytes: Vec<u8>| read_bytes("list", bytes, None, &limits).unwrap_err().to_string();
    // Names put together of two rows are longer than each of their cells.
    let grouped = "name,Ansprechperson,\n,Vorname,Nachname\nHaus,Eva,Graf\n";
    assert!(fault(grouped.into()).contains("line 1: a cell of more than 12 characters"));
    // Short rows of a second sheet, whose columns stand in another order, get a cell for each column.
    let rows: &[&[&str]] = &[&["d", "c", "b", "a"], &["1"], &["2"], &["3"], &["4"], &["5"], &["6"]];
    let other = files::sheets(&[("A", &[&["a", "b", "c", "d"], &["1", "2", "3", "4"]]), ("B", rows)]);
    assert!(fault(other).contains("more than 24 cells"));
    // Merged cells at the right widen each row that they span.
    let rows: &[&[&str]] =
        &[&["a", "b", "c", "d", "e", "f"], &["1", "", "", "", "", "x"], &["2"], &["3"], &["4"], &["5"]];
    let merged = files::merged_sheet(rows, &[files::Merge { first: (1, 5), last: (5, 5) }]);
    assert!(fault(merged).contains("more than 24 cells"));
}

#[test]
fn each_limit_has_its_sentence() {
    let limits =
        Limits { rows: 2, columns: 3, cells: 8, cell_chars: 5, file_bytes: 200, ..Limits::default() };
    let fault = |text: &str| read_bytes("list", text.into(), None, &limits).unwrap_err().to_string();
    assert!(read_bytes("list", b"a,b\n1,2\n3,4\n".to_vec(), None, &limits).is_ok());
    assert!(fault("a,b\n1,2\n3,4\n5,6\n").contains("more than 2 rows"));
    assert!(fault("a,b,c,d\n").contains("line 1: more than 3 columns"));
    assert!(fault("a,b,c\n1,2,3\n4,5,6\n").contains("more than 8 cells"));
    assert!(fault("a\nüüüüü\nüüüüüü\n").contains("line 3: a cell of more than 5 characters"));
    assert!(fault(&"a,b\n".repeat(51)).contains("larger than the limit of 200 bytes"));
    let little = Limits { unpacked_bytes: 20, ..Limits::default() };
    let text = read_bytes("list", vec![b'a'; 21], None, &little).unwrap_err().to_string();
    assert!(text.contains("more than 20 bytes of text"), "{text}");
}

const GEOJSON: &str = r#"{"features": [
    {"type": "Feature", "id": 7, "properties": {"name": "Haus A", "places": 12, "lat": 1.50, "gone": null},
     "geometry": {"coordinates": [11.4957, 53.3249, 38.0], "type": "Point"}},
    {"type": "Feature", "geometry": {"type": "LineString", "coordinates": [[11, 53], [12, 54]]},
     "properties": {"features": ["garden", "pets"], "open": true, "name": "Haus \"B\"", "more": {"a": 1}}},
    {"type": "Feature", "geometry": null, "properties": null}
], "type": "FeatureCollection", "bbox": [1, 2, 3, 4]}"#;

/// Of a kind: geometry other than a point.
#[test]
fn geojson_gives_its_properties_as_columns_and_its_points() {
    let table = read(GEOJSON);
    assert_eq!(table.kind, Kind::GeoJson);
    assert_eq!(table.header, ["id", "name", "places", "lat", "gone", "features", "open", "more"]);
    assert_eq!(table.rows[0].cells, ["7", "Haus A", "12", "1.5", "", "", "", ""]);
    assert_eq!(table.rows[0].geometry, Geometry::Point { x: 11.4957, y: 53.3249, of: None });
    assert_eq!(table.rows[1].cells, ["", "Haus \"B\"", "", "", "", "garden|pets", "true", ""]);
    assert_eq!(table.rows[1].geometry, Geometry::Point { x: 11.5, y: 53.5, of: Some("LineString".into()) });
    let empty = Row { line: 3, cells: vec![String::new(); 8], ..Row::default() };
    assert_eq!(table.rows[2], empty);
    assert_eq!(table.details.en, "UTF-8, objects inside of properties are not read (more)");
}

#[test]
fn faulty_geojson_is_refused_with_a_sentence() {
    let cases = [
        ("{", "EOF while parsing"),
        ("{\"type\": \"FeatureCollection\", \"features\": [}", "line 1 column"),
        ("{\"type\": \"Feature\", \"geometry\": null}", "expected {\"type\": \"FeatureCollection\""),
        ("{\"type\": \"FeatureCollection\"}", "expected {\"type\": \"FeatureCollection\""),
        ("{\"type\": \"FeatureCollection\", \"features\": []}", "the file is empty"),
        ("{\"type\": \"FeatureCollection\", \"features\": []} x", "trailing characters"),
    ];
    for (text, expected) in cases {
        let sentence = fault("list.geojson", text);
        assert!(sentence.contains(expected), "{text}: {sentence}");
    }
    let wgs84 = GEOJSON.replace(
        "\"bbox\"",
        "\"crs\": {\"properties\": {\"name\": \"urn:ogc:def:crs:OGC:1.3:CRS84\"}}, \"bbox\"",
    );
    assert_eq!(read(wgs84).rows.len(), 3);
}

#[test]
fn the_limits_hold_for_features_too() {
    let limits = Limits { rows: 2, ..Limits::default() };
    let fault = |limits| read_bytes("list", GEOJSON.into(), None, &limits).unwrap_err().to_string();
    assert!(fault(limits).contains("more than 2 rows"));
    assert!(fault(Limits { columns: 4, ..Limits::default() }).contains("line 1: more than 4 columns"));
    assert!(fault(Limits { cells: 20, ..Limits::default() }).contains("more than 20 cells"));
    assert!(fault(Limits { cell_chars: 5, ..Limits::default() }).contains("line 1: a cell of more than 5"));
    let deep = "[".repeat(100_000);
    let text = format!("{{\"type\": \"FeatureCollection\", \"features\": [{{\"properties\": {{\"a\": {deep}");
    assert!(super::reading::fault("list", text).contains("recursion limit"));
}

/// Of a kind: geometry other than a point. Of several points the one in their middle stands for all, of areas a point inside
/// of the largest and outside of its holes, of a collection what an area, a point or a line in it gives, in this order.
#[test]
fn a_geojson_geometry_of_several_parts_gives_one_point() {
    const SMALL: &str = "[[[11, 53], [11.1, 53], [11.1, 53.1], [11, 53.1], [11, 53]]]";
    const LARGE: &str = "[[[12, 54], [12.4, 54], [12.4, 54.4], [12, 54.4], [12, 54]]]";
    let polygon = |rings: &str| format!("{{\"type\": \"Polygon\", \"coordinates\": {rings}}}");
    let point = "{\"type\": \"Point\", \"coordinates\": [13, 53.5]}";
    let line = "{\"type\": \"LineString\", \"coordinates\": [[11, 53], [12, 54]]}";
    let collection = |parts: &str| format!("{{\"type\": \"GeometryCollection\", \"geometries\": [{parts}]}}");
    let nested = collection(&format!("{}, {point}", collection(&polygon(SMALL))));
    for (geometry, kind, [x, y]) in [
        (
            "{\"type\": \"MultiPoint\", \"coordinates\": [[11, 53], [11.4, 53.4], [11.9, 53.9]]}".to_owned(),
            "MultiPoint",
            [11.4, 53.4],
        ),
        (
            format!("{{\"type\": \"MultiPolygon\", \"coordinates\": [{SMALL}, {LARGE}]}}"),
            "MultiPolygon",
            [12.2, 54.2],
        ),
        (collection(&format!("{line}, {point}")), "GeometryCollection", [13.0, 53.5]),
        (nested, "GeometryCollection", [11.05, 53.05]),
        (collection(&format!("{}, {}", polygon(SMALL), polygon(LARGE))), "GeometryCollection", [12.2, 54.2]),
    ] {
        let text = format!(
            "{{\"type\": \"FeatureCollection\", \"features\": [{{\"type\": \"Feature\", \"properties\": {{\"name\": \"A\"}}, \"geometry\": {geometry}}}]}}"
        );
        match &read(text).rows[0].geometry {
            Geometry::Point { x: found_x, y: found_y, of } => {
                assert_eq!(of.as_deref(), Some(kind), "{geometry}");
                assert!(
                    (found_x - x).abs() < 1e-9 && (found_y - y).abs() < 1e-9,
                    "{found_x} {found_y}: {geometry}"
                );
            }
            other => panic!("{other:?} of {geometry}"),
        }
    }
    // Nothing lies in the hole of a ring-shaped estate.
    let ring = "[[[12, 54], [12.4, 54], [12.4, 54.4], [12, 54.4], [12, 54]], [[12.1, 54.1], [12.3, 54.1], [12.3, 54.3], [12.1, 54.3], [12.1, 54.1]]]";
    let text = format!(
        "{{\"type\": \"FeatureCollection\", \"features\": [{{\"properties\": {{\"name\": \"A\"}}, \"geometry\": {{\"type\": \"MultiPolygon\", \"coordinates\": [{ring}]}}}}]}}"
    );
    let Geometry::Point { x, y, .. } = read(text).rows[0].geometry else { panic!("a point") };
    assert!((12.0..12.4).contains(&x) && (54.0..54.4).contains(&y));
    assert!(!((12.1..12.3).contains(&x) && (54.1..54.3).contains(&y)), "{x} {y}");
}
