//! What commands about indicators and plans compute from: register, statistics and figures of the data folder.

use std::error::Error;

use crate::app::ReferenceData;
use crate::config::Config;
use crate::indicators::Base;
use crate::model::Model;
use crate::register::Facility;
use crate::routing::Router;
use crate::service::{setup, travel_matrix};

/// What lies in the data folder, put together; without a database there are no facilities and the version is 0.
pub(super) struct Loaded {
    /// Categories and areas.
    pub reference: ReferenceData,
    /// Catalogue and figures of the indicators.
    pub base: Base,
    /// Gives travel times.
    pub router: Router,
    /// The register.
    pub facilities: Vec<Facility>,
    /// Its version.
    pub version: u64,
}

impl Loaded {
    /// Loads the data folder of the settings.
    pub fn load(config: &Config, model: &Model) -> Result<Self, Box<dyn Error>> {
        let reference = setup::reference_data()?;
        let router = setup::router(config, &reference.gazetteer)?;
        travel_matrix::load_stored(&router, &config.data_dir);
        let own = setup::own_files(&config.data_dir)?;
        let database = if setup::has_database(config) { Some(setup::database(config)?) } else { None };
        let ((facilities, version), statistics) = match &database {
            Some(database) => (database.load()?, database.released_statistics()?),
            None => ((Vec::new(), 0), Vec::new()),
        };
        let base = setup::indicators(&setup::IndicatorInputs {
            reference: &reference,
            router: &router,
            model,
            own: &own,
            facilities: &facilities,
            statistics: &statistics,
            database: database.as_ref(),
        })?;
        Ok(Self { reference, base, router, facilities, version })
    }
}
