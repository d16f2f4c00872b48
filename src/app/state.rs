//! What a running service shares between all requests: built once, read by every worker.

use std::sync::Arc;

use arc_swap::{ArcSwap, ArcSwapOption};

use super::ReferenceData;
use super::addresses::Addresses;
use super::error::{Error, Unavailable};
use super::forecasts::Forecasts;
use super::gate::{Gate, GateLimits};
use super::office::Office;
use super::opendata::KeptTables;
use super::plan::{KeptPlans, PlanFiles};
use super::publisher::Publisher;
use crate::indicators::{AreaTree, Base};
use crate::model::Model;
use crate::search::{SearchService, Snapshot};
use crate::store::Database;

/// What indicators are computed from, and which releases and register it was put together from.
pub struct LoadedIndicators {
    /// Catalogue, frame and figures.
    pub base: Base,
    /// Changes whenever the figures do.
    pub version: u64,
}

impl AsRef<AreaTree> for LoadedIndicators {
    fn as_ref(&self) -> &AreaTree {
        &self.base.frame.tree
    }
}

/// What an edge does with a newer snapshot before anybody sees it, such as writing its texts.
type Preparation = Box<dyn Fn(&Arc<Snapshot>) -> Result<(), PreparationError> + Send + Sync>;

/// Why an edge cannot serve a snapshot.
pub type PreparationError = Box<dyn std::error::Error + Send + Sync>;

/// The parts of the service. The snapshot and the indicators are replaced while it runs.
pub struct State {
    /// Categories, areas and the gazetteer.
    pub reference: Arc<ReferenceData>,
    /// Finds facilities in a snapshot.
    pub search: SearchService,
    /// Where the register and the statistics are stored.
    pub database: Database,
    /// The model and the forecasts computed so far.
    pub forecasts: Forecasts,
    /// Everything that costs more than a search goes through it.
    pub gate: Gate,
    /// Keeping the register in the browser.
    pub office: Office,
    /// The plans that were written last.
    pub plans: KeptPlans,
    /// The tables of open data that were computed last.
    pub tables: KeptTables,
    /// Who publishes the data.
    pub publisher: Publisher,
    /// What lies on the machine for plans.
    pub plan_files: PlanFiles,
    /// Streets and houses, where the operator has made them of an extract.
    pub addresses: Addresses,
    snapshot: ArcSwap<Snapshot>,
    /// Put together after the start, because searches need not wait for them.
    indicators: ArcSwapOption<LoadedIndicators>,
    preparations: Vec<Preparation>,
}

impl State {
    /// A service on the register of the snapshot, without indicators.
    pub fn new(
        reference: impl Into<Arc<ReferenceData>>,
        search: SearchService,
        database: Database,
        forecasts: Forecasts,
        snapshot: Snapshot,
    ) -> Self {
        Self {
            reference: reference.into(),
            search,
            database,
            forecasts,
            gate: Gate::new(GateLimits::default()),
            office: Office::default(),
            plans: KeptPlans::default(),
            tables: KeptTables::default(),
            publisher: Publisher::default(),
            plan_files: PlanFiles::default(),
            addresses: Addresses::default(),
            snapshot: ArcSwap::from_pointee(snapshot),
            indicators: ArcSwapOption::empty(),
            preparations: Vec::new(),
        }
    }

    /// Lets an edge prepare each newer snapshot before searches see it.
    pub fn prepare_with(
        &mut self,
        preparation: impl Fn(&Arc<Snapshot>) -> Result<(), PreparationError> + Send + Sync + 'static,
    ) {
        self.preparations.push(Box::new(preparation));
    }

    /// The register as searches see it now. It stays as it is for as long as it is held.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.load_full()
    }

    /// Puts a newer snapshot in place of the old one, which stays if an edge cannot serve the new one.
    pub fn replace_snapshot(&self, snapshot: Snapshot) -> Result<(), PreparationError> {
        let snapshot = Arc::new(snapshot);
        self.preparations.iter().try_for_each(|prepare| prepare(&snapshot))?;
        self.snapshot.store(snapshot);
        Ok(())
    }

    /// Indicators as they are now. They stay as they are for as long as they are held.
    pub fn indicators(&self) -> Result<Arc<LoadedIndicators>, Error> {
        self.indicators.load_full().ok_or(Error::Unavailable(Unavailable::Indicators))
    }

    /// Which version of them is in place.
    pub fn indicators_version(&self) -> Option<u64> {
        self.indicators.load().as_ref().map(|loaded| loaded.version)
    }

    /// Puts newer figures in place of the old ones.
    pub fn replace_indicators(&self, indicators: LoadedIndicators) {
        self.indicators.store(Some(Arc::new(indicators)));
    }

    /// The model set in use.
    pub fn model(&self) -> &Model {
        &self.forecasts.model
    }

    /// Whether draws of the current model set also draw rates of need, and not only births, deaths and migration.
    pub fn draws_rates(&self) -> bool {
        self.model().uncertainty.deviations.is_some()
    }
}
