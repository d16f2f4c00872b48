//! `pflegeplan import register FILE`.

use std::collections::{BTreeSet, HashMap};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use indicatif::ProgressBar;
use sha2::{Digest, Sha256};

use super::{Outcome, setup, to_stdout};
use crate::app::ReferenceData;
use crate::config::Config;
use crate::import::read::{Limits, Table, load, read_bytes};
use crate::import::{self, ColumnsError, Context, Layout, Plan, Report, Totals};
use crate::model;
use crate::register::{CategoryTree, Facility};
use crate::store::{Changes, Database, ImportRun, RegisterWriter, StoreError};

#[derive(Debug, Args)]
pub struct Arguments {
    /// CSV, XLSX, ODS or GeoJSON
    file: PathBuf,
    /// Name of a known layout; auto recognises it by the columns
    #[arg(long, value_name = "LAYOUT", default_value = "auto")]
    format: String,
    /// A layout of one's own (models/import/README.md says how to write one)
    #[arg(long, value_name = "M.toml", conflicts_with = "format")]
    mapping: Option<PathBuf>,
    /// Report what would happen and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Leave the invented facilities in the register
    #[arg(long)]
    keep_examples: bool,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, thiserror::Error)]
enum ImportError {
    #[error("no row of the file could be taken, so nothing was written; the report says why for each")]
    NothingTaken,
    #[error(
        "{id} is already the id of a facility from the list \"{owner}\"; nothing was written; hint: give the mapping another source"
    )]
    Taken { id: String, owner: String },
    #[error("{0}")]
    Columns(#[from] ColumnsError),
    #[error(transparent)]
    Database(#[from] StoreError),
}

/// Reads a file, compares it with the register and writes the difference in one transaction.
pub fn run(config: &Config, arguments: &Arguments) -> Outcome {
    let reference = setup::reference_data()?;
    let layouts = layouts(arguments, &reference.categories)?;
    let sheet = layouts.iter().find_map(|layout| layout.sheet.as_deref());
    let limits = Limits::default();
    let progress = Progress::start();
    progress.say("reading the file");
    let bytes = load(&arguments.file, &limits)?;
    let sha256 = fingerprint(&bytes);
    let table = read_bytes(&arguments.file.display().to_string(), bytes, sheet, &limits)?;
    let layout = Layout::recognise(&layouts, &table)?;
    progress.0.suspend(|| eprintln!("layout: {} ({})", layout.name, layout.title));
    progress.say("comparing it with the register");
    let job = Job { table: &table, layout, reference: &reference, arguments, sha256: &sha256 };
    let mut report = None;
    let outcome = if arguments.dry_run {
        job.compare(present(config)?).and_then(|plan| Job::judge(plan, &mut report)).map(|_| None)
    } else {
        Database::open(&config.data_dir)?.write(|writer| {
            let plan = job.compare(writer.facilities()?)?;
            progress.say("writing the difference");
            job.write(writer, Job::judge(plan, &mut report)?).map(Some)
        })
    };
    drop(progress);
    // The report is due even if nothing was written; it is printed when no lock is held any more.
    if let Some(report) = &report {
        print(report, arguments.json)?;
    }
    say(report.as_ref(), outcome?.as_ref());
    Ok(())
}

/// What is being done, on a terminal; nothing in a pipe.
struct Progress(ProgressBar);

impl Progress {
    fn start() -> Self {
        let bar = ProgressBar::new_spinner();
        bar.enable_steady_tick(Duration::from_millis(100));
        Self(bar)
    }

    fn say(&self, what: &'static str) {
        self.0.set_message(what);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// The register without touching it; a folder without a database holds none.
fn present(config: &Config) -> Result<Vec<Facility>, StoreError> {
    if Database::exists(&config.data_dir) {
        Ok(Database::open(&config.data_dir)?.load()?.0)
    } else {
        Ok(Vec::new())
    }
}

/// What an import wrote.
struct Written {
    /// Of the register, where it changed.
    version: Option<u64>,
    examples_removed: usize,
}

/// Sums an import up in a few words; `written` is `None` after a dry run.
fn say(report: Option<&Report>, written: Option<&Written>) {
    let rejected = report.map_or(0, |report| report.totals.rejected);
    if rejected > 0 {
        eprintln!("{rejected} rows were rejected; the report gives line and reason");
    }
    match written {
        None => eprintln!("dry run: nothing was written"),
        Some(Written { version: None, .. }) => eprintln!("nothing to change"),
        Some(Written { version: Some(version), examples_removed }) => {
            if *examples_removed > 0 {
                eprintln!("{examples_removed} invented examples removed (--keep-examples keeps them)");
            }
            eprintln!("the register is now at version {version}");
        }
    }
}

/// The layouts to choose from: the one of the mapping, the one named, or all.
fn layouts(arguments: &Arguments, tree: &CategoryTree) -> Result<Vec<Layout>, Box<dyn Error>> {
    if let Some(path) = &arguments.mapping {
        let read = |cause: &dyn Error| format!("the mapping {} cannot be used: {cause}", path.display());
        let text = std::fs::read_to_string(path).map_err(|cause| read(&cause))?;
        return Ok(vec![Layout::from_toml(&text, tree).map_err(|cause| read(&cause))?]);
    }
    let mut layouts = Vec::new();
    for path in model::paths("import/").iter().filter(|path| path.ends_with(".toml")) {
        layouts.push(Layout::from_toml(&model::text(path)?, tree)?);
    }
    if arguments.format != "auto" {
        let names: Vec<String> = layouts.iter().map(|layout| layout.name.clone()).collect();
        layouts.retain(|layout| layout.name == arguments.format);
        if layouts.is_empty() {
            let (asked, known) = (&arguments.format, names.join(", "));
            return Err(format!("the layout \"{asked}\" is not known; hint: known are auto, {known}").into());
        }
    }
    Ok(layouts)
}

/// One import and what it works with.
struct Job<'a> {
    table: &'a Table,
    layout: &'a Layout,
    reference: &'a ReferenceData,
    arguments: &'a Arguments,
    sha256: &'a str,
}

/// What is to be written.
struct Difference {
    insert: Vec<Facility>,
    update: Vec<Facility>,
    totals: Totals,
}

impl Job<'_> {
    /// Holds the file against the register.
    fn compare(&self, register: Vec<Facility>) -> Result<Plan, ImportError> {
        let sources: BTreeSet<String> = import::sources(self.table, self.layout)?;
        let (ours, others): (Vec<Facility>, Vec<Facility>) =
            register.into_iter().partition(|facility| sources.contains(facility.source.source.as_str()));
        let context = Context {
            categories: &self.reference.categories,
            areas: &self.reference.areas,
            gazetteer: &self.reference.gazetteer,
            today: setup::today(),
        };
        let plan = import::plan(self.table, self.layout, &ours, &context)?;
        let owners: HashMap<&str, &str> =
            others.iter().map(|other| (other.id.as_str(), other.source.source.as_str())).collect();
        for new in &plan.insert {
            if let Some(owner) = owners.get(new.id.as_str()) {
                return Err(ImportError::Taken { id: new.id.clone(), owner: (*owner).to_owned() });
            }
        }
        Ok(plan)
    }

    /// Puts the report aside and refuses a file of which no row is good.
    fn judge(plan: Plan, report: &mut Option<Report>) -> Result<Difference, ImportError> {
        let totals = plan.report.totals;
        *report = Some(plan.report);
        if totals.rows() > 0 && totals.imported() == 0 {
            return Err(ImportError::NothingTaken);
        }
        Ok(Difference { insert: plan.insert, update: plan.update, totals })
    }

    fn write(&self, writer: &mut dyn RegisterWriter, difference: Difference) -> Result<Written, ImportError> {
        let Difference { insert, update, totals } = difference;
        let keep = self.arguments.keep_examples || totals.imported() == 0;
        let remove = if keep { Vec::new() } else { writer.example_ids()? };
        let examples_removed = remove.len();
        let changes = Changes { insert, update, remove };
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
            imported_at: chrono::Utc::now().naive_utc(),
            source: self.layout.source.clone(),
            file_name: file_name(&self.arguments.file),
            sha256: self.sha256.to_owned(),
            layout: self.layout.name.clone(),
            rows_total: count(totals.rows()),
            rows_rejected: count(totals.rejected),
        }
    }
}

fn print(report: &Report, json: bool) -> Outcome {
    if json {
        to_stdout(&(serde_json::to_string_pretty(report)? + "\n"))
    } else {
        to_stdout(&report.to_string())
    }
}

pub(super) fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// SHA-256 of a file's bytes, to know it again.
pub(super) fn fingerprint(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
