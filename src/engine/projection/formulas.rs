//! The formulas of a year, written once over [`Quantity`]. The run reads them as plain numbers cell by cell, `explain`
//! as figures of groups of ages. A test holds to them what the steps compute for a whole table at once.

use std::fmt::Display;

use crate::algebra::{Quantity, Unit};

/// The name of a formula in a run that is not explained.
pub(super) const UNNAMED: &str = "";

type Name<'n> = &'n dyn Display;

/// Births per woman and year of an age: its share of the total fertility rate, times children per woman in the state, times
/// the level of the district.
#[inline(always)]
pub fn births_per_woman(share: f64, tfr: f64, level: f64) -> f64 {
    share * (tfr * level)
}

/// Births of women at a rate per woman and year.
#[inline(always)]
pub fn births<Q: Quantity>(name: Name, women: Q, rate: Q) -> Q {
    Q::product((name, Unit::Persons), [women, rate])
}

/// Newborns of one sex, by its share.
#[inline(always)]
pub fn newborns<Q: Quantity>(births: Q, share: Q) -> Q {
    Q::product((&"births", Unit::Persons), [births, share])
}

/// Deaths of people alive, by the share of them who die.
#[inline(always)]
pub fn deaths<Q: Quantity>(name: Name, alive: Q, rate: Q) -> Q {
    Q::product((name, Unit::Persons), [alive, rate])
}

/// Gains across the border of the state are counts: as many come as in the base period, times the year's factor.
#[inline(always)]
pub fn came_to_state<Q: Quantity>(name: Name, gained: Q, factor: Q) -> Q {
    Q::product((name, Unit::Persons), [gained, factor])
}

/// Losses are shares: of the residents the share of the base period leaves, times the year's factor.
#[inline(always)]
pub fn left<Q: Quantity>(name: Name, residents: Q, share: Q, factor: Q) -> Q {
    Q::product((name, Unit::Persons), [residents, share, factor])
}

/// Persons of the pool of those who left a district who arrive in this one.
#[inline(always)]
pub fn came_from_others<Q: Quantity>(name: Name, pool: Q, share: Q) -> Q {
    Q::product((name, Unit::Persons), [pool, share])
}

/// Arrivals minus departures.
pub fn net_moves<Q: Quantity>(came: Q, left: Q) -> Q {
    Q::difference((&"net moves", Unit::Persons), came, [left])
}

/// The change of the institutional population (residents of care homes) in a year.
pub fn change_of_homes<Q: Quantity>(now: Q, before: Q) -> Q {
    Q::difference((&"change of the residents of care homes", Unit::Persons), now, [before])
}

/// What control totals add to a year; below zero they take away.
pub fn added_by_controls<Q: Quantity>(after: Q, before: Q) -> Q {
    Q::difference((&"added by the control totals", Unit::Persons), after, [before])
}

/// Residents: those of the base date and all who came since, in whichever way, less those who died since.
pub fn residents<Q: Quantity>(came: impl IntoIterator<Item = Q>, died: Q) -> Q {
    let came = Q::sum((&"with births and moves, before deaths", Unit::Persons), came);
    Q::difference((&"residents", Unit::Persons), came, [died])
}

/// Net moves of an area in a year, of all kinds.
pub fn net_migration<Q: Quantity>(name: Name, kinds: [Q; 4]) -> Q {
    Q::sum((name, Unit::Persons), kinds)
}

#[cfg(test)]
mod tests;
