//! Lists of facilities in the browser: uploaded, looked at, corrected, released, and taken back as a whole.
//!
//! Between two steps the page itself carries the file and its mapping. So nothing of a list that nobody releases is kept
//! anywhere, and each step may be answered by another machine.

mod form;
mod past;
mod view;

use std::io::Read;

use actix_web::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::read::{DeflateDecoder, DeflateEncoder};
use serde::Serialize;

use super::call::{Call, Refusal, Reply};
use super::facilities::{author, take_up};
use crate::app::import_register::RegisterImportError;
use crate::app::office::list::{self, MappingOrigin, ReadList, Release, UploadedList, read_list};
use crate::import::{Layout, Mapping};
use crate::register::Facility;
use crate::store::ImportRun;
use crate::units::{GeoPoint, Lang};
use crate::web::public::print_map::DotMap;
use form::MappingForm;
pub(super) use past::{page as import_page, take_back};
use view::{Changes, Example};

/// The file that was looked at, packed.
const PACKAGE: &str = "paket";
/// Its name.
const FILE_NAME: &str = "dateiname";
/// The mapping by which it was looked at, packed.
const MAPPING: &str = "zuordnung";
/// The version of the register with which it was compared.
const SEEN: &str = "verglichen";
const KEEP_EXAMPLES: &str = "beispiele";
/// The largest file: packed, and as text a third larger, it must still fit into a form with all that stands beside it.
const MAX_PACKED_BYTES: usize = 640 << 10;
const MAX_FILE_BYTES: u64 = 1 << 20;
/// How many imports the first page lists.
const IMPORTS: u32 = 30;
/// How many facilities a preview shows as they would appear.
const EXAMPLES: usize = 5;

/// Whether the form of a preview has a field of this name.
pub(super) fn is_field(name: &str) -> bool {
    [PACKAGE, FILE_NAME, MAPPING, SEEN, KEEP_EXAMPLES].contains(&name) || form::is_field(name)
}

#[derive(Serialize)]
struct ImportLine {
    version: u64,
    when: String,
    file_name: String,
    source: String,
    rows: u32,
    rejected: u32,
}

#[derive(Serialize)]
struct StartPage {
    imports: Vec<ImportLine>,
    fault: Option<String>,
}

#[derive(Serialize)]
struct PreviewPage {
    file_name: String,
    package: String,
    mapping: String,
    seen: u64,
    /// Of the file: its format and its rows.
    kind: &'static str,
    rows: usize,
    /// The title of the list whose columns it has.
    known: Option<String>,
    is_given: bool,
    keep_examples: bool,
    form: MappingForm,
    changes: Option<Changes>,
    examples: Vec<Example>,
    map: Option<DotMap>,
    /// Why it cannot be released as it is.
    fault: Option<String>,
    may_release: bool,
}

/// A file between two steps.
struct Step {
    file: UploadedList,
    mapping: Option<Mapping>,
    keep_examples: bool,
}

fn packed(bytes: &[u8]) -> String {
    let mut packed = Vec::new();
    // Reading from memory cannot fail.
    let _ = DeflateEncoder::new(bytes, Compression::default()).read_to_end(&mut packed);
    URL_SAFE_NO_PAD.encode(packed)
}

fn unpacked(text: &str) -> Result<Vec<u8>, Refusal> {
    let packed = URL_SAFE_NO_PAD.decode(text).map_err(|_| Refusal::UnknownField)?;
    let mut bytes = Vec::new();
    let read = DeflateDecoder::new(&packed[..]).take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes);
    if read.is_err() || bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(Refusal::UnknownField);
    }
    Ok(bytes)
}

pub(super) fn page(call: &Call) -> Result<Reply, Refusal> {
    start(call, StatusCode::OK, None)
}

fn start(call: &Call, status: StatusCode, fault: Option<String>) -> Result<Reply, Refusal> {
    let imports = call.state.database.imports(IMPORTS)?;
    let line = |(run, version): (ImportRun, u64)| ImportLine {
        version,
        when: super::words::moment(run.imported_at),
        file_name: run.file_name,
        source: run.source,
        rows: run.rows_total,
        rejected: run.rows_rejected,
    };
    let imports = imports.into_iter().map(line).collect();
    let page = StartPage { imports, fault };
    Ok(Reply::with_status(status, "office_lists.html", "Listen einlesen", page))
}

/// What an uploaded file would change; nothing is kept.
pub(super) fn upload(call: &Call) -> Result<Reply, Refusal> {
    let refused = |text: &str| start(call, StatusCode::UNPROCESSABLE_ENTITY, Some(text.to_owned()));
    if call.file.is_empty() {
        return refused("Bitte wählen Sie eine Datei aus. Sie darf nicht leer sein.");
    }
    let bytes = call.file.to_vec();
    if packed(&bytes).len() > MAX_PACKED_BYTES * 4 / 3 {
        return refused(
            "Die Datei ist zu groß. Bitte löschen Sie Bilder und Blätter, die nicht zur Liste gehören, oder teilen Sie die Liste.",
        );
    }
    let step = Step {
        file: UploadedList { name: call.file_name.clone(), bytes },
        mapping: None,
        keep_examples: false,
    };
    looked_at(call, step, (StatusCode::OK, None))
}

/// The file, mapping and choices of the form.
fn sent(call: &Call) -> Result<(Step, Mapping), Refusal> {
    let file = UploadedList { name: call.field(FILE_NAME).to_owned(), bytes: unpacked(call.field(PACKAGE))? };
    let text = String::from_utf8(unpacked(call.field(MAPPING))?).map_err(|_| Refusal::UnknownField)?;
    let mapping = Mapping::read(&text).map_err(|_| Refusal::UnknownField)?;
    let keep_examples = call.field(KEEP_EXAMPLES) == "ja";
    let looked_at = mapping.clone();
    let list = read_list(&file, Some(mapping), &call.state.reference, call.today).ok();
    let changed = list
        .map(|list| form::changed(&list, &call.form, &call.state.reference.categories))
        .unwrap_or_else(|| looked_at.clone());
    Ok((Step { file, mapping: Some(changed), keep_examples }, looked_at))
}

/// The same with what was changed in the form.
pub(super) fn preview(call: &Call) -> Result<Reply, Refusal> {
    let (step, _) = sent(call)?;
    looked_at(call, step, (StatusCode::OK, None))
}

fn looked_at(
    call: &Call,
    step: Step,
    (status, fault): (StatusCode, Option<String>),
) -> Result<Reply, Refusal> {
    let Step { file, mapping, keep_examples } = step;
    let reference = &call.state.reference;
    let list = match read_list(&file, mapping, reference, call.today) {
        Ok(list) => list,
        Err(error) => return start(call, StatusCode::UNPROCESSABLE_ENTITY, Some(error.german())),
    };
    let (register, seen) = call.state.database.load()?;
    let mut page = PreviewPage {
        package: packed(&file.bytes),
        mapping: packed(list.mapping.text().as_bytes()),
        seen,
        kind: list.table.kind.german_label(),
        rows: list.table.rows.len(),
        known: match &list.origin {
            MappingOrigin::Known(title) => Some(title.clone()),
            _ => None,
        },
        is_given: list.origin == MappingOrigin::Given,
        keep_examples,
        form: MappingForm::of(&list, reference, view::sources(&register)),
        changes: None,
        examples: Vec::new(),
        map: None,
        fault,
        may_release: false,
        file_name: file.name.clone(),
    };
    match &list.layout {
        Ok(layout) => compare(call, &mut page, (&list, layout), (&file, register))?,
        Err(lacking) => page.fault = page.fault.or_else(|| Some(lacking.german())),
    }
    let status = if page.fault.is_some() && status == StatusCode::OK {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        status
    };
    Ok(Reply::with_status(status, "office_list_preview.html", &format!("{} ansehen", file.name), page))
}

fn compare(
    call: &Call,
    page: &mut PreviewPage,
    (list, layout): (&ReadList, &Layout),
    (file, register): (&UploadedList, Vec<Facility>),
) -> Result<(), Refusal> {
    let reference = &call.state.reference;
    let (addresses, author) = (call.state.addresses.index(), author(call)?);
    let release = Release {
        keep_examples: page.keep_examples,
        addresses: addresses.as_deref(),
        author: &author,
        today: call.today,
    };
    let examples = register.iter().filter(|facility| facility.example).count();
    let (outcome, facilities) = list::preview(&release, list, layout, (file, register), reference);
    if let Err(error) = outcome.result {
        page.fault = page.fault.take().or_else(|| Some(error.in_language(Lang::De)));
    } else {
        page.may_release = true;
    }
    let Some(report) = outcome.report else { return Ok(()) };
    page.changes = Some(Changes::of(&report, examples));
    page.examples = facilities
        .iter()
        .take(EXAMPLES)
        .map(|facility| Example::of(facility, &reference.categories))
        .collect();
    let points: Vec<GeoPoint> = facilities.iter().map(|facility| facility.point).collect();
    page.map = DotMap::new(reference, &points);
    Ok(())
}

/// Takes the list in that was looked at, unless the register or the form has changed since.
pub(super) fn release(call: &Call) -> Result<Reply, Refusal> {
    let (step, looked) = sent(call)?;
    let seen: u64 = call.field(SEEN).parse().map_err(|_| Refusal::UnknownField)?;
    if step.mapping.as_ref() != Some(&looked) {
        let fault = "Noch ist nichts übernommen, denn Sie haben die Zuordnung geändert. Unten steht, was die Liste jetzt ändern würde.";
        return looked_at(call, step, (StatusCode::CONFLICT, Some(fault.to_owned())));
    }
    let reference = &call.state.reference;
    let list = match read_list(&step.file, Some(looked), reference, call.today) {
        Ok(list) => list,
        Err(error) => return start(call, StatusCode::UNPROCESSABLE_ENTITY, Some(error.german())),
    };
    let Ok(layout) = &list.layout else { return looked_at(call, step, (StatusCode::OK, None)) };
    let (addresses, author) = (call.state.addresses.index(), author(call)?);
    let release = Release {
        keep_examples: step.keep_examples,
        addresses: addresses.as_deref(),
        author: &author,
        today: call.today,
    };
    let outcome =
        list::release(&release, &list, layout, (&step.file, seen), (&call.state.database, reference));
    match outcome.result {
        Ok(written) => {
            let Some(version) = written.version else {
                return looked_at(
                    call,
                    step,
                    (
                        StatusCode::OK,
                        Some(
                            "Es gibt nichts zu ändern: Das Verzeichnis sagt schon dasselbe wie die Liste."
                                .to_owned(),
                        ),
                    ),
                );
            };
            take_up(call);
            Ok(Reply::elsewhere(format!("/amt/listen/{version}?uebernommen=1")))
        }
        Err(RegisterImportError::Store(cause)) => Err(cause.into()),
        Err(fault @ RegisterImportError::Outdated) => {
            let fault = fault.in_language(Lang::De);
            looked_at(call, step, (StatusCode::PRECONDITION_FAILED, Some(fault)))
        }
        Err(_) => looked_at(call, step, (StatusCode::UNPROCESSABLE_ENTITY, None)),
    }
}
