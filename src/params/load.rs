//! Reads the files of a model set into checked types. What a single line can get wrong is refused here,
//! what only the whole set shows is found by [`check`](super::check).

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::head::{self, Head};
use super::table::{File, LoadError, Slot, Slots};
use super::{MissingModel, scenario, uncertainty};
use crate::params::model::{
    AGES, BySexAge, District, FERTILE, Fertility, Migration, Model, Mortality, OPEN_AGE, Observed,
};
use crate::units::{Ags, Year};

/// The model set that commands use where none is named.
pub const CURRENT: &str = "mv-2025-1";

/// A factor on a district's rates outside of these bounds is a slip of the pen.
const LEVELS: std::ops::RangeInclusive<f64> = 0.5..=2.0;

/// A model and what its files say beside the figures.
#[derive(Debug, Clone)]
pub struct ModelSet {
    pub model: Model,
    /// Every mention of a source.
    pub citations: Vec<Citation>,
    /// The tables with their stated and found checksums.
    pub checksums: Vec<Checksum>,
}

/// A file names the key of a source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Citation {
    pub file: String,
    pub key: String,
}

/// SHA-256 in hexadecimal digits of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checksum {
    pub file: String,
    pub stated: Option<String>,
    /// `None` if there is no such file.
    pub found: Option<String>,
}

/// The ids of the model sets in this build.
pub fn ids() -> Vec<String> {
    let paths = super::paths("");
    paths.iter().filter_map(|path| path.strip_suffix("/model.toml")).map(str::to_owned).collect()
}

/// Reads a model set of this build.
pub fn load(id: &str) -> Result<ModelSet, LoadError> {
    let known = ids();
    if !known.iter().any(|known| known == id) {
        return Err(LoadError::Unknown { id: id.to_owned(), known: known.join(", ") });
    }
    let folder = format!("{id}/");
    let mut files = BTreeMap::new();
    for path in super::paths(&folder).iter().filter(|path| !path.ends_with(".md")) {
        let name = path.strip_prefix(&folder).unwrap_or(path);
        files.insert(name.to_owned(), super::text(path)?);
    }
    from_files(id, &files)
}

/// Reads a model set from the texts of its folder, by their paths in it.
pub fn from_files(id: &str, files: &BTreeMap<String, String>) -> Result<ModelSet, LoadError> {
    let folder = Folder { id, files };
    folder.with("model.toml", |file| {
        let head = Head::read(file)?;
        if head.id != id {
            let sentence = format!("the id is \"{}\", but the folder is \"{id}\"", head.id);
            return Err(file.fault(1, sentence));
        }
        let mut citations = head.citations();
        let model = folder.model(head, &mut citations)?;
        citations.sort();
        citations.dedup();
        let checksums = folder.checksums()?;
        Ok(ModelSet { model, citations, checksums })
    })
}

struct Folder<'a> {
    id: &'a str,
    files: &'a BTreeMap<String, String>,
}

impl Folder<'_> {
    fn with<T>(&self, name: &str, read: impl FnOnce(File) -> Result<T, LoadError>) -> Result<T, LoadError> {
        let path = format!("{}/{name}", self.id);
        let text = self.files.get(name).ok_or_else(|| MissingModel(path.clone()))?;
        read(File { path: &format!("models/{path}"), text })
    }

    fn model(&self, head: Head, citations: &mut Vec<Citation>) -> Result<Model, LoadError> {
        let districts = &head.districts;
        let population = self.with("population.csv", |file| population(file, districts, citations))?;
        let fertility = self.with("fertility.csv", |file| fertility(file, districts, citations))?;
        let mortality = self.with("mortality.csv", |file| mortality(file, districts, citations))?;
        let migration = self.with("migration.csv", |file| migration(file, districts, citations))?;
        let uncertainty = self.with("uncertainty.toml", |file| uncertainty::read(file, citations))?;
        let history = self.with("observed.csv", |file| observed(file, citations))?;
        let mut scenarios = Vec::new();
        for name in self.files.keys().filter(|name| name.starts_with("scenarios/")) {
            scenarios.push(self.with(name, |file| scenario::read(file, districts, citations))?);
        }
        Ok(Model {
            id: head.id,
            title: head.title,
            checksum: self.checksum(),
            base_year: head.base_year,
            last_year: head.last_year,
            sources: head.sources,
            districts: head.districts,
            population,
            male_births: head.male_births,
            fertility,
            mortality,
            migration,
            uncertainty,
            scenarios,
            history,
            guard: head.guard,
        })
    }

    /// Names are part of it, so that a text cannot wander from one file to the next unseen.
    fn checksum(&self) -> String {
        let mut hash = Sha256::new();
        for (name, text) in self.files {
            hash.update(name);
            hash.update([0]);
            hash.update(text);
            hash.update([0]);
        }
        hexadecimal(&hash.finalize())
    }

    fn checksums(&self) -> Result<Vec<Checksum>, LoadError> {
        let mut stated = self.with("model.toml", head::checksums)?;
        let tables = self.files.keys().filter(|name| name.ends_with(".csv"));
        let mut checksums: Vec<Checksum> = tables
            .map(|name| Checksum {
                file: name.clone(),
                stated: stated.remove(name),
                found: self.files.get(name).map(|text| hexadecimal(&Sha256::digest(text))),
            })
            .collect();
        let left = stated.into_iter();
        checksums.extend(left.map(|(file, stated)| Checksum { file, stated: Some(stated), found: None }));
        Ok(checksums)
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Notes the keys of a source cell, which are parted by spaces.
pub(super) fn cite(file: File, keys: &str, citations: &mut Vec<Citation>) {
    for key in keys.split_whitespace() {
        // Rows of one source mostly follow each other.
        if citations.last().is_none_or(|last| last.key != key || last.file != file.path) {
            citations.push(Citation { file: file.path.to_owned(), key: key.to_owned() });
        }
    }
}

fn population(
    file: File,
    districts: &[District],
    citations: &mut Vec<Citation>,
) -> Result<Vec<BySexAge>, LoadError> {
    let mut tables = vec![Slots::new(); districts.len()];
    for row in file.rows(["district", "sex", "age", "persons", "source"])? {
        let [district, sex, age, persons, source] = &row.cells;
        let cell = (row.sex(sex)?, row.age(age)?);
        let persons = f64::from(row.whole("the number of persons", persons, 0..=10_000_000)?);
        if let Some(table) = tables.get_mut(row.district(district, districts)?) {
            table.set(cell, persons, &row)?;
        }
        cite(file, source, citations);
    }
    by_district(file, tables, districts, "persons")
}

fn by_district(
    file: File,
    tables: Vec<Slots>,
    districts: &[District],
    what: &str,
) -> Result<Vec<BySexAge>, LoadError> {
    let pairs = tables.into_iter().zip(districts);
    pairs.map(|(table, district)| table.take(file, &format!("{what} of {}", district.key))).collect()
}

fn fertility(
    file: File,
    districts: &[District],
    citations: &mut Vec<Citation>,
) -> Result<Fertility, LoadError> {
    let (mut pattern, mut tfr) = ([Slot::default(); AGES], Slot::default());
    let mut level = vec![Slot::default(); districts.len()];
    for row in file.rows(["quantity", "district", "age", "value", "source"])? {
        let [quantity, district, age, value, source] = &row.cells;
        match quantity.as_str() {
            "pattern" => {
                row.empty("the district", district)?;
                let fertile = *FERTILE.start() as u32..=*FERTILE.end() as u32;
                let age = row.whole("the age", age, fertile)? as usize;
                let share = row.number("the share of births", value, 0.0..=1.0)?;
                pattern.iter_mut().skip(age).take(1).try_for_each(|slot| slot.set(share, &row))?;
            }
            "tfr" => {
                row.empty("the district", district)?;
                row.empty("the age", age)?;
                tfr.set(row.number("the total fertility rate", value, 0.5..=3.0)?, &row)?;
            }
            "level" => {
                row.empty("the age", age)?;
                let district = row.district(district, districts)?;
                let factor = row.number("the level", value, LEVELS)?;
                level.iter_mut().skip(district).take(1).try_for_each(|slot| slot.set(factor, &row))?;
            }
            other => return Err(row.fault(unknown_quantity(other, "pattern, tfr or level"))),
        }
        cite(file, source, citations);
    }
    let mut shares = [0.0; AGES];
    for (age, (slot, share)) in pattern.into_iter().zip(&mut shares).enumerate() {
        if FERTILE.contains(&age) {
            *share = slot.take(file, || format!("the pattern at age {age}"))?;
        }
    }
    let levels = level.into_iter().zip(districts);
    Ok(Fertility {
        pattern: shares,
        tfr: tfr.take(file, || "the total fertility rate".to_owned())?,
        level: levels
            .map(|(slot, district)| slot.take(file, || format!("the level of {}", district.key)))
            .collect::<Result<_, _>>()?,
    })
}

fn unknown_quantity(found: &str, expected: &str) -> String {
    format!("the quantity is \"{found}\", but must be {expected}")
}

fn mortality(
    file: File,
    districts: &[District],
    citations: &mut Vec<Citation>,
) -> Result<Mortality, LoadError> {
    let (mut qx, mut e0) = (Slots::new(), [Slot::default(); 2]);
    let mut level = vec![[Slot::default(); 2]; districts.len()];
    for row in file.rows(["quantity", "district", "sex", "age", "value", "source"])? {
        let [quantity, district, sex, age, value, source] = &row.cells;
        let sex = row.sex(sex)?;
        match quantity.as_str() {
            "qx" => {
                row.empty("the district", district)?;
                let probability = row.number("the probability of dying", value, 0.0..=1.0)?;
                qx.set((sex, row.age(age)?), probability, &row)?;
            }
            "e0" => {
                row.empty("the district", district)?;
                row.empty("the age", age)?;
                let years = row.number("life expectancy at birth", value, 50.0..=100.0)?;
                e0.iter_mut().skip(sex as usize).take(1).try_for_each(|slot| slot.set(years, &row))?;
            }
            "level" => {
                row.empty("the age", age)?;
                let district = row.district(district, districts)?;
                let factor = row.number("the level", value, LEVELS)?;
                let mut slots = level.iter_mut().skip(district).take(1).flatten().skip(sex as usize).take(1);
                slots.try_for_each(|slot| slot.set(factor, &row))?;
            }
            other => return Err(row.fault(unknown_quantity(other, "qx, e0 or level"))),
        }
        cite(file, source, citations);
    }
    let both = |slots: [Slot; 2], what: &str| -> Result<[f64; 2], LoadError> {
        let [men, women] = slots;
        Ok([men.take(file, || format!("{what} of men"))?, women.take(file, || format!("{what} of women"))?])
    };
    let levels = level.into_iter().zip(districts);
    Ok(Mortality {
        qx: qx.take(file, "the probability of dying")?,
        e0: both(e0, "life expectancy at birth")?,
        level: levels
            .map(|(slots, district)| both(slots, &format!("the level of {}", district.key)))
            .collect::<Result<_, _>>()?,
    })
}

fn migration(
    file: File,
    districts: &[District],
    citations: &mut Vec<Citation>,
) -> Result<Migration, LoadError> {
    const MOVED: std::ops::RangeInclusive<f64> = -100_000.0..=100_000.0;
    let mut tables = vec![(Slots::new(), Slots::new()); districts.len()];
    for row in file.rows(["district", "sex", "age", "external", "internal", "source"])? {
        let [district, sex, age, external, internal, source] = &row.cells;
        let cell = (row.sex(sex)?, row.age(age)?);
        let outside = row.number("net migration across the border of the state", external, MOVED)?;
        let inside = row.number("net migration between districts", internal, MOVED)?;
        if let Some((external, internal)) = tables.get_mut(row.district(district, districts)?) {
            external.set(cell, outside, &row)?;
            internal.set(cell, inside, &row)?;
        }
        cite(file, source, citations);
    }
    let (external, internal) = tables.into_iter().unzip();
    Ok(Migration {
        external_counts: by_district(file, external, districts, "moves across the border")?,
        internal_counts: by_district(file, internal, districts, "moves between districts")?,
    })
}

fn observed(file: File, citations: &mut Vec<Citation>) -> Result<Vec<Observed>, LoadError> {
    let mut history = Vec::new();
    for row in file.rows(["area", "year", "sex", "age_from", "age_to", "persons", "census", "source"])? {
        let [area, year, sex, age_from, age_to, persons, census, source] = &row.cells;
        let age_from = row.age(age_from)?;
        let age_to = if age_to.is_empty() { None } else { Some(row.age(age_to)?) };
        if age_to.is_some_and(|to| to < age_from || to >= OPEN_AGE) {
            return Err(row.fault(format!(
                "the group from {age_from} to {:?} ends before it begins or at the open age",
                age_to.unwrap_or_default()
            )));
        }
        let census = row.whole("the census", census, 2011..=2022)?;
        if census != 2011 && census != 2022 {
            return Err(row.fault(format!("the census is {census}, but must be 2011 or 2022")));
        }
        history.push(Observed {
            district: Ags::parse(area).map_err(|error| row.fault(error))?,
            year: Year(row.whole("the year", year, 1990..=2100)? as i32),
            sex: if sex == "all" { None } else { Some(row.sex(sex)?) },
            age_from,
            age_to,
            persons: f64::from(row.whole("the number of persons", persons, 0..=10_000_000)?),
            census: census as u16,
            source: source.clone(),
        });
        cite(file, source, citations);
    }
    Ok(history)
}
