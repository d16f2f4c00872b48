//! A real town: the search by bounds against the full table, the matrix, and the calibration of the estimate.

#![cfg(feature = "shared-data")]

use pflegeplan::reach::{Residents, times_to};
use pflegeplan::routing::columns::Columns;
use pflegeplan::routing::matrix::{Matrix, Settlement};
use pflegeplan::routing::osrm_client::{Measures, OsrmClient, Table};
use pflegeplan::routing::{Line, Mode, Router, TravelSource, calibration};
use pflegeplan::search::{Cursor, Limit, Origin, Query, Radius, SearchService, Snapshot, Sort};
use pflegeplan::units::{GeoPoint, Metres, Seconds, Stop};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;

use super::osrm::{Osrm, lauf};
use super::{SNAP_ANCHORS, at, router, search, snapshot};

const SOUTH_WEST: GeoPoint = at(11.25, 49.48);
const NORTH_EAST: GeoPoint = at(11.32, 49.54);

fn somewhere(random: &mut Pcg64) -> GeoPoint {
    at(
        random.random_range(SOUTH_WEST.lon..NORTH_EAST.lon),
        random.random_range(SOUTH_WEST.lat..NORTH_EAST.lat),
    )
}

/// Points of a lattice that lie within 300 m of a road.
fn lattice(client: &OsrmClient) -> Vec<GeoPoint> {
    let step =
        |from: f64, to: f64, step: u32| ((from + (to - from) * f64::from(step) / 11.0) * 1e6).round() / 1e6;
    (0..12)
        .flat_map(|x| (0..12).map(move |y| (x, y)))
        .map(|(x, y)| at(step(SOUTH_WEST.lon, NORTH_EAST.lon, x), step(SOUTH_WEST.lat, NORTH_EAST.lat, y)))
        .filter(|point| client.nearest(*point).unwrap().distance.0 < 300.0)
        .take(100)
        .collect()
}

/// The ordinary least-squares line through points.
fn fit(points: &[(f64, f64)]) -> Line {
    let n = points.len() as f64;
    let mean = |value: fn(&(f64, f64)) -> f64| points.iter().map(value).sum::<f64>() / n;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let cross: f64 = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    let square: f64 = points.iter().map(|point| (point.0 - x).powi(2)).sum();
    Line { start: y - cross / square * x, per_metre: cross / square }
}

#[test]
fn the_estimate_is_the_line_through_the_roads_of_a_town() {
    let extract = lauf();
    for mode in Mode::ALL {
        let osrm = Osrm::start(&extract, mode);
        let client = osrm.client();
        let points = lattice(&client);
        let table = client.table(&points, &points, Measures::DurationsAndDistances).unwrap();
        let pairs = |value: &dyn Fn(&Table, usize, usize) -> Option<f64>| -> Vec<(f64, f64)> {
            let all = (0..points.len()).flat_map(|row| (0..points.len()).map(move |column| (row, column)));
            all.filter(|(row, column)| row != column)
                .filter_map(|(row, column)| {
                    let straight = points[row].geodesic_to(points[column]).0;
                    value(&table, row, column).filter(|value| *value > 0.0).map(|value| (straight, value))
                })
                .collect()
        };
        let durations = pairs(&|table, row, column| table.durations[row][column].map(|it| it.0));
        let lengths = pairs(&|table, row, column| table.distances[row][column].map(|it| it.0));
        assert!(durations.len() > 2_000, "{} pairs", durations.len());
        let (duration, length) = calibration(mode);
        for (fitted, known) in [(fit(&durations), duration), (fit(&lengths), length)] {
            assert!((fitted.start / known.start - 1.0).abs() < 0.02, "{mode:?} {fitted:?} {known:?}");
            assert!((fitted.per_metre / known.per_metre - 1.0).abs() < 0.02, "{mode:?} {fitted:?} {known:?}");
        }
    }
}

/// A town with its matrix of sixteen "settlements".
struct Town {
    osrm: Osrm,
    search: SearchService,
    snapshot: Snapshot,
    settlements: Vec<Settlement>,
}

fn town(mode: Mode, facilities: usize, random: &mut Pcg64) -> Town {
    let osrm = Osrm::start(&lauf(), mode);
    let points: Vec<GeoPoint> = (0..facilities).map(|_| somewhere(random)).collect();
    let settlements: Vec<Settlement> =
        (0..16).map(|number| Settlement { key: number.to_string(), point: somewhere(random) }).collect();
    let router = router(&osrm, mode);
    let network = router.network(mode).unwrap();
    let matrix = network.compute_matrix(&settlements, &points, |_, _| {}).unwrap();
    network.set_matrix(matrix.into());
    Town { search: search(router), snapshot: snapshot(&points), osrm, settlements }
}

/// What a full table says: duration and id of each facility in the order of a search.
fn full_table(town: &Town, origin: GeoPoint) -> Vec<(Option<f64>, f64, String)> {
    let facilities = town.snapshot.facilities();
    let points: Vec<GeoPoint> = facilities.iter().map(|facility| facility.point).collect();
    // From a router of its own, which has no matrix and asks for everything.
    let plain = router(&town.osrm, mode_of(&town.search.router));
    let times = plain.travel_times(mode_of(&plain), &[origin], &points);
    let mut all: Vec<_> = facilities
        .iter()
        .zip(&times.rows[0])
        .map(|(facility, way)| {
            let time = way.map(|(time, _)| time.0);
            (time, origin.geodesic_to(facility.point).0, facility.id.clone())
        })
        .collect();
    all.sort_by(|a, b| {
        let time = |it: &(Option<f64>, f64, String)| it.0.unwrap_or(f64::INFINITY);
        time(a).total_cmp(&time(b)).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2))
    });
    all
}

fn mode_of(router: &Router) -> Mode {
    router.networks()[0].mode()
}

/// Duration and id of each facility on a page, in order.
type Times = Vec<(Option<f64>, String)>;

fn page(town: &Town, query: &Query) -> (usize, Times, Option<Cursor>) {
    let page = town.search.find(query, &town.snapshot).unwrap();
    assert_eq!(page.sort.reason, None);
    let hit = |hit: &pflegeplan::search::Hit| {
        let id = town.snapshot.facilities()[hit.facility as usize].id.clone();
        (hit.travel.map(|travel| travel.duration.0), id)
    };
    (page.total, page.hits.iter().map(hit).collect(), page.next)
}

#[test]
fn a_search_by_time_asks_for_few_ways_and_gives_what_the_full_table_gives() {
    let mut random = Pcg64::seed_from_u64(20_261_124);
    for mode in Mode::ALL {
        let town = town(mode, 240, &mut random);
        let network = town.search.router.network(mode).unwrap();
        let (before, searches) = (network.pairs_asked(), if mode == Mode::Car { 300 } else { 60 });
        for _ in 0..searches {
            let origin = somewhere(&mut random);
            let query = Query {
                origin: Some(Origin::Point(origin)),
                radius: Radius::from_km(50.0).unwrap(),
                sort: Some(Sort::TravelTime),
                mode: Some(mode),
                limit: Limit::new(random.random_range(1..40)).unwrap(),
                ..Query::default()
            };
            let expected = full_table(&town, origin);
            if expected[0].0.is_none() {
                continue;
            }
            let mut after = None;
            let mut seen = Vec::new();
            for _ in 0..3 {
                let (total, hits, next) = page(&town, &Query { after: after.clone(), ..query.clone() });
                assert_eq!(total, expected.len());
                seen.extend(hits);
                after = next;
                if after.is_none() {
                    break;
                }
            }
            let expected: Vec<(Option<f64>, String)> =
                expected.into_iter().take(seen.len()).map(|(time, _, id)| (time, id)).collect();
            assert_eq!(seen, expected, "{mode:?}");
        }
        let per_search = (network.pairs_asked() - before) as f64 / f64::from(searches);
        println!("{}: {per_search:.1} pairs a search of three pages", mode.word());
        assert!(per_search < 100.0, "{per_search} of 240 pairs were asked for");
    }
}

#[test]
fn a_limit_of_minutes_counts_what_the_full_table_counts() {
    let mut random = Pcg64::seed_from_u64(7);
    let town = town(Mode::Car, 240, &mut random);
    for _ in 0..300 {
        let origin = somewhere(&mut random);
        let expected = full_table(&town, origin);
        let minutes = random.random_range(1.0..12.0);
        let inside: Vec<_> =
            expected.iter().filter(|it| it.0.is_some_and(|time| time <= minutes * 60.0)).collect();
        if expected[0].0.is_none() {
            continue;
        }
        let query = Query {
            origin: Some(Origin::Point(origin)),
            radius: Radius::from_km(50.0).unwrap(),
            max_minutes: Some(minutes),
            sort: Some(Sort::TravelTime),
            ..Query::default()
        };
        let (total, hits, _) = page(&town, &query);
        assert_eq!(total, inside.len());
        let expected: Vec<_> = inside.iter().take(20).map(|it| (it.0, it.2.clone())).collect();
        assert_eq!(hits, expected);
    }
}

#[test]
fn a_matrix_is_osrms_table_and_only_new_facilities_are_asked_for_again() {
    let mut random = Pcg64::seed_from_u64(3);
    let town = town(Mode::Car, 30, &mut random);
    let network = town.search.router.network(Mode::Car).unwrap();
    let matrix = network.matrix().unwrap();
    let origins: Vec<GeoPoint> = town.settlements.iter().map(|settlement| settlement.point).collect();
    let times = router(&town.osrm, Mode::Car).travel_times(Mode::Car, &origins, matrix.facilities());
    for (column, facility) in matrix.facilities().iter().enumerate() {
        for (row, known) in times.rows.iter().enumerate() {
            let cell = matrix.column(*facility).unwrap().from(row);
            assert_eq!(cell, known[column].map(|(time, _)| time), "{row} {column}");
        }
    }
    let mut more = matrix.facilities()[5..].to_vec();
    more.push(somewhere(&mut random));
    let mut told = Vec::new();
    let grown =
        network.compute_matrix(&town.settlements, &more, |done, total| told.push((done, total))).unwrap();
    assert_eq!(told, [(1, 1)], "one new facility");
    let client = town.osrm.client().with_snap_anchors(&SNAP_ANCHORS);
    let anew = Matrix::compute(&client, &town.settlements, &more, None, |_, _| {}).unwrap();
    for facility in &more {
        for row in 0..origins.len() {
            assert_eq!(grown.column(*facility).unwrap().from(row), anew.column(*facility).unwrap().from(row));
        }
    }
    assert!(grown.column(matrix.facilities()[0]).is_none(), "what is gone is gone");
}

/// The columns of reach: those of a file are OSRM's times in whole seconds, a grown file has the old ones, and a point without a
/// column is asked for live, as far as its time matters.
#[test]
fn columns_are_osrms_times_and_a_new_point_is_asked_for_live() {
    let mut random = Pcg64::seed_from_u64(15);
    let osrm = Osrm::start(&lauf(), Mode::Car);
    let router = router(&osrm, Mode::Car);
    let network = router.network(Mode::Car).unwrap();
    let origins: Vec<Settlement> = (0..400)
        .map(|number| Settlement { key: number.to_string(), point: somewhere(&mut random) })
        .collect();
    let points: Vec<GeoPoint> = (0..12).map(|_| somewhere(&mut random)).collect();
    let path = std::env::temp_dir().join(format!("pflegeplan-town-{}.columns", std::process::id()));
    let store = |points: &[GeoPoint]| {
        let mut told = Vec::new();
        let mut file = std::fs::File::create(&path).unwrap();
        network
            .compute_columns((&origins, points), &mut file, |done, total| told.push((done, total)))
            .unwrap();
        network.set_columns(Some(Columns::open(std::fs::File::open(&path).unwrap()).unwrap().into()));
        told
    };
    // In another file than the one that is read from, as the service does.
    assert_eq!(store(&points[..10]), [(10, 10)]);
    std::fs::remove_file(&path).unwrap();
    assert_eq!(store(&points[..11]), [(1, 1)], "one new point");
    std::fs::remove_file(&path).unwrap();

    let from: Vec<GeoPoint> = origins.iter().map(|origin| origin.point).collect();
    let osrms = router.travel_times(Mode::Car, &from, &points);
    let people = |it: &Settlement| Residents { key: it.key.clone(), point: it.point, persons: [1.0; 3] };
    let residents: Vec<Residents> = origins.iter().map(people).collect();
    let times = times_to((&router, &Stop::never()), Mode::Car, &residents, &points);
    assert_eq!(times.source(), TravelSource::Osrm);
    let whole = |time: Option<(Seconds, Metres)>| time.map(|(time, _)| Seconds(time.0.round()));
    for (at, row) in osrms.rows.iter().enumerate() {
        for (point, time) in row.iter().enumerate().take(11) {
            assert_eq!(times.get(at, point), whole(*time), "{at} {point}");
        }
        let nearest =
            row.iter().filter_map(|time| whole(*time)).map(|time| time.0).fold(f64::INFINITY, f64::min);
        assert_eq!(times.nearest()[at].map_or(f64::INFINITY, |time| time.0), nearest, "{at}");
    }
    let moved: Vec<Residents> = residents.iter().skip(1).cloned().collect();
    let others = times_to((&router, &Stop::never()), Mode::Car, &moved, &points);
    assert_eq!(others.source(), TravelSource::Estimate, "other people have no columns");
}

/// What comes of a pair does not depend on what else is asked in the same call.
#[test]
fn an_answer_does_not_depend_on_the_rest_of_the_table() {
    let mut random = Pcg64::seed_from_u64(20_261_124);
    let extract = lauf();
    let osrm = Osrm::start(&extract, Mode::Foot);
    let points: Vec<GeoPoint> = (0..60).map(|_| somewhere(&mut random)).collect();
    let router = router(&osrm, Mode::Foot);
    let whole = router.travel_times(Mode::Foot, &points, &points);
    for (row, from) in points.iter().enumerate() {
        for (column, to) in points.iter().enumerate() {
            let alone = router.travel_times(Mode::Foot, &[*from], &[*to]);
            let (alone, beside) = (alone.rows[0][0], whole.rows[row][column]);
            assert_eq!(alone.map(|(time, _)| time), beside.map(|(time, _)| time), "{row} {column}");
            // OSRM's lengths differ by its own rounding.
            let length = |way: Option<(Seconds, Metres)>| way.map_or(0.0, |(_, length)| length.0);
            assert!((length(alone) - length(beside)).abs() < 0.25, "{alone:?} {beside:?}");
        }
    }
}
