//! Puts the files below `care/` together.

use super::{Care, assumptions, parameters, tables};
use crate::model::District;
use crate::model::citation::Citation;
use crate::model::table::{File, LoadError};

/// The texts of a model set by their paths in its folder.
pub(in crate::model) trait Source {
    /// Hands a file to a reader.
    fn with<T>(&self, name: &str, read: impl FnOnce(File) -> Result<T, LoadError>) -> Result<T, LoadError>;
    /// The files of a folder, sorted.
    fn names(&self, folder: &str) -> Vec<String>;
}

/// Reads the care half of a model set.
pub(in crate::model) fn read(
    source: &impl Source,
    districts: &[District],
    citations: &mut Vec<Citation>,
) -> Result<Care, LoadError> {
    let (rates, rate_sources) = source.with("care/rates.csv", |file| tables::rates(file, citations))?;
    let mut care = Care {
        rates,
        rate_sources,
        type_profile: source.with("care/types.csv", |file| tables::types(file, citations))?,
        grade_shares: source.with("care/grades.csv", |file| tables::grades(file, citations))?,
        counts: source.with("care/counts.csv", |file| tables::counts(file, citations))?,
        populations: source
            .with("care/population.csv", |file| tables::populations(file, districts, citations))?,
        places: source.with("care/places.csv", |file| tables::places(file, citations))?,
        dementia: source.with("care/dementia.csv", |file| tables::dementia(file, citations))?,
        staff: source.with("care/staff.csv", |file| tables::staff(file, districts, citations))?,
        parameters: source.with("care/parameters.toml", |file| parameters::parameters(file, citations))?,
        prevalence: Vec::new(),
        forms: Vec::new(),
    };
    for name in source.names("care/prevalence/") {
        care.prevalence.push(source.with(&name, |file| assumptions::prevalence(file, citations))?);
    }
    for name in source.names("care/form/") {
        care.forms.push(source.with(&name, |file| assumptions::form(file, citations))?);
    }
    Ok(care)
}
