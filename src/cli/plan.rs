//! `pflegeplan plan`.

use std::error::Error;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::Args;

use super::Outcome;
use super::loaded::Loaded;
use crate::app::plan::{
    Given, PlanFiles, PlanRequest, TextEdition, arms, file, plan, read_before, read_texts,
};
use crate::areas::Level;
use crate::config::Config;
use crate::model;
use crate::plan::{CoverArms, Plan, PlanForm, STATE, reference_dates};
use crate::service::setup;
use crate::units::Stop;

#[derive(Debug, Args)]
pub struct Arguments {
    /// Key of a district, or 13 for the comparison of the districts
    #[arg(long, value_name = "KEY", required_unless_present = "all")]
    area: Option<String>,
    /// The plans of all districts and the comparison, into the folder --out
    #[arg(long, conflicts_with = "area")]
    all: bool,
    /// The date for which the law asks for a plan; by default the last one that has passed
    #[arg(long, value_name = "DATE")]
    reference_date: Option<NaiveDate>,
    /// Last year of the forecasts
    #[arg(long, value_name = "YEAR", default_value_t = PlanRequest::LAST_YEAR)]
    to: i32,
    /// Draws behind the bands; 0 for none
    #[arg(long, value_name = "NUMBER", default_value_t = PlanRequest::DRAWS)]
    draws: usize,
    /// Folder with own texts: plan.toml, foreword.md, and files by chapter such as 7.5.md. With --all it has a folder
    /// for each key. By default the approved texts, as the pages show them
    #[arg(long, value_name = "FOLDER")]
    texts: Option<PathBuf>,
    /// The plan before this one, as --out plan.json has written it: chapter 11 says what became of it
    #[arg(long, value_name = "FILE", conflicts_with = "all")]
    before: Option<PathBuf>,
    /// The texts of the draft instead of the approved ones
    #[arg(long, conflicts_with = "texts")]
    draft: bool,
    /// File to write; its ending says the form: .pdf, .docx, .html, .xlsx, .json or .zip (CSV files). Several times for several
    /// forms of one calculation. With --all a folder
    #[arg(long, value_name = "FILE", required = true)]
    out: Vec<PathBuf>,
    /// The forms of --all
    #[arg(long, value_name = "FORM", default_value = "pdf", requires = "all", value_delimiter = ',')]
    form: Vec<String>,
}

pub fn run(config: &Config, arguments: &Arguments) -> Outcome {
    let target = Target::read(arguments)?;
    let model = model::load::load(model::load::CURRENT)?.model;
    let Loaded { reference, base, router, facilities, version } = Loaded::load(config, &model)?;
    let snapshot = setup::snapshot((facilities, version), &reference.categories)?;
    let given = Given {
        reference: &reference,
        model: &model,
        base: &base,
        snapshot: &snapshot,
        router: &router,
        today: setup::today(),
        stop: &Stop::never(),
    };
    let output = Output { given, arguments, files: setup::plan_files(config) };
    match target {
        Target::Files { key, files } => output.write(key, arguments.texts.clone(), &files),
        Target::Folder { path, forms } => output.write_all(path, &forms),
    }
}

/// What is written.
enum Target<'a> {
    /// One plan, in the forms of the files.
    Files { key: &'a str, files: Vec<(PlanForm, PathBuf)> },
    /// All plans, each in all forms, into a folder.
    Folder { path: &'a Path, forms: Vec<PlanForm> },
}

impl<'a> Target<'a> {
    fn read(arguments: &'a Arguments) -> Result<Self, String> {
        let read = |word: &str| {
            let unknown = || format!("\"{word}\" is no form of a plan; hint: {}", PlanForm::known());
            PlanForm::from_word(word).ok_or_else(unknown)
        };
        match (&arguments.area, &arguments.out[..]) {
            (Some(key), all) => {
                let ending = |path: &Path| path.extension().and_then(OsStr::to_str).map(str::to_owned);
                let file = |path: &PathBuf| Ok((read(&ending(path).unwrap_or_default())?, path.clone()));
                Ok(Self::Files { key, files: all.iter().map(file).collect::<Result<_, String>>()? })
            }
            (None, [path]) => {
                let forms = arguments.form.iter().map(|word| read(word)).collect::<Result<_, _>>()?;
                Ok(Self::Folder { path, forms })
            }
            (None, _) => {
                Err("--all writes into one folder; hint: name --out once, and the forms by --form".to_owned())
            }
        }
    }
}

/// What plans are written from and to.
struct Output<'a> {
    given: Given<'a>,
    arguments: &'a Arguments,
    files: PlanFiles,
}

impl Output<'_> {
    fn reference_date(&self) -> NaiveDate {
        self.arguments.reference_date.unwrap_or(reference_dates(self.given.today).0)
    }

    /// Calculates the plan of an area once and writes it in the forms of the files.
    fn write(&self, key: &str, texts: Option<PathBuf>, files: &[(PlanForm, PathBuf)]) -> Outcome {
        written(&self.plan(key, texts)?, files, &self.files).map_err(|error| error as Box<dyn Error>)
    }

    /// Calculates the plan of an area.
    fn plan(&self, key: &str, texts: Option<PathBuf>) -> Result<Plan, Box<dyn Error>> {
        let edition = if self.arguments.draft { TextEdition::Newest } else { TextEdition::Approved };
        let texts = match texts {
            Some(folder) => read_texts(&folder),
            None => self.files.texts(key, edition),
        };
        let mut texts = texts.map_err(super::sentences)?;
        if let Some(before) = &self.arguments.before {
            texts.before = Some(read_before(before).map_err(super::sentences)?);
        }
        // Whoever sits at the terminal can mend it; a running service writes the plan without.
        let arms = arms(&self.files, key).map_err(|error| format!("plan_arms: {error}"))?;
        let request = PlanRequest {
            arms: arms.map(CoverArms::Shown),
            last_year: self.arguments.to,
            draws: self.arguments.draws,
            texts,
            ..PlanRequest::new(key, self.reference_date())
        };
        plan(&self.given, &request).map_err(super::sentences)
    }

    /// Writes the plans of all districts and their comparison. While one is laid out, the next is calculated.
    fn write_all(&self, folder: &Path, forms: &[PlanForm]) -> Outcome {
        std::fs::create_dir_all(folder)
            .map_err(|cause| format!("{} cannot be made: {cause}", folder.display()))?;
        let year = self.reference_date().format("%Y").to_string();
        let districts = self.given.reference.areas.level(Level::District).map(|area| area.key.clone());
        let keys = districts.chain([STATE.to_owned()]);
        std::thread::scope(|scope| {
            // One plan at most waits, so that memory does not grow with their number.
            let (calculated, to_write) = std::sync::mpsc::sync_channel::<(String, Plan)>(0);
            let files = &self.files;
            let writer = scope.spawn(move || {
                to_write.into_iter().try_for_each(|(key, plan)| {
                    let path =
                        |form: PlanForm| folder.join(format!("pflegeplan-{key}-{year}.{}", form.word()));
                    let paths: Vec<_> = forms.iter().map(|form| (*form, path(*form))).collect();
                    written(&plan, &paths, files)
                })
            });
            for key in keys {
                let own = self.arguments.texts.as_ref().map(|texts| texts.join(&key));
                let plan = self.plan(&key, own)?;
                // It has ended where a plan could not be written, and says why below.
                if calculated.send((key, plan)).is_err() {
                    break;
                }
            }
            drop(calculated);
            let all_written = writer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            all_written.map_err(|error| error as Box<dyn Error>)
        })
    }
}

/// Writes a plan in the forms of the files.
fn written(
    plan: &Plan,
    files: &[(PlanForm, PathBuf)],
    of: &PlanFiles,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    for (form, path) in files {
        let bytes = file(plan, *form, of)?;
        std::fs::write(path, bytes)
            .map_err(|cause| format!("{} cannot be written: {cause}", path.display()))?;
    }
    Ok(())
}
