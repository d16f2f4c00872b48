//! Where people are counted: the cells of the model set with the residents of the forecast.

use crate::app::error::Error;
use crate::areas::{Areas, Level};
use crate::forecast::{self, Ages, Breakdown, ForecastSpec, Measure};
use crate::gazetteer::{Gazetteer, Kind};
use crate::model::Model;
use crate::model::cells::FILE;
use crate::model::check::Finding;
use crate::reach::{Cell, Group, Residents, share_out, with_own_counts};
use crate::routing::matrix::Settlement;
use crate::units::{AreaKey, Year};

/// The settlement of each municipality, by key: a possible site, and where all people are counted without cells.
pub fn settlements(gazetteer: &Gazetteer) -> Vec<Settlement> {
    let mut settlements: Vec<Settlement> = gazetteer
        .entries()
        .filter(|entry| entry.kind == Kind::Municipality)
        .map(|entry| Settlement { key: entry.municipality.to_string(), point: entry.point })
        .collect();
    settlements.sort_by(|a, b| a.key.cmp(&b.key));
    settlements
}

/// The points where people are counted, by municipality, in the order of [`residents`].
pub fn origins(gazetteer: &Gazetteer, model: &Model) -> Vec<Settlement> {
    let nobody = |it: Settlement| Residents { key: it.key, point: it.point, persons: [0.0; 3] };
    let municipalities: Vec<Residents> = settlements(gazetteer).into_iter().map(nobody).collect();
    let shared = share_out(&municipalities, &cells(model), own_counts_from(model));
    shared.into_iter().map(|it| Settlement { key: it.key, point: it.point }).collect()
}

/// The residents of a year by cell: those of each municipality from the forecast, shared out to its cells.
pub(in crate::app) fn residents(
    gazetteer: &Gazetteer,
    model: &Model,
    scenario: Option<&str>,
    year: Year,
) -> Result<Vec<Residents>, Error> {
    let state = AreaKey::parse("13").map_err(Error::internal)?;
    let mut request = ForecastSpec::new(state, model);
    request.level = Some(Level::Municipality);
    (request.from, request.to) = (year, year);
    request.by = Breakdown { age: Ages::Groups, ..Breakdown::default() };
    if let Some(scenario) = scenario {
        scenario.clone_into(&mut request.scenario);
    }
    let forecast = forecast::forecast(model, &request)?;
    let mut residents: Vec<Residents> = settlements(gazetteer)
        .into_iter()
        .map(|settlement| Residents { key: settlement.key, point: settlement.point, persons: [0.0; 3] })
        .collect();
    for row in forecast.rows.iter().filter(|row| row.measure == Measure::Population && row.year == year) {
        let found = residents.binary_search_by(|it| it.key.as_str().cmp(row.area.as_str()));
        let Ok(at) = found else { continue };
        for group in Group::ALL {
            if row.age_from.unwrap_or(0) >= group.first_age() {
                residents[at].persons[group as usize] += row.value;
            }
        }
    }
    Ok(share_out(&residents, &cells(model), own_counts_from(model)))
}

fn cells(model: &Model) -> Vec<Cell> {
    let cell = |cell: &crate::model::cells::Cell| Cell {
        key: cell.municipality.to_string(),
        point: cell.point,
        residents: f64::from(cell.residents),
        aged_80: f64::from(cell.aged_80),
    };
    model.cells.iter().flat_map(|cells| &cells.cells).map(cell).collect()
}

/// Below so many residents counts of the old are not used: the threshold of the model set for figures of small areas.
fn own_counts_from(model: &Model) -> f64 {
    f64::from(model.guard.grey_below)
}

/// What figures of reach rest on, in sentences of the answers.
pub fn notes(model: &Model) -> Vec<String> {
    let carried =
        if model.municipal_ages.is_some() { ", carried on as those who stay grow older" } else { "" };
    let shares =
        format!("residents inside a district are its own, shared out by the census of 2022{carried}");
    if model.cells.is_none() {
        return vec!["all people of a municipality are counted at its one point; inside a large town real times differ".to_owned(), shares];
    }
    let own = with_own_counts(&cells(model), own_counts_from(model));
    vec![
        format!(
            "people of a municipality are counted where the census of 2011 found them, in cells of one kilometre, raked to the residents of the year; those aged 80 and over by their own counts in {own} municipalities that had {} residents or more in 2011, elsewhere with the same share in each cell",
            model.guard.grey_below
        ),
        shares,
    ]
}

/// A rule of model sets that needs outlines: each cell lies in its municipality.
pub fn cells_lie_in_their_municipality(model: &Model, areas: &Areas) -> Vec<Finding> {
    let cells = model.cells.iter().flat_map(|cells| &cells.cells);
    let is_outside = |cell: &&crate::model::cells::Cell| {
        areas.get(cell.municipality.as_str()).is_none_or(|area| !area.holds(cell.point))
    };
    let finding = |cell: &crate::model::cells::Cell| Finding {
        file: format!("models/{}/{FILE}", model.id),
        sentence: format!(
            "the cell at {}, {} does not lie in its municipality {}",
            cell.point.lat, cell.point.lon, cell.municipality
        ),
    };
    cells.filter(is_outside).map(finding).collect()
}
