//! Where the position of a list stands that its layout does not name, and the coordinate systems that a list names.

use super::notes::Sentence;
use super::point_text::is_point;
use super::read::Table;
use super::text::word_key;
use crate::crs::Crs;

/// Names of columns with coordinates, to the east and to the north, where the layout maps none that the file has.
const PAIRS: [(&str, &str); 12] = [
    ("lon", "lat"),
    ("lng", "lat"),
    ("longitude", "latitude"),
    ("längengrad", "breitengrad"),
    ("geo_lon", "geo_lat"),
    ("x", "y"),
    ("x-koordinate", "y-koordinate"),
    ("x_koordinate", "y_koordinate"),
    ("ostwert", "nordwert"),
    ("rechtswert", "hochwert"),
    ("easting", "northing"),
    ("e", "n"),
];

/// Names of columns with Well-Known Text.
const WKT: [&str; 6] = ["wkt", "wkt_geom", "geometry", "geom", "the_geom", "shape"];

/// Names of columns that hold a point as a text if their cells do: "53.4263, 11.8488".
const POINTS: [&str; 11] = [
    "koordinaten",
    "koordinate",
    "geokoordinaten",
    "coordinates",
    "gps",
    "gps-koordinaten",
    "geo_point",
    "geo_point_2d",
    "latlon",
    "lat/lon",
    "lage",
];

/// Columns of the file that hold the position although the layout does not name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OwnPosition {
    Pair { x: usize, y: usize },
    Wkt(usize),
}

impl OwnPosition {
    /// Looks among the columns of a table that nothing else uses.
    pub fn find(table: &Table, is_free: impl Fn(usize) -> bool) -> Option<Self> {
        let header = &table.header;
        let column = |name: &str| {
            let mut found =
                header.iter().enumerate().filter(|(index, own)| is_free(*index) && word_key(own) == name);
            found.next().map(|(index, _)| index)
        };
        let pair = PAIRS.iter().find_map(|(x, y)| Some(Self::Pair { x: column(x)?, y: column(y)? }));
        let holds_point = |index: &usize| {
            let cells = table.rows.iter().filter_map(|row| row.cells.get(*index));
            cells.map(|cell| cell.trim()).find(|cell| !cell.is_empty()).is_some_and(is_point)
        };
        let points = || POINTS.iter().filter_map(|name| column(name)).find(holds_point);
        pair.or_else(|| WKT.iter().find_map(|name| column(name)).or_else(points).map(Self::Wkt))
    }

    pub fn columns(self) -> Vec<usize> {
        match self {
            Self::Pair { x, y } => vec![x, y],
            Self::Wkt(column) => vec![column],
        }
    }
}

/// The coordinate systems that a list names.
#[derive(Debug, Default)]
pub(super) struct Systems {
    /// Of its geometries, as the file says.
    pub of_file: Option<Crs>,
    /// Of its columns, as the mapping says.
    pub of_layout: Option<Crs>,
}

impl Systems {
    /// What the report says about the coordinates of a list.
    pub fn remark(&self, has_points: bool, maps_pair: bool, has_own: bool) -> Option<Sentence> {
        let said = |crs: &Crs, en: &str, de: &str| {
            let title = crs.title();
            Sentence::from((format!("coordinates in {title}, {en}"), format!("Koordinaten in {title}, {de}")))
        };
        let wgs = Crs::wgs84();
        match (&self.of_file, &self.of_layout) {
            (Some(crs), _) if has_points => Some(said(crs, "as the file says", "wie die Datei angibt")),
            _ if has_points => {
                let (en, de) =
                    ("as the file names no other system", "da die Datei kein anderes System nennt");
                Some(said(&wgs, en, de))
            }
            (_, Some(crs)) if maps_pair => Some(said(crs, "as the mapping says", "wie die Zuordnung angibt")),
            _ if maps_pair || has_own => Some(said(
                &wgs,
                "unless a row says otherwise: no system is named",
                "wenn eine Zeile nichts anderes zeigt: Es ist kein System genannt",
            )),
            _ => None,
        }
    }
}
