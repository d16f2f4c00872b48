//! How two indicators go together over areas. A coefficient over a handful of areas says little, so its
//! interval and a warning stand beside it.

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// Fewer areas than this get a warning.
pub const FEW: usize = 30;
/// Fewer give no coefficient.
const LEAST: usize = 4;

/// Pearson's coefficient with what it is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Correlation {
    /// Areas with both values.
    pub areas: usize,
    /// Pearson's coefficient, from -1 to 1.
    pub coefficient: f64,
    /// Spearman's: that of the ranks, which outliers sway less.
    pub rank_coefficient: f64,
    /// Of the coefficient, by Fisher's transformation (Fisher, Metron 1, 1921), at 95 percent.
    pub interval: (f64, f64),
    /// How often chance alone would give a coefficient as far from zero; two-sided t-test.
    pub p_value: f64,
    /// Whether there are too few areas for a firm statement.
    pub has_few_areas: bool,
}

/// `None` for fewer than four areas, or where one of the two does not vary.
pub fn correlation(pairs: &[(f64, f64)]) -> Option<Correlation> {
    let areas = pairs.len();
    if areas < LEAST {
        return None;
    }
    let coefficient = pearson(pairs)?;
    let (first, second): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    let rank_pairs: Vec<(f64, f64)> = ranks(&first).into_iter().zip(ranks(&second)).collect();
    let count = areas as f64;
    let normal = Normal::new(0.0, 1.0).ok()?;
    let half = normal.inverse_cdf(0.975) / (count - 3.0).sqrt();
    let p_value = match 1.0 - coefficient * coefficient {
        rest if rest <= 0.0 => 0.0,
        rest => {
            let t = coefficient.abs() * ((count - 2.0) / rest).sqrt();
            2.0 * (1.0 - StudentsT::new(0.0, 1.0, count - 2.0).ok()?.cdf(t))
        }
    };
    Some(Correlation {
        areas,
        coefficient,
        rank_coefficient: pearson(&rank_pairs)?,
        interval: ((coefficient.atanh() - half).tanh(), (coefficient.atanh() + half).tanh()),
        p_value,
        has_few_areas: areas < FEW,
    })
}

fn pearson(pairs: &[(f64, f64)]) -> Option<f64> {
    let count = pairs.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / count;
    let (x_mean, y_mean) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for (x, y) in pairs {
        let (x, y) = (x - x_mean, y - y_mean);
        xx += x * x;
        yy += y * y;
        xy += x * y;
    }
    let flat = |sum: f64, mean: f64| sum <= (1e-12 * mean).powi(2) * count;
    if flat(xx, x_mean) || flat(yy, y_mean) {
        return None;
    }
    Some((xy / (xx * yy).sqrt()).clamp(-1.0, 1.0))
}

/// Ranks from 1; equal values share the mean of theirs.
fn ranks(values: &[f64]) -> Vec<f64> {
    let rank = |x: &f64| {
        let below = values.iter().filter(|other| *other < x).count() as f64;
        let equal = values.iter().filter(|other| *other == x).count() as f64;
        below + (equal + 1.0) / 2.0
    };
    values.iter().map(rank).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Anscombe, "Graphs in statistical analysis", The American Statistician 27 (1973), p. 19: the first
    /// of his four data sets has n = 11 and a correlation of 0.816 (R squared 0.667).
    #[test]
    fn anscombes_first_data_set_has_a_correlation_of_0_816() {
        let x = [10.0, 8.0, 13.0, 9.0, 11.0, 14.0, 6.0, 4.0, 12.0, 7.0, 5.0];
        let y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
        let pairs: Vec<(f64, f64)> = x.into_iter().zip(y).collect();
        let found = correlation(&pairs).unwrap();
        assert!((found.coefficient - 0.816).abs() < 0.001, "{found:?}");
        assert!((found.coefficient.powi(2) - 0.667).abs() < 0.001, "{found:?}");
        // t = 4.24 with 9 degrees of freedom (his regression's slope 0.5 over its error 0.118).
        assert!((found.p_value - 0.00217).abs() < 0.0001, "{found:?}");
        assert!(found.has_few_areas && found.interval.0 > 0.42 && found.interval.1 < 0.96, "{found:?}");
    }

    #[test]
    fn a_straight_line_correlates_fully_and_a_flat_one_not_at_all() {
        let line: Vec<(f64, f64)> = (0..40).map(|x| (f64::from(x), 3.0 - 2.0 * f64::from(x))).collect();
        let found = correlation(&line).unwrap();
        assert!((found.coefficient + 1.0).abs() < 1e-12 && (found.rank_coefficient + 1.0).abs() < 1e-12);
        assert!(!found.has_few_areas && found.p_value < 1e-12);
        let flat: Vec<(f64, f64)> = (0..40).map(|x| (f64::from(x), 0.1)).collect();
        assert_eq!(correlation(&flat), None);
        assert_eq!(correlation(&line[..3]), None);
    }
}
