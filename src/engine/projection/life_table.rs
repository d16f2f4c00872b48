//! Period life tables: from death rates to survivors, person-years and survival ratios.
//!
//! Notation of Preston, Heuveline and Guillot (2001), chapter 3: `mx` death rate, `ax` years lived in
//! the interval by those who die in it, `qx` probability of dying, `lx` survivors of one newborn,
//! `nlx` person-years (nLx), `tx` person-years above an age (Tx), `ex` life expectancy. The last
//! interval is always open.

use crate::model::{AGES, OPEN_AGE};
use crate::units::Sex;

/// Years lived in the year of age in which they die, by those who die at 1 to 99: deaths are spread
/// evenly over the year (Preston et al. 2001, chapter 3).
pub const AX: f64 = 0.5;
/// How far a shifted table may stay from its target, in years of life expectancy at birth.
pub const E0_TOLERANCE: f64 = 1e-9;
/// The greatest change of the death rates that is looked for, as a logarithm: e⁴ is about 55 times.
const MAX_SHIFT: f64 = 4.0;
/// Ages of a table in single years to which the old-age curve is fitted.
const OLD_AGES: std::ops::Range<usize> = 85..OPEN_AGE;
/// The old-age curve is followed to this age. Fewer than one in 10¹² would live on.
const LAST_AGE: usize = 150;

/// Why there is no life table.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum LifeTableError {
    #[error(
        "the probability of dying at age {age} is {qx}, but must be from 0 to 1 and below 1 before the open age"
    )]
    Probability { age: usize, qx: f64 },
    #[error(
        "the life table cannot be closed: the death rate at age {age} is {mx}, but must lie between 0 and 1 from age {} on, where the old-age curve is fitted",
        OLD_AGES.start
    )]
    Closing { age: usize, mx: f64 },
    #[error(
        "no factor on the death rates brings life expectancy at birth to {e0} years; hint: the table itself has {own:.2}"
    )]
    Unreachable { e0: f64, own: f64 },
}

/// The columns of a life table for one newborn (radix 1).
#[derive(Debug, Clone, PartialEq)]
pub struct LifeTable {
    /// Probability of dying between exact age x and x + 1.
    pub qx: Vec<f64>,
    /// Share of newborns alive at exact age x.
    pub lx: Vec<f64>,
    /// Years lived between exact age x and x + 1.
    pub nlx: Vec<f64>,
    /// Years lived from exact age x on.
    pub tx: Vec<f64>,
    /// Life expectancy at exact age x, in years.
    pub ex: Vec<f64>,
}

impl LifeTable {
    /// From intervals of `width` years, of which the last is open and its width not read
    /// (Preston et al. 2001, box 3.1).
    pub fn new(width: &[f64], mx: &[f64], ax: &[f64]) -> Self {
        let ages = mx.len();
        let (mut qx, mut lx, mut nlx) = (vec![1.0; ages], vec![1.0; ages], vec![0.0; ages]);
        let mut alive = 1.0;
        for (x, (&m, (&n, &a))) in mx.iter().zip(width.iter().zip(ax)).enumerate() {
            lx[x] = alive;
            if x + 1 == ages {
                nlx[x] = open_person_years(alive, m);
            } else {
                qx[x] = probability(n, m, a);
                let dead = alive * qx[x];
                nlx[x] = n * (alive - dead) + a * dead;
                alive -= dead;
            }
        }
        let mut tx = nlx.clone();
        for x in (1..ages).rev() {
            tx[x - 1] += tx[x];
        }
        let ex = tx.iter().zip(&lx).map(|(t, l)| t / l).collect();
        Self { qx, lx, nlx, tx, ex }
    }
}

/// nqx from nmx and nax (Preston et al. 2001, chapter 3).
fn probability(width: f64, mx: f64, ax: f64) -> f64 {
    width * mx / (1.0 + (width - ax) * mx)
}

/// Person-years in the open interval: everybody dies in it, at the rate `mx`
/// (Preston et al. 2001, chapter 3).
fn open_person_years(lx: f64, mx: f64) -> f64 {
    lx / mx
}

/// Death rates by single age 0 to 100+ of one sex, and where in the year deaths lie.
#[derive(Debug, Clone, PartialEq)]
pub struct Mortality {
    mx: [f64; AGES],
    a0: f64,
}

impl Mortality {
    /// From the probabilities of a published table. Its value at the open age is not read, since
    /// there everybody dies: the open age is closed by [`open_life_expectancy`].
    pub fn from_qx(sex: Sex, qx: &[f64; AGES]) -> Result<Self, LifeTableError> {
        let a0 = infant_a0(sex, qx[0]);
        let mut mx = [0.0; AGES];
        for (age, (m, &q)) in mx.iter_mut().zip(qx).take(OPEN_AGE).enumerate() {
            if !(0.0..1.0).contains(&q) {
                return Err(LifeTableError::Probability { age, qx: q });
            }
            let a = if age == 0 { a0 } else { AX };
            *m = q / (1.0 - (1.0 - a) * q);
        }
        mx[OPEN_AGE] = 1.0 / open_life_expectancy(&mx)?;
        Ok(Self { mx, a0 })
    }

    /// The same ages at death at `factor` times the rates: a shift of log mx by a constant.
    pub fn scaled(&self, factor: f64) -> Self {
        Self { mx: self.mx.map(|m| m * factor), a0: self.a0 }
    }

    fn ax(&self) -> [f64; AGES] {
        let mut ax = [AX; AGES];
        ax[0] = self.a0;
        ax
    }

    /// The life table of these death rates.
    pub fn life_table(&self) -> LifeTable {
        LifeTable::new(&[1.0; AGES], &self.mx, &self.ax())
    }

    /// nLx of the table, without its other columns and without memory.
    fn person_years(&self, factor: f64) -> [f64; AGES] {
        let mut nlx = [0.0; AGES];
        let mut alive = 1.0;
        for (x, (l, &m)) in nlx.iter_mut().zip(&self.mx).enumerate() {
            let (m, a) = (m * factor, if x == 0 { self.a0 } else { AX });
            if x == OPEN_AGE {
                *l = open_person_years(alive, m);
            } else {
                let dead = alive * probability(1.0, m, a);
                *l = (alive - dead) + a * dead;
                alive -= dead;
            }
        }
        nlx
    }

    /// Life expectancy at birth at `factor` times the rates.
    pub fn e0(&self, factor: f64) -> f64 {
        self.person_years(factor).iter().sum()
    }

    /// The factor on all death rates that brings life expectancy at birth to `e0`, within
    /// [`E0_TOLERANCE`], by bisection of its logarithm.
    pub fn factor_for(&self, e0: f64) -> Result<f64, LifeTableError> {
        let (mut low, mut high) = (-MAX_SHIFT, MAX_SHIFT);
        if !(self.e0(high.exp())..=self.e0(low.exp())).contains(&e0) {
            return Err(LifeTableError::Unreachable { e0, own: self.e0(1.0) });
        }
        loop {
            let middle = 0.5 * (low + high);
            let found = self.e0(middle.exp());
            if (found - e0).abs() <= E0_TOLERANCE || high <= low + f64::EPSILON {
                return Ok(middle.exp());
            }
            // Higher rates, shorter lives.
            if found > e0 { low = middle } else { high = middle }
        }
    }

    /// Survival ratios over one year at `factor` times the rates.
    pub fn survival_ratios(&self, factor: f64) -> [f64; AGES] {
        let mut sx = [0.0; AGES];
        survival_ratios(&self.person_years(factor), 1.0, &mut sx);
        sx
    }
}

/// Survival ratios over an interval as long as the age groups are wide, filled into `sx`: at 0 from
/// birth to the first group, at x from group x-1 to group x, at the open age from the last two
/// groups together to the open one, T(x)/T(x-1) (Preston et al. 2001, box 6.1).
pub fn survival_ratios(nlx: &[f64], width: f64, sx: &mut [f64]) {
    let mut younger = width;
    for (s, &l) in sx.iter_mut().zip(nlx) {
        *s = l / younger;
        younger = l;
    }
    if let ([.., last], [.., before, open]) = (sx, nlx) {
        *last = open / (before + open);
    }
}

/// a0 from q0 after Andreev and Kingkade (2015), Demographic Research 33:13, as the Human Mortality
/// Database uses it: infants who die today die earlier than the older formulas say.
fn infant_a0(sex: Sex, q0: f64) -> f64 {
    match sex {
        Sex::Male if q0 < 0.0226 => 0.1493 - 2.0367 * q0,
        Sex::Male if q0 < 0.0785 => 0.0244 + 3.4994 * q0,
        Sex::Male => 0.2991,
        Sex::Female if q0 < 0.0170 => 0.1490 - 2.0867 * q0,
        Sex::Female if q0 < 0.0658 => 0.0438 + 4.1075 * q0,
        Sex::Female => 0.3141,
    }
}

/// Life expectancy at the open age. Published tables end where few people live, so the death rates
/// of the old ages are followed by a logistic curve, logit m = c + b·age (Thatcher, Kannisto and
/// Vaupel 1998, the Kannisto model), fitted by least squares, and its survivors are summed.
pub fn open_life_expectancy(mx: &[f64; AGES]) -> Result<f64, LifeTableError> {
    let (mut n, mut sx, mut sy, mut sxx, mut sxy) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (age, &m) in mx.iter().enumerate().take(OLD_AGES.end).skip(OLD_AGES.start) {
        if !(m > 0.0 && m < 1.0) {
            return Err(LifeTableError::Closing { age, mx: m });
        }
        let (x, y) = (age as f64, (m / (1.0 - m)).ln());
        (n, sx, sy, sxx, sxy) = (n + 1.0, sx + x, sy + y, sxx + x * x, sxy + x * y);
    }
    let slope = (n * sxy - sx * sy) / (n * sxx - sx * sx);
    let level = (sy - slope * sx) / n;
    let (mut alive, mut years) = (1.0f64, 0.0);
    for age in OPEN_AGE..LAST_AGE {
        let m = 1.0 / (1.0 + (-(level + slope * age as f64)).exp());
        let at_end = alive * (-m).exp();
        years += (alive - at_end) / m;
        alive = at_end;
    }
    Ok(years)
}

#[cfg(test)]
mod tests;
