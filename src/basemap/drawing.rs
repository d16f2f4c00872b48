//! A view as SVG elements with classes, from the sea up to the names.

use std::fmt::Write;

use super::clip::Frame;
use super::labels::{self, Anchor, Label, Reserved};
use super::layers::{Layers, Level};
use super::names::Style;
use super::paths;
use super::view::View;

/// The first zoom levels of lines and signs.
const AMTER_FROM: f64 = 9.0;
const MUNICIPALITIES_FROM: f64 = 10.75;
const STATIONS_FROM: f64 = 10.5;
/// From here on circles of a square kilometre would be taken for villages.
const SCATTERED_UNTIL: f64 = 11.5;

/// A drawn view: elements of an SVG whose user units are pixels of the view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// Sea, land, borders, signs: a group with the class `base-ground`.
    pub ground: String,
    /// The names: a group with the class `base-names`.
    pub names: String,
}

impl Drawing {
    /// Both groups, the names on top.
    pub fn svg(&self) -> String {
        format!("{}{}", self.ground, self.names)
    }
}

/// What lies around and on coloured areas, which come between the two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surroundings {
    /// Sea, neighbouring land and the land of the state.
    pub below: String,
    /// Lakes, dots of towns, names.
    pub above: String,
}

impl Layers {
    /// Draws what lies around and on coloured areas of the view: without settled land, rivers and borders, which would
    /// compete with the colours.
    pub fn draw_around(&self, view: &View, reserved: &Reserved<'_>) -> Surroundings {
        let mut labels = labels::place(&self.names, view, reserved);
        // Names of islands have the colour of land, which does not stand out from every colour of an area.
        labels.retain(|label| label.name.style != Style::Island);
        let frame = Frame::of(view);
        let (mut below, mut above) =
            (opened(view), format!("<g class=\"base-ground\" transform=\"{}\">", scale()));
        if let Some(level) = self.level(view.detail()) {
            let fill = |polygons| paths::fill(polygons, view, &frame);
            add(
                &mut below,
                "base-beyond",
                &format!("{}{}", fill(&self.surroundings), fill(&level.neighbours)),
            );
            add(&mut below, "base-land", &fill(&level.land));
            add(&mut above, "base-lake", &fill(&level.lakes));
            write_dots(&mut above, &labels, view, &frame);
        }
        for group in [&mut below, &mut above] {
            group.push_str("</g>");
        }
        above.push_str(&names(&labels, view));
        Surroundings { below, above }
    }

    /// Draws a view. Names keep clear of what is reserved; a view beyond the data is sea.
    pub fn draw(&self, view: &View, reserved: &Reserved<'_>) -> Drawing {
        let labels = labels::place(&self.names, view, reserved);
        Drawing { ground: ground(self, view, &labels), names: names(&labels, view) }
    }
}

fn scale() -> String {
    format!("scale({})", 1.0 / paths::UNITS)
}

/// The sea, and the beginning of the group of what lies on it.
fn opened(view: &View) -> String {
    let (width, height) = (view.width, view.height);
    format!(
        "<rect class=\"base-sea\" width=\"{width}\" height=\"{height}\"/><g class=\"base-ground\" transform=\"{}\">",
        scale()
    )
}

fn ground(layers: &Layers, view: &View, labels: &[Label<'_>]) -> String {
    let mut svg = opened(view);
    if let Some(level) = layers.level(view.detail()) {
        let frame = Frame::of(view);
        write_land(&mut svg, layers, level, view, &frame);
        write_lines(&mut svg, level, view, &frame);
        write_signs(&mut svg, layers, labels, view, &frame);
    }
    svg.push_str("</g>");
    svg
}

fn write_land(svg: &mut String, layers: &Layers, level: &Level, view: &View, frame: &Frame) {
    let fill = |polygons| paths::fill(polygons, view, frame);
    let coast = paths::strokes(&level.coast, view, frame);
    let beyond = format!(
        "{}{}",
        paths::strokes(&level.neighbour_coast, view, frame),
        paths::strokes(&layers.surrounding_coast, view, frame)
    );
    for glow in ["base-glow-wide", "base-glow"] {
        add(svg, glow, &format!("{coast}{beyond}"));
    }
    add(svg, "base-beyond", &format!("{}{}", fill(&layers.surroundings), fill(&level.neighbours)));
    add(svg, "base-coast", &beyond);
    add(svg, "base-land", &fill(&level.land));
    let scattered = if view.detail() < SCATTERED_UNTIL { fill(&level.scattered) } else { String::new() };
    add(svg, "base-settled", &format!("{}{scattered}", fill(&level.settled)));
    add(svg, "base-river", &paths::strokes(&level.rivers, view, frame));
    add(svg, "base-lake", &fill(&level.lakes));
    add(svg, "base-coast", &coast);
}

fn write_lines(svg: &mut String, level: &Level, view: &View, frame: &Frame) {
    if view.detail() >= MUNICIPALITIES_FROM {
        add(svg, "base-municipality", &paths::strokes(&level.municipalities, view, frame));
    }
    if view.detail() >= AMTER_FROM {
        add(svg, "base-amt", &paths::strokes(&level.amter, view, frame));
    }
    let districts = paths::strokes(&level.districts, view, frame);
    add(svg, "base-district-casing", &districts);
    add(svg, "base-district", &districts);
    let state = paths::strokes(&level.state, view, frame);
    add(svg, "base-state-casing", &state);
    add(svg, "base-state", &state);
}

fn write_signs(svg: &mut String, layers: &Layers, labels: &[Label<'_>], view: &View, frame: &Frame) {
    let scale = view.text_scale * paths::UNITS;
    if view.detail() >= STATIONS_FROM {
        let stations = paths::dots(layers.stations.iter().copied(), view, frame);
        add_dots(svg, "base-station-ring", &stations, 7.0 * scale);
        add_dots(svg, "base-station", &stations, 4.0 * scale);
    }
    write_dots(svg, labels, view, frame);
}

/// The dots of the towns and villages that are named.
fn write_dots(svg: &mut String, labels: &[Label<'_>], view: &View, frame: &Frame) {
    let scale = view.text_scale * paths::UNITS;
    for style in Style::ALL.into_iter().filter(|style| style.has_dot()) {
        let points = labels.iter().filter(|label| label.name.style == style).map(|label| label.name.point);
        let dots = paths::dots(points, view, frame);
        let size = if style <= Style::LargeTown { 7.0 } else { 5.0 };
        add_dots(svg, &format!("base-dot base-dot-{}", style.class()), &dots, size * scale);
        if style > Style::LargeTown {
            add_dots(svg, "base-dot-core", &dots, 2.0 * scale);
        }
    }
}

fn names(labels: &[Label<'_>], view: &View) -> String {
    let mut svg = String::from("<g class=\"base-names\" text-anchor=\"middle\">");
    for style in Style::ALL {
        let size = style.font_size(view.zoom) * view.text_scale;
        let mut open = false;
        for label in labels.iter().filter(|label| label.name.style == style && is_visible(label, view)) {
            if !open {
                // Writing to a string cannot fail.
                let _ = write!(
                    svg,
                    "<g class=\"base-name base-name-{}\" font-size=\"{size:.1}\">",
                    style.class()
                );
                open = true;
            }
            let text = escaped(&label.name.text);
            let anchor = match label.anchor {
                Anchor::Start => " text-anchor=\"start\"",
                Anchor::Middle => "",
                Anchor::End => " text-anchor=\"end\"",
            };
            let _ = write!(svg, "<text x=\"{:.0}\" y=\"{:.0}\"{anchor}>{text}</text>", label.x, label.y);
        }
        if open {
            svg.push_str("</g>");
        }
    }
    svg.push_str("</g>");
    svg
}

fn is_visible(label: &Label<'_>, view: &View) -> bool {
    label.block.overlaps(&labels::Block { left: 0.0, top: 0.0, right: view.width, bottom: view.height })
}

fn add(svg: &mut String, class: &str, path: &str) {
    if !path.is_empty() {
        // Writing to a string cannot fail.
        let _ = write!(svg, "<path class=\"{class}\" d=\"{path}\"/>");
    }
}

fn add_dots(svg: &mut String, class: &str, path: &str, diameter: f64) {
    if !path.is_empty() {
        // Writing to a string cannot fail.
        let _ = write!(svg, "<path class=\"{class}\" stroke-width=\"{diameter:.1}\" d=\"{path}\"/>");
    }
}

/// A text of the gazetteer or of our table as text of an element.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
