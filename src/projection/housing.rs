//! What a request plans beside the base period's moves: newcomers into housing, and care homes.

use crate::model::{BySexAge, Model};
use crate::projection::benchmark::Control;
use crate::projection::error::ProjectionError;
use crate::projection::moves::NOBODY;
use crate::projection::request::{Group, Request};
pub use crate::projection::request::{Homes, Housing};
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

/// The request's housing schemes, if the brick is in.
pub fn checked<'a>(model: &Model, request: &'a Request) -> Result<Vec<&'a Housing>, ProjectionError> {
    if !request.bricks.planned_housing {
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

/// The homes of each area, if the brick is in.
pub fn homes_by_area<'a>(
    model: &Model,
    request: &'a Request,
) -> Result<Vec<Option<&'a Homes>>, ProjectionError> {
    let mut by_area = vec![None; model.districts.len()];
    if !request.bricks.care_homes {
        return Ok(by_area);
    }
    for homes in &request.homes {
        let area = index(model, &homes.area)?;
        check_counts("the number of residents of care homes", &homes.area, &homes.residents)?;
        for (_, places) in &homes.planned {
            check_number("the number of planned places", &homes.area, *places)?;
        }
        if !(homes.places.is_finite() && homes.places > 0.0) {
            let what = format!("the number of places on the base date in {}", homes.area);
            return Err(ProjectionError::Parameter { what, value: homes.places, expected: "more than 0" });
        }
        if by_area[area].replace(homes).is_some() {
            let what = format!("the number of plans for the care homes of {}", homes.area);
            return Err(ProjectionError::Parameter { what, value: 2.0, expected: "one" });
        }
    }
    Ok(by_area)
}

/// The base population without the residents of care homes.
pub fn households(model: &Model, homes: &[Option<&Homes>]) -> Result<Vec<BySexAge>, ProjectionError> {
    let mut households = model.population.clone();
    for (table, homes) in households.iter_mut().zip(homes) {
        let Some(homes) = homes else { continue };
        for sex in [Sex::Male, Sex::Female] {
            let residents = homes.residents[sex as usize];
            for (age, (cell, residents)) in table[sex as usize].iter_mut().zip(residents).enumerate() {
                *cell -= residents;
                if *cell < 0.0 {
                    return Err(ProjectionError::NegativeCell {
                        area: homes.area.clone(),
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

/// Controls that hold for all residents, less the residents of homes, and how many those are.
pub fn without_homes(
    mut controls: Vec<Control>,
    areas: &[Ags],
    homes: &[Option<&Homes>],
) -> (Vec<Control>, Vec<f64>) {
    let mut in_homes = Vec::with_capacity(controls.len());
    for control in &mut controls {
        let of_area =
            areas.iter().zip(homes).filter(|(area, _)| control.area.as_ref().is_none_or(|key| key == *area));
        let residents: f64 = of_area
            .filter_map(|(_, homes)| {
                homes.map(|homes| homes.factor(control.year) * control.group.sum(&homes.residents))
            })
            .sum();
        control.persons -= residents;
        in_homes.push(residents);
    }
    (controls, in_homes)
}
