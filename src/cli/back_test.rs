//! `pflegeplan back-test`: writes the texts that are committed as `models/BACKTEST.md` and
//! `models/BACKTEST_CARE.md`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Outcome, to_stdout};
use crate::backtest;
use crate::model::load;

#[derive(Debug, Args)]
pub struct Arguments {
    /// What is tested
    #[arg(value_name = "WHAT", default_value = "population")]
    what: What,
    /// Id of the model set
    #[arg(long, value_name = "ID", default_value = load::CURRENT)]
    model: String,
    /// File to write [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// The projection, run from past dates
    Population,
    /// Rates of need of earlier surveys, beside the counts that followed
    Care,
    /// How far official figures lay from the runs: the model set's deviations.toml
    Deviations,
}

pub fn run(arguments: &Arguments) -> Outcome {
    let set = load::load(&arguments.model)?;
    let text = match arguments.what {
        What::Population => backtest::back_test(&set)?.markdown()?,
        What::Care => backtest::care_back_test_page(&set.model)?,
        What::Deviations => backtest::measure_deviations(&set)?,
    };
    let Some(path) = &arguments.out else { return to_stdout(&text) };
    std::fs::write(path, text).map_err(|cause| {
        format!("{} cannot be written: {cause}; hint: the folder must exist", path.display()).into()
    })
}
