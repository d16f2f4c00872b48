//! `pflegeplan indicators`.

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use clap::builder::TypedValueParser;

use super::flags::Flags;
use super::loaded::Loaded;
use super::{Outcome, format_of, sentences, to_stdout};
use crate::app::error::Error as AppError;
use crate::app::indicators::overview::{self, OverviewResponse};
use crate::app::indicators::response::{IndicatorResponse, ValuesResponse};
use crate::app::indicators::{IndicatorsRequest, TableParameters, export};
use crate::config::Config;
use crate::indicators::Base;
use crate::indicators::table::{IndicatorTable, indicators};
use crate::model::{self, Model};
use crate::tables::{Format, TableFormat};

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    asked: Flags<TableParameters>,
    /// Ids of indicators [default: all]
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    id: Vec<String>,
    /// Print the catalogue instead of values
    #[arg(long)]
    list: bool,
    /// Print for each indicator and level how many areas have values, why others have none, and what fills them
    #[arg(long, conflicts_with = "list")]
    overview: bool,
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = formats())]
    format: Format,
    /// Write to a file
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// The forms of a list of values.
fn formats() -> impl TypedValueParser<Value = Format> {
    format_of(Format::with_tables(&[Format::Text, Format::Table(TableFormat::Csv), Format::Json]))
}

pub fn run(config: &Config, arguments: &Arguments) -> Outcome {
    let model = model::load::load(model::load::CURRENT)?.model;
    let Loaded { base, version: register_version, .. } = Loaded::load(config, &model)?;
    if arguments.list {
        return list(&base, arguments);
    }
    if arguments.overview {
        return print_overview(&base, arguments);
    }
    if !["area", "level"].iter().any(|name| arguments.asked.given.has(name)) {
        return Err("no area is named; hint: --area 13076, or --level municipality --within 13076".into());
    }
    let asked: IndicatorsRequest =
        arguments.asked.given.request().map_err(AppError::BadInput).map_err(sentences)?;
    let request = asked.of_indicators(&base, arguments.id.clone()).map_err(sentences)?;
    let table = indicators(&base, &request, &crate::units::Stop::never())?;
    table.notes.iter().for_each(|note| eprintln!("note: {note}"));
    let bytes = rendered(&base, &table, &model, register_version, arguments.format)?;
    write(arguments, &bytes)
}

fn rendered(
    base: &Base,
    table: &IndicatorTable,
    model: &Model,
    register_version: u64,
    format: Format,
) -> Result<Vec<u8>, Box<dyn Error>> {
    Ok(match format {
        Format::Text => table.text(base).into_bytes(),
        Format::Table(form) => export::document(base, table).write(form)?,
        Format::Json | Format::GeoJson => {
            let body = ValuesResponse::new(base, table, model, register_version, chrono::Utc::now());
            serde_json::to_vec_pretty(&body)?
        }
    })
}

fn print_overview(base: &Base, arguments: &Arguments) -> Outcome {
    let wanted = |row: &OverviewResponse| arguments.id.is_empty() || arguments.id.contains(&row.id);
    let rows: Vec<OverviewResponse> = overview::overview(base).into_iter().filter(wanted).collect();
    let bytes = match arguments.format {
        Format::Text => overview::text(&rows).into_bytes(),
        Format::Table(form) => overview::document(&rows).write(form)?,
        Format::Json | Format::GeoJson => serde_json::to_vec_pretty(&rows)?,
    };
    write(arguments, &bytes)
}

fn list(base: &Base, arguments: &Arguments) -> Outcome {
    let all = &base.frame.catalogue.indicators;
    let text = if arguments.format == Format::Json {
        let bodies: Vec<IndicatorResponse> = all.iter().map(IndicatorResponse::from).collect();
        serde_json::to_string_pretty(&bodies)? + "\n"
    } else {
        let line = |it: &crate::indicators::Indicator| {
            format!("{:<4} {}: {} [{}]\n", it.id, it.theme, it.name_de, it.unit.german)
        };
        all.iter().map(line).collect()
    };
    write(arguments, text.as_bytes())
}

fn write(arguments: &Arguments, bytes: &[u8]) -> Outcome {
    if let Some(path) = &arguments.out {
        return std::fs::write(path, bytes).map_err(|cause| format!("{}: {cause}", path.display()).into());
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => to_stdout(text),
        Err(_) => Ok(std::io::stdout().lock().write_all(bytes)?),
    }
}
