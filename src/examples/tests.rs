use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use geo::InteriorPoint;
use proptest::prelude::*;

use super::*;
use crate::areas::Level;
use crate::register::{MAX_AGE_DAYS, PlaceStatus, ProviderKind};

static AREAS: LazyLock<Areas> = LazyLock::new(|| crate::areas::Areas::of_models().unwrap());

static ENGINE: LazyLock<OfficialFigures> = LazyLock::new(|| {
    OfficialFigures::from_csv(include_str!("../../models/examples/official_2023.csv")).unwrap()
});

static CATEGORIES: LazyLock<CategoryTree> =
    LazyLock::new(|| CategoryTree::from_toml(include_str!("../../models/categories.toml")).unwrap());

/// One site a municipality, at a point that certainly lies inside.
static SITES: LazyLock<Vec<Site>> = LazyLock::new(|| {
    AREAS
        .level(Level::Municipality)
        .map(|area| {
            let point = area.outline.interior_point().unwrap();
            Site {
                name: area.name.clone(),
                postcode: Some("19000".to_owned()),
                municipality: Ags::parse(&area.key).unwrap(),
                point: GeoPoint::new(point.x(), point.y()).unwrap(),
                population: area.population,
            }
        })
        .collect()
});

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 31).unwrap()
}

fn examples(seed: u64) -> Vec<Facility> {
    generate(&ENGINE, &SITES, &AREAS, &CATEGORIES, seed, today()).unwrap()
}

fn many(count: usize) -> Vec<Facility> {
    generate_many(&ENGINE, &SITES, &AREAS, &CATEGORIES, 1, today(), count).unwrap()
}

fn error(figures: &OfficialFigures, sites: &[Site]) -> String {
    generate(figures, sites, &AREAS, &CATEGORIES, 1, today()).unwrap_err().to_string()
}

fn places(facilities: &[&Facility], categories: &[&str]) -> u32 {
    facilities
        .iter()
        .flat_map(|facility| &facility.offers)
        .filter(|offer| categories.contains(&offer.category.as_str()))
        .map(|offer| offer.places.unwrap())
        .sum()
}

fn offers(facility: &Facility, categories: &[&str]) -> bool {
    facility.offers.iter().any(|offer| categories.contains(&offer.category.as_str()))
}

/// What counts as a Pflegeheim, and whose places sum to all places.
const HOMES: [&str; 4] = ["residential_care", "day_care", "short_term_care", "night_care"];

fn assert_official_sums(facilities: &[Facility]) {
    for (key, figures) in &ENGINE.districts {
        let here: Vec<&Facility> = facilities.iter().filter(|facility| facility.district() == *key).collect();
        let homes: Vec<&Facility> =
            here.iter().copied().filter(|facility| offers(facility, &HOMES)).collect();
        assert_eq!(homes.len(), figures.care_homes as usize, "homes of {key}");
        assert_eq!(places(&here, &["residential_care"]), figures.residential_places, "{key}");
        assert_eq!(places(&here, &HOMES), figures.places, "{key}");
    }
    let services = facilities.iter().filter(|facility| offers(facility, &["home_care_service"]));
    assert_eq!(services.count(), 543);
}

#[test]
fn homes_and_places_of_every_district_are_the_official_ones_for_several_seeds() {
    for seed in [0, 1, 2, 42, 2023, u64::MAX] {
        assert_official_sums(&examples(seed));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn official_sums_hold_for_every_seed(seed: u64) {
        assert_official_sums(&examples(seed));
    }
}

/// 543 x people / 35,280: 48.11, 26.13, 102.32, 76.97, 79.28, 40.40, 106.61, 63.17. The whole parts
/// give 540; the other three go to Landkreis Rostock, Vorpommern-Greifswald, Nordwestmecklenburg.
#[test]
fn home_care_services_are_spread_by_people_cared_for() {
    let mut services = BTreeMap::new();
    for facility in examples(5).iter().filter(|facility| offers(facility, &["home_care_service"])) {
        *services.entry(facility.district().to_string()).or_insert(0) += 1;
    }
    let numbers: Vec<i32> = services.values().copied().collect();
    assert_eq!(numbers, [48, 26, 102, 77, 79, 41, 107, 63]);
}

#[test]
fn every_category_has_an_example_in_every_district() {
    let facilities = examples(1);
    for district in ENGINE.districts.keys() {
        for category in CATEGORIES.categories() {
            let slug = category.slug.as_str();
            let here = |facility: &&Facility| facility.district() == *district && offers(facility, &[slug]);
            assert!(facilities.iter().any(|facility| here(&facility)), "{slug} in {district}");
        }
    }
}

#[test]
fn every_facility_says_that_it_is_an_example_and_reaches_nobody() {
    for facility in examples(1) {
        assert!(facility.example);
        assert!(facility.name.starts_with("Beispiel-"), "{}", facility.name);
        let provider = facility.provider.as_ref().unwrap();
        assert!(provider.name.starts_with("Beispiel-"), "{}", provider.name);
        assert!(facility.address.street.as_ref().unwrap().contains("Beispiel"));
        assert_eq!(
            (facility.source.source.as_str(), facility.source.id.as_str()),
            ("beispiel", facility.id.as_str())
        );
        assert!(facility.note.as_ref().unwrap().contains("Beispiel"));
        let phone = facility.contact.phone.as_ref().unwrap();
        assert!(phone.starts_with("030 23125") || phone.starts_with("040 66969"), "{phone}");
        assert_eq!(phone.len(), 12);
        assert!(facility.contact.website.as_ref().unwrap().starts_with("https://example.org/"));
        assert!(facility.contact.email.as_ref().unwrap().ends_with("@example.org"));
    }
}

#[test]
fn ids_are_sorted_and_names_differ_within_a_place() {
    let facilities = examples(1);
    assert_eq!(facilities[0].id, "beispiel-00001");
    assert!(facilities.windows(2).all(|pair| pair[0].id < pair[1].id));
    let names: HashSet<_> = facilities.iter().map(|f| (&f.municipality, &f.name)).collect();
    assert_eq!(names.len(), facilities.len());
}

#[test]
fn facilities_stand_apart_inside_their_municipality_and_near_its_site() {
    let sites: HashMap<&Ags, &Site> = SITES.iter().map(|site| (&site.municipality, site)).collect();
    let facilities = examples(1);
    for facility in &facilities {
        let site = sites[&facility.municipality];
        assert!(AREAS.contains(facility.municipality.as_str(), facility.point), "{}", facility.id);
        // 1 m more for the rounding of coordinates.
        let most = if site.population > 5_000 { 1_201.0 } else { 501.0 };
        assert!(facility.point.geodesic_to(site.point).0 <= most, "{}", facility.id);
    }
    let points: HashSet<_> =
        facilities.iter().map(|f| (f.point.lon.to_bits(), f.point.lat.to_bits())).collect();
    assert_eq!(points.len(), facilities.len());
}

#[test]
fn larger_places_have_more_facilities_and_hospitals_stand_in_towns() {
    let facilities = examples(1);
    let in_place = |key: &str| facilities.iter().filter(|f| f.municipality.as_str() == key).count();
    // Parchim, Ludwigslust and Plau am See, the last with a third of the residents of the first.
    assert!(in_place("13076108") > in_place("13076114"));
    for hospital in facilities.iter().filter(|facility| offers(facility, &["hospital"])) {
        assert!(AREAS.get(hospital.municipality.as_str()).unwrap().population >= 5_000);
    }
}

#[test]
fn offers_keep_the_rules_of_the_register() {
    for facility in examples(1) {
        let residential = facility.offers.iter().find(|o| o.category.as_str() == "residential_care");
        let slugs: HashSet<_> = facility.offers.iter().map(|offer| &offer.category).collect();
        assert_eq!(slugs.len(), facility.offers.len(), "{}", facility.id);
        assert!(facility.features.windows(2).all(|pair| pair[0] < pair[1]), "{}", facility.id);
        for offer in &facility.offers {
            let counts = CATEGORIES.get(offer.category.as_str()).unwrap().counts_places();
            assert_eq!(offer.places.is_some(), counts, "{}", offer.source_id);
            assert_eq!(offer.places_on, offer.places.and(NaiveDate::from_ymd_opt(2023, 12, 15)));
            assert_eq!(offer.free_places.is_some(), offer.counted_on.is_some());
            assert!(offer.free_places.is_none_or(|free| free <= offer.places.unwrap()));
            let age = offer.counted_on.map(|day| (today() - day).num_days());
            assert!(age.is_none_or(|age| (0..=40).contains(&age)), "{age:?}");
            if offer.category.as_str() == "short_term_care_embedded" {
                assert!(offer.places < residential.unwrap().places);
            }
        }
    }
}

#[test]
fn sizes_lie_within_what_is_plausible() {
    let limits = [
        ("residential_care", 20, 130),
        ("day_care", 10, 25),
        ("short_term_care", 8, 20),
        ("night_care", 4, 10),
        ("short_term_care_embedded", 1, 6),
    ];
    let facilities = examples(1);
    for (slug, least, most) in limits {
        let all = facilities.iter().flat_map(|facility| &facility.offers);
        let sizes: Vec<u32> =
            all.filter(|o| o.category.as_str() == slug).map(|o| o.places.unwrap()).collect();
        assert!(sizes.iter().all(|size| (least..=most).contains(size)), "{slug}");
        assert!(sizes.iter().collect::<HashSet<_>>().len() > 2, "{slug} has one size only");
    }
}

#[test]
fn free_places_of_care_are_free_full_and_unknown() {
    let facilities = examples(1);
    for slug in HOMES {
        let statuses: HashSet<PlaceStatus> = facilities
            .iter()
            .flat_map(|facility| &facility.offers)
            .filter(|offer| offer.category.as_str() == slug)
            .map(|offer| offer.status(today(), MAX_AGE_DAYS, true))
            .collect();
        for status in [PlaceStatus::Free, PlaceStatus::Full, PlaceStatus::Unknown] {
            // Night care has eight facilities only.
            assert!(statuses.contains(&status) || slug == "night_care", "{slug} {status:?}");
        }
    }
}

#[test]
fn providers_of_homes_are_of_every_kind_and_pharmacies_private() {
    let facilities = examples(1);
    let kinds = |slug: &str| -> HashSet<ProviderKind> {
        let of_kind = facilities.iter().filter(|facility| offers(facility, &[slug]));
        of_kind.map(|facility| facility.provider.as_ref().unwrap().kind).collect()
    };
    assert_eq!(kinds("residential_care").len(), 3);
    assert_eq!(kinds("pharmacy"), HashSet::from([ProviderKind::Private]));
}

#[test]
fn the_same_seed_and_day_give_the_same_register_in_whatever_order_the_sites_come() {
    let mut sites = SITES.clone();
    sites.reverse();
    let turned = generate(&ENGINE, &sites, &AREAS, &CATEGORIES, 7, today()).unwrap();
    assert_eq!(turned, examples(7));
    assert_ne!(examples(7), examples(8));
}

#[test]
fn another_day_moves_the_counts_and_nothing_else() {
    let later = today() + chrono::Days::new(3);
    let mut moved = generate(&ENGINE, &SITES, &AREAS, &CATEGORIES, 7, later).unwrap();
    for offer in moved.iter_mut().flat_map(|facility| &mut facility.offers) {
        offer.counted_on = offer.counted_on.map(|day| day - chrono::Days::new(3));
    }
    assert_eq!(moved, examples(7));
}

/// Guards the fixed use of the generator: an example that people have linked to keeps its id. 531 homes
/// and 543 services are official; 1,922 facilities are invented.
#[test]
fn golden_facilities_of_seed_2023() {
    let facilities = examples(2023);
    let line = |index: usize| {
        let f: &Facility = &facilities[index];
        let offers: Vec<String> = f.offers.iter().map(|o| format!("{} {:?}", o.category, o.places)).collect();
        format!("{} {} {} {}", f.id, f.name, f.municipality, offers.join(", "))
    };
    assert_eq!(facilities.len(), 2_996);
    assert_eq!(
        [line(0), line(60), line(2_995)],
        [
            "beispiel-00001 Beispiel-Pflegeheim Rostock 13003000 residential_care Some(66), night_care Some(8)",
            "beispiel-00061 Beispiel-Pflegedienst Kastanienhof 13003000 home_care_service None",
            "beispiel-02996 Beispiel-Apotheke Haus Silberweide 13076088 pharmacy None",
        ]
    );
}

#[test]
fn thirty_one_thousand_have_all_categories_and_no_two_ids_or_points_alike() {
    let facilities = many(31_000);
    assert_eq!(facilities.len(), 31_000);
    let ids: HashSet<_> = facilities.iter().map(|facility| &facility.id).collect();
    let points: HashSet<_> =
        facilities.iter().map(|f| (f.point.lon.to_bits(), f.point.lat.to_bits())).collect();
    assert_eq!((ids.len(), points.len()), (31_000, 31_000));
    let slugs: HashSet<_> = facilities.iter().flat_map(|f| &f.offers).map(|offer| &offer.category).collect();
    assert_eq!(slugs.len(), CATEGORIES.categories().count());
    assert!(facilities.windows(2).all(|pair| pair[0].id < pair[1].id));
}

#[test]
fn any_number_of_facilities_can_be_asked_for() {
    assert_eq!(many(0), []);
    assert_eq!(many(7).len(), 7);
    assert_eq!(many(10), many(10));
    let districts: HashSet<Ags> = many(300).iter().map(Facility::district).collect();
    assert_eq!(districts.len(), 8);
}

/// Off the shore no scattered point is inside the outline.
#[test]
fn facilities_of_a_site_outside_its_outline_stand_at_the_site_and_beside_each_other() {
    let shore = Site { point: GeoPoint::new(12.0, 54.9).unwrap(), ..SITES[0].clone() };
    let mut sites: Vec<Site> =
        SITES.iter().filter(|site| site.municipality.as_str() != "13003000").cloned().collect();
    assert_eq!(shore.municipality.as_str(), "13003000");
    sites.push(shore.clone());
    let facilities = generate(&ENGINE, &sites, &AREAS, &CATEGORIES, 1, today()).unwrap();
    let here: Vec<&Facility> =
        facilities.iter().filter(|facility| facility.municipality == shore.municipality).collect();
    assert!(here.len() > 100);
    assert_eq!(here[0].point, shore.point);
    assert!(here.iter().all(|facility| facility.point.geodesic_to(shore.point).0 < 500.0));
    let points: HashSet<_> = here.iter().map(|f| (f.point.lon.to_bits(), f.point.lat.to_bits())).collect();
    assert_eq!(points.len(), here.len());
}

#[test]
fn a_district_without_a_site_and_a_site_without_a_district_are_named() {
    let without: Vec<Site> = SITES
        .iter()
        .filter(|site| site.municipality.district().unwrap().as_str() != "13076")
        .cloned()
        .collect();
    assert!(error(&ENGINE, &without).contains("13076"));
    let mut figures = ENGINE.clone();
    figures.districts.remove(&Ags::parse("13004").unwrap());
    assert!(error(&figures, &SITES).contains("\"Schwerin\" lies in 13004000"));
    for wrong in ["09162000", "13076"] {
        let site = Site { municipality: Ags::parse(wrong).unwrap(), ..SITES[0].clone() };
        assert!(error(&ENGINE, &[site]).contains(wrong));
    }
}

#[test]
fn figures_that_cannot_be_are_named() {
    let key = Ags::parse("13076").unwrap();
    let with = |change: fn(&mut DistrictFigures)| {
        let mut figures = ENGINE.clone();
        change(figures.districts.get_mut(&key).unwrap());
        error(&figures, &SITES)
    };
    let sentence = with(|district| district.places = 2_000);
    assert!(sentence.starts_with("district 13076 cannot have 74 homes with 2000 places, 2399 of them"));
    assert!(with(|district| district.care_homes = 2).contains("2 homes"));
    let mut nobody = ENGINE.clone();
    nobody.districts.values_mut().for_each(|district| district.people_with_home_care = 0);
    assert!(error(&nobody, &SITES).contains("543 home-care services"));
    let mut elsewhere = ENGINE.clone();
    let district = elsewhere.districts[&key].clone();
    elsewhere.districts.insert(Ags::parse("09162").unwrap(), district);
    let bavarian = error(&elsewhere, &SITES);
    assert!(bavarian.contains("09162") && bavarian.contains("table of areas"), "{bavarian}");
}
