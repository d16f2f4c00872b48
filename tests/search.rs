//! The search against what it promises: the answer of a scan over all facilities with the WGS 84
//! geodesic (Karney), ids and order included.
#![expect(clippy::unwrap_used, reason = "a test may end where something is not as it should be")]

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use pflegeplan::areas::{Areas, Level, Located};
use pflegeplan::gazetteer::{Gazetteer, Tables};
use pflegeplan::register::{
    Address, CategorySlug, CategoryTree, Facility, Feature, Offer, PlaceStatus, Position, PositionSource,
    SourceRef,
};
use pflegeplan::routing::{Mode, Router};
use pflegeplan::search::{
    BoundingBox, CategorySet, FeatureSet, FindError, Limit, Origin, Query, Radius, SearchService, Snapshot,
    Sort,
};
use pflegeplan::units::{Ags, GeoPoint, Metres, Seconds};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;

const SLUGS: [&str; 5] = ["day_care", "residential_care", "pharmacy", "short_term_care", "home_care_service"];

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 20).unwrap()
}

fn tree() -> CategoryTree {
    CategoryTree::from_toml(include_str!("../models/categories.toml")).unwrap()
}

fn areas() -> Areas {
    Areas::from_texts(
        include_str!("../models/areas/areas.csv"),
        &[
            (Level::District, include_str!("../models/areas/districts.geojson")),
            (Level::Amt, include_str!("../models/areas/amter.geojson")),
            (Level::Municipality, include_str!("../models/areas/municipalities.geojson")),
        ],
    )
    .unwrap()
}

fn search(router: Router) -> SearchService {
    let tables = Tables::read(pflegeplan::model::text).unwrap();
    let gazetteer = Gazetteer::from_tables(&tables, &areas()).unwrap();
    SearchService::new(Arc::new(gazetteer), router)
}

fn offer(slug: &str, free: Option<u32>, counted_on: Option<NaiveDate>) -> Offer {
    Offer { places: Some(20), free_places: free, counted_on, ..Offer::new(CategorySlug::new(slug), "1") }
}

fn facility(id: String, name: String, point: GeoPoint, offers: Vec<Offer>) -> Facility {
    Facility {
        address: Address { place: "Ort".into(), ..Address::default() },
        offers,
        example: true,
        ..Facility::new(
            id,
            name,
            Position { point, source: PositionSource::Source, municipality: Ags::parse("13076090").unwrap() },
            SourceRef { source: "test".into(), id: "1".into() },
        )
    }
}

/// Facilities over the whole state; a part of them in heaps: at one point, and millimetres apart.
fn register(random: &mut Pcg64, count: usize) -> Vec<Facility> {
    let mut points: Vec<GeoPoint> = Vec::new();
    for number in 0..count {
        let point = match (number % 10, points.last().copied()) {
            (8, Some(last)) => last,
            (9, Some(last)) => GeoPoint { lon: last.lon + 1e-8, lat: last.lat - 1e-8 },
            _ => GeoPoint { lon: random.random_range(10.5..14.5), lat: random.random_range(53.0..54.8) },
        };
        points.push(point);
    }
    let build = |(number, point): (usize, &GeoPoint)| {
        let mut offers = vec![offer(SLUGS[random.random_range(0..SLUGS.len())], None, None)];
        if random.random_bool(0.3) {
            let free = random.random_range(0..4);
            let age = chrono::Days::new(random.random_range(0..30));
            let extra = offer("night_care", Some(free), today().checked_sub_days(age));
            offers.push(extra);
        }
        // Ids in an order that has nothing to do with the order of the points.
        let id = format!("f{:05}", (number * 7919) % count.max(1));
        let name = format!("Haus {}", random.random_range(0..300));
        let mut built = facility(id, name, *point, offers);
        if random.random_bool(0.5) {
            built.features.push(Feature::Dementia);
        }
        built
    };
    points.iter().enumerate().map(build).collect()
}

fn snapshot(facilities: Vec<Facility>) -> Snapshot {
    Snapshot::new(facilities, &tree(), 1, today(), DateTime::<Utc>::UNIX_EPOCH).unwrap()
}

fn ids(service: &SearchService, snapshot: &Snapshot, query: &Query) -> (usize, Vec<String>) {
    let page = service.find(query, snapshot).unwrap();
    let id = |number: u32| snapshot.facilities()[number as usize].id.clone();
    (page.total, page.hits.iter().map(|hit| id(hit.facility)).collect())
}

/// What a search should find, by scanning everything: distance and id, in order.
fn scan(facilities: &[Facility], centre: GeoPoint, radius: Metres, slugs: &[&str]) -> Vec<(f64, String)> {
    let mut found: Vec<(f64, String)> = facilities
        .iter()
        .filter(|facility| {
            let asked = |offer: &Offer| slugs.contains(&offer.category.as_str());
            slugs.is_empty() || facility.offers.iter().any(asked)
        })
        .map(|facility| (centre.geodesic_to(facility.point).0, facility.id.clone()))
        .filter(|(distance, _)| *distance <= radius.0)
        .collect();
    found.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
    found
}

#[test]
fn a_thousand_random_searches_equal_a_scan_with_the_geodesic() {
    let service = search(Router::Estimate);
    let mut random = Pcg64::seed_from_u64(20);
    for round in 0..10 {
        let facilities = register(&mut random, 1500 + 100 * round);
        let snapshot = snapshot(facilities.clone());
        for _ in 0..100 {
            let centre =
                GeoPoint { lon: random.random_range(10.0..15.0), lat: random.random_range(52.7..55.0) };
            // Sometimes right on a facility, so that distances are as small as they get.
            let centre = match random.random_range(0..5) {
                0 => facilities[random.random_range(0..facilities.len())].point,
                _ => centre,
            };
            let km = 200.0 * random.random_range(0.001..1.0_f64).powi(2);
            let asked = random.random_range(0..3);
            let mut categories = CategorySet::default();
            SLUGS[..asked].iter().for_each(|slug| categories.insert(&tree(), slug).unwrap());
            let limit = [1, 20, 500][random.random_range(0..3)];
            let query = Query {
                origin: Some(Origin::Point(centre)),
                radius: Radius::from_km(km).unwrap(),
                categories,
                limit: Limit::new(limit).unwrap(),
                ..Query::default()
            };
            let expected = scan(&facilities, centre, query.radius.metres(), &SLUGS[..asked]);
            let page = service.find(&query, &snapshot).unwrap();
            assert_eq!(page.total, expected.len());
            let shown: Vec<&str> = page
                .hits
                .iter()
                .map(|hit| snapshot.facilities()[hit.facility as usize].id.as_str())
                .collect();
            let wanted: Vec<&str> = expected.iter().take(limit).map(|(_, id)| id.as_str()).collect();
            assert_eq!(shown, wanted, "centre {centre:?}, {km} km");
            for (hit, (distance, _)) in page.hits.iter().zip(&expected) {
                assert!((hit.distance.unwrap().0 - distance).abs() < 0.001);
            }
        }
    }
}

#[test]
fn a_radius_that_ends_at_a_facility_holds_it_and_a_nanometre_less_does_not() {
    let service = search(Router::Estimate);
    let mut random = Pcg64::seed_from_u64(21);
    let facilities = register(&mut random, 300);
    let snapshot = snapshot(facilities.clone());
    for at in &facilities {
        let centre = GeoPoint { lon: 12.0, lat: 53.8 };
        let km = centre.geodesic_to(at.point).0 / 1000.0;
        for km in [km, km * (1.0 - 1e-14)] {
            let Ok(radius) = Radius::from_km(km) else { continue };
            let query = Query { origin: Some(Origin::Point(centre)), radius, ..Query::default() };
            let expected = scan(&facilities, centre, radius.metres(), &[]).len();
            assert_eq!(service.find(&query, &snapshot).unwrap().total, expected);
        }
    }
}

#[test]
fn pages_follow_each_other_without_gap_or_double_in_every_order() {
    let mut random = Pcg64::seed_from_u64(22);
    let facilities = register(&mut random, 400);
    let snapshot = snapshot(facilities.clone());
    let ways =
        facilities.iter().step_by(3).map(|there| (there.point, Seconds(random.random_range(60.0..900.0))));
    let service = search(Router::Fixed(ways.collect()));
    for sort in Sort::ALL {
        for origin in [None, Some(Origin::Point(GeoPoint { lon: 12.0, lat: 53.9 }))] {
            let whole = Query {
                origin,
                radius: Radius::from_km(150.0).unwrap(),
                sort: Some(sort),
                mode: Some(Mode::Car),
                limit: Limit::new(500).unwrap(),
                ..Query::default()
            };
            let (total, all) = ids(&service, &snapshot, &whole);
            assert_eq!(total, all.len());
            let mut query = Query { limit: Limit::new(17).unwrap(), ..whole };
            let mut seen = Vec::new();
            loop {
                let page = service.find(&query, &snapshot).unwrap();
                assert_eq!(page.total, total, "the total is that of all pages");
                let id = |number: u32| snapshot.facilities()[number as usize].id.clone();
                seen.extend(page.hits.iter().map(|hit| id(hit.facility)));
                query.after = page.next;
                if query.after.is_none() {
                    break;
                }
            }
            assert_eq!(seen, all, "{sort:?}");
        }
    }
}

#[test]
fn travel_time_sorts_reachable_first_and_filters_by_minutes() {
    let at = |lon| GeoPoint { lon, lat: 53.5 };
    let facilities: Vec<Facility> = [("a", 11.01), ("b", 11.02), ("c", 11.03)]
        .into_iter()
        .map(|(id, lon)| facility(id.into(), id.into(), at(lon), vec![offer("day_care", None, None)]))
        .collect();
    let snapshot = snapshot(facilities);
    let service = search(Router::Fixed(vec![(at(11.02), Seconds(900.0)), (at(11.03), Seconds(300.0))]));
    let mut query = Query {
        origin: Some(Origin::Point(at(11.0))),
        sort: Some(Sort::TravelTime),
        mode: Some(Mode::Foot),
        ..Query::default()
    };
    assert_eq!(ids(&service, &snapshot, &query).1, ["c", "b", "a"]);
    query.max_minutes = Some(10.0);
    assert_eq!(ids(&service, &snapshot, &query), (1, vec!["c".to_owned()]));
}

#[test]
fn without_a_point_distance_cannot_sort_and_the_answer_says_so() {
    let service = search(Router::Estimate);
    let mut random = Pcg64::seed_from_u64(23);
    let snapshot = snapshot(register(&mut random, 50));
    let query = Query { sort: Some(Sort::Distance), ..Query::default() };
    let page = service.find(&query, &snapshot).unwrap();
    assert_eq!(page.sort.used, Sort::Name);
    assert!(page.sort.reason.unwrap().sentence().contains("near"));
    assert!(page.hits.iter().all(|hit| hit.distance.is_none()));
    let names: Vec<&str> =
        page.hits.iter().map(|hit| snapshot.facilities()[hit.facility as usize].name.as_str()).collect();
    let mut sorted = names.clone();
    sorted.sort();
    assert_eq!(names, sorted);
}

#[test]
fn every_filter_equals_its_plain_meaning() {
    let service = search(Router::Estimate);
    let mut random = Pcg64::seed_from_u64(24);
    let mut facilities = register(&mut random, 500);
    facilities[7].municipality = Ags::parse("13004000").unwrap();
    facilities[7].name = "Haus Möwe am See".into();
    let snapshot = snapshot(facilities.clone());
    let limit = Limit::new(500).unwrap();
    let check = |query: Query, meaning: &dyn Fn(&Facility) -> bool| {
        let mut expected: Vec<String> = facilities
            .iter()
            .filter(|facility| meaning(facility))
            .map(|facility| facility.id.clone())
            .collect();
        expected.sort();
        let mut found = ids(&service, &snapshot, &query).1;
        found.sort();
        assert_eq!(found, expected, "{query:?}");
        assert!(!found.is_empty() && found.len() < facilities.len(), "the filter tells nothing apart");
    };
    let key = Ags::parse("13004").unwrap();
    check(Query { district: Some(key), limit, ..Query::default() }, &|f| f.district().as_str() == "13004");
    let key = Ags::parse("13004000").unwrap();
    check(Query { municipality: Some(key), limit, ..Query::default() }, &|f| {
        f.municipality.as_str() == "13004000"
    });
    let corner = |lon, lat| GeoPoint { lon, lat };
    let bbox = BoundingBox::new(corner(11.0, 53.2), corner(12.5, 54.0)).unwrap();
    check(Query { bbox: Some(bbox), limit, ..Query::default() }, &|f| bbox.contains(f.point));
    let mut features = FeatureSet::default();
    features.insert(Feature::Dementia);
    check(Query { features, limit, ..Query::default() }, &|f| f.features.contains(&Feature::Dementia));
    let words = Some("möwe HAUS".to_owned());
    check(Query { words, limit, ..Query::default() }, &|f| f.name.contains("Möwe"));
    for (least, days) in [(1, 14), (3, 14), (1, 5), (0, 29)] {
        let query = Query { free_places: Some(least), max_age_days: days, limit, ..Query::default() };
        check(query, &|f| {
            let believed = |o: &Offer| {
                o.counted_on.is_some_and(|on| (today() - on).num_days() <= i64::from(days))
                    && o.free_places.is_some_and(|free| free >= least)
            };
            f.offers.iter().any(believed)
        });
    }
}

#[test]
fn free_places_count_only_in_the_asked_categories() {
    let at = GeoPoint { lon: 11.5, lat: 53.5 };
    let offers = vec![offer("day_care", Some(0), Some(today())), offer("night_care", Some(5), Some(today()))];
    let snapshot = snapshot(vec![facility("a".into(), "A".into(), at, offers)]);
    let service = search(Router::Estimate);
    let mut categories = CategorySet::default();
    categories.insert(&tree(), "day_care").unwrap();
    let query = Query { free_places: Some(1), ..Query::default() };
    assert_eq!(ids(&service, &snapshot, &query).0, 1);
    assert_eq!(ids(&service, &snapshot, &Query { categories, ..query }).0, 0);
}

#[test]
fn what_is_not_valid_on_the_day_is_not_found() {
    let at = GeoPoint { lon: 11.5, lat: 53.5 };
    let mut ended = facility("ended".into(), "E".into(), at, vec![offer("day_care", None, None)]);
    ended.valid_to = today().pred_opt();
    let mut last_day = facility("last".into(), "L".into(), at, vec![offer("day_care", None, None)]);
    last_day.valid_to = Some(today());
    let mut later = offer("night_care", None, None);
    later.valid_from = today().succ_opt();
    let coming = facility("coming".into(), "C".into(), at, vec![later]);
    let snapshot = snapshot(vec![ended, last_day, coming]);
    assert_eq!(ids(&search(Router::Estimate), &snapshot, &Query::default()).1, ["last"]);
}

#[test]
fn a_place_nobody_knows_and_a_lost_cursor_are_sentences() {
    let service = search(Router::Estimate);
    let snapshot = snapshot(Vec::new());
    let query = Query { origin: Some(Origin::Near("Xyzzyhausen".into())), ..Query::default() };
    let error = service.find(&query, &snapshot).unwrap_err();
    assert!(matches!(error, FindError::UnknownLocality { .. }));
    assert!(error.to_string().contains("\"Xyzzyhausen\""), "{error}");
    let after = Some(pflegeplan::search::Cursor { id: "gone".into() });
    let error = service.find(&Query { after, ..Query::default() }, &snapshot).unwrap_err();
    assert_eq!(error, FindError::LostCursor);
}

/// The counts beside the filters of a page, against a second search with each filter.
#[test]
fn counted_features_equal_the_totals_of_searches_with_them() {
    let service = search(Router::Estimate);
    let mut random = Pcg64::seed_from_u64(22);
    let mut facilities = register(&mut random, 2_000);
    for facility in &mut facilities {
        facility.features.extend(Feature::ALL.iter().filter(|_| random.random_bool(0.2)));
        facility.features.dedup();
    }
    let snapshot = snapshot(facilities);
    let near = Some(Origin::Near("Güstrow".into()));
    let mut checked = FeatureSet::default();
    checked.insert(Feature::Dementia);
    let queries = [
        Query::default(),
        Query { origin: near.clone(), radius: Radius::from_km(50.0).unwrap(), ..Query::default() },
        Query { origin: near.clone(), mode: Some(Mode::Car), max_minutes: Some(30.0), ..Query::default() },
        Query { origin: near.clone(), features: checked, sort: Some(Sort::Name), ..Query::default() },
        Query { origin: near.clone(), free_places: Some(1), ..Query::default() },
        Query {
            origin: near.clone(),
            mode: Some(Mode::Car),
            max_minutes: Some(30.0),
            free_places: Some(1),
            ..Query::default()
        },
        Query { origin: near, mode: Some(Mode::Foot), sort: Some(Sort::TravelTime), ..Query::default() },
    ];
    for query in &queries {
        let (page, counts) = service.find_with_counts(query, &snapshot).unwrap();
        assert_eq!(page, service.find(query, &snapshot).unwrap());
        assert!(page.total > 0);
        // The wish for free places leaves facilities out, and still all of them are counted by status.
        let total =
            |free_places| service.find(&Query { free_places, ..query.clone() }, &snapshot).unwrap().total;
        let statuses: Vec<usize> = PlaceStatus::ALL.iter().map(|it| counts.statuses.of(*it)).collect();
        assert_eq!(statuses.iter().sum::<usize>(), total(None), "{query:?}");
        assert_eq!(counts.statuses.of(PlaceStatus::Free), total(Some(1)), "{query:?}");
        let known = counts.statuses.of(PlaceStatus::Free) + counts.statuses.of(PlaceStatus::Full);
        assert_eq!(known, total(Some(0)), "{query:?}");
        for feature in Feature::ALL {
            let mut with = query.clone();
            with.features.insert(feature);
            assert_eq!(
                counts.features.of(feature),
                service.find(&with, &snapshot).unwrap().total,
                "{feature:?}"
            );
        }
    }
}

/// Districts, Ämter, islands and municipalities against a scan of the facilities' municipalities.
#[test]
fn an_area_finds_what_lies_inside_whatever_the_radius() {
    let service = search(Router::Estimate);
    let areas = areas();
    let mut random = Pcg64::seed_from_u64(18);
    let mut facilities = register(&mut random, 5_000);
    for facility in &mut facilities {
        if let Located::Inside(key) = areas.locate(facility.point, Metres(0.0)) {
            facility.municipality = key;
        }
    }
    let snapshot = snapshot(facilities.clone());
    let islands = ["13073011", "13073003", "13073071"];
    for (text, least, inside) in [
        ("Landkreis Rostock", 50, &(|key: &str| key.starts_with("13072")) as &dyn Fn(&str) -> bool),
        ("Amt Nord-Rügen", 5, &|key: &str| key.starts_with("13073") && in_amt(&areas, key, "130735359")),
        ("Gemeinde Süderholz", 1, &|key: &str| key == "13073089"),
        ("Ludwigslust-Parchim", 50, &|key: &str| key.starts_with("13076")),
    ] {
        let origin = Some(Origin::Near(text.to_owned()));
        let limit = Limit::new(500).unwrap();
        let query = Query { origin, radius: Radius::from_km(1.0).unwrap(), limit, ..Query::default() };
        let page = service.find(&query, &snapshot).unwrap();
        let centre = page.origin.as_ref().unwrap().point;
        let mut expected: Vec<(f64, String)> = facilities
            .iter()
            .filter(|facility| inside(facility.municipality.as_str()))
            .map(|facility| (centre.geodesic_to(facility.point).0, facility.id.clone()))
            .collect();
        expected.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        assert!(expected.len() >= least, "{text}: {}", expected.len());
        let (total, found) = ids(&service, &snapshot, &query);
        let first: Vec<&String> = expected.iter().take(500).map(|(_, id)| id).collect();
        assert_eq!(total, expected.len(), "{text}");
        assert_eq!(found.iter().collect::<Vec<_>>(), first, "{text}");
    }
    let query = Query {
        origin: Some(Origin::Near("Rügen".into())),
        limit: Limit::new(500).unwrap(),
        ..Query::default()
    };
    let page = service.find(&query, &snapshot).unwrap();
    let keys: Vec<&str> = page
        .hits
        .iter()
        .map(|hit| snapshot.facilities()[hit.facility as usize].municipality.as_str())
        .collect();
    assert!(islands.iter().any(|key| keys.contains(key)) && !keys.contains(&"13073088"), "{keys:?}");
    assert!(page.hits.iter().any(|hit| hit.distance.unwrap() > Metres(20_000.0)), "no radius applies");
}

fn in_amt(areas: &Areas, key: &str, amt: &str) -> bool {
    areas.get(key).is_some_and(|area| area.parent == amt)
}
