//! The cells of the census grid against the municipalities, each other and the official population.

use std::collections::BTreeSet;

use super::{Finding, finding};
use crate::model::cells::{Cell, FILE};
use crate::model::load::ModelSet;
use crate::units::Year;

/// Small numbers of a grid are changed for secrecy, and its day lies some months before the end of the year.
const OFFICIAL_TOLERANCE: f64 = 0.01;
/// The year of the census.
const CENSUS: Year = Year(2011);

fn cells(set: &ModelSet) -> &[Cell] {
    set.model.cells.as_ref().map_or(&[], |cells| &cells.cells)
}

pub fn cells_are_of_municipalities_of_the_set(set: &ModelSet) -> Vec<Finding> {
    let known: BTreeSet<_> = set.model.municipalities.iter().map(|one| &one.key).collect();
    let strange: BTreeSet<_> =
        cells(set).iter().map(|cell| &cell.municipality).filter(|key| !known.contains(key)).collect();
    let sentence = |key: &crate::units::Ags| format!("{key} has cells, but is not in municipalities.csv");
    strange.into_iter().map(|key| finding(set, FILE, sentence(key))).collect()
}

pub fn no_cell_stands_twice(set: &ModelSet) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let mut is_again = |cell: &&Cell| !seen.insert((cell.point.lat.to_bits(), cell.point.lon.to_bits()));
    let sentence = |cell: &Cell| {
        let (lat, lon, key) = (cell.point.lat, cell.point.lon, &cell.municipality);
        format!("the cell at {lat}, {lon} of {key} stands twice")
    };
    cells(set).iter().filter(|cell| is_again(cell)).map(|cell| finding(set, FILE, sentence(cell))).collect()
}

pub fn cells_sum_to_what_is_stated(set: &ModelSet) -> Vec<Finding> {
    let Some(stated) = &set.model.cells else { return Vec::new() };
    let sum = |of: fn(&Cell) -> u32| stated.cells.iter().map(|cell| u64::from(of(cell))).sum::<u64>();
    let sums = [
        ("residents", sum(|cell| cell.residents), stated.residents),
        ("people aged 80 and over", sum(|cell| cell.aged_80), stated.aged_80),
    ];
    sums.into_iter()
        .filter(|(_, found, stated)| *found != u64::from(*stated))
        .map(|(what, found, stated)| {
            finding(set, FILE, format!("the cells have {found} {what}, model.toml states {stated}"))
        })
        .collect()
}

pub fn cells_are_near_the_official_population(set: &ModelSet) -> Vec<Finding> {
    let Some(stated) = &set.model.cells else { return Vec::new() };
    let of_the_state =
        set.model.history.iter().filter(|row| row.year == CENSUS && row.district.as_str() == "13");
    let official: f64 = of_the_state.filter(|row| row.sex.is_some()).map(|row| row.persons).sum();
    let found = f64::from(stated.residents);
    // False for NaN and for a year without figures, so that both are findings.
    if (found - official).abs() <= OFFICIAL_TOLERANCE * official {
        return Vec::new();
    }
    let year = CENSUS.0;
    vec![finding(
        set,
        FILE,
        format!("the cells have {found} residents, the state had {official} at the end of {year}"),
    )]
}
