//! Survival in draws without a life table for each of them.
//!
//! Life expectancy differs by draw, so each year, sex and draw has a factor k on the death rates.
//! Two interpolations replace the search for k and the life table, both between Chebyshev nodes that
//! span the range of the draws, so that nothing is extrapolated: ln k as a function of life
//! expectancy, and each survival ratio, nearly exp(-k m), as a parabola in k.

use std::f64::consts::PI;

use crate::projection::life_table::{LifeTableError, Mortality};

/// Nodes of ln k.
const NODES: usize = 8;
/// Outer Chebyshev nodes of a parabola, at the cosine of 30 degrees.
const OUTER: f64 = 0.866_025_403_784_438_6;

/// The factors on the death rates of one year and sex.
#[derive(Debug, Clone, PartialEq)]
pub struct Factors {
    middle: f64,
    half_width: f64,
    /// By draw, where k lies between the least (-1) and the greatest (1).
    pub position: Vec<f64>,
}

impl Factors {
    /// The factors for life expectancies at birth, one a draw.
    pub fn new(mortality: &Mortality, e0: &[f64]) -> Result<Self, LifeTableError> {
        let least = e0.iter().copied().fold(f64::INFINITY, f64::min);
        let greatest = e0.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if greatest - least <= 0.0 {
            let factor = mortality.factor_for(least)?;
            return Ok(Self { middle: factor, half_width: 0.0, position: vec![0.0; e0.len()] });
        }
        let (centre, radius) = (0.5 * (least + greatest), 0.5 * (greatest - least));
        let mut nodes = [(0.0, 0.0, 0.0); NODES];
        for (i, node) in nodes.iter_mut().enumerate() {
            let angle = PI * (i as f64 + 0.5) / NODES as f64;
            let sign = if i % 2 == 0 { 1.0 } else { -1.0 };
            let factor = mortality.factor_for(centre + radius * angle.cos())?;
            *node = (angle.cos(), sign * angle.sin(), factor.ln());
        }
        let factors: Vec<f64> = e0.iter().map(|e| interpolate(&nodes, (e - centre) / radius).exp()).collect();
        let least = factors.iter().copied().fold(f64::INFINITY, f64::min);
        let greatest = factors.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let (middle, half_width) = (0.5 * (least + greatest), 0.5 * (greatest - least));
        let position = factors.iter().map(|k| (k - middle) / half_width).collect();
        Ok(Self { middle, half_width, position })
    }

    /// Survival ratios at a district's level as parabolas in the position, by age: the constant, the
    /// linear and the quadratic coefficient.
    pub fn parabolas(&self, mortality: &Mortality, level: f64) -> impl Iterator<Item = [f64; 3]> + use<> {
        let at =
            |position: f64| mortality.survival_ratios(level * (self.middle + self.half_width * position));
        let (low, middle, high) = (at(-OUTER), at(0.0), at(OUTER));
        low.into_iter().zip(middle).zip(high).map(|((low, middle), high)| {
            let linear = (high - low) / (2.0 * OUTER);
            let quadratic = (high + low - 2.0 * middle) / (2.0 * OUTER * OUTER);
            [middle, linear, quadratic]
        })
    }
}

/// Barycentric interpolation (Berrut and Trefethen 2004, equation 4.2) between nodes given as place,
/// weight and value.
fn interpolate(nodes: &[(f64, f64, f64); NODES], x: f64) -> f64 {
    let (mut above, mut below) = (0.0, 0.0);
    for &(place, weight, value) in nodes {
        if x == place {
            return value;
        }
        let w = weight / (x - place);
        above += w * value;
        below += w;
    }
    above / below
}

#[cfg(test)]
mod tests;
