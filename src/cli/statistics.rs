//! `pflegeplan import statistics FILE` and `pflegeplan statistics`.

use std::error::Error;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::import::file_name;
use super::language::{Language, said};
use super::statistics_report as report;
use super::{Outcome, to_stdout};
use crate::app::Caller;
use crate::app::import_register::fingerprint;
use crate::app::import_statistics::{self, Examined, StatisticsError, StatisticsFile};
use crate::config::Config;
use crate::files;
use crate::import::read::{Limits, load};
use crate::indicators::base::Frame;
use crate::model::load::CURRENT;
use crate::service::setup;
use crate::statistics::{Context, Known, Layout, Reforms, Rows, StatFact};
use crate::store::StatisticsImport;
use crate::units::Lang;

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
    #[command(flatten)]
    language: Language,
}

#[derive(Debug, Args)]
pub struct StatisticsArguments {
    #[command(flatten)]
    language: Language,
    #[command(subcommand)]
    command: StatisticsCommand,
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
        file_bytes: 64 << 20,
        rows: 1_000_000,
        cells: 30_000_000,
        columns: 1_000,
        unpacked_bytes: 96 << 20,
        ..Limits::default()
    }
}

/// Reads a file, reports, compares it with what counts now, and keeps it.
pub fn import(config: &Config, arguments: &ImportArguments) -> Outcome {
    let lang = arguments.language.chosen();
    let tell = |en: String, de: String| eprintln!("{}", if lang == Lang::De { de } else { en });
    let refused = |error: StatisticsError| error.in_language(lang);
    let released = released(config).map_err(|error| said(error, lang))?;
    let (examined, known) = examine(config, arguments, &released)?;
    let difference = examined.difference(&released, &known);
    to_stdout(&report::text(&examined.intake, &difference, lang))?;
    examined.check().map_err(refused)?;
    if arguments.dry_run {
        tell("dry run: nothing was kept".to_owned(), "Probelauf: Es wurde nichts übernommen.".to_owned());
        return Ok(());
    }
    let database = setup::database(config).map_err(|error| said(error, lang))?;
    let id = import_statistics::keep(Caller::Operator, &database, &examined).map_err(refused)?;
    let contradictions = examined.contradictions();
    if arguments.release && contradictions > 0 {
        tell(
            format!(
                "import {id} is kept but not released, because {contradictions} figures contradict those that count now; hint: if they are right, pflegeplan statistics release {id} lets it count"
            ),
            format!(
                "Der Import {id} ist übernommen, aber nicht freigegeben, weil er in {contradictions} Werten dem widerspricht, was derzeit zählt. Sind sie richtig, gibt ihn pflegeplan statistics release {id} frei."
            ),
        );
    } else if arguments.release {
        import_statistics::release(Caller::Operator, &database, id, chrono::Utc::now()).map_err(refused)?;
        tell(
            format!("import {id} is kept and released"),
            format!("Der Import {id} ist übernommen und freigegeben."),
        );
    } else {
        tell(
            format!("import {id} is kept; hint: pflegeplan statistics release {id} lets it count"),
            format!("Der Import {id} ist übernommen. pflegeplan statistics release {id} gibt ihn frei."),
        );
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
    let lang = arguments.language.chosen();
    let bytes = load(&arguments.file, &limits()).map_err(|error| error.in_language(lang))?;
    let sha256 = fingerprint(&bytes);
    let name = arguments.file.display().to_string();
    let rows = Rows::read(&name, bytes, &limits()).map_err(|error| match lang {
        Lang::De => at(&name, error.german()),
        Lang::En => at(&name, error.to_string()),
    })?;
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
    let examined = import_statistics::examine(&file, context).map_err(|error| {
        let sentence = if lang == Lang::De { error.german() } else { error.to_string() };
        with_mapping(arguments, &at(&name, sentence))
    })?;
    Ok((examined, known))
}

/// The message with the file's name, once.
fn at(name: &str, sentence: String) -> String {
    if sentence.starts_with(name) { sentence } else { format!("{name}: {sentence}") }
}

/// The message with the mapping that was used.
fn with_mapping(arguments: &ImportArguments, sentence: &str) -> String {
    match &arguments.mapping {
        Some(mapping) => match arguments.language.chosen() {
            Lang::En => format!("{sentence} (read by the mapping {})", mapping.display()),
            Lang::De => format!("{sentence} (gelesen mit der Zuordnung {})", mapping.display()),
        },
        None => sentence.to_owned(),
    }
}

/// The one mapping, or the layouts of this build.
fn layouts(arguments: &ImportArguments, frame: &Frame) -> Result<Vec<Layout>, Box<dyn Error>> {
    let Some(path) = &arguments.mapping else { return Ok(Layout::all(&frame.catalogue)?) };
    let name = path.display().to_string();
    let lang = arguments.language.chosen();
    let text = files::read_text(path, files::MAX_TEXT_BYTES).map_err(|cause| match lang {
        Lang::En => format!("the mapping {name} cannot be read: {cause}"),
        Lang::De => format!("Die Zuordnung {name} lässt sich nicht lesen. {}", cause.german()),
    })?;
    let layout = Layout::from_toml(&name, &text, &frame.catalogue);
    Ok(vec![layout.map_err(|error| if lang == Lang::De { error.german() } else { error.to_string() })?])
}

/// The figures that count now.
fn released(config: &Config) -> Result<Released, Box<dyn Error>> {
    if !setup::has_database(config) {
        return Ok(Vec::new());
    }
    Ok(setup::database(config)?.released_statistics()?)
}

/// Lists, releases and takes back.
pub fn run(config: &Config, arguments: &StatisticsArguments) -> Outcome {
    let lang = arguments.language.chosen();
    let tell = |en: String, de: String| eprintln!("{}", if lang == Lang::De { de } else { en });
    let refused = |error: StatisticsError| error.in_language(lang);
    let database = setup::database(config).map_err(|error| said(error, lang))?;
    let now = chrono::Utc::now();
    match &arguments.command {
        StatisticsCommand::List => {
            let imports = database.statistics_imports().map_err(|error| error.in_language(lang))?;
            to_stdout(&imports.iter().map(|import| report::line(import, lang)).collect::<String>())
        }
        StatisticsCommand::Release { id } => {
            import_statistics::release(Caller::Operator, &database, *id, now).map_err(refused)?;
            tell(format!("import {id} is released"), format!("Der Import {id} ist freigegeben."));
            Ok(())
        }
        StatisticsCommand::Rollback { import: Some(id), .. } => {
            import_statistics::withdraw(Caller::Operator, &database, *id, now).map_err(refused)?;
            tell(
                format!("import {id} was taken back, and its figures no longer count"),
                format!("Der Import {id} ist zurückgenommen; seine Werte zählen nicht mehr."),
            );
            Ok(())
        }
        StatisticsCommand::Rollback { statistic, .. } => {
            let statistic = statistic.as_deref().unwrap_or_default();
            let (back, before) =
                import_statistics::roll_back(Caller::Operator, &database, statistic, now).map_err(refused)?;
            match before {
                Some(before) => tell(
                    format!("import {back} was taken back, import {before} and those before go on counting"),
                    format!("Der Import {back} ist zurückgenommen; {before} und die davor zählen weiter."),
                ),
                None => tell(
                    format!("import {back} was taken back, nothing of {statistic} counts now"),
                    format!("Der Import {back} ist zurückgenommen; von {statistic} zählt jetzt nichts."),
                ),
            }
            Ok(())
        }
    }
}
