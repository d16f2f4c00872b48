use super::*;
use crate::params::load::{CURRENT, load};

fn model() -> Model {
    load(CURRENT).unwrap().model
}

fn request(area: &str) -> ForecastRequest {
    ForecastRequest::new(AreaKey::parse(area).unwrap(), &model())
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
        let by = By { sex: true, age, component: false };
        let parts = forecast(&model, &ForecastRequest { by, ..request("13076") }).unwrap();
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
    let draws = ForecastRequest { draws: 200, ..request("13076") };
    let first = forecast(&model, &draws).unwrap();
    assert_eq!(first, forecast(&model, &draws).unwrap());
    assert_ne!(first.rows, forecast(&model, &ForecastRequest { seed: 2, ..draws.clone() }).unwrap().rows);
    let last = first.rows.iter().rfind(|row| row.measure == Measure::Population).unwrap();
    let quantiles = last.quantiles.unwrap();
    assert!(quantiles.windows(2).all(|two| two[0] <= two[1]));
    assert!(quantiles[0] < last.value && last.value < quantiles[6], "{last:?}");
    let state = forecast(&model, &ForecastRequest { area: AreaKey::parse("13").unwrap(), ..draws }).unwrap();
    assert!(state.rows.iter().any(|row| row.quantiles.is_some()));
}

#[test]
fn past_reference_dates_are_given_as_observed() {
    let forecast = forecast(&model(), &ForecastRequest { from: Year(2018), ..request("13076") }).unwrap();
    let past: Vec<(i32, f64)> = forecast
        .rows
        .iter()
        .filter(|row| row.scenario == "observed")
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
    let forecast = forecast(&model(), &ForecastRequest { scenario, ..request("13076") }).unwrap();
    let last = *values(&forecast, Measure::Population).last().unwrap();
    assert!((last - 198_921.0).abs() < 1e-6, "the published change of -6.4 % on the base of 2017");
    assert!(forecast.notes.iter().any(|note| note.starts_with("2040: 13076") && note.contains("198921")));
}

#[test]
fn what_cannot_be_answered_is_a_sentence() {
    let model = model();
    let error = |request: ForecastRequest| forecast(&model, &request).unwrap_err().to_string();
    assert!(error(request("14")).contains("14 is no area"));
    assert!(error(request("13999")).contains("13076"));
    assert!(
        error(ForecastRequest { from: Year(2041), ..request("13") }).contains("2041 is later than to 2040")
    );
    assert!(error(ForecastRequest { to: Year(2100), ..request("13") }).contains("2100"));
    assert!(error(ForecastRequest { scenario: "x".into(), ..request("13") }).contains("status-quo"));
    let by = By { sex: true, age: Ages::Single, component: false };
    assert!(error(ForecastRequest { draws: 10_000, by, ..request("13") }).contains("202 groups"));
    assert!(error(ForecastRequest { draws: 10_001, ..request("13") }).contains("10001"));
}

#[test]
fn the_table_has_a_line_a_year() {
    let table = forecast(&model(), &ForecastRequest { draws: 20, ..request("13076") }).unwrap().table();
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 17);
    assert!(lines[0].contains("population") && lines[0].contains("90 %"));
    assert!(lines[1].starts_with("2025     207160"), "{}", lines[1]);
}
