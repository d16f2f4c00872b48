//! `pflegeplan forecast`.

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::TypedValueParser;

use super::flags::Flags;
use super::{Outcome, format_of, to_stdout, write_stdout};
use crate::app::error::FieldError;
use crate::app::explain::{CellParameters, CellRequest, ExplanationResponse};
use crate::app::forecast::{
    CountRequest, ForecastParameters, ForecastRequest, ForecastResponse, Supply, ages, may_be_planning_area,
};
use crate::app::parameters::{Declared, Fields, Parameters};
use crate::app::read_error::plain_sentence;
use crate::config::Config;
use crate::explain::{self, Explanation};
use crate::files;
use crate::forecast::{self, Forecast, ForecastSpec, PlanningArea, RegisteredSupply};
use crate::indicators::base::Frame;
use crate::model::{self, Model};
use crate::service::setup;
use crate::tables::{Format, TableFormat};
use crate::units::Year;

#[derive(Debug, Args)]
pub struct Arguments {
    /// 13 for the state, AGS of a district or municipality, ARS of an Amt, key of a planning area of the data
    /// folder; several separated by commas stand side by side, as do several of --scenario
    #[arg(long, value_name = "KEY", required_unless_present = "request")]
    area: Option<String>,
    /// Id of the model set; check-models lists them
    #[arg(long, value_name = "ID", default_value = model::load::CURRENT)]
    model: String,
    /// TOML file with own assumptions, planned housing, care homes, control totals and questions; the
    /// keys are those of POST /api/v1/forecasts. Flags win over it
    #[arg(long, value_name = "FILE")]
    request: Option<PathBuf>,
    /// CSV file with the counts of all municipalities of a district on the base date and five years before:
    /// municipality,year,sex,age_from,persons. Their rows then follow each cohort
    #[arg(long, value_name = "FILE")]
    counts: Option<PathBuf>,
    #[command(flatten)]
    asked: Flags<ForecastParameters>,
    /// Print the sum behind a figure of this year, down to its sources, and with --draws its band; as table or json
    #[arg(long, value_name = "YEAR", conflicts_with = "sensitivity")]
    explain: Option<i32>,
    /// Print the staff available in a year when one parameter at a time is a tenth smaller or greater
    #[arg(long, value_name = "YEAR")]
    sensitivity: Option<i32>,
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = formats())]
    format: Format,
    #[command(flatten, next_help_heading = "Of --explain")]
    cell: CellArguments,
}

/// Which figure --explain is about; its year stands with --explain, and its ages are one flag.
#[derive(Debug, Clone)]
struct CellFlags;

impl Declared for CellFlags {
    fn parameters() -> Parameters {
        CellParameters::parameters().without(&["year", "age_from", "age_to"])
    }

    fn needed_by(_flag: &str) -> Option<&'static str> {
        Some("explain")
    }
}

/// Which figure --explain is about.
#[derive(Debug, Args)]
struct CellArguments {
    /// The ages --explain is about, such as 80..84 or 95..
    #[arg(long, value_name = "AGES", requires = "explain")]
    ages: Option<String>,
    #[command(flatten)]
    flags: Flags<CellFlags>,
}

impl CellArguments {
    fn request(&self, year: i32) -> Result<CellRequest, Box<dyn std::error::Error>> {
        let (age_from, age_to) = self.ages.as_deref().map(ages).transpose()?.unwrap_or_default();
        let mut given = self.flags.given.clone();
        given.set("year", year);
        let request: CellRequest = given.request().map_err(|errors| sentences(&errors, |_| None))?;
        Ok(CellRequest { age_from, age_to, ..request })
    }
}

/// The forms of the rows; an explanation has no table.
fn formats() -> impl TypedValueParser<Value = Format> {
    format_of(Format::with_tables(&[Format::Text, Format::Table(TableFormat::Csv), Format::Json]))
}

pub fn run(config: &Config, arguments: &Arguments) -> Outcome {
    let file = arguments.request.as_deref().map(RequestFile::read).transpose()?;
    let mut asked = file.as_ref().map(|file| file.request.clone()).unwrap_or_default();
    arguments.write_over(&mut asked)?;
    if let Some(path) = &arguments.counts {
        asked.counts = counts(path)?;
    }
    let model = model::load::load(&arguments.model)?.model;
    let runs = asked.runs().map_err(|error| sentences(&[error], |_| None))?;
    if let [_, _, ..] = runs[..] {
        return side_by_side(config, arguments, (&model, asked, &runs));
    }
    let spec = asked.spec(&model, planning(config, &asked.area)?).map_err(|errors| {
        let counts = arguments.counts.as_deref();
        sentences(&errors, |field| {
            let in_counts = counts.and_then(|path| counts_line(path, field));
            in_counts.or_else(|| file.as_ref()?.place(field))
        })
    })?;
    if let Some(year) = arguments.sensitivity {
        return to_stdout(&forecast::sensitivity(&model, &spec, Year(year))?);
    }
    let supply = match asked.supply {
        Some(Supply::Register) => Some(registered(config)?),
        _ => None,
    };
    let mut spec = ForecastSpec { supply, ..spec };
    if let Some(name) = arguments.counts.as_deref().and_then(Path::file_name) {
        spec.counts_from = name.to_string_lossy().into_owned();
    }
    if let Some(year) = arguments.explain {
        let cell = arguments.cell.request(year)?.cell().map_err(|errors| sentences(&errors, |_| None))?;
        let explanation = explain::explain(&model, &spec, &cell)?;
        return to_stdout(&explained(explanation, asked, arguments.format)?);
    }
    write(forecast::forecast(&model, &spec)?, &spec, asked, arguments.format)
}

/// Several areas and scenarios as columns of one table.
fn side_by_side(
    config: &Config,
    arguments: &Arguments,
    (model, asked, runs): (&Model, ForecastRequest, &[ForecastRequest]),
) -> Outcome {
    if arguments.explain.is_some() || arguments.sensitivity.is_some() {
        return Err("a figure is explained for one area and one scenario".into());
    }
    let mut forecasts = Vec::new();
    for run in runs {
        let spec = run.spec(model, planning(config, &run.area)?);
        let spec = spec.map_err(|errors| sentences(&errors, |_| None))?;
        let supply = match run.supply {
            Some(Supply::Register) => Some(registered(config)?),
            _ => None,
        };
        forecasts.push(forecast::forecast(model, &ForecastSpec { supply, ..spec })?);
    }
    let Some(all) = Forecast::together(forecasts) else { return Ok(()) };
    if !matches!(arguments.format, Format::Json) {
        notes(&all);
    }
    match arguments.format {
        Format::Text => to_stdout(&all.side_by_side())?,
        Format::Table(form) => write_stdout(&all.document_in(form).write(form)?)?,
        Format::Json | Format::GeoJson => {
            let body = ForecastResponse::new(all, asked, chrono::Utc::now());
            return to_stdout(&(serde_json::to_string_pretty(&body)? + "\n"));
        }
    }
    statements(&all);
    Ok(())
}

/// Rows to stdout; what is to be said about them to stderr.
fn write(forecast: Forecast, spec: &ForecastSpec, asked: ForecastRequest, format: Format) -> Outcome {
    match format {
        Format::Text => {
            let provenance = &forecast.provenance;
            eprintln!(
                "area {}, scenario {}, prevalence {}, form of care {}, model {} ({})",
                spec.area,
                provenance.scenario,
                forecast.care.prevalence,
                forecast.care.form,
                provenance.model,
                provenance.checksum
            );
            notes(&forecast);
            to_stdout(&forecast.table())?;
            statements(&forecast);
            Ok(())
        }
        Format::Table(form) => {
            notes(&forecast);
            write_stdout(&forecast.document_in(form).write(form)?)?;
            statements(&forecast);
            Ok(())
        }
        Format::Json | Format::GeoJson => {
            let body = ForecastResponse::new(forecast, asked, chrono::Utc::now());
            to_stdout(&(serde_json::to_string_pretty(&body)? + "\n"))
        }
    }
}

fn explained(
    explanation: Explanation,
    asked: ForecastRequest,
    format: Format,
) -> Result<String, Box<dyn std::error::Error>> {
    match format {
        Format::Text => Ok(explanation.text()),
        Format::Json | Format::GeoJson => {
            let body = ExplanationResponse::new(explanation, asked, chrono::Utc::now());
            Ok(serde_json::to_string_pretty(&body)? + "\n")
        }
        Format::Table(_) => Err("a sum has no lines of one form; hint: --format table or json".into()),
    }
}

/// The planning area of the data folder that a key names, if it is no official key.
fn planning(config: &Config, area: &str) -> Result<Option<PlanningArea>, Box<dyn std::error::Error>> {
    if !may_be_planning_area(area) {
        return Ok(None);
    }
    let own = setup::own_files(&config.data_dir)?;
    if own.areas.is_empty() {
        return Ok(None);
    }
    let frame = Frame::load(&setup::reference_data()?.areas, &own, chrono::Datelike::year(&setup::today()))?;
    Ok(Some(forecast::planning_area(&frame.tree, area)?))
}

/// The places of the register in the data folder.
fn registered(config: &Config) -> Result<RegisteredSupply, Box<dyn std::error::Error>> {
    if !setup::has_database(config) {
        let folder = config.data_dir.display();
        return Err(format!("there is no register in {folder}; hint: pflegeplan import register FILE").into());
    }
    let (facilities, version) = setup::database(config)?.load()?;
    Ok(RegisteredSupply::new(&setup::categories()?, &facilities, version))
}

fn notes(forecast: &Forecast) {
    forecast.notes.iter().for_each(|note| eprintln!("note: {note}"));
    forecast.missing.iter().for_each(|missing| eprintln!("note: {}", missing.reason));
}

fn statements(forecast: &Forecast) {
    forecast.statements.iter().for_each(|statement| eprintln!("{}", statement.text()));
}

impl Arguments {
    /// Puts what was said by flags in place of what the file says.
    fn write_over(&self, asked: &mut ForecastRequest) -> Result<(), String> {
        let given = &self.asked.given;
        let mut flags = ForecastRequest::given(given).map_err(|errors| sentences(&errors, |_| None))?;
        asked.questions.append(&mut flags.questions);
        asked.replace(flags, |field| given.has(field));
        if let Some(area) = &self.area {
            asked.area = area.clone();
        }
        Ok(())
    }
}

/// A file with a request, and its text to find the lines of values in.
struct RequestFile {
    shown: String,
    text: String,
    request: ForecastRequest,
}

impl RequestFile {
    fn read(path: &Path) -> Result<Self, String> {
        let shown = path.display().to_string();
        let text = files::read_text(path, files::MAX_TEXT_BYTES).map_err(|cause| cause.to_string())?;
        let request = toml::from_str(&text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            format!("{shown}:{}: {}", line_at(&text, start), plain_sentence(error.message()))
        })?;
        Ok(Self { shown, text, request })
    }

    fn place(&self, field: &str) -> Option<String> {
        Some(format!("{}:{}: ", self.shown, self.line(field)?))
    }

    /// The line of a field such as `housing[1].area`, or of the nearest part above it that the file has.
    fn line(&self, field: &str) -> Option<usize> {
        let root = toml::de::DeTable::parse(&self.text).ok()?;
        let mut span = None;
        let mut table = Some(root.get_ref());
        for part in field.split('.') {
            let (name, index) = match part.split_once('[') {
                Some((name, index)) => (name, index.trim_end_matches(']').parse::<usize>().ok()),
                None => (part, None),
            };
            let Some(mut value) = table.and_then(|table| table.get(name)) else { break };
            if let (Some(index), Some(list)) = (index, value.get_ref().as_array()) {
                value = list.get(index)?;
            }
            span = Some(value.span().start);
            table = value.get_ref().as_table();
        }
        span.map(|start| line_at(&self.text, start))
    }
}

fn line_at(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}

/// The rows of a table of counts; a wrong one is named by file and line.
fn counts(path: &Path) -> Result<Vec<CountRequest>, String> {
    let shown = path.display();
    let bytes = files::read(path, files::MAX_TABLE_BYTES).map_err(|cause| cause.to_string())?;
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let rows = reader.deserialize().map(|row| {
        row.map_err(|error: csv::Error| {
            let line = error.position().map_or(0, csv::Position::line);
            format!("{shown}:{line}: {error}")
        })
    });
    let rows: Vec<CountRequest> = rows.collect::<Result<_, _>>()?;
    if rows.is_empty() {
        return Err(format!(
            "{shown} holds no counts; expected the columns municipality,year,sex,age_from,persons and a row a group"
        ));
    }
    Ok(rows)
}

/// Where in a table of counts a field such as `counts[3].year` stands: a row a line, below the header.
fn counts_line(path: &Path, field: &str) -> Option<String> {
    let (row, _) = field.strip_prefix("counts[")?.split_once(']')?;
    Some(format!("{}:{}: ", path.display(), row.parse::<usize>().ok()? + 2))
}

/// Every wrong value with its field, and its place where a file names it.
fn sentences(errors: &[FieldError], place: impl Fn(&str) -> Option<String>) -> String {
    let sentences: Vec<String> = errors
        .iter()
        .map(|error| {
            let place = place(&error.field).unwrap_or_default();
            format!("{place}{}: {}", error.field, error.code)
        })
        .collect();
    sentences.join("; ")
}
