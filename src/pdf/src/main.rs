//! Reads a plan as JSON from standard input and writes it to standard output as an accessible PDF (PDF/UA-1 and PDF/A-2a).
//! With the argument `pictures` it reads a list of drawings instead and writes them as PNG, for plans as text documents.
//! It reads no file and opens no connection; what does not conform is refused with a sentence on standard error.

mod fonts;
mod pictures;
mod text;
mod world;

use std::io::{Read, Write};
use std::process::ExitCode;

use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::Value;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use world::{Picture, Sheets};

/// A larger plan is refused.
const MOST_BYTES: u64 = 256 << 20;

/// The argument for drawings as pictures.
const PICTURES: &str = "pictures";
/// The argument for the version, by which an operator sees that the program starts.
const VERSION: &str = "--version";

/// Why there is no PDF, or no picture.
#[derive(Debug, thiserror::Error)]
enum Refusal {
    #[error("standard input cannot be read: {0}")]
    Input(std::io::Error),
    #[error("the plan is larger than {MOST_BYTES} bytes")]
    TooLarge,
    #[error("what was read is not the JSON of this program: {0}")]
    Json(#[from] serde_json::Error),
    #[error("the plan has no {0}")]
    Missing(&'static str),
    #[error("a font of the program is damaged")]
    Font,
    #[error("{0}")]
    Layout(String),
    #[error(transparent)]
    Picture(#[from] pictures::PictureError),
    #[error("the program knows the arguments {PICTURES} and {VERSION} only")]
    Argument,
    #[error("standard output cannot be written: {0}")]
    Output(std::io::Error),
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(refusal) => {
            eprintln!("{refusal}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Refusal> {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let is_pictures = match arguments.as_slice() {
        [] => false,
        [word] if word == PICTURES => true,
        [word] if word == VERSION => {
            let said = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"), "\n");
            return std::io::stdout().write_all(said.as_bytes()).map_err(Refusal::Output);
        }
        _ => return Err(Refusal::Argument),
    };
    let mut bytes = Vec::new();
    std::io::stdin().take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(Refusal::Input)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Refusal::TooLarge);
    }
    let file = match is_pictures {
        true => pictures::pictures(&serde_json::from_slice::<Vec<pictures::Drawing>>(&bytes)?)?,
        false => pdf(serde_json::from_slice(&bytes)?)?,
    };
    std::io::stdout().write_all(&file).map_err(Refusal::Output)
}

/// Lays out a plan. A coat of arms that is no picture for Typst costs nobody the plan: the cover says that it is missing.
fn pdf(mut plan: Value) -> Result<Vec<u8>, Refusal> {
    let pictures = take_pictures(&mut plan);
    let Some(arms) = take_arms(&mut plan)? else { return laid_out(plan, pictures) };
    let all = pictures.iter().cloned().chain([arms]).collect();
    laid_out(plan.clone(), all).or_else(|_| {
        plan["arms"]["picture"].take();
        laid_out(plan, pictures)
    })
}

fn laid_out(plan: Value, pictures: Vec<Picture>) -> Result<Vec<u8>, Refusal> {
    let ident = plan["ident"].as_str().ok_or(Refusal::Missing("ident"))?.to_owned();
    let day = plan["written_on"].as_str().and_then(date).ok_or(Refusal::Missing("written_on"))?;
    let world = Sheets::new(plan, pictures)?;
    let laid = typst::compile::<PagedDocument>(&world).output.map_err(|errors| said(&errors))?;
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a])
        .map_err(|error| Refusal::Layout(error.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some("pflegeplan".to_owned())),
        timestamp: Some(Timestamp::new_utc(day)),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&laid, &options).map_err(|errors| said(&errors))
}

/// "2026-11-29"
fn date(text: &str) -> Option<Datetime> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    Datetime::from_ymd_hms(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?, 0, 0, 0)
}

fn said(errors: &[SourceDiagnostic]) -> Refusal {
    let said: Vec<String> = errors.iter().take(5).map(|error| error.message.to_string()).collect();
    Refusal::Layout(said.join("; "))
}

/// Takes the coat of arms out of the plan; in its place stands the name of its file.
fn take_arms(plan: &mut Value) -> Result<Option<Picture>, Refusal> {
    let Some(arms) = plan.get_mut("arms").filter(|arms| arms["picture"].is_string()) else {
        return Ok(None);
    };
    let format = arms["format"].as_str().unwrap_or_default();
    let name = world::arms_name(format).ok_or(Refusal::Missing("known format of its coat of arms"))?;
    let Value::String(text) = arms["picture"].take() else { return Ok(None) };
    let bytes = BASE64_STANDARD.decode(text).map_err(|_| Refusal::Missing("readable coat of arms"))?;
    arms["picture"] = name.into();
    Ok(Some(Picture { name: name.to_owned(), bytes }))
}

/// Takes the drawings out of the plan; in their place stand the names of their files.
fn take_pictures(plan: &mut Value) -> Vec<Picture> {
    let mut pictures = Vec::new();
    let chapters = plan.get_mut("chapters").and_then(Value::as_array_mut).into_iter().flatten();
    let blocks =
        chapters.filter_map(|chapter| chapter.get_mut("blocks").and_then(Value::as_array_mut)).flatten();
    for chart in blocks.filter_map(|block| block.get_mut("chart")) {
        if let Some(Value::String(svg)) = chart.get_mut("svg").map(Value::take) {
            let name = world::picture_name(pictures.len());
            chart["svg"] = name.as_str().into();
            pictures.push(Picture { name, bytes: svg.into_bytes() });
        }
    }
    pictures
}

#[cfg(test)]
mod table_tests;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    pub(crate) fn plan() -> Value {
        json!({
            "title": "Pflegeplan", "subtitle": "2026 bis 2040", "area_name": "Landkreis", "state_line": "Entwurf",
            "reference_line": "Stichtag 31.12.2023", "is_approved": false, "example_line": null, "ident": "x", "written_on": "2026-11-29",
            "model": "mv", "checksum": "abc", "imprint": [["Leitung", "A. Muster"]],
            "chapters": [{ "number": "1", "title": "Anlass", "blocks": [
                { "kind": "paragraph", "text": "Text" },
                { "kind": "heading", "number": "1.1", "title": "Teil" },
                { "kind": "finding", "text": "Es steigt." },
                { "kind": "list", "items": ["a", "b"] },
                { "kind": "table", "number": "1.1", "caption": "Zahlen", "headings": ["Jahr", "Wert"], "numeric": [false, true],
                  "rows": [[{ "text": "2025" }, { "text": "10", "value": 10.0 }]], "source": "Quelle", "note": null },
                { "kind": "gaps", "label": "Hier fehlt:", "lines": ["a. b"], "pointer": "Anhang" },
                { "kind": "figure", "number": "1.1", "chart": { "title": "Titel", "subtitle": "Unter", "source": "Quelle",
                  "description": "Eine Linie steigt.", "width": 100.0, "height": 50.0,
                  "svg": "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100\" height=\"50\"><path d=\"M0 0L9 9\"/></svg>" } },
                { "kind": "own", "label": "Einschätzung", "content": [
                  { "kind": "paragraph", "spans": [{ "text": "Gut", "strong": true, "href": "https://example.org" }] },
                  { "kind": "list", "ordered": true, "items": [[{ "kind": "paragraph", "spans": [{ "text": "eins" }] }]] },
                  { "kind": "heading", "spans": [{ "text": "Mehr" }] },
                  { "kind": "quote", "content": [{ "kind": "paragraph", "spans": [{ "text": "Zitat", "emphasis": true }] }] }
                ] }
            ] }]
        })
    }

    #[test]
    fn a_plan_with_every_kind_of_block_conforms_and_is_the_same_each_time() {
        let file = pdf(plan()).unwrap();
        assert!(file.starts_with(b"%PDF-1.7"), "{:?}", &file[..8]);
        assert_eq!(file, pdf(plan()).unwrap());
        let text = String::from_utf8_lossy(&file);
        assert!(text.contains("pdfuaid") && text.contains("pdfaid"));
    }

    #[test]
    fn letters_that_no_font_has_are_replaced() {
        let mut plan = plan();
        plan["chapters"][0]["blocks"][0]["text"] = "漢字 😀 \u{FEFF}\u{7}x \u{fe0f}".into();
        assert!(pdf(plan).is_ok());
    }

    #[test]
    fn text_of_a_plan_is_never_markup_of_the_layout() {
        let mut plan = plan();
        plan["chapters"][0]["title"] = "#read(\"/etc/passwd\") $x$ *b* @label <l>".into();
        assert!(pdf(plan).is_ok());
    }

    fn with_arms(format: &str, picture: &[u8]) -> Value {
        let mut plan = plan();
        plan["arms"] = json!({ "alternative": "Wappen: Landkreis Muster", "format": format,
            "picture": BASE64_STANDARD.encode(picture), "missing": "Hier fehlt das Wappen." });
        plan
    }

    #[test]
    fn a_coat_of_arms_of_each_format_stands_on_the_cover() {
        let bare = pdf(plan()).unwrap().len();
        for (format, picture) in [
            ("svg", include_bytes!("../../../tests/fixtures/arms/shield.svg").as_slice()),
            ("png", include_bytes!("../../../tests/fixtures/arms/shield.png")),
            ("jpeg", include_bytes!("../../../tests/fixtures/arms/shield.jpg")),
        ] {
            let mut missing = with_arms(format, picture);
            missing["arms"]["picture"].take();
            let [with, without] = [with_arms(format, picture), missing].map(|plan| pdf(plan).unwrap());
            assert_ne!(with, without, "{format}");
            assert!(with.len() > bare, "{format}: {} and {bare}", with.len());
        }
    }

    #[test]
    fn a_coat_of_arms_that_cannot_be_drawn_costs_nobody_the_plan() {
        for (format, picture) in
            [("svg", b"<svg".as_slice()), ("png", b"\x89PNG"), ("jpeg", b""), ("svg", b"\xff")]
        {
            let broken = with_arms(format, picture);
            let mut missing = broken.clone();
            missing["arms"]["picture"].take();
            assert_eq!(pdf(broken).unwrap(), pdf(missing).unwrap(), "{format}");
        }
        let refused = pdf(with_arms("gif", b"GIF89a")).unwrap_err().to_string();
        assert_eq!(refused, "the plan has no known format of its coat of arms");
    }

    #[test]
    fn what_is_missing_is_named() {
        let mut without = plan();
        without["ident"].take();
        assert_eq!(pdf(without).unwrap_err().to_string(), "the plan has no ident");
        let mut broken = plan();
        broken["chapters"][0]["blocks"][6]["chart"]["svg"] = "<svg".into();
        assert!(pdf(broken).is_err(), "a drawing that is none is no picture");
    }
}
