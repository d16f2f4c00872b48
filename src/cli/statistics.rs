//! `pflegeplan import statistics FILE` and `pflegeplan statistics`.

use std::error::Error;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::import::{file_name, fingerprint};
use super::{Outcome, to_stdout};
use crate::app::Caller;
use crate::app::import_statistics::{self, Examined, StatisticsFile};
use crate::config::Config;
use crate::files;
use crate::import::read::{Limits, load};
use crate::indicators::base::Frame;
use crate::model::load::CURRENT;
use crate::service::setup;
use crate::statistics::compare::Difference;
use crate::statistics::{Context, Figure, Intake, Known, Layout, Reforms, Rows, StatFact};
use crate::store::StatisticsImport;

/// So many differences, findings and names are written out.
const SHOWN: usize = 20;

/// Imports that count, with their figures.
type Released = Vec<(StatisticsImport, Vec<StatFact>)>;

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
    /// Take the last release of a statistic back, or that of one import
    Rollback {
        /// Code of the statistic, such as 12411
        #[arg(required_unless_present = "import", conflicts_with = "import")]
        statistic: Option<String>,
        /// Number of the import
        #[arg(long, value_name = "ID")]
        import: Option<u32>,
    },
}

/// Larger than for the register: a state's municipalities by age and sex are many rows. Rows are not kept, so these
/// limits hold the memory of an import below 300 MB.
fn limits() -> Limits {
    Limits {
        rows: 1_000_000,
        cells: 30_000_000,
        columns: 1_000,
        unpacked_bytes: 96 << 20,
        ..Limits::default()
    }
}

/// Reads a file, reports, compares it with what counts now, and keeps it.
pub fn import(config: &Config, arguments: &ImportArguments) -> Outcome {
    let released = released(config)?;
    let (examined, known) = examine(config, arguments, &released)?;
    let difference = examined.difference(&released, &known);
    to_stdout(&report(&examined.intake, &difference))?;
    examined.check()?;
    if arguments.dry_run {
        eprintln!("dry run: nothing was kept");
        return Ok(());
    }
    let database = setup::database(config)?;
    let id = import_statistics::keep(Caller::Operator, &database, &examined)?;
    let contradictions = examined.contradictions();
    if arguments.release && contradictions > 0 {
        eprintln!(
            "import {id} is kept but not released, because {contradictions} figures contradict those that count now; hint: if they are right, pflegeplan statistics release {id} lets it count"
        );
    } else if arguments.release {
        import_statistics::release(Caller::Operator, &database, id, chrono::Utc::now())?;
        eprintln!("import {id} is kept and released");
    } else {
        eprintln!("import {id} is kept; hint: pflegeplan statistics release {id} lets it count");
    }
    Ok(())
}

/// What the file holds, and what counts now.
fn examine(
    config: &Config,
    arguments: &ImportArguments,
    released: &Released,
) -> Result<(Examined, Known), Box<dyn Error>> {
    let reference = setup::reference_data()?;
    let own = setup::own_files(&config.data_dir)?;
    let today = setup::today();
    let frame = Frame::load(&reference.areas, &own, chrono::Datelike::year(&today))?;
    let layouts = layouts(arguments, &frame)?;
    let reforms = Reforms::load()?;
    let model = crate::model::load::load(CURRENT)?.model;
    let known = import_statistics::known(&frame, &model, released);
    let bytes = load(&arguments.file, &limits())?;
    let sha256 = fingerprint(&bytes);
    let name = arguments.file.display().to_string();
    let rows = Rows::read(&name, bytes, &limits()).map_err(|error| at(&name, &error))?;
    let context = Context {
        catalogue: &frame.catalogue,
        tree: &frame.tree,
        areas: &reference.areas,
        reforms: &reforms,
        known: &known,
        today,
    };
    let file = StatisticsFile {
        rows: &rows,
        layouts: &layouts,
        file_name: &file_name(&arguments.file),
        sha256: &sha256,
        now: chrono::Utc::now(),
    };
    let examined = import_statistics::examine(&file, context)
        .map_err(|error| with_mapping(arguments, &at(&name, &error)))?;
    Ok((examined, known))
}

/// The message with the file's name, once.
fn at(name: &str, error: &dyn Error) -> String {
    let sentence = error.to_string();
    if sentence.starts_with(name) { sentence } else { format!("{name}: {sentence}") }
}

/// The message with the mapping that was used.
fn with_mapping(arguments: &ImportArguments, sentence: &str) -> String {
    match &arguments.mapping {
        Some(mapping) => format!("{sentence} (read by the mapping {})", mapping.display()),
        None => sentence.to_owned(),
    }
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
fn released(config: &Config) -> Result<Released, Box<dyn Error>> {
    if !setup::has_database(config) {
        return Ok(Vec::new());
    }
    Ok(setup::database(config)?.released_statistics()?)
}

fn report(found: &Intake, difference: &Difference) -> String {
    let mut lines = vec![format!(
        "statistic {}: {} figures ({})",
        found.statistic,
        found.facts.len(),
        found.form.label()
    )];
    for (reason, left) in &found.left_out {
        lines.push(format!("left out: {} rows: {}", left.rows, reason.sentence()));
        let named = left.named.iter().filter(|(name, _)| !name.is_empty());
        let names: Vec<String> = named.take(SHOWN).map(|(name, rows)| format!("{name} ({rows})")).collect();
        let more = left.named.len().saturating_sub(SHOWN);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        lines.push(format!("  {}{more}", names.join(", ")));
    }
    let shown = |lines: &mut Vec<String>, sentences: Vec<String>| {
        let more = sentences.len().saturating_sub(SHOWN);
        lines.extend(sentences.into_iter().take(SHOWN));
        if more > 0 {
            lines.push(format!("… and {more} more"));
        }
    };
    let mut findings: Vec<_> = found.findings.iter().collect();
    findings.sort_by_key(|finding| finding.severity);
    let findings = findings.iter().map(|it| format!("{}: {}", it.severity.word(), it.sentence)).collect();
    shown(&mut lines, findings);
    let stopping = difference.changed.len() + difference.replaced.len();
    lines.push(format!(
        "against what counts now: {} new, {} unchanged, {stopping} stop counting because the file has others, {} others of the statistic go on counting",
        difference.new, difference.unchanged, difference.kept
    ));
    let changed = difference.changed.iter();
    let changed = changed.map(|(key, before, after)| {
        format!("stops counting: {key}: {} -> {}", shown_figure(before), shown_figure(after))
    });
    let replaced = difference.replaced.iter();
    let replaced = replaced.map(|(key, before, after)| {
        format!("stops counting: {key}: {before} (comes with the program) -> {}", shown_figure(after))
    });
    shown(&mut lines, changed.chain(replaced).collect());
    lines.join("\n") + "\n"
}

fn shown_figure(figure: &Figure) -> String {
    figure.number.map_or_else(|| format!("no number ({})", figure.sign.word()), |number| number.to_string())
}

/// Lists, releases and takes back.
pub fn run(config: &Config, command: &StatisticsCommand) -> Outcome {
    let database = setup::database(config)?;
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
        StatisticsCommand::Rollback { import: Some(id), .. } => {
            import_statistics::withdraw(Caller::Operator, &database, *id, now)?;
            eprintln!("import {id} was taken back, and its figures no longer count");
            Ok(())
        }
        StatisticsCommand::Rollback { statistic, .. } => {
            let statistic = statistic.as_deref().unwrap_or_default();
            let (back, before) = import_statistics::roll_back(Caller::Operator, &database, statistic, now)?;
            match before {
                Some(before) => {
                    eprintln!("import {back} was taken back, import {before} and those before go on counting")
                }
                None => eprintln!("import {back} was taken back, nothing of {statistic} counts now"),
            }
            Ok(())
        }
    }
}
