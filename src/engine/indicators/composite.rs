//! A composite index of several indicators with stated weights, modelled on a county's "Sozialformel": each part is
//! standardised over all areas of a level, weighted, and averaged.

use std::collections::HashMap;

use super::cell::{Cell, Reason};
use super::definition::{Composite, Method};

/// Up to this many parts all combinations of changed weights are tried; with more, one weight at a time.
const MAX_CORNERS: usize = 10;
/// The relative change of the weights in the sensitivity of ranks.
const WEIGHT_CHANGE: f64 = 0.25;

/// The rank of an area in an index.
#[derive(Debug, Clone, PartialEq)]
pub struct Rank {
    /// Index of the area in the tree.
    pub area: usize,
    /// The weighted mean of its parts.
    pub score: f64,
    /// 1 is the highest score; equal scores share a rank.
    pub rank: usize,
    /// The best rank with weights changed by a quarter.
    pub best_rank: usize,
    /// The worst rank with weights changed by a quarter.
    pub worst_rank: usize,
}

/// The ranking of areas by an index.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    /// By rank, then by area.
    pub ranks: Vec<Rank>,
    /// Areas without a score, each with the cell that prevents it.
    pub missing: Vec<(usize, Cell)>,
    /// Whether any part is an estimate.
    pub is_estimate: bool,
}

/// The standardised parts of the areas of a level, before they are weighted.
struct Scores {
    /// Areas with all parts.
    areas: Vec<usize>,
    /// Their standardised parts; empty where a part does not vary.
    scales: Vec<Vec<f64>>,
    missing: Vec<(usize, Cell)>,
    is_estimate: bool,
}

impl Scores {
    fn new(method: Method, parts: Vec<(usize, Vec<Cell>)>) -> Self {
        let mut found =
            Self { areas: Vec::new(), scales: Vec::new(), missing: Vec::new(), is_estimate: false };
        let mut rows = Vec::new();
        for (area, cells) in parts {
            match cells.iter().map(|cell| cell.number()).collect::<Option<Vec<f64>>>() {
                Some(numbers) => {
                    found.is_estimate |= cells.iter().any(|cell| matches!(cell, Cell::Estimated(_)));
                    found.areas.push(area);
                    rows.push(numbers);
                }
                None => {
                    let first = cells.into_iter().find(|cell| cell.number().is_none());
                    found.missing.push((area, first.unwrap_or(Cell::Missing(Reason::NoFormula))));
                }
            }
        }
        match scaled(method, &rows) {
            Some(scales) => found.scales = scales,
            None => {
                let areas = std::mem::take(&mut found.areas).into_iter();
                found.missing.extend(areas.map(|area| (area, Cell::Missing(Reason::NoSpread))));
            }
        }
        found
    }
}

fn weights(composite: &Composite) -> Vec<f64> {
    composite.parts.iter().map(|part| part.weight).collect()
}

/// The ranking of all areas of a level by the index, from the parts of each area. An area with a missing or withheld
/// part has no score; no part is imputed.
pub(super) fn ranking(composite: &Composite, parts: Vec<(usize, Vec<Cell>)>) -> Ranking {
    let found = Scores::new(composite.method, parts);
    let ranks = ranked(&found.areas, &found.scales, &weights(composite));
    Ranking { ranks, missing: found.missing, is_estimate: found.is_estimate }
}

/// The values of the index for some areas of a level, from the parts of all areas of that level.
pub(super) fn values(composite: &Composite, parts: Vec<(usize, Vec<Cell>)>, wanted: &[usize]) -> Vec<Cell> {
    let found = Scores::new(composite.method, parts);
    let estimate = |score| if found.is_estimate { Cell::Estimated(score) } else { Cell::Value(score) };
    let with_score = found.areas.iter().copied().zip(scores(&found.scales, &weights(composite)));
    let mut cells: HashMap<usize, Cell> = with_score.map(|(area, score)| (area, estimate(score))).collect();
    cells.extend(found.missing);
    let of = |area: &usize| cells.get(area).copied().unwrap_or(Cell::Missing(Reason::OtherLevel));
    wanted.iter().map(of).collect()
}

/// Standardises each part: z-scores over the areas (population standard deviation), or ranks from 0 to 1 with
/// equal values sharing the mean of theirs. `None` where a part does not vary.
fn scaled(method: Method, rows: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let parts = rows.first()?.len();
    let count = rows.len() as f64;
    let mut scaled = vec![vec![0.0; parts]; rows.len()];
    for part in 0..parts {
        let column: Vec<f64> = rows.iter().filter_map(|row| row.get(part).copied()).collect();
        let mean = column.iter().sum::<f64>() / count;
        let deviation = (column.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / count).sqrt();
        if !deviation.is_finite() || deviation <= 1e-12 * mean.abs() {
            return None;
        }
        for (row, x) in scaled.iter_mut().zip(&column) {
            if let Some(slot) = row.get_mut(part) {
                *slot = match method {
                    Method::ZScore => (x - mean) / deviation,
                    Method::Rank => {
                        let below = column.iter().filter(|other| *other < x).count() as f64;
                        let equal = column.iter().filter(|other| *other == x).count() as f64;
                        (below + (equal - 1.0) / 2.0) / (count - 1.0)
                    }
                };
            }
        }
    }
    Some(scaled)
}

fn scores(scales: &[Vec<f64>], weights: &[f64]) -> Vec<f64> {
    let total: f64 = weights.iter().map(|weight| weight.abs()).sum();
    let score = |row: &Vec<f64>| row.iter().zip(weights).map(|(x, weight)| x * weight).sum::<f64>() / total;
    scales.iter().map(score).collect()
}

fn ranks(scores: &[f64]) -> Vec<usize> {
    scores.iter().map(|score| 1 + scores.iter().filter(|other| **other > score + 1e-12).count()).collect()
}

fn ranked(areas: &[usize], scales: &[Vec<f64>], weights: &[f64]) -> Vec<Rank> {
    let plain = scores(scales, weights);
    let mut ranked: Vec<Rank> = areas
        .iter()
        .zip(plain.iter().zip(ranks(&plain)))
        .map(|(area, (score, rank))| Rank {
            area: *area,
            score: *score,
            rank,
            best_rank: rank,
            worst_rank: rank,
        })
        .collect();
    for changed in changed_weights(weights) {
        for (area, rank) in ranked.iter_mut().zip(ranks(&scores(scales, &changed))) {
            area.best_rank = area.best_rank.min(rank);
            area.worst_rank = area.worst_rank.max(rank);
        }
    }
    ranked.sort_by(|a, b| a.rank.cmp(&b.rank).then(a.area.cmp(&b.area)));
    ranked
}

/// The weights changed by a quarter up and down, in all combinations; of many weights, one at a time.
fn changed_weights(weights: &[f64]) -> Vec<Vec<f64>> {
    let factor = |up: bool| if up { 1.0 + WEIGHT_CHANGE } else { 1.0 - WEIGHT_CHANGE };
    if weights.len() <= MAX_CORNERS {
        let corner = |bits: usize| {
            let moved = weights.iter().enumerate();
            moved.map(|(index, weight)| weight * factor(bits >> index & 1 == 1)).collect()
        };
        return (0..1_usize << weights.len()).map(corner).collect();
    }
    let alone = |index: usize, up: bool| {
        let moved = weights.iter().enumerate();
        moved.map(|(at, weight)| if at == index { weight * factor(up) } else { *weight }).collect()
    };
    (0..weights.len()).flat_map(|index| [alone(index, false), alone(index, true)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two parts of three areas by hand: the first is 1 2 3 with mean 2 and deviation sqrt(2/3), so its
    /// z-scores are -1.2247, 0, 1.2247; the second is 30 10 20, whose scores are 1.2247, -1.2247, 0.
    #[test]
    fn a_score_is_the_weighted_mean_of_the_z_scores() {
        let scales = scaled(Method::ZScore, &[vec![1.0, 30.0], vec![2.0, 10.0], vec![3.0, 20.0]]).unwrap();
        let score = scores(&scales, &[3.0, 1.0]);
        let z = 1.5_f64.sqrt();
        let by_hand = [(-3.0 * z + z) / 4.0, -z / 4.0, 3.0 * z / 4.0];
        score.iter().zip(by_hand).for_each(|(a, b)| assert!((a - b).abs() < 1e-12, "{a} {b}"));
        assert_eq!(ranks(&score), [3, 2, 1]);
        // A negative weight reverses its part; the divisor is still the sum of the absolute weights.
        assert!((scores(&scales, &[1.0, -1.0])[0] - -z).abs() < 1e-12);
    }

    #[test]
    fn ranks_run_from_zero_to_one_and_ties_share_their_mean() {
        let scales = scaled(Method::Rank, &[vec![5.0], vec![1.0], vec![5.0], vec![9.0]]).unwrap();
        let ranks: Vec<f64> = scales.into_iter().flatten().collect();
        assert_eq!(ranks, [0.5, 0.0, 0.5, 1.0]);
    }

    #[test]
    fn a_part_that_does_not_vary_gives_no_index() {
        assert_eq!(scaled(Method::ZScore, &[vec![0.1], vec![0.1], vec![0.1]]), None);
        assert_eq!(scaled(Method::ZScore, &[vec![3.0]]), None);
        assert_eq!(scaled(Method::Rank, &[]), None);
    }

    /// Area 0 leads with equal weights by 0.1; with the second weight up and the first down it falls behind.
    #[test]
    fn changed_weights_give_the_range_of_a_rank() {
        let scales = vec![vec![1.0, 0.0], vec![0.0, 0.9]];
        let ranked = ranked(&[7, 8], &scales, &[1.0, 1.0]);
        assert_eq!((ranked[0].area, ranked[0].rank), (7, 1));
        assert_eq!((ranked[0].best_rank, ranked[0].worst_rank), (1, 2));
        assert_eq!(changed_weights(&[1.0; 3]).len(), 8);
        assert_eq!(changed_weights(&[1.0; 11]).len(), 22);
    }
}
