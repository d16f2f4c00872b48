//! Places, staff and further needs.

use super::*;
use crate::units::CareType;

fn first_and_last(request: &CareRequest) -> (AreaYear, AreaYear) {
    let model = model();
    let survey = Survey::new(&model).unwrap();
    let forecast = survey.forecast(&model, &projected(&model, "status-quo", 2040), request).unwrap();
    let of = |year: &CareYear| year.areas[0].clone();
    (of(&forecast.years[0]), of(forecast.years.last().unwrap()))
}

fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-6, "{found}, not {expected}");
}

/// Rostock: 3,127 places in 2023, 2,615 of them residential. 10,248 people were cared for at home, so that at 2.25 guests a
/// thousand and an occupancy of 85 percent 27.13 of the other 512 are short-term places, and 484.87 day and night care.
#[test]
fn the_supply_of_the_survey_is_told_apart_by_hand() {
    let (base, _) = first_and_last(&CareRequest::default());
    close(base.places.supply.residential, 2_615.0);
    close(base.places.supply.short_term, 2.25 * 10_248.0 / 1_000.0 / 0.85);
    close(base.places.supply.day_care, 512.0 - 2.25 * 10.248 / 0.85);
}

#[test]
fn residential_places_are_need_over_planning_occupancy() {
    let (_, last) = first_and_last(&CareRequest::default());
    let occupancy = model().care.parameters.occupancy_residential;
    close(last.places.needed.residential, last.need.of(CareType::Residential) / occupancy);
    let parameters = [("occupancy_residential".to_owned(), 0.9)].into();
    let own = Own { parameters, ..Own::default() };
    let (_, other) = first_and_last(&CareRequest { own, ..CareRequest::default() });
    close(other.places.needed.residential, last.need.of(CareType::Residential) / 0.9);
    assert!(other.places.of(PlaceKind::Residential) < last.places.of(PlaceKind::Residential));
}

/// Without a target day care goes on as it is: the survey's places per resident of 75 and older.
#[test]
fn day_care_goes_on_at_its_density_unless_there_is_a_target() {
    let model = model();
    let in_survey = &Survey::new(&model).unwrap().districts[0].population;
    let (base, last) = first_and_last(&CareRequest::default());
    let density = base.places.supply.day_care / persons_from(in_survey, 75);
    close(last.places.needed.day_care, density * persons_from(&last.population, 75));
    let own = Own { day_care_per_100_from_75: Some(3.0), ..Own::default() };
    let (_, target) = first_and_last(&CareRequest { own, ..CareRequest::default() });
    close(target.places.needed.day_care, 0.03 * persons_from(&last.population, 75));
}

#[test]
fn planned_places_count_from_their_year_on_and_cannot_close_what_is_not_there() {
    let change = |year, kind, places| Change { area: key("13003"), year: Year(year), kind, places };
    let planned = vec![
        change(2030, PlaceKind::Residential, 80.0),
        change(2035, PlaceKind::Residential, -200.0),
        change(2031, PlaceKind::DayCare, 12.0),
    ];
    let model = model();
    let survey = Survey::new(&model).unwrap();
    let projection = projected(&model, "status-quo", 2040);
    let with = |planned| {
        let request = CareRequest { own: Own { planned, ..Own::default() }, ..CareRequest::default() };
        survey.forecast(&model, &projection, &request)
    };
    let forecast = with(planned).unwrap();
    let of = |year: usize| forecast.years[year - 2025].areas[0].places.supply;
    close(of(2029).residential, 2_615.0);
    close(of(2030).residential, 2_695.0);
    close(of(2035).residential, 2_495.0);
    close(of(2031).day_care - of(2030).day_care, 12.0);
    assert_eq!(forecast.years[15].areas[1].places.supply, forecast.years[0].areas[1].places.supply);
    let said = with(vec![change(2030, PlaceKind::ShortTerm, -500.0)]).unwrap_err().to_string();
    assert!(said.starts_with("13003 would have -472.8"), "{said}");
    let elsewhere = Change { area: key("01001"), ..change(2030, PlaceKind::DayCare, 1.0) };
    assert!(with(vec![elsewhere]).unwrap_err().to_string().starts_with("there is no area 01001"));
    let endless = with(vec![change(2030, PlaceKind::DayCare, f64::INFINITY)]).unwrap_err().to_string();
    assert!(endless.contains("the change of places of 13003 is inf"), "{endless}");
}

/// Heads of homes in 2023 (2,109 in Rostock) and of services, whose sum over the districts is the state's 13,080.
#[test]
fn staff_of_the_survey_comes_out_and_demand_follows_clients() {
    let model = model();
    let survey = Survey::new(&model).unwrap();
    let forecast =
        survey.forecast(&model, &projected(&model, "status-quo", 2040), &CareRequest::default()).unwrap();
    let (mut clients, mut services) = (0.0, 0.0);
    for (area, district) in forecast.years[0].areas.iter().zip(&survey.districts) {
        let client = district.counts[CareType::HomeCare as usize];
        services += area.staff.services_needed / area.need.of(CareType::HomeCare) * client;
        clients += client;
    }
    assert!(clients > 35_000.0);
    close(services, 13_080.0);
    let (base, last) = first_and_last(&CareRequest::default());
    let per_resident = 2_109.0 / 2_418.0;
    close(base.staff.homes_needed, per_resident * base.need.of(CareType::Residential));
    close(last.staff.homes_needed, per_resident * last.need.of(CareType::Residential));
    assert!(last.staff.gap() > base.staff.gap());
}

/// 2024: 1 − 0.9 % − 2.5 % + 3.5 % = 1.001, as staff grew in 2021 to 2023. 2025: retirement is a sixth of the way from 0.9
/// to 2.8 percent, 1.21667 %: 1.001 · (1 − 0.0371667) + 0.035 = 0.998796.
#[test]
fn supply_of_staff_by_hand() {
    let parameters = model().care.parameters;
    close(supply(&parameters, Year(2023), Year(2023)), 1.0);
    close(supply(&parameters, Year(2023), Year(2024)), 1.001);
    close(supply(&parameters, Year(2023), Year(2025)), 1.001 * (1.0 - 0.025 - 0.009 - 0.019 / 6.0) + 0.035);
    // 21.5 percent of the staff retire in ten years, as published; here 21.4 of those who are there.
    let retiring: f64 = (0..10).map(|year| 0.009 + 0.019 * f64::from(year.min(6)) / 6.0).sum();
    assert!((retiring - 0.215).abs() < 0.002, "{retiring}");
}

#[test]
fn each_parameter_moves_the_supply_to_its_own_side() {
    let parameters = model().care.parameters;
    let all = sensitivity(&parameters, 1_000.0, (Year(2023), Year(2040)), 0.1);
    let middle = 1_000.0 * supply(&parameters, Year(2023), Year(2040));
    assert_eq!(all.len(), 5);
    for one in all {
        let rises = one.upper - one.lower;
        match one.parameter {
            "staff_entries" => assert!(rises > 0.0 && one.lower < middle && middle < one.upper),
            // Ten percent of nothing.
            "staff_return" => assert_eq!(rises, 0.0),
            _ => assert!(rises < 0.0 && one.upper < middle && middle < one.lower, "{one:?}"),
        }
    }
}

/// 1,000 women of 80 to 84 and 100 men of 95 and older: 133 + 40 people with dementia.
#[test]
fn dementia_by_prevalence_and_relief_by_law() {
    let care = model().care;
    let mut residents = [[0.0; 8]; 2];
    (residents[1][4], residents[0][7]) = (1_000.0, 100.0);
    close(crate::care::further::dementia(&care).sum(&residents), 173.0);
    let (base, _) = first_and_last(&CareRequest::default());
    close(base.further.entitled_to_relief, base.need.people_in_need() - base.need.of(CareType::Residential));
}

#[test]
fn assistance_is_the_state_s_of_2024_and_prices_part_both_paths() {
    let model = model();
    let survey = Survey::new(&model).unwrap();
    let forecast =
        survey.forecast(&model, &projected(&model, "status-quo", 2040), &CareRequest::default()).unwrap();
    let residents: f64 = survey.districts.iter().map(|one| one.counts[2]).sum();
    for (year, of) in forecast.years.iter().enumerate() {
        for area in &of.areas {
            let assistance = area.further.assistance;
            close(assistance.recipients, 12_930.0 / residents * area.need.of(CareType::Residential));
            close(assistance.cost_euro / assistance.recipients, 115_530_000.0 / 12_930.0);
            let prices = assistance.cost_euro_with_prices / assistance.cost_euro;
            close(prices, 1.03f64.powi(year as i32 + 1));
        }
    }
}

/// A county that counts 600 recipients who cost 7.2 million euros: 12,000 each, and as many per resident of its homes.
#[test]
fn a_county_may_bring_its_own_assistance() {
    let own = CountyAssistance { area: key("13003"), recipients: 600.0, cost_euro: 7_200_000.0 };
    let request =
        |assistance| CareRequest { own: Own { assistance, ..Own::default() }, ..CareRequest::default() };
    let (_, last) = first_and_last(&request(vec![own.clone()]));
    close(last.further.assistance.recipients, 600.0 / 2_418.0 * last.need.of(CareType::Residential));
    close(last.further.assistance.cost_euro, 12_000.0 * last.further.assistance.recipients);
    let model = model();
    let survey = Survey::new(&model).unwrap();
    let projection = projected(&model, "status-quo", 2026);
    for (faulty, wanted) in [
        (CountyAssistance { area: key("01001"), ..own.clone() }, "there is no area 01001"),
        (CountyAssistance { recipients: 0.0, ..own.clone() }, "recipients of Hilfe zur Pflege is 0,"),
        (CountyAssistance { cost_euro: f64::NAN, ..own }, "the cost of Hilfe zur Pflege is NaN"),
    ] {
        let said = survey.forecast(&model, &projection, &request(vec![faulty])).unwrap_err().to_string();
        assert!(said.starts_with(wanted), "{said}");
    }
}
