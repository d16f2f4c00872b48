//! `backup`, `restore` and `database copy`: what is kept in a file, and from one database to another.

use std::path::{Path, PathBuf};

use chrono::Utc;
use clap::{Args, Subcommand};

use super::Outcome;
use crate::app::backup::{self, Manifest, Written};
use crate::config::Config;
use crate::service::setup;
use crate::store::Database;

#[derive(Debug, Args)]
pub struct BackupArguments {
    /// The file to write; it must not exist
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

#[derive(Debug, Args)]
pub struct RestoreArguments {
    /// A file that `pflegeplan backup` has written
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// What is done with databases.
#[derive(Debug, Subcommand)]
pub enum DatabaseCommand {
    /// Copy everything into another database, which must be empty, and compare both
    Copy(CopyArguments),
}

#[derive(Debug, Args)]
pub struct CopyArguments {
    /// The folder or the address (postgres://…) of the database that is read
    #[arg(long, value_name = "FOLDER|URL")]
    from: String,
    /// The folder or the address (postgres://…) of the database that is written
    #[arg(long, value_name = "FOLDER|URL")]
    to: String,
}

/// Writes a backup of the database and the folders of the settings.
pub fn back_up(config: &Config, arguments: &BackupArguments) -> Outcome {
    if !setup::has_database(config) {
        return Err(format!("there is no database in {}", config.data_dir.display()).into());
    }
    let database = setup::database(config)?;
    let written = Written { program: env!("CARGO_PKG_VERSION"), at: Utc::now().naive_utc() };
    let folders = setup::folders(config);
    let manifest = backup::back_up(&database, &folders, &arguments.file, written)?;
    report("written and read again", &manifest);
    Ok(())
}

/// Restores a backup into the database and the folders of the settings.
pub fn restore(config: &Config, arguments: &RestoreArguments) -> Outcome {
    let folders = setup::folders(config);
    let manifest = match &config.database_url {
        Some(url) => {
            let database = Database::connect_empty(&setup::server(config, url.reveal())?, &config.data_dir)?;
            backup::restore(&database, &folders, &arguments.file)?
        }
        None => into_folder(&config.data_dir, |database| {
            Ok(backup::restore(database, &folders, &arguments.file)?)
        })?,
    };
    report("restored and compared", &manifest);
    Ok(())
}

/// Fills a new database in a folder. It appears when it is complete.
fn into_folder<T>(
    folder: &Path,
    fill: impl FnOnce(&Database) -> Result<T, Box<dyn std::error::Error>>,
) -> Result<T, Box<dyn std::error::Error>> {
    if Database::exists(folder) {
        let folder = folder.display();
        return Err(format!(
            "the folder {folder} holds a database; nothing was written; hint: move it away first"
        )
        .into());
    }
    let scratch = folder.join(format!(".new-{}", std::process::id()));
    let outcome = Database::open(&scratch).map_err(Into::into).and_then(|database| fill(&database));
    let outcome = outcome.and_then(|value| {
        Database::move_into(&scratch, folder)?;
        Ok(value)
    });
    let _ = std::fs::remove_dir_all(&scratch);
    outcome
}

fn report(what: &str, manifest: &Manifest) {
    eprintln!(
        "{what}: {} rows of {} tables and {} files, of {} (UTC)",
        manifest.rows(),
        manifest.tables.len(),
        manifest.files.len(),
        manifest.written_at
    );
}

/// Runs a command on databases.
pub fn run(config: &Config, command: &DatabaseCommand) -> Outcome {
    let DatabaseCommand::Copy(CopyArguments { from, to }) = command;
    let source = if is_address(from) {
        Database::connect(&setup::server(config, from)?, &config.data_dir)?
    } else if Database::exists(Path::new(from)) {
        Database::open(Path::new(from))?
    } else {
        return Err(format!("there is no database in {from}").into());
    };
    let copied = |target: &Database| backup::copy(&source, target).map_err(Into::into);
    let digests = if is_address(to) {
        copied(&Database::connect_empty(&setup::server(config, to)?, &config.data_dir)?)
    } else {
        into_folder(Path::new(to), copied)
    }?;
    let rows: u64 = digests.values().map(|table| table.rows).sum();
    eprintln!("copied and compared: {rows} rows of {} tables", digests.len());
    Ok(())
}

fn is_address(text: &str) -> bool {
    text.contains("://")
}
