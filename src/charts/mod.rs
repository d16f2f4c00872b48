//! Charts as pure functions: typed figures in, a [`Chart`] out, with the finding as title, the drawing as SVG, its
//! description for people who do not see it, and the same figures as a table.
//!
//! One drawing serves page, dark mode, print and plan: it names colours by their role as classes, and the stylesheet
//! `charts.css` beside this file gives them their values. [`Chart::standalone`] has them filled in. Sizes are CSS pixels.
//! Labels stand where they fit or not at all; the table has every figure. The head of a chart names its language.
//!
//! ```
//! use pflegeplan::charts::{Head, Point, Series, Size, Stroke, TimeChart, Tone, Unit, finding};
//! use pflegeplan::units::{Lang, Year};
//!
//! let points = vec![Point::computed(2025, 17_893.0), Point::computed(2040, 20_223.0).with_band(19_120.0, 21_230.0)];
//! let need = Series::new("Pflegebedürftige", Tone::Need, Stroke::Main, points);
//! let head = Head {
//!     id: "need".to_owned(),
//!     title: finding::change("Pflegebedürftige", &need, Year(2025), Year(2040)).unwrap(),
//!     subtitle: "Menschen am Jahresende".to_owned(),
//!     source: "Eigene Berechnung".to_owned(),
//!     size: Size::CARD,
//!     lang: Lang::De,
//! };
//! let chart = TimeChart::new(head, Unit::Count, vec![need]).draw();
//! assert_eq!(chart.title, "2040: 20.220 Pflegebedürftige, 13\u{a0}Prozent mehr als 2025");
//! assert_eq!(chart.table.rows[1][1].text, "20.220");
//! assert!(chart.svg.starts_with("<svg") && chart.svg.contains("need-title"));
//! ```

mod bars;
mod canvas;
mod choropleth;
mod classes;
mod data;
mod describe;
pub mod finding;
mod heat;
mod labels;
pub mod numbers;
mod outlines;
mod panels;
mod plot;
mod pyramid;
mod rank_range;
mod scale;
mod scatter;
mod spine;
mod stacked;
mod standalone;
mod text;
mod time;
mod words;

pub use bars::{AreaValue, BalanceChart, RankingChart};
pub use canvas::Pattern;
pub use choropleth::{AreaFigure, ChoroplethChart, MapArea, MapFrame, MapGround};
pub use classes::Method;
pub use data::{Band, Break, Chart, DataCell, DataTable, Head, Point, Series, Size, Stroke, Tone};
pub use heat::{HeatChart, HeatRow};
pub use numbers::{Basis, Unit};
pub use panels::{Panel, PanelsChart};
pub use pyramid::{Ages, PyramidChart};
pub use rank_range::{RankRangeChart, RankedArea};
pub use scale::Baseline;
pub use scatter::{ScatterAxis, ScatterChart, ScatterPoint};
pub use spine::{SpineChart, SpineGroup, SpineRow};
pub use stacked::{Layer, StackedChart};
pub use time::{Counted, Shortage, TimeChart};

#[cfg(test)]
mod tests;
