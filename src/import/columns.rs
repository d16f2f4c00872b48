//! A layout applied to a header: where in a row each field stands.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::Layout;
use super::read::{Kind, Row, Table};
use super::text::word_key;
use crate::register::Field;

/// Why a table cannot be read with a layout.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ColumnsError {
    #[error(
        "the file lacks the columns {missing} of the layout \"{layout}\"; it has: {header}; hint: check the first line, or name another mapping"
    )]
    Missing { layout: String, missing: String, header: String },
    #[error("the column \"{0}\" stands twice in the file; hint: rename or remove one of them")]
    Double(String),
    #[error(
        "the layout \"{0}\" maps neither coordinates nor a place or postcode that the file has; hint: map x and y, or place"
    )]
    NoPosition(String),
}

/// The columns of a layout found in a table.
pub(super) struct Columns<'a> {
    pub layout: &'a Layout,
    fields: BTreeMap<Field, Vec<usize>>,
    category: Vec<usize>,
    /// Columns of the layout that the file does not have.
    pub absent: Vec<String>,
    /// Columns of the file that the layout does not use.
    pub unread: Vec<String>,
    header: &'a [String],
    has_points: bool,
}

impl<'a> Columns<'a> {
    pub fn bind(layout: &'a Layout, table: &'a Table) -> Result<Self, ColumnsError> {
        let positions = positions(&table.header);
        let mut absent = BTreeSet::new();
        let mut used: BTreeSet<usize> = BTreeSet::new();
        let mut find = |names: &[String]| -> Result<Vec<usize>, ColumnsError> {
            let mut found = Vec::new();
            for name in names {
                match positions.get(&word_key(name)).map(Vec::as_slice) {
                    None => drop(absent.insert(name.clone())),
                    Some([one]) => found.push(*one),
                    Some(_) => return Err(ColumnsError::Double(name.clone())),
                }
            }
            used.extend(&found);
            Ok(found)
        };
        let category = find(&layout.category_columns)?;
        let mut fields = BTreeMap::new();
        for (field, names) in &layout.columns {
            let found = find(names)?;
            if !found.is_empty() {
                fields.insert(*field, found);
            }
        }
        let unread = table
            .header
            .iter()
            .enumerate()
            .filter(|(index, _)| !used.contains(index))
            .map(|(_, name)| name.clone());
        let unread = unread.filter(|name| !name.trim().is_empty()).collect();
        let absent = absent.into_iter().collect();
        let has_points = table.kind == Kind::GeoJson;
        let columns = Self { layout, fields, category, absent, unread, header: &table.header, has_points };
        columns.check()?;
        Ok(columns)
    }

    fn check(&self) -> Result<(), ColumnsError> {
        let mut missing = self.layout.missing_columns(self.header);
        for name in &self.layout.category_columns {
            if self.absent.contains(name) && !missing.contains(name) {
                missing.push(name.clone());
            }
        }
        if !self.maps(Field::Name) {
            missing.extend(self.layout.columns.get(&Field::Name).into_iter().flatten().cloned());
        }
        if !missing.is_empty() {
            missing.dedup();
            return Err(ColumnsError::Missing {
                layout: self.layout.name.clone(),
                missing: missing.join(", "),
                header: self.header.join(", ").chars().take(500).collect(),
            });
        }
        let has_coordinates = self.maps(Field::X) && self.maps(Field::Y);
        if !(self.has_points || has_coordinates || self.maps(Field::Place) || self.maps(Field::Postcode)) {
            return Err(ColumnsError::NoPosition(self.layout.name.clone()));
        }
        Ok(())
    }

    /// Whether the file says anything about a field, be it that a cell is empty.
    pub fn maps(&self, field: Field) -> bool {
        self.fields.contains_key(&field)
    }

    /// The cells of a field in the order of the layout, each with the name of its column.
    pub fn cells<'r>(&'r self, row: &'r Row, field: Field) -> impl Iterator<Item = (&'r str, &'r str)> {
        let columns = self.fields.get(&field).map_or(&[][..], Vec::as_slice);
        columns.iter().map(|column| self.cell(row, *column))
    }

    pub fn category_cells<'r>(&'r self, row: &'r Row) -> impl Iterator<Item = (&'r str, &'r str)> {
        self.category.iter().map(|column| self.cell(row, *column))
    }

    fn cell<'r>(&'r self, row: &'r Row, column: usize) -> (&'r str, &'r str) {
        let text = |texts: &'r [String]| texts.get(column).map_or("", String::as_str);
        (text(self.header), text(&row.cells))
    }
}

fn positions(header: &[String]) -> BTreeMap<String, Vec<usize>> {
    let mut positions: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, name) in header.iter().enumerate() {
        positions.entry(word_key(name)).or_default().push(index);
    }
    positions
}
