//! Official statistics: a file examined, compared with what counts, kept, released and rolled back.

use chrono::{DateTime, Utc};

use super::Caller;
use crate::indicators::base::Frame;
use crate::indicators::{FactList, official};
use crate::model::Model;
use crate::statistics::compare::{Difference, compare};
use crate::statistics::finding::Severity;
use crate::statistics::{Context, Intake, IntakeError, Known, Layout, Rows, StatFact, intake};
use crate::store::{Database, Manifest, ReleaseError, StatisticsImport, StoreError};
use crate::units::Lang;

/// A statistics file that was read.
#[derive(Debug, Clone, Copy)]
pub struct StatisticsFile<'a> {
    /// Its rows.
    pub rows: &'a Rows,
    /// The layouts to choose from.
    pub layouts: &'a [Layout],
    /// For the record of imports.
    pub file_name: &'a str,
    /// SHA-256 of the file's bytes in hexadecimal digits.
    pub sha256: &'a str,
    /// When it is imported.
    pub now: DateTime<Utc>,
}

/// What a file holds, before it is kept.
#[derive(Debug)]
pub struct Examined {
    /// Figures, findings, and what was left out.
    pub intake: Intake,
    manifest: Manifest,
}

/// Why a file is not kept, or a release not changed.
#[derive(Debug, thiserror::Error)]
pub enum StatisticsError {
    /// Only an operator may write.
    #[error("only an operator may change the statistics; nothing was kept")]
    NotAllowed,
    /// So many figures contradict each other or the areas.
    #[error("{0} figures cannot be true; nothing was kept")]
    Impossible(usize),
    /// Every row was left out.
    #[error("no row could be taken; nothing was kept")]
    NothingTaken,
    /// The release or roll-back was refused.
    #[error(transparent)]
    Release(#[from] ReleaseError),
    /// The database did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl StatisticsError {
    /// The sentence in a language.
    pub fn in_language(&self, lang: Lang) -> String {
        match (lang, self) {
            (_, Self::Release(error)) => error.in_language(lang),
            (_, Self::Store(error)) => error.in_language(lang),
            (Lang::En, error) => error.to_string(),
            (Lang::De, Self::NotAllowed) => {
                "Nur wer den Dienst betreibt, darf die Statistik ändern; es wurde nichts übernommen."
                    .to_owned()
            }
            (Lang::De, Self::Impossible(1)) => {
                "Ein Wert kann nicht stimmen; es wurde nichts übernommen. Der Bericht nennt ihn.".to_owned()
            }
            (Lang::De, Self::Impossible(figures)) => format!(
                "{figures} Werte können nicht stimmen; es wurde nichts übernommen. Der Bericht nennt sie."
            ),
            (Lang::De, Self::NothingTaken) => {
                "Keine Zeile konnte übernommen werden. Der Bericht nennt die Gründe.".to_owned()
            }
        }
    }
}

/// Reads the figures of a file.
pub fn examine(file: &StatisticsFile, context: Context) -> Result<Examined, IntakeError> {
    let intake = intake(file.rows, file.layouts, context)?;
    let manifest = Manifest {
        statistic: intake.statistic.clone(),
        title: intake.title.clone(),
        publisher: intake.publisher.clone(),
        licence: intake.licence.clone(),
        imported_at: file.now.naive_utc(),
        file_name: file.file_name.to_owned(),
        sha256: file.sha256.to_owned(),
        layout: intake.form.label().to_owned(),
        facts: count(intake.facts.len()),
        left_out: count(intake.left_out.values().map(|left| left.rows).sum()),
        warnings: count(intake.findings.len()),
    };
    Ok(Examined { intake, manifest })
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl Examined {
    /// What the file changes against what counts now: the released figures of its statistic, and all others.
    pub fn difference(&self, released: &[(StatisticsImport, Vec<StatFact>)], known: &Known) -> Difference {
        let of_statistic = released.iter().filter(|(it, _)| it.manifest.statistic == self.intake.statistic);
        let before: Vec<StatFact> = of_statistic.flat_map(|(_, facts)| facts).cloned().collect();
        compare(&before, known, &self.intake.facts)
    }

    /// How many figures contradict those that count now. Such a file is released only by a command of its own.
    pub fn contradictions(&self) -> usize {
        self.intake.findings.of(Severity::Contradiction)
    }

    /// Whether the file may be kept.
    pub fn check(&self) -> Result<(), StatisticsError> {
        let errors = self.intake.findings.of(Severity::Error);
        match (errors, self.intake.facts.is_empty()) {
            (0, false) => Ok(()),
            (0, true) => Err(StatisticsError::NothingTaken),
            (errors, _) => Err(StatisticsError::Impossible(errors)),
        }
    }
}

/// The figures that count now: those that come with the program, and released ones over them.
pub fn known(frame: &Frame, model: &Model, released: &[(StatisticsImport, Vec<StatFact>)]) -> Known {
    let mut list = FactList::default();
    official::add(&mut list, frame, model);
    let mut known = Known::of_list(frame, &list);
    for (import, facts) in released {
        known.add(&format!("import {}", import.id), facts);
    }
    known
}

/// Keeps an examined file and gives the number of the import, which does not count before it is released.
pub fn keep(caller: Caller, database: &Database, examined: &Examined) -> Result<u32, StatisticsError> {
    allowed(caller)?;
    examined.check()?;
    Ok(database.add_statistics(&examined.manifest, &examined.intake.facts)?)
}

/// Lets an import count.
pub fn release(
    caller: Caller,
    database: &Database,
    id: u32,
    now: DateTime<Utc>,
) -> Result<(), StatisticsError> {
    allowed(caller)?;
    Ok(database.release_statistics(id, now.naive_utc())?)
}

/// Takes the last release of a statistic back. Gives the number of the import that was taken back, and of the last one
/// that goes on counting.
pub fn roll_back(
    caller: Caller,
    database: &Database,
    statistic: &str,
    now: DateTime<Utc>,
) -> Result<(u32, Option<u32>), StatisticsError> {
    allowed(caller)?;
    Ok(database.roll_back_statistics(statistic, now.naive_utc())?)
}

/// Takes the release of one import back; all others go on counting.
pub fn withdraw(
    caller: Caller,
    database: &Database,
    id: u32,
    now: DateTime<Utc>,
) -> Result<(), StatisticsError> {
    allowed(caller)?;
    Ok(database.withdraw_statistics(id, now.naive_utc())?)
}

fn allowed(caller: Caller) -> Result<(), StatisticsError> {
    if caller.may_write() { Ok(()) } else { Err(StatisticsError::NotAllowed) }
}
