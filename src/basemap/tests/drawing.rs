use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::super::clip::Frame;
use super::*;

/// The attributes `d` and the texts of a drawing, which must be well-formed.
fn read(svg: &str) -> (Vec<String>, Vec<String>) {
    let document = format!("<svg>{svg}</svg>");
    let mut reader = Reader::from_str(&document);
    let (mut paths, mut texts) = (Vec::new(), Vec::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return (paths, texts),
            Event::Empty(element) => {
                let data = element.try_get_attribute("d").unwrap();
                paths.extend(data.map(|data| String::from_utf8(data.value.to_vec()).unwrap()));
            }
            Event::Text(text) => texts.push(String::from_utf8(text.to_vec()).unwrap()),
            _ => {}
        }
    }
}

/// All points of path data as `paths` writes it: "M24 60l3-1 0 5z", "M3 4h0".
fn points(path: &str) -> Vec<[i32; 2]> {
    let mut found = Vec::new();
    for part in path.split('M').skip(1) {
        let (start, steps) = part.split_once(['l', 'h']).unwrap();
        let mut at: Vec<i32> = numbers(start);
        found.push([at[0], at[1]]);
        for step in numbers(steps.trim_end_matches('z')).chunks_exact(2) {
            at = vec![at[0] + step[0], at[1] + step[1]];
            found.push([at[0], at[1]]);
        }
    }
    found
}

fn numbers(text: &str) -> Vec<i32> {
    text.replace('-', " -").split_whitespace().map(|number| number.parse().unwrap()).collect()
}

fn land_path(svg: &str) -> &str {
    svg.split("class=\"base-land\" d=\"").nth(1).unwrap().split('"').next().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_view_is_well_formed_and_polygons_stay_within_it(
        lat in 51.0..57.0_f64,
        lon in 5.0..20.0_f64,
        zoom in 5.0..15.0_f64,
        text_scale in 0.5..2.0_f64,
    ) {
        let view = View { text_scale, ..View::around(point(lat, lon), zoom, 700.0, 500.0) };
        let svg = LAYERS.draw(&view, &Reserved::default()).svg();
        let (paths, _) = read(&svg);
        for path in &paths {
            prop_assert!(!path.is_empty());
            points(path);
        }
        for class in ["base-land", "base-beyond", "base-lake", "base-settled"] {
            let Some(path) = svg.split(&format!("class=\"{class}\" d=\"")).nth(1) else { continue };
            for [x, y] in points(path.split('"').next().unwrap()) {
                prop_assert!((-50..=1_450).contains(&x) && (-50..=1_050).contains(&y), "{class} {x} {y}");
            }
        }
    }
}

#[test]
fn inland_the_land_covers_the_whole_view() {
    let svg =
        LAYERS.draw(&View::around(point(53.3249, 11.4957), 11.5, 900.0, 520.0), &Reserved::default()).svg();
    let ring = points(land_path(&svg));
    let next = ring.iter().cycle().skip(1);
    let twice: i64 = ring
        .iter()
        .zip(next)
        .map(|(a, b)| i64::from(a[0]) * i64::from(b[1]) - i64::from(b[0]) * i64::from(a[1]))
        .sum();
    // Two units a pixel, and 24 pixels around.
    let sheet = (2.0 * 948.0) * (2.0 * 568.0);
    assert!((twice.abs() as f64 / 2.0 / sheet - 1.0).abs() < 0.01, "{twice} of {sheet}");
}

#[test]
fn far_out_at_sea_there_is_sea_only() {
    let svg = LAYERS.draw(&View::around(point(55.0, 14.2), 13.0, 300.0, 200.0), &Reserved::default()).svg();
    assert!(svg.contains("base-sea") && read(&svg).0.is_empty(), "{svg}");
}

#[test]
fn lines_and_signs_appear_with_their_zoom_levels() {
    let at = |zoom| {
        LAYERS.draw(&View::around(point(53.6, 11.45), zoom, 900.0, 600.0), &Reserved::default()).ground
    };
    for (class, from) in [("\"base-amt\"", 9.0), ("\"base-municipality\"", 10.75), ("\"base-station\"", 10.5)]
    {
        assert!(!at(from - 0.25).contains(class) && at(from).contains(class), "{class}");
    }
    for zoom in [6.0, 8.75, 10.75, 13.0] {
        assert!(
            ["base-land", "base-district", "base-lake", "base-settled"]
                .iter()
                .all(|it| at(zoom).contains(it))
        );
    }
}

#[test]
fn a_ring_is_clipped_as_computed_by_hand() {
    let frame = Frame { low: [-6.0, -6.0], high: [906.0, 526.0] };
    // A square that hangs over the left edge by half.
    let ring = vec![[-106.0, 100.0], [94.0, 100.0], [94.0, 200.0], [-106.0, 200.0]];
    let mut cut = frame.clip_ring(ring);
    cut.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
    assert_eq!(cut, [[-6.0, 100.0], [-6.0, 200.0], [94.0, 100.0], [94.0, 200.0]]);
    assert!(frame.clip_ring(vec![[-50.0, 0.0], [-40.0, 0.0], [-40.0, 9.0]]).is_empty());
    assert!(frame.clip_ring(Vec::new()).is_empty());
}

#[test]
fn a_line_that_leaves_and_returns_is_two_parts() {
    let frame = Frame { low: [0.0, 0.0], high: [100.0, 100.0] };
    let line = [[10.0, 10.0], [50.0, 50.0], [50.0, 150.0], [80.0, 150.0], [80.0, 50.0], [90.0, 50.0]];
    let parts = frame.clip_line(&line);
    assert_eq!(parts, [line[..3].to_vec(), line[3..].to_vec()]);
    assert!(frame.clip_line(&[[-9.0, -9.0], [-5.0, 200.0]]).is_empty());
    assert!(frame.clip_line(&[]).is_empty());
}

#[test]
fn what_lies_around_coloured_areas_is_the_same_drawing_without_what_would_compete() {
    let view = View::around(point(53.9, 12.6), 7.5, 420.0, 360.0);
    let reserved = Reserved { whole_names: true, ..Reserved::default() };
    let Surroundings { below, above } = LAYERS.draw_around(&view, &reserved);
    read(&below);
    let (_, texts) = read(&above);
    for name in ["Schwerin", "Rostock", "Ostsee"] {
        assert!(texts.iter().any(|text| text == name), "{name} in {texts:?}");
    }
    let whole = LAYERS.draw(&view, &reserved);
    assert_eq!(land_path(&below), land_path(&whole.ground));
    assert!(above.contains("\"base-lake\"") && !texts.iter().any(|text| text == "Rügen"));
    for name in texts {
        assert!(whole.names.contains(&format!(">{name}<")), "{name}");
    }
    for class in ["base-settled", "base-river", "base-district", "base-station"] {
        assert!(!below.contains(class) && !above.contains(class), "{class}");
    }
    let of_world = View::of_world(256.0 * 7.5_f64.exp2(), [view.left, view.top], [view.width, view.height]);
    assert!((of_world.zoom - view.zoom).abs() < 1e-9);
}
