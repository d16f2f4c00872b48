//! Ways that OSRM has given already, by origin. Everything in it comes from one version of the road data.
//!
//! The key is a point at OSRM's own resolution of six decimals. Where a point was put on the roads would
//! be no key: two points put at one junction can lie on different roads, and differ in their turns.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lru::LruCache;

use crate::units::{GeoPoint, Metres, Seconds};

/// Origins that are kept, the latest used.
// invariant: the number is written here
const ORIGINS: NonZeroUsize = NonZeroUsize::new(2_048).expect("2,048 is not zero");
/// Ways that are kept of one origin.
const WAYS: usize = 4_096;

/// A point in millionths of a degree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PointKey(i32, i32);

impl PointKey {
    pub fn of(point: GeoPoint) -> Self {
        let millionths = |degrees: f64| (degrees * 1e6).round() as i32;
        Self(millionths(point.lon), millionths(point.lat))
    }
}

pub type Way = Option<(Seconds, Metres)>;

/// What is known of one origin.
#[derive(Debug, Default)]
pub struct Known {
    pub ways: HashMap<PointKey, Way>,
    /// The time from anchors of the matrix to it; `None` from where there is no way.
    pub from: HashMap<PointKey, Option<Seconds>>,
    /// The point is farther from every road than is believed.
    pub off_road: bool,
}

impl Known {
    pub fn keep(&mut self, to: PointKey, way: Way) {
        if self.ways.len() >= WAYS {
            self.ways.clear();
        }
        self.ways.insert(to, way);
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

    /// What is known of an origin, to be read and added to.
    pub fn of(&self, origin: GeoPoint) -> Arc<Mutex<Known>> {
        self.inner().origins.get_or_insert(PointKey::of(origin), Arc::default).clone()
    }

    pub fn data_version(&self) -> String {
        self.inner().data_version.clone()
    }

    /// Notes which road data OSRM answers from. Returns false, with everything forgotten, if they are others
    /// than before.
    pub fn is_still(&self, data_version: &str) -> bool {
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
    fn other_road_data_make_it_forget() {
        let cache = Cache::default();
        let key = PointKey::of(HERE);
        assert!(cache.is_still("a"));
        cache.of(HERE).lock().unwrap().keep(key, Some((Seconds(1.0), Metres(2.0))));
        assert!(cache.is_still("a"));
        assert_eq!(cache.of(HERE).lock().unwrap().ways.len(), 1);
        assert!(!cache.is_still("b"));
        assert!(cache.of(HERE).lock().unwrap().ways.is_empty());
        assert!(cache.is_still("b"));
    }

    #[test]
    fn it_does_not_grow_without_end() {
        let cache = Cache::default();
        for step in 0..ORIGINS.get() as u32 + 100 {
            cache.of(GeoPoint { lon: f64::from(step) / 1e5, lat: 53.5 });
        }
        assert_eq!(cache.inner().origins.len(), ORIGINS.get());
        let known = cache.of(HERE);
        for step in 0..WAYS as u32 + 100 {
            let to = PointKey::of(GeoPoint { lon: f64::from(step) / 1e5, lat: 53.5 });
            known.lock().unwrap().keep(to, None);
        }
        assert!(known.lock().unwrap().ways.len() <= WAYS);
    }
}
