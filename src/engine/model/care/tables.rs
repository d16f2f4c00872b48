//! The tables below `care/`.

use std::collections::BTreeMap;

use super::{
    BySexCareGroup, CARE_GROUPS, CareCount, CountKind, PlacesCount, PlacesKind, StaffFigures,
    SurveyPopulation, TypeProfile, care_ages, care_group_from, sex_word,
};
use crate::model::citation::{Citation, cite};
use crate::model::table::{File, LoadError, Row, Slot, set_at};
use crate::model::{District, OPEN_AGE};
use crate::units::{Ags, CareGrade, CareType, Sex, Year};

const PERSONS: std::ops::RangeInclusive<u32> = 0..=10_000_000;
const YEARS: std::ops::RangeInclusive<u32> = 1990..=2100;

/// A slot a sex and care group.
#[derive(Clone, Copy, Default)]
struct GroupSlots([[Slot; CARE_GROUPS]; 2]);

impl GroupSlots {
    fn set<const N: usize>(
        &mut self,
        (sex, group): (Sex, usize),
        value: f64,
        row: &Row<N>,
    ) -> Result<(), LoadError> {
        set_at(self.0.get_mut(sex as usize).map_or(&mut [][..], |row| &mut row[..]), group, value, row)
    }

    fn take(self, file: File, what: &str) -> Result<BySexCareGroup, LoadError> {
        let mut values = [[0.0; CARE_GROUPS]; 2];
        for ((sex, slots), row) in [Sex::Male, Sex::Female].into_iter().zip(self.0).zip(&mut values) {
            for (group, (slot, value)) in slots.into_iter().zip(row).enumerate() {
                let age = *care_ages(group).start();
                *value = slot.take(file, || format!("{what} for {}, age {age}", sex_word(sex)))?;
            }
        }
        Ok(values)
    }
}

/// The care group of a row. Its ages must be those of a group, the open one without a last age.
fn group<const N: usize>(row: &Row<N>, from: &str, to: &str) -> Result<usize, LoadError> {
    let first = row.age(from)?;
    let Some(group) = care_group_from(first) else {
        return Err(row.fault(format!("no care group begins at age {first}; they begin at 0, 65, 70 … 95")));
    };
    let last = *care_ages(group).end();
    let wanted = if last == OPEN_AGE { String::new() } else { last.to_string() };
    if to == wanted {
        return Ok(group);
    }
    Err(row.fault(format!("the group from age {first} ends at \"{to}\", but must end at \"{wanted}\"")))
}

fn year<const N: usize>(row: &Row<N>, text: &str) -> Result<Year, LoadError> {
    Ok(Year(row.whole("the year", text, YEARS)? as i32))
}

fn area<const N: usize>(row: &Row<N>, text: &str) -> Result<Ags, LoadError> {
    Ags::parse(text).map_err(|error| row.fault(error))
}

fn care_type<const N: usize>(row: &Row<N>, text: &str) -> Result<CareType, LoadError> {
    CareType::from_word(text).ok_or_else(|| {
        let known = CareType::ALL.map(CareType::word).join(", ");
        row.fault(format!("the care type is \"{text}\", but must be one of {known}"))
    })
}

type Rates = (BySexCareGroup, [[String; CARE_GROUPS]; 2]);

pub(super) fn rates(file: File, citations: &mut Vec<Citation>) -> Result<Rates, LoadError> {
    let mut slots = GroupSlots::default();
    let mut sources: [[String; CARE_GROUPS]; 2] = Default::default();
    for row in file.rows(["sex", "age_from", "age_to", "rate", "source"])? {
        let [sex, from, to, rate, source] = &row.cells;
        let (sex, group) = (row.sex(sex)?, group(&row, from, to)?);
        // At 1 everybody would be in need of care, and odds would have no end.
        slots.set((sex, group), row.number("the rate", rate, 1e-6..=0.999)?, &row)?;
        sources[sex as usize][group].clone_from(source);
        cite(file, row.line, source, citations)?;
    }
    Ok((slots.take(file, "the rate")?, sources))
}

/// A table that knows the sexes has a column for them, and then grade 1 without services as well.
pub(super) fn types(file: File, citations: &mut Vec<Citation>) -> Result<TypeProfile, LoadError> {
    let mut slots = [[[Slot::default(); 4]; CARE_GROUPS]; 2];
    if !file.text.starts_with("sex,") {
        for row in file.rows(["age_from", "age_to", "care_type", "persons", "source"])? {
            let [from, to, word, persons, source] = &row.cells;
            for sex in &mut slots {
                let kind = set_type(sex, &row, (from, to), word, persons)?;
                if kind == CareType::Grade1WithoutServices {
                    return Err(row.fault(format!("\"{word}\" needs a table with a column sex")));
                }
            }
            cite(file, row.line, source, citations)?;
        }
        for group in slots.iter_mut().flatten() {
            group[CareType::Grade1WithoutServices as usize] = group[CareType::AllowanceOnly as usize];
        }
        return taken(file, slots);
    }
    for row in file.rows(["sex", "age_from", "age_to", "care_type", "persons", "source"])? {
        let [sex, from, to, word, persons, source] = &row.cells;
        let sex = row.sex(sex)? as usize;
        if let Some(slots) = slots.get_mut(sex) {
            set_type(slots, &row, (from, to), word, persons)?;
        }
        cite(file, row.line, source, citations)?;
    }
    taken(file, slots)
}

type TypeSlots = [[Slot; 4]; CARE_GROUPS];

fn set_type<const N: usize>(
    slots: &mut TypeSlots,
    row: &Row<N>,
    (from, to): (&str, &str),
    word: &str,
    persons: &str,
) -> Result<CareType, LoadError> {
    let group = group(row, from, to)?;
    let kind = care_type(row, word)?;
    if kind == CareType::DayCareGrade1 {
        return Err(row.fault(format!("\"{word}\" has no profile by age; only the first four types have")));
    }
    let persons = row.whole("the number of persons", persons, 1..=*PERSONS.end())?;
    set_at(&mut slots[group], kind as usize, f64::from(persons), row)?;
    Ok(kind)
}

fn taken(file: File, slots: [TypeSlots; 2]) -> Result<TypeProfile, LoadError> {
    let mut values = [[[0.0; 4]; CARE_GROUPS]; 2];
    for ((sex, slots), table) in [Sex::Male, Sex::Female].into_iter().zip(slots).zip(&mut values) {
        for (group, (slots, row)) in slots.into_iter().zip(table).enumerate() {
            for ((slot, value), kind) in slots.into_iter().zip(row).zip(CareType::ALL) {
                let age = *care_ages(group).start();
                *value = slot
                    .take(file, || format!("persons of {} for {}, age {age}", kind.word(), sex_word(sex)))?;
            }
        }
    }
    Ok(values)
}

pub(super) fn grades(file: File, citations: &mut Vec<Citation>) -> Result<[[f64; 5]; 5], LoadError> {
    let mut slots = [[Slot::default(); 5]; 5];
    for row in file.rows(["care_type", "care_grade", "share", "source"])? {
        let [word, grade, share, source] = &row.cells;
        let kind = care_type(&row, word)?;
        let number = row.whole("the care grade", grade, 1..=5)?;
        let share = row.number("the share", share, 0.0..=1.0)?;
        set_at(&mut slots[kind as usize], number as usize - 1, share, &row)?;
        cite(file, row.line, source, citations)?;
    }
    let mut values = [[0.0; 5]; 5];
    for ((kind, slots), row) in CareType::ALL.into_iter().zip(slots).zip(&mut values) {
        for ((grade, slot), value) in CareGrade::ALL.into_iter().zip(slots).zip(row) {
            *value = slot.take(file, || format!("grade {} of {}", grade.number(), kind.word()))?;
        }
    }
    Ok(values)
}

pub(super) fn counts(file: File, citations: &mut Vec<Citation>) -> Result<Vec<CareCount>, LoadError> {
    let mut counts: Vec<CareCount> = Vec::new();
    for row in file.rows(["area", "year", "care_type", "persons", "tolerance", "source"])? {
        let [key, of_year, word, persons, tolerance, source] = &row.cells;
        let counted = match word.as_str() {
            "all" => CountKind::All,
            "day_care" => CountKind::DayCareUsers,
            "short_term" => CountKind::ShortTermGuests,
            _ => CountKind::Of(care_type(&row, word)?),
        };
        let count = CareCount {
            area: area(&row, key)?,
            year: year(&row, of_year)?,
            counted,
            persons: f64::from(row.whole("the number of persons", persons, PERSONS)?),
            tolerance: f64::from(row.whole("the tolerance", tolerance, 0..=10)?),
            source: source.clone(),
        };
        let same =
            |one: &CareCount| (&one.area, one.year, one.counted) == (&count.area, count.year, count.counted);
        if let Some(first) = counts.iter().find(|one| same(one)) {
            let sentence = format!("\"{key},{of_year},{word}\" appears twice, first with {}", first.persons);
            return Err(row.fault(sentence));
        }
        counts.push(count);
        cite(file, row.line, source, citations)?;
    }
    Ok(counts)
}

pub(super) fn populations(
    file: File,
    districts: &[District],
    citations: &mut Vec<Citation>,
) -> Result<Vec<SurveyPopulation>, LoadError> {
    let mut tables: BTreeMap<(Year, usize), GroupSlots> = BTreeMap::new();
    for row in file.rows(["district", "year", "sex", "age_from", "age_to", "persons", "source"])? {
        let [district, of_year, sex, from, to, persons, source] = &row.cells;
        let cell = (row.sex(sex)?, group(&row, from, to)?);
        let persons = f64::from(row.whole("the number of persons", persons, PERSONS)?);
        let key = (year(&row, of_year)?, row.district(district, districts)?);
        tables.entry(key).or_default().set(cell, persons, &row)?;
        cite(file, row.line, source, citations)?;
    }
    let read = |((year, district), slots): ((Year, usize), GroupSlots)| {
        let key = districts.get(district).map_or("", |district| district.key.as_str());
        let persons = slots.take(file, &format!("persons of {key} in {}", year.0))?;
        Ok(SurveyPopulation { district, year, persons })
    };
    tables.into_iter().map(read).collect()
}

pub(super) fn places(file: File, citations: &mut Vec<Citation>) -> Result<Vec<PlacesCount>, LoadError> {
    let mut counts: Vec<PlacesCount> = Vec::new();
    for row in file.rows(["area", "year", "kind", "places", "source"])? {
        let [key, of_year, kind, places, source] = &row.cells;
        let kind = match kind.as_str() {
            "all" => PlacesKind::All,
            "residential" => PlacesKind::Residential,
            other => {
                return Err(row.fault(format!("the kind is \"{other}\", but must be all or residential")));
            }
        };
        let count = PlacesCount {
            area: area(&row, key)?,
            year: year(&row, of_year)?,
            kind,
            places: f64::from(row.whole("the number of places", places, PERSONS)?),
            source: source.clone(),
        };
        let same = |one: &PlacesCount| (&one.area, one.year, one.kind) == (&count.area, count.year, kind);
        if let Some(first) = counts.iter().find(|one| same(one)) {
            return Err(row.fault(format!("\"{key},{of_year}\" appears twice, first with {}", first.places)));
        }
        counts.push(count);
        cite(file, row.line, source, citations)?;
    }
    Ok(counts)
}

/// The table may join the oldest groups: a row from 90 on stands for both.
pub(super) fn dementia(file: File, citations: &mut Vec<Citation>) -> Result<[f64; CARE_GROUPS], LoadError> {
    let mut slots = [Slot::default(); CARE_GROUPS];
    for row in file.rows(["age_from", "age_to", "prevalence", "source"])? {
        let [from, to, prevalence, source] = &row.cells;
        let share = row.number("the prevalence", prevalence, 0.0..=1.0)?;
        if (from.as_str(), to.as_str()) == ("90", "") {
            set_at(&mut slots, CARE_GROUPS - 2, share, &row)?;
            set_at(&mut slots, CARE_GROUPS - 1, share, &row)?;
        } else {
            set_at(&mut slots, group(&row, from, to)?, share, &row)?;
        }
        cite(file, row.line, source, citations)?;
    }
    let mut values = [0.0; CARE_GROUPS];
    for (group, (slot, value)) in slots.into_iter().zip(&mut values).enumerate().skip(1) {
        let age = *care_ages(group).start();
        *value = slot.take(file, || format!("the prevalence from age {age}"))?;
    }
    Ok(values)
}

pub(super) fn staff(
    file: File,
    districts: &[District],
    citations: &mut Vec<Citation>,
) -> Result<StaffFigures, LoadError> {
    let mut homes = vec![Slot::default(); districts.len()];
    let mut services = homes.clone();
    let mut in_state = Slot::default();
    let mut sources: [String; 3] = Default::default();
    for row in file.rows(["area", "year", "sector", "quantity", "value", "source"])? {
        let [key, of_year, sector, quantity, value, source] = &row.cells;
        year(&row, of_year)?;
        let value = row.number("the value", value, 0.0..=1e6)?;
        let of = match (sector.as_str(), quantity.as_str()) {
            ("homes", "heads") => {
                set_at(&mut homes, row.district(key, districts)?, value, &row)?;
                0
            }
            ("services", "heads_per_100_clients") if area(&row, key)?.is_district() => {
                set_at(&mut services, row.district(key, districts)?, value, &row)?;
                1
            }
            ("services", "heads") => {
                in_state.set(value, &row)?;
                2
            }
            _ => {
                let sentence = format!(
                    "\"{key},{sector},{quantity}\" is not read; known are heads of homes and heads_per_100_clients of services by district, and heads of services of the state"
                );
                return Err(row.fault(sentence));
            }
        };
        sources[of].clone_from(source);
        cite(file, row.line, source, citations)?;
    }
    let of_all = |slots: Vec<Slot>, what: &str| -> Result<Vec<f64>, LoadError> {
        let pairs = slots.into_iter().zip(districts);
        pairs.map(|(slot, one)| slot.take(file, || format!("{what} of {}", one.key))).collect()
    };
    Ok(StaffFigures {
        homes: of_all(homes, "heads of homes")?,
        services_per_100_clients: of_all(services, "heads of services per 100 clients")?,
        services_in_state: in_state.take(file, || "heads of services of the state".to_owned())?,
        sources,
    })
}
