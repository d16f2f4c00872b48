//! What of measures with small counts was shown and withheld so far. Whoever kept an older page can put it beside a newer
//! one, so a cell that was once withheld stays withheld, and no cell that was once shown protects another.

use std::collections::{BTreeMap, HashMap};

use super::facts::Slot;
use super::formula::Ages;
use super::tree::{AreaLevel, AreaTree};
use crate::units::Sex;

/// With this the identity of ground that is no official area begins; the keys of its smallest areas follow.
const GROUND: char = '=';

/// The patterns of all measures and years.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Patterns(BTreeMap<(String, i32), Pattern>);

/// The cells of one measure and year, by the identity of the area and the words of the group.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pattern {
    pub(super) areas: BTreeMap<String, BTreeMap<String, Past>>,
}

/// What is known of a cell outside.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Past {
    /// Numbers that were shown.
    pub shown: Vec<f64>,
    /// Numbers that were withheld.
    pub withheld: Vec<f64>,
}

/// A line of the text in which a pattern is kept that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the pattern of what was withheld is damaged in line {0}; hint: bring the database back from a backup"
)]
pub struct DamagedPattern(pub usize);

impl Patterns {
    /// The pattern of a measure and year.
    pub fn get(&self, measure: &str, year: i32) -> Option<&Pattern> {
        self.0.get(&(measure.to_owned(), year))
    }

    /// Puts a pattern in the place of the one before.
    pub fn set(&mut self, measure: &str, year: i32, pattern: Pattern) {
        self.0.insert((measure.to_owned(), year), pattern);
    }

    /// Puts all patterns of another over these.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Measure, year and pattern.
    pub fn iter(&self) -> impl Iterator<Item = (&str, i32, &Pattern)> {
        self.0.iter().map(|((measure, year), pattern)| (measure.as_str(), *year, pattern))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Pattern {
    /// What is known of a cell.
    pub fn past(&self, area: &str, group: &str) -> Option<&Past> {
        self.areas.get(area)?.get(group)
    }

    /// Whether any cell was ever withheld.
    pub fn withholds(&self) -> bool {
        self.areas.values().flat_map(BTreeMap::values).any(|past| !past.withheld.is_empty())
    }

    /// The groups of all cells that were ever withheld.
    pub(super) fn withheld_groups(&self) -> impl Iterator<Item = &String> {
        let cells = self.areas.values().flatten();
        cells.filter(|(_, past)| !past.withheld.is_empty()).map(|(group, _)| group)
    }

    pub(super) fn note(&mut self, area: &str, group: &str, number: f64, is_withheld: bool) {
        if !self.areas.contains_key(area) {
            self.areas.insert(area.to_owned(), BTreeMap::new());
        }
        let Some(of_area) = self.areas.get_mut(area) else { return };
        let past = of_area.entry(group.to_owned()).or_default();
        let numbers = if is_withheld { &mut past.withheld } else { &mut past.shown };
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }

    /// The pattern as text: a line `@AREA`, then one for each of its cells.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for (area, cells) in &self.areas {
            text.push('@');
            text.push_str(area);
            text.push('\n');
            for (group, past) in cells {
                text.push_str(&format!("{group}|{}|{}\n", list(&past.withheld), list(&past.shown)));
            }
        }
        text
    }

    /// Reads what [`Pattern::to_text`] has written.
    ///
    /// # Errors
    ///
    /// [`DamagedPattern`] with the line, from 1. Nothing may be shown then.
    pub fn from_text(text: &str) -> Result<Self, DamagedPattern> {
        let mut pattern = Self::default();
        let mut area = None;
        for (at, line) in text.lines().enumerate() {
            let damaged = || DamagedPattern(at + 1);
            if let Some(next) = line.strip_prefix('@') {
                area = Some(pattern.areas.entry(next.to_owned()).or_default());
                continue;
            }
            let number = |text: &str| text.parse::<f64>().map_err(|_| damaged());
            let numbers = |text: &str| -> Result<Vec<f64>, DamagedPattern> {
                text.split(',').filter(|it| !it.is_empty()).map(number).collect()
            };
            let [group, withheld, shown] = line.split('|').collect::<Vec<&str>>()[..] else {
                return Err(damaged());
            };
            let past = Past { shown: numbers(shown)?, withheld: numbers(withheld)? };
            area.as_mut().ok_or_else(damaged)?.insert(group.to_owned(), past);
        }
        Ok(pattern)
    }
}

fn list(numbers: &[f64]) -> String {
    numbers.iter().map(f64::to_string).collect::<Vec<String>>().join(",")
}

/// What each area of the tree is by its ground, whatever its key and name are: areas of the same ground (a municipality,
/// the Amt that has no other, a planning area around it) have one identity. It is the key of the smallest official area
/// with that ground; other ground is named by the smallest areas in it.
pub(super) fn identities(tree: &AreaTree) -> Vec<String> {
    let grounds: Vec<Vec<usize>> = (0..tree.len())
        .map(|area| {
            let mut leaves = tree.leaves(area);
            leaves.sort_unstable();
            leaves
        })
        .collect();
    let mut official: HashMap<&[usize], usize> = HashMap::new();
    for (area, leaves) in grounds.iter().enumerate() {
        let level = tree.node(area).level;
        let is_smaller = |known: &usize| tree.node(*known).level < level;
        if level != AreaLevel::PlanningArea && official.get(&leaves[..]).is_none_or(is_smaller) {
            official.insert(leaves, area);
        }
    }
    let key = |area: &usize| tree.node(*area).key.as_str();
    let identity = |leaves: &Vec<usize>| match official.get(&leaves[..]) {
        Some(area) => key(area).to_owned(),
        None => {
            let mut keys: Vec<&str> = leaves.iter().map(key).collect();
            keys.sort_unstable();
            format!("{GROUND}{}", keys.join("+"))
        }
    };
    grounds.iter().map(identity).collect()
}

/// The smallest areas of an identity; `None` if one of them is no area any more.
pub(super) fn ground(identity: &str, tree: &AreaTree) -> Option<Vec<usize>> {
    match identity.strip_prefix(GROUND) {
        Some(keys) => keys.split('+').map(|key| tree.get(key)).collect(),
        None => tree.get(identity).map(|area| tree.leaves(area)),
    }
}

/// A group in words that stay the same from one version of the program to the next.
pub(super) fn group_words(slot: &Slot, types: &[String]) -> String {
    let sex = slot.sex.map_or("", |sex| if sex == Sex::Male { "m" } else { "f" });
    let ages = match slot.ages {
        None => String::new(),
        Some(Ages { from, to: None }) => format!("{from}.."),
        Some(Ages { from, to: Some(to) }) => format!("{from}..{to}"),
    };
    let grade = slot.grade.map(|grade| grade.to_string()).unwrap_or_default();
    let kind = slot.kind.and_then(|kind| types.get(usize::from(kind))).map_or("", String::as_str);
    format!("{sex};{ages};{grade};{kind}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_reads_as_it_is_written_and_a_damaged_one_is_refused() {
        let mut pattern = Pattern::default();
        pattern.note("13076032", ";;;", 2.0, true);
        pattern.note("13076032", ";;;", 20.0, true);
        pattern.note("13076048", ";;;", 14.0, false);
        pattern.note("13076048", "f;65..;;a/b", 7.5, false);
        pattern.note("13076048", ";;;", 15.0, false);
        pattern.note("=13076032+13076048", ";;;", 16.0, false);
        assert_eq!(Pattern::from_text(&pattern.to_text()), Ok(pattern.clone()));
        assert!(pattern.withholds() && pattern.past("13076048", ";;;").unwrap().shown == [14.0, 15.0]);
        for (text, line) in [("a|1|\n", 1), ("@13\n;;;|x|\n", 2), ("@13\n;;;|1\n", 2), ("@13\n;;;||1,y\n", 2)]
        {
            assert_eq!(Pattern::from_text(text), Err(DamagedPattern(line)), "{text}");
        }
    }
}
