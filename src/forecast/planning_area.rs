//! Areas that a county put together from municipalities for its planning.

use crate::indicators::{AreaLevel, AreaTree};
use crate::units::Ags;

/// An area that a county put together from municipalities.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanningArea {
    /// The key the county chose, such as `PR-01`.
    pub key: String,
    /// The name the county chose.
    pub name: String,
    /// By their AGS of 8 digits.
    pub municipalities: Vec<Ags>,
    /// Whether its drawn border cuts municipalities, so that these are the area only nearly.
    pub is_approximate: bool,
}

/// The planning area of a key, or why there is none.
pub fn planning_area(tree: &AreaTree, key: &str) -> Result<PlanningArea, String> {
    let known = || {
        let keys: Vec<&str> =
            tree.level(AreaLevel::PlanningArea).map(|index| tree.node(index).key.as_str()).collect();
        if keys.is_empty() {
            "there are no planning areas".to_owned()
        } else {
            format!("planning areas are {}", keys.join(", "))
        }
    };
    let shown: String = key.chars().take(40).collect();
    let index = tree.get(key).ok_or_else(|| {
        format!(
            "\"{shown}\" is not a key of an area; hint: official keys have 2, 5, 8, 9 or 12 digits, {}",
            known()
        )
    })?;
    let node = tree.node(index);
    if node.level != AreaLevel::PlanningArea {
        return Err(format!(
            "{shown} is part of a municipality, of whose residents by age nothing is known there"
        ));
    }
    let municipality = |leaf: usize| {
        let leaf = tree.node(leaf);
        let is_municipality = leaf.level == AreaLevel::Municipality;
        let unknown = || format!("{shown} holds {}, which is not a whole municipality", leaf.key);
        if !is_municipality {
            return Err(unknown());
        }
        Ags::parse(&leaf.key).map_err(|_| unknown())
    };
    let municipalities = tree.leaves(index).into_iter().map(municipality).collect::<Result<_, _>>()?;
    let (key, name) = (node.key.clone(), node.name.clone());
    Ok(PlanningArea { key, name, municipalities, is_approximate: node.is_approximate })
}
