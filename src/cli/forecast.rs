//! `pflegeplan forecast`.

use clap::{Args, ValueEnum};

use super::{Outcome, to_stdout};
use crate::api::ForecastBody;
use crate::params;
use crate::report::{self, Ages, By, Forecast, ForecastRequest, HEADER};
use crate::units::{Ags, Year};

#[derive(Debug, Args)]
pub struct Arguments {
    /// AGS of a district, or 13 for the state
    #[arg(long, value_name = "AGS")]
    area: String,
    /// First year [default: the base year]
    #[arg(long, value_name = "YEAR")]
    from: Option<i32>,
    /// Last year
    #[arg(long, value_name = "YEAR", default_value_t = 2040)]
    to: i32,
    /// Named assumptions
    #[arg(long, value_name = "ID", default_value = "status-quo")]
    scenario: String,
    /// Random futures for a probability band
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    draws: usize,
    /// The same seed gives the same futures
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// What is told apart, such as age_group,sex
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    by: Vec<Field>,
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Field {
    AgeGroup,
    Age,
    Sex,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Csv,
    Json,
}

pub fn run(arguments: &Arguments) -> Outcome {
    let model = params::load::load(params::load::CURRENT)?.model;
    let request = ForecastRequest {
        area: Ags::parse(&arguments.area)?,
        from: arguments.from.map_or(model.base_year, Year),
        to: Year(arguments.to),
        scenario: arguments.scenario.clone(),
        by: by(&arguments.by)?,
        draws: arguments.draws,
        seed: arguments.seed,
    };
    let forecast = report::forecast(&model, &request)?;
    match arguments.format {
        Format::Table => {
            let provenance = &forecast.provenance;
            eprintln!(
                "area {}, scenario {}, model {} ({})",
                request.area, provenance.scenario, provenance.model, provenance.checksum
            );
            forecast.notes.iter().for_each(|note| eprintln!("note: {note}"));
            to_stdout(&forecast.table())
        }
        Format::Csv => to_stdout(&csv(&forecast)?),
        Format::Json => {
            let body = ForecastBody::new(&forecast, chrono::Utc::now());
            to_stdout(&(serde_json::to_string_pretty(&body)? + "\n"))
        }
    }
}

fn by(fields: &[Field]) -> Result<By, &'static str> {
    let has = |field| fields.contains(&field);
    let age = match (has(Field::AgeGroup), has(Field::Age)) {
        (true, true) => return Err("--by takes age_group or age, not both"),
        (true, false) => Ages::Groups,
        (false, true) => Ages::Single,
        (false, false) => Ages::All,
    };
    Ok(By { sex: has(Field::Sex), age })
}

fn csv(forecast: &Forecast) -> Result<String, Box<dyn std::error::Error>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER)?;
    for row in &forecast.rows {
        writer.write_record(row.cells())?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}
