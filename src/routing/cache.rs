//! Travel times that OSRM has answered, by origin, all from one version of the road data.
//!
//! The key is a point at OSRM's own resolution of six decimals. The snapped point cannot serve as key: two points
//! snapped to one junction can lie on different roads and have different turns.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lru::LruCache;

use crate::units::{GeoPoint, Metres, Seconds};

/// The number of origins kept, least recently used dropped first.
// invariant: the number is written here
const ORIGINS: NonZeroUsize = NonZeroUsize::new(2_048).expect("2,048 is not zero");
/// The number of travel times kept for one origin.
const TRAVEL_TIMES_PER_ORIGIN: usize = 4_096;

/// A point in millionths of a degree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PointKey(i32, i32);

impl PointKey {
    pub fn of(point: GeoPoint) -> Self {
        let millionths = |degrees: f64| (degrees * 1e6).round() as i32;
        Self(millionths(point.lon), millionths(point.lat))
    }
}

/// Duration and road distance of the fastest route; `None` where there is no route.
pub type TravelTime = Option<(Seconds, Metres)>;

/// What is known of one origin.
#[derive(Debug, Default)]
pub struct Known {
    pub travel_times: HashMap<PointKey, TravelTime>,
    /// Durations from landmarks of the matrix to the origin; `None` where there is no route.
    pub from: HashMap<PointKey, Option<Seconds>>,
    /// The origin is farther from every road than the snap limit.
    pub off_road: bool,
}

impl Known {
    pub fn keep(&mut self, to: PointKey, time: TravelTime) {
        if self.travel_times.len() >= TRAVEL_TIMES_PER_ORIGIN {
            self.travel_times.clear();
        }
        self.travel_times.insert(to, time);
    }
}

#[derive(Debug)]
struct Inner {
    data_version: String,
    origins: LruCache<PointKey, Arc<Mutex<Known>>>,
}

#[derive(Debug)]
pub struct Cache(Mutex<Inner>);

impl Default for Cache {
    fn default() -> Self {
        Self(Mutex::new(Inner { data_version: String::new(), origins: LruCache::new(ORIGINS) }))
    }
}

impl Cache {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The shared entry of an origin, created if missing.
    pub fn of(&self, origin: GeoPoint) -> Arc<Mutex<Known>> {
        self.inner().origins.get_or_insert(PointKey::of(origin), Arc::default).clone()
    }

    pub fn data_version(&self) -> String {
        self.inner().data_version.clone()
    }

    /// Records the version of the road data of an answer. Returns false, and clears the cache, if it has changed.
    pub fn accept_data_version(&self, data_version: &str) -> bool {
        let mut inner = self.inner();
        if inner.data_version == data_version {
            return true;
        }
        let first = inner.data_version.is_empty();
        inner.data_version = data_version.to_owned();
        if !first {
            inner.origins.clear();
        }
        first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: GeoPoint = GeoPoint { lon: 12.0, lat: 53.5 };

    #[test]
    fn changed_road_data_clear_the_cache() {
        let cache = Cache::default();
        let key = PointKey::of(HERE);
        assert!(cache.accept_data_version("a"));
        cache.of(HERE).lock().unwrap().keep(key, Some((Seconds(1.0), Metres(2.0))));
        assert!(cache.accept_data_version("a"));
        assert_eq!(cache.of(HERE).lock().unwrap().travel_times.len(), 1);
        assert!(!cache.accept_data_version("b"));
        assert!(cache.of(HERE).lock().unwrap().travel_times.is_empty());
        assert!(cache.accept_data_version("b"));
    }

    #[test]
    fn its_size_is_limited() {
        let cache = Cache::default();
        for step in 0..ORIGINS.get() as u32 + 100 {
            cache.of(GeoPoint { lon: f64::from(step) / 1e5, lat: 53.5 });
        }
        assert_eq!(cache.inner().origins.len(), ORIGINS.get());
        let known = cache.of(HERE);
        for step in 0..TRAVEL_TIMES_PER_ORIGIN as u32 + 100 {
            let to = PointKey::of(GeoPoint { lon: f64::from(step) / 1e5, lat: 53.5 });
            known.lock().unwrap().keep(to, None);
        }
        assert!(known.lock().unwrap().travel_times.len() <= TRAVEL_TIMES_PER_ORIGIN);
    }
}
