//! From figures to the charts of a card: one for wide screens and paper, and one for phones.

use serde::Serialize;

use crate::app::State;
use crate::app::forecast::RowResponse;
use crate::charts::{Chart, Head, MapFrame, MapGround, Point, Series, Size, Stroke, Tone};
use crate::units::Lang;

/// The drawings of a card, with the stylesheet `charts.css`.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Drawing {
    wide: String,
    narrow: String,
    /// For a picture that stands for itself.
    #[serde(skip)]
    chart: Chart,
}

impl Drawing {
    /// Draws the chart in both sizes; `draw` is given id and size.
    pub fn new(id: &str, draw: impl Fn(String, Size) -> Chart) -> Self {
        Self::sized(id, [Size::CARD, Size::PHONE], draw)
    }

    /// Draws the chart for wide screens and paper in the first size, for phones in the second.
    pub fn sized(id: &str, [wide, narrow]: [Size; 2], draw: impl Fn(String, Size) -> Chart) -> Self {
        let chart = draw(format!("{id}-bild"), wide);
        Self { wide: chart.svg.clone(), narrow: draw(format!("{id}-bild-schmal"), narrow).svg, chart }
    }

    /// The same with ids that begin in another way, for a page that has several drawings of a kind.
    pub fn renamed(self, from: &str, to: &str) -> Self {
        let renamed = |svg: &str| {
            ["id=\"", "labelledby=\"", "describedby=\"", "url(#"]
                .iter()
                .fold(svg.to_owned(), |svg, before| {
                    svg.replace(&format!("{before}{from}-bild"), &format!("{before}{to}-bild"))
                })
        };
        Self { wide: renamed(&self.wide), narrow: renamed(&self.narrow), chart: self.chart }
    }

    /// Whether it is too wide for a column of cards.
    pub fn is_wide(&self) -> bool {
        self.chart.width > Size::CARD.width
    }

    /// Whether it has a band. Each chart that has one names it; what is put into a basket is in German.
    pub fn has_band(&self) -> bool {
        self.wide.contains("Zukünften")
    }

    /// A file with title, drawing and source.
    pub fn file(&self) -> String {
        self.chart.standalone()
    }
}

/// What stands around a drawing, in a language.
pub(super) fn head(
    lang: Lang,
    id: String,
    size: Size,
    (title, subtitle, source): (&str, &str, &str),
) -> Head {
    let (title, subtitle, source) = (title.to_owned(), subtitle.to_owned(), source.to_owned());
    Head { id, title, subtitle, source, size, lang }
}

/// A computed figure with its band.
pub(super) fn point(row: &RowResponse) -> Point {
    let point = Point::computed(row.year, row.value);
    match row.quantiles {
        Some(it) => point.with_band(it.q10, it.q90),
        None => point,
    }
}

/// Computed figures as a line.
pub(super) fn line<'a>(
    name: &str,
    (tone, stroke): (Tone, Stroke),
    rows: impl Iterator<Item = &'a RowResponse>,
) -> Series {
    Series::new(name, tone, stroke, rows.map(point).collect())
}

/// The base layer around and on the areas: sea, neighbours, lakes and towns.
pub(super) fn ground(state: &State, frame: MapFrame) -> MapGround {
    crate::app::map_ground::ground(&state.reference, frame)
}
