//! What holds for every chart, whatever its figures are.

mod room;
pub(super) mod samples;

use proptest::prelude::*;

use super::bars::{AreaValue, BalanceChart, RankingChart};
use super::canvas::{Block, Canvas};
use super::choropleth::{AreaFigure, ChoroplethChart, MapArea, MapGround};
use super::classes::Method;
use super::data::{Break, Chart, Point, Series, Size, Stroke, Tone};
use super::heat::{HeatChart, HeatRow};
use super::numbers::{Basis, Unit};
use super::panels::{Panel, PanelsChart};
use super::pyramid::{Ages, PyramidChart};
use super::rank_range::{RankRangeChart, RankedArea};
use super::scale::Baseline;
use super::scatter::{ScatterAxis, ScatterChart, ScatterPoint};
use super::spine::{SpineChart, SpineGroup, SpineRow};
use super::time::{Counted, TimeChart};
use crate::units::Year;

/// No label leaves the drawing, and no two overlap.
fn check_labels(canvas: &Canvas) -> Result<(), TestCaseError> {
    let Size { width, height } = canvas.size;
    for (at, block) in canvas.blocks().iter().enumerate() {
        let inside = block.left >= 0.0 && block.top >= 0.0 && block.right <= width && block.bottom <= height;
        prop_assert!(inside, "{block:?} leaves {width} x {height}");
        for other in &canvas.blocks()[..at] {
            prop_assert!(!overlap(block, other), "{block:?} and {other:?}");
        }
    }
    Ok(())
}

fn overlap(a: &Block, b: &Block) -> bool {
    let [x, y] = [a.right.min(b.right) - a.left.max(b.left), a.bottom.min(b.bottom) - a.top.max(b.top)];
    x > 0.0 && y > 0.0
}

/// A drawing is well-formed, its ids are unique and what it names exists; all its numbers are numbers.
fn check_drawing(chart: &Chart) -> Result<(), TestCaseError> {
    for svg in [&chart.svg, &chart.standalone()] {
        let mut reader = quick_xml::Reader::from_str(svg);
        let mut ids = std::collections::BTreeSet::new();
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(quick_xml::events::Event::Start(element) | quick_xml::events::Event::Empty(element)) => {
                    for attribute in element.attributes() {
                        let attribute = attribute.map_err(|error| TestCaseError::fail(error.to_string()))?;
                        if attribute.key.as_ref() == b"id" {
                            prop_assert!(ids.insert(attribute.value.to_vec()), "an id appears twice: {svg}");
                        }
                    }
                }
                Ok(_) => {}
                Err(error) => return Err(TestCaseError::fail(format!("{error}: {svg}"))),
            }
        }
        for named in svg.split("url(#").skip(1).filter_map(|rest| rest.split(')').next()) {
            prop_assert!(ids.contains(named.as_bytes()), "no element has the id {named}");
        }
        prop_assert!(!svg.contains("NaN") && !svg.contains("inf\"") && !svg.contains("inf "), "{svg}");
    }
    let columns = chart.table.headings.len();
    prop_assert!(chart.table.rows.iter().all(|row| row.len() == columns), "{:?}", chart.table);
    prop_assert!(!chart.title.is_empty() && !chart.description.is_empty());
    Ok(())
}

/// Ordinary, tiny, huge, negative, no number at all.
fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => 0.0..30_000.0f64,
        2 => -500.0..500.0f64,
        1 => Just(0.0),
        1 => -1e12..1e12f64,
        1 => 0.0..1e-3f64,
        1 => Just(f64::NAN),
        1 => Just(f64::INFINITY),
    ]
}

fn point(year: i32) -> impl Strategy<Value = Point> {
    (value(), 0.0..0.3f64, 0..8u8).prop_map(move |(value, spread, kind)| {
        let basis = if year < 2025 { Basis::Counted } else { Basis::Computed };
        let point = Point { year: Year(year), value: (kind != 0).then_some(value), band: None, basis };
        let width = spread * value.abs();
        if kind > 4 && year > 2025 { point.with_band(value - width, value + width) } else { point }
    })
}

fn years() -> impl Strategy<Value = Vec<i32>> {
    prop_oneof![
        Just(vec![2040]),
        Just(vec![2015, 2017, 2019, 2021, 2023]),
        Just((2025..=2040).collect()),
        Just([2015, 2017, 2019, 2021, 2023].into_iter().chain(2025..=2040).collect()),
        Just(vec![]),
    ]
}

const TONES: [Tone; 8] = [
    Tone::Need,
    Tone::Supply,
    Tone::Home,
    Tone::Service,
    Tone::Allowance,
    Tone::Grade1,
    Tone::Comparison,
    Tone::Ink,
];

fn series() -> impl Strategy<Value = Vec<Series>> {
    const NAMES: [&str; 5] = [
        "Bedarf",
        "Plätze <b>",
        "Grad 1 ohne Dienst",
        "Mecklenburgische Seenplatte",
        "Verhinderungspflegeeinrichtungen",
    ];
    let one = (0..NAMES.len(), 0..TONES.len(), years()).prop_flat_map(|(name, tone, years)| {
        years
            .into_iter()
            .map(point)
            .collect::<Vec<_>>()
            .prop_map(move |points| Series::new(NAMES[name], TONES[tone], Stroke::Main, points))
    });
    proptest::collection::vec(one, 0..12)
}

fn size() -> impl Strategy<Value = Size> {
    prop_oneof![
        Just(Size::CARD),
        Just(Size::PHONE),
        Just(Size::SHEET),
        Just(Size::HALF_SHEET),
        Just(Size { width: 120.0, height: 60.0 })
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn labels_of_lines_stay_inside_and_clear_of_each_other(
        series in series(), size in size(), baseline in 0..3usize, unit in 0..4usize, bars: bool, with_breaks: bool,
    ) {
        let chart = TimeChart {
            head: samples::head(size),
            unit: [Unit::Count, Unit::Share, Unit::Rate, Unit::Probability][unit],
            baseline: [Baseline::Zero, Baseline::Data, Baseline::Percent][baseline],
            counted: if bars { Counted::Bars } else { Counted::Points },
            series,
            breaks: if with_breaks { samples::breaks() } else { Vec::new() },
            shortage: None,
            spans: None,
        }
        .with_shortage(0, 1);
        check_labels(&chart.drawing().0)?;
        check_drawing(&chart.draw())?;
    }

    #[test]
    fn labels_of_stacks_stay_inside_and_clear_of_each_other(series in series(), size in size()) {
        let chart = samples::stack_of(series, size);
        check_labels(&chart.drawing())?;
        check_drawing(&chart.draw())?;
    }

    #[test]
    fn labels_of_balances_stay_inside_and_clear_of_each_other(series in series(), size in size()) {
        let chart = BalanceChart { head: samples::head(size), unit: Unit::Count, series };
        check_labels(&chart.drawing())?;
        check_drawing(&chart.draw())?;
    }

    #[test]
    fn labels_of_rankings_stay_inside_and_clear_of_each_other(
        values in proptest::collection::vec(proptest::option::of(value()), 0..130), size in size(), own in 0..130usize,
    ) {
        let area = |(at, value): (usize, Option<f64>)| AreaValue { name: format!("Gemeinde {at}"), value, is_own: at == own };
        let areas = values.into_iter().enumerate().map(area).collect();
        let whole = Some(("Land".to_owned(), 8.3));
        let chart = RankingChart { head: samples::head(size), unit: Unit::Share, basis: Basis::Counted, areas, whole };
        check_labels(&chart.drawing().0)?;
        check_drawing(&chart.draw())?;
    }

    #[test]
    fn labels_of_maps_stay_inside_and_clear_of_each_other(
        figures in proptest::collection::vec((value(), 0..8u8), 0..40), size in size(), method in 0..3usize,
    ) {
        let chart = map(&figures, size, [Method::Quantile, Method::Equal, Method::Natural][method]);
        check_labels(&chart.drawing(None))?;
        check_drawing(&chart.draw())?;
        let ground = MapGround { below: "<rect class=\"base-sea\"/>".to_owned(), above: String::new(), style: "" };
        check_drawing(&chart.draw_on(&ground))?;
    }

    #[test]
    fn labels_of_spines_and_heat_tables_stay_inside_and_clear_of_each_other(
        rows in proptest::collection::vec((proptest::collection::vec((value(), 0..8u8), 1..12), value(), 0..4usize), 0..12),
        size in size(),
    ) {
        const NAMES: [&str; 4] =
            ["Pflegequote", "Plätze <in> Heimen", "Pflegebedürftige je 1.000 Menschen ab 65", "Verhinderungspflegeeinrichtungsplätze"];
        let spine_row = |(figures, whole, name): &(Vec<(f64, u8)>, f64, usize)| SpineRow {
            name: NAMES[*name].to_owned(),
            unit: Unit::Rate,
            own: figure(&figures[0]),
            whole: (*name > 0).then_some(*whole),
            areas: figures.iter().filter(|(_, kind)| *kind > 1).map(|(value, _)| *value).collect(),
        };
        let spine = SpineChart {
            head: samples::head(size),
            own: "Mecklenburgische Seenplatte".to_owned(),
            groups: vec![SpineGroup { name: "Pflege".to_owned(), rows: rows.iter().map(spine_row).collect() }],
        };
        check_labels(&spine.drawing())?;
        check_drawing(&spine.draw())?;
        let heat_row = |(figures, _, name): &(Vec<(f64, u8)>, f64, usize)| HeatRow {
            name: NAMES[*name].to_owned(),
            unit: Unit::Share,
            figures: figures.iter().chain(std::iter::repeat(&(1.0, 1))).take(8).map(figure).collect(),
        };
        let areas = (0..8).map(|at| format!("Landkreis {at}")).collect();
        let heat = HeatChart { head: samples::head(size), areas, rows: rows.iter().map(heat_row).collect() };
        check_labels(&heat.drawing())?;
        check_drawing(&heat.draw())?;
    }

    #[test]
    fn labels_of_panels_stay_inside_and_clear_of_each_other(series in series(), size in size(), stacked: bool) {
        let panel = |total: &Series| Panel {
            name: total.name.clone(),
            total: total.clone(),
            layers: if stacked { samples::stack_of(vec![total.clone(); 3], size).layers } else { Vec::new() },
        };
        let panels = series.iter().map(panel).collect();
        let chart = PanelsChart { head: samples::head(size), unit: Unit::Count, panels };
        check_labels(&chart.drawing())?;
        check_drawing(&chart.draw())?;
    }

    #[test]
    fn labels_of_rank_ranges_stay_inside_and_clear_of_each_other(
        ranks in proptest::collection::vec((1..130usize, 0..9usize, 0..9usize), 0..40), size in size(),
    ) {
        let area = |(at, (rank, up, down)): (usize, &(usize, usize, usize))| RankedArea {
            name: format!("Mecklenburgische Gemeinde {at}"),
            rank: *rank,
            range: [rank.saturating_sub(*up).max(1), rank + down],
            is_own: at == 2,
        };
        let areas = ranks.iter().enumerate().map(area).collect();
        let chart = RankRangeChart { head: samples::head(size), areas };
        check_labels(&chart.drawing())?;
        check_drawing(&chart.draw())?;
    }

    #[test]
    fn labels_of_scatters_stay_inside_and_clear_of_each_other(
        points in proptest::collection::vec((value(), value(), any::<bool>()), 0..120), size in size(),
    ) {
        let point = |(at, (x, y, own)): (usize, (f64, f64, bool))| ScatterPoint {
            name: format!("Gemeinde {at}"), x, y, is_own: own && at < 3,
        };
        let axis = |name: &str, unit| ScatterAxis { name: name.to_owned(), unit };
        let chart = ScatterChart {
            head: samples::head(size),
            x: axis("Pflegequote, Prozent", Unit::Share),
            y: axis("Plätze", Unit::Count),
            points: points.into_iter().enumerate().map(point).collect(),
            relation: "Nichts.".to_owned(),
        };
        check_labels(&chart.drawing())?;
        check_drawing(&chart.draw())?;
    }

    #[test]
    fn labels_of_pyramids_stay_inside_and_clear_of_each_other(
        men in proptest::collection::vec(value(), 0..110), women in proptest::collection::vec(value(), 0..110), size in size(),
    ) {
        let ages = |men: &[f64], women: &[f64]| Ages {
            year: Year(2025), basis: Basis::Counted, men: men.to_vec(), women: women.to_vec(), bands: [vec![], vec![]],
        };
        let (base, target) = (ages(&men, &women), Some(ages(&women, &men)));
        let chart = PyramidChart { head: samples::head(size), base, target };
        check_labels(&chart.drawing())?;
        check_drawing(&chart.draw())?;
    }
}

fn figure((value, kind): &(f64, u8)) -> AreaFigure {
    match kind {
        0 => AreaFigure::Withheld,
        1 => AreaFigure::Missing,
        _ => AreaFigure::Value(*value),
    }
}

/// Areas beside each other; the number says what is known of each.
fn map(figures: &[(f64, u8)], size: Size, method: Method) -> ChoroplethChart {
    let area = |(at, (value, kind)): (usize, &(f64, u8))| {
        let (west, south) = (11.0 + at as f64 * 0.1, 53.0);
        MapArea {
            name: format!("Gemeinde {at}"),
            rings: vec![vec![[west, south], [west + 0.1, south], [west + 0.1, south + 0.2], [west, south]]],
            figure: figure(&(*value, *kind)),
            is_estimate: kind % 2 == 0,
            is_own: *kind == 7,
        }
    };
    let areas = figures.iter().enumerate().map(area).collect();
    ChoroplethChart { head: samples::head(size), unit: Unit::Share, basis: Basis::Computed, areas, method }
}

#[test]
fn a_map_tells_values_withheld_and_missing_apart_and_counts_each() {
    let figures = [(6.0, 2), (7.0, 3), (8.0, 2), (9.0, 3), (10.0, 7), (5.5, 0), (5.5, 1), (5.5, 1)];
    for size in [Size::CARD, Size::PHONE].map(|size| size.with_height(320.0)) {
        let svg = map(&figures, size, Method::Quantile).draw().svg;
        assert!(svg.contains(">keine Angabe (2)<"), "a key is missing at {size:?}");
    }
    let chart = map(&figures, Size::CARD.with_height(400.0), Method::Equal).draw();
    for words in ["Schätzung (2)", "gesperrt (1)", "keine Angabe (2)"] {
        assert!(chart.svg.contains(&format!(">{words}<")), "{words} is missing");
    }
    assert!(
        !chart.svg.contains("5,5") && !chart.table.rows.iter().flatten().any(|cell| cell.value == Some(5.5))
    );
    assert!(chart.svg.contains("aria-label=\"Gemeinde 5: gesperrt\""));
    assert!(chart.svg.contains("class=\"point area step-5\"") && chart.svg.contains("class=\"outline\""));
    assert!(
        chart.subtitle.contains("Klassen: gleiche Breite, 6,8\u{a0}% | 7,6\u{a0}%"),
        "{}",
        chart.subtitle
    );
}

#[test]
fn the_strip_of_a_map_has_the_colours_of_its_areas() {
    // The highest value is a border of its class, and the middle of its bin lies below.
    let figures = [(13.2, 3), (13.3, 3), (14.7, 3), (15.2, 3), (15.6, 3), (15.7, 3), (15.8, 3), (20.5, 3)];
    let svg = map(&figures, Size::CARD.with_height(400.0), Method::Quantile).draw().svg;
    let shown = |kind: &str, step: usize| svg.matches(&format!("<{kind} class=\"area step-{step}\"")).count();
    for step in 1..=5 {
        assert!(shown("rect", step) > 1, "class {step} has its bar, and at least a bin above it: {svg}");
    }
}

#[test]
fn a_ranking_keeps_the_own_area_where_there_are_too_many_and_says_so() {
    let area =
        |at: u32| AreaValue { name: format!("Amt {at}"), value: Some(f64::from(200 - at)), is_own: at == 90 };
    let areas = (0..116).map(area).collect();
    let chart = RankingChart {
        head: samples::head(Size::CARD),
        unit: Unit::Rate,
        basis: Basis::Counted,
        areas,
        whole: None,
    };
    let drawn = chart.draw();
    assert!(drawn.svg.contains(">91. Amt 90<") && drawn.svg.contains(">116. Amt 115<"));
    assert!(drawn.subtitle.ends_with("; 13 von 116 gezeigt"), "{}", drawn.subtitle);
    assert_eq!(drawn.table.rows.len(), 116);
}

#[test]
fn charts_beside_each_other_have_one_scale() {
    let chart = |value| {
        let series =
            vec![Series::new("Bedarf", Tone::Need, Stroke::Main, vec![Point::computed(2025, value)])];
        TimeChart::new(samples::head(Size::CARD), Unit::Count, series)
    };
    let mut charts = [chart(2_400.0), chart(3_490.0)];
    TimeChart::same_scale(&mut charts);
    for chart in &charts {
        assert!(chart.draw().subtitle.ends_with("; Achse ab 2.250"), "{}", chart.draw().subtitle);
    }
}

#[test]
fn a_pyramid_sums_up_who_is_80_and_older_and_has_five_year_groups_in_its_table() {
    let base = Ages {
        year: Year(2025),
        basis: Basis::Counted,
        men: vec![10.0; 96],
        women: vec![20.0; 96],
        bands: [vec![], vec![]],
    };
    let target = Ages { year: Year(2040), basis: Basis::Computed, ..base.clone() };
    let chart = PyramidChart { head: samples::head(Size::CARD), base, target: Some(target) }.draw();
    assert!(chart.svg.contains(">2025: 480<") && chart.svg.contains(">2040: 480<"), "{}", chart.svg);
    let cells = |row: usize| chart.table.rows[row].iter().map(|cell| cell.text.clone()).collect::<Vec<_>>();
    assert_eq!(cells(0), ["0 bis 4", "50", "100", "50", "100"]);
    assert_eq!(cells(18), ["90 bis 94", "50", "100", "50", "100"]);
    assert_eq!(cells(19), ["95 und älter", "10", "20", "10", "20"]);
    assert!(
        chart.description.starts_with("2025: 2.880 Menschen, davon 480 ab 80 (16,7\u{a0}%)"),
        "{}",
        chart.description
    );
}

#[test]
fn the_ordinary_chart_drops_no_label() {
    for size in [Size::CARD, Size::PHONE, Size::SHEET, Size::HALF_SHEET] {
        let svg = samples::places(size).draw().svg;
        for words in [
            "Bedarf",
            "2.790",
            "2.590",
            "2.980",
            "Plätze",
            "2.399",
            "−390",
            "8 von 10 Zukünften",
            "gerechnet ›",
            "2040",
        ] {
            assert!(svg.contains(&format!(">{words}<")), "{words} is missing at {size:?}");
        }
        let svg = samples::stack(size).draw().svg;
        for words in ["20.220", "Pflegegeld", "9.800", "Pflegedienst", "im Heim", "17.457", "gerechnet ›"] {
            assert!(svg.contains(&format!(">{words}<")), "{words} is missing at {size:?}");
        }
    }
}

#[test]
fn a_line_never_joins_counted_and_computed_years_nor_crosses_a_break_or_a_gap() {
    let lines = |points: Vec<Point>, breaks: Vec<Break>| {
        let series = vec![Series::new("Bedarf", Tone::Need, Stroke::Main, points)];
        let svg =
            TimeChart::new(samples::head(Size::CARD), Unit::Count, series).with_breaks(breaks).draw().svg;
        svg.matches("<path class=\"line c-need\"").count()
    };
    let counted = |years: &[i32]| years.iter().map(|year| Point::counted(*year, 2_400.0)).collect::<Vec<_>>();
    let computed = [Point::computed(2025, 2_500.0), Point::computed(2026, 2_600.0)];
    assert_eq!(lines([counted(&[2021, 2023]), computed.to_vec()].concat(), vec![]), 2);
    assert_eq!(lines(counted(&[2013, 2015, 2017, 2019]), vec![]), 1);
    assert_eq!(lines(counted(&[2013, 2015, 2017, 2019]), samples::breaks()), 2);
    let gap = [counted(&[2013, 2015]), vec![Point::missing(2017)], counted(&[2019, 2021])].concat();
    assert_eq!(lines(gap, vec![]), 2);
}

#[test]
fn an_axis_that_starts_above_zero_says_so() {
    let chart = samples::places(Size::CARD);
    assert!(chart.draw().subtitle.ends_with("; Achse ab 2.200"), "{}", chart.draw().subtitle);
    assert!(chart.draw().svg.contains("class=\"kink\""));
    let chart = chart.from_zero().draw();
    assert!(!chart.subtitle.contains("Achse") && !chart.svg.contains("class=\"kink\""));
}

#[test]
fn the_table_has_every_figure_with_both_ends_and_the_break_as_a_row() {
    let table = samples::stack(Size::PHONE).draw().table;
    assert_eq!(table.headings, ["Versorgungsform", "Jahr", "Anzahl", "unteres Ende", "oberes Ende"]);
    let last: Vec<&str> = table.rows.last().unwrap().iter().map(|cell| cell.text.as_str()).collect();
    assert_eq!(last, ["insgesamt", "2040 (gerechnet)", "20.220", "19.120", "21.230"]);
    let points = vec![Point::counted(2015, 5.0), Point::counted(2017, 6.0)];
    let series = vec![Series::new("Anteil", Tone::Need, Stroke::Main, points)];
    let chart =
        TimeChart::new(samples::head(Size::CARD), Unit::Share, series).with_breaks(samples::breaks()).draw();
    assert_eq!(chart.table.rows[1][0].text, "ab 2017: neuer Pflegebegriff");
}

#[test]
fn a_scatter_names_the_own_area_and_the_others_where_they_fit() {
    let point = |at: u32, x: f64, y: f64| ScatterPoint { name: format!("Kreis {at}"), x, y, is_own: at == 2 };
    let axis = |name: &str| ScatterAxis { name: name.to_owned(), unit: Unit::Rate };
    let chart = ScatterChart {
        head: samples::head(Size::SHEET),
        x: axis("Pflegequote"),
        y: axis("Heimplätze"),
        points: vec![point(1, 6.0, 12.0), point(2, 8.0, 15.0), point(3, 8.1, 15.1), point(4, 10.0, f64::NAN)],
        relation: "n = 3.".to_owned(),
    }
    .draw();
    assert!(chart.svg.contains("class=\"label c-need halo\"") && chart.svg.contains(">Kreis 1<"));
    assert!(chart.description.starts_with("3 Gebiete") && !chart.svg.contains(">Kreis 4<"));
    assert_eq!(chart.table.rows[3][2].text, "keine Angabe");
    assert!(chart.subtitle.contains("Achse „Pflegequote“ ab"), "{}", chart.subtitle);
}
