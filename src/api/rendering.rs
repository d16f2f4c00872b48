//! Texts of the API that are written ahead: facilities once a snapshot, areas once for good.

use std::sync::Arc;

use arc_swap::ArcSwap;

use super::area_texts::AreaTexts;
use super::facilities::render::{Rendered, TooLarge};
use crate::app::State;
use crate::register::CategoryTree;
use crate::search::Snapshot;

/// A snapshot and its facilities in the form they have on the wire.
#[derive(Debug)]
pub(super) struct RenderedSnapshot {
    pub snapshot: Arc<Snapshot>,
    pub rendered: Rendered,
}

/// What the handlers of the API share beside [`State`].
#[derive(Debug)]
pub struct Rendering {
    current: Arc<ArcSwap<RenderedSnapshot>>,
    pub(super) areas: AreaTexts,
}

impl Rendering {
    /// Writes the texts of the snapshot in place, and from now on those of every newer one before it is seen.
    pub fn new(state: &mut State) -> Result<Self, TooLarge> {
        let first = render(&state.snapshot(), &state.reference.categories)?;
        let current = Arc::new(ArcSwap::from_pointee(first));
        let (kept, categories) = (current.clone(), state.reference.categories.clone());
        state.prepare_with(move |snapshot| {
            kept.store(Arc::new(render(snapshot, &categories)?));
            Ok(())
        });
        Ok(Self { current, areas: AreaTexts::new(&state.reference.areas) })
    }

    /// The newest snapshot with its texts.
    pub(super) fn current(&self) -> Arc<RenderedSnapshot> {
        self.current.load_full()
    }
}

fn render(snapshot: &Arc<Snapshot>, categories: &CategoryTree) -> Result<RenderedSnapshot, TooLarge> {
    Ok(RenderedSnapshot { snapshot: snapshot.clone(), rendered: Rendered::new(snapshot, categories)? })
}
