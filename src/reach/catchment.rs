//! The enhanced two-step floating catchment area method: Luo and Qi (2009), "An enhanced two-step floating
//! catchment area (E2SFCA) method for measuring spatial accessibility to primary care physicians", Health & Place
//! 15, 1100-1107.
//!
//! Step one gives each offer the ratio of its places to the people around it, those farther away counted less.
//! Step two adds up, for each cell, the ratios of the offers around it with the same weights.

use super::times::Times;
use crate::routing::columns::seconds;

/// The zones of the method, in minutes, and the weight of each (a Gaussian that falls slowly, the first of the two
/// sets of the paper). Beyond the last zone nothing counts.
pub const ZONES: [(f64, f64); 3] = [(10.0, 1.0), (20.0, 0.68), (30.0, 0.22)];

fn weight(time: u16) -> f64 {
    let Some(time) = seconds(time) else { return 0.0 };
    ZONES.iter().find(|(minutes, _)| time.0 <= minutes * 60.0).map_or(0.0, |(_, weight)| *weight)
}

/// Places a person, by cell.
pub fn accessibility(demand: &[f64], supply: &[f64], times: &Times) -> Vec<f64> {
    let mut access = vec![0.0; demand.len()];
    for (offer, places) in supply.iter().enumerate() {
        let column = times.column(offer);
        let around: f64 = demand.iter().zip(column).map(|(persons, time)| persons * weight(*time)).sum();
        if around > 0.0 {
            let ratio = places / around;
            access.iter_mut().zip(column).for_each(|(access, time)| *access += ratio * weight(*time));
        }
    }
    access
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routing::TravelSource;
    use crate::units::Seconds;
    use proptest::prelude::*;

    fn times(minutes: Vec<Vec<Option<f64>>>) -> Times {
        let row = |row: Vec<Option<f64>>| row.into_iter().map(|it| it.map(|it| Seconds(it * 60.0))).collect();
        let rows: Vec<Vec<Option<Seconds>>> = minutes.into_iter().map(row).collect();
        Times::new(TravelSource::Fixed, &rows)
    }

    /// By hand. Two municipalities of 1,000 and 500 people, two offers of 20 and 10 places.
    /// First offer: 5 and 15 minutes away, around it 1,000 + 0.68 · 500 = 1,340 people, ratio 20/1,340.
    /// Second offer: 25 and 8 minutes away, 0.22 · 1,000 + 500 = 720 people, ratio 10/720.
    /// First municipality: 20/1,340 + 0.22 · 10/720 = 0.0179809; second: 0.68 · 20/1,340 + 10/720 = 0.0240382.
    #[test]
    fn two_municipalities_and_two_offers() {
        let times = times(vec![vec![Some(5.0), Some(25.0)], vec![Some(15.0), Some(8.0)]]);
        let access = accessibility(&[1000.0, 500.0], &[20.0, 10.0], &times);
        assert!((access[0] - 0.017_980_9).abs() < 1e-7, "{access:?}");
        assert!((access[1] - 0.024_038_2).abs() < 1e-7, "{access:?}");
    }

    #[test]
    fn the_edge_of_a_zone_belongs_to_it_and_beyond_the_last_nothing_counts() {
        let access = |minutes| accessibility(&[100.0], &[10.0], &times(vec![vec![minutes]]))[0];
        assert!(access(Some(30.0)) > 0.0);
        assert_eq!(access(Some(30.1)), 0.0);
        assert_eq!(access(None), 0.0);
    }

    proptest! {
        /// What people can get at is what there is, but for offers that nobody lives around.
        #[test]
        fn no_place_is_lost_and_none_counted_twice(
            demand in prop::collection::vec(0.0..5_000.0_f64, 1..12),
            supply in prop::collection::vec(0.0..80.0_f64, 1..8),
            seed in any::<u64>(),
        ) {
            let minutes = |at: usize, offer: usize| {
                let mixed = (seed ^ (at as u64 * 31 + offer as u64)).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
                (!mixed.is_multiple_of(7)).then_some((mixed % 400) as f64 / 10.0)
            };
            let rows = (0..demand.len()).map(|at| (0..supply.len()).map(|offer| minutes(at, offer)).collect());
            let times = times(rows.collect());
            let access = accessibility(&demand, &supply, &times);
            let got: f64 = demand.iter().zip(&access).map(|(persons, places)| persons * places).sum();
            let reached = |offer: usize| demand.iter().enumerate()
                .any(|(at, persons)| *persons > 0.0 && weight(times.column(offer)[at]) > 0.0);
            let there: f64 = supply.iter().enumerate().filter(|(offer, _)| reached(*offer)).map(|(_, places)| places).sum();
            prop_assert!((got - there).abs() <= 1e-9 * there.max(1.0), "{} {}", got, there);
        }
    }
}
