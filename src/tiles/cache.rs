//! Cache of a map server's tiles, in memory, for as long as the server allows.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use lru::LruCache;

use super::{Picture, TileAddress};

/// The answer of a map server about a tile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    /// `None` where it has no tile.
    pub picture: Option<Picture>,
    /// How long it may be cached.
    pub lasts: Duration,
}

#[derive(Debug)]
struct Kept {
    answer: Answer,
    until: Duration,
}

/// A least-recently-used cache with a limit in bytes.
#[derive(Debug)]
pub(super) struct Cache {
    kept: Mutex<(LruCache<TileAddress, Kept>, usize)>,
    limit: usize,
}

/// The approximate size of an entry besides its image.
const ENTRY_BYTES: usize = 200;

impl Cache {
    pub fn new(limit_bytes: usize) -> Self {
        Self { kept: Mutex::new((LruCache::unbounded(), 0)), limit: limit_bytes }
    }

    /// The cached answer with its remaining lifetime.
    pub fn get(&self, address: TileAddress, now: Duration) -> Option<Answer> {
        let mut guard = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = guard.0.get(&address).filter(|kept| now < kept.until)?;
        Some(Answer { lasts: kept.until - now, ..kept.answer.clone() })
    }

    /// Caches an answer for its lifetime; evicts others when the limit is exceeded.
    pub fn put(&self, address: TileAddress, answer: &Answer, now: Duration) {
        if answer.lasts.is_zero() {
            return;
        }
        let mut guard = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let (kept, bytes) = &mut *guard;
        *bytes += size(answer);
        if let Some(old) = kept.put(address, Kept { answer: answer.clone(), until: now + answer.lasts }) {
            *bytes -= size(&old.answer);
        }
        while *bytes > self.limit {
            let Some((_, oldest)) = kept.pop_lru() else { break };
            *bytes -= size(&oldest.answer);
        }
    }
}

fn size(answer: &Answer) -> usize {
    ENTRY_BYTES + answer.picture.as_ref().map_or(0, |picture| picture.bytes.len())
}

/// The lifetime of a tile whose server states none.
const DEFAULT_LIFETIME: Duration = Duration::from_secs(24 * 3600);
const MAX_LIFETIME: Duration = Duration::from_secs(7 * 24 * 3600);

/// How long a shared cache may keep an answer (RFC 9111, 5.2.2), given its `Cache-Control` and `Age`.
pub(super) fn lifetime(cache_control: Option<&str>, age: Option<&str>) -> Duration {
    let Some(text) = cache_control else { return DEFAULT_LIFETIME };
    let directives: Vec<String> = text.split(',').map(|part| part.trim().to_ascii_lowercase()).collect();
    let names = |name: &str| directives.iter().any(|part| part.split('=').next() == Some(name));
    if names("no-store") || names("private") || names("no-cache") {
        return Duration::ZERO;
    }
    let seconds = |name: &str| {
        let value = directives.iter().find_map(|part| part.strip_prefix(name)?.strip_prefix('='))?;
        // A value that cannot be parsed is stale (RFC 9111, 4.2.1).
        Some(value.trim_matches('"').parse().unwrap_or(0_u64))
    };
    let Some(allowed) = seconds("s-maxage").or_else(|| seconds("max-age")) else { return DEFAULT_LIFETIME };
    let age = age.and_then(|age| age.trim().parse().ok()).unwrap_or(0_u64);
    Duration::from_secs(allowed.saturating_sub(age)).min(MAX_LIFETIME)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_determines_the_lifetime_of_a_tile() {
        let lasts = |text: &str| lifetime(Some(text), None).as_secs();
        assert_eq!(lifetime(None, None), DEFAULT_LIFETIME);
        assert_eq!(lasts("public, max-age=600"), 600);
        assert_eq!(lasts("max-age=600, s-maxage=60"), 60);
        assert_eq!(lasts("MAX-AGE=\"600\""), 600);
        assert_eq!(lasts("public"), DEFAULT_LIFETIME.as_secs());
        assert_eq!(lasts("max-age=99999999"), MAX_LIFETIME.as_secs());
        for none in
            ["no-store", "private, max-age=600", "no-cache", "max-age=0", "max-age=soon", "max-age=-5"]
        {
            assert_eq!(lasts(none), 0, "{none}");
        }
        assert_eq!(lifetime(Some("max-age=600"), Some("400")), Duration::from_secs(200));
        assert_eq!(lifetime(Some("max-age=600"), Some("700")), Duration::ZERO);
    }

    #[test]
    fn a_tile_expires_or_is_evicted() {
        let picture = |byte: u8| {
            let mut bytes = vec![0xFF, 0xD8, 0xFF];
            bytes.resize(1_000, byte);
            Picture::read(bytes)
        };
        let at = |x| TileAddress::new(14, x, 5_284).unwrap();
        let second = Duration::from_secs(1);
        let cache = Cache::new(2 * (1_000 + ENTRY_BYTES));
        let answer = |byte| Answer { picture: picture(byte), lasts: second * 10 };
        cache.put(at(8_700), &answer(1), second);
        assert_eq!(cache.get(at(8_700), second * 3).unwrap(), Answer { lasts: second * 8, ..answer(1) });
        assert_eq!(cache.get(at(8_700), second * 11), None);
        // The same tile again does not count twice.
        for _ in 0..10 {
            cache.put(at(8_700), &answer(2), second * 20);
        }
        cache.put(at(8_701), &answer(3), second * 20);
        assert!(cache.get(at(8_700), second * 21).is_some(), "used last");
        cache.put(at(8_702), &answer(4), second * 20);
        let held = [8_700, 8_701, 8_702].map(|x| cache.get(at(x), second * 21).is_some());
        assert_eq!(held, [true, false, true]);
        cache.put(at(8_703), &Answer { lasts: Duration::ZERO, ..answer(5) }, second);
        assert_eq!(cache.get(at(8_703), second), None);
    }
}
