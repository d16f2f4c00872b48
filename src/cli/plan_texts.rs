//! `pflegeplan plan-texts`: texts of care plans from files into the data folder, where planners go on writing them.

use std::path::PathBuf;

use chrono::Utc;
use clap::{Args, Subcommand};

use super::Outcome;
use crate::app::plan::writing::{import, read_archive};
use crate::app::plan::{TextSource, area, text_files};
use crate::config::Config;
use crate::files;
use crate::service::setup;
use crate::store::Author;

/// The largest archive.
const MAX_ARCHIVE_BYTES: u64 = 64 << 20;

/// What is done with texts.
#[derive(Debug, Subcommand)]
pub enum PlanTextsCommand {
    /// Take texts in as a new version; they are approved at once if their plan.toml says so
    Import(Arguments),
}

#[derive(Debug, Args)]
pub struct Arguments {
    /// Key of the district, or 13 for the comparison of the districts
    area: String,
    /// Folder with plan.toml, foreword.md and files by chapter such as 7.5.md, or a .zip of them
    path: PathBuf,
}

pub fn run(config: &Config, command: &PlanTextsCommand) -> Outcome {
    let PlanTextsCommand::Import(arguments) = command;
    let TextSource::Store(store) = setup::plan_files(config).texts else {
        return Err(
            "plan_texts is set, so texts are read from that folder; hint: put the files there, or remove the setting"
                .into(),
        );
    };
    let found = area(&setup::reference_data()?, &arguments.area).map_err(super::sentences)?;
    let path = &arguments.path;
    let texts = if path.is_dir() {
        text_files(path).map_err(super::sentences)?
    } else {
        read_archive(&files::read(path, MAX_ARCHIVE_BYTES)?)?
    };
    let now = Utc::now().naive_utc();
    let author = Author::command_line(format!("plan-texts {}", now.format("%Y%m%dT%H%M%S")), now);
    let imported = import(store.as_ref(), &found.key, texts, &author)?;
    let state = if imported.is_approved { "approved" } else { "a draft, which somebody has to approve" };
    super::to_stdout(&format!("version {} of the texts of {} is {state}\n", imported.number, found.name))
}
