//! Travel times with real parts: osrm-routed on a road network of our own and on a small town.
#![expect(clippy::unwrap_used, reason = "a test may end where something is not as it should be")]

#[path = "routing/download.rs"]
mod download;
#[path = "routing/osrm.rs"]
mod osrm;
#[path = "routing/outages.rs"]
mod outages;
#[path = "routing/privacy.rs"]
mod privacy;
#[path = "routing/roads.rs"]
mod roads;
#[path = "routing/town.rs"]
mod town;

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, Utc};
use pflegeplan::register::{Address, CategorySlug, Facility, Offer, Position, PositionSource, SourceRef};
use pflegeplan::routing::osrm_client::Timeouts;
use pflegeplan::routing::{Clock, Mode, Network, Router};
use pflegeplan::search::{SearchService, Snapshot};
use pflegeplan::units::{Ags, GeoPoint};

pub const fn at(lon: f64, lat: f64) -> GeoPoint {
    GeoPoint { lon, lat }
}

pub fn clock() -> Clock {
    let started = Instant::now();
    Arc::new(move || started.elapsed())
}

/// The market places of Lauf and of a village beside it, and a junction of our own roads.
pub const SNAP_ANCHORS: [GeoPoint; 3] = [at(11.2783, 49.5094), at(11.2998, 49.5126), at(12.04, 53.50)];

pub fn router(osrm: &osrm::Osrm, mode: Mode) -> Router {
    let timeouts = Timeouts { total: Duration::from_secs(20), ..Timeouts::default() };
    Router::Osrm(vec![Network::new(mode, osrm.base(), timeouts, clock(), &SNAP_ANCHORS)])
}

pub fn search(router: Router) -> SearchService {
    SearchService::new(pflegeplan::service::reference_data().unwrap().gazetteer, router)
}

/// A register with a day care centre at each point.
pub fn snapshot(points: &[GeoPoint]) -> Snapshot {
    let build = |(number, point): (usize, &GeoPoint)| Facility {
        address: Address { place: "Ort".into(), ..Address::default() },
        offers: vec![Offer { places: Some(20), ..Offer::new(CategorySlug::new("day_care"), "1") }],
        example: true,
        ..Facility::new(
            format!("f{:05}", (number * 7_919) % 10_007),
            format!("Haus {number}"),
            Position {
                point: *point,
                source: PositionSource::Source,
                municipality: Ags::parse("13076090").unwrap(),
            },
            SourceRef { source: "test".into(), id: number.to_string().into() },
        )
    };
    let today = NaiveDate::from_ymd_opt(2026, 3, 20).unwrap();
    let facilities = points.iter().enumerate().map(build).collect();
    let reference = pflegeplan::service::reference_data().unwrap();
    Snapshot::new(facilities, &reference.categories, 1, today, DateTime::<Utc>::UNIX_EPOCH).unwrap()
}
