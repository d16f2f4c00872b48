//! Columns with coordinates, found by their values: a pair of numbers and a system in which the rows lie in the state.

use super::profile::Profile;
use crate::areas::{Areas, Located};
use crate::crs::Crs;
use crate::import::extent::Extent;
use crate::import::vocabulary;
use crate::register::Field;
use crate::units::Metres;

/// Rows that are looked at.
const SAMPLE: usize = 40;

/// Numeric columns that are tried against each other.
const MOST_COLUMNS: usize = 8;

/// The share of rows that must lie in the state.
const ENOUGH: f64 = 0.7;

/// A pair of columns and how its numbers are meant.
#[derive(Debug)]
pub(super) struct Coordinates {
    /// The columns of easting and northing.
    pub x: usize,
    pub y: usize,
    pub crs: String,
    /// Rows of the sample that lie in a municipality, of how many.
    pub inside: usize,
    pub tried: usize,
}

/// The pair that puts most rows into municipalities of the state; of equals the one whose headers say so.
pub(super) fn find(profiles: &[Profile], areas: &Areas) -> Option<Coordinates> {
    let extent = Extent::of(areas);
    let is_numeric = |profile: &&Profile| {
        let numbers = profile.numbers();
        let with_decimals = profile.texts().filter(|text| text.contains(['.', ','])).count();
        let is_large = numbers.iter().any(|(_, number)| *number > 100_000.0);
        numbers.len() * 2 > profile.cells.len() && (with_decimals > 0 || is_large)
    };
    let columns: Vec<&Profile> = profiles.iter().filter(is_numeric).take(MOST_COLUMNS).collect();
    let systems: Vec<Crs> = Crs::known().split(", ").filter_map(Crs::from_name).collect();
    let mut best: Option<(usize, bool, Coordinates)> = None;
    for x in &columns {
        for y in columns.iter().filter(|y| y.index != x.index) {
            let pairs = pairs(x, y);
            for crs in &systems {
                let points = pairs.iter().filter_map(|(x, y)| crs.point(*x, *y).ok());
                let points = points.filter(|point| extent.contains(*point));
                let lies_inside = |point| !matches!(areas.locate(point, Metres(1_000.0)), Located::Outside);
                let inside = points.filter(|point| lies_inside(*point)).count();
                let is_named = vocabulary::field(&x.name) == Some(Field::X)
                    && vocabulary::field(&y.name) == Some(Field::Y);
                let is_better =
                    best.as_ref().is_none_or(|(most, named, _)| (inside, is_named) > (*most, *named));
                if inside > 0 && is_better {
                    let crs = crs.name();
                    let found = Coordinates { x: x.index, y: y.index, crs, inside, tried: pairs.len() };
                    best = Some((inside, is_named, found));
                }
            }
        }
    }
    // Counts of a sample are small.
    best.map(|(_, _, found)| found).filter(|found| found.inside as f64 >= ENOUGH * found.tried as f64)
}

/// Numbers of both columns in the same rows; zeros stand for nothing.
fn pairs(x: &Profile, y: &Profile) -> Vec<(f64, f64)> {
    let northings: std::collections::HashMap<usize, f64> = y.numbers().into_iter().collect();
    let both = x.numbers().into_iter().filter_map(|(row, x)| Some((x, *northings.get(&row)?)));
    both.filter(|(x, y)| *x != 0.0 && *y != 0.0).take(SAMPLE).collect()
}
