//! Rows that sum up a list or a part of it, such as "Summe Plätze: 245". They are no facilities.

use super::columns::Columns;
use super::position_columns::OwnPosition;
use super::read::{Geometry, Row};
use super::text::clean;
use super::{values, vocabulary};
use crate::register::Field;

/// Fields that only a facility has. Its name is none: a sum stands where names stand.
const WHERE: [Field; 6] = [Field::Street, Field::Postcode, Field::Place, Field::Phone, Field::X, Field::Y];

impl Columns<'_> {
    /// Whether the first text of a row speaks of a sum and nothing in the row says where a facility is or how to call it.
    pub(super) fn is_sum_row(&self, row: &Row) -> bool {
        let is_text = |text: &str| text.contains(|c: char| c.is_alphabetic() || c == '∑');
        // The value of a merged cell belongs to the rows above.
        let mut own = row.cells.iter().enumerate().filter(|(column, _)| !row.merged.contains(column));
        let Some((first, text)) = own.find(|(_, cell)| is_text(cell)) else { return false };
        vocabulary::is_sum(&clean(text).text)
            && row.geometry == Geometry::Absent
            && !self.columns_of_a_place().any(|column| column != first && has_value(row, column))
    }

    fn columns_of_a_place(&self) -> impl Iterator<Item = usize> {
        let fields = WHERE.iter().filter_map(|field| self.bound(*field, None));
        let mapped = fields.flat_map(|bound| bound.cells.iter().chain(&bound.further)).copied();
        let own = self.own_position.map(OwnPosition::columns).unwrap_or_default();
        mapped.chain(self.address_columns().iter().copied()).chain(own)
    }
}

fn has_value(row: &Row, column: usize) -> bool {
    let text = row.cells.get(column).filter(|_| !row.merged.contains(&column)).map(|cell| clean(cell).text);
    text.is_some_and(|text| !text.is_empty() && !values::is_no_value(&text))
}
