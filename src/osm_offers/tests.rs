use std::io::Cursor;

use super::*;
use crate::extract::{self, fixture::Pbf};
use crate::import::read::{Limits, read_bytes};
use crate::import::{self, Context, Layout, Outcome};
use crate::register::{Facility, Feature};
use crate::{model, service};

fn tree() -> CategoryTree {
    CategoryTree::from_toml(&model::text("categories.toml").unwrap()).unwrap()
}

fn offers(pbf: &Pbf) -> MappedOffers {
    let bytes = pbf.bytes();
    let extract = extract::read(|| Ok(Cursor::new(bytes.clone())), |_| {}).unwrap();
    mapped_offers(&extract.care, &tree())
}

/// The kinds of an object with these tags.
fn kinds(tags: &[(&str, &str)]) -> Vec<String> {
    let mut pbf = Pbf::default();
    pbf.node(53.3249, 11.4957, &[tags, &[("operator", "Träger")]].concat());
    offers(&pbf).offers.iter().map(|offer| offer.category.to_string()).collect()
}

/// The table of `design/map.md`, written again by hand.
#[test]
fn tags_are_the_kinds_of_care_that_they_mean() {
    let senior = ("social_facility:for", "senior");
    let social = |kind: &'static str| [("amenity", "social_facility"), ("social_facility", kind)];
    let with = |kind, more: &[(&'static str, &'static str)]| kinds(&[&social(kind), more].concat());
    assert_eq!(kinds(&[("amenity", "nursing_home")]), ["residential_care"]);
    assert_eq!(with("nursing_home", &[senior]), ["residential_care"]);
    assert_eq!(with("group_home", &[senior, ("name", "AWO Seniorenheim")]), ["residential_care"]);
    assert_eq!(with("group_home", &[senior, ("name", "WG am See")]), ["shared_flat"]);
    assert_eq!(with("assisted_living", &[senior]), ["assisted_living"]);
    assert_eq!(with("day_care", &[senior]), ["day_care"]);
    assert_eq!(with("day_care", &[("name", "Tagespflege Anker")]), ["day_care"]);
    assert_eq!(with("ambulatory_care", &[]), ["home_care_service"]);
    assert_eq!(kinds(&[("healthcare", "nurse")]), ["home_care_service"]);
    assert_eq!(kinds(&[("healthcare", "home_care")]), ["home_care_service"]);
    assert_eq!(with("hospice", &[]), ["hospice_inpatient"]);
    assert_eq!(with("hospice", &[("name", "Ambulanter Hospizdienst")]), ["hospice_outpatient"]);
    assert_eq!(kinds(&[("amenity", "hospital"), ("healthcare", "hospital")]), ["hospital"]);
    assert_eq!(kinds(&[("healthcare", "rehabilitation")]), ["rehabilitation"]);
    assert_eq!(kinds(&[("amenity", "pharmacy")]), ["pharmacy"]);
    assert_eq!(with("outreach", &[senior]), ["advice_centre"]);
    assert_eq!(
        kinds(&[("amenity", "social_facility"), ("name", "Pflegestützpunkt Parchim")]),
        ["advice_centre"]
    );
    assert_eq!(kinds(&[("amenity", "community_centre"), ("name", "Begegnungsstätte")]), ["meeting_place"]);
    assert_eq!(with("nursing_home;day_care", &[senior]), ["residential_care", "day_care"]);
}

#[test]
fn what_is_no_care_of_older_people_is_left_out() {
    let social = |kind: &'static str, group: &'static str| {
        kinds(&[("amenity", "social_facility"), ("social_facility", kind), ("social_facility:for", group)])
    };
    for (kind, group) in [
        ("food_bank", "underprivileged"),
        ("workshop", "disabled"),
        ("shelter", "homeless"),
        ("group_home", "juvenile"),
        ("day_care", "juvenile"),
        ("nursing_home", "disabled"),
        ("ambulatory_care", "juvenile"),
        ("outreach", "drug_addicted"),
        ("assisted_living", ""),
    ] {
        assert_eq!(social(kind, group), [""; 0], "{kind} for {group}");
    }
    assert_eq!(kinds(&[("amenity", "social_facility"), ("name", "Jobcenter")]), [""; 0]);
    assert_eq!(kinds(&[("healthcare", "doctor")]), [""; 0]);
    assert_eq!(kinds(&[("amenity", "nursing_home"), ("disused", "yes")]), [""; 0]);
}

#[test]
fn every_kind_of_the_table_is_one_of_the_register() {
    let tree = tree();
    let unknown: Vec<&str> =
        KINDS.iter().map(|kind| kind.category).filter(|slug| tree.get(slug).is_none()).collect();
    assert_eq!(unknown, [""; 0]);
}

/// A home as a building and as a node in it, a second home of the same name far away, and one without any name.
#[test]
fn what_is_drawn_twice_is_one_offer_and_what_has_no_name_is_counted() {
    let mut pbf = Pbf::default();
    let home = [("amenity", "nursing_home"), ("name", "Haus am See"), ("phone", "03874 1234")];
    let corners: Vec<i64> = [(53.32, 11.49), (53.32, 11.4904), (53.3204, 11.4904)]
        .map(|(lat, lon)| pbf.node(lat, lon, &[]))
        .into();
    pbf.way(&[&corners[..], &corners[..1]].concat(), &home);
    pbf.node(53.3201, 11.4902, &[("amenity", "nursing_home"), ("name", "Haus am See")]);
    pbf.node(53.40, 11.49, &home);
    pbf.node(53.41, 11.49, &[("amenity", "nursing_home")]);
    pbf.node(
        53.42,
        11.49,
        &[("amenity", "social_facility"), ("social_facility", "food_bank"), ("name", "Tafel")],
    );
    let found = offers(&pbf);
    let ids: Vec<&str> = found.offers.iter().map(|offer| offer.id.as_str()).collect();
    assert_eq!(ids.len(), 2, "{ids:?}");
    assert!(ids.iter().any(|id| id.starts_with("way-")), "the one that says more: {ids:?}");
    assert_eq!((found.repeated, found.nameless, found.other), (1, 1, 1));
}

/// The list through the import: into an empty register, beside a home of an office, and twice.
#[test]
fn the_list_is_read_by_the_import_and_nothing_of_it_is_confirmed() {
    let mut pbf = Pbf::default();
    pbf.node(
        53.3249,
        11.4957,
        &[
            ("amenity", "nursing_home"),
            ("name", "=Haus am See"),
            ("operator", "Diakonie"),
            ("addr:street", "Schloßstraße"),
            ("addr:housenumber", "4"),
            ("addr:postcode", "19288"),
            ("addr:city", "Ludwigslust"),
            ("contact:phone", "+49 3874 1234;+49 3874 1235"),
            ("website", "haus.example.org"),
            ("opening_hours", "Mo-Fr 08:00-16:00"),
            ("wheelchair", "yes"),
            ("capacity", "48"),
            ("check_date", "2026-02-01"),
        ],
    );
    pbf.node(53.4261, 11.8487, &[("amenity", "pharmacy"), ("name", "Löwen-Apotheke"), ("capacity", "3")]);
    let origin = Origin { date: "2026-02-02".parse().ok(), sha256: "0a1b".to_owned() };
    let csv = to_csv(&offers(&pbf).offers, &origin).unwrap();
    assert_eq!(origin_of(&String::from_utf8(csv.clone()).unwrap()), Some(origin));

    let reference = service::reference_data().unwrap();
    let layouts: Vec<Layout> = ["openstreetmap", "pflegeplan", "rostock"]
        .map(|name| model::text(&format!("import/{name}.toml")).unwrap())
        .iter()
        .map(|text| Layout::from_toml(text, &reference.categories).unwrap())
        .collect();
    let table = read_bytes("care-offers.csv", csv, None, &Limits::default()).unwrap();
    let layout = Layout::recognise(&layouts, &table).unwrap();
    assert_eq!(layout.name, "openstreetmap");
    let context = Context {
        categories: &reference.categories,
        areas: &reference.areas,
        gazetteer: &reference.gazetteer,
        addresses: None,
        today: "2026-03-02".parse().unwrap(),
    };
    let plan = import::plan(&table, layout, &[], &context).unwrap();
    assert_eq!(plan.insert.len(), 2, "{}", plan.report);
    assert!(plan.insert.iter().all(Facility::is_unconfirmed));
    assert!(plan.report.file.remarks.iter().any(|remark| remark.contains("ODbL")), "{}", plan.report);
    let home = plan.insert.iter().find(|it| it.offers[0].category.as_str() == "residential_care").unwrap();
    assert_eq!(home.name, "=Haus am See");
    assert_eq!(home.contact.phone.as_deref(), Some("+49 3874 1234, +49 3874 1235"));
    assert_eq!(home.contact.website.as_deref(), Some("http://haus.example.org"));
    assert_eq!(home.opening_hours.as_deref(), Some("Mo-Fr 08:00-16:00"));
    assert_eq!(home.features, [Feature::BarrierFree]);
    assert_eq!((home.offers[0].places, home.offers[0].places_on), (Some(48), "2026-02-01".parse().ok()));
    let again = import::plan(&table, layout, &plan.insert, &context).unwrap();
    assert!(again.insert.is_empty() && again.update.is_empty(), "{}", again.report);

    let mut office = home.clone();
    office.confirmed = None;
    office.id = "amt-1".to_owned();
    office.source.source = "amt".into();
    let beside = import::plan(&table, layout, &[office], &context).unwrap();
    assert_eq!(beside.insert.len(), 1, "only the pharmacy is new: {}", beside.report);
    assert!(beside.report.rows.iter().any(|row| row.outcome == Outcome::Unchanged));
}

#[cfg(feature = "shared-data")]
mod real {
    use std::fs::File;

    use super::*;

    /// Objects counted and looked at one by one with osmium 4.3.2 (PyPI): 34 have one of the tags. Of these are a home as a way,
    /// the AWO home tagged as a group home, two services, a day care, eight pharmacies, and a hospital as a relation; the other
    /// twenty are practices, two parish halls, an advice centre for addiction, a workshop and a job centre.
    #[test]
    fn a_real_town_has_the_offers_that_another_reader_finds() {
        let path = format!("{}/../shared/data/roads/lauf.osm.pbf", env!("CARGO_MANIFEST_DIR"));
        let extract = extract::read(|| File::open(&path), |_| {}).unwrap();
        assert_eq!(extract.care.len(), 34);
        let found = mapped_offers(&extract.care, &tree());
        let counts: Vec<(&str, usize)> =
            found.by_category.iter().map(|(slug, count)| (slug.as_str(), *count)).collect();
        assert_eq!(
            counts,
            [
                ("day_care", 1),
                ("home_care_service", 2),
                ("hospital", 1),
                ("pharmacy", 8),
                ("residential_care", 2)
            ]
        );
        assert_eq!((found.other, found.nameless, found.repeated), (20, 0, 0));
        let day_care = found.offers.iter().find(|offer| offer.category.as_str() == "day_care").unwrap();
        assert_eq!(
            (day_care.id.as_str(), day_care.name.as_str()),
            ("node-4450241075", "Tagespflege der Diakonie Lauf")
        );
    }
}
