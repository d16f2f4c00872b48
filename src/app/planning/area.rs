//! The areas of the workspace: found by name or key, with what lies around and inside them.

use serde::Serialize;

use crate::app::State;
use crate::app::error::{Error, Missing};
use crate::app::forecast::may_be_planning_area;
use crate::areas::{Area, Level};
use crate::gazetteer::{Candidate, Kind, Resolution};
use crate::indicators::AreaLevel;

/// The key of the state.
pub const STATE: &str = "13";
const STATE_NAME: &str = "Mecklenburg-Vorpommern";
/// How people write the state, folded.
const STATE_WORDS: [&str; 4] = ["mecklenburg-vorpommern", "mv", "m-v", "land"];

/// An area with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NamedArea {
    /// 13, an AGS, the ARS of an Amt, or the key of a planning area.
    pub key: String,
    /// As it is shown.
    pub name: String,
}

/// An area that the workspace shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WorkspaceArea {
    /// 13, an AGS, the ARS of an Amt, or the key of a planning area.
    pub key: String,
    /// As it is shown.
    pub name: String,
    /// state | district | amt | municipality | planning_area | quarter
    pub level: &'static str,
    /// What it is: Landkreis, Amt, Stadt …; empty for planning areas.
    pub designation: String,
    /// The areas it lies in, from the state down.
    pub around: Vec<NamedArea>,
}

impl WorkspaceArea {
    /// Whether draws, staff and the supply of the statistics are known of it: of districts and the state.
    pub fn is_whole(&self) -> bool {
        matches!(self.level, "state" | "district")
    }

    /// The key of the district that contains the area, or of the area itself if it is a district.
    pub fn district(&self) -> Option<&str> {
        (self.key != STATE && !may_be_planning_area(&self.key)).then(|| self.key.get(..5))?
    }

    /// The level of the areas inside it that a forecast gives.
    pub fn level_inside(&self) -> Option<Level> {
        match self.level {
            "state" => Some(Level::District),
            "district" => Some(Level::Amt),
            "amt" => Some(Level::Municipality),
            _ => None,
        }
    }
}

/// What a text that should name an area stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// The key of the one area that is meant.
    Area(String),
    /// Nothing is near enough; these may be meant.
    Unknown(Vec<NamedArea>),
}

/// The area of a key.
///
/// # Errors
///
/// [`Missing::Area`] for a key that no area has, and [`Error::Unavailable`] for a planning area while the indicators, and
/// with them the planning areas, are being put together.
pub fn area(state: &State, key: &str) -> Result<WorkspaceArea, Error> {
    let land = NamedArea { key: STATE.to_owned(), name: STATE_NAME.to_owned() };
    if key == STATE {
        let NamedArea { key, name } = land;
        return Ok(WorkspaceArea {
            key,
            name,
            level: AreaLevel::State.word(),
            designation: "Land".to_owned(),
            around: Vec::new(),
        });
    }
    if may_be_planning_area(key) {
        return planning_area(state, key, land);
    }
    let areas = &state.reference.areas;
    let own = areas.get(key).ok_or_else(|| unknown(key))?;
    let mut around: Vec<NamedArea> =
        std::iter::successors(areas.get(&own.parent), |it| areas.get(&it.parent))
            // A municipality that is an Amt of its own would stand above itself.
            .filter(|it| it.name != own.name)
            .map(|it| NamedArea { key: it.key.clone(), name: full_name(it) })
            .collect();
    around.push(land);
    around.reverse();
    Ok(WorkspaceArea {
        key: own.key.clone(),
        name: own.name.clone(),
        level: own.level.word(),
        designation: own.designation.clone(),
        around,
    })
}

fn planning_area(state: &State, key: &str, land: NamedArea) -> Result<WorkspaceArea, Error> {
    let loaded = state.indicators()?;
    let tree = &loaded.base.frame.tree;
    let node = tree.node(tree.get(key).ok_or_else(|| unknown(key))?);
    Ok(WorkspaceArea {
        key: node.key.clone(),
        name: node.name.clone(),
        level: node.level.word(),
        designation: String::new(),
        around: vec![land],
    })
}

fn unknown(key: &str) -> Error {
    let shown: String = key.chars().take(40).collect();
    Error::NotFound(Missing::Area(format!("\"{shown}\" is the key of no area")))
}

/// "Ludwigslust-Parchim" -> "Landkreis Ludwigslust-Parchim", "Crivitz" -> "Amt Crivitz"; a name that says so itself stays.
fn full_name(area: &Area) -> String {
    let is_named = matches!(area.level, Level::Municipality)
        || area.name.starts_with(&area.designation)
        || !matches!(area.designation.as_str(), "Landkreis" | "Amt");
    if is_named { area.name.clone() } else { format!("{} {}", area.designation, area.name) }
}

/// The area that a text names: a key, the state, a planning area, or what the gazetteer finds. A locality or a
/// postcode stands for its municipality.
pub fn find(state: &State, text: &str) -> Found {
    let text = text.trim();
    if text == STATE || STATE_WORDS.contains(&text.to_lowercase().as_str()) {
        return Found::Area(STATE.to_owned());
    }
    if state.reference.areas.get(text).is_some() {
        return Found::Area(text.to_owned());
    }
    let same = |it: &NamedArea| it.key == text || it.name.to_lowercase() == text.to_lowercase();
    if let Some(own) = planning_areas(state).into_iter().find(same) {
        return Found::Area(own.key);
    }
    match state.reference.gazetteer.resolve(text) {
        // An island or a peninsula is no area of the statistics.
        Resolution::Found(found) if state.reference.areas.get(&found.candidate.key).is_some() => {
            Found::Area(found.candidate.key)
        }
        Resolution::Found(_) => Found::Unknown(Vec::new()),
        Resolution::Ambiguous { bearers } => Found::Unknown(of_statistics(state, bearers)),
        Resolution::Unknown { did_you_mean } => Found::Unknown(of_statistics(state, did_you_mean)),
    }
}

/// The areas that the candidates are or lie in.
fn of_statistics(state: &State, candidates: Vec<Candidate>) -> Vec<NamedArea> {
    let known = |it: &Candidate| state.reference.areas.get(&it.key).is_some();
    candidates.into_iter().filter(known).map(named).collect()
}

fn named(candidate: Candidate) -> NamedArea {
    let what = match candidate.kind {
        Kind::Amt => "Amt ",
        _ => "",
    };
    let name = if candidate.label.starts_with(what) {
        candidate.label
    } else {
        format!("{what}{}", candidate.label)
    };
    NamedArea { key: candidate.key, name }
}

/// The planning areas of this installation; none while indicators are being put together.
pub fn planning_areas(state: &State) -> Vec<NamedArea> {
    let Ok(loaded) = state.indicators() else { return Vec::new() };
    let tree = &loaded.base.frame.tree;
    tree.level(AreaLevel::PlanningArea)
        .map(|at| tree.node(at))
        .map(|node| NamedArea { key: node.key.clone(), name: node.name.clone() })
        .collect()
}

/// The areas of a level, in an area or in the whole state, by name.
pub fn inside(state: &State, level: Level, outer: Option<&str>) -> Vec<NamedArea> {
    let areas = &state.reference.areas;
    let mut found: Vec<&Area> = match outer.and_then(|key| areas.get(key)) {
        Some(outer) => areas.within(level, outer).collect(),
        None => areas.level(level).collect(),
    };
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found.into_iter().map(|it| NamedArea { key: it.key.clone(), name: full_name(it) }).collect()
}
