//! Features of formats with geometries: the names of their properties become columns in the order in which they first
//! occur.

use std::collections::HashMap;

use super::builder::TableBuilder;
use super::table::{Geometry, Kind, Row, Table};
use super::{Fault, Limits};
use crate::import::notes::Sentence;

pub(super) struct Features<'a> {
    builder: TableBuilder<'a>,
    limits: &'a Limits,
    names: Vec<String>,
    positions: HashMap<String, usize>,
    count: usize,
}

impl<'a> Features<'a> {
    pub fn new(limits: &'a Limits) -> Self {
        let (names, positions) = (Vec::new(), HashMap::new());
        Self { builder: TableBuilder::new(limits), limits, names, positions, count: 0 }
    }

    /// The number of the feature that comes next.
    pub fn next_line(&self) -> usize {
        self.count + 1
    }

    fn position(&mut self, name: String) -> usize {
        let next = self.names.len();
        let names = &mut self.names;
        *self.positions.entry(name).or_insert_with_key(|name| {
            names.push(name.clone());
            next
        })
    }

    /// Adds a feature with its properties, each with its name.
    pub fn push(
        &mut self,
        properties: impl IntoIterator<Item = (String, String)>,
        geometry: Geometry,
    ) -> Result<(), Fault> {
        self.count += 1;
        let line = self.count;
        let mut cells = Vec::new();
        for (name, text) in properties {
            let position = self.position(name);
            if position >= self.limits.columns {
                return Err(Fault::Columns { line, limit: self.limits.columns });
            }
            if cells.len() <= position {
                cells.resize(position + 1, String::new());
            }
            if let Some(cell) = cells.get_mut(position) {
                *cell = text;
            }
        }
        self.builder.push_row(Row { line, cells, geometry, ..Row::default() })
    }

    /// The table; `crs` is the coordinate system that the file names.
    pub fn finish(
        self,
        kind: Kind,
        details: impl Into<Sentence>,
        crs: Option<String>,
    ) -> Result<Table, Fault> {
        if self.names.is_empty() {
            return Err(Fault::Empty);
        }
        let table = self.builder.finish_with_header(kind, details.into(), self.names)?;
        Ok(Table { crs, ..table })
    }
}
