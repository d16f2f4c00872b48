//! What all handlers share: built once, handed to every worker.

use std::sync::Arc;

use arc_swap::{ArcSwap, ArcSwapOption};

use super::catalogue::AreaTexts;
use super::forecasts::Forecasts;
use crate::api::facilities::render::{Rendered, TooLarge};
use crate::api::http::problem::ApiError;
use crate::indicators::Base;
use crate::model::Model;
use crate::search::{Finder, Snapshot};
use crate::store::Database;

/// A snapshot and its facilities in the form they have on the wire.
#[derive(Debug)]
pub struct Published {
    pub snapshot: Snapshot,
    pub(super) rendered: Rendered,
}

/// What indicators are computed from, and which releases and register it was put together from.
pub struct LoadedIndicators {
    pub base: Base,
    /// Changes whenever the figures do.
    pub version: u64,
}

pub struct State {
    pub finder: Finder,
    pub database: Database,
    pub(super) forecasts: Forecasts,
    pub(super) area_texts: AreaTexts,
    published: ArcSwap<Published>,
    /// Put together after the start, because searches need not wait for them.
    indicators: ArcSwapOption<LoadedIndicators>,
}

impl State {
    pub fn new(
        finder: Finder,
        database: Database,
        forecasts: Forecasts,
        snapshot: Snapshot,
    ) -> Result<Self, TooLarge> {
        let published = ArcSwap::from_pointee(publish(&finder, snapshot)?);
        let area_texts = AreaTexts::new(&finder.areas);
        Ok(Self { finder, database, forecasts, area_texts, published, indicators: ArcSwapOption::empty() })
    }

    /// Indicators as they are now. They stay as they are for as long as they are held.
    pub fn indicators(&self) -> Result<Arc<LoadedIndicators>, ApiError> {
        self.indicators.load_full().ok_or_else(|| {
            ApiError::Unavailable("Indicators are being put together; hint: try again in a moment.".into())
        })
    }

    /// Which version of them is in place.
    pub fn indicators_version(&self) -> Option<u64> {
        self.indicators.load().as_ref().map(|loaded| loaded.version)
    }

    pub fn model(&self) -> &Model {
        &self.forecasts.model
    }

    /// Puts newer figures in place of the old ones.
    pub fn replace_indicators(&self, indicators: LoadedIndicators) {
        self.indicators.store(Some(Arc::new(indicators)));
    }

    /// The register as searches see it now. It stays as it is for as long as it is held.
    pub fn published(&self) -> Arc<Published> {
        self.published.load_full()
    }

    /// Puts a newer snapshot in place of the old one.
    pub fn replace(&self, snapshot: Snapshot) -> Result<(), TooLarge> {
        self.published.store(Arc::new(publish(&self.finder, snapshot)?));
        Ok(())
    }
}

fn publish(finder: &Finder, snapshot: Snapshot) -> Result<Published, TooLarge> {
    let rendered = Rendered::new(&snapshot, &finder.categories)?;
    Ok(Published { snapshot, rendered })
}
