use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use super::super::layers::LEVELS;
use super::super::topojson::{Line, Polygon, Topology};
use super::super::view::project;
use super::*;

const ALL_BYTES: usize = 700_000;
const FIRST_VIEW_BYTES: usize = 120_000;

fn compressed(text: &str) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap().len()
}

fn json(level: &str) -> Value {
    serde_json::from_str(&model::text(&format!("basemap/areas-{level}.topojson")).unwrap()).unwrap()
}

/// Every arc that is named somewhere in a value, with its direction.
fn arcs(value: &Value, found: &mut Vec<i64>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| arcs(value, found)),
        Value::Number(number) => found.extend(number.as_i64()),
        _ => {}
    }
}

fn arcs_of(topology: &Value, object: &str) -> Vec<i64> {
    let mut found = Vec::new();
    arcs(&topology["objects"][object]["arcs"], &mut found);
    found
}

#[test]
fn all_files_and_a_first_view_stay_within_their_sizes() {
    let files = model::paths("basemap/");
    let data = files.iter().filter(|path| path.ends_with(".topojson") || path.ends_with(".csv"));
    let sizes: Vec<usize> = data.map(|path| compressed(&model::text(path).unwrap())).collect();
    assert_eq!(sizes.len(), 13);
    let all: usize = sizes.iter().sum();
    assert!(all < ALL_BYTES, "all files are {all} bytes compressed");
    for zoom in [6.0, 7.25, 8.5, 8.75, 9.5, 10.5, 10.75, 11.5, 13.0] {
        for centre in [point(53.9, 12.6), point(54.4, 13.2), point(53.5, 12.6)] {
            let svg = LAYERS.draw(&View::around(centre, zoom, 2_000.0, 1_600.0), &Reserved::default()).svg();
            let bytes = compressed(&svg);
            assert!(bytes < FIRST_VIEW_BYTES, "zoom {zoom}: {bytes} bytes compressed");
        }
    }
}

#[test]
fn every_municipality_is_there_once_at_every_level() {
    let expected: Vec<String> =
        AREAS.level(Level::Municipality).map(|area| area.key.as_str().to_owned()).collect();
    assert_eq!(expected.len(), 726);
    for (level, _) in LEVELS {
        let topology = json(level);
        let areas = topology["objects"]["areas"]["geometries"].as_array().unwrap();
        let mut keys: Vec<&str> = areas.iter().map(|area| area["id"].as_str().unwrap()).collect();
        assert!(areas.iter().all(|area| !area["arcs"].as_array().unwrap().is_empty()));
        keys.sort_unstable();
        let mut expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        expected.sort_unstable();
        assert_eq!(keys, expected, "{level}");
    }
}

/// An arc between two areas bounds both, in opposite directions, and is in one list of lines; an arc with one side
/// bounds the land as well.
#[test]
fn borders_match_and_stand_once() {
    for (level, _) in LEVELS {
        let topology = json(level);
        let mut sides: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for area in topology["objects"]["areas"]["geometries"].as_array().unwrap() {
            let mut found = Vec::new();
            arcs(&area["arcs"], &mut found);
            found.iter().for_each(|arc| sides.entry((*arc).max(!*arc)).or_default().push(*arc));
        }
        let outer: BTreeSet<i64> =
            sides.iter().filter(|(_, sides)| sides.len() == 1).map(|(arc, _)| *arc).collect();
        for (arc, sides) in &sides {
            let opposite = matches!(sides[..], [_]) || matches!(sides[..], [a, b] if a == !b);
            assert!(opposite, "{level}: arc {arc} bounds {sides:?}");
        }
        let land: BTreeSet<i64> = arcs_of(&topology, "land").iter().map(|arc| (*arc).max(!*arc)).collect();
        assert_eq!(land, outer, "{level}: the land is bounded by the arcs with one side");
        let inner: Vec<i64> = ["districts_lines", "amter_lines", "municipalities_lines"]
            .iter()
            .flat_map(|object| arcs_of(&topology, object))
            .collect();
        let coast: Vec<i64> =
            ["coast_lines", "state_lines"].iter().flat_map(|object| arcs_of(&topology, object)).collect();
        assert_eq!(coast.iter().copied().collect::<BTreeSet<_>>(), outer, "{level}");
        assert_eq!(inner.len() + coast.len(), sides.len(), "{level}: every arc is in one list");
        let all: BTreeSet<i64> = inner.into_iter().chain(coast).collect();
        assert_eq!(all.len(), sides.len(), "{level}");
    }
}

/// Rings that are not closed do not pass the reader, so this is about where they lie.
#[test]
fn everything_lies_inside_of_the_box_and_rings_are_closed() {
    let [west, south, east, north] = [3.0, 50.0, 22.0, 58.5];
    let (low, high) = (project(west - 0.001, north + 0.001), project(east + 0.001, south - 0.001));
    let within = |line: &Line| {
        (0..2).all(|axis| line.bounds.low[axis] >= low[axis] && line.bounds.high[axis] <= high[axis])
    };
    for level in &LAYERS.levels {
        let polygons: Vec<&Polygon> =
            [&level.land, &level.neighbours, &level.lakes, &level.settled, &LAYERS.surroundings]
                .into_iter()
                .flatten()
                .collect();
        assert!(polygons.len() > 100);
        for ring in polygons.iter().flat_map(|polygon| &polygon.rings) {
            assert!(within(ring) && ring.points.len() >= 4 && ring.points.first() == ring.points.last());
        }
        let lines = [&level.coast, &level.state, &level.districts, &level.amter, &level.rivers];
        assert!(lines.iter().all(|lines| !lines.is_empty() && lines.iter().all(within)));
    }
}

#[test]
fn a_faulty_file_is_an_error_that_says_what_is_wrong() {
    let text = |arcs: &str, ring: &str| {
        format!(
            "{{\"type\":\"Topology\",\"transform\":{{\"scale\":[1,1],\"translate\":[10,53]}},\"objects\":{{\
             \"a\":{{\"type\":\"MultiPolygon\",\"arcs\":[[{ring}]]}}}},\"arcs\":{arcs}}}"
        )
    };
    let fault =
        |arcs: &str, ring: &str| Topology::parse(&text(arcs, ring)).unwrap().polygons("a").unwrap_err();
    let square = "[[[0,0],[1,0],[0,1]],[[1,1],[-1,0],[0,-1]]]";
    assert!(Topology::parse(&text(square, "[0,1]")).unwrap().polygons("a").is_ok());
    assert!(fault(square, "[0]").contains("not closed"));
    assert!(fault(square, "[0,7]").contains("no arc 7"));
    assert!(fault(square, "[0,-3]").contains("no arc -3"));
    assert!(fault(square, "[0,0]").contains("does not begin"));
    assert!(Topology::parse(&text(square, "[0,1]")).unwrap().lines("a").unwrap_err().contains("\"a\""));
    assert!(Topology::parse("{").is_err());
}

#[derive(Debug, PartialEq, Clone, Copy)]
enum Ground {
    Sea,
    Lake,
    Land,
    Neighbour,
}

pub(super) fn holds(polygons: &[Polygon], [x, y]: [f64; 2]) -> bool {
    let mut inside = false;
    for ring in polygons.iter().flat_map(|polygon| &polygon.rings) {
        for pair in ring.points.windows(2) {
            let ([ax, ay], [bx, by]) = (pair[0], pair[1]);
            if (ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax {
                inside = !inside;
            }
        }
    }
    inside
}

/// What is drawn on top at a point, by the order of the drawing.
fn ground(level: usize, lat: f64, lon: f64) -> Ground {
    let at = project(lon, lat);
    let level = &LAYERS.levels[level];
    if holds(&level.lakes, at) {
        Ground::Lake
    } else if holds(&level.land, at) {
        Ground::Land
    } else if holds(&level.neighbours, at) || holds(&LAYERS.surroundings, at) {
        Ground::Neighbour
    } else {
        Ground::Sea
    }
}

#[test]
fn known_waters_are_water_and_known_towns_are_land() {
    let known = [
        ("Müritz", 53.42, 12.68, Ground::Lake),
        ("Schweriner See", 53.70, 11.46, Ground::Lake),
        ("Plauer See", 53.47, 12.31, Ground::Lake),
        ("Kummerower See", 53.80, 12.86, Ground::Lake),
        ("Tollensesee", 53.50, 13.19, Ground::Lake),
        ("Greifswalder Bodden", 54.22, 13.55, Ground::Sea),
        ("Achterwasser", 54.01, 13.94, Ground::Sea),
        ("Stettiner Haff", 53.79, 14.20, Ground::Sea),
        ("Baltic off Warnemünde", 54.25, 12.05, Ground::Sea),
        ("Baltic off Sassnitz", 54.50, 13.80, Ground::Sea),
        ("Schwerin", 53.6288, 11.4050, Ground::Land),
        ("Rostock", 54.0887, 12.1330, Ground::Land),
        ("Stralsund", 54.3060, 13.0770, Ground::Land),
        ("Neubrandenburg", 53.5574, 13.2600, Ground::Land),
        ("Greifswald", 54.0931, 13.3830, Ground::Land),
        ("Wismar", 53.8900, 11.4660, Ground::Land),
        ("Waren", 53.5200, 12.6900, Ground::Land),
        ("Bergen auf Rügen", 54.4160, 13.4300, Ground::Land),
        ("Kirchdorf on Poel", 54.0000, 11.4330, Ground::Land),
        ("Ahlbeck", 53.9350, 14.1800, Ground::Land),
        ("Lüneburg", 53.2500, 10.4200, Ground::Neighbour),
        ("Prenzlau", 53.3160, 13.8630, Ground::Neighbour),
        ("Hamburg", 53.5700, 10.0000, Ground::Neighbour),
        ("Berlin", 52.5200, 13.4050, Ground::Neighbour),
        ("Nykøbing Falster", 54.7600, 11.8800, Ground::Neighbour),
    ];
    for level in 0..LEVELS.len() {
        for (name, lat, lon, expected) in known {
            assert_eq!(ground(level, lat, lon), expected, "{name} at level {level}");
        }
    }
}

/// Every label point of a municipality is on our land at the finest level, and at least 99 of 100 at the coarsest.
#[test]
fn municipalities_are_named_on_land() {
    let towns: Vec<_> = LAYERS.names.iter().filter(|name| name.municipality.is_some()).collect();
    assert_eq!(towns.len(), 726);
    for (level, most) in [(0, 8), (2, 4)] {
        let off: Vec<&str> = towns
            .iter()
            .filter(|name| !holds(&LAYERS.levels[level].land, name.point))
            .map(|name| name.text.as_str())
            .collect();
        assert!(off.len() <= most, "level {level}: {off:?}");
    }
}

#[test]
fn there_are_the_lakes_rivers_and_stations_of_the_sources() {
    // 42 lakes are within the state, others beyond its border; none is lost to simplification.
    for (level, (name, _)) in LAYERS.levels.iter().zip(LEVELS) {
        assert!(level.lakes.len() >= 42, "{name}: {}", level.lakes.len());
        assert!(level.rivers.len() >= 28, "{name}: {}", level.rivers.len());
    }
    let finest = &LAYERS.levels[2];
    assert!(finest.lakes.len() >= 42, "{}", finest.lakes.len());
    assert!(finest.rivers.len() >= 28, "{}", finest.rivers.len());
    assert_eq!(LAYERS.stations.len(), 179);
    assert!(finest.settled.len() > 1_000 && finest.scattered.len() > 100);
}
