//! `pflegeplan import statistics FILE` and `pflegeplan statistics`.

use std::error::Error;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::Deserialize;

use super::import::{file_name, fingerprint};
use super::{Outcome, to_stdout};
use crate::app::Caller;
use crate::app::import_statistics::{self, Examined, StatisticsFile};
use crate::config::Config;
use crate::files;
use crate::import::read::{Limits, load, read_bytes};
use crate::indicators::base::Frame;
use crate::model;
use crate::service::setup;
use crate::statistics::compare::Difference;
use crate::statistics::intake::{Context, Reform};
use crate::statistics::{Intake, Layout, StatFact};
use crate::store::{Database, StatisticsImport, StoreError};

/// So many differences and findings are written out.
const SHOWN: usize = 20;

#[derive(Debug, Args)]
pub struct ImportArguments {
    /// Flat file of a GENESIS database as CSV or ZIP, or with a mapping any table
    file: PathBuf,
    /// A mapping for a table of one's own (models/statistics/README.md says how to write one)
    #[arg(long, value_name = "M.toml")]
    mapping: Option<PathBuf>,
    /// Report what would happen and keep nothing
    #[arg(long)]
    dry_run: bool,
    /// Let the figures count at once
    #[arg(long, conflicts_with = "dry_run")]
    release: bool,
}

#[derive(Debug, Subcommand)]
pub enum StatisticsCommand {
    /// Every import, and which of them count
    List,
    /// Let an import count
    Release {
        /// Number of the import
        id: u32,
    },
    /// Take the last release of a statistic back
    Rollback {
        /// Code of the statistic, such as 12411
        statistic: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReformFile {
    reform: Vec<Reform>,
}

/// Larger than for the register: a state's municipalities by age and sex are many rows.
fn limits() -> Limits {
    Limits { rows: 1_000_000, cells: 30_000_000, unpacked_bytes: 1 << 30, ..Limits::default() }
}

/// Reads a file, reports, compares it with what counts now, and keeps it.
pub fn import(config: &Config, arguments: &ImportArguments) -> Outcome {
    let examined = examine(config, arguments)?;
    let difference = examined.difference(released(config)?);
    to_stdout(&report(&examined.intake, &difference))?;
    examined.check()?;
    if arguments.dry_run {
        eprintln!("dry run: nothing was kept");
        return Ok(());
    }
    let database = Database::open(&config.data_dir)?;
    let id = import_statistics::keep(Caller::Operator, &database, &examined)?;
    if arguments.release {
        import_statistics::release(Caller::Operator, &database, id, chrono::Utc::now())?;
        eprintln!("import {id} is kept and released");
    } else {
        eprintln!("import {id} is kept; hint: pflegeplan statistics release {id} lets it count");
    }
    Ok(())
}

/// What the file holds.
fn examine(config: &Config, arguments: &ImportArguments) -> Result<Examined, Box<dyn Error>> {
    let reference = setup::reference_data()?;
    let own = setup::own_files(&config.data_dir)?;
    let frame = Frame::load(&reference.areas, &own, chrono::Datelike::year(&setup::today()))?;
    let layouts = layouts(arguments, &frame)?;
    let reforms: ReformFile = toml::from_str(&model::text("areas/reforms.toml")?)?;
    let bytes = load(&arguments.file, &limits())?;
    let sha256 = fingerprint(&bytes);
    let table = read_bytes(&arguments.file.display().to_string(), bytes, None, &limits())?;
    let context = Context {
        catalogue: &frame.catalogue,
        tree: &frame.tree,
        areas: &reference.areas,
        reforms: &reforms.reform,
    };
    let file = StatisticsFile {
        table: &table,
        layouts: &layouts,
        file_name: &file_name(&arguments.file),
        sha256: &sha256,
        now: chrono::Utc::now(),
    };
    import_statistics::examine(&file, context)
        .map_err(|error| format!("{}: {error}", arguments.file.display()).into())
}

/// The one mapping, or the layouts of this build.
fn layouts(arguments: &ImportArguments, frame: &Frame) -> Result<Vec<Layout>, Box<dyn Error>> {
    let Some(path) = &arguments.mapping else { return Ok(Layout::all(&frame.catalogue)?) };
    let name = path.display().to_string();
    let text = files::read_text(path, files::MAX_TEXT_BYTES)
        .map_err(|cause| format!("the mapping {name} cannot be read: {cause}"))?;
    Ok(vec![Layout::from_toml(&name, &text, &frame.catalogue)?])
}

/// The figures that count now.
fn released(config: &Config) -> Result<Vec<(StatisticsImport, Vec<StatFact>)>, StoreError> {
    if !Database::exists(&config.data_dir) {
        return Ok(Vec::new());
    }
    Database::open(&config.data_dir)?.released_statistics()
}

fn report(found: &Intake, difference: &Difference) -> String {
    let mut lines = vec![format!(
        "statistic {}: {} figures ({})",
        found.statistic,
        found.facts.len(),
        found.form.label()
    )];
    for (reason, rows) in &found.left_out {
        lines.push(format!("left out: {rows} rows: {}", reason.sentence()));
    }
    let shown = |lines: &mut Vec<String>, sentences: Vec<String>| {
        let more = sentences.len().saturating_sub(SHOWN);
        lines.extend(sentences.into_iter().take(SHOWN));
        if more > 0 {
            lines.push(format!("… and {more} more"));
        }
    };
    let findings =
        found.findings.iter().map(|it| format!("{}: {}", it.severity.word(), it.sentence)).collect();
    shown(&mut lines, findings);
    lines.push(format!(
        "against what counts now: {} new, {} unchanged, {} changed, {} gone",
        difference.new,
        difference.unchanged,
        difference.changed.len(),
        difference.gone.len()
    ));
    let number = |number: Option<f64>| number.map_or("no number".to_owned(), |number| number.to_string());
    let changed = difference
        .changed
        .iter()
        .map(|(key, before, after)| {
            format!("changed: {key}: {} -> {}", number(before.number), number(after.number))
        })
        .collect();
    shown(&mut lines, changed);
    shown(&mut lines, difference.gone.iter().map(|key| format!("gone: {key}")).collect());
    lines.join("\n") + "\n"
}

/// Lists, releases and takes back.
pub fn run(config: &Config, command: &StatisticsCommand) -> Outcome {
    let database = Database::open(&config.data_dir)?;
    let now = chrono::Utc::now();
    match command {
        StatisticsCommand::List => {
            let line = |it: StatisticsImport| {
                let manifest = it.manifest;
                format!(
                    "{:>4} {:<9} {} {} {} figures, {} ({})\n",
                    it.id,
                    if it.is_released { "released" } else { "kept" },
                    manifest.imported_at.format("%Y-%m-%d %H:%M"),
                    manifest.statistic,
                    manifest.facts,
                    manifest.file_name,
                    manifest.sha256
                )
            };
            let lines: String = database.statistics_imports()?.into_iter().map(line).collect();
            to_stdout(&lines)
        }
        StatisticsCommand::Release { id } => {
            import_statistics::release(Caller::Operator, &database, *id, now)?;
            eprintln!("import {id} is released");
            Ok(())
        }
        StatisticsCommand::Rollback { statistic } => {
            let (back, before) = import_statistics::roll_back(Caller::Operator, &database, statistic, now)?;
            match before {
                Some(before) => eprintln!("import {back} was taken back, import {before} counts again"),
                None => eprintln!("import {back} was taken back, nothing of {statistic} counts now"),
            }
            Ok(())
        }
    }
}
