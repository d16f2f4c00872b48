//! The commands of the program. Data is written to stdout and messages to stderr; the exit code is 0, 1 (failed) or 2
//! (wrong arguments).

mod account;
mod back_test;
mod backup;
mod check_models;
mod doctor;
mod examples;
mod flags;
mod forecast;
mod import;
mod indicators;
mod language;
mod loaded;
mod manual;
mod plan;
mod plan_texts;
mod preview;
mod reach;
mod region;
mod statistics;
mod statistics_report;
mod travel_matrix;

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand};

use crate::app;
use crate::config::{self, Config, GlobalFlags, Partial, ServeFlags};
use crate::files;
use crate::service;
use crate::tables::Format;

/// Finds and plans care in Mecklenburg-Vorpommern.
#[derive(Debug, Parser)]
#[command(name = "pflegeplan", version = service::VERSION_AND_COMMIT, arg_required_else_help = true)]
struct Cli {
    /// Settings file [default: pflegeplan.toml in the current folder, if there is one]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(flatten)]
    settings: GlobalFlags,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start the service
    Serve(Box<ServeFlags>),
    /// Take data from a file
    #[command(subcommand)]
    Import(ImportCommand),
    /// Fill the register with invented facilities
    Examples(examples::Arguments),
    /// Population by year
    Forecast(Box<forecast::Arguments>),
    /// Run the projection from past dates and compare with what came
    BackTest(back_test::Arguments),
    /// Indicators of an area
    Indicators(indicators::Arguments),
    /// Write the five-year care plan of a district
    Plan(Box<plan::Arguments>),
    /// Texts of care plans that planners write
    #[command(subcommand)]
    PlanTexts(plan_texts::PlanTextsCommand),
    /// Imports of official statistics
    Statistics(statistics::StatisticsArguments),
    /// Who reaches an offer in time
    Reach(reach::Arguments),
    /// Make the addresses of a region out of an extract of OpenStreetMap
    Region(region::Arguments),
    /// Compute travel times from the municipalities to the facilities, by OSRM
    TravelMatrix(travel_matrix::Arguments),
    /// Accounts of those who keep the register in the browser
    #[command(subcommand)]
    Account(account::AccountCommand),
    /// Write everything that is kept into a file, while the service may go on
    Backup(backup::BackupArguments),
    /// Restore a backup into an empty installation, and compare
    Restore(backup::RestoreArguments),
    /// Databases
    #[command(subcommand)]
    Database(backup::DatabaseCommand),
    /// Name what is wrong with this installation, and the way out
    Doctor,
    /// Hold the model sets to their rules
    CheckModels,
    /// Print the contract (OpenAPI)
    Openapi,
    /// Print what completes commands in a shell
    Completions(manual::CompletionsArguments),
    /// Write the manual as man pages
    Manual(manual::ManualArguments),
}

#[derive(Debug, Subcommand)]
enum ImportCommand {
    /// The register of care offers: CSV, XLSX, ODS or GeoJSON
    Register(import::Arguments),
    /// Official statistics, or a table of one's own
    Statistics(statistics::ImportArguments),
}

type Outcome = Result<(), Box<dyn Error>>;

/// Reads a form of output that a command offers; the help and the error name their words.
fn format_of(offered: Vec<Format>) -> impl TypedValueParser<Value = Format> {
    let words: Vec<&str> = offered.iter().map(|format| format.word()).collect();
    PossibleValuesParser::new(words).try_map(move |word| Format::among(&offered, &word))
}

/// What is logged if RUST_LOG does not say otherwise. The HTTP library writes a line for each request that is none, so that
/// anybody could fill the log; such requests are answered, and counted by the web server in front.
const LOG_FILTER: &str = "info,actix_server=warn,actix_http=off";

/// Runs the command the process was started with.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let level = env_logger::Env::default().default_filter_or(LOG_FILTER);
    env_logger::Builder::from_env(level).format_target(false).init();
    match dispatch(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {}", sentence(error.as_ref()));
            ExitCode::FAILURE
        }
    }
}

fn dispatch(cli: Cli) -> Outcome {
    let of_serve = match &cli.command {
        Command::Serve(flags) => flags.0.clone(),
        _ => Partial::default(),
    };
    let config = configure(cli.config, [cli.settings.0, of_serve])?;
    match cli.command {
        Command::Serve(_) => service::run(&config),
        Command::Import(ImportCommand::Register(arguments)) => import::run(&config, &arguments),
        Command::Examples(arguments) => examples::run(&config, &arguments),
        Command::Forecast(arguments) => forecast::run(&config, &arguments),
        Command::BackTest(arguments) => back_test::run(&arguments),
        Command::Import(ImportCommand::Statistics(arguments)) => statistics::import(&config, &arguments),
        Command::Indicators(arguments) => indicators::run(&config, &arguments),
        Command::Statistics(arguments) => statistics::run(&config, &arguments),
        Command::Plan(arguments) => plan::run(&config, &arguments),
        Command::PlanTexts(command) => plan_texts::run(&config, &command),
        Command::Reach(arguments) => reach::run(&config, &arguments),
        Command::Region(arguments) => region::run(&config, &arguments),
        Command::TravelMatrix(arguments) => travel_matrix::run(&config, &arguments),
        Command::Account(command) => account::run(&config, &command),
        Command::Backup(arguments) => backup::back_up(&config, &arguments),
        Command::Restore(arguments) => backup::restore(&config, &arguments),
        Command::Database(command) => backup::run(&config, &command),
        Command::Doctor => doctor::run(&config),
        Command::CheckModels => check_models::run(),
        Command::Openapi => to_stdout(&service::contract()?),
        Command::Completions(arguments) => manual::completions(&arguments),
        Command::Manual(arguments) => manual::write(&arguments),
    }
}

/// The settings in effect: flags over the environment over the file.
fn configure(file: Option<PathBuf>, flags: [Partial; 2]) -> Result<Config, Box<dyn Error>> {
    let named = file.is_some();
    let path = file.unwrap_or_else(|| PathBuf::from(config::FILE_NAME));
    let shown = path.display().to_string();
    let file = match files::read_text(&path, files::MAX_TEXT_BYTES) {
        Ok(text) => Partial::from_toml(&shown, &text)?,
        // No settings are settings, too.
        Err(files::FileError::Empty { .. }) => Partial::default(),
        Err(cause) if cause.is_missing() && !named => Partial::default(),
        Err(cause) => {
            return Err(config::ConfigError::File { path: shown, cause: cause.to_string() }.into());
        }
    };
    let environment = Partial::from_env(std::env::vars())?;
    Ok(Config::from([file, environment].into_iter().chain(flags))?)
}

/// Writes data to stdout. A reader that closes the pipe early, such as `head`, is not an error.
fn to_stdout(text: &str) -> Outcome {
    write_stdout(text.as_bytes())
}

/// Writes a file's bytes; a reader that has seen enough is no error.
fn write_stdout(bytes: &[u8]) -> Outcome {
    match std::io::stdout().lock().write_all(bytes) {
        Err(cause) if cause.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        outcome => Ok(outcome?),
    }
}

/// The faults of a call in one line.
fn sentences(error: app::error::Error) -> Box<dyn std::error::Error> {
    match error {
        app::error::Error::BadInput(errors) => {
            let sentence = |error: &app::error::FieldError| format!("--{}: {}", error.field, error.code);
            errors.iter().map(sentence).collect::<Vec<_>>().join("; ").into()
        }
        other => other.into(),
    }
}

/// An error and its causes in one line.
fn sentence(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let next = error.to_string();
        if !text.contains(&next) {
            text.push_str(": ");
            text.push_str(&next);
        }
        cause = error.source();
    }
    text
}
