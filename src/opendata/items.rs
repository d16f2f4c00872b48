//! A collection and its items.

use std::borrow::Cow;

use super::{Period, Property, Shape, Value};
use crate::units::words;

words! {
    /// What geometries the items of a collection have.
    pub enum GeometryKind {
        /// Points.
        Point = "Point",
        /// Outlines of one or several polygons.
        MultiPolygon = "MultiPolygon",
    }
}

/// What is said about a collection as a whole.
#[derive(Debug, Clone)]
pub struct Collection {
    /// The name in addresses: letters, digits, `-` and `_`.
    pub id: String,
    /// The German title.
    pub title_de: String,
    /// The English title.
    pub title_en: String,
    /// What its items are, in German.
    pub description_de: String,
    /// The same in English.
    pub description_en: String,
    /// To be named wherever the data are shown.
    pub attribution: String,
    /// The geometry of its items.
    pub geometry: GeometryKind,
    /// West, south, east and north in degrees; `None` where there is no item.
    pub bounds: Option<[f64; 4]>,
    /// The time of its items, where they have any.
    pub period: Option<Period>,
    /// The properties of its items.
    pub properties: Vec<Property>,
}

impl Collection {
    /// The index of a property.
    pub fn property(&self, name: &str) -> Option<usize> {
        self.properties.iter().position(|property| property.name == name)
    }
}

/// The items of a collection, by number, in the order of their ids.
pub trait Items {
    /// How many there are.
    fn count(&self) -> usize;

    /// The id of an item, which no other has. Ids ascend with the numbers.
    fn id(&self, item: usize) -> Cow<'_, str>;

    /// The value of a property, by its index in [`Collection::properties`].
    fn value(&self, item: usize, property: usize) -> Value<'_>;

    /// The geometry, where the item has one.
    fn shape(&self, item: usize) -> Option<Shape<'_>>;

    /// When the item holds; `None` if it has no time.
    fn period(&self, item: usize) -> Option<Period>;
}
