//! Shares on a map: areas in five steps of colour, with the borders of the classes and the count of each as a histogram.

use std::fmt::Write;

use super::canvas::{Anchor, Block, Canvas, Pattern, Style, Text};
use super::classes::{Method, class_of};
use super::data::{Chart, DataCell, DataTable, Head, Tone};
use super::numbers::{Basis, Unit};
use super::scale::Scale;

/// The steps of colour.
const STEPS: usize = 5;
/// Below the map: histogram, strip, counts, borders and one row of keys.
const LEGEND: f64 = 80.0;
/// A further row of keys, on a drawing too narrow for one.
const ROW: f64 = 14.0;
const NARROW: f64 = 360.0;
const BINS: usize = 30;
/// Drawing units of an outline in a pixel, as the canvas has them.
const UNITS: f64 = 2.0;

/// What an area shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum AreaFigure {
    Value(f64),
    /// It must not be shown.
    Withheld,
    /// There is none.
    Missing,
}

/// An area of the map.
#[derive(Debug, Clone, PartialEq)]
pub struct MapArea {
    pub name: String,
    /// Longitude and latitude in degrees; holes are rings too.
    pub rings: Vec<Vec<[f64; 2]>>,
    pub figure: AreaFigure,
    /// Too small for its value to be read alone: only the pattern of the map counts.
    pub is_estimate: bool,
    /// The chosen area has an outline.
    pub is_own: bool,
}

/// A map of shares, rates or other values that do not grow with the size of an area.
#[derive(Debug, Clone, PartialEq)]
pub struct ChoroplethChart {
    pub head: Head,
    pub unit: Unit,
    pub basis: Basis,
    pub areas: Vec<MapArea>,
    pub method: Method,
}

impl MapArea {
    fn value(&self) -> Option<f64> {
        match self.figure {
            AreaFigure::Value(value) => Some(value).filter(|value| value.is_finite()),
            AreaFigure::Withheld | AreaFigure::Missing => None,
        }
    }

    fn is_withheld(&self) -> bool {
        self.figure == AreaFigure::Withheld
    }
}

impl ChoroplethChart {
    /// Draws the chart.
    pub fn draw(&self) -> Chart {
        let borders = self.borders();
        let written: Vec<String> = borders.iter().map(|border| self.text(*border)).collect();
        let classes = if written.is_empty() { "eine Klasse".to_owned() } else { written.join(" | ") };
        let mut chart = self.head.chart(&self.drawing(), self.description(), self.table());
        chart.subtitle.push_str(&format!("; Klassen: {}, {classes}", self.method.name()));
        chart
    }

    fn legend_height(&self) -> f64 {
        if self.head.size.width < NARROW { LEGEND + ROW } else { LEGEND }
    }

    fn text(&self, value: f64) -> String {
        self.unit.text(value, self.basis)
    }

    fn values(&self) -> Vec<f64> {
        self.areas.iter().filter_map(MapArea::value).collect()
    }

    fn borders(&self) -> Vec<f64> {
        self.method.borders(&self.values(), STEPS)
    }

    /// The lightest and the darkest step are used even if there are fewer classes.
    fn step(&self, value: f64, borders: &[f64]) -> usize {
        let last = borders.len().max(1);
        (class_of(value, borders) * (STEPS - 1) + last / 2) / last + 1
    }

    fn description(&self) -> String {
        let mut known: Vec<(&MapArea, f64)> =
            self.areas.iter().filter_map(|area| Some((area, area.value()?))).collect();
        known.sort_by(|a, b| a.1.total_cmp(&b.1));
        let (Some(lowest), Some(highest)) = (known.first(), known.last()) else {
            return "Keine Angabe.".to_owned();
        };
        let said = |(area, value): &(&MapArea, f64)| format!("{} {}", area.name, self.text(*value));
        let middle = known[known.len() / 2].1;
        let mut text = format!(
            "{} Gebiete; am niedrigsten {}, in der Mitte {}, am höchsten {}",
            self.areas.len(),
            said(lowest),
            self.text(middle),
            said(highest)
        );
        for own in known.iter().filter(|(area, _)| area.is_own) {
            text.push_str(&format!("; gewählt: {}", said(own)));
        }
        let [withheld, missing] = self.unknown();
        text + &format!("; gesperrt {withheld}, keine Angabe {missing}.")
    }

    /// How many are withheld, and how many have no value.
    fn unknown(&self) -> [usize; 2] {
        let withheld = self.areas.iter().filter(|area| area.is_withheld()).count();
        let unknown = self.areas.iter().filter(|area| area.value().is_none()).count();
        [withheld, unknown - withheld]
    }

    pub(super) fn drawing(&self) -> Canvas {
        let mut canvas = Canvas::new(&self.head);
        let borders = self.borders();
        let projection =
            Projection::new(&self.areas, canvas.size.width, canvas.size.height - self.legend_height() - 6.0);
        let mut overlays: [(Pattern, String); 3] =
            [Pattern::Estimate, Pattern::Withheld, Pattern::Missing].map(|pattern| (pattern, String::new()));
        let mut own = String::new();
        for area in &self.areas {
            let d = projection.path(area);
            let (class, said) = match area.value() {
                Some(value) => (self.step(value, &borders), self.text(value)),
                None if area.is_withheld() => (0, "gesperrt".to_owned()),
                None => (0, "keine Angabe".to_owned()),
            };
            let note = if area.is_estimate && class > 0 { ", Schätzung" } else { "" };
            canvas.area(class, &format!("{}: {said}{note}", area.name), &d);
            let overlay = match (class, area.is_withheld()) {
                (0, true) => Some(1),
                (0, false) => Some(2),
                _ => area.is_estimate.then_some(0),
            };
            if let Some(overlay) = overlay {
                overlays[overlay].1.push_str(&d);
            }
            if area.is_own {
                own.push_str(&d);
            }
        }
        for (pattern, d) in overlays.iter().filter(|(_, d)| !d.is_empty()) {
            canvas.overlay(*pattern, d);
        }
        canvas.outline(&own);
        self.legend(&mut canvas, &borders);
        canvas
    }

    /// A histogram over a strip with the colours, the borders below, and what has no value.
    fn legend(&self, canvas: &mut Canvas, borders: &[f64]) {
        let values = self.values();
        let (low, high) = values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(*value), high.max(*value))
        });
        let (width, bottom) = (canvas.size.width, canvas.size.height);
        let strip = bottom - (self.legend_height() - 32.0);
        if low <= high {
            let x = Scale::new([low, if high > low { high } else { low + 1.0 }], [1.0, width - 1.0]);
            self.histogram(canvas, &values, borders, [1.0, width - 1.0], strip);
            let ends: Vec<f64> = [low].into_iter().chain(borders.iter().copied()).chain([high]).collect();
            for (class, pair) in ends.windows(2).enumerate() {
                let block =
                    Block { left: x.at(pair[0]), top: strip, right: x.at(pair[1]), bottom: strip + 6.0 };
                canvas.rect(&format!("area step-{}", self.step(pair[0], borders)), block);
                let count = values.iter().filter(|value| class_of(**value, borders) == class).count();
                let middle = f64::midpoint(block.left, block.right);
                canvas.text(
                    &Text::new(Style::Note, &count.to_string(), middle, strip + 17.5).anchor(Anchor::Middle),
                );
                if class > 0 {
                    let text = self.text(pair[0]);
                    let half = Style::Note.width(&text) / 2.0;
                    let at = block.left.clamp(half, (width - half).max(half));
                    canvas.text(
                        &Text::new(Style::Note, &text, at, strip + 29.5)
                            .anchor(Anchor::Middle)
                            .tone(Tone::Ink),
                    );
                }
            }
        }
        let [withheld, missing] = self.unknown();
        let estimates = self.areas.iter().filter(|area| area.is_estimate && area.value().is_some()).count();
        let keys = [
            (Pattern::Estimate, format!("Schätzung ({estimates})")),
            (Pattern::Withheld, format!("gesperrt ({withheld})")),
            (Pattern::Missing, format!("keine Angabe ({missing})")),
        ];
        let (mut left, mut foot) = (1.0, bottom - (self.legend_height() - LEGEND));
        for (pattern, text) in keys {
            if left + 17.0 + Style::Note.width(&text) > width {
                (left, foot) = (1.0, foot + ROW);
            }
            let block = Block { left, top: foot - 13.0, right: left + 12.0, bottom: foot - 2.0 };
            if canvas.text(&Text::new(Style::Note, &text, left + 17.0, foot - 3.5)) {
                if pattern == Pattern::Estimate {
                    canvas.rect("area step-3", block);
                }
                canvas.patterned_rect(pattern, block);
                canvas.rect("stub", block);
                left += Style::Note.width(&text) + 25.0;
            }
        }
    }

    fn histogram(
        &self,
        canvas: &mut Canvas,
        values: &[f64],
        borders: &[f64],
        [from, to]: [f64; 2],
        strip: f64,
    ) {
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let span = (values.iter().copied().fold(f64::NEG_INFINITY, f64::max) - low).max(f64::MIN_POSITIVE);
        let mut counts = [0usize; BINS];
        for value in values {
            counts[(((value - low) / span * BINS as f64) as usize).min(BINS - 1)] += 1;
        }
        let highest = counts.iter().copied().max().unwrap_or(1).max(1) as f64;
        let width = (to - from) / BINS as f64;
        for (at, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let left = from + at as f64 * width;
            let middle = low + span * (at as f64 + 0.5) / BINS as f64;
            let top = strip - 1.0 - (26.0 * *count as f64 / highest).max(1.0);
            let block = Block { left: left + 0.4, top, right: left + width - 0.4, bottom: strip - 1.0 };
            canvas.rect(&format!("area step-{}", self.step(middle, borders)), block);
        }
    }

    fn table(&self) -> DataTable {
        let headings = ["Gebiet", "Wert", "Klasse", "Lesart"].map(str::to_owned).to_vec();
        let borders = self.borders();
        let row = |area: &MapArea| {
            let reading =
                if area.is_estimate { "Schätzung, nur das Muster lesen" } else { "einzeln lesbar" };
            match area.value() {
                Some(value) => vec![
                    DataCell::text(&area.name),
                    DataCell::figure(self.unit, value, self.basis),
                    DataCell::text((class_of(value, &borders) + 1).to_string()),
                    DataCell::text(reading),
                ],
                None => {
                    let why =
                        if area.is_withheld() { DataCell::text("gesperrt") } else { DataCell::missing() };
                    vec![DataCell::text(&area.name), why, DataCell::empty(), DataCell::empty()]
                }
            }
        };
        DataTable { headings, rows: self.areas.iter().map(row).collect() }
    }
}

/// From degrees to the drawing: east and north with equal lengths at the middle latitude.
struct Projection {
    west: f64,
    north: f64,
    per_lon: f64,
    per_lat: f64,
    left: f64,
}

impl Projection {
    fn new(areas: &[MapArea], width: f64, height: f64) -> Self {
        let points = areas.iter().flat_map(|area| area.rings.iter().flatten());
        let points = points.filter(|[lon, lat]| lon.is_finite() && lat.is_finite());
        let start = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
        let [west, south, east, north] = points.fold(start, |[west, south, east, north], [lon, lat]| {
            [west.min(*lon), south.min(*lat), east.max(*lon), north.max(*lat)]
        });
        let shrink = f64::midpoint(south, north).to_radians().cos();
        let (wide, high) = (((east - west) * shrink).max(1e-9), (north - south).max(1e-9));
        let scale = ((width - 4.0) / wide).min((height - 4.0) / high).max(0.0);
        let left = (width - wide * scale) / 2.0;
        Self { west, north, per_lon: scale * shrink, per_lat: scale, left }
    }

    /// The rings in drawing units; points that fall together are left out.
    fn path(&self, area: &MapArea) -> String {
        let mut d = String::new();
        for ring in &area.rings {
            let mut points: Vec<[i64; 2]> = ring
                .iter()
                .filter(|[lon, lat]| lon.is_finite() && lat.is_finite())
                .map(|[lon, lat]| {
                    let x = self.left + (lon - self.west) * self.per_lon;
                    let y = 2.0 + (self.north - lat) * self.per_lat;
                    [(x * UNITS).round() as i64, (y * UNITS).round() as i64]
                })
                .collect();
            points.dedup();
            if points.len() > 1 && points.first() == points.last() {
                points.pop();
            }
            let Some(first) = points.first().copied().filter(|_| points.len() > 2) else { continue };
            // Writing to a string cannot fail.
            let _ = write!(d, "M{} {}l", first[0], first[1]);
            for (at, pair) in points.windows(2).enumerate() {
                let [x, y] = [pair[1][0] - pair[0][0], pair[1][1] - pair[0][1]];
                let before = if at == 0 || x < 0 { "" } else { " " };
                let between = if y < 0 { "" } else { " " };
                let _ = write!(d, "{before}{x}{between}{y}");
            }
            d.push('z');
        }
        d
    }
}
