//! How the shares of a small area change from year to year. Those who stay grow older and keep their share in the residents of their
//! age; those who leave are replaced by people who are spread over the small areas as the residents of their age were on the
//! day of the count.

use crate::model::{AGES, BySexAge};

/// What carries shares on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ageing {
    /// The part of the residents of each age that leaves a small area within a year.
    pub departures: [f64; AGES],
}

impl Ageing {
    /// The shares so many years after a count. Newborns are shared as in the count; between two whole years the shares
    /// follow a straight line. In each cell the sum over all small areas of a district stays what it was.
    pub fn after(&self, count: &BySexAge, years: f64) -> BySexAge {
        let mut shares = *count;
        let whole = years.max(0.0).floor();
        // A person passes each age once, so further steps than ages change little and 200 years are the end of it.
        for _ in 0..whole.min(200.0) as usize {
            shares = self.a_year_on(count, &shares);
        }
        let part = years.max(0.0) - whole;
        if part == 0.0 {
            return shares;
        }
        let next = self.a_year_on(count, &shares);
        std::array::from_fn(|sex| {
            std::array::from_fn(|age| (1.0 - part) * shares[sex][age] + part * next[sex][age])
        })
    }

    fn a_year_on(&self, count: &BySexAge, shares: &BySexAge) -> BySexAge {
        let mut older = *count;
        for (older, shares) in older.iter_mut().zip(shares) {
            for ((older, stayed), left) in older.iter_mut().skip(1).zip(shares).zip(&self.departures) {
                *older = (1.0 - left) * stayed + left * *older;
            }
        }
        older
    }
}

#[cfg(test)]
mod tests;
