//! One year of one area in several draws side by side. The same year as in the baseline, in one
//! pass over the ages; a test holds the two together. Everything is plain arithmetic on arrays of a
//! fixed length, which the compiler turns into vector instructions, and no operation is fused, so
//! that the width of the vectors changes no byte.

use crate::model::{AGES, OPEN_AGE};

/// Draws side by side: the population of one area in all of them fits into the L1 cache.
pub const LANES: usize = 16;
pub type Lanes = [f64; LANES];
/// Persons by sex, age and draw.
pub type Population = [[Lanes; AGES]; 2];

const MALE: usize = 0;
const FEMALE: usize = 1;

/// What happens to one sex and age of an area in one year.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cell {
    /// The survival ratio into this age, as a parabola.
    pub survival: [f64; 3],
    /// Share that stays at each half of the year.
    pub stay: f64,
    /// Persons who come at the start and at the end.
    pub arrive_at_start: f64,
    pub arrive_at_end: f64,
    /// Increase of the share that stays per unit of the migration shock.
    pub mobility: f64,
    /// Half of the births per woman at a total fertility rate of one.
    pub half_fertility: f64,
    /// The row of the factors for its age.
    pub age_group: usize,
}

/// The shocks of a block of draws in one year.
#[derive(Debug, Clone, Copy)]
pub struct Chance {
    /// Position of the factor on death rates, by sex.
    pub mortality: [Lanes; 2],
    pub tfr: Lanes,
    pub migration: Lanes,
}

/// Projects all draws by one year. `cells` is by sex and age. `factors` on those who stay through half a year are by age group.
#[inline(always)]
pub fn year(
    population: &mut Population,
    cells: &[[Cell; AGES]; 2],
    male_births: f64,
    (chance, factors): (&Chance, &[Lanes]),
) {
    let mut births = [0.0; LANES];
    for (sex, (people, cells)) in population.iter_mut().zip(cells).enumerate() {
        age_and_move(people, cells, &chance.mortality[sex], (&chance.migration, factors), &mut births);
    }
    births.iter_mut().zip(&chance.tfr).for_each(|(births, tfr)| *births *= tfr);
    for (sex, share) in [(MALE, male_births), (FEMALE, 1.0 - male_births)] {
        let cell = &cells[sex][0];
        let newborns = &mut population[sex][0];
        for i in 0..LANES {
            let alive = births[i] * share * survival(cell, chance.mortality[sex][i]);
            let staying = stay(cell, chance.migration[i], factors[cell.age_group][i]);
            newborns[i] = alive * staying + cell.arrive_at_end;
        }
    }
}

#[inline(always)]
fn survival(cell: &Cell, position: f64) -> f64 {
    cell.survival[0] + position * (cell.survival[1] + position * cell.survival[2])
}

#[inline(always)]
fn stay(cell: &Cell, shock: f64, factor: f64) -> f64 {
    (cell.stay + shock * cell.mobility) * factor
}

/// From the oldest down, so that the table can be changed in place: who is in an age after the moves
/// at the start, `here`, has been carried on before it is overwritten. Adds the births.
#[inline(always)]
fn age_and_move(
    people: &mut [Lanes; AGES],
    cells: &[Cell; AGES],
    mortality: &Lanes,
    (migration, factors): (&Lanes, &[Lanes]),
    births: &mut Lanes,
) {
    let (mut staying, mut here, mut was_here) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
    let factor = &factors[cells[OPEN_AGE].age_group];
    for i in 0..LANES {
        staying[i] = stay(&cells[OPEN_AGE], migration[i], factor[i]);
        here[i] = people[OPEN_AGE][i] * staying[i] + cells[OPEN_AGE].arrive_at_start;
    }
    for age in (1..AGES).rev() {
        let (cell, younger) = (&cells[age], &cells[age - 1]);
        let already_open = if age == OPEN_AGE { 1.0 } else { 0.0 };
        let factor = &factors[younger.age_group];
        let mut end = [0.0; LANES];
        for i in 0..LANES {
            let younger_staying = stay(younger, migration[i], factor[i]);
            let younger_here = people[age - 1][i] * younger_staying + younger.arrive_at_start;
            let alive = (younger_here + already_open * here[i]) * survival(cell, mortality[i]);
            end[i] = alive * staying[i] + cell.arrive_at_end;
            was_here[i] = here[i];
            staying[i] = younger_staying;
            here[i] = younger_here;
        }
        if cell.half_fertility > 0.0 {
            for i in 0..LANES {
                births[i] += cell.half_fertility * (was_here[i] + end[i]);
            }
        }
        people[age] = end;
    }
}
