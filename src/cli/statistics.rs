//! `pflegeplan import statistics FILE` and `pflegeplan statistics`.

use std::error::Error;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::Deserialize;

use super::import::{file_name, fingerprint};
use super::{Outcome, setup, to_stdout};
use crate::config::Config;
use crate::import::read::{Limits, load, read_bytes};
use crate::indicators::base::Frame;
use crate::model;
use crate::statistics::check::Severity;
use crate::statistics::compare::{Difference, compare};
use crate::statistics::intake::{Context, Reform};
use crate::statistics::{Intake, Layout, StatFact, intake};
use crate::store::{Database, Manifest};

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
    let (found, manifest) = take(config, arguments)?;
    let before = released(config, &found.statistic)?;
    to_stdout(&report(&found, &compare(&before, &found.facts)))?;
    let errors = found.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    if errors > 0 {
        return Err(format!("{errors} figures cannot be true; nothing was kept").into());
    }
    if found.facts.is_empty() {
        return Err("no row could be taken; nothing was kept".into());
    }
    if arguments.dry_run {
        eprintln!("dry run: nothing was kept");
        return Ok(());
    }
    let database = Database::open(&config.data_dir)?;
    let id = database.add_statistics(&manifest, &found.facts)?;
    if arguments.release {
        database.release_statistics(id, chrono::Utc::now().naive_utc())?;
        eprintln!("import {id} is kept and released");
    } else {
        eprintln!("import {id} is kept; hint: pflegeplan statistics release {id} lets it count");
    }
    Ok(())
}

/// What the file holds, and its manifest.
fn take(config: &Config, arguments: &ImportArguments) -> Result<(Intake, Manifest), Box<dyn Error>> {
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
    let found = intake(&table, &layouts, context)
        .map_err(|error| format!("{}: {error}", arguments.file.display()))?;
    let layout = layouts.iter().find(|layout| layout.statistic == found.statistic);
    let of = |text: fn(&Layout) -> &String| layout.map(text).cloned().unwrap_or_default();
    let manifest = Manifest {
        statistic: found.statistic.clone(),
        title: of(|layout| &layout.title),
        publisher: of(|layout| &layout.publisher),
        licence: of(|layout| &layout.licence),
        imported_at: chrono::Utc::now().naive_utc(),
        file_name: file_name(&arguments.file),
        sha256,
        layout: found.form.label().to_owned(),
        facts: count(found.facts.len()),
        left_out: count(found.left_out.values().sum()),
        warnings: count(found.findings.len()),
    };
    Ok((found, manifest))
}

/// The one mapping, or the layouts of this build.
fn layouts(arguments: &ImportArguments, frame: &Frame) -> Result<Vec<Layout>, Box<dyn Error>> {
    let Some(path) = &arguments.mapping else { return Ok(Layout::all(&frame.catalogue)?) };
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path)
        .map_err(|cause| format!("the mapping {name} cannot be read: {cause}"))?;
    Ok(vec![Layout::from_toml(&name, &text, &frame.catalogue)?])
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The figures of a statistic that count now.
fn released(config: &Config, statistic: &str) -> Result<Vec<StatFact>, Box<dyn Error>> {
    if !Database::exists(&config.data_dir) {
        return Ok(Vec::new());
    }
    let all = Database::open(&config.data_dir)?.released_statistics()?;
    Ok(all
        .into_iter()
        .filter(|(import, _)| import.manifest.statistic == statistic)
        .flat_map(|(_, facts)| facts)
        .collect())
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
    let now = chrono::Utc::now().naive_utc();
    match command {
        StatisticsCommand::List => {
            let line = |it: crate::store::StatisticsImport| {
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
            database.release_statistics(*id, now)?;
            eprintln!("import {id} is released");
            Ok(())
        }
        StatisticsCommand::Rollback { statistic } => {
            let (back, before) = database.roll_back_statistics(statistic, now)?;
            match before {
                Some(before) => eprintln!("import {back} was taken back, import {before} counts again"),
                None => eprintln!("import {back} was taken back, nothing of {statistic} counts now"),
            }
            Ok(())
        }
    }
}
