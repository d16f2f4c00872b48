use super::super::labels::{self, Label};
use super::super::names::Style;
use super::*;

fn placed(view: &View, reserved: &Reserved<'_>) -> Vec<Label<'static>> {
    let layers: &'static Layers = &LAYERS;
    labels::place(&layers.names, view, reserved)
}

fn texts(view: &View) -> Vec<&'static str> {
    placed(view, &Reserved::default()).into_iter().map(|label| label.name.text.as_str()).collect()
}

#[test]
fn names_overlap_neither_each_other_nor_what_is_reserved() {
    for (centre, zoom) in [
        (point(53.9, 12.6), 8.0),
        (point(54.4, 13.2), 9.5),
        (point(53.6, 11.4), 10.5),
        (point(54.1, 12.1), 12.0),
    ] {
        let blocks = vec![Block::around(450.0, 260.0, 60.0, 40.0)];
        let reserved = Reserved { blocks: blocks.clone(), whole_names: true, ..Reserved::default() };
        let view = View::around(centre, zoom, 900.0, 520.0);
        let labels = placed(&view, &reserved);
        assert!(labels.len() > 5, "zoom {zoom}: {labels:?}");
        for (at, label) in labels.iter().enumerate() {
            assert!(label.block.is_within(900.0, 520.0), "{label:?}");
            let others = labels[..at].iter().map(|other| &other.block);
            assert!(others.chain(&blocks).all(|block| !block.overlaps(&label.block)), "{label:?}");
        }
    }
}

#[test]
fn larger_towns_are_named_before_smaller_ones() {
    let state = texts(&View::around(point(53.9, 12.6), 7.0, 700.0, 500.0));
    for name in ["Rostock", "Schwerin", "Neubrandenburg", "Stralsund", "Greifswald", "Wismar", "Ostsee"] {
        assert!(state.contains(&name), "{name} in {state:?}");
    }
    assert!(!state.contains(&"Warin"));
    let region = texts(&View::around(point(53.6, 11.45), 10.0, 1_100.0, 800.0));
    for name in ["Schwerin", "Schweriner See", "Warin", "Gadebusch", "Crivitz", "Hagenow"] {
        assert!(region.contains(&name), "{name} in {region:?}");
    }
    let near = texts(&View::around(point(53.6, 11.45), 11.0, 1_100.0, 800.0));
    assert!(near.contains(&"Gneven"), "every municipality with room is named: {near:?}");
}

/// A town with room on all sides is named, wherever its dot falls between two pixels.
#[test]
fn a_towns_own_dot_does_not_keep_its_name_away() {
    for shift in 0..40 {
        let centre = point(53.43 + f64::from(shift) * 0.0007, 11.20 + f64::from(shift) * 0.0011);
        for zoom in [9.25, 9.5, 10.25] {
            let names = texts(&View::around(centre, zoom, 700.0, 600.0));
            assert!(names.contains(&"Hagenow"), "{centre:?} {zoom}: {names:?}");
        }
    }
}

/// The point of each name of a lake lies on that lake at the zoom where it is first shown, and the name is placed.
#[test]
fn every_named_lake_is_drawn_and_named_at_the_zoom_where_it_belongs() {
    let lakes: Vec<_> = LAYERS.names.iter().filter(|name| name.style == Style::Lake).collect();
    assert!(lakes.len() >= 16, "{}", lakes.len());
    for lake in lakes {
        let level = LAYERS.level(lake.from).unwrap();
        assert!(data::holds(&level.lakes, lake.point), "{} at zoom {}", lake.text, lake.from);
        let [x, y] = lake.point;
        let world = 256.0 * 12.0_f64.exp2();
        let (left, top) = (x * world - 450.0, y * world - 300.0);
        let view = View { zoom: 12.0, left, top, width: 900.0, height: 600.0, text_scale: 1.0 };
        assert!(texts(&view).contains(&lake.text.as_str()), "{} is not named near by", lake.text);
        let svg = LAYERS.draw(&view, &Reserved::default()).ground;
        assert!(svg.contains("class=\"base-lake\""), "{}", lake.text);
    }
}

#[test]
fn names_of_waters_are_of_the_styles_that_are_italic() {
    let css = include_str!("../../web/client/base_layer.css");
    for style in [Style::Ocean, Style::Sea, Style::Lake] {
        let rule = css.split('}').find(|rule| {
            rule.contains(&format!(".base-name-{}", style.class())) && rule.contains("font-style: italic")
        });
        assert!(rule.is_some(), "{style:?}");
        assert!(LAYERS.names.iter().any(|name| name.style == style), "{style:?}");
    }
}

#[test]
fn municipalities_of_markers_come_first_at_every_zoom() {
    let view = View::around(point(53.9, 12.6), 7.0, 900.0, 520.0);
    // Gneven has some 300 residents.
    let key = LAYERS.names.iter().find(|name| name.text == "Gneven").unwrap().municipality.clone().unwrap();
    let reserved = Reserved { first: vec![&key], ..Reserved::default() };
    assert_eq!(placed(&view, &reserved)[0].name.text, "Gneven");
    assert!(!texts(&view).contains(&"Gneven"));
}

#[test]
fn a_municipality_of_a_marker_is_named_although_the_marker_stands_on_its_dot() {
    let view = View { text_scale: 1.35, ..View::around(point(53.3286, 11.5), 10.2, 900.0, 520.0) };
    let town = LAYERS.names.iter().find(|name| name.text == "Ludwigslust").unwrap();
    let [x, y] = view.place(town.point);
    let blocks = vec![Block::around(x, y, 17.0, 17.0)];
    let first = vec![town.municipality.as_deref().unwrap()];
    let labels = placed(&view, &Reserved { blocks, first, whole_names: true });
    assert!(labels.iter().any(|label| label.name.text == "Ludwigslust"), "{labels:?}");
}

/// Where two views overlap, most names agree, so that they stay while the map moves.
#[test]
fn neighbouring_views_agree_on_names() {
    let (west, east) = (
        View::around(point(53.6, 11.45), 10.0, 1_000.0, 800.0),
        View::around(point(53.6, 11.65), 10.0, 1_000.0, 800.0),
    );
    let inside = |view: &View, point| {
        let [x, y] = view.place(point);
        (100.0..900.0).contains(&x) && (100.0..700.0).contains(&y)
    };
    let both = |view: &View, other: &View| -> Vec<&'static str> {
        placed(view, &Reserved::default())
            .into_iter()
            .filter(|label| inside(view, label.name.point) && inside(other, label.name.point))
            .map(|label| label.name.text.as_str())
            .collect()
    };
    let (first, second) = (both(&west, &east), both(&east, &west));
    let agreed = first.iter().filter(|name| second.contains(name)).count();
    assert!(first.len() > 15 && agreed * 20 >= first.len() * 19, "{first:?} {second:?}");
}
