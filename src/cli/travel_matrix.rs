//! `travel-matrix`: computes the travel times from municipalities and from cells to facilities.

use clap::Args;
use indicatif::ProgressBar;

use super::Outcome;
use crate::config::Config;
use crate::model;
use crate::routing::{Mode, Network};
use crate::service::setup;
use crate::service::travel_matrix::{Ground, points, refresh, refresh_columns};

#[derive(Debug, Args)]
pub struct Arguments {
    /// car, bicycle or foot [default: every mode with an address]
    #[arg(long, value_name = "MODE", value_parser = mode)]
    mode: Option<Mode>,
}

fn mode(text: &str) -> Result<Mode, String> {
    Mode::from_word(text).ok_or_else(|| "expected car, bicycle or foot".to_owned())
}

/// Computes what is missing and prints a summary for each mode.
pub fn run(config: &Config, arguments: &Arguments) -> Outcome {
    let reference = setup::reference_data()?;
    let router = setup::router(config, &reference.gazetteer)?;
    let wanted = |network: &&Network| arguments.mode.is_none_or(|mode| mode == network.mode());
    let networks: Vec<&Network> = router.networks().iter().filter(wanted).collect();
    if networks.is_empty() {
        return Err("there is no OSRM to ask; hint: scripts/osrm starts it and prints the settings, such as PFLEGEPLAN_OSRM_CAR_URL".into());
    }
    let snapshot = setup::snapshot(setup::database(config)?.load()?, &reference.categories)?;
    let model = model::load::load(model::load::CURRENT)?.model;
    let ground = Ground::new(&reference.gazetteer, &model);
    let facilities = points(&snapshot, &ground.settlements);
    for network in networks {
        let bar = ProgressBar::new(facilities.len() as u64);
        let progress = |done: usize, total: usize| {
            bar.set_length(total as u64);
            bar.set_position(done as u64);
        };
        let matrix = refresh(network, &ground.settlements, &facilities, &config.data_dir, progress)?;
        let columns = refresh_columns(network, &ground.origins, &facilities, &config.data_dir, progress)?;
        bar.finish_and_clear();
        eprintln!(
            "{}: {} municipalities and {} cells to {} places of facilities and sites, roads \"{}\"",
            network.mode().word(),
            matrix.settlements().len(),
            columns.origins().len(),
            matrix.facilities().len(),
            matrix.data_version()
        );
    }
    Ok(())
}
