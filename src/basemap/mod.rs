//! The built-in base layer: sea, lakes, rivers, neighbouring land, settled land, borders, railway stations and names,
//! drawn as SVG for any part of the map. The interactive map, the map without scripts and the printed map show the
//! same drawing.
//!
//! Data are the files of `models/basemap/` in three levels of detail. [`Layers::draw`] clips them to a [`View`] and
//! writes paths with classes; colours and widths are in the style sheet of the pages (`client/base_layer.css`), so
//! light, dark, print and forced colours need no drawing of their own.

mod clip;
mod drawing;
mod labels;
mod layers;
mod names;
mod paths;
mod topojson;
mod view;

pub use drawing::{Drawing, Surroundings};
pub use labels::{Block, Reserved};
pub use layers::{Layers, LayersError};
pub use view::View;

#[cfg(test)]
mod tests;
