//! Where an area stands in the tables of a projection: the whole state, one district, or a part of one.

use crate::areas::Level;
use crate::params::model::{BySexAge, Model, Municipality};
use crate::projection::Group;
use crate::projection::small_areas::{Reading, Shares, SmallArea};
use crate::units::{Ags, AreaKey};

use super::{ForecastError, ForecastRequest};

/// One area of which rows are given.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub key: AreaKey,
    pub name: String,
    /// How its figures may be read; `None` for districts and the state.
    pub reading: Option<Reading>,
    part: Part,
}

#[derive(Debug, Clone)]
enum Part {
    /// All districts together.
    State,
    /// The index of a district.
    District(usize),
    /// Shares of each cell of a district.
    Small { district: usize, shares: Box<BySexAge> },
}

impl Place {
    pub fn is_state(&self) -> bool {
        matches!(self.part, Part::State)
    }

    /// The index of the district, if it is one.
    pub fn district(&self) -> Option<usize> {
        match self.part {
            Part::District(index) => Some(index),
            _ => None,
        }
    }

    /// The key of the district in which the area lies.
    pub fn district_key(&self) -> Option<Ags> {
        Ags::parse(self.key.as_str().get(..5)?).ok()
    }

    /// Whether a district's events are events of this area. Those of a part of a district are unknown.
    pub fn covers(&self, district: usize) -> bool {
        match self.part {
            Part::State => true,
            Part::District(index) => index == district,
            Part::Small { .. } => false,
        }
    }

    pub fn is_small(&self) -> bool {
        matches!(self.part, Part::Small { .. })
    }

    /// Persons of a group in this area, out of the districts' tables.
    pub fn persons(&self, population: &[BySexAge], group: &Group) -> f64 {
        match &self.part {
            Part::State => population.iter().map(|table| group.sum(table)).sum(),
            Part::District(index) => population.get(*index).map_or(0.0, |table| group.sum(table)),
            Part::Small { district, shares } => {
                population.get(*district).map_or(0.0, |table| group.sum(&product(table, shares)))
            }
        }
    }
}

impl Place {
    /// Whether a municipality is part of it.
    pub fn holds(&self, model: &Model, municipality: &Ags) -> bool {
        match &self.key {
            AreaKey::State(_) => true,
            AreaKey::District(key) => municipality.district().as_ref() == Some(key),
            AreaKey::Amt(amt) => {
                model.municipalities.iter().any(|area| area.key == *municipality && area.amt == *amt)
            }
            AreaKey::Municipality(key) => key == municipality,
        }
    }

    /// The districts it lies in, each with its residents there.
    pub fn residents<'a>(
        &'a self,
        population: &'a [BySexAge],
    ) -> impl Iterator<Item = (usize, std::borrow::Cow<'a, BySexAge>)> + 'a {
        use std::borrow::Cow;
        population.iter().enumerate().filter_map(|(index, table)| match &self.part {
            Part::State => Some((index, Cow::Borrowed(table))),
            Part::District(own) => (*own == index).then_some((index, Cow::Borrowed(table))),
            Part::Small { district, shares } => {
                (*district == index).then(|| (index, Cow::Owned(product(table, shares))))
            }
        })
    }
}

fn product(table: &BySexAge, shares: &BySexAge) -> BySexAge {
    let mut product = *table;
    for (row, shares) in product.iter_mut().zip(shares) {
        row.iter_mut().zip(shares).for_each(|(cell, share)| *cell *= share);
    }
    product
}

/// The areas that are asked for, in the order of their keys.
pub(super) fn places(model: &Model, request: &ForecastRequest) -> Result<Vec<Place>, ForecastError> {
    let mut finder = Finder { model, shares: vec![None; model.districts.len()] };
    let keys = keys(model, request)?;
    keys.iter().map(|key| finder.place(key)).collect()
}

/// The key itself, or those of the asked level inside it.
fn keys(model: &Model, request: &ForecastRequest) -> Result<Vec<AreaKey>, ForecastError> {
    let unknown = || ForecastError::unknown_area(&request.area, model);
    let of_state = |key: &str| model.districts.iter().all(|district| district.key.as_str().starts_with(key));
    let within: Box<dyn Fn(&Municipality) -> bool> = match &request.area {
        AreaKey::State(key) if of_state(key.as_str()) => Box::new(|_| true),
        AreaKey::District(key) if model.districts.iter().any(|district| district.key == *key) => {
            Box::new(|area| area.key.district().as_ref() == Some(key))
        }
        AreaKey::Amt(key) => Box::new(|area| area.amt == *key),
        AreaKey::Municipality(key) => Box::new(|area| area.key == *key),
        _ => return Err(unknown()),
    };
    let inside: Vec<&Municipality> = model.municipalities.iter().filter(|area| within(area)).collect();
    let is_small = matches!(request.area, AreaKey::Amt(_) | AreaKey::Municipality(_));
    if is_small && inside.is_empty() {
        return Err(unknown());
    }
    let Some(level) = request.level else { return Ok(vec![request.area.clone()]) };
    let mut keys: Vec<AreaKey> = match (level, &request.area) {
        (Level::District, AreaKey::State(_)) => {
            model.districts.iter().map(|district| AreaKey::District(district.key.clone())).collect()
        }
        (Level::Amt, AreaKey::State(_) | AreaKey::District(_)) => {
            inside.iter().map(|area| AreaKey::Amt(area.amt.clone())).collect()
        }
        (Level::Municipality, AreaKey::State(_) | AreaKey::District(_) | AreaKey::Amt(_)) => {
            inside.iter().map(|area| AreaKey::Municipality(area.key.clone())).collect()
        }
        _ => {
            return Err(ForecastError::NoLevelInside { level: level.word(), area: request.area.to_string() });
        }
    };
    keys.sort();
    keys.dedup();
    Ok(keys)
}

struct Finder<'a> {
    model: &'a Model,
    /// By district, computed when a part of it is asked for.
    shares: Vec<Option<Shares>>,
}

impl Finder<'_> {
    fn place(&mut self, key: &AreaKey) -> Result<Place, ForecastError> {
        let model = self.model;
        let unknown = || ForecastError::unknown_area(key, model);
        let place = |name: &str, part| Place { key: key.clone(), name: name.to_owned(), reading: None, part };
        match key {
            AreaKey::State(_) => Ok(place("", Part::State)),
            AreaKey::District(ags) => {
                let index = model.districts.iter().position(|district| district.key == *ags);
                let index = index.ok_or_else(unknown)?;
                Ok(place(&model.districts[index].name, Part::District(index)))
            }
            AreaKey::Amt(ars) => {
                let first = model.municipalities.iter().find(|area| area.amt == *ars).ok_or_else(unknown)?;
                self.small(key, &first.amt_name, |area| area.amt == *ars)
            }
            AreaKey::Municipality(ags) => {
                let area = model.municipalities.iter().find(|area| area.key == *ags).ok_or_else(unknown)?;
                self.small(key, &area.name, |area| area.key == *ags)
            }
        }
    }

    fn small(
        &mut self,
        key: &AreaKey,
        name: &str,
        chosen: impl Fn(&Municipality) -> bool,
    ) -> Result<Place, ForecastError> {
        let model = self.model;
        let own: Vec<&Municipality> = model.municipalities.iter().filter(|area| chosen(area)).collect();
        let district = own.first().and_then(|area| area.key.district());
        let index = model.districts.iter().position(|known| Some(&known.key) == district.as_ref());
        let index = index.ok_or_else(|| ForecastError::unknown_area(key, model))?;
        let shares = match &mut self.shares[index] {
            Some(shares) => shares,
            empty => empty.insert(shares(model, index)?),
        };
        let shares = shares.together(|ags| own.iter().any(|area| area.key == *ags));
        let residents = Group::ALL.sum(&product(&model.population[index], &shares));
        Ok(Place {
            key: key.clone(),
            name: name.to_owned(),
            reading: Some(Reading::of(model.guard, residents)),
            part: Part::Small { district: index, shares: Box::new(shares) },
        })
    }
}

/// The shares of all municipalities of a district on the base date.
fn shares(model: &Model, district: usize) -> Result<Shares, ForecastError> {
    let key = &model.districts[district].key;
    let inside = model.municipalities.iter().filter(|area| area.key.district().as_ref() == Some(key));
    let areas: Vec<SmallArea> = inside.map(small_area).collect();
    Ok(Shares::new(&model.population[district], &areas)?)
}

/// People aged 60 to 66 and 67 and over as the census has them, where it has them.
fn small_area(area: &Municipality) -> SmallArea {
    let groups = area.old.map_or(Vec::new(), |[over_60, over_67]| {
        vec![
            (Group::new(None, 60..=66), area.persons * (over_60 - over_67)),
            (Group::new(None, 67..=crate::params::model::OPEN_AGE), area.persons * over_67),
        ]
    });
    SmallArea { key: area.key.clone(), persons: area.persons, groups }
}
