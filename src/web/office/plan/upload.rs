//! Texts from files: an archive as the page gives it away comes back, is shown place by place, and is taken in as the new
//! draft once somebody has confirmed it.

use actix_web::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;

use super::{Around, ChangeView, VERSION, author, change_views, is_version_field, seen, store, unreadable};
use crate::app::plan::writing::{self, ImportError, Outcome, changes};
use crate::plan::texts::TextFiles;
use crate::web::office::call::{Call, Refusal, Reply};

/// The field of the archive as a file.
pub(in crate::web::office) const FILE: &str = "datei";
/// The field of the archive that was looked at, as text.
const PACKAGE: &str = "paket";
/// The largest archive. As text in the form that confirms it, it is a third larger, and must still fit into a request.
pub(in crate::web::office) const MAX_ARCHIVE_BYTES: usize = 600 << 10;

/// Whether the form that confirms has a field of this name.
pub(in crate::web::office) fn is_confirm_field(name: &str) -> bool {
    is_version_field(name) || name == PACKAGE
}

#[derive(Serialize)]
struct UploadPage {
    around: Around,
    /// Kilobytes that an archive may have.
    most_kilobytes: usize,
    /// Why an archive was not taken in.
    fault: Option<String>,
}

#[derive(Serialize)]
struct PreviewPage {
    around: Around,
    /// The number of the newest version, which the form confirms.
    version: u32,
    version_field: &'static str,
    package_field: &'static str,
    package: String,
    changes: Vec<ChangeView>,
    /// Places at which nothing stands afterwards.
    emptied: Vec<String>,
    /// `plan.toml` of the archive says that it is approved; taking it in does not approve it.
    says_approved: bool,
    fault: Option<String>,
}

fn shown(call: &Call, status: StatusCode, fault: Option<String>) -> Result<Reply, Refusal> {
    let around = Around::of(call)?;
    store(call)?;
    let title = format!("Texte aus Dateien: {}", around.area);
    let page = UploadPage { around, most_kilobytes: MAX_ARCHIVE_BYTES >> 10, fault };
    Ok(Reply::with_status(status, "office_plan_upload.html", &title, page))
}

pub(in crate::web::office) fn page(call: &Call) -> Result<Reply, Refusal> {
    shown(call, StatusCode::OK, None)
}

fn refused(call: &Call, fault: &ImportError) -> Result<Reply, Refusal> {
    shown(call, StatusCode::UNPROCESSABLE_ENTITY, Some(fault.german()))
}

/// What would change; nothing is kept.
pub(in crate::web::office) fn preview(call: &Call) -> Result<Reply, Refusal> {
    if call.file.is_empty() {
        let fault = "Bitte wählen Sie eine ZIP-Datei aus.".to_owned();
        return shown(call, StatusCode::UNPROCESSABLE_ENTITY, Some(fault));
    }
    if call.file.len() > MAX_ARCHIVE_BYTES {
        let fault = format!(
            "Die Datei ist zu groß: höchstens {} KB. Sie darf nur die Texte des Plans enthalten, keine Bilder und keine anderen Dateien.",
            MAX_ARCHIVE_BYTES >> 10
        );
        return shown(call, StatusCode::PAYLOAD_TOO_LARGE, Some(fault));
    }
    match writing::read_archive(&call.file).and_then(|files| writing::check(&call.area, files)) {
        Ok(files) => compared(call, &call.file, &files, (StatusCode::OK, None)),
        Err(fault) => refused(call, &fault),
    }
}

/// An archive beside the newest version.
fn compared(
    call: &Call,
    archive: &[u8],
    files: &TextFiles,
    (status, fault): (StatusCode, Option<String>),
) -> Result<Reply, Refusal> {
    let around = Around::of(call)?;
    let state = match writing::standing(store(call)?, &call.area) {
        Ok(state) => state,
        Err(cause) => return Ok(unreadable(cause)),
    };
    let says_approved = writing::settings(files).is_ok_and(|settings| settings.approved);
    let found = changes(&state.draft, files);
    let emptied = found.iter().filter(|change| change.is_emptied()).map(|change| change.title.clone());
    let page = PreviewPage {
        version: state.number(),
        version_field: VERSION,
        package_field: PACKAGE,
        package: URL_SAFE_NO_PAD.encode(archive),
        emptied: emptied.collect(),
        changes: change_views(found),
        says_approved,
        fault,
        around,
    };
    let title = format!("Texte aus Dateien ansehen: {}", page.around.area);
    Ok(Reply::with_status(status, "office_plan_upload_preview.html", &title, page))
}

/// Takes the archive in that was looked at, unless somebody has written in the meantime.
pub(in crate::web::office) fn take_in(call: &Call) -> Result<Reply, Refusal> {
    let (around, version) = (Around::of(call)?, seen(call)?);
    let archive = URL_SAFE_NO_PAD.decode(call.field(PACKAGE)).map_err(|_| Refusal::UnknownField)?;
    let files = match writing::read_archive(&archive) {
        Ok(files) => files,
        Err(fault) => return refused(call, &fault),
    };
    match writing::take_in(store(call)?, &call.area, version, files.clone(), &author(call)?) {
        Ok(Outcome::Done(_)) => Ok(Reply::elsewhere(format!("{}?gespeichert=dateien", around.base))),
        Ok(Outcome::Nothing) => Ok(Reply::elsewhere(around.base)),
        Ok(Outcome::Outdated) => {
            let fault = "Nichts wurde geändert, denn inzwischen hat jemand etwas am Entwurf geändert. Unten steht, was die Dateien jetzt ändern würden; bitte sehen Sie es noch einmal an.";
            compared(call, &archive, &files, (StatusCode::PRECONDITION_FAILED, Some(fault.to_owned())))
        }
        Err(fault @ ImportError::Writing(_)) => {
            log::error!("texts from files cannot be written: {fault}");
            let fault = (StatusCode::INTERNAL_SERVER_ERROR, Some(fault.german()));
            compared(call, &archive, &files, fault)
        }
        Err(fault) => refused(call, &fault),
    }
}
