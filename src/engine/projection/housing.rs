//! What a request plans in addition to the base period's moves: newcomers into housing, and the institutional population.

use crate::model::{BySexAge, Model};
use crate::projection::benchmark::Control;
use crate::projection::error::ProjectionError;
use crate::projection::moves::NOBODY;
use crate::projection::request::{Group, Request};
pub use crate::projection::request::{Housing, InstitutionalPopulation};
use crate::units::{Ags, Sex, Year};

/// Every cell of a table is a count: finite and not negative.
pub fn check_counts(what: &'static str, area: &Ags, table: &BySexAge) -> Result<(), ProjectionError> {
    for sex in [Sex::Male, Sex::Female] {
        for (age, &value) in table[sex as usize].iter().enumerate() {
            if !(value.is_finite() && value >= 0.0) {
                let cell = Some((sex, age));
                return Err(ProjectionError::Value { what, area: area.clone(), cell, value });
            }
        }
    }
    Ok(())
}

fn check_number(what: &'static str, area: &Ags, value: f64) -> Result<(), ProjectionError> {
    if value.is_finite() && value >= 0.0 {
        return Ok(());
    }
    Err(ProjectionError::Value { what, area: area.clone(), cell: None, value })
}

pub fn index(model: &Model, area: &Ags) -> Result<usize, ProjectionError> {
    let found = model.districts.iter().position(|district| district.key == *area);
    found.ok_or_else(|| ProjectionError::UnknownArea(area.clone()))
}

/// The request's housing schemes, if the component is included.
pub fn checked<'a>(model: &Model, request: &'a Request) -> Result<Vec<&'a Housing>, ProjectionError> {
    if !request.included.planned_housing {
        return Ok(Vec::new());
    }
    for plan in &request.housing {
        index(model, &plan.area)?;
        check_number("the number of newcomers into housing", &plan.area, plan.persons)?;
        check_counts("the profile of newcomers into housing", &plan.area, &plan.profile)?;
        let sum = Group::ALL.sum(&plan.profile);
        if plan.persons > 0.0 && sum <= 0.0 {
            let what = format!("the sum of the profile of newcomers into housing in {}", plan.area);
            return Err(ProjectionError::Parameter { what, value: sum, expected: "more than 0" });
        }
    }
    Ok(request.housing.iter().collect())
}

/// Newcomers of a year by area; `None` where there are none.
pub fn newcomers(plans: &[&Housing], model: &Model, year: Year) -> Vec<Option<BySexAge>> {
    let mut tables = vec![None; model.districts.len()];
    for plan in plans.iter().filter(|plan| plan.year == year && plan.persons > 0.0) {
        if let Ok(area) = index(model, &plan.area) {
            let per_share = plan.persons / Group::ALL.sum(&plan.profile);
            let table = tables[area].get_or_insert(NOBODY);
            for (row, shares) in table.iter_mut().zip(&plan.profile) {
                row.iter_mut().zip(shares).for_each(|(cell, share)| *cell += share * per_share);
            }
        }
    }
    tables
}

/// The institutional population of each area, if the component is included.
pub fn institutional_population_by_area<'a>(
    model: &Model,
    request: &'a Request,
) -> Result<Vec<Option<&'a InstitutionalPopulation>>, ProjectionError> {
    let mut by_area = vec![None; model.districts.len()];
    if !request.included.institutional_population {
        return Ok(by_area);
    }
    for institutional_population in &request.institutional_population {
        let area = index(model, &institutional_population.area)?;
        check_counts(
            "the number of residents of care homes",
            &institutional_population.area,
            &institutional_population.residents,
        )?;
        for (_, places) in &institutional_population.planned {
            check_number("the number of planned places", &institutional_population.area, *places)?;
        }
        if !(institutional_population.places.is_finite() && institutional_population.places > 0.0) {
            let what = format!("the number of places on the base date in {}", institutional_population.area);
            return Err(ProjectionError::Parameter {
                what,
                value: institutional_population.places,
                expected: "more than 0",
            });
        }
        if by_area[area].replace(institutional_population).is_some() {
            let what = format!("the number of plans for the care homes of {}", institutional_population.area);
            return Err(ProjectionError::Parameter { what, value: 2.0, expected: "one" });
        }
    }
    Ok(by_area)
}

/// The base population without the institutional population.
pub fn households(
    model: &Model,
    institutional_population: &[Option<&InstitutionalPopulation>],
) -> Result<Vec<BySexAge>, ProjectionError> {
    let mut households = model.population.clone();
    for (table, institutional_population) in households.iter_mut().zip(institutional_population) {
        let Some(institutional_population) = institutional_population else { continue };
        for sex in [Sex::Male, Sex::Female] {
            let residents = institutional_population.residents[sex as usize];
            for (age, (cell, residents)) in table[sex as usize].iter_mut().zip(residents).enumerate() {
                *cell -= residents;
                if *cell < 0.0 {
                    return Err(ProjectionError::NegativeCell {
                        area: institutional_population.area.clone(),
                        year: model.base_year.0,
                        sex,
                        age,
                        persons: *cell,
                        hint: "more residents of care homes are held out than the area has people of that age",
                    });
                }
            }
        }
    }
    Ok(households)
}

/// Control totals minus the institutional population, and the persons subtracted.
pub fn without_institutional_population(
    mut controls: Vec<Control>,
    areas: &[Ags],
    institutional_population: &[Option<&InstitutionalPopulation>],
) -> (Vec<Control>, Vec<f64>) {
    let mut in_institutions = Vec::with_capacity(controls.len());
    for control in &mut controls {
        let of_area = areas
            .iter()
            .zip(institutional_population)
            .filter(|(area, _)| control.area.as_ref().is_none_or(|key| key == *area));
        let residents: f64 = of_area
            .filter_map(|(_, institutional_population)| {
                institutional_population.map(|institutional_population| {
                    institutional_population.factor(control.year)
                        * control.group.sum(&institutional_population.residents)
                })
            })
            .sum();
        control.persons -= residents;
        in_institutions.push(residents);
    }
    (controls, in_institutions)
}
