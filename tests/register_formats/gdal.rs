//! The county's list as GDAL writes it, taken by the suggested mapping alone: what a GIS desk hands on gives the same
//! register as the CSV.

#![cfg(feature = "shared-data")]

use std::path::{Path, PathBuf};
use std::process::Command;

use pflegeplan::app::ReferenceData;
use pflegeplan::app::suggest_mapping::suggest_mapping;
use pflegeplan::import::read::{Limits, Table, read_with};
use pflegeplan::import::{Context, Layout, Plan, plan, reading_options};
use pflegeplan::units::Lang;

use super::{assert_same, reference, scratch, writers};

/// One form of the list: the name of its file, and what `ogr2ogr` is to do.
struct Form {
    file: &'static str,
    driver: &'static str,
    /// The point is a geometry, and the columns with coordinates are left out.
    is_geometry: bool,
    arguments: &'static [&'static str],
}

const fn table(file: &'static str, driver: &'static str, arguments: &'static [&'static str]) -> Form {
    Form { file, driver, is_geometry: false, arguments }
}

const fn features(file: &'static str, driver: &'static str, arguments: &'static [&'static str]) -> Form {
    Form { file, driver, is_geometry: true, arguments }
}

const FORMS: [Form; 14] = [
    table("list.xlsx", "XLSX", &[]),
    // Postcodes, keys and places as numbers of the spreadsheet.
    table("typed.xlsx", "XLSX", &["-oo", "AUTODETECT_TYPE=YES"]),
    table("list.ods", "ODS", &[]),
    table("typed.ods", "ODS", &["-oo", "AUTODETECT_TYPE=YES"]),
    table("semicolon.csv", "CSV", &["-lco", "SEPARATOR=SEMICOLON", "-lco", "WRITE_BOM=YES"]),
    features("4326.geojson", "GeoJSON", &["-lco", "COORDINATE_PRECISION=9"]),
    features("25833.geojson", "GeoJSON", &["-t_srs", "EPSG:25833", "-lco", "RFC7946=NO"]),
    features("25832.geojson", "GeoJSON", &["-t_srs", "EPSG:25832", "-lco", "RFC7946=NO"]),
    features("25833.gml", "GML", &["-t_srs", "EPSG:25833"]),
    features("4326.gml", "GML", &["-dsco", "FORMAT=GML3"]),
    features("list.kml", "KML", &[]),
    features("25833.gpkg", "GPKG", &["-t_srs", "EPSG:25833"]),
    features("25833.shp", "ESRI Shapefile", &["-t_srs", "EPSG:25833", "-lco", "ENCODING=UTF-8"]),
    features("latin.shp", "ESRI Shapefile", &["-t_srs", "EPSG:25833"]),
];

const COLUMNS: &str = "id,versorgungsart,angebot,einrichtung,strasse,hnr,plz,gemeinde,ortsteil,gemeindeschl,traeger,\
                       dachverband,eigentuemer,kapazitaet,jahr,telefon,internet,besonderheit";

fn list() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data/register/lup_2016.csv")
}

/// Has GDAL write the list; a Shapefile comes as the archive of its parts.
fn written(form: &Form, folder: &Path) -> Vec<u8> {
    let source = if form.is_geometry {
        let layer = format!(
            "<OGRVRTDataSource><OGRVRTLayer name=\"lup_2016\"><SrcDataSource>{}</SrcDataSource>\
             <GeometryType>wkbPoint</GeometryType><LayerSRS>EPSG:4326</LayerSRS>\
             <GeometryField encoding=\"PointFromColumns\" x=\"lon\" y=\"lat\"/></OGRVRTLayer></OGRVRTDataSource>",
            list().display()
        );
        let path = folder.join("points.vrt");
        std::fs::write(&path, layer).unwrap();
        path
    } else {
        list()
    };
    let target = folder.join(form.file);
    let mut command = Command::new("ogr2ogr");
    command.args(["-f", form.driver]).args(form.arguments);
    if form.is_geometry {
        command.args(["-select", COLUMNS]);
    }
    let run = command.arg(&target).arg(&source).output();
    let run = run.expect("GDAL is there: scripts/test installs the Debian package gdal-bin");
    assert!(run.status.success(), "{}: {}", form.file, String::from_utf8_lossy(&run.stderr));
    if form.driver != "ESRI Shapefile" {
        return std::fs::read(target).unwrap();
    }
    let parts = ["shp", "dbf", "shx", "prj", "cpg"].map(|ending| target.with_extension(ending));
    let parts = parts.iter().filter(|path| path.exists());
    let parts: Vec<(String, Vec<u8>)> = parts
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(path).unwrap()))
        .collect();
    let parts: Vec<(&str, Vec<u8>)> =
        parts.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    writers::archive(&parts)
}

/// What the command line does with `--suggest`: the mapping is written, read and used.
fn by_suggestion(table: &Table, known: &[(Layout, String)], reference: &ReferenceData) -> Plan {
    let today = "2026-03-02".parse().unwrap();
    let mapping = suggest_mapping(table, "lup_2016.list", known, Lang::De, reference, today).unwrap();
    let context = Context {
        categories: &reference.categories,
        areas: &reference.areas,
        gazetteer: &reference.gazetteer,
        addresses: None,
        today,
    };
    plan(table, &mapping.layout, &[], &context).unwrap()
}

fn shipped(reference: &ReferenceData) -> Vec<(Layout, String)> {
    let paths = pflegeplan::model::paths("import/");
    let mappings = paths.iter().filter(|path| path.ends_with(".toml"));
    let texts = mappings.map(|path| pflegeplan::model::text(path).unwrap());
    texts.map(|text| (Layout::from_toml(&text, &reference.categories).unwrap(), text)).collect()
}

fn check(known: &[(Layout, String)], folder: &str, reference: &ReferenceData) {
    let folder = scratch(folder);
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::create_dir_all(&folder).unwrap();
    let layouts: Vec<Layout> = known.iter().map(|(layout, _)| layout.clone()).collect();
    let read =
        |name: &str, bytes| read_with(name, bytes, &reading_options(&layouts), &Limits::default()).unwrap();
    let csv = by_suggestion(&read("lup_2016.csv", std::fs::read(list()).unwrap()), known, reference);
    assert_eq!((csv.insert.len(), csv.report.totals.rejected), (290, 0), "{}", csv.report.summary());
    for form in FORMS {
        let table = read(form.file, written(&form, &folder));
        let found = by_suggestion(&table, known, reference);
        assert_eq!(found.report.totals.rejected, 0, "{}\n{}", form.file, found.report.summary());
        assert_same(form.file, &csv.insert, &found);
    }
}

#[test]
fn the_list_of_the_county_by_its_suggested_mapping_is_the_same_register_in_every_form_of_gdal() {
    let reference = reference();
    check(&shipped(&reference), "gdal", &reference);
}

/// Without the ready layout of this county the words of its columns and the values are all there is.
#[test]
fn a_list_without_a_ready_layout_is_the_same_register_in_every_form_of_gdal() {
    let reference = reference();
    check(&[], "gdal-unknown", &reference);
}
