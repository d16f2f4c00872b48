//! Charts with figures like those of a district.

use super::super::canvas::Pattern;
use super::super::data::{Break, Head, Point, Series, Size, Stroke, Tone};
use super::super::numbers::Unit;
use super::super::stacked::{Layer, StackedChart};
use super::super::time::TimeChart;
use crate::units::Year;

pub(in crate::charts) fn head(size: Size) -> Head {
    Head {
        id: "sample".to_owned(),
        title: "Ab 2026 übersteigt der Bedarf die Heimplätze".to_owned(),
        subtitle: "Plätze der Dauerpflege, Bedarf bei 98\u{a0}% Belegung".to_owned(),
        source: "Quelle: Pflegestatistik 2015–2023 (Statistische Ämter, dl-de/by-2-0); eigene Berechnung"
            .to_owned(),
        size,
        lang: crate::units::Lang::De,
    }
}

pub(super) fn breaks() -> Vec<Break> {
    let gap = |year, note: &str| Break { from: Year(year), note: note.to_owned() };
    vec![gap(2017, "neuer Pflegebegriff"), gap(2020, "Grad 1 zählt mit")]
}

pub(super) fn places(size: Size) -> TimeChart {
    let at = |year: i32| f64::from(year - 2025) / 15.0;
    let need = (2025..=2040).map(|year| {
        let value = 2_380.0 + 408.0 * at(year);
        Point::computed(year, value).with_band(value - 196.0 * at(year), value + 194.0 * at(year))
    });
    let mut supply: Vec<Point> = [(2015, 2_440.0), (2017, 2_472.0), (2019, 2_500.0), (2023, 2_399.0)]
        .into_iter()
        .map(|(year, value)| Point::counted(year, value))
        .collect();
    supply.extend((2025..=2040).map(|year| Point::computed(year, 2_399.0)));
    let homes = [(2015, 2_410.0), (2017, 2_400.0), (2019, 2_405.0), (2023, 2_226.0)];
    let homes = homes.into_iter().map(|(year, value)| Point::counted(year, value)).collect();
    let places = Series::new("Plätze", Tone::Supply, Stroke::Main, supply).exact().with_note("ohne neue");
    let series = vec![
        Series::new("Bedarf", Tone::Need, Stroke::Main, need.collect()),
        places,
        Series::new("Menschen im Heim, gezählt", Tone::Home, Stroke::Thin, homes),
    ];
    TimeChart::new(head(size), Unit::Count, series).with_shortage(0, 1)
}

pub(super) fn stack(size: Size) -> StackedChart {
    let counted: [(i32, [f64; 4]); 4] = [
        (2015, [2_450.0, 2_500.0, 4_501.0, 0.0]),
        (2017, [2_420.0, 3_300.0, 5_500.0, 0.0]),
        (2019, [2_430.0, 3_510.0, 5_850.0, 640.0]),
        (2023, [2_226.0, 4_104.0, 8_712.0, 2_415.0]),
    ];
    let layer = |at: usize, name: &str, tone, pattern, from: f64, to: f64| {
        let mut points: Vec<Point> =
            counted.iter().map(|(year, values)| Point::counted(*year, values[at])).collect();
        points.extend(
            (2025..=2040)
                .map(|year| Point::computed(year, from + (to - from) * f64::from(year - 2025) / 15.0)),
        );
        Layer { series: Series::new(name, tone, Stroke::Main, points), pattern }
    };
    let layers = vec![
        layer(0, "im Heim", Tone::Home, Some(Pattern::Dots), 2_330.0, 2_730.0),
        layer(1, "Pflegedienst", Tone::Service, Some(Pattern::Diagonals), 4_230.0, 4_970.0),
        layer(2, "Pflegegeld", Tone::Allowance, None, 8_870.0, 9_800.0),
        layer(3, "Grad 1 ohne Dienst", Tone::Grade1, Some(Pattern::Horizontals), 2_440.0, 2_700.0),
    ];
    let mut total: Vec<Point> =
        counted.iter().map(|(year, values)| Point::counted(*year, values.iter().sum())).collect();
    total.insert(3, Point::missing(2021));
    total.extend((2025..=2040).map(|year| {
        let part = f64::from(year - 2025) / 15.0;
        let value = 17_890.0 + 2_330.0 * part;
        Point::computed(year, value).with_band(value - 1_100.0 * part, value + 1_010.0 * part)
    }));
    let total = Series::new("insgesamt", Tone::Ink, Stroke::Main, total);
    StackedChart { head: head(size), unit: Unit::Count, layers, total, breaks: breaks() }
}

/// Any series as a stack; the first is the total.
pub(super) fn stack_of(series: Vec<Series>, size: Size) -> StackedChart {
    let total = Series::new("insgesamt", Tone::Ink, Stroke::Main, Vec::new());
    let total = series.first().cloned().unwrap_or(total);
    let patterns = [Some(Pattern::Dots), Some(Pattern::Diagonals), None, Some(Pattern::Horizontals)];
    let layer = |(at, series)| Layer { series, pattern: patterns[at % patterns.len()] };
    let layers = series.into_iter().skip(1).enumerate().map(layer).collect();
    StackedChart { head: head(size), unit: Unit::Count, layers, total, breaks: breaks() }
}
