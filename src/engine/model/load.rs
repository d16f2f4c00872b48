//! Reads the files of a model set into checked types. What a single line can get wrong is refused here,
//! what only the whole set shows is found by [`check`](super::check).

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::care::Source as _;
pub use super::citation::Citation;
use super::head::{self, Head};
use super::municipal_ages::MunicipalAges;
use super::past::{self, Past};
use super::table::{File, LoadError};
use super::{
    MissingModel, care, cells, deviations, municipal_ages, municipalities, rates, scenario, stocks,
    uncertainty,
};
use crate::model::Model;

/// The model set that commands use where none is named.
pub const CURRENT: &str = "mv-2026-1";

/// A model and what its files say beside the figures.
#[derive(Debug, Clone)]
pub struct ModelSet {
    /// The figures as types.
    pub model: Model,
    /// What back-tests start from.
    pub past: Past,
    /// Every mention of a source.
    pub citations: Vec<Citation>,
    /// The tables with their stated and found checksums.
    pub checksums: Vec<Checksum>,
}

/// SHA-256 in hexadecimal digits of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checksum {
    /// The table.
    pub file: String,
    /// The checksum in `model.toml`; `None` if it names none.
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
        let past = folder.past(&head, &mut citations)?;
        let mut model = folder.model(head, &mut citations)?;
        citations.sort();
        citations.dedup();
        model.cited = cited(id, &citations);
        let checksums = folder.checksums()?;
        Ok(ModelSet { model, past, citations, checksums })
    })
}

struct Folder<'a> {
    id: &'a str,
    files: &'a BTreeMap<String, String>,
}

impl care::Source for Folder<'_> {
    fn with<T>(&self, name: &str, read: impl FnOnce(File) -> Result<T, LoadError>) -> Result<T, LoadError> {
        let path = format!("{}/{name}", self.id);
        let text = self.files.get(name).ok_or_else(|| MissingModel(path.clone()))?;
        read(File { path: &format!("models/{path}"), text })
    }

    fn names(&self, folder: &str) -> Vec<String> {
        self.files.keys().filter(|name| name.starts_with(folder)).cloned().collect()
    }
}

impl Folder<'_> {
    fn model(&self, head: Head, citations: &mut Vec<Citation>) -> Result<Model, LoadError> {
        let districts = &head.districts;
        let population =
            self.with("population.csv", |file| stocks::population(file, districts, citations))?;
        let fertility = self.with("fertility.csv", |file| rates::fertility(file, districts, citations))?;
        let mortality = self.with("mortality.csv", |file| rates::mortality(file, districts, citations))?;
        let migration = self.with("migration.csv", |file| rates::migration(file, districts, citations))?;
        let mut uncertainty = self.with("uncertainty.toml", |file| uncertainty::read(file, citations))?;
        if self.files.contains_key(deviations::FILE) {
            let found = self.with(deviations::FILE, |file| deviations::read(file, citations))?;
            uncertainty.deviations = Some(found);
        }
        let history = self.with("observed.csv", |file| stocks::observed(file, citations))?;
        let municipalities =
            self.with("municipalities.csv", |file| municipalities::read(file, districts, citations))?;
        let cells = match &head.cells {
            Some(sums) => Some(self.with(cells::FILE, |file| cells::read(file, sums, districts, citations))?),
            None if self.files.contains_key(cells::FILE) => {
                let sentence = format!("there is a {}, but no [cells] with its sums", cells::FILE);
                return self.with("model.toml", |file| Err(file.fault_at_end(sentence)));
            }
            None => None,
        };
        let municipal_ages = self.municipal_ages(&head, citations)?;
        let care = care::read(self, districts, citations)?;
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
            male_births_source: head.male_births_source,
            fertility,
            mortality,
            migration,
            uncertainty,
            scenarios,
            history,
            municipalities,
            municipal_ages,
            cells,
            guard: head.guard,
            care,
            cited: BTreeMap::new(),
        })
    }

    fn municipal_ages(
        &self,
        head: &Head,
        citations: &mut Vec<Citation>,
    ) -> Result<Option<MunicipalAges>, LoadError> {
        let (ages, moves) = (municipal_ages::FILE, municipal_ages::MOVES);
        if let Some(stated) = &head.municipal_ages {
            let found = self.with(ages, |ages| {
                self.with(moves, |moves| {
                    municipal_ages::read((ages, moves), stated, &head.districts, citations)
                })
            })?;
            return Ok(Some(found));
        }
        match [ages, moves].into_iter().find(|name| self.files.contains_key(*name)) {
            Some(name) => {
                let sentence = format!("there is a {name}, but no [municipal_ages] that says what it holds");
                self.with("model.toml", |file| Err(file.fault_at_end(sentence)))
            }
            None => Ok(None),
        }
    }

    fn past(&self, head: &Head, citations: &mut Vec<Citation>) -> Result<Past, LoadError> {
        let districts = &head.districts;
        let mut starts = Vec::new();
        for name in self.files.keys().filter(|name| name.starts_with("backtest/")) {
            starts.push(self.with(name, |file| past::start(file, citations))?);
        }
        let district_deaths = if self.files.contains_key(past::DISTRICT_DEATHS) {
            self.with(past::DISTRICT_DEATHS, |file| past::district_deaths(file, districts, citations))?
        } else {
            BTreeMap::new()
        };
        Ok(Past {
            starts,
            official: self
                .with("official_projection.toml", |file| past::official_run(file, districts, citations))?,
            vital: self.with("vital_statistics.csv", |file| past::vital_statistics(file, citations))?,
            district_deaths,
            district_moves: head.district_moves,
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

/// The keys by the name of the file that mentions them.
fn cited(id: &str, citations: &[Citation]) -> BTreeMap<String, Vec<String>> {
    let folder = format!("models/{id}/");
    let mut cited: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for citation in citations {
        let name = citation.file.strip_prefix(&folder).unwrap_or(&citation.file);
        cited.entry(name.to_owned()).or_default().push(citation.key.clone());
    }
    cited
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
