//! The names on the map with their rank: towns and villages of the gazetteer, and waters, islands and neighbours from a
//! table of our own.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::view::{Point, project};
use crate::areas::{Areas, Level};
use crate::gazetteer::{Gazetteer, Kind};

/// Towns from this many residents on have the largest names, the next ranks follow.
const CITY: u32 = 90_000;
const LARGE_TOWN: u32 = 40_000;
const TOWN: u32 = 15_000;
const SMALL_TOWN: u32 = 8_000;
const LARGE_VILLAGE: u32 = 2_000;

/// How a name is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Style {
    City,
    LargeTown,
    Town,
    SmallTown,
    LargeVillage,
    Municipality,
    /// A part of a municipality.
    Part,
    Ocean,
    Sea,
    Lake,
    Island,
    Neighbour,
    TownBeyond,
}

impl Style {
    pub const ALL: [Self; 13] = [
        Self::Ocean,
        Self::Sea,
        Self::Lake,
        Self::Island,
        Self::Neighbour,
        Self::TownBeyond,
        Self::Part,
        Self::Municipality,
        Self::LargeVillage,
        Self::SmallTown,
        Self::Town,
        Self::LargeTown,
        Self::City,
    ];

    /// The end of its class.
    pub fn class(self) -> &'static str {
        match self {
            Self::City => "city",
            Self::LargeTown => "large-town",
            Self::Town => "town",
            Self::SmallTown => "small-town",
            Self::LargeVillage | Self::Municipality => "village",
            Self::Part => "part",
            Self::Ocean => "ocean",
            Self::Sea => "sea",
            Self::Lake => "lake",
            Self::Island => "island",
            Self::Neighbour => "neighbour",
            Self::TownBeyond => "town-beyond",
        }
    }

    /// In pixels.
    pub fn font_size(self, zoom: f64) -> f64 {
        let near = (zoom - 8.0).clamp(0.0, 3.0);
        match self {
            Self::Ocean => 18.0,
            Self::City => 15.0 + near,
            Self::LargeTown => 13.0 + near * 0.7,
            Self::Town => 12.0 + near * 0.5,
            Self::SmallTown | Self::Sea => 11.5 + near * 0.5,
            Self::LargeVillage | Self::Island | Self::Neighbour => 11.0 + near * 0.4,
            Self::Municipality | Self::TownBeyond | Self::Lake => 11.0 + near * 0.2,
            Self::Part => 10.5,
        }
    }

    /// Whether the name stands beside a dot; others stand on their point.
    pub fn has_dot(self) -> bool {
        !matches!(self, Self::Part | Self::Ocean | Self::Sea | Self::Lake | Self::Island | Self::Neighbour)
    }

    fn of(population: u32, is_seat: bool) -> (Self, f64) {
        match population {
            CITY.. => (Self::City, 5.0),
            LARGE_TOWN.. => (Self::LargeTown, 7.0),
            _ if is_seat => (Self::LargeTown, 7.0),
            TOWN.. => (Self::Town, 8.0),
            SMALL_TOWN.. => (Self::SmallTown, 8.5),
            LARGE_VILLAGE.. => (Self::LargeVillage, 9.75),
            _ => (Self::Municipality, 10.75),
        }
    }
}

/// The first zoom level on which parts of municipalities are named.
const PARTS_FROM: f64 = 11.5;

/// A name and where it belongs.
#[derive(Debug, Clone)]
pub(super) struct Name {
    pub text: String,
    pub style: Style,
    /// The first zoom level on which it is shown.
    pub from: f64,
    pub point: Point,
    /// The key of its municipality, if it is one.
    pub municipality: Option<String>,
    /// Among names of one style, the larger before the smaller.
    pub population: u32,
}

/// Where most residents of a municipality live, if the point of the gazetteer lies aside.
#[derive(Deserialize)]
struct MunicipalityRow {
    municipality_ags: String,
    lat: f64,
    lon: f64,
}

#[derive(Deserialize)]
struct NameRow {
    kind: String,
    zoom: f64,
    name: String,
    lat: f64,
    lon: f64,
}

/// All names, those that matter most first.
pub(super) fn read(
    names: &str,
    municipalities: &str,
    areas: &Areas,
    gazetteer: &Gazetteer,
) -> Result<Vec<Name>, csv::Error> {
    let municipalities: HashMap<String, MunicipalityRow> =
        rows::<MunicipalityRow>(municipalities)?.map(|row| (row.municipality_ags.clone(), row)).collect();
    let mut found: Vec<Name> = Vec::new();
    for row in rows::<NameRow>(names)? {
        if let Some(style) = table_style(&row.kind) {
            let text = if style == Style::Neighbour { row.name.to_uppercase() } else { row.name };
            found.push(Name {
                text,
                style,
                from: row.zoom,
                point: project(row.lon, row.lat),
                municipality: None,
                population: 0,
            });
        }
    }
    let seats: HashSet<(&str, &str)> =
        areas.level(Level::District).filter_map(|it| Some((it.key.as_str(), it.seat.as_deref()?))).collect();
    found.extend(settlements(gazetteer, &seats, &municipalities));
    // Names of wide waters lead, because they have no other place to go; parts of municipalities come last.
    found.sort_by(|a, b| {
        let first = |name: &Name| (name.from.max(7.0), name.style);
        let order = first(a).0.total_cmp(&first(b).0).then(first(a).1.cmp(&first(b).1));
        order.then(b.population.cmp(&a.population)).then_with(|| a.text.cmp(&b.text))
    });
    Ok(found)
}

fn rows<'a, T: serde::de::DeserializeOwned + 'a>(
    text: &'a str,
) -> Result<impl Iterator<Item = T> + 'a, csv::Error> {
    let rows = csv::Reader::from_reader(text.as_bytes()).into_deserialize();
    Ok(rows.collect::<Result<Vec<T>, _>>()?.into_iter())
}

fn table_style(kind: &str) -> Option<Style> {
    [Style::Ocean, Style::Sea, Style::Lake, Style::Island, Style::Neighbour, Style::TownBeyond]
        .into_iter()
        .find(|style| style.class() == kind)
}

fn settlements<'a>(
    gazetteer: &'a Gazetteer,
    seats: &'a HashSet<(&'a str, &'a str)>,
    municipalities: &'a HashMap<String, MunicipalityRow>,
) -> impl Iterator<Item = Name> + 'a {
    gazetteer.entries().map(|entry| {
        let key = entry.municipality.as_str();
        let is_municipality = entry.kind == Kind::Municipality;
        let is_seat = key.get(..5).is_some_and(|district| seats.contains(&(district, entry.name.as_str())));
        let moved = municipalities.get(key).filter(|_| is_municipality && !is_seat);
        let (lon, lat) = moved.map_or((entry.point.lon, entry.point.lat), |row| (row.lon, row.lat));
        let (style, from) =
            if is_municipality { Style::of(entry.population, is_seat) } else { (Style::Part, PARTS_FROM) };
        Name {
            text: short(&entry.name).to_owned(),
            style,
            from,
            point: project(lon, lat),
            municipality: is_municipality.then(|| key.to_owned()),
            population: if is_municipality { entry.population } else { 0 },
        }
    })
}

/// "Feldberger Seenlandschaft" stays; what follows a comma, a bracket or a slash is left out.
fn short(name: &str) -> &str {
    name.split([',', '(', '/']).next().unwrap_or(name).trim()
}
