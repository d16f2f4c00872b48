use super::*;
use crate::areas::Level;
use crate::model::load::{CURRENT, load};
use crate::units::Ags;

fn model() -> Model {
    load(CURRENT).unwrap().model
}

fn request(area: &str) -> ForecastSpec {
    ForecastSpec::new(AreaKey::parse(area).unwrap(), &model())
}

fn values(forecast: &Forecast, measure: Measure) -> Vec<f64> {
    forecast.rows.iter().filter(|row| row.measure == measure).map(|row| row.value).collect()
}

#[test]
fn the_base_year_is_the_official_one_and_each_year_balances() {
    let model = model();
    // Official residents of 31 December 2025 (table 12411-09-01-4).
    for (area, persons) in [("13076", 207_160.0), ("13004", 97_922.0), ("13", 1_573_685.0)] {
        let forecast = forecast(&model, &request(area)).unwrap();
        let population = values(&forecast, Measure::Population);
        assert_eq!((population.len(), population[0]), (16, persons));
        let births = values(&forecast, Measure::Births);
        let deaths = values(&forecast, Measure::Deaths);
        let moves = values(&forecast, Measure::NetMigration);
        for year in 0..15 {
            let balance = population[year] + births[year] - deaths[year] + moves[year];
            assert!((balance - population[year + 1]).abs() < 1e-6, "{area}, year {year}");
        }
    }
}

#[test]
fn districts_add_up_to_the_state_and_parts_to_the_whole() {
    let model = model();
    let state = values(&forecast(&model, &request("13")).unwrap(), Measure::Population);
    let mut sums = vec![0.0; state.len()];
    for district in &model.districts {
        let forecast = forecast(&model, &request(district.key.as_str())).unwrap();
        values(&forecast, Measure::Population).iter().zip(&mut sums).for_each(|(value, sum)| *sum += value);
    }
    assert!(state.iter().zip(&sums).all(|(whole, sum)| (whole - sum).abs() < 1e-6));
    let total = values(&forecast(&model, &request("13076")).unwrap(), Measure::Population);
    for (age, rows) in [(Ages::Groups, 20), (Ages::Single, 101)] {
        let by = Breakdown { sex: true, age, ..Breakdown::default() };
        let parts = forecast(&model, &ForecastSpec { by, ..request("13076") }).unwrap();
        let parts = values(&parts, Measure::Population);
        assert_eq!(parts.len(), 16 * 2 * rows);
        for (year, whole) in total.iter().enumerate() {
            let of_year = &parts[year * 2 * rows..(year + 1) * 2 * rows];
            assert!((of_year.iter().sum::<f64>() - whole).abs() < 1e-6);
            assert!(of_year.iter().all(|part| part < whole));
        }
    }
}

#[test]
fn a_band_lies_in_order_around_its_middle_and_follows_the_seed() {
    let model = model();
    let draws = ForecastSpec { draws: 200, ..request("13076") };
    let first = forecast(&model, &draws).unwrap();
    assert_eq!(first, forecast(&model, &draws).unwrap());
    assert_ne!(first.rows, forecast(&model, &ForecastSpec { seed: 2, ..draws.clone() }).unwrap().rows);
    let last = first.rows.iter().rfind(|row| row.measure == Measure::Population).unwrap();
    let quantiles = last.quantiles.unwrap();
    assert!(quantiles.windows(2).all(|two| two[0] <= two[1]));
    assert!(quantiles[0] < last.value && last.value < quantiles[6], "{last:?}");
    let state = forecast(&model, &ForecastSpec { area: AreaKey::parse("13").unwrap(), ..draws }).unwrap();
    assert!(state.rows.iter().any(|row| row.quantiles.is_some()));
}

#[test]
fn past_reference_dates_are_given_as_observed() {
    let forecast = forecast(&model(), &ForecastSpec { from: Year(2018), ..request("13076") }).unwrap();
    let past: Vec<(i32, f64)> = forecast
        .rows
        .iter()
        .filter(|row| row.scenario == "observed" && row.measure == Measure::Population)
        .map(|row| (row.year.0, row.value))
        .collect();
    // The official totals that the model set holds, each on its own census base.
    assert_eq!(past.first().map(|(year, _)| *year), Some(2018));
    assert!(past.iter().all(|(year, _)| *year < 2025));
    assert!(forecast.notes.iter().any(|note| note.contains("between 2021 and 2022")), "{:?}", forecast.notes);
    assert!(past.iter().all(|(_, persons)| (200_000.0..220_000.0).contains(persons)), "{past:?}");
}

#[test]
fn a_benchmark_is_never_silent() {
    let scenario = "landesprognose-5".to_owned();
    let forecast = forecast(&model(), &ForecastSpec { scenario, ..request("13076") }).unwrap();
    let last = *values(&forecast, Measure::Population).last().unwrap();
    assert!((last - 198_921.0).abs() < 1e-6, "the published change of -6.4 % on the base of 2017");
    assert!(forecast.notes.iter().any(|note| note.starts_with("2040: 13076") && note.contains("198921")));
}

#[test]
fn what_cannot_be_answered_is_a_sentence() {
    let model = model();
    let error = |request: ForecastSpec| forecast(&model, &request).unwrap_err().to_string();
    assert!(error(request("14")).contains("14 is not an area"));
    assert!(error(request("13999")).contains("13076"));
    assert!(error(ForecastSpec { from: Year(2041), ..request("13") }).contains("2041 is later than to 2040"));
    assert!(error(ForecastSpec { to: Year(2100), ..request("13") }).contains("2100"));
    assert!(error(ForecastSpec { scenario: "x".into(), ..request("13") }).contains("status-quo"));
    let by = Breakdown { sex: true, age: Ages::Single, ..Breakdown::default() };
    assert!(error(ForecastSpec { draws: 10_000, by, ..request("13") }).contains("202 groups"));
    assert!(error(ForecastSpec { draws: 10_001, ..request("13") }).contains("10001"));
}

#[test]
fn the_table_has_a_line_a_year() {
    let table = forecast(&model(), &ForecastSpec { draws: 20, ..request("13076") }).unwrap().table();
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 17 + 1 + 17, "population, and below it need");
    assert!(lines[0].contains("population") && lines[0].contains("90 %"));
    assert!(lines[18].contains("in need") && lines[18].contains("90 %"));
    assert!(lines[1].starts_with("2025     207160"), "{}", lines[1]);
}

/// The value of a measure of one part in a year.
fn value(forecast: &Forecast, year: i32, wanted: impl Fn(&Row) -> bool) -> f64 {
    forecast.rows.iter().filter(|row| row.year == Year(year) && wanted(row)).map(|row| row.value).sum()
}

#[test]
fn need_comes_with_both_totals_and_its_parts_add_up() {
    let model = model();
    let plain = forecast(&model, &request("13076")).unwrap();
    let all = |year| value(&plain, year, |row| row.measure == Measure::PeopleInNeed);
    let services = |year| value(&plain, year, |row| row.measure == Measure::PeopleInNeedWithServices);
    assert!(all(2025) > 17_457.0 && services(2025) < all(2025) && services(2025) > 15_060.0);
    for by in [
        Breakdown { care_type: true, ..Breakdown::default() },
        Breakdown { care_grade: true, sex: true, ..Breakdown::default() },
        Breakdown { age: Ages::Groups, care_type: true, care_grade: true, ..Breakdown::default() },
        Breakdown { age: Ages::Single, ..Breakdown::default() },
    ] {
        let parts = forecast(&model, &ForecastSpec { by, ..request("13076") }).unwrap();
        for year in [2025, 2040] {
            let sum = |measure| value(&parts, year, |row| row.measure == measure);
            assert!((sum(Measure::PeopleInNeed) - all(year)).abs() < 1e-6, "{by:?}");
            assert!((sum(Measure::PeopleInNeedWithServices) - services(year)).abs() < 1e-6, "{by:?}");
            let rows = parts.rows.iter().filter(|row| row.year == Year(year));
            let rows: Vec<f64> =
                rows.filter(|row| row.measure == Measure::PeopleInNeed).map(|row| row.value).collect();
            assert!(rows.len() > 1 && rows.iter().all(|part| *part < all(year)), "{by:?}");
        }
    }
}

#[test]
fn need_of_districts_adds_up_to_the_state_and_of_municipalities_to_the_district() {
    let model = model();
    let of = |forecast: &Forecast, measure| value(forecast, 2040, |row| row.measure == measure);
    for (area, level) in [("13", crate::areas::Level::District), ("13076", crate::areas::Level::Municipality)]
    {
        let whole = forecast(&model, &request(area)).unwrap();
        let parts = forecast(&model, &ForecastSpec { level: Some(level), ..request(area) }).unwrap();
        for measure in [Measure::PeopleInNeed, Measure::PeopleInNeedWithServices, Measure::PeopleWithDementia]
        {
            let (a, b) = (of(&whole, measure), of(&parts, measure));
            assert!((a - b).abs() < 1e-6 && a > 1_000.0, "{measure:?} of {area}: {a} and {b}");
        }
    }
    let small = forecast(&model, &request("13076001")).unwrap();
    let measures: Vec<Measure> = small.rows.iter().map(|row| row.measure).collect();
    assert!(measures.contains(&Measure::PlacesNeeded(PlaceKind::Residential)));
    assert!(!measures.contains(&Measure::PlacesSupply(PlaceKind::Residential)), "supply there is unknown");
    assert!(small.notes.iter().any(|note| note.starts_with("need inside a district is an estimate")));
}

/// Two halves of a district that a county draws as it likes are the district in every measure of need.
fn halves(model: &Model, first: impl Fn(usize) -> bool) -> [ForecastSpec; 2] {
    let of_district = model.municipalities.iter().filter(|one| one.key.as_str().starts_with("13076"));
    let keys: Vec<Ags> = of_district.map(|one| one.key.clone()).collect();
    [true, false].map(|wanted| {
        let own = keys.iter().enumerate().filter(|(at, _)| first(*at) == wanted);
        let municipalities = own.map(|(_, key)| key.clone()).collect();
        let area =
            PlanningArea { key: "PR".into(), name: "PR".into(), municipalities, is_approximate: false };
        let by = Breakdown { care_type: true, care_grade: true, ..Breakdown::default() };
        let area_key = AreaKey::Planning("PR".into());
        ForecastSpec { planning: Some(area), area: area_key, by, to: Year(2033), ..request("13076") }
    })
}

fn same_part(a: &Row, b: &Row) -> bool {
    let of = |row: &Row| (row.year, row.measure, row.care_type, row.care_grade);
    of(a) == of(b)
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(12))]

    #[test]
    fn need_is_additive_over_planning_areas_in_every_type_and_grade(mask in proptest::collection::vec(proptest::bool::ANY, 200)) {
        let model = model();
        proptest::prop_assume!(mask[..142].iter().any(|own| *own) && mask[..142].iter().any(|own| !*own));
        let [first, second] = halves(&model, |at| mask[at % mask.len()]);
        let district = ForecastSpec { planning: None, area: AreaKey::parse("13076").unwrap(), ..first.clone() };
        let [first, second, whole] = [&first, &second, &district].map(|request| forecast(&model, request).unwrap().rows);
        let mut compared = 0;
        for row in first.iter().filter(|row| row.measure != Measure::InformalPotential) {
            let other = second.iter().find(|other| same_part(row, other)).unwrap();
            let all = whole.iter().find(|all| same_part(row, all)).unwrap();
            proptest::prop_assert!((row.value + other.value - all.value).abs() < 1e-6 * (1.0 + all.value), "{row:?}");
            compared += 1;
        }
        proptest::prop_assert!(compared > 400);
    }

    /// Rates that rise more never lower a figure of need, of any area, type, grade or year.
    #[test]
    fn raising_the_rates_never_lowers_need_anywhere(rise in 0.0..0.4f64, more in 0.0..0.4f64) {
        let model = model();
        let with = |rise: f64, area: &str, level| {
            let own = Own { rise: Some(rise), ..Own::default() };
            let care = CareRequest { prevalence: "rising".to_owned(), own, ..CareRequest::default() };
            let by = Breakdown { age: Ages::Groups, care_type: true, care_grade: true, ..Breakdown::default() };
            let request = ForecastSpec { care, by, level: Some(level), to: Year(2028), ..request(area) };
            forecast(&model, &request).unwrap().rows
        };
        for (area, level) in [("13", crate::areas::Level::District), ("13074", crate::areas::Level::Amt)] {
            for (before, after) in with(rise, area, level).iter().zip(&with(rise + more, area, level)) {
                let need = matches!(before.measure, Measure::PeopleInNeed | Measure::PeopleInNeedWithServices | Measure::PlacesNeeded(_) | Measure::StaffNeeded(_));
                proptest::prop_assert!(!need || after.value >= before.value - 1e-9, "{before:?} {after:?}");
            }
        }
    }
}

#[test]
fn amter_add_up_to_their_district_and_municipalities_to_their_amt() {
    let model = model();
    let rows = |area: &str, level| {
        forecast(&model, &ForecastSpec { level, to: Year(2030), ..request(area) }).unwrap().rows
    };
    let of = |rows: &[Row], measure| {
        rows.iter()
            .filter(|row| row.measure == measure && row.year == Year(2030))
            .map(|row| row.value)
            .sum::<f64>()
    };
    for (area, level) in
        [("13071", crate::areas::Level::Amt), ("130715154", crate::areas::Level::Municipality)]
    {
        let (whole, parts) = (rows(area, None), rows(area, Some(level)));
        for measure in [
            Measure::Population,
            Measure::PeopleInNeed,
            Measure::PeopleInNeedWithServices,
            Measure::PlacesNeeded(PlaceKind::ShortTerm),
            Measure::PlacesNeeded(PlaceKind::DayCare),
        ] {
            let (a, b) = (of(&whole, measure), of(&parts, measure));
            assert!((a - b).abs() < 1e-6 && a > 1.0, "{measure:?} of {area}: {a} and {b}");
        }
    }
}

/// A planning area of whole districts is as well known as they are, one that cuts a district is an estimate and says what is missing.
#[test]
fn what_is_not_known_of_an_area_is_said_and_not_made_up() {
    let model = model();
    let [half, _] = halves(&model, |at| at < 40);
    let part = forecast(&model, &half).unwrap();
    assert!(
        !part
            .rows
            .iter()
            .any(|row| matches!(row.measure, Measure::PlacesSupply(_) | Measure::PlacesBalance(_)))
    );
    let named: Vec<Measure> = part.missing.iter().flat_map(|one| one.measures.clone()).collect();
    for kind in PlaceKind::ALL {
        assert!(
            named.contains(&Measure::PlacesSupply(kind)) && named.contains(&Measure::PlacesBalance(kind))
        );
    }
    assert!(part.rows.iter().all(|row| !named.contains(&row.measure) && row.reliability.is_some()));
    let [whole, _] = halves(&model, |_| true);
    let whole = forecast(&model, &whole).unwrap();
    let district = forecast(
        &model,
        &ForecastSpec {
            by: Breakdown { care_type: true, care_grade: true, ..Breakdown::default() },
            to: Year(2033),
            ..request("13076")
        },
    )
    .unwrap();
    let values =
        |forecast: &Forecast| forecast.rows.iter().map(|row| (row.measure, row.value)).collect::<Vec<_>>();
    assert_eq!(values(&whole), values(&district));
    assert!(whole.missing.is_empty() && district.missing.is_empty());
    let said = forecast(&model, &ForecastSpec { draws: 10, ..half }).unwrap_err().to_string();
    assert!(said.contains("not for PR"), "{said}");
}

/// Quantiles of need come from sums within each future: the band of the whole is narrower than the sum of the
/// bands of its parts, and the balance mirrors the band of the need.
#[test]
fn bands_of_need_are_summed_within_each_future() {
    let model = model();
    let request = ForecastSpec { draws: 300, to: Year(2035), ..request("13076") };
    let whole = forecast(&model, &request).unwrap();
    let by = Breakdown { sex: true, age: Ages::Groups, ..Breakdown::default() };
    let parts = forecast(&model, &ForecastSpec { by, ..request.clone() }).unwrap();
    let width = |forecast: &Forecast, measure| -> f64 {
        let rows = forecast.rows.iter().filter(|row| row.year == Year(2035) && row.measure == measure);
        rows.filter_map(|row| row.quantiles).map(|all| all[6] - all[0]).sum()
    };
    let (band, bands) = (width(&whole, Measure::PeopleInNeed), width(&parts, Measure::PeopleInNeed));
    assert!(band > 0.0 && band < bands, "{band} and {bands}");
    let row = |measure| {
        let mut rows = whole.rows.iter().filter(|row| row.year == Year(2035));
        rows.find(|row| row.measure == measure).unwrap()
    };
    let kind = PlaceKind::Residential;
    let (needed, supply) = (row(Measure::PlacesNeeded(kind)), row(Measure::PlacesSupply(kind)).value);
    let (need, balance) = (needed.quantiles.unwrap(), row(Measure::PlacesBalance(kind)).quantiles.unwrap());
    for at in 0..7 {
        assert!((balance[at] - (supply - need[6 - at])).abs() < 1e-9);
    }
    assert!(need[0] < needed.value && needed.value < need[6]);
    assert!(row(Measure::StaffGap(StaffUnit::Heads)).quantiles.is_some());
    let base = whole.rows.iter().find(|row| row.measure == Measure::PeopleInNeed).unwrap();
    assert_eq!((base.year, base.quantiles), (Year(2025), None));
    // The state's band is summed over the districts within each future as well.
    let state = forecast(&model, &ForecastSpec { area: AreaKey::parse("13").unwrap(), ..request }).unwrap();
    assert!(width(&state, Measure::PeopleInNeed) > band);
}

#[test]
fn without_chance_every_quantile_is_the_central_need() {
    let mut model = model();
    let u = &mut model.uncertainty;
    (u.tfr_sd, u.e0_sd, u.migration_sd, u.deviations) = (0.0, 0.0, 0.0, None);
    for area in ["13004", "13"] {
        let found = forecast(&model, &ForecastSpec { draws: 9, to: Year(2032), ..request(area) }).unwrap();
        for row in found.rows.iter().filter(|row| row.measure != Measure::Population) {
            for quantile in row.quantiles.iter().flatten() {
                // Draws interpolate survival, so that they agree to a hundred-thousandth.
                assert!((quantile - row.value).abs() < 1e-4 * row.value.abs().max(1e3), "{row:?}");
            }
        }
    }
}

#[test]
fn official_counts_are_given_beside_the_forecast() {
    let model = model();
    let by = Breakdown { care_type: true, ..Breakdown::default() };
    let found = forecast(&model, &ForecastSpec { from: Year(2015), by, ..request("13004") }).unwrap();
    let observed: Vec<(i32, Option<&str>, f64)> = found
        .rows
        .iter()
        .filter(|row| row.scenario == "observed" && row.measure == Measure::PeopleInNeed)
        .map(|row| (row.year.0, row.care_type.map(crate::units::CareType::word), row.value))
        .collect();
    assert_eq!(observed[0], (2015, None, 4_799.0));
    assert!(observed.contains(&(2023, Some("grade1_without_services"), 1_080.0)));
    let table = found.table();
    assert!(table.contains("\n2015     4799") && table.contains("places needed"), "{table}");
}

#[test]
fn the_staff_available_is_shown_by_parameter() {
    let model = model();
    let request = request("13076");
    let shown = sensitivity(&model, &request, Year(2040)).unwrap();
    assert!(
        shown.starts_with("staff available in 13076 at the end of 2040: ") && shown.lines().count() == 7,
        "{shown}"
    );
    let said = sensitivity(&model, &request, Year(2023)).unwrap_err().to_string();
    assert_eq!(said, "sensitivity names the year 2023, but must name one from 2024 to 2060");
}

#[test]
fn the_number_of_rows_is_known_before_they_are_computed() {
    let model = model();
    let all = Breakdown { sex: true, age: Ages::Groups, component: true, care_grade: true, care_type: true };
    let single = Breakdown { age: Ages::Single, ..Breakdown::default() };
    let spec = |area: &str, level, from: i32, by| ForecastSpec {
        level,
        from: Year(from),
        to: Year(2028),
        by,
        ..request(area)
    };
    let requests = [
        spec("13", None, 2011, Breakdown::default()),
        spec("13", Some(Level::District), 2025, all),
        spec("13076", Some(Level::Municipality), 2026, single),
        spec("13076", Some(Level::Amt), 2025, all),
        spec("13004", None, 2028, single),
        ForecastSpec { draws: 20, ..spec("13003", None, 2026, Breakdown { sex: true, ..single }) },
    ];
    for spec in requests {
        let rows = forecast(&model, &spec).unwrap().rows.len();
        let expected = size::check(&model, &spec, &area::forecast_areas(&model, &spec).unwrap()).unwrap();
        assert!(rows <= expected && expected <= rows * 5 / 4 + 30, "{rows} of {expected}: {spec:?}");
        let limits = Limits { rows: expected - 1, ..spec.limits };
        let refused = forecast(&model, &ForecastSpec { limits, ..spec }).unwrap_err();
        assert!(matches!(refused, ForecastError::TooManyRows { .. }), "{refused}");
    }
}

#[test]
fn what_a_refusal_proposes_is_not_refused() {
    let model = model();
    let asked = ForecastSpec { level: Some(Level::Municipality), ..request("13") };
    let limits = Limits { rows: 60_000, ..asked.limits };
    let asked = ForecastSpec { limits, ..asked };
    let said = forecast(&model, &asked).unwrap_err().to_string();
    let number = |after: &str| -> usize {
        let rest = said.split_once(after).unwrap().1;
        rest.split(|c: char| !c.is_ascii_digit()).next().unwrap().parse().unwrap()
    };
    let years = i32::try_from(number("for at most ")).unwrap();
    let fitting = ForecastSpec { to: Year(asked.from.0 + years - 1), ..asked.clone() };
    assert!(forecast(&model, &fitting).is_ok(), "{said}");
    assert!(forecast(&model, &ForecastSpec { to: Year(asked.from.0 + years), ..asked }).is_err(), "{said}");
}

#[test]
fn a_stopped_forecast_gives_nothing() {
    let model = model();
    for draws in [0, 2_000] {
        let stop = crate::units::Stop::new();
        stop.request();
        let stopped = forecast(&model, &ForecastSpec { draws, stop, ..request("13") }).unwrap_err();
        let is_stopped =
            matches!(stopped, ForecastError::Stopped | ForecastError::Projection(ProjectionError::Stopped));
        assert!(is_stopped, "{stopped}");
    }
}
