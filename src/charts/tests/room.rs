//! What a drawing keeps where there is little room: names, borders of classes, patterns as large as their keys.

use super::super::bars::{AreaValue, RankingChart};
use super::super::classes::Method;
use super::super::data::{Point, Series, Size, Stroke, Tone};
use super::super::numbers::{Basis, Unit};
use super::super::time::TimeChart;
use super::{map, samples};

/// The edges of all rectangles of a class that begins so, from left to right.
fn rects(svg: &str, class: &str) -> Vec<[f64; 2]> {
    let number = |text: &str, name: &str| {
        let (_, rest) = text.split_once(&format!(" {name}=\"")).unwrap();
        rest.split('"').next().unwrap().parse::<f64>().unwrap()
    };
    let start = format!("<rect class=\"{class}");
    let parts = svg.split(&start).skip(1);
    parts.map(|text| (number(text, "x"), number(text, "width"))).map(|(x, width)| [x, x + width]).collect()
}

/// All words of the texts of a drawing.
fn words(svg: &str) -> Vec<String> {
    let texts = svg.split("<text").skip(1).filter_map(|text| text.split_once('>')?.1.split('<').next());
    texts.flat_map(str::split_whitespace).map(str::to_owned).collect()
}

#[test]
fn a_pattern_on_a_map_is_as_large_as_in_its_key() {
    let figures = [(6.0, 2), (7.0, 3), (8.0, 0), (9.0, 1), (10.0, 4)];
    let svg = map(&figures, Size::SHEET.with_height(400.0), Method::Equal).draw().svg;
    for (pattern, change) in
        [("estimate", "scale(2)"), ("withheld", "scale(2)"), ("missing", "scale(2) rotate(45)")]
    {
        let id = format!("sample-{pattern}-fine");
        assert!(
            svg.contains(&format!("class=\"overlay\" fill=\"url(#{id})\" transform=\"scale(0.5)\"")),
            "{id}"
        );
        let definition = svg.split(&format!("id=\"{id}\"")).nth(1).unwrap().split('>').next().unwrap();
        assert!(definition.contains(&format!("patternTransform=\"{change}\"")), "{definition}");
        let key = svg.split(&format!("id=\"sample-{pattern}\"")).nth(1).unwrap().split('>').next().unwrap();
        assert!(!key.contains("scale"), "{key}");
    }
}

/// The kinds of areas in the legend of a map: 2 is an estimate, 3 a plain value, 0 withheld, 1 missing.
#[test]
fn a_legend_names_the_kinds_of_areas_that_there_are_and_no_others() {
    const KINDS: [&str; 3] = ["Schätzung", "gesperrt", "keine Angabe"];
    let some: [(&[u8], &[&str]); 5] = [
        (&[3, 3, 3], &[]),
        (&[3, 2, 2], &["Schätzung (2)"]),
        (&[3, 0, 3], &["gesperrt (1)"]),
        (&[3, 1, 2], &["Schätzung (1)", "keine Angabe (1)"]),
        (&[2, 0, 1], &["Schätzung (1)", "gesperrt (1)", "keine Angabe (1)"]),
    ];
    for (kinds, expected) in some {
        let figures: Vec<(f64, u8)> = (0_u8..).zip(kinds).map(|(at, kind)| (f64::from(at), *kind)).collect();
        for size in [Size::PHONE, Size::SHEET].map(|size| size.with_height(330.0)) {
            let chart = map(&figures, size, Method::Equal);
            let drawn = chart.draw();
            let texts =
                drawn.svg.split("<text").skip(1).filter_map(|text| text.split_once('>')?.1.split('<').next());
            let named: Vec<&str> =
                texts.filter(|text| KINDS.iter().any(|kind| text.starts_with(kind))).collect();
            assert_eq!(named, expected, "{size:?}");
            for (kind, word) in [(0, "gesperrt"), (1, "keine Angabe")] {
                assert_eq!(drawn.description.contains(word), kinds.contains(&kind), "{}", drawn.description);
            }
        }
    }
    let height = |kinds: [u8; 3]| {
        map(&kinds.map(|kind| (5.0, kind)), Size::SHEET.with_height(330.0), Method::Equal)
            .frame()
            .unwrap()
            .height
    };
    assert!(height([3, 3, 3]) > height([3, 3, 2]), "what the legend leaves out is room for the map");
}

#[test]
fn the_legend_names_every_border_however_skewed_the_values_are() {
    let skewed = |power: i32| -> Vec<(f64, u8)> {
        (1..=20).map(|at| ((f64::from(at) / 20.0).powi(power) * 900.0, 2)).collect()
    };
    let nearly_equal: Vec<(f64, u8)> =
        [5.0, 5.1, 5.2, 5.3, 5.4, 99.0].into_iter().map(|value| (value, 3)).collect();
    for figures in [skewed(1), skewed(4), skewed(9), nearly_equal] {
        for (size, method) in [Size::PHONE, Size::CARD, Size::SHEET]
            .into_iter()
            .flat_map(|size| [Method::Quantile, Method::Equal, Method::Natural].map(|method| (size, method)))
        {
            let chart = map(&figures, size.with_height(330.0), method);
            let values: Vec<f64> = figures.iter().map(|(value, _)| *value).collect();
            let svg = chart.draw().svg;
            for border in method.borders(&values, 5) {
                let text = Unit::Share.text(border, Basis::Computed);
                assert!(svg.contains(&format!(">{text}<")), "{text} is missing: {size:?} {method:?}");
            }
        }
    }
}

#[test]
fn bars_of_following_years_do_not_touch() {
    for (size, step) in [(Size::PHONE, 1), (Size::PHONE, 2), (Size::CARD, 1), (Size::SHEET, 5)] {
        let years = (1995..=2025).step_by(step);
        let mut points: Vec<Point> =
            years.map(|year| Point::counted(year, 40.0 + f64::from(year % 7))).collect();
        points.extend((2026..=2060).map(|year| Point::computed(year, 50.0)));
        let series = vec![Series::new("Plätze", Tone::Supply, Stroke::Main, points)];
        let svg = TimeChart::new(samples::head(size), Unit::Count, series).with_bars().draw().svg;
        let bars = rects(&svg, "fill c-supply");
        assert!(bars.len() >= 7, "{bars:?}");
        for pair in bars.windows(2) {
            assert!(pair[1][0] - pair[0][1] >= 0.9, "{size:?}: {pair:?}");
        }
    }
}

#[test]
fn a_ranking_names_every_area_on_a_phone() {
    let names = [
        "Mecklenburgische Seenplatte",
        "Vorpommern-Greifswald",
        "Ludwigslust-Parchim",
        "Amt Neverin",
        "Reuterstadt Stavenhagen, Amt Stavenhagen",
        "Oberuckersee",
    ];
    let area = |(at, name): (usize, &&str)| AreaValue {
        name: (*name).to_owned(),
        value: (at != 3).then_some(9.0 - at as f64),
        is_own: at == 1,
    };
    for size in [Size::PHONE, Size::HALF_SHEET, Size::SHEET] {
        let areas: Vec<AreaValue> = names.iter().enumerate().map(area).collect();
        let head = samples::head(size);
        let whole = Some(("Land".to_owned(), 6.5));
        let drawn = RankingChart { head, unit: Unit::Share, basis: Basis::Counted, areas, whole }.draw();
        let words = words(&drawn.svg);
        for word in names.iter().flat_map(|name| name.split([' ', '-'])) {
            let found = words.iter().any(|it| it.trim_end_matches('-').split('-').any(|part| part == word));
            assert!(found, "{word} is missing at {size:?}: {words:?}");
        }
    }
    let too_wide = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk";
    let areas = vec![AreaValue { name: too_wide.to_owned(), value: Some(1.0), is_own: false }];
    let head = samples::head(Size::PHONE);
    let drawn = RankingChart { head, unit: Unit::Share, basis: Basis::Counted, areas, whole: None }.draw();
    assert!(drawn.svg.contains(">1. Donaudampf") && drawn.svg.contains("…<"), "{}", drawn.svg);
    assert!(drawn.svg.contains(&format!("aria-label=\"1. {too_wide}: ")));
}

/// Lines everywhere: a counted series that ends early has no place off all lines, and keeps its name.
#[test]
fn a_counted_series_keeps_its_name_where_lines_are_everywhere() {
    for (size, count) in [(Size::PHONE, 5), (Size::CARD, 7), (Size::SHEET, 9)] {
        let crossing = |at: i32| {
            let points = (2015..=2040).map(|year| {
                let turn = if (year + at) % 2 == 0 { 1_000.0 } else { 100.0 * f64::from(at) };
                Point::computed(year, turn)
            });
            Series::new("Bedarf", Tone::Need, Stroke::Thin, points.collect())
        };
        let homes = [2015, 2017, 2019].map(|year| Point::counted(year, 500.0)).to_vec();
        let mut series: Vec<Series> = (0..count).map(crossing).collect();
        series.push(Series::new("im Heim, gezählt", Tone::Home, Stroke::Thin, homes));
        let chart = TimeChart::new(samples::head(size), Unit::Count, series).draw();
        let words = words(&chart.svg);
        assert!(
            words.contains(&"Heim,".to_owned()) && words.contains(&"gezählt".to_owned()),
            "{size:?} {words:?}"
        );
    }
}

#[test]
fn a_name_without_any_room_stands_in_the_subtitle() {
    let homes = vec![Point::counted(2015, 500.0), Point::counted(2017, 510.0)];
    let need = (2020..=2040).map(|year| Point::computed(year, 700.0)).collect();
    let series = vec![
        Series::new("Bedarf", Tone::Need, Stroke::Main, need),
        Series::new("Bevölkerungsvorausberechnungsannahmen", Tone::Home, Stroke::Thin, homes),
    ];
    let head = samples::head(Size { width: 120.0, height: 60.0 });
    let chart = TimeChart::new(head, Unit::Count, series).draw();
    assert!(!words(&chart.svg).contains(&"Bevölkerungsvorausberechnungsannahmen".to_owned()));
    let end = "; ohne Namen in der Zeichnung: Bevölkerungsvorausberechnungsannahmen";
    assert!(chart.subtitle.ends_with(end), "{}", chart.subtitle);
}

/// The frame and the areas are in one projection: the middle of an area lies where the frame says.
#[test]
fn areas_lie_in_the_frame_of_the_map_and_the_ground_is_cut_off_at_it() {
    for size in [Size::PHONE, Size::SHEET] {
        let chart = map(&[(6.0, 2), (7.0, 3), (8.0, 2)], size.with_height(400.0), Method::Equal);
        let frame = chart.frame().unwrap();
        let ground = super::MapGround {
            below: "<rect class=\"base-sea\" width=\"9\" height=\"9\"/>".to_owned(),
            above: "<g class=\"base-names\"></g>".to_owned(),
            style: ".base-sea {\n  fill: var(--sea);\n}\n:root {\n  --sea: blue;\n}",
        };
        let drawn = chart.draw_on(&ground);
        let sized = format!("<rect width=\"{}\" height=\"{}\"/></clipPath>", frame.width, frame.height);
        assert!(drawn.svg.contains(&sized), "{sized}");
        let at = |part: &str| drawn.svg.find(part).unwrap_or_else(|| panic!("{part} is missing"));
        assert!(at("base-sea") < at("class=\"point area") && at("class=\"point area") < at("base-names"));
        assert!(
            drawn.standalone().contains("fill: blue;") && !chart.draw().standalone().contains("fill: blue;")
        );
        // 53.0 N 11.0 E is the south-west corner of the first area.
        let x = (11.0 + 180.0) / 360.0 * frame.world - frame.left;
        let y = (1.0 - 53.0_f64.to_radians().tan().asinh() / std::f64::consts::PI) / 2.0 * frame.world
            - frame.top;
        let start = format!("M{:.0} {:.0}l", (x * 2.0).round(), (y * 2.0).round());
        assert!(drawn.svg.contains(&start), "{start}");
        assert!((7.9..frame.width).contains(&x) && (0.0..=frame.height - 7.9).contains(&y), "{x} {y}");
    }
    assert!(map(&[], Size::CARD, Method::Equal).frame().is_none());
}
