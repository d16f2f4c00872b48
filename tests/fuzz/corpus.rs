//! Good files to start from: the fixtures, the files of `models/`, and some made here.

use std::io::{Cursor, Write};
use std::path::PathBuf;

use super::writers::{self, List};
use pflegeplan::model;
use rust_xlsxwriter::Workbook;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A good file.
pub enum Seed {
    Plain(Vec<u8>),
    /// A ZIP archive, whose parts can be damaged one by one.
    Zip(Vec<u8>),
}

impl Seed {
    pub fn text(text: &str) -> Self {
        Self::Plain(text.as_bytes().to_vec())
    }

    pub fn zip(parts: &[(&str, &[u8])]) -> Self {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            archive.start_file(*name, SimpleFileOptions::default()).unwrap();
            archive.write_all(content).unwrap();
        }
        Self::Zip(archive.finish().unwrap().into_inner())
    }

    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Plain(bytes) | Self::Zip(bytes) => bytes,
        }
    }
}

/// A file of `tests/fixtures`.
pub fn path(file: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(file)
}

pub fn text(file: &str) -> String {
    std::fs::read_to_string(path(file)).unwrap()
}

fn plain(file: &str) -> Seed {
    Seed::Plain(std::fs::read(path(file)).unwrap())
}

fn of_model(file: &str) -> Seed {
    Seed::text(&model::text(file).unwrap())
}

const HEADER: [&str; 12] = [
    "name",
    "category",
    "provider_name",
    "street",
    "postcode",
    "town",
    "lon",
    "lat",
    "places",
    "free_places",
    "counted_on",
    "opening_hours",
];
const ROW: [&str; 12] = [
    "Haus am See",
    "residential_care",
    "Muster gGmbH",
    "Am Markt 1",
    "19288",
    "Ludwigslust",
    "11.4976",
    "53.3242",
    "60",
    "2",
    "2026-11-20",
    "Mo-Fr 08:00-16:00; PH off",
];

pub fn register_files() -> Vec<Seed> {
    let own = format!("{}\n{}\n", HEADER.join(","), ROW.map(|cell| format!("\"{cell}\"")).join(","));
    vec![
        plain("import/musterliste.csv"),
        plain("import/musterliste.geojson"),
        Seed::text(&own),
        Seed::Plain(utf16(&own)),
        Seed::zip(&[("list.csv", own.as_bytes())]),
        Seed::Zip(xlsx()),
        plain("import/heime.xls"),
        ods(),
    ]
    .into_iter()
    .chain(geographic_files())
    .chain(office_files())
    .collect()
}

/// One list in the formats of GIS programs.
fn geographic_files() -> Vec<Seed> {
    let list = List {
        header: HEADER[..10].iter().map(|name| (*name).to_owned()).collect(),
        rows: vec![(ROW[..10].iter().map(|cell| (*cell).to_owned()).collect(), (266_636.0, 5_914_141.0))],
    };
    let folder = super::run::scratch("geopackage");
    let geopackage = writers::geopackage(&list, &folder);
    std::fs::remove_dir_all(folder).unwrap();
    let polygon = "{\"type\": \"FeatureCollection\", \"crs\": {\"properties\": {\"name\": \"EPSG:4258\"}}, \"features\": [{\"properties\": {\"name\": \"A\", \"category\": \"day_care\"}, \"geometry\": {\"type\": \"GeometryCollection\", \"geometries\": [{\"type\": \"MultiPolygon\", \"coordinates\": [[[[11.4, 53.3], [11.5, 53.3], [11.5, 53.4], [11.4, 53.3]]]]}, {\"type\": \"Point\", \"coordinates\": [11.4, 53.3]}]}}]}";
    vec![
        Seed::Plain(geopackage),
        Seed::Zip(writers::shapefile(&list)),
        Seed::Plain(writers::gml(&list, "urn:ogc:def:crs:EPSG::25833", false)),
        Seed::Plain(writers::kml(&list)),
        Seed::Plain(writers::geojson(&list, Some("EPSG:25833"))),
        Seed::text(polygon),
        Seed::text(
            "name;category;wkt\nHaus A;day_care;SRID=25833;POLYGON((266636 5914141, 266640 5914141, 266640 5914150, 266636 5914141))\n",
        ),
    ]
}

/// Lists as offices keep them: titles, two header rows, several sheets, values within words.
fn office_files() -> Vec<Seed> {
    let list = List {
        header: HEADER[..6].iter().map(|name| (*name).to_owned()).collect(),
        rows: vec![(ROW[..6].iter().map(|cell| (*cell).to_owned()).collect(), (11.4976, 53.3242))],
    };
    let text = "Liste;;;\nStand 2025;;;\nname;category;place;places;;\n;;;gesamt;frei;am\n\"Haus &bdquo;A&ldquo;\";day_care;Ludwigslust;60 (davon 5 KZP);ca. 2;Dez 2025\n";
    vec![Seed::text(text), Seed::Zip(writers::xlsx(&list)), Seed::Zip(writers::ods(&list))]
}

fn utf16(text: &str) -> Vec<u8> {
    [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

fn xlsx() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, (header, cell)) in (0_u16..).zip(HEADER.into_iter().zip(ROW)) {
        sheet.write_string(0, column, header).unwrap();
        match cell.parse::<f64>() {
            Ok(number) => sheet.write_number(1, column, number).unwrap(),
            Err(_) => sheet.write_string(1, column, cell).unwrap(),
        };
    }
    book.save_to_buffer().unwrap()
}

fn ods() -> Seed {
    let cell = |text: &str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    let row = |cells: [&str; 12]| format!("<table:table-row>{}</table:table-row>", cells.map(cell).concat());
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet>\
         <table:table table:name=\"Liste\">{}{}<table:table-row table:number-rows-repeated=\"7\">\
         <table:table-cell table:number-columns-repeated=\"12\"/></table:table-row></table:table>\
         </office:spreadsheet></office:body></office:document-content>",
        row(HEADER),
        row(ROW)
    );
    Seed::zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", b"<manifest/>"),
    ])
}

pub fn mappings() -> Vec<Seed> {
    vec![
        plain("import/musterliste.toml"),
        of_model("import/pflegeplan.toml"),
        of_model("import/lup-2016.toml"),
    ]
}

pub fn statistics_files() -> Vec<Seed> {
    let flat = std::fs::read(path("statistics/22411_de_flat.csv")).unwrap();
    let mut seeds = vec![Seed::zip(&[("22411_de_flat.csv", &flat)]), Seed::Plain(flat)];
    let downloads = std::fs::read_dir(path("statistics/genesis")).unwrap();
    let mut downloads: Vec<_> = downloads.map(|entry| entry.unwrap().path()).collect();
    // The order of a folder is not the same everywhere, and every run tests the same inputs.
    downloads.sort();
    // No layout reads this statistic, and a seed must be a file that is taken.
    downloads.retain(|file| !file.ends_with("12421-0003_flatfile.csv"));
    seeds.extend(downloads.iter().map(|file| Seed::Plain(std::fs::read(file).unwrap())));
    seeds
}

pub fn statistics_mappings() -> Vec<Seed> {
    let own = std::fs::read_to_string(path("statistics/pflege-ergaenzung.toml")).unwrap();
    let stated = format!("thousands = \".\"\nequal_rows = \"sum\"\n{own}");
    vec![Seed::text(&own), Seed::text(&stated)]
}

pub fn indicators() -> Vec<Seed> {
    vec![plain("statistics/eigene-indikatoren.toml")]
}

pub fn planning_areas() -> Vec<Seed> {
    vec![Seed::text(
        "[[area]]\nkey = \"PR-01\"\nname = \"Parchim und Umland\"\nmembers = [\"13076090\", \"13076108\"]\n\n\
         [[area]]\nkey = \"PR-02\"\nname = \"Westen\"\nborder = [[11.4, 53.2], [11.7, 53.2], [11.6, 53.4]]\n\n\
         [[area]]\nkey = \"SN-Q1\"\nname = \"Lankow\"\nquarter_of = \"13004000\"\n",
    )]
}

pub fn settings() -> Vec<Seed> {
    vec![Seed::text(
        "bind = \"127.0.0.1:8080\"\ndata_dir = \"data\"\nexamples = true\nexample_seed = 1\nworkers = 2\n\
         osrm_car_url = \"http://127.0.0.1:5000\"\nosrm_timeout_ms = 1500\ntiles_file = \"/srv/map.pmtiles\"\n\
         tiles_attribution = \"© OpenStreetMap\"\npublic_url = \"https://pflege.example.org\"\n\
         transit_planner_url = \"https://fahrplan.example.org/?ziel={destination}\"\noperator_name = \"Landkreis\"\n",
    )]
}

/// A PMTiles archive of version 3 with one tile, after the specification's layout of the header.
pub fn base_maps() -> Vec<Seed> {
    let picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    let length = u8::try_from(picture.len()).unwrap();
    // One entry that stands for all tiles of zooms 0 to 6: their steps, runs, lengths, and offsets plus one.
    let root = [1, 0, 0xD5, 0xAA, 0x01, length, 1];
    let metadata = b"{}";
    let mut header = b"PMTiles\x03".to_vec();
    let sections = [(127, root.len()), (134, metadata.len()), (136, 0), (136, picture.len())];
    for (offset, length) in sections {
        header.extend(u64::to_le_bytes(offset));
        header.extend(u64::to_le_bytes(u64::try_from(length).unwrap()));
    }
    header.extend([1_u64, 1, 1].into_iter().flat_map(u64::to_le_bytes));
    // Clustered, no compression of directories and tiles, PNG, zooms 0 to 6.
    header.extend([1, 1, 1, 2, 0, 6]);
    header.resize(127, 0);
    vec![Seed::Plain([&header[..], &root, metadata, picture].concat())]
}

pub fn localities() -> Vec<Seed> {
    [
        "Ludwigslust",
        "19370 Parchim",
        "Waren (Müritz)",
        "Am Markt 1, 19288 Ludwigslust",
        "Neustadt-Glewe",
        "Ribnitz-Damgarten",
    ]
    .map(Seed::text)
    .into()
}
