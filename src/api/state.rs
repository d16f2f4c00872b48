//! What all handlers share: built once, handed to every worker.

use std::sync::Arc;

use arc_swap::ArcSwap;

use super::catalogue::AreaTexts;
use super::forecasts::Forecasts;
use super::render::{Rendered, TooLarge};
use crate::db::Database;
use crate::search::{Finder, Snapshot};

/// A snapshot and its facilities in the form they have on the wire.
#[derive(Debug)]
pub struct Published {
    pub snapshot: Snapshot,
    pub(super) rendered: Rendered,
}

pub struct State {
    pub finder: Finder,
    pub database: Database,
    pub(super) forecasts: Forecasts,
    pub(super) area_texts: AreaTexts,
    published: ArcSwap<Published>,
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
        Ok(Self { finder, database, forecasts, area_texts, published })
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
