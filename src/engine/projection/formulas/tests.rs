//! What the run computes for whole tables is what the formulas give, cell by cell.

use proptest::prelude::*;

use super::*;
use crate::model::{AGES, BySexAge, Model, Target};
use crate::projection::fixture::model;
use crate::projection::{Flows, IncludedComponents, Overrides, Projection, Request, YearResult, project};
use crate::units::{Sex, Year};

fn near(found: f64, wanted: f64) -> bool {
    (found - wanted).abs() <= 1e-9 * wanted.abs().max(1.0)
}

fn projected(
    model: &Model,
    tfr: f64,
    external: f64,
    internal: f64,
    included: IncludedComponents,
) -> Projection {
    let target = |value| Some(Target { value, year: Year(2030) });
    let own = Overrides {
        tfr: target(tfr),
        external_migration: target(external),
        internal_migration: target(internal),
        ..Overrides::default()
    };
    let request = Request { own, included, keep_flows: true, ..Request::new("status-quo", Year(2035)) };
    project(model, &request).unwrap()
}

/// One cell of a year: born, moved and dead, out of the cell a year younger.
fn check_residents(before: &BySexAge, after: &BySexAge, flows: &Flows) -> Result<(), TestCaseError> {
    for s in 0..2 {
        for age in 0..AGES {
            let start = match age {
                0 => flows.at_risk[s][0],
                _ if age + 1 == AGES => before[s][age - 1] + before[s][age],
                _ => before[s][age - 1],
            };
            let came = [start, flows.internal[s][age], flows.external[s][age], flows.housing[s][age]];
            let came = came.into_iter().chain([flows.benchmark[s][age]]);
            let found = residents(came, flows.deaths[s][age]);
            prop_assert!(near(found, after[s][age]), "{} {age}: {found}, not {}", s, after[s][age]);
        }
    }
    Ok(())
}

fn check_births(
    (model, natural): (&Model, bool),
    area: usize,
    result: &YearResult,
    tfr: f64,
) -> Result<(), TestCaseError> {
    let level = if natural { model.fertility.level[area] } else { 0.0 };
    let flows = &result.flows[area];
    let of_age = |age: usize| {
        let rate = births_per_woman(model.fertility.pattern[age], tfr, level);
        births(&"", flows.women[age], rate)
    };
    let all: f64 = (0..AGES).map(of_age).sum();
    let found = &result.components[area];
    for (sex, share) in [(Sex::Male, model.male_births), (Sex::Female, 1.0 - model.male_births)] {
        let wanted = newborns(all, share);
        prop_assert!(near(found.births[sex as usize], wanted), "{found:?}, not {wanted} of {sex:?}");
    }
    Ok(())
}

/// Those who left and came, by the base period's losses as shares and gains as counts.
fn check_moves(
    (model, included): (&Model, IncludedComponents),
    area: usize,
    result: &YearResult,
    now: &crate::projection::paths::Assumptions,
) -> Result<(), TestCaseError> {
    let streams = |area: usize| &result.flows[area].streams;
    let loss = |net: f64, base: f64| if net < 0.0 { -net / base } else { 0.0 };
    for s in 0..2 {
        for age in 0..AGES {
            let net = model.migration.external_counts[area][s][age];
            let net = if included.external_moves { net } else { 0.0 };
            let base = model.population[area][s][age];
            let gone = left(&"", streams(area).residents[s][age], loss(net, base), now.external);
            prop_assert!(near(streams(area).left_state[s][age], gone));
            let came = came_to_state(&"", net.max(0.0), now.external);
            prop_assert!(near(streams(area).came_to_state[s][age], came));
            let pool = (0..model.districts.len()).map(|of| streams(of).left_for_others[s][age]).sum();
            let gains = |of: usize| model.migration.internal_counts[of][s][age].max(0.0);
            let all: f64 = (0..model.districts.len()).map(gains).sum();
            let share = if all > 0.0 && included.internal_moves { gains(area) / all } else { 0.0 };
            let arrived = came_from_others(&"", pool, share);
            prop_assert!(near(streams(area).came_from_others[s][age], arrived));
            let inside = net_moves(arrived, streams(area).left_for_others[s][age]);
            let outside = net_moves(came, gone);
            prop_assert!(inside.is_finite() && outside.is_finite());
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_steps_of_a_run_are_the_formulas(
        tfr in 0.5..3.0f64, external in 0.0..1.5f64, internal in 0.0..1.5f64,
        natural in any::<bool>(), across in any::<bool>(), inside in any::<bool>(),
    ) {
        let model = model();
        let included = IncludedComponents {
            natural_change: natural, external_moves: across, internal_moves: inside,
            ..IncludedComponents::ALL
        };
        let projection = projected(&model, tfr, external, internal, included);
        let mut before = &projection.base;
        for (result, (_, now)) in projection.years.iter().zip(&projection.provenance.assumptions) {
            for (area, before) in before.iter().enumerate() {
                let flows = &result.flows[area];
                check_residents(before, &result.population[area], flows)?;
                check_births((&model, natural), area, result, now.tfr)?;
                check_moves((&model, included), area, result, now)?;
                let components = &result.components[area];
                let died: f64 = flows.deaths.iter().flatten().sum();
                prop_assert!(near(components.deaths.iter().sum(), died));
            }
            before = &result.population;
        }
    }
}
