//! A layout applied to a header: where in a row each field stands.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::{ColumnSpec, IgnoreRule, Layout};
use super::notes::Sentence;
use super::position_columns::{OwnPosition, Systems};
use super::read::{Row, Table};
use super::text::{is_garbled, word_key};
use crate::crs::Crs;
use crate::register::{CategorySlug, Field};

/// Why a table cannot be read with a layout.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum ColumnsError {
    #[error(
        "the file lacks the columns {missing} of the layout \"{layout}\"; it has: {header}; hint: check the line with the names of the columns, or name another mapping"
    )]
    Missing { layout: String, missing: String, header: String },
    #[error(
        "the coordinates of the file are in {name}, which is not known here; expected one of {known}; hint: one command of GDAL brings them there: ogr2ogr -t_srs EPSG:25833 list.gpkg FILE"
    )]
    Crs { name: String, known: String },
    #[error("the column \"{0}\" appears twice in the file; hint: rename or remove one of them")]
    Double(String),
    #[error(
        "the layout \"{0}\" maps neither coordinates nor a place or postcode that the file has; hint: map x and y, or place"
    )]
    NoPosition(String),
}

/// Where a field stands.
#[derive(Debug, Default)]
pub(super) struct Bound {
    /// Indices of the cells in a row, in the order of the layout.
    pub cells: Vec<usize>,
    /// What stands between the cells where all of them together are the value.
    pub join: Option<String>,
    /// Indices of cells whose values follow the one that is joined.
    pub further: Vec<usize>,
}

/// Where a further offer of a row stands.
#[derive(Debug)]
pub(super) struct BoundOffer {
    pub category: CategorySlug,
    pub when: Option<usize>,
    fields: BTreeMap<Field, Bound>,
}

/// The columns of a layout found in a table.
pub(super) struct Columns<'a> {
    pub layout: &'a Layout,
    fields: BTreeMap<Field, Bound>,
    category: Vec<usize>,
    pub offers: Vec<BoundOffer>,
    address: Vec<usize>,
    place_texts: Vec<usize>,
    ignored: Vec<(usize, &'a IgnoreRule)>,
    /// Columns of the layout that the file does not have.
    pub absent: Vec<String>,
    /// Columns of the file that the layout does not use.
    pub unread: Vec<String>,
    header: &'a [String],
    sheets: &'a [String],
    /// Rows have a geometry beside their cells.
    pub has_points: bool,
    pub systems: Systems,
    /// Where the position stands if not in columns of the layout.
    pub own_position: Option<OwnPosition>,
}

/// Finds columns by their names, and keeps which were found and which not.
struct ColumnLookup {
    positions: BTreeMap<String, Vec<usize>>,
    absent: BTreeSet<String>,
    used: BTreeSet<usize>,
}

impl ColumnLookup {
    fn one(&mut self, name: &str) -> Result<Option<usize>, ColumnsError> {
        match self.positions.get(&word_key(name)).map(Vec::as_slice) {
            None => {
                self.absent.insert(name.to_owned());
                Ok(None)
            }
            Some([one]) => {
                self.used.insert(*one);
                Ok(Some(*one))
            }
            Some(_) => Err(ColumnsError::Double(name.to_owned())),
        }
    }

    fn all(&mut self, names: &[String]) -> Result<Vec<usize>, ColumnsError> {
        names.iter().filter_map(|name| self.one(name).transpose()).collect()
    }

    fn fields(
        &mut self,
        specs: &BTreeMap<Field, ColumnSpec>,
    ) -> Result<BTreeMap<Field, Bound>, ColumnsError> {
        let mut fields = BTreeMap::new();
        for (field, spec) in specs {
            let (cells, further) = (self.all(&spec.names)?, self.all(&spec.further)?);
            if !cells.is_empty() {
                fields.insert(*field, Bound { cells, join: spec.join.clone(), further });
            }
        }
        Ok(fields)
    }
}

impl<'a> Columns<'a> {
    pub fn bind(layout: &'a Layout, table: &'a Table) -> Result<Self, ColumnsError> {
        let positions = positions(&table.header);
        let mut lookup = ColumnLookup { positions, absent: BTreeSet::new(), used: BTreeSet::new() };
        let category = lookup.all(&layout.category_columns)?;
        let fields = lookup.fields(&layout.columns)?;
        let mut offers = Vec::new();
        for offer in &layout.offers {
            let when = offer.when.as_deref().map(|name| lookup.one(name)).transpose()?.flatten();
            let fields = lookup.fields(&offer.columns)?;
            if when.is_some() || fields.contains_key(&Field::Places) {
                offers.push(BoundOffer { category: offer.category.clone(), when, fields });
            }
        }
        let address = lookup.all(&layout.address_columns)?;
        let place_texts = lookup.all(&layout.place_text_columns)?;
        let mut ignored = Vec::new();
        for rule in &layout.ignored_rows {
            ignored.extend(lookup.one(&rule.column)?.map(|column| (column, rule)));
        }
        let ColumnLookup { absent, used, .. } = lookup;
        let named = table.header.iter().enumerate().filter(|(_, name)| !name.trim().is_empty());
        let unread = named.filter(|(index, _)| !used.contains(index)).map(|(_, name)| name.clone());
        let mut columns = Self {
            layout,
            fields,
            category,
            offers,
            address,
            place_texts,
            ignored,
            absent: absent.into_iter().collect(),
            unread: unread.collect(),
            header: &table.header,
            sheets: &table.sheets,
            has_points: table.kind.has_geometry(),
            systems: systems(layout, table)?,
            own_position: None,
        };
        columns.find_position(table);
        columns.check()?;
        Ok(columns)
    }

    /// Where the layout maps no coordinates that the file has, the usual names are looked for.
    fn find_position(&mut self, table: &Table) {
        if self.has_points || (self.maps(Field::X) && self.maps(Field::Y)) {
            return;
        }
        let is_free = |index: usize| self.header.get(index).is_some_and(|name| self.unread.contains(name));
        self.own_position = OwnPosition::find(table, is_free);
        let used = self.own_position.map(OwnPosition::columns).unwrap_or_default();
        let names: Vec<String> = used.iter().filter_map(|index| self.header.get(*index)).cloned().collect();
        self.unread.retain(|name| !names.contains(name));
    }

    fn check(&self) -> Result<(), ColumnsError> {
        let layout = self.layout;
        let mut missing = layout.missing_columns(self.header);
        let has_other = layout.constants.contains_key(&Field::Category)
            || layout.category_from_sheet
            || !self.offers.is_empty();
        for name in layout.category_columns.iter().filter(|_| !has_other) {
            if self.absent.contains(name) && !missing.contains(name) {
                missing.push(name.clone());
            }
        }
        if !has_other && self.category.is_empty() {
            missing.extend(
                layout
                    .offers
                    .iter()
                    .flat_map(|offer| offer.columns.values())
                    .flat_map(|spec| spec.names.clone()),
            );
        }
        if !self.maps(Field::Name) {
            missing.extend(layout.columns.get(&Field::Name).into_iter().flat_map(|spec| spec.names.clone()));
        }
        if !missing.is_empty() {
            missing.dedup();
            return Err(ColumnsError::Missing {
                layout: layout.name.clone(),
                missing: missing.join(", "),
                header: shown(self.header),
            });
        }
        let has_coordinates = (self.maps(Field::X) && self.maps(Field::Y)) || self.own_position.is_some();
        if !(self.has_points || has_coordinates || self.maps(Field::Place) || self.maps(Field::Postcode)) {
            return Err(ColumnsError::NoPosition(layout.name.clone()));
        }
        Ok(())
    }

    /// The warning that the names of columns were read in a wrong encoding.
    pub fn garbled_remark(&self) -> Option<Sentence> {
        let garbled: Vec<&str> =
            self.header.iter().map(String::as_str).filter(|name| is_garbled(name)).collect();
        (!garbled.is_empty()).then(|| {
            let names = garbled.join(", ");
            let en = format!(
                "WARNING: names of columns look garbled ({names}), so the texts below will too; hint: try --encoding utf-8-twice, cp850 or macintosh"
            );
            let de = format!(
                "WARNUNG: Die Zeichen in den Spaltennamen sehen falsch aus ({names}), also auch die Texte darunter; bitte --encoding utf-8-twice, cp850 oder macintosh versuchen."
            );
            (en, de).into()
        })
    }

    /// What the report says about the coordinates of the list.
    pub fn position_remark(&self) -> Option<Sentence> {
        self.systems.remark(self.has_points, self.maps(Field::X), self.own_position.is_some())
    }

    /// The names of all columns of the file.
    pub fn header(&self) -> &'a [String] {
        self.header
    }

    /// Whether the value of a field stands in a merged cell that begins in a row above.
    pub fn is_merged(&self, row: &Row, field: Field) -> bool {
        let columns = self.fields.get(&field).map_or(&[][..], |bound| bound.cells.as_slice());
        columns.iter().any(|column| row.merged.contains(column))
    }

    /// Whether the file says anything about a field, be it that a cell is empty.
    pub fn maps(&self, field: Field) -> bool {
        const IN_ADDRESSES: [Field; 4] = [Field::Street, Field::HouseNumber, Field::Postcode, Field::Place];
        self.fields.contains_key(&field)
            || self.layout.constants.contains_key(&field)
            || self.offers.iter().any(|offer| offer.fields.contains_key(&field))
            || (!self.address.is_empty() && IN_ADDRESSES.contains(&field))
            || (!self.place_texts.is_empty() && field == Field::Places)
    }

    /// Where a field stands: for a further offer of a row in its own columns. What the others say of the row as a
    /// whole (the day of a count, a note) holds for it too, but their numbers and amounts do not.
    pub fn bound(&self, field: Field, offer: Option<usize>) -> Option<&Bound> {
        let Some(offer) = offer.and_then(|at| self.offers.get(at)) else { return self.fields.get(&field) };
        let is_own = matches!(field, Field::Places | Field::FreePlaces)
            || Field::amounts().any(|(_, amount)| amount == field);
        offer.fields.get(&field).or_else(|| self.fields.get(&field).filter(|_| !is_own))
    }

    /// The cells of a field in the order of the layout, each with the name of its column.
    pub fn cells<'r>(&'r self, row: &'r Row, field: Field) -> impl Iterator<Item = (&'r str, &'r str)> {
        let columns = self.fields.get(&field).map_or(&[][..], |bound| bound.cells.as_slice());
        columns.iter().map(|column| self.cell(row, *column))
    }

    pub fn category_cells<'r>(&'r self, row: &'r Row) -> impl Iterator<Item = (&'r str, &'r str)> {
        self.category.iter().map(|column| self.cell(row, *column))
    }

    /// The name of the sheet of a row.
    pub fn sheet(&self, row: &Row) -> &str {
        self.sheets.get(row.sheet).map_or("", String::as_str)
    }

    /// Where cells stand that hold a whole address.
    pub fn address_columns(&self) -> &[usize] {
        &self.address
    }

    /// Cells that hold a whole address.
    pub fn address_cells<'r>(&'r self, row: &'r Row) -> impl Iterator<Item = (&'r str, &'r str)> {
        self.address.iter().map(|column| self.cell(row, *column))
    }

    /// Cells in whose text numbers of places are looked for.
    pub fn place_texts<'r>(&'r self, row: &'r Row) -> impl Iterator<Item = (&'r str, &'r str)> {
        self.place_texts.iter().map(|column| self.cell(row, *column))
    }

    /// The column and the word for which a row is left out on purpose.
    pub fn ignored<'r>(&'r self, row: &'r Row) -> Option<(&'r str, &'r str)> {
        let cells = self.ignored.iter().map(|(column, rule)| (self.cell(row, *column), rule));
        cells.filter(|((_, text), rule)| rule.is_listed(&word_key(text))).map(|(cell, _)| cell).next()
    }

    pub fn cell<'r>(&'r self, row: &'r Row, column: usize) -> (&'r str, &'r str) {
        let text = |texts: &'r [String]| texts.get(column).map_or("", String::as_str);
        (text(self.header), text(&row.cells))
    }
}

/// The names of the columns for a message, and what to do where they look garbled.
pub(super) fn shown(header: &[String]) -> String {
    let names: String = header.join(", ").chars().take(500).collect();
    if !header.iter().any(|name| is_garbled(name)) {
        return names;
    }
    format!(
        "{names}; they look garbled, as if read in a wrong encoding: try --encoding utf-8-twice, cp850 or macintosh"
    )
}

/// The coordinate systems of the file and of the mapping. One of the file that is not known matters only where the
/// mapping does not name another.
fn systems(layout: &Layout, table: &Table) -> Result<Systems, ColumnsError> {
    let of_layout = layout.crs.clone();
    let of_file = table.crs.as_deref().map(|name| Crs::from_name(name).ok_or(name));
    match of_file {
        Some(Err(name)) if of_layout.is_none() => {
            Err(ColumnsError::Crs { name: name.to_owned(), known: Crs::known() })
        }
        of_file => Ok(Systems { of_file: of_file.and_then(Result::ok), of_layout }),
    }
}

fn positions(header: &[String]) -> BTreeMap<String, Vec<usize>> {
    let mut positions: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, name) in header.iter().enumerate() {
        positions.entry(word_key(name)).or_default().push(index);
    }
    positions
}
