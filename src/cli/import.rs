//! `pflegeplan import register FILE`.

use std::collections::BTreeSet;
use std::error::Error;
use std::path::{Path, PathBuf};

use clap::Args;
use sha2::{Digest, Sha256};

use super::{Outcome, setup};
use crate::config::Config;
use crate::db::{Changes, Database, DbError, ImportRun, Writer};
use crate::import::read::{Limits, Table, load, read_bytes};
use crate::import::{self, ColumnsError, Context, Layout, Plan};
use crate::params;
use crate::register::{CategoryTree, Facility};
use crate::search::Finder;

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
    Database(#[from] DbError),
}

/// Reads a file, compares it with the register and writes the difference in one transaction.
pub fn run(config: &Config, arguments: &Arguments) -> Outcome {
    let finder = setup::finder()?;
    let layouts = layouts(arguments, &finder.categories)?;
    let sheet = layouts.iter().find_map(|layout| layout.sheet.as_deref());
    let limits = Limits::default();
    let bytes = load(&arguments.file, &limits)?;
    let sha256 = fingerprint(&bytes);
    let table = read_bytes(&arguments.file.display().to_string(), bytes, sheet, &limits)?;
    let layout = Layout::recognise(&layouts, &table)?;
    eprintln!("layout: {} ({})", layout.name, layout.title);
    let database = Database::open(&config.data_dir)?;
    let outcome = database.write(|writer| {
        let plan = compare(writer, &table, layout, &finder)?;
        print(&plan, arguments.json);
        let totals = plan.report.totals;
        if totals.rows() > 0 && totals.imported() == 0 {
            return Err(ImportError::NothingTaken);
        }
        if arguments.dry_run {
            return Ok(Written { version: None, examples_removed: 0, rejected: totals.rejected });
        }
        write(writer, plan, arguments, layout, &sha256)
    })?;
    outcome.say(arguments.dry_run);
    Ok(())
}

/// What an import did beside its report.
struct Written {
    /// Of the register, where it changed.
    version: Option<u64>,
    examples_removed: usize,
    rejected: usize,
}

impl Written {
    fn say(&self, dry_run: bool) {
        if self.rejected > 0 {
            eprintln!("{} rows were rejected; the report gives line and reason", self.rejected);
        }
        if self.examples_removed > 0 {
            eprintln!("{} invented examples removed (--keep-examples keeps them)", self.examples_removed);
        }
        match self.version {
            _ if dry_run => eprintln!("dry run: nothing was written"),
            Some(version) => eprintln!("the register is now at version {version}"),
            None => eprintln!("nothing to change"),
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
    for path in params::paths("import/").iter().filter(|path| path.ends_with(".toml")) {
        layouts.push(Layout::from_toml(&params::text(path)?, tree)?);
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

fn compare(
    writer: &mut Writer<'_>,
    table: &Table,
    layout: &Layout,
    finder: &Finder,
) -> Result<Plan, ImportError> {
    let sources: BTreeSet<String> = import::sources(table, layout)?;
    let (ours, others): (Vec<Facility>, Vec<Facility>) =
        writer.facilities()?.into_iter().partition(|facility| sources.contains(&facility.source.source));
    let context = Context {
        categories: &finder.categories,
        areas: &finder.areas,
        gazetteer: &finder.gazetteer,
        today: setup::today(),
    };
    let plan = import::plan(table, layout, &ours, &context)?;
    for new in &plan.insert {
        if let Some(other) = others.iter().find(|other| other.id == new.id) {
            return Err(ImportError::Taken { id: new.id.clone(), owner: other.source.source.clone() });
        }
    }
    Ok(plan)
}

fn write(
    writer: &mut Writer<'_>,
    plan: Plan,
    arguments: &Arguments,
    layout: &Layout,
    sha256: &str,
) -> Result<Written, ImportError> {
    let totals = plan.report.totals;
    let remove =
        if arguments.keep_examples || totals.imported() == 0 { Vec::new() } else { writer.example_ids()? };
    let examples_removed = remove.len();
    let changes = Changes { insert: plan.insert, update: plan.update, remove };
    let version = if changes.is_empty() { None } else { Some(writer.apply(&changes)?) };
    if let Some(version) = version {
        let count = |rows: usize| u32::try_from(rows).unwrap_or(u32::MAX);
        let run = ImportRun {
            imported_at: chrono::Utc::now().naive_utc(),
            source: layout.source.clone(),
            file_name: file_name(&arguments.file),
            sha256: sha256.to_owned(),
            layout: layout.name.clone(),
            rows_total: count(totals.rows()),
            rows_rejected: count(totals.rejected),
        };
        writer.record_import(&run, version)?;
    }
    Ok(Written { version, examples_removed, rejected: totals.rejected })
}

fn print(plan: &Plan, json: bool) {
    if json {
        println!("{}", serde_json::to_string_pretty(&plan.report).unwrap_or_default());
    } else {
        print!("{}", plan.report);
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// SHA-256 of a file's bytes, to know it again.
fn fingerprint(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
