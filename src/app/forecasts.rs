//! The planner's model with what bounds the work on forecasts: kept answers, and a limit of concurrent runs.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use lru::LruCache;

use super::error::{Error, Unavailable};
use crate::model::Model;

/// Forecasts computed at the same time; further callers are asked to come again.
const PERMITS: usize = 4;
/// Bytes of answers that are kept; the least recently used are dropped first.
const KEPT_BYTES: usize = 32 << 20;

/// SHA-256 of what was asked, which may be long.
pub type Key = [u8; 32];

/// The model, the answers computed so far, and how many are being computed.
pub struct Forecasts {
    /// The model set in use.
    pub model: Model,
    running: AtomicUsize,
    /// With the bytes of all answers.
    kept: Mutex<(LruCache<Key, Arc<str>>, usize)>,
}

/// Counts a computation that runs; gives its place back when dropped.
pub struct Permit<'a>(&'a AtomicUsize);

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Forecasts {
    /// Nothing is kept yet.
    pub fn new(model: Model) -> Self {
        Self { model, running: AtomicUsize::new(0), kept: Mutex::new((LruCache::unbounded(), 0)) }
    }

    /// The answer that was kept under a key.
    pub fn kept(&self, key: &Key) -> Option<Arc<str>> {
        let mut guard = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        guard.0.get(key).cloned()
    }

    /// Keeps an answer, in place of the least recently used ones if there is no room.
    pub fn keep(&self, key: Key, text: Arc<str>) {
        let mut guard = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let (kept, bytes) = &mut *guard;
        *bytes += text.len();
        if let Some(old) = kept.put(key, text) {
            *bytes -= old.len();
        }
        while *bytes > KEPT_BYTES
            && let Some((_, oldest)) = kept.pop_lru()
        {
            *bytes -= oldest.len();
        }
    }

    /// The right to compute a forecast, for as long as the permit is held.
    pub fn permit(&self) -> Result<Permit<'_>, Error> {
        let permit = Permit(&self.running);
        if self.running.fetch_add(1, Ordering::Relaxed) >= PERMITS {
            return Err(Error::Unavailable(Unavailable::Forecasts));
        }
        Ok(permit)
    }
}
