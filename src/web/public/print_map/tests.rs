use super::*;
use crate::service::reference_data;

fn mark(number: usize, lon: f64, lat: f64) -> Mark<'static> {
    Mark { number: Some(number), point: GeoPoint { lon, lat }, municipality: "13076090" }
}

fn drawn(marks: &[Mark<'_>]) -> PrintMap {
    let reference = reference_data().unwrap();
    PrintMap::new(&reference.areas, &reference.gazetteer, marks).unwrap()
}

/// Every number of path data, as points.
fn points(path: &str) -> Vec<[f64; 2]> {
    let numbers: Vec<f64> =
        path.split(['M', 'L', 'Z', ' ']).filter(|it| !it.is_empty()).map(|it| it.parse().unwrap()).collect();
    numbers.chunks_exact(2).map(|two| [two[0], two[1]]).collect()
}

#[test]
fn the_projection_preserves_lengths_in_both_directions() {
    let sheet =
        Sheet::around(&[GeoPoint { lon: 11.2, lat: 53.2 }, GeoPoint { lon: 11.9, lat: 53.6 }]).unwrap();
    let middle = GeoPoint { lon: 11.55, lat: 53.4 };
    let [x, y] = sheet.project(middle.lon, middle.lat);
    assert!((x - WIDTH / 2.0).abs() < 1e-6 && (y - HEIGHT / 2.0).abs() < 1e-6, "{x} {y}");
    for (to, units) in [
        (GeoPoint { lon: 11.65, ..middle }, sheet.project(11.65, 53.4)[0] - x),
        (GeoPoint { lat: 53.46, ..middle }, y - sheet.project(11.55, 53.46)[1]),
    ] {
        let km = middle.geodesic_to(to).0 / 1000.0;
        // The plane takes the Earth for a ball: half a per cent.
        assert!((units / km / sheet.units_per_km() - 1.0).abs() < 0.005, "{to:?}: {units} for {km} km");
    }
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
    assert!(map.municipalities.is_empty(), "the whole state has no room for municipalities");
    assert_eq!(map.land.len(), 8);
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
fn outlines_are_clipped_to_the_sheet() {
    let map = drawn(&[mark(1, 11.4957, 53.3249)]);
    assert!(!map.municipalities.is_empty());
    for path in map.land.iter().chain(&map.municipalities) {
        for [x, y] in points(path) {
            assert!((-6.5..=WIDTH + 6.5).contains(&x) && (-6.5..=HEIGHT + 6.5).contains(&y), "{x} {y}");
        }
    }
    // Ludwigslust lies inland, so land covers the whole sheet: the areas of its pieces add up to it.
    let area = |path: &str| {
        let ring = points(path);
        let next = ring.iter().cycle().skip(1);
        let twice: f64 = ring.iter().zip(next).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum();
        twice.abs() / 2.0
    };
    let sheet = (WIDTH + 12.0) * (HEIGHT + 12.0);
    let land: f64 = map.municipalities.iter().flat_map(|path| path.split_inclusive('Z')).map(area).sum();
    assert!((land / sheet - 1.0).abs() < 0.02, "{land} of {sheet}");
}

#[test]
fn a_ring_is_clipped_as_computed_by_hand() {
    // A square that hangs over the left edge by half.
    let ring = vec![[-106.0, 100.0], [94.0, 100.0], [94.0, 200.0], [-106.0, 200.0]];
    let mut cut = outlines::clipped(ring);
    cut.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
    assert_eq!(cut, [[-6.0, 100.0], [-6.0, 200.0], [94.0, 100.0], [94.0, 200.0]]);
    assert!(outlines::clipped(vec![[-50.0, 0.0], [-40.0, 0.0], [-40.0, 9.0]]).is_empty());
    assert!(outlines::clipped(Vec::new()).is_empty());
}

#[test]
fn names_do_not_overlap_markers_or_other_names() {
    let map = drawn(&[mark(1, 11.4957, 53.3249), mark(2, 11.84, 53.426)]);
    assert!(map.names.iter().any(|name| name.text == "Ludwigslust"), "{:?}", map.names);
    assert!(map.names.len() > 3, "{:?}", map.names);
    for (at, name) in map.names.iter().enumerate() {
        for other in &map.names[..at] {
            assert!(
                (name.y - other.y).abs() >= 23.0 || (name.x - other.x).abs() > 20.0,
                "{name:?} {other:?}"
            );
        }
        for spot in &map.spots {
            assert!((name.x - spot.x).abs() > 17.0 || (name.y - spot.y).abs() >= 17.0, "{name:?} {spot:?}");
        }
    }
}

#[test]
fn the_scale_is_a_round_length_that_fits() {
    let sheet =
        |lon| Sheet::around(&[GeoPoint { lon: 11.5, lat: 53.5 }, GeoPoint { lon, lat: 53.5 }]).unwrap();
    // 16 km are 520 units, so 5 km are 162.5 and 10 km would be more than a fifth of 900.
    assert_eq!(sheet(11.5).scale(), Scale { km: 5.0, length: 163.0 });
    assert_eq!(sheet(14.2).scale().km, 20.0);
    assert!(Sheet::around(&[]).is_none());
}
