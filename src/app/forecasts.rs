//! The planner's model, and the answers computed so far.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use lru::LruCache;

use crate::forecast::Limits;
use crate::model::Model;

/// Bytes of answers that are kept; the least recently used are dropped first.
const KEPT_BYTES: usize = 32 << 20;
/// The largest answer that is kept. Larger ones would push out all others.
const LARGEST_KEPT: usize = KEPT_BYTES / 8;

/// How large a forecast of the service may become, so that one call takes less than 64 MB. A row takes about 600 bytes in
/// memory and on the wire together; a sum takes 8 bytes on each thread and 8 in the total.
pub const SERVICE_LIMITS: Limits = Limits { rows: 100_000, sums: 2_500_000, threads: NonZeroUsize::MIN };

/// SHA-256 of what was asked, which may be long.
pub type Key = [u8; 32];

/// The model and the answers computed so far.
pub struct Forecasts {
    /// The model set in use.
    pub model: Model,
    /// With the bytes of all answers.
    kept: Mutex<(LruCache<Key, Arc<str>>, usize)>,
}

impl Forecasts {
    /// Nothing is kept yet.
    pub fn new(model: Model) -> Self {
        Self { model, kept: Mutex::new((LruCache::unbounded(), 0)) }
    }

    /// The answer that was kept under a key.
    pub fn kept(&self, key: &Key) -> Option<Arc<str>> {
        let mut guard = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        guard.0.get(key).cloned()
    }

    /// Keeps an answer if it is small enough, in place of the least recently used ones if there is no room.
    pub fn keep(&self, key: Key, text: String) -> ForecastText {
        if text.len() > LARGEST_KEPT {
            return ForecastText::Large(text);
        }
        let text: Arc<str> = text.into();
        let answer = ForecastText::Kept(text.clone());
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
        answer
    }
}

/// An answer as JSON. A large answer is not cached, so that only one copy is in memory.
#[derive(Debug, Clone)]
pub enum ForecastText {
    /// Shared with the answers that are kept.
    Kept(Arc<str>),
    /// Too large to be kept.
    Large(String),
}

impl AsRef<[u8]> for ForecastText {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::Kept(text) => text.as_bytes(),
            Self::Large(text) => text.as_bytes(),
        }
    }
}
