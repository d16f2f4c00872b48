mod band;
mod counted;
mod moves;
mod property;

use super::figure::value;
use super::*;
use crate::areas::Level;
use crate::care::{CareRequest, Change, CountyAssistance, Own, PlaceKind};
use crate::forecast::rows::Row;
use crate::forecast::{
    Ages, Breakdown, Forecast, HousingPlan, InstitutionalPopulationPlan, PlanningArea, Profile, StaffUnit,
    forecast,
};
use crate::model::care::{CareForm, Prevalence, PrevalenceKind, Shift, Trend};
use crate::model::load::{CURRENT, load};
use crate::projection::benchmark::Control;
use crate::projection::{Group, IncludedComponents};
use crate::units::{Ags, CareType, Sex};

/// The current set, with a trend of need and one of homes where it has none.
fn model() -> Model {
    let mut model = load(CURRENT).unwrap().model;
    let source = || "PFLEGEPLAN".to_owned();
    if !model.care.prevalence.iter().any(|one| one.id == "trend") {
        let kind = PrevalenceKind::Trend(Trend { step: 0.12, damping: 0.8 });
        let (id, title, text) = ("trend".to_owned(), String::new(), String::new());
        model.care.prevalence.push(Prevalence { id, title, text, source: source(), kind });
    }
    if !model.care.forms.iter().any(|one| one.id == "trend") {
        let plain = model.care.forms.iter().find(|one| one.id == "status-quo").unwrap().clone();
        let homes = Some(Trend { step: -0.14, damping: 0.9 });
        model.care.forms.push(CareForm { id: "trend".to_owned(), source: source(), homes, ..plain });
    }
    model
}

fn request(model: &Model, area: &str) -> ForecastSpec {
    ForecastSpec::new(AreaKey::parse(area).unwrap(), model)
}

fn key(text: &str) -> Ags {
    Ags::parse(text).unwrap()
}

/// Parts of one district, and a whole district with a part of another.
fn planning(model: &Model, name: &str, of: impl Fn(&Ags) -> bool) -> ForecastSpec {
    let municipalities = model.municipalities.iter().map(|one| one.key.clone()).filter(of).collect();
    let area =
        PlanningArea { key: name.to_owned(), name: name.to_owned(), municipalities, is_approximate: false };
    ForecastSpec { area: AreaKey::Planning(name.to_owned()), planning: Some(area), ..request(model, "13") }
}

/// Every figure comes to what its parts give by its rule, and every one that is given names sources that the model,
/// the request or the register knows.
fn check(figure: &Figure, model: &Model) {
    if !matches!(figure.operation, Operation::Given | Operation::Method) {
        let found = value(figure.operation, &figure.of);
        let off = (found - figure.value).abs();
        assert!(off <= 1e-9 * figure.value.abs().max(1.0), "{}: {found}, not {}", figure.what, figure.value);
        assert!(figure.sources.is_empty(), "{}", figure.what);
    } else {
        assert!(!figure.sources.is_empty(), "{} has no source", figure.what);
    }
    assert!(figure.value.is_finite(), "{} is {}", figure.what, figure.value);
    for key in &figure.sources {
        let known = model.sources.iter().any(|source| source.key == *key);
        assert!(known || [REQUEST, REGISTER, COUNTS].contains(&key.as_str()), "{}: {key}", figure.what);
    }
    figure.of.iter().for_each(|part| check(part, model));
}

/// All rows of some years are explained, and each explanation comes to the row's value. The measures found.
fn explains_all(model: &Model, request: &ForecastSpec, years: &[i32]) -> Vec<Measure> {
    let rows = forecast(model, request).unwrap().rows;
    let explainer = Explainer::new(model, request).unwrap();
    let mut measures = Vec::new();
    for row in rows.iter().filter(|row| years.contains(&row.year.0)) {
        let place = explainer.places.iter().find(|place| place.key == row.area).unwrap();
        let cell = Cell::of_row(row);
        let figure = explainer.figure(place, &cell).unwrap_or_else(|error| panic!("{row:?}: {error}"));
        let off = (figure.value - row.value).abs();
        assert!(off <= 1e-9 * row.value.abs().max(1.0), "{row:?}: {}", figure.value);
        check(&figure, model);
        if !measures.contains(&row.measure) {
            measures.push(row.measure);
        }
    }
    measures
}

/// Follows every so-and-so-many-th reference of an explanation, and finds the same figure there.
fn follow(model: &Model, ask: &ForecastSpec, cell: &Cell, step: usize) -> usize {
    fn leaves<'f>(figure: &'f Figure, all: &mut Vec<&'f Figure>) {
        if figure.reference.is_some() {
            all.push(figure);
        }
        figure.of.iter().for_each(|part| leaves(part, all));
    }
    let figure = explain(model, ask, cell).unwrap().figure;
    let mut all = Vec::new();
    leaves(&figure, &mut all);
    let chosen = all.into_iter().step_by(step);
    let hamilton_perry = chosen.map(|leaf| {
        let reference = leaf.reference.as_ref().unwrap();
        let mut there = ForecastSpec { area: reference.area.clone(), ..ask.clone() };
        if matches!(reference.area, AreaKey::District(_)) {
            there.counts.clear();
        }
        let found =
            explain(model, &there, &reference.cell).unwrap_or_else(|error| panic!("{leaf:?}: {error}"));
        let off = (found.figure.value - leaf.value).abs();
        assert!(off <= 1e-9 * leaf.value.abs().max(1.0), "{leaf:?}: {}", found.figure.value);
    });
    hamilton_perry.count()
}

/// A district's residents are those of the base date, with births and moves of each year, less the deaths of each
/// year: of all ages as births, deaths and moves are explained themselves, of a cohort by its ages in each year.
#[test]
fn residents_are_followed_year_by_year_from_the_base_date() {
    let model = model();
    for ask in [request(&model, "13076"), own_request(&model)] {
        let all = Cell::total(Measure::Population, Year(2040));
        // Births, deaths and two kinds of moves in fifteen years.
        assert_eq!(follow(&model, &ask, &all, 1), 4 * 15);
        let figure =
            explain(&model, &ask, &Cell { sex: Some(Sex::Female), age_from: Some(80), ..all }).unwrap();
        check(&figure.figure, &model);
        let [_, died] = figure.figure.of.as_slice() else { panic!("{figure:?}") };
        assert_eq!(died.of.len(), 15);
        let first = &died.of[0];
        assert!(first.what.starts_with("in 2026, women of 66 and older"), "{}", first.what);
        let [alive, share] = first.of.as_slice() else { panic!("{first:?}") };
        assert!(alive.value > 20_000.0 && (0.01..0.1).contains(&share.value), "{first:?}");
        let young = Cell { age_from: Some(3), age_to: Some(9), ..all };
        let young = explain(&model, &ask, &young).unwrap().figure;
        let born = young.of[0].of.iter().find(|part| part.what == "born since 2025").unwrap();
        let years: Vec<&str> = born.of.iter().map(|year| &*year.what).collect();
        assert_eq!((years[0], years.len()), ("in 2031", 7), "{years:?}");
    }
    assert_eq!(
        follow(&model, &request(&model, "13004"), &Cell::total(Measure::PeopleInNeed, Year(2040)), 3),
        6
    );
}

/// Everything that a request can assume, in one.
fn own_request(model: &Model) -> ForecastSpec {
    let own = Own {
        rise: Some(0.2),
        informal_brake: Some(0.4),
        shifts: Some(vec![Shift {
            from: CareType::Residential,
            to: CareType::HomeCare,
            share: 0.2,
            year: Year(2035),
        }]),
        day_care_per_100_from_75: Some(2.5),
        fte_per_head: Some(0.7),
        parameters: [
            ("occupancy_residential".to_owned(), 0.95),
            ("staff_entries".to_owned(), 0.04),
            ("assistance_price_increase".to_owned(), 0.05),
        ]
        .into(),
        planned: vec![
            Change { area: key("13076"), year: Year(2030), kind: PlaceKind::Residential, places: 40.0 },
            Change { area: key("13076"), year: Year(2034), kind: PlaceKind::Residential, places: -25.0 },
        ],
        assistance: vec![CountyAssistance { area: key("13076"), recipients: 1_500.0, cost_euro: 13e6 }],
        ..Own::default()
    };
    let care = CareRequest { prevalence: "rising".to_owned(), form: "formal".to_owned(), own };
    let residents = vec![(Group::new(None, 80..=100), 900.0)];
    ForecastSpec {
        by: Breakdown { component: true, ..Breakdown::default() },
        housing: vec![HousingPlan {
            area: key("13076"),
            year: Year(2028),
            persons: 400.0,
            profile: Profile::Residents,
        }],
        institutional_population: vec![InstitutionalPopulationPlan {
            area: key("13076"),
            residents,
            places: 1_000.0,
            planned: vec![(Year(2030), 1_100.0)],
        }],
        controls: vec![Control {
            area: Some(key("13076")),
            year: Year(2032),
            group: Group::ALL,
            persons: 205_000.0,
        }],
        care,
        ..request(model, "13076")
    }
}

#[test]
fn what_a_request_assumes_is_explained_and_named_as_the_request_s() {
    let model = model();
    let ask = own_request(&model);
    let found = explains_all(&model, &ask, &[2025, 2028, 2030, 2032, 2040]);
    assert_eq!(found.len(), Measure::ALL.len(), "every measure there is");
    for (measure, sourced) in [
        (Measure::PlacesNeeded(PlaceKind::Residential), true),
        (Measure::PlacesSupply(PlaceKind::Residential), true),
        (Measure::AssistanceCost, true),
        (Measure::StaffAvailable(StaffUnit::Heads), true),
        (Measure::PlacesSupply(PlaceKind::ShortTerm), false),
    ] {
        let explained = explain(&model, &ask, &Cell::total(measure, Year(2040))).unwrap();
        assert_eq!(explained.figure.all_sources().contains(&REQUEST), sourced, "{measure:?}");
    }
}

#[test]
fn places_of_a_part_of_a_district_are_those_of_the_register() {
    let model = model();
    let across =
        planning(&model, "PR-02", |key| key.as_str().starts_with("13004") || key.as_str() == "13076108");
    let cell = Cell::total(Measure::PlacesSupply(PlaceKind::Residential), Year(2030));
    let said = explain(&model, &across, &cell).unwrap_err().to_string();
    assert!(said.contains("not of PR-02; hint: take those of the register"), "{said}");
}

/// Ludwigslust-Parchim in 2025, by hand: 97.81 percent of the women of 95 and older were in need in the nation; all odds of the
/// district times one factor.
#[test]
fn a_term_is_residents_times_the_rate_that_its_sources_say() {
    let model = model();
    let cell =
        Cell { sex: Some(Sex::Female), age_from: Some(95), ..Cell::total(Measure::PeopleInNeed, Year(2025)) };
    let figure = explain(&model, &request(&model, "13076"), &cell).unwrap().figure;
    let [term] = figure.of.as_slice() else { panic!("{figure:?}") };
    let [residents, rate] = term.of.as_slice() else { panic!("{term:?}") };
    let women: f64 = model.population[7][1][95..].iter().sum();
    assert_eq!(residents.value, women);
    assert_eq!((rate.operation, rate.of[0].value), (Operation::Odds, 0.9949));
    assert_eq!(rate.of[1].of[0].value, 17_457.0);
    assert_eq!(rate.of[1].of[0].sources, ["RDB-CARE-2023"]);
}

/// An Amt's residents are the district's by a share, and the share is the census's times a factor that tells how its ages differ.
#[test]
fn a_small_area_shows_its_share_and_the_raking_factor() {
    let model = model();
    let explained =
        explain(&model, &request(&model, "13076108"), &Cell::total(Measure::Population, Year(2040))).unwrap();
    let [all, share] = explained.figure.of.as_slice() else { panic!("{:?}", explained.figure) };
    let [census, raking] = share.of.as_slice() else { panic!("{share:?}") };
    let persons =
        |key: &str| model.municipalities.iter().find(|one| one.key.as_str() == key).unwrap().persons;
    assert_eq!(census.of[0].value, persons("13076108"));
    assert!((0.8..1.2).contains(&raking.value) && raking.what.contains("factor of age"), "{raking:?}");
    assert!(raking.sources.iter().any(|source| source == "RDB-12711-01"), "departures: {raking:?}");
    assert_eq!(all.reference.as_ref().unwrap().area, AreaKey::parse("13076").unwrap());
    let on_the_base_date = |model: &Model| {
        let cell = Cell::total(Measure::Population, Year(2025));
        explain(model, &request(model, "13076108"), &cell).unwrap().figure.of[1].of[1].clone()
    };
    // The census lies three and a half years before the base date.
    assert!((on_the_base_date(&model).value - 1.0).abs() < 0.05);
    // Where shares stay, the areas' totals are met on the base date, so that no factor is left.
    let before = load("mv-2025-1").unwrap().model;
    let raking = on_the_base_date(&before);
    assert!((raking.value - 1.0).abs() < 1e-9 && raking.what.contains("raking factor"), "{raking:?}");
}

#[test]
fn the_text_can_be_read_from_the_figure_down_to_titles_of_sources() {
    let model = model();
    let text = explain(&model, &request(&model, "13076"), &Cell::total(Measure::PeopleInNeed, Year(2040)))
        .unwrap()
        .text();
    let rows: Forecast = forecast(&model, &request(&model, "13076")).unwrap();
    let wanted = |row: &&Row| row.measure == Measure::PeopleInNeed && row.year == Year(2040);
    let figure = rows.rows.iter().find(wanted).unwrap().value;
    assert!(text.starts_with("Ludwigslust-Parchim (13076)\n"), "{text}");
    for part in [
        format!("{figure:.1}  people in need of care at the end of 2040, with grade 1 without services"),
        "women of 80 to 84 = product".to_owned(),
        "(--area 13076 --measure population --sex f --ages 80..84)".to_owned(),
        "17457.0  people in need counted in 13076 in 2023 [RDB-CARE-2023]".to_owned(),
        "22411-02-05-4 und 22411-01-02-4".to_owned(),
        "residential_places_balance".to_owned(),
    ] {
        assert!(text.contains(&part), "no {part} in {text}");
    }
    let state = explain(&model, &request(&model, "13"), &Cell::total(Measure::PeopleInNeed, Year(2040)))
        .unwrap()
        .text();
    assert!(state.contains("Schwerin (13004)") && !state.contains("women of 80 to 84"), "{state}");
}

#[test]
fn what_cannot_be_asked_is_a_sentence_that_says_what_can() {
    let model = model();
    let said = |area: &str, cell: Cell| match explain(&model, &request(&model, area), &cell) {
        Err(ForecastError::NoSuchCell { field, said }) => (field, said),
        other => panic!("{area}, {cell:?}: {other:?}"),
    };
    let of = |measure| Cell::total(measure, Year(2030));
    let births = of(Measure::Births);
    let need = of(Measure::PeopleInNeed);
    for (area, cell, field, part) in [
        ("13076001", births, "measure", "births is known for whole districts, not for 13076001"),
        ("13076001", of(Measure::PlacesSupply(PlaceKind::Residential)), "supply", "supply register"),
        ("13076", Cell { year: Year(2025), ..births }, "year", "births begins in 2026"),
        ("13076", Cell { year: Year(2016), ..need }, "year", "no such official figure of 2016"),
        ("13076", Cell { care_type: Some(CareType::HomeCare), ..births }, "care_type", "by sex"),
        ("13076", Cell { age_from: Some(80), age_to: Some(81), ..need }, "age_from", "65 to 69"),
        (
            "13076",
            Cell { age_from: Some(80), age_to: Some(70), ..of(Measure::Population) },
            "age_from",
            "80 to 70",
        ),
        ("13076", of(Measure::Benchmark), "measure", "no control totals in 2030"),
        ("13076", of(Measure::StaffNeeded(StaffUnit::Fte)), "measure", "fte_per_head"),
        (
            "13076",
            Cell {
                care_type: Some(CareType::Grade1WithoutServices),
                ..of(Measure::PeopleInNeedWithServices)
            },
            "care_type",
            "not among",
        ),
    ] {
        let found = said(area, cell);
        assert!(found.0 == field && found.1.contains(part), "{found:?}");
    }
    let level = ForecastSpec { level: Some(Level::Amt), ..request(&model, "13076") };
    let said = explain(&model, &level, &need).unwrap_err().to_string();
    assert!(said.starts_with("one area is explained at a time"), "{said}");
    let late = explain(&model, &request(&model, "13076"), &Cell { year: Year(2061), ..need });
    assert!(late.unwrap_err().to_string().contains("2060"));
    assert!(explain(&model, &request(&model, "13076"), &Cell { year: Year(2060), ..need }).is_ok());
}
