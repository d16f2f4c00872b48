//! `pflegeplan reach`.

use clap::Args;
use clap::builder::TypedValueParser;

use super::flags::Flags;
use super::{Outcome, format_of, sentences, to_stdout, write_stdout};
use crate::app::error::Error;
use crate::app::reach::{self, Inputs, ReachRequest};
use crate::config::Config;
use crate::model;
use crate::service::{setup, travel_matrix};
use crate::tables::{Format, TableFormat};

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    asked: Flags<ReachRequest>,
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = formats())]
    format: Format,
}

/// The forms of the rows.
fn formats() -> impl TypedValueParser<Value = Format> {
    format_of(vec![Format::Text, Format::Table(TableFormat::Csv), Format::Json])
}

pub fn run(config: &Config, arguments: &Arguments) -> Outcome {
    let request: ReachRequest =
        arguments.asked.given.request().map_err(|errors| sentences(Error::BadInput(errors)))?;
    let reference = setup::reference_data()?;
    let router = setup::router(config, &reference.gazetteer)?;
    travel_matrix::load_stored(&router, &config.data_dir);
    let model = model::load::load(model::load::CURRENT)?.model;
    let snapshot = setup::snapshot(setup::database(config)?.load()?, &reference.categories)?;
    let inputs = Inputs {
        reference: &reference,
        router: &router,
        snapshot: &snapshot,
        model: &model,
        stop: &crate::units::Stop::never(),
    };
    let body = reach::reach(inputs, &request, chrono::Utc::now()).map_err(sentences)?;
    if arguments.format != Format::Json {
        let from = &body.provenance;
        eprintln!(
            "{} offers, {} places; residents of {} ({}, {}); times: {}",
            body.offers, body.places, from.year, from.model, from.scenario, from.travel_source
        );
        body.provenance.notice.iter().for_each(|notice| eprintln!("note: {notice}"));
        body.notes.iter().for_each(|note| eprintln!("note: {note}"));
    }
    match arguments.format {
        Format::Text => to_stdout(&body.text()),
        Format::Table(form) => write_stdout(&body.document().write(form)?),
        Format::Json | Format::GeoJson => to_stdout(&(serde_json::to_string_pretty(&body)? + "\n")),
    }
}
