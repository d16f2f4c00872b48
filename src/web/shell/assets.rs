//! Scripts, styles, fonts and images as built by Vite and embedded in the binary.

use std::borrow::Cow;
use std::collections::HashMap;

use actix_web::http::header::{self, EntityTag};
use actix_web::{HttpRequest, HttpResponse};
use rust_embed::{Embed, EmbeddedFile};
use serde::{Deserialize, Serialize};

use super::answer::{hex, is_held};

#[derive(Embed)]
#[folder = "src/web/client/dist/"]
struct Client;

const MANIFEST: &str = ".vite/manifest.json";
const ENTRY: &str = "main.ts";
const EMBED: &str = "embed.ts";
const PLANNING: &str = "planning/planning.ts";
const ADVICE: &str = "advice/advice.css";
const FACILITY: &str = "facility.css";
const COMPARISON: &str = "comparison.css";
const STYLE_GUIDE: &str = "style_guide.css";
const FOLDER: &str = "assets/";
/// What the name of the file with the letters of every page contains.
const FONT: &str = "atkinson-hyperlegible-next-latin-wght";

/// File names contain a hash of the content.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// The name of the script for other sites does not change.
const ONE_HOUR: &str = "public, max-age=3600";
const ONE_DAY: &str = "public, max-age=86400";

/// Why the built client cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AssetError {
    #[error("{MANIFEST} of the web client is missing or no JSON; hint: npm run build in src/web/client")]
    Manifest,
    #[error(
        "{MANIFEST} of the web client does not name the entries {ENTRY}, {EMBED}, {PLANNING}, {ADVICE}, {FACILITY}, {COMPARISON} and \
         {STYLE_GUIDE} in {FOLDER}"
    )]
    Entry,
    #[error("icons.json of the web client is missing or no JSON; hint: npm run build in src/web/client")]
    Icons,
}

/// File names below `/assets/` of what pages load.
#[derive(Debug, Serialize)]
pub struct AssetNames {
    /// What every page loads.
    #[serde(flatten)]
    every: EntryNames,
    /// The letters of every page, which browsers fetch early.
    font: String,
    /// What the planner's workspace and the office load beside it.
    planning: EntryNames,
    /// The styles that the page of advisers loads beside it.
    advice: String,
    /// The styles that the page of a facility loads beside it.
    facility: String,
    /// The styles that the saved list and a comparison load beside it.
    comparison: String,
    /// The styles that the style guide loads beside it.
    style_guide: String,
    #[serde(skip)]
    embed: String,
}

/// A script and its styles.
#[derive(Debug, Serialize)]
struct EntryNames {
    script: String,
    styles: Vec<String>,
}

#[derive(Deserialize)]
struct ManifestEntry {
    file: String,
    #[serde(default)]
    css: Vec<String>,
}

impl AssetNames {
    pub(crate) fn read() -> Result<Self, AssetError> {
        let file = Client::get(MANIFEST).ok_or(AssetError::Manifest)?;
        let mut entries: HashMap<String, ManifestEntry> =
            serde_json::from_slice(&file.data).map_err(|_| AssetError::Manifest)?;
        let name = |path: String| path.strip_prefix(FOLDER).map(str::to_owned).ok_or(AssetError::Entry);
        let files = entries.values().map(|entry| entry.file.as_str());
        let font = files.filter(|file| file.contains(FONT)).min().ok_or(AssetError::Entry)?;
        let font = name(font.to_owned())?;
        let mut names = |entry: &str| -> Result<EntryNames, AssetError> {
            let entry = entries.remove(entry).ok_or(AssetError::Entry)?;
            let styles = entry.css.into_iter().map(name).collect::<Result<_, _>>()?;
            Ok(EntryNames { script: name(entry.file)?, styles })
        };
        let (every, planning) = (names(ENTRY)?, names(PLANNING)?);
        let mut styles = |entry: &str| name(entries.remove(entry).ok_or(AssetError::Entry)?.file);
        let (advice, facility) = (styles(ADVICE)?, styles(FACILITY)?);
        let (comparison, style_guide) = (styles(COMPARISON)?, styles(STYLE_GUIDE)?);
        let embed = entries.remove(EMBED).ok_or(AssetError::Entry)?;
        Ok(Self { every, font, planning, advice, facility, comparison, style_guide, embed: embed.file })
    }
}

/// A file of the built client that pages are made of.
pub(super) fn embedded(path: &str) -> Option<Cow<'static, [u8]>> {
    Some(Client::get(path)?.data)
}

pub(crate) fn asset(request: &HttpRequest, path: &str) -> HttpResponse {
    file(request, &format!("{FOLDER}{path}"), FOREVER)
}

pub(crate) fn embed(request: &HttpRequest, names: &AssetNames) -> HttpResponse {
    file(request, &names.embed, ONE_HOUR)
}

pub(crate) fn favicon(request: &HttpRequest) -> HttpResponse {
    file(request, "favicon.svg", ONE_DAY)
}

pub(crate) fn licences(request: &HttpRequest) -> HttpResponse {
    file(request, "licences.txt", ONE_DAY)
}

fn file(request: &HttpRequest, path: &str, cache: &'static str) -> HttpResponse {
    let Some(EmbeddedFile { data, metadata, .. }) = Client::get(path) else {
        // No person reads it, so the service gives it the form of every error that is no page.
        return HttpResponse::NotFound().finish();
    };
    let tag = EntityTag::new_weak(hex(&metadata.sha256_hash()));
    let held = is_held(request, &tag);
    let mut answer = if held { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer
        .content_type(content_type(path))
        .insert_header(header::ETag(tag))
        .insert_header((header::CACHE_CONTROL, cache))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"));
    if held { answer.finish() } else { answer.body(data.into_owned()) }
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("woff2") => "font/woff2",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
