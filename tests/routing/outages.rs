//! OSRM away, slow, or something else in its place: a search goes on and says so.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use pflegeplan::routing::osrm_client::{BaseUrl, Measures, OsrmClient, OsrmError, Timeouts};
use pflegeplan::routing::{Clock, Mode, Network, Router, TravelSource};
use pflegeplan::search::{Origin, Page, Query, Radius, Reason, SearchService, Snapshot, Sort};
use pflegeplan::units::GeoPoint;

use super::osrm::{FalseOsrm, Manner, Osrm, free_port, own_roads};
use super::roads::{EAST, SEA, WEST};
use super::{at, clock, search, snapshot};

const BUDGET: Timeouts = Timeouts { connect: Duration::from_millis(200), total: Duration::from_millis(300) };

fn network(base: BaseUrl, clock: Clock) -> Router {
    Router::Osrm(vec![Network::new(Mode::Car, base, BUDGET, clock, &[])])
}

/// Facilities along the main road.
fn register() -> Snapshot {
    let points: Vec<GeoPoint> =
        (0..40_u32).map(|number| at(12.0 + f64::from(number) * 0.002, 53.5)).collect();
    snapshot(&points)
}

fn by_time(origin: GeoPoint) -> Query {
    Query {
        origin: Some(Origin::Point(origin)),
        radius: Radius::from_km(30.0).unwrap(),
        sort: Some(Sort::TravelTime),
        ..Query::default()
    }
}

#[track_caller]
fn assert_source(page: &Page, source: TravelSource, reason: Option<Reason>) {
    assert!(!page.hits.is_empty());
    assert!(page.hits.iter().all(|hit| hit.travel.is_some_and(|travel| travel.source == source)));
    assert_eq!(page.sort.reason, reason);
}

#[test]
fn what_answers_in_osrms_place_is_told_apart() {
    const HTML: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>";
    const GATEWAY: &str = "HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 6\r\n\r\n<html>";
    const ELSEWHERE: &str =
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n";
    const NULLS: &str =
        "HTTP/1.1 200 OK\r\nContent-Length: 43\r\n\r\n{\"code\":\"Ok\",\"durations\":null,\"sources\":[]}";
    let outcome = |manner| {
        let server = FalseOsrm::start(manner);
        OsrmClient::new(server.base(), BUDGET).table(&[WEST], &[EAST], Measures::Durations).unwrap_err()
    };
    assert!(matches!(outcome(Manner::Says(HTML)), OsrmError::NotOsrm(_)));
    assert_eq!(outcome(Manner::Says(GATEWAY)), OsrmError::Failed(502));
    assert!(matches!(outcome(Manner::Says(ELSEWHERE)), OsrmError::NotOsrm(_)));
    assert!(matches!(outcome(Manner::Says(NULLS)), OsrmError::NotOsrm(_)));
    assert!(matches!(outcome(Manner::HangsUp), OsrmError::Unreachable(_)));
    assert_eq!(outcome(Manner::KeepsSilent), OsrmError::TimedOut(BUDGET.total));
    let nobody = BaseUrl::parse(&format!("http://127.0.0.1:{}", free_port())).unwrap();
    let error = OsrmClient::new(nobody, BUDGET).nearest(WEST).unwrap_err();
    assert!(matches!(error, OsrmError::Unreachable(_)), "{error}");
}

#[test]
fn a_search_goes_on_with_labelled_estimates_whatever_stands_in_osrms_place() {
    const HTML: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>";
    let snapshot = register();
    for manner in [Manner::Says(HTML), Manner::HangsUp, Manner::KeepsSilent] {
        let server = FalseOsrm::start(manner);
        let service = search(network(server.base(), clock()));
        let started = Instant::now();
        let page = service.find(&by_time(WEST), &snapshot).unwrap();
        assert_source(&page, TravelSource::Estimate, Some(Reason::NoRoads));
        assert!(started.elapsed() < 3 * BUDGET.total, "{:?}", started.elapsed());
    }
}

#[test]
fn an_open_circuit_keeps_nobody_waiting_and_one_probe_closes_it() {
    let mut osrm = Osrm::start(&own_roads(), Mode::Car);
    let time = Arc::new(AtomicU64::new(0));
    let handed = time.clone();
    let clock: Clock = Arc::new(move || Duration::from_millis(handed.load(Ordering::Relaxed)));
    let service = search(network(osrm.base(), clock));
    let snapshot = register();
    // Each from another point, so that none is answered from memory.
    let ask = |step: u32| service.find(&by_time(at(12.0 + f64::from(step) * 1e-4, 53.5)), &snapshot).unwrap();
    assert_source(&ask(0), TravelSource::Osrm, None);
    osrm.kill();
    for step in 1..=3 {
        assert_source(&ask(step), TravelSource::Estimate, Some(Reason::NoRoads));
    }
    osrm.restart();
    assert_source(&ask(4), TravelSource::Estimate, Some(Reason::NoRoads));
    time.store(1_000, Ordering::Relaxed);
    assert_source(&ask(5), TravelSource::Osrm, None);
    assert_source(&ask(6), TravelSource::Osrm, None);
}

#[test]
fn a_point_in_the_sea_is_said_to_be_off_the_roads() {
    let osrm = Osrm::start(&own_roads(), Mode::Car);
    let service = search(network(osrm.base(), clock()));
    let page = service.find(&by_time(SEA), &register()).unwrap();
    assert!(page.hits.iter().all(|hit| hit.travel.is_none()));
    assert_eq!(page.sort.reason, Some(Reason::OffRoad));
}

/// Four threads search 10,000 times; after 2,000 searches OSRM is killed, after 6,000 it comes back.
#[test]
fn killing_osrm_under_load_fails_no_search_and_real_times_return() {
    const SEARCHES: usize = 10_000;
    let osrm = Mutex::new(Osrm::start(&own_roads(), Mode::Car));
    let base = osrm.lock().unwrap().base();
    let service: SearchService = search(network(base, clock()));
    let snapshot = register();
    let done = AtomicUsize::new(0);
    let (real, estimated) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let slowest = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    let number = done.fetch_add(1, Ordering::SeqCst);
                    match number {
                        2_000 => osrm.lock().unwrap().kill(),
                        6_000 => osrm.lock().unwrap().restart(),
                        _ if number >= SEARCHES => return,
                        _ => {}
                    }
                    let started = Instant::now();
                    // Every point is another one.
                    let origin = at(12.0 + (number as f64) * 6e-6, 53.5001);
                    let page = service.find(&by_time(origin), &snapshot).unwrap();
                    slowest.fetch_max(started.elapsed().as_millis() as u64, Ordering::Relaxed);
                    let source = page.hits[0].travel.unwrap().source;
                    match source {
                        TravelSource::Osrm => &real,
                        _ => &estimated,
                    }
                    .fetch_add(1, Ordering::Relaxed);
                    let reason = (source == TravelSource::Estimate).then_some(Reason::NoRoads);
                    assert_source(&page, source, reason);
                }
            });
        }
    });
    let (real, estimated) = (real.into_inner(), estimated.into_inner());
    assert_eq!(real + estimated, SEARCHES);
    assert!(estimated > 0, "OSRM was away, and nobody noticed");
    // A search has two calls of OSRM at most on these roads, each with one second try.
    assert!(u128::from(slowest.into_inner()) < 4 * BUDGET.total.as_millis() + 500);
    let end = Instant::now() + Duration::from_secs(60);
    let back = |step: u32| {
        let page = service.find(&by_time(at(12.05 + f64::from(step) * 1e-5, 53.5)), &snapshot).unwrap();
        page.hits[0].travel.unwrap().source == TravelSource::Osrm
    };
    let mut step = 0;
    while !back(step) {
        assert!(Instant::now() < end, "real times do not return");
        std::thread::sleep(Duration::from_millis(100));
        step += 1;
    }
}
