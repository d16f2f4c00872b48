//! What all handlers share: built once, handed to every worker.

use std::sync::Arc;

use arc_swap::ArcSwap;

use super::render::Rendered;
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
    published: ArcSwap<Published>,
}

impl State {
    pub fn new(finder: Finder, database: Database, snapshot: Snapshot) -> Self {
        let published = ArcSwap::from_pointee(publish(&finder, snapshot));
        Self { finder, database, published }
    }

    /// The register as searches see it now. It stays as it is for as long as it is held.
    pub fn published(&self) -> Arc<Published> {
        self.published.load_full()
    }

    /// Puts a newer snapshot in place of the old one.
    pub fn replace(&self, snapshot: Snapshot) {
        self.published.store(Arc::new(publish(&self.finder, snapshot)));
    }
}

fn publish(finder: &Finder, snapshot: Snapshot) -> Published {
    let rendered = Rendered::new(&snapshot, &finder.categories);
    Published { snapshot, rendered }
}
