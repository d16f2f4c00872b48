//! Search by travel time beside the bare tables of OSRM, for `scripts/bench routing`.
//!
//! usage: routing NAME OSRM_URL FACILITIES SEARCHES [WEST SOUTH EAST NORTH]
//!
//! Without a box, settlements are the municipalities and facilities lie around them; with one, both lie at random
//! points of the box. Every answer is compared with the full table of its candidates, order included.
#![expect(clippy::unwrap_used, reason = "a benchmark may end where something is wrong")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, Utc};
use pflegeplan::gazetteer::{Gazetteer, Kind};
use pflegeplan::register::{Address, CategorySlug, Facility, Offer, Position, PositionSource, SourceRef};
use pflegeplan::routing::matrix::Settlement;
use pflegeplan::routing::osrm_client::{BaseUrl, Measures, OsrmClient, TABLE_SIDE, Timeouts};
use pflegeplan::routing::{Clock, Mode, Network, Router};
use pflegeplan::search::{Origin, Query, Radius, SearchService, Snapshot, Sort};
use pflegeplan::units::{Ags, GeoPoint};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;

/// Candidates of a search, and results of a page.
const CANDIDATES: usize = 200;
const RESULTS: usize = 20;
const BATCH_TIMEOUTS: Timeouts =
    Timeouts { connect: Duration::from_secs(2), total: Duration::from_secs(120) };

fn facility(number: usize, point: GeoPoint) -> Facility {
    Facility {
        address: Address { place: "Ort".into(), ..Address::default() },
        offers: vec![Offer { places: Some(20), ..Offer::new(CategorySlug::new("day_care"), "1") }],
        example: true,
        ..Facility::new(
            format!("f{:06}", (number * 7_919) % 1_000_003),
            format!("Haus {number}"),
            Position { point, source: PositionSource::Source, municipality: Ags::parse("13076090").unwrap() },
            SourceRef { source: "bench".into(), id: number.to_string().into() },
        )
    }
}

/// Where people live and where they search from.
struct Ground {
    settlements: Vec<(Settlement, u32)>,
    bounds: Option<[f64; 4]>,
}

impl Ground {
    fn somewhere(&self, random: &mut Pcg64) -> GeoPoint {
        if let Some([west, south, east, north]) = self.bounds {
            return GeoPoint { lon: random.random_range(west..east), lat: random.random_range(south..north) };
        }
        let total: u32 = self.settlements.iter().map(|(_, persons)| persons).sum();
        let mut at = random.random_range(0..total);
        let mut chosen = &self.settlements[0].0;
        for (settlement, persons) in &self.settlements {
            if at < *persons {
                chosen = settlement;
                break;
            }
            at -= persons;
        }
        let (east, north) = (random.random_range(-0.03..0.03), random.random_range(-0.02..0.02));
        GeoPoint { lon: chosen.point.lon + east, lat: chosen.point.lat + north }
    }
}

fn ground(gazetteer: &Gazetteer, bounds: Option<[f64; 4]>, random: &mut Pcg64) -> Ground {
    let settlements = match bounds {
        None => gazetteer
            .entries()
            .filter(|entry| entry.kind == Kind::Municipality)
            .map(|entry| {
                let key = entry.municipality.to_string();
                (Settlement { key, point: entry.point }, entry.population)
            })
            .collect(),
        Some([west, south, east, north]) => (0..40)
            .map(|number: u32| {
                let point =
                    GeoPoint { lon: random.random_range(west..east), lat: random.random_range(south..north) };
                (Settlement { key: number.to_string(), point }, 1)
            })
            .collect(),
    };
    Ground { settlements, bounds }
}

/// Median, 99th percentile and greatest in milliseconds.
fn spread(times: &mut [Duration]) -> String {
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    format!("p50 {:.2} ms, p99 {:.2} ms, greatest {:.2} ms", at(0.5), at(0.99), at(1.0))
}

/// The same pairs by nothing but tables of the same size.
fn bare_matrix(client: &OsrmClient, origins: &[GeoPoint], facilities: &[GeoPoint]) -> Duration {
    let started = Instant::now();
    for some in facilities.chunks(TABLE_SIDE) {
        client.table(origins, some, Measures::Durations).unwrap();
    }
    started.elapsed()
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (name, url) = (&words[0], &words[1]);
    let (count, searches): (usize, usize) = (words[2].parse().unwrap(), words[3].parse().unwrap());
    let numbers: Vec<f64> = words[4..].iter().map(|word| word.parse().unwrap()).collect();
    let mut random = Pcg64::seed_from_u64(20_261_124);
    let base = BaseUrl::parse(url).unwrap();
    let started = Instant::now();
    let clock: Clock = Arc::new(move || started.elapsed());
    let reference = pflegeplan::service::reference_data().unwrap();
    let ground = ground(&reference.gazetteer, <[f64; 4]>::try_from(numbers).ok(), &mut random);
    let snap_anchors: Vec<GeoPoint> = ground.settlements.iter().take(3).map(|(it, _)| it.point).collect();
    let network = Network::new(Mode::Car, base.clone(), Timeouts::default(), clock, &snap_anchors);
    let service = SearchService::new(reference.gazetteer.clone(), Router::Osrm(vec![network]));
    let points: Vec<GeoPoint> = (0..count).map(|_| ground.somewhere(&mut random)).collect();
    let facilities = points.iter().enumerate().map(|(number, point)| facility(number, *point)).collect();
    let today = NaiveDate::from_ymd_opt(2026, 3, 20).unwrap();
    let snapshot =
        Snapshot::new(facilities, &reference.categories, 1, today, DateTime::<Utc>::UNIX_EPOCH).unwrap();

    let client = OsrmClient::new(base, BATCH_TIMEOUTS).with_snap_anchors(&snap_anchors);
    let settlements: Vec<Settlement> = ground.settlements.iter().map(|(it, _)| it.clone()).collect();
    let network = &service.router.networks()[0];
    let started = Instant::now();
    let matrix = network.compute_matrix(&settlements, &points, |_, _| {}).unwrap();
    let ours = started.elapsed();
    let landmarks: Vec<GeoPoint> = matrix.landmarks().collect();
    let bare = bare_matrix(&client, &landmarks, &points);
    println!(
        "{name}: matrix {} ({} of them settlements) x {}: bare OSRM {:.2} s, ours {:.2} s ({:.2} times)",
        landmarks.len(),
        settlements.len(),
        points.len(),
        bare.as_secs_f64(),
        ours.as_secs_f64(),
        ours.as_secs_f64() / bare.as_secs_f64()
    );
    network.set_matrix(Arc::new(matrix));
    cold(name, &service, &snapshot, &client, &ground, searches, &mut random);
    warm(name, &service, &snapshot, &ground, &mut random);
}

/// A search around a point that finds about as many candidates as are wanted.
fn query(snapshot: &Snapshot, origin: GeoPoint) -> (Query, Vec<(f64, u32)>) {
    let mut distances: Vec<(f64, u32)> = snapshot
        .facilities()
        .iter()
        .zip(0..)
        .map(|(facility, number)| (origin.geodesic_to(facility.point).0, number))
        .collect();
    distances.sort_by(|a, b| a.0.total_cmp(&b.0));
    distances.truncate(CANDIDATES);
    let radius = distances.last().unwrap().0 / 1000.0 + 1e-6;
    let query = Query {
        origin: Some(Origin::Point(origin)),
        radius: Radius::from_km(radius).unwrap(),
        sort: Some(Sort::TravelTime),
        ..Query::default()
    };
    (query, distances)
}

/// Every search from another point, beside a bare table over the same candidates.
fn cold(
    name: &str,
    service: &SearchService,
    snapshot: &Snapshot,
    client: &OsrmClient,
    ground: &Ground,
    searches: usize,
    random: &mut Pcg64,
) {
    let network = &service.router.networks()[0];
    let (mut ours, mut bare, mut pairs, mut differ) = (Vec::new(), Vec::new(), 0, 0);
    for _ in 0..searches {
        let origin = ground.somewhere(random);
        let (query, candidates) = query(snapshot, origin);
        let before = network.pairs_asked();
        let started = Instant::now();
        let page = service.find(&query, snapshot).unwrap();
        ours.push(started.elapsed());
        pairs += network.pairs_asked() - before;
        let points: Vec<GeoPoint> =
            candidates.iter().map(|(_, number)| snapshot.facilities()[*number as usize].point).collect();
        let started = Instant::now();
        client.table(&[origin], &points, Measures::Durations).unwrap();
        bare.push(started.elapsed());
        let times = service.router.travel_times(Mode::Car, &[origin], &points);
        let mut expected: Vec<(f64, f64, u32)> = candidates
            .iter()
            .zip(&times.rows[0])
            .map(|((distance, number), way)| {
                (way.map_or(f64::INFINITY, |(time, _)| time.0), *distance, *number)
            })
            .collect();
        expected.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
        let expected: Vec<u32> = expected.iter().take(RESULTS).map(|(.., number)| *number).collect();
        let found: Vec<u32> = page.hits.iter().map(|hit| hit.facility).collect();
        differ += usize::from(found != expected);
    }
    println!(
        "{name}: {searches} searches from new points, {RESULTS} of {CANDIDATES}: {}; {:.1} live pairs a search; {differ} differ from the full table",
        spread(&mut ours),
        pairs as f64 / searches as f64
    );
    println!("{name}: bare table 1 x {CANDIDATES} in the same run: {}", spread(&mut bare));
}

/// The same points again, from two threads.
fn warm(name: &str, service: &SearchService, snapshot: &Snapshot, ground: &Ground, random: &mut Pcg64) {
    let queries: Vec<Query> = (0..200).map(|_| query(snapshot, ground.somewhere(random)).0).collect();
    queries.iter().for_each(|query| drop(service.find(query, snapshot).unwrap()));
    let started = Instant::now();
    let rounds = 20;
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                for _ in 0..rounds {
                    queries.iter().for_each(|query| drop(service.find(query, snapshot).unwrap()));
                }
            });
        }
    });
    let searches = 2 * rounds * queries.len();
    println!(
        "{name}: warm, two threads: {:.0} searches a second",
        searches as f64 / started.elapsed().as_secs_f64()
    );
}
