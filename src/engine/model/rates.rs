//! `fertility.csv`, `mortality.csv` and `migration.csv`.

use std::ops::RangeInclusive;

use super::citation::{Citation, cite};
use super::stocks::by_district;
use super::table::{File, LoadError, Row, Slot, Slots, set_at};
use crate::model::{AGES, District, FERTILE, Fertility, Migration, Mortality};

/// A factor on a district's rates outside of these bounds is a slip of the pen.
const LEVELS: RangeInclusive<f64> = 0.5..=2.0;
/// Net moves of one cell in a year.
const MOVES: RangeInclusive<f64> = -100_000.0..=100_000.0;

struct FertilitySlots {
    pattern: [Slot; AGES],
    tfr: Slot,
    level: Vec<Slot>,
}

pub(super) fn fertility(
    file: File,
    districts: &[District],
    citations: &mut Vec<Citation>,
) -> Result<Fertility, LoadError> {
    let level = vec![Slot::default(); districts.len()];
    let mut slots = FertilitySlots { pattern: [Slot::default(); AGES], tfr: Slot::default(), level };
    for row in file.rows(["quantity", "district", "age", "value", "source"])? {
        slots.set(&row, districts)?;
        let [.., source] = &row.cells;
        cite(file, row.line, source, citations)?;
    }
    slots.take(file, districts)
}

impl FertilitySlots {
    fn set(&mut self, row: &Row<5>, districts: &[District]) -> Result<(), LoadError> {
        let [quantity, district, age, value, _] = &row.cells;
        match quantity.as_str() {
            "pattern" => {
                row.empty("the district", district)?;
                let fertile = *FERTILE.start() as u32..=*FERTILE.end() as u32;
                let age = row.whole("the age", age, fertile)? as usize;
                set_at(
                    &mut self.pattern,
                    age,
                    row.number("the share of the total fertility rate", value, 0.0..=1.0)?,
                    row,
                )
            }
            "tfr" => {
                row.empty("the district", district)?;
                row.empty("the age", age)?;
                self.tfr.set(row.number("the total fertility rate", value, 0.5..=3.0)?, row)
            }
            "level" => {
                row.empty("the age", age)?;
                let district = row.district(district, districts)?;
                set_at(&mut self.level, district, row.number("the level", value, LEVELS)?, row)
            }
            other => Err(unknown_quantity(row, other, "pattern, tfr or level")),
        }
    }

    fn take(self, file: File, districts: &[District]) -> Result<Fertility, LoadError> {
        let mut pattern = [0.0; AGES];
        for (age, (slot, share)) in self.pattern.into_iter().zip(&mut pattern).enumerate() {
            if FERTILE.contains(&age) {
                *share = slot.take(file, || format!("the pattern at age {age}"))?;
            }
        }
        let tfr = self.tfr.take(file, || "the total fertility rate".to_owned())?;
        let levels = self.level.into_iter().zip(districts);
        let level = levels
            .map(|(slot, district)| slot.take(file, || format!("the level of {}", district.key)))
            .collect::<Result<_, _>>()?;
        Ok(Fertility { pattern, tfr, level })
    }
}

fn unknown_quantity<const N: usize>(row: &Row<N>, found: &str, expected: &str) -> LoadError {
    row.fault(format!("the quantity is \"{found}\", but must be {expected}"))
}

struct MortalitySlots {
    qx: Slots,
    e0: [Slot; 2],
    level: Vec<[Slot; 2]>,
}

pub(super) fn mortality(
    file: File,
    districts: &[District],
    citations: &mut Vec<Citation>,
) -> Result<Mortality, LoadError> {
    let level = vec![[Slot::default(); 2]; districts.len()];
    let mut slots = MortalitySlots { qx: Slots::new(), e0: [Slot::default(); 2], level };
    for row in file.rows(["quantity", "district", "sex", "age", "value", "source"])? {
        slots.set(&row, districts)?;
        let [.., source] = &row.cells;
        cite(file, row.line, source, citations)?;
    }
    slots.take(file, districts)
}

impl MortalitySlots {
    fn set(&mut self, row: &Row<6>, districts: &[District]) -> Result<(), LoadError> {
        let [quantity, district, sex, age, value, _] = &row.cells;
        let sex = row.sex(sex)?;
        match quantity.as_str() {
            "qx" => {
                row.empty("the district", district)?;
                let risk = row.number("the probability of dying", value, 0.0..=1.0)?;
                self.qx.set((sex, row.age(age)?), risk, row)
            }
            "e0" => {
                row.empty("the district", district)?;
                row.empty("the age", age)?;
                let years = row.number("life expectancy at birth", value, 50.0..=100.0)?;
                set_at(&mut self.e0, sex as usize, years, row)
            }
            "level" => {
                row.empty("the age", age)?;
                let district = row.district(district, districts)?;
                let level = self.level.get_mut(district).map_or(&mut [][..], |sexes| &mut sexes[..]);
                set_at(level, sex as usize, row.number("the level", value, LEVELS)?, row)
            }
            other => Err(unknown_quantity(row, other, "qx, e0 or level")),
        }
    }

    fn take(self, file: File, districts: &[District]) -> Result<Mortality, LoadError> {
        let levels = self.level.into_iter().zip(districts);
        Ok(Mortality {
            qx: self.qx.take(file, "the probability of dying")?,
            e0: both_sexes(file, self.e0, "life expectancy at birth")?,
            level: levels
                .map(|(slots, district)| both_sexes(file, slots, &format!("the level of {}", district.key)))
                .collect::<Result<_, _>>()?,
        })
    }
}

fn both_sexes(file: File, [men, women]: [Slot; 2], what: &str) -> Result<[f64; 2], LoadError> {
    Ok([men.take(file, || format!("{what} of men"))?, women.take(file, || format!("{what} of women"))?])
}

pub(super) fn migration(
    file: File,
    districts: &[District],
    citations: &mut Vec<Citation>,
) -> Result<Migration, LoadError> {
    let mut tables = vec![(Slots::new(), Slots::new()); districts.len()];
    for row in file.rows(["district", "sex", "age", "external", "internal", "source"])? {
        let [district, sex, age, external, internal, source] = &row.cells;
        let cell = (row.sex(sex)?, row.age(age)?);
        let outside = row.number("net migration across the border of the state", external, MOVES)?;
        let inside = row.number("net migration between districts", internal, MOVES)?;
        if let Some((external, internal)) = tables.get_mut(row.district(district, districts)?) {
            external.set(cell, outside, &row)?;
            internal.set(cell, inside, &row)?;
        }
        cite(file, row.line, source, citations)?;
    }
    let (external, internal) = tables.into_iter().unzip();
    Ok(Migration {
        external_counts: by_district(file, external, districts, "moves across the border")?,
        internal_counts: by_district(file, internal, districts, "moves between districts")?,
    })
}
