//! The contents of `models/`, embedded in the binary, so that it runs from any folder; model sets as
//! checked types ([`load`]) and the rules they keep ([`check`]).

pub mod care;
pub mod cells;
pub mod check;
mod citation;
pub mod deviations;
mod dimensions;
mod head;
pub mod load;
pub mod municipal_ages;
mod municipalities;
pub mod past;
mod rates;
mod scenario;
mod set;
mod stocks;
mod table;
mod uncertainty;

pub use dimensions::{AGES, BySexAge, District, FERTILE, OPEN_AGE};
pub use set::{
    E0_BOUNDS, Fertility, Guard, MIGRATION_FACTOR_BOUNDS, Migration, Model, Mortality, Municipality,
    Observed, RISING, STATUS_QUO, Scenario, Source, TFR_BOUNDS, Target, Uncertainty,
};
pub use table::{File, LoadError};

use rust_embed::Embed;

#[derive(Embed)]
#[folder = "../../models/"]
struct Files;

/// A file of the model set is not in this binary.
#[derive(Debug, thiserror::Error)]
#[error("models/{0} is not part of this build of pflegeplan, or is not UTF-8 text")]
pub struct MissingModel(String);

/// The text of a file below `models/`.
pub fn text(path: &str) -> Result<String, MissingModel> {
    let file = Files::get(path).ok_or_else(|| MissingModel(path.to_owned()))?;
    String::from_utf8(file.data.into_owned()).map_err(|_| MissingModel(path.to_owned()))
}

/// The paths below a folder of `models/`, sorted.
pub fn paths(folder: &str) -> Vec<String> {
    let mut paths: Vec<String> =
        Files::iter().filter(|path| path.starts_with(folder)).map(|path| path.into_owned()).collect();
    paths.sort();
    paths
}

#[cfg(test)]
mod tests;
