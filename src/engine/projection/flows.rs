//! The flows of a year by cell, kept where an explanation of a population is requested.

use crate::model::{AGES, BySexAge, OPEN_AGE};
use crate::projection::moves::{CellMoves, NOBODY, Streams};
use crate::projection::step;
use crate::units::Sex;

/// What came into each cell of an area in a year and what left it, by the age at the end of the year.
#[derive(Debug, Clone, PartialEq)]
pub struct Flows {
    /// Those who could die: residents after half of the moves, and newborns.
    pub at_risk: BySexAge,
    /// Deaths by the age that would have been reached at the end of the year.
    pub deaths: BySexAge,
    /// Net moves from and to other districts.
    pub internal: BySexAge,
    /// Net moves across the border of the state.
    pub external: BySexAge,
    /// Newcomers into planned housing.
    pub housing: BySexAge,
    /// What the control totals added or took away.
    pub benchmark: BySexAge,
    /// Women of each age in the year, the mean of its start and end: who could bear.
    pub women: [f64; AGES],
    /// The moves once more, each direction by itself.
    pub streams: Streams,
}

impl Flows {
    /// No flows.
    pub const NONE: Self = Self {
        at_risk: NOBODY,
        deaths: NOBODY,
        internal: NOBODY,
        external: NOBODY,
        housing: NOBODY,
        benchmark: NOBODY,
        women: [0.0; AGES],
        streams: Streams::NONE,
    };

    /// Records who of `start` is left, one year older.
    pub(super) fn died(&mut self, sex: usize, start: &[f64; AGES], end: &[f64; AGES]) {
        self.at_risk[sex] = older(start);
        for (deaths, (before, after)) in self.deaths[sex].iter_mut().zip(self.at_risk[sex].iter().zip(end)) {
            *deaths = before - after;
        }
    }

    /// Records the newborns of a sex and those of them who live at the end of the year.
    pub(super) fn born(&mut self, sex: usize, births: f64, alive: f64) {
        self.at_risk[sex][0] = births;
        self.deaths[sex][0] = births - alive;
    }

    /// Records the women who could bear.
    pub(super) fn exposed(&mut self, start: &BySexAge, end: &BySexAge) {
        let women = Sex::Female as usize;
        for (age, cell) in self.women.iter_mut().enumerate() {
            *cell = 0.5 * (start[women][age] + end[women][age]);
        }
    }

    /// Records the moves of both halves of the year.
    pub(super) fn moved(&mut self, moves: CellMoves) {
        let CellMoves { internal, external, housing, streams } = moves;
        (self.internal, self.external, self.housing) = (internal, external, housing);
        self.streams = streams;
    }
}

impl Streams {
    const NONE: Self = Self {
        residents: NOBODY,
        left_state: NOBODY,
        came_to_state: NOBODY,
        left_for_others: NOBODY,
        came_from_others: NOBODY,
    };
}

impl CellMoves {
    pub const NONE: Self =
        Self { internal: NOBODY, external: NOBODY, housing: NOBODY, streams: Streams::NONE };

    /// Records half of a year's moves of a cell beside those into it from other districts: who lived there
    /// before, who came to the state, left it, and left for other districts.
    pub fn half(
        &mut self,
        (sex, age): (usize, usize),
        residents: f64,
        (came, left, for_others): (f64, f64, f64),
    ) {
        self.external[sex][age] += came - left;
        self.internal[sex][age] -= for_others;
        self.streams.residents[sex][age] += 0.5 * residents;
        self.streams.came_to_state[sex][age] += came;
        self.streams.left_state[sex][age] += left;
        self.streams.left_for_others[sex][age] += for_others;
    }

    /// The moves of the first half of a year at the age of its end; the streams stay at the age of the move.
    pub fn year_on(&mut self) {
        for table in [&mut self.internal, &mut self.external, &mut self.housing] {
            *table = year_on(table);
        }
    }
}

/// Everybody one year older; nobody is newborn.
fn year_on(table: &BySexAge) -> BySexAge {
    [older(&table[0]), older(&table[1])]
}

fn older(row: &[f64; AGES]) -> [f64; AGES] {
    let mut next = [0.0; AGES];
    step::survive(row, &[1.0; OPEN_AGE + 1], &mut next);
    next
}
