//! Shares on a map: areas in five steps of colour, with a histogram of the values, the borders of the classes, the count of
//! each class, and the patterns that occur as legend.

use std::f64::consts::PI;
use std::fmt::Write;

use super::canvas::{Anchor, Block, Canvas, Pattern, Style, Text};
use super::classes::{Method, class_of};
use super::data::{Chart, DataCell, DataTable, Head, Tone};
use super::labels::push_apart;
use super::numbers::{Basis, Unit};
use super::outlines::{self, Ring};
use super::scale::Scale;
use super::words::Words;
use crate::units::Lang;

/// The steps of colour.
const STEPS: usize = 5;
/// Below the map: histogram, leaders, strip, counts and borders.
const LEGEND: f64 = 76.0;
/// Between the histogram and the strip, whose classes are equally wide: lines lead from each border to its class.
const LEADERS: f64 = 9.0;
/// A row of keys.
const ROW: f64 = 14.0;
/// From the left edge of a key to its text, and from the text to the next key.
const KEY: f64 = 17.0;
const KEY_GAP: f64 = 8.0;
const BINS: usize = 30;
/// Between the map and the legend.
const BELOW_MAP: f64 = 6.0;
/// Between the areas and the edge of the map.
const MAP_EDGE: f64 = 8.0;
/// Drawing units of an outline in a pixel, as the canvas has them.
const UNITS: f64 = 2.0;

/// What an area shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum AreaFigure {
    /// The value, in the unit of the map.
    Value(f64),
    /// It must not be shown.
    Withheld,
    /// There is none.
    Missing,
}

/// An area of the map.
#[derive(Debug, Clone, PartialEq)]
pub struct MapArea {
    /// As it is shown.
    pub name: String,
    /// Longitude and latitude in degrees; holes are rings too.
    pub rings: Vec<Vec<[f64; 2]>>,
    /// What the area is coloured by.
    pub figure: AreaFigure,
    /// Too small for its value to be read alone: only the pattern of the map counts.
    pub is_estimate: bool,
    /// The chosen area has an outline.
    pub is_own: bool,
}

/// A map of shares, rates or other values that do not grow with the size of an area.
#[derive(Debug, Clone, PartialEq)]
pub struct ChoroplethChart {
    /// Title, source and size.
    pub head: Head,
    /// What the values count.
    pub unit: Unit,
    /// Whether the values were counted or computed.
    pub basis: Basis,
    /// The areas of the map.
    pub areas: Vec<MapArea>,
    /// How the values are divided into classes.
    pub method: Method,
}

/// Where a map lies in Web Mercator (EPSG:3857): a rectangle in pixels of a world of this width.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MapFrame {
    /// The width of the whole world in pixels.
    pub world: f64,
    /// The west edge, from the antimeridian.
    pub left: f64,
    /// The north edge, from the north edge of the projected world.
    pub top: f64,
    /// From the west edge to the east edge.
    pub width: f64,
    /// From the north edge to the south edge.
    pub height: f64,
}

/// What lies around and on the areas of a map, so that readers see where they are: elements of an SVG in pixels of its
/// [`MapFrame`].
#[derive(Debug, Clone, PartialEq)]
pub struct MapGround {
    /// Elements that are drawn below the areas.
    pub below: String,
    /// Elements that are drawn above the areas.
    pub above: String,
    /// The stylesheet of the elements. A picture that stands for itself has its rules, without those of single media.
    pub style: &'static str,
}

impl AreaFigure {
    /// The value if it can be drawn. What is not a number is missing.
    pub(super) fn value(self) -> Option<f64> {
        match self {
            Self::Value(value) => Some(value).filter(|value| value.is_finite()),
            Self::Withheld | Self::Missing => None,
        }
    }
}

impl MapArea {
    fn value(&self) -> Option<f64> {
        self.figure.value()
    }

    fn is_withheld(&self) -> bool {
        self.figure == AreaFigure::Withheld
    }
}

impl ChoroplethChart {
    /// Draws the chart.
    pub fn draw(&self) -> Chart {
        self.chart(None)
    }

    /// Draws the chart with what lies around the areas. The ground must have been drawn for [`ChoroplethChart::frame`].
    pub fn draw_on(&self, ground: &MapGround) -> Chart {
        Chart { ground_style: ground.style, ..self.chart(Some(ground)) }
    }

    /// Where the map lies; `None` without any outline.
    pub fn frame(&self) -> Option<MapFrame> {
        let size = self.head.size;
        let (width, height) = (size.width, size.height - self.legend_height() - BELOW_MAP);
        Projection::new(&self.areas, width, height).map(|it| it.frame)
    }

    fn chart(&self, ground: Option<&MapGround>) -> Chart {
        let borders = self.borders();
        let written: Vec<String> = borders.iter().map(|border| self.text(*border)).collect();
        let words = self.words();
        let classes = if written.is_empty() { words.one_class.to_owned() } else { written.join(" | ") };
        let mut chart = self.head.chart(&self.drawing(ground), self.description(), self.table());
        chart.subtitle.push_str(&format!(
            "; {}: {}, {classes}",
            words.classes,
            self.method.name(self.head.lang)
        ));
        chart
    }

    fn legend_height(&self) -> f64 {
        LEGEND + self.key_rows().len() as f64 * ROW
    }

    fn words(&self) -> &'static Words {
        Words::of(self.head.lang)
    }

    fn text(&self, value: f64) -> String {
        self.unit.text_in(self.head.lang, value, self.basis)
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
            return self.words().nothing.to_owned();
        };
        let said = |(area, value): &(&MapArea, f64)| format!("{} {}", area.name, self.text(*value));
        let middle = known[known.len() / 2].1;
        let (count, low, middle, high) = (self.areas.len(), said(lowest), self.text(middle), said(highest));
        let mut text = match self.head.lang {
            Lang::De => {
                format!("{count} Gebiete; am niedrigsten {low}, in der Mitte {middle}, am höchsten {high}")
            }
            Lang::En => format!("{count} areas; lowest {low}, median {middle}, highest {high}"),
        };
        let chosen = if self.head.lang == Lang::De { "gewählt" } else { "selected" };
        for own in known.iter().filter(|(area, _)| area.is_own) {
            text.push_str(&format!("; {chosen}: {}", said(own)));
        }
        let [withheld, missing] = self.unknown();
        let counts = [(self.words().withheld, withheld), (self.words().missing, missing)]
            .into_iter()
            .filter(|(_, count)| *count > 0);
        let counts: Vec<String> = counts.map(|(what, count)| format!("{what} {count}")).collect();
        if !counts.is_empty() {
            text.push_str(&format!("; {}", counts.join(", ")));
        }
        text + "."
    }

    /// How many are withheld, and how many have no value.
    fn unknown(&self) -> [usize; 2] {
        let withheld = self.areas.iter().filter(|area| area.is_withheld()).count();
        let unknown = self.areas.iter().filter(|area| area.value().is_none()).count();
        [withheld, unknown - withheld]
    }

    pub(super) fn drawing(&self, ground: Option<&MapGround>) -> Canvas {
        let mut canvas = Canvas::new(&self.head);
        let borders = self.borders();
        if let Some(frame) = self.frame() {
            if let Some(ground) = ground {
                canvas.ground(&ground.below, [frame.width, frame.height]);
            }
            self.draw_areas(&mut canvas, &borders, &Projection { frame });
            if let Some(ground) = ground {
                canvas.above_areas(&ground.above);
            }
        }
        self.legend(&mut canvas, &borders);
        canvas
    }

    fn draw_areas(&self, canvas: &mut Canvas, borders: &[f64], projection: &Projection) {
        let mut overlays: [(Pattern, Vec<usize>); 3] =
            [Pattern::Estimate, Pattern::Withheld, Pattern::Missing].map(|pattern| (pattern, Vec::new()));
        let mut own = String::new();
        for (area, d) in self.areas.iter().zip(projection.paths(&self.areas)) {
            let (class, said) = match area.value() {
                Some(value) => (self.step(value, borders), self.text(value)),
                None if area.is_withheld() => (0, self.words().withheld.to_owned()),
                None => (0, self.words().missing.to_owned()),
            };
            let note = if area.is_estimate && class > 0 {
                format!(", {}", self.words().estimate)
            } else {
                String::new()
            };
            let number = canvas.area(class, &format!("{}: {said}{note}", area.name), &d);
            let overlay = match (class, area.is_withheld()) {
                (0, true) => Some(1),
                (0, false) => Some(2),
                _ => area.is_estimate.then_some(0),
            };
            if let Some(overlay) = overlay {
                overlays[overlay].1.push(number);
            }
            if area.is_own {
                own.push_str(&d);
            }
        }
        for (pattern, areas) in overlays.iter().filter(|(_, areas)| !areas.is_empty()) {
            canvas.overlay(*pattern, areas);
        }
        canvas.outline(&own);
    }

    /// A histogram over a strip with the colours, the borders below, and what has no value.
    fn legend(&self, canvas: &mut Canvas, borders: &[f64]) {
        let values = self.values();
        let (low, high) = values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(*value), high.max(*value))
        });
        if low <= high {
            let strip = canvas.size.height - (self.legend_height() - LEGEND) - 34.0;
            let ends = [1.0, canvas.size.width - 1.0];
            self.histogram(canvas, &values, borders, ends, strip - LEADERS);
            let x = Scale::new([low, if high > low { high } else { low + 1.0 }], ends);
            self.strip(canvas, &values, borders, strip);
            self.border_labels(canvas, borders, x, strip);
        }
        self.keys(canvas);
    }

    /// The classes side by side, equally wide because a class of skewed values would be a hair, with the count of each.
    fn strip(&self, canvas: &mut Canvas, values: &[f64], borders: &[f64], top: f64) {
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let width = (canvas.size.width - 2.0) / (borders.len() + 1) as f64;
        for (class, from) in std::iter::once(low).chain(borders.iter().copied()).enumerate() {
            let left = 1.0 + class as f64 * width;
            let block = Block { left, top, right: left + width, bottom: top + 6.0 };
            canvas.rect(&format!("area step-{}", self.step(from, borders)), block);
            let count = values.iter().filter(|value| class_of(**value, borders) == class).count().to_string();
            let text = Text::new(Style::Note, &count, left + width / 2.0, top + 17.5).anchor(Anchor::Middle);
            canvas.text(&text);
        }
    }

    /// Each border below its place on the strip, with a line to its place on the histogram.
    fn border_labels(&self, canvas: &mut Canvas, borders: &[f64], x: Scale, strip: f64) {
        let width = canvas.size.width;
        let cell = (width - 2.0) / (borders.len() + 1) as f64;
        let texts: Vec<String> = borders.iter().map(|border| self.text(*border)).collect();
        let places = (1..=borders.len()).map(|at| 1.0 + at as f64 * cell);
        let boxes: Vec<[f64; 2]> =
            places.clone().zip(&texts).map(|(at, text)| [at, Style::Note.width(text) + 4.0]).collect();
        let middles = push_apart(&boxes, 0.0, width);
        for (((border, text), place), middle) in borders.iter().zip(&texts).zip(places).zip(middles) {
            canvas.line("leader", [x.at(*border), strip - LEADERS], [place, strip]);
            canvas.text(
                &Text::new(Style::Note, text, middle, strip + 29.5).anchor(Anchor::Middle).tone(Tone::Ink),
            );
        }
    }

    /// The patterns that areas of this map have, each with its count: a kind of which there is none is not named.
    fn key_rows(&self) -> Vec<Vec<(Pattern, String)>> {
        let [withheld, missing] = self.unknown();
        let estimates = self.areas.iter().filter(|area| area.is_estimate && area.value().is_some()).count();
        let keys = [
            (Pattern::Estimate, self.words().estimate, estimates),
            (Pattern::Withheld, self.words().withheld, withheld),
            (Pattern::Missing, self.words().missing, missing),
        ];
        let mut rows: Vec<Vec<(Pattern, String)>> = Vec::new();
        let mut left = f64::INFINITY;
        for (pattern, name, count) in keys.into_iter().filter(|(_, _, count)| *count > 0) {
            let text = format!("{name} ({count})");
            let width = KEY + Style::Note.width(&text);
            if left + width > self.head.size.width {
                left = 1.0;
                rows.push(Vec::new());
            }
            left += width + KEY_GAP;
            if let Some(row) = rows.last_mut() {
                row.push((pattern, text));
            }
        }
        rows
    }

    fn keys(&self, canvas: &mut Canvas) {
        let rows = self.key_rows();
        let top = canvas.size.height - rows.len() as f64 * ROW;
        for (at, row) in rows.iter().enumerate() {
            let (mut left, foot) = (1.0, top + (at + 1) as f64 * ROW);
            for (pattern, text) in row {
                let block = Block { left, top: foot - 13.0, right: left + 12.0, bottom: foot - 2.0 };
                if canvas.text(&Text::new(Style::Note, text, left + KEY, foot - 3.5)) {
                    if *pattern == Pattern::Estimate {
                        canvas.rect("area step-3", block);
                    }
                    canvas.patterned_rect(*pattern, block);
                    canvas.rect("stub", block);
                    left += KEY + Style::Note.width(text) + KEY_GAP;
                }
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
        let mut sums = [0.0; BINS];
        for value in values {
            let bin = (((value - low) / span * BINS as f64) as usize).min(BINS - 1);
            counts[bin] += 1;
            sums[bin] += value;
        }
        let highest = counts.iter().copied().max().unwrap_or(1).max(1) as f64;
        let width = (to - from) / BINS as f64;
        for (at, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let left = from + at as f64 * width;
            let top = strip - 1.0 - (26.0 * *count as f64 / highest).max(1.0);
            let block = Block { left: left + 0.4, top, right: left + width - 0.4, bottom: strip - 1.0 };
            // By its values and not by its middle, which can lie below a border that all of its values reach.
            let mean = sums[at] / *count as f64;
            canvas.rect(&format!("area step-{}", self.step(mean, borders)), block);
        }
    }

    fn table(&self) -> DataTable {
        let (lang, words) = (self.head.lang, self.words());
        let [reliability, estimate, plain] = words.reading;
        let headings = [words.area, words.value, words.class, reliability].map(str::to_owned).to_vec();
        let borders = self.borders();
        let row = |area: &MapArea| {
            let reading = if area.is_estimate { estimate } else { plain };
            match area.value() {
                Some(value) => vec![
                    DataCell::text(&area.name),
                    DataCell::figure(lang, self.unit, value, self.basis),
                    DataCell::text((class_of(value, &borders) + 1).to_string()),
                    DataCell::text(reading),
                ],
                None => {
                    let why = if area.is_withheld() {
                        DataCell::text(words.withheld)
                    } else {
                        DataCell::missing(lang)
                    };
                    vec![DataCell::text(&area.name), why, DataCell::empty(), DataCell::empty()]
                }
            }
        };
        DataTable { headings, rows: self.areas.iter().map(row).collect() }
    }
}

/// From degrees to the drawing.
struct Projection {
    frame: MapFrame,
}

impl Projection {
    /// The areas as large as the room allows, with an edge around them; `None` without any point.
    fn new(areas: &[MapArea], width: f64, height: f64) -> Option<Self> {
        let points = areas.iter().flat_map(|area| area.rings.iter().flatten());
        let points = points.filter(|point| point.iter().all(|it| it.is_finite())).map(mercator);
        let [west, north, east, south] =
            points.map(|[x, y]| [x, y, x, y]).reduce(|[west, north, east, south], [x, y, ..]| {
                [west.min(x), north.min(y), east.max(x), south.max(y)]
            })?;
        // Not smaller than some metres, so that a single point has a scale.
        let (wide, high) = ((east - west).max(1e-7), (south - north).max(1e-7));
        let world = ((width - 2.0 * MAP_EDGE) / wide).min((height - 2.0 * MAP_EDGE) / high).max(1.0);
        let left = f64::midpoint(west, east) * world - width / 2.0;
        let top = f64::midpoint(north, south) * world - height / 2.0;
        Some(Self { frame: MapFrame { world, left, top, width: width.max(0.0), height: height.max(0.0) } })
    }

    /// The outlines of all areas, with no more points than are seen.
    fn paths(&self, areas: &[MapArea]) -> Vec<String> {
        let rings: Vec<Ring> =
            areas.iter().flat_map(|area| &area.rings).map(|ring| self.ring(ring)).collect();
        let mut simple = outlines::simplified(&rings).into_iter();
        areas.iter().map(|area| path(simple.by_ref().take(area.rings.len()))).collect()
    }

    /// A ring in drawing units; points that fall together are left out.
    fn ring(&self, ring: &[[f64; 2]]) -> Ring {
        let spot = |point: &[f64; 2]| {
            let [x, y] = mercator(point).map(|it| it * self.frame.world);
            [x - self.frame.left, y - self.frame.top].map(|it| (it * UNITS).round() as i64)
        };
        let finite = ring.iter().filter(|point| point.iter().all(|it| it.is_finite()));
        let mut points: Ring = finite.map(spot).collect();
        points.dedup();
        if points.len() > 1 && points.first() == points.last() {
            points.pop();
        }
        points
    }
}

/// Rings as the data of a path.
fn path(rings: impl Iterator<Item = Ring>) -> String {
    let mut d = String::new();
    for points in rings {
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

/// Web Mercator, in which the world reaches from 0 to 1, from west to east and from north to south.
fn mercator([lon, lat]: &[f64; 2]) -> [f64; 2] {
    // The projection ends here, near the poles.
    let lat = lat.clamp(-85.0, 85.0);
    [(lon + 180.0) / 360.0, (1.0 - lat.to_radians().tan().asinh() / PI) / 2.0]
}
