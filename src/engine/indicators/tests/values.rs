use super::{areas, base, text, value};
use crate::indicators::base::{Frame, OwnFiles};
use crate::indicators::formula::Ages;
use crate::indicators::table::last_year;
use crate::indicators::{AreaLevel, Cell, Reason, Slot};
use crate::units::Sex;

fn aged(from: u8, to: Option<u8>) -> Slot {
    Slot { ages: Some(Ages { from, to }), ..Slot::default() }
}

const ALL: Slot = Slot { sex: None, ages: None, grade: None, kind: None };

fn kind(kind: u8) -> Slot {
    Slot { kind: Some(kind), ..ALL }
}

const DISTRICTS: [&str; 8] = ["13003", "13004", "13071", "13072", "13073", "13074", "13075", "13076"];

/// By hand: 300 of 1,000 are 65 and over, 500 are 20 to 64; 30 percent and 60 to 100.
#[test]
fn shares_come_with_their_numerator_and_denominator() {
    let base = base(
        &OwnFiles::default(),
        &[
            ("N", "13076", 2023, aged(0, Some(19)), Cell::Value(200.0)),
            ("N", "13076", 2023, aged(20, Some(64)), Cell::Value(500.0)),
            ("N", "13076", 2023, aged(65, None), Cell::Value(300.0)),
        ],
    );
    let evaluator = base.evaluator();
    let area = base.frame.tree.get("13076").unwrap();
    let share = evaluator.value(base.frame.catalogue.position("D04").unwrap(), area, 2023);
    assert_eq!(share.cell, Cell::Value(30.0));
    assert_eq!((share.numerator, share.denominator), (Some(Cell::Value(300.0)), Some(Cell::Value(1000.0))));
    assert_eq!(value(&base, "D07", "13076", 2023), Cell::Value(60.0));
    // 80 is no boundary of this grid, and 2022 has no figures.
    assert!(matches!(value(&base, "D06", "13076", 2023), Cell::Missing(Reason::NoSuchGroup(_))));
    assert!(matches!(value(&base, "D04", "13076", 2022), Cell::Missing(Reason::NoFigure(_))));
}

#[test]
fn a_larger_area_is_the_sum_of_its_parts_only_if_none_is_missing() {
    let figure = |area: &'static str, cell| ("services", area, 2023, ALL, cell);
    let seven: Vec<_> = DISTRICTS.iter().skip(1).map(|key| figure(key, Cell::Value(10.0))).collect();
    let incomplete = base(&OwnFiles::default(), &seven);
    assert!(matches!(value(&incomplete, "A01", "13", 2023), Cell::Missing(Reason::PartsMissing(_))));
    for (last, expected) in [
        (Cell::Value(7.0), Cell::Value(77.0)),
        (Cell::Zero, Cell::Value(70.0)),
        (Cell::Estimated(7.0), Cell::Estimated(77.0)),
        (Cell::Suppressed, Cell::Suppressed),
        (Cell::Missing(Reason::Unreliable), Cell::Missing(Reason::Unreliable)),
    ] {
        let all: Vec<_> = seven.iter().copied().chain([figure("13003", last)]).collect();
        assert_eq!(value(&base(&OwnFiles::default(), &all), "A01", "13", 2023), expected, "{last:?}");
    }
    // An own figure of the state wins over the sum.
    let own: Vec<_> = seven.iter().copied().chain([figure("13", Cell::Value(99.0))]).collect();
    assert_eq!(value(&base(&OwnFiles::default(), &own), "A01", "13", 2023), Cell::Value(99.0));
}

#[test]
fn a_city_its_amt_and_its_district_are_the_same_ground() {
    let base = base(&OwnFiles::default(), &[("services", "13004", 2023, ALL, Cell::Value(41.0))]);
    assert_eq!(value(&base, "A01", "13004000", 2023), Cell::Value(41.0));
    let amt = base.frame.tree.level(AreaLevel::Amt).map(|area| base.frame.tree.node(area).key.clone());
    let amt = amt.into_iter().find(|key| key.starts_with("13004")).unwrap();
    assert_eq!(value(&base, "A01", &amt, 2023), Cell::Value(41.0));
    assert!(value(&base, "A01", "13076090", 2023).is_missing());
}

#[test]
fn the_state_beside_and_the_survey_before_can_be_named() {
    let ages = aged(80, None);
    let permanent = kind(0);
    let mut figures =
        vec![("P", "13076", 2019, ALL, Cell::Value(1000.0)), ("P", "13076", 2023, ALL, Cell::Value(1250.0))];
    for (at, key) in DISTRICTS.iter().enumerate() {
        figures.push(("N", key, 2023, ages, Cell::Value(1000.0)));
        let places = if at == 7 { 200.0 } else { 100.0 };
        figures.push(("home_places", key, 2023, permanent, Cell::Value(places)));
    }
    let base = base(&OwnFiles::default(), &figures);
    assert_eq!(value(&base, "P15", "13076", 2023), Cell::Value(25.0));
    assert!(matches!(value(&base, "P15", "13076", 2019), Cell::Missing(Reason::NoEarlierSurvey(_))));
    // 20 per 100 against 900 places for 8,000 people: 11.25.
    let Cell::Value(ratio) = value(&base, "V12", "13076", 2023) else { panic!("no value") };
    assert!((ratio - 20.0 / 11.25).abs() < 1e-12, "{ratio}");
}

#[test]
fn a_number_of_amter_without_an_offer_needs_a_figure_for_each() {
    let own = OwnFiles::default();
    let frame = Frame::load(areas(), &own, 2026).unwrap();
    let types = &frame.catalogue.measures[frame.catalogue.measure("register_places").unwrap()].types;
    let day_care = kind(u8::try_from(types.iter().position(|it| it == "day_care").unwrap()).unwrap());
    let district = frame.tree.get("13074").unwrap();
    let keys: Vec<String> = frame
        .tree
        .within(AreaLevel::Municipality, district)
        .into_iter()
        .map(|area| frame.tree.node(area).key.clone())
        .collect();
    let mut figures: Vec<(&str, &str, i32, Slot, Cell)> =
        keys.iter().map(|key| ("register_places", key.as_str(), 2026, day_care, Cell::Zero)).collect();
    let amter = frame.tree.within(AreaLevel::Amt, district).len() as f64;
    assert_eq!(value(&base(&own, &figures), "T06", "13074", 2026), Cell::Value(amter));
    figures[0].4 = Cell::Value(12.0);
    assert_eq!(value(&base(&own, &figures), "T06", "13074", 2026), Cell::Value(amter - 1.0));
    figures[0].4 = Cell::Missing(Reason::Unreliable);
    assert!(value(&base(&own, &figures), "T06", "13074", 2026).is_missing());
}

#[test]
fn an_estimated_count_is_given_in_tens_and_a_share_is_not() {
    let slot = |sex, from, to| Slot { sex: Some(sex), ..aged(from, to) };
    let base = base(
        &OwnFiles::default(),
        &[
            ("N", "13076", 2040, slot(Sex::Male, 0, Some(59)), Cell::Estimated(104.0)),
            ("N", "13076", 2040, slot(Sex::Male, 60, None), Cell::Estimated(52.0)),
            ("N", "13076", 2040, slot(Sex::Female, 0, Some(59)), Cell::Estimated(104.0)),
            ("N", "13076", 2040, slot(Sex::Female, 60, None), Cell::Estimated(52.0)),
        ],
    );
    assert_eq!(value(&base, "D10", "13076", 2040), Cell::Estimated(310.0));
    let Cell::Estimated(share) = value(&base, "D03", "13076", 2040) else { panic!("no estimate") };
    assert!((share - 100.0 / 3.0).abs() < 1e-12);
}

const PLANNING: &str = "
[[area]]
key = \"PR-01\"
name = \"Nachbarn\"
members = [\"13076090\", \"13076108\"]

[[area]]
key = \"PR-02\"
name = \"Gezeichnet\"
border = [[10.5, 53.0], [12.4, 53.0], [12.4, 54.2], [10.5, 54.2]]

[[area]]
key = \"PR-03\"
name = \"Altstadt\"
quarter_of = \"13004000\"
";

fn planning(text_: &str) -> OwnFiles {
    OwnFiles { areas: vec![text("planning.toml", text_)], ..OwnFiles::default() }
}

#[test]
fn planning_areas_are_listed_or_drawn_and_quarters_have_figures_of_their_own() {
    let base = base(
        &planning(PLANNING),
        &[
            ("N", "13076090", 2022, ALL, Cell::Value(12_000.0)),
            ("N", "13076108", 2022, ALL, Cell::Value(18_000.0)),
            ("N", "PR-03", 2022, ALL, Cell::Value(4_000.0)),
        ],
    );
    assert_eq!(value(&base, "D01", "PR-01", 2022), Cell::Value(30_000.0));
    assert_eq!(value(&base, "D01", "PR-03", 2022), Cell::Value(4_000.0));
    let tree = &base.frame.tree;
    let drawn = tree.node(tree.get("PR-02").unwrap());
    // The rectangle runs from Holstein to the middle of the state and cuts municipalities.
    assert!(drawn.parts.len() > 200 && drawn.parts.len() < 726 && drawn.is_approximate);
    assert!(drawn.parts.contains(&tree.get("13076090").unwrap()));
    assert!(!drawn.parts.contains(&tree.get("13003000").unwrap()) || drawn.parts.len() > 300);
    assert!(!drawn.parts.contains(&tree.get("13075039").unwrap()), "Greifswald lies in the east");
}

#[test]
fn a_faulty_planning_area_is_refused_with_its_line() {
    for (from, to, part) in [
        ("\"13076108\"", "\"13076999\"", "planning.toml:5: \"13076999\" is the key of no area"),
        ("\"13076108\"", "\"13076090\"", "planning.toml:3: 13076090 is in it twice"),
        ("key = \"PR-01\"", "key = \"13076\"", "planning.toml:3: \"13076\" is taken"),
        ("key = \"PR-02\"", "key = \"PR-01\"", "planning.toml:8: \"PR-01\" is taken"),
        ("[12.4, 54.2], [10.5, 54.2]", "[12.4, 53.0]", "planning.toml:8: the border holds no municipality"),
        ("quarter_of", "members = []\nquarter", "unknown field"),
        ("quarter_of = \"13004000\"", "", "planning.toml:13: an area needs members, a border or quarter_of"),
    ] {
        let own = planning(&PLANNING.replace(from, to));
        let error = Frame::load(areas(), &own, 2026).unwrap_err().to_string();
        assert!(error.contains(part), "{to}: {error}");
    }
}

#[test]
fn an_index_of_the_catalogue_ranks_areas_and_misses_those_with_a_part_missing() {
    let mut figures = Vec::new();
    for (at, key) in DISTRICTS.iter().enumerate() {
        let number = 1.0 + at as f64;
        figures.push(("N", *key, 2023, aged(0, Some(64)), Cell::Value(700.0)));
        figures.push(("N", *key, 2023, aged(65, None), Cell::Value(300.0)));
        figures.push(("basic_income_recipients", *key, 2023, ALL, Cell::Value(number)));
        figures.push(("sgb2_entitled", *key, 2023, ALL, Cell::Value(10.0 * number)));
        if at != 3 {
            figures.push(("disposable_income", *key, 2023, ALL, Cell::Value(2e7 - 1e6 * number)));
        }
    }
    let base = base(&OwnFiles::default(), &figures);
    let score = |key| value(&base, "S10", key, 2023);
    assert!(matches!(score("13072"), Cell::Missing(Reason::NoFigure(_))));
    let scores: Vec<f64> = DISTRICTS.iter().filter_map(|key| score(key).number()).collect();
    assert_eq!(scores.len(), 7);
    assert!(scores.windows(2).all(|two| two[0] < two[1]), "{scores:?}");
    assert!(scores.iter().sum::<f64>().abs() < 1e-9, "z-scores are about zero");
}

/// Of a kind: figures beside each other whose spans differ. The state, or where it has none the area itself, says which survey
/// is the one before.
#[test]
fn the_change_since_the_survey_before_has_the_same_span_everywhere() {
    let figure = |area: &'static str, year, number| ("P", area, year, ALL, Cell::Value(number));
    let survey = |year, number| DISTRICTS.iter().map(move |key| figure(key, year, number));
    // The state alone in 2021; one district has no figure of 2019 either.
    let base_of = |figures: &[_]| base(&OwnFiles::default(), figures);
    let with_2021: Vec<_> =
        survey(2019, 100.0).skip(1).chain(survey(2023, 150.0)).chain([figure("13", 2021, 1000.0)]).collect();
    let found = base_of(&with_2021);
    assert_eq!(value(&found, "P15", "13", 2023), Cell::Value(100.0 * (1200.0 / 1000.0 - 1.0)));
    for district in ["13003", "13071", "13076"] {
        let cell = value(&found, "P15", district, 2023);
        assert!(matches!(cell, Cell::Missing(Reason::NotInSurveyBefore(_, 2021))), "{district}: {cell:?}");
    }
    // All in 2017 and 2019, one city in between: its own count is no survey.
    let with_city: Vec<_> = survey(2017, 80.0)
        .chain(survey(2019, 100.0))
        .chain([figure("13004", 2018, 90.0), figure("13004", 2019, 100.0)])
        .collect();
    let found = base_of(&with_city);
    for area in ["13", "13004", "13072"] {
        assert_eq!(value(&found, "P15", area, 2019), Cell::Value(25.0), "{area}");
    }
    // A measure that only one district has compares with its own figure before.
    let alone = base_of(&[figure("13075", 2020, 50.0), figure("13075", 2024, 75.0)]);
    assert_eq!(value(&alone, "P15", "13075", 2024), Cell::Value(50.0));
    assert!(matches!(value(&alone, "P15", "13075", 2020), Cell::Missing(Reason::NoEarlierSurvey(_))));
}

/// What a catalogue says stands in for a measure fills what is not counted, as an estimate, and nothing else.
#[test]
fn an_estimate_stands_in_where_nothing_was_counted() {
    let modelled =
        |area, year, slot, number| ("residents_modelled", area, year, slot, Cell::Estimated(number));
    let counted = |area, slot, number| ("N", area, 2025, slot, Cell::Value(number));
    let found = base(
        &OwnFiles::default(),
        &[
            modelled("13076090", 2025, ALL, 200.0),
            modelled("13076090", 2025, aged(75, Some(79)), 6.0),
            modelled("13076090", 2025, aged(80, None), 14.0),
            // Counted in total only.
            modelled("13071107", 2025, ALL, 90.0),
            modelled("13071107", 2025, aged(75, Some(79)), 10.0),
            modelled("13071107", 2025, aged(80, None), 30.0),
            counted("13071107", ALL, 100.0),
            // Counted by age.
            modelled("13072006", 2025, ALL, 90.0),
            modelled("13072006", 2025, aged(80, None), 30.0),
            counted("13072006", aged(0, Some(79)), 96.0),
            counted("13072006", aged(80, None), 4.0),
        ],
    );
    assert_eq!(value(&found, "D05", "13076090", 2025), Cell::Estimated(10.0));
    assert_eq!(value(&found, "D06", "13076090", 2025), Cell::Estimated(7.0));
    assert_eq!(value(&found, "D05", "13071107", 2025), Cell::Estimated(40.0));
    assert_eq!(value(&found, "D06", "13072006", 2025), Cell::Value(4.0));
    assert!(value(&found, "D06", "13076090", 2024).is_missing());
    // A small estimate is no count of persons, and nothing is withheld for its sake.
    let small = base(
        &OwnFiles::default(),
        &[modelled("13076090", 2025, ALL, 20.0), modelled("13076090", 2025, aged(80, None), 1.0)],
    );
    assert_eq!(value(&small, "D06", "13076090", 2025), Cell::Estimated(5.0));
    assert_eq!(small.withheld, crate::indicators::secrecy::Withheld::default());
}

#[test]
fn the_next_date_of_a_source_follows_its_days_and_years() {
    let base = base(&OwnFiles::default(), &[]);
    let next = |id: &str, year| {
        let at = base.frame.catalogue.indicators.iter().position(|it| it.id == id).unwrap();
        base.next_reference_date(at, year).map(|date| date.to_string())
    };
    // Residents at the end of each year; the care statistics in the December of odd years; of the register no day is known.
    assert_eq!(next("D01", 2025).as_deref(), Some("2026-12-31"));
    assert_eq!(next("P01", 2023).as_deref(), Some("2025-12-15"));
    assert_eq!(next("P01", 2022).as_deref(), Some("2023-12-15"));
    assert_eq!(next("A06", 2026), None);
    assert_eq!(next("D01", i32::MAX), None);
}

/// Estimates of coming years, such as those of the forecast, fill no year of a source: whatever its rhythm, it is waited for
/// as if they were not there, and no longer once it was counted.
#[test]
fn estimates_do_not_stand_in_for_the_next_date_of_a_source() {
    let empty = base(&OwnFiles::default(), &[]);
    let all = empty.frame.catalogue.measures.iter();
    let with_dates: Vec<String> =
        all.filter(|it| !it.dates.is_empty() && !it.projected).map(|it| it.id.clone()).collect();
    let given = |cell: Cell| {
        let of_years = |id: &'_ String| [2024, 2025].map(|year| (id.clone(), year));
        let figures: Vec<(String, i32)> = with_dates.iter().flat_map(of_years).collect();
        let figures: Vec<_> =
            figures.iter().map(|(id, year)| (id.as_str(), "13", *year, Slot::default(), cell)).collect();
        base(&OwnFiles::default(), &figures)
    };
    let dates = |base: &crate::indicators::Base| -> Vec<Option<chrono::NaiveDate>> {
        (0..base.frame.catalogue.indicators.len()).map(|at| base.next_reference_date(at, 2023)).collect()
    };
    let awaited = dates(&empty);
    assert!(awaited.iter().flatten().count() > 50, "{awaited:?}");
    assert_eq!(dates(&given(Cell::Estimated(7.0))), awaited);
    for counted in [Cell::Value(7.0), Cell::Zero] {
        let waited_for: Vec<_> = dates(&given(counted)).into_iter().flatten().collect();
        assert!(waited_for.is_empty(), "{counted:?}: {waited_for:?}");
    }
}

/// Without a year, figures are those of the last year that was counted; estimates of the past are newer than none, and those of
/// coming years, from 2026 on, are for those who ask for them.
#[test]
fn the_year_of_figures_is_the_last_counted_and_else_the_last_that_is_over() {
    let year_of = |given: &[(i32, Cell)]| {
        let figure = |(year, cell): &(i32, Cell)| ("services", "13076", *year, ALL, *cell);
        let base = base(&OwnFiles::default(), &given.iter().map(figure).collect::<Vec<_>>());
        let area = base.frame.tree.get("13076").unwrap();
        let (year, cells) = last_year(&base, base.frame.catalogue.position("A01").unwrap(), &[area]);
        let last = given.iter().find(|(of, _)| *of == year).map(|(_, cell)| *cell);
        assert_eq!(cells.first().copied(), last, "{given:?}");
        year
    };
    let (counted, estimated) = (Cell::Value(5.0), Cell::Estimated(5.0));
    assert_eq!(year_of(&[(2018, estimated), (2025, estimated)]), 2025);
    assert_eq!(year_of(&[(2018, counted), (2025, estimated)]), 2018);
    assert_eq!(year_of(&[(2018, estimated), (2022, Cell::Zero), (2025, estimated)]), 2022);
    assert_eq!(year_of(&[(2025, estimated), (2026, estimated), (2040, estimated)]), 2025);
    assert_eq!(year_of(&[(2026, estimated), (2040, estimated)]), 2026);
    assert_eq!(year_of(&[(2020, Cell::Suppressed), (2023, Cell::Missing(Reason::Unreliable))]), 2020);
    assert_eq!(year_of(&[(2020, Cell::Missing(Reason::Unreliable)), (2030, estimated)]), 2030);
}
