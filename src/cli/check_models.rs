//! `check-models`: checks every embedded model set against the rules.

use crate::app::reach::ground::cells_lie_in_their_municipality;
use crate::areas::Areas;
use crate::model::check::{RULES, check};
use crate::model::load::{self, ModelSet};
use crate::service::setup;

use super::Outcome;

/// Prints the findings, or one line for a set without any.
pub fn run() -> Outcome {
    let areas = setup::reference_data()?.areas;
    let mut findings = 0;
    for id in load::ids() {
        let found = findings_of(&load::load(&id)?, &areas);
        found.iter().for_each(|line| println!("{line}"));
        if found.is_empty() {
            println!("models/{id}: {} rules, no findings", RULES.len() + RULES_ON_OUTLINES);
        }
        findings += found.len();
    }
    verdict(findings)
}

/// Beside those of [`check`], which knows no outlines.
const RULES_ON_OUTLINES: usize = 1;

fn findings_of(set: &ModelSet, areas: &Areas) -> Vec<String> {
    let mut findings = check(set);
    findings.extend(cells_lie_in_their_municipality(&set.model, areas));
    findings.iter().map(ToString::to_string).collect()
}

/// An error if there are findings, which sets the exit code.
fn verdict(findings: usize) -> Outcome {
    match findings {
        0 => Ok(()),
        1 => Err("the model sets break a rule".into()),
        count => Err(format!("the model sets break rules in {count} places").into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sets_of_this_build_pass_and_a_broken_one_fails() {
        assert!(run().is_ok());
        let mut set = load::load(load::CURRENT).unwrap();
        set.model.guard.warn_below = 0;
        let areas = setup::reference_data().unwrap().areas;
        let found = findings_of(&set, &areas);
        assert_eq!(
            found,
            [
                "models/mv-2026-1/model.toml: grey_below is 5000, but must be smaller than warn_below, which is 0"
            ]
        );
        assert!(verdict(found.len()).is_err());
        let mut set = load::load(load::CURRENT).unwrap();
        set.model.cells.as_mut().unwrap().cells[0].point.lat = 53.0;
        let found = findings_of(&set, &areas);
        assert_eq!(
            found,
            ["models/mv-2026-1/cells.csv: the cell at 53, 12.0842 does not lie in its municipality 13003000"]
        );
        assert!(verdict(2).unwrap_err().to_string().contains("2 places"));
    }
}
