//! A register file compared with the register, and the difference written in one transaction.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sha2::{Digest, Sha256};

use super::{Caller, ReferenceData};
use crate::addresses::AddressIndex;
use crate::import::read::Table;
use crate::import::{self, ColumnsError, Context, Layout, Plan, Report, Totals};
use crate::register::Facility;
use crate::store::{Author, Changes, Database, ImportRun, RegisterWriter, StoreError};
use crate::units::Lang;

/// A file that was read, and how it is to be taken.
#[derive(Debug, Clone, Copy)]
pub struct RegisterImport<'a> {
    /// The rows of the file.
    pub table: &'a Table,
    /// What its columns mean.
    pub layout: &'a Layout,
    /// For the record of imports.
    pub file_name: &'a str,
    /// SHA-256 of the file's bytes in hexadecimal digits.
    pub sha256: &'a str,
    /// Leaves the invented facilities in the register.
    pub keep_examples: bool,
    /// Streets and houses by which rows without coordinates are placed.
    pub addresses: Option<&'a AddressIndex>,
    /// The day on which the import happens.
    pub today: NaiveDate,
    /// When it happens.
    pub now: DateTime<Utc>,
    /// Who does it; `None` for the command line.
    pub author: Option<&'a Author>,
    /// The version of the register with which the file was compared before somebody released it. `None` where nobody has
    /// looked at it before.
    pub seen: Option<u64>,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum RegisterImportError {
    /// Only an operator may write.
    #[error("only an operator may change the register; nothing was written")]
    NotAllowed,
    /// Every row was rejected.
    #[error("no row of the file could be taken, so nothing was written; the report says why for each")]
    NothingTaken,
    /// An id of the file belongs to another list.
    #[error(
        "{id} is already the id of a facility from the list \"{owner}\"; nothing was written; hint: give the mapping another source"
    )]
    Taken {
        /// The id.
        id: String,
        /// The list that has it.
        owner: String,
    },
    /// Somebody has changed the register since the file was looked at.
    #[error(
        "the register has changed since the file was compared with it; nothing was written; hint: look at the difference again"
    )]
    Outdated,
    /// The file does not fit the layout.
    #[error("{0}")]
    Columns(#[from] ColumnsError),
    /// The database did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl RegisterImportError {
    /// The sentence in a language.
    pub fn in_language(&self, lang: Lang) -> String {
        match lang {
            Lang::De => self.german(),
            Lang::En => self.to_string(),
        }
    }

    fn german(&self) -> String {
        match self {
            Self::NotAllowed => {
                "Nur wer den Dienst betreibt, darf das Verzeichnis ändern; es wurde nichts geschrieben.".to_owned()
            }
            Self::NothingTaken => {
                "Keine Zeile der Datei konnte übernommen werden; es wurde nichts geschrieben. Der Bericht nennt für jede den Grund.".to_owned()
            }
            Self::Taken { id, owner } => format!(
                "{id} ist schon die Kennung einer Einrichtung aus der Liste „{owner}“; es wurde nichts geschrieben. Bitte der Zuordnung einen anderen Namen (source) geben."
            ),
            Self::Outdated => "Seit dem Vergleich hat sich das Verzeichnis geändert; es wurde nichts geschrieben. Bitte sehen Sie sich die Änderungen noch einmal an.".to_owned(),
            Self::Columns(fault) => fault.german(),
            Self::Store(cause) => cause.in_language(Lang::De),
        }
    }
}

/// What an import wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// The new version of the register; `None` if nothing was to change.
    pub version: Option<u64>,
    /// How many invented facilities gave way to real ones.
    pub examples_removed: usize,
}

/// A report, which is due even where nothing was written, and what came of it.
#[derive(Debug)]
pub struct ImportOutcome<T> {
    /// `None` if the comparison itself failed.
    pub report: Option<Report>,
    /// What was written, or why nothing was.
    pub result: Result<T, RegisterImportError>,
}

/// SHA-256 of a file's bytes in hexadecimal digits, to know it again.
pub fn fingerprint(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is to be written.
struct Difference {
    insert: Vec<Facility>,
    update: Vec<Facility>,
    totals: Totals,
}

/// Compares the file with facilities of the register and writes nothing.
pub fn preview(
    import: &RegisterImport,
    reference: &ReferenceData,
    register: Vec<Facility>,
) -> ImportOutcome<()> {
    let mut report = None;
    let plan = import.compare(reference, register);
    let result = plan.and_then(|plan| judge(plan, &mut report)).map(|_| ());
    ImportOutcome { report, result }
}

/// Compares the file with facilities of the register and writes nothing; gives beside the report the first facilities
/// that would be new or changed, as they would be afterwards.
pub fn preview_facilities(
    import: &RegisterImport,
    reference: &ReferenceData,
    register: Vec<Facility>,
    most: usize,
) -> (ImportOutcome<()>, Vec<Facility>) {
    let mut report = None;
    let mut facilities = Vec::new();
    let result = import.compare(reference, register).and_then(|plan| {
        facilities = plan.insert.iter().chain(&plan.update).take(most).cloned().collect();
        judge(plan, &mut report).map(|_| ())
    });
    (ImportOutcome { report, result }, facilities)
}

/// Compares the file with the register and writes the difference. Comparing and writing are one transaction, so a
/// second import waits and then sees the first. `writing` is called between the two.
pub fn import_register(
    caller: Caller,
    database: &Database,
    reference: &ReferenceData,
    import: &RegisterImport,
    writing: impl FnOnce(),
) -> ImportOutcome<Written> {
    if !caller.may_write() {
        return ImportOutcome { report: None, result: Err(RegisterImportError::NotAllowed) };
    }
    let mut report = None;
    let result = database.write(|writer| {
        let now = writer.version()?;
        if import.seen.is_some_and(|seen| seen != now) {
            return Err(RegisterImportError::Outdated);
        }
        let plan = import.compare(reference, writer.facilities()?)?;
        writing();
        let difference = judge(plan, &mut report)?;
        import.write(writer, difference)
    });
    ImportOutcome { report, result }
}

/// Puts the report aside and refuses a file of which no row is good.
fn judge(plan: Plan, report: &mut Option<Report>) -> Result<Difference, RegisterImportError> {
    let totals = plan.report.totals;
    *report = Some(plan.report);
    if totals.rejected > 0 && totals.imported() == 0 {
        return Err(RegisterImportError::NothingTaken);
    }
    Ok(Difference { insert: plan.insert, update: plan.update, totals })
}

impl RegisterImport<'_> {
    fn compare(
        &self,
        reference: &ReferenceData,
        register: Vec<Facility>,
    ) -> Result<Plan, RegisterImportError> {
        // An invented facility is none that a real list could join.
        let (examples, real): (Vec<Facility>, Vec<Facility>) =
            register.into_iter().partition(|facility| facility.example);
        let context = Context {
            categories: &reference.categories,
            areas: &reference.areas,
            gazetteer: &reference.gazetteer,
            addresses: self.addresses,
            today: self.today,
        };
        let plan = import::plan(self.table, self.layout, &real, &context)?;
        let owners: HashMap<&str, &str> =
            examples.iter().map(|other| (other.id.as_str(), other.source.source.as_str())).collect();
        for new in &plan.insert {
            if let Some(owner) = owners.get(new.id.as_str()) {
                return Err(RegisterImportError::Taken { id: new.id.clone(), owner: (*owner).to_owned() });
            }
        }
        Ok(plan)
    }

    fn write(
        &self,
        writer: &mut dyn RegisterWriter,
        difference: Difference,
    ) -> Result<Written, RegisterImportError> {
        let Difference { insert, update, totals } = difference;
        let keep = self.keep_examples || totals.imported() == 0;
        let remove = if keep { Vec::new() } else { writer.example_ids()? };
        let examples_removed = remove.len();
        let run: String = self.sha256.chars().take(16).collect();
        let of_command = || Author::command_line(format!("import {run}"), self.now.naive_utc());
        let author = self.author.cloned().unwrap_or_else(of_command);
        let changes = Changes { insert, update, remove, author: Some(author) };
        if changes.is_empty() {
            return Ok(Written { version: None, examples_removed });
        }
        let version = writer.apply(&changes)?;
        writer.record_import(&self.run(totals), version)?;
        Ok(Written { version: Some(version), examples_removed })
    }

    fn run(&self, totals: Totals) -> ImportRun {
        let count = |rows: usize| u32::try_from(rows).unwrap_or(u32::MAX);
        ImportRun {
            imported_at: self.now.naive_utc(),
            source: self.layout.source.clone(),
            file_name: self.file_name.to_owned(),
            sha256: self.sha256.to_owned(),
            layout: self.layout.name.clone(),
            rows_total: count(totals.rows()),
            rows_rejected: count(totals.rejected),
        }
    }
}
