//! The values that the official figures must give, through the same steps as the program: import by flat file and
//! mapping, a county's own indicators, evaluation.
#![expect(clippy::unwrap_used, reason = "a test may end where something is not as it should be")]

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use pflegeplan::app::ReferenceData;
use pflegeplan::app::indicators::small_areas::{self, SmallAreaInputs};
use pflegeplan::app::reach::figures::{self, ReachInputs};
use pflegeplan::areas::Level;
use pflegeplan::forecast::{self, Ages, Breakdown, ForecastSpec, Measure, PlaceKind};
use pflegeplan::gazetteer::Kind;
use pflegeplan::import::read::Limits;
use pflegeplan::indicators::base::{Frame, OwnFiles};
use pflegeplan::indicators::{Base, Cell, FactList, Origin, Reason, Text, official};
use pflegeplan::model::load::{CURRENT, load};
use pflegeplan::reach::{Group, Residents, share_out};
use pflegeplan::register::{CategorySlug, Facility, Offer, Position, PositionSource, SourceRef};
use pflegeplan::routing::{Mode, Router, estimate};
use pflegeplan::service::reference_data;
use pflegeplan::statistics::{Context, Known, Layout, Reforms, Rows, facts, intake};
use pflegeplan::units::{Ags, AreaKey, GeoPoint, Sex, Year};

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/statistics").join(name)).unwrap()
}

fn fixture_text(name: &str) -> String {
    String::from_utf8(fixture(name)).unwrap()
}

/// The model's figures alone.
#[cfg(feature = "shared-data")]
fn model_base() -> Base {
    let reference = reference_data().unwrap();
    let own = Text { path: "eigene-indikatoren.toml".into(), text: fixture_text("eigene-indikatoren.toml") };
    let own = OwnFiles { indicators: vec![own], ..OwnFiles::default() };
    let frame = Frame::load(&reference.areas, &own, 2026).unwrap();
    let mut list = FactList::default();
    official::add(&mut list, &frame, &load(CURRENT).unwrap().model);
    Base::new(frame, list)
}

/// The model's figures, and over them the fixtures.
fn base() -> Base {
    base_of(CURRENT)
}

fn base_of(set: &str) -> Base {
    let reference = reference_data().unwrap();
    let own = Text { path: "eigene-indikatoren.toml".into(), text: fixture_text("eigene-indikatoren.toml") };
    let own = OwnFiles { indicators: vec![own], ..OwnFiles::default() };
    let frame = Frame::load(&reference.areas, &own, 2026).unwrap();
    let mut list = FactList::default();
    official::add(&mut list, &frame, &load(set).unwrap().model);
    let mapping =
        Layout::from_toml("m.toml", &fixture_text("pflege-ergaenzung.toml"), &frame.catalogue).unwrap();
    let all = Layout::all(&frame.catalogue).unwrap();
    for (name, layouts) in [("22411_de_flat.csv", &all), ("pflege-ergaenzung.csv", &vec![mapping])] {
        let rows = Rows::read(name, fixture(name), &Limits::default()).unwrap();
        let context = Context {
            catalogue: &frame.catalogue,
            tree: &frame.tree,
            areas: &reference.areas,
            reforms: &Reforms::default(),
            known: &Known::default(),
            today: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(),
        };
        let found = intake(&rows, layouts, context).unwrap();
        assert!(
            found.findings.worst_first().iter().all(|it| !it.to_string().contains("add up")),
            "{:?}",
            found.findings
        );
        let origin = Origin {
            key: name.into(),
            title: found.statistic.clone(),
            table: found.statistic,
            licence: "dl-de/by-2-0".into(),
        };
        assert_eq!(facts::add(&mut list, &frame, origin, &found.facts), 0);
    }
    Base::new(frame, list)
}

fn value(base: &Base, id: &str, area: &str, year: i32) -> Cell {
    let indicator = base.frame.catalogue.position(id).unwrap();
    base.evaluator().cell(indicator, base.frame.tree.get(area).unwrap(), year)
}

/// Rows of a file beside the repository.
#[cfg(feature = "shared-data")]
fn shared(name: &str) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/catalogue").join(name);
    let mut reader =
        csv::Reader::from_path(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// How expected values are called here and in the catalogue.
#[cfg(feature = "shared-data")]
fn id(expected: &str) -> &str {
    match expected {
        "P09_all_residential" => "K01_all_residential",
        "V08_unofficial" => "K02_residents_per_place",
        "P01_without_grade1_without_services" => "K03_without_grade1",
        other => other,
    }
}

#[cfg(feature = "shared-data")]
#[test]
fn the_expected_values_of_2023_come_out_within_half_of_their_last_digit() {
    let rows = shared("expected_values.csv");
    assert!(rows.len() >= 28);
    for base in [base(), model_base()] {
        come_out(&base, &rows);
    }
}

#[cfg(feature = "shared-data")]
fn come_out(base: &Base, rows: &[Vec<String>]) {
    for row in rows {
        let [area, _, year, name, expected] = &row[..] else { panic!("{row:?}") };
        let digits = expected.split_once('.').map_or(0, |(_, digits)| digits.len());
        let half = 0.5 * 10_f64.powi(-i32::try_from(digits).unwrap()) + 1e-9;
        let found = value(base, id(name), area, year.parse().unwrap()).number().unwrap();
        let expected: f64 = expected.parse().unwrap();
        assert!((found - expected).abs() <= half, "{name} of {area}: {found}, expected {expected}");
    }
}

/// By hand from the official counts of 2019: Rostock 10,670 in need, 2,560 in homes: 76.01 percent at home; Schwerin
/// 5,775 and 1,451: 74.87; Ludwigslust-Parchim 12,423 and 2,401: 80.67. The state 102,996 and 19,273: 81.29.
#[test]
fn the_values_of_2019_come_out_as_well() {
    let base = base();
    for (area, expected) in [("13003", 76.01), ("13004", 74.87), ("13076", 80.67), ("13", 81.29)] {
        let found = value(&base, "P07", area, 2019).number().unwrap();
        assert!((found - expected).abs() <= 0.005, "{area}: {found}");
    }
    // 2023 against the survey before, whose count of the district is derived: Rostock 14,574 and 12,671.
    let change = value(&base, "P15", "13003", 2023).number().unwrap();
    assert!((change - 100.0 * (14_574.0 / 12_671.0 - 1.0)).abs() < 1e-9, "{change}");
    // The state has 2021, the districts of the older set have not: beside a state of 2021 to 2023 stands no district of 2019 to 2023.
    let base = base_of("mv-2025-1");
    let change = value(&base, "P15", "13", 2023).number().unwrap();
    assert!((change - 13.8).abs() < 0.1, "{change}");
    for district in ["13003", "13071", "13076"] {
        let Cell::Missing(reason @ Reason::NotInSurveyBefore(_, 2021)) = value(&base, "P15", district, 2023)
        else {
            panic!("{district} has a change over another span")
        };
        let index = base.frame.catalogue.position("P15").unwrap();
        let said = base.reason_de(index, reason);
        assert!(said.contains("vorherigen Erhebung von 2021: Pflegebedürftige"), "{said}");
    }
    let base = self::base();
    // Grade 1 without services is not known by district for 2019, so what rests on it is missing.
    assert!(value(&base, "P11", "13003", 2019).is_missing());
}

/// People aged 80 and over in 2023, counted apart, are the sum of the model's five-year groups.
#[cfg(feature = "shared-data")]
#[test]
fn the_population_of_the_model_is_that_of_the_official_tables() {
    let rows = shared("official_values.csv");
    let base = base();
    let measure = base.frame.catalogue.position("V04").unwrap();
    let mut compared = 0;
    for row in rows.iter().filter(|row| row[3] == "einwohner_ab_80") {
        let area = base.frame.tree.get(&row[0]).unwrap();
        let denominator = base.evaluator().value(measure, area, row[2].parse().unwrap()).denominator.unwrap();
        assert_eq!(denominator.number(), row[4].parse().ok(), "{row:?}");
        compared += 1;
    }
    assert_eq!(compared, 8);
}

/// Nothing but what follows from where people live and what is offered where.
fn reach_base(reference: &ReferenceData, facilities: &[Facility]) -> Base {
    let own = OwnFiles::default();
    let frame = Frame::load(&reference.areas, &own, 2026).unwrap();
    let mut list = FactList::default();
    let model = load(CURRENT).unwrap().model;
    let inputs = ReachInputs { reference, router: &Router::Estimate, model: &model, facilities };
    let on = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    figures::add(&mut list, &frame, &inputs, on).unwrap();
    Base::new(frame, list)
}

fn offer_at(category: &str, municipality: &str, point: GeoPoint, example: bool) -> Facility {
    Facility {
        offers: vec![Offer::new(CategorySlug::new(category), "1")],
        example,
        ..Facility::new(
            format!("{category}-{municipality}"),
            "Haus",
            Position {
                point,
                source: PositionSource::Source,
                municipality: Ags::parse(municipality).unwrap(),
            },
            SourceRef { source: "test".into(), id: "1".into() },
        )
    }
}

/// A06, V13 and G03 are worked out here from the forecast's municipalities, the cells and the formula of the estimate, cell by
/// cell with the exact geodesic.
#[test]
fn reach_counts_the_old_in_their_cells_and_only_where_a_list_is_known() {
    let reference = reference_data().unwrap();
    let place = |key: &str| {
        let entries = reference.gazetteer.entries();
        let mut towns = entries.filter(|entry| entry.kind == Kind::Municipality);
        towns.find(|entry| entry.municipality.as_str() == key).unwrap().point
    };
    let (ludwigslust, schwerin) = (place("13076090"), place("13004000"));
    let facilities = [
        offer_at("home_care_service", "13076090", ludwigslust, false),
        offer_at("residential_care", "13004000", schwerin, false),
        offer_at("pharmacy", "13004000", schwerin, false),
        // Invented, so no home of Ludwigslust-Parchim is known.
        offer_at("residential_care", "13076090", ludwigslust, true),
    ];
    let base = reach_base(&reference, &facilities);

    let share_near = |district: &str, offer: GeoPoint| {
        let people = people_of(district);
        let near = people
            .iter()
            .filter(|it| estimate(Mode::Car, it.point.geodesic_to(offer)).duration.0.round() <= 900.0);
        let old = |it: &Residents| it.of(Group::From65);
        100.0 * near.map(old).sum::<f64>() / people.iter().map(old).sum::<f64>()
    };
    let Cell::Estimated(share) = value(&base, "A06", "13076", 2026) else { panic!("an estimate") };
    let expected = share_near("13076", ludwigslust);
    assert!((share - expected).abs() < 1e-6, "{share} is not {expected}");
    assert!(share > 5.0 && share < 60.0, "{share}");
    let Cell::Estimated(share) = value(&base, "V13", "13004", 2026) else { panic!("an estimate") };
    assert!((share - share_near("13004", schwerin)).abs() < 1e-6 && share > 80.0, "{share}");
    let people = people_of("13004");
    let all = people.iter().map(|it| it.of(Group::All)).sum::<f64>();
    let metres =
        people.iter().map(|it| it.of(Group::All) * it.point.geodesic_to(schwerin).0).sum::<f64>() / all;
    let Cell::Estimated(found) = value(&base, "G03", "13004", 2026) else { panic!("an estimate") };
    assert!((found - metres).abs() < 0.01 && metres > 500.0, "{found} is not {metres}");

    assert!(value(&base, "V13", "13076", 2026).is_missing(), "examples say nothing");
    assert!(value(&base, "A06", "13", 2026).is_missing(), "seven districts are not known");
    assert!(value(&base, "G03", "13076", 2026).is_missing());
}

/// The residents of a district in 2026 by cell.
fn people_of(district: &str) -> Vec<Residents> {
    let model = load(CURRENT).unwrap().model;
    let mut request = ForecastSpec::new(AreaKey::parse(district).unwrap(), &model);
    request.level = Some(Level::Municipality);
    (request.from, request.to) = (Year(2026), Year(2026));
    request.by = Breakdown { age: Ages::Groups, ..Breakdown::default() };
    let mut municipalities: BTreeMap<String, Residents> = BTreeMap::new();
    for row in &forecast::forecast(&model, &request).unwrap().rows {
        if row.measure == Measure::Population {
            let key = row.area.as_str().to_owned();
            let point = GeoPoint { lon: 0.0, lat: 0.0 };
            let nobody = Residents { key: key.clone(), point, persons: [0.0; 3] };
            let people = municipalities.entry(key).or_insert(nobody);
            for group in Group::ALL.into_iter().filter(|group| row.age_from.unwrap_or(0) >= group.first_age())
            {
                people.persons[group as usize] += row.value;
            }
        }
    }
    let cell = |cell: &pflegeplan::model::cells::Cell| pflegeplan::reach::Cell {
        key: cell.municipality.to_string(),
        point: cell.point,
        residents: f64::from(cell.residents),
        aged_80: f64::from(cell.aged_80),
    };
    let cells: Vec<_> = model.cells.unwrap().cells.iter().map(cell).collect();
    share_out(&municipalities.into_values().collect::<Vec<_>>(), &cells, 5_000.0)
}

/// The figures of small areas alone.
fn small_base(reference: &ReferenceData, facilities: &[Facility]) -> Base {
    let frame = Frame::load(&reference.areas, &OwnFiles::default(), 2026).unwrap();
    let mut list = FactList::default();
    let model = load(CURRENT).unwrap().model;
    let inputs = SmallAreaInputs { reference, model: &model, facilities };
    small_areas::add(&mut list, &frame, &inputs, NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()).unwrap();
    Base::new(frame, list)
}

/// Of a kind: two doors of one program that know different things.
#[test]
fn indicators_of_municipalities_say_what_their_forecast_says() {
    let reference = reference_data().unwrap();
    let model = load(CURRENT).unwrap().model;
    let mut home = offer_at("residential_care", "13076090", GeoPoint { lat: 53.32, lon: 11.5 }, false);
    home.offers[0].places = Some(80);
    home.offers[0].valid_to = NaiveDate::from_ymd_opt(2032, 6, 30);
    let mut invented = offer_at("residential_care", "13071107", GeoPoint { lat: 53.9, lon: 13.0 }, true);
    invented.offers[0].places = Some(30);
    let base = small_base(&reference, &[home, invented]);
    let sum = |key: &str, year: i32, is: &dyn Fn(&forecast::Row) -> bool| -> f64 {
        let by = Breakdown { age: Ages::Groups, ..Breakdown::default() };
        let year = Year(year);
        let spec = ForecastSpec {
            from: year,
            to: year,
            by,
            ..ForecastSpec::new(AreaKey::parse(key).unwrap(), &model)
        };
        forecast::forecast(&model, &spec)
            .unwrap()
            .rows
            .iter()
            .filter(|row| is(row))
            .map(|row| row.value)
            .sum()
    };
    let residents = |row: &forecast::Row| row.measure == Measure::Population;
    let start = model.base_year.0;
    for key in ["13076090", "13071107", "13072006", "130765654"] {
        let estimate = |id: &str, year| match value(&base, id, key, year) {
            Cell::Estimated(number) => number,
            other => panic!("{id} of {key}: {other:?}"),
        };
        for (id, from) in [("D05", 75), ("D06", 80), ("D04", 65)] {
            let old = sum(key, start, &|row| residents(row) && row.age_from.unwrap_or(0) >= from);
            let share = 100.0 * old / sum(key, start, &residents);
            assert!((estimate(id, start) - share).abs() < 1e-6, "{id} of {key}");
        }
        for year in [2030, 2040] {
            let need = sum(key, year, &|row| row.measure == Measure::PeopleInNeed);
            // Estimated counts are given in tens.
            assert!((estimate("X07", year) - need).abs() <= 5.0 + 1e-6, "X07 of {key} in {year}");
            assert!(estimate("X02", year) >= estimate("X07", year), "X02 of {key} in {year}");
        }
    }
    // The balance needs a list of the district's homes; a home counts until it closes.
    let needed =
        |year| sum("13076090", year, &|row| row.measure == Measure::PlacesNeeded(PlaceKind::Residential));
    for (year, places) in [(2031, 80.0), (2032, 0.0)] {
        let Cell::Estimated(balance) = value(&base, "X06", "13076090", year) else { panic!("a balance") };
        assert!((balance - (places - needed(year))).abs() <= 5.0 + 1e-6, "{year}: {balance}");
    }
    assert!(value(&base, "X06", "13071107", 2031).is_missing(), "invented homes are not counted");
}

/// Of a kind: names that promise something else.
#[test]
fn names_definitions_and_values_say_one_thing() {
    let model = load(CURRENT).unwrap().model;
    let base = base();
    let catalogue = &base.frame.catalogue;
    let indicator = |id: &str| &catalogue.indicators[catalogue.position(id).unwrap()];
    let number = |id: &str, area: &str, year: i32| value(&base, id, area, year).number().unwrap();
    // The change is one over the past five years, and is called so.
    for area in ["13", "13076", "13003"] {
        let change = 100.0 * (number("D01", area, 2025) / number("D01", area, 2020) - 1.0);
        assert!((number("D11", area, 2025) - change).abs() < 1e-9, "{area}");
    }
    let change = indicator("D11");
    for text in [&change.name_de, &change.plain_de, &change.definition_de] {
        assert!(!text.contains("bis Zieljahr") && !text.contains("Zieljahr"), "{text}");
    }
    assert!(change.name_de.contains("in fünf Jahren"), "{}", change.name_de);
    let at = catalogue.position("D11").unwrap();
    assert!(base.breaks(at, 2025, 2025).any(|found| found.text_de.contains("Zensus 2022")));
    assert_eq!(base.breaks(at, 2020, 2020).count(), 0, "a change before the census");
    // Women of 45 to 64 for each 100 people of 75 and older, and nothing else.
    let potential = indicator("D13");
    assert!(
        potential.name_de.contains("Frauen") && potential.plain_de.contains("Frauen"),
        "{}",
        potential.name_de
    );
    let other = Measure::InformalPotential.german().0;
    assert_ne!(potential.name_de, other);
    let start = model.base_year;
    let by = Breakdown { sex: true, age: Ages::Groups, ..Breakdown::default() };
    for area in ["13076", "13003"] {
        let key = AreaKey::parse(area).unwrap();
        let spec = ForecastSpec { from: start, to: start, by, ..ForecastSpec::new(key, &model) };
        let rows = forecast::forecast(&model, &spec).unwrap().rows;
        let count = |is: &dyn Fn(&forecast::Row) -> bool| -> f64 {
            let of_sex = |row: &&forecast::Row| row.measure == Measure::Population && row.sex.is_some();
            rows.iter().filter(of_sex).filter(|row| is(row)).map(|row| row.value).sum()
        };
        let age = |row: &forecast::Row| row.age_from.unwrap_or(0);
        let women = count(&|row| row.sex == Some(Sex::Female) && (45..65).contains(&age(row)));
        let expected = 100.0 * women / count(&|row| age(row) >= 75);
        let found = number("D13", area, start.0);
        assert!((found - expected).abs() < 1e-6, "{area}: {found}, expected {expected}");
        let informal = rows.iter().find(|row| row.measure == Measure::InformalPotential).unwrap().value;
        assert!((informal - found).abs() > 10.0, "{area}: the forecast counts men too: {informal}");
    }
    // The count of the last counted year is its own sum of rates times residents.
    let rates = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("models").join(CURRENT).join("care/dementia.csv"),
    )
    .unwrap();
    let mut reader = csv::Reader::from_reader(rates.as_bytes());
    let rates: Vec<(usize, f64)> = reader
        .records()
        .map(Result::unwrap)
        .map(|row| (row[0].parse().unwrap(), row[2].parse().unwrap()))
        .collect();
    let key = AreaKey::parse("13").unwrap();
    let by = Breakdown { age: Ages::Groups, ..Breakdown::default() };
    let spec = ForecastSpec { from: start, to: start, by, ..ForecastSpec::new(key, &model) };
    let rows = forecast::forecast(&model, &spec).unwrap().rows;
    let rate = |age: usize| rates.iter().rev().find(|(from, _)| *from <= age).map_or(0.0, |(_, rate)| *rate);
    let people = rows.iter().filter(|row| row.measure == Measure::Population);
    let sum: f64 = people.filter_map(|row| Some(rate(row.age_from?) * row.value)).sum();
    let Cell::Estimated(found) = value(&base, "G01", "13", start.0) else { panic!("an estimate") };
    assert!((found - sum).abs() <= 5.0 + 1e-6, "{found}, expected {sum}");
}

/// Of a kind: one definition a name.
#[test]
fn no_two_indicators_or_measures_share_a_german_name() {
    let reference = reference_data().unwrap();
    let frame = Frame::load(&reference.areas, &OwnFiles::default(), 2026).unwrap();
    let indicators = frame.catalogue.indicators.iter().map(|it| (it.name_de.clone(), it.id.clone()));
    let measures = Measure::ALL.iter().map(|it| (it.german().0.to_owned(), it.word().to_owned()));
    let mut named: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, id) in indicators.chain(measures) {
        named.entry(name.to_lowercase()).or_default().push(id);
    }
    let shared: Vec<_> = named.iter().filter(|(_, ids)| ids.len() > 1).collect();
    assert!(shared.is_empty(), "{shared:?}");
}
