//! Figures of areas and years, with the outlines of the areas.

use std::borrow::Cow;
use std::sync::Arc;

use crate::areas::Areas;
use crate::opendata::{Items, Kind, Period, Property, Shape, Value};

/// The figures of an area and year.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct AreaRow {
    /// `13076-2040`; rows stand in the order of their ids.
    pub id: String,
    /// The key of the area.
    pub key: String,
    pub year: i32,
    /// A word about the figures, such as how they may be read; empty where there is none.
    pub word: &'static str,
    /// NaN where there is no number.
    pub numbers: Box<[f64]>,
}

impl AreaRow {
    pub fn new(key: &str, year: i32, word: &'static str, numbers: Box<[f64]>) -> Self {
        Self { id: format!("{key}-{year}"), key: key.to_owned(), year, word, numbers }
    }
}

/// The properties of rows: those of the area, values that all rows share, a word, and numbers.
pub(super) struct Columns {
    pub shared: Vec<(Property, Value<'static>)>,
    pub word: Property,
    pub numbers: Vec<Property>,
}

/// Properties of the area of a row.
const OF_AREA: usize = 4;

impl Columns {
    pub fn properties(&self) -> Vec<Property> {
        let of_area: [Property; OF_AREA] = [
            Property::new("area", Kind::Text, "Schlüssel", "official key of the area"),
            Property::new("level", Kind::Text, "Ebene", "district, amt or municipality"),
            Property::new("name", Kind::Text, "Name", "name of the area"),
            Property::new("year", Kind::Whole, "Jahr", "year of the figures"),
        ];
        let shared = self.shared.iter().map(|(property, _)| property.clone());
        let word = std::iter::once(self.word.clone());
        of_area.into_iter().chain(shared).chain(word).chain(self.numbers.iter().cloned()).collect()
    }
}

/// Rows with the outlines of their areas.
pub(super) struct AreaTable<'a> {
    areas: &'a Areas,
    rows: Arc<Vec<AreaRow>>,
    columns: Columns,
}

impl<'a> AreaTable<'a> {
    pub fn new(areas: &'a Areas, rows: Arc<Vec<AreaRow>>, columns: Columns) -> Self {
        Self { areas, rows, columns }
    }
}

impl Items for AreaTable<'_> {
    fn count(&self) -> usize {
        self.rows.len()
    }

    fn id(&self, item: usize) -> Cow<'_, str> {
        self.rows.get(item).map_or("", |row| row.id.as_str()).into()
    }

    fn value(&self, item: usize, property: usize) -> Value<'_> {
        let Some(row) = self.rows.get(item) else { return Value::Missing };
        let area = || self.areas.get(&row.key);
        match property {
            0 => Value::text(row.key.as_str()),
            1 => Value::of(area(), |area| Value::text(area.level.word())),
            2 => Value::of(area(), |area| Value::text(area.name.as_str())),
            3 => Value::Whole(row.year.into()),
            further => self.further(row, further - OF_AREA),
        }
    }

    fn shape(&self, item: usize) -> Option<Shape<'_>> {
        let area = self.areas.get(&self.rows.get(item)?.key)?;
        Some(Shape::Outline(&area.outline))
    }

    fn period(&self, item: usize) -> Option<Period> {
        self.rows.get(item).map(|row| Period::year(row.year))
    }
}

impl AreaTable<'_> {
    fn further<'b>(&'b self, row: &'b AreaRow, at: usize) -> Value<'b> {
        let shared = &self.columns.shared;
        if let Some((_, value)) = shared.get(at) {
            return value.clone();
        }
        match at - shared.len() {
            0 if row.word.is_empty() => Value::Missing,
            0 => Value::text(row.word),
            number => Value::of(row.numbers.get(number - 1), |number| Value::number(*number)),
        }
    }
}
