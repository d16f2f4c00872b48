//! The client and the router on roads that are known by hand: `tests/data/README.md` draws them.

use pflegeplan::routing::osrm_client::{Measures, OsrmError, Table};
use pflegeplan::routing::{Mode, Router, TravelSource};
use pflegeplan::units::{GeoPoint, Metres, Seconds};

use super::osrm::{Osrm, own_roads};
use super::{at, router};

/// Nodes of the drawing by their number.
pub const WEST: GeoPoint = at(12.00, 53.50);
pub const JUNCTION: GeoPoint = at(12.04, 53.50);
pub const EAST: GeoPoint = at(12.08, 53.50);
pub const SQUARE: GeoPoint = at(12.04, 53.51);
pub const CHURCH: GeoPoint = at(12.04, 53.52);
pub const DEAD_END: GeoPoint = at(12.10, 53.505);
pub const LANDING: GeoPoint = at(11.95, 53.50);
pub const ISLAND: GeoPoint = at(11.93, 53.51);
pub const LONELY: GeoPoint = at(11.95, 53.55);
pub const LONELY_TOO: GeoPoint = at(11.97, 53.56);
/// 16 km north of everything.
pub const SEA: GeoPoint = at(12.0, 53.7);

pub const PLACES: [GeoPoint; 9] = [WEST, JUNCTION, EAST, SQUARE, CHURCH, DEAD_END, LANDING, ISLAND, LONELY];

fn seconds(router: &Router, mode: Mode, from: GeoPoint, to: GeoPoint) -> Option<f64> {
    let way = router.one_to_many(mode, from).travel_times(&[(to, from.geodesic_to(to))]).unwrap()[0];
    if let Some(way) = way {
        assert_eq!(way.source, TravelSource::Osrm);
    }
    way.map(|way| way.duration.0)
}

/// By hand: the main road runs 0.08 degrees along the parallel of 53.5 N, a geodesic of about 5,310 m. Its limit is
/// 100 km/h, and OSRM's car profile drives 80 % of a limit: 5,310 m / 22.22 m/s = 239 s.
#[test]
fn the_main_road_takes_its_length_over_eighty_km_an_hour() {
    let osrm = Osrm::start(&own_roads(), Mode::Car);
    let router = router(&osrm, Mode::Car);
    let way = router.one_to_many(Mode::Car, WEST).travel_times(&[(EAST, Metres(0.0))]).unwrap()[0].unwrap();
    let length = WEST.geodesic_to(EAST).0;
    assert!((way.distance.0 - length).abs() < 0.003 * length, "{way:?} {length}");
    assert!((way.duration.0 - length / (80.0 / 3.6)).abs() < 1.5, "{way:?}");
}

#[test]
fn a_one_way_street_is_longer_back_and_a_dead_end_takes_the_same_both_ways() {
    let osrm = Osrm::start(&own_roads(), Mode::Car);
    let router = router(&osrm, Mode::Car);
    let car = |from, to| seconds(&router, Mode::Car, from, to).unwrap();
    assert!(car(SQUARE, JUNCTION) > 2.0 * car(JUNCTION, SQUARE));
    assert_eq!(car(EAST, DEAD_END), car(DEAD_END, EAST));
}

#[test]
fn a_path_is_for_those_on_foot_only() {
    let osrm = Osrm::start(&own_roads(), Mode::Foot);
    let foot = seconds(&router(&osrm, Mode::Foot), Mode::Foot, SQUARE, CHURCH).unwrap();
    // 1,113 m at 5 km/h.
    assert!((foot - 1_113.0 / (5.0 / 3.6)).abs() < 3.0, "{foot}");
    let car = Osrm::start(&own_roads(), Mode::Car);
    let way = router(&car, Mode::Car)
        .one_to_many(Mode::Car, SQUARE)
        .travel_times(&[(CHURCH, Metres(0.0))])
        .unwrap();
    assert!(way[0].unwrap().distance.0 > 3.0 * 1_113.0, "the car goes round");
}

/// The ferry says that it takes twenty minutes.
#[test]
fn a_ferry_takes_the_time_it_says_and_an_island_without_one_is_out_of_reach() {
    let osrm = Osrm::start(&own_roads(), Mode::Car);
    let router = router(&osrm, Mode::Car);
    let crossing = seconds(&router, Mode::Car, WEST, LANDING).unwrap();
    assert!((1_195.0..1_230.0).contains(&crossing), "{crossing}");
    assert_eq!(seconds(&router, Mode::Car, WEST, LONELY), None);
    assert!(seconds(&router, Mode::Car, LONELY, LONELY_TOO).unwrap() > 60.0);
}

#[test]
fn a_point_in_the_sea_has_no_ways_and_the_trip_knows_why() {
    let osrm = Osrm::start(&own_roads(), Mode::Car);
    let router = router(&osrm, Mode::Car);
    let trip = router.one_to_many(Mode::Car, SEA);
    assert_eq!(trip.travel_times(&[(WEST, Metres(0.0)), (EAST, Metres(0.0))]).unwrap(), [None, None]);
    assert!(trip.starts_off_road());
    let trip = router.one_to_many(Mode::Car, WEST);
    assert_eq!(trip.travel_times(&[(SEA, Metres(0.0))]).unwrap(), [None]);
    assert!(!trip.starts_off_road());
}

/// The same pairs in one table, each alone, as routes, in a server that takes tables of nine pairs only, and
/// in one that finds nothing beyond 50 m.
#[test]
fn every_duration_is_osrms_own_answer_for_the_pair() {
    let osrm = Osrm::start(&own_roads(), Mode::Car);
    let client = osrm.client();
    let measures = Measures::DurationsAndDistances;
    let whole = client.table(&PLACES, &PLACES, measures).unwrap();
    assert!(!whole.data_version.is_empty());
    for (row, from) in PLACES.iter().enumerate() {
        for (column, to) in PLACES.iter().enumerate() {
            let alone = client.table(&[*from], &[*to], measures).unwrap();
            assert_eq!(alone.durations[0][0], whole.durations[row][column], "{row} {column}");
            assert_eq!(alone.distances[0][0], whole.distances[row][column], "{row} {column}");
            match client.route(*from, *to) {
                Ok(route) => assert_eq!(Some(route.duration), whole.durations[row][column]),
                Err(error) => assert_eq!((error, whole.durations[row][column]), (OsrmError::NoRoute, None)),
            }
        }
    }
    let small = Osrm::with_options(&own_roads(), Mode::Car, &["--max-table-size", "3"]);
    assert_eq!(small.client().table(&PLACES, &PLACES, measures).unwrap(), whole);
    assert_eq!(pairs(&router(&osrm, Mode::Car), &PLACES), of(&whole));
}

/// Two facilities of one address and one of another are two ways; asked again, none.
#[test]
fn facilities_of_one_address_are_one_way() {
    let osrm = Osrm::start(&own_roads(), Mode::Car);
    let router = router(&osrm, Mode::Car);
    let network = router.network(Mode::Car).unwrap();
    let alone = router.travel_times(Mode::Car, &[WEST], &[EAST]).rows[0][0];
    for _ in 0..2 {
        let times = router
            .one_to_many(Mode::Car, WEST)
            .travel_times(&[(EAST, Metres(0.0)), (LONELY, Metres(0.0)), (EAST, Metres(0.0))])
            .unwrap();
        assert_eq!(network.pairs_asked(), 2);
        let way = |at: usize| times[at].map(|travel| (travel.duration, travel.distance));
        assert_eq!((way(0), way(2)), (alone, alone));
    }
}

fn of(table: &Table) -> Vec<Vec<Option<(Seconds, Metres)>>> {
    let row = |(times, lengths): (&Vec<Option<Seconds>>, &Vec<Option<Metres>>)| {
        times.iter().zip(lengths).map(|(time, length)| time.zip(*length)).collect()
    };
    table.durations.iter().zip(&table.distances).map(row).collect()
}

fn pairs(router: &Router, points: &[GeoPoint]) -> Vec<Vec<Option<(Seconds, Metres)>>> {
    let times = router.travel_times(Mode::Car, points, points);
    assert_eq!(times.source, TravelSource::Osrm);
    times.rows
}

#[test]
fn a_server_that_finds_nothing_far_from_roads_spoils_no_table() {
    let osrm = Osrm::with_options(&own_roads(), Mode::Car, &["--default-radius", "50"]);
    let error = osrm.client().table(&[WEST, SEA], &[EAST], Measures::Durations).unwrap_err();
    assert_eq!(error, OsrmError::NoSegment);
    let plain = Osrm::start(&own_roads(), Mode::Car);
    let points = [WEST, SEA, EAST, LONELY];
    let strict = pairs(&router(&osrm, Mode::Car), &points);
    assert_eq!(strict, pairs(&router(&plain, Mode::Car), &points));
    assert!(strict[0][2].is_some() && strict[0][1].is_none() && strict[1].iter().all(Option::is_none));
}

#[test]
fn a_route_has_a_line_from_end_to_end() {
    let osrm = Osrm::start(&own_roads(), Mode::Car);
    let route = router(&osrm, Mode::Car).route(Mode::Car, WEST, DEAD_END).unwrap().unwrap();
    assert_eq!((route.line.first(), route.line.last()), (Some(&WEST), Some(&DEAD_END)));
    let length: f64 = route.line.windows(2).map(|two| two[0].geodesic_to(two[1]).0).sum();
    assert!((length - route.distance.0).abs() < 0.01 * length, "{length} {:?}", route.distance);
    assert_eq!(router(&osrm, Mode::Car).route(Mode::Car, WEST, LONELY), Ok(None));
    assert_eq!(router(&osrm, Mode::Car).route(Mode::Car, WEST, SEA), Ok(None));
}
