//! Sharing a whole number out so that the parts add up to it.

use std::cmp::Reverse;

use rand::RngExt;
use rand_pcg::Pcg64;

/// Shares `total` out by weights: each part is the whole part of its exact quota, and the units that
/// are left go to the largest remainders, among equals to the first (Hare-Niemeyer method). No part
/// is larger than its quota rounded up. `None` if there is something to share but no weight.
pub(super) fn by_largest_remainder(total: u32, weights: &[u32]) -> Option<Vec<u32>> {
    let sum: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
    if sum == 0 {
        return (total == 0).then(|| vec![0; weights.len()]);
    }
    let mut parts: Vec<(usize, u64, u64)> = weights
        .iter()
        .map(|weight| u64::from(total) * u64::from(*weight))
        .enumerate()
        .map(|(index, product)| (index, product / sum, product % sum))
        .collect();
    let given: u64 = parts.iter().map(|(_, whole, _)| whole).sum();
    let left = usize::try_from(u64::from(total) - given).ok()?;
    parts.sort_by_key(|(index, _, remainder)| (Reverse(*remainder), *index));
    parts.iter_mut().take(left).for_each(|(_, whole, _)| *whole += 1);
    parts.sort_by_key(|(index, ..)| *index);
    parts.into_iter().map(|(_, whole, _)| u32::try_from(whole).ok()).collect()
}

/// Random sizes within their limits (from, to) that add up to `total`; `None` if no sizes can.
pub(super) fn sizes(total: u32, limits: &[(u32, u32)], rng: &mut Pcg64) -> Option<Vec<u32>> {
    // The mean of two draws: sizes in the middle are more frequent than the limits.
    let drawn: Vec<u32> = limits
        .iter()
        .map(|(from, to)| (rng.random_range(*from..=*to) + rng.random_range(*from..=*to)) / 2)
        .collect();
    let add_up = |sizes: &[u32]| sizes.iter().map(|size| u64::from(*size)).sum::<u64>();
    let (total, sum) = (u64::from(total), add_up(&drawn));
    let grow = total >= sum;
    let room: Vec<u32> = limits
        .iter()
        .zip(&drawn)
        .map(|((from, to), size)| if grow { to - size } else { size - from })
        .collect();
    let change = total.abs_diff(sum);
    if change > add_up(&room) {
        return None;
    }
    let changes = by_largest_remainder(u32::try_from(change).ok()?, &room)?;
    let fitted = drawn.iter().zip(changes).map(|(size, by)| if grow { size + by } else { size - by });
    Some(fitted.collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::SeedableRng;

    use super::*;

    /// Quotas 47.6, 31.6 and 20.8 of 100: two units are left, for 0.8 and for the first 0.6.
    #[test]
    fn units_that_are_left_go_to_the_largest_remainders() {
        assert_eq!(by_largest_remainder(100, &[476, 316, 208]), Some(vec![48, 31, 21]));
        assert_eq!(by_largest_remainder(1, &[5, 5]), Some(vec![1, 0]));
        assert_eq!(by_largest_remainder(0, &[0, 0]), Some(vec![0, 0]));
        assert_eq!(by_largest_remainder(3, &[0, 0]), None);
    }

    #[test]
    fn sizes_beyond_the_limits_are_refused() {
        let mut rng = Pcg64::seed_from_u64(1);
        assert_eq!(sizes(19, &[(10, 20), (10, 20)], &mut rng), None);
        assert_eq!(sizes(41, &[(10, 20), (10, 20)], &mut rng), None);
        assert_eq!(sizes(40, &[(10, 20), (10, 20)], &mut rng), Some(vec![20, 20]));
        assert_eq!(sizes(0, &[], &mut rng), Some(vec![]));
    }

    proptest! {
        #[test]
        fn parts_sum_to_the_total_and_stay_within_one_of_their_quota(
            total: u32,
            weights in prop::collection::vec(any::<u32>(), 1..40),
        ) {
            prop_assume!(weights.iter().any(|weight| *weight > 0));
            let parts = by_largest_remainder(total, &weights).unwrap();
            prop_assert_eq!(parts.iter().map(|part| u64::from(*part)).sum::<u64>(), u64::from(total));
            let sum: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
            for (part, weight) in parts.iter().zip(&weights) {
                let product = u128::from(total) * u128::from(*weight);
                let part = u128::from(*part);
                prop_assert!(part >= product / sum && part <= product.div_ceil(sum));
            }
        }

        #[test]
        fn sizes_sum_to_every_total_that_the_limits_allow(
            limits in prop::collection::vec((0u32..50, 0u32..50), 1..60),
            share in 0.0..=1.0,
            seed: u64,
        ) {
            let limits: Vec<(u32, u32)> = limits.iter().map(|(from, more)| (*from, from + more)).collect();
            let least: u32 = limits.iter().map(|(from, _)| from).sum();
            let most: u32 = limits.iter().map(|(_, to)| to).sum();
            let total = least + (f64::from(most - least) * share) as u32;
            let sizes = sizes(total, &limits, &mut Pcg64::seed_from_u64(seed)).unwrap();
            prop_assert_eq!(sizes.iter().sum::<u32>(), total);
            for (size, (from, to)) in sizes.iter().zip(&limits) {
                prop_assert!((from..=to).contains(&size));
            }
        }
    }
}
