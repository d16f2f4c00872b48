//! `models/indicators/observed.csv`: official figures of facilities and staff, each with its source.

use serde::Deserialize;

use super::catalogue::Catalogue;
use super::cell::Cell;
use super::facts::{Fact, FactList, Origin, Slot};
use super::files::read;
use super::tree::AreaTree;
use crate::model::{self, LoadError};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceFile {
    source: Vec<SourceRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceRow {
    key: String,
    title: String,
    publisher: String,
    table: String,
    date: String,
    licence: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    measure: String,
    area: String,
    year: i32,
    value: u32,
    source: String,
}

pub(super) fn facts(catalogue: &Catalogue, tree: &AreaTree) -> Result<FactList, LoadError> {
    let sources = read("indicators/observed.toml", |file| Ok(file.toml::<SourceFile>()?.source))?;
    let path = "models/indicators/observed.csv";
    let text = model::text("indicators/observed.csv")?;
    let mut list = FactList::default();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    for (at, row) in reader.deserialize::<Row>().enumerate() {
        let line = at as u64 + 2;
        let fault = |sentence: String| LoadError::Fault { file: path.to_owned(), line, sentence };
        let row = row.map_err(|error| fault(error.to_string()))?;
        let source = sources.iter().find(|source| source.key == row.source);
        let source =
            source.ok_or_else(|| fault(format!("the source \"{}\" is not in observed.toml", row.source)))?;
        let origin = list.origin(Origin {
            key: source.key.clone(),
            title: format!("{}, {}, {}", source.title, source.publisher, source.date),
            table: source.table.clone(),
            licence: source.licence.clone(),
        });
        let measure = catalogue.measure(&row.measure);
        let measure = measure.ok_or_else(|| fault(format!("there is no measure \"{}\"", row.measure)))?;
        let area =
            tree.get(&row.area).ok_or_else(|| fault(format!("\"{}\" is the key of no area", row.area)))?;
        let cell = Cell::counted(f64::from(row.value));
        list.facts.push(Fact { measure, area, year: row.year, slot: Slot::default(), cell, origin });
    }
    Ok(list)
}
