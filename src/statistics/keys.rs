//! Keys of areas in every length that offices use, and what a key means on a date.

use chrono::NaiveDate;

use super::reforms::Reforms;
use crate::areas::Areas;
use crate::indicators::{AreaLevel, AreaTree};

/// The key of the state, with which all of its keys begin.
const STATE: &str = "13";

/// What the key of a row means on its date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// An area of today.
    Today(String),
    /// An area of today that did not exist yet.
    NotYet(String),
    /// A district or municipality that existed then, with the areas of today that hold its ground.
    Before { old: String, into: Vec<String> },
    /// A district that a reform had dissolved, or a municipality in one.
    Dissolved,
    /// A municipality in a district that a reform dissolved later.
    OldMunicipality,
    /// A key of this state that no area has, or in a table of one's own any key that is none.
    Unknown,
    /// An area outside of the state.
    Foreign,
}

/// What keys are looked up in.
#[derive(Debug, Clone, Copy)]
pub struct Keys<'a> {
    pub tree: &'a AreaTree,
    pub areas: &'a Areas,
    pub reforms: &'a Reforms,
}

impl Keys<'_> {
    /// What a key means on a day. `districts` tells that the column holds districts, so that `13004000` is the district
    /// and not the municipality of the same ground; `is_own` that every key should be one of this state.
    pub fn place(&self, text: &str, districts: bool, is_own: bool, on: NaiveDate) -> Place {
        let text = text.trim();
        if let Some(key) = self.today(text, districts) {
            return if self.reforms.existed(&key, on) { Place::Today(key) } else { Place::NotYet(key) };
        }
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits || !text.starts_with(STATE) {
            let is_foreign = text.is_empty() || text == "DG" || digits;
            return if is_own || !is_foreign { Place::Unknown } else { Place::Foreign };
        }
        if let Some(district) = short(text).and_then(|key| self.reforms.district(key)) {
            let (old, into) = (district.key.clone(), district.into.clone());
            return if district.existed(on) { Place::Before { old, into } } else { Place::Dissolved };
        }
        if let Some(into) = self.reforms.merged(text, on) {
            return Place::Before { old: text.to_owned(), into: vec![into.to_owned()] };
        }
        match text.get(..5).and_then(|key| self.reforms.district(key)).filter(|it| it.is_dissolved()) {
            Some(district) if district.existed(on) => Place::OldMunicipality,
            Some(_) => Place::Dissolved,
            None => Place::Unknown,
        }
    }

    /// The key of an area of today.
    fn today(&self, text: &str, districts: bool) -> Option<String> {
        let of_tree = |key: &str| self.tree.get(key).map(|index| self.tree.node(index).key.clone());
        let of_district = || {
            let key = short(text).filter(|key| *key != text)?;
            let index = self.tree.get(key)?;
            let is_large = matches!(self.tree.node(index).level, AreaLevel::District | AreaLevel::State);
            is_large.then(|| key.to_owned())
        };
        let first = if districts { of_district() } else { None };
        first
            .or_else(|| of_tree(text))
            .or_else(|| self.by_regional_key(text))
            .or_else(of_district)
            .or_else(|| text.strip_suffix("000").filter(|key| key.len() == 9).and_then(of_tree))
    }
}

/// The length of a municipality's regional key.
const REGIONAL_KEY: usize = 12;

impl Keys<'_> {
    fn by_regional_key(&self, text: &str) -> Option<String> {
        // The look-up goes through all areas, so it is asked only for what can be such a key.
        let may_be = text.len() == REGIONAL_KEY && text.starts_with(STATE);
        if may_be { self.areas.get(text).map(|area| area.key.clone()) } else { None }
    }
}

/// The key of a state or district without the zeros to which databases fill it up: `13`, `130`, `13000000` and
/// `130000000000` are the state, `13076`, `13076000` and `130760000000` a district.
fn short(text: &str) -> Option<&str> {
    let is_zero = |rest: &str| rest.bytes().all(|byte| byte == b'0');
    let length_is_known = matches!(text.len(), 2 | 3 | 5 | 8 | 9 | 12);
    if !length_is_known || !text.is_ascii() {
        return None;
    }
    let (state, rest) = text.split_at_checked(2)?;
    if is_zero(rest) {
        return Some(state);
    }
    let (district, rest) = text.split_at_checked(5)?;
    is_zero(rest).then_some(district)
}
