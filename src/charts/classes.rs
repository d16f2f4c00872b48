//! Classes of values for a map: where one colour ends and the next begins.

use crate::units::Lang;

/// How the borders of classes are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// About as many areas in each class.
    Quantile,
    /// Each class spans as much.
    Equal,
    /// Where the values have gaps: least squared deviation within the classes (Fisher 1958, Jenks 1977).
    Natural,
}

impl Method {
    /// As a legend names it.
    pub fn name(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Quantile, Lang::De) => "gleich viele Gebiete",
            (Self::Quantile, Lang::En) => "equal numbers of areas",
            (Self::Equal, Lang::De) => "gleiche Breite",
            (Self::Equal, Lang::En) => "equal intervals",
            (Self::Natural, Lang::De) => "natürliche Klassen",
            (Self::Natural, Lang::En) => "natural breaks",
        }
    }

    /// The lowest value of each class but the first, rising; at most `count` - 1, and fewer where there are fewer
    /// different values.
    pub fn borders(self, values: &[f64], count: usize) -> Vec<f64> {
        let mut sorted: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
        sorted.sort_by(f64::total_cmp);
        let (Some(low), Some(high)) = (sorted.first().copied(), sorted.last().copied()) else {
            return Vec::new();
        };
        let mut borders: Vec<f64> = match self {
            Self::Quantile => (1..count).map(|at| sorted[at * sorted.len() / count.max(1)]).collect(),
            Self::Equal => (1..count).map(|at| low + (high - low) * at as f64 / count as f64).collect(),
            Self::Natural => natural(&sorted, count),
        };
        borders.retain(|border| *border > low && *border <= high);
        borders.dedup();
        borders
    }
}

/// The class of a value, from 0.
pub(super) fn class_of(value: f64, borders: &[f64]) -> usize {
    borders.partition_point(|border| *border <= value)
}

/// The value below which this share of the sorted values lies, between two values on the straight line between them
/// (Hyndman and Fan 1996, definition 7). Nothing for no values.
pub(super) fn quantile(sorted: &[f64], share: f64) -> f64 {
    let at = share.clamp(0.0, 1.0) * sorted.len().saturating_sub(1) as f64;
    let of = |at: f64| sorted.get(at as usize).copied().unwrap_or_default();
    of(at.floor()) + (of(at.ceil()) - of(at.floor())) * at.fract()
}

/// The fifth in which the rank of a value lies, from 1 for the lowest to 5 for the highest. Equal values have the middle of
/// their ranks; 0 where there is nothing to compare with.
pub(super) fn rank_step(values: &[f64], value: f64) -> usize {
    if values.len() < 2 {
        return 0;
    }
    let below = values.iter().filter(|other| **other < value).count() as f64;
    let equal = values.iter().filter(|other| **other == value).count() as f64;
    let share = (below + (equal - 1.0) / 2.0) / (values.len() - 1) as f64;
    1 + ((share * 5.0) as usize).min(4)
}

/// The first value of each class but the first, by dynamic programming over sorted values.
fn natural(sorted: &[f64], count: usize) -> Vec<f64> {
    let length = sorted.len();
    let mut sums = vec![(0.0, 0.0)];
    for value in sorted {
        let (sum, squares) = sums[sums.len() - 1];
        // Around the lowest value, so that large values keep their digits.
        let value = value - sorted[0];
        sums.push((sum + value, squares + value * value));
    }
    let deviation = |from: usize, to: usize| {
        let (sum, squares) = (sums[to].0 - sums[from].0, sums[to].1 - sums[from].1);
        squares - sum * sum / (to - from) as f64
    };
    // Of the best split of the first values into so many classes: the deviation, and where the last class begins.
    let mut least: Vec<f64> = (0..=length).map(|to| if to == 0 { 0.0 } else { deviation(0, to) }).collect();
    let mut starts: Vec<Vec<usize>> = Vec::new();
    for classes in 2..=count.min(length) {
        let mut next = vec![f64::INFINITY; length + 1];
        let mut start = vec![0; length + 1];
        for to in classes..=length {
            for (from, before) in least.iter().enumerate().take(to).skip(classes - 1) {
                let sum = before + deviation(from, to);
                if sum < next[to] {
                    (next[to], start[to]) = (sum, from);
                }
            }
        }
        least = next;
        starts.push(start);
    }
    let (mut to, mut borders) = (length, Vec::new());
    for start in starts.iter().rev() {
        to = start[to];
        borders.push(sorted[to]);
    }
    borders.reverse();
    borders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_method_has_its_borders() {
        let values = [1.0, 2.0, 3.0, 10.0, 11.0, 12.0, 100.0, 101.0];
        assert_eq!(Method::Quantile.borders(&values, 4), [3.0, 11.0, 100.0]);
        assert_eq!(Method::Equal.borders(&values, 4), [26.0, 51.0, 76.0]);
        assert_eq!(Method::Natural.borders(&values, 3), [10.0, 100.0]);
        assert_eq!(class_of(9.9, &[10.0, 100.0]), 0);
        assert_eq!(class_of(10.0, &[10.0, 100.0]), 1);
    }

    #[test]
    fn quartiles_lie_between_values_and_ranks_fall_into_fifths() {
        let values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0];
        assert_eq!(
            [0.0, 0.25, 0.5, 0.75, 1.0].map(|share| quantile(&values, share)),
            [1.0, 2.75, 4.5, 6.25, 8.0]
        );
        assert_eq!(quantile(&[], 0.5), 0.0);
        assert_eq!(values.map(|value| rank_step(&values, value)), [1, 1, 2, 3, 3, 4, 5, 5]);
        assert_eq!(rank_step(&[2.0, 2.0, 2.0], 2.0), 3);
        assert_eq!(rank_step(&[2.0], 2.0), 0);
    }

    #[test]
    fn few_values_have_few_classes() {
        for method in [Method::Quantile, Method::Equal, Method::Natural] {
            assert_eq!(method.borders(&[], 5), [0.0; 0]);
            assert_eq!(method.borders(&[7.0, 7.0, 7.0], 5), [0.0; 0]);
            assert!(method.borders(&[1.0, f64::NAN, 2.0], 5).len() <= 4);
        }
    }

    /// All ways to split sorted values into classes, by their deviation.
    fn least_by_trial(sorted: &[f64], classes: usize) -> f64 {
        let deviation = |part: &[f64]| {
            let mean = part.iter().sum::<f64>() / part.len() as f64;
            part.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>()
        };
        if classes == 1 {
            return deviation(sorted);
        }
        let splits = 1..=sorted.len() - (classes - 1);
        splits
            .map(|at| deviation(&sorted[..at]) + least_by_trial(&sorted[at..], classes - 1))
            .fold(f64::INFINITY, f64::min)
    }

    proptest::proptest! {
        #[test]
        fn natural_classes_deviate_as_little_as_the_best_of_all(
            mut values in proptest::collection::vec(0.0f64..100.0, 4..12), classes in 2usize..5,
        ) {
            values.sort_by(f64::total_cmp);
            values.dedup();
            proptest::prop_assume!(values.len() >= classes);
            let borders = Method::Natural.borders(&values, classes);
            let (values, borders) = (&values, &borders);
            let part = |class: usize| values.iter().copied().filter(move |value| class_of(*value, borders) == class);
            let deviation: f64 = (0..classes).map(|class| {
                let part: Vec<f64> = part(class).collect();
                let mean = part.iter().sum::<f64>() / part.len().max(1) as f64;
                part.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>()
            }).sum();
            proptest::prop_assert!(deviation <= least_by_trial(values, classes) + 1e-6);
        }
    }
}
