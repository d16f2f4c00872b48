//! The municipalities against their districts.

use super::{Finding, finding};
use crate::model::load::ModelSet;
use crate::model::{BySexAge, Municipality};

const FILE: &str = "municipalities.csv";
/// The census is up to four years older than the base population.
const PERSONS_TOLERANCE: f64 = 0.05;
/// In the same years the shares of the old rise by two to three points.
const SHARE_TOLERANCE: f64 = 0.04;

fn aged(table: &BySexAge, from: usize) -> f64 {
    table.iter().flat_map(|row| row.get(from..).unwrap_or_default()).sum()
}

/// Of those whose shares are known, the residents and the old among them.
fn old(inside: &[&Municipality], which: usize) -> f64 {
    let known = || inside.iter().filter_map(|area| Some((area.persons, area.old?)));
    let persons: f64 = known().map(|(persons, _)| persons).sum();
    known().map(|(persons, old)| persons * old.get(which).copied().unwrap_or(f64::NAN)).sum::<f64>() / persons
}

/// False for NaN, so that a district without residents is a finding too.
fn is_near(found: f64, expected: f64, tolerance: f64) -> bool {
    (found - expected).abs() <= tolerance
}

pub fn municipalities_are_near_their_district(set: &ModelSet) -> Vec<Finding> {
    let model = &set.model;
    let mut findings = Vec::new();
    for (district, table) in model.districts.iter().zip(&model.population) {
        let inside: Vec<&Municipality> = model
            .municipalities
            .iter()
            .filter(|area| area.key.district().as_ref() == Some(&district.key))
            .collect();
        let base = aged(table, 0);
        // From 0.0, as an empty sum of floats is -0.
        let counted = inside.iter().fold(0.0, |sum, area| sum + area.persons);
        if !is_near(counted, base, PERSONS_TOLERANCE * base) {
            let sentence = format!(
                "the municipalities of {} have {counted} residents, the district {base}",
                district.key
            );
            findings.push(finding(set, FILE, sentence));
        }
        for (which, from) in [(0, 60), (1, 67)] {
            let (share, own) = (old(&inside, which), aged(table, from) / base);
            if !is_near(share, own, SHARE_TOLERANCE) {
                let sentence = format!(
                    "in the municipalities of {} {:.1} percent are aged {from} and over, in the district {:.1}",
                    district.key,
                    100.0 * share,
                    100.0 * own
                );
                findings.push(finding(set, FILE, sentence));
            }
        }
    }
    findings
}
