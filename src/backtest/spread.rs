//! Spreads from few cases.

/// The quantiles of 0.9 of Student's t with 1 to 10 degrees of freedom, and of the normal distribution.
const T: [f64; 10] = [3.0777, 1.8856, 1.6377, 1.5332, 1.4759, 1.4398, 1.4149, 1.3968, 1.3830, 1.3722];
pub const NORMAL: f64 = 1.2816;

/// The factor on a spread that was measured from so many cases, one of which is lost to the mean.
pub fn widening(cases: usize) -> f64 {
    let freedom = cases.saturating_sub(1).clamp(1, T.len());
    rounded(T[freedom - 1] / NORMAL, 4)
}

pub fn rounded(value: f64, decimals: i32) -> f64 {
    let factor = 10f64.powi(decimals);
    (value * factor).round() / factor
}
