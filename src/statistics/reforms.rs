//! When districts existed (`models/areas/reforms.toml`), and which of today hold the ground of a dissolved one.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::model::{File, LoadError};

/// Districts with their dates.
#[derive(Debug, Clone, Default)]
pub struct Reforms {
    districts: Vec<District>,
    laws: Vec<Reform>,
    mergers: Option<Mergers>,
}

/// Municipalities that became part of others.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mergers {
    /// On this day all of them existed.
    pub known: NaiveDate,
    /// On this day none existed any more.
    pub done: NaiveDate,
    /// Municipalities of today that did not exist on the first day.
    pub new: Vec<String>,
    /// The old key, and that of the municipality of today.
    pub into: Vec<(String, String)>,
}

/// A law that made new districts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reform {
    /// The first day of the new districts.
    pub from: NaiveDate,
    /// The name of the law.
    pub law: String,
}

/// A district that did not exist at all times.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct District {
    /// Five digits.
    pub key: String,
    /// As the statistics write it.
    pub name: String,
    /// Its first day.
    pub from: Option<NaiveDate>,
    /// Its last day.
    pub to: Option<NaiveDate>,
    /// The districts that hold its ground since then.
    #[serde(default)]
    pub into: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReformFile {
    reform: Vec<Reform>,
    district: Vec<District>,
    mergers: Option<Mergers>,
}

impl District {
    /// Whether it existed on this day.
    pub fn existed(&self, on: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= on) && self.to.is_none_or(|to| on <= to)
    }

    /// Whether a reform dissolved it.
    pub fn is_dissolved(&self) -> bool {
        self.to.is_some()
    }
}

impl Reforms {
    /// The table of this build.
    ///
    /// # Errors
    ///
    /// [`LoadError`] with file and line where the table is no table of districts.
    pub fn load() -> Result<Self, LoadError> {
        let text = crate::model::text("areas/reforms.toml")?;
        let file: ReformFile = File { path: "models/areas/reforms.toml", text: &text }.toml()?;
        Ok(Self { districts: file.district, laws: file.reform, mergers: file.mergers })
    }

    /// The laws, in the order of their dates.
    pub fn laws(&self) -> &[Reform] {
        &self.laws
    }

    /// The district with this key, if it did not exist at all times.
    pub fn district(&self, key: &str) -> Option<&District> {
        self.districts.iter().find(|district| district.key == key)
    }

    /// Whether the area with this key of five or eight digits existed on a day. A municipality's key begins with that
    /// of its district, so it is as old as this.
    pub fn existed(&self, key: &str, on: NaiveDate) -> bool {
        let of_district = if matches!(key.len(), 5 | 8) { key.get(..5) } else { None };
        of_district.and_then(|key| self.district(key)).is_none_or(|district| district.existed(on))
    }

    /// The districts that lay in the one with this key on a day, and whether they make it up: a split one is a part of
    /// two, so no sum gives the whole.
    pub fn predecessors(&self, key: &str, on: NaiveDate) -> (Vec<&str>, bool) {
        let parts = || {
            self.districts
                .iter()
                .filter(|it| it.existed(on) && it.into.iter().any(|successor| successor == key))
        };
        (parts().map(|part| part.key.as_str()).collect(), parts().all(|part| part.into.len() == 1))
    }

    /// The municipality of today that holds the ground of one that may still have existed on a day.
    pub fn merged(&self, key: &str, on: NaiveDate) -> Option<&str> {
        let mergers = self.mergers.as_ref().filter(|mergers| on < mergers.done)?;
        mergers.into.iter().find(|(old, _)| old == key).map(|(_, new)| new.as_str())
    }

    /// Whether the municipality was formed by a merger, so that it has no figures of its own before.
    pub fn is_formed(&self, key: &str) -> bool {
        self.mergers.as_ref().is_some_and(|mergers| mergers.new.iter().any(|new| new == key))
    }

    /// The keys of all municipalities that became part of the one with this key.
    pub fn merged_into(&self, key: &str) -> Vec<&str> {
        let all = self.mergers.iter().flat_map(|mergers| &mergers.into);
        all.filter(|(_, new)| new == key).map(|(old, _)| old.as_str()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn every_dissolved_district_has_a_successor_and_dates_meet() {
        let reforms = Reforms::load().unwrap();
        let second = day(2011, 9, 4);
        assert_eq!(reforms.laws().iter().map(|law| law.from).collect::<Vec<_>>(), [day(1994, 6, 12), second]);
        for district in &reforms.districts {
            assert_eq!(district.is_dissolved(), !district.into.is_empty(), "{}", district.key);
            for key in &district.into {
                assert_eq!(reforms.district(key).unwrap().from, Some(second), "{}", district.key);
                assert_eq!(district.to, second.pred_opt(), "{}", district.key);
            }
        }
        let on = |date| reforms.districts.iter().filter(|it| it.existed(date)).count();
        // Twelve districts and four cities became six districts; Rostock and Schwerin are not in the list.
        assert_eq!((on(day(2011, 9, 3)), on(second), on(day(1994, 6, 11))), (16, 6, 5));
        assert_eq!(reforms.predecessors("13076", day(2010, 12, 31)), (vec!["13054", "13060"], true));
        let (parts, whole) = reforms.predecessors("13071", day(2010, 12, 31));
        assert_eq!((parts.len(), whole), (4, false), "Demmin was split");
        assert_eq!(reforms.predecessors("13076", day(2012, 12, 31)).0, Vec::<&str>::new());
        assert!(
            !reforms.existed("13075001", day(2010, 12, 31)) && reforms.existed("13003000", day(2010, 12, 31))
        );
    }
}
