//! What the style guide shows: values out of the stylesheets themselves, contrasts computed here, and charts of invented figures.

use serde::Serialize;

use crate::charts::{
    AreaValue, Basis, Head, Point, RankingChart, Series, Size, Stroke, TimeChart, Tone, Unit,
};
use crate::web::shell::icons;
use crate::web::shell::pages::View;
use crate::web::shell::palette::{self, Scheme};
use crate::web::text::messages::Messages;

/// A colour in both schemes.
#[derive(Debug, Serialize)]
struct ColourRow {
    name: &'static str,
    light: String,
    dark: String,
}

/// What must be read or seen on what.
#[derive(Debug, Serialize)]
struct ContrastRow {
    name: &'static str,
    ground: &'static str,
    least: String,
    light: Sample,
    dark: Sample,
}

/// A colour on its ground.
#[derive(Debug, Serialize)]
struct Sample {
    colour: String,
    ground: String,
    contrast: String,
    holds: bool,
}

/// A value of the stylesheets with its name.
#[derive(Debug, Serialize)]
struct Token {
    name: &'static str,
    /// What stands behind the hyphens of its group: "body".
    short: &'static str,
    value: &'static str,
}

#[derive(Debug, Serialize)]
pub(super) struct StyleGuide {
    colours: Vec<ColourRow>,
    contrasts: Vec<ContrastRow>,
    /// Whether every contrast holds.
    holds: bool,
    types: Vec<Token>,
    spaces: Vec<Token>,
    corners: Vec<Token>,
    icons: Vec<&'static str>,
    /// Lines with their band, and bars.
    line_chart: String,
    bar_chart: String,
    /// The states of free places, as markers show them.
    states: [&'static str; 4],
}

impl View for StyleGuide {
    fn template(&self) -> &'static str {
        "style_guide.html"
    }

    fn title(&self, _: &Messages) -> String {
        "Gestaltung der Seiten".to_owned()
    }

    fn has_counterpart(&self) -> bool {
        false
    }
}

pub(super) fn view() -> StyleGuide {
    let contrasts = contrasts();
    StyleGuide {
        colours: colours(),
        holds: contrasts.iter().all(|row| row.light.holds && row.dark.holds),
        contrasts,
        types: group("--type-"),
        spaces: group("--space-"),
        corners: group("--radius-"),
        icons: icons::names(),
        line_chart: lines(),
        bar_chart: bars(),
        states: ["free", "full", "on_request", "unknown"],
    }
}

/// With one decimal, never rounded up: "4,5"
fn decimal(number: f64) -> String {
    format!("{:.1}", (number * 10.0).floor() / 10.0).replace('.', ",")
}

fn colours() -> Vec<ColourRow> {
    let [light, dark] = Scheme::ALL.map(palette::colours);
    let row = |((name, light), (_, dark)): ((&'static str, _), (&str, _))| ColourRow {
        name,
        light: format!("{light}"),
        dark: format!("{dark}"),
    };
    light.into_iter().zip(dark).map(row).collect()
}

fn contrasts() -> Vec<ContrastRow> {
    let sample = |scheme, (name, ground, least): (&str, &str, f64)| {
        let (colour, ground) = (palette::colour(scheme, name)?, palette::colour(scheme, ground)?);
        let contrast = colour.contrast(ground);
        Some(Sample {
            colour: colour.to_string(),
            ground: ground.to_string(),
            contrast: decimal(contrast),
            holds: contrast >= least,
        })
    };
    let row = |name, ground, least| {
        let [light, dark] = Scheme::ALL.map(|scheme| sample(scheme, (name, ground, least)));
        Some(ContrastRow { name, ground, least: decimal(least), light: light?, dark: dark? })
    };
    let pairs = palette::PAIRS
        .iter()
        .flat_map(|(name, grounds, least)| grounds.iter().map(move |ground| (*name, *ground, *least)));
    pairs.filter_map(|(name, ground, least)| row(name, ground, least)).collect()
}

fn group(beginning: &'static str) -> Vec<Token> {
    let token = |(name, value): (&'static str, &'static str)| Token {
        name,
        short: name.strip_prefix(beginning).unwrap_or(name),
        value,
    };
    palette::tokens(beginning).map(token).collect()
}

fn head(id: &str, title: &str) -> Head {
    Head {
        id: id.to_owned(),
        title: title.to_owned(),
        subtitle: String::new(),
        source: String::new(),
        size: Size::CARD,
        lang: crate::units::Lang::De,
    }
}

/// Invented figures, which the page says.
fn lines() -> String {
    let need = (0..=15).map(|at| {
        let value = 1_000.0 + 22.0 * f64::from(at);
        let point = Point::computed(2025 + at, value);
        if at == 0 {
            point
        } else {
            point.with_band(value - 11.0 * f64::from(at), value + 11.0 * f64::from(at))
        }
    });
    let places = (0..=15).map(|at| Point::computed(2025 + at, 1_090.0));
    let series = vec![
        Series::new("Bedarf", Tone::Need, Stroke::Main, need.collect()),
        Series::new("Plätze", Tone::Supply, Stroke::Main, places.collect()),
    ];
    TimeChart::new(head("stil-linien", "Linien mit Spanne, Beispiel"), Unit::Count, series).draw().svg
}

fn bars() -> String {
    let names = [("Gebiet A", 9.4), ("Gebiet B", 8.1), ("Gewähltes Gebiet", 7.6), ("Gebiet C", 5.2)];
    let area = |(name, value): (&str, f64)| AreaValue {
        name: name.to_owned(),
        value: Some(value),
        is_own: name.starts_with("Gewählt"),
    };
    RankingChart {
        head: head("stil-balken", "Rangfolge, Beispiel"),
        unit: Unit::Share,
        basis: Basis::Counted,
        areas: names.map(area).into(),
        whole: Some(("Alle".to_owned(), 7.2)),
    }
    .draw()
    .svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_contrast_of_the_guide_holds_and_every_group_is_shown() {
        let page = view();
        assert!(page.holds, "{:?}", page.contrasts);
        assert!(page.contrasts.len() >= 30 && page.colours.len() >= 20);
        assert!(page.types.len() >= 10 && page.spaces.len() == 7 && page.corners.len() == 4);
        assert!(page.icons.contains(&"phone"));
        let ink = page.contrasts.iter().find(|row| row.name == "--ink" && row.ground == "--surface").unwrap();
        assert_eq!(ink.light.contrast, "16,0");
    }
}
