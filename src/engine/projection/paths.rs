//! The assumptions of a scenario by year: each is linear from the value of the base year to its target and constant
//! after it.

use crate::model::{Model, Scenario, Target};
use crate::units::Year;

/// A linear path from the base year to a target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Path {
    base: f64,
    base_year: Year,
    target: Target,
}

impl Path {
    /// A path from the value of the base year to a target.
    pub fn new(base: f64, base_year: Year, target: Target) -> Self {
        Self { base, base_year, target }
    }

    /// The value in a year. A target in the base year or before it holds from the first year on.
    pub fn at(&self, year: Year) -> f64 {
        if year >= self.target.year {
            return self.target.value;
        }
        let way = f64::from(year.0 - self.base_year.0) / f64::from(self.target.year.0 - self.base_year.0);
        self.base + way * (self.target.value - self.base)
    }
}

/// What a scenario assumes of one year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assumptions {
    /// Children per woman of the reference.
    pub tfr: f64,
    /// Life expectancy at birth of the state, by sex.
    pub e0: [f64; 2],
    /// Factor on the net moves of the base period across the border of the state.
    pub external: f64,
    /// Factor on the net moves of the base period between districts.
    pub internal: f64,
}

/// The assumptions of each year after the base up to and with `to`.
pub fn assumptions(model: &Model, scenario: &Scenario, to: Year) -> Vec<(Year, Assumptions)> {
    let path = |base, target| Path::new(base, model.base_year, target);
    let tfr = path(model.fertility.tfr, scenario.tfr);
    let [men, women] = [0, 1].map(|sex| path(model.mortality.e0[sex], scenario.e0[sex]));
    // The base period's moves are what the factors are measured by.
    let (external, internal) =
        (path(1.0, scenario.external_migration), path(1.0, scenario.internal_migration));
    let of = |year| Assumptions {
        tfr: tfr.at(year),
        e0: [men.at(year), women.at(year)],
        external: external.at(year),
        internal: internal.at(year),
    };
    (model.base_year.0 + 1..=to.0).map(|year| (Year(year), of(Year(year)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_straight_to_its_target_and_constant_behind_it() {
        let path = Path::new(1.3, Year(2025), Target { value: 1.5, year: Year(2035) });
        assert_eq!(path.at(Year(2025)), 1.3);
        assert!((path.at(Year(2030)) - 1.4).abs() < 1e-15);
        assert_eq!(path.at(Year(2035)), 1.5);
        assert_eq!(path.at(Year(2060)), 1.5);
    }

    #[test]
    fn a_target_of_the_past_holds_at_once() {
        let path = Path::new(1.3, Year(2025), Target { value: 1.6, year: Year(2019) });
        assert_eq!(path.at(Year(2026)), 1.6);
    }
}
