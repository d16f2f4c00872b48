//! The plan with the texts of the draft, for those who write it.

use actix_web::http::StatusCode;

use super::{Around, store};
use crate::app::error::{Code, Error};
use crate::app::plan::{self, TextEdition};
use crate::plan::PlanForm;
use crate::units::Lang;
use crate::web::office::call::{Call, Refusal, Reply};
use crate::web::planning::plan::{PlanPlace, chapter as chapter_page};
use crate::web::planning::problem;

pub(in crate::web::office) fn first(call: &Call) -> Result<Reply, Refusal> {
    shown(call, "0")
}

pub(in crate::web::office) fn chapter(call: &Call) -> Result<Reply, Refusal> {
    shown(call, &call.id)
}

fn shown(call: &Call, number: &str) -> Result<Reply, Refusal> {
    let around = Around::of(call)?;
    store(call)?;
    match plan::current(&call.state, &call.area, TextEdition::Newest, &call.stop) {
        Ok(plan) => {
            let place = PlanPlace::draft(&call.area, &call.state);
            let page = chapter_page(&plan, place, number).ok_or(Refusal::NotFound)?;
            Ok(Reply::page("office_plan_draft.html", &format!("Entwurf: {}", around.area), page))
        }
        Err(cause) => Ok(problem(&cause)),
    }
}

/// Why there is no plan, as a page.
fn problem(cause: &Error) -> Reply {
    if let Error::BadInput(errors) = cause
        && let Some(Code::Sentence { german, .. }) = errors.first().map(|error| &error.code)
    {
        return Reply::fault(StatusCode::INTERNAL_SERVER_ERROR, "Die Texte lassen sich nicht lesen", german);
    }
    let (status, title, text) = problem::words(cause, Lang::De);
    Reply::fault(status, title, text)
}

pub(in crate::web::office) fn file(call: &Call) -> Result<Reply, Refusal> {
    Around::of(call)?;
    store(call)?;
    let form = PlanForm::from_word(&call.id).ok_or(Refusal::NotFound)?;
    let written = plan::current(&call.state, &call.area, TextEdition::Newest, &call.stop);
    let written =
        written.and_then(|of| plan::file(&of, form, &call.state.plan_files).map_err(Error::internal));
    match written {
        Ok(bytes) => {
            let name = format!("pflegeplan-{}-entwurf.{}", call.area, form.word());
            Ok(Reply::file(name, form.media_type(), bytes))
        }
        Err(cause) => Ok(problem(&cause)),
    }
}
