//! `pflegeplan back-test`: writes the text that is committed as `models/BACKTEST.md`.

use std::path::PathBuf;

use clap::Args;

use super::{Outcome, to_stdout};
use crate::params::load;
use crate::report::backtest;

#[derive(Debug, Args)]
pub struct Arguments {
    /// File to write [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub fn run(arguments: &Arguments) -> Outcome {
    let set = load::load(load::CURRENT)?;
    let text = backtest::back_test(&set)?.markdown();
    let Some(path) = &arguments.out else { return to_stdout(&text) };
    std::fs::write(path, text).map_err(|cause| {
        format!("{} cannot be written: {cause}; hint: the folder must exist", path.display()).into()
    })
}
