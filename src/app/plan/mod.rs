//! The five-year care plan of an area: what it is written from is gathered from the use cases that the API calls, so that each
//! of its figures is that of the API for the same request.

mod arms;
mod current;
mod files;
mod gather;
mod kept;
mod pdf;
mod sources;
pub mod writing;

pub use arms::{ArmsError, arms};
pub use current::current;
pub use files::{PlanFiles, TextEdition, TextSource, read_before, read_texts, text_files};
pub use gather::{Given, area, inputs};
pub use kept::KeptPlans;
pub use pdf::{PROGRAM, PdfError};
pub use sources::in_german;

use chrono::NaiveDate;

use super::error::Error;
use crate::plan::texts::PlanTexts;
use crate::plan::{self, CoverArms, Plan, PlanForm};

/// Which plan is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanRequest {
    /// 13 for the comparison of the districts, or the key of a district.
    pub area: String,
    /// The date for which the law asks for a plan.
    pub reference_date: NaiveDate,
    /// The last year of its forecasts.
    pub last_year: i32,
    /// Draws behind its bands; 0 for a plan without bands.
    pub draws: usize,
    /// What the planner has written.
    pub texts: PlanTexts,
    /// The coat of arms of its cover, or why there is none.
    pub arms: Option<CoverArms>,
}

impl PlanRequest {
    /// The draws of a plan where no number is given: those of the workspace, so that both give the same ranges.
    pub const DRAWS: usize = crate::app::planning::run::DEFAULT_DRAWS;
    /// The last year where none is given.
    pub const LAST_YEAR: i32 = 2040;

    /// A plan with the usual last year and draws, without texts of a planner.
    pub fn new(area: &str, reference_date: NaiveDate) -> Self {
        Self {
            area: area.to_owned(),
            reference_date,
            last_year: Self::LAST_YEAR,
            draws: Self::DRAWS,
            texts: PlanTexts::default(),
            arms: None,
        }
    }
}

/// Puts the plan of an area together.
///
/// # Errors
/// [`Error::BadInput`] for an area that is neither the state nor a district, and for a last year without assumptions;
/// what forecasts and indicators fail with.
pub fn plan(given: &Given<'_>, request: &PlanRequest) -> Result<Plan, Error> {
    Ok(plan::write(&inputs(given, request)?))
}

/// The plan as a file.
///
/// # Errors
/// [`PdfError`] if it cannot be written in the form.
pub fn file(plan: &Plan, form: PlanForm, files: &PlanFiles) -> Result<Vec<u8>, PdfError> {
    match (plan.file(form)?, form) {
        (Some(file), _) => Ok(file),
        (None, PlanForm::Docx) => pdf::text_document(plan, &files.program),
        (None, _) => pdf::pdf(plan, &files.program),
    }
}
