use super::*;
use crate::register::PlaceStatus;
use crate::service::reference_data;

fn mark(number: usize, lon: f64, lat: f64) -> Mark<'static> {
    let status = PlaceStatus::Full;
    Mark { number: Some(number), point: GeoPoint { lon, lat }, municipality: "13076090", status }
}

fn drawn(marks: &[Mark<'_>]) -> PrintMap {
    PrintMap::new(&reference_data().unwrap(), marks).unwrap()
}

fn between(text: &str, start: usize) -> &str {
    text.get(start..).unwrap().split('<').next().unwrap()
}

/// The names on a map with the middle of their base lines, or their beginning or end.
fn names(map: &PrintMap) -> Vec<(f64, f64, &str)> {
    let number = |text: &str, name: &str| {
        let (_, rest) = text.split_once(&format!(" {name}=\"")).unwrap();
        rest.split('"').next().unwrap().parse::<f64>().unwrap()
    };
    let texts = map.base_layer.split("<text").skip(1);
    let content = |text: &str| text.find('>').map_or(0, |at| at + 1);
    texts.map(|text| (number(text, "x"), number(text, "y"), between(text, content(text)))).collect()
}

#[test]
fn every_marker_is_on_the_sheet_and_near_its_point() {
    let far = [mark(1, 10.8, 53.3), mark(2, 14.2, 53.4), mark(3, 13.4, 54.6), mark(4, 13.4, 54.6)];
    let map = drawn(&far);
    let numbers: Vec<usize> = map.spots.iter().filter_map(|spot| spot.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4]);
    for spot in &map.spots {
        assert!((0.0..=WIDTH).contains(&spot.x) && (0.0..=HEIGHT).contains(&spot.y), "{spot:?}");
    }
    assert!(!map.spots[0].aside && map.spots[3].aside, "of two in one place the second moves aside");
    assert_eq!((map.spots[2].point_x, map.spots[2].point_y), (map.spots[3].point_x, map.spots[3].point_y));
    assert!(!map.base_layer.contains("base-municipality"), "the whole state has no room for municipalities");
    assert!(map.base_layer.contains("base-land"));
}

#[test]
fn a_pin_points_at_its_place_and_other_shapes_lie_on_it() {
    for (status, tip) in [
        (PlaceStatus::Free, 20.0),
        (PlaceStatus::Full, 0.0),
        (PlaceStatus::Unknown, 0.0),
        (PlaceStatus::OnRequest, 0.0),
    ] {
        let map = drawn(&[Mark { status, ..mark(1, 11.5, 53.5) }]);
        let spot = &map.spots[0];
        assert_eq!((spot.x, spot.y + tip, spot.status), (spot.point_x, spot.point_y, status.word()));
        assert!(!spot.aside);
        let alone = drawn(&[Mark { status, number: None, ..mark(1, 11.5, 53.5) }]);
        let spot = &alone.spots[0];
        assert_eq!((spot.x, spot.y + spot.scale * tip), (spot.point_x, spot.point_y), "a larger one too");
        assert!(spot.scale > 2.0);
    }
}

#[test]
fn many_markers_of_one_town_do_not_cover_each_other() {
    let marks: Vec<Mark<'_>> = (1..=30).map(|number| mark(number, 11.4957, 53.3249)).collect();
    let map = drawn(&marks);
    for (at, spot) in map.spots.iter().enumerate() {
        for other in &map.spots[..at] {
            assert!((spot.x - other.x).hypot(spot.y - other.y) >= 30.0, "{spot:?} on {other:?}");
        }
    }
}

#[test]
fn the_town_of_a_marker_is_named_and_names_leave_markers_free() {
    let map = drawn(&[mark(1, 11.4957, 53.3249), mark(2, 11.84, 53.426)]);
    let names = names(&map);
    assert!(names.iter().any(|(_, _, name)| *name == "Ludwigslust"), "{names:?}");
    assert!(names.len() > 3, "{names:?}");
    for (x, y, name) in names {
        assert!((0.0..=WIDTH).contains(&x) && (0.0..=HEIGHT).contains(&y), "{name} at {x} {y}");
        for spot in &map.spots {
            // The base line is some units below the middle of the letters.
            assert!((x - spot.x).abs() > 14.0 || (y - 5.0 - spot.y).abs() >= 14.0, "{name} {spot:?}");
        }
    }
}

#[test]
fn the_scale_is_a_round_length_that_fits() {
    let sheet =
        |lon| Sheet::around(&[GeoPoint { lon: 11.5, lat: 53.5 }, GeoPoint { lon, lat: 53.5 }]).unwrap();
    // 16 km are 520 units, so 5 km are 162.5 and 10 km would be more than a fifth of 900.
    let Scale { km, length } = sheet(11.5).scale();
    assert!(km == 5.0 && (length - 162.5).abs() <= 0.5, "{km} km are {length}");
    assert_eq!(sheet(14.2).scale().km, 20.0);
    assert!(Sheet::around(&[]).is_none());
}
