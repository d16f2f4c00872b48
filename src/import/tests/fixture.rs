//! What the tests of this room share: the state's areas, the shipped layouts, small lists.

use std::path::Path;
use std::sync::LazyLock;

use chrono::NaiveDate;

use super::super::read::{Limits, ReadError, Table, load, read_bytes};
use super::super::{Context, Layout, Outcome, Plan, RowReport, plan};
use crate::areas::Areas;
use crate::gazetteer::{Gazetteer, Tables};
use crate::model;
use crate::register::{CategoryTree, Facility};

pub struct World {
    pub categories: CategoryTree,
    pub areas: Areas,
    pub gazetteer: Gazetteer,
    pub layouts: Vec<Layout>,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let text = |path: &str| model::text(path).unwrap();
    let categories = CategoryTree::from_toml(&text("categories.toml")).unwrap();
    let areas = Areas::of_models().unwrap();
    let gazetteer = Gazetteer::from_tables(&Tables::read(model::text).unwrap(), &areas).unwrap();
    let shipped = model::paths("import/").into_iter().filter(|path| path.ends_with(".toml"));
    let layouts = shipped.map(|path| Layout::from_toml(&text(&path), &categories).unwrap()).collect();
    World { categories, areas, gazetteer, layouts }
});

pub fn world() -> &'static World {
    &WORLD
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn context() -> Context<'static> {
    let World { categories, areas, gazetteer, .. } = world();
    Context { categories, areas, gazetteer, addresses: None, today: day("2026-03-02") }
}

pub fn shipped(name: &str) -> &'static Layout {
    world().layouts.iter().find(|layout| layout.name == name).unwrap()
}

/// A layout written in a test.
pub fn layout(text: &str) -> Layout {
    Layout::from_toml(text, &world().categories).unwrap()
}

pub fn table(text: &str) -> Table {
    read_bytes("list", text.as_bytes().to_vec(), None, &Limits::default()).unwrap()
}

/// A file of this project below `tests/fixtures/import`.
pub fn fixture(name: &str) -> Table {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import");
    read_path(&folder.join(name)).unwrap()
}

/// A list in the exchange layout, against what the register has.
pub fn import(text: &str, existing: &[Facility]) -> Plan {
    plan(&table(text), shipped("pflegeplan"), existing, &context()).unwrap()
}

/// The register after a plan.
pub fn applied(existing: &[Facility], plan: &Plan) -> Vec<Facility> {
    let replaced = |id: &str| plan.update.iter().any(|facility| facility.id == id);
    let kept = existing.iter().filter(|facility| !replaced(&facility.id));
    let mut facilities: Vec<Facility> = kept.chain(&plan.update).chain(&plan.insert).cloned().collect();
    facilities.sort_by(|a, b| a.id.cmp(&b.id));
    facilities
}

/// The one row of a report that is on a line.
#[track_caller]
pub fn row(plan: &Plan, line: usize) -> &RowReport {
    let mut rows = plan.report.rows.iter().filter(|row| row.line == line);
    let row = rows.next().unwrap();
    assert!(rows.next().is_none(), "line {line} is reported twice");
    row
}

pub fn outcomes(plan: &Plan) -> Vec<Outcome> {
    plan.report.rows.iter().map(|row| row.outcome).collect()
}

/// The only facility of a plan that is new.
#[track_caller]
pub fn only(plan: &Plan) -> &Facility {
    assert_eq!(plan.insert.len(), 1, "{}", plan.report);
    &plan.insert[0]
}

#[track_caller]
pub fn reason(plan: &Plan, line: usize) -> &str {
    let row = row(plan, line);
    assert_eq!(row.outcome, Outcome::Rejected, "{row:?}");
    row.reason.as_deref().unwrap()
}

/// A file with the limits that the program sets.
pub fn read_path(path: &Path) -> Result<Table, ReadError> {
    let limits = Limits::default();
    read_bytes(&path.display().to_string(), load(path, &limits)?, None, &limits)
}
