//! The axes: independent, neutral at status quo, and of the size that was published.

use super::*;
use crate::care::scenario::damped;
use crate::model::care::{CareForm, Prevalence, PrevalenceKind, Shift, Trend};
use crate::units::CareType;

fn run(model: &Model, projection: &Projection, request: &CareRequest) -> CareForecast {
    Survey::new(model).unwrap().forecast(model, projection, request).unwrap()
}

fn total(forecast: &CareForecast, year: i32, of: impl Fn(&AreaYear) -> f64) -> f64 {
    let year = forecast.years.iter().find(|one| one.year == Year(year)).unwrap();
    year.areas.iter().map(of).sum()
}

/// The plain run is the survey's own rates on each year's residents, without anything assumed.
#[test]
fn all_axes_at_status_quo_are_the_plain_run_to_the_bit() {
    let model = model();
    let survey = Survey::new(&model).unwrap();
    let projection = projected(&model, "status-quo", 2040);
    let forecast = run(&model, &projection, &CareRequest::default());
    for (at, year) in forecast.years.iter().enumerate() {
        let population = if at == 0 { &projection.base } else { &projection.years[at - 1].population };
        for ((area, district), residents) in year.areas.iter().zip(&survey.districts).zip(population) {
            let plain = Need::new(&district.type_rates, &model.care.grade_shares, &care_groups(residents));
            assert_eq!(area.need, plain);
            assert_eq!(area.need.people_in_need().to_bits(), plain.people_in_need().to_bits());
        }
    }
}

#[test]
fn each_axis_alone_moves_what_it_says_and_nothing_else() {
    let model = model();
    let projection = projected(&model, "status-quo", 2040);
    let plain = run(&model, &projection, &CareRequest::default());
    let all = |area: &AreaYear| area.need.people_in_need();
    let kind = |kind| move |area: &AreaYear| area.need.of(kind);
    let rising = run(&model, &projection, &request("rising", "status-quo"));
    assert!(total(&rising, 2027, all) > total(&plain, 2027, all));
    for form in ["formal", "home-based"] {
        let other = run(&model, &projection, &request("status-quo", form));
        for year in [2025, 2032, 2040] {
            let (a, b) = (total(&plain, year, all), total(&other, year, all));
            assert!((a - b).abs() < 1e-6, "the form of care changes no need: {a} and {b}");
        }
        let g1 = kind(CareType::Grade1WithoutServices);
        assert!((total(&plain, 2040, g1) - total(&other, 2040, g1)).abs() < 1e-6);
    }
    let formal = run(&model, &projection, &request("status-quo", "formal"));
    let home = run(&model, &projection, &request("status-quo", "home-based"));
    let (allowance, residential) = (kind(CareType::AllowanceOnly), kind(CareType::Residential));
    assert!(total(&formal, 2040, allowance) < total(&plain, 2040, allowance));
    assert!(total(&formal, 2040, residential) > total(&plain, 2040, residential));
    let left = total(&home, 2040, residential) / total(&plain, 2040, residential);
    assert!((left - 0.9).abs() < 1e-9, "10 percent fewer in homes by 2040, but {left}");
    let half = total(&home, 2032, residential) / total(&plain, 2032, residential);
    assert!((half - (1.0 - 0.1 * 7.0 / 15.0)).abs() < 1e-9, "a straight way from 2025, but {half}");
    let both = run(&model, &projection, &request("rising", "home-based"));
    let of_rising = total(&both, 2040, residential) / total(&rising, 2040, residential);
    assert!((of_rising - 0.9).abs() < 1e-9, "the axes are independent");
}

/// The model with a trend of need and one of homes, as a set may have them.
fn with_trends(need: Trend, homes: Trend) -> Model {
    let mut model = model();
    let named = |id: &str| (id.to_owned(), String::new());
    let ((id, title), text) = (named("given"), String::new());
    let kind = PrevalenceKind::Trend(need);
    model.care.prevalence.push(Prevalence { id, title, text, source: String::new(), kind });
    let plain = model.care.forms.iter().find(|form| form.id == "status-quo").unwrap().clone();
    model.care.forms.push(CareForm { id: "given".to_owned(), homes: Some(homes), ..plain });
    model
}

/// An oracle that adds up step after step on the log-odds and walks over districts, sexes and ages by itself.
#[test]
fn trends_are_steps_on_the_log_odds_each_damped() {
    for (need, homes) in
        [((0.115, 0.8), (-0.138, 0.9)), ((0.3, 0.5), (-0.4, 0.3)), ((-0.2, 0.0), (0.1, 0.95))]
    {
        let of = |(step, damping): (f64, f64)| Trend { step, damping };
        let model = with_trends(of(need), of(homes));
        let projection = projected(&model, "status-quo", 2035);
        let forecast = run(&model, &projection, &request("given", "given"));
        let survey = Survey::new(&model).unwrap();
        // Six surveys after that of 2023.
        let sum = |(step, damping): (f64, f64)| -> f64 {
            let mut left = step;
            (0..6)
                .map(|_| {
                    left *= damping;
                    left
                })
                .sum()
        };
        let moved = |rate: f64, by: f64| 1.0 / (1.0 + (-((rate / (1.0 - rate)).ln() + by)).exp());
        let year = forecast.years.last().unwrap();
        for (area, district) in year.areas.iter().zip(&survey.districts) {
            for ((sex, group, kind), rate) in area.rates.indexed_iter() {
                let before = district.rates[sex][group];
                let after = moved(before, sum(need));
                let of_types: [f64; 5] = std::array::from_fn(|kind| district.type_rates[[sex, group, kind]]);
                let three: f64 = of_types[..3].iter().sum();
                let in_homes = moved(of_types[2] / three, sum(homes));
                let share = match kind {
                    2 => three * in_homes,
                    0 | 1 => three * (1.0 - in_homes) * of_types[kind] / (of_types[0] + of_types[1]),
                    _ => of_types[kind],
                };
                let expected = share * after / before;
                assert!((rate - expected).abs() < 1e-12, "{sex} {group} {kind}: {rate}, not {expected}");
            }
        }
    }
}

/// Between two surveys a trend lies between them, and it never turns round.
#[test]
fn a_trend_goes_on_smoothly_and_by_less_each_year() {
    let trend = Trend { step: 0.1, damping: 0.7 };
    let model = with_trends(trend, Trend { step: -0.1, damping: 0.7 });
    let projection = projected(&model, "status-quo", 2040);
    let forecast = run(&model, &projection, &request("given", "status-quo"));
    let odds: Vec<f64> = forecast.years.iter().map(|year| year.areas[0].odds_of_rise.unwrap().ln()).collect();
    assert!((odds[0] - 0.07).abs() < 1e-12, "one survey after 2023 the first step is damped: {}", odds[0]);
    let steps: Vec<f64> = odds.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(steps.windows(2).all(|pair| 0.0 < pair[1] && pair[1] < pair[0]), "{steps:?}");
    // All steps together are 0.1 * 0.7 / 0.3.
    assert!(*odds.last().unwrap() < 0.07 / 0.3);
    let plain = run(&model, &projection, &CareRequest::default());
    let homes = run(&model, &projection, &request("status-quo", "given"));
    for year in [2025, 2033, 2040] {
        let all = |area: &AreaYear| area.need.people_in_need();
        assert!((total(&plain, year, all) - total(&homes, year, all)).abs() < 1e-6);
        let in_homes = |area: &AreaYear| area.need.of(CareType::Residential);
        assert!(total(&homes, year, in_homes) < total(&plain, year, in_homes));
    }
}

#[test]
fn a_set_without_a_trend_says_so() {
    let model = load("mv-2025-1").unwrap().model;
    let projection = projected(&model, "status-quo", 2030);
    let survey = Survey::new(&model).unwrap();
    let refused = survey.forecast(&model, &projection, &request("trend", "status-quo")).unwrap_err();
    let said = "there is no prevalence \"trend\"; hint: the model has compression, rising, status-quo";
    assert_eq!(refused.to_string(), said);
    let refused = survey.forecast(&model, &projection, &request("status-quo", "trend")).unwrap_err();
    assert!(refused.to_string().starts_with("there is no care_form \"trend\""), "{refused}");
}

/// Six years: steps of 6, 5, 4, 3, 2 and 1 of 21 parts.
#[test]
fn a_damped_rise_slows_and_ends() {
    let at = |year| damped(Year(year), Year(2021), Year(2027));
    let steps: Vec<f64> = (2022..=2028).map(|year| 21.0 * (at(year) - at(year - 1))).collect();
    for (step, expected) in steps.iter().zip([6.0, 5.0, 4.0, 3.0, 2.0, 1.0, 0.0]) {
        assert!((step - expected).abs() < 1e-12, "{steps:?}");
    }
    assert_eq!((at(2021), at(2027), at(2060), at(2010)), (0.0, 1.0, 1.0, 0.0));
}

/// What the federal projection of 2023 says of Germany: people in need in millions with constant and with rising
/// rates in 2035, 2055 and 2070, and their growth since 2021. The ratio of the variants is that of our axis
/// at all three dates, within what the rounding of the publication allows.
#[test]
fn rising_rates_have_the_direction_and_size_of_the_federal_variants() {
    let model = model();
    let rising = model.care.prevalence.iter().find(|one| one.id == "rising").unwrap();
    let crate::model::care::PrevalenceKind::Rising { rise, .. } = rising.kind else { panic!() };
    for (constant, growing) in [(5.6, 6.3), (6.8, 7.6), (6.9, 7.7)] {
        let (least, greatest) = ((growing - 0.05) / (constant + 0.05), (growing + 0.05) / (constant - 0.05));
        assert!((least..=greatest).contains(&(1.0 + rise)), "{constant} and {growing} million");
    }
    for (constant, growing) in [(14.0, 27.0), (37.0, 53.0), (38.0, 55.0)] {
        let share = |percent: f64| 1.0 + percent / 100.0;
        let (least, greatest) =
            (share(growing - 0.5) / share(constant + 0.5), share(growing + 0.5) / share(constant - 0.5));
        assert!((least..=greatest).contains(&(1.0 + rise)), "{constant} and {growing} percent");
    }
    // From 2023 on only the rest of the rise is left: 1.12 over 1 + 0.12 * 11/21.
    let projection = projected(&model, "status-quo", 2030);
    let survey = Survey::new(&model).unwrap();
    let left = 1.12 / (1.0 + 0.12 * 11.0 / 21.0);
    let forecast = run(&model, &projection, &request("rising", "status-quo"));
    for (area, district) in forecast.years.last().unwrap().areas.iter().zip(&survey.districts) {
        let on_survey = Need::new(&area.rates, &model.care.grade_shares, &district.population);
        let counted: f64 = district.counts.iter().sum();
        assert!((on_survey.people_in_need() / counted - left).abs() < 1e-9);
    }
}

/// Germany's residents in millions by group under 65, 65 to 69 … 95 and older (UN-WPP-2019: 2020 and 2025, from which
/// the end of 2021 is taken, 2035, 2055 and 2070, medium variant), and the national rates of 2021 by band.
/// This is not the population that the federal projection used, and its oldest group is too large: for
/// 90 and older it has a quarter more men in 2021 than the care statistics imply. With each band brought
/// to the implied one of 2021, constant rates give 5.7, 7.1 and 7.0 million, where 5.6, 6.8 and 6.9 are
/// published: the direction is the same, the size within 5 percent.
#[test]
fn constant_national_rates_grow_as_the_federal_variant_within_5_percent() {
    const MEN: [[f64; 8]; 5] = [
        [32.691908, 2.291081, 1.791116, 1.631884, 1.359119, 0.612796, 0.236559, 0.049197],
        [32.609083, 2.684973, 2.087391, 1.541438, 1.252260, 0.851069, 0.275285, 0.070516],
        [30.697744, 3.000945, 2.859178, 2.185625, 1.462967, 0.810740, 0.400208, 0.134763],
        [28.079412, 2.632213, 2.400657, 1.986165, 1.683653, 1.535916, 0.837798, 0.273503],
        [27.000410, 2.237010, 2.279981, 2.158624, 2.016846, 1.453437, 0.758987, 0.352798],
    ];
    const WOMEN: [[f64; 8]; 5] = [
        [31.614236, 2.532358, 2.042707, 2.005707, 1.899975, 1.022253, 0.521588, 0.174257],
        [31.486514, 2.876513, 2.407565, 1.863359, 1.669221, 1.324841, 0.526216, 0.190780],
        [29.304552, 3.148311, 3.117463, 2.537793, 1.884719, 1.138895, 0.648481, 0.272261],
        [26.755923, 2.574132, 2.483465, 2.186748, 1.964931, 1.937486, 1.176090, 0.451935],
        [25.749591, 2.171385, 2.244021, 2.188349, 2.176208, 1.737049, 1.030504, 0.566237],
    ];
    let care = model().care;
    // Persons in need in millions and published rates of the bands 0–74, 75–84, 85–89 and 90+ of 2021.
    let counted = [[0.868018, 0.566764, 0.287867, 0.167658], [0.847671, 1.025614, 0.674290, 0.523264]];
    let published = [[f64::NAN, 0.196, 0.432, 0.696], [f64::NAN, 0.271, 0.606, 0.864]];
    let bands = [0..3, 3..5, 5..6, 6..8];
    let mut sums = [0.0; 4];
    for (sex, tables) in [MEN, WOMEN].iter().enumerate() {
        for (band, groups) in bands.iter().enumerate() {
            // The end of 2021 is three tenths of the way from the middle of 2020 to that of 2025.
            let in_2021 = |group: usize| tables[0][group] + 0.3 * (tables[1][group] - tables[0][group]);
            let residents: f64 = groups.clone().map(in_2021).sum();
            let implied = if band == 0 { residents } else { counted[sex][band] / published[sex][band] };
            let correction = implied / residents;
            let rate = |group: usize| care.rates[sex][group];
            let need: f64 = groups.clone().map(|group| rate(group) * in_2021(group) * correction).sum();
            let level = counted[sex][band] / need;
            for (sum, year) in sums.iter_mut().zip([None, Some(2), Some(3), Some(4)]) {
                let residents = |group: usize| year.map_or_else(|| in_2021(group), |at| tables[at][group]);
                *sum += groups
                    .clone()
                    .map(|group| level * rate(group) * correction * residents(group))
                    .sum::<f64>();
            }
        }
    }
    assert!((sums[0] - 4.961_146).abs() < 1e-9, "{sums:?}");
    for (sum, federal) in sums[1..].iter().zip([5.6, 6.8, 6.9]) {
        assert!((sum / federal - 1.0).abs() < 0.05, "{sums:?}");
    }
}

#[test]
fn compression_follows_the_life_years_that_are_gained() {
    let model = model();
    let all = |area: &AreaYear| area.need.people_in_need();
    for (scenario, gains) in [("status-quo", true), ("high", true), ("low", false)] {
        let projection = projected(&model, scenario, 2040);
        let plain = run(&model, &projection, &CareRequest::default());
        let longer = run(&model, &projection, &request("compression", "status-quo"));
        assert_eq!(total(&plain, 2025, all).to_bits(), total(&longer, 2025, all).to_bits());
        let (plain, longer) = (total(&plain, 2040, all), total(&longer, 2040, all));
        if gains {
            assert!(longer < plain, "{scenario}: {longer} and {plain}");
        } else {
            // Nothing is gained in the lower variant.
            assert_eq!(plain.to_bits(), longer.to_bits());
        }
    }
}

/// Five gained years at full compression: each group has the rate of the one before, five years younger.
#[test]
fn five_gained_years_move_each_rate_by_one_group() {
    let mut model = model();
    let e0 = model.mortality.e0;
    let scenario = model.scenarios.iter_mut().find(|one| one.id == "status-quo").unwrap();
    for (target, today) in scenario.e0.iter_mut().zip(e0) {
        target.value = today + 5.0;
    }
    let projection = projected(&model, "status-quo", 2040);
    let forecast = run(&model, &projection, &request("compression", "status-quo"));
    let survey = Survey::new(&model).unwrap();
    for (area, district) in forecast.years.last().unwrap().areas.iter().zip(&survey.districts) {
        for (sex, row) in district.rates.iter().enumerate() {
            for group in 2..row.len() {
                let now: f64 = (0..5).map(|kind| area.rates[[sex, group, kind]]).sum();
                assert!((now - row[group - 1]).abs() < 1e-12, "group {group}: {now}");
            }
        }
    }
}

#[test]
fn the_brake_takes_allowance_care_down_with_the_informal_potential() {
    let model = model();
    let projection = projected(&model, "status-quo", 2040);
    let plain = run(&model, &projection, &CareRequest::default());
    let braked = run(&model, &projection, &request("status-quo", "formal"));
    for (area, (before, (now, free))) in plain.years[0]
        .areas
        .iter()
        .zip(braked.years.last().unwrap().areas.iter().zip(&plain.years.last().unwrap().areas))
        .enumerate()
    {
        let index = now.informal_potential.unwrap() / before.informal_potential.unwrap();
        assert!(index < 1.0, "area {area} has a potential that rises: {index}");
        let left = now.need.of(CareType::AllowanceOnly) / free.need.of(CareType::AllowanceOnly);
        assert!((left - (1.0 - 0.5 * (1.0 - index))).abs() < 1e-9, "area {area}: {left} at {index}");
    }
}

#[test]
fn own_values_take_the_place_of_the_model_s_and_faulty_ones_are_named() {
    let model = model();
    let survey = Survey::new(&model).unwrap();
    let projection = projected(&model, "status-quo", 2030);
    let with = |own: Own| {
        let request = CareRequest { own, ..request("rising", "home-based") };
        survey.forecast(&model, &projection, &request)
    };
    let flat = with(Own { rise: Some(0.0), shifts: Some(Vec::new()), ..Own::default() }).unwrap();
    assert_eq!(flat.years, run(&model, &projection, &CareRequest::default()).years);
    let said = |own: Own| with(own).unwrap_err().to_string();
    assert_eq!(
        said(Own { rise: Some(f64::NAN), ..Own::default() }),
        "rise is NaN, but must be from -0.5 to 1 (a share: 0.12 is 12 percent)"
    );
    assert_eq!(
        said(Own { informal_brake: Some(1.5), ..Own::default() }),
        "informal_brake is 1.5, but must be from 0 to 1 (a share of the care that relatives no longer give)"
    );
    let occupancy = |value| {
        let parameters = [("occupancy_residential".to_owned(), value)].into();
        Own { parameters, ..Own::default() }
    };
    assert_eq!(
        said(occupancy(98.0)),
        "occupancy_residential is 98, but must be from 0.5 to 1 (a share: 0.9 is 90 percent)"
    );
    let unknown = Own { parameters: [("occupancy".to_owned(), 1.0)].into(), ..Own::default() };
    assert!(
        said(unknown)
            .starts_with("there is no parameter \"occupancy\"; hint: known are occupancy_residential,")
    );
    let all = Shift { from: CareType::Residential, to: CareType::HomeCare, share: 0.6, year: Year(2030) };
    assert_eq!(
        said(Own { shifts: Some(vec![all, all]), ..Own::default() }),
        "1.2 of residential would change to other forms of care, but the share is at most 1"
    );
    let lost = survey.forecast(&model, &projection, &request("sinking", "status-quo")).unwrap_err();
    assert_eq!(
        lost.to_string(),
        "there is no prevalence \"sinking\"; hint: the model has compression, rising, status-quo, trend"
    );
}
