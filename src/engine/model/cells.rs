//! `cells.csv`: how many people the cells of the census grid have, a row a municipality. A set need not have the file.

use serde::Deserialize;
use toml::Spanned;

use super::citation::{Citation, cite};
use super::table::{File, LoadError, Row};
use crate::model::District;
use crate::units::{Ags, GeoPoint};

/// Where the file is in the folder of a model set.
pub const FILE: &str = "cells.csv";
/// Positions are whole numbers of these parts of a degree.
const PARTS_OF_A_DEGREE: f64 = 10_000.0;

/// The cells of a set, with the sums that `model.toml` states.
#[derive(Debug, Clone, PartialEq)]
pub struct Cells {
    /// By municipality, in the order of their keys.
    pub cells: Vec<Cell>,
    /// The stated sum of residents.
    pub residents: u32,
    /// The stated sum of people aged 80 and over.
    pub aged_80: u32,
}

/// A square kilometre in which people live.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The municipality in which its centre lies.
    pub municipality: Ags,
    /// Its centre.
    pub point: GeoPoint,
    /// Residents at the census.
    pub residents: u32,
    /// Those of them aged 80 and over, as far as counts too small to be published tell.
    pub aged_80: u32,
}

/// The sums in `model.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sums {
    pub residents: Spanned<u32>,
    pub aged_80: Spanned<u32>,
}

pub(super) fn read(
    file: File,
    sums: &Sums,
    districts: &[District],
    citations: &mut Vec<Citation>,
) -> Result<Cells, LoadError> {
    let mut cells: Vec<Cell> = Vec::new();
    for row in file.rows(["municipality", "cells", "source"])? {
        let [key, packed, source] = &row.cells;
        let key = Ags::parse(key).map_err(|error| row.fault(error))?;
        let Some(district) = key.district().filter(|_| key.is_municipality()) else {
            return Err(row.fault(format!("\"{key}\" is not a key of a municipality: eight digits")));
        };
        row.district(district.as_str(), districts)?;
        if let Some(last) = cells.last().filter(|last| last.municipality >= key) {
            let sentence =
                format!("\"{key}\" does not follow \"{}\": they are in the order of keys", last.municipality);
            return Err(row.fault(sentence));
        }
        let mut at = (0, 0);
        for text in packed.split(';') {
            cells.push(cell(&row, &key, text, &mut at)?);
        }
        cite(file, row.line, source, citations)?;
    }
    Ok(Cells { cells, residents: *sums.residents.get_ref(), aged_80: *sums.aged_80.get_ref() })
}

/// Steps of latitude and longitude from the cell before, residents, and people aged 80 and over where there are any.
fn cell<const N: usize>(
    row: &Row<N>,
    municipality: &Ags,
    text: &str,
    at: &mut (i32, i32),
) -> Result<Cell, LoadError> {
    let fault = |why: &str| {
        let expected =
            "two steps in ten-thousandths of a degree, residents, and people aged 80 and over if any";
        row.fault(format!("the cell \"{text}\" {why}; expected {expected}, such as \"79 615 20 3\""))
    };
    let numbers: Vec<i32> = text
        .split(' ')
        .map(str::parse)
        .collect::<Result<_, _>>()
        .map_err(|_| fault("is no list of numbers"))?;
    let (north, east, residents, aged_80) = match numbers[..] {
        [north, east, residents] => (north, east, residents, 0),
        [north, east, residents, aged_80] => (north, east, residents, aged_80),
        _ => return Err(fault("has not three or four numbers")),
    };
    let sum = |one: i32, other: i32| one.checked_add(other).ok_or_else(|| fault("lies nowhere on the Earth"));
    *at = (sum(at.0, north)?, sum(at.1, east)?);
    let degrees = |parts: i32| f64::from(parts) / PARTS_OF_A_DEGREE;
    let point =
        GeoPoint::new(degrees(at.1), degrees(at.0)).map_err(|_| fault("lies nowhere on the Earth"))?;
    let residents = u32::try_from(residents).ok().filter(|residents| *residents > 0);
    let residents = residents.ok_or_else(|| fault("has no residents"))?;
    let aged_80 = u32::try_from(aged_80).ok().filter(|old| *old <= residents);
    let aged_80 = aged_80
        .ok_or_else(|| fault("has more people aged 80 and over than residents, or fewer than none"))?;
    Ok(Cell { municipality: municipality.clone(), point, residents, aged_80 })
}
