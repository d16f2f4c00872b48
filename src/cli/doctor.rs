//! `doctor`: names what is wrong with an installation, and the way out of each.

use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Outcome, sentence};
use crate::accounts::Role;
use crate::app::plan::{PlanFiles, arms};
use crate::areas::{Areas, Level};
use crate::config::Config;
use crate::files::all_in_folder;
use crate::model;
use crate::plan::STATE;
use crate::routing::Router;
use crate::service::setup;
use crate::store::Database;

/// Below this, an import or a backup may not find room.
const LEAST_FREE_MB: u64 = 500;

/// How a part of the installation is.
enum Finding {
    /// As it should be.
    Good(String),
    /// It works, but somebody should know.
    Note(String),
    /// It does not work.
    Fault(String),
}

type Findings = Vec<Finding>;

/// Examines the installation of the settings; an error if there is a fault.
pub fn run(config: &Config) -> Outcome {
    let parts = [
        ("settings", settings(config)),
        ("data folder", data_folder(&config.data_dir)),
        ("database", database(config)),
        ("models", models(config)),
        ("travel times", travel_times(config)),
        ("base map", base_map(config)),
        ("care plans", care_plans(config)),
    ];
    let mut out = std::io::stdout().lock();
    let mut faults = 0;
    for (part, findings) in parts {
        for finding in findings {
            let (word, text) = match finding {
                Finding::Good(text) => ("good", text),
                Finding::Note(text) => ("note", text),
                Finding::Fault(text) => {
                    faults += 1;
                    ("FAULT", text)
                }
            };
            writeln!(out, "{word:<6}{part}: {text}")?;
        }
    }
    match faults {
        0 => Ok(()),
        1 => Err("1 fault; its line says the way out".into()),
        _ => Err(format!("{faults} faults; their lines say the way out").into()),
    }
}

fn fault(error: &dyn Error) -> Finding {
    Finding::Fault(sentence(error))
}

fn settings(config: &Config) -> Findings {
    let mut findings = vec![Finding::Good("they are understood".to_owned())];
    let mut note = |text: &str| findings.push(Finding::Note(text.to_owned()));
    if config.operator_name.is_none() {
        note("operator_name is not set, so the imprint is incomplete; hint: set the operator_… settings");
    }
    if config.public_url.is_none() {
        note(
            "public_url is not set, so links in the site map and in invitations name this machine; hint: set it",
        );
    }
    if !config.bind.ip().is_loopback() {
        note(
            "bind is open to other machines, without encryption; hint: use a loopback address behind a web server with HTTPS",
        );
    }
    findings
}

/// Whether files can be made here, and whether there is room for them.
fn data_folder(folder: &Path) -> Findings {
    let shown = folder.display();
    if !folder.exists() {
        return vec![Finding::Note(format!("{shown} does not exist; the service makes it when it starts"))];
    }
    let probe = folder.join(format!(".doctor-{}", std::process::id()));
    let written = fs::File::create(&probe).and_then(|mut file| {
        file.write_all(b"pflegeplan")?;
        file.sync_all()
    });
    let _ = fs::remove_file(&probe);
    if let Err(cause) = written {
        return vec![Finding::Fault(format!(
            "no file can be written in {shown}: {cause}; hint: give the user of the service the right to write there"
        ))];
    }
    let room = match free_mb(folder) {
        Some(free) if free < LEAST_FREE_MB => Finding::Fault(format!(
            "{free} MB are free in {shown}, which is less than {LEAST_FREE_MB} MB; hint: make room on this disk"
        )),
        Some(free) => Finding::Good(format!("{free} MB are free in {shown}")),
        None => Finding::Note(format!(
            "how much room there is in {shown} is not known, because df does not say it"
        )),
    };
    vec![Finding::Good(format!("files can be written in {shown}")), room]
}

/// The room on the disk of a folder, as `df` says it in the form of POSIX.
fn free_mb(folder: &Path) -> Option<u64> {
    let output = Command::new("df").arg("-Pk").arg(folder).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let free_kb: u64 = text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    Some(free_kb / 1_000)
}

fn database(config: &Config) -> Findings {
    if !setup::has_database(config) {
        let note = "there is none; the service makes it when it starts".to_owned();
        return vec![Finding::Note(note)];
    }
    match setup::database(config).and_then(|database| examine(config, &database)) {
        Ok(findings) => findings,
        Err(error) => vec![fault(error.as_ref())],
    }
}

fn examine(config: &Config, database: &Database) -> Result<Findings, Box<dyn Error>> {
    database.check()?;
    let (facilities, version) = database.load()?;
    let examples = facilities.iter().filter(|one| one.example).count();
    let mut findings = vec![Finding::Good(format!(
        "{} answers and is whole; the register has version {version} and {} facilities",
        database.place(),
        facilities.len()
    ))];
    if examples > 0 {
        findings.push(Finding::Note(format!(
            "{examples} of the facilities are invented; hint: the first import of a real list removes them"
        )));
    }
    let imports = database.statistics_imports()?;
    let waiting = imports.iter().filter(|import| !import.is_released).count();
    findings.push(Finding::Good(format!("{} statistics files are released", imports.len() - waiting)));
    if waiting > 0 {
        findings.push(Finding::Note(format!(
            "{waiting} statistics files are not released, so they do not count; hint: pflegeplan statistics list"
        )));
    }
    let is_open = |account: &crate::store::Account| {
        account.role == Role::Administrator && account.has_password && !account.disabled
    };
    if config.office_open && !database.accounts()?.iter().any(is_open) {
        findings.push(Finding::Note(
            "nobody can administer the register in the browser; hint: pflegeplan account create NAME --role administrator"
                .to_owned(),
        ));
    }
    Ok(findings)
}

fn models(config: &Config) -> Findings {
    let read = || -> Result<String, Box<dyn Error>> {
        let set = model::load::load(model::load::CURRENT)?;
        setup::reference_data()?;
        let own = setup::own_files(&config.data_dir)?;
        Ok(format!(
            "the model set {} is readable, {} files of your own with it",
            set.model.id,
            own.areas.len() + own.indicators.len()
        ))
    };
    vec![read().map_or_else(|error| fault(error.as_ref()), Finding::Good)]
}

fn travel_times(config: &Config) -> Findings {
    let router = setup::reference_data().and_then(|reference| {
        let somewhere = reference.gazetteer.entries().next().map(|entry| entry.point);
        Ok((setup::router(config, &reference.gazetteer)?, somewhere))
    });
    let (router, somewhere) = match router {
        Ok((router, Some(somewhere))) => (router, somewhere),
        Ok((_, None)) => return vec![Finding::Fault("the gazetteer is empty".to_owned())],
        Err(error) => return vec![fault(error.as_ref())],
    };
    if matches!(router, Router::Estimate) {
        return vec![Finding::Note(
            "they are estimates, because no OSRM is set; hint: scripts/osrm prepare and start".to_owned(),
        )];
    }
    let networks = router.networks().iter();
    networks
        .map(|network| match network.probe(somewhere) {
            Ok(data) => Finding::Good(format!("OSRM answers for {}, roads {data}", network.mode().word())),
            Err(_) => Finding::Fault(format!(
                "OSRM for {mode} does not answer, so that times are estimates; hint: start it (scripts/osrm status), or correct osrm_{mode}_url",
                mode = network.mode().word()
            )),
        })
        .collect()
}

fn base_map(config: &Config) -> Findings {
    vec![match setup::base_map(config) {
        Ok(Some(_)) => Finding::Good("it is set and readable".to_owned()),
        Ok(None) => Finding::Good("the built-in base layer is shown".to_owned()),
        Err(error) => fault(error.as_ref()),
    }]
}

fn care_plans(config: &Config) -> Findings {
    let files = setup::plan_files(config);
    let forms = if files.is_program_ready() {
        Finding::Good("they can be had as PDF and DOCX".to_owned())
    } else {
        Finding::Note(format!(
            "they cannot be had as PDF and DOCX, because {} is missing; hint: build it by scripts/pdf, or set plan_pdf",
            files.program.display()
        ))
    };
    std::iter::once(forms).chain(coats_of_arms(&files)).collect()
}

/// Whether each coat of arms of the folder can be shown; nothing without the setting.
fn coats_of_arms(files: &PlanFiles) -> Findings {
    let Some(folder) = &files.arms else { return Vec::new() };
    let areas = match Areas::of_models() {
        Ok(areas) => areas,
        Err(error) => return vec![fault(&error)],
    };
    let districts = areas.level(Level::District).map(|area| area.key.as_str());
    let keys: Vec<&str> = districts.chain([STATE]).collect();
    let found: Vec<_> = keys.iter().map(|key| arms(files, key)).collect();
    let shown = found.iter().filter(|arms| matches!(arms, Ok(Some(_)))).count();
    let shown = format!("{shown} of {} covers have a coat of arms from {}", keys.len(), folder.display());
    let mut faults: Vec<String> =
        found.into_iter().filter_map(Result::err).map(|it| it.to_string()).collect();
    // A folder that is none is so for each of them.
    faults.dedup();
    let is_of_none =
        |path: &PathBuf| !keys.iter().any(|key| path.file_stem().is_some_and(|stem| stem == *key));
    let of_none = all_in_folder(folder).unwrap_or_default().into_iter().filter(is_of_none).map(|path| {
        Finding::Note(format!("{} is the coat of arms of no area; hint: 13076.svg", path.display()))
    });
    let faults = faults.into_iter().map(Finding::Fault);
    std::iter::once(Finding::Good(shown)).chain(faults).chain(of_none).collect()
}
