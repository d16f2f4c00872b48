//! `pflegeplan plan`.

use std::error::Error;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::Args;

use super::Outcome;
use crate::app::plan::{Given, PlanRequest, file, plan};
use crate::areas::Level;
use crate::config::Config;
use crate::plan::texts::PlanTexts;
use crate::plan::{Plan, PlanForm};
use crate::service::{setup, travel_matrix};
use crate::store::Database;
use crate::units::Stop;
use crate::{files, model};

/// The key of the state.
const STATE: &str = "13";

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
    /// Folder with own texts: plan.toml, foreword.md, and a file a chapter such as 7.5.md. With --all it has a folder
    /// for each key
    #[arg(long, value_name = "FOLDER")]
    texts: Option<PathBuf>,
    /// File to write; its ending says the form: .pdf, .html, .xlsx, .json or .zip (CSV files). With --all a folder
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// The forms of --all
    #[arg(long, value_name = "FORM", default_value = "pdf", requires = "all", value_delimiter = ',')]
    form: Vec<String>,
}

pub fn run(config: &Config, arguments: &Arguments) -> Outcome {
    let form = arguments.out.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let forms: Vec<&str> = match arguments.all {
        true => arguments.form.iter().map(String::as_str).collect(),
        false => vec![form],
    };
    let read = |word: &str| {
        let unknown = || format!("\"{word}\" is no form of a plan; hint: {}", PlanForm::known());
        PlanForm::from_word(word).ok_or_else(unknown)
    };
    let forms = forms.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let model = model::load::load(model::load::CURRENT)?.model;
    let reference = setup::reference_data()?;
    let router = setup::router(config, &reference.gazetteer)?;
    travel_matrix::load_stored(&router, &config.data_dir);
    let own = setup::own_files(&config.data_dir)?;
    let database =
        if Database::exists(&config.data_dir) { Some(Database::open(&config.data_dir)?) } else { None };
    let ((facilities, version), statistics) = match &database {
        Some(database) => (database.load()?, database.released_statistics()?),
        None => ((Vec::new(), 0), Vec::new()),
    };
    let inputs = setup::IndicatorInputs {
        reference: &reference,
        router: &router,
        model: &model,
        own: &own,
        facilities: &facilities,
        statistics: &statistics,
        database: database.as_ref(),
    };
    let base = setup::indicators(&inputs)?;
    let today = setup::today();
    let snapshot = setup::snapshot((facilities.clone(), version), &reference.categories)?;
    let given = Given {
        reference: &reference,
        model: &model,
        base: &base,
        facilities: &facilities,
        register_version: version,
        has_examples: snapshot.has_examples(),
        today,
        stop: &Stop::never(),
    };
    let reference_date = arguments.reference_date.unwrap_or(crate::plan::reference_dates(today).0);
    let of = |key: &str, texts: Option<PathBuf>| -> Result<Plan, Box<dyn Error>> {
        let texts = texts.map(|folder| read_texts(&folder)).transpose()?.unwrap_or_default();
        let request = PlanRequest {
            area: key.to_owned(),
            reference_date,
            last_year: arguments.to,
            draws: arguments.draws,
            texts,
        };
        plan(&given, &request).map_err(super::sentences)
    };
    if let Some(key) = &arguments.area {
        let plan = of(key, arguments.texts.clone())?;
        return forms.iter().try_for_each(|form| write(&plan, *form, &arguments.out));
    }
    std::fs::create_dir_all(&arguments.out)?;
    let districts = reference.areas.level(Level::District).map(|area| area.key.clone());
    for key in districts.chain([STATE.to_owned()]) {
        let folder = arguments.texts.as_ref().map(|texts| texts.join(&key)).filter(|folder| folder.is_dir());
        let plan = of(&key, folder)?;
        for form in &forms {
            let name = format!("pflegeplan-{key}-{}.{}", reference_date.format("%Y"), form.word());
            write(&plan, *form, &arguments.out.join(name))?;
        }
    }
    Ok(())
}

fn write(plan: &Plan, form: PlanForm, path: &Path) -> Outcome {
    let bytes = file(plan, form)?;
    std::fs::write(path, bytes).map_err(|cause| format!("{} cannot be written: {cause}", path.display()).into())
}

/// The planner's texts of a folder. A file that is not understood is an error, so that none is left out in silence.
fn read_texts(folder: &Path) -> Result<PlanTexts, Box<dyn Error>> {
    let mut read: Vec<(String, String)> = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|cause| format!("{} cannot be read: {cause}", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        read.push((name, files::read_text(&path, files::MAX_TEXT_BYTES)?));
    }
    read.sort();
    Ok(PlanTexts::read(read.iter().map(|(name, text)| (name.as_str(), text.as_bytes())))?)
}
