//! Where an area stands in the tables of a projection: the whole state, one district, or a part of one.

use std::borrow::Cow;

use crate::areas::Level;
use crate::model::{BySexAge, Model, Municipality};
use crate::projection::Group;
use crate::projection::small_areas::{Reliability, Shares};
use crate::units::{Ags, AreaKey};

use super::planning_area::PlanningArea;
use super::shares::{self, Carried, PartOf};
use super::{ForecastError, ForecastSpec};

/// An area of the answer. It consists of whole districts and parts of districts.
#[derive(Debug, Clone)]
pub(crate) struct ForecastArea {
    pub key: AreaKey,
    pub name: String,
    /// How its figures may be read; `None` for districts and the state.
    pub reliability: Option<Reliability>,
    /// Indices of districts.
    whole: Vec<usize>,
    parts: Vec<PartOf>,
    /// What a planning area is put together from.
    municipalities: Vec<Ags>,
}

impl ForecastArea {
    pub fn is_state(&self) -> bool {
        matches!(self.key, AreaKey::State(_))
    }

    /// The index of the district, if it is one.
    pub fn district(&self) -> Option<usize> {
        match (&self.key, self.whole.as_slice()) {
            (AreaKey::District(_), [index]) => Some(*index),
            _ => None,
        }
    }

    /// Whether draws are kept of it.
    pub fn has_draws(&self) -> bool {
        self.is_state() || self.district().is_some()
    }

    /// The district that contains the area, if it consists of one part of one district.
    pub fn lies_in(&self) -> Option<usize> {
        match (self.whole.as_slice(), self.parts.as_slice()) {
            ([], [part]) => Some(part.district),
            _ => None,
        }
    }

    /// Whether a district's events are events of this area. Those of a part of a district are unknown.
    pub fn covers(&self, district: usize) -> bool {
        !self.is_small() && self.whole.contains(&district)
    }

    /// The districts it lies in.
    pub fn districts(&self) -> Vec<usize> {
        let mut all: Vec<usize> =
            self.whole.iter().copied().chain(self.parts.iter().map(|part| part.district)).collect();
        all.sort_unstable();
        all
    }

    /// What it holds of a district, if not all.
    pub fn part(&self, district: usize) -> Option<&PartOf> {
        self.parts.iter().find(|part| part.district == district)
    }

    pub fn is_small(&self) -> bool {
        !self.parts.is_empty()
    }

    /// Persons of a group in this area, out of the districts' tables so many years after the base date.
    pub fn persons(&self, years: usize, population: &[BySexAge], group: &Group) -> f64 {
        self.residents(years, population).map(|(_, table)| group.sum(&table)).sum()
    }

    /// Whether a municipality is part of it.
    pub fn holds(&self, model: &Model, municipality: &Ags) -> bool {
        match &self.key {
            AreaKey::State(_) => true,
            AreaKey::District(key) => municipality.district().as_ref() == Some(key),
            AreaKey::Amt(amt) => {
                model.municipalities.iter().any(|area| area.key == *municipality && area.amt == *amt)
            }
            AreaKey::Municipality(key) => key == municipality,
            AreaKey::Planning(_) => self.municipalities.contains(municipality),
        }
    }

    /// The districts it lies in, each with its residents there, so many years after the base date.
    pub fn residents<'a>(
        &'a self,
        years: usize,
        population: &'a [BySexAge],
    ) -> impl Iterator<Item = (usize, Cow<'a, BySexAge>)> + 'a {
        population.iter().enumerate().filter_map(move |(index, table)| {
            if self.whole.contains(&index) {
                return Some((index, Cow::Borrowed(table)));
            }
            let part = self.part(index)?;
            Some((index, Cow::Owned(part.residents(years, table))))
        })
    }
}

/// The areas that are asked for, in the order of their keys.
pub(crate) fn forecast_areas(
    model: &Model,
    request: &ForecastSpec,
) -> Result<Vec<ForecastArea>, ForecastError> {
    let mut resolver = AreaResolver {
        model,
        request,
        shares: vec![None; model.districts.len()],
        carried: Carried::of(model),
    };
    let keys = keys(model, request)?;
    keys.iter().map(|key| resolver.resolve(key)).collect()
}

/// The key itself, or those of the asked level inside it.
fn keys(model: &Model, request: &ForecastSpec) -> Result<Vec<AreaKey>, ForecastError> {
    if let AreaKey::Planning(_) = request.area {
        return match request.level {
            None => Ok(vec![request.area.clone()]),
            Some(level) => {
                Err(ForecastError::NoLevelInside { level: level.word(), area: request.area.to_string() })
            }
        };
    }
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

struct AreaResolver<'a> {
    model: &'a Model,
    request: &'a ForecastSpec,
    /// By district, computed when a part of it is asked for.
    shares: Vec<Option<Shares>>,
    carried: Option<Carried>,
}

impl AreaResolver<'_> {
    fn resolve(&mut self, key: &AreaKey) -> Result<ForecastArea, ForecastError> {
        let model = self.model;
        let unknown = || ForecastError::unknown_area(key, model);
        let whole = |name: &str, whole: Vec<usize>| ForecastArea {
            key: key.clone(),
            name: name.to_owned(),
            reliability: None,
            whole,
            parts: Vec::new(),
            municipalities: Vec::new(),
        };
        match key {
            AreaKey::State(_) => Ok(whole("Mecklenburg-Vorpommern", (0..model.districts.len()).collect())),
            AreaKey::District(ags) => {
                let index = model.districts.iter().position(|district| district.key == *ags);
                let index = index.ok_or_else(unknown)?;
                Ok(whole(&model.districts[index].name, vec![index]))
            }
            AreaKey::Amt(ars) => {
                let first = model.municipalities.iter().find(|area| area.amt == *ars).ok_or_else(unknown)?;
                self.small(key, &first.amt_name, |area| area.amt == *ars)
            }
            AreaKey::Municipality(ags) => {
                let area = model.municipalities.iter().find(|area| area.key == *ags).ok_or_else(unknown)?;
                self.small(key, &area.name, |area| area.key == *ags)
            }
            AreaKey::Planning(name) => {
                let found = self.request.planning.as_ref().filter(|area| area.key == *name);
                let area = found.ok_or_else(unknown)?.clone();
                self.planning(key, area)
            }
        }
    }

    /// Districts that are wholly in it are as well known as any; parts of others are shared out.
    fn planning(&mut self, key: &AreaKey, area: PlanningArea) -> Result<ForecastArea, ForecastError> {
        let model = self.model;
        let (mut whole, mut parts, mut residents) = (Vec::new(), Vec::new(), 0.0);
        for (index, district) in model.districts.iter().enumerate() {
            let of_district = || {
                let of = |one: &&Municipality| one.key.district().as_ref() == Some(&district.key);
                model.municipalities.iter().filter(of)
            };
            let inside = of_district().filter(|one| area.municipalities.contains(&one.key)).count();
            if inside == 0 {
                continue;
            }
            if inside == of_district().count() {
                whole.push(index);
                residents += Group::ALL.sum(&model.population[index]);
                continue;
            }
            let part = self.part(index, |one| area.municipalities.contains(&one.key))?;
            residents += Group::ALL.sum(&part.residents(0, &model.population[index]));
            parts.push(part);
        }
        if whole.is_empty() && parts.is_empty() {
            return Err(ForecastError::unknown_area(key, model));
        }
        let reliability = (!parts.is_empty()).then(|| Reliability::of(model.guard, residents));
        let PlanningArea { name, municipalities, .. } = area;
        Ok(ForecastArea { key: key.clone(), name, reliability, whole, parts, municipalities })
    }

    fn small(
        &mut self,
        key: &AreaKey,
        name: &str,
        chosen: impl Fn(&Municipality) -> bool,
    ) -> Result<ForecastArea, ForecastError> {
        let model = self.model;
        let district =
            model.municipalities.iter().find(|area| chosen(area)).and_then(|area| area.key.district());
        let index = model.districts.iter().position(|known| Some(&known.key) == district.as_ref());
        let index = index.ok_or_else(|| ForecastError::unknown_area(key, model))?;
        let part = self.part(index, chosen)?;
        let residents = Group::ALL.sum(&part.residents(0, &model.population[index]));
        Ok(ForecastArea {
            key: key.clone(),
            name: name.to_owned(),
            reliability: Some(Reliability::of(model.guard, residents)),
            whole: Vec::new(),
            parts: vec![part],
            municipalities: Vec::new(),
        })
    }

    fn part(
        &mut self,
        district: usize,
        chosen: impl Fn(&Municipality) -> bool,
    ) -> Result<PartOf, ForecastError> {
        let model = self.model;
        let key = &model.districts[district].key;
        let inside = || model.municipalities.iter().filter(|area| area.key.district().as_ref() == Some(key));
        let shares = match &mut self.shares[district] {
            Some(shares) => shares,
            empty => empty.insert(shares::of_district(model, district)?),
        };
        let own: Vec<&Ags> = inside().filter(|area| chosen(area)).map(|area| &area.key).collect();
        let shares = shares.together(|ags| own.contains(&ags));
        let census = [
            inside().filter(|area| chosen(area)).map(|area| area.persons).sum(),
            inside().map(|area| area.persons).sum(),
        ];
        Ok(PartOf::new(self.carried.as_ref(), (district, shares, census)))
    }
}
