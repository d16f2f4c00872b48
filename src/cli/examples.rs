//! `pflegeplan examples`: fills the register with invented facilities.

use clap::Args;

use super::Outcome;
use crate::app::Caller;
use crate::app::examples::{self, ExampleRequest};
use crate::config::Config;
use crate::service::setup;

#[derive(Debug, Args)]
pub struct Arguments {
    /// The same seed gives the same facilities on the same day
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// So many facilities instead of the official numbers of homes and places, for load tests
    #[arg(long, value_name = "FACILITIES")]
    count: Option<usize>,
    /// Allow examples beside real facilities
    #[arg(long)]
    beside_real: bool,
}

/// Puts new examples in place of those that are there.
pub fn run(config: &Config, arguments: &Arguments) -> Outcome {
    let reference = setup::reference_data()?;
    let figures = setup::example_figures()?;
    let seed = arguments.seed.unwrap_or(config.example_seed);
    let request = ExampleRequest { figures: &figures, seed, count: arguments.count, today: setup::today() };
    let database = setup::database(config)?;
    let replaced =
        examples::replace_examples(Caller::Operator, &database, &reference, &request, arguments.beside_real)?;
    eprintln!(
        "{} invented facilities written (seed {seed}), {} earlier ones removed",
        replaced.added, replaced.removed
    );
    Ok(())
}
