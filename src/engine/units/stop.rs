//! Lets the caller of long work end it early.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether work is to end early, because nobody waits for its result any more. Clones share one answer; the default is
/// work that is never stopped. Work asks in its loops; what it gives after a stop is incomplete and must not be kept.
///
/// ```
/// use pflegeplan_engine::units::Stop;
///
/// let stop = Stop::new();
/// let seen_by_work = stop.clone();
/// assert!(!seen_by_work.is_requested());
/// stop.request();
/// assert!(seen_by_work.is_requested());
/// assert!(!Stop::never().is_requested());
/// ```
#[derive(Debug, Clone, Default)]
pub struct Stop(Option<Arc<AtomicBool>>);

impl Stop {
    /// Work that may be stopped.
    pub fn new() -> Self {
        Self(Some(Arc::new(AtomicBool::new(false))))
    }

    /// Work that is never stopped.
    pub const fn never() -> Self {
        Self(None)
    }

    /// Asks the work to end.
    pub fn request(&self) {
        if let Some(flag) = &self.0 {
            flag.store(true, Ordering::Relaxed);
        }
    }

    /// Whether the work is to end.
    pub fn is_requested(&self) -> bool {
        self.0.as_ref().is_some_and(|flag| flag.load(Ordering::Relaxed))
    }
}

/// Asks work to stop when dropped, that is, when whoever waits for it goes.
#[derive(Debug)]
pub struct StopOnDrop(pub Stop);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.request();
    }
}

/// Two requests that differ in who may stop them ask for the same.
impl PartialEq for Stop {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
