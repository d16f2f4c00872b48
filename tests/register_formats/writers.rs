//! One list written in each format, as the programs of offices and of GIS desks write it.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::Path;

use diesel::Connection;
use diesel::connection::SimpleConnection;
use diesel::sqlite::SqliteConnection;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A list: the names of its columns, and rows with a point each, x to the east.
#[derive(Debug, Clone)]
pub struct List {
    pub header: Vec<String>,
    pub rows: Vec<(Vec<String>, (f64, f64))>,
}

impl List {
    /// Header and rows as texts, the point in the last two columns.
    fn texts(&self) -> Vec<Vec<String>> {
        let header = self.header.iter().cloned().chain(["lon".to_owned(), "lat".to_owned()]).collect();
        let row = |(cells, (x, y)): &(Vec<String>, (f64, f64))| {
            cells.iter().cloned().chain([x.to_string(), y.to_string()]).collect()
        };
        std::iter::once(header).chain(self.rows.iter().map(row)).collect()
    }
}

pub fn archive(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, contents) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(contents).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

pub fn xlsx(list: &List) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip(list.texts()) {
        for (column, text) in (0..).zip(cells).filter(|(_, text)| !text.is_empty()) {
            match text.parse::<f64>().ok().filter(|number| number.to_string() == text) {
                Some(number) => sheet.write(row, column, number).unwrap(),
                None => sheet.write(row, column, text).unwrap(),
            };
        }
    }
    workbook.save_to_buffer().unwrap()
}

pub fn ods(list: &List) -> Vec<u8> {
    let mut rows = String::new();
    for cells in list.texts() {
        rows.push_str("<table:table-row>");
        for text in cells {
            write!(
                rows,
                "<table:table-cell office:value-type=\"string\"><text:p>{}</text:p></table:table-cell>",
                escaped(&text)
            )
            .unwrap();
        }
        rows.push_str("</table:table-row>");
    }
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body>\
         <office:spreadsheet><table:table table:name=\"Liste\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".to_vec()),
        ("content.xml", content.into_bytes()),
    ])
}

/// With the name of a coordinate system, as programs wrote it before RFC 7946 and many still do.
pub fn geojson(list: &List, crs: Option<&str>) -> Vec<u8> {
    let features: Vec<serde_json::Value> = list
        .rows
        .iter()
        .map(|(cells, (x, y))| {
            let properties: serde_json::Map<_, _> =
                list.header.iter().cloned().zip(cells.iter().cloned().map(Into::into)).collect();
            serde_json::json!({"type": "Feature", "properties": properties,
                "geometry": {"type": "Point", "coordinates": [x, y]}})
        })
        .collect();
    let mut file = serde_json::json!({"type": "FeatureCollection", "features": features});
    if let Some(name) = crs {
        file["crs"] = serde_json::json!({"type": "name", "properties": {"name": name}});
    }
    serde_json::to_vec(&file).unwrap()
}

/// As a service for features (WFS 2.0) answers.
pub fn gml(list: &List, crs: &str, north_first: bool) -> Vec<u8> {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<wfs:FeatureCollection xmlns:wfs=\"http://www.opengis.net/wfs/2.0\" \
         xmlns:gml=\"http://www.opengis.net/gml/3.2\" xmlns:k=\"http://kreis.example\">\n",
    );
    for (number, (cells, (x, y))) in list.rows.iter().enumerate() {
        let (first, second) = if north_first { (y, x) } else { (x, y) };
        write!(
            text,
            "<wfs:member><k:angebot gml:id=\"a.{number}\"><gml:boundedBy><gml:Envelope/></gml:boundedBy>\
             <k:geom><gml:Point srsName=\"{crs}\"><gml:pos>{first} {second}</gml:pos></gml:Point></k:geom>"
        )
        .unwrap();
        for (name, cell) in list.header.iter().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            write!(text, "<k:{name}>{}</k:{name}>", escaped(cell)).unwrap();
        }
        text.push_str("</k:angebot></wfs:member>\n");
    }
    text.push_str("</wfs:FeatureCollection>");
    text.into_bytes()
}

pub fn kml(list: &List) -> Vec<u8> {
    let mut text = String::from(
        "<?xml version=\"1.0\"?><kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><Folder>",
    );
    for (cells, (x, y)) in &list.rows {
        text.push_str("<Placemark><Style><IconStyle/></Style><ExtendedData>");
        for (name, cell) in list.header.iter().zip(cells) {
            write!(text, "<Data name=\"{}\"><value>{}</value></Data>", escaped(name), escaped(cell)).unwrap();
        }
        write!(text, "</ExtendedData><Point><coordinates>{x},{y},0</coordinates></Point></Placemark>")
            .unwrap();
    }
    text.push_str("</Folder></Document></kml>");
    text.into_bytes()
}

const PRJ: &str = "PROJCS[\"ETRS_1989_UTM_Zone_33N\",GEOGCS[\"GCS_ETRS_1989\",DATUM[\"D_ETRS_1989\",SPHEROID[\"GRS_1980\",6378137.0,298.257222101]],\
    PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"False_Easting\",500000.0],\
    PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\",15.0],PARAMETER[\"Scale_Factor\",0.9996],\
    PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]";

/// A Shapefile in EPSG:25833, packed; the names of its columns are cut to ten bytes, as its format asks.
pub fn shapefile(list: &List) -> Vec<u8> {
    let mut shp = vec![0_u8; 100];
    shp[2..4].copy_from_slice(&[0x27, 0x0A]);
    for (number, (_, (x, y))) in (1_u32..).zip(&list.rows) {
        shp.extend(number.to_be_bytes());
        shp.extend(10_u32.to_be_bytes());
        shp.extend(1_u32.to_le_bytes());
        shp.extend(x.to_le_bytes());
        shp.extend(y.to_le_bytes());
    }
    archive(&[
        ("liste/angebote.shp", shp),
        ("liste/angebote.dbf", dbf(list)),
        ("liste/angebote.prj", PRJ.as_bytes().to_vec()),
        ("liste/angebote.cpg", b"UTF-8".to_vec()),
    ])
}

fn dbf(list: &List) -> Vec<u8> {
    const WIDTH: u8 = 254;
    let count = u16::try_from(list.header.len()).unwrap();
    let (head, length) = (33 + 32 * count, 1 + u16::from(WIDTH) * count);
    let mut table = vec![0x03, 126, 1, 1];
    table.extend(u32::try_from(list.rows.len()).unwrap().to_le_bytes());
    table.extend(head.to_le_bytes());
    table.extend(length.to_le_bytes());
    table.resize(32, 0);
    for name in &list.header {
        let mut field = name.as_bytes()[..name.len().min(10)].to_vec();
        field.resize(11, 0);
        field.extend([b'C', 0, 0, 0, 0, WIDTH]);
        field.resize(32, 0);
        table.extend(field);
    }
    table.push(0x0D);
    for (cells, _) in &list.rows {
        table.push(b' ');
        for cell in cells {
            let mut cell = cell.as_bytes().to_vec();
            assert!(cell.len() <= usize::from(WIDTH));
            cell.resize(usize::from(WIDTH), b' ');
            table.extend(cell);
        }
    }
    table.push(0x1A);
    table
}

/// A GeoPackage in EPSG:25833, written by SQLite.
pub fn geopackage(list: &List, folder: &Path) -> Vec<u8> {
    let file = folder.join("list.gpkg");
    let mut database = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
    let columns: Vec<String> = list.header.iter().map(|name| format!("\"{name}\" TEXT")).collect();
    let mut script = format!(
        "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
            organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
         CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, srs_id INTEGER);
         CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
            srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL, CONSTRAINT pk PRIMARY KEY (table_name, column_name));
         INSERT INTO gpkg_spatial_ref_sys VALUES ('ETRS89 / UTM zone 33N', 25833, 'EPSG', 25833, 'PROJCS', NULL);
         INSERT INTO gpkg_contents VALUES ('angebote', 'features', 'angebote', 25833);
         INSERT INTO gpkg_geometry_columns VALUES ('angebote', 'geom', 'POINT', 25833, 0, 0);
         CREATE TABLE angebote (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom POINT, {});",
        columns.join(", ")
    );
    for (cells, (x, y)) in &list.rows {
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02X}")).collect::<String>();
        let geometry =
            format!("47500001E9640000{}{}{}", "0101000000", hex(&x.to_le_bytes()), hex(&y.to_le_bytes()));
        let cells: Vec<String> =
            cells
                .iter()
                .map(|cell| {
                    if cell.is_empty() {
                        "NULL".to_owned()
                    } else {
                        format!("'{}'", cell.replace('\'', "''"))
                    }
                })
                .collect();
        write!(script, "INSERT INTO angebote VALUES (NULL, X'{geometry}', {});", cells.join(", ")).unwrap();
    }
    database.batch_execute(&script).unwrap();
    drop(database);
    let bytes = std::fs::read(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    bytes
}
