//! Areas as figures are summed over them: the state, its districts, Ämter and municipalities, quarters inside
//! municipalities, and planning areas that somebody lists or draws.

use std::collections::HashMap;

use geo::{Area as _, BooleanOps, Coord, LineString, MultiPolygon, Polygon};
use serde::Deserialize;

use crate::areas::{Areas, Level};
use crate::model::{File, LoadError};

/// The key of the state.
pub const STATE: &str = "13";
/// A drawn area holds a municipality of which at least this share lies inside.
const MOST: f64 = 0.5;
/// Shares so near to none or all are the inaccuracy of outlines and drawing.
const SLIVER: f64 = 0.02;

crate::units::words! {
    /// The level of an area for which an indicator is defined.
    pub enum AreaLevel {
        /// The state.
        State = "state",
        /// A district.
        District = "district",
        /// An Amt.
        Amt = "amt",
        /// A municipality.
        Municipality = "municipality",
        /// A quarter of a town, as a county defines it.
        Quarter = "quarter",
        /// A planning area, as a county defines it.
        PlanningArea = "planning_area",
    }
}

/// An area and the parts that make it up.
#[derive(Debug, Clone)]
pub struct AreaNode {
    /// AGS, ARS, or the key of a county's own area.
    pub key: String,
    /// The name for people.
    pub name: String,
    /// Its level.
    pub level: AreaLevel,
    /// Indices of areas that do not overlap and together are this one; empty for the smallest.
    pub parts: Vec<usize>,
    /// Of the district, where there is one.
    pub district: Option<usize>,
    /// Whether the parts are the area only nearly, because its drawn border cuts some of them.
    pub is_approximate: bool,
    /// Land area in square kilometres, if it is known.
    pub area_km2: Option<f64>,
}

/// All areas for which there may be values, and how they lie in each other.
#[derive(Debug, Clone)]
pub struct AreaTree {
    nodes: Vec<AreaNode>,
    by_key: HashMap<String, usize>,
    /// For each area those whose only part it is: they are the same ground.
    twins: Vec<Vec<usize>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlanningFile {
    area: Vec<PlanningRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlanningRow {
    key: toml::Spanned<String>,
    name: String,
    /// Keys of areas that make it up.
    #[serde(default)]
    members: Vec<toml::Spanned<String>>,
    /// Or a border, as longitude and latitude.
    #[serde(default)]
    border: Vec<[f64; 2]>,
    /// For a quarter: the municipality it lies in.
    quarter_of: Option<toml::Spanned<String>>,
}

impl AreaTree {
    /// State, districts, Ämter and municipalities.
    pub fn new(areas: &Areas) -> Self {
        let mut tree = Self { nodes: Vec::new(), by_key: HashMap::new(), twins: Vec::new() };
        let state = tree.push(AreaNode {
            key: STATE.to_owned(),
            name: "Mecklenburg-Vorpommern".to_owned(),
            level: AreaLevel::State,
            parts: Vec::new(),
            district: None,
            is_approximate: false,
            area_km2: Some(areas.level(Level::District).map(|district| district.area_km2).sum()),
        });
        for level in Level::ALL {
            for area in areas.level(level) {
                let level = match level {
                    Level::District => AreaLevel::District,
                    Level::Amt => AreaLevel::Amt,
                    Level::Municipality => AreaLevel::Municipality,
                };
                let district = tree.by_key.get(area.district()).copied();
                let index = tree.push(AreaNode {
                    key: area.key.clone(),
                    name: area.name.clone(),
                    level,
                    parts: Vec::new(),
                    district: district.or(Some(tree.nodes.len())),
                    is_approximate: false,
                    area_km2: Some(area.area_km2),
                });
                match level {
                    AreaLevel::District => tree.add_part(state, index),
                    AreaLevel::Municipality => {
                        let parents = [district, tree.by_key.get(&area.parent).copied()];
                        parents.into_iter().flatten().for_each(|parent| tree.add_part(parent, index));
                    }
                    _ => {}
                }
            }
        }
        tree.find_twins();
        tree
    }

    fn push(&mut self, node: AreaNode) -> usize {
        self.by_key.insert(node.key.clone(), self.nodes.len());
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    fn add_part(&mut self, parent: usize, part: usize) {
        if let Some(node) = self.nodes.get_mut(parent).filter(|node| !node.parts.contains(&part)) {
            node.parts.push(part);
        }
    }

    fn find_twins(&mut self) {
        self.twins = vec![Vec::new(); self.nodes.len()];
        for (index, node) in self.nodes.iter().enumerate() {
            if let [only] = node.parts[..]
                && !node.is_approximate
                && let Some(twins) = self.twins.get_mut(only)
            {
                twins.push(index);
            }
        }
    }

    /// Adds the planning areas and quarters of a county's file.
    pub fn add_planning_areas(&mut self, path: &str, text: &str, areas: &Areas) -> Result<(), LoadError> {
        let file = File { path, text };
        for row in file.toml::<PlanningFile>()?.area {
            let node = self.planning_area(file, row, areas)?;
            self.push(node);
        }
        self.find_twins();
        Ok(())
    }

    fn new_key(&self, key: &str) -> Result<String, String> {
        if key.is_empty() || key.bytes().all(|byte| byte.is_ascii_digit()) || self.by_key.contains_key(key) {
            return Err(format!(
                "\"{key}\" is taken, empty or looks official; hint: choose one such as PR-01"
            ));
        }
        Ok(key.to_owned())
    }

    fn planning_area(&self, file: File, row: PlanningRow, areas: &Areas) -> Result<AreaNode, LoadError> {
        let key = file.value(&row.key, |key| self.new_key(key))?;
        let known = |word: &toml::Spanned<String>| {
            file.value(word, |key| self.get(key).ok_or_else(|| format!("\"{key}\" is the key of no area")))
        };
        let blank = AreaNode {
            key,
            name: row.name,
            level: AreaLevel::PlanningArea,
            parts: Vec::new(),
            district: None,
            is_approximate: false,
            area_km2: None,
        };
        let ways = [row.quarter_of.is_some(), !row.members.is_empty(), !row.border.is_empty()];
        if ways.iter().filter(|given| **given).count() != 1 {
            let sentence = "an area needs members, a border or quarter_of, and only one of them";
            return Err(file.fault(file.line_of(&row.key), sentence));
        }
        if let Some(municipality) = &row.quarter_of {
            let parent = known(municipality)?;
            let district = self.node(parent).district;
            return Ok(AreaNode { level: AreaLevel::Quarter, district, ..blank });
        }
        let (parts, is_approximate) = if row.border.is_empty() {
            (row.members.iter().map(known).collect::<Result<Vec<_>, _>>()?, false)
        } else {
            drawn(&row.border, areas, self)
                .map_err(|sentence| file.fault(file.line_of(&row.key), sentence))?
        };
        if let Some(twice) = self.overlap(&parts) {
            let sentence = format!("{} is in it twice", self.node(twice).key);
            return Err(file.fault(file.line_of(&row.key), sentence));
        }
        let mut districts: Vec<_> = parts.iter().map(|part| self.node(*part).district).collect();
        districts.dedup();
        let district = if districts.len() == 1 { districts.pop().flatten() } else { None };
        let km2 = parts.iter().map(|part| self.node(*part).area_km2).sum::<Option<f64>>();
        Ok(AreaNode { parts, district, is_approximate, area_km2: km2, ..blank })
    }

    /// A smallest area that more than one of these hold.
    fn overlap(&self, parts: &[usize]) -> Option<usize> {
        let mut leaves: Vec<usize> = parts.iter().flat_map(|part| self.leaves(*part)).collect();
        leaves.sort_unstable();
        leaves.windows(2).find(|two| two[0] == two[1]).map(|two| two[0])
    }

    /// The smallest areas in it.
    pub fn leaves(&self, index: usize) -> Vec<usize> {
        let parts = &self.node(index).parts;
        if parts.is_empty() {
            vec![index]
        } else {
            parts.iter().flat_map(|part| self.leaves(*part)).collect()
        }
    }

    /// The area with this key.
    pub fn get(&self, key: &str) -> Option<usize> {
        self.by_key.get(key).copied()
    }

    /// An area by its index in this tree.
    pub fn node(&self, index: usize) -> &AreaNode {
        // invariant: indices come from this tree, which never shrinks
        self.nodes.get(index).expect("an index of this tree")
    }

    /// How many areas there are; indices run from 0.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are no areas.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The areas of a level.
    pub fn level(&self, level: AreaLevel) -> impl Iterator<Item = usize> {
        self.nodes.iter().enumerate().filter(move |(_, node)| node.level == level).map(|(index, _)| index)
    }

    /// The areas of a level that lie wholly in another.
    pub fn within(&self, level: AreaLevel, outer: usize) -> Vec<usize> {
        let mut inside = self.leaves(outer);
        inside.sort_unstable();
        self.level(level)
            .filter(|index| self.leaves(*index).iter().all(|leaf| inside.binary_search(leaf).is_ok()))
            .collect()
    }

    /// Areas that are the same ground, such as the city, its Amt and its district.
    pub fn twins(&self, index: usize) -> &[usize] {
        self.twins.get(index).map_or(&[], Vec::as_slice)
    }

    /// The index of the state.
    pub fn state(&self) -> usize {
        0
    }
}

/// The municipalities of which most lies inside a drawn border, and whether it cuts any.
fn drawn(border: &[[f64; 2]], areas: &Areas, tree: &AreaTree) -> Result<(Vec<usize>, bool), String> {
    let finite = border.iter().flatten().all(|number| number.is_finite());
    if border.len() < 3 || !finite {
        return Err("a border needs at least three points of longitude and latitude".to_owned());
    }
    let ring = LineString(border.iter().map(|[lon, lat]| Coord { x: *lon, y: *lat }).collect());
    let drawing = MultiPolygon(vec![Polygon::new(ring, Vec::new())]);
    let mut cuts = false;
    let mut parts = Vec::new();
    for area in areas.level(Level::Municipality) {
        let whole = area.outline.unsigned_area();
        let share = area.outline.intersection(&drawing).unsigned_area() / whole;
        cuts |= share > SLIVER && share < 1.0 - SLIVER;
        if share >= MOST {
            parts.extend(tree.get(&area.key));
        }
    }
    if parts.is_empty() {
        return Err(
            "the border holds no municipality; hint: points are longitude first, then latitude".to_owned()
        );
    }
    Ok((parts, cuts))
}
