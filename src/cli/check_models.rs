//! `check-models`: checks every embedded model set against the rules.

use crate::model::check::{RULES, check};
use crate::model::load::{self, ModelSet};

use super::Outcome;

/// Prints the findings, or one line for a set without any.
pub fn run() -> Outcome {
    let mut findings = 0;
    for id in load::ids() {
        let found = findings_of(&load::load(&id)?);
        found.iter().for_each(|line| println!("{line}"));
        if found.is_empty() {
            println!("models/{id}: {} rules, no findings", RULES.len());
        }
        findings += found.len();
    }
    verdict(findings)
}

fn findings_of(set: &ModelSet) -> Vec<String> {
    check(set).iter().map(ToString::to_string).collect()
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
        let found = findings_of(&set);
        assert_eq!(
            found,
            [
                "models/mv-2026-1/model.toml: grey_below is 5000, but must be smaller than warn_below, which is 0"
            ]
        );
        assert!(verdict(found.len()).is_err());
        assert!(verdict(2).unwrap_err().to_string().contains("2 places"));
    }
}
