//! `pflegeplan examples`, and the first start of an empty register.

use clap::Args;

use super::{Outcome, setup};
use crate::app::examples::{self, ExampleRequest};
use crate::app::{Caller, ReferenceData};
use crate::config::Config;
use crate::model;
use crate::store::Database;

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
    let figures = figures()?;
    let seed = arguments.seed.unwrap_or(config.example_seed);
    let request = ExampleRequest { figures: &figures, seed, count: arguments.count, today: setup::today() };
    let database = Database::open(&config.data_dir)?;
    let replaced =
        examples::replace_examples(Caller::Operator, &database, &reference, &request, arguments.beside_real)?;
    eprintln!(
        "{} invented facilities written (seed {seed}), {} earlier ones removed",
        replaced.added, replaced.removed
    );
    Ok(())
}

/// Fills a register that has never held anything, so that a new installation shows something.
pub fn fill_if_empty(database: &Database, reference: &ReferenceData, seed: u64) -> Outcome {
    let figures = figures()?;
    let request = ExampleRequest { figures: &figures, seed, count: None, today: setup::today() };
    if examples::fill_if_empty(Caller::Operator, database, reference, &request)? {
        log::info!("the register was empty and now holds invented examples (examples = false prevents it)");
    }
    Ok(())
}

/// The official figures that examples add up to.
fn figures() -> Result<String, Box<dyn std::error::Error>> {
    Ok(model::text("examples/official_2023.csv")?)
}
