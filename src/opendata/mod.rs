//! Open data as GIS programs read them: collections of items with typed properties and a geometry.
//!
//! A room that has figures gives them as [`Items`]; what is asked of them is a [`Selection`]: a region, a time and a
//! [`filter`] in the language CQL2. [`select`] gives a page of what matches. The room knows no HTTP and no JSON.
//!
//! ```
//! use pflegeplan::opendata::{Kind, Property, filter};
//!
//! let properties = [Property::new("name", Kind::Text, "Name", "name"), Property::new("places", Kind::Whole, "Plätze", "places")];
//! let found = filter::parse("name LIKE 'Haus %' AND places BETWEEN 10 AND 20", &properties, None);
//! assert!(found.is_ok());
//! let error = filter::parse("beds > 3", &properties, None).unwrap_err();
//! assert!(error.to_string().contains("\"beds\" is no property"));
//! ```

pub mod filter;
mod items;
mod property;
mod region;
mod select;
mod shape;
mod time;

pub use items::{Collection, GeometryKind, Items};
pub use property::{Kind, Property, Value};
pub use region::{Region, RegionError};
pub use select::{Page, Selection, find, select};
pub use shape::Shape;
pub use time::{Period, TimeError};
